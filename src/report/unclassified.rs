//! Failing replies that no rule of the catalogue knew: what a site may write rules for.
//!
//! In: a [`Report`]. Out: one [`Unclassified`] per kind of text and side, most frequent first. Always true: the text of each
//! stands in its example, as the text of a rule must; replies without words are left out, since their codes say all there is.

use std::cmp::Reverse;

use super::{Failure, ReasonRow, Report};
use crate::catalog::{Rule, Side, WhoActs, in_order, normalised};
use crate::reply::{Enhanced, Reply, ReplyCode};
use crate::template;

/// A text with fewer characters keeps the codes in front: it stands in too many replies.
const MIN_TEXT: usize = 10;

/// A kind of text that only its codes answered for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclassified<'a> {
    /// Who gave the replies.
    pub side: Side,
    /// Who must act, as the codes say.
    pub who: WhoActs,
    /// How often.
    pub count: u64,
    /// The codes, where the text begins with them.
    pub reply: Option<Reply>,
    /// The words of the template in the form of a rule's `text`: in lower case, ` * ` for what varies.
    pub text: String,
    /// Who gave the replies, as far as the relay's name tells, most first.
    pub providers: &'a [(&'static str, u64)],
    /// The earliest such text, as one line.
    pub example: &'a str,
}

impl Report {
    /// The kinds of texts that no rule knew and whose enhanced code says nothing specific, most frequent first.
    #[must_use]
    pub fn unclassified(&self) -> Vec<Unclassified<'_>> {
        let is_general =
            |failure: &&Failure| matches!(failure.advice.rule, Rule::Reply(_) | Rule::Subject(_) | Rule::Class(_));
        let failures = self.failures.iter().filter(is_general);
        let mut all: Vec<_> =
            failures.flat_map(|failure| failure.reasons.iter().filter_map(|row| unclassified(failure, row))).collect();
        all.sort_by(|a, b| {
            (Reverse(a.count), a.side, &a.text, a.reply).cmp(&(Reverse(b.count), b.side, &b.text, b.reply))
        });
        all
    }
}

fn unclassified<'a>(failure: &Failure, row: &'a ReasonRow) -> Option<Unclassified<'a>> {
    let (template, example) = (row.template.as_deref()?, row.example.as_deref()?);
    Some(Unclassified {
        side: failure.side,
        who: failure.advice.who,
        count: row.count,
        reply: Reply::parse_line(example.as_bytes()).filter(|reply| row.shape.reply == Some(*reply)),
        text: rule_text(template, example)?,
        providers: &row.providers,
        example,
    })
}

/// The words of a template that stand in the example; `None` if there are none.
fn rule_text(template: &str, example: &str) -> Option<String> {
    let whole = match template.rsplit_once(' ') {
        Some((whole, _)) if template.len() >= template::MAX_LEN => whole,
        _ => template,
    };
    let lower = whole.to_ascii_lowercase();
    let words = without_codes(&lower);
    let example = normalised(example);
    let text = joined(words, &example)?;
    let is_short = text.len() < MIN_TEXT && words.len() < lower.len();
    if is_short { joined(&lower, &example) } else { Some(text) }
}

/// What stands between the placeholders, as far as the example has it in this order.
fn joined(template: &str, example: &str) -> Option<String> {
    let pieces = template::literals(template).flat_map(|literal| literal.split(is_foreign)).map(str::trim);
    let text = in_order(example, pieces.filter(|piece| piece.contains(char::is_alphanumeric))).join(" * ");
    text.contains(char::is_alphabetic).then_some(text)
}

/// Characters that the text of a rule cannot have: the asterisk is its own mark, others cannot be seen.
fn is_foreign(c: char) -> bool {
    c == '*' || !(c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric())
}

/// A template without the reply code and enhanced code at its beginning.
fn without_codes(template: &str) -> &str {
    let has_code = ReplyCode::parse(template.as_bytes()).is_some();
    let Some(rest) = template.get(3..).filter(|_| has_code) else { return template };
    let Some(rest) = rest.strip_prefix([' ', '-']) else { return template };
    Enhanced::parse(rest.as_bytes()).map_or(rest, |(_, len)| &rest[len..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(example: &str) -> Option<String> {
        let mut template = Vec::new();
        template::write(example.as_bytes(), &mut template);
        rule_text(&String::from_utf8_lossy(&template), example)
    }

    #[test]
    fn texts_are_the_words_between_what_varies() {
        for (example, want) in [
            ("550 5.7.1 Mail from [192.0.2.1] is not welcome here", Some("mail from [ * ] is not welcome here")),
            ("554-We do not like 4A1B2C3D4E today", Some("we do not like * today")),
            ("rejected by our * house * rules", Some("rejected by our * house * rules")),
            ("550 tab\there \u{202e}and there", Some("tab here * and there")),
            ("550 an open <bracket, closed nowhere: [192.0.2.1] not welcome", Some("] not welcome")),
            ("550 5.7.1 no", Some("550 5.7.1 no")),
            ("550 5.7.1 <user@example.com>", None),
            ("550", None),
        ] {
            assert_eq!(text(example).as_deref(), want, "{example}");
        }
    }

    #[test]
    fn a_cut_template_ends_with_a_whole_word() {
        let example = format!("550 {}", "wordy ".repeat(100));
        assert!(text(&example).is_some_and(|text| text.ends_with("wordy")));
    }
}
