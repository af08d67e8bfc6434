//! Which events count: the filters `--since`, `--until`, `--code`, `--sender`, `--kind`.
//!
//! In: an event with its sender and time. Out: whether it counts. A filter never changes how a log is read: queue ids are
//! followed and lines are accounted for all the same.

use std::fmt;

use regex::bytes::Regex;

use crate::event::{Event, Kind};
use crate::reply::{Enhanced, Reply, ReplyCode};
use crate::time::Time;

/// A reply code, a class of codes, or an enhanced status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePattern {
    /// `550`
    Code(ReplyCode),
    /// `5xx`
    Class(u8),
    /// `5.7.26`
    Enhanced(Enhanced),
}

impl CodePattern {
    /// Reads `550`, `5xx` or `5.7.26`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        match *bytes {
            [class @ b'2'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(Self::Class(class - b'0')),
            [_, _, _] => ReplyCode::parse(bytes).map(Self::Code),
            _ => Enhanced::parse(bytes).filter(|&(_, len)| len == bytes.len()).map(|(code, _)| Self::Enhanced(code)),
        }
    }

    pub(crate) fn matches(self, reply: Reply) -> bool {
        match self {
            Self::Code(code) => reply.code == code,
            Self::Class(class) => reply.code.class() == class,
            Self::Enhanced(enhanced) => reply.enhanced == Some(enhanced),
        }
    }
}

impl fmt::Display for CodePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Class(class) => write!(f, "{class}xx"),
            Self::Enhanced(enhanced) => enhanced.fmt(f),
        }
    }
}

/// An address, a domain, or a pattern with `*` and `?`. Letter case does not matter.
#[derive(Debug, Clone)]
pub struct SenderPattern(Regex);

impl SenderPattern {
    /// `bob@shop.example`, `shop.example` (any address in it), `*@*.example`, `<>` for the null sender.
    ///
    /// # Panics
    /// Never: the expression is made of escaped text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let is_address = text.contains(['@', '*', '?']);
        let body: String = match text {
            "<>" => String::new(),
            _ if is_address => text.chars().map(glob_part).collect(),
            _ => format!(".*@{}", regex::escape(text)),
        };
        Self(Regex::new(&format!("(?is-u)^{body}$")).expect("escaped text is a valid expression"))
    }

    pub(crate) fn matches(&self, sender: &[u8]) -> bool {
        self.0.is_match(sender)
    }
}

fn glob_part(c: char) -> String {
    match c {
        '*' => ".*".into(),
        '?' => ".".into(),
        c => regex::escape(c.encode_utf8(&mut [0; 4])),
    }
}

/// Which events count; the default takes all. Several codes, senders or kinds mean any of them.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Not earlier than this.
    pub since: Option<Time>,
    /// Earlier than this.
    pub until: Option<Time>,
    /// Replies wanted.
    pub codes: Vec<CodePattern>,
    /// Senders wanted.
    pub senders: Vec<SenderPattern>,
    /// Kinds wanted.
    pub kinds: Vec<Kind>,
}

impl Selection {
    /// Whether everything counts.
    #[must_use]
    pub fn is_all(&self) -> bool {
        let no_time = self.since.is_none() && self.until.is_none();
        no_time && self.codes.is_empty() && self.senders.is_empty() && self.kinds.is_empty()
    }

    /// Whether the event counts. An event without time is in no period, one without known sender matches no sender.
    #[must_use]
    pub fn admits(&self, event: &Event<'_>, sender: Option<&[u8]>, at: Option<Time>) -> bool {
        let of_kind = self.kinds.is_empty() || self.kinds.contains(&event.kind);
        let of_code =
            self.codes.is_empty() || event.reply.is_some_and(|reply| self.codes.iter().any(|code| code.matches(reply)));
        of_kind && of_code && self.admits_message(sender, at)
    }

    /// Whether messages as a whole can be told to be in it or not: replies are not theirs alone.
    #[must_use]
    pub fn concerns_whole_messages(&self) -> bool {
        self.codes.is_empty() && (self.kinds.is_empty() || self.kinds.contains(&Kind::Delivery))
    }

    /// Whether what a server notes beside mail counts: it has neither sender nor reply, only a time.
    #[must_use]
    pub fn admits_notice(&self, at: Option<Time>) -> bool {
        self.codes.is_empty() && self.senders.is_empty() && self.kinds.is_empty() && self.admits_message(None, at)
    }

    /// The part of [`Selection::admits`] that holds for a whole message.
    #[must_use]
    pub fn admits_message(&self, sender: Option<&[u8]>, at: Option<Time>) -> bool {
        let not_early = self.since.is_none_or(|since| at.is_some_and(|at| at >= since));
        let not_late = self.until.is_none_or(|until| at.is_some_and(|at| at < until));
        let by_sender = || sender.is_some_and(|sender| self.senders.iter().any(|pattern| pattern.matches(sender)));
        not_early && not_late && (self.senders.is_empty() || by_sender())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let reply = Reply::parse_line(b"550 5.7.26 x").unwrap();
        for (text, want) in
            [("550", true), ("5xx", true), ("4xx", false), ("5.7.26", true), ("5.7.2", false), ("551", false)]
        {
            assert_eq!(CodePattern::parse(text).unwrap().matches(reply), want, "{text}");
        }
        for text in ["", "55", "6xx", "5.7", "5.7.26x", "abc", "1234"] {
            assert_eq!(CodePattern::parse(text), None, "{text}");
        }
    }

    #[test]
    fn senders() {
        let cases = [
            ("bob@shop.example", "Bob@Shop.example", true),
            ("bob@shop.example", "bob@shop.example.org", false),
            ("shop.example", "a@shop.example", true),
            ("shop.example", "a@my.shop.example", false),
            ("*@*.example", "a@my.shop.example", true),
            ("b?b@x", "bab@x", true),
            ("<>", "", true),
            ("<>", "a@x", false),
            ("a.c@x", "abc@x", false),
            ("*", "\u{fc}ber@x", true),
        ];
        for (pattern, sender, want) in cases {
            assert_eq!(SenderPattern::parse(pattern).matches(sender.as_bytes()), want, "{pattern} {sender}");
        }
    }

    #[test]
    fn periods_are_half_open() {
        let at = |seconds| Some(Time::from_seconds(seconds));
        let selection = Selection { since: at(10), until: at(20), ..Selection::default() };
        assert!(!selection.admits_message(None, at(9)));
        assert!(selection.admits_message(None, at(10)));
        assert!(!selection.admits_message(None, at(20)));
        assert!(!selection.admits_message(None, None));
        assert!(selection.admits_notice(at(10)) && !selection.admits_notice(at(20)));
        let kinds = vec![Kind::Delivery];
        assert!(!Selection { kinds, ..selection }.admits_notice(at(10)), "a notice has no kind");
    }
}
