//! What reports say of servers' health, against plain searches in the same lines.

#![allow(clippy::unwrap_used)] // a test may

use std::path::{Path, PathBuf};

use regex::bytes::Regex;
use smtplog::event::Stage;
use smtplog::input::{DiscoverOptions, discover};
use smtplog::notice::{Break, Direction, Severity, Signal};
use smtplog::scan::{Progress, ScanOptions, scan, segment};
use smtplog::summary::{Health, Summary};
use smtplog::time::Time;

fn options() -> ScanOptions {
    ScanOptions::new(Time::from_civil("2026-11-22T12:00:00".parse().unwrap()))
}

fn summary(path: &Path) -> Summary {
    let found = discover(&[path.to_owned()], &DiscoverOptions::default());
    scan(found, &options(), &Progress::default(), None).unwrap().summary
}

/// Logs of this tree that hold real lines, or none where they are not here.
fn shared(part: &str) -> Vec<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let directory = std::env::var_os("SMTPLOG_SHARED").map_or(default, PathBuf::from).join(part);
    if !directory.exists() {
        println!("skipped: {} is not here (set SMTPLOG_SHARED)", directory.display());
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open = vec![directory];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "log") || path.ends_with("mainlog") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A count, and what finds the same lines behind a tag of Postfix or a date of Exim.
type Check = (&'static str, &'static str, fn(&Health) -> u64);

fn signal(signal: Signal) -> impl Fn(&Health) -> u64 {
    move |health| health.signal(signal)
}

fn broken(health: &Health, how: Break, stage: Stage) -> u64 {
    health.broken().filter(|row| (row.0, row.1) == (how, stage)).map(|row| row.2).sum()
}

fn sessions(health: &Health, direction: Direction) -> u64 {
    health.sessions().filter(|row| row.0 == direction).map(|row| row.3).sum()
}

fn complaints(health: &Health, severity: Severity) -> u64 {
    health.warnings().filter(|(key, _)| key.severity == severity).map(|(_, counts)| counts.tally.count).sum()
}

const POSTFIX: [Check; 16] = [
    ("connections", "connect from ", |health| signal(Signal::Connection)(health)),
    ("lost after RCPT", "(?:[0-9A-Za-z]+: )?lost connection after RCPT", |health| {
        broken(health, Break::Lost, Stage::Rcpt)
    }),
    ("timeout after EHLO", "(?:[0-9A-Za-z]+: )?timeout after EHLO", |health| {
        broken(health, Break::TimedOut, Stage::Helo)
    }),
    ("too many errors", "(?:[0-9A-Za-z]+: )?too many errors after", |health| signal(Signal::TooManyErrors)(health)),
    ("sessions in", r"(?:[0-9A-Za-z]+: )?\w+ TLS connection established from [^\[ ]", |health| {
        sessions(health, Direction::In)
    }),
    ("sessions out", r"(?:[0-9A-Za-z]+: )?\w+ TLS connection established to ", |health| {
        sessions(health, Direction::Out)
    }),
    ("screened", r"CONNECT from \S+ to ", |health| signal(Signal::Screened)(health)),
    ("pass old", "PASS OLD ", |health| signal(Signal::PassedOld)(health)),
    ("pass new", "PASS NEW ", |health| signal(Signal::PassedNew)(health)),
    ("pregreet", "PREGREET ", |health| signal(Signal::Pregreet)(health)),
    ("ranks", r"DNSBL rank \d+ for ", |health| health.ranks().map(|row| row.1).sum()),
    ("listed", r"addr \S+ listed by domain ", |health| health.lists().map(|row| row.1).sum()),
    ("too many connections", "warning: Connection concurrency limit exceeded: ", |health| {
        signal(Signal::ConnectionCount)(health)
    }),
    ("pipelining", "improper command pipelining", |health| signal(Signal::UntimelyCommand)(health)),
    ("fatal", "fatal: ", |health| complaints(health, Severity::Fatal)),
    ("panic", "panic: ", |health| complaints(health, Severity::Panic)),
];

const EXIM: [Check; 7] = [
    ("connections", r"SMTP connection .*\(TCP/IP connection count = \d+\)$", |health| {
        signal(Signal::Connection)(health)
    }),
    ("messages in", r"\S+ <= .* P=(?:utf8)?e?s?smtps?a?(?: |$)", |health| health.carried(Direction::In).all()),
    ("encrypted in", r"\S+ <= .* P=(?:utf8)?e?s?smtps?a?(?: L[-.*]*)? X=", |health| {
        health.carried(Direction::In).n_encrypted()
    }),
    ("dropped", r"SMTP call from .* dropped: too many ", |health| signal(Signal::TooManyErrors)(health)),
    ("too early", "SMTP protocol synchronization error", |health| signal(Signal::UntimelyCommand)(health)),
    (
        "TLS with clients",
        "(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} )?TLS (?:error on connection from |client disconnected cleanly)",
        |health| signal(Signal::AcceptFailure)(health),
    ),
    ("command timeout", "SMTP command timeout on ", |health| broken(health, Break::TimedOut, Stage::Unknown)),
];

/// Counts the lines in whose message the expression begins, repeats included.
fn search(text: &[u8], frame: &str, expression: &str) -> u64 {
    let regex = Regex::new(&format!("(?m-u){frame}{expression}")).unwrap();
    text.split(|&b| b == b'\n').filter(|line| regex.is_match(line)).count() as u64
}

fn check(path: &Path, frame: &str, checks: &[Check], seen: &mut [u64]) {
    let text = std::fs::read(path).unwrap();
    let summary = summary(path);
    for ((name, expression, count), seen) in checks.iter().zip(seen) {
        let want = search(&text, frame, expression);
        assert_eq!(count(summary.health()), want, "{name} in {}", path.display());
        *seen += want;
    }
}

#[test]
fn counts_of_real_logs_are_those_of_a_plain_search() {
    // RFC 3164 and RFC 3339 heads; RFC 5424 has no colon behind the tag.
    let postfix = r"^(?:[A-Z][a-z]{2} [ 0-9]\d \S+|\d{4}-\S+) \S+ (?:postfix[^ \[]*|[^ \[]*/[a-z]+)\[\d+\]: ";
    let exim = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [-+]\d{4})?(?: \[\d+\])? ";
    let mut seen = ([0; POSTFIX.len()], [0; EXIM.len()]);
    for path in shared("lab/runs") {
        match path.to_string_lossy() {
            name if name.contains("rfc5424") => {}
            name if name.contains("/postfix/") => check(&path, postfix, &POSTFIX, &mut seen.0),
            _ => check(&path, exim, &EXIM, &mut seen.1),
        }
    }
    for name in ["kdent", "pflgviewer", "whyscream"] {
        for path in shared("corpus").iter().filter(|path| path.to_string_lossy().contains(name)) {
            check(path, postfix, &POSTFIX, &mut seen.0);
        }
    }
    for path in shared("corpus/exim_testsuite_head") {
        check(&path, exim, &EXIM, &mut seen.1);
    }
    if seen.0[0] > 0 {
        let found = seen.0.iter().chain(&seen.1).filter(|&&n| n > 0).count();
        assert!(found > 15, "{seen:?}");
        println!("{:?} {:?}", POSTFIX.map(|check| check.0).iter().zip(seen.0).collect::<Vec<_>>(), seen.1);
    }
}

/// Every `warning:` of Postfix is a warning, a failed login, or about a stranger's mail.
#[test]
fn no_warning_is_lost() {
    for path in shared("lab/runs").iter().chain(&shared("corpus/kdent")) {
        let name = path.to_string_lossy();
        if name.contains("rfc5424") || !(name.contains("/postfix/") || name.contains("kdent")) {
            continue;
        }
        let text = std::fs::read(path).unwrap();
        let frame = r"\]: (?:[0-9A-Za-z]{5,}: )?";
        let logins = search(&text, r"\]: ", "warning: .*: SASL [-A-Z0-9]+ authentication (?:failed|aborted)");
        let checks = search(&text, frame, "warning: (?:header|body|mime-header|nested-header|mime-error) ");
        let all = search(&text, frame, "warning: ");
        let dropped = summary(path).health().dropped().1;
        assert_eq!(
            complaints(summary(path).health(), Severity::Warning) + dropped,
            all - logins - checks,
            "{}",
            path.display()
        );
    }
}

#[test]
fn repeats_count_as_often_as_they_say() {
    let text = b"Nov 22 00:00:00 mx1 postfix/smtpd[1]: message repeated 4 times: [ connect from unknown[192.0.2.7]]\n";
    let summary = segment(text, &options()).finish();
    assert_eq!(summary.health().signal(Signal::Connection), 4);
}
