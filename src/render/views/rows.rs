//! The default view: one row per reply code, enhanced code, kind, outcome, origin and sender.
//!
//! The report keeps events without reply apart by DSN status and reason; here they are one row per kind, outcome and sender.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;

use super::{Sheet, resolution, sender, tally};
use crate::event::{Kind, Outcome};
use crate::reply::ReplyCode;
use crate::report::{ReplyRow, Report};
use crate::summary::Tally;

const HEADER: [&str; 12] = [
    "code",
    "enhanced",
    "kind",
    "outcome",
    "origin",
    "sender",
    "count",
    "first_seen",
    "last_seen",
    "title",
    "meaning",
    "resolution",
];

/// One row of the view.
struct Row<'a> {
    /// Place among the replies; that of the first of those without reply.
    rank: usize,
    sender: Option<&'a str>,
    tally: Tally,
    /// The reply with the most events in the row, and how many it has.
    main: (usize, u64),
}

pub(super) fn write(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    let fields: Vec<_> = report.replies.iter().map(Fields::new).collect();
    sheet.header(&HEADER)?;
    for row in merged(report).iter().take(limit) {
        let fields = &fields[row.main.0];
        sheet.code(fields.code)?;
        for field in &fields.before {
            sheet.own(field)?;
        }
        sheet.text(sender(row.sender))?;
        tally(&row.tally, sheet)?;
        for field in &fields.after {
            sheet.own(field)?;
        }
        sheet.end_row()?;
    }
    Ok(())
}

/// The fields of a row that its reply alone decides.
struct Fields {
    code: Option<ReplyCode>,
    /// Between the code and the sender.
    before: [String; 4],
    /// Behind the times.
    after: [String; 3],
}

impl Fields {
    fn new(row: &ReplyRow) -> Self {
        let shape = &row.shape;
        Self {
            code: shape.code(),
            before: [
                shape.enhanced().map_or(String::new(), |enhanced| enhanced.to_string()),
                shape.kind.name().into(),
                shape.outcome.name().into(),
                shape.origin.name().into(),
            ],
            after: [row.advice.title.into(), row.advice.meaning.into(), resolution(row.advice.steps)],
        }
    }
}

/// Failures first, then by count, as in the report.
fn merged(report: &Report) -> Vec<Row<'_>> {
    let ranks = ranks(&report.replies);
    let mut silent: HashMap<(usize, Option<&str>), usize> = HashMap::new();
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(report.rows.len());
    for row in &report.rows {
        let (rank, sender) = (ranks[row.reply], row.sender.as_deref());
        let is_silent = report.replies[row.reply].shape.reply.is_none();
        let at = if is_silent { *silent.entry((rank, sender)).or_insert(rows.len()) } else { rows.len() };
        match rows.get_mut(at) {
            Some(same) => same.absorb(row.reply, &row.tally),
            None => rows.push(Row { rank, sender, tally: row.tally, main: (row.reply, row.tally.count) }),
        }
    }
    rows.sort_by(|a, b| {
        let order = |row: &Row<'_>| (row.rank, Reverse(row.tally.count));
        order(a).cmp(&order(b)).then_with(|| a.sender.cmp(&b.sender))
    });
    rows
}

impl Row<'_> {
    fn absorb(&mut self, reply: usize, tally: &Tally) {
        self.tally.absorb(tally);
        if tally.count > self.main.1 {
            self.main = (reply, tally.count);
        }
    }
}

/// The place of each reply; those without reply share the first place of their kind and outcome.
fn ranks(replies: &[ReplyRow]) -> Vec<usize> {
    let mut silent: HashMap<(Kind, Outcome), usize> = HashMap::new();
    let rank = |(at, row): (usize, &ReplyRow)| match row.shape.reply {
        Some(_) => at,
        None => *silent.entry((row.shape.kind, row.shape.outcome)).or_insert(at),
    };
    replies.iter().enumerate().map(rank).collect()
}
