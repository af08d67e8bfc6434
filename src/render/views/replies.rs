//! The view `codes`: one row per reply code, enhanced code, kind, outcome and origin, and per reason where there was no reply.

use std::io;

use super::{Sheet, resolution, tally};
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

pub(super) fn write(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&HEADER)?;
    report.replies.iter().take(limit).try_for_each(|row| write_row(row, sheet))
}

fn write_row(row: &ReplyRow, sheet: &mut dyn Sheet) -> io::Result<()> {
    let (shape, advice) = (&row.shape, &row.advice);
    sheet.text(&shape.code().map_or(String::new(), |code| code.to_string()))?;
    sheet.text(&shape.enhanced().map_or(String::new(), |enhanced| enhanced.to_string()))?;
    sheet.text(shape.kind.name())?;
    sheet.text(shape.outcome.name())?;
    sheet.text(shape.origin.name())?;
    sheet.text(&shape.dsn.map_or(String::new(), |dsn| dsn.to_string()))?;
    sheet.text(if shape.reply.is_none() { shape.silence.name() } else { "" })?;
    tally(&row.tally, sheet)?;
    sheet.share(row.share)?;
    sheet.number(row.whom.n_senders)?;
    sheet.text(advice.title)?;
    sheet.text(advice.meaning)?;
    sheet.text(advice.who.name())?;
    sheet.text(advice.retry.name())?;
    sheet.text(&resolution(advice.steps))?;
    sheet.text(row.example.as_deref().unwrap_or(""))?;
    sheet.end_row()
}
