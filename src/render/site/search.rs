//! What the search looks through, as a script: pages that are opened as files may not read others.

use super::Site;
use super::names::{page, page_of_blocklist, page_of_pair, pair_id};
use crate::guide::{Article, Sort};
use crate::render::escape;

pub(super) const INDEX_FILE: &str = "search-index.js";
pub(super) const SCRIPT_FILE: &str = "search.js";
pub(super) const SCRIPT: &str = include_str!("search.js");

/// Page, what it is called, title, language of the title, text.
type Row = [String; 5];

impl Site<'_> {
    /// `const CATALOGUE = [[page, id, title, language, text], …];`, a row on each line.
    pub(super) fn search_index(&self) -> String {
        let lists = self.catalog.blocklists().iter().map(|list| {
            let text = std::iter::once(&list.about).chain(&list.markers).map(String::as_str).collect::<Vec<_>>();
            let page = page_of_blocklist(&list.id);
            [page, String::new(), list.name.clone(), list.lang.name().into(), text.join(" ")]
        });
        let pairs = self.comparisons.iter().map(|pair| {
            let title = format!("{} / {}", pair.a.title, pair.b.title);
            let text = [&*pair.summary, &*pair.when_a, &*pair.when_b].into_iter().chain(pair.remarks.iter().copied());
            let text = text.collect::<Vec<_>>().join(" ");
            [page_of_pair(pair), pair_id(pair), title, pair.a.lang.name().into(), text]
        });
        let rows =
            self.articles.iter().map(row).chain(lists).chain(pairs).map(|row| serde_json::Value::from(row.to_vec()));
        let lines: Vec<_> = rows.map(|row| escape::json(&row.to_string()).replace('`', "")).collect();
        format!("\"use strict\";\nconst CATALOGUE = [\n{}\n];\n", lines.join(",\n"))
    }
}

fn row(article: &Article<'_>) -> Row {
    let is_named = !matches!(article.sort, Sort::Provider | Sort::NoReply);
    let id = if is_named { article.id.clone() } else { String::new() };
    [page(article), id, article.title.into(), article.lang.name().into(), text(article)]
}

/// What a person may remember of it, the meaning first. An enhanced code in one class is found by its number and name alone:
/// its text stands with the code in any class.
fn text(article: &Article<'_>) -> String {
    if article.sort == Sort::Enhanced && article.class.is_some() {
        return String::new();
    }
    let singles = [article.when, article.when_ours, article.note, article.parameter, article.postfix, article.exim];
    let lists = [article.steps, article.steps_temporary, article.steps_ours, article.samples];
    let texts = std::iter::once(article.meaning).chain(singles.into_iter().flatten());
    texts.chain(lists.into_iter().flatten().map(String::as_str)).collect::<Vec<_>>().join(" ")
}
