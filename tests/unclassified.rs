//! `--unclassified`: rules to fill in, which answer for every reply that they were written for.

#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Texts that no rule knows: of both sides, of both MTAs, one within the other, hostile ones, wordless ones.
const LOG: &str = "\
Nov 22 06:00:00 mx1 postfix/smtp[1]: 4F1A2B3C01: to=<a@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.example.net[192.0.2.1] said: 550 Grumble (in reply to RCPT TO command))
Nov 22 06:00:01 mx1 postfix/smtp[1]: 4F1A2B3C02: to=<b@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.example.net[192.0.2.1] said: 550 Grumble (in reply to RCPT TO command))
Nov 22 06:00:02 mx1 postfix/smtp[1]: 4F1A2B3C03: to=<c@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.example.net[192.0.2.1] said: 550 Grumble, grumble and snort at c@example.net (in reply to RCPT TO command))
Nov 22 06:00:03 mx1 postfix/smtp[1]: 4F1A2B3C04: to=<d@example.net>, relay=aspmx.l.google.com[192.0.2.2]:25, delay=1, delays=0/0/0/1, dsn=4.0.0, status=deferred (host aspmx.l.google.com[192.0.2.2] said: 450 \"\"\" ''' [[rule]] # \\u0041 * = ://x from 192.0.2.9 (in reply to end of DATA command))
Nov 22 06:00:04 mx1 postfix/smtp[1]: 4F1A2B3C05: to=<e@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.example.net[192.0.2.1] said: 550 (in reply to RCPT TO command))
Nov 22 06:00:05 mx1 postfix/smtpd[2]: NOQUEUE: reject: RCPT from unknown[192.0.2.3]: 553 5.3.0 Snorted <f@example.org>\u{202e} thrice; from=<f@example.org> to=<a@example.com> proto=ESMTP helo=<x>
2026-11-22 06:00:06 H=(x) [192.0.2.3] F=<f@example.org> rejected RCPT <a@example.com>: the cellar is flooded
";

fn smtplog(directory: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtplog"));
    command.current_dir(directory).env("LC_ALL", "C");
    command.args(args).output().expect("smtplog starts")
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("the answer is UTF-8")
}

fn filled_in(stubs: &str) -> String {
    stubs
        .replace("title = \"\"", "title = \"Grumbling server\"")
        .replace("meaning = \"\"", "meaning = \"The server grumbles.\"")
        .replace("[\"\"]", "[\"Wait until it stops.\"]")
}

#[test]
fn filled_in_rules_answer_for_what_they_were_written_for() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path();
    fs::write(path.join("mail.log"), LOG).expect("a log");
    let analyze = |more: &[&str]| {
        let args = ["analyze", "-q", "--width", "200", "--year", "2026", "mail.log", "--unclassified", "own.toml"];
        let report = stdout(&smtplog(path, &[&args, more].concat()));
        (report, fs::read_to_string(path.join("own.toml")).expect("the rules"))
    };

    let (report, stubs) = analyze(&[]);
    assert!(report.contains("No rule knows 6 replies of 5 kinds of text"), "{report}");
    assert_eq!(stubs.matches("[[rule]]\n").count(), 5, "{stubs}");
    assert!(stubs.contains("# 1 × 450, said by remote servers (Gmail / Google Workspace 1)\n"), "{stubs}");
    assert!(!smtplog(path, &["catalog", "lint", "own.toml"]).status.success(), "blanks are not to pass");

    fs::write(path.join("filled.toml"), filled_in(&stubs)).expect("the rules");
    assert_eq!(stdout(&smtplog(path, &["catalog", "lint", "filled.toml"])), "filled.toml: nothing wrong\n");
    let tested = stdout(&smtplog(path, &["catalog", "test", "filled.toml"]));
    assert_eq!(tested, "filled.toml: 5 samples, nothing wrong\n");

    let (report, stubs) = analyze(&["--catalog", "filled.toml"]);
    assert!(report.contains("Grumbling server") && !report.contains("No rule knows"), "{report}");
    assert!(!stubs.contains("[[rule]]\n"), "{stubs}");
}

#[test]
fn a_log_is_not_overwritten() {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join("mail.log"), LOG).expect("a log");
    for args in [["--unclassified", "mail.log"], ["--unclassified=x", "--unmatched=x"]] {
        let refused = smtplog(directory.path(), &[&["analyze", "mail.log"], &args[..]].concat());
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
    }
    assert_eq!(fs::read_to_string(directory.path().join("mail.log")).expect("the log"), LOG);
}
