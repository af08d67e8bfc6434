//! The rows of the catalogue as they stand in its TOML files.
//!
//! In: tables of a catalogue file that answer for codes. Out: one struct per kind of row, with public fields.
//! An unknown field or an impossible id is an error, so that a slip in a file is found by the first test that reads it.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::{Lang, Retry, WhoActs};
use crate::event::Silence;
use crate::reply::{Enhanced, ReplyCode};

/// What a three-digit reply code means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyEntry {
    /// The code; the id of the entry.
    #[serde(deserialize_with = "reply_code")]
    pub code: ReplyCode,
    /// Defined by a published standards-track RFC.
    pub standard: bool,
    /// The commands or moments that it answers.
    pub stages: Vec<String>,
    /// Who must act when a remote server gave it to us.
    pub who: WhoActs,
    /// Who must act when our server gave it to a client.
    pub who_ours: Option<WhoActs>,
    /// Whether to send again.
    pub retry: Retry,
    /// Where the meaning comes from.
    pub sources: Vec<String>,
    /// Codes that are easily taken for it, or that belong with it.
    #[serde(deserialize_with = "reply_codes")]
    pub related: Vec<ReplyCode>,
    /// A short name.
    pub title: String,
    /// What the server said, whoever it is.
    pub meaning: String,
    /// When it is seen.
    pub when: String,
    /// When our own server says it.
    pub when_ours: Option<String>,
    /// How it looks in a Postfix log, and which parameter makes Postfix send it.
    pub postfix: Option<String>,
    /// How it looks in an Exim log, and which option or ACL makes Exim send it.
    pub exim: Option<String>,
    /// What to do when a remote server gave it to us, in order.
    pub steps: Vec<String>,
    /// What to do when our server gave it to a client, in order; empty where the class answers.
    #[serde(default)]
    pub steps_ours: Vec<String>,
    /// What is uncertain or easily missed.
    pub note: Option<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// What the first digit of a reply code means: the answer for codes without an entry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyClass {
    /// The first digit, 2 to 5; the id of the entry.
    pub class: u8,
    /// Who must act when a remote server gave it to us.
    pub who: WhoActs,
    /// Who must act when our server gave it to a client.
    pub who_ours: Option<WhoActs>,
    /// Whether to send again.
    pub retry: Retry,
    /// Where the meaning comes from.
    pub sources: Vec<String>,
    /// A short name.
    pub title: String,
    /// What the server said.
    pub meaning: String,
    /// What to do when a remote server gave it to us, in order.
    pub steps: Vec<String>,
    /// What to do when our server gave it to a client, in order.
    #[serde(default)]
    pub steps_ours: Vec<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// Subject and detail of an enhanced status code, the registry's `X.y.z`: the id of an [`EnhancedEntry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedKey {
    /// The second number.
    pub subject: u16,
    /// The third number.
    pub detail: u16,
}

impl EnhancedKey {
    /// Reads `subject.detail`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (subject, detail) = text.split_once('.')?;
        Some(Self { subject: subject.parse().ok()?, detail: detail.parse().ok()? })
    }
}

impl From<Enhanced> for EnhancedKey {
    fn from(enhanced: Enhanced) -> Self {
        Self { subject: enhanced.subject, detail: enhanced.detail }
    }
}

impl fmt::Display for EnhancedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "X.{}.{}", self.subject, self.detail)
    }
}

/// What an enhanced status code means, whatever its class.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnhancedEntry {
    /// Subject and detail; the id of the entry.
    #[serde(deserialize_with = "enhanced_key")]
    pub key: EnhancedKey,
    /// The title in the IANA registry.
    pub name: String,
    /// The classes it is registered for or seen with.
    pub classes: Vec<u8>,
    /// Who must act when a remote server gave it to us.
    pub who: WhoActs,
    /// The same when the refusal is a temporary one.
    pub who_temporary: Option<WhoActs>,
    /// Who must act when our server gave it to a client.
    pub who_ours: Option<WhoActs>,
    /// Where the meaning comes from.
    pub sources: Vec<String>,
    /// Reply codes whose own entry says more than this one.
    #[serde(default, deserialize_with = "reply_codes")]
    pub yields_to: Vec<ReplyCode>,
    /// Codes that are easily taken for it, or that belong with it.
    #[serde(default, deserialize_with = "enhanced_keys")]
    pub related: Vec<EnhancedKey>,
    /// A short name.
    pub title: String,
    /// The same when the refusal is a temporary one.
    pub title_temporary: Option<String>,
    /// What the server said, whoever it is.
    pub meaning: String,
    /// The same when the refusal is a temporary one.
    pub meaning_temporary: Option<String>,
    /// When it is seen.
    pub when: Option<String>,
    /// What to do when a remote server gave it to us, in order.
    pub steps: Vec<String>,
    /// The same when the refusal is a temporary one; empty where it makes no difference.
    #[serde(default)]
    pub steps_temporary: Vec<String>,
    /// What to do when our server gave it to a client, in order; empty where the class of the reply code answers.
    #[serde(default)]
    pub steps_ours: Vec<String>,
    /// What is uncertain, or which provider uses the code in another way.
    pub note: Option<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// What the second number of an enhanced status code is about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectEntry {
    /// The second number, 0 to 7; the id of the entry.
    pub subject: u16,
    /// Who must act.
    pub who: WhoActs,
    /// Where the meaning comes from.
    pub sources: Vec<String>,
    /// A short name.
    pub title: String,
    /// What it is about.
    pub meaning: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// What the first number of an enhanced status code means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnhancedClass {
    /// The first number, 2, 4 or 5; the id of the entry.
    pub class: u8,
    /// Who must act.
    pub who: WhoActs,
    /// Where the meaning comes from.
    pub sources: Vec<String>,
    /// A short name.
    pub title: String,
    /// What it says.
    pub meaning: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

/// What it means that there was no reply.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoReplyEntry {
    /// Why there was none; the id of the entry.
    #[serde(deserialize_with = "silence")]
    pub reason: Silence,
    /// Who must act.
    pub who: WhoActs,
    /// Whether it is tried again.
    pub retry: Retry,
    /// Where the meaning comes from.
    pub sources: Vec<String>,
    /// A short name.
    pub title: String,
    /// What happened.
    pub meaning: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// What is uncertain or easily missed.
    pub note: Option<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}

fn reply_code<'de, D: Deserializer<'de>>(source: D) -> Result<ReplyCode, D::Error> {
    checked_code(u16::deserialize(source)?)
}

pub(super) fn reply_codes<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<ReplyCode>, D::Error> {
    Vec::<u16>::deserialize(source)?.into_iter().map(checked_code).collect()
}

fn checked_code<E: de::Error>(code: u16) -> Result<ReplyCode, E> {
    ReplyCode::new(code).ok_or_else(|| E::custom(format_args!("expected a reply code of 100 to 599, found {code}")))
}

fn enhanced_key<'de, D: Deserializer<'de>>(source: D) -> Result<EnhancedKey, D::Error> {
    checked_key(&String::deserialize(source)?)
}

fn enhanced_keys<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<EnhancedKey>, D::Error> {
    Vec::<String>::deserialize(source)?.iter().map(|text| checked_key(text)).collect()
}

fn checked_key<E: de::Error>(text: &str) -> Result<EnhancedKey, E> {
    EnhancedKey::parse(text).ok_or_else(|| E::custom(format_args!("expected subject.detail, found {text}")))
}

fn silence<'de, D: Deserializer<'de>>(source: D) -> Result<Silence, D::Error> {
    let text = String::deserialize(source)?;
    Silence::from_name(&text)
        .ok_or_else(|| de::Error::custom(format_args!("expected the name of a reason, found {text}")))
}
