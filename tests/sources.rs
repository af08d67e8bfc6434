//! Several sources in one run: nothing counts twice where that can be known, and where it can only be suspected the scan says so.

#![allow(clippy::unwrap_used)] // a test may

use std::path::{Path, PathBuf};

use smtplog::accounting::Accounting;
use smtplog::input::{DiscoverOptions, discover};
use smtplog::report::Finding;
use smtplog::scan::{Progress, Scan, ScanOptions, scan};
use smtplog::time::Time;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn read(paths: &[PathBuf]) -> Scan {
    let mut options = ScanOptions::new(Time::from_civil("2026-11-22T12:00:00".parse().unwrap()));
    options.year = Some(2026);
    let scanned = scan(discover(paths, &DiscoverOptions::default()), &options, &Progress::default(), None).unwrap();
    assert!(scanned.problems.is_empty(), "{:?}", scanned.problems);
    assert!(scanned.sources.iter().all(|source| source.accounting.is_balanced()), "{:?}", scanned.sources);
    scanned
}

fn n_events(scanned: &Scan) -> u64 {
    scanned.summary.senders().map(|(_, _, tally)| tally.count).sum()
}

fn total(scanned: &Scan) -> Accounting {
    scanned.sources.iter().fold(Accounting::default(), |mut all, source| {
        all.absorb(&source.accounting);
        all
    })
}

#[test]
fn a_rejectlog_beside_its_mainlog_counts_nothing_twice() {
    let together = read(&[sample("exim")]);
    let alone = read(&[sample("exim/mainlog")]);
    assert_eq!(n_events(&together), n_events(&alone));
    assert!(total(&together).duplicates > 30, "{:?}", total(&together));
    // On its own it is a source like any other; a callout's line gives two events.
    let rejections = read(&[sample("exim/rejectlog")]);
    assert_eq!(n_events(&rejections) - total(&rejections).surplus, total(&together).duplicates);
}

#[test]
fn what_only_the_rejectlog_has_is_counted() {
    let directory = tempfile::tempdir().unwrap();
    let rejection = "2026-11-22 00:46:22 H=h [192.0.2.1] F=<a@b.test> rejected RCPT <c@d.test>: Unknown user\n";
    let main = format!("2026-11-22 00:46:20 Start queue run: pid=28\n{rejection}");
    std::fs::write(directory.path().join("mainlog"), main).unwrap();
    // The same line three times: one of them stands in the main log, two only here.
    std::fs::write(directory.path().join("rejectlog"), rejection.repeat(3)).unwrap();
    let scanned = read(&[directory.path().to_owned()]);
    assert_eq!((n_events(&scanned), total(&scanned).duplicates), (3, 1));
}

#[test]
fn warnings_that_syslog_writes_twice_count_once() {
    let directory = tempfile::tempdir().unwrap();
    let log = std::fs::read(sample("postfix/mail.log")).unwrap();
    let is_warning = |line: &&[u8]| line.windows(8).any(|word| word == b"warning:" || word == b"reject: ");
    let warnings: Vec<u8> = log.split_inclusive(|&b| b == b'\n').filter(is_warning).flatten().copied().collect();
    std::fs::write(directory.path().join("mail.log"), &log).unwrap();
    std::fs::write(directory.path().join("mail.warn"), &warnings).unwrap();
    let scanned = read(&[directory.path().to_owned()]);
    assert_eq!(n_events(&scanned), n_events(&read(&[sample("postfix/mail.log")])));
    assert!(total(&scanned).duplicates > 10, "{:?}", total(&scanned));
}

#[test]
fn the_same_log_in_another_format_is_suspected() {
    let directory = tempfile::tempdir().unwrap();
    let log = String::from_utf8_lossy(&std::fs::read(sample("postfix/mail.log")).unwrap()).into_owned();
    std::fs::write(directory.path().join("mail.log"), &log).unwrap();
    let other = log.replace("Nov 22 ", "2026-11-22T").replace(" mx1 ", "+00:00 mx1 ");
    std::fs::write(directory.path().join("copy.log"), other).unwrap();
    let scanned = read(&[directory.path().to_owned()]);
    assert_eq!(n_events(&scanned), 2 * n_events(&read(&[sample("postfix/mail.log")])));
    let [Finding::SuspectedDouble { first, second }] = &scanned.findings[..] else { panic!("{:?}", scanned.findings) };
    assert!(first.ends_with("log") && second.ends_with("log") && first != second);
    // The parts of one log share no lines.
    assert_eq!(read(&[sample("rotated")]).findings, []);
}

#[test]
fn mail_that_vanished_is_a_finding() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("mainlog");
    let lines = "2026-11-22 01:00:00 1xUw5f-00000000016-3r6g <= a@b.test H=h [192.0.2.1] P=esmtp S=300\n\
                 2026-11-22 01:00:01 1xUw5f-00000000016-3r6g peer close after all rcpt responses; converting i/o-error to no-error\n\
                 2026-11-22 01:00:01 1xUw5f-00000000016-3r6g Completed\n\
                 2026-11-22 01:00:02 1xUw5g-00000000016-3r6h <= a@b.test H=h [192.0.2.1] P=esmtp S=300\n\
                 2026-11-22 01:00:03 1xUw5g-00000000016-3r6h => c@d.test R=r T=t H=h [192.0.2.2] C=\"250 OK\"\n\
                 2026-11-22 01:00:03 1xUw5g-00000000016-3r6h Completed\n";
    std::fs::write(&path, lines).unwrap();
    let scanned = read(&[path]);
    let vanished: Vec<_> = scanned.summary.vanished().map(|(sender, tally)| (sender, tally.count)).collect();
    assert_eq!(vanished, [(Some(&b"a@b.test"[..]), 1)]);
}
