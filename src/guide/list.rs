//! The catalogue as a list.

use super::article::{Article, Sort};
use crate::catalog::Catalog;

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// First digit of the code.
    pub class: Option<u8>,
    /// Enhanced codes instead of reply codes.
    pub enhanced: bool,
    /// The rules of this provider instead of codes.
    pub provider: Option<String>,
    /// Entries of every sort that hold this text, whatever its letter case.
    pub search: Option<String>,
}

/// Entries in the order of the catalogue.
#[derive(Debug, Clone)]
pub struct Listing<'a> {
    /// The entries.
    pub articles: Vec<Article<'a>>,
}

/// Lists the entries that a filter admits.
#[must_use]
pub fn list<'a>(catalog: &'a Catalog, filter: &Filter) -> Listing<'a> {
    let search = filter.search.as_deref().map(str::to_lowercase);
    let is_wanted = |article: &Article<'_>| {
        let sort = match (&filter.provider, &search) {
            (Some(_), _) => article.sort == Sort::Rule,
            (None, Some(_)) if !filter.enhanced => true,
            _ if filter.enhanced => article.sort == Sort::Enhanced,
            _ => article.sort == Sort::Reply,
        };
        let class = filter.class.is_none_or(|class| article.class.is_none_or(|of| of == class));
        sort && class && search.as_ref().is_none_or(|text| holds(article, text))
    };
    let by = |id: &str| filter.provider.as_deref().is_none_or(|provider| provider == id);
    let replies = catalog.replies().iter().map(|entry| Article::of_reply(entry, catalog));
    let enhanced = catalog.enhanced_codes().iter().filter(|entry| admits_class(&entry.classes, filter.class));
    let enhanced = enhanced.map(|entry| Article::of_enhanced(entry, filter.class));
    let rules = catalog.rules().iter().filter(|rule| by(&rule.by)).map(|rule| Article::of_rule(rule, catalog));
    let no_reply = catalog.no_replies().iter().map(Article::of_no_reply);
    Listing { articles: replies.chain(enhanced).chain(rules).chain(no_reply).filter(is_wanted).collect() }
}

fn admits_class(classes: &[u8], wanted: Option<u8>) -> bool {
    wanted.is_none_or(|class| classes.contains(&class))
}

/// Whether any text of the entry holds the wanted one, which is in lower case.
fn holds(article: &Article<'_>, wanted: &str) -> bool {
    let singles = [Some(article.title), Some(article.meaning), article.when, article.note, article.parameter];
    let lists = article.steps.iter().chain(article.samples).map(String::as_str);
    singles
        .into_iter()
        .flatten()
        .chain(lists)
        .chain([article.id.as_str()])
        .any(|text| text.to_lowercase().contains(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(filter: &Filter) -> Vec<String> {
        list(Catalog::get(), filter).articles.into_iter().map(|article| article.id).collect()
    }

    #[test]
    fn filters_choose() {
        let class = |class| Filter { class: Some(class), ..Filter::default() };
        assert!(ids(&class(3)).iter().all(|id| id.starts_with('3')));
        assert_eq!(ids(&Filter { enhanced: true, ..Filter::default() }).len(), 81);
        assert!(ids(&Filter { search: Some("GREYLIST".into()), ..Filter::default() }).contains(&"450".to_owned()));
    }
}
