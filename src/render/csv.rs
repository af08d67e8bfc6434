//! Tables as CSV (RFC 4180).
//!
//! In: a [`Report`], of which [`Style::view`] picks the table, or any table of texts. Out: UTF-8 with a header line and CRLF line
//! ends. Always true: unless [`Style::raw_csv`] is set, no field is read as a formula or acts on a terminal.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::iso::iso;
use super::views::{self, Sheet};
use super::{Style, escape};
use crate::reply::ReplyCode;
use crate::report::Report;
use crate::time::Time;

pub(super) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, style.raw_csv);
    views::write(report, style.view, style.limit(0), &mut table)?;
    table.csv.flush()
}

/// Writes any table of texts.
pub(super) fn table(header: &[String], rows: Vec<Vec<String>>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out, style.raw_csv);
    table.header(&header.iter().map(String::as_str).collect::<Vec<_>>())?;
    for row in rows {
        row.iter().try_for_each(|field| table.text(field))?;
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
}

impl Sheet for Table<'_> {
    fn header(&mut self, names: &[&str]) -> io::Result<()> {
        self.csv.write_record(names).map_err(io::Error::from)
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let written = if self.is_raw { self.csv.write_field(text) } else { self.csv.write_field(&*escape::cell(text)) };
        written.map_err(io::Error::from)
    }

    fn own(&mut self, text: &str) -> io::Result<()> {
        self.csv.write_field(text).map_err(io::Error::from)
    }

    fn code(&mut self, code: Option<ReplyCode>) -> io::Result<()> {
        self.own(&code.map_or(String::new(), |code| code.to_string()))
    }

    fn number(&mut self, n: u64) -> io::Result<()> {
        self.own(&n.to_string())
    }

    fn share(&mut self, share: f64) -> io::Result<()> {
        self.own(&format!("{share:.6}"))
    }

    fn time(&mut self, time: Option<Time>) -> io::Result<()> {
        match time {
            Some(time) => iso(time, |text| self.own(text)),
            None => self.own(""),
        }
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.csv.write_record(None::<&[u8]>).map_err(io::Error::from)
    }
}
