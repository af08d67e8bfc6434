//! One row per kind of reply: counts, who it concerns, an example, and the catalogue's advice.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::groups::{domain_name, domain_of, most, registered_domain, text};
use super::names::Names;
use super::whom::Concerned;
use super::{ReplyRow, ReportOptions};
use crate::catalog::{Advice, Catalog, Side};
use crate::event::{Kind, Outcome, Stage};
use crate::reply;
use crate::summary::{Example, Shape, Summary};

/// The names of everything that is counted by name.
pub(super) struct AllNames<'a> {
    pub(super) senders: Names<'a>,
    pub(super) sender_domains: Names<'a>,
    pub(super) recipient_domains: Names<'a>,
    pub(super) relays: Names<'a>,
}

impl<'a> AllNames<'a> {
    pub(super) fn of(summary: &'a Summary, options: &ReportOptions) -> Self {
        let lists_all = options.top == 0 || options.needs.groups == usize::MAX;
        let of_senders = || {
            let sorted = lists_all || options.needs.rows;
            let folds = options.folds;
            let fold = |address| if folds.is_none() { text(address) } else { folds.fold(text(address)) };
            let domain = |address| {
                if folds.may_move(address) {
                    Cow::Owned(domain_of(fold(address).as_bytes()).into_owned())
                } else {
                    domain_of(address)
                }
            };
            let number = |address: &[u8]| summary.sender_number(address);
            let senders = || Names::new(summary.sender_names(), number, fold, sorted);
            rayon::join(senders, || Names::of_parts(summary.sender_names(), domain, lists_all))
        };
        let of_others = || {
            let domain = |domain: &[u8]| summary.recipient_domain_number(domain);
            let domains = || Names::new(summary.recipient_domain_names(), domain, domain_name, lists_all);
            rayon::join(domains, || Names::of_parts(summary.relay_names(), registered_domain, lists_all))
        };
        let ((senders, sender_domains), (recipient_domains, relays)) = rayon::join(of_senders, of_others);
        Self { senders, sender_domains, recipient_domains, relays }
    }
}

/// One row per shape, worst first. `concerned` has whom each shape concerns, `answers` what answers for each failing one.
pub(super) fn replies(
    summary: &Summary,
    names: &AllNames<'_>,
    concerned: &[Concerned],
    answers: &HashMap<usize, Advice<'static>>,
    options: &ReportOptions,
) -> Vec<ReplyRow> {
    let shapes = summary.shapes();
    let mut stages: Vec<Vec<(Stage, u64)>> = vec![Vec::new(); shapes.len()];
    summary.stages().for_each(|(shape, stage, n)| stages[shape].push((stage, n)));
    let examples = examples(summary);

    let of_kind =
        |kind: Kind| shapes.iter().zip(concerned).filter(move |(s, _)| s.kind == kind).map(|(_, c)| c.tally.count);
    let row = |at: usize| {
        let (shape, tally) = (shapes[at], concerned[at].tally);
        ReplyRow {
            shape,
            tally,
            share: ratio(tally.count, of_kind(shape.kind).sum()),
            whom: concerned[at].named(names, options.top),
            stages: most(stages[at].iter().copied(), 0, Ord::cmp),
            example: examples[at].map(shown),
            advice: answers.get(&at).cloned().unwrap_or_else(|| general_advice(&shape, options.catalog)),
        }
    };
    let counted = (0..shapes.len()).into_par_iter().filter(|&at| concerned[at].tally.count > 0);
    let mut rows: Vec<_> = counted.map(row).collect();
    rows.sort_by_key(|row| (severity(&row.shape), Reverse(row.tally.count), row.shape));
    rows
}

/// The earliest example of each shape.
fn examples(summary: &Summary) -> Vec<Option<&Example>> {
    let mut examples: Vec<Option<&Example>> = vec![None; summary.shapes().len()];
    for (at, case) in summary.cases().enumerate() {
        let found = summary.example(at).filter(|example| !example.text.is_empty());
        examples[case.shape] = [examples[case.shape], found].into_iter().flatten().min();
    }
    examples
}

/// An example as one line.
pub(super) fn shown(example: &Example) -> String {
    text(&reply::joined(&example.text)).into_owned()
}

/// What the catalogue says of a shape, whatever the text.
fn general_advice(shape: &Shape, catalog: &'static Catalog) -> Advice<'static> {
    match shape.reply {
        Some(reply) => catalog.advise(reply, Side::of(shape.kind)),
        None => catalog.advise_silence(shape.silence),
    }
}

/// Failures before successes, and among them lost mail before waiting mail before refused mail; then by count.
pub(super) fn severity(shape: &Shape) -> u8 {
    match (shape.kind, shape.outcome) {
        (Kind::Delivery, Outcome::Bounced | Outcome::Expired) => 0,
        (Kind::Delivery, Outcome::Deferred) => 1,
        (Kind::Reject, Outcome::Rejected) => 2,
        (Kind::Auth, Outcome::AuthenticationFailed) => 3,
        (Kind::Reject, Outcome::TemporarilyRejected) => 4,
        (Kind::Probe, Outcome::Undeliverable) => 5,
        (Kind::Attempt, _) => 6,
        (_, Outcome::Discarded | Outcome::Held) => 7,
        _ => 8,
    }
}

#[allow(clippy::cast_precision_loss)] // shares are shown with one decimal
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
