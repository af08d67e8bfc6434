//! The page of two codes side by side; one below the other where there is no room.

use maud::{Markup, html};

use super::names::{page, page_of_pair, pair_id};
use super::shell::Sheet;
use super::{Site, SiteFile, entry};
use crate::catalog::Lang;
use crate::guide::{Article, Axis, Comparison, Difference};
use crate::render::document::{Block, Line, Section, Span};
use crate::render::guide::comparison;
use crate::render::html::Anchors;
use crate::words::Word;

impl Site<'_> {
    pub(super) fn comparison(&self, pair: &Comparison<'_>) -> SiteFile {
        let (a, b) = (&pair.a, &pair.b);
        let rest = [comparison::which(pair, self.lang), self.other_pairs(pair), comparison::sources(pair, self.lang)];
        let main = html! {
            h1 { span.id { (a.id) } "vs " span.id { (b.id) } }
            p.lead { (self.framed(|frame| frame.line(&comparison::said(pair, &pair.summary)))) }
            div.sides { (self.side(a, "first")) (self.side(b, "second")) }
            (self.differences(pair))
            (self.framed(|frame| frame.sections(&rest, 2, &mut Anchors::default())))
        };
        self.page(Sheet {
            name: page_of_pair(pair),
            title: format!("SMTP {} {} vs {} {}", a.id, a.title, b.id, b.title),
            description: pair.summary.to_string(),
            trail: vec![self.part(Word::Comparisons)],
            called: pair_id(pair),
            main,
        })
    }

    /// One of the two codes, with the way to its page.
    fn side(&self, article: &Article<'_>, anchor: &str) -> Markup {
        let blocks = comparison::entry(article, self.lang);
        html! {
            section aria-labelledby=(anchor) {
                div class={ "entry" (entry::mark(article)) } {
                    p.badges { (entry::badge(article, self.lang)) }
                    h2 id=(anchor) { (self.name(article)) }
                }
                (self.framed(|frame| frame.blocks(&blocks, 3)))
                p { a href=(page(article)) { (Word::LearnMore.text(self.lang)) ": " (article.id) } }
            }
        }
    }

    fn differences(&self, pair: &Comparison<'_>) -> Markup {
        let text = |word: Word| word.text(self.lang);
        let remarks = pair.remarks.iter().map(|remark| comparison::said(pair, remark)).collect();
        html! {
            section aria-labelledby="differences" {
                h2 #differences { (text(Word::KeyDifferences)) }
                div.scroll {
                    table.versus {
                        thead {
                            tr {
                                th scope="col" { (text(Word::Respect)) }
                                @for side in [&pair.a, &pair.b] { th scope="col" { span.id { (side.id) } } }
                            }
                        }
                        tbody { @for one in &pair.differences { (self.difference(pair, one)) } }
                    }
                }
                @if !pair.remarks.is_empty() { (self.framed(|frame| frame.blocks(&[Block::Bullets(remarks)], 3))) }
            }
        }
    }

    fn difference(&self, pair: &Comparison<'_>, one: &Difference) -> Markup {
        let value = |article: &Article<'_>, value: &str| -> Line {
            let text = if value.is_empty() { "–" } else { value };
            vec![Span::prose(text).in_lang(lang_of(one, article, pair, self.lang))]
        };
        let cell = |line: &Line| self.framed(|frame| frame.line(line));
        html! {
            tr {
                th scope="row" { (one.axis.word().text(self.lang)) }
                @if one.a == one.b {
                    td colspan="2" { (Word::Both.text(self.lang)) ": " (cell(&value(&pair.a, &one.a))) }
                } @else {
                    td { (cell(&value(&pair.a, &one.a))) }
                    td { (cell(&value(&pair.b, &one.b))) }
                }
            }
        }
    }

    /// Other comparisons with one of the two.
    fn other_pairs(&self, pair: &Comparison<'_>) -> Section {
        let lines: Vec<_> = pair.see_also.iter().map(|(a, b)| self.named(&format!("{a} vs {b}"))).collect();
        Section::new(Word::SeeAlso.text(self.lang), if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] })
    }
}

/// The language of a value: that of the entry or pair that it was taken from, or that of our words.
fn lang_of(one: &Difference, article: &Article<'_>, pair: &Comparison<'_>, lang: Lang) -> Lang {
    match one.axis {
        Axis::Meaning => article.lang,
        Axis::Log if one.a == one.b => pair.lang,
        Axis::Log if article.postfix.or(article.exim).is_some() => article.lang,
        _ => lang,
    }
}
