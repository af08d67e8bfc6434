//! Languages: a translation is a file of the same tables that repeats each row's id and gives its prose anew.
//!
//! The build script (`build.rs`) puts it in place of the English prose. Always true: facts come from the English file alone; a row
//! without translation stays English and says so by its `lang`.

use serde::Deserialize;
use toml::Table;

/// A language of reports and entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// All languages, in declaration order.
    pub const ALL: &'static [Lang] = &[Self::En, Self::Ja];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language of a POSIX locale name such as `ja_JP.UTF-8`; English for all that are not known.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let is_lang = |lang: &&Lang| {
            let rest = locale.strip_prefix(lang.name());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '.', '@', '-']))
        };
        Self::ALL.iter().find(is_lang).copied().unwrap_or_default()
    }
}

/// Fields that a translation gives anew.
pub(crate) const PROSE: &[&str] = &[
    "title",
    "title_temporary",
    "meaning",
    "meaning_temporary",
    "when",
    "when_ours",
    "postfix",
    "exim",
    "steps",
    "steps_temporary",
    "steps_ours",
    "note",
    "about",
    "summary",
    "differences",
    "when_a",
    "when_b",
    "in_log",
];

/// The fields that tell a row from the others of its table.
pub(crate) const IDS: &[&str] = &["id", "code", "class", "key", "subject", "reason", "a", "b"];

/// Whether both are the row of one id.
pub(crate) fn is_same_row(a: &Table, b: &Table) -> bool {
    IDS.iter().all(|id| a.get(*id) == b.get(*id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_name_a_language() {
        for (locale, lang) in
            [("ja_JP.UTF-8", Lang::Ja), ("ja", Lang::Ja), ("jam_JM", Lang::En), ("C", Lang::En), ("", Lang::En)]
        {
            assert_eq!(Lang::of_locale(locale), lang, "{locale}");
        }
    }
}
