//! The naive reference: a slow, single-threaded second opinion on what a mail log says.
//!
//! In: plain log files, read whole and in order as one log. Out: [`Counts`], the same rows that smtplog reports. It is
//! written from `docs/counting.md` and shares no parsing code with `src/`: where the two disagree, one of them is wrong.
//! One regular expression per shape, one line at a time, strings everywhere; nothing here is meant to be fast.
//!
//! Not read: times (so openings never expire here), compressed input, journald JSON and export. A line that another file
//! of the same run has already given is counted again.

#![allow(dead_code, reason = "each integration test uses its own part of the reference")]

/// A regular expression that is compiled once, where it is used.
macro_rules! re {
    ($($pattern:expr),+ $(,)?) => {{
        static RE: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new(concat!($($pattern),+)).expect("a valid pattern"));
        &*RE
    }};
}

/// What stands between the angle brackets of an address. A quoted local part may hold anything, `>` and blanks included.
macro_rules! address {
    () => {
        r#"(?:"(?:[^"\\]|\\.)*"[^>]*|.*?)"#
    };
}

pub(crate) mod compare;
pub(crate) mod corpus_checks;
pub(crate) mod exim;
pub(crate) mod frame;
pub(crate) mod postfix;
pub(crate) mod reply;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use frame::{Frame, Mta};

/// One row of the report: everything that is told apart when counting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    /// Reply code, or none.
    pub(crate) code: Option<u16>,
    /// Enhanced status code, as the reply has it.
    pub(crate) enhanced: Option<String>,
    /// `delivery`, `attempt`, `reject`, `auth` or `probe`.
    pub(crate) kind: String,
    /// `delivered`, `deferred`, …
    pub(crate) outcome: String,
    /// `logged`, `implied`, `repeated` or `none`.
    pub(crate) origin: String,
    /// Envelope sender; `Some("")` is the null sender, `None` is unknown.
    pub(crate) sender: Option<String>,
}

/// Rows with their counts.
pub(crate) type Rows = BTreeMap<Row, u64>;

/// What was counted, and what every line was.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The report.
    pub(crate) rows: Rows,
    /// Lines read.
    pub(crate) lines: u64,
    /// Lines that recorded at least one event.
    pub(crate) event_lines: u64,
    /// Postfix and Exim lines that recorded none.
    pub(crate) recognised: u64,
    /// Lines of other programs.
    pub(crate) other: u64,
    /// Lines without a known frame, or of an MTA but with a shape that is not known.
    pub(crate) unrecognised: u64,
}

/// Whose mail an event is about, as far as the line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// The line names the sender; empty is the null sender.
    Named(String),
    /// The line has a queue id: look it up.
    ById(String),
    /// Neither.
    Unknown,
}

/// One event, its sender still to be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// See [`Row::kind`].
    pub(crate) kind: &'static str,
    /// See [`Row::outcome`].
    pub(crate) outcome: &'static str,
    /// See [`Row::origin`].
    pub(crate) origin: &'static str,
    /// Reply code and enhanced status code.
    pub(crate) reply: Option<reply::Reply>,
    /// Envelope sender.
    pub(crate) who: Who,
}

/// An event whose reply, if any, comes with its origin.
pub(crate) fn event(
    kind: &'static str,
    outcome: &'static str,
    reply: Option<(&'static str, reply::Reply)>,
    who: Who,
) -> Event {
    match reply {
        None => Event { kind, outcome, origin: "none", reply: None, who },
        Some((origin, reply)) => Event { kind, outcome, origin, reply: Some(reply), who },
    }
}

/// What a line does, in the order in which it does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The message with this id has this sender from now on.
    Open(String, String),
    /// The message with this id is gone; the id may come back.
    Close(String),
    /// Something to count.
    Count(Event),
}

/// What an MTA's line says: its steps (none for a line that records nothing), or `None` if its shape is not known.
pub(crate) type Reading = Option<Vec<Step>>;

/// Counts the files, in the given order, as one log.
pub(crate) fn count(files: &[&Path]) -> Counts {
    let mut log = Log::default();
    for file in files {
        let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        log.read(&bytes);
    }
    log.counts
}

/// Counts a log given as text.
pub(crate) fn count_text(text: &str) -> Counts {
    let mut log = Log::default();
    log.read(text.as_bytes());
    log.counts
}

#[derive(Default)]
struct Log {
    counts: Counts,
    /// (host, MTA instance, queue id) → sender.
    open: HashMap<(String, String, String), String>,
}

impl Log {
    fn read(&mut self, bytes: &[u8]) {
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        if bytes.is_empty() {
            return;
        }
        for line in bytes.split(|&byte| byte == b'\n') {
            self.line(String::from_utf8_lossy(line).trim_end_matches('\r'));
        }
    }

    fn line(&mut self, line: &str) {
        self.counts.lines += 1;
        let Some(frame) = frame::read(line) else {
            self.counts.unrecognised += 1;
            return;
        };
        let reading = match frame.mta {
            Mta::Other => {
                self.counts.other += 1;
                return;
            }
            Mta::Repetition => Some(Vec::new()),
            Mta::Postfix => postfix::read(&frame.message),
            Mta::Exim => exim::read(&frame.message),
        };
        match reading {
            None => self.counts.unrecognised += 1,
            Some(steps) => {
                if steps.iter().any(|step| matches!(step, Step::Count(_))) {
                    self.counts.event_lines += 1;
                } else {
                    self.counts.recognised += 1;
                }
                for step in steps {
                    self.step(&frame, step);
                }
            }
        }
    }

    fn step(&mut self, frame: &Frame, step: Step) {
        let key = |id: String| (frame.host.clone(), frame.instance.clone(), id);
        match step {
            Step::Open(id, sender) => {
                self.open.insert(key(id), sender);
            }
            Step::Close(id) => {
                self.open.remove(&key(id));
            }
            Step::Count(event) => {
                let sender = match event.who {
                    Who::Named(sender) => Some(sender),
                    Who::ById(id) => self.open.get(&key(id)).cloned(),
                    Who::Unknown => None,
                };
                let row = Row {
                    code: event.reply.as_ref().map(|reply| reply.code),
                    enhanced: event.reply.and_then(|reply| reply.enhanced),
                    kind: event.kind.to_owned(),
                    outcome: event.outcome.to_owned(),
                    origin: event.origin.to_owned(),
                    sender,
                };
                *self.counts.rows.entry(row).or_default() += frame.times;
            }
        }
    }
}
