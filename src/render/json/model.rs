//! The serialised forms: the report's own types stay free to change.

use std::fmt;

use serde::{Serialize, Serializer};

use super::replies::NamedJson;
use crate::accounting::Accounting;
use crate::event::{Kind, Outcome};
use crate::fold::Folds;
use crate::redact::Redaction;
use crate::render::iso::iso;
use crate::report::{ClassTotal, Counts, Finding, GroupRow, HourRow, SourceReport, StageRow, Total};
use crate::threshold::Verdict;
use crate::time::Time;

/// Anything as the string that it displays as.
pub(super) struct Shown<T>(pub(super) T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A time as a string.
pub(super) struct Iso(Time);

impl Serialize for Iso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        iso(self.0, |text| serializer.serialize_str(text))
    }
}

/// A time, unless it is the mark of having none.
pub(super) fn time(time: Time) -> Option<Iso> {
    (time != Time::MIN && time != Time::MAX).then_some(Iso(time))
}

/// The null sender is `<>`, the unknown one `null`.
pub(super) fn sender(sender: Option<&str>) -> Option<&str> {
    sender.map(|address| if address.is_empty() { "<>" } else { address })
}

/// The members of an object in their order, made as they are written.
struct Members<I>(I);

impl<V: Serialize, I: Iterator<Item = (&'static str, V)> + Clone> Serialize for Members<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

/// An object of names and counts.
pub(super) struct Counted(pub(super) Vec<(&'static str, u64)>);

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Members(self.0.iter().copied()).serialize(serializer)
    }
}

#[derive(Serialize)]
pub(super) struct PeriodJson {
    first: Iso,
    last: Iso,
}

impl From<(Time, Time)> for PeriodJson {
    fn from((first, last): (Time, Time)) -> Self {
        Self { first: Iso(first), last: Iso(last) }
    }
}

#[derive(Serialize)]
pub(super) struct RedactionJson<'a> {
    key: &'a str,
    keep: Vec<&'static str>,
    fold: Vec<&'static str>,
}

impl<'a> RedactionJson<'a> {
    pub(super) fn new(redaction: &'a Redaction, folds: Folds) -> Self {
        Self { key: &redaction.key, keep: redaction.keep.names(), fold: folds.names() }
    }
}

#[derive(Serialize)]
pub(super) struct AccountingJson {
    lines: u64,
    surplus: u64,
    events: u64,
    recognised: u64,
    other: u64,
    unrecognised: u64,
    duplicates: u64,
    balanced: bool,
    events_by_kind: KindsJson,
    cut: u64,
    openings: u64,
    unnamed_repetitions: u64,
}

impl From<&Accounting> for AccountingJson {
    fn from(from: &Accounting) -> Self {
        Self {
            lines: from.lines,
            surplus: from.surplus,
            events: from.all_events(),
            recognised: from.recognised,
            other: from.other,
            unrecognised: from.unrecognised,
            duplicates: from.duplicates,
            balanced: from.is_balanced(),
            events_by_kind: KindsJson(from.events),
            cut: from.cut,
            openings: from.openings,
            unnamed_repetitions: from.unnamed_repetitions,
        }
    }
}

struct KindsJson([u64; Kind::ALL.len()]);

impl Serialize for KindsJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Members(Kind::ALL.iter().map(|kind| (kind.name(), self.0[*kind as usize]))).serialize(serializer)
    }
}

#[derive(Serialize)]
pub(super) struct SourceJson<'a> {
    name: &'a str,
    format: &'a str,
    period: Option<PeriodJson>,
    accounting: AccountingJson,
}

impl<'a> From<&'a SourceReport> for SourceJson<'a> {
    fn from(from: &'a SourceReport) -> Self {
        Self {
            name: &from.name,
            format: from.format,
            period: from.period.map(PeriodJson::from),
            accounting: AccountingJson::from(&from.accounting),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TotalJson {
    kind: &'static str,
    outcome: &'static str,
    count: u64,
}

impl From<&Total> for TotalJson {
    fn from(from: &Total) -> Self {
        Self { kind: from.kind.name(), outcome: from.outcome.name(), count: from.count }
    }
}

#[derive(Serialize)]
pub(super) struct ClassJson {
    kind: &'static str,
    class: Option<u8>,
    count: u64,
}

impl From<&ClassTotal> for ClassJson {
    fn from(from: &ClassTotal) -> Self {
        Self { kind: from.kind.name(), class: from.class, count: from.count }
    }
}

/// Sums, then one member per outcome that occurred, then attempts, which are in none of them.
struct CountsJson(Counts);

impl Serialize for CountsJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let outcomes = Outcome::ALL.iter().map(|&outcome| (outcome.name(), self.0.of(outcome)));
        Members(outcomes.filter(|(_, n)| *n > 0)).serialize(serializer)
    }
}

#[derive(Serialize)]
pub(super) struct VerdictJson<'a> {
    threshold: &'a str,
    measured: u64,
    whole: Option<u64>,
    passed: bool,
}

impl<'a> From<&'a Verdict> for VerdictJson<'a> {
    fn from(from: &'a Verdict) -> Self {
        Self { threshold: &from.threshold, measured: from.measured, whole: from.whole, passed: from.is_passed }
    }
}

#[derive(Serialize)]
pub(super) struct GroupJson<'a> {
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addresses: Option<u64>,
    events: u64,
    failures: u64,
    attempts: u64,
    outcomes: CountsJson,
}

impl<'a> GroupJson<'a> {
    fn new(name: Option<&'a str>, counts: &Counts) -> Self {
        let (events, failures, attempts) = (counts.total(), counts.failures(), counts.attempts);
        Self { name, addresses: None, events, failures, attempts, outcomes: CountsJson(*counts) }
    }

    pub(super) fn of_sender(row: &'a GroupRow) -> Self {
        Self::new(sender(row.name.as_deref()), &row.counts)
    }

    /// Of a sender that may stand for several addresses.
    pub(super) fn of_folded(row: &'a GroupRow) -> Self {
        Self { addresses: Some(row.n_merged), ..Self::of_sender(row) }
    }

    pub(super) fn of_domain(row: &'a GroupRow) -> Self {
        Self::new(row.name.as_deref(), &row.counts)
    }
}

#[derive(Serialize)]
pub(super) struct HourJson {
    start: Iso,
    events: u64,
    failures: u64,
    attempts: u64,
    outcomes: CountsJson,
}

impl From<&HourRow> for HourJson {
    fn from(from: &HourRow) -> Self {
        let GroupJson { events, failures, attempts, outcomes, .. } = GroupJson::new(None, &from.counts);
        Self { start: Iso(from.start), events, failures, attempts, outcomes }
    }
}

#[derive(Serialize)]
pub(super) struct StageJson {
    stage: &'static str,
    kind: &'static str,
    successes: u64,
    failures: u64,
}

impl From<&StageRow> for StageJson {
    fn from(from: &StageRow) -> Self {
        let StageRow { stage, kind, successes, failures } = *from;
        Self { stage: stage.name(), kind: kind.name(), successes, failures }
    }
}

#[derive(Serialize)]
#[serde(tag = "finding", rename_all = "kebab-case")]
pub(super) enum FindingJson<'a> {
    Vanished { count: u64, senders: Vec<NamedJson<'a>>, messages: Vec<MessageJson<'a>> },
    SuspectedDouble { first: &'a str, second: &'a str },
    UnnamedRepetitions { count: u64 },
    Unrecognised { source: &'a str, count: u64, lines: u64 },
}

#[derive(Serialize)]
pub(super) struct MessageJson<'a> {
    time: Option<Iso>,
    queue_id: &'a str,
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(from: &'a Finding) -> Self {
        match from {
            Finding::Vanished { count, senders, messages } => {
                let named = |(name, count): &'a (Option<String>, u64)| NamedJson {
                    name: sender(name.as_deref()),
                    count: *count,
                };
                let message = |(at, id): &'a (Time, String)| MessageJson { time: time(*at), queue_id: id };
                let (senders, messages) = (senders.iter().map(named), messages.iter().map(message));
                Self::Vanished { count: *count, senders: senders.collect(), messages: messages.collect() }
            }
            Finding::SuspectedDouble { first, second } => Self::SuspectedDouble { first, second },
            Finding::UnnamedRepetitions { count } => Self::UnnamedRepetitions { count: *count },
            Finding::Unrecognised { source, count, lines } => {
                Self::Unrecognised { source, count: *count, lines: *lines }
            }
        }
    }
}
