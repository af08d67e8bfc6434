//! The page of a blocklist.

use maud::html;

use super::names::page_of_blocklist;
use super::shell::Sheet;
use super::{Site, SiteFile};
use crate::catalog::BlocklistEntry;
use crate::render::document::{Block, Fact, Section, Span, prose};
use crate::render::escape::visible;
use crate::render::guide::article::source;
use crate::render::html::Anchors;
use crate::words::Word;

impl Site<'_> {
    pub(super) fn blocklist(&self, list: &BlocklistEntry) -> SiteFile {
        let text = |word: Word| word.text(self.lang);
        let delisting = list.page.iter().map(|page| Fact::new(text(Word::Delisting), prose(page.clone()))).collect();
        let markers = list.markers.iter().map(|marker| vec![Span::logged(marker)]).collect();
        let about = vec![Span::prose(&list.about).in_lang(list.lang)];
        let sections = [
            Section { heading: None, blocks: vec![Block::Facts(delisting)] },
            Section::new(text(Word::Description), vec![Block::Paragraph(about)]),
            Section::new(text(Word::NamedAs), vec![Block::Bullets(markers)]),
            Section::new(text(Word::Sources), vec![Block::Bullets(list.sources.iter().map(source).collect())]),
        ];
        let main = html! {
            div.entry {
                p.badges { span.badge { (text(Word::Blocklist)) } }
                h1 { (visible(&list.name)) }
            }
            (self.framed(|frame| frame.sections(&sections, 2, &mut Anchors::default())))
        };
        self.page(Sheet {
            name: page_of_blocklist(&list.id),
            title: list.name.clone(),
            description: list.about.clone(),
            trail: vec![self.part(Word::Blocklists)],
            called: list.name.clone(),
            main,
        })
    }
}
