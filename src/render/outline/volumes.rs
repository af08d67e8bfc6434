//! Messages and bytes that came in and went out.

use super::{Block, Cell, Column, Fact, Hidden, Outline, Section, Table, words};
use crate::render::labels::{self, bytes};
use crate::render::phrases;
use crate::report::{VolumeRow, Volumes};
use crate::words::Word;

pub(super) fn section(outline: Outline<'_>) -> Section {
    let blocks = outline.report.volumes.as_ref().map(|volumes| blocks(outline, volumes)).unwrap_or_default();
    Section::new(outline.text(Word::MessagesAndBytes), blocks)
}

fn blocks(outline: Outline<'_>, volumes: &Volumes) -> Vec<Block> {
    let lang = outline.lang;
    let total = &volumes.total;
    let received = format!("{}, {}", phrases::messages(total.received, lang), bytes(total.received_bytes));
    let delivered = format!("{}, {}", phrases::recipients(total.delivered, lang), bytes(total.delivered_bytes));
    let facts = vec![
        Fact::new(outline.text(Word::Received), words(received)),
        Fact::new(outline.text(Word::DeliveredHeading), words(delivered)),
    ];
    let mut blocks = vec![Block::Facts(facts)];
    let shown = volumes.domains.iter().take(outline.limit);
    let rows: Vec<_> = shown.map(|row| cells(row, outline)).collect();
    let hidden = outline.rest(volumes.n_domains, rows.len(), Hidden::RowsOf(volumes.n_domains as u64));
    if !rows.is_empty() {
        blocks.push(Block::Table(Table::new(columns(outline), rows)));
    }
    blocks.extend(hidden);
    blocks
}

fn columns(outline: Outline<'_>) -> Vec<Column> {
    let number = |word| Column::number(outline.text(word));
    vec![
        Column::text(outline.text(Word::SenderDomain), 12),
        number(Word::Received),
        number(Word::Size),
        number(Word::DeliveredHeading),
        number(Word::Size),
    ]
}

fn cells(VolumeRow { domain, volume }: &VolumeRow, outline: Outline<'_>) -> Vec<Cell> {
    vec![
        Cell::text(labels::sender(Some(domain), outline.lang)),
        Cell::number(volume.received),
        Cell::text(bytes(volume.received_bytes)),
        Cell::number(volume.delivered),
        Cell::text(bytes(volume.delivered_bytes)),
    ]
}
