//! The report as metrics for Prometheus, in the text format that `node_exporter`'s textfile collector reads.
//!
//! In: a [`Report`]. Out: one block per metric: `HELP`, `TYPE`, samples. Always true: labels have few values (codes, names of
//! ours, providers of the catalogue, thresholds as typed), never an address or a host of the log; samples come in a fixed order.
//! `docs/prometheus.md` lists the metrics.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::event::{Kind, Outcome};
use crate::reply::ReplyCode;
use crate::report::{Report, TimeRow};

/// A metric's name, its type, and what it is.
type Head = (&'static str, &'static str, &'static str);

pub(super) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut metrics = Metrics { text: String::new() };
    lines(report, &mut metrics);
    events(report, &mut metrics);
    replies(report, &mut metrics);
    providers(report, &mut metrics);
    messages(report, &mut metrics);
    times(report, &mut metrics);
    state(report, &mut metrics);
    out.write_all(metrics.text.as_bytes())
}

fn lines(report: &Report, metrics: &mut Metrics) {
    let all = &report.accounting;
    metrics.head(("smtplog_lines_total", "counter", "Lines read, by what became of them."));
    for (result, n) in [
        ("events", all.lines - all.recognised - all.other - all.unrecognised - all.duplicates),
        ("recognised", all.recognised),
        ("other", all.other),
        ("unrecognised", all.unrecognised),
        ("duplicates", all.duplicates),
    ] {
        metrics.sample("smtplog_lines_total", &[("result", result)], n);
    }
}

fn events(report: &Report, metrics: &mut Metrics) {
    metrics.head((
        "smtplog_events_total",
        "counter",
        "Events, by kind and outcome; attempts are part of no other kind.",
    ));
    for total in &report.totals {
        let labels = [("kind", total.kind.name()), ("outcome", total.outcome.name())];
        metrics.sample("smtplog_events_total", &labels, total.count);
    }
}

/// Codes, with the class of the enhanced status code: its detail has thousands of values.
fn replies(report: &Report, metrics: &mut Metrics) {
    metrics.head((
        "smtplog_replies_total",
        "counter",
        "Events, by kind, outcome, reply code (none without reply) and class of the enhanced status code.",
    ));
    let mut counts: BTreeMap<(Kind, Outcome, Option<ReplyCode>, Option<u8>), u64> = BTreeMap::new();
    for row in &report.replies {
        let shape = &row.shape;
        let class = shape.enhanced().map(|enhanced| enhanced.class);
        *counts.entry((shape.kind, shape.outcome, shape.code(), class)).or_default() += row.tally.count;
    }
    for ((kind, outcome, code, class), n) in counts {
        let code = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
        let class = class.map_or_else(|| "none".to_owned(), |class| format!("{class}.x.x"));
        let labels = [("kind", kind.name()), ("outcome", outcome.name()), ("code", &code), ("enhanced_class", &class)];
        metrics.sample("smtplog_replies_total", &labels, n);
    }
}

fn providers(report: &Report, metrics: &mut Metrics) {
    metrics.head((
        "smtplog_provider_events_total",
        "counter",
        "Deliveries and probes, by who runs the relay and outcome.",
    ));
    for row in &report.providers.rows {
        let provider = row.name.as_deref().unwrap_or("other");
        for &outcome in Outcome::ALL.iter().filter(|&&outcome| row.counts.of(outcome) > 0) {
            let labels = [("provider", provider), ("outcome", outcome.name())];
            metrics.sample("smtplog_provider_events_total", &labels, row.counts.of(outcome));
        }
    }
}

fn messages(report: &Report, metrics: &mut Metrics) {
    if let Some(messages) = &report.messages {
        metrics.head((
            "smtplog_messages_total",
            "counter",
            "Messages that entered the queue, by how they ended and whether they waited.",
        ));
        for (waited, ends) in [("yes", &messages.deferred), ("no", &messages.never_deferred)] {
            for (end, n) in ends.named() {
                metrics.sample("smtplog_messages_total", &[("waited", waited), ("end", end)], n);
            }
        }
    }
    if let Some(volumes) = &report.volumes {
        metrics.head((
            "smtplog_bytes_total",
            "counter",
            "Bytes of messages received, and delivered once for each recipient.",
        ));
        for (direction, n) in [("received", volumes.total.received_bytes), ("delivered", volumes.total.delivered_bytes)]
        {
            metrics.sample("smtplog_bytes_total", &[("direction", direction)], n);
        }
    }
}

fn times(report: &Report, metrics: &mut Metrics) {
    metrics.head(("smtplog_delivery_seconds", "gauge", "Time to delivery by part; percentile 100 is the longest."));
    for row in &report.times {
        let TimeRow { duration, p50, p75, p90, p95, p99, max, .. } = *row;
        for (percentile, value) in [("50", p50), ("75", p75), ("90", p90), ("95", p95), ("99", p99), ("100", max)] {
            let labels = [("part", duration.name()), ("percentile", percentile)];
            metrics.sample("smtplog_delivery_seconds", &labels, format_args!("{}.{:03}", value / 1000, value % 1000));
        }
    }
}

fn state(report: &Report, metrics: &mut Metrics) {
    const SOURCES: &str = "smtplog_sources";
    metrics.head((SOURCES, "gauge", "Sources, by whether they were read in full."));
    metrics.sample(SOURCES, &[("state", "read")], report.sources.len());
    metrics.sample(SOURCES, &[("state", "problem")], report.problems.len());
    metrics.head(("smtplog_threshold_passed", "gauge", "1 if a threshold of --fail-if is passed."));
    // The same one twice would be the same sample twice.
    let mut seen = BTreeSet::new();
    for verdict in report.verdicts.iter().filter(|verdict| seen.insert(&verdict.threshold)) {
        let labels = [("threshold", verdict.threshold.as_str())];
        metrics.sample("smtplog_threshold_passed", &labels, u8::from(verdict.is_passed));
    }
}

/// The file so far.
struct Metrics {
    text: String,
}

impl Metrics {
    fn head(&mut self, (name, sort, help): Head) {
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {sort}\n"));
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<_> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
        self.line(format_args!("{name}{{{}}} {value}\n", labels.join(",")));
    }

    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        self.text.write_fmt(text).expect("a string takes everything");
    }
}

/// A label's value: the format knows three escapes; what is invisible is written out before.
fn escaped(text: &str) -> String {
    super::visible(text).replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_end_their_quotes() {
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\\\nd");
    }
}
