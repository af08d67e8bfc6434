//! The files under `data/` as the build script has put them together: `build.rs`.

use super::Lang;
use super::tables::Tables;

const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.en.json"));
const JAPANESE: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.ja.json"));
const HOSTS: &str = include_str!(concat!(env!("OUT_DIR"), "/hosts.txt"));

/// Domains of providers' hosts with the places of their providers, counted from 1: the same in all languages.
pub(super) fn hosts() -> impl Iterator<Item = (&'static str, u16)> {
    HOSTS.lines().filter_map(|line| line.split_once(' ')).filter_map(|(place, host)| Some((host, place.parse().ok()?)))
}

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
