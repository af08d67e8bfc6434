//! Answers of the guide: what every one of them has.

use crate::catalog::{Catalog, Lang};
use crate::guide::compare;
use crate::render::{Answer, Format, Style, render_answer};

fn compared(a: &str, b: &str, lang: Lang, format: Format) -> String {
    let comparison = compare(Catalog::of(lang), a, b, lang).unwrap_or_else(|_| panic!("{a} {b}"));
    let mut out = Vec::new();
    render_answer(Answer::Comparison(&comparison), format, &Style { lang, ..Style::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const ENGLISH: [&str; 6] =
    ["Description", "When you see it", "How to fix", "Key differences", "Which one when", "See also"];
const JAPANESE: [&str; 6] =
    ["説明", "このコードが表示される場合", "解決方法", "主な違い", "どちらをいつ使うか", "関連項目"];

#[test]
fn comparisons_have_every_section_in_order_and_in_every_language() {
    for (lang, headings) in [(Lang::En, ENGLISH), (Lang::Ja, JAPANESE)] {
        for (a, b) in [("235", "502"), ("235", "504"), ("550", "450"), ("250", "354")] {
            let shown = compared(a, b, lang, Format::Markdown);
            let found: Vec<_> = shown.lines().filter_map(|line| Some(line.split_once("# ")?.1)).collect();
            let place = |heading: &str| found.iter().rposition(|line| *line == heading);
            let places = headings.map(|heading| place(heading).unwrap_or_else(|| panic!("{a} {b}: no {heading}")));
            assert!(places.is_sorted(), "{found:?}");
            let of_entries = &headings[..3];
            for heading in of_entries {
                assert_eq!(found.iter().filter(|line| *line == heading).count(), 2, "{a} {b}: {heading}");
            }
        }
    }
}
