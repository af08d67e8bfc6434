//! What puts the numbers in question, and what to do about it.

use super::{Block, Line, Outline, Section, Span, Tone, list};
use crate::render::labels::{self, number};
use crate::render::phrases;
use crate::report::Finding;
use crate::time::Time;
use crate::words::Word;

pub(super) fn section(outline: Outline<'_>) -> Section {
    let report = outline.report;
    let item = |word: Word, tone: Tone| Span::item(outline.text(word)).in_tone(tone);
    let problems =
        report.problems.iter().map(|problem| vec![item(Word::NotReadInFull, Tone::Bad), Span::new(problem.clone())]);
    let mut lines: Vec<Line> = problems.collect();
    lines.extend(report.findings.iter().map(|one| finding(one, outline)));
    let passed = report.verdicts.iter().filter(|verdict| verdict.is_passed);
    lines.extend(passed.map(|verdict| {
        let name = item(Word::ThresholdPassed, Tone::Bad);
        vec![
            name,
            Span::item(verdict.threshold.clone()).in_tone(Tone::Strong),
            Span::new(phrases::measured(verdict, outline.lang)),
        ]
    }));
    let label = format!("{}:", outline.text(Word::Note));
    let notes = report.notes.iter();
    lines.extend(notes.map(|note| vec![Span::item(label.clone()).in_tone(Tone::Dim), Span::new(note.clone())]));
    lines.extend(report.sources.iter().filter(|source| !source.accounting.is_balanced()).map(|source| {
        let name = Span::item(format!("{}:", source.name)).in_tone(Tone::Bad);
        vec![name, Span::new(outline.text(Word::LinesDoNotAddUp))]
    }));
    let blocks = if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] };
    Section::new(outline.text(Word::LookFirst), blocks)
}

fn finding(finding: &Finding, outline: Outline<'_>) -> Line {
    let warning = |word: Word| Span::item(outline.text(word)).in_tone(Tone::Warning);
    match finding {
        Finding::Vanished { count, senders, messages } => vanished(*count, senders, messages, outline),
        Finding::SuspectedDouble { first, second } => vec![
            warning(Word::CountedTwice),
            Span::item(first.clone()),
            Span::new(outline.text(Word::And)),
            Span::item(second.clone()),
            Span::new(outline.text(Word::SameLines)),
        ],
        Finding::UnnamedRepetitions { count } => {
            vec![warning(Word::NotCounted), Span::new(phrases::unnamed_repetitions(*count, outline.lang))]
        }
        Finding::Unrecognised { source, count, lines } => phrases::unrecognised(source, *count, *lines, outline.lang),
    }
}

fn vanished(count: u64, senders: &[(Option<String>, u64)], messages: &[(Time, String)], outline: Outline<'_>) -> Line {
    let mut line = vec![
        Span::item(phrases::vanished(count, outline.lang)).in_tone(Tone::Bad),
        Span::new(outline.text(Word::VanishedHow)),
    ];
    let name = |(sender, n): &(Option<String>, u64)| {
        (format!("{} ({})", labels::sender(sender.as_deref(), outline.lang), number(*n)), Tone::Plain)
    };
    line.extend(list(senders.iter().map(name)));
    line.push(Span::new(outline.text(Word::Earliest)));
    line.extend(list(messages.iter().map(|(_, id)| (id.clone(), Tone::Plain))));
    line
}
