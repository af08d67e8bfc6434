//! Which page an entry has.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::Lang;
use crate::guide::{Article, Comparison, Sort};

/// Pages by the ids that entries call each other by: `550`, `X.7.26`, `gmail-dmarc`, `450 vs 550`.
pub(super) struct Names<'a> {
    pages: BTreeMap<String, Target<'a>>,
}

/// A page to link to.
pub(super) struct Target<'a> {
    pub(super) name: String,
    pub(super) title: Cow<'a, str>,
    /// Of the title.
    pub(super) lang: Lang,
}

impl<'a> Names<'a> {
    pub(super) fn of(articles: &[Article<'a>], comparisons: &[Comparison<'a>]) -> Self {
        let entries = articles.iter().map(|article| {
            (article.id.clone(), Target { name: page(article), title: article.title.into(), lang: article.lang })
        });
        let pairs = comparisons.iter().map(|comparison| {
            let title = comparison.summary.clone();
            (pair_id(comparison), Target { name: page_of_pair(comparison), title, lang: comparison.lang })
        });
        Self { pages: entries.chain(pairs).collect() }
    }

    /// The page of an id. An enhanced code in a class that it is not registered for has the page for any class.
    pub(super) fn get(&self, id: &str) -> Option<&Target<'a>> {
        let in_any_class = || {
            let (class, rest) = id.split_once('.')?;
            let is_class = class.len() == 1 && class.bytes().all(|b| b.is_ascii_digit());
            self.pages.get(&format!("X.{rest}")).filter(|_| is_class)
        };
        self.pages.get(id).or_else(in_any_class)
    }
}

pub(super) fn page(article: &Article<'_>) -> String {
    let prefix = match article.sort {
        Sort::Reply | Sort::ReplyClass | Sort::Enhanced | Sort::Subject | Sort::EnhancedClass => "",
        Sort::NoReply => "no-reply-",
        Sort::Rule => "rule-",
        Sort::Provider => "provider-",
    };
    format!("{prefix}{}.html", slug(&article.id))
}

pub(super) fn page_of_blocklist(id: &str) -> String {
    format!("blocklist-{}.html", slug(id))
}

pub(super) fn page_of_pair(comparison: &Comparison<'_>) -> String {
    format!("{}-vs-{}.html", slug(&comparison.a.id), slug(&comparison.b.id))
}

/// `7.26` of `X.7.26` and `5.7.26`.
pub(super) fn without_class(enhanced: &str) -> Option<&str> {
    enhanced.split_once('.').map(|(_, key)| key)
}

/// What other pages call a comparison by.
pub(super) fn pair_id(comparison: &Comparison<'_>) -> String {
    format!("{} vs {}", comparison.a.id, comparison.b.id)
}

/// Lower case, digits, dots and hyphens; safe as a file name and in an address.
fn slug(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
    id.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::guide::compare;
    use crate::render::site::articles;

    #[test]
    fn ids_find_their_pages() {
        let catalog = Catalog::get();
        let pair = compare(catalog, "450", "550", Lang::En).ok().unwrap();
        let names = Names::of(&articles(catalog), &[pair]);
        for (id, want) in [
            ("550", Some("550.html")),
            ("5xx", Some("5xx.html")),
            ("X.7.26", Some("x.7.26.html")),
            ("5.7.26", Some("5.7.26.html")),
            ("2.7.26", Some("x.7.26.html")),
            ("X.7", Some("x.7.html")),
            ("5.X.X", Some("5.x.x.html")),
            ("gmail", Some("provider-gmail.html")),
            ("TLS problem", Some("no-reply-tls-problem.html")),
            ("450 vs 550", Some("450-vs-550.html")),
            ("599", None),
            ("5.9.99", None),
        ] {
            assert_eq!(names.get(id).map(|page| page.name.as_str()), want, "{id}");
        }
    }
}
