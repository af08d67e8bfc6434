//! Bars below each other, each under its label and its number.

use maud::{Markup, html};

use super::{Length, fill, ratio};
use crate::render::document::{Bar, Chart, Form};
use crate::render::escape::visible;
use crate::render::wrap::{truncated, width};

/// From one bar's label to the next one's, and the parts of it, in pixels.
const ROW: usize = 40;
const LABEL: usize = 15;
const BAR: usize = 21;
const THICKNESS: usize = 10;
/// Columns for label and number together: on a phone, and where there is more room.
const NARROW: usize = 46;
const WIDE: usize = 90;
/// The least width of a part that is there at all, in percent.
const LEAST: f64 = 0.4;

/// A part of a bar, in percent of the drawing's width.
#[derive(Debug)]
struct Mark {
    part: usize,
    x: f64,
    width: f64,
}

/// In pixels.
pub(super) fn height(chart: &Chart) -> usize {
    chart.bars.len() * ROW
}

pub(super) fn draw(chart: &Chart) -> Markup {
    let longest = chart.bars.iter().map(Bar::total).max().unwrap_or(0);
    html! {
        @for (at, bar) in chart.bars.iter().enumerate() {
            @let top = at * ROW;
            g {
                title { (visible(&bar.label)) ": " (visible(&bar.text)) }
                (label(bar, top + LABEL))
                text.amount x="100%" y=(top + LABEL) text-anchor="end" { (visible(&bar.text)) }
                rect.track x="0" y=(top + BAR) width="100%" height=(THICKNESS) {}
                @for mark in parts(&chart.form, bar, longest) {
                    rect class=(fill(chart.parts[mark.part].tone)) x={ (Length(mark.x)) "%" } y=(top + BAR)
                        width={ (Length(mark.width)) "%" } height=(THICKNESS) {}
                }
            }
        }
    }
}

/// A label that the style shows in full or short, whichever fits beside the number, whose letters are bold.
fn label(bar: &Bar, y: usize) -> Markup {
    let text = visible(&bar.label);
    let number = width(&bar.text) * 6 / 5 + 1;
    let [short, long] = [NARROW, WIDE].map(|columns| truncated(&text, columns.saturating_sub(number).max(12)));
    html! {
        @if short == long {
            text x="0" y=(y) { (long) }
        } @else {
            text.short x="0" y=(y) { (short) }
            text.long x="0" y=(y) { (long) }
        }
    }
}

/// The parts of a bar as the form wants them.
fn parts(form: &Form, bar: &Bar, longest: u64) -> Vec<Mark> {
    match form {
        Form::Shares => marks(&bar.values, bar.total()),
        Form::Magnitudes => vec![Mark { part: 0, x: 0.0, width: magnitude(bar.total(), longest) }],
        Form::Bars | Form::Columns(_) => marks(&bar.values, longest),
    }
}

/// How wide a bar is on a logarithmic scale from 1 to the longest, in percent.
#[allow(clippy::cast_precision_loss)] // it is drawn
fn magnitude(value: u64, longest: u64) -> f64 {
    let logarithm = |n: u64| (n.max(1) as f64).ln();
    let share = if longest > 1 { logarithm(value) / logarithm(longest) } else { 0.0 };
    (100.0 * share).clamp(LEAST, 100.0)
}

/// The parts of a bar beside each other; the whole is as wide as the drawing.
fn marks(values: &[u64], whole: u64) -> Vec<Mark> {
    let mut before = 0;
    let mut marks = Vec::new();
    for (part, &value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
        let width = (100.0 * ratio(value, whole)).max(LEAST);
        marks.push(Mark { part, x: (100.0 * ratio(before, whole)).min(100.0 - width), width });
        before += value;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_bar_and_nothing_lies_outside() {
        for values in
            [vec![], vec![0, 0, 0], vec![1, 0, 0], vec![1, 2, 3], vec![1, 1_000_000, 1], vec![0, 0, u64::MAX / 2]]
        {
            let whole: u64 = values.iter().sum();
            let marks = marks(&values, whole);
            assert_eq!(marks.len(), values.iter().filter(|value| **value > 0).count());
            for mark in &marks {
                assert!(
                    mark.x >= 0.0 && mark.width >= LEAST && mark.x + mark.width <= 100.000_1,
                    "{values:?}: {mark:?}"
                );
            }
            let sum: f64 = marks.iter().map(|mark| mark.width).sum();
            assert!(marks.is_empty() || (sum - 100.0).abs() < 2.0 * LEAST + 0.01, "{values:?}: {sum}");
        }
        assert!(marks(&[0], 0).is_empty());
    }

    #[test]
    fn magnitudes_are_finite_and_grow() {
        for longest in [0, 1, 2, 1_000, u64::MAX] {
            let widths = [0, 1, longest / 2, longest].map(|value| magnitude(value, longest));
            assert!(widths.iter().all(|width| (LEAST..=100.0).contains(width)), "{longest}: {widths:?}");
            assert!(widths[1] <= widths[3], "{longest}: {widths:?}");
        }
    }
}
