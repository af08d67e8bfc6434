//! The view `codes`: one row per reply code, enhanced code, kind, outcome and origin, and per reason where there was no reply.

use std::io;

use super::{Table, resolution};
use crate::report::{ReplyRow, Report};

const HEADER: [&str; 18] = [
    "code",
    "enhanced",
    "kind",
    "outcome",
    "origin",
    "dsn",
    "reason",
    "count",
    "first_seen",
    "last_seen",
    "share",
    "senders",
    "title",
    "meaning",
    "who_acts",
    "retry",
    "resolution",
    "example",
];

pub(super) fn write(report: &Report, limit: usize, table: &mut Table<'_>) -> io::Result<()> {
    table.header(HEADER)?;
    report.replies.iter().take(limit).try_for_each(|row| write_row(row, table))
}

fn write_row(row: &ReplyRow, table: &mut Table<'_>) -> io::Result<()> {
    let (shape, advice) = (&row.shape, &row.advice);
    table.field(&shape.code().map_or(String::new(), |code| code.to_string()))?;
    table.field(&shape.enhanced().map_or(String::new(), |enhanced| enhanced.to_string()))?;
    table.field(shape.kind.name())?;
    table.field(shape.outcome.name())?;
    table.field(shape.origin.name())?;
    table.field(&shape.dsn.map_or(String::new(), |dsn| dsn.to_string()))?;
    table.field(if shape.reply.is_none() { shape.silence.name() } else { "" })?;
    table.tally(&row.tally)?;
    table.field(&format!("{:.6}", row.share))?;
    table.number(row.whom.n_senders)?;
    table.field(advice.title)?;
    table.field(advice.meaning)?;
    table.field(advice.who.name())?;
    table.field(advice.retry.name())?;
    table.field(&resolution(advice.steps))?;
    table.field(row.example.as_deref().unwrap_or(""))?;
    table.end_row()
}
