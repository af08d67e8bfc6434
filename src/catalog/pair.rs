//! Comparisons that need a person's words: two codes that are taken for each other.

use serde::Deserialize;

use super::Lang;

/// What tells two codes apart, beyond what their fields tell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairEntry {
    /// Reply code (`235`) or enhanced code (`5.7.1`).
    pub a: String,
    /// The other one, of the same sort.
    pub b: String,
    /// Where the facts come from.
    pub sources: Vec<String>,
    /// The difference in a sentence or two.
    pub summary: String,
    /// What else tells them apart, a sentence each; nothing that class, stage, retry or who acts tell.
    pub differences: Vec<String>,
    /// When it is the first one, and what then.
    pub when_a: String,
    /// When it is the second one, and what then.
    pub when_b: String,
    /// How to tell them apart in a log.
    pub in_log: Option<String>,
    /// The language of its prose.
    #[serde(default)]
    pub lang: Lang,
}
