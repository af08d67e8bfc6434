//! The page of an entry.

use maud::{Markup, html};

use super::names::{page, pair_id, without_class};
use super::shell::Sheet;
use super::{Site, SiteFile};
use crate::catalog::{Lang, ProviderKind};
use crate::guide::{Article, Sort};
use crate::render::document::{Block, Fact, Line, Section, Span, words};
use crate::render::escape::visible;
use crate::render::guide::article;
use crate::render::html::Anchors;
use crate::words::Word;

impl<'a> Site<'a> {
    pub(super) fn entry(&self, article: &Article<'a>) -> SiteFile {
        let entry: Vec<_> = std::iter::once(self.hosts(article)).chain(article::sections(article, self.lang)).collect();
        let ends = [self.see_also(article), article::sources(article, self.lang)];
        let mut anchors = Anchors::default();
        let main = html! {
            (self.entry_head(article, &self.badge_of_maker(article)))
            (self.framed(|frame| frame.sections(&entry, 2, &mut anchors)))
            (self.members(article, &mut anchors))
            (self.rules(article, &mut anchors))
            (self.framed(|frame| frame.sections(&ends, 2, &mut anchors)))
        };
        self.page(Sheet {
            name: page(article),
            title: article::title(article),
            description: article.meaning.to_owned(),
            trail: self.above(article),
            called: if article.sort == Sort::Provider { article.title.into() } else { article.id.clone() },
            main,
        })
    }

    /// Code and name under a heading, with what marks the class.
    fn entry_head(&self, article: &Article<'_>, maker: &Markup) -> Markup {
        html! {
            div class={ "entry" (mark(article)) } {
                p.badges { (badge(article, self.lang)) (maker) }
                h1 { (self.name(article)) }
            }
        }
    }

    /// The id and the title; reasons, providers and rules go by their titles.
    pub(super) fn name(&self, article: &Article<'_>) -> Markup {
        let shows_id = !matches!(article.sort, Sort::NoReply | Sort::Provider | Sort::Rule);
        let title = vec![Span::prose(article.title).in_lang(article.lang)];
        html! {
            @if shows_id { span.id { (article.id) } " " }
            (self.framed(|frame| frame.line(&title)))
        }
    }

    /// Who makes the reply of a rule, and what sort of operator a provider is.
    fn badge_of_maker(&self, article: &Article<'_>) -> Markup {
        let rule = self.catalog.rules().iter().find(|rule| article.sort == Sort::Rule && rule.id == article.id);
        let by = rule.and_then(|rule| self.catalog.provider(&rule.by));
        let kind = self.catalog.provider(&article.id).filter(|_| article.sort == Sort::Provider);
        html! {
            @if let Some(by) = by { span.badge { (visible(&by.name)) } code { (article.id) } }
            @if let Some(provider) = kind { span.badge { (word_of(provider.kind).text(self.lang)) } }
            @if article.sort == Sort::NoReply { span.badge { (Word::NoReplies.text(self.lang)) } }
        }
    }

    /// Where the mail of a provider goes.
    fn hosts(&self, article: &Article<'_>) -> Section {
        let provider = self.catalog.provider(&article.id).filter(|_| article.sort == Sort::Provider);
        let hosts = provider.filter(|provider| !provider.hosts.is_empty()).map(|provider| provider.hosts.join(", "));
        let facts = hosts.map(|hosts| Block::Facts(vec![Fact::new(Word::Hosts.text(self.lang), words(hosts))]));
        Section { heading: None, blocks: facts.into_iter().collect() }
    }

    /// The pages above it.
    fn above(&self, article: &Article<'_>) -> Vec<(String, String)> {
        let entry = |id: &str| self.names.get(id).map(|page| (id.to_owned(), page.name.clone()));
        let subject = || {
            let mut parts = article.id.split('.').skip(1);
            entry(&format!("X.{}", parts.next()?))
        };
        let in_any_class =
            || entry(&format!("X.{}", article.id.split_once('.')?.1)).filter(|(id, _)| *id != article.id);
        let provider = || {
            let rule = self.catalog.rules().iter().find(|rule| rule.id == article.id)?;
            let name = self.catalog.provider(&rule.by)?.name.clone();
            Some((name, self.names.get(&rule.by)?.name.clone()))
        };
        let (part, above) = match article.sort {
            Sort::Reply => (Word::ReplyCodes, vec![article.class.and_then(|class| entry(&format!("{class}xx")))]),
            Sort::Enhanced => (Word::EnhancedCodes, vec![subject(), in_any_class()]),
            Sort::Rule => (Word::Providers, vec![provider()]),
            Sort::ReplyClass => (Word::ReplyCodes, vec![]),
            Sort::Subject | Sort::EnhancedClass => (Word::EnhancedCodes, vec![]),
            Sort::NoReply => (Word::NoReplies, vec![]),
            Sort::Provider => (Word::Providers, vec![]),
        };
        std::iter::once(self.part(part)).chain(above.into_iter().flatten()).collect()
    }

    /// Entries that belong with it, each with its name, and the comparisons with it. A provider's entries are its rules, which
    /// have a table.
    fn see_also(&self, article: &Article<'_>) -> Section {
        let related = article.related.iter().filter(|_| article.sort != Sort::Provider);
        let mut lines: Vec<Line> = related.map(|id| self.named(id)).collect();
        let key = without_class(&article.id).filter(|_| article.sort == Sort::Enhanced && article.class.is_none());
        let is_side = |id: &str| id == article.id || (key.is_some() && key == without_class(id));
        let with = self.comparisons.iter().filter(|pair| is_side(&pair.a.id) || is_side(&pair.b.id));
        lines.extend(with.map(|pair| self.named(&pair_id(pair))));
        Section::new(Word::SeeAlso.text(self.lang), if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] })
    }

    /// An entry by its id, with its title; a provider by its name alone.
    pub(super) fn named(&self, id: &str) -> Line {
        let Some(page) = self.names.get(id) else { return vec![Span::entry(id)] };
        if self.catalog.provider(id).is_some() {
            return vec![Span { entry: Some(id.to_owned()), ..Span::new(page.title.clone()) }];
        }
        vec![Span::entry(id), Span::prose(page.title.clone()).in_lang(page.lang)]
    }
}

/// The class attribute's part that colours an entry.
pub(super) fn mark(article: &Article<'_>) -> String {
    article.class.map(|class| format!(" class-{class}")).unwrap_or_default()
}

/// The class, and whether what it says lasts.
pub(super) fn badge(article: &Article<'_>, lang: Lang) -> Markup {
    let is_enhanced = matches!(article.sort, Sort::Enhanced | Sort::EnhancedClass);
    let class = article.class.map(|class| if is_enhanced { format!("{class}.X.X") } else { format!("{class}xx") });
    html! {
        @if let (Some(class), Some(lasts)) = (class, Word::permanence(article.class)) {
            span class={ "badge" (mark(article)) } { (class) " " (lasts.text(lang)) }
        } @else if is_enhanced {
            span.badge { (Word::AnyClass.text(lang)) }
        }
    }
}

pub(super) fn word_of(kind: ProviderKind) -> Word {
    match kind {
        ProviderKind::Mailbox => Word::Mailboxes,
        ProviderKind::Filter => Word::Filters,
        ProviderKind::Blocklist => Word::BlocklistOperators,
        ProviderKind::Mta => Word::Mtas,
    }
}
