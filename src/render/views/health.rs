//! The views `health` (names and counts) and `warnings` (one row per kind of warning).

use std::io;

use super::{Sheet, tally};
use crate::notice::{Area, Direction, TlsVersion};
use crate::report::{Health, Report, WarningRow};
use crate::summary::Carried;

const HEADER: [&str; 4] = ["group", "name", "detail", "count"];
const WARNINGS: [&str; 7] = ["severity", "daemon", "count", "first_seen", "last_seen", "template", "example"];

/// One row of the view: what it is about, its name, what it is by, and how many.
struct Row {
    group: &'static str,
    name: String,
    detail: String,
    count: u64,
}

pub(super) fn write(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&HEADER)?;
    for row in report.health.iter().flat_map(rows).take(limit) {
        sheet.own(row.group)?;
        sheet.own(&row.name)?;
        sheet.text(&row.detail)?;
        sheet.number(row.count)?;
        sheet.end_row()?;
    }
    Ok(())
}

fn rows(health: &Health) -> Vec<Row> {
    let row = |area: Area, name: String, detail: String, count| Row { group: area.name(), name, detail, count };
    let mut rows = Vec::new();
    let broken = health.broken.iter();
    rows.extend(broken.map(|(how, stage, n)| row(Area::Connections, how.name().into(), stage.name().into(), *n)));
    rows.extend(health.sessions.iter().map(|session| {
        let detail = format!("{} {}", session.trust.name(), session.version.name());
        row(Area::Tls, format!("sessions-{}", session.direction.name()), detail, session.count)
    }));
    for &(direction, carried) in &health.carried {
        let of_carried = carried_rows(direction, carried);
        rows.extend(of_carried.into_iter().map(|(name, detail, n)| row(Area::Tls, name, detail.into(), n)));
    }
    rows.extend(health.ranks.iter().map(|(rank, n)| row(Area::Screening, "rank".into(), rank.to_string(), *n)));
    rows.extend(health.lists.iter().map(|(list, n)| row(Area::Screening, "list".into(), list.clone(), *n)));
    let peaks = health.peaks.iter();
    rows.extend(
        peaks.map(|peak| row(Area::Limits, format!("highest-{}", peak.peak.name()), peak.client.clone(), peak.value)),
    );
    let signals = health.signals.iter();
    let mut all: Vec<_> =
        signals.map(|(signal, n)| row(signal.area(), signal.name().into(), String::new(), *n)).collect();
    all.extend(rows);
    let area = |row: &Row| Area::ALL.iter().position(|area| area.name() == row.group);
    all.sort_by_key(area);
    all
}

/// `carried-in` by version, and `verified-in`, which is a part of these.
fn carried_rows(direction: Direction, carried: Carried) -> Vec<(String, &'static str, u64)> {
    let name = |what: &str| format!("{what}-{}", direction.name());
    let versions = TlsVersion::ALL.iter().zip(carried.encrypted);
    let mut rows = vec![(name("carried"), "plain", carried.plain)];
    rows.extend(versions.map(|(version, n)| (name("carried"), version.name(), n)));
    rows.push((name("verified"), "", carried.verified));
    rows.retain(|(.., n)| *n > 0);
    rows
}

pub(super) fn write_warnings(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&WARNINGS)?;
    let warnings = report.health.iter().flat_map(|health| &health.warnings);
    warnings.take(limit).try_for_each(|warning| write_warning(warning, sheet))
}

fn write_warning(warning: &WarningRow, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.own(warning.severity.name())?;
    sheet.text(&warning.daemon)?;
    tally(&warning.tally, sheet)?;
    sheet.text(&warning.template)?;
    sheet.text(&warning.example)?;
    sheet.end_row()
}
