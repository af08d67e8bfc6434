//! Which entry answers for a reply, and what of it is for the side that reads.
//!
//! In: a reply (or the reason why there is none) and the side that gave it. Out: [`Advice`], always: a code that the
//! catalogue does not hold is answered by its class, as RFC 5321 4.2.1 asks of clients. The reply code, not the enhanced
//! code, says whether a refusal is temporary, since servers mix the two (`550 4.4.7`).

use super::{Advice, Catalog, EnhancedEntry, ReplyClass, ReplyEntry, Rule, Side, WhoActs};
use crate::event::Silence;
use crate::reply::{Enhanced, Reply, ReplyCode};

impl Catalog {
    /// What to tell about a reply.
    ///
    /// The first of these that exists answers: the entry of the enhanced code, if it is specific (its detail is not 0) and
    /// does not yield to the reply code; the entry of the reply code; the entry of the unspecific enhanced code; that of
    /// its subject; the class of the reply code.
    #[must_use]
    pub fn advise(&self, reply: Reply, side: Side) -> Advice<'_> {
        let class = self.class_of(reply.code);
        let enhanced = reply.enhanced.filter(|enhanced| fits(reply.code, *enhanced));
        let entry = enhanced.and_then(|enhanced| Some((enhanced, self.enhanced_entry(enhanced)?)));
        let specific = entry.filter(|(enhanced, entry)| enhanced.detail != 0 && !self.yields(entry, reply.code));
        if let Some((enhanced, entry)) = specific.filter(|(_, entry)| entry.covers(reply.code)) {
            return from_enhanced(enhanced, entry, class, side);
        }
        if let Some(entry) = self.reply(reply.code) {
            return from_reply(entry, class, side);
        }
        match (entry, enhanced) {
            (Some((enhanced, entry)), _) if enhanced.subject != 0 && entry.covers(reply.code) => {
                from_enhanced(enhanced, entry, class, side)
            }
            (_, Some(enhanced)) => self.advise_by_subject(enhanced, class, side),
            _ => from_class(class, side),
        }
    }

    /// What to tell about an event without a reply.
    ///
    /// # Panics
    /// Never: the tests of the catalogue see to it that each reason has its entry.
    #[must_use]
    pub fn advise_silence(&self, silence: Silence) -> Advice<'_> {
        let entry = self.no_reply(silence);
        Advice {
            rule: Rule::NoReply(silence),
            title: &entry.title,
            meaning: &entry.meaning,
            when: None,
            steps: &entry.steps,
            who: entry.who,
            retry: entry.retry,
            sources: &entry.sources,
            note: entry.note.as_deref(),
            parameter: None,
            basis: None,
            provider: None,
        }
    }

    fn yields(&self, entry: &EnhancedEntry, code: ReplyCode) -> bool {
        entry.yields_to.contains(&code) && self.reply(code).is_some()
    }

    fn advise_by_subject<'a>(&'a self, enhanced: Enhanced, class: &'a ReplyClass, side: Side) -> Advice<'a> {
        let answer = from_class(class, side);
        let entry = self.subject(enhanced.subject).filter(|entry| entry.subject != 0 && is_refusal(class.class));
        let Some(entry) = entry else { return answer };
        let (steps, who) = match side {
            Side::Theirs if class.class == 4 => (entry.steps.as_slice(), class.who),
            Side::Theirs => (entry.steps.as_slice(), entry.who),
            Side::Ours => (answer.steps, answer.who),
        };
        let rule = Rule::Subject(enhanced);
        Advice { rule, title: &entry.title, meaning: &entry.meaning, steps, who, sources: &entry.sources, ..answer }
    }
}

impl EnhancedEntry {
    /// Whether the entry speaks about replies of this class: one about refusals says nothing about a success.
    fn covers(&self, code: ReplyCode) -> bool {
        match code.class() {
            2 => self.classes.contains(&2),
            3 => false,
            _ => self.classes.iter().any(|&class| is_refusal(class)),
        }
    }
}

/// Whether the enhanced code agrees with the reply code about success; `4` and `5` are mixed in the wild.
fn fits(code: ReplyCode, enhanced: Enhanced) -> bool {
    is_refusal(code.class()) == is_refusal(enhanced.class)
}

fn is_refusal(class: u8) -> bool {
    class >= 4
}

fn from_reply<'a>(entry: &'a ReplyEntry, class: &'a ReplyClass, side: Side) -> Advice<'a> {
    let (steps, who) = match side {
        Side::Theirs => (entry.steps.as_slice(), entry.who),
        Side::Ours => ours(&entry.steps_ours, entry.who_ours, class),
    };
    let when = match side {
        Side::Theirs => &entry.when,
        Side::Ours => entry.when_ours.as_ref().unwrap_or(&entry.when),
    };
    Advice {
        rule: Rule::Reply(entry.code),
        title: &entry.title,
        meaning: &entry.meaning,
        when: Some(when),
        steps,
        who,
        retry: entry.retry,
        sources: &entry.sources,
        note: entry.note.as_deref(),
        parameter: None,
        basis: None,
        provider: None,
    }
}

fn from_enhanced<'a>(enhanced: Enhanced, entry: &'a EnhancedEntry, class: &'a ReplyClass, side: Side) -> Advice<'a> {
    let temporary = class.class == 4;
    let steps = if temporary && !entry.steps_temporary.is_empty() { &entry.steps_temporary } else { &entry.steps };
    let (steps, who) = match side {
        _ if !is_refusal(class.class) => (class.steps.as_slice(), class.who),
        Side::Theirs => (steps.as_slice(), entry.who_temporary.filter(|_| temporary).unwrap_or(entry.who)),
        Side::Ours => ours(&entry.steps_ours, entry.who_ours, class),
    };
    Advice {
        rule: Rule::Enhanced(enhanced),
        title: entry.title_temporary.as_ref().filter(|_| temporary).unwrap_or(&entry.title),
        meaning: entry.meaning_temporary.as_ref().filter(|_| temporary).unwrap_or(&entry.meaning),
        when: entry.when.as_deref(),
        steps,
        who,
        retry: class.retry,
        sources: &entry.sources,
        // Notes tell what other providers mean by the code.
        note: entry.note.as_deref().filter(|_| side == Side::Theirs),
        parameter: None,
        basis: None,
        provider: None,
    }
}

fn from_class(class: &ReplyClass, side: Side) -> Advice<'_> {
    let (steps, who) = match side {
        Side::Theirs => (class.steps.as_slice(), class.who),
        Side::Ours => ours(&class.steps_ours, class.who_ours, class),
    };
    Advice {
        rule: Rule::Class(class.class),
        title: &class.title,
        meaning: &class.meaning,
        when: None,
        steps,
        who,
        retry: class.retry,
        sources: &class.sources,
        note: None,
        parameter: None,
        basis: None,
        provider: None,
    }
}

/// The steps for our side: the entry's own, else those of the class.
fn ours<'a>(steps: &'a [String], who: Option<WhoActs>, class: &'a ReplyClass) -> (&'a [String], WhoActs) {
    match who {
        Some(who) => (steps, who),
        None => (&class.steps_ours, class.who_ours.unwrap_or(class.who)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Retry;

    fn reply(text: &str) -> Reply {
        Reply::parse_line(text.as_bytes()).unwrap()
    }

    fn advise(text: &str, side: Side) -> Advice<'static> {
        Catalog::get().advise(reply(text), side)
    }

    #[test]
    fn the_most_specific_entry_answers() {
        let cases = [
            ("550 5.1.1 x", "enhanced 5.1.1"),
            ("550 5.7.1 x", "enhanced 5.7.1"),
            ("451 4.7.1 x", "enhanced 4.7.1"),
            ("550 x", "reply 550"),
            ("550 5.0.0 x", "reply 550"),
            ("550 5.7.0 x", "reply 550"),
            ("550 5.4.1 Recipient address rejected: Access denied", "reply 550"),
            ("550 5.7.999 x", "reply 550"),
            ("571 x", "reply 571"),
            ("599 5.1.1 x", "enhanced 5.1.1"),
            ("599 5.2.0 x", "enhanced 5.2.0"),
            ("599 5.7.999 x", "subject 5.7"),
            ("599 5.0.0 x", "class 5xx"),
            ("599 5.99.1 x", "class 5xx"),
            ("599 x", "class 5xx"),
            ("488 x", "class 4xx"),
            ("399 x", "class 3xx"),
            ("299 x", "class 2xx"),
        ];
        for (text, rule) in cases {
            assert_eq!(advise(text, Side::Theirs).rule.to_string(), rule, "{text}");
        }
    }

    #[test]
    fn a_broad_enhanced_code_yields_to_a_telling_reply_code() {
        let cases = [
            ("454 4.7.1 <a@b>: Relay access denied", "reply 454"),
            ("553 5.7.1 <a@b>: Sender address rejected: not owned by user c", "reply 553"),
            ("503 5.5.1 Error: need RCPT command", "reply 503"),
            ("504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname", "reply 504"),
            ("421 4.7.1 throttled", "reply 421"),
            ("421 4.7.28 rate", "enhanced 4.7.28"),
        ];
        for (text, rule) in cases {
            assert_eq!(advise(text, Side::Ours).rule.to_string(), rule, "{text}");
        }
    }

    #[test]
    fn success_needs_no_steps() {
        let cases = [
            ("250 2.0.0 Ok: queued", "reply 250"),
            ("250 2.1.5 Ok", "enhanced 2.1.5"),
            ("250 2.6.4 converted", "enhanced 2.6.4"),
            ("250 2.7.1 x", "reply 250"),
            ("250 5.1.1 x", "reply 250"),
            ("354 2.1.5 x", "reply 354"),
            ("299 2.7.1 x", "class 2xx"),
        ];
        for (text, rule) in cases {
            let advice = advise(text, Side::Theirs);
            assert_eq!(advice.rule.to_string(), rule, "{text}");
            assert_eq!((advice.who, advice.retry), (WhoActs::Nobody, Retry::NotNeeded), "{text}");
            assert!(advice.steps.is_empty(), "{text}");
        }
    }

    #[test]
    fn the_reply_code_says_whether_it_is_temporary() {
        let (full_now, full) = (advise("452 4.2.2 x", Side::Theirs), advise("552 5.2.2 x", Side::Theirs));
        assert_ne!(full_now.meaning, full.meaning);
        assert_ne!(full_now.steps, full.steps);
        let mixed = advise("550 4.4.7 x", Side::Theirs);
        assert_eq!((mixed.rule.to_string().as_str(), mixed.retry), ("enhanced 4.4.7", Retry::No));
        assert_eq!(mixed.steps, advise("554 5.4.7 x", Side::Theirs).steps);
    }

    #[test]
    fn our_own_refusals_have_steps_of_their_own() {
        for text in ["550 5.1.1 x", "554 5.7.1 x", "450 4.1.8 x", "535 5.7.8 x", "454 4.7.1 x", "550 x"] {
            let (theirs, ours) = (advise(text, Side::Theirs), advise(text, Side::Ours));
            assert_eq!(theirs.rule, ours.rule, "{text}");
            assert_ne!(theirs.steps, ours.steps, "{text}");
            assert_eq!(ours.who, WhoActs::Nobody, "{text}");
        }
        assert_eq!(advise("451 4.3.0 x", Side::Ours).who, WhoActs::OurConfiguration);
    }

    #[test]
    fn entries_without_steps_for_our_side_take_those_of_the_class() {
        let class = Catalog::get().class(5).unwrap();
        for text in ["550 5.6.1 x", "571 x", "599 5.7.999 x", "599 x"] {
            assert_eq!(advise(text, Side::Ours).steps, class.steps_ours, "{text}");
        }
    }

    #[test]
    fn every_code_gets_an_answer() {
        for code in 200..600 {
            for side in [Side::Theirs, Side::Ours] {
                for enhanced in ["", " 2.1.5", " 4.99.99", " 5.7.1", " 5.7.999", " 5.999.999"] {
                    let advice = advise(&format!("{code}{enhanced}"), side);
                    assert_eq!(advice.steps.is_empty(), code < 400, "{code}{enhanced}");
                    assert!(!advice.title.is_empty() && !advice.sources.is_empty());
                }
            }
        }
    }

    #[test]
    fn every_silence_gets_an_answer() {
        for &silence in Silence::ALL {
            let advice = Catalog::get().advise_silence(silence);
            assert_eq!(advice.rule, Rule::NoReply(silence));
        }
        let advice = Catalog::get().advise_silence(Silence::ConnectTimeout);
        assert_eq!((advice.who, advice.retry), (WhoActs::Transient, Retry::Yes));
        assert_eq!(advice.rule.to_string(), "no reply: connection timed out");
    }
}
