//! The index: all entries by class and provider, for readers with and without a script.

use maud::{Markup, html};

use super::members::is_of_subject;
use super::names::{page, page_of_blocklist, page_of_pair, pair_id};
use super::shell::Sheet;
use super::{Site, SiteFile, entry, lists};
use crate::catalog::{ProviderEntry, ProviderKind};
use crate::guide::{Article, Comparison, Sort};
use crate::render::escape::visible;
use crate::render::guide::comparison;
use crate::words::Word;

impl Site<'_> {
    pub(super) fn index(&self) -> SiteFile {
        let text = |word: Word| word.text(self.lang);
        let main = html! {
            h1 { (text(Word::Catalogue)) }
            p.lead { (text(Word::SiteIntro)) }
            section #found aria-label=(text(Word::Search)) data-entries=(text(Word::Entries)) data-none=(text(Word::NothingFound))
                hidden {
                p role="status" {}
                ul.results {}
            }
            div #catalogue {
                (part(self, Word::ReplyCodes, &self.reply_codes()))
                (part(self, Word::EnhancedCodes, &self.enhanced_codes()))
                (part(self, Word::NoReplies, &self.no_replies()))
                (part(self, Word::Providers, &self.providers()))
                (part(self, Word::Blocklists, &self.blocklists()))
                (part(self, Word::Comparisons, &self.pairs()))
            }
        };
        self.page(Sheet {
            name: "index.html".into(),
            title: text(Word::Catalogue).into(),
            description: text(Word::SiteIntro).into(),
            trail: Vec::new(),
            called: String::new(),
            main,
        })
    }

    fn of_sort(&self, sort: Sort) -> impl Iterator<Item = &Article<'_>> {
        self.articles.iter().filter(move |article| article.sort == sort)
    }

    /// A heading that leads to the entry that is about all that follow, and those.
    fn group(&self, head: &Article<'_>, members: &[&Article<'_>]) -> Markup {
        html! {
            h3 { a href=(page(head)) {
                // The title of a class is for codes that have no entry of their own.
                @if head.sort == Sort::ReplyClass { (Word::of_class(head.class).text(self.lang)) } @else { (self.name(head)) }
            } }
            @if !members.is_empty() { (self.codes(members)) }
        }
    }

    fn reply_codes(&self) -> Markup {
        html! {
            @for class in self.of_sort(Sort::ReplyClass) {
                @let members: Vec<_> = self.of_sort(Sort::Reply).filter(|code| code.class == class.class).collect();
                (self.group(class, &members))
            }
        }
    }

    fn enhanced_codes(&self) -> Markup {
        let in_any_class = || self.of_sort(Sort::Enhanced).filter(|code| code.class.is_none());
        html! {
            ul { @for class in self.of_sort(Sort::EnhancedClass) { li { a href=(page(class)) { (self.name(class)) } } } }
            @for subject in self.of_sort(Sort::Subject) {
                @let members: Vec<_> = in_any_class().filter(|code| is_of_subject(subject, code)).collect();
                (self.group(subject, &members))
            }
        }
    }

    fn no_replies(&self) -> Markup {
        html! { ul.columns { @for reason in self.of_sort(Sort::NoReply) { li { a href=(page(reason)) { (self.name(reason)) } } } } }
    }

    fn providers(&self) -> Markup {
        let kinds = [ProviderKind::Mailbox, ProviderKind::Filter, ProviderKind::Blocklist, ProviderKind::Mta];
        html! {
            @for kind in kinds {
                @let providers: Vec<_> = self.catalog.providers().iter().filter(|one| one.kind == kind).collect();
                @if !providers.is_empty() {
                    h3 { (entry::word_of(kind).text(self.lang)) }
                    ul { @for provider in providers { li { (self.provider(provider)) } } }
                }
            }
        }
    }

    /// A provider and its replies, folded.
    fn provider(&self, provider: &ProviderEntry) -> Markup {
        let rules: Vec<_> = self.of_sort(Sort::Rule).filter(|rule| rule.related.last() == Some(&provider.id)).collect();
        let name = self.names.get(&provider.id).map_or("", |page| page.name.as_str());
        html! {
            a href=(name) { (visible(&provider.name)) }
            @if !rules.is_empty() {
                details {
                    summary aria-label={ (visible(&provider.name)) ", " (lists::count(rules.len(), self.lang)) } {
                        (lists::count(rules.len(), self.lang))
                    }
                    ul { @for rule in rules { li { a href=(page(rule)) { (self.name(rule)) } } } }
                }
            }
        }
    }

    fn blocklists(&self) -> Markup {
        html! {
            ul.columns { @for list in self.catalog.blocklists() { li { a href=(page_of_blocklist(&list.id)) { (visible(&list.name)) } } } }
        }
    }

    fn pairs(&self) -> Markup {
        html! {
            ul {
                @for pair in &self.comparisons {
                    li { a href=(page_of_pair(pair)) { (pair_id(pair)) } " " (self.summary_of(pair)) }
                }
            }
        }
    }

    fn summary_of(&self, pair: &Comparison<'_>) -> Markup {
        let line = comparison::said(pair, &pair.summary);
        self.framed(|frame| frame.line(&line))
    }
}

/// A part of the index under its anchor.
fn part(site: &Site<'_>, word: Word, content: &Markup) -> Markup {
    let anchor = super::shell::anchor(word);
    html! {
        section aria-labelledby=(anchor) {
            h2 id=(anchor) { (word.text(site.lang)) }
            (content)
        }
    }
}
