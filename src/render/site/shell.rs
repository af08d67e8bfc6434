//! What all pages share: the way around them.

use maud::{Markup, html};

use super::{Site, SiteFile, search};
use crate::render::escape::visible;
use crate::render::html::{Assets, Page};
use crate::words::Word;

pub(super) const STYLE_FILE: &str = "style.css";
/// As in [`super::SITE_MARKER`].
const GENERATOR: &str = "smtplog codes --html";

/// A page without what all pages share.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) title: String,
    /// A sentence of the catalogue.
    pub(super) description: String,
    /// The pages above it, `(name, address)`, and what it is called among them; empty for the index.
    pub(super) trail: Vec<(String, String)>,
    pub(super) called: String,
    pub(super) main: Markup,
}

/// Sections of the index, with their anchors.
const PARTS: [(&str, Word); 6] = [
    ("reply-codes", Word::ReplyCodes),
    ("enhanced-codes", Word::EnhancedCodes),
    ("no-replies", Word::NoReplies),
    ("providers", Word::Providers),
    ("blocklists", Word::Blocklists),
    ("comparisons", Word::Comparisons),
];

/// The anchor of a section of the index.
pub(super) fn anchor(part: Word) -> &'static str {
    PARTS.iter().find(|(_, word)| *word == part).map_or("main", |(anchor, _)| anchor)
}

impl Site<'_> {
    /// A section of the index, for the trail.
    pub(super) fn part(&self, word: Word) -> (String, String) {
        (word.text(self.lang).to_owned(), format!("index.html#{}", anchor(word)))
    }

    pub(super) fn page(&self, sheet: Sheet) -> SiteFile {
        let catalogue = Word::Catalogue.text(self.lang);
        // What is code in a sentence cannot be marked here.
        let plain = |text: &str| text.replace('`', "");
        let is_index = sheet.trail.is_empty();
        let title = if is_index { sheet.title } else { format!("{} – {catalogue}", plain(&sheet.title)) };
        let page = Page {
            lang: self.lang,
            title: &title,
            description: &plain(&sheet.description),
            generator: GENERATOR,
            assets: Assets::Files {
                style: STYLE_FILE,
                scripts: if is_index { &[search::INDEX_FILE, search::SCRIPT_FILE] } else { &[] },
            },
            header: self.header(),
            main: html! {
                @if !is_index { (self.trail(&sheet.trail, &sheet.called)) }
                (sheet.main)
            },
            footer: html! { p { (Word::MadeBy.text(self.lang)) } },
        };
        SiteFile::new(&sheet.name, &page.render())
    }

    /// The search is a form that asks the index, so that it needs no script here.
    fn header(&self) -> Markup {
        let text = |word: Word| word.text(self.lang);
        html! {
            div.bar {
                a.name href="index.html" { (text(Word::Catalogue)) }
                form role="search" action="index.html" method="get" {
                    input type="search" name="q" aria-label=(text(Word::Search)) placeholder=(text(Word::SearchHint))
                        autocomplete="off" spellcheck="false";
                    button type="submit" { (text(Word::Search)) }
                }
            }
            nav aria-label=(text(Word::Contents)) {
                ul { @for (_, word) in PARTS { @let (name, address) = self.part(word); li { a href=(address) { (name) } } } }
            }
        }
    }

    fn trail(&self, above: &[(String, String)], called: &str) -> Markup {
        html! {
            nav.trail aria-label=(Word::YouAreHere.text(self.lang)) {
                ol {
                    @for (name, address) in above { li { a href=(address) { (visible(name)) } } }
                    li aria-current="page" { (visible(called)) }
                }
            }
        }
    }
}
