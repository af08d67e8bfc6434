//! Messages and bytes that came in and went out.

use super::{Block, Cell, Column, Fact, Section, Table, rest, words};
use crate::render::labels::{self, bytes, counted, number};
use crate::report::{Report, VolumeRow, Volumes};

pub(super) fn section(report: &Report, limit: usize) -> Section {
    let blocks = report.volumes.as_ref().map(|volumes| blocks(volumes, limit)).unwrap_or_default();
    Section::new("Messages and bytes", blocks)
}

fn blocks(volumes: &Volumes, limit: usize) -> Vec<Block> {
    let total = &volumes.total;
    let received = format!("{}, {}", counted(total.received, "message", "messages"), bytes(total.received_bytes));
    let delivered =
        format!("{}, {}", counted(total.delivered, "recipient", "recipients"), bytes(total.delivered_bytes));
    let facts = vec![Fact::new("Received", words(received)), Fact::new("Delivered", words(delivered))];
    let columns = vec![
        Column::text("Sender domain", 12),
        Column::number("Received"),
        Column::number("Size"),
        Column::number("Delivered"),
        Column::number("Size"),
    ];
    let row = |row: &VolumeRow| {
        let volume = &row.volume;
        vec![
            Cell::text(labels::sender(Some(&row.domain))),
            Cell::number(volume.received),
            Cell::text(bytes(volume.received_bytes)),
            Cell::number(volume.delivered),
            Cell::text(bytes(volume.delivered_bytes)),
        ]
    };
    let rows: Vec<_> = volumes.domains.iter().take(limit).map(row).collect();
    let mut blocks = vec![Block::Facts(facts)];
    if !rows.is_empty() {
        blocks.push(Block::Table(Table::new(columns, rows)));
    }
    let more = format!("more of {}", number(volumes.n_domains as u64));
    blocks.extend(rest(volumes.n_domains, limit, &more, &more));
    blocks
}
