//! Drawings as inline SVG, as wide as their place: lengths across are in percent, so that letters keep their size on a phone.
//!
//! In: a [`Chart`]. Out: a figure with a caption, a key and the drawing. Always true: every mark lies within the drawing, whatever
//! the numbers are; colour alone tells nothing, as parts differ in their pattern as well and numbers stand beside them.

mod bars;
mod columns;

use std::fmt::{self, Display};

use maud::{Markup, html};

use crate::render::document::{Chart, Form, Part, Tone};
use crate::render::escape::visible;

/// A figure with the drawing, which has a name and a description of its own.
pub(super) fn figure(chart: &Chart) -> Markup {
    let (title, description) = (format!("{}-title", chart.id), format!("{}-description", chart.id));
    let height = match &chart.form {
        Form::Columns(_) => columns::HEIGHT,
        Form::Bars | Form::Shares | Form::Magnitudes => bars::height(chart),
    };
    html! {
        figure.chart {
            figcaption {
                span.name { (visible(&chart.title)) }
                (key(chart))
            }
            svg role="img" aria-labelledby=(title) aria-describedby=(description) width="100%" height=(height) {
                title id=(title) { (visible(&chart.title)) }
                desc id=(description) { (visible(&chart.summary)) }
                @match &chart.form {
                    Form::Columns(ticks) => (columns::draw(chart, ticks)),
                    Form::Bars | Form::Shares | Form::Magnitudes => (bars::draw(chart)),
                }
            }
        }
    }
}

/// What the patterns mean: those that occur.
fn key(chart: &Chart) -> Markup {
    let occurs = |at: usize| chart.bars.iter().any(|bar| bar.values.get(at).is_some_and(|&n| n > 0));
    let parts = chart.parts.iter().enumerate().filter(|&(at, _)| occurs(at)).map(|(_, part)| part);
    html! {
        ul.key {
            @for Part { name, tone } in parts {
                li {
                    svg width="14" height="14" aria-hidden="true" { rect class=(fill(*tone)) width="14" height="14" {} }
                    " " (name)
                }
            }
        }
    }
}

/// The patterns that drawings are filled with; once in a page.
pub(in crate::render) fn patterns() -> Markup {
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" {
            defs {
                pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.ground width="6" height="6" {}
                    rect.line width="2.5" height="6" {}
                }
            }
        }
    }
}

/// The class of what ended so.
pub(super) fn shade(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "went-well",
        Tone::Warning => "is-waiting",
        Tone::Bad => "was-lost",
        Tone::Plain | Tone::Strong | Tone::Dim => "is-neutral",
    }
}

/// The class of a mark for what ended so.
fn fill(tone: Tone) -> String {
    format!("fill {}", shade(tone))
}

/// A length with two decimals at most.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Length(f64);

impl Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// 0 to 1; nothing of nothing is nothing.
#[allow(clippy::cast_precision_loss)] // it is drawn
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[allow(clippy::cast_precision_loss)] // places of a drawing
fn float(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_and_finite() {
        let shown = |length| Length(length).to_string();
        assert_eq!([shown(0.0), shown(100.0), shown(33.333), shown(0.5)], ["0", "100", "33.33", "0.5"]);
        assert!(ratio(0, 0).abs() < f64::EPSILON && ratio(u64::MAX, u64::MAX) <= 1.0);
    }
}
