//! What a report for people says, and in which order, as plain data.
//!
//! In: a [`Report`] and how many rows a list may have. Out: [`Outline`]: headings, paragraphs, facts, steps and tables,
//! which every format for people writes in its own way. Always true: texts are raw, as they came from the log; the format
//! escapes every one of them. Nothing here knows a width, a colour or a mark-up.

mod counts;
mod failures;
mod findings;
mod headline;
mod hours;
mod sources;
mod table;

use crate::event::Outcome;
use crate::report::Report;
pub(super) use table::{Align, Cell, Column, Content, Fit, RowGroup, Table};

/// Texts of the log are shown up to so many characters; more is in the formats for programs.
const MAX_QUOTE: usize = 600;

/// A report for people.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) title: &'static str,
    pub(super) sections: Vec<Section>,
}

/// A part with a heading of its own; the first part has none.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) heading: Option<&'static str>,
    pub(super) blocks: Vec<Block>,
}

/// One thing below the other.
#[derive(Debug)]
pub(super) enum Block {
    /// The name of what follows, within a section.
    Heading(Line),
    Paragraph(Line),
    Facts(Vec<Fact>),
    /// In this order, numbered from 1.
    Steps(Vec<Line>),
    /// In no order.
    Bullets(Vec<Line>),
    Table(Table),
}

/// A name and what is said of it.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) value: Line,
}

/// Text in several tones. Between two spans stands one blank.
pub(super) type Line = Vec<Span>;

/// Text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) tone: Tone,
    /// Not to be parted at its blanks.
    pub(super) is_whole: bool,
}

/// What a text is, for formats that can show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tone {
    #[default]
    Plain,
    Strong,
    Dim,
    Good,
    Warning,
    Bad,
}

impl Span {
    /// Text to read.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain, is_whole: false }
    }

    /// An item: its words stay together.
    pub(super) fn item(text: impl Into<String>) -> Self {
        Self { is_whole: true, ..Self::new(text) }
    }

    pub(super) fn in_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl Tone {
    /// Good, waiting or lost.
    pub(super) fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Delivered | Outcome::Authenticated | Outcome::Deliverable => Self::Good,
            Outcome::Deferred | Outcome::TemporarilyRejected | Outcome::Held => Self::Warning,
            Outcome::Bounced
            | Outcome::Expired
            | Outcome::Rejected
            | Outcome::Discarded
            | Outcome::AuthenticationFailed
            | Outcome::Undeliverable => Self::Bad,
        }
    }
}

impl Outline {
    /// What to say of the report, with at most `limit` rows in each list.
    pub(super) fn new(report: &Report, limit: usize) -> Self {
        let sections = [
            headline::section(report, limit),
            findings::section(report),
            failures::section(report, limit),
            counts::codes(report, limit),
            counts::senders(report, limit),
            counts::sender_domains(report, limit),
            counts::recipient_domains(report, limit),
            counts::relays(report, limit),
            hours::section(report),
            counts::stages(report),
            sources::section(report, limit),
        ];
        let sections = sections.into_iter().filter(|section| !section.blocks.is_empty()).collect();
        Self { title: "Mail log report", sections }
    }
}

/// Plain words as a line.
fn words(text: impl Into<String>) -> Line {
    vec![Span::new(text)]
}

/// Items with commas between them, as `(text, tone)`.
fn list(items: impl IntoIterator<Item = (String, Tone)>) -> Line {
    let mut line: Line = items.into_iter().map(|(text, tone)| Span::item(text).in_tone(tone)).collect();
    let last = line.len().saturating_sub(1);
    for span in &mut line[..last] {
        span.text.push(',');
    }
    line
}

/// The beginning of a quoted text that may be long.
fn quote(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `3 more senders: --top 0 shows all.`, if there are more than shown.
fn rest(all: usize, limit: usize, one: &str, many: &str) -> Option<Block> {
    let more = u64::try_from(all.saturating_sub(limit)).unwrap_or(u64::MAX);
    let text = || format!("{} not shown; --top 0 shows all.", super::labels::counted(more, one, many));
    (more > 0).then(|| Block::Paragraph(vec![Span::new(text()).in_tone(Tone::Dim)]))
}
