//! Logs of real Exim servers against counts that were not read from the logs.
//!
//! Runs when `SMTPLOG_LAB` names a folder with `*/exim/{mainlog,expected.json}`; rows are `[code, enhanced, sender, count]`
//! per category.

#![allow(clippy::unwrap_used)] // a lab that cannot be read fails the test

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use smtplog::event::{Closing, Event, Kind, Origin, QueueId, Recognition, Sender, Sink};
use smtplog::parse::exim;

type Row = (String, Option<String>, Option<String>);
type Rows = BTreeMap<Row, i64>;

/// Joins senders by queue id, as the log goes, and counts rows per category.
#[derive(Default)]
struct Reader {
    senders: HashMap<QueueId, String>,
    rows: BTreeMap<&'static str, Rows>,
    line: Vec<(&'static str, Row)>,
}

impl<'a> Sink<'a> for Reader {
    fn open(&mut self, queue_id: QueueId, sender: &'a [u8]) {
        self.senders.insert(queue_id, text(sender));
    }

    fn result(&mut self, _: QueueId) {}

    fn close(&mut self, queue_id: QueueId, _: Closing) {
        self.senders.remove(&queue_id);
    }

    fn event(&mut self, event: &Event<'a>) {
        let category = match (event.kind, event.origin) {
            (Kind::Delivery, Origin::Logged) => "delivery",
            (Kind::Attempt, Origin::Logged) => "attempt",
            (Kind::Reject, Origin::Logged) => "reject",
            (Kind::Reject, Origin::Implied) => "reject implied",
            (Kind::Auth, Origin::Logged) => "auth",
            (Kind::Probe, Origin::Logged) => "probe",
            _ => return,
        };
        let reply = event.reply.unwrap();
        let sender = match event.sender {
            Sender::Known(sender) => Some(text(sender)),
            Sender::ByQueueId => event.queue_id.and_then(|id| self.senders.get(&id).cloned()),
            Sender::Unknown => None,
        };
        let row = (reply.code.to_string(), reply.enhanced.map(|enhanced| enhanced.to_string()), sender);
        self.line.push((category, row));
    }
}

impl Reader {
    fn read(&mut self, message: &[u8]) -> Recognition {
        let recognition = exim::parse(message, self);
        // The lab leaves out a host line's quote of an earlier reply to EHLO, and counts the refusal behind a callout only once,
        // as the callout's.
        if memchr::memmem::find(message, b"(EHLO response was: ").is_some() {
            self.line.retain(|(category, _)| *category != "attempt");
        }
        let is_callout = self.line.iter().any(|(category, _)| *category == "probe");
        for (category, row) in self.line.drain(..) {
            if !(is_callout && category == "reject implied") {
                *self.rows.entry(category).or_default().entry(row).or_default() += 1;
            }
        }
        recognition
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What follows date, time, zone and pid.
fn message(line: &[u8]) -> &[u8] {
    let behind_word = |text| memchr::memchr(b' ', text).map_or(&b""[..], |at| &text[at + 1..]);
    let mut rest = behind_word(behind_word(line));
    if rest.first().is_some_and(|b| b"+-".contains(b)) {
        rest = behind_word(rest);
    }
    let is_pid = rest.len() > 1 && rest[0] == b'[' && rest[1..].iter().take_while(|b| b.is_ascii_digit()).count() > 0;
    let closed = rest.iter().position(|&b| b == b']').is_some_and(|at| rest[1..at].iter().all(u8::is_ascii_digit));
    if is_pid && closed { behind_word(rest) } else { rest }
}

fn expected(json: &serde_json::Value, categories: &[&str]) -> Rows {
    let mut rows = Rows::new();
    for category in categories {
        for row in json[category].as_array().into_iter().flatten() {
            let field = |at: usize| row[at].as_str().map(str::to_owned);
            // `5.01.01` is 5.1.1.
            let enhanced = field(1).map(|code| {
                let numbers = code.split('.').map(|number| number.parse::<u16>().unwrap().to_string());
                numbers.collect::<Vec<_>>().join(".")
            });
            *rows.entry((field(0).unwrap(), enhanced, field(2))).or_default() += row[3].as_i64().unwrap();
        }
    }
    rows
}

/// The number of rows that differ; each is printed.
fn differences(name: &str, want: Rows, mut got: Rows) -> usize {
    let mut differing = 0;
    for (row, count) in want {
        let found = got.remove(&row).unwrap_or(0);
        if found != count {
            println!("{name}: {row:?} expected {count}, counted {found}");
            differing += 1;
        }
    }
    for (row, count) in &got {
        println!("{name}: {row:?} expected 0, counted {count}");
    }
    differing + got.len()
}

/// Reads one run and returns the number of differing rows.
fn check(run: &Path) -> usize {
    let mut reader = Reader::default();
    let log = std::fs::read(run.join("mainlog")).unwrap();
    for line in log.split(|&b| b == b'\n').filter(|line| !line.is_empty() && !exim::continuation(line)) {
        if reader.read(message(line)) == Recognition::Unknown {
            println!("{}: not recognised: {}", run.display(), text(line));
        }
    }
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(run.join("expected.json")).unwrap()).unwrap();
    let mut differing = 0;
    for (name, categories) in [
        ("delivery", &["outbound", "outbound_ehlo_in_text"][..]),
        ("attempt", &["outbound_host_line", "outbound_auth_line"]),
        ("reject", &["inbound"]),
        ("auth", &["inbound_auth"]),
        ("probe", &["inbound_callout"]),
        ("reject implied", &["inbound_text_only"]),
    ] {
        let mut want = expected(&json, categories);
        if name == "reject implied" {
            // Not in the line: the enhanced code.
            want = want.into_iter().fold(Rows::new(), |mut rows, ((code, _, sender), count)| {
                *rows.entry((code, None, sender)).or_default() += count;
                rows
            });
        }
        let got = reader.rows.remove(name).unwrap_or_default();
        let (replies, rows) = (got.values().sum::<i64>(), got.len());
        let differ = differences(name, want, got);
        println!("{}: {name}: {replies} replies in {rows} rows, {differ} differ", run.display());
        differing += differ;
    }
    differing
}

#[test]
fn counts_of_real_servers() {
    let Some(lab) = std::env::var_os("SMTPLOG_LAB") else { return };
    let mut runs: Vec<_> = std::fs::read_dir(lab).unwrap().map(|entry| entry.unwrap().path().join("exim")).collect();
    runs.retain(|run| run.join("mainlog").exists());
    runs.sort();
    assert!(!runs.is_empty());
    let differing: usize = runs.iter().map(|run| check(run)).sum();
    assert_eq!(differing, 0);
}
