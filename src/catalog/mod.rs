//! The catalogue: what each reply means, who must act, and what to do.
//!
//! In: the TOML files beside this one, built into the program. Out: entries by id, and [`Catalog::advise`], which picks the
//! entry that answers for a reply. Always true: every reply and every reason for having none gets an answer, and two runs
//! give the same one. The catalogue knows no log and no provider; it speaks of Postfix and Exim because its readers run them.

mod advice;
mod choose;
mod entry;
#[cfg(test)]
mod lint;

use std::sync::LazyLock;

use serde::Deserialize;

pub use advice::{Advice, Retry, Rule, Side, WhoActs};
pub use entry::{EnhancedClass, EnhancedEntry, EnhancedKey, NoReplyEntry, ReplyClass, ReplyEntry, SubjectEntry};

use crate::event::Silence;
use crate::reply::{Enhanced, ReplyCode};

const REPLIES: &str = include_str!("replies.toml");
const ENHANCED: &str = include_str!("enhanced.toml");
const NO_REPLY: &str = include_str!("no_reply.toml");

/// All entries, each list in the order of its ids.
#[derive(Debug, Clone)]
pub struct Catalog {
    replies: Replies,
    enhanced: EnhancedCodes,
    no_reply: NoReply,
}

/// `replies.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replies {
    class: Vec<ReplyClass>,
    reply: Vec<ReplyEntry>,
}

/// `enhanced.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnhancedCodes {
    class: Vec<EnhancedClass>,
    subject: Vec<SubjectEntry>,
    code: Vec<EnhancedEntry>,
}

/// `no_reply.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoReply {
    reason: Vec<NoReplyEntry>,
}

impl Catalog {
    /// The catalogue built into the program. The first call reads it.
    #[must_use]
    pub fn get() -> &'static Self {
        static CATALOG: LazyLock<Catalog> =
            LazyLock::new(|| Catalog::read().expect("the built-in catalogue is read by the tests"));
        &CATALOG
    }

    fn read() -> Result<Self, toml::de::Error> {
        Ok(Self {
            replies: toml::from_str(REPLIES)?,
            enhanced: toml::from_str(ENHANCED)?,
            no_reply: toml::from_str(NO_REPLY)?,
        })
    }

    /// All entries of reply codes, in the order of the codes.
    #[must_use]
    pub fn replies(&self) -> &[ReplyEntry] {
        &self.replies.reply
    }

    /// The entry of a reply code.
    #[must_use]
    pub fn reply(&self, code: ReplyCode) -> Option<&ReplyEntry> {
        let at = self.replies.reply.binary_search_by_key(&code, |entry| entry.code).ok()?;
        Some(&self.replies.reply[at])
    }

    /// The entry of a class of reply codes, 2 to 5.
    #[must_use]
    pub fn class(&self, class: u8) -> Option<&ReplyClass> {
        self.replies.class.iter().find(|entry| entry.class == class)
    }

    /// The class of a code; there is always one.
    fn class_of(&self, code: ReplyCode) -> &ReplyClass {
        self.class(code.class()).expect("the tests find an entry for each class of reply codes")
    }

    /// All entries of enhanced status codes, in numeric order.
    #[must_use]
    pub fn enhanced_codes(&self) -> &[EnhancedEntry] {
        &self.enhanced.code
    }

    /// The entry with the subject and detail of an enhanced status code, whatever its class.
    #[must_use]
    pub fn enhanced(&self, enhanced: Enhanced) -> Option<&EnhancedEntry> {
        let key = EnhancedKey::from(enhanced);
        let at = self.enhanced.code.binary_search_by_key(&key, |entry| entry.key).ok()?;
        Some(&self.enhanced.code[at])
    }

    /// The entry of a subject, the second number of an enhanced status code.
    #[must_use]
    pub fn subject(&self, subject: u16) -> Option<&SubjectEntry> {
        self.enhanced.subject.iter().find(|entry| entry.subject == subject)
    }

    /// The entry of an enhanced class, the first number of an enhanced status code: 2, 4 or 5.
    #[must_use]
    pub fn enhanced_class(&self, class: u8) -> Option<&EnhancedClass> {
        self.enhanced.class.iter().find(|entry| entry.class == class)
    }

    /// All reasons for having no reply, in the order of [`Silence`].
    #[must_use]
    pub fn no_replies(&self) -> &[NoReplyEntry] {
        &self.no_reply.reason
    }

    /// The entry of a reason for having no reply; there is always one.
    ///
    /// # Panics
    /// Never: the tests of the catalogue compare its reasons with [`Silence::ALL`].
    #[must_use]
    pub fn no_reply(&self, silence: Silence) -> &NoReplyEntry {
        &self.no_reply.reason[silence as usize]
    }
}
