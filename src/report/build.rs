//! Summary → report: attach advice, group, sort.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::groups::{Groups, domain_name, domain_of, most, registered_domain, text};
use super::{
    ClassTotal, Counts, Finding, HourRow, ReplyRow, Report, ReportOptions, SenderRow, SourceReport, StageRow, Total,
};
use crate::accounting::Accounting;
use crate::catalog::{Advice, Catalog, Side};
use crate::event::{Kind, Outcome};
use crate::reply;
use crate::summary::{Shape, Summary, Tally};
use crate::time::Time;

/// From this share of unrecognised lines on, a source is pointed out.
const MANY_UNRECOGNISED: f64 = 0.01;

impl Report {
    /// Makes the report of a summary. `findings` are those of the scan itself.
    #[must_use]
    pub fn new(
        summary: &Summary,
        sources: Vec<SourceReport>,
        findings: Vec<Finding>,
        problems: Vec<String>,
        notes: Vec<String>,
        options: &ReportOptions,
    ) -> Self {
        let mut accounting = Accounting::default();
        for source in &sources {
            accounting.absorb(&source.accounting);
        }
        let replies = replies(summary, options.top);
        let rows = rows(summary, &replies);
        let period = replies.iter().fold(Tally::default(), |mut all, row| {
            all.absorb(&row.tally);
            all
        });
        let mut findings = findings;
        findings.extend(vanished(summary, options.top));
        findings.extend(reading_findings(&sources, &accounting));
        let by_address = |domain_only: bool| senders(summary, domain_only);
        Report {
            accounting,
            period: (period.first <= period.last).then_some((period.first, period.last)),
            selection: options.selection.clone(),
            totals: totals(&replies),
            classes: classes(&replies),
            senders: by_address(false),
            sender_domains: by_address(true),
            recipient_domains: group(summary.recipient_domains(), domain_name),
            relays: group(summary.relays(), registered_domain),
            stages: stages(summary),
            hours: hours(summary),
            sources,
            replies,
            rows,
            findings,
            problems,
            notes,
        }
    }
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

/// All of a shape, and its senders.
type BySender<'a> = (Tally, Vec<(Option<&'a [u8]>, u64)>);

fn replies(summary: &Summary, top: usize) -> Vec<ReplyRow> {
    let mut by_shape: BTreeMap<Shape, BySender<'_>> = BTreeMap::new();
    let mut by_kind = [0; Kind::ALL.len()];
    for (shape, sender, tally) in summary.senders() {
        let (all, senders) = by_shape.entry(shape).or_default();
        all.absorb(&tally);
        senders.push((sender, tally.count));
        by_kind[shape.kind as usize] += tally.count;
    }
    let mut domains = named(summary.recipient_domains(), domain_name);
    let mut relays = named(summary.relays(), registered_domain);
    let mut stages: HashMap<Shape, Vec<_>> = HashMap::new();
    for (shape, stage, n) in summary.stages().filter(|&(_, _, n)| n > 0) {
        stages.entry(shape).or_default().push((stage, n));
    }
    let examples: HashMap<_, _> = summary.examples().collect();
    let row = |(shape, (tally, senders)): (Shape, BySender<'_>)| {
        let domains = domains.remove(&shape).unwrap_or_default();
        let relays = relays.remove(&shape).unwrap_or_default();
        ReplyRow {
            shape,
            tally,
            share: ratio(tally.count, by_kind[shape.kind as usize]),
            n_senders: senders.len() as u64,
            top_senders: most(senders, top).into_iter().map(|(s, n)| (s.map(text), n)).collect(),
            n_recipient_domains: domains.len() as u64,
            top_recipient_domains: most(domains, top),
            n_relays: relays.len() as u64,
            top_relays: most(relays, top),
            stages: most(stages.remove(&shape).unwrap_or_default(), 0),
            example: examples.get(&shape).filter(|e| !e.text.is_empty()).map(|e| text(&reply::joined(&e.text))),
            advice: advice(&shape),
        }
    };
    let mut rows: Vec<_> = by_shape.into_iter().map(row).collect();
    rows.sort_by_key(|row| (severity(&row.shape), Reverse(row.tally.count), row.shape));
    rows
}

/// Counts by shape and normalised name.
fn named<'a>(
    counts: impl Iterator<Item = (Shape, &'a [u8], u64)>,
    normalise: impl Fn(&[u8]) -> String,
) -> HashMap<Shape, HashMap<String, u64>> {
    let mut all: HashMap<Shape, HashMap<String, u64>> = HashMap::new();
    for (shape, name, n) in counts {
        *all.entry(shape).or_default().entry(normalise(name)).or_default() += n;
    }
    all
}

fn rows(summary: &Summary, replies: &[ReplyRow]) -> Vec<SenderRow> {
    let places: HashMap<Shape, usize> = replies.iter().enumerate().map(|(at, row)| (row.shape, at)).collect();
    let mut rows: Vec<_> = summary
        .senders()
        .map(|(shape, sender, tally)| SenderRow { reply: places[&shape], sender: sender.map(text), tally })
        .collect();
    rows.sort_unstable_by(|a, b| {
        let rank = |row: &SenderRow| (row.reply, Reverse(row.tally.count));
        rank(a).cmp(&rank(b)).then_with(|| a.sender.cmp(&b.sender))
    });
    rows
}

fn senders(summary: &Summary, domain_only: bool) -> Vec<super::GroupRow> {
    let mut groups = Groups::default();
    for (shape, sender, tally) in summary.senders() {
        let name = if domain_only { sender.map(domain_of) } else { sender.map(text) };
        groups.add(name, &shape, tally.count);
    }
    groups.into_rows()
}

fn group<'a>(
    counts: impl Iterator<Item = (Shape, &'a [u8], u64)>,
    normalise: impl Fn(&[u8]) -> String,
) -> Vec<super::GroupRow> {
    let mut groups = Groups::default();
    for (shape, name, n) in counts {
        groups.add(Some(normalise(name)), &shape, n);
    }
    groups.into_rows()
}

fn totals(replies: &[ReplyRow]) -> Vec<Total> {
    let mut counts: BTreeMap<(Kind, Outcome), u64> = BTreeMap::new();
    for row in replies {
        *counts.entry((row.shape.kind, row.shape.outcome)).or_default() += row.tally.count;
    }
    counts.into_iter().map(|((kind, outcome), count)| Total { kind, outcome, count }).collect()
}

fn classes(replies: &[ReplyRow]) -> Vec<ClassTotal> {
    let mut counts: BTreeMap<(Kind, Option<u8>), u64> = BTreeMap::new();
    for row in replies {
        let class = row.shape.code().map(reply::ReplyCode::class);
        *counts.entry((row.shape.kind, class)).or_default() += row.tally.count;
    }
    counts.into_iter().map(|((kind, class), count)| ClassTotal { kind, class, count }).collect()
}

fn stages(summary: &Summary) -> Vec<StageRow> {
    let mut counts: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for (shape, stage, n) in summary.stages().filter(|&(_, _, n)| n > 0) {
        let (successes, failures) = counts.entry((shape.kind, stage)).or_default();
        *(if shape.is_failure() { failures } else { successes }) += n;
    }
    let row = |((kind, stage), (successes, failures))| StageRow { stage, kind, successes, failures };
    counts.into_iter().map(row).collect()
}

fn hours(summary: &Summary) -> Vec<HourRow> {
    let mut counts: BTreeMap<i64, Counts> = BTreeMap::new();
    for (shape, hour, n) in summary.hours() {
        counts.entry(hour).or_default().add(&shape, n);
    }
    let row = |(hour, counts)| HourRow { start: Time::from_seconds(hour * 3600), counts };
    counts.into_iter().map(row).collect()
}

fn vanished(summary: &Summary, top: usize) -> Option<Finding> {
    let senders: Vec<_> = summary.vanished().map(|(sender, tally)| (sender.map(text), tally.count)).collect();
    let count = senders.iter().map(|(_, n)| n).sum();
    let messages = summary.vanished_named().map(|(at, id)| (at, text(id.as_bytes()))).collect();
    (count > 0).then(|| Finding::Vanished { count, senders: most(senders, top), messages })
}

fn reading_findings(sources: &[SourceReport], all: &Accounting) -> Vec<Finding> {
    let many =
        |source: &&SourceReport| ratio(source.accounting.unrecognised, source.accounting.lines) > MANY_UNRECOGNISED;
    let mut findings: Vec<_> = sources
        .iter()
        .filter(many)
        .map(|source| Finding::Unrecognised {
            source: source.name.clone(),
            count: source.accounting.unrecognised,
            lines: source.accounting.lines,
        })
        .collect();
    if all.unnamed_repetitions > 0 {
        findings.push(Finding::UnnamedRepetitions { count: all.unnamed_repetitions });
    }
    findings
}

#[allow(clippy::cast_precision_loss)] // shares are shown with one decimal
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
