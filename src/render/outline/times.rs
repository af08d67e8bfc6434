//! How long mail took until it was delivered, and where it waited.

use super::{Block, Cell, Column, Outline, Section, Span, Table, Tone, charts};
use crate::event::{Duration, Kind, Outcome};
use crate::render::{labels, phrases};
use crate::report::TimeRow;
use crate::words::Word;

pub(super) fn section(outline: Outline<'_>) -> Section {
    let rows: Vec<_> = outline.report.times.iter().map(|row| cells(row, outline)).collect();
    let headings = [outline.text(Word::Median), "75 %", "90 %", "95 %", "99 %", outline.text(Word::Longest)];
    let mut columns = vec![Column::text(outline.text(Word::Time), 12)];
    columns.extend(headings.map(Column::number));
    columns.push(Column::extra_number(outline.text(Word::Deliveries)));
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.extend(charts::times(outline));
        blocks.push(Block::Table(Table::new(columns, rows)));
        blocks.extend(left_out(outline));
    }
    Section::new(outline.text(Word::TimeToDelivery), blocks)
}

fn cells(row: &TimeRow, Outline { lang, .. }: Outline<'_>) -> Vec<Cell> {
    let time = |milliseconds: u32| Cell::text(labels::duration(milliseconds, lang));
    let times = [row.p50, row.p75, row.p90, row.p95, row.p99, row.max].map(time);
    let name = Cell::text(labels::time_of(row.duration, lang));
    std::iter::once(name).chain(times).chain([Cell::number(row.count).in_tone(Tone::Dim)]).collect()
}

/// How many deliveries have no time.
fn left_out(Outline { report, lang, .. }: Outline<'_>) -> Option<Block> {
    let is_delivered = |kind, outcome| kind == Kind::Delivery && outcome == Outcome::Delivered;
    let delivered = report.totals.iter().find(|total| is_delivered(total.kind, total.outcome));
    let timed = report.times.iter().find(|row| row.duration == Duration::Whole).map_or(0, |row| row.count);
    let missing = delivered.map_or(0, |total| total.count).saturating_sub(timed);
    let text = || phrases::times_not_logged(missing, lang);
    (missing > 0).then(|| Block::Paragraph(vec![Span::new(text()).in_tone(Tone::Dim)]))
}
