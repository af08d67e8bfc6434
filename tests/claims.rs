//! Two runs at once: the second one with the same output ends at once and says so; others are not in its way.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // a test may

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// More than a pipe holds: who has written it knows that the run reads, and has claimed its outputs before.
const LINES: usize = 20_000;

fn smtplog(place: &Path, outputs: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtplog"));
    command.current_dir(place).env("LC_ALL", "C").arg("analyze").args(outputs);
    command
}

/// A run in the middle of its reading.
fn busy(place: &Path, outputs: &[&str]) -> Child {
    let mut command = smtplog(place, outputs);
    let mut child =
        command.arg("-").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let line = "Nov 22 00:46:00 mx1 postfix/qmgr[7]: 4B16AAAA1: removed\n";
    child.stdin.as_mut().unwrap().write_all(line.repeat(LINES).as_bytes()).unwrap();
    child
}

/// Ends its input; what it says then.
fn end(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

fn second(place: &Path, outputs: &[&str]) -> (Option<i32>, String) {
    let output = smtplog(place, outputs).arg("mail.log").output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("mail.log"), "Nov 22 00:46:00 mx1 postfix/qmgr[7]: x\n").unwrap();
    place
}

fn names(place: &Path) -> Vec<String> {
    let entries = fs::read_dir(place).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn of_two_runs_with_one_output_the_second_ends_at_once() {
    let place = place();
    let place = place.path();
    let refused = |path: &str| {
        let said = format!(
            "smtplog: {path}: another run of smtplog is about to write it; wait until that has ended, or name another file\n"
        );
        (Some(1), said)
    };
    for outputs in
        [&["-o", "report.json"][..], &["-o", "tables/"], &["--unmatched", "odd.txt"], &["--unclassified", "own.toml"]]
    {
        let first = busy(place, outputs);
        assert_eq!(second(place, outputs), refused(outputs[1]));
        // Another name of the same file.
        let other = format!("{}/{}", place.display(), outputs[1]);
        assert_eq!(second(place, &[outputs[0], &other]), refused(&other));
        assert_eq!(second(place, &["-o", "other.json"]), (Some(0), String::new()));
        let ended = end(first);
        assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
        assert_eq!(second(place, outputs), (Some(0), String::new()), "nobody is in the way any more");
    }
    assert_eq!(names(place), ["mail.log", "odd.txt", "other.json", "own.toml", "report.json", "tables"]);
    assert!(names(&place.join("tables")).iter().all(|name| !name.starts_with('.')));
}

#[test]
fn a_run_that_was_killed_is_in_nobodys_way() {
    let place = place();
    let place = place.path();
    let mut first = busy(place, &["-o", "report.json"]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(names(place).contains(&".smtplog-report.json.lock".to_owned()));
    assert_eq!(second(place, &["-o", "report.json"]), (Some(0), String::new()));
    assert_eq!(names(place), ["mail.log", "report.json"]);
}
