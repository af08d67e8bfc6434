//! A table of the outline → lines of a given width.
//!
//! Always true: numbers, shares and times are never cut, and all cells of a column are equally wide; texts give way first
//! (the widest first), then columns that are shown only if there is room. A line is too wide only if its numbers are.

use super::document::{Align, Cell, Content, Fit, Table, Tone};
use super::escape::visible;
use super::labels;
use super::wrap::{Piece, truncated, width};

/// Blank columns between two columns.
const GAP: usize = 2;
/// A column for bars takes what room there is, but not more.
const MAX_BAR: usize = 40;
/// Texts do not grow beyond this, however wide the terminal is.
const MAX_TEXT: usize = 60;

/// The lines of the table, at most `columns` wide.
pub(super) fn lines(table: &Table, columns: usize) -> Vec<Vec<Piece>> {
    let headings = table.columns.iter().map(|column| Cell::text(column.heading).in_tone(Tone::Dim));
    let headings: Vec<Drawn> = headings.map(|cell| Drawn::new(&cell)).collect();
    let rows = table.groups.iter().map(|group| group.rows.iter().map(|row| row.iter().map(Drawn::new).collect()));
    let groups: Vec<Vec<Vec<Drawn>>> = rows.map(Iterator::collect).collect();
    let headings = table.has_headings.then_some(headings);
    let widths = fitted(table, &natural(table, headings.iter().chain(groups.iter().flatten())), columns);
    let mut lines: Vec<_> = headings.iter().map(|row| line(table, row, &widths)).collect();
    for (at, (group, rows)) in table.groups.iter().zip(&groups).enumerate() {
        lines.extend((at > 0).then(Vec::new));
        lines.extend(group.name.iter().map(|name| vec![Piece::new(truncated(&visible(name), columns), Tone::Strong)]));
        lines.extend(rows.iter().map(|row| line(table, row, &widths)));
    }
    lines
}

/// A cell as text; a bar waits until its width is known.
enum Drawn {
    Text(Piece),
    Bar { part: u64, value: u64, longest: u64, tone: Tone },
}

impl Drawn {
    fn new(cell: &Cell) -> Self {
        let text = match &cell.content {
            Content::Empty => String::new(),
            Content::Text(text) => visible(text).into_owned(),
            Content::Number(n) => labels::number(*n),
            Content::Share(share, lang) => labels::percent(*share, *lang),
            Content::Time(time, form) => form.show(*time),
            &Content::Bar { part, value, longest } => return Self::Bar { part, value, longest, tone: cell.tone },
        };
        Self::Text(Piece::new(text, cell.tone))
    }

    fn width(&self) -> usize {
        match self {
            Self::Text(piece) => width(&piece.text),
            Self::Bar { .. } => MAX_BAR,
        }
    }

    /// The cell in its column, all of whose width is taken.
    fn pieces(&self, columns: usize, align: Align) -> Vec<Piece> {
        match self {
            Self::Text(piece) => {
                let text = truncated(&piece.text, columns);
                let blanks = " ".repeat(columns - width(&text).min(columns));
                let text = Piece::new(text, piece.tone);
                let blanks = Piece::new(blanks, Tone::Plain);
                if align == Align::Left { vec![text, blanks] } else { vec![blanks, text] }
            }
            &Self::Bar { part, value, longest, tone } => bar(part, value, longest, columns, tone),
        }
    }
}

/// What stands out is solid, the rest is light; neither vanishes while there is any of it.
fn bar(part: u64, value: u64, longest: u64, columns: usize, tone: Tone) -> Vec<Piece> {
    let cells = |n: u64| {
        let exact = u128::from(n) * columns as u128 / u128::from(longest.max(1));
        usize::try_from(exact).unwrap_or(columns).max(usize::from(n > 0))
    };
    let solid = cells(part);
    let all = cells(value).max(solid + usize::from(value > part)).min(columns);
    vec![Piece::new("█".repeat(solid.min(all)), tone), Piece::new("░".repeat(all.saturating_sub(solid)), Tone::Dim)]
}

/// The width that each column would like to have.
fn natural<'a>(table: &Table, rows: impl Iterator<Item = &'a Vec<Drawn>>) -> Vec<usize> {
    let mut widths = vec![0; table.columns.len()];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.width().max(*widest);
        }
    }
    for (width, column) in widths.iter_mut().zip(&table.columns) {
        if column.fit != Fit::Whole {
            *width = (*width).min(MAX_TEXT);
        }
    }
    widths
}

/// The width that each column gets; 0 for those left out.
fn fitted(table: &Table, natural: &[usize], columns: usize) -> Vec<usize> {
    let is_extra = |at: usize| matches!(table.columns[at].fit, Fit::IfRoom(_));
    let mut widths: Vec<usize> =
        natural.iter().enumerate().map(|(at, &width)| if is_extra(at) { 0 } else { width }).collect();
    let gaps = GAP * (0..widths.len()).filter(|&at| !is_extra(at)).count().saturating_sub(1);
    let mut taken = gaps + widths.iter().sum::<usize>();
    let spare = |at: usize, width: usize| match table.columns[at].fit {
        Fit::Shrinks(least) if width > least => width,
        _ => 0,
    };
    while taken > columns {
        let widest = (0..widths.len()).max_by_key(|&at| spare(at, widths[at]));
        let Some(at) = widest.filter(|&at| spare(at, widths[at]) > 0) else { break };
        widths[at] -= 1;
        taken -= 1;
    }
    for (at, column) in table.columns.iter().enumerate() {
        let room = columns.saturating_sub(taken + GAP);
        if let Fit::IfRoom(least) = column.fit
            && room >= least.min(natural[at])
        {
            widths[at] = natural[at].min(room);
            taken += GAP + widths[at];
        }
    }
    widths
}

fn line(table: &Table, row: &[Drawn], widths: &[usize]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let cells = table.columns.iter().zip(row).zip(widths).filter(|&(_, &width)| width > 0);
    for (at, ((column, cell), &width)) in cells.enumerate() {
        if at > 0 {
            pieces.push(Piece::new(" ".repeat(GAP), Tone::Plain));
        }
        if column.fit == Fit::Whole {
            pieces.extend(cell.pieces(width.max(cell.width()), column.align));
        } else {
            pieces.extend(cell.pieces(width, column.align));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::document::Column;

    fn shown(table: &Table, columns: usize) -> Vec<String> {
        let text =
            |line: Vec<Piece>| line.into_iter().map(|piece| piece.text).collect::<String>().trim_end().to_owned();
        lines(table, columns).into_iter().map(text).collect()
    }

    fn sample() -> Table {
        let columns = vec![Column::text("Name", 4), Column::number("Count"), Column::extra("More", 4)];
        let row = |name: &str, n: u64| vec![Cell::text(name), Cell::number(n), Cell::text("extra text")];
        Table::new(columns, vec![row("a.long.name@example.org", 1_234_567), row("漢字漢字", 1)])
    }

    #[test]
    fn all_of_it_where_there_is_room() {
        assert_eq!(
            shown(&sample(), 80),
            [
                "Name                         Count  More",
                "a.long.name@example.org  1,234,567  extra text",
                "漢字漢字                         1  extra text",
            ]
        );
    }

    #[test]
    fn extras_go_first_then_texts_but_never_numbers() {
        assert_eq!(
            shown(&sample(), 36),
            [
                "Name                         Count",
                "a.long.name@example.org  1,234,567",
                "漢字漢字                         1"
            ]
        );
        assert_eq!(shown(&sample(), 18), ["Name         Count", "a.long…  1,234,567", "漢字漢…          1"]);
        assert_eq!(shown(&sample(), 5), ["Name      Count", "a.l…  1,234,567", "漢…           1"]);
    }

    #[test]
    fn bars_hide_nothing() {
        let text =
            |part, value| bar(part, value, 1000, 10, Tone::Bad).into_iter().map(|piece| piece.text).collect::<String>();
        assert_eq!(text(1000, 1000), "██████████");
        assert_eq!(text(1, 1000), "█░░░░░░░░░");
        assert_eq!(text(999, 1000), "█████████░");
        assert_eq!(text(0, 1), "░");
        assert_eq!(text(0, 0), "");
    }
}
