//! What puts the numbers in question, and what to do about it.

use super::{Block, Line, Section, Span, Tone, list, words};
use crate::render::labels::{self, counted, number};
use crate::report::{Finding, Report};
use crate::time::Time;

pub(super) fn section(report: &Report) -> Section {
    let problems = report
        .problems
        .iter()
        .map(|problem| vec![Span::item("Not read in full:").in_tone(Tone::Bad), Span::new(problem.clone())]);
    let mut lines: Vec<Line> = problems.collect();
    lines.extend(report.findings.iter().map(finding));
    let notes = report.notes.iter();
    lines.extend(notes.map(|note| vec![Span::item("Note:").in_tone(Tone::Dim), Span::new(note.clone())]));
    lines.extend(report.sources.iter().filter(|source| !source.accounting.is_balanced()).map(|source| {
        let text = "its lines do not add up (see the sources). This is a fault of smtplog: please report it.";
        vec![Span::item(format!("{}:", source.name)).in_tone(Tone::Bad), Span::new(text)]
    }));
    let blocks = if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] };
    Section::new("Look at this first", blocks)
}

fn finding(finding: &Finding) -> Line {
    match finding {
        Finding::Vanished { count, senders, messages } => vanished(*count, senders, messages),
        Finding::SuspectedDouble { first, second } => vec![
            Span::item("Counted twice?").in_tone(Tone::Warning),
            Span::item(first.clone()),
            Span::new("and"),
            Span::item(second.clone()),
            Span::new("seem to hold the same lines. Both were counted; if one is a copy, leave it out."),
        ],
        Finding::UnnamedRepetitions { count } => {
            let mut line = vec![Span::item("Not counted:").in_tone(Tone::Warning)];
            line.extend(words(format!(
                "{} \"last message repeated N times\", which does not name the message. \
                 Switch the reduction of repeated messages off in syslog.",
                counted(*count, "line", "lines")
            )));
            line
        }
        Finding::Unrecognised { source, count, lines } => vec![
            Span::item("Not understood:").in_tone(Tone::Warning),
            Span::new(format!("{} of {} lines of", number(*count), number(*lines))),
            Span::item(source.clone()),
            Span::new(format!("({}). --unmatched FILE writes them.", labels::percent_of(*count, *lines))),
        ],
    }
}

fn vanished(count: u64, senders: &[(Option<String>, u64)], messages: &[(Time, String)]) -> Line {
    let mut line = vec![
        Span::item(counted(count, "message vanished:", "messages vanished:")).in_tone(Tone::Bad),
        Span::new("completed with neither a delivery nor a bounce. Search the log for the queue ids. From"),
    ];
    let name = |(sender, n): &(Option<String>, u64)| {
        (format!("{} ({})", labels::sender(sender.as_deref()), number(*n)), Tone::Plain)
    };
    line.extend(list(senders.iter().map(name)));
    line.push(Span::new("– the earliest:"));
    line.extend(list(messages.iter().map(|(_, id)| (id.clone(), Tone::Plain))));
    line
}
