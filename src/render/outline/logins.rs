//! Logins: which are guessed at, by which clients, and which are used from many places.

use super::{Block, Cell, Column, Outline, Section, Span, Table, Tone, words};
use crate::render::phrases;
use crate::report::LoginRow;
use crate::words::Word;

/// Heading of a list, and those of its columns: the name, the events, the partners.
type Headings = (Word, [Word; 3]);

const BY_LOGIN: Headings = (Word::RefusedByLogin, [Word::Login, Word::Refused, Word::Addresses]);
const BY_ADDRESS: Headings = (Word::RefusedByAddress, [Word::Address, Word::Refused, Word::LoginCount]);
const SHARED: Headings = (Word::AcceptedFromSeveral, [Word::Login, Word::Accepted, Word::Addresses]);

pub(super) fn section(outline: Outline<'_>) -> Section {
    let Some(logins) = &outline.report.logins else { return Section::default() };
    let lists =
        [(BY_LOGIN, &logins.failed_logins), (BY_ADDRESS, &logins.failed_addresses), (SHARED, &logins.shared_logins)];
    let mut blocks = Vec::new();
    for ((heading, columns), rows) in lists.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        blocks.push(Block::Heading(words(outline.text(heading))));
        blocks.push(Block::Table(table(outline, columns, rows)));
    }
    if !blocks.is_empty() && logins.dropped_logins + logins.dropped_addresses > 0 {
        let text = phrases::too_many_logins(logins.dropped_logins, logins.dropped_addresses, outline.lang);
        blocks.push(Block::Paragraph(vec![Span::new(text).in_tone(Tone::Dim)]));
    }
    Section::new(outline.text(Word::Logins), blocks)
}

fn table(outline: Outline<'_>, [name, count, partners]: [Word; 3], rows: &[LoginRow]) -> Table {
    let columns = vec![
        Column::text(outline.text(name), 12),
        Column::number(outline.text(count)),
        Column::number(outline.text(partners)),
    ];
    let row = |row: &LoginRow| {
        let partners = phrases::about(row.n_partners, row.is_exact, outline.lang);
        vec![Cell::text(row.name.clone()), Cell::number(row.count), Cell::text(partners)]
    };
    Table::new(columns, rows.iter().take(outline.limit).map(row).collect())
}
