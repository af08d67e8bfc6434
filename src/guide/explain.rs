//! A question as typed → the entries that answer it.

use super::article::Article;
use super::{near, paste};
use crate::catalog::{Advice, Catalog, EnhancedKey, Extract, ProviderEntry, Question, Rule, Side};
use crate::event::Silence;
use crate::reply::{Enhanced, Reply, ReplyCode};

/// What the person knows beside the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// Id of the provider who gave the reply.
    pub provider: Option<&'a str>,
    /// Id of the MTA that is meant: entries speak of it alone.
    pub mta: Option<&'a str>,
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// The question as typed.
    pub asked: String,
    /// Whether an entry answers that is more specific than a class.
    pub is_known: bool,
    /// The entries that answer: the first one does, the others add to it.
    pub articles: Vec<Article<'a>>,
    /// Who gave the reply.
    pub provider: Option<&'a ProviderEntry>,
    /// What the text tells beside its meaning.
    pub extract: Extract<'a>,
    /// Who must act and what to do, where a whole reply was asked about.
    pub advice: Option<Advice<'a>>,
    /// Whose reply it is taken for.
    pub side: Side,
    /// Ids of the nearest entries, where there is none.
    pub near: Vec<String>,
}

/// Answers a question: a code, codes, an id, a whole reply, a log line.
#[must_use]
pub fn explain<'a>(catalog: &'a Catalog, asked: &str, hints: Hints<'_>) -> Explanation<'a> {
    let asked = asked.trim();
    let mut found = by_id(catalog, asked).unwrap_or_else(|| by_text(catalog, asked, hints));
    for article in &mut found.articles {
        match hints.mta {
            Some("postfix") => article.exim = None,
            Some("exim") => article.postfix = None,
            _ => {}
        }
    }
    found
}

impl<'a> Explanation<'a> {
    fn new(asked: &str, articles: Vec<Article<'a>>) -> Self {
        Self {
            asked: asked.to_owned(),
            is_known: true,
            articles,
            provider: None,
            extract: Extract::default(),
            advice: None,
            side: Side::Theirs,
            near: Vec::new(),
        }
    }

    /// For what is no code and no name.
    pub(super) fn nothing(catalog: &Catalog, asked: &str) -> Self {
        Self::unknown(asked, None, near::names(catalog, asked))
    }

    /// What the class says, where there is no entry, and what is near.
    fn unknown(asked: &str, class: Option<Article<'a>>, near: Vec<String>) -> Self {
        Self { is_known: false, near, ..Self::new(asked, class.into_iter().collect()) }
    }
}

/// The entry of a code, class, rule or provider that stands alone.
pub(super) fn by_id<'a>(catalog: &'a Catalog, asked: &str) -> Option<Explanation<'a>> {
    if asked.len() == 3 && asked.bytes().all(|b| b.is_ascii_digit()) {
        let code = ReplyCode::new(asked.parse().ok()?)?;
        let class = || catalog.class(code.class()).map(Article::of_class);
        return Some(match catalog.reply(code) {
            Some(entry) => Explanation::new(asked, vec![Article::of_reply(entry, catalog)]),
            None => Explanation::unknown(asked, class(), near::codes(catalog, code)),
        });
    }
    if let Some((class, key)) = enhanced(asked) {
        let subject = || catalog.subject(key.subject).map(Article::of_subject);
        return Some(match catalog.enhanced(key) {
            Some(entry) => Explanation::new(asked, vec![Article::of_enhanced(entry, class)]),
            None => Explanation::unknown(
                asked,
                class_of_enhanced(catalog, class).or_else(subject),
                near::enhanced(catalog, class, key),
            ),
        });
    }
    named(catalog, &asked.to_ascii_lowercase()).map(|article| Explanation::new(asked, vec![article]))
}

/// What a class of enhanced codes says; a subject has no class.
fn class_of_enhanced(catalog: &Catalog, class: Option<u8>) -> Option<Article<'_>> {
    catalog.enhanced_class(class?).map(Article::of_enhanced_class)
}

/// `5.7.26`, `X.7.26` or `7.26`.
fn enhanced(text: &str) -> Option<(Option<u8>, EnhancedKey)> {
    let text = text.strip_prefix(['X', 'x']).and_then(|rest| rest.strip_prefix('.')).unwrap_or(text);
    if let Some((found, end)) = Enhanced::parse(text.as_bytes()) {
        return (end == text.len()).then(|| (Some(found.class), found.into()));
    }
    EnhancedKey::parse(text).map(|key| (None, key))
}

/// `5xx`, `5.x.x`, `x.7`, and the ids of rules, providers and reasons.
fn named<'a>(catalog: &'a Catalog, name: &str) -> Option<Article<'a>> {
    let digit = || name.bytes().next().filter(u8::is_ascii_digit).map(|b| b - b'0');
    if name.len() == 3 && name.ends_with("xx") {
        return catalog.class(digit()?).map(Article::of_class);
    }
    if name.len() == 5 && name.ends_with(".x.x") {
        return catalog.enhanced_class(digit()?).map(Article::of_enhanced_class);
    }
    if let Some(subject) = name.strip_prefix("x.") {
        return catalog.subject(subject.parse().ok()?).map(Article::of_subject);
    }
    let rule = || catalog.rules().iter().find(|rule| rule.id == name).map(|rule| Article::of_rule(rule, catalog));
    let provider = || catalog.provider(name).map(|provider| Article::of_provider(provider, catalog));
    let no_reply = || Silence::from_name(name).map(|silence| Article::of_no_reply(catalog.no_reply(silence)));
    rule().or_else(provider).or_else(no_reply)
}

/// Classifies a reply with or without its text.
fn by_text<'a>(catalog: &'a Catalog, asked: &str, hints: Hints<'_>) -> Explanation<'a> {
    let pasted = paste::read(asked);
    let question = Question {
        reply: pasted.reply,
        silence: pasted.silence,
        side: pasted.side,
        host: &pasted.host,
        text: &pasted.text,
        provider: hints.provider,
        mta: hints.mta,
    };
    let advice = catalog.classify(&question);
    let says_nothing = pasted.reply.is_none() && advice.rule == Rule::NoReply(Silence::Unspecified);
    if says_nothing {
        return Explanation::nothing(catalog, asked);
    }
    let mut articles: Vec<_> = article_of(catalog, advice.rule).into_iter().collect();
    if let Some(reply) = pasted.reply {
        articles
            .extend(others(catalog, reply).into_iter().filter(|other| other.id != articles[0].id).collect::<Vec<_>>());
    }
    let near = match advice.rule {
        Rule::Class(_) => pasted.reply.map(|reply| near::codes(catalog, reply.code)).unwrap_or_default(),
        _ => Vec::new(),
    };
    Explanation {
        is_known: !matches!(advice.rule, Rule::Class(_)),
        provider: catalog.provider_for(&question),
        extract: catalog.extract(&pasted.text),
        advice: Some(advice),
        side: pasted.side,
        near,
        ..Explanation::new(asked, articles)
    }
}

/// The entries of the codes themselves.
fn others(catalog: &Catalog, reply: Reply) -> Vec<Article<'_>> {
    let enhanced = reply
        .enhanced
        .and_then(|enhanced| Some(Article::of_enhanced(catalog.enhanced(enhanced.into())?, Some(enhanced.class))));
    let code = catalog.reply(reply.code).map(|entry| Article::of_reply(entry, catalog));
    enhanced.into_iter().chain(code).collect()
}

fn article_of<'a>(catalog: &'a Catalog, rule: Rule<'_>) -> Option<Article<'a>> {
    match rule {
        Rule::Text(id) => named(catalog, id),
        Rule::Reply(code) => catalog.reply(code).map(|entry| Article::of_reply(entry, catalog)),
        Rule::Enhanced(e) => catalog.enhanced(e.into()).map(|entry| Article::of_enhanced(entry, Some(e.class))),
        Rule::Subject(e) => catalog.subject(e.subject).map(Article::of_subject),
        Rule::Class(class) => catalog.class(class).map(Article::of_class),
        Rule::NoReply(silence) => Some(Article::of_no_reply(catalog.no_reply(silence))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(asked: &str) -> (bool, Vec<String>) {
        let found = explain(Catalog::get(), asked, Hints::default());
        (found.is_known, found.articles.into_iter().map(|article| article.id).collect())
    }

    #[test]
    fn every_way_of_asking_finds_its_entry() {
        for (asked, want) in [
            ("550", &["550"][..]),
            ("5xx", &["5xx"]),
            ("5.7.26", &["5.7.26"]),
            ("X.7.26", &["X.7.26"]),
            ("x.7", &["X.7"]),
            ("4.x.x", &["4.X.X"]),
            ("550 5.7.26", &["5.7.26", "550"]),
            ("550-5.7.26", &["5.7.26", "550"]),
            ("connection timed out", &["connection timed out"]),
        ] {
            let (is_known, found) = ids(asked);
            assert!(is_known, "{asked}");
            assert_eq!(found, want, "{asked}");
        }
    }

    #[test]
    fn codes_without_entry_are_answered_by_their_class() {
        assert_eq!(ids("599"), (false, vec!["5xx".into()]));
        assert_eq!(ids("5.9.99"), (false, vec!["5.X.X".into()]));
        assert_eq!(ids("gmial"), (false, vec![]));
        assert_eq!(ids("999"), (false, vec![]));
    }
}
