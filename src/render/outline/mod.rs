//! What a report for people says, and in which order, as plain data.
//!
//! In: a [`Report`], and of a [`Style`] the sections, how many rows a list may have, and the language. Out: a [`Document`].

pub(super) mod changes;
mod charts;
mod counts;
mod failures;
mod familiar;
mod findings;
mod headline;
mod health;
mod hours;
mod logins;
mod messages;
mod providers;
mod sources;
mod times;
mod volumes;

use super::document::{
    Block, Cell, Column, Content, Document, Entry, Fact, Line, RowGroup, Section, Span, Table, Tile, Tone, list, words,
};
use super::phrases::{self, Hidden};
use super::{Layout, SectionName, Style};
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

/// What to say of the report, with at most `top` rows in each list where the style does not say.
pub(super) fn document(report: &Report, style: &Style, top: usize) -> Document {
    let outline = Outline { report, limit: style.limit(top), lang: style.lang };
    let title = outline.text(Word::LogReport);
    let familiar = match style.layout {
        Layout::Smtplog => None,
        Layout::Pflogsumm => Some(familiar::pflogsumm::sections(outline)),
        Layout::Eximstats => Some(familiar::eximstats::sections(outline)),
    };
    if let Some(familiar) = familiar {
        let read = Section { heading: None, blocks: vec![Block::Facts(headline::what_was_read(outline))] };
        return Document::new(title, [read, findings::section(outline)].into_iter().chain(familiar));
    }
    let is_wanted = |name: &SectionName| style.sections.is_empty() || style.sections.contains(name);
    let mut sections = Vec::new();
    for &name in SectionName::ALL {
        if name == SectionName::Failures {
            sections.push(findings::section(outline));
            let changes = report.changes.as_ref();
            sections.extend(changes.map(|changes| changes::section(changes, outline.limit, style.lang)));
        }
        if is_wanted(&name) {
            sections.extend(outline.sections(name));
        }
    }
    Document::new(title, sections)
}

impl Outline<'_> {
    /// What is said under a name; most is one section.
    fn sections(self, name: SectionName) -> Vec<Section> {
        let section = match name {
            SectionName::Headline => headline::section(self),
            SectionName::Failures => return failures::sections(self),
            SectionName::Codes => counts::codes(self),
            SectionName::Senders => counts::senders(self),
            SectionName::SenderDomains => counts::sender_domains(self),
            SectionName::RecipientDomains => counts::recipient_domains(self),
            SectionName::Providers => providers::section(self),
            SectionName::Relays => counts::relays(self),
            SectionName::Hours => hours::section(self),
            SectionName::Logins => logins::section(self),
            SectionName::Messages => messages::section(self),
            SectionName::Times => times::section(self),
            SectionName::Volumes => volumes::section(self),
            SectionName::Stages => counts::stages(self),
            SectionName::Health => health::section(self),
            SectionName::Sources => sources::section(self),
        };
        vec![section]
    }

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
