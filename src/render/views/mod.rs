//! The tables that spreadsheets get: what stands in which column. `docs/csv.md` describes every view.
//!
//! In: a [`Report`] and a [`View`]. Out: typed cells, handed to a [`Sheet`]. Always true: the header of a view is fixed; every row
//! has all cells.

mod failures;
mod groups;
mod health;
mod logins;
mod messages;
mod replies;
mod rows;

use std::io;

use super::View;
use crate::reply::ReplyCode;
use crate::report::Report;
use crate::summary::Tally;
use crate::time::Time;

/// Where the cells of a table go, from left to right and from top to bottom.
pub(super) trait Sheet {
    /// The first row.
    fn header(&mut self, names: &[&str]) -> io::Result<()>;
    /// Text of the log.
    fn text(&mut self, text: &str) -> io::Result<()>;
    /// Text of ours.
    fn own(&mut self, text: &str) -> io::Result<()>;
    /// A reply code, if there is one.
    fn code(&mut self, code: Option<ReplyCode>) -> io::Result<()>;
    /// A count.
    fn number(&mut self, n: u64) -> io::Result<()>;
    /// A part of a whole, 0 to 1.
    fn share(&mut self, share: f64) -> io::Result<()>;
    /// A time, if there is one.
    fn time(&mut self, time: Option<Time>) -> io::Result<()>;
    /// The next cell begins a row.
    fn end_row(&mut self) -> io::Result<()>;
}

/// Writes a view, at most `limit` rows of it.
pub(super) fn write(report: &Report, view: View, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    match view {
        View::Rows => rows::write(report, limit, sheet),
        View::Failures => failures::write(report, limit, sheet),
        View::Reasons => failures::write_reasons(report, limit, sheet),
        View::Codes => replies::write(report, limit, sheet),
        View::Senders => groups::write_senders("sender", &report.senders.rows, limit, sheet),
        View::SenderDomains => groups::write_senders("domain", &report.sender_domains.rows, limit, sheet),
        View::RecipientDomains => groups::write_names("domain", &report.recipient_domains.rows, limit, sheet),
        View::Relays => groups::write_names("relay", &report.relays.rows, limit, sheet),
        View::Providers => groups::write_names("provider", &report.providers.rows, limit, sheet),
        View::Stages => groups::write_stages(report, limit, sheet),
        View::Hours => groups::write_hours(report, limit, sheet),
        View::Messages => messages::write_messages(report, sheet),
        View::Times => messages::write_times(report, sheet),
        View::Volumes => messages::write_volumes(report, limit, sheet),
        View::Logins => logins::write(report, limit, sheet),
        View::Health => health::write(report, limit, sheet),
        View::Warnings => health::write_warnings(report, limit, sheet),
    }
}

/// Count, first and last seen.
fn tally(tally: &Tally, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.number(tally.count)?;
    let is_known = tally.first <= tally.last;
    [tally.first, tally.last].into_iter().try_for_each(|time| sheet.time(is_known.then_some(time)))
}

/// The null sender is `<>`; the unknown one, and a domain that is none, are empty.
fn sender(sender: Option<&str>) -> &str {
    match sender {
        Some("") => "<>",
        other => other.unwrap_or(""),
    }
}

/// The steps in one cell: `1. … 2. …`.
pub(super) fn resolution(steps: &[String]) -> String {
    let numbered: Vec<_> = steps.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)).collect();
    numbered.join(" ")
}
