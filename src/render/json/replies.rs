//! The serialised forms of replies and of their rows.

use std::sync::Arc;

use serde::Serialize;

use super::model::{Iso, Shown, sender, time};
use crate::catalog::{Advice, Basis, Rule};
use crate::reply::{Enhanced, ReplyCode};
use crate::report::{ReplyRow, SenderRow, Whom};
use crate::summary::{Shape, Tally};

/// What a reply is counted under; the first members of replies and rows.
#[derive(Serialize)]
pub(super) struct ShapeJson {
    code: Option<u16>,
    enhanced: Option<Shown<Enhanced>>,
    kind: &'static str,
    outcome: &'static str,
    origin: &'static str,
}

impl From<&Shape> for ShapeJson {
    fn from(from: &Shape) -> Self {
        Self {
            code: from.code().map(ReplyCode::get),
            enhanced: from.enhanced().map(Shown),
            kind: from.kind.name(),
            outcome: from.outcome.name(),
            origin: from.origin.name(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TallyJson {
    count: u64,
    first_seen: Option<Iso>,
    last_seen: Option<Iso>,
}

impl From<&Tally> for TallyJson {
    fn from(from: &Tally) -> Self {
        Self { count: from.count, first_seen: time(from.first), last_seen: time(from.last) }
    }
}

#[derive(Serialize)]
pub(super) struct ReplyJson<'a> {
    #[serde(flatten)]
    shape: ShapeJson,
    dsn: Option<Shown<Enhanced>>,
    reason: Option<&'static str>,
    #[serde(flatten)]
    tally: TallyJson,
    share: f64,
    #[serde(flatten)]
    whom: WhomJson<'a>,
    stages: Vec<NamedJson<'a>>,
    example: Option<&'a str>,
    advice: AdviceJson<'a>,
}

impl<'a> From<&'a ReplyRow> for ReplyJson<'a> {
    fn from(from: &'a ReplyRow) -> Self {
        Self {
            shape: ShapeJson::from(&from.shape),
            dsn: from.shape.dsn.map(Shown),
            reason: from.shape.reply.is_none().then(|| from.shape.silence.name()),
            tally: TallyJson::from(&from.tally),
            share: (from.share * 1e6).round() / 1e6,
            whom: WhomJson::from(&from.whom),
            stages: from.stages.iter().map(|&(stage, count)| NamedJson { name: Some(stage.name()), count }).collect(),
            example: from.example.as_deref(),
            advice: AdviceJson::from(&from.advice),
        }
    }
}

/// Whom events concern.
#[derive(Serialize)]
pub(super) struct WhomJson<'a> {
    n_senders: u64,
    n_recipient_domains: u64,
    n_relays: u64,
    top_senders: Vec<NamedJson<'a>>,
    top_recipient_domains: Vec<NamedJson<'a>>,
    top_relays: Vec<NamedJson<'a>>,
}

impl<'a> From<&'a Whom> for WhomJson<'a> {
    fn from(from: &'a Whom) -> Self {
        let domain = |(name, count): &'a (Arc<str>, u64)| NamedJson { name: Some(name), count: *count };
        let sender =
            |(name, count): &'a (Option<Arc<str>>, u64)| NamedJson { name: sender(name.as_deref()), count: *count };
        Self {
            n_senders: from.n_senders,
            n_recipient_domains: from.n_recipient_domains,
            n_relays: from.n_relays,
            top_senders: from.top_senders.iter().map(sender).collect(),
            top_recipient_domains: from.top_recipient_domains.iter().map(domain).collect(),
            top_relays: from.top_relays.iter().map(domain).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct NamedJson<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) count: u64,
}

#[derive(Serialize)]
pub(super) struct AdviceJson<'a> {
    rule: Shown<Rule<'a>>,
    parameter: Option<&'a str>,
    basis: Option<&'static str>,
    title: &'a str,
    meaning: &'a str,
    when: Option<&'a str>,
    who_acts: &'static str,
    retry: &'static str,
    steps: &'a [String],
    note: Option<&'a str>,
    sources: &'a [String],
}

impl<'a> From<&Advice<'a>> for AdviceJson<'a> {
    fn from(from: &Advice<'a>) -> Self {
        Self {
            rule: Shown(from.rule),
            parameter: from.parameter,
            basis: from.basis.map(Basis::name),
            title: from.title,
            meaning: from.meaning,
            when: from.when,
            who_acts: from.who.name(),
            retry: from.retry.name(),
            steps: from.steps,
            note: from.note,
            sources: from.sources,
        }
    }
}

/// Not flattened as [`ReplyJson`] is: there may be millions.
#[derive(Serialize)]
pub(super) struct RowJson<'a> {
    reply: usize,
    code: Option<u16>,
    enhanced: Option<Shown<Enhanced>>,
    kind: &'static str,
    outcome: &'static str,
    origin: &'static str,
    sender: Option<&'a str>,
    count: u64,
    first_seen: Option<Iso>,
    last_seen: Option<Iso>,
}

impl<'a> RowJson<'a> {
    pub(super) fn new(row: &'a SenderRow, replies: &[ReplyRow]) -> Self {
        let ShapeJson { code, enhanced, kind, outcome, origin } = ShapeJson::from(&replies[row.reply].shape);
        let TallyJson { count, first_seen, last_seen } = TallyJson::from(&row.tally);
        let sender = sender(row.sender.as_deref());
        Self { reply: row.reply, code, enhanced, kind, outcome, origin, sender, count, first_seen, last_seen }
    }
}
