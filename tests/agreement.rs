//! smtplog against the reference: the same rows for every log there is, and the same checks that the reference passes.

#![cfg(feature = "cli")]

mod reference;

use std::path::{Path, PathBuf};
use std::process::Command;

use reference::{Rows, compare, corpus_checks};

/// Runs `smtplog analyze` over the paths and returns its CSV.
fn run_smtplog(paths: &[&Path]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_smtplog"))
        .env("LC_ALL", "C")
        .args(["analyze", "--format", "csv", "--raw-csv", "--top", "0"])
        .args(paths)
        .output()
        .expect("smtplog starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "smtplog analyze {paths:?}: {}\n{errors}", output.status);
    String::from_utf8(output.stdout).expect("the report is UTF-8")
}

/// The rows of smtplog's report over the paths.
fn smtplog_rows(paths: &[&Path]) -> Rows {
    compare::rows_from_csv(&run_smtplog(paths))
}

/// Reads each file on its own with both readers. Files whose lines have no header are read as well: both must refuse them.
fn agree_on(files: &[PathBuf]) {
    let mut wrong = 0;
    for file in files {
        let expected = reference::count(&[file]).rows;
        let differences = compare::different_rows(&expected, &smtplog_rows(&[file]));
        if !differences.is_empty() {
            println!("{}: {} rows differ", file.display(), differences.len());
            differences.iter().take(20).for_each(|difference| println!("    {difference}"));
        }
        wrong += differences.len();
    }
    assert_eq!(wrong, 0, "rows differ from the reference's in {} files read", files.len());
}

/// The samples that the reference can read: plain text, no journal. smtplog refuses binary data, as it should.
fn plain_samples() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut files: Vec<_> = [".log", ".log.1", "mainlog", "rejectlog"]
        .iter()
        .flat_map(|suffix| compare::files_below(&dir, suffix))
        .collect();
    files.retain(|file| !file.starts_with(dir.join("journal")) && !file.ends_with("broken/binary.log"));
    files
}

#[test]
fn on_the_samples() {
    let files = plain_samples();
    assert!(files.len() >= 6, "the samples are gone: {files:?}");
    agree_on(&files);
}

#[test]
fn on_edges_and_decoys() {
    agree_on(&compare::files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"), ".log"));
}

#[test]
fn on_the_lab_runs() {
    let Some(shared) = compare::shared() else { return };
    agree_on(&compare::runs(&shared).into_iter().map(|run| run.log).collect::<Vec<_>>());
}

#[test]
fn on_the_corpus() {
    let Some(shared) = compare::shared() else { return };
    agree_on(&compare::files_below(&shared.join("corpus"), ".log"));
}

#[test]
fn with_the_truth_of_the_lab() {
    let Some(shared) = compare::shared() else { return };
    let mut wrong = 0;
    for run in compare::runs(&shared) {
        let differences = compare::compare(&run.expected, &smtplog_rows(&[&run.log]));
        println!("{}: {} rows differ", run.name, differences.len());
        differences.iter().take(20).for_each(|difference| println!("    {difference}"));
        wrong += differences.len();
    }
    assert_eq!(wrong, 0, "rows differ from the lab's truth");
}

#[test]
fn counts_known_from_an_independent_search() {
    let Some(shared) = compare::shared() else { return };
    corpus_checks::known_counts(&shared.join("corpus"), &smtplog_rows);
}

#[test]
fn decoys_give_nothing() {
    corpus_checks::decoys_give_nothing(&smtplog_rows);
}

#[test]
fn two_exim_releases_agree() {
    let Some(shared) = compare::shared() else { return };
    corpus_checks::two_exim_releases_agree(&shared.join("corpus"), &smtplog_rows);
}
