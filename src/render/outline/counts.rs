//! The tables of counts: by reply, sender, domain, relay and stage.

use super::{Block, Cell, Column, Hidden, Outline, RowGroup, Section, Span, Table, Tone, charts};
use crate::catalog::Lang;
use crate::event::{Kind, Origin, Outcome, Stage};
use crate::render::labels::{self, TimeForm};
use crate::render::phrases;
use crate::report::{Counts, GroupRow, Ranking, ReplyRow};
use crate::words::Word;

/// All replies, by kind: the rest of what the headline sums up.
pub(super) fn codes(outline: Outline<'_>) -> Section {
    let Outline { report, limit, lang } = outline;
    let form = TimeForm::of(report.period, lang);
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
            let rows = rows.into_iter().take(limit).map(|row| code_row(row, form, lang)).collect();
            groups.push(RowGroup { name: Some(labels::kinds(kind, lang).into()), rows });
        }
    }
    let columns = vec![
        Column::text(outline.text(Word::Reply), 12),
        Column::text(outline.text(Word::OutcomeHeading), 9),
        Column::number(outline.text(Word::Count)),
        Column::number(outline.text(Word::Share)),
        Column::number(outline.text(Word::SenderCount)),
        Column::word(outline.text(Word::First)),
        Column::word(outline.text(Word::Last)),
        Column::extra(outline.text(Word::Meaning), 16),
    ];
    let mut blocks = Vec::new();
    if !groups.is_empty() {
        blocks.extend(charts::replies(outline));
        blocks.push(Block::Table(Table { columns, groups, has_headings: true }));
        blocks.extend(marks(outline));
        blocks.extend(outline.rest(hidden, 0, Hidden::Replies));
    }
    Section::new(outline.text(Word::AllReplies), blocks)
}

fn code_row(row: &ReplyRow, form: TimeForm, lang: Lang) -> Vec<Cell> {
    vec![
        Cell::text(labels::reply(&row.shape, lang)).in_tone(Tone::Strong),
        Cell::text(labels::outcome(row.shape.outcome, lang)).in_tone(Tone::of(row.shape.outcome)),
        Cell::number(row.tally.count),
        Cell::share(row.share, lang),
        Cell::number(row.whom.n_senders),
        Cell::time(row.tally.first, form),
        Cell::time(row.tally.last, form),
        Cell::text(row.advice.title),
    ]
}

/// What the marks behind codes mean, where there are any.
fn marks(outline: Outline<'_>) -> Option<Block> {
    let explain = |origin: Origin, meaning: Word| {
        let meaning = outline.text(meaning);
        let occurs = outline.report.replies.iter().any(|row| row.shape.origin == origin);
        occurs.then(|| Span::new(format!("{} {meaning}", labels::origin_mark(origin))).in_tone(Tone::Dim))
    };
    let line: Vec<_> = [explain(Origin::Implied, Word::ImpliedMark), explain(Origin::Repeated, Word::RepeatedMark)]
        .into_iter()
        .flatten()
        .collect();
    (!line.is_empty()).then_some(Block::Paragraph(line))
}

/// A column of counts: its form, what is added up in it, and its tone.
type Adds = (fn(&'static str) -> Column, Word, fn(&Counts) -> u64, Tone);

/// The rarer ones give way to names.
const COUNTS: [Adds; 8] = [
    (Column::number, Word::Failed, Counts::failures, Tone::Strong),
    (Column::number, Word::DeliveredHeading, |counts| counts.of(Outcome::Delivered), Tone::Good),
    (Column::number, Word::DeferredHeading, |counts| counts.of(Outcome::Deferred), Tone::Warning),
    (
        Column::number,
        Word::BouncedHeading,
        |counts| counts.of(Outcome::Bounced) + counts.of(Outcome::Expired),
        Tone::Bad,
    ),
    (
        Column::number,
        Word::RejectedHeading,
        |counts| counts.of(Outcome::Rejected) + counts.of(Outcome::TemporarilyRejected),
        Tone::Bad,
    ),
    (
        Column::extra_number,
        Word::Logins,
        |counts| counts.of(Outcome::Authenticated) + counts.of(Outcome::AuthenticationFailed),
        Tone::Plain,
    ),
    (Column::extra_number, Word::OtherOutcomes, others, Tone::Plain),
    (Column::extra_number, Word::Attempts, |counts| counts.attempts, Tone::Dim),
];

/// What the other columns do not hold.
fn others(counts: &Counts) -> u64 {
    let rare = [Outcome::Discarded, Outcome::Held, Outcome::Deliverable, Outcome::Undeliverable];
    rare.into_iter().map(|outcome| counts.of(outcome)).sum()
}

pub(super) fn senders(outline: Outline<'_>) -> Section {
    let (report, lang) = (outline.report, outline.lang);
    let name = |row: &GroupRow| {
        let name = labels::sender(row.name.as_deref(), lang).to_owned();
        if row.n_merged > 1 { phrases::merged(&name, row.n_merged, lang) } else { name }
    };
    let mut section = groups(outline, Word::Senders, Word::Sender, &report.senders, name);
    section.blocks.splice(0..0, charts::senders(outline));
    let occurs = |outcome| report.totals.iter().any(|total| total.outcome == outcome);
    let notes = [(Outcome::Expired, Word::WithExpired), (Outcome::TemporarilyRejected, Word::WithTemporary)];
    let notes = notes.into_iter().filter(|&(outcome, _)| occurs(outcome)).map(|(_, note)| note);
    let folded = report.senders.rows.iter().any(|row| row.n_merged > 1).then_some(Word::Folded);
    let notes = folded.into_iter().chain(notes);
    let notes: Vec<_> = notes.map(|note| Span::new(outline.text(note)).in_tone(Tone::Dim)).collect();
    if !section.blocks.is_empty() && !notes.is_empty() {
        section.blocks.push(Block::Paragraph(notes));
    }
    section
}

pub(super) fn sender_domains(outline: Outline<'_>) -> Section {
    let name = |row: &GroupRow| labels::sender(row.name.as_deref(), outline.lang).to_owned();
    groups(outline, Word::SenderDomains, Word::Domain, &outline.report.sender_domains, name)
}

pub(super) fn recipient_domains(outline: Outline<'_>) -> Section {
    let name = |row: &GroupRow| domain(row, outline.lang);
    groups(outline, Word::RecipientDomains, Word::Domain, &outline.report.recipient_domains, name)
}

pub(super) fn relays(outline: Outline<'_>) -> Section {
    let name = |row: &GroupRow| domain(row, outline.lang);
    groups(outline, Word::Relays, Word::Relay, &outline.report.relays, name)
}

fn domain(row: &GroupRow, lang: Lang) -> String {
    labels::domain(row.name.as_deref().unwrap_or(""), lang).to_owned()
}

/// Those with the most failures; columns without any count are left out.
fn groups(
    outline: Outline<'_>,
    heading: Word,
    what: Word,
    all: &Ranking,
    name: impl Fn(&GroupRow) -> String,
) -> Section {
    let shown = &all.rows[..all.rows.len().min(outline.limit)];
    let kept: Vec<_> = COUNTS.iter().filter(|(_, _, add, _)| shown.iter().any(|row| add(&row.counts) > 0)).collect();
    let mut columns = vec![Column::text(outline.text(what), 12)];
    columns.extend(kept.iter().map(|(form, heading, ..)| form(outline.text(*heading))));
    let rows = shown.iter().map(|row| {
        let numbers = kept.iter().map(|(_, _, add, tone)| Cell::number_or_blank(add(&row.counts)).in_tone(*tone));
        std::iter::once(Cell::text(name(row))).chain(numbers).collect()
    });
    let mut blocks = Vec::new();
    if !shown.is_empty() {
        blocks.push(Block::Table(Table::new(columns, rows.collect())));
        blocks.extend(outline.rest(all.n, outline.limit, Hidden::RowsOf(all.n as u64)));
    }
    Section::new(outline.text(heading), blocks)
}

/// At which command things happen; nothing if no line says so.
pub(super) fn stages(outline: Outline<'_>) -> Section {
    let Outline { report, lang, .. } = outline;
    let columns = vec![
        Column::word(outline.text(Word::Stage)),
        Column::word(outline.text(Word::KindHeading)),
        Column::number(outline.text(Word::Succeeded)),
        Column::number(outline.text(Word::Failed)),
    ];
    let rows: Vec<_> = report
        .stages
        .iter()
        .map(|row| {
            vec![
                Cell::text(labels::stage(row.stage, lang)),
                Cell::text(labels::kinds(row.kind, lang)),
                Cell::number_or_blank(row.successes).in_tone(Tone::Good),
                Cell::number_or_blank(row.failures).in_tone(Tone::Bad),
            ]
        })
        .collect();
    let is_known = report.stages.iter().any(|row| row.stage != Stage::Unknown);
    let blocks = if is_known { vec![Block::Table(Table::new(columns, rows))] } else { vec![] };
    Section::new(outline.text(Word::SmtpStages), blocks)
}
