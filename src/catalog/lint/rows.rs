//! Checks of rows: what must be there, and once only.

use std::collections::BTreeMap;

use super::{Complaint, Row, texts};

pub(super) fn check(rows: &[Row]) -> Vec<Complaint> {
    let mut complaints = twice(rows);
    for row in rows {
        let without_sources = row.fields.get("sources").is_none_or(|sources| texts(sources).is_empty());
        complaints.extend(without_sources.then(|| row.complaint("expected at least one source")));
        let apart = row.fields.contains_key("who_ours") != row.fields.contains_key("steps_ours");
        complaints
            .extend((apart && row.table != "rule").then(|| row.complaint("who_ours and steps_ours come together")));
        complaints.extend(steps(row, "who", "steps"));
        complaints.extend(steps(row, "who_ours", "steps_ours"));
    }
    complaints
}

fn twice(rows: &[Row]) -> Vec<Complaint> {
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut complaints = Vec::new();
    for row in rows {
        if let Some(line) = seen.insert((row.table, &row.id), row.line) {
            complaints.push(row.complaint(format!("line {line} has the same id")));
        }
    }
    complaints
}

/// Who has to act is told what to do, and steps are for somebody.
fn steps(row: &Row, who: &str, steps: &str) -> Option<Complaint> {
    let has_steps = row.fields.get(steps).is_some_and(|steps| !texts(steps).is_empty());
    match row.fields.get(who).and_then(toml::Value::as_str) {
        Some("nobody" | "transient") => None,
        Some(_) if !has_steps => Some(row.complaint(format!("{who} must act: expected {steps}"))),
        None if has_steps => Some(row.complaint(format!("{steps}: expected {who}, who takes them"))),
        _ => None,
    }
}
