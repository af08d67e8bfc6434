//! Which entry answers for a reply with its text.
//!
//! The first of these answers: a rule of the provider that gave the reply; a rule of any provider whose text is so special
//! that it tells the provider; a rule of an MTA; the enhanced code and reply code ([`Catalog::advise`]). Within a provider the
//! order of the file decides. Our own replies are made by our MTA, so no provider is asked about them.

use super::index::first;
use super::rule::Searched;
use super::{Advice, Catalog, ProviderEntry, Rule, RuleEntry, Side};
use crate::event::Silence;
use crate::reply::{self, Reply};

/// What is known of a reply that is to be explained.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Its codes; `None` if there was no reply.
    pub reply: Option<Reply>,
    /// Why there was none.
    pub silence: Silence,
    /// Who gave it.
    pub side: Side,
    /// Name of the relay host; empty if unknown.
    pub host: &'a str,
    /// The text as logged, codes included.
    pub text: &'a str,
    /// Id of the provider, where it is known otherwise.
    pub provider: Option<&'a str>,
    /// Id of the only MTA whose rules are asked; `None` asks all.
    pub mta: Option<&'a str>,
}

impl Catalog {
    /// What to tell about a reply, from the most specific entry that knows it.
    #[must_use]
    pub fn classify(&self, question: &Question<'_>) -> Advice<'_> {
        let text = normalised(question.text);
        let provider = self.provider_saying(question, &text);
        let rule = self.rule_for(question, provider, &Searched::new(&text));
        let general = match question.reply {
            Some(reply) => self.advise(reply, question.side),
            None => self.advise_silence(question.silence),
        };
        let advice = rule.map_or(general.clone(), |rule| from_rule(rule, &general, question.side));
        Advice { provider: provider.map(|provider| provider.name.as_str()), ..advice }
    }

    /// What an entry tells of a reply, by the name that its [`Rule`] is written as; `None` if the catalogue has no such entry, or
    /// another one answers for these codes.
    #[must_use]
    pub fn advice_named(&self, rule: &str, reply: Option<Reply>, side: Side) -> Option<Advice<'_>> {
        let silence = rule.strip_prefix("no reply: ").and_then(Silence::from_name).unwrap_or(Silence::Unspecified);
        let general = reply.map_or_else(|| self.advise_silence(silence), |reply| self.advise(reply, side));
        match self.rules().iter().find(|entry| entry.id == rule) {
            Some(entry) => Some(from_rule(entry, &general, side)),
            None => (general.rule.to_string() == rule).then_some(general),
        }
    }

    fn rule_for(
        &self,
        question: &Question<'_>,
        provider: Option<&ProviderEntry>,
        text: &Searched<'_>,
    ) -> Option<&RuleEntry> {
        let admits = |rule: &RuleEntry| rule.admits(question.reply, text);
        let is_asked = |rule: &RuleEntry| question.mta.is_none_or(|mta| mta == rule.by);
        let of_provider = || first(self.rules(), self.index.of_provider(&provider?.id), admits);
        let anywhere = || first(self.rules(), self.index.anywhere(), admits);
        let of_mta = || first(self.rules(), self.index.of_mtas(), |rule| is_asked(rule) && admits(rule));
        match question.side {
            Side::Theirs => of_provider().or_else(anywhere).or_else(of_mta),
            Side::Ours => of_mta(),
        }
    }

    /// Who gave the reply of a question.
    #[must_use]
    pub fn provider_for(&self, question: &Question<'_>) -> Option<&ProviderEntry> {
        self.provider_saying(question, &normalised(question.text))
    }

    /// The same, where the text is normalised already.
    fn provider_saying(&self, question: &Question<'_>, text: &str) -> Option<&ProviderEntry> {
        match question.provider {
            Some(id) => self.provider(id),
            None if question.side == Side::Ours => None,
            None => self.provider_of(question.host, text),
        }
    }

    /// Who gave a reply: told by the host's name, else by the reply's own words, `text` in lower case.
    #[must_use]
    pub fn provider_of(&self, host: &str, text: &str) -> Option<&ProviderEntry> {
        let by_host = || self.providers().iter().find(|p| p.hosts.iter().any(|domain| is_below(host, domain)));
        let by_text =
            || self.providers().iter().find(|p| p.markers.iter().any(|marker| text.contains(marker.as_str())));
        by_host().or_else(by_text)
    }
}

/// In lower case, on one line, with single blanks and without the codes of further lines.
pub(crate) fn normalised(text: &str) -> String {
    let one_line = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let joined = reply::joined(one_line.trim().as_bytes());
    let text = String::from_utf8_lossy(&joined).to_ascii_lowercase();
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `host` is `domain` or within it.
fn is_below(host: &str, domain: &str) -> bool {
    let Some(at) = host.len().checked_sub(domain.len()) else { return false };
    host.is_char_boundary(at) && host[at..].eq_ignore_ascii_case(domain) && (at == 0 || host.as_bytes()[at - 1] == b'.')
}

/// What a rule says, with the gaps filled by what the codes say.
fn from_rule<'a>(rule: &'a RuleEntry, general: &Advice<'a>, side: Side) -> Advice<'a> {
    let (who, steps) = match side {
        Side::Theirs => (rule.who, &rule.steps),
        Side::Ours => (rule.who_ours, &rule.steps_ours),
    };
    let (who, steps) = who.map_or((general.who, general.steps), |who| (who, steps.as_slice()));
    Advice {
        rule: Rule::Text(&rule.id),
        title: &rule.title,
        meaning: &rule.meaning,
        when: None,
        steps,
        who,
        retry: rule.retry.unwrap_or(general.retry),
        sources: &rule.sources,
        parameter: rule.parameter.as_deref(),
        basis: Some(rule.basis),
        note: rule.note.as_deref(),
        ..general.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_lie_below_domains() {
        assert!(is_below("aspmx.l.google.com", "google.com"));
        assert!(is_below("GOOGLE.com", "google.com"));
        assert!(!is_below("notgoogle.com", "google.com"));
        assert!(!is_below("com", "google.com"));
    }

    #[test]
    fn texts_are_compared_on_one_line() {
        assert_eq!(normalised("550-5.7.1 One\r\n550 5.7.1  Two"), "550 5.7.1 one two");
        assert_eq!(normalised(" Blocked\tby us "), "blocked by us");
    }
}
