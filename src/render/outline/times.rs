//! How long mail took until it was delivered, and where it waited.

use super::{Block, Cell, Column, Section, Span, Table, Tone};
use crate::event::{Duration, Kind, Outcome};
use crate::render::labels::{self, counted, duration};
use crate::report::{Report, TimeRow};

pub(super) fn section(report: &Report) -> Section {
    let rows: Vec<_> = report.times.iter().map(row).collect();
    let mut columns = vec![Column::text("Time", 12), Column::number("Median")];
    columns.extend(["75 %", "90 %", "95 %", "99 %", "Longest"].map(Column::number));
    columns.push(Column::extra_number("Deliveries"));
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table::new(columns, rows)));
        blocks.extend(left_out(report));
    }
    Section::new("Time to delivery", blocks)
}

fn row(row: &TimeRow) -> Vec<Cell> {
    let time = |milliseconds: u32| Cell::text(duration(milliseconds));
    let times = [row.p50, row.p75, row.p90, row.p95, row.p99, row.max].map(time);
    let name = Cell::text(labels::time_of(row.duration));
    std::iter::once(name).chain(times).chain([Cell::number(row.count).in_tone(Tone::Dim)]).collect()
}

/// How many deliveries have no time.
fn left_out(report: &Report) -> Option<Block> {
    let is_delivered = |kind, outcome| kind == Kind::Delivery && outcome == Outcome::Delivered;
    let delivered = report.totals.iter().find(|total| is_delivered(total.kind, total.outcome));
    let timed = report.times.iter().find(|row| row.duration == Duration::Whole).map_or(0, |row| row.count);
    let missing = delivered.map_or(0, |total| total.count).saturating_sub(timed);
    let text = || format!("{} not logged and left out.", counted(missing, "whole time is", "whole times are"));
    (missing > 0).then(|| Block::Paragraph(vec![Span::new(text()).in_tone(Tone::Dim)]))
}
