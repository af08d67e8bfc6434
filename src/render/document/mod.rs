//! What people read, as plain data: headings, paragraphs, facts, steps and tables, which every format for people writes in
//! its own way.
//!
//! Always true: texts are raw, as they came from a log or the catalogue; the format escapes every one of them. Between
//! backquotes of prose stands what is typed or logged. Nothing here knows a width, a colour or a mark-up.

mod chart;
mod table;

use std::borrow::Cow;

use crate::catalog::Lang;
use crate::event::Outcome;
pub(super) use chart::{Bar, Chart, Figure, Form, Part, Tick, Tile};
pub(super) use table::{Align, Cell, Column, Content, Fit, RowGroup, Table};

/// Something to read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) title: Cow<'static, str>,
    pub(super) sections: Vec<Section>,
}

impl Document {
    /// A document of those sections that say something.
    pub(super) fn new(title: impl Into<Cow<'static, str>>, sections: impl IntoIterator<Item = Section>) -> Self {
        let sections = sections.into_iter().filter(|section| !section.blocks.is_empty()).collect();
        Self { title: title.into(), sections }
    }
}

/// A part with a heading of its own; the first part has none.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) heading: Option<Cow<'static, str>>,
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
    /// What may be folded under its heading.
    Entry(Entry),
    /// A drawing, for formats that draw.
    Figure(Figure),
    /// The few numbers that sum it all up, for formats with large type. Other blocks have them as well.
    Tiles(Vec<Tile>),
}

/// What belongs together.
#[derive(Debug)]
pub(super) struct Entry {
    /// What cells and spans name it by.
    pub(super) id: String,
    /// How bad it is.
    pub(super) tone: Tone,
    /// Whether it is worth reading at once.
    pub(super) is_open: bool,
    /// What to know of it while it is folded.
    pub(super) brief: Line,
    /// Its heading, and what is below it.
    pub(super) blocks: Vec<Block>,
}

/// The blocks as a format writes them that neither folds nor draws: none of them is an entry, a figure or a tile.
pub(super) fn plain(blocks: &[Block]) -> Vec<&Block> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Entry(entry) => all.extend(plain(&entry.blocks)),
            Block::Figure(figure) => all.extend(plain(&figure.numbers)),
            Block::Tiles(_) => {}
            other => all.push(other),
        }
    }
    all
}

/// A name and what is said of it.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) name: Cow<'static, str>,
    pub(super) value: Line,
}

impl Section {
    pub(super) fn new(heading: impl Into<Cow<'static, str>>, blocks: Vec<Block>) -> Self {
        Self { heading: Some(heading.into()), blocks }
    }
}

impl Fact {
    pub(super) fn new(name: impl Into<Cow<'static, str>>, value: Line) -> Self {
        Self { name: name.into(), value }
    }
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
    /// The entry of the catalogue that it names.
    pub(super) entry: Option<String>,
    /// It is ours, so that its backquotes and addresses mean something.
    pub(super) is_prose: bool,
    /// It stands as it was logged.
    pub(super) is_logged: bool,
    /// Its language, where that may be another than the document's.
    pub(super) lang: Option<Lang>,
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
        Self {
            text: text.into(),
            tone: Tone::Plain,
            is_whole: false,
            entry: None,
            is_prose: false,
            is_logged: false,
            lang: None,
        }
    }

    /// An item: its words stay together.
    pub(super) fn item(text: impl Into<String>) -> Self {
        Self { is_whole: true, ..Self::new(text) }
    }

    /// A sentence of the catalogue.
    pub(super) fn prose(text: impl Into<String>) -> Self {
        Self { is_prose: true, ..Self::new(text) }
    }

    /// Words of a reply or a line of a log.
    pub(super) fn logged(text: impl Into<String>) -> Self {
        Self { is_logged: true, ..Self::new(text) }
    }

    /// The name of an entry of the catalogue.
    pub(super) fn entry(id: impl Into<String>) -> Self {
        let id = id.into();
        Self { entry: Some(id.clone()), ..Self::item(id) }
    }

    pub(super) fn in_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    pub(super) fn in_lang(self, lang: Lang) -> Self {
        Self { lang: Some(lang), ..self }
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

/// Plain words as a line.
pub(super) fn words(text: impl Into<String>) -> Line {
    vec![Span::new(text)]
}

/// A sentence of the catalogue as a line.
pub(super) fn prose(text: impl Into<String>) -> Line {
    vec![Span::prose(text)]
}

/// Items with commas between them, as `(text, tone)`.
pub(super) fn list(items: impl IntoIterator<Item = (String, Tone)>) -> Line {
    with_commas(items.into_iter().map(|(text, tone)| Span::item(text).in_tone(tone)).collect())
}

/// Names of entries with commas between them.
pub(super) fn entries(ids: impl IntoIterator<Item = String>) -> Line {
    with_commas(ids.into_iter().map(Span::entry).collect())
}

fn with_commas(mut line: Line) -> Line {
    let last = line.len().saturating_sub(1);
    for span in &mut line[..last] {
        span.text.push(',');
    }
    line
}
