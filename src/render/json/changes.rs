//! The serialised form of changes between two periods.

use serde::Serialize;

use super::model::{PeriodJson, Shown, sender, time};
use super::replies::{AdviceJson, ShapeJson};
use crate::diff::{Change, Changes, LEVEL, List, Part, Period, Subject, Topic, TotalChange};
use crate::reply::Enhanced;

#[derive(Serialize)]
pub(super) struct ChangesJson<'a> {
    old: SideJson<'a>,
    new: SideJson<'a>,
    same_length: bool,
    level: f64,
    totals: Vec<TotalJson>,
    failures: ListJson<'a>,
    replies: ListJson<'a>,
    texts: ListJson<'a>,
    senders: ListJson<'a>,
    recipient_domains: ListJson<'a>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    name: Option<&'a str>,
    period: Option<PeriodJson>,
    selection: &'a [String],
    events: u64,
}

#[derive(Serialize)]
struct TotalJson {
    kind: &'static str,
    outcome: &'static str,
    old: PartJson,
    new: PartJson,
}

#[derive(Serialize)]
struct PartJson {
    count: u64,
    of: u64,
    share: f64,
}

#[derive(Serialize)]
struct ListJson<'a> {
    rows: Vec<ChangeJson<'a>>,
    small: usize,
    cut: bool,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    change: &'static str,
    #[serde(flatten)]
    subject: SubjectJson<'a>,
    old: PartJson,
    new: PartJson,
    by: &'static str,
    log10_p: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<super::model::Iso>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<AdviceJson<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum SubjectJson<'a> {
    Failure {
        kind: &'static str,
        rule: &'a str,
    },
    Reply {
        #[serde(flatten)]
        shape: ShapeJson,
        dsn: Option<Shown<Enhanced>>,
        reason: Option<&'static str>,
    },
    Text {
        kind: &'static str,
        rule: &'a str,
        template: Option<&'a str>,
    },
    Name {
        name: Option<&'a str>,
    },
}

impl<'a> ChangesJson<'a> {
    /// At most `limit` rows per list.
    pub(super) fn new(from: &'a Changes, limit: usize) -> Self {
        let list = |topic: Topic| ListJson::new(from.list(topic), limit);
        Self {
            old: SideJson::from(&from.old),
            new: SideJson::from(&from.new),
            same_length: from.has_same_length,
            level: LEVEL,
            totals: from.totals.iter().map(TotalJson::from).collect(),
            failures: list(Topic::Failures),
            replies: list(Topic::Replies),
            texts: list(Topic::Texts),
            senders: list(Topic::Senders),
            recipient_domains: list(Topic::RecipientDomains),
        }
    }
}

impl<'a> From<&'a Period> for SideJson<'a> {
    fn from(from: &'a Period) -> Self {
        let Period { name, period, selection, events } = from;
        let name = (!name.is_empty()).then_some(name.as_str());
        Self { name, period: period.map(PeriodJson::from), selection, events: *events }
    }
}

impl From<&TotalChange> for TotalJson {
    fn from(from: &TotalChange) -> Self {
        Self { kind: from.kind.name(), outcome: from.outcome.name(), old: from.old.into(), new: from.new.into() }
    }
}

impl From<Part> for PartJson {
    fn from(from: Part) -> Self {
        Self { count: from.count, of: from.of, share: (from.share() * 1e6).round() / 1e6 }
    }
}

impl<'a> ListJson<'a> {
    fn new(from: &'a List, limit: usize) -> Self {
        let rows = from.rows.iter().take(limit).map(ChangeJson::from).collect();
        Self { rows, small: from.n_small, cut: from.is_cut }
    }
}

impl<'a> From<&'a Change> for ChangeJson<'a> {
    fn from(from: &'a Change) -> Self {
        Self {
            change: from.direction.name(),
            subject: SubjectJson::from(&from.subject),
            old: from.old.into(),
            new: from.new.into(),
            by: from.basis.name(),
            log10_p: (from.ln_p / std::f64::consts::LN_10 * 100.0).round() / 100.0,
            first_seen: from.first.and_then(time),
            title: from.title.as_deref(),
            example: from.example.as_deref(),
            advice: from.advice.as_ref().filter(|_| from.subject.topic() == Topic::Failures).map(AdviceJson::from),
        }
    }
}

impl<'a> From<&'a Subject> for SubjectJson<'a> {
    fn from(from: &'a Subject) -> Self {
        match from {
            Subject::Failure { kind, rule } => Self::Failure { kind: kind.name(), rule },
            Subject::Reply(shape) => Self::Reply {
                shape: ShapeJson::from(shape),
                dsn: shape.dsn.map(Shown),
                reason: shape.reply.is_none().then(|| shape.silence.name()),
            },
            Subject::Text { kind, rule, template } => {
                Self::Text { kind: kind.name(), rule, template: template.as_deref() }
            }
            Subject::Sender(name) => Self::Name { name: sender(name.as_deref()) },
            Subject::RecipientDomain(name) => Self::Name { name: Some(name) },
        }
    }
}
