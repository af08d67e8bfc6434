//! What two periods are compared by: failures by what they are, and the totals that they are parts of.
//!
//! In: a [`Report`]. Out: a [`Snapshot`], the same as from the report's JSON form. Always true: a row counts failures of one
//! subject once; what is not in a list that was not cut did not fail.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::event::{Kind, Outcome};
use crate::fold::Folds;
use crate::redact::Redaction;
use crate::reply::Reply;
use crate::report::{Failure, GroupRow, Report};
use crate::summary::Shape;
use crate::time::Time;

/// What failed, or whose mail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Events of a kind that one entry of the catalogue answers for.
    Failure {
        /// The kind.
        kind: Kind,
        /// The entry, by its name in JSON.
        rule: String,
    },
    /// A reply.
    Reply(Shape),
    /// A kind of text.
    Text {
        /// The kind of the worst replies of its failure.
        kind: Kind,
        /// What answers for it.
        rule: String,
        /// The template; `None` for texts that were too many to be kept apart.
        template: Option<String>,
    },
    /// An envelope sender; empty is the null sender, `None` is unknown.
    Sender(Option<String>),
    /// A domain of recipients.
    RecipientDomain(String),
}

/// The lists of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What failed.
    Failures,
    /// Replies by their codes.
    Replies,
    /// Kinds of texts.
    Texts,
    /// Envelope senders.
    Senders,
    /// Domains of recipients.
    RecipientDomains,
}

impl Topic {
    /// All lists in their order.
    pub const ALL: &'static [Topic] =
        &[Self::Failures, Self::Replies, Self::Texts, Self::Senders, Self::RecipientDomains];

    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failures => "failures",
            Self::Replies => "replies",
            Self::Texts => "texts",
            Self::Senders => "senders",
            Self::RecipientDomains => "recipient_domains",
        }
    }
}

impl Subject {
    /// The list that it stands in.
    #[must_use]
    pub const fn topic(&self) -> Topic {
        match self {
            Self::Failure { .. } => Topic::Failures,
            Self::Reply(_) => Topic::Replies,
            Self::Text { .. } => Topic::Texts,
            Self::Sender(_) => Topic::Senders,
            Self::RecipientDomain(_) => Topic::RecipientDomains,
        }
    }

    /// The kind of its events; `None` where it has several.
    #[must_use]
    pub const fn kind(&self) -> Option<Kind> {
        match self {
            Self::Failure { kind, .. } | Self::Text { kind, .. } => Some(*kind),
            Self::Reply(shape) => Some(shape.kind),
            Self::Sender(_) | Self::RecipientDomain(_) => None,
        }
    }
}

/// Failures of one subject.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// How many.
    pub count: u64,
    /// The first; `None` where that is not known.
    pub first: Option<Time>,
    /// What answers, by its name in JSON.
    pub rule: Option<String>,
    /// The name of what answers, as the report has it.
    pub title: Option<String>,
    /// The worst reply.
    pub reply: Option<Reply>,
    /// The earliest text.
    pub example: Option<String>,
}

impl Row {
    pub(super) fn absorb(&mut self, other: &Row) {
        self.count += other.count;
        self.first = [self.first, other.first].into_iter().flatten().min();
    }
}

/// What is known of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What it is called: a path.
    pub name: String,
    /// First and last event.
    pub period: Option<(Time, Time)>,
    /// The filters in words.
    pub selection: Vec<String>,
    /// How its names became tokens; `None` if they are names.
    pub redaction: Option<Redaction>,
    /// Events by kind and outcome, without zeros.
    pub totals: BTreeMap<(Kind, Outcome), u64>,
    pub(super) rows: BTreeMap<Subject, Row>,
    /// Whether the list of senders has them all.
    pub(super) has_all_senders: bool,
    /// Whether the list of recipient domains has them all.
    pub(super) has_all_domains: bool,
    pub(super) folds: Folds,
}

impl Snapshot {
    /// What a report tells. It should hold all groups ([`Needs::groups`](crate::report::Needs::groups)).
    #[must_use]
    pub fn from_report(name: &str, report: &Report) -> Self {
        let mut snapshot = Self::empty(name, report.period);
        snapshot.selection.clone_from(&report.selection);
        snapshot.redaction.clone_from(&report.redaction);
        snapshot.totals = report.totals.iter().map(|total| ((total.kind, total.outcome), total.count)).collect();
        snapshot.has_all_senders = report.senders.rows.len() == report.senders.n;
        snapshot.has_all_domains = report.recipient_domains.rows.len() == report.recipient_domains.n;
        report.failures.iter().for_each(|failure| snapshot.add_failure(failure));
        for row in report.replies.iter().filter(|row| row.shape.is_failure()) {
            let advice = &row.advice;
            let subject = Subject::Reply(row.shape);
            let row = Row {
                count: row.tally.count,
                first: known(row.tally.first),
                rule: Some(advice.rule.to_string()),
                title: Some(advice.title.to_owned()),
                reply: row.shape.reply,
                example: row.example.clone(),
            };
            snapshot.add(subject, row);
        }
        let name = |row: &GroupRow| row.name.as_deref().map(str::to_owned);
        for row in &report.senders.rows {
            snapshot.add_name(Subject::Sender(name(row)), row.counts.failures());
        }
        for row in &report.recipient_domains.rows {
            snapshot.add_name(Subject::RecipientDomain(name(row).unwrap_or_default()), row.counts.failures());
        }
        snapshot.fold(report.folds);
        snapshot
    }

    /// Nothing counted yet.
    pub(super) fn empty(name: &str, period: Option<(Time, Time)>) -> Self {
        Self {
            name: name.to_owned(),
            period,
            selection: Vec::new(),
            redaction: None,
            totals: BTreeMap::new(),
            rows: BTreeMap::new(),
            has_all_senders: true,
            has_all_domains: true,
            folds: Folds::default(),
        }
    }

    fn add_failure(&mut self, failure: &Failure) {
        let rule = failure.advice.rule.to_string();
        let row = |count, first, reply, example: Option<&str>| Row {
            count,
            first,
            rule: Some(rule.clone()),
            title: Some(failure.advice.title.to_owned()),
            reply,
            example: example.map(str::to_owned),
        };
        for one in &failure.shapes {
            let subject = Subject::Failure { kind: one.shape.kind, rule: rule.clone() };
            self.add(subject, row(one.tally.count, known(one.tally.first), one.shape.reply, None));
        }
        let worst = failure.shapes[0].shape;
        for reason in &failure.reasons {
            let subject = Subject::Text { kind: worst.kind, rule: rule.clone(), template: reason.template.clone() };
            self.add(subject, row(reason.count, None, worst.reply, reason.example.as_deref()));
        }
    }

    /// Adds a row to what is there of its subject.
    pub(super) fn add(&mut self, subject: Subject, row: Row) {
        match self.rows.get_mut(&subject) {
            Some(there) => there.absorb(&row),
            None => drop(self.rows.insert(subject, row)),
        }
    }

    /// Adds failures of a name. That one did not fail says something only where others are left out.
    pub(super) fn add_name(&mut self, subject: Subject, failures: u64) {
        if failures > 0 || !self.has_all(subject.topic()) {
            self.add(subject, Row { count: failures, ..Row::default() });
        }
    }

    /// Whether what is not in a list did not fail.
    pub(super) fn has_all(&self, topic: Topic) -> bool {
        match topic {
            Topic::Senders => self.has_all_senders,
            Topic::RecipientDomains => self.has_all_domains,
            Topic::Failures | Topic::Replies | Topic::Texts => true,
        }
    }

    /// Whether the names of both are names, or tokens that were made alike, so that the same name is the same in both.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        self.redaction == other.redaction && (self.redaction.is_none() || self.folds == other.folds)
    }

    /// Which senders are one in it.
    #[must_use]
    pub fn folds(&self) -> Folds {
        self.folds
    }

    /// Makes senders one, as they must be in both periods. Bounce addresses always are: no mail has the ones of an earlier mail. Of
    /// tokens nobody knows.
    pub(super) fn fold(&mut self, folds: Folds) {
        if self.redaction.is_some() {
            self.folds = folds;
            return;
        }
        let all = Folds {
            verp: true,
            srs: self.folds.srs || folds.srs,
            plus: self.folds.plus || folds.plus,
            case: self.folds.case || folds.case,
        };
        if all == self.folds {
            return;
        }
        self.folds = all;
        for (subject, row) in std::mem::take(&mut self.rows) {
            let subject = match subject {
                Subject::Sender(Some(name)) => Subject::Sender(Some(all.fold(Cow::Owned(name)).into_owned())),
                other => other,
            };
            self.add(subject, row);
        }
    }

    /// Events of a kind; without one, all but attempts.
    #[must_use]
    pub fn events(&self, kind: Option<Kind>) -> u64 {
        let counts = |of: Kind| kind.map_or(of != Kind::Attempt, |kind| kind == of);
        self.totals.iter().filter(|((of, _), _)| counts(*of)).map(|(_, n)| n).sum()
    }

    /// Seconds from the first event to the last, at least one.
    pub(super) fn length(&self) -> Option<i64> {
        self.period.map(|(first, last)| last.since(first).max(1))
    }
}

/// A time, unless it is the mark of having none.
fn known(time: Time) -> Option<Time> {
    (time != Time::MIN && time != Time::MAX).then_some(time)
}
