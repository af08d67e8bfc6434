//! One table of the report as CSV (RFC 4180): `docs/csv.md` describes every view.
//!
//! In: a [`Report`], of which [`Style::view`] picks the table. Out: UTF-8 with a header line and CRLF line ends. Always true:
//! the header of a view is fixed; every row has all fields; unless [`Style::raw_csv`] is set, no field is read as a formula
//! or acts on a terminal.

mod groups;
mod replies;
mod rows;

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::iso::iso;
use super::{Style, View, escape};
use crate::report::Report;
use crate::summary::Tally;
use crate::time::Time;

pub(super) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let limit = style.limit(0);
    let mut table = Table::new(out, style.raw_csv);
    match style.view {
        View::Rows => rows::write(report, limit, &mut table)?,
        View::Codes => replies::write(report, limit, &mut table)?,
        View::Senders => groups::write_senders("sender", &report.senders.rows, limit, &mut table)?,
        View::SenderDomains => groups::write_senders("domain", &report.sender_domains.rows, limit, &mut table)?,
        View::RecipientDomains => groups::write_names("domain", &report.recipient_domains.rows, limit, &mut table)?,
        View::Relays => groups::write_names("relay", &report.relays.rows, limit, &mut table)?,
        View::Stages => groups::write_stages(report, limit, &mut table)?,
        View::Hours => groups::write_hours(report, limit, &mut table)?,
    }
    table.csv.flush()
}

/// Writes any table of texts.
pub(super) fn table(header: &[String], rows: Vec<Vec<String>>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, style.raw_csv);
    table.header(header)?;
    for row in rows {
        row.iter().try_for_each(|field| table.field(field))?;
        table.end_row()?;
    }
    table.csv.flush()
}

/// Where rows go.
struct Table<'a> {
    csv: csv::Writer<&'a mut dyn Write>,
    is_raw: bool,
}

impl<'a> Table<'a> {
    fn new(out: &'a mut dyn Write, is_raw: bool) -> Self {
        Self { csv: WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out), is_raw }
    }

    /// A row whose fields are all our own.
    fn header<T: AsRef<[u8]>>(&mut self, names: impl IntoIterator<Item = T>) -> io::Result<()> {
        self.csv.write_record(names).map_err(io::Error::from)
    }

    /// Adds a field to the row.
    fn field(&mut self, text: &str) -> io::Result<()> {
        let written = if self.is_raw { self.csv.write_field(text) } else { self.csv.write_field(&*escape::cell(text)) };
        written.map_err(io::Error::from)
    }

    /// Adds a field that is not of the log.
    fn own(&mut self, text: &str) -> io::Result<()> {
        self.csv.write_field(text).map_err(io::Error::from)
    }

    fn number(&mut self, n: u64) -> io::Result<()> {
        self.own(&n.to_string())
    }

    fn time(&mut self, time: Time) -> io::Result<()> {
        iso(time, |text| self.own(text))
    }

    /// Count, first and last seen.
    fn tally(&mut self, tally: &Tally) -> io::Result<()> {
        self.number(tally.count)?;
        let is_known = tally.first <= tally.last;
        for time in [tally.first, tally.last] {
            if is_known { self.time(time)? } else { self.own("")? }
        }
        Ok(())
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.csv.write_record(None::<&[u8]>).map_err(io::Error::from)
    }
}

/// The null sender is `<>`; the unknown one, and a domain that is none, are empty.
fn sender(sender: Option<&str>) -> &str {
    match sender {
        Some("") => "<>",
        other => other.unwrap_or(""),
    }
}

/// The steps in one field: `1. … 2. …`.
fn resolution(steps: &[String]) -> String {
    let numbered: Vec<_> = steps.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)).collect();
    numbered.join(" ")
}
