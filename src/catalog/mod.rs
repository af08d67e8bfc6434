//! The catalogue: what each reply means, who must act, and what to do.
//!
//! In: the TOML files under `data/`, built into the program, and those of a site. Out: entries by id, and
//! [`Catalog::classify`], which picks the entry that answers for a reply. Always true: every reply and every reason for
//! having none gets an answer, and two runs give the same one. The catalogue knows no log.

mod advice;
mod built_in;
mod choose;
mod classify;
mod entry;
mod extract;
mod index;
mod language;
mod lint;
mod pair;
mod rule;
mod tables;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use advice::{Advice, Retry, Rule, Side, WhoActs};
pub use classify::Question;
pub(crate) use classify::normalised;
pub use entry::{EnhancedClass, EnhancedEntry, EnhancedKey, NoReplyEntry, ReplyClass, ReplyEntry, SubjectEntry};
pub use extract::Extract;
pub use language::Lang;
pub use lint::{Complaint, lint, lint_translation, test_samples};
pub use pair::PairEntry;
pub use rule::{Basis, BlocklistEntry, EnhancedPattern, Page, ProviderEntry, ProviderKind, RuleEntry};
pub(crate) use rule::{holds, in_order};

use crate::event::Silence;
use crate::reply::{Enhanced, ReplyCode};
use index::Index;
pub use tables::TABLES;
use tables::Tables;

/// All entries: codes in the order of their ids; rules, providers and blocklists in the order in which they are asked.
#[derive(Debug, Clone)]
pub struct Catalog {
    tables: Tables,
    index: Index,
}

impl Catalog {
    fn new(tables: Tables) -> Self {
        Self { index: Index::of(&tables), tables }
    }

    /// The catalogue built into the program, in English. The first call reads it.
    #[must_use]
    pub fn get() -> &'static Self {
        Self::of(Lang::En)
    }

    /// The catalogue built into the program. The first call for a language reads it.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static ENGLISH: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(built_in::tables(Lang::En)));
        static JAPANESE: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(built_in::tables(Lang::Ja)));
        match lang {
            Lang::En => &ENGLISH,
            Lang::Ja => &JAPANESE,
        }
    }

    /// This catalogue with a site's own file in front: its rows are asked first and take the place of rows of the same id.
    ///
    /// # Errors
    /// What is wrong with the file, if anything is.
    pub fn with_site(&self, text: &str) -> Result<Self, Vec<Complaint>> {
        let complaints = lint(text, self);
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let mut tables = self.tables.clone();
        tables.override_with(Tables::of_site(text).map_err(|error| vec![Complaint::syntax(text, &error)])?);
        Ok(Self::new(tables))
    }

    /// All entries of reply codes, in the order of the codes.
    #[must_use]
    pub fn replies(&self) -> &[ReplyEntry] {
        &self.tables.reply
    }

    /// The entry of a reply code.
    #[must_use]
    pub fn reply(&self, code: ReplyCode) -> Option<&ReplyEntry> {
        let at = self.tables.reply.binary_search_by_key(&code, |entry| entry.code).ok()?;
        Some(&self.tables.reply[at])
    }

    /// All classes of reply codes.
    #[must_use]
    pub fn classes(&self) -> &[ReplyClass] {
        &self.tables.reply_class
    }

    /// The entry of a class of reply codes, 1 to 5.
    #[must_use]
    pub fn class(&self, class: u8) -> Option<&ReplyClass> {
        self.tables.reply_class.iter().find(|entry| entry.class == class)
    }

    /// The class of a code; there is always one.
    fn class_of(&self, code: ReplyCode) -> &ReplyClass {
        self.class(code.class()).expect("the tests find an entry for each class of reply codes")
    }

    /// All entries of enhanced status codes, in numeric order.
    #[must_use]
    pub fn enhanced_codes(&self) -> &[EnhancedEntry] {
        &self.tables.enhanced
    }

    /// The entry with the subject and detail of an enhanced status code, whatever its class.
    #[must_use]
    pub fn enhanced(&self, key: EnhancedKey) -> Option<&EnhancedEntry> {
        let at = self.tables.enhanced.binary_search_by_key(&key, |entry| entry.key).ok()?;
        Some(&self.tables.enhanced[at])
    }

    fn enhanced_entry(&self, enhanced: Enhanced) -> Option<&EnhancedEntry> {
        self.enhanced(enhanced.into())
    }

    /// All subjects of enhanced status codes.
    #[must_use]
    pub fn subjects(&self) -> &[SubjectEntry] {
        &self.tables.subject
    }

    /// The entry of a subject, the second number of an enhanced status code.
    #[must_use]
    pub fn subject(&self, subject: u16) -> Option<&SubjectEntry> {
        self.tables.subject.iter().find(|entry| entry.subject == subject)
    }

    /// All classes of enhanced status codes.
    #[must_use]
    pub fn enhanced_classes(&self) -> &[EnhancedClass] {
        &self.tables.enhanced_class
    }

    /// The entry of an enhanced class, the first number of an enhanced status code: 2, 4 or 5.
    #[must_use]
    pub fn enhanced_class(&self, class: u8) -> Option<&EnhancedClass> {
        self.tables.enhanced_class.iter().find(|entry| entry.class == class)
    }

    /// All reasons for having no reply, in the order of [`Silence`].
    #[must_use]
    pub fn no_replies(&self) -> &[NoReplyEntry] {
        &self.tables.no_reply
    }

    /// The entry of a reason for having no reply; there is always one.
    ///
    /// # Panics
    /// Never: the tests of the catalogue compare its reasons with [`Silence::ALL`].
    #[must_use]
    pub fn no_reply(&self, silence: Silence) -> &NoReplyEntry {
        &self.tables.no_reply[silence as usize]
    }

    /// Who makes replies of their own, in the order in which they are asked.
    #[must_use]
    pub fn providers(&self) -> &[ProviderEntry] {
        &self.tables.provider
    }

    /// The provider of an id.
    #[must_use]
    pub fn provider(&self, id: &str) -> Option<&ProviderEntry> {
        self.tables.provider.iter().find(|entry| entry.id == id)
    }

    /// Domains of providers' hosts, each with the place of its provider in [`Catalog::providers`] counted from 1.
    pub fn hosts(&self) -> impl Iterator<Item = (&str, u16)> {
        let places = self.tables.provider.iter().zip(1..);
        places.flat_map(|(provider, place)| provider.hosts.iter().map(move |host| (host.as_str(), place)))
    }

    /// The [`Self::hosts`] of the catalogue built into the program, in any language, without reading it.
    pub fn built_in_hosts() -> impl Iterator<Item = (&'static str, u16)> {
        built_in::hosts()
    }

    /// All rules, in the order in which they are asked.
    #[must_use]
    pub fn rules(&self) -> &[RuleEntry] {
        &self.tables.rule
    }

    /// The blocklists that replies name.
    #[must_use]
    pub fn blocklists(&self) -> &[BlocklistEntry] {
        &self.tables.blocklist
    }

    /// The comparisons that a person wrote.
    #[must_use]
    pub fn pairs(&self) -> &[PairEntry] {
        &self.tables.pair
    }
}
