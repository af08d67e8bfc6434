//! The views `failures` (one row per rule that answers) and `reasons` (one row per kind of text).

use std::io;

use super::{Sheet, resolution, tally};
use crate::report::{Failure, Report};
use crate::summary::Shape;

const HEADER: [&str; 16] = [
    "rule",
    "side",
    "who_acts",
    "retry",
    "count",
    "first_seen",
    "last_seen",
    "replies",
    "senders",
    "recipient_domains",
    "relays",
    "providers",
    "title",
    "meaning",
    "resolution",
    "example",
];

const REASONS: [&str; 9] = ["rule", "code", "enhanced", "kind", "outcome", "count", "title", "template", "example"];

pub(super) fn write(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&HEADER)?;
    report.failures.iter().take(limit).try_for_each(|failure| write_failure(failure, sheet))
}

fn write_failure(failure: &Failure, sheet: &mut dyn Sheet) -> io::Result<()> {
    let advice = &failure.advice;
    sheet.own(&advice.rule.to_string())?;
    sheet.own(failure.side.name())?;
    sheet.own(advice.who.name())?;
    sheet.own(advice.retry.name())?;
    tally(&failure.tally, sheet)?;
    let replies: Vec<_> = failure.shapes.iter().map(|row| reply(&row.shape)).collect();
    sheet.own(&replies.join(", "))?;
    sheet.number(failure.whom.n_senders)?;
    sheet.number(failure.whom.n_recipient_domains)?;
    sheet.number(failure.whom.n_relays)?;
    let providers: Vec<_> = failure.providers.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    sheet.own(&providers.join(", "))?;
    sheet.own(advice.title)?;
    sheet.own(advice.meaning)?;
    sheet.own(&resolution(advice.steps))?;
    sheet.text(failure.reasons.iter().find_map(|reason| reason.example.as_deref()).unwrap_or(""))?;
    sheet.end_row()
}

/// `550 5.1.1 bounced`.
fn reply(shape: &Shape) -> String {
    let code = shape.code().map(|code| code.to_string());
    let enhanced = shape.enhanced().map(|enhanced| enhanced.to_string());
    let parts = [code, enhanced, Some(shape.outcome.name().to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

pub(super) fn write_reasons(report: &Report, limit: usize, sheet: &mut dyn Sheet) -> io::Result<()> {
    sheet.header(&REASONS)?;
    let reasons =
        report.failures.iter().flat_map(|failure| failure.reasons.iter().map(move |reason| (failure, reason)));
    for (failure, reason) in reasons.take(limit) {
        let shape = &reason.shape;
        sheet.own(&failure.advice.rule.to_string())?;
        sheet.code(shape.code())?;
        sheet.own(&shape.enhanced().map_or(String::new(), |enhanced| enhanced.to_string()))?;
        sheet.own(shape.kind.name())?;
        sheet.own(shape.outcome.name())?;
        sheet.number(reason.count)?;
        sheet.own(failure.advice.title)?;
        sheet.text(reason.template.as_deref().unwrap_or("(other texts)"))?;
        sheet.text(reason.example.as_deref().unwrap_or(""))?;
        sheet.end_row()?;
    }
    Ok(())
}
