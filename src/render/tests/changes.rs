//! Changes between two periods: what strangers wrote stays text, in a comparison and in a report that holds one.

use super::hostile::hostile;
use super::rendered;
use super::sample::{Said, morning, morning_in, report as report_of, say};
use crate::catalog::{Catalog, Lang};
use crate::diff::{Changes, Snapshot};
use crate::render::wrap::width;
use crate::render::{Format, Style, escape, render_changes};
use crate::report::Report;
use crate::summary::Summary;

/// What changed since a time when all mail went well; its report has the name of a hostile file.
fn since_good_days(report: &Report, lang: Lang) -> Changes {
    let mut summary = Summary::default();
    say(&mut summary, &Said { count: 9_000, ..Said::default() });
    let name = "\x1b[31m\u{202e}<script>alert(1)</script>|a\nb";
    let mut good = report_of(&summary, vec![]);
    good.period = None;
    Changes::between(Snapshot::from_report(name, &good), Snapshot::from_report("", report), Catalog::of(lang))
}

fn written(changes: &Changes, format: Format, style: &Style) -> String {
    let mut out = Vec::new();
    render_changes(changes, format, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn nothing_acts_on_the_display() {
    let mut report = hostile();
    let changes = since_good_days(&report, Lang::En);
    assert!(changes.lists.iter().all(|list| !list.rows.is_empty()), "{changes:?}");
    report.changes = Some(changes.clone());
    for &format in Format::OF_CHANGES {
        let style = Style { top: Some(0), ..Style::default() };
        for form in [written(&changes, format, &style), rendered(&report, format, &style)] {
            let bad = form.chars().find(|&c| c != '\n' && escape::is_hidden(c));
            assert_eq!(bad, None, "{form}");
            assert!(format != Format::Html || !form.contains("<script>alert"), "{form}");
            assert!(format != Format::Text || form.lines().all(|line| width(line) <= 80), "{form}");
        }
    }
}

#[test]
fn tables_and_metrics_are_refused() {
    let changes = since_good_days(&morning(), Lang::En);
    for format in Format::ALL.iter().filter(|format| !Format::OF_CHANGES.contains(format)) {
        let refused = render_changes(&changes, *format, &Style::default(), &mut Vec::new());
        assert!(refused.unwrap_err().to_string().contains(format.name()));
    }
}

#[test]
fn a_page_folds_the_steps_of_what_is_new() {
    let page = written(&since_good_days(&morning(), Lang::En), Format::Html, &Style::default());
    assert!(page.contains("id=\"change-1\"") && page.contains("<details"), "{page}");
}

#[test]
fn explanations_are_in_the_language_of_the_reader() {
    // The reports were made in English; the catalogue of the comparison explains.
    let changes = since_good_days(&morning(), Lang::Ja);
    let style = Style { lang: Lang::Ja, ..Style::default() };
    assert_eq!(
        written(&changes, Format::Text, &style),
        written(&since_good_days(&morning_in(Lang::Ja), Lang::Ja), Format::Text, &style)
    );
}

#[test]
fn a_report_without_baseline_says_nothing_of_changes() {
    let mut summary = Summary::default();
    say(&mut summary, &Said::default());
    let report = report_of(&summary, vec![]);
    assert!(!rendered(&report, Format::Json, &Style::default()).contains("\"changes\""));
    assert!(!rendered(&report, Format::Text, &Style::default()).contains("Changes since"));
}
