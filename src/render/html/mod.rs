//! Documents as HTML: fragments of a page, and pages around them.
//!
//! In: sections of a [`Document`](super::document::Document) and a [`Frame`]. Out: mark-up. Always true: text of strangers never
//! becomes mark-up, an attribute or a link, and what is invisible in it is written out; addresses in our own prose become links
//! that tell nothing about where the reader comes from; text in another language than the page says so; the page's policy allows
//! its own style and scripts and nothing else.

mod block;
mod chart;
mod inline;
mod page;
mod policy;
mod table;

use maud::Markup;

use super::document::{Block, Line, Section, Table};
use crate::catalog::Lang;

pub(super) use block::Anchors;
pub(super) use chart::patterns;
pub(super) use page::{Page, STYLE};
pub(super) use policy::Assets;

/// What a fragment is written for.
pub(super) struct Frame<'a> {
    /// Language of the page.
    pub(super) lang: Lang,
    /// The address of an entry of the catalogue, if it has one.
    pub(super) address: &'a dyn Fn(&str) -> Option<String>,
}

impl Frame<'_> {
    /// Sections below each other, those with a name under headings of `level` (2 to 5). Each gets an anchor.
    pub(super) fn sections(&self, sections: &[Section], level: u8, anchors: &mut Anchors) -> Markup {
        block::sections(self, sections, level, anchors)
    }

    /// What stands in a section; headings in it are of `level`.
    pub(super) fn blocks(&self, blocks: &[Block], level: u8) -> Markup {
        block::blocks(self, blocks, level)
    }

    /// A table.
    pub(super) fn table(&self, table: &Table) -> Markup {
        table::table(self, table)
    }

    /// A line within another element.
    pub(super) fn line(&self, line: &Line) -> Markup {
        inline::line(self, line)
    }

    /// The value of a `lang` attribute: none where the page's own holds.
    pub(super) fn other(&self, lang: Lang) -> Option<&'static str> {
        (lang != self.lang).then(|| lang.name())
    }
}
