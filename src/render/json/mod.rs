//! The report as JSON, whole: `docs/json.md` describes it.
//!
//! In: a [`Report`] and a [`Style`], of which only the number of rows counts. Out: one object, in UTF-8. Always true: members
//! come in a fixed order; [`SCHEMA`] rises with every change that could break a reader; control characters and those that
//! change the direction of text are escaped, so that the file is harmless on a terminal. Long lists have one element per
//! line and are written piece by piece.

mod changes;
mod failures;
mod health;
mod logins;
mod messages;
mod model;
mod replies;
mod times;
mod volumes;

use std::io::{self, Write};

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use serde::Serialize;

use super::{Style, escape};
use crate::diff::Changes;
use crate::report::{Report, SCHEMA};
use changes::ChangesJson;
use failures::FailureJson;
use health::HealthJson;
use logins::LoginsJson;
use messages::MessagesJson;
use model::{AccountingJson, ClassJson, FindingJson, GroupJson, HourJson, PeriodJson};
use model::{RedactionJson, SourceJson, StageJson, TotalJson, VerdictJson};
use replies::{ReplyJson, RowJson};
use times::TimeJson;
use volumes::VolumesJson;

pub(super) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let limit = style.limit(0);
    let mut json = Document { out, is_first: true };
    json.value("schema", &SCHEMA)?;
    if let Some(top) = style.top.filter(|&top| top > 0) {
        json.value("top", &top)?;
    }
    json.value("period", &report.period.map(PeriodJson::from))?;
    json.value("selection", &report.selection)?;
    if let Some(redaction) = &report.redaction {
        json.value("redaction", &RedactionJson::new(redaction, report.folds))?;
    }
    json.value("accounting", &AccountingJson::from(&report.accounting))?;
    json.lines("sources", report.sources.iter().map(SourceJson::from))?;
    json.lines("totals", report.totals.iter().map(TotalJson::from))?;
    json.lines("classes", report.classes.iter().map(ClassJson::from))?;
    json.lines("thresholds", report.verdicts.iter().map(VerdictJson::from))?;
    json.lines("findings", report.findings.iter().map(FindingJson::from))?;
    json.lines("problems", report.problems.iter())?;
    json.lines("notes", report.notes.iter())?;
    if let Some(changes) = &report.changes {
        json.value("changes", &ChangesJson::new(changes, limit))?;
    }
    json.value("failures", &report.failures.iter().map(FailureJson::from).collect::<Vec<_>>())?;
    json.value("replies", &report.replies.iter().map(ReplyJson::from).collect::<Vec<_>>())?;
    json.lines("stages", report.stages.iter().map(StageJson::from))?;
    json.lines("hours", report.hours.iter().map(HourJson::from))?;
    json.value("messages", &report.messages.as_ref().map(MessagesJson::from))?;
    json.lines("times", report.times.iter().map(TimeJson::from))?;
    json.value("volumes", &report.volumes.as_ref().map(|volumes| VolumesJson::new(volumes, limit)))?;
    json.value("logins", &report.logins.as_ref().map(LoginsJson::from))?;
    json.value("health", &report.health.as_ref().map(|health| HealthJson::new(health, limit)))?;
    let sender = if report.folds.is_none() { GroupJson::of_sender } else { GroupJson::of_folded };
    json.lines("senders", report.senders.rows.iter().take(limit).map(sender))?;
    json.lines("sender_domains", report.sender_domains.rows.iter().take(limit).map(GroupJson::of_sender))?;
    json.lines("recipient_domains", report.recipient_domains.rows.iter().take(limit).map(GroupJson::of_domain))?;
    json.lines("relays", report.relays.rows.iter().take(limit).map(GroupJson::of_domain))?;
    json.lines("providers", report.providers.rows.iter().map(GroupJson::of_sender))?;
    json.lines("rows", report.rows.iter().take(limit).map(|row| RowJson::new(row, &report.replies)))?;
    json.end()
}

/// A comparison on its own.
pub(super) fn changes(changes: &Changes, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut json = Document { out, is_first: true };
    json.value("schema", &SCHEMA)?;
    json.value("changes", &ChangesJson::new(changes, style.limit(0)))?;
    json.end()
}

/// How many elements of a list are made into text before they are written.
const PIECE: usize = 16 * 1024;
/// How many of them at a time on one thread.
const PART: usize = 512;

/// Elements on a line each, with commas behind all but the last.
fn lines_of(elements: &[impl Serialize]) -> io::Result<Vec<u8>> {
    let (mut text, mut line) = (Vec::new(), Vec::new());
    for (n, element) in elements.iter().enumerate() {
        line.clear();
        serde_json::to_writer(&mut line, element)?;
        let written = std::str::from_utf8(&line).map_err(io::Error::other)?;
        text.extend_from_slice(if n == 0 { b"    " } else { b",\n    " });
        text.extend_from_slice(escape::json(written).as_bytes());
    }
    Ok(text)
}

/// An object that is written member by member.
struct Document<'a> {
    out: &'a mut dyn Write,
    is_first: bool,
}

impl Document<'_> {
    fn name(&mut self, name: &str) -> io::Result<()> {
        let before = if std::mem::take(&mut self.is_first) { "{" } else { "," };
        write!(self.out, "{before}\n  \"{name}\": ")
    }

    /// A member over as many lines as it needs.
    fn value(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        let written = serde_json::to_string_pretty(value)?;
        let written = escape::json(&written);
        self.out.write_all(written.replace('\n', "\n  ").as_bytes())
    }

    /// A list with one element per line; the lines of a long one are made on all threads, a piece of it at a time.
    fn lines<T: Serialize + Send + Sync>(
        &mut self,
        name: &str,
        mut elements: impl Iterator<Item = T>,
    ) -> io::Result<()> {
        self.name(name)?;
        self.out.write_all(b"[")?;
        let mut is_empty = true;
        loop {
            let piece: Vec<T> = elements.by_ref().take(PIECE).collect();
            let parts: Vec<io::Result<Vec<u8>>> = piece.par_chunks(PART).map(lines_of).collect();
            for part in parts {
                self.out.write_all(if is_empty { b"\n" } else { b",\n" })?;
                self.out.write_all(&part?)?;
                is_empty = false;
            }
            if piece.len() < PIECE {
                break;
            }
        }
        self.out.write_all(if is_empty { b"]" } else { b"\n  ]" })
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_stays_in_order() {
        for len in [0, 1, PART, PIECE, 2 * PIECE + PART + 1] {
            let mut out = Vec::new();
            let mut json = Document { out: &mut out, is_first: true };
            json.lines("numbers", 0..len).unwrap();
            json.end().unwrap();
            let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
            let numbers = read["numbers"].as_array().unwrap();
            assert!(numbers.iter().map(|number| number.as_u64().unwrap()).eq(0..len as u64), "{len}");
            let n_lines = std::str::from_utf8(&out).unwrap().lines().count();
            assert_eq!(n_lines, if len == 0 { 3 } else { len + 4 });
        }
    }
}
