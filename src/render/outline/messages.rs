//! Messages against delivery events: how many had to wait, and what became of them.

use super::{Block, Cell, Column, Fact, Outline, Section, Span, Table, Tone, words};
use crate::event::Kind;
use crate::render::phrases;
use crate::report::{Ends, Messages};
use crate::words::Word;

pub(super) fn section(outline: Outline<'_>) -> Section {
    let blocks = outline.report.messages.as_ref().map(|messages| blocks(outline, messages)).unwrap_or_default();
    Section::new(outline.text(Word::Messages), blocks)
}

fn blocks(outline: Outline<'_>, messages: &Messages) -> Vec<Block> {
    let lang = outline.lang;
    let of_deliveries = outline.report.totals.iter().filter(|total| total.kind == Kind::Delivery);
    let n_events: u64 = of_deliveries.map(|total| total.count).sum();
    let fact = |name: Word, value: String| Fact::new(outline.text(name), words(value));
    let mut facts = vec![
        fact(Word::Queued, phrases::messages(messages.all(), lang)),
        fact(Word::Tried, phrases::tried(messages.tried, n_events, lang)),
    ];
    if messages.outside > 0 {
        facts.push(fact(Word::NotHere, phrases::opened_before(messages.outside, lang)));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if messages.all() > 0 {
        blocks.push(Block::Table(table(outline, messages)));
        let note = Span::new(outline.text(Word::CountedForTheWorst)).in_tone(Tone::Dim);
        blocks.push(Block::Paragraph(vec![note]));
    }
    blocks
}

/// A column: its heading, what is counted in it, and its tone.
type Counted = (Word, fn(&Ends) -> u64, Tone);

const COLUMNS: [Counted; 6] = [
    (Word::DeliveredHeading, |ends| ends.delivered, Tone::Good),
    (Word::BouncedHeading, |ends| ends.bounced, Tone::Bad),
    (Word::ExpiredHeading, |ends| ends.expired, Tone::Bad),
    (Word::DiscardedHeading, |ends| ends.discarded, Tone::Bad),
    (Word::RemovedHeading, |ends| ends.removed, Tone::Plain),
    (Word::StillQueued, |ends| ends.open, Tone::Warning),
];

/// Messages that waited and those that did not; columns without any count are left out.
fn table(outline: Outline<'_>, messages: &Messages) -> Table {
    let rows = [(Word::DeferredOnce, &messages.deferred), (Word::NeverDeferred, &messages.never_deferred)];
    let kept: Vec<_> = COLUMNS.iter().filter(|(_, count, _)| rows.iter().any(|(_, ends)| count(ends) > 0)).collect();
    let mut columns = vec![Column::text(outline.text(Word::Messages), 12), Column::number(outline.text(Word::All))];
    columns.extend(kept.iter().map(|(heading, ..)| Column::number(outline.text(*heading))));
    let row = |(name, ends): (Word, &Ends)| {
        let numbers = kept.iter().map(|(_, count, tone)| Cell::number_or_blank(count(ends)).in_tone(*tone));
        [Cell::text(outline.text(name)), Cell::number(ends.all())].into_iter().chain(numbers).collect()
    };
    Table::new(columns, rows.into_iter().filter(|(_, ends)| ends.all() > 0).map(row).collect())
}
