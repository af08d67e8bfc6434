//! A saved JSON report → [`Snapshot`]. `docs/json.md` describes the form.
//!
//! In: the text of a file. Out: the same snapshot as from the report that was saved, or what is wrong and where. Always true:
//! members that are not needed may be missing or of any form; a newer schema is refused.

use std::fmt;

use serde::Deserialize;

use super::snapshot::{Row, Snapshot, Subject};
use super::values::{code, count, enhanced, folds, keep, kind, known_time, origin, outcome, silence, time};
use crate::event::{Kind, Origin, Outcome, Silence};
use crate::fold::Folds;
use crate::redact::{Keep, Redaction};
use crate::reply::{Enhanced, Reply, ReplyCode};
use crate::report::SCHEMA;
use crate::summary::Shape;
use crate::time::Time;

/// A saved report that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    name: String,
    fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// No JSON, or a member is not what it must be.
    Form { member: String, reason: String },
    /// Made by a newer version.
    TooNew(u64),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Fault::Form { member, reason } => write!(
                f,
                "{}: {member}: {reason}; give a report as `smtplog analyze --format json` writes it, or logs",
                self.name
            ),
            Fault::TooNew(found) => write!(
                f,
                "{}: schema: expected at most {SCHEMA}, found {found}; it was written by a newer smtplog: update this one",
                self.name
            ),
        }
    }
}

impl std::error::Error for Refused {}

/// Whether a file that begins so is a saved report: an object whose first member is its schema. Journals are objects as well.
#[must_use]
pub fn is_saved_report(beginning: &[u8]) -> bool {
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
    text.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"schema\""))
}

impl Snapshot {
    /// What a saved report tells; `name` is its path.
    ///
    /// # Errors
    /// The member that is not as expected, or a schema that is too new.
    pub fn from_json(name: &str, text: &str) -> Result<Self, Refused> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let schema: SchemaFile = read(name, text)?;
        if schema.schema > u64::from(SCHEMA) {
            return Err(Refused { name: name.to_owned(), fault: Fault::TooNew(schema.schema) });
        }
        let report: ReportFile = read(name, text)?;
        Ok(report.into_snapshot(name))
    }
}

fn read<'a, T: Deserialize<'a>>(name: &str, text: &'a str) -> Result<T, Refused> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let member = error.path().to_string();
        let member = if member == "." { "the report".to_owned() } else { member };
        let fault = Fault::Form { member, reason: error.into_inner().to_string() };
        Refused { name: name.to_owned(), fault }
    })
}

#[derive(Deserialize)]
#[serde(expecting = "a JSON report")]
struct SchemaFile {
    schema: u64,
}

/// The members that are needed.
#[derive(Deserialize)]
#[serde(expecting = "a JSON report")]
struct ReportFile {
    #[serde(default)]
    top: Option<usize>,
    period: Option<PeriodFile>,
    selection: Vec<String>,
    #[serde(default)]
    redaction: Option<RedactionFile>,
    totals: Vec<TotalFile>,
    failures: Vec<FailureFile>,
    replies: Vec<ReplyFile>,
    senders: Vec<NameFile>,
    recipient_domains: Vec<NameFile>,
}

#[derive(Deserialize)]
struct RedactionFile {
    key: String,
    #[serde(deserialize_with = "keep")]
    keep: Keep,
    #[serde(deserialize_with = "folds")]
    fold: Folds,
}

#[derive(Deserialize)]
struct PeriodFile {
    #[serde(deserialize_with = "time")]
    first: Time,
    #[serde(deserialize_with = "time")]
    last: Time,
}

#[derive(Deserialize)]
struct TotalFile {
    #[serde(deserialize_with = "kind")]
    kind: Kind,
    #[serde(deserialize_with = "outcome")]
    outcome: Outcome,
    #[serde(deserialize_with = "count")]
    count: u64,
}

#[derive(Deserialize)]
struct FailureFile {
    advice: AdviceFile,
    replies: Vec<ReplyFile>,
    reasons: Vec<ReasonFile>,
}

#[derive(Deserialize)]
struct AdviceFile {
    rule: String,
    title: String,
}

/// A reply, or one of a failure.
#[derive(Deserialize)]
struct ReplyFile {
    #[serde(deserialize_with = "code")]
    code: Option<ReplyCode>,
    #[serde(deserialize_with = "enhanced")]
    enhanced: Option<Enhanced>,
    #[serde(deserialize_with = "kind")]
    kind: Kind,
    #[serde(deserialize_with = "outcome")]
    outcome: Outcome,
    #[serde(deserialize_with = "origin")]
    origin: Origin,
    #[serde(default, deserialize_with = "enhanced")]
    dsn: Option<Enhanced>,
    #[serde(default, deserialize_with = "silence")]
    reason: Option<Silence>,
    #[serde(deserialize_with = "count")]
    count: u64,
    #[serde(deserialize_with = "known_time")]
    first_seen: Option<Time>,
    #[serde(default)]
    example: Option<String>,
    #[serde(default)]
    advice: Option<AdviceFile>,
}

#[derive(Deserialize)]
struct ReasonFile {
    template: Option<String>,
    #[serde(deserialize_with = "count")]
    count: u64,
    example: Option<String>,
}

#[derive(Deserialize)]
struct NameFile {
    name: Option<String>,
    #[serde(deserialize_with = "count")]
    failures: u64,
}

impl ReportFile {
    fn into_snapshot(self, name: &str) -> Snapshot {
        let mut snapshot = Snapshot::empty(name, self.period.map(|period| (period.first, period.last)));
        snapshot.selection = self.selection;
        let folds = self.redaction.as_ref().map(|redaction| redaction.fold).unwrap_or_default();
        snapshot.redaction = self.redaction.map(|RedactionFile { key, keep, .. }| Redaction { key, keep });
        let is_whole = |rows: usize| self.top.is_none_or(|top| top == 0 || rows < top);
        snapshot.has_all_senders = is_whole(self.senders.len());
        snapshot.has_all_domains = is_whole(self.recipient_domains.len());
        for total in self.totals {
            *snapshot.totals.entry((total.kind, total.outcome)).or_default() += total.count;
        }
        self.failures.into_iter().for_each(|failure| failure.add_to(&mut snapshot));
        for reply in self.replies.into_iter().filter(|reply| reply.shape().is_failure()) {
            snapshot.add(Subject::Reply(reply.shape()), reply.into_row());
        }
        for row in self.senders {
            let sender = row.name.map(|name| if name == "<>" { String::new() } else { name });
            snapshot.add_name(Subject::Sender(sender), row.failures);
        }
        for row in self.recipient_domains {
            snapshot.add_name(Subject::RecipientDomain(row.name.unwrap_or_default()), row.failures);
        }
        snapshot.fold(folds);
        snapshot
    }
}

impl FailureFile {
    fn add_to(self, snapshot: &mut Snapshot) {
        let AdviceFile { rule, title } = self.advice;
        let worst = self.replies.first().map(|reply| (reply.kind, reply.shape().reply));
        for reply in self.replies {
            let subject = Subject::Failure { kind: reply.kind, rule: rule.clone() };
            let row = Row { rule: Some(rule.clone()), title: Some(title.clone()), example: None, ..reply.into_row() };
            snapshot.add(subject, row);
        }
        let Some((kind, reply)) = worst else { return };
        for reason in self.reasons {
            let subject = Subject::Text { kind, rule: rule.clone(), template: reason.template };
            let row = Row {
                count: reason.count,
                first: None,
                rule: Some(rule.clone()),
                title: Some(title.clone()),
                reply,
                example: reason.example,
            };
            snapshot.add(subject, row);
        }
    }
}

impl ReplyFile {
    fn shape(&self) -> Shape {
        Shape {
            reply: self.code.map(|code| Reply { code, enhanced: self.enhanced }),
            kind: self.kind,
            outcome: self.outcome,
            origin: self.origin,
            dsn: self.dsn,
            silence: self.reason.unwrap_or(Silence::Unspecified),
        }
    }

    fn into_row(self) -> Row {
        let reply = self.shape().reply;
        let (rule, title) = self.advice.map(|advice| (advice.rule, advice.title)).unzip();
        Row { count: self.count, first: self.first_seen, rule, title, reply, example: self.example }
    }
}
