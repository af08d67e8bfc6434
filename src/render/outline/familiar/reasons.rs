//! Why something went wrong, place by place: deferrals, bounces, refusals, and the servers' own complaints.

use super::super::{Block, Cell, Column, Hidden, Outline, RowGroup, Section, Table, quote};
use super::tables::section;
use crate::event::Stage;
use crate::notice::Severity;
use crate::render::{labels, phrases};
use crate::report::{ReasonGroup, Traffic, WarningRow};
use crate::summary::Detail;
use crate::words::Word;

/// What went wrong in one way: by place, the reasons below it.
pub(super) fn detail(outline: Outline<'_>, traffic: &Traffic, detail: Detail, heading: Word) -> Section {
    let groups = traffic.reasons.iter().filter(|group| group.detail == detail);
    let named = groups.map(|group| (place(outline, group), group.count, group.reasons.as_slice()));
    section(outline, heading, blocks(outline, &named.collect()))
}

/// Places with their numbers and reasons.
type Places<'a> = Vec<(String, u64, &'a [(String, u64)])>;

fn blocks(outline: Outline<'_>, places: &Places<'_>) -> Vec<Block> {
    if places.is_empty() {
        return Vec::new();
    }
    let n_reasons: usize = places.iter().map(|(_, _, reasons)| reasons.len()).sum();
    let group = |(place, count, reasons): &(String, u64, &[(String, u64)])| RowGroup {
        name: Some(phrases::total_at(place, *count, outline.lang)),
        rows: reasons
            .iter()
            .take(outline.limit)
            .map(|(text, n)| vec![Cell::number(*n), Cell::text(quote(text))])
            .collect(),
    };
    let groups: Vec<_> = places.iter().take(outline.limit).map(group).collect();
    let shown: usize = groups.iter().map(|group| group.rows.len()).sum();
    let columns = vec![Column::number(outline.text(Word::Count)), Column::text(outline.text(Word::Text), 20)];
    let table = Table { groups, has_headings: false, ..Table::new(columns, Vec::new()) };
    let hidden = outline.rest(n_reasons, shown, Hidden::RowsOf(n_reasons as u64));
    std::iter::once(Block::Table(table)).chain(hidden).collect()
}

fn place(outline: Outline<'_>, group: &ReasonGroup) -> String {
    let of_stage = || Stage::from_name(&group.place).map(|stage| labels::stage(stage, outline.lang).to_owned());
    match group.detail {
        _ if group.place.is_empty() => outline.text(Word::NoPlace).to_owned(),
        Detail::Rejection | Detail::TemporaryRejection | Detail::Hold | Detail::Discard => {
            of_stage().unwrap_or_else(|| group.place.clone())
        }
        Detail::Deferral | Detail::Bounce | Detail::Expiry | Detail::Attempt => group.place.clone(),
    }
}

/// Complaints of one severity, by daemon.
pub(super) fn complaints(outline: Outline<'_>, severity: Severity, heading: Word) -> Section {
    let health = outline.report.health.as_ref();
    let all = health.into_iter().flat_map(|health| &health.warnings).filter(|row| row.severity == severity);
    let mut daemons: Vec<(&str, Vec<(String, u64)>)> = Vec::new();
    for row in all {
        let at = daemons.iter().position(|(daemon, _)| *daemon == row.daemon).unwrap_or(daemons.len());
        if at == daemons.len() {
            daemons.push((&row.daemon, Vec::new()));
        }
        daemons[at].1.push((said(row), row.tally.count));
    }
    daemons.sort_by_key(|(daemon, _)| *daemon);
    let total = |rows: &[(String, u64)]| rows.iter().map(|(_, n)| n).sum();
    let places = daemons.iter().map(|(daemon, rows)| ((*daemon).to_owned(), total(rows), rows.as_slice()));
    section(outline, heading, blocks(outline, &places.collect()))
}

/// One warning stands as it was logged, several of a kind by what they share.
fn said(row: &WarningRow) -> String {
    if row.tally.count == 1 { row.example.clone() } else { row.template.clone() }
}
