//! Golden reports, and what each format promises.

use super::sample::{Said, at, morning, report, say};
use super::{rendered, text};
use crate::event::{Event, Kind, Origin, Outcome, Silence};
use crate::render::wrap::width;
use crate::render::{Format, Style, View};
use crate::reply::Reply;
use crate::report::Report;
use crate::summary::{SenderId, Summary};

#[test]
fn text_for_terminals() {
    insta::assert_snapshot!("text_80", text(&morning(), 80));
    insta::assert_snapshot!("text_120", text(&morning(), 120));
}

#[test]
fn json_is_golden() {
    insta::assert_snapshot!("json", rendered(&morning(), Format::Json, &Style::default()));
}

#[test]
fn every_view_of_csv_is_golden() {
    let view = |&view: &View| rendered(&morning(), Format::Csv, &Style { view, ..Style::default() });
    let views: Vec<_> = View::ALL.iter().map(|v| format!("--view {}\n{}", v.name(), view(v))).collect();
    insta::assert_snapshot!("csv", views.join("\n").replace("\r\n", "␍␊\n"));
}

#[test]
fn text_fits_the_terminal() {
    for columns in [80, 100, 120, 200] {
        for line in text(&morning(), columns).lines() {
            assert!(width(line) <= columns, "{} > {columns}: {line}", width(line));
            assert_eq!(line.trim_end(), line);
        }
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let plain = rendered(&morning(), Format::Text, &Style::default());
    let colored = rendered(&morning(), Format::Text, &Style { color: true, ..Style::default() });
    assert!(!plain.contains('\x1b'));
    assert!(colored.contains("\x1b[31mbounced"));
    let mut stripped = colored;
    for n in ["0", "1", "2", "31", "32", "33"] {
        stripped = stripped.replace(&format!("\x1b[{n}m"), "");
    }
    assert_eq!(stripped, plain);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for &format in Format::ALL {
        let style = Style::default();
        assert_eq!(rendered(&morning(), format, &style), rendered(&morning(), format, &style));
    }
}

#[test]
fn top_limits_lists_and_says_what_is_missing() {
    let with_top = |top| rendered(&morning(), Format::Text, &Style { top: Some(top), ..Style::default() });
    assert!(with_top(1).contains("more kinds of failure are not shown; --top 0 shows all."));
    assert!(with_top(1).contains("1 more source is not shown"));
    assert!(!with_top(0).contains("--top 0"));
    let csv = |top| rendered(&morning(), Format::Csv, &Style { top, ..Style::default() }).lines().count();
    assert_eq!((csv(Some(2)), csv(None)), (3, csv(Some(0))));
}

#[test]
fn an_empty_report_is_a_report() {
    let empty = Report::new(
        &Summary::default(),
        vec![],
        vec![],
        vec![],
        vec![],
        &crate::report::ReportOptions::new(crate::catalog::Catalog::get()),
    );
    let shown = text(&empty, 80);
    assert!(shown.contains("No reply and no outcome was counted."), "{shown}");
    serde_json::from_str::<serde_json::Value>(&rendered(&empty, Format::Json, &Style::default())).unwrap();
    assert_eq!(rendered(&empty, Format::Csv, &Style::default()).lines().count(), 1);
}

#[test]
fn what_does_not_balance_is_pointed_out() {
    let mut report = morning();
    report.sources[0].accounting.lines += 1;
    let shown = text(&report, 120);
    assert!(shown.contains("✗ does not balance"), "{shown}");
    assert!(shown.contains("do not add up"), "{shown}");
}

/// An event without reply, for this reason.
fn silent(summary: &mut Summary, silence: Silence, sender: SenderId, time: &str, count: u32) {
    let event = Event { silence, ..Event::new(Kind::Delivery, Outcome::Deferred) };
    summary.add(&event, sender, Some(at(time)), count);
}

#[test]
fn csv_has_one_row_for_all_reasons_of_silence() {
    let mut summary = Summary::default();
    let sender = summary.sender(b"a@x.example");
    silent(&mut summary, Silence::ConnectTimeout, sender, "2026-11-22T03:00:00", 3);
    silent(&mut summary, Silence::NameService, sender, "2026-11-22T01:00:00", 2);
    silent(&mut summary, Silence::ConnectRefused, sender, "2026-11-22T04:00:00", 1);
    silent(&mut summary, Silence::ConnectRefused, SenderId::UNKNOWN, "2026-11-22T04:00:00", 4);
    let csv = rendered(&report(&summary, vec![]), Format::Csv, &Style::default());
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<Vec<String>> =
        rows.records().map(|row| row.unwrap().iter().take(10).map(str::to_owned).collect()).collect();
    let title = |silence| crate::catalog::Catalog::get().no_reply(silence).title.clone();
    let (first, last) = ("2026-11-22T01:00:00", "2026-11-22T04:00:00");
    let want = [
        ["", "", "delivery", "deferred", "none", "a@x.example", "6", first, last, &title(Silence::ConnectTimeout)],
        ["", "", "delivery", "deferred", "none", "", "4", last, last, &title(Silence::ConnectRefused)],
    ];
    assert_eq!(rows, want);
}

#[test]
fn json_tells_null_from_unknown_and_timeless_from_timed() {
    let mut summary = Summary::default();
    let null = summary.sender(b"");
    let mut event = Event::new(Kind::Delivery, Outcome::Bounced);
    event.set_reply(Reply::implied(550), Origin::Implied);
    summary.add(&event, null, None, 2);
    summary.add(&event, SenderId::UNKNOWN, None, 1);
    let json = rendered(&report(&summary, vec![]), Format::Json, &Style::default());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["period"], serde_json::Value::Null);
    assert_eq!(json["rows"][0]["sender"], "<>");
    assert_eq!(json["rows"][0]["first_seen"], serde_json::Value::Null);
    assert_eq!(json["rows"][1]["sender"], serde_json::Value::Null);
    assert_eq!(json["replies"][0]["advice"]["rule"], "reply 550");
}

#[test]
fn marks_and_names_of_formats() {
    let mut summary = Summary::default();
    say(&mut summary, &Said::default());
    let shown = text(&report(&summary, vec![]), 80);
    assert!(shown.contains("Nothing failed."), "{shown}");
    assert!(!shown.contains("implied:"), "{shown}");
    assert_eq!(Format::from_name("json"), Some(Format::Json));
    assert_eq!(Format::from_extension("TXT"), Some(Format::Text));
    assert_eq!(Format::from_extension("exe"), None);
    assert_eq!(View::from_name("sender-domains"), Some(View::SenderDomains));
}
