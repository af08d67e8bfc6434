//! Languages: a translation is a file of the same tables that repeats each row's id and gives its prose anew.
//!
//! In: rows as TOML values. Out: the same rows with the prose of another language. Always true: facts come from the
//! English file alone; a row without translation stays English and says so by its `lang`.

use serde::Deserialize;
use toml::{Table, Value};

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
pub(super) const PROSE: &[&str] = &[
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
const IDS: &[&str] = &["id", "code", "class", "key", "subject", "reason", "a", "b"];

/// Whether both are the row of one id.
pub(super) fn is_same_row(a: &Table, b: &Table) -> bool {
    IDS.iter().all(|id| a.get(*id) == b.get(*id))
}

/// Puts the prose of `translation` in the place of that of `rows`; both are whole files.
pub(super) fn translate(rows: &mut Table, translation: &Table, lang: Lang) {
    for (table, list) in translation {
        let Some(originals) = rows.get_mut(table).and_then(Value::as_array_mut) else { continue };
        for row in list.as_array().into_iter().flatten().filter_map(Value::as_table) {
            let original = originals.iter_mut().filter_map(Value::as_table_mut).find(|o| is_same_row(o, row));
            let Some(original) = original else { continue };
            let prose = row.iter().filter(|(field, _)| PROSE.contains(&field.as_str()));
            original.extend(prose.map(|(field, value)| (field.clone(), value.clone())));
            original.insert("lang".into(), lang.name().into());
        }
    }
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

    #[test]
    fn prose_is_replaced_and_facts_are_not() {
        let mut rows: Table =
            toml::from_str("[[reply]]\ncode = 550\nwho = 'nobody'\ntitle = 'No'\n[[reply]]\ncode = 551\ntitle = 'x'")
                .unwrap();
        let ja = toml::from_str("language = 'ja'\n[[reply]]\ncode = 550\nwho = 'transient'\ntitle = '拒否'").unwrap();
        translate(&mut rows, &ja, Lang::Ja);
        let row = |at: usize| rows["reply"][at].as_table().unwrap().clone();
        assert_eq!((row(0)["title"].as_str(), row(0)["who"].as_str()), (Some("拒否"), Some("nobody")));
        assert_eq!((row(0)["lang"].as_str(), row(1).get("lang")), (Some("ja"), None));
    }
}
