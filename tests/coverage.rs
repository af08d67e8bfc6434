//! How much the catalogue knows of what real logs hold. `--nocapture` shows the figures and what is worth a rule.

#![allow(clippy::unwrap_used)] // a test may

mod reference;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use reference::compare;
use smtplog::catalog::{Catalog, Rule};
use smtplog::input::{DiscoverOptions, discover};
use smtplog::report::{Needs, Report, ReportOptions};
use smtplog::scan::{Progress, ScanOptions, scan};
use smtplog::summary::{Providers, Shape};
use smtplog::time::Time;

/// Per cent of the failing replies that must get an entry more specific than the class of their code.
const MIN_SPECIFIC: u64 = 95;
/// Per cent that a rule must know by the text: a little below what there is, so that a rule that is lost is noticed.
const MIN_BY_TEXT: u64 = 75;
/// How many texts without rule are shown.
const SHOWN: usize = 10;

/// What sort of entry answered, most specific first.
const SORTS: [&str; 4] = ["rule of the text", "enhanced code", "reply code", "class"];

fn sort(rule: Rule<'_>) -> &'static str {
    match rule {
        Rule::Text(_) => SORTS[0],
        Rule::Enhanced(_) => SORTS[1],
        Rule::Reply(_) => SORTS[2],
        Rule::Subject(_) | Rule::Class(_) | Rule::NoReply(_) => SORTS[3],
    }
}

/// All files as one log.
fn report(files: &[PathBuf]) -> Report {
    let catalog = Catalog::get();
    let mut options = ScanOptions::new(Time::from_civil("2030-01-01T00:00:00".parse().unwrap()));
    options.providers = Arc::new(Providers::new(catalog.hosts()));
    let found = scan(discover(files, &DiscoverOptions::default()), &options, &Progress::default(), None).unwrap();
    let needs = Needs { rows: false, groups: 0 };
    let options = ReportOptions { top: 1, needs, ..ReportOptions::new(catalog) };
    Report::new(&found.summary, vec![], vec![], vec![], vec![], &options)
}

fn is_refused(shape: &Shape) -> bool {
    shape.reply.is_some_and(|reply| reply.code.class() >= 4)
}

/// Failing replies by the sort of entry that answered.
fn counts(report: &Report) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for failure in &report.failures {
        let refused = failure.shapes.iter().filter(|row| is_refused(&row.shape));
        *counts.entry(sort(failure.advice.rule)).or_default() += refused.map(|row| row.tally.count).sum::<u64>();
    }
    counts
}

/// The most frequent texts that no rule and no enhanced code knew.
fn show_unknown(report: &Report) {
    let general = report.failures.iter().filter(|failure| SORTS[2..].contains(&sort(failure.advice.rule)));
    let rows = general.flat_map(|failure| failure.reasons.iter().map(move |row| (failure.advice.rule, row)));
    let refused = rows.filter(|(_, row)| is_refused(&row.shape));
    let mut unknown: Vec<_> = refused.map(|(rule, row)| (row.count, rule, &row.template)).collect();
    unknown.sort_by(|a, b| (b.0, &a.2).cmp(&(a.0, &b.2)));
    for (count, rule, template) in unknown.iter().take(SHOWN) {
        println!("    {count} × {rule}: {}", template.as_deref().unwrap_or("too many to be kept apart"));
    }
}

#[test]
fn most_failing_replies_of_the_corpus_are_known() {
    let Some(shared) = compare::shared() else { return };
    let report = report(&compare::files_below(&shared.join("corpus"), ".log"));
    let counts = counts(&report);
    let all: u64 = counts.values().sum();
    let count = |sort: &str| counts.get(sort).copied().unwrap_or(0);
    println!("{all} failing replies");
    for sort in SORTS {
        println!("  {sort}: {} ({} ‰)", count(sort), count(sort) * 1000 / all);
    }
    show_unknown(&report);
    assert!(all > 1000, "the corpus is gone: {all} failing replies");
    assert!((all - count(SORTS[3])) * 100 >= all * MIN_SPECIFIC, "too many have only their class: {counts:?}");
    assert!(count(SORTS[0]) * 100 >= all * MIN_BY_TEXT, "too few are known by their text: {counts:?}");
}
