//! Tables, with the scope of every heading.

use maud::{Markup, html};

use super::Frame;
use super::inline::{prose, toned};
use crate::render::document::{Align, Cell, Column, Content, RowGroup, Table};
use crate::render::escape::visible;
use crate::render::labels;

pub(super) fn table(frame: &Frame<'_>, table: &Table) -> Markup {
    let shown = shown(table);
    let columns: Vec<_> = shown.iter().map(|&at| table.columns[at]).collect();
    html! {
        div.scroll {
            table {
                @if table.has_headings {
                    thead { tr { @for column in &columns { th scope="col" class=[side(column)] { (column.heading) } } } }
                }
                @for group in &table.groups { (rows(frame, group, &columns, &shown)) }
            }
        }
    }
}

/// The places of the columns to show: bars of letters are for formats that cannot draw.
fn shown(table: &Table) -> Vec<usize> {
    let is_bar = |at: usize| {
        let mut cells = table.groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.get(at));
        cells.any(|cell| matches!(cell.content, Content::Bar { .. }))
    };
    (0..table.columns.len()).filter(|&at| !is_bar(at)).collect()
}

fn rows(frame: &Frame<'_>, group: &RowGroup, columns: &[Column], shown: &[usize]) -> Markup {
    html! {
        tbody {
            @if let Some(name) = &group.name {
                tr { th scope="rowgroup" colspan=(columns.len()) { (visible(name)) } }
            }
            @for row in &group.rows {
                tr {
                    @for (at, (cell, column)) in shown.iter().filter_map(|&at| row.get(at)).zip(columns).enumerate() {
                        @if at == 0 { th scope="row" class=[side(column)] { (content(frame, cell)) } }
                        @else { td class=[side(column)] { (content(frame, cell)) } }
                    }
                }
            }
        }
    }
}

fn side(column: &Column) -> Option<&'static str> {
    (column.align == Align::Right).then_some("number")
}

fn content(frame: &Frame<'_>, cell: &Cell) -> Markup {
    let text = html! {
        @match &cell.content {
            Content::Empty => {}
            Content::Text(text) if cell.is_prose => (prose(text)),
            Content::Text(text) => (visible(text)),
            Content::Number(n) => (labels::number(*n)),
            Content::Share(share, lang) => (labels::percent(*share, *lang)),
            Content::Time(at, form) => { time datetime=(at) { (form.show(*at)) } }
            Content::Bar { value, .. } => (labels::number(*value)),
        }
    };
    let address = cell.entry.as_deref().and_then(frame.address);
    let text = address.map_or_else(|| text.clone(), |address| html! { a href=(address) { (text) } });
    toned(cell.tone, cell.lang.and_then(|lang| frame.other(lang)), &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    #[test]
    fn headings_have_scopes() {
        let columns = vec![Column::word("Code"), Column::number("Count")];
        let row = vec![Cell::text("<550>").naming("550"), Cell::number(1234)];
        let groups = vec![RowGroup { name: Some("A & B".into()), rows: vec![row] }];
        let frame = Frame { lang: Lang::En, address: &|id| Some(format!("{id}.html")) };
        assert_eq!(
            table(&frame, &Table { columns, groups, has_headings: true }).into_string(),
            "<div class=\"scroll\"><table>\
             <thead><tr><th scope=\"col\">Code</th><th scope=\"col\" class=\"number\">Count</th></tr></thead>\
             <tbody><tr><th scope=\"rowgroup\" colspan=\"2\">A &amp; B</th></tr>\
             <tr><th scope=\"row\"><a href=\"550.html\">&lt;550&gt;</a></th><td class=\"number\">1,234</td></tr></tbody>\
             </table></div>"
        );
    }
}
