//! The views by sender, domain, relay, stage and hour.

use std::io;

use super::{Sheet, sender};
use crate::event::Outcome;
use crate::report::{Counts, GroupRow, Report};

/// By sender or its domain: `name` is the heading of the first column.
pub(super) fn write_senders(name: &str, rows: &[GroupRow], limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    header(name, sheet)?;
    for row in rows.iter().take(limit) {
        sheet.text(sender(row.name.as_deref()))?;
        write_counts(&row.counts, sheet)?;
    }
    Ok(())
}

/// By recipient domain or relay: an empty name is none.
pub(super) fn write_names(name: &str, rows: &[GroupRow], limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    header(name, sheet)?;
    for row in rows.iter().take(limit) {
        sheet.text(row.name.as_deref().unwrap_or(""))?;
        write_counts(&row.counts, sheet)?;
    }
    Ok(())
}

pub(super) fn write_hours(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    header("hour", sheet)?;
    for row in report.hours.iter().take(limit) {
        sheet.time(Some(row.start))?;
        write_counts(&row.counts, sheet)?;
    }
    Ok(())
}

pub(super) fn write_stages(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&["stage", "kind", "successes", "failures"])?;
    for row in report.stages.iter().take(limit) {
        sheet.own(row.stage.name())?;
        sheet.own(row.kind.name())?;
        sheet.number(row.successes)?;
        sheet.number(row.failures)?;
        sheet.end_row()?;
    }
    Ok(())
}

/// The name, sums, one column per outcome, and attempts, which are in none of them.
fn header(name: &str, sheet: &mut dyn Sheet) -> io::Result<()> {
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.name().replace('-', "_")).collect();
    let sums = [name, "events", "failures"].into_iter();
    let names: Vec<_> = sums.chain(outcomes.iter().map(String::as_str)).chain(["attempts"]).collect();
    sheet.header(&names)
}

fn write_counts(counts: &Counts, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.number(counts.total())?;
    sheet.number(counts.failures())?;
    Outcome::ALL.iter().try_for_each(|&outcome| sheet.number(counts.of(outcome)))?;
    sheet.number(counts.attempts)?;
    sheet.end_row()
}
