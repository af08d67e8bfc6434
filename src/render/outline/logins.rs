//! Logins: which are guessed at, by which clients, and which are used from many places.

use super::{Block, Cell, Column, Section, Span, Table, Tone, words};
use crate::render::labels::{counted, number};
use crate::report::{LoginRow, Report};

pub(super) fn section(report: &Report, limit: usize) -> Section {
    let Some(logins) = &report.logins else { return Section::default() };
    let lists = [
        ("Refused, by login", "Login", "Refused", "Addresses", &logins.failed_logins),
        ("Refused, by client address", "Address", "Refused", "Logins", &logins.failed_addresses),
        ("Accepted from several addresses", "Login", "Accepted", "Addresses", &logins.shared_logins),
    ];
    let mut blocks = Vec::new();
    for (heading, name, count, partners, rows) in lists.into_iter().filter(|(.., rows)| !rows.is_empty()) {
        blocks.push(Block::Heading(words(heading)));
        blocks.push(Block::Table(table(rows, limit, name, count, partners)));
    }
    if !blocks.is_empty() && logins.dropped_logins + logins.dropped_addresses > 0 {
        let text = format!(
            "Too many to list all: {} by login and {} by address are in no list.",
            counted(logins.dropped_logins, "event", "events"),
            counted(logins.dropped_addresses, "event", "events")
        );
        blocks.push(Block::Paragraph(vec![Span::new(text).in_tone(Tone::Dim)]));
    }
    Section::new("Logins", blocks)
}

fn table(rows: &[LoginRow], limit: usize, name: &'static str, count: &'static str, partners: &'static str) -> Table {
    let columns = vec![Column::text(name, 12), Column::number(count), Column::number(partners)];
    let row = |row: &LoginRow| {
        let about = if row.is_exact { "" } else { "about " };
        let partners = format!("{about}{}", number(row.n_partners));
        vec![Cell::text(row.name.clone()), Cell::number(row.count), Cell::text(partners)]
    };
    Table::new(columns, rows.iter().take(limit).map(row).collect())
}
