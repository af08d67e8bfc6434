//! What a report prints beside a reply: the vocabulary of the answers.
//!
//! In: nothing, this module only defines. Out: [`Advice`], the [`Rule`] it comes from and the [`Side`] it is for. Always
//! true: an advice borrows its text from the catalogue, and a rule names one entry for good.

use std::fmt;

use serde::Deserialize;

use super::{Basis, Lang};
use crate::event::{Kind, Silence};
use crate::reply::{Enhanced, ReplyCode};
use crate::words::Word;

/// Who must act so that the mail goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhoActs {
    /// We: our servers, records, lists or users' messages.
    OurConfiguration,
    /// We: our standing with receivers, by blocklists, complaints or volume.
    OurReputation,
    /// The recipient or the operator of their server.
    RecipientSide,
    /// Nobody, as time heals it.
    Transient,
    /// Nobody, as nothing is wrong.
    Nobody,
}

impl WhoActs {
    /// All values, in declaration order.
    pub const ALL: &'static [WhoActs] =
        &[Self::OurConfiguration, Self::OurReputation, Self::RecipientSide, Self::Transient, Self::Nobody];

    /// The name in files and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OurConfiguration => "our-configuration",
            Self::OurReputation => "our-reputation",
            Self::RecipientSide => "recipient-side",
            Self::Transient => "transient",
            Self::Nobody => "nobody",
        }
    }

    /// The words for readers.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let word = match self {
            Self::OurConfiguration => Word::OurConfiguration,
            Self::OurReputation => Word::OurReputation,
            Self::RecipientSide => Word::RecipientSide,
            Self::Transient => Word::Transient,
            Self::Nobody => Word::Nobody,
        };
        word.text(lang)
    }
}

/// Whether sending the same message again makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// Yes; the queue does it by itself.
    Yes,
    /// Not unchanged.
    No,
    /// It went through.
    NotNeeded,
}

impl Retry {
    /// The name in files and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotNeeded => "not-needed",
        }
    }

    /// The words for readers.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let word = match self {
            Self::Yes => Word::RetryYes,
            Self::No => Word::RetryNo,
            Self::NotNeeded => Word::RetryNotNeeded,
        };
        word.text(lang)
    }
}

/// Who gave the reply: the same code asks for different steps at its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A remote server gave it to us.
    Theirs,
    /// Our server gave it to a client.
    Ours,
}

impl Side {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Theirs => "theirs",
            Self::Ours => "ours",
        }
    }

    /// The side that gave the replies of this kind of event.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Delivery | Kind::Attempt | Kind::Probe => Self::Theirs,
            Kind::Reject | Kind::Auth => Self::Ours,
        }
    }
}

/// The entry that an advice comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule<'a> {
    /// The rule of this id, told by the reply's text.
    Text(&'a str),
    /// The entry of this reply code.
    Reply(ReplyCode),
    /// The entry of this enhanced code's subject and detail.
    Enhanced(Enhanced),
    /// The entry of this enhanced code's subject.
    Subject(Enhanced),
    /// The first digit of the reply code.
    Class(u8),
    /// The reason why there was no reply.
    NoReply(Silence),
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(id) => f.write_str(id),
            Self::Reply(code) => write!(f, "reply {code}"),
            Self::Enhanced(enhanced) => write!(f, "enhanced {enhanced}"),
            Self::Subject(enhanced) => write!(f, "subject {}.{}", enhanced.class, enhanced.subject),
            Self::Class(class) => write!(f, "class {class}xx"),
            Self::NoReply(silence) => write!(f, "no reply: {}", silence.name()),
        }
    }
}

/// What a report prints beside a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice<'a> {
    /// The entry that it comes from.
    pub rule: Rule<'a>,
    /// A short name.
    pub title: &'a str,
    /// What the server said, or what happened.
    pub meaning: &'a str,
    /// When it is seen, where the entry tells.
    pub when: Option<&'a str>,
    /// What to do, in order; empty when there is nothing to do.
    pub steps: &'a [String],
    /// Who must act.
    pub who: WhoActs,
    /// Whether to send again.
    pub retry: Retry,
    /// Where it comes from.
    pub sources: &'a [String],
    /// What is uncertain or easily missed.
    pub note: Option<&'a str>,
    /// The Postfix parameter or restriction, or the Exim option or ACL, that makes the reply.
    pub parameter: Option<&'a str>,
    /// How well a rule is known; `None` for codes.
    pub basis: Option<Basis>,
    /// Who gave the reply, where that is known.
    pub provider: Option<&'a str>,
}

impl Advice<'_> {
    /// Whether a rule knew the text.
    #[must_use]
    pub fn is_by_text(&self) -> bool {
        matches!(self.rule, Rule::Text(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_follow_the_kind() {
        assert_eq!(Side::of(Kind::Delivery), Side::Theirs);
        assert_eq!(Side::of(Kind::Reject), Side::Ours);
    }
}
