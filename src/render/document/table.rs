//! Tables with typed cells: a format decides how a number, a share or a time looks in it.

use super::Tone;
use crate::catalog::Lang;
use crate::render::labels::TimeForm;
use crate::time::Time;

/// A table; its rows may be in named groups.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) groups: Vec<RowGroup>,
    /// Whether the columns' headings are shown.
    pub(crate) has_headings: bool,
}

/// Rows under one name.
#[derive(Debug, Default)]
pub(crate) struct RowGroup {
    pub(crate) name: Option<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// What all cells below each other have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) heading: &'static str,
    pub(crate) align: Align,
    pub(crate) fit: Fit,
}

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// What happens to a column when there is little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is always shown whole: numbers.
    Whole,
    /// Its texts are cut, but not below this width.
    Shrinks(usize),
    /// It is left out if neither this width nor all that it needs can be had.
    IfRoom(usize),
}

/// One cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) content: Content,
    pub(crate) tone: Tone,
    /// The entry of the catalogue that it names.
    pub(crate) entry: Option<String>,
    /// It is ours, so that its backquotes mean something.
    pub(crate) is_prose: bool,
    /// Its language, where that may be another than the document's.
    pub(crate) lang: Option<Lang>,
}

/// What a cell holds.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Empty,
    Text(String),
    Number(u64),
    /// 0 to 1, and in which language it is written.
    Share(f64, Lang),
    Time(Time, TimeForm),
    /// A bar for `value`, of which `part` stands out; the longest bar of the column stands for `longest`.
    Bar {
        part: u64,
        value: u64,
        longest: u64,
    },
}

impl Table {
    /// A table of one group.
    pub(crate) fn new(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self { columns, groups: vec![RowGroup { name: None, rows }], has_headings: true }
    }
}

impl Column {
    /// Numbers and the like: to the right, never cut.
    pub(crate) fn number(heading: &'static str) -> Self {
        Self { heading, align: Align::Right, fit: Fit::Whole }
    }

    /// Short words and times: to the left, never cut.
    pub(crate) fn word(heading: &'static str) -> Self {
        Self { heading, align: Align::Left, fit: Fit::Whole }
    }

    /// Text that may be cut down to `least` columns.
    pub(crate) fn text(heading: &'static str, least: usize) -> Self {
        Self { heading, align: Align::Left, fit: Fit::Shrinks(least) }
    }

    /// Numbers that are left out where they would cost text.
    pub(crate) fn extra_number(heading: &'static str) -> Self {
        Self { heading, align: Align::Right, fit: Fit::IfRoom(usize::MAX) }
    }

    /// Text that is shown where there are at least `least` columns for it.
    pub(crate) fn extra(heading: &'static str, least: usize) -> Self {
        Self { heading, align: Align::Left, fit: Fit::IfRoom(least) }
    }
}

impl Cell {
    /// A cell in plain tone.
    pub(crate) fn of(content: Content) -> Self {
        Self { content, tone: Tone::Plain, entry: None, is_prose: false, lang: None }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::of(Content::Text(text.into()))
    }

    /// A few words of the catalogue.
    pub(crate) fn prose(text: impl Into<String>) -> Self {
        Self { is_prose: true, ..Self::text(text) }
    }

    pub(crate) fn number(n: u64) -> Self {
        Self::of(Content::Number(n))
    }

    /// A number whose absence need not be said.
    pub(crate) fn number_or_blank(n: u64) -> Self {
        if n == 0 { Self::of(Content::Empty) } else { Self::number(n) }
    }

    pub(crate) fn share(share: f64, lang: Lang) -> Self {
        Self::of(Content::Share(share, lang))
    }

    /// A time; those of events without one lie outside every calendar.
    pub(crate) fn time(time: Time, form: TimeForm) -> Self {
        let is_known = time != Time::MIN && time != Time::MAX;
        let content = if is_known { Content::Time(time, form) } else { Content::Empty };
        Self::of(content).in_tone(Tone::Dim)
    }

    pub(crate) fn in_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    pub(crate) fn in_lang(self, lang: Lang) -> Self {
        Self { lang: Some(lang), ..self }
    }

    /// The cell as the name of an entry of the catalogue.
    pub(crate) fn naming(self, id: impl Into<String>) -> Self {
        Self { entry: Some(id.into()), ..self }
    }
}
