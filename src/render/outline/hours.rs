//! Events over time, as bars: by hour, by day or by month, whichever fits on a screen.

use jiff::civil;

use super::{Block, Cell, Column, Content, Outline, Section, Table, Tone};
use crate::report::HourRow;
use crate::time::Time;
use crate::words::Word;

/// So many bars are shown at most, where a coarser unit exists.
const MAX_BARS: i64 = 48;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// The width of a bar in time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hour,
    Day,
    Month,
}

/// Events that begin at one bar's start.
struct Bar {
    start: Time,
    events: u64,
    failures: u64,
}

pub(super) fn section(outline: Outline<'_>) -> Section {
    let hours = &outline.report.hours;
    let unit = unit(hours);
    let bars = bars(hours, unit);
    let longest = bars.iter().map(|bar| bar.events).max().unwrap_or(0);
    let rows: Vec<_> = bars
        .iter()
        .map(|bar| {
            let content = Content::Bar { part: bar.failures, value: bar.events, longest };
            vec![
                Cell::text(unit.name(bar.start)),
                Cell::number_or_blank(bar.events),
                Cell::number_or_blank(bar.failures).in_tone(Tone::Bad),
                Cell::of(content).in_tone(Tone::Bad),
            ]
        })
        .collect();
    let columns = vec![
        Column::word(outline.text(unit.heading())),
        Column::number(outline.text(Word::EventsHeading)),
        Column::number(outline.text(Word::Failed)),
        Column::extra(outline.text(Word::BarLegend), 16),
    ];
    let blocks = if rows.len() > 1 { vec![Block::Table(Table::new(columns, rows))] } else { vec![] };
    Section::new(outline.text(Word::OverTime), blocks)
}

/// The finest unit with few enough bars.
fn unit(hours: &[HourRow]) -> Unit {
    let (Some(first), Some(last)) = (hours.first(), hours.last()) else { return Unit::Hour };
    match last.start.since(first.start) {
        span if span < MAX_BARS * HOUR => Unit::Hour,
        span if span < MAX_BARS * DAY => Unit::Day,
        _ => Unit::Month,
    }
}

/// One bar per unit of time; hours and days without events have an empty one.
fn bars(hours: &[HourRow], unit: Unit) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for row in hours {
        let start = unit.start(row.start);
        while let Some(next) = bars.last().and_then(|bar| unit.next(bar.start)).filter(|&next| next < start) {
            bars.push(Bar { start: next, events: 0, failures: 0 });
        }
        if bars.last().is_none_or(|bar| bar.start != start) {
            bars.push(Bar { start, events: 0, failures: 0 });
        }
        if let Some(bar) = bars.last_mut() {
            bar.events += row.counts.total();
            bar.failures += row.counts.failures();
        }
    }
    bars
}

impl Unit {
    fn heading(self) -> Word {
        match self {
            Self::Hour => Word::Hour,
            Self::Day => Word::Day,
            Self::Month => Word::Month,
        }
    }

    /// The start of the unit that the time lies in.
    fn start(self, at: Time) -> Time {
        match self {
            Self::Hour => Time::from_seconds(at.hour() * HOUR),
            Self::Day => Time::from_seconds(at.seconds().div_euclid(DAY) * DAY),
            Self::Month => {
                let at = at.civil();
                Time::from_civil(civil::date(at.year(), at.month(), 1).at(0, 0, 0, 0))
            }
        }
    }

    /// The start of the next unit, where empty units are shown.
    fn next(self, start: Time) -> Option<Time> {
        match self {
            Self::Hour => Some(Time::from_seconds(start.seconds() + HOUR)),
            Self::Day => Some(Time::from_seconds(start.seconds() + DAY)),
            Self::Month => None,
        }
    }

    fn name(self, start: Time) -> String {
        let at = start.civil();
        match self {
            Self::Hour => format!("{} {:02}:00", at.date(), at.hour()),
            Self::Day => at.date().to_string(),
            Self::Month => format!("{:04}-{:02}", at.year(), at.month()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Counts;

    fn rows(starts: &[&str]) -> Vec<HourRow> {
        let row = |start: &&str| HourRow {
            start: Time::from_civil(start.parse().unwrap()),
            counts: Counts { outcomes: [1; 12], attempts: 7 },
        };
        starts.iter().map(row).collect()
    }

    fn names(starts: &[&str]) -> Vec<String> {
        let rows = rows(starts);
        let unit = unit(&rows);
        bars(&rows, unit).iter().map(|bar| format!("{} {}", unit.name(bar.start), bar.events)).collect()
    }

    #[test]
    fn the_unit_follows_the_period_and_gaps_are_seen() {
        assert_eq!(
            names(&["2026-11-22T01:00:00", "2026-11-22T03:00:00"]),
            ["2026-11-22 01:00 12", "2026-11-22 02:00 0", "2026-11-22 03:00 12"]
        );
        assert_eq!(
            names(&["2026-11-20T01:00:00", "2026-11-22T03:00:00", "2026-11-22T04:00:00"]),
            ["2026-11-20 12", "2026-11-21 0", "2026-11-22 24"]
        );
        assert_eq!(names(&["2025-11-20T01:00:00", "2026-11-22T03:00:00"]), ["2025-11 12", "2026-11 12"]);
    }
}
