//! One row per kind of reply: counts, who it concerns, an example, and the catalogue's advice.

use std::cmp::Reverse;
use std::sync::Arc;

use super::groups::{by_name, domain_name, domain_of, most, registered_domain, text};
use super::names::Names;
use super::{ReplyRow, ReportOptions};
use crate::catalog::{Advice, Catalog, Side};
use crate::event::{Kind, Outcome, Stage};
use crate::reply;
use crate::summary::{Shape, Summary, Tally};

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
            let senders = || Names::new(summary.sender_names(), text, sorted);
            rayon::join(senders, || Names::new(summary.sender_names(), domain_of, lists_all))
        };
        let of_others = || {
            let domains = || Names::new(summary.recipient_domain_names(), domain_name, lists_all);
            rayon::join(domains, || Names::new(summary.relay_names(), registered_domain, lists_all))
        };
        let ((senders, sender_domains), (recipient_domains, relays)) = rayon::join(of_senders, of_others);
        Self { senders, sender_domains, recipient_domains, relays }
    }
}

/// Counts by place of the name, per shape.
type PerShape = Vec<Vec<(usize, u64)>>;

/// Worst first.
pub(super) fn replies(summary: &Summary, names: &AllNames<'_>, top: usize) -> Vec<ReplyRow> {
    let shapes = summary.shapes();
    let mut tallies = vec![Tally::default(); shapes.len()];
    let mut unknown = vec![0; shapes.len()];
    for (shape, sender, tally) in summary.senders() {
        tallies[shape].absorb(&tally);
        unknown[shape] += if sender.is_none() { tally.count } else { 0 };
    }
    let known_senders = summary.senders().filter_map(|(shape, sender, tally)| Some((shape, sender?, tally.count)));
    let senders = per_shape(shapes.len(), known_senders, &names.senders);
    let domains = per_shape(shapes.len(), summary.recipient_domains(), &names.recipient_domains);
    let relays = per_shape(shapes.len(), summary.relays(), &names.relays);
    let mut stages: Vec<Vec<(Stage, u64)>> = vec![Vec::new(); shapes.len()];
    summary.stages().for_each(|(shape, stage, n)| stages[shape].push((stage, n)));

    let of_kind = |kind: Kind| shapes.iter().zip(&tallies).filter(move |(s, _)| s.kind == kind).map(|(_, t)| t.count);
    let sender_order = |a, b| by_name(&names.senders, a, b);
    let row = |at: usize| {
        let shape = shapes[at];
        let known = senders[at].iter().map(|&(place, n)| (Some(place), n));
        let senders = known.chain((unknown[at] > 0).then_some((None, unknown[at])));
        let example = summary.example(at).filter(|example| !example.text.is_empty());
        ReplyRow {
            shape,
            tally: tallies[at],
            share: ratio(tallies[at].count, of_kind(shape.kind).sum()),
            n_senders: senders.clone().count() as u64,
            top_senders: most(senders, top, |&a, &b| sender_order(a, b))
                .into_iter()
                .map(|(s, n)| (s.map(|s| names.senders.get(s)), n))
                .collect(),
            n_recipient_domains: domains[at].len() as u64,
            top_recipient_domains: top_names(&domains[at], &names.recipient_domains, top),
            n_relays: relays[at].len() as u64,
            top_relays: top_names(&relays[at], &names.relays, top),
            stages: most(stages[at].iter().copied(), 0, Ord::cmp),
            example: example.map(|example| text(&reply::joined(&example.text)).into_owned()),
            advice: advice(&shape),
        }
    };
    let counted = (0..shapes.len()).filter(|&at| tallies[at].count > 0);
    let mut rows: Vec<_> = counted.map(row).collect();
    rows.sort_by_key(|row| (severity(&row.shape), Reverse(row.tally.count), row.shape));
    rows
}

/// Adds up the counts of each shape by place.
fn per_shape(n_shapes: usize, counts: impl Iterator<Item = (usize, usize, u64)>, names: &Names<'_>) -> PerShape {
    let mut all: PerShape = vec![Vec::new(); n_shapes];
    counts.for_each(|(shape, id, n)| all[shape].push((names.place(id), n)));
    for counts in all.iter_mut().filter(|_| names.is_merged()) {
        counts.sort_unstable_by_key(|&(place, _)| place);
        counts.dedup_by(|later, earlier| {
            let is_same = later.0 == earlier.0;
            earlier.1 += if is_same { later.1 } else { 0 };
            is_same
        });
    }
    all
}

fn top_names(counts: &[(usize, u64)], names: &Names<'_>, top: usize) -> Vec<(Arc<str>, u64)> {
    let most = most(counts.iter().copied(), top, |&a, &b| names.compare(a, b));
    most.into_iter().map(|(place, n)| (names.get(place), n)).collect()
}

/// What the catalogue says of a shape.
fn advice(shape: &Shape) -> Advice<'static> {
    match shape.reply {
        Some(reply) => Catalog::get().advise(reply, Side::of(shape.kind)),
        None => Catalog::get().advise_silence(shape.silence),
    }
}

/// Failures before successes, and among them lost mail before waiting mail before refused mail; then by count.
fn severity(shape: &Shape) -> u8 {
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
