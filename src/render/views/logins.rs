//! The view of logins: three lists below each other.

use std::io;

use super::Sheet;
use crate::report::{LoginRow, Report};

pub(super) fn write(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&["list", "name", "count", "partners", "partners_exact"])?;
    let Some(logins) = &report.logins else { return Ok(()) };
    let lists = [
        ("failed-logins", &logins.failed_logins),
        ("failed-addresses", &logins.failed_addresses),
        ("shared-logins", &logins.shared_logins),
    ];
    for (list, rows) in lists {
        rows.iter().take(limit).try_for_each(|row| write_row(list, row, sheet))?;
    }
    Ok(())
}

fn write_row(list: &str, row: &LoginRow, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.own(list)?;
    sheet.text(&row.name)?;
    sheet.number(row.count)?;
    sheet.number(row.n_partners)?;
    sheet.own(if row.is_exact { "yes" } else { "no" })?;
    sheet.end_row()
}
