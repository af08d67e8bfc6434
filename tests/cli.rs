//! The command line, case by case: one TOML file in `tests/cmd/` for each behaviour that a user sees; and the README. They do not
//! depend on the language and the settings of who runs them (`.cargo/config.toml`); what the environment changes is in
//! `tests/cmd/environment/`.
//!
//! After a wanted change: `TRYCMD=overwrite cargo test --test cli`, and read the difference.

#![cfg(feature = "cli")]

#[test]
fn cases() {
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C").case("tests/cmd/*.toml").case("README.md");
}

/// A case sets its own variables; an empty one is none.
#[test]
fn cases_of_the_environment() {
    trycmd::TestCases::new().env("LC_MESSAGES", "").case("tests/cmd/environment/*.toml");
}

/// `smtplog analyze … | head -1`: the reader has what it wanted, that is no error.
#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::Read;
    use std::process::{Command, Stdio};

    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/postfix");
    let mut child = Command::new(env!("CARGO_BIN_EXE_smtplog"))
        .env("LC_ALL", "C")
        .args(["analyze", "--top", "0", "--format", "json", samples])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("smtplog starts");
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().expect("it is piped");
    stdout.read_exact(&mut first).expect("a report begins");
    drop(stdout);
    let output = child.wait_with_output().expect("smtplog ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{output:?}");
}

/// `smtplog codes --html DIR`: into a new or empty directory, over a site of its own, over nothing else.
#[test]
fn a_site_is_written_over_nothing_but_itself() {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    let write = |dir: &Path| {
        let smtplog = Command::new(env!("CARGO_BIN_EXE_smtplog")).args(["codes", "--html"]).arg(dir).output();
        smtplog.expect("smtplog starts").status.code()
    };
    let place = tempfile::tempdir().expect("a directory for the test");
    let new = place.path().join("a/b");
    assert_eq!(write(&new), Some(0));
    fs::write(new.join("550.html"), "old").unwrap();
    assert_eq!(write(&new), Some(0));
    assert!(fs::read_to_string(new.join("550.html")).unwrap().contains("<h1>"));

    let other = place.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("index.html"), "<title>Ours</title>").unwrap();
    assert_eq!(write(&other), Some(1));
    assert_eq!(fs::read_to_string(other.join("index.html")).unwrap(), "<title>Ours</title>");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
    assert_eq!(write(&other.join("index.html")), Some(1));
}

/// `smtplog man --dir DIR`: every command's page, in a directory that may be new.
#[test]
fn manual_pages_are_written_into_a_directory() {
    use std::fs;
    use std::process::Command;

    let place = tempfile::tempdir().expect("a directory for the test");
    let dir = place.path().join("man/man1");
    let smtplog = || Command::new(env!("CARGO_BIN_EXE_smtplog"));
    assert_eq!(smtplog().args(["man", "--dir"]).arg(&dir).output().unwrap().status.code(), Some(0));
    for (page, command) in [("smtplog.1", vec![]), ("smtplog-catalog-test.1", vec!["catalog", "test"])] {
        let printed = smtplog().arg("man").args(command).output().unwrap().stdout;
        assert_eq!(fs::read_to_string(dir.join(page)).unwrap(), String::from_utf8(printed).unwrap(), "{page}");
    }
    // A file is in the way.
    assert_eq!(smtplog().args(["man", "--dir"]).arg(dir.join("smtplog.1")).output().unwrap().status.code(), Some(1));
}

/// `smtplog diff`: logs and saved reports tell the same changes in every pairing.
#[test]
fn logs_and_saved_reports_have_the_same_changes() {
    use std::process::Command;

    let run = |args: &[&str]| {
        let smtplog = Command::new(env!("CARGO_BIN_EXE_smtplog"))
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/diff"))
            .env("LC_ALL", "C")
            .args(args)
            .output();
        String::from_utf8(smtplog.expect("smtplog starts").stdout).expect("reports are UTF-8")
    };
    let place = tempfile::tempdir().expect("a directory for the test");
    let saved = place.path().join("tuesday.json");
    let saved = saved.to_str().expect("its name is UTF-8");
    run(&["analyze", "tuesday.log", "-o", saved]);
    let changes = |old: &str, new: &str| {
        let json = run(&["diff", old, new, "--format", "json"]);
        let mut json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
        for side in ["old", "new"] {
            json["changes"][side]["name"].take();
        }
        json
    };
    let want = changes("monday.log", "tuesday.log");
    let report = run(&["analyze", "--baseline", "monday.json", "--format", "json", "tuesday.log"]);
    let mut report: serde_json::Value = serde_json::from_str(&report).expect("it is JSON");
    report["changes"]["old"]["name"].take();
    assert_eq!(report["changes"], want["changes"]);
    assert_eq!(want["changes"]["failures"]["rows"].as_array().map(Vec::len), Some(4));
    assert_eq!(changes("monday.json", "tuesday.log"), want);
    assert_eq!(changes("monday.log", saved), want);
    assert_eq!(changes("monday.json", saved), want);
}

/// `--redact` with `--baseline`, and `diff` of redacted reports: the numbers are those of the comparison by names, whether the saved
/// report has names or tokens of the same key; what cannot be compared is refused.
#[test]
fn redacted_periods_have_the_changes_of_the_plain_ones() {
    use std::process::{Command, Output};

    let run = |args: &[&str]| -> Output {
        let mut smtplog = Command::new(env!("CARGO_BIN_EXE_smtplog"));
        smtplog.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/diff")).env("LC_ALL", "C");
        smtplog.env_remove("SMTPLOG_REDACT_KEY").args(args).output().expect("smtplog starts")
    };
    let place = tempfile::tempdir().expect("a directory for the test");
    let path = |name: &str| place.path().join(name).to_str().expect("its name is UTF-8").to_owned();
    let (plain, redacted, later) = (path("plain.json"), path("redacted.json"), path("later.json"));
    let key = ["--redact", "--redact-key", "../redact.key"];
    for (day, saved, more) in
        [("monday.log", &plain, &[][..]), ("monday.log", &redacted, &key), ("tuesday.log", &later, &key)]
    {
        assert!(run(&[&["analyze", day, "-o", saved][..], more].concat()).status.success());
    }
    // What is counted, without the names.
    let changes = |args: &[&str]| {
        let output = run(&[args, &["--format", "json"]].concat());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        let mut changes = json["changes"].clone();
        for list in ["failures", "replies", "texts", "senders", "recipient_domains"] {
            for row in changes[list]["rows"].as_array_mut().expect("rows") {
                for name in ["name", "template", "example"] {
                    row.as_object_mut().expect("a row").remove(name);
                }
            }
        }
        for side in ["old", "new"] {
            changes[side]["name"].take();
        }
        changes
    };
    let since =
        |saved: &str, more: &[&str]| changes(&[&["analyze", "tuesday.log", "--baseline", saved], more].concat());
    let want = since(&plain, &[]);
    assert_eq!(want["senders"]["rows"].as_array().map(Vec::len), Some(4));
    assert_eq!(since(&plain, &key), want);
    assert_eq!(since(&redacted, &key), want);
    assert_eq!(changes(&["diff", &redacted, &later]), want);

    // A period is what it is, also where bounce addresses of VERP are one in the text but not in what was saved.
    let (same, samples) = (path("same.json"), "../../../samples/postfix");
    assert!(run(&[&["analyze", samples, "--year", "2026", "-o", &same][..], &key].concat()).status.success());
    let text = run(&[&["analyze", samples, "--year", "2026", "--baseline", &same][..], &key].concat()).stdout;
    assert!(String::from_utf8_lossy(&text).contains("\n  Nothing changed that chance would not explain."));
    assert!(!String::from_utf8_lossy(&text).contains("small change"));

    let kept = [&key[..], &["--redact-keep", "domains"]].concat();
    for (more, said) in [(&[][..], "has tokens for names"), (&["--redact"], "another key"), (&kept, "--redact-keep")] {
        let refused = run(&[&["analyze", "tuesday.log", "--baseline", &redacted][..], more].concat());
        let stderr = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!((refused.status.code(), refused.stdout.is_empty()), (Some(1), true));
        assert!(stderr.contains(said), "{more:?}: {stderr}");
    }
    assert_eq!(run(&["diff", &redacted, "tuesday.log"]).status.code(), Some(1));
    assert_eq!(run(&["diff", &plain, &later]).status.code(), Some(1));
}
