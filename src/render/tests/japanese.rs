//! Reports in Japanese: nothing of ours is left in English, and wide characters keep their columns.

use super::rendered;
use super::sample::morning_in;
use crate::catalog::Lang;
use crate::render::document::{Block, Document, Table, plain};
use crate::render::wrap::{Piece, width};
use crate::render::{Format, Layout, Style, outline, table};

fn document(layout: Layout) -> Document {
    outline::document(&morning_in(Lang::Ja), &Style { top: Some(0), layout, ..japanese(80) }, 0)
}

fn blocks(document: &Document) -> impl Iterator<Item = &Block> {
    document.sections.iter().flat_map(|section| plain(&section.blocks))
}

fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    blocks(document).filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
}

fn japanese(width: usize) -> Style {
    Style { lang: Lang::Ja, width, ..Style::default() }
}

#[test]
fn reports_in_japanese_are_golden() {
    insta::assert_snapshot!("text_80_ja", rendered(&morning_in(Lang::Ja), Format::Text, &japanese(80)));
    insta::assert_snapshot!("markdown_ja", rendered(&morning_in(Lang::Ja), Format::Markdown, &japanese(80)));
}

/// Headings and labels; a group may be named after a host, but its number is in Japanese.
fn labels(document: &Document) -> Vec<&str> {
    let mut ours: Vec<&str> = document.sections.iter().filter_map(|section| section.heading.as_deref()).collect();
    for block in blocks(document) {
        match block {
            Block::Facts(facts) => ours.extend(facts.iter().map(|fact| fact.name.as_ref())),
            Block::Table(table) => {
                ours.extend(table.columns.iter().map(|column| column.heading));
                ours.extend(table.groups.iter().filter_map(|group| group.name.as_deref()));
            }
            _ => {}
        }
    }
    ours
}

#[test]
fn no_heading_and_no_label_is_in_english() {
    for &layout in Layout::ALL {
        let document = document(layout);
        let ours = labels(&document);
        let without_letters = ["", "#", "2xx", "4xx", "5xx", "75 %", "90 %", "95 %", "99 %"];
        let english: Vec<_> = ours.iter().filter(|text| text.is_ascii() && !without_letters.contains(text)).collect();
        assert!(english.is_empty(), "{layout:?}: {english:?}");
        assert!(ours.len() > 60, "{layout:?}: {}", ours.len());
    }
}

/// Where the gaps of a line begin: cells and gaps take turns, and a cell is two pieces.
fn gaps(line: &[Piece]) -> Vec<usize> {
    let mut column = 0;
    let mut gaps = Vec::new();
    for (at, piece) in line.iter().enumerate() {
        if at % 3 == 2 {
            assert_eq!(piece.text.trim(), "", "{line:?}");
            gaps.push(column);
        }
        column += width(&piece.text);
    }
    gaps
}

#[test]
fn columns_are_below_each_other() {
    let mut n_lines = 0;
    for document in Layout::ALL.iter().map(|&layout| document(layout)) {
        for (columns, table) in [60, 78, 98, 118].iter().flat_map(|&n| tables(&document).map(move |table| (n, table))) {
            let lines = table::lines(table, columns);
            let is_row = |line: &&Vec<Piece>| line.len() > 1;
            let rows: Vec<_> = lines.iter().filter(is_row).map(|line| gaps(line)).collect();
            assert!(rows.iter().all(|row| *row == rows[0]), "{columns}: {lines:?}");
            n_lines += rows.len();
        }
    }
    assert!(n_lines > 150, "{n_lines}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let report = morning_in(Lang::Ja);
    for columns in [80, 100, 120] {
        for line in rendered(&report, Format::Text, &japanese(columns)).lines() {
            assert!(width(line) <= columns, "{} > {columns}: {line}", width(line));
            assert_eq!(line.trim_end(), line);
        }
    }
}
