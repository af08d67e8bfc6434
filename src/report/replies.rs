//! One row per kind of reply: counts, who it concerns, an example, and the catalogue's advice.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::groups::{by_name, domain_name, domain_of, most, registered_domain, text};
use super::names::Names;
use super::{ReplyRow, ReportOptions};
use crate::catalog::{Advice, Catalog, Side};
use crate::event::{Kind, Outcome, Stage};
use crate::reply;
use crate::summary::{Example, Shape, Summary, Tally};

/// Whom events concern.
#[derive(Debug, Clone)]
pub struct Whom {
    /// How many distinct senders, the unknown one included.
    pub n_senders: u64,
    /// Senders with the most, at most [`ReportOptions::top`].
    pub top_senders: Vec<(Option<Arc<str>>, u64)>,
    /// Recipient domains with the most.
    pub top_recipient_domains: Vec<(Arc<str>, u64)>,
    /// How many distinct recipient domains.
    pub n_recipient_domains: u64,
    /// Relay domains with the most.
    pub top_relays: Vec<(Arc<str>, u64)>,
    /// How many distinct relay domains.
    pub n_relays: u64,
}

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
            rayon::join(senders, || Names::new(summary.sender_names(), number, domain, lists_all))
        };
        let of_others = || {
            let domain = |domain: &[u8]| summary.recipient_domain_number(domain);
            let domains = || Names::new(summary.recipient_domain_names(), domain, domain_name, lists_all);
            let relay = |host: &[u8]| summary.relay_number(host);
            rayon::join(domains, || Names::new(summary.relay_names(), relay, registered_domain, lists_all))
        };
        let ((senders, sender_domains), (recipient_domains, relays)) = rayon::join(of_senders, of_others);
        Self { senders, sender_domains, recipient_domains, relays }
    }
}

/// Who and what a group of cases concerns.
#[derive(Debug, Clone, Default)]
pub(super) struct Concerned {
    pub(super) tally: Tally,
    /// By place of the sender; `None` is the unknown one.
    senders: Vec<(Option<usize>, u64)>,
    domains: Vec<(usize, u64)>,
    relays: Vec<(usize, u64)>,
}

impl Concerned {
    /// Whom the events of each shape concern.
    pub(super) fn by_shape(summary: &Summary, names: &AllNames<'_>) -> Vec<Self> {
        let shape_of: Vec<usize> = summary.cases().map(|case| case.shape).collect();
        Self::of(summary, names, summary.shapes().len(), &shape_of)
    }

    /// Adds up what groups of cases concern. `group_of` has the group of each case; cases of [`NO_GROUP`] are left out.
    pub(super) fn of(summary: &Summary, names: &AllNames<'_>, n_groups: usize, group_of: &[usize]) -> Vec<Self> {
        let group = |case: usize| Some(group_of[case]).filter(|&group| group != NO_GROUP);
        let senders = || {
            let mut tallies = vec![Tally::default(); n_groups];
            let mut counts = vec![Vec::new(); n_groups];
            summary.senders().for_each(|(case, sender, tally)| {
                if let Some(group) = group(case) {
                    tallies[group].absorb(&tally);
                    counts[group].push((sender.map(|id| names.senders.place(id)), tally.count));
                }
            });
            let mut merger = Merger::of(1 + names.senders.len());
            for counts in &mut counts {
                merger.merge(counts, |sender| sender.map_or(0, |place| place + 1));
            }
            (tallies, counts)
        };
        let others = || {
            let domains = grouped(summary.recipient_domains(), &names.recipient_domains, n_groups, group);
            domains.into_iter().zip(grouped(summary.relays(), &names.relays, n_groups, group))
        };
        let ((tallies, senders), others) = rayon::join(senders, others);
        let all = tallies.into_iter().zip(senders).zip(others);
        all.map(|((tally, senders), (domains, relays))| Self { tally, senders, domains, relays }).collect()
    }

    /// The same with names, at most `top` of each sort.
    pub(super) fn named(&self, names: &AllNames<'_>, top: usize) -> Whom {
        let by_sender = |a: &Option<usize>, b: &Option<usize>| by_name(&names.senders, *a, *b);
        let senders = most(self.senders.iter().copied(), top, by_sender);
        let name = |(sender, n): (Option<usize>, u64)| (sender.map(|place| names.senders.get(place)), n);
        Whom {
            n_senders: self.senders.len() as u64,
            top_senders: senders.into_iter().map(name).collect(),
            n_recipient_domains: self.domains.len() as u64,
            top_recipient_domains: top_names(&self.domains, &names.recipient_domains, top),
            n_relays: self.relays.len() as u64,
            top_relays: top_names(&self.relays, &names.relays, top),
        }
    }
}

/// The group of cases that are left out.
pub(super) const NO_GROUP: usize = usize::MAX;

/// The places of names and their counts by group, each place once.
fn grouped(
    all: impl Iterator<Item = (usize, usize, u64)>,
    names: &Names<'_>,
    n_groups: usize,
    group: impl Fn(usize) -> Option<usize>,
) -> Vec<Vec<(usize, u64)>> {
    let mut counts = vec![Vec::new(); n_groups];
    all.for_each(|(case, name, n)| {
        if let Some(group) = group(case) {
            counts[group].push((names.place(name), n));
        }
    });
    let mut merger = Merger::of(names.len());
    for counts in &mut counts {
        merger.merge(counts, |place| place);
    }
    counts
}

/// Adds up counts of the same name.
struct Merger {
    /// By number of the name, where its count stands in the list at hand; what other lists left there is told by looking.
    slots: Vec<u32>,
}

impl Merger {
    fn of(n_names: usize) -> Self {
        Self { slots: vec![0; n_names] }
    }

    /// Leaves each name once. `number` is below the number of names.
    fn merge<P: Copy + PartialEq>(&mut self, counts: &mut Vec<(P, u64)>, number: impl Fn(P) -> usize) {
        let mut n_kept = 0;
        for at in 0..counts.len() {
            let (name, n) = counts[at];
            let slot = &mut self.slots[number(name)];
            let earlier = *slot as usize;
            if earlier < n_kept && counts[earlier].0 == name {
                counts[earlier].1 += n;
            } else {
                *slot = u32::try_from(n_kept).expect("names are numbered by u32");
                counts[n_kept] = (name, n);
                n_kept += 1;
            }
        }
        counts.truncate(n_kept);
    }
}

fn top_names(counts: &[(usize, u64)], names: &Names<'_>, top: usize) -> Vec<(Arc<str>, u64)> {
    let most = most(counts.iter().copied(), top, |&a, &b| names.compare(a, b));
    most.into_iter().map(|(place, n)| (names.get(place), n)).collect()
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
