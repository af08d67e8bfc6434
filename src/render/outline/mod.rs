//! What a report for people says, and in which order, as plain data.
//!
//! In: a [`Report`], how many rows a list may have, and a language. Out: a [`Document`].

mod counts;
mod failures;
mod findings;
mod headline;
mod health;
mod hours;
mod logins;
mod messages;
mod sources;
mod times;
mod volumes;

use super::document::{
    Block, Cell, Column, Content, Document, Fact, Line, RowGroup, Section, Span, Table, Tone, list, words,
};
use super::phrases::{self, Hidden};
use crate::catalog::Lang;
use crate::report::Report;
use crate::words::Word;

/// Texts of the log are shown up to so many characters; more is in the formats for programs.
const MAX_QUOTE: usize = 600;

/// A report to tell of, with at most `limit` rows in each list.
#[derive(Clone, Copy)]
struct Outline<'a> {
    report: &'a Report,
    limit: usize,
    lang: Lang,
}

/// What to say of the report, with at most `limit` rows in each list.
pub(super) fn document(report: &Report, limit: usize, lang: Lang) -> Document {
    let outline = Outline { report, limit, lang };
    let mut sections = vec![headline::section(outline), findings::section(outline)];
    sections.extend(failures::sections(outline));
    sections.extend([
        counts::codes(outline),
        counts::senders(outline),
        counts::sender_domains(outline),
        counts::recipient_domains(outline),
        counts::relays(outline),
        messages::section(outline),
        times::section(outline),
        volumes::section(outline),
        logins::section(outline),
        hours::section(outline),
        counts::stages(outline),
        health::section(outline),
        sources::section(outline),
    ]);
    Document::new(outline.text(Word::LogReport), sections)
}

impl Outline<'_> {
    /// A word of ours.
    fn text(self, word: Word) -> &'static str {
        word.text(self.lang)
    }

    /// `3 more sources are not shown`, if so many of `all` are.
    fn rest(self, all: usize, shown: usize, what: Hidden) -> Option<Block> {
        let more = u64::try_from(all.saturating_sub(shown)).unwrap_or(u64::MAX);
        let text = || phrases::not_shown(more, what, self.lang);
        (more > 0).then(|| Block::Paragraph(vec![Span::new(text()).in_tone(Tone::Dim)]))
    }
}

/// The beginning of a quoted text that may be long.
fn quote(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
