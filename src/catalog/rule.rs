//! Rules: who makes which reply, known by its text.
//!
//! In: the tables `provider`, `rule` and `blocklist` of a catalogue file. Out: one struct per kind of row, with public
//! fields. Always true: a rule that has matched a text matches the same text again, whatever else the catalogue holds.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::entry::reply_codes;
use super::{EnhancedKey, Lang, Retry, WhoActs};
use crate::near;
use crate::reply::{Enhanced, Reply, ReplyCode};
use crate::words::Word;

/// What sort of operator or program makes replies of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// It hosts mailboxes.
    Mailbox,
    /// It filters mail for others.
    Filter,
    /// It lists addresses or domains; many servers quote it.
    Blocklist,
    /// A program that anyone may run.
    Mta,
}

/// Who makes replies that are told by their text: a mailbox provider, a filter, a blocklist, or an MTA.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderEntry {
    /// The id of the entry, in lower case.
    pub id: String,
    /// As its readers know it.
    pub name: String,
    /// What sort of operator.
    pub kind: ProviderKind,
    /// Domains of its mail hosts: `google.com` is also for `aspmx.l.google.com`.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Words of a reply that name it, wherever the reply comes from.
    #[serde(default)]
    pub markers: Vec<String>,
    /// Pages for senders: postmaster tools, delisting forms.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Where the facts come from.
    pub sources: Vec<String>,
    /// Who it is and what it cares for.
    pub about: String,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// A page to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// What it is for.
    pub name: String,
    /// Its address, `https://…`.
    pub url: String,
}

/// A blocklist as replies name it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlocklistEntry {
    /// The id of the entry, in lower case.
    pub id: String,
    /// As its readers know it.
    pub name: String,
    /// What a reply holds that names it: zones (`zen.spamhaus.org`), pages, names.
    pub markers: Vec<String>,
    /// Where to look an address up and ask for removal; `None` where nobody runs it any more.
    pub page: Option<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
    /// What gets an address listed, and how it gets off.
    pub about: String,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// How well a rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// From the provider's own page or the standard.
    Official,
    /// From the program's source.
    SourceCode,
    /// Seen in logs or bounces.
    Observed,
    /// From what bounce parsers match.
    Parsers,
    /// From others' pages.
    ThirdParty,
    /// It was so once.
    Historic,
    /// The site's own.
    Own,
}

impl Basis {
    /// The words for readers.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let word = match self {
            Self::Official => Word::OfficialBasis,
            Self::SourceCode => Word::SourceCodeBasis,
            Self::Observed => Word::ObservedBasis,
            Self::Parsers => Word::ParsersBasis,
            Self::ThirdParty => Word::ThirdPartyBasis,
            Self::Historic => Word::HistoricBasis,
            Self::Own => Word::OwnBasis,
        };
        word.text(lang)
    }

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::SourceCode => "source-code",
            Self::Observed => "observed",
            Self::Parsers => "parsers",
            Self::ThirdParty => "third-party",
            Self::Historic => "historic",
            Self::Own => "own",
        }
    }
}

/// An enhanced code to match: `5.7.26`, or `X.7.26` in any class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedPattern {
    /// 2, 4 or 5; `None` is any.
    pub class: Option<u8>,
    /// Subject and detail.
    pub key: EnhancedKey,
}

impl EnhancedPattern {
    fn parse(text: &str) -> Option<Self> {
        let (class, key) = text.split_once('.')?;
        let class = match class {
            "X" => None,
            "2" | "4" | "5" => Some(class.parse().ok()?),
            _ => return None,
        };
        Some(Self { class, key: EnhancedKey::parse(key)? })
    }

    fn admits(self, enhanced: Enhanced) -> bool {
        self.class.is_none_or(|class| class == enhanced.class) && self.key == enhanced.into()
    }
}

impl fmt::Display for EnhancedPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class {
            Some(class) => write!(f, "{class}.{}.{}", self.key.subject, self.key.detail),
            None => self.key.fmt(f),
        }
    }
}

/// What a reply of one maker means, told by code, enhanced code and words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    /// The id of the entry: that of its provider, a hyphen, and words in lower case.
    pub id: String,
    /// Id of the provider who makes the reply.
    pub by: String,
    /// One of these reply codes; empty is any, or none.
    #[serde(default, deserialize_with = "reply_codes")]
    pub codes: Vec<ReplyCode>,
    /// One of these enhanced codes; empty is any, or none.
    #[serde(default, deserialize_with = "patterns")]
    pub enhanced: Vec<EnhancedPattern>,
    /// One of these stands in the text, whatever its letter case; `a * b` is `a` and behind it `b`. Empty is any text.
    #[serde(default)]
    pub text: Vec<String>,
    /// The text is so special that it tells the provider as well.
    #[serde(default)]
    pub anywhere: bool,
    /// The Postfix parameter or restriction, or the Exim option or ACL, that makes the reply.
    pub parameter: Option<String>,
    /// Who must act when a remote server gave it to us; without it the code answers.
    pub who: Option<WhoActs>,
    /// Who must act when our server gave it to a client; without it the code answers.
    pub who_ours: Option<WhoActs>,
    /// Whether to send again; without it the reply code's class answers.
    pub retry: Option<Retry>,
    /// Where the facts come from.
    pub sources: Vec<String>,
    /// Date of the source, `2026-02-12`, `2026-02` or `2026`.
    pub date: Option<String>,
    /// How well it is known.
    pub basis: Basis,
    /// A short name.
    pub title: String,
    /// What the server said, whoever reads it.
    pub meaning: String,
    /// What to do when a remote server gave it to us, in order.
    #[serde(default)]
    pub steps: Vec<String>,
    /// What to do when our server gave it to a client, in order.
    #[serde(default)]
    pub steps_ours: Vec<String>,
    /// What is uncertain or easily missed.
    pub note: Option<String>,
    /// Replies that this rule answers for.
    pub samples: Vec<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

impl RuleEntry {
    /// Whether the rule is for this reply; its text is in lower case, its blanks single.
    pub(super) fn admits(&self, reply: Option<Reply>, text: &Searched<'_>) -> bool {
        let code = self.codes.is_empty() || reply.is_some_and(|reply| self.codes.contains(&reply.code));
        let admits = |enhanced| self.enhanced.iter().any(|pattern| pattern.admits(enhanced));
        code && (self.enhanced.is_empty() || reply.and_then(|reply| reply.enhanced).is_some_and(admits))
            && (self.text.is_empty() || self.text.iter().any(|wanted| text.holds(wanted)))
    }
}

/// A text in which hundreds of others are looked for: most are told to be missing by their pairs of bytes.
pub(super) struct Searched<'a> {
    text: &'a str,
    /// Which pairs of bytes it has, by six bits of each.
    pairs: [u64; 64],
}

impl<'a> Searched<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut pairs = [0; 64];
        for two in text.as_bytes().windows(2) {
            pairs[usize::from(two[0] & 63)] |= 1 << (two[1] & 63);
        }
        Self { text, pairs }
    }

    /// Whether the pieces of `wanted` stand in the text one behind the other.
    fn holds(&self, wanted: &str) -> bool {
        self.may_hold(wanted.as_bytes()) && holds(self.text, wanted)
    }

    /// False if a pair of bytes is missing at the beginning, in the middle or at the end of `wanted`.
    fn may_hold(&self, wanted: &[u8]) -> bool {
        let has = |at: usize| match wanted.get(at..at + 2) {
            // Around a star nothing need stand as it does there.
            Some([b' ' | b'*', _] | [_, b' ' | b'*']) | None => true,
            Some(two) => self.pairs[usize::from(two[0] & 63)] >> (two[1] & 63) & 1 != 0,
        };
        has(0) && has(wanted.len() / 2) && has(wanted.len().saturating_sub(2))
    }
}

/// Whether the pieces of `wanted` stand in `text` one behind the other.
pub(crate) fn holds(text: &str, wanted: &str) -> bool {
    let mut rest = text;
    wanted.split('*').map(str::trim).all(|piece| rest_behind(rest, piece).map(|behind| rest = behind).is_some())
}

/// The pieces that stand in `text` one behind the other; one that is not there is passed over.
pub(crate) fn in_order<'a>(text: &str, pieces: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut rest = text;
    pieces.filter(|piece| rest_behind(rest, piece).map(|behind| rest = behind).is_some()).collect()
}

/// What stands behind the first `piece` of `text`.
fn rest_behind<'a>(text: &'a str, piece: &str) -> Option<&'a str> {
    near::find_text(text.as_bytes(), piece.as_bytes()).map(|at| &text[at + piece.len()..])
}

fn patterns<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<EnhancedPattern>, D::Error> {
    let checked = |text: &String| {
        EnhancedPattern::parse(text).ok_or_else(|| {
            de::Error::custom(format_args!("expected an enhanced code such as 5.7.26 or X.7.26, found {text}"))
        })
    };
    Vec::<String>::deserialize(source)?.iter().map(checked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_in_order() {
        assert!(holds("550 5.7.1 blocked by us using them", "blocked * using"));
        assert!(!holds("550 5.7.1 using them we blocked", "blocked * using"));
        assert!(holds("blocked", "blocked"));
    }

    #[test]
    fn what_is_told_to_be_missing_is_missing() {
        let text = "550 5.7.1 blocked by us using them; e-mail refused";
        let searched = Searched::new(text);
        for wanted in
            ["blocked * using", "*blocked", "b*l", "us", "m", "", " * ", "them;", "using * them * refused *", "e-mail"]
        {
            assert_eq!(searched.holds(wanted), holds(text, wanted), "{wanted}");
            assert!(searched.may_hold(wanted.as_bytes()), "{wanted}");
        }
        for wanted in ["blacked", "refuse t", "them using", "550 5.7.2"] {
            assert!(!searched.holds(wanted), "{wanted}");
        }
        assert!(!searched.may_hold(b"quota"));
    }

    #[test]
    fn patterns_tell_classes_apart() {
        let enhanced = |text: &[u8]| Enhanced::parse(text).unwrap().0;
        let any = EnhancedPattern::parse("X.7.26").unwrap();
        let permanent = EnhancedPattern::parse("5.7.26").unwrap();
        assert!(any.admits(enhanced(b"4.7.26")) && any.admits(enhanced(b"5.7.26")));
        assert!(permanent.admits(enhanced(b"5.7.26")) && !permanent.admits(enhanced(b"4.7.26")));
        assert_eq!(EnhancedPattern::parse("7.26"), None);
    }
}
