//! The catalogue as a table.

use crate::catalog::Lang;
use crate::guide::Listing;
use crate::render::document::{Block, Cell, Column, Document, Section, Table, Tone};
use crate::words::Word;

pub(super) fn document(listing: &Listing<'_>, lang: Lang) -> Document {
    let columns = vec![
        Column::word(Word::Code.text(lang)),
        Column::text(Word::Title.text(lang), 24),
        Column::extra(Word::WhoActs.text(lang), 16),
    ];
    let rows: Vec<_> = listing
        .articles
        .iter()
        .map(|article| {
            let who = article.who_acts.or(article.who_acts_ours).map_or("", |who| who.label(lang));
            vec![Cell::text(article.id.clone()).in_tone(Tone::Strong), Cell::text(article.title), Cell::text(who)]
        })
        .collect();
    let blocks = if rows.is_empty() { vec![] } else { vec![Block::Table(Table::new(columns, rows))] };
    Document::new(Word::Catalogue.text(lang), [Section { heading: None, blocks }])
}
