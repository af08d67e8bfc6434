//! The entries nearest to a code or name that has none.

use crate::catalog::{Catalog, EnhancedKey};
use crate::reply::ReplyCode;

/// How many are named.
const MAX_NEAR: usize = 5;
/// Names less alike than this (Jaro-Winkler, 0 to 1) are not near.
const ALIKE: f64 = 0.8;

/// Reply codes: those that differ in the fewest digits, then the nearest numbers.
pub(super) fn codes(catalog: &Catalog, code: ReplyCode) -> Vec<String> {
    let wanted = code.get();
    let digits = |n: u16| [n / 100, n / 10 % 10, n % 10];
    let distance = |other: u16| {
        let differing = digits(wanted).iter().zip(digits(other)).filter(|(a, b)| **a != *b).count();
        (other / 100 != wanted / 100, differing, other.abs_diff(wanted))
    };
    let mut all: Vec<u16> = catalog.replies().iter().map(|entry| entry.code.get()).collect();
    all.sort_by_key(|&other| distance(other));
    all.iter().take(MAX_NEAR).map(ToString::to_string).collect()
}

/// Enhanced codes: those of the subject, then those of the same detail.
pub(super) fn enhanced(catalog: &Catalog, class: Option<u8>, key: EnhancedKey) -> Vec<String> {
    let mut all: Vec<_> = catalog.enhanced_codes().iter().map(|entry| entry.key).collect();
    all.sort_by_key(|other| (other.subject != key.subject, other.detail.abs_diff(key.detail), other.subject));
    let shown = |key: &EnhancedKey| match class {
        Some(class) => format!("{class}.{}.{}", key.subject, key.detail),
        None => key.to_string(),
    };
    all.iter().take(MAX_NEAR).map(shown).collect()
}

/// Ids of rules and providers that look like the name.
pub(super) fn names(catalog: &Catalog, name: &str) -> Vec<String> {
    let ids = catalog.providers().iter().map(|entry| &entry.id).chain(catalog.rules().iter().map(|entry| &entry.id));
    alike(ids.map(String::as_str), &name.to_lowercase()).into_iter().map(str::to_owned).collect()
}

/// The few names that look most like the one that was asked for, the nearest first.
pub fn alike<'a>(names: impl Iterator<Item = &'a str>, asked: &str) -> Vec<&'a str> {
    let likeness = |name: &str| match strsim::osa_distance(name, asked) {
        _ if !asked.is_empty() && name.contains(asked) => 1.0,
        // One slip of the keys, which weighs too much in short names.
        1 => 1.0,
        _ => strsim::jaro_winkler(name, asked),
    };
    let mut alike: Vec<_> =
        names.map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness >= ALIKE).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    alike.into_iter().take(MAX_NEAR).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_class_come_first() {
        let near = codes(Catalog::get(), ReplyCode::new(599).unwrap());
        assert!(near.iter().all(|code| code.starts_with('5')), "{near:?}");
        assert_eq!(near.len(), MAX_NEAR);
    }

    #[test]
    fn the_most_alike_name_comes_first() {
        assert_eq!(alike(["since", "sender", "top"].into_iter(), "sinc")[0], "since");
        assert_eq!(alike(["since", "sender", "top"].into_iter(), "tpo"), ["top"]);
        assert!(alike(["since", "sender", "top"].into_iter(), "jobs").is_empty());
    }

    #[test]
    fn enhanced_codes_of_the_subject_come_first() {
        let near = enhanced(Catalog::get(), Some(5), EnhancedKey { subject: 7, detail: 99 });
        assert_eq!(near[0], "5.7.30");
    }
}
