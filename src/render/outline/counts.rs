//! The tables of counts: by reply, sender, domain, relay and stage.

use super::{Block, Cell, Column, RowGroup, Section, Span, Table, Tone, rest};
use crate::event::{Kind, Origin, Outcome, Stage};
use crate::render::labels::{self, TimeForm, number};
use crate::report::{Counts, GroupRow, Ranking, ReplyRow, Report};

/// All replies, by kind: the rest of what the headline sums up.
pub(super) fn codes(report: &Report, limit: usize) -> Section {
    let form = TimeForm::of(report.period);
    let of_kind = |kind: Kind| -> Vec<&ReplyRow> {
        let mut rows: Vec<_> = report.replies.iter().filter(|row| row.shape.kind == kind).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.tally.count)); // stable: the worse one first among equals
        rows
    };
    let mut groups = Vec::new();
    let mut hidden = 0;
    for &kind in Kind::ALL {
        let rows = of_kind(kind);
        hidden += rows.len().saturating_sub(limit);
        if !rows.is_empty() {
            let rows = rows.into_iter().take(limit).map(|row| code_row(row, form)).collect();
            groups.push(RowGroup { name: Some(labels::kinds(kind).into()), rows });
        }
    }
    let columns = vec![
        Column::text("Reply", 12),
        Column::text("Outcome", 9),
        Column::number("Count"),
        Column::number("Share"),
        Column::number("Senders"),
        Column::word("First"),
        Column::word("Last"),
        Column::extra("Meaning", 16),
    ];
    let mut blocks = Vec::new();
    if !groups.is_empty() {
        blocks.push(Block::Table(Table { columns, groups, has_headings: true }));
        blocks.extend(marks(report));
        blocks.extend(rest(hidden, 0, "more reply is", "more replies are"));
    }
    Section::new("All replies", blocks)
}

fn code_row(row: &ReplyRow, form: TimeForm) -> Vec<Cell> {
    vec![
        Cell::text(labels::reply(&row.shape)).in_tone(Tone::Strong),
        Cell::text(labels::outcome(row.shape.outcome)).in_tone(Tone::of(row.shape.outcome)),
        Cell::number(row.tally.count),
        Cell::share(row.share),
        Cell::number(row.whom.n_senders),
        Cell::time(row.tally.first, form),
        Cell::time(row.tally.last, form),
        Cell::text(row.advice.title),
    ]
}

/// What the marks behind codes mean, where there are any.
fn marks(report: &Report) -> Option<Block> {
    let explain = |origin: Origin, meaning: &str| {
        let occurs = report.replies.iter().any(|row| row.shape.origin == origin);
        occurs.then(|| Span::new(format!("{} {meaning}", labels::origin_mark(origin))).in_tone(Tone::Dim))
    };
    let line: Vec<_> = [
        explain(Origin::Implied, "implied: the line tells what happened, but not the digits."),
        explain(Origin::Repeated, "repeated: the line quotes an earlier reply, nothing was sent."),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!line.is_empty()).then_some(Block::Paragraph(line))
}

/// A column of counts: its form, what is added up in it, and its tone.
type Adds = (fn(&'static str) -> Column, &'static str, fn(&Counts) -> u64, Tone);

/// The rarer ones give way to names.
const COUNTS: [Adds; 8] = [
    (Column::number, "Failed", Counts::failures, Tone::Strong),
    (Column::number, "Delivered", |counts| counts.of(Outcome::Delivered), Tone::Good),
    (Column::number, "Deferred", |counts| counts.of(Outcome::Deferred), Tone::Warning),
    (Column::number, "Bounced", |counts| counts.of(Outcome::Bounced) + counts.of(Outcome::Expired), Tone::Bad),
    (
        Column::number,
        "Rejected",
        |counts| counts.of(Outcome::Rejected) + counts.of(Outcome::TemporarilyRejected),
        Tone::Bad,
    ),
    (
        Column::extra_number,
        "Logins",
        |counts| counts.of(Outcome::Authenticated) + counts.of(Outcome::AuthenticationFailed),
        Tone::Plain,
    ),
    (Column::extra_number, "Other", others, Tone::Plain),
    (Column::extra_number, "Attempts", |counts| counts.attempts, Tone::Dim),
];

/// What the other columns do not hold.
fn others(counts: &Counts) -> u64 {
    let rare = [Outcome::Discarded, Outcome::Held, Outcome::Deliverable, Outcome::Undeliverable];
    rare.into_iter().map(|outcome| counts.of(outcome)).sum()
}

pub(super) fn senders(report: &Report, limit: usize) -> Section {
    let name = |row: &GroupRow| {
        let name = labels::sender(row.name.as_deref());
        if row.n_merged > 1 { format!("{name} ({} addresses)", number(row.n_merged)) } else { name.to_owned() }
    };
    let mut section = groups("Senders", "Sender", &report.senders, limit, name);
    let occurs = |outcome| report.totals.iter().any(|total| total.outcome == outcome);
    let notes = [
        (Outcome::Expired, "Bounced includes expired, here and below."),
        (Outcome::TemporarilyRejected, "Rejected includes refused for now, here and below."),
    ];
    let notes = notes.into_iter().filter(|&(outcome, _)| occurs(outcome)).map(|(_, note)| note);
    let is_folded = report.senders.rows.iter().any(|row| row.n_merged > 1);
    let folded = is_folded
        .then_some("Addresses that differ in what a program put into them are one; --fold none keeps them apart.");
    let notes: Vec<_> = folded.into_iter().chain(notes).map(|note| Span::new(note).in_tone(Tone::Dim)).collect();
    if !section.blocks.is_empty() && !notes.is_empty() {
        section.blocks.push(Block::Paragraph(notes));
    }
    section
}

pub(super) fn sender_domains(report: &Report, limit: usize) -> Section {
    let name = |row: &GroupRow| labels::sender(row.name.as_deref()).to_owned();
    groups("Sender domains", "Domain", &report.sender_domains, limit, name)
}

pub(super) fn recipient_domains(report: &Report, limit: usize) -> Section {
    groups("Recipient domains", "Domain", &report.recipient_domains, limit, domain)
}

pub(super) fn relays(report: &Report, limit: usize) -> Section {
    groups("Relays", "Relay", &report.relays, limit, domain)
}

fn domain(row: &GroupRow) -> String {
    labels::domain(row.name.as_deref().unwrap_or("")).to_owned()
}

/// Those with the most failures; columns without any count are left out.
fn groups(
    heading: &'static str,
    what: &'static str,
    all: &Ranking,
    limit: usize,
    name: impl Fn(&GroupRow) -> String,
) -> Section {
    let shown = &all.rows[..all.rows.len().min(limit)];
    let kept: Vec<_> = COUNTS.iter().filter(|(_, _, add, _)| shown.iter().any(|row| add(&row.counts) > 0)).collect();
    let mut columns = vec![Column::text(what, 12)];
    columns.extend(kept.iter().map(|(form, heading, ..)| form(heading)));
    let rows = shown.iter().map(|row| {
        let numbers = kept.iter().map(|(_, _, add, tone)| Cell::number_or_blank(add(&row.counts)).in_tone(*tone));
        std::iter::once(Cell::text(name(row))).chain(numbers).collect()
    });
    let mut blocks = Vec::new();
    if !shown.is_empty() {
        blocks.push(Block::Table(Table::new(columns, rows.collect())));
        let more = format!("more of {}", number(all.n as u64));
        blocks.extend(rest(all.n, limit, &more, &more));
    }
    Section::new(heading, blocks)
}

/// At which command things happen; nothing if no line says so.
pub(super) fn stages(report: &Report) -> Section {
    let columns =
        vec![Column::word("Stage"), Column::word("Kind"), Column::number("Succeeded"), Column::number("Failed")];
    let rows: Vec<_> = report
        .stages
        .iter()
        .map(|row| {
            vec![
                Cell::text(row.stage.name()),
                Cell::text(labels::kinds(row.kind)),
                Cell::number_or_blank(row.successes).in_tone(Tone::Good),
                Cell::number_or_blank(row.failures).in_tone(Tone::Bad),
            ]
        })
        .collect();
    let is_known = report.stages.iter().any(|row| row.stage != Stage::Unknown);
    let blocks = if is_known { vec![Block::Table(Table::new(columns, rows))] } else { vec![] };
    Section::new("SMTP stages", blocks)
}
