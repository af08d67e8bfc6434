//! What a page promises.

use std::collections::BTreeSet;

use regex::Regex;

use crate::catalog::{Lang, WhoActs};
use crate::render::tests::{hostile::hostile, rendered, sample};
use crate::render::{Format, Style};
use crate::report::Report;

fn page(report: &Report, style: &Style) -> String {
    rendered(report, Format::Html, style)
}

fn all<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
}

/// Without style and script.
fn markup(page: &str) -> String {
    let inline = Regex::new("(?s)<style>.*?</style>|<script[^>]*>.*?</script>").unwrap();
    inline.replace_all(page, "").into_owned()
}

fn every_page() -> Vec<String> {
    let ja = Style { lang: Lang::Ja, ..Style::default() };
    let everything = Style { top: Some(0), ..Style::default() };
    vec![
        page(&sample::morning(), &Style::default()),
        page(&sample::morning_in(Lang::Ja), &ja),
        page(&hostile(), &everything),
        page(&sample::empty(), &Style::default()),
    ]
}

#[test]
fn a_small_page_is_golden() {
    let page = markup(&page(&sample::morning(), &Style::default()));
    let hash = Regex::new("'sha256-[^']*'").unwrap();
    let page = hash.replace_all(&page, "'sha256-…'").replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    insta::assert_snapshot!("page", page.replace("><", ">\n<"));
}

#[test]
fn text_of_the_log_is_no_markup() {
    for page in every_page() {
        let markup = markup(&page);
        assert_eq!((page.matches("<script").count(), page.matches("<style").count()), (1, 1));
        for text in ["<img", "<iframe", " style=", " src=", "javascript:\"", "<base"] {
            assert!(!markup.contains(text), "{text}");
        }
        assert!(all("<[^>]* (on[a-z]+)=", &markup).is_empty());
        let links = all(r#"<[^>]* href="([^"]*)""#, &markup);
        assert!(links.iter().all(|link| link.starts_with('#') || link.starts_with("https://")), "{links:?}");
    }
}

#[test]
fn every_anchor_and_label_has_its_target() {
    for page in every_page() {
        let markup = markup(&page);
        let ids = all(r#"<[^>]* id="([^"]*)""#, &markup);
        let known: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "ids are unique: {ids:?}");
        let named = all(r##"(?:href="#|aria-labelledby="|aria-describedby=")([^"]*)""##, &markup);
        assert!(named.iter().all(|name| known.contains(name)), "{named:?} {known:?}");
        let levels: Vec<u32> = all("<h([1-6])[ >]", &markup).iter().map(|level| level.parse().unwrap()).collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    }
}

#[test]
fn drawings_have_names_and_finite_marks() {
    let page = page(&sample::morning(), &Style::default());
    let drawings = ["chart-replies", "chart-senders", "chart-time"];
    for id in drawings {
        assert!(page.contains(&format!("<svg role=\"img\" aria-labelledby=\"{id}-title\"")), "{id}");
    }
    assert_eq!(page.matches("<desc id=").count(), drawings.len());
    assert!(!page.contains("NaN") && !page.contains("inf%"));
    for share in all(r#"<rect[^>]* width="([\d.]+)%""#, &page) {
        assert!((0.0..=100.0).contains(&share.parse::<f64>().unwrap()), "{share}");
    }
}

#[test]
fn failures_are_folded_and_the_first_is_open_where_the_operator_must_act() {
    let report = sample::morning();
    let page = markup(&page(&report, &Style::default()));
    assert_eq!(page.matches("<details class=\"folded").count(), report.failures.len());
    let is_ours = matches!(report.failures[0].advice.who, WhoActs::OurConfiguration | WhoActs::OurReputation);
    assert_eq!(page.matches(" open>").count(), usize::from(is_ours));
    for failure in &report.failures {
        for step in failure.advice.steps {
            let plain = step.split(['`', '<', '>', '&', '"']).max_by_key(|part| part.len()).unwrap_or_default();
            let plain = plain.split("http").next().unwrap_or_default();
            assert!(page.contains(plain), "{step}");
        }
    }
}

#[test]
fn very_many_senders_leave_a_small_page_that_says_so() {
    let report = sample::of_senders(50_000);
    let page = page(&report, &Style::default());
    assert!(page.len() < 1_000_000, "{}", page.len());
    assert!(page.contains("49,980 more of 50,000 not shown"));
}
