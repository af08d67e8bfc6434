//! The reference against real logs whose counts are known from elsewhere.

mod reference;

use reference::{compare, corpus_checks};

#[test]
fn counts_known_from_an_independent_search() {
    let Some(shared) = compare::shared() else { return };
    corpus_checks::known_counts(&shared.join("corpus"), &|files| reference::count(files).rows);
}

#[test]
fn decoys_give_nothing() {
    corpus_checks::decoys_give_nothing(&|files| reference::count(files).rows);
}

#[test]
fn two_exim_releases_agree() {
    let Some(shared) = compare::shared() else { return };
    corpus_checks::two_exim_releases_agree(&shared.join("corpus"), &|files| reference::count(files).rows);
}
