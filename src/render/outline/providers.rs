//! What became of the mail at each provider, in shares.

use super::{Block, Cell, Column, Hidden, Outline, Section, Table, Tone, charts};
use crate::event::Outcome;
use crate::report::{Counts, GroupRow};
use crate::words::Word;

/// A column: its heading, what is added up in it, and its tone.
type Shared = (Word, fn(&Counts) -> u64, Tone);

/// All outcomes that a delivery or a probe may have.
const SHARES: [Shared; 4] = [
    (Word::DeliveredHeading, |counts| counts.of(Outcome::Delivered), Tone::Good),
    (Word::DeferredHeading, |counts| counts.of(Outcome::Deferred), Tone::Warning),
    (Word::BouncedHeading, |counts| counts.of(Outcome::Bounced) + counts.of(Outcome::Expired), Tone::Bad),
    (
        Word::OtherOutcomes,
        |counts| {
            let rare = [Outcome::Discarded, Outcome::Held, Outcome::Deliverable, Outcome::Undeliverable];
            rare.into_iter().map(|outcome| counts.of(outcome)).sum()
        },
        Tone::Plain,
    ),
];

pub(super) fn section(outline: Outline<'_>) -> Section {
    let all = &outline.report.providers;
    let shown = &all.rows[..all.rows.len().min(outline.limit)];
    let kept: Vec<_> = SHARES.iter().filter(|(_, add, _)| shown.iter().any(|row| add(&row.counts) > 0)).collect();
    let mut columns = vec![
        Column::text(outline.text(Word::Provider), 12),
        Column::number(outline.text(Word::EventsHeading)),
        Column::number(outline.text(Word::Failed)),
    ];
    columns.extend(kept.iter().map(|(heading, ..)| Column::number(outline.text(*heading))));
    let rows: Vec<_> = shown.iter().map(|row| cells(row, &kept, outline)).collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.extend(charts::providers(outline));
        blocks.push(Block::Table(Table::new(columns, rows)));
        blocks.extend(outline.rest(all.n, outline.limit, Hidden::RowsOf(all.n as u64)));
    }
    Section::new(outline.text(Word::Providers), blocks)
}

#[allow(clippy::cast_precision_loss)] // one decimal is shown
fn cells(row: &GroupRow, kept: &[&Shared], outline: Outline<'_>) -> Vec<Cell> {
    let name = row.name.as_deref().unwrap_or(outline.text(Word::OtherHosts));
    let total = row.counts.total();
    let failures = Cell::number_or_blank(row.counts.failures()).in_tone(Tone::Strong);
    let mut cells = vec![Cell::text(name), Cell::number(total), failures];
    cells.extend(kept.iter().map(|(_, add, tone)| match add(&row.counts) {
        0 => Cell::number_or_blank(0),
        n => Cell::share(n as f64 / total as f64, outline.lang).in_tone(*tone),
    }));
    cells
}
