//! The first block: what was read, and how much came of it.

use super::{Block, Cell, Column, Fact, Line, Section, Span, Table, Tone, list, words};
use crate::event::{Kind, Outcome};
use crate::render::labels;
use crate::report::Report;

/// The classes of reply codes, and none.
const CLASSES: [Option<u8>; 5] = [Some(2), Some(3), Some(4), Some(5), None];

pub(super) fn section(report: &Report, limit: usize) -> Section {
    let mut facts = vec![Fact::new("Period", period(report))];
    if !report.selection.is_empty() {
        let filters = report.selection.iter().map(|filter| (filter.clone(), Tone::Warning));
        facts.push(Fact::new("Only", list(filters)));
    }
    facts.push(Fact::new("Read", read(report, limit)));
    let kinds = Kind::ALL.iter().map(|&kind| (kind, totals(report, kind)));
    facts.extend(kinds.filter_map(|(kind, value)| Some(Fact::new(labels::kinds(kind), value?))));
    let mut blocks = vec![Block::Facts(facts)];
    if report.totals.is_empty() {
        blocks.push(Block::Paragraph(words("No reply and no outcome was counted.")));
    } else {
        blocks.push(Block::Table(classes(report)));
    }
    Section { heading: None, blocks }
}

fn period(report: &Report) -> Line {
    match report.period {
        Some((first, last)) => {
            vec![Span::item(labels::moment(first)), Span::new("to"), Span::item(labels::moment(last))]
        }
        None => words("unknown: no event has a time"),
    }
}

/// Lines and sources; few sources are named.
fn read(report: &Report, limit: usize) -> Line {
    let n_sources = report.sources.len() as u64;
    let lines = labels::counted(report.accounting.lines, "line", "lines");
    let mut line = words(format!("{lines} of {}", labels::counted(n_sources, "source", "sources")));
    if (1..=3.min(limit)).contains(&report.sources.len()) {
        line[0].text.push(':');
        line.extend(list(report.sources.iter().map(|source| (source.name.clone(), Tone::Dim))));
    }
    line
}

/// `12,345: 11,000 delivered (89.1 %), …`, if there was any event of the kind.
fn totals(report: &Report, kind: Kind) -> Option<Line> {
    let of_kind = || report.totals.iter().filter(|total| total.kind == kind);
    let all: u64 = of_kind().map(|total| total.count).sum();
    let item = |count: u64, outcome: Outcome| {
        let text =
            format!("{} {} ({})", labels::number(count), labels::outcome(outcome), labels::percent_of(count, all));
        (text, Tone::of(outcome))
    };
    let mut line = vec![Span::item(format!("{}:", labels::number(all))).in_tone(Tone::Strong)];
    line.extend(list(of_kind().map(|total| item(total.count, total.outcome))));
    if kind == Kind::Attempt {
        line.push(Span::new("– replies before another host was tried, not part of the deliveries").in_tone(Tone::Dim));
    }
    (all > 0).then_some(line)
}

/// Kinds by class of the reply code; classes that did not occur are left out.
fn classes(report: &Report) -> Table {
    let count = |kind, class| {
        let found = report.classes.iter().find(|total| total.kind == kind && total.class == class);
        found.map_or(0, |total| total.count)
    };
    let occurs = |class: &Option<u8>| Kind::ALL.iter().any(|&kind| count(kind, *class) > 0);
    let classes: Vec<_> = CLASSES.into_iter().filter(occurs).collect();
    let mut columns = vec![Column::word("Replies")];
    columns.extend(classes.iter().map(|class| Column::number(heading(*class))));
    let kinds = Kind::ALL.iter().filter(|&&kind| CLASSES.iter().any(|&class| count(kind, class) > 0));
    let rows = kinds.map(|&kind| {
        let numbers = classes.iter().map(|&class| Cell::number_or_blank(count(kind, class)));
        std::iter::once(Cell::text(labels::kinds(kind))).chain(numbers).collect()
    });
    Table::new(columns, rows.collect())
}

fn heading(class: Option<u8>) -> &'static str {
    match class {
        Some(2) => "2xx",
        Some(3) => "3xx",
        Some(4) => "4xx",
        Some(_) => "5xx",
        None => "none",
    }
}
