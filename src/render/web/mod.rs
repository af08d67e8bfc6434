//! A report as one page of HTML that needs nothing else.
//!
//! In: a [`Document`], the period of its report and a [`Lang`]. Out: the page. Always true: nothing is fetched from anywhere, and
//! the policy in its head forbids it; style and script are the page's own and allowed by their hashes; without the script the page
//! is complete, only tables are not sorted and filtered; the same document gives the same bytes.

use std::io::{self, Write};

use maud::{Markup, html};

use super::document::Document;
use super::escape::visible;
use super::html::{Anchors, Assets, Frame, Page, STYLE, patterns};
use super::labels;
use crate::catalog::Lang;
use crate::time::Time;
use crate::words::Word;

/// What the style of all pages says nothing about.
const OWN_STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");
const GENERATOR: &str = concat!("smtplog ", env!("CARGO_PKG_VERSION"));

pub(super) fn render(
    document: &Document,
    period: Option<(Time, Time)>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let period = period
        .map(|(first, last)| format!("{} {} {}", labels::moment(first), Word::To.text(lang), labels::moment(last)));
    let title = match &period {
        Some(period) => format!("{}: {period}", document.title),
        None => document.title.clone().into_owned(),
    };
    let style = format!("{STYLE}\n{OWN_STYLE}");
    let page = Page {
        lang,
        title: &title,
        description: &title,
        generator: GENERATOR,
        assets: Assets::Inline { style: &style, script: SCRIPT },
        header: header(document, period.as_deref(), lang),
        main: html! { (patterns()) (sections(document, lang)) (words(lang)) },
        footer: html! { p { (Word::ReportMadeBy.text(lang)) " " (env!("CARGO_PKG_VERSION")) } },
    };
    out.write_all(page.render().as_bytes())
}

/// Its name, and the way to its parts.
fn header(document: &Document, period: Option<&str>, lang: Lang) -> Markup {
    let mut anchors = Anchors::default();
    let headings = document.sections.iter().filter_map(|section| section.heading.as_deref());
    let parts: Vec<_> = headings.map(|heading| (anchors.take(heading), heading)).collect();
    html! {
        div.title {
            h1 { (visible(&document.title)) }
            @if let Some(period) = period { p.period { (period) } }
        }
        nav.contents aria-label=(Word::Contents.text(lang)) {
            ul { @for (anchor, heading) in &parts { li { a href={ "#" (anchor) } { (visible(heading)) } } } }
        }
    }
}

/// Everything, where a failure is named with a link to it. Entries of the catalogue have no page here.
fn sections(document: &Document, lang: Lang) -> Markup {
    let address = |id: &str| id.starts_with("failure-").then(|| format!("#{id}"));
    let frame = Frame { lang, address: &address };
    frame.sections(&document.sections, 2, &mut Anchors::default())
}

/// What the script says.
fn words(lang: Lang) -> Markup {
    html! {
        div #words hidden data-filter=(Word::FilterRows.text(lang)) data-shown=(Word::RowsShown.text(lang)) {}
    }
}

#[cfg(test)]
mod tests;
