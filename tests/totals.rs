//! Templates and folding only group: no event is lost or counted twice, on samples, on the lab's logs and on real ones.

#![allow(clippy::unwrap_used)] // a test may

mod reference;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use reference::compare;
use smtplog::catalog::Catalog;
use smtplog::event::{Kind, Outcome};
use smtplog::fold::Folds;
use smtplog::input::{DiscoverOptions, discover};
use smtplog::report::{Ranking, Report, ReportOptions};
use smtplog::scan::{Progress, ScanOptions, scan};
use smtplog::summary::{Providers, Summary};
use smtplog::time::Time;

/// All files as one log.
fn summary(files: &[PathBuf]) -> Summary {
    let mut options = ScanOptions::new(Time::from_civil("2030-01-01T00:00:00".parse().unwrap()));
    options.providers = Arc::new(Providers::new(Catalog::get().hosts()));
    scan(discover(files, &DiscoverOptions::default()), &options, &Progress::default(), None).unwrap().summary
}

fn report(summary: &Summary, folds: Folds) -> Report {
    let options = ReportOptions { folds, ..ReportOptions::new(Catalog::get()) };
    Report::new(summary, vec![], vec![], vec![], vec![], &options)
}

/// By outcome and, last, attempts.
fn sums(ranking: &Ranking) -> Vec<u64> {
    let of = |outcome| ranking.rows.iter().map(|row| row.counts.of(outcome)).sum();
    let attempts = ranking.rows.iter().map(|row| row.counts.attempts).sum();
    Outcome::ALL.iter().map(|&outcome| of(outcome)).chain([attempts]).collect()
}

/// Sums over templates and over rules are sums over codes.
fn templates_only_group(report: &Report, what: &str) {
    let failing = report.replies.iter().filter(|row| row.shape.is_failure());
    let by_reply: u64 = failing.map(|row| row.tally.count).sum();
    let by_rule = |failure: &smtplog::report::Failure| failure.shapes.iter().map(|row| row.tally.count).sum::<u64>();
    assert_eq!(report.failures.iter().map(by_rule).sum::<u64>(), by_reply, "{what}: rules");
    for failure in &report.failures {
        let title = failure.advice.title;
        let by_text: u64 = failure.reasons.iter().map(|reason| reason.count).sum();
        assert_eq!(by_text, failure.tally.count, "{what}: {title}");
        // Attempts stand aside, unless there is nothing else.
        let attempts = failure.shapes.iter().filter(|row| row.shape.kind == Kind::Attempt);
        let attempts: u64 = attempts.map(|row| row.tally.count).sum();
        let all = by_rule(failure);
        assert_eq!(by_text, if attempts == all { all } else { all - attempts }, "{what}: {title}");
    }
}

/// Folded senders and their domains have the same sums; each address is in one of them. Returns how many became fewer.
fn folding_only_groups(summary: &Summary, plain: &Report, what: &str) -> usize {
    let folds = Folds { verp: true, srs: true, plus: true, case: true };
    let folded = report(summary, folds);
    for (a, b) in [(&plain.senders, &folded.senders), (&plain.sender_domains, &folded.sender_domains)] {
        assert_eq!(sums(a), sums(b), "{what}");
        assert!(b.n <= a.n, "{what}");
    }
    let addresses: u64 = folded.senders.rows.iter().map(|row| row.n_merged).sum();
    assert_eq!(addresses, plain.senders.n as u64, "{what}");
    assert_eq!(plain.totals, folded.totals, "{what}");
    plain.senders.n - folded.senders.n
}

fn check(files: &[PathBuf], what: &str) -> (usize, usize) {
    let summary = summary(files);
    let plain = report(&summary, Folds::default());
    templates_only_group(&plain, what);
    let templates = plain.failures.iter().map(|failure| failure.reasons.len()).sum();
    (templates, folding_only_groups(&summary, &plain, what))
}

#[test]
fn on_samples() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let (templates, fewer) = check(&compare::files_below(&samples, "log"), "samples");
    assert!(templates > 100 && fewer > 3, "{templates} templates, {fewer} fewer senders");
}

#[test]
fn on_the_lab_and_on_real_logs() {
    let Some(shared) = compare::shared() else { return };
    for folder in ["lab/runs", "corpus"] {
        let files = compare::files_below(&shared.join(folder), "log");
        assert!(files.len() > 10, "{folder}: {} files", files.len());
        let (templates, fewer) = check(&files, folder);
        println!("{folder}: {} files, {templates} templates, {fewer} senders fewer when folded", files.len());
        assert!(templates > 100 && fewer > 10, "{folder}: {templates} templates, {fewer} fewer senders");
    }
}
