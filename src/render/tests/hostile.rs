//! Strangers write into the log: their text stays text in every format.

use super::rendered;
use super::sample::{Said, report, say};
use crate::event::{Kind, Outcome};
use crate::notice::{Notice, Peak, Severity};
use crate::render::wrap::width;
use crate::render::{Format, Layout, Style, View};
use crate::report::{Finding, Report};
use crate::summary::Summary;

const HOSTILE: [&str; 12] = [
    "\x1b[31mred\x1b[0m@x.example",
    "\x1b]0;title\x07\u{9b}2J@x.example",
    "\u{202e}elpmaxe.evil\u{2066}@x.example\u{200f}\u{61c}",
    "=cmd|'/c calc'!A1@x.example",
    "+1-1@x.example",
    "@SUM(A1)",
    "-2+3",
    "\"quo\"\"ted, \r\nline\"@x.example",
    "tab\there\0nul\x7fdel@x.example",
    "zero\u{200b}width\u{feff}\u{2028}\u{2029}\u{e0041}@x.example",
    "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字@例え.example",
    "<script>alert(1)</script>\\x1b@x.example",
];

pub(in crate::render) fn hostile() -> Report {
    let mut summary = Summary::default().with_traffic(true);
    let long = "x".repeat(3000);
    for (at, text) in HOSTILE.iter().copied().chain([long.as_str()]).enumerate() {
        let reply = format!("550 5.1.1 {text}");
        let said = Said {
            outcome: Outcome::Bounced,
            reply: reply.as_bytes(),
            sender: Some(text.as_bytes()),
            recipient: text.as_bytes(),
            host: text.as_bytes(),
            count: 100 - u32::try_from(at).unwrap(),
            ..Said::default()
        };
        say(&mut summary, &said);
        say(&mut summary, &Said { reply: text.as_bytes(), outcome: Outcome::Deferred, ..said });
        say(&mut summary, &Said { outcome: Outcome::Delivered, ..said });
        say(&mut summary, &Said { kind: Kind::Reject, outcome: Outcome::Rejected, ..said });
        note(&mut summary, text.as_bytes());
    }
    let finding = Finding::SuspectedDouble { first: HOSTILE[0].into(), second: HOSTILE[2].into() };
    let mut report = report(&summary, vec![finding]);
    report.sources[0].name = HOSTILE.concat();
    report.problems.push(HOSTILE.concat());
    report.selection.push(HOSTILE.concat());
    report
}

/// A stranger's words wherever a notice may hold them.
fn note(summary: &mut Summary, text: &[u8]) {
    let complaint = Notice::Complaint { severity: Severity::Warning, text, signal: None };
    let peak = Notice::Peak { peak: Peak::ConnectionRate, value: 1, seconds: 60, client: text };
    for notice in [complaint, peak, Notice::Listed(text)] {
        summary.note(&notice, text, None, 1);
    }
}

/// Every format, every view, all rows.
fn all_forms(report: &Report) -> Vec<String> {
    let csv = |&view: &View| rendered(report, Format::Csv, &Style { view, ..Style::default() });
    let mut all: Vec<_> = View::ALL.iter().map(csv).collect();
    for &format in Format::ALL.iter().filter(|format| **format != Format::Xlsx) {
        for &layout in Layout::ALL.iter().filter(|layout| **layout == Layout::Smtplog || format.is_for_people()) {
            all.push(rendered(report, format, &Style { top: Some(0), layout, ..Style::default() }));
        }
    }
    all
}

#[test]
fn nothing_acts_on_the_display() {
    for form in all_forms(&hostile()) {
        let bad = form.replace("\r\n", "\n").chars().find(|&c| c != '\n' && crate::render::escape::is_hidden(c));
        assert_eq!(bad, None, "{form}");
    }
}

#[test]
fn text_stays_in_its_columns() {
    for (columns, layout) in [80, 120].into_iter().flat_map(|n| Layout::ALL.iter().map(move |&layout| (n, layout))) {
        let style = Style { width: columns, top: Some(0), layout, ..Style::default() };
        let shown = rendered(&hostile(), Format::Text, &style);
        for line in shown.lines() {
            assert!(width(line) <= columns, "{} > {columns}: {line}", width(line));
        }
    }
}

#[test]
fn csv_is_read_back_and_has_no_formula() {
    for &view in View::ALL {
        let csv = rendered(&hostile(), Format::Csv, &Style { view, ..Style::default() });
        for record in csv::Reader::from_reader(csv.as_bytes()).records() {
            let record = record.unwrap();
            assert!(record.iter().all(|field| !field.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{record:?}");
        }
    }
}

#[test]
fn raw_csv_gives_the_fields_as_they_were() {
    let csv = rendered(&hostile(), Format::Csv, &Style { raw_csv: true, ..Style::default() });
    let records = csv::Reader::from_reader(csv.as_bytes()).into_records();
    let senders: Vec<_> = records.map(|record| record.unwrap()[5].to_owned()).collect();
    for text in HOSTILE {
        assert!(senders.iter().any(|sender| sender == text), "{text:?}");
    }
}

#[test]
fn json_is_read_back_as_it_was() {
    let json = rendered(&hostile(), Format::Json, &Style::default());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let senders: Vec<_> = json["rows"].as_array().unwrap().iter().map(|row| row["sender"].as_str().unwrap()).collect();
    for text in HOSTILE {
        assert!(senders.contains(&text), "{text:?}");
    }
    assert_eq!(json["problems"][1], HOSTILE.concat());
    let lists = json["health"]["postscreen"]["lists"].as_array().unwrap();
    for text in HOSTILE {
        assert!(lists.iter().any(|list| list["name"] == text), "{text:?}");
    }
    let warnings = json["health"]["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["example"] == HOSTILE[0]), "{warnings:?}");
}
