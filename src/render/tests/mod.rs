//! What all formats have in common, and golden reports.

mod changes;
mod formats;
mod guide;
pub(super) mod hostile;
mod japanese;
pub(super) mod sample;

use super::{Format, Style, render};
use crate::report::Report;

/// The report as text in the widest sense: every format but xlsx is UTF-8.
pub(super) fn rendered(report: &Report, format: Format, style: &Style) -> String {
    let mut out = Vec::new();
    render(report, format, style, &mut out).unwrap();
    match format {
        Format::Xlsx => String::from_utf8_lossy(&out).into_owned(),
        _ => String::from_utf8(out).unwrap(),
    }
}

fn text(report: &Report, width: usize) -> String {
    rendered(report, Format::Text, &Style { width, ..Style::default() })
}
