//! Sections and what stands in them.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{Frame, chart, inline, table};
use crate::render::document::{Block, Entry, Fact, Section, Tile};
use crate::render::escape::visible;
use crate::words::Word;

/// The anchors of a page so far.
#[derive(Debug, Default)]
pub(in crate::render) struct Anchors(BTreeSet<String>);

impl Anchors {
    /// `How to fix` → `how-to-fix`; `section` where it has no ASCII letters. A second one gets a number.
    pub(in crate::render) fn take(&mut self, name: &str) -> String {
        let lower = name.to_ascii_lowercase();
        let words: Vec<_> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let plain = if words.is_empty() { "section".to_owned() } else { words.join("-") };
        let numbered = (2..).map(|n| format!("{plain}-{n}"));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !self.0.contains(name));
        let free = free.expect("numbers do not end");
        self.0.insert(free.clone());
        free
    }
}

pub(super) fn sections(frame: &Frame<'_>, sections: &[Section], level: u8, anchors: &mut Anchors) -> Markup {
    html! {
        @for section in sections.iter().filter(|section| !section.blocks.is_empty()) {
            @if let Some(name) = &section.heading {
                @let anchor = anchors.take(name);
                section aria-labelledby=(anchor) {
                    (heading(level, Some(&anchor), &html! { (visible(name)) }))
                    (blocks(frame, &section.blocks, level + 1))
                }
            } @else {
                (blocks(frame, &section.blocks, level))
            }
        }
    }
}

pub(super) fn blocks(frame: &Frame<'_>, blocks: &[Block], level: u8) -> Markup {
    html! { @for one in blocks { (block(frame, one, level)) } }
}

fn block(frame: &Frame<'_>, block: &Block, level: u8) -> Markup {
    let line = |line| inline::line(frame, line);
    html! {
        @match block {
            Block::Heading(text) => { (heading(level, None, &line(text))) }
            Block::Paragraph(text) => { p { (line(text)) } }
            Block::Facts(list) => { (facts(frame, list)) }
            Block::Steps(steps) => { ol.steps { @for step in steps { li { (line(step)) } } } }
            Block::Bullets(lines) => { ul { @for text in lines { li { (line(text)) } } } }
            Block::Table(one) => { (table::table(frame, one)) }
            Block::Entry(one) => { (entry(frame, one, level)) }
            Block::Figure(one) => {
                (chart::figure(&one.chart))
                @if !one.numbers.is_empty() {
                    details.numbers {
                        summary { (Word::AsTable.text(frame.lang)) }
                        (blocks(frame, &one.numbers, level))
                    }
                }
            }
            Block::Tiles(all) => { (tiles(all)) }
        }
    }
}

/// Folded under its heading. A link to its content unfolds it.
fn entry(frame: &Frame<'_>, entry: &Entry, level: u8) -> Markup {
    let (heading, content) = entry.blocks.split_at(entry.blocks.len().min(1));
    html! {
        details class={ "folded " (chart::shade(entry.tone)) } open[entry.is_open] {
            summary {
                (blocks(frame, heading, level))
                span.brief { (inline::line(frame, &entry.brief)) }
            }
            div.content id=(entry.id) { (blocks(frame, content, level + 1)) }
        }
    }
}

fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        dl.tiles {
            @for tile in tiles {
                div class=(chart::shade(tile.tone)) {
                    dt { (tile.name) }
                    dd { span.value { (tile.value) } " " span.detail { (tile.detail) } }
                }
            }
        }
    }
}

fn facts(frame: &Frame<'_>, facts: &[Fact]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl { @for fact in facts { div { dt { (visible(&fact.name)) } dd { (inline::line(frame, &fact.value)) } } } }
        }
    }
}

fn heading(level: u8, id: Option<&str>, text: &Markup) -> Markup {
    html! {
        @match level {
            2 => { h2 id=[id] { (text) } }
            3 => { h3 id=[id] { (text) } }
            4 => { h4 id=[id] { (text) } }
            _ => { h5 id=[id] { (text) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;
    use crate::render::document::words;

    #[test]
    fn anchors_are_unique() {
        let mut taken = Anchors::default();
        let anchors: Vec<_> = ["How to fix", "説明", "How, to fix?", "解決方法"].map(|name| taken.take(name)).into();
        assert_eq!(anchors, ["how-to-fix", "section", "how-to-fix-2", "section-2"]);
    }

    #[test]
    fn headings_are_in_order_and_empty_sections_are_left_out() {
        let frame = Frame { lang: Lang::En, address: &|_| None };
        let inner = vec![Block::Heading(words("<B>")), Block::Steps(vec![words("one")])];
        let all = [Section::new("A", inner), Section::new("Empty", vec![])];
        assert_eq!(
            sections(&frame, &all, 2, &mut Anchors::default()).into_string(),
            "<section aria-labelledby=\"a\"><h2 id=\"a\">A</h2><h3>&lt;B&gt;</h3>\
             <ol class=\"steps\"><li>one</li></ol></section>"
        );
    }
}
