//! The entries that a page lists: codes of a class or subject, replies of a provider or with a code.

use maud::{Markup, html};

use super::names::without_class;
use super::{Site, lists};
use crate::catalog::{EnhancedKey, EnhancedPattern, RuleEntry};
use crate::guide::{Article, Sort};
use crate::render::html::Anchors;
use crate::words::Word;

/// Longer lists of rules are folded.
const MAX_OPEN: usize = 12;

impl Site<'_> {
    /// The codes of a class or subject; a code in each of its classes.
    pub(super) fn members(&self, article: &Article<'_>, anchors: &mut Anchors) -> Markup {
        let members: Vec<_> = self.articles.iter().filter(|other| is_member(article, other)).collect();
        let heading = match article.sort {
            Sort::ReplyClass => Word::ReplyCodes,
            Sort::Enhanced => Word::InItsClasses,
            _ => Word::EnhancedCodes,
        };
        html! {
            @if !members.is_empty() {
                @let anchor = anchors.take(heading.text(self.lang));
                section aria-labelledby=(anchor) {
                    h2 id=(anchor) { (heading.text(self.lang)) }
                    (self.codes(&members))
                }
            }
        }
    }

    /// Codes in columns that are as wide in every such table.
    pub(super) fn codes(&self, articles: &[&Article<'_>]) -> Markup {
        html! { div.codes { (self.framed(|frame| frame.table(&lists::codes(articles, self.lang)))) } }
    }

    /// The replies that are known by their text: those of a provider, or those with a code, by provider.
    pub(super) fn rules(&self, article: &Article<'_>, anchors: &mut Anchors) -> Markup {
        let rules: Vec<_> = self.catalog.rules().iter().filter(|rule| is_its_rule(article, rule)).collect();
        let is_provider = article.sort == Sort::Provider;
        let heading = if is_provider { Word::Rules } else { Word::TextRules };
        let table = || {
            let table = lists::rules(&rules, self.catalog, !is_provider, self.lang);
            self.framed(|frame| frame.table(&table))
        };
        html! {
            @if !rules.is_empty() {
                @let anchor = anchors.take(heading.text(self.lang));
                section aria-labelledby=(anchor) {
                    h2 id=(anchor) { (heading.text(self.lang)) }
                    @if is_provider || rules.len() <= MAX_OPEN { (table()) }
                    @else { details { summary { (lists::count(rules.len(), self.lang)) } (table()) } }
                }
            }
        }
    }
}

fn is_member(article: &Article<'_>, other: &Article<'_>) -> bool {
    let is_enhanced = other.sort == Sort::Enhanced;
    match article.sort {
        Sort::ReplyClass => other.sort == Sort::Reply && other.class == article.class,
        Sort::EnhancedClass => is_enhanced && other.class == article.class,
        Sort::Subject => is_enhanced && other.class.is_none() && is_of_subject(article, other),
        Sort::Enhanced => {
            let is_same = without_class(&other.id) == without_class(&article.id);
            article.class.is_none() && is_enhanced && other.class.is_some() && is_same
        }
        _ => false,
    }
}

/// `X.7.26` is of the subject `X.7`.
pub(super) fn is_of_subject(subject: &Article<'_>, code: &Article<'_>) -> bool {
    code.id.strip_prefix(&subject.id).is_some_and(|rest| rest.starts_with('.'))
}

fn is_its_rule(article: &Article<'_>, rule: &RuleEntry) -> bool {
    match article.sort {
        Sort::Provider => rule.by == article.id,
        Sort::Reply => rule.codes.iter().any(|code| code.to_string() == article.id),
        Sort::Enhanced => rule.enhanced.iter().any(|pattern| is_for(article, *pattern)),
        _ => false,
    }
}

/// Whether the pattern is for the enhanced code of an article.
fn is_for(article: &Article<'_>, pattern: EnhancedPattern) -> bool {
    let is_class = article.class.is_none() || pattern.class.is_none() || pattern.class == article.class;
    is_class && without_class(&article.id).and_then(EnhancedKey::parse) == Some(pattern.key)
}
