//! Drawings of a report as plain data: failing replies, senders, providers, times to delivery.

use std::cmp::Reverse;

use super::Outline;
use crate::event::{Duration, Kind, Outcome};
use crate::render::document::{Bar, Block, Chart, Figure, Form, Part, Tone};
use crate::render::{labels, phrases};
use crate::report::{Counts, GroupRow, ReplyRow};
use crate::words::Word;

/// A drawing has so many bars at most, however many rows the table beside it has.
const MAX_BARS: usize = 10;
/// What every bar is divided into: the worst stands next to the base line, where it is compared best.
const PARTS: [(Tone, Word); 3] =
    [(Tone::Bad, Word::Lost), (Tone::Warning, Word::Waiting), (Tone::Good, Word::GoneWell)];

/// Events by how they ended, in the order of [`PARTS`].
pub(super) fn by_tone(counts: &Counts) -> Vec<u64> {
    let of = |tone: Tone| Outcome::ALL.iter().filter(move |&&outcome| Tone::of(outcome) == tone);
    PARTS.iter().map(|(tone, _)| of(*tone).map(|&outcome| counts.of(outcome)).sum()).collect()
}

/// What is drawn, before it is described.
pub(super) struct Sketch {
    pub(super) id: &'static str,
    pub(super) title: Word,
    pub(super) form: Form,
    pub(super) bars: Vec<Bar>,
}

impl Sketch {
    /// The drawing with its key and its description; nothing if there is no bar. `numbers` say the same.
    pub(super) fn block(self, numbers: Vec<Block>, outline: Outline<'_>) -> Option<Block> {
        let longest = self.bars.iter().max_by_key(|bar| (bar.total(), Reverse(&bar.label)))?;
        let n = self.bars.len() as u64;
        let chart = Chart {
            id: self.id,
            title: outline.text(self.title).to_owned(),
            summary: phrases::drawing(n, &longest.label, &longest.text, outline.lang),
            form: self.form,
            parts: PARTS.iter().map(|&(tone, name)| Part { name: outline.text(name), tone }).collect(),
            bars: self.bars,
        };
        Some(Block::Figure(Figure { chart, numbers }))
    }
}

/// The failing replies that came most often; attempts are no results.
pub(super) fn replies(outline: Outline<'_>) -> Option<Block> {
    let lang = outline.lang;
    let is_failure = |row: &&ReplyRow| row.shape.kind != Kind::Attempt && Tone::of(row.shape.outcome) != Tone::Good;
    let mut rows: Vec<_> = outline.report.replies.iter().filter(is_failure).collect();
    rows.sort_by_key(|row| Reverse(row.tally.count)); // stable: the worse one first among equals
    let bar = |row: &&ReplyRow| {
        let (count, tone) = (row.tally.count, Tone::of(row.shape.outcome));
        Bar {
            label: format!("{} {}", labels::reply(&row.shape, lang), row.advice.title),
            text: phrases::outcome_count(count, row.shape.outcome, lang),
            values: PARTS.iter().map(|(part, _)| if *part == tone { count } else { 0 }).collect(),
        }
    };
    let bars = rows.iter().take(MAX_BARS.min(outline.limit)).map(bar).collect();
    Sketch { id: "chart-replies", title: Word::MostFailingReplies, form: Form::Bars, bars }.block(vec![], outline)
}

/// The senders with the most failures.
pub(super) fn senders(outline: Outline<'_>) -> Option<Block> {
    let failing = |row: &&GroupRow| row.counts.failures() > 0;
    let bar = |row: &GroupRow| {
        let values = by_tone(&row.counts).into_iter().zip(PARTS);
        Bar {
            label: labels::sender(row.name.as_deref(), outline.lang).to_owned(),
            text: labels::number(row.counts.failures()),
            values: values.map(|(n, (tone, _))| if tone == Tone::Good { 0 } else { n }).collect(),
        }
    };
    let rows = outline.report.senders.rows.iter().filter(failing);
    let bars = rows.take(MAX_BARS.min(outline.limit)).map(bar).collect();
    Sketch { id: "chart-senders", title: Word::MostFailingSenders, form: Form::Bars, bars }.block(vec![], outline)
}

/// What became of the mail at each provider.
pub(super) fn providers(outline: Outline<'_>) -> Option<Block> {
    let lang = outline.lang;
    let bar = |row: &GroupRow| {
        let (delivered, all) = (row.counts.of(Outcome::Delivered), row.counts.total());
        Bar {
            label: row.name.as_deref().unwrap_or(outline.text(Word::OtherHosts)).to_owned(),
            text: phrases::delivered_of(delivered, all, lang),
            values: by_tone(&row.counts),
        }
    };
    let bars = outline.report.providers.rows.iter().take(MAX_BARS.min(outline.limit)).map(bar).collect();
    let title = Word::OutcomesByProvider;
    Sketch { id: "chart-providers", title, form: Form::Shares, bars }.block(vec![], outline)
}

/// Percentiles of the time from arrival to delivery; their scale is logarithmic, as times spread over magnitudes.
pub(super) fn times(outline: Outline<'_>) -> Option<Block> {
    let lang = outline.lang;
    let row = outline.report.times.iter().find(|row| row.duration == Duration::Whole)?;
    let percentiles = [(50, row.p50), (75, row.p75), (90, row.p90), (95, row.p95), (99, row.p99), (100, row.max)];
    let bar = |&(percent, milliseconds): &(u64, u32)| Bar {
        label: phrases::within(percent, lang),
        text: labels::duration(milliseconds, lang),
        values: vec![u64::from(milliseconds)],
    };
    let bars: Vec<_> = percentiles.iter().map(bar).collect();
    let summary: Vec<_> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.text)).collect();
    let chart = Chart {
        id: "chart-times",
        title: outline.text(Word::TimeUntilDelivered).to_owned(),
        summary: summary.join("; "),
        form: Form::Magnitudes,
        parts: vec![Part { name: outline.text(Word::LogarithmicScale), tone: Tone::Good }],
        bars,
    };
    Some(Block::Figure(Figure { chart, numbers: vec![] }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_its_part() {
        let mut counts = Counts { attempts: 7, ..Counts::default() };
        for (n, count) in (1..).zip(&mut counts.outcomes) {
            *count = n;
        }
        let parts = by_tone(&counts);
        assert_eq!(parts.iter().sum::<u64>(), counts.total());
        assert_eq!(parts[0] + parts[1], counts.failures());
    }
}
