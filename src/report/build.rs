//! Summary → report: attach advice, group, sort.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rayon::slice::ParallelSliceMut;

use super::groups::{by_name, most, text};
use super::names::Names;
use super::replies::{AllNames, ratio, replies};
use super::whom::{Concerned, Grouping};
use super::{
    ClassTotal, Counts, Finding, HourRow, Ranking, ReplyRow, Report, ReportOptions, SenderRow, SourceReport, StageRow,
    Total, Volumes,
};
use crate::accounting::Accounting;
use crate::event::{Kind, Outcome};
use crate::reply;
use crate::summary::{Shape, Summary, Tally};
use crate::threshold::{Threshold, Verdict};
use crate::time::Time;

/// From this share of unrecognised lines on, a source is pointed out.
const MANY_UNRECOGNISED: f64 = 0.01;

/// With more senders than these, what is counted by reply and by name is made in turn: each takes tens of bytes for a sender, which
/// with 5 million of them is a tenth of all memory.
const MANY_SENDERS: usize = 1_000_000;

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
        let (names, tallies) = rayon::join(|| AllNames::of(summary, options), || summary.tallies());
        let shapes: Vec<Shape> = summary.cases().map(|case| summary.shapes()[case.shape]).collect();
        let shapes = shapes.as_slice();
        let by_reply = || {
            let failures = || super::failures::failures(summary, &names, &tallies, options);
            let concerned = || Concerned::of(summary, &names, &tallies, &Grouping::by_shape(summary));
            let ((failures, answers), concerned) = rayon::join(failures, concerned);
            let replies = replies(summary, &names, &concerned, &answers, options);
            let rows = if options.needs.rows { rows(summary, &names.senders, &replies) } else { Vec::new() };
            (failures, replies, rows)
        };
        let by_group = || Groups::of(summary, &names, shapes, options);
        let ((failures, replies, rows), groups) =
            if summary.n_senders() > MANY_SENDERS { (by_reply(), by_group()) } else { rayon::join(by_reply, by_group) };
        let period = tallies.iter().fold(Tally::default(), |mut all, tally| {
            all.absorb(tally);
            all
        });
        let mut findings = findings;
        findings.extend(vanished(summary, options.top));
        findings.extend(reading_findings(&sources, &accounting));
        let Groups { senders, sender_domains, recipient_domains, relays, providers, volumes } = groups;
        Report {
            period: (period.first <= period.last).then_some((period.first, period.last)),
            folds: options.folds,
            selection: options.selection.clone(),
            totals: totals(&replies),
            classes: classes(&replies),
            senders,
            sender_domains,
            recipient_domains,
            relays,
            providers,
            stages: stages(summary),
            hours: hours(summary),
            messages: super::messages::messages(summary),
            logins: super::logins::logins(summary, options.needs.groups),
            health: super::health::health(summary),
            times: super::times::times(summary),
            volumes,
            traffic: super::traffic::traffic(summary, &names, options),
            verdicts: verdicts(summary, shapes, &accounting, &options.thresholds),
            changes: None,
            redaction: None,
            sources,
            accounting,
            replies,
            failures,
            rows,
            findings,
            problems,
            notes,
        }
    }
}

/// What is grouped by name, whatever the reply.
struct Groups {
    senders: Ranking,
    sender_domains: Ranking,
    recipient_domains: Ranking,
    relays: Ranking,
    providers: Ranking,
    volumes: Option<Volumes>,
}

impl Groups {
    /// `shapes` has the shape of each case.
    fn of(summary: &Summary, names: &AllNames<'_>, shapes: &[Shape], options: &ReportOptions) -> Self {
        let limit = options.needs.groups;
        let by_sender = || summary.senders().map(|(case, sender, tally)| (sender, &shapes[case], tally.count));
        let by_domain = || summary.recipient_domains().map(|(case, domain, n)| (Some(domain), &shapes[case], n));
        let by_relay = || summary.relays().map(|(case, relay, n)| (Some(relay), &shapes[case], n));
        let senders = || Ranking::of(&names.senders, limit, by_sender);
        let sender_domains = || Ranking::of(&names.sender_domains, limit, by_sender);
        let recipient_domains = || Ranking::of(&names.recipient_domains, limit, by_domain);
        let relays = || Ranking::of(&names.relays, limit, by_relay);
        let providers = || super::providers::providers(summary, shapes, options.catalog);
        let volumes = || super::volumes::volumes(summary, &names.sender_domains, limit);
        let (((senders, sender_domains), (recipient_domains, relays)), (providers, volumes)) = rayon::join(
            || rayon::join(|| rayon::join(senders, sender_domains), || rayon::join(recipient_domains, relays)),
            || rayon::join(providers, volumes),
        );
        Self { senders, sender_domains, recipient_domains, relays, providers, volumes }
    }
}

/// One row per reply and sender: cases of a shape are one again.
fn rows(summary: &Summary, names: &Names<'_>, replies: &[ReplyRow]) -> Vec<SenderRow> {
    let places: HashMap<Shape, usize> = replies.iter().enumerate().map(|(at, row)| (row.shape, at)).collect();
    let place_of = |shape: &Shape| places.get(shape).copied().unwrap_or(0);
    let reply_of: Vec<usize> = summary.cases().map(|case| place_of(&summary.shapes()[case.shape])).collect();
    let row = |(case, sender, tally): (usize, Option<usize>, Tally)| {
        (reply_of[case], sender.map(|id| names.place(id)), tally)
    };
    let mut all: Vec<_> = summary.senders().map(row).collect();
    if reply_of.len() > replies.len() {
        all.par_sort_unstable_by_key(|&(reply, sender, _)| (reply, sender));
        all.dedup_by(|later, earlier| {
            let is_same = (later.0, later.1) == (earlier.0, earlier.1);
            if is_same {
                earlier.2.absorb(&later.2);
            }
            is_same
        });
    }
    let order = |row: &(usize, Option<usize>, Tally)| (row.0, Reverse(row.2.count));
    all.par_sort_unstable_by(|a, b| order(a).cmp(&order(b)).then_with(|| by_name(names, a.1, b.1)));
    let row = |(reply, sender, tally): (usize, Option<usize>, Tally)| SenderRow {
        reply,
        sender: sender.map(|place| names.get(place)),
        tally,
    };
    all.into_iter().map(row).collect()
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
    for (shape, stage, n) in summary.stages() {
        let shape = summary.shapes()[shape];
        let (successes, failures) = counts.entry((shape.kind, stage)).or_default();
        *(if shape.is_failure() { failures } else { successes }) += n;
    }
    let row = |((kind, stage), (successes, failures))| StageRow { stage, kind, successes, failures };
    counts.into_iter().map(row).collect()
}

fn hours(summary: &Summary) -> Vec<HourRow> {
    let mut counts: BTreeMap<i64, Counts> = BTreeMap::new();
    for (shape, hour, n) in summary.hours() {
        counts.entry(hour).or_default().add(&summary.shapes()[shape], n);
    }
    let row = |(hour, counts)| HourRow { start: Time::from_seconds(hour * 3600), counts };
    counts.into_iter().map(row).collect()
}

/// What the thresholds say of the counts.
fn verdicts(summary: &Summary, shapes: &[Shape], accounting: &Accounting, thresholds: &[Threshold]) -> Vec<Verdict> {
    if thresholds.is_empty() {
        return Vec::new();
    }
    let names: Vec<&[u8]> = summary.sender_names().collect();
    let events =
        || summary.senders().map(|(case, sender, tally)| (&shapes[case], sender.map(|id| names[id]), tally.count));
    let vanished = summary.vanished().map(|(_, tally)| tally.count).sum();
    thresholds.iter().map(|threshold| threshold.judge(events(), accounting, vanished)).collect()
}

fn vanished(summary: &Summary, top: usize) -> Option<Finding> {
    let senders: Vec<_> = summary
        .vanished()
        .map(|(sender, tally)| (sender.map(|sender| text(sender).into_owned()), tally.count))
        .collect();
    let count = senders.iter().map(|(_, n)| n).sum();
    let messages = summary.vanished_named().map(|(at, id)| (at, text(id.as_bytes()).into_owned())).collect();
    (count > 0).then(|| Finding::Vanished { count, senders: most(senders, top, Ord::cmp), messages })
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
