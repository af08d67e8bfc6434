//! A week of nights on a host with Postfix and Exim: seven days of the lab's real logs, rotated and compressed as logrotate does it, read
//! each night by `packaging/cron/nightly` as cron runs it, with thresholds and the report of the night before.
//!
//! What must come out is known without smtplog: from what the lab's servers and clients recorded, and from the naive reference.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // a test may

mod reference;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use reference::{Row, Rows, compare};

/// What happened on each day, the first of which is the 16th: a run of Postfix and one of Exim.
const DAYS: [[&str; 2]; 7] = [
    ["sid-seed1", "sid-seed1"],
    ["trixie-seed1", "trixie-seed1"],
    ["sid-seed5-syslog", "sid-seed3-exim-all"],
    ["seed1", "seed1"],
    ["seed2", "seed2"],
    ["sid-seed2", "sid-seed2"],
    ["seed4-syslog", "seed3-exim-all"],
];
const FIRST: usize = 16;
/// The day of all runs.
const DAY_OF_RUNS: [(&str, &str); 2] = [("mail.log", "Nov 22"), ("mainlog", "2026-11-22")];
/// More than on any day but the one with the most mail.
const MANY_BOUNCES: u64 = 1500;
/// The day with the same traffic as the one before, through other releases of the servers.
const SAME: usize = 1;
/// The night in which an older log is damaged, counted from 0.
const BROKEN: usize = 5;
/// 16 November 2026, 00:05 UTC, in seconds since 1970: when logrotate runs.
const ROTATION: u64 = 1_794_787_500;
const DAY_SECONDS: u64 = 86_400;
/// So many of a day, where the day before ought to have had as many for its size and had none, are no chance.
const SURELY_NEW: u64 = 25;

/// A day: its logs, and what is known of it.
struct Day {
    logs: Vec<(&'static str, String)>,
    /// What the lab's servers and clients recorded.
    truth: Value,
    /// What the reference counts.
    rows: Rows,
}

impl Day {
    fn new(shared: &Path, at: usize) -> Self {
        let mut truth = json!({});
        let (mut logs, mut rows) = (Vec::new(), Rows::new());
        for ((name, day), (run, mta)) in DAY_OF_RUNS.into_iter().zip(DAYS[at].into_iter().zip(["postfix", "exim"])) {
            let run = shared.join("lab/runs").join(run).join(mta);
            let log = String::from_utf8_lossy(&fs::read(run.join(name)).unwrap()).into_owned();
            let today = day.replace("22", &(FIRST + at).to_string());
            let moved = |line: &str| line.strip_prefix(day).map_or(line.to_owned(), |rest| format!("{today}{rest}"));
            let log: String = log.split_inclusive('\n').map(moved).collect();
            for (row, count) in reference::count_text(&log).rows {
                *rows.entry(row).or_default() += count;
            }
            let expected: Value =
                serde_json::from_str(&fs::read_to_string(run.join("expected.json")).unwrap()).unwrap();
            for (category, list) in expected.as_object().unwrap() {
                if let Some(list) = list.as_array() {
                    let all = &mut truth[category];
                    *all = all.as_array().into_iter().flatten().chain(list).cloned().collect();
                }
            }
            logs.push((name, log));
        }
        Self { logs, truth, rows }
    }

    fn deliveries(&self, outcome: &str) -> u64 {
        let is_one = |row: &Row| row.kind == "delivery" && (outcome.is_empty() || row.outcome == outcome);
        self.rows.iter().filter(|(row, _)| is_one(row)).map(|(_, count)| count).sum()
    }

    /// Failures with a reply, by what a report tells replies apart by.
    fn replies(&self) -> Failures {
        let reply = |row: &Row| {
            let (code, enhanced) = (row.code?.to_string(), row.enhanced.clone().unwrap_or_default());
            Some([code, enhanced, row.kind.clone(), row.outcome.clone(), row.origin.clone()].join(" "))
        };
        self.failures(reply)
    }

    fn senders(&self) -> Failures {
        let name = |sender: &str| if sender.is_empty() { "<>".to_owned() } else { sender.to_owned() };
        self.failures(|row| row.sender.as_deref().filter(|_| row.kind != "attempt").map(name))
    }

    fn failures(&self, name: impl Fn(&Row) -> Option<String>) -> Failures {
        let is_failure = |row: &Row| !["delivered", "authenticated", "deliverable"].contains(&row.outcome.as_str());
        let mut failures = Failures::new();
        for (row, count) in self.rows.iter().filter(|(row, _)| is_failure(row)) {
            if let Some(name) = name(row) {
                *failures.entry(name).or_default() += count;
            }
        }
        failures
    }
}

/// Counts of failures by a name.
type Failures = BTreeMap<String, u64>;

/// The rows of a JSON report, as the reference has them.
fn rows_of(report: &Value) -> Rows {
    let mut rows = Rows::new();
    let optional = |value: &Value| value.as_str().map(str::to_owned);
    for row in report["rows"].as_array().unwrap() {
        let key = Row {
            code: row["code"].as_u64().map(|code| code.try_into().unwrap()),
            enhanced: optional(&row["enhanced"]),
            kind: text(&row["kind"]),
            outcome: text(&row["outcome"]),
            origin: text(&row["origin"]),
            sender: optional(&row["sender"]).map(|sender| if sender == "<>" { String::new() } else { sender }),
        };
        *rows.entry(key).or_default() += row["count"].as_u64().unwrap();
    }
    rows
}

/// As logrotate with `compress` and `delaycompress`, soon after midnight: who wrote last is told by the file's time.
fn rotate(logs: &Path, name: &str, day: &str, at: usize) {
    let path = |n: usize, end: &str| logs.join(format!("{name}.{n}{end}"));
    for n in (2..DAYS.len()).rev() {
        let _ = fs::rename(path(n, ".gz"), path(n + 1, ".gz"));
    }
    if let Ok(before) = fs::read(path(1, "")) {
        let mut gzip = GzEncoder::new(File::create(path(2, ".gz")).unwrap(), Compression::fast());
        gzip.write_all(&before).unwrap();
        set_time(&gzip.finish().unwrap(), at - 1);
    }
    let mut file = File::create(path(1, "")).unwrap();
    file.write_all(day.as_bytes()).unwrap();
    set_time(&file, at);
    set_time(&File::create(logs.join(name)).unwrap(), at);
}

fn set_time(file: &File, at: usize) {
    let seconds = ROTATION + DAY_SECONDS * (at as u64 + 1);
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
}

/// A host whose logs are read every night.
struct Host {
    place: tempfile::TempDir,
}

impl Host {
    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn now(at: usize) -> String {
        format!("--now=2026-11-{:02}T01:15:00", FIRST + at + 1)
    }

    /// What cron runs.
    fn nightly(&self, at: usize) -> Output {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program = Path::new(env!("CARGO_BIN_EXE_smtplog")).parent().unwrap();
        Command::new(root.join("packaging/cron/nightly"))
            .env("PATH", format!("{}:/usr/bin:/bin", program.display()))
            .envs([("LC_ALL", "C"), ("TZ", "UTC"), ("MAILTO", "postmaster@mx1.lab.test")])
            .env("STATE_DIRECTORY", self.path("state"))
            .env("SENDMAIL", root.join("tests/week/sendmail"))
            .env("SENT", self.path("sent.eml"))
            .arg(format!("--fail-if=bounced>{MANY_BOUNCES}"))
            .args(["--fail-if=unrecognised>1%", &Self::now(at)])
            .arg(self.path("logs"))
            .output()
            .unwrap()
    }

    /// Yesterday's numbers, and what changed since a saved report.
    fn report(&self, at: usize, since: Option<&Path>) -> Value {
        let mut smtplog = Command::new(env!("CARGO_BIN_EXE_smtplog"));
        smtplog.envs([("LC_ALL", "C"), ("TZ", "UTC")]);
        smtplog.args(["analyze", "--quiet", "--period", "yesterday", "--format", "json", &Self::now(at)]);
        smtplog.args(since.map(|since| format!("--baseline={}", since.display()))).arg(self.path("logs"));
        let output = smtplog.stderr(Stdio::null()).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The mail of the night, if there was one.
    fn mail(&self) -> Option<String> {
        let mail = fs::read_to_string(self.path("sent.eml")).ok()?;
        fs::remove_file(self.path("sent.eml")).unwrap();
        Some(mail)
    }
}

/// Cuts a file short, and gives what it was.
fn damage(path: &Path) -> Vec<u8> {
    let whole = fs::read(path).unwrap();
    fs::write(path, &whole[..whole.len() / 2]).unwrap();
    whole
}

/// What changed is what the reference finds in both days, and holds whatever is new for sure; how many replies and senders.
fn check_changes(changes: &Value, before: &Day, today: &Day) -> usize {
    let reply = |row: &Value| {
        let code = row["code"].as_u64()?.to_string();
        Some([code, text(&row["enhanced"]), text(&row["kind"]), text(&row["outcome"]), text(&row["origin"])].join(" "))
    };
    // Addresses that VERP makes are one there.
    let sender = |row: &Value| row["name"].as_str().filter(|name| !name.contains('*')).map(str::to_owned);
    let least = SURELY_NEW * today.deliveries("").div_ceil(before.deliveries(""));
    check_list(&changes["replies"], reply, [&before.replies(), &today.replies()], least)
        + check_list(&changes["senders"], sender, [&before.senders(), &today.senders()], least)
}

/// The same for one list, whose rows are named so; `least` are surely new.
fn check_list(list: &Value, name: impl Fn(&Value) -> Option<String>, [old, new]: [&Failures; 2], least: u64) -> usize {
    let of = |counts: &Failures, name: &str| counts.get(name).copied().unwrap_or(0);
    let mut listed = BTreeMap::new();
    for (row, name) in list["rows"].as_array().unwrap().iter().filter_map(|row| Some((row, name(row)?))) {
        let counts = [&row["old"], &row["new"]].map(|side| side["count"].as_u64().unwrap());
        assert_eq!(counts, [of(old, &name), of(new, &name)], "{name}");
        listed.insert(name, text(&row["change"]));
    }
    for (name, _) in new.iter().filter(|(name, count)| **count >= least && of(old, name) == 0) {
        assert_eq!(listed.get(name).map(String::as_str), Some("new"), "{name}");
    }
    listed.len()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Subject, recipient and text of a mail, read by Python's library; `None` without Python.
fn read_back(mail: &str) -> Option<[String; 3]> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/mail.py");
    let mut python =
        Command::new("python3").args([script, "show"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    python.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
    let mut shown = String::new();
    python.stdout.take().unwrap().read_to_string(&mut shown).unwrap();
    assert!(python.wait().unwrap().success());
    serde_json::from_str(&shown).ok()
}

fn check_mail(mail: &str, at: usize, before: usize, today: &Day) {
    let Some([subject, to, text]) = read_back(mail) else {
        return println!("skipped: no python3 to read the mail of night {at}");
    };
    assert_eq!(to, "postmaster@mx1.lab.test");
    // Numbers have commas.
    let (subject, text) = (subject.replace(',', ""), text.replace(',', ""));
    let [all, delivered, bounced, expired] = ["", "delivered", "bounced", "expired"].map(|it| today.deliveries(it));
    assert!(subject.contains(&format!("{} bounced", bounced + expired)), "{subject}");
    assert_eq!(subject.contains("1 threshold passed"), at != BROKEN, "{subject}");
    let why = match at {
        BROKEN => "mail.log.2.gz: gzip stream ends".to_owned(),
        _ => format!("Threshold passed: bounced>{MANY_BOUNCES} – {bounced}"),
    };
    let since = format!("Changes since 2026-11-{:02}", FIRST + before);
    for part in [&why, &since, &format!("Deliveries  {all}: {delivered} delivered"), &format!("{bounced} bounced")] {
        assert!(text.contains(part), "{part} is missing in the mail of night {at}:\n{subject}\n{text}");
    }
}

#[test]
fn a_week_of_the_labs_logs() {
    let Some(shared) = compare::shared() else { return };
    let days: Vec<Day> = (0..DAYS.len()).map(|at| Day::new(&shared, at)).collect();
    let host = Host { place: tempfile::tempdir().unwrap() };
    fs::create_dir(host.path("logs")).unwrap();
    let last = host.path("state/yesterday.json");
    let mut statuses = Vec::new();
    // The day that the saved report is about.
    let mut saved = None;
    for (at, today) in days.iter().enumerate() {
        for (name, log) in &today.logs {
            rotate(&host.path("logs"), name, log, at);
        }
        let older = host.path("logs/mail.log.2.gz");
        let whole = (at == BROKEN).then(|| damage(&older));
        let report = host.report(at, saved.map(|_| last.as_path()));
        let differences = compare::compare(&today.truth, &rows_of(&report));
        assert!(differences.is_empty(), "night {at}: {} rows differ, such as {}", differences.len(), differences[0]);
        if let Some(saved) = saved {
            let n = check_changes(&report["changes"], &days[saved], today);
            assert_eq!(n == 0, at == SAME, "night {at}: {n} changes");
        }

        let night = host.nightly(at);
        let status = night.status.code().unwrap();
        let said = String::from_utf8_lossy(&night.stderr).into_owned() + &String::from_utf8_lossy(&night.stdout);
        assert_eq!(said.contains("mail.log.2.gz: gzip stream ends early"), at == BROKEN, "night {at}: {said}");
        assert_eq!(said.is_empty(), at != BROKEN, "night {at}: {said}");
        let mail = host.mail();
        assert_eq!(mail.is_some(), status != 0, "night {at}: a mail if there is something to tell, and only then");
        if let (Some(mail), Some(saved)) = (mail, saved) {
            check_mail(&mail, at, saved, today);
        }
        // A night that was not read in full is nothing to compare with.
        saved = if status == 3 { saved } else { Some(at) };
        let kept: Value = serde_json::from_str(&fs::read_to_string(&last).unwrap()).unwrap();
        assert!(compare::compare(&days[saved.unwrap()].truth, &rows_of(&kept)).is_empty(), "night {at}");
        statuses.push(status);
        if let Some(whole) = whole {
            fs::write(older, whole).unwrap();
        }
    }
    assert_eq!(statuses, [0, 0, 0, 4, 0, 3, 0]);
    let many = days.iter().map(|day| day.deliveries("bounced") > MANY_BOUNCES).collect::<Vec<_>>();
    assert_eq!(many, statuses.iter().map(|&status| status == 4).collect::<Vec<_>>(), "the reference passes it as well");
}
