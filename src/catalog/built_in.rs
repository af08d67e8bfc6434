//! The files under `data/` as the build script has put them together: `build.rs`.

use super::Lang;
use super::tables::Tables;

const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.en.json"));
const JAPANESE: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.ja.json"));

/// All rows, in the language as far as it goes.
///
/// # Panics
/// If a file is malformed; the tests read them all.
pub(super) fn tables(lang: Lang) -> Tables {
    let text = match lang {
        Lang::En => ENGLISH,
        Lang::Ja => JAPANESE,
    };
    serde_json::from_str(text).unwrap_or_else(|error| panic!("the built-in catalogue ({}): {error}", lang.name()))
}
