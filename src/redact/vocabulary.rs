//! Words that may stay: those with which the catalogue describes replies, and those of log lines.
//!
//! Always true: what is not in here is somebody's name, as far as a text is concerned. Words come from rules and entries that are
//! built in, never from their samples and commands, nor from a site's own files: those may name people.

use std::collections::HashSet;

use crate::catalog::Catalog;

/// Words of log lines and plain words of replies, by line.
const WORDS: &str = include_str!("words.txt");

/// Words of prose that are names of accounts and hosts first of all.
const ACCOUNTS: [&str; 15] = [
    "root",
    "admin",
    "localhost",
    "webmaster",
    "hostmaster",
    "sales",
    "info",
    "noreply",
    "no-reply",
    "office",
    "guest",
    "mysql",
    "www",
    "ftp",
    "oracle",
];

/// Words in lower case.
#[derive(Debug)]
pub(super) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut words: HashSet<String> = WORDS.split_whitespace().map(ToOwned::to_owned).collect();
        let rules = catalog.rules().iter();
        // Codes of a provider (`s3140`) stand in texts; anything else with digits is an example.
        let codes = rules.clone().flat_map(|rule| &rule.text).flat_map(|text| pieces(text));
        words.extend(codes.filter(|word| word.contains(|c: char| c.is_ascii_digit())).map(str::to_lowercase));
        let replies = catalog.replies().iter().flat_map(|entry| [&entry.title, &entry.meaning, &entry.when]);
        let enhanced = catalog.enhanced_codes().iter().flat_map(|entry| [&entry.title, &entry.meaning]);
        let silent = catalog.no_replies().iter().flat_map(|entry| [&entry.title, &entry.meaning]);
        let of_rules = rules.flat_map(|rule| rule.text.iter().chain([&rule.title, &rule.meaning]).chain(&rule.note));
        let markers = catalog.providers().iter().flat_map(|provider| &provider.markers);
        let texts = replies.chain(enhanced).chain(silent).chain(of_rules).chain(markers);
        let plain = texts.flat_map(|text| pieces(text)).filter(|word| word.chars().all(|c| !c.is_ascii_digit()));
        words.extend(plain.map(str::to_lowercase));
        words.retain(|word| !ACCOUNTS.contains(&word.as_str()));
        Self(words)
    }

    /// Whether the word, or each of the words that hyphens join to it, may stay.
    pub(super) fn has(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let knows = |word: &str| self.0.contains(word) || word.len() == 1 && word.is_ascii();
        knows(&lower) || lower.split(['-', '_', '\'']).all(|part| part.is_empty() || knows(part))
    }
}

/// Words of a text without marks around them; those of addresses, hosts and paths are left out.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_foreign = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '@' | '-' | '_' | '\'' | '/'));
    let words = text.split(is_foreign).map(|word| word.trim_matches(['.', '-', '_', '\'', '/']));
    words.filter(|word| word.len() > 1 && !word.contains(['.', '@', '/']))
}
