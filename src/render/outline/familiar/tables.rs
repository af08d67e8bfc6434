//! Tables that more than one of the other programs has.

use super::super::{Block, Cell, Column, Hidden, Outline, Section, Span, Table, Tone};
use crate::event::{Kind, Outcome};
use crate::render::labels::{self, bytes};
use crate::render::phrases;
use crate::report::{Named, Ranked};
use crate::words::Word;

/// A number of the totals, what it counts, and what there is to say about it.
pub(super) struct Total {
    pub(super) value: String,
    pub(super) name: Word,
    pub(super) remark: String,
}

impl Total {
    pub(super) fn count(n: u64, name: Word) -> Self {
        Self { value: labels::number(n), name, remark: String::new() }
    }

    pub(super) fn bytes(n: u64, name: Word) -> Self {
        Self { value: bytes(n), name, remark: String::new() }
    }

    /// How many names a list has.
    pub(super) fn names<V>(list: &Ranked<V>, name: Word, outline: Outline<'_>) -> Self {
        Self::about(list.n, list.is_exact, name, outline)
    }

    pub(super) fn about(n: u64, is_exact: bool, name: Word, outline: Outline<'_>) -> Self {
        Self { value: phrases::about(n, is_exact, outline.lang), name, remark: String::new() }
    }

    pub(super) fn with(self, remark: String) -> Self {
        Self { remark, ..self }
    }
}

/// Totals below each other, the numbers in front as these programs have them.
pub(super) fn totals(outline: Outline<'_>, totals: Vec<Total>) -> Block {
    let columns = vec![Column::number(""), Column::word(""), Column::text("", 20)];
    let row = |total: Total| {
        vec![
            Cell::text(total.value).in_tone(Tone::Strong),
            Cell::text(outline.text(total.name)),
            Cell::text(total.remark).in_tone(Tone::Dim),
        ]
    };
    Block::Table(Table { has_headings: false, ..Table::new(columns, totals.into_iter().map(row).collect()) })
}

/// The first rows of a list, and how much is left out; nothing if there are none.
pub(super) fn list<V>(
    outline: Outline<'_>,
    of: &Ranked<V>,
    rows: &[Named<V>],
    columns: Vec<Column>,
    cells: impl Fn(&Named<V>) -> Vec<Cell>,
) -> Vec<Block> {
    let rows: Vec<_> = rows.iter().take(outline.limit).map(cells).collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        let all = usize::try_from(of.n).unwrap_or(usize::MAX);
        let hidden = if of.is_exact { outline.rest(all, rows.len(), Hidden::RowsOf(of.n)) } else { None };
        blocks.push(Block::Table(Table::new(columns, rows)));
        blocks.extend(hidden);
        blocks.extend(dropped(outline, of.dropped));
    }
    blocks
}

/// How much is in no list.
pub(super) fn dropped(outline: Outline<'_>, n: u64) -> Option<Block> {
    let text = || phrases::too_many_names(n, outline.lang);
    (n > 0).then(|| Block::Paragraph(vec![Span::new(text()).in_tone(Tone::Dim)]))
}

/// Whether whole messages were counted: a filter that is about replies leaves them out.
pub(super) fn counts_messages(outline: Outline<'_>) -> bool {
    outline.report.selection.is_empty() || outline.report.volumes.is_some()
}

/// Events of a kind that ended so.
pub(super) fn events(outline: Outline<'_>, kind: Kind, outcomes: &[Outcome]) -> u64 {
    let wanted = outline.report.totals.iter().filter(|total| total.kind == kind && outcomes.contains(&total.outcome));
    wanted.map(|total| total.count).sum()
}

pub(super) fn section(outline: Outline<'_>, heading: Word, blocks: Vec<Block>) -> Section {
    Section::new(outline.text(heading), blocks)
}
