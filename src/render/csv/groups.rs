//! The views by sender, domain, relay, stage and hour.

use std::io;

use super::{Table, sender};
use crate::event::Outcome;
use crate::report::{Counts, GroupRow, Report};

/// By sender or its domain: `name` is the heading of the first column.
pub(super) fn write_senders(name: &str, rows: &[GroupRow], limit: usize, table: &mut Table<'_>) -> io::Result<()> {
    header(name, table)?;
    for row in rows.iter().take(limit) {
        table.field(sender(row.name.as_deref()))?;
        write_counts(&row.counts, table)?;
    }
    Ok(())
}

/// By recipient domain or relay: an empty name is none.
pub(super) fn write_names(name: &str, rows: &[GroupRow], limit: usize, table: &mut Table<'_>) -> io::Result<()> {
    header(name, table)?;
    for row in rows.iter().take(limit) {
        table.field(row.name.as_deref().unwrap_or(""))?;
        write_counts(&row.counts, table)?;
    }
    Ok(())
}

pub(super) fn write_hours(report: &Report, limit: usize, table: &mut Table<'_>) -> io::Result<()> {
    header("hour", table)?;
    for row in report.hours.iter().take(limit) {
        table.time(row.start)?;
        write_counts(&row.counts, table)?;
    }
    Ok(())
}

pub(super) fn write_stages(report: &Report, limit: usize, table: &mut Table<'_>) -> io::Result<()> {
    table.header(["stage", "kind", "successes", "failures"])?;
    for row in report.stages.iter().take(limit) {
        table.field(row.stage.name())?;
        table.field(row.kind.name())?;
        table.number(row.successes)?;
        table.number(row.failures)?;
        table.end_row()?;
    }
    Ok(())
}

/// The name, sums, one column per outcome, and attempts, which are in none of them.
fn header(name: &str, table: &mut Table<'_>) -> io::Result<()> {
    let outcomes = Outcome::ALL.iter().map(|outcome| outcome.name().replace('-', "_"));
    let sums = [name, "events", "failures"].map(str::to_owned);
    table.header(sums.into_iter().chain(outcomes).chain(["attempts".to_owned()]))
}

fn write_counts(counts: &Counts, table: &mut Table<'_>) -> io::Result<()> {
    table.number(counts.total())?;
    table.number(counts.failures())?;
    Outcome::ALL.iter().try_for_each(|&outcome| table.number(counts.of(outcome)))?;
    table.number(counts.attempts)?;
    table.end_row()
}
