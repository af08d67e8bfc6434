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
    sheet.code(shape.code())?;
    sheet.own(&shape.enhanced().map_or(String::new(), |enhanced| enhanced.to_string()))?;
    sheet.own(shape.kind.name())?;
    sheet.own(shape.outcome.name())?;
    sheet.own(shape.origin.name())?;
    sheet.own(&shape.dsn.map_or(String::new(), |dsn| dsn.to_string()))?;
    sheet.own(if shape.reply.is_none() { shape.silence.name() } else { "" })?;
    tally(&row.tally, sheet)?;
    sheet.share(row.share)?;
    sheet.number(row.whom.n_senders)?;
    sheet.own(advice.title)?;
    sheet.own(advice.meaning)?;
    sheet.own(advice.who.name())?;
    sheet.own(advice.retry.name())?;
    sheet.own(&resolution(advice.steps))?;
    sheet.text(row.example.as_deref().unwrap_or(""))?;
    sheet.end_row()
}
