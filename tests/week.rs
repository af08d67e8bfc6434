//! A week of nightly runs over rotated logs, as cron makes them: silent while all is well, a mail and status 4 when it is not.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // a test may

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The first day, 16 November 2026.
const FIRST: u32 = 16;
/// Of 40 deliveries a day so many bounce.
const BOUNCES: [u32; 7] = [1, 0, 2, 18, 1, 0, 1];
/// The day whose log cannot be read in full, counted from 0.
const BROKEN: usize = 5;

/// The log of a day: 40 messages, the first of which bounce.
fn log_of(day: u32, bounces: u32) -> String {
    let mut log = String::new();
    for n in 0..40_u32 {
        let (id, time) =
            (format!("4B{day:02}{n:04X}AA"), format!("2026-11-{day:02}T{:02}:{:02}:00+00:00", n / 2, n % 60));
        let reply = if n < bounces {
            "dsn=5.7.26, status=bounced (host mx.example.net[192.0.2.9] said: 550 5.7.26 This mail is unauthenticated (in reply to end of DATA command))"
        } else {
            "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)"
        };
        writeln!(log, "{time} mx1 postfix/qmgr[7]: {id}: from=<news@shop.example>, size=900, nrcpt=1 (queue active)")
            .unwrap();
        writeln!(log, "{time} mx1 postfix/smtp[8]: {id}: to=<r{n}@example.net>, relay=mx.example.net[192.0.2.9]:25, delay=1, delays=0.1/0/0.4/0.5, {reply}").unwrap();
        writeln!(log, "{time} mx1 postfix/qmgr[7]: {id}: removed").unwrap();
    }
    log
}

/// Today's log becomes yesterday's, as logrotate has it.
fn rotate(place: &Path, today: &str) {
    for n in (1..7).rev() {
        let _ = fs::rename(place.join(format!("mail.log.{n}")), place.join(format!("mail.log.{}", n + 1)));
    }
    fs::write(place.join("mail.log.1"), today).unwrap();
    fs::write(place.join("mail.log"), "").unwrap();
}

/// The run of the night after a day.
fn nightly(place: &Path, day: u32, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smtplog"))
        .current_dir(place)
        .env("LC_ALL", "C")
        .args(["analyze", "--period", "yesterday", "--now", &format!("2026-11-{:02}T00:10:00", day + 1), "--tz", "UTC"])
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn a_week_of_nights() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let mut statuses = Vec::new();
    let (mut mails, mut texts) = (Vec::new(), Vec::new());
    for (at, day) in (FIRST..).take(7).enumerate() {
        rotate(place, &log_of(day, BOUNCES[at]));
        let mut watch = vec!["--fail-if", "bounced>20%", "--quiet-if-ok"];
        if at > 0 {
            watch.extend(["--baseline", "yesterday.json"]);
        }
        watch.extend(["mail.log", "mail.log.1"]);
        if at == BROKEN {
            watch.push("mail.log.99");
        }
        let mail = ["--format", "mail", "--mail-to", "postmaster@shop.example"];
        let output = nightly(place, day, &[&watch[..], &mail].concat());
        statuses.push(output.status.code().unwrap());
        mails.push(String::from_utf8(output.stdout).unwrap());
        // Only what could not be read is worth a word to cron.
        assert_eq!(output.stderr.is_empty(), at != BROKEN, "{}", String::from_utf8_lossy(&output.stderr));
        texts.push(String::from_utf8(nightly(place, day, &watch).stdout).unwrap());
        let saved = nightly(place, day, &["-o", "yesterday.json", "mail.log", "mail.log.1"]);
        assert_eq!(saved.status.code(), Some(0));
    }
    assert_eq!(statuses, [0, 0, 0, 4, 0, 3, 0]);
    let told = |all: &[String]| (0..7).filter(|&at| !all[at].is_empty()).collect::<Vec<_>>();
    assert_eq!((told(&mails), told(&texts)), (vec![3, BROKEN], vec![3, BROKEN]));
    for part in ["To: <postmaster@shop.example>", "1_threshold_passed", "18_bounced"] {
        assert!(mails[3].contains(part), "{part} is missing:\n{}", &mails[3][..800]);
    }
    for part in ["Threshold passed: bounced>20% – 18 of 40", "Changes since 2026-11-18", "550 5.7.26"] {
        assert!(texts[3].contains(part), "{part} is missing:\n{}", texts[3]);
    }
    assert!(texts[BROKEN].contains("Not read in full: mail.log.99"), "{}", texts[BROKEN]);
}
