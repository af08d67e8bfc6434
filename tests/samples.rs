//! The samples and the reports that belong to them: `samples/*/expected.{txt,json,csv,md,html}`, and those in other styles.
//!
//! After a wanted change: `SNAPSHOTS=overwrite cargo test --test samples`, and read the difference.

#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::{Assert, Data};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn analyze(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smtplog"))
        .current_dir(samples())
        .env("LC_ALL", "C")
        .args(["analyze", "--year", "2026", "--now", "2026-11-22T12:00:00"])
        .args(arguments)
        .output()
        .expect("smtplog starts")
}

/// Reads every folder of the samples with these options and compares the reports.
fn reports_are_as_expected(extension: &str, options: &[&str]) {
    let mut n_folders = 0;
    for folder in std::fs::read_dir(samples()).expect("samples are there").flatten().map(|entry| entry.path()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folder.is_dir() && name != "broken" {
            report_is_as_expected(&name, extension, options);
            n_folders += 1;
        }
    }
    assert!(n_folders >= 7, "{n_folders} folders of samples");
}

/// Reads one folder of the samples with these options and compares the report.
fn report_is_as_expected(name: &str, extension: &str, options: &[&str]) {
    let output = analyze(&[&[name], options].concat());
    assert!(output.status.success() && output.stderr.is_empty(), "{name}: {output:?}");
    let report = String::from_utf8(output.stdout).expect("reports are UTF-8");
    let report = if extension == "html" { without_assets(&report) } else { report };
    let expected = Data::read_from(&samples().join(name).join(format!("expected.{extension}")), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(report).raw(), expected);
}

#[test]
fn text() {
    reports_are_as_expected("txt", &["--format", "text"]);
}

#[test]
fn json() {
    reports_are_as_expected("json", &["--format", "json"]);
}

#[test]
fn csv() {
    reports_are_as_expected("csv", &["--format", "csv"]);
}

/// A page without its style, its script and their hashes: those have files and tests of their own.
fn without_assets(page: &str) -> String {
    let assets = [
        ("Content-Security-Policy\" content=\"", "\">"),
        ("<style>", "</style>"),
        ("<script type=\"module\">", "</script>"),
    ];
    assets.into_iter().fold(page.to_owned(), |page, (start, end)| {
        let (before, behind) = page.split_once(start).expect("the page has it");
        let (asset, behind) = behind.split_once(end).expect("it ends");
        assert!(asset.len() > 100, "{start} holds next to nothing: {asset}");
        format!("{before}{start}{end}{behind}")
    })
}

/// They say what the text says: one sample shows how.
#[test]
fn markdown_and_html() {
    report_is_as_expected("morning", "md", &["--format", "markdown"]);
    report_is_as_expected("morning", "ja.md", &["--format", "markdown", "--lang", "ja"]);
    report_is_as_expected("morning", "html", &["--format", "html", "--top", "3"]);
}

/// The sections of other programs.
#[test]
fn styles() {
    for (name, style) in
        [("morning", "pflogsumm"), ("rotated", "pflogsumm"), ("postfix-new", "pflogsumm"), ("exim", "eximstats")]
    {
        report_is_as_expected(name, &format!("{style}.txt"), &["--style", style, "--top", "6"]);
    }
    report_is_as_expected(
        "morning",
        "pflogsumm.ja.md",
        &["--style", "pflogsumm", "--format", "markdown", "--lang", "ja", "--top", "3"],
    );
}

#[test]
fn threads_and_blocks_change_no_byte() {
    for (folder, option, value) in [
        ("postfix", "--format", "json"),
        ("exim-all", "--format", "json"),
        ("rotated", "--format", "json"),
        ("postfix", "--format", "html"),
        ("postfix", "--style", "pflogsumm"),
        ("exim-all", "--style", "eximstats"),
    ] {
        let want = analyze(&[folder, option, value, "--jobs", "1"]).stdout;
        assert!(!want.is_empty(), "{folder}");
        for (jobs, block_bytes) in [("1", "5000"), ("2", "700"), ("2", "4000000"), ("8", "3000")] {
            let got = analyze(&[folder, option, value, "--jobs", jobs, "--block-bytes", block_bytes]).stdout;
            assert!(got == want, "{folder}, {value}: {jobs} threads, blocks of {block_bytes} bytes");
        }
    }
}

#[test]
fn damaged_files_cost_the_others_nothing() {
    let output = analyze(&["broken", "postfix", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("binary.log: binary data, not a log"), "{errors}");
    assert!(errors.contains("truncated.log.gz: gzip stream ends early"), "{errors}");
    let report = String::from_utf8_lossy(&output.stdout);
    // The rsyslog line that stands for five, of a sender with a control character in his name.
    assert!(report.contains("554,5.7.1,reject,rejected,logged,\\x1b[31m@evil.test,5,"), "{report}");
    // A sender that a spreadsheet would calculate.
    assert!(report.contains("'=cmd|calc@evil.test"), "{report}");
    let alone = analyze(&["postfix", "--format", "csv"]);
    let rows = String::from_utf8_lossy(&alone.stdout).lines().count();
    assert!(report.lines().count() >= rows && rows > 50, "{rows}");
}
