//! Events over time, as bars: by hour, by day or by month, whichever fits on a screen.

use jiff::civil;

use super::charts::{Sketch, by_tone};
use super::{Block, Cell, Column, Content, Outline, Section, Table, Tone};
use crate::catalog::Lang;
use crate::render::document::{self, Form, Tick};
use crate::render::labels;
use crate::report::{Counts, HourRow};
use crate::time::Time;
use crate::words::Word;

/// About so many marks stand below the columns of the drawing.
const TICKS: usize = 5;
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
    /// By how they ended.
    parts: Vec<u64>,
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
    let drawn = if rows.len() > 1 {
        let form = Form::Columns(ticks(&bars, unit, outline.lang));
        let sketch = Sketch { id: "chart-time", title: unit.title(), form, bars: drawn(&bars, unit) };
        sketch.block(vec![Block::Table(Table::new(columns, rows))], outline)
    } else {
        None
    };
    Section::new(outline.text(Word::OverTime), drawn.into_iter().collect())
}

/// The columns of the drawing.
fn drawn(bars: &[Bar], unit: Unit) -> Vec<document::Bar> {
    let column = |bar: &Bar| document::Bar {
        label: unit.name(bar.start),
        text: labels::number(bar.events),
        values: bar.parts.clone(),
    };
    bars.iter().map(column).collect()
}

/// A mark at every so manieth column; hours have the date below the first of each day that is marked.
fn ticks(bars: &[Bar], unit: Unit, lang: Lang) -> Vec<Tick> {
    let every = bars.len().div_ceil(TICKS).max(1);
    let mut last = None;
    let tick = |(at, bar): (usize, &Bar)| {
        let day = bar.start.civil().date();
        let is_new = last.replace(day) != Some(day);
        let (text, below) = unit.tick(bar.start, lang);
        Tick { at, text, below: below.filter(|_| is_new) }
    };
    bars.iter().enumerate().step_by(every).map(tick).collect()
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
            bars.push(Bar::empty(next));
        }
        if bars.last().is_none_or(|bar| bar.start != start) {
            bars.push(Bar::empty(start));
        }
        if let Some(bar) = bars.last_mut() {
            bar.add(row);
        }
    }
    bars
}

impl Bar {
    fn empty(start: Time) -> Self {
        Self { start, events: 0, failures: 0, parts: by_tone(&Counts::default()) }
    }

    fn add(&mut self, row: &HourRow) {
        self.events += row.counts.total();
        self.failures += row.counts.failures();
        for (all, n) in self.parts.iter_mut().zip(by_tone(&row.counts)) {
            *all += n;
        }
    }
}

impl Unit {
    /// What the drawing is called.
    fn title(self) -> Word {
        match self {
            Self::Hour => Word::PerHour,
            Self::Day => Word::PerDay,
            Self::Month => Word::PerMonth,
        }
    }

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

    /// A mark below its column, and what may stand below that.
    fn tick(self, start: Time, lang: Lang) -> (String, Option<String>) {
        let at = start.civil();
        let day = match lang {
            Lang::En => at.strftime("%b %-d").to_string(),
            Lang::Ja => at.strftime("%-m/%-d").to_string(),
        };
        match self {
            Self::Hour => (format!("{:02}:00", at.hour()), Some(day)),
            Self::Day => (day, None),
            Self::Month => (format!("{:04}-{:02}", at.year(), at.month()), None),
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
    fn few_columns_are_marked_and_a_day_once() {
        let rows = rows(&["2026-11-21T20:00:00", "2026-11-22T07:00:00"]);
        let ticks = ticks(&bars(&rows, Unit::Hour), Unit::Hour, Lang::En);
        let shown: Vec<_> = ticks.iter().map(|tick| (tick.at, tick.text.as_str(), tick.below.as_deref())).collect();
        assert_eq!(
            shown,
            [(0, "20:00", Some("Nov 21")), (3, "23:00", None), (6, "02:00", Some("Nov 22")), (9, "05:00", None)]
        );
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
