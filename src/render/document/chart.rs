//! Drawings as plain data: what is drawn, not where its lines lie.

use super::{Block, Tone};

/// A drawing, and the blocks that say the same, where no other block does.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) chart: Chart,
    pub(crate) numbers: Vec<Block>,
}

/// Bars or columns, each in parts.
#[derive(Debug)]
pub(crate) struct Chart {
    /// A name for addresses: lower case and hyphens, one of its kind in the document.
    pub(crate) id: &'static str,
    pub(crate) title: String,
    /// What it shows, for those who do not see it.
    pub(crate) summary: String,
    pub(crate) form: Form,
    /// What the values of every bar stand for, in this order.
    pub(crate) parts: Vec<Part>,
    pub(crate) bars: Vec<Bar>,
}

/// How the bars are drawn.
#[derive(Debug)]
pub(crate) enum Form {
    /// Beside each other, upwards, on one scale. Some have a mark below.
    Columns(Vec<Tick>),
    /// Below each other, on one scale.
    Bars,
    /// Below each other, each as long as the others: what share each part has.
    Shares,
    /// Below each other, on one logarithmic scale; each has one part.
    Magnitudes,
}

/// A mark below the column at this place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tick {
    pub(crate) at: usize,
    pub(crate) text: String,
    /// A second line.
    pub(crate) below: Option<String>,
}

/// What a part of every bar stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) tone: Tone,
}

/// A bar or column.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) label: String,
    /// Its values as they are read.
    pub(crate) text: String,
    /// One for each part.
    pub(crate) values: Vec<u64>,
}

/// A number to be read from afar.
#[derive(Debug)]
pub(crate) struct Tile {
    pub(crate) value: String,
    pub(crate) name: &'static str,
    pub(crate) detail: String,
    pub(crate) tone: Tone,
}

impl Bar {
    pub(crate) fn total(&self) -> u64 {
        self.values.iter().sum()
    }
}
