//! Columns beside each other, over a scale whose numbers stand on its lines at the right.

use maud::{Markup, html};

use super::{Length, fill, float, ratio};
use crate::render::document::{Bar, Chart, Tick};
use crate::render::escape::visible;
use crate::render::labels::number;

/// All of the drawing, in pixels.
pub(super) const HEIGHT: usize = 236;
/// Where the scale begins and ends, in pixels from the top.
const TOP: f64 = 18.0;
const BASE: f64 = 196.0;
/// The columns take so much of the width, in percent; the rest is the scale's numbers'.
const PLOT: f64 = 91.0;
/// How much of its place a column fills.
const FILLED: f64 = 0.78;
/// So many lines has the scale at most, beside the base.
const LINES: u64 = 4;
/// The least height of a part that is there at all.
const LEAST: f64 = 1.0;

/// A part of a column, in pixels from the top.
#[derive(Debug)]
struct Mark {
    part: usize,
    y: f64,
    height: f64,
}

pub(super) fn draw(chart: &Chart, ticks: &[Tick]) -> Markup {
    let tallest = chart.bars.iter().map(Bar::total).max().unwrap_or(0);
    let (step, n) = scale(tallest);
    let top = step.saturating_mul(n);
    let place = PLOT / float(chart.bars.len().max(1));
    // Few columns are no blocks.
    let width = (place * FILLED).min(8.0);
    let left = |at: usize| float(at) * place + (place - width) / 2.0;
    html! {
        @for line in 0..=n {
            @let y = level(step.saturating_mul(line), top);
            line class=(if line == 0 { "base" } else { "grid" }) x1="0" x2="100%" y1=(Length(y)) y2=(Length(y)) {}
            @if line > 0 { text.scale x="100%" y=(Length(y - 4.0)) text-anchor="end" { (compact(step.saturating_mul(line))) } }
        }
        @for (at, bar) in chart.bars.iter().enumerate() {
            g {
                title { (visible(&bar.label)) ": " (visible(&bar.text)) (split(chart, bar)) }
                @for mark in marks(&bar.values, top) {
                    rect class=(fill(chart.parts[mark.part].tone)) x={ (Length(left(at))) "%" } y=(Length(mark.y))
                        width={ (Length(width)) "%" } height=(Length(mark.height)) {}
                }
            }
        }
        @for tick in ticks {
            @let x = Length(left(tick.at));
            text.tick x={ (x) "%" } y=(Length(BASE + 17.0)) { (visible(&tick.text)) }
            @if let Some(below) = &tick.below { text.tick x={ (x) "%" } y=(Length(BASE + 33.0)) { (visible(below)) } }
        }
    }
}

/// The parts of a column, for who points at it.
fn split(chart: &Chart, bar: &Bar) -> Markup {
    let parts = chart.parts.iter().zip(&bar.values).filter(|(_, n)| **n > 0);
    html! { @for (part, n) in parts { "\n" (part.name) ": " (number(*n)) } }
}

/// The parts of a column on each other, the first at the base.
fn marks(values: &[u64], top: u64) -> Vec<Mark> {
    let mut below = 0;
    let mut marks = Vec::new();
    for (part, &value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
        let height = (level(below, top) - level(below + value, top)).max(LEAST);
        marks.push(Mark { part, y: (level(below, top) - height).max(TOP), height });
        below += value;
    }
    marks
}

/// How far from the top a value lies.
fn level(value: u64, top: u64) -> f64 {
    BASE - (BASE - TOP) * ratio(value, top)
}

/// The distance of the scale's lines, which is 1, 2 or 5 with zeros, and how many there are: the last is no lower than the tallest.
fn scale(tallest: u64) -> (u64, u64) {
    let tens = std::iter::successors(Some(1_u64), |ten| ten.checked_mul(10));
    let steps = tens.flat_map(|ten| [1, 2, 5].map(|digit| ten.saturating_mul(digit)));
    let step = steps.into_iter().find(|step| tallest.div_ceil(*step) <= LINES).unwrap_or(u64::MAX);
    (step, tallest.div_ceil(step).max(1))
}

/// `1500` → `1.5k`.
fn compact(n: u64) -> String {
    let units = [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    match units.into_iter().find(|(unit, _)| n >= *unit) {
        Some((unit, name)) => match n / (unit / 10) % 10 {
            0 => format!("{}{name}", n / unit),
            tenth => format!("{}.{tenth}{name}", n / unit),
        },
        None => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_hold_everything() {
        for (tallest, want) in
            [(0, (1, 1)), (1, (1, 1)), (4, (1, 4)), (5, (2, 3)), (17, (5, 4)), (999, (500, 2)), (20_001, (10_000, 3))]
        {
            assert_eq!(scale(tallest), want, "{tallest}");
        }
        for tallest in [u64::from(u32::MAX), 1 << 60] {
            let (step, n) = scale(tallest);
            assert!(n <= LINES && step.saturating_mul(n) >= tallest, "{tallest}");
        }
    }

    #[test]
    fn parts_stand_on_each_other_within_the_scale() {
        for values in [vec![], vec![0, 0], vec![7], vec![1, 2, 3], vec![1, 0, 1_000_000], vec![1_000_000, 1, 1]] {
            let total: u64 = values.iter().sum();
            let (step, n) = scale(total);
            let marks = marks(&values, step * n);
            let sum: f64 = marks.iter().map(|mark| mark.height).sum();
            let want = (BASE - TOP) * ratio(total, step * n);
            assert!((sum - want).abs() <= 2.0 * LEAST + 0.01, "{values:?}: {sum} {want}");
            for mark in &marks {
                assert!(mark.y >= TOP - 0.01 && mark.y + mark.height <= BASE + 2.0 * LEAST, "{values:?}: {mark:?}");
            }
        }
    }

    #[test]
    fn numbers_of_the_scale_are_short() {
        for (n, want) in [(0, "0"), (500, "500"), (1_000, "1k"), (1_500, "1.5k"), (2_000_000, "2M")] {
            assert_eq!(compact(n), want);
        }
    }
}
