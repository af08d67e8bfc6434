//! The views of whole messages: what became of them, how long they took, and how large they were.

use std::io;

use super::{Sheet, sender};
use crate::report::{Report, Volume};

pub(super) fn write_messages(report: &Report, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&["waited", "end", "messages"])?;
    let Some(messages) = &report.messages else { return Ok(()) };
    for (deferred, ends) in [("yes", &messages.deferred), ("no", &messages.never_deferred)] {
        for (end, n) in ends.named() {
            sheet.own(deferred)?;
            sheet.own(end)?;
            sheet.number(n)?;
            sheet.end_row()?;
        }
    }
    Ok(())
}

pub(super) fn write_times(report: &Report, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&["time", "deliveries", "p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"])?;
    for row in &report.times {
        sheet.own(row.duration.name())?;
        sheet.number(row.count)?;
        let times = [row.p50, row.p75, row.p90, row.p95, row.p99, row.max];
        times.into_iter().try_for_each(|milliseconds| sheet.number(milliseconds.into()))?;
        sheet.end_row()?;
    }
    Ok(())
}

pub(super) fn write_volumes(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&["domain", "received", "received_bytes", "delivered", "delivered_bytes"])?;
    let domains = report.volumes.iter().flat_map(|volumes| &volumes.domains);
    for row in domains.take(limit) {
        let Volume { received, received_bytes, delivered, delivered_bytes } = row.volume;
        sheet.text(sender(Some(&row.domain)))?;
        [received, received_bytes, delivered, delivered_bytes].into_iter().try_for_each(|n| sheet.number(n))?;
        sheet.end_row()?;
    }
    Ok(())
}
