//! Messages against delivery events: how many had to wait, and what became of them.

use super::{Block, Cell, Column, Fact, Section, Span, Table, Tone, words};
use crate::event::Kind;
use crate::render::labels::{counted, number};
use crate::report::{Ends, Messages, Report};

pub(super) fn section(report: &Report) -> Section {
    let blocks = report.messages.as_ref().map(|messages| blocks(report, messages)).unwrap_or_default();
    Section::new("Messages", blocks)
}

fn blocks(report: &Report, messages: &Messages) -> Vec<Block> {
    let of_deliveries = report.totals.iter().filter(|total| total.kind == Kind::Delivery);
    let n_events: u64 = of_deliveries.map(|total| total.count).sum();
    let mut facts = vec![
        Fact::new("Queued", words(counted(messages.all(), "message", "messages"))),
        Fact::new(
            "Tried",
            words(format!("{} of them, with {} delivery results in all", number(messages.tried), number(n_events))),
        ),
    ];
    if messages.outside > 0 {
        let text = format!("{} of messages that entered the queue before these logs begin", number(messages.outside));
        facts.push(Fact::new("Not here", words(text)));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if messages.all() > 0 {
        blocks.push(Block::Table(table(messages)));
        let note = "Each message counts once, for the worst of its recipients.";
        blocks.push(Block::Paragraph(vec![Span::new(note).in_tone(Tone::Dim)]));
    }
    blocks
}

/// A column: its heading, what is counted in it, and its tone.
type Counted = (&'static str, fn(&Ends) -> u64, Tone);

const COLUMNS: [Counted; 6] = [
    ("Delivered", |ends| ends.delivered, Tone::Good),
    ("Bounced", |ends| ends.bounced, Tone::Bad),
    ("Expired", |ends| ends.expired, Tone::Bad),
    ("Discarded", |ends| ends.discarded, Tone::Bad),
    ("Removed", |ends| ends.removed, Tone::Plain),
    ("Queued", |ends| ends.open, Tone::Warning),
];

/// Messages that waited and those that did not; columns without any count are left out.
fn table(messages: &Messages) -> Table {
    let rows = [("Deferred at least once", &messages.deferred), ("Never deferred", &messages.never_deferred)];
    let kept: Vec<_> = COLUMNS.iter().filter(|(_, count, _)| rows.iter().any(|(_, ends)| count(ends) > 0)).collect();
    let mut columns = vec![Column::text("Messages", 12), Column::number("All")];
    columns.extend(kept.iter().map(|(heading, ..)| Column::number(heading)));
    let row = |(name, ends): (&str, &Ends)| {
        let numbers = kept.iter().map(|(_, count, tone)| Cell::number_or_blank(count(ends)).in_tone(*tone));
        [Cell::text(name), Cell::number(ends.all())].into_iter().chain(numbers).collect()
    };
    Table::new(columns, rows.into_iter().filter(|(_, ends)| ends.all() > 0).map(row).collect())
}
