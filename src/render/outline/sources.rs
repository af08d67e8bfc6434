//! What became of every line: the proof of the numbers, per source and in all.

use super::{Block, Line, Section, Span, Tone, rest};
use crate::accounting::Accounting;
use crate::render::labels::{self, counted, number};
use crate::report::{Report, SourceReport};

pub(super) fn section(report: &Report, limit: usize) -> Section {
    let mut lines: Vec<Line> = report.sources.iter().take(limit).map(source).collect();
    if report.sources.len() > 1 {
        let mut all = vec![Span::item("All sources:").in_tone(Tone::Strong)];
        all.extend(balance(&report.accounting));
        lines.push(all);
    }
    let mut blocks = if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] };
    blocks.extend(rest(report.sources.len(), limit, "more source is", "more sources are"));
    Section::new("Sources: what became of every line", blocks)
}

fn source(source: &SourceReport) -> Line {
    let mut line = vec![Span::item(source.name.clone()).in_tone(Tone::Strong)];
    let period = source
        .period
        .map_or("no time".into(), |(first, last)| format!("{} to {}", labels::moment(first), labels::moment(last)));
    line.push(Span::new(format!("({}, {period}):", source.format)).in_tone(Tone::Dim));
    line.extend(balance(&source.accounting));
    line
}

/// `lines + surplus = events + recognised + other + unrecognised + duplicates`, with its numbers.
fn balance(accounting: &Accounting) -> Line {
    let terms = [
        (accounting.lines, "lines +"),
        (accounting.surplus, "surplus ="),
        (accounting.all_events(), "events +"),
        (accounting.recognised, "recognised +"),
        (accounting.other, "other +"),
        (accounting.unrecognised, "unrecognised +"),
        (accounting.duplicates, "duplicates"),
    ];
    let mut line: Line = terms.iter().map(|(n, term)| Span::item(format!("{} {term}", number(*n)))).collect();
    line.push(if accounting.is_balanced() {
        Span::item("✓").in_tone(Tone::Good)
    } else {
        Span::item("✗ does not balance").in_tone(Tone::Bad)
    });
    if accounting.cut > 0 {
        let text = format!("({} longer than 64 KiB, cut there)", counted(accounting.cut, "line", "lines"));
        line.push(Span::new(text).in_tone(Tone::Dim));
    }
    line
}
