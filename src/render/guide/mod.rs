//! Answers of the guide → bytes.
//!
//! In: an explanation, a comparison or a list. Out: the same in any format. Formats for people share a [`Document`].

pub(super) mod article;
pub(super) mod comparison;
mod explanation;
mod json;
mod listing;
mod rows;

use std::io::{self, Write};

use super::document::Document;
use super::{Format, Style, csv, markdown, text};
use crate::catalog::Lang;
use crate::guide::{Comparison, Explanation, Listing};

/// An answer of the guide.
#[derive(Debug, Clone, Copy)]
pub enum Answer<'a> {
    /// What a code or reply means.
    Explanation(&'a Explanation<'a>),
    /// Two codes side by side.
    Comparison(&'a Comparison<'a>),
    /// The catalogue as a list.
    Listing(&'a Listing<'a>),
}

/// Writes an answer, in one of [`Format::OF_ANSWERS`].
pub fn render_answer(answer: Answer<'_>, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    match format {
        Format::Text => text::render(&document(answer, lang), style, out),
        Format::Markdown => markdown::render(&document(answer, lang), out),
        Format::Json => json::render(answer, out),
        Format::Xlsx | Format::Prometheus | Format::Mail | Format::Html => {
            Err(io::Error::other(format!("answers of the catalogue are not written as {}", format.name())))
        }
        Format::Csv => csv::table(&rows::header(answer), rows::rows(answer, lang), style, out),
    }
}

pub(super) fn document(answer: Answer<'_>, lang: Lang) -> Document {
    match answer {
        Answer::Explanation(explanation) => explanation::document(explanation, lang),
        Answer::Comparison(comparison) => comparison::document(comparison, lang),
        Answer::Listing(listing) => listing::document(listing, lang),
    }
}
