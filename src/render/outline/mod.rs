//! What a report for people says, and in which order, as plain data.
//!
//! In: a [`Report`] and how many rows a list may have. Out: a [`Document`].

mod counts;
mod failures;
mod findings;
mod headline;
mod hours;
mod logins;
mod messages;
mod sources;
mod times;
mod volumes;

use super::document::{
    Block, Cell, Column, Content, Document, Fact, Line, RowGroup, Section, Span, Table, Tone, list, words,
};
use crate::report::Report;

/// Texts of the log are shown up to so many characters; more is in the formats for programs.
const MAX_QUOTE: usize = 600;

/// What to say of the report, with at most `limit` rows in each list.
pub(super) fn document(report: &Report, limit: usize) -> Document {
    let mut sections = vec![headline::section(report, limit), findings::section(report)];
    sections.extend(failures::sections(report, limit));
    sections.extend([
        counts::codes(report, limit),
        counts::senders(report, limit),
        counts::sender_domains(report, limit),
        counts::recipient_domains(report, limit),
        counts::relays(report, limit),
        messages::section(report),
        times::section(report),
        volumes::section(report, limit),
        logins::section(report, limit),
        hours::section(report),
        counts::stages(report),
        sources::section(report, limit),
    ]);
    Document::new("Mail log report", sections)
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
