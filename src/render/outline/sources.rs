//! What became of every line: the proof of the numbers, per source and in all.

use super::{Block, Hidden, Line, Outline, Section, Span, Tone};
use crate::accounting::Accounting;
use crate::render::{labels, phrases};
use crate::report::SourceReport;
use crate::words::Word;

pub(super) fn section(outline: Outline<'_>) -> Section {
    let Outline { report, limit, .. } = outline;
    let mut lines: Vec<Line> = report.sources.iter().take(limit).map(|one| source(one, outline)).collect();
    if report.sources.len() > 1 {
        let mut all = vec![Span::item(outline.text(Word::AllSources)).in_tone(Tone::Strong)];
        all.extend(balance(&report.accounting, outline));
        lines.push(all);
    }
    let mut blocks = if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] };
    blocks.extend(outline.rest(report.sources.len(), limit, Hidden::Sources));
    Section::new(outline.text(Word::LogSources), blocks)
}

fn source(source: &SourceReport, outline: Outline<'_>) -> Line {
    let mut line = vec![Span::item(source.name.clone()).in_tone(Tone::Strong)];
    let to = outline.text(Word::To);
    let period = source.period.map_or(outline.text(Word::NoTime).into(), |(first, last)| {
        format!("{} {to} {}", labels::moment(first), labels::moment(last))
    });
    line.push(Span::new(format!("({}, {period}):", source.format)).in_tone(Tone::Dim));
    line.extend(balance(&source.accounting, outline));
    line
}

/// `lines + surplus = events + recognised + other + unrecognised + duplicates`, with its numbers.
fn balance(accounting: &Accounting, outline: Outline<'_>) -> Line {
    let terms = [
        (accounting.lines, Word::Lines, " +"),
        (accounting.surplus, Word::Surplus, " ="),
        (accounting.all_events(), Word::Events, " +"),
        (accounting.recognised, Word::Recognised, " +"),
        (accounting.other, Word::OtherLines, " +"),
        (accounting.unrecognised, Word::Unrecognised, " +"),
        (accounting.duplicates, Word::Duplicates, ""),
    ];
    let term = |&(n, name, sign)| Span::item(format!("{}{sign}", phrases::term(n, name, outline.lang)));
    let mut line: Line = terms.iter().map(term).collect();
    line.push(if accounting.is_balanced() {
        Span::item("✓").in_tone(Tone::Good)
    } else {
        Span::item(outline.text(Word::Unbalanced)).in_tone(Tone::Bad)
    });
    if accounting.cut > 0 {
        line.push(Span::new(phrases::cut(accounting.cut, outline.lang)).in_tone(Tone::Dim));
    }
    line
}
