//! One entry of the catalogue, of whatever sort, in the fields that all sorts share.

use serde::Serialize;

use crate::catalog::{
    Basis, Catalog, EnhancedClass, EnhancedEntry, Lang, NoReplyEntry, Page, ProviderEntry, ReplyClass, ReplyEntry,
    Retry, RuleEntry, SubjectEntry, WhoActs,
};

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A reply code.
    Reply,
    /// All reply codes of a class.
    ReplyClass,
    /// An enhanced status code.
    Enhanced,
    /// All enhanced codes of a subject.
    Subject,
    /// All enhanced codes of a class.
    EnhancedClass,
    /// A delivery without reply.
    NoReply,
    /// A reply known by its text.
    Rule,
    /// Who makes replies of their own.
    Provider,
}

/// An entry. Fields that its sort does not have are empty.
#[derive(Debug, Clone, Serialize)]
pub struct Article<'a> {
    /// `550`, `5xx`, `X.7.26`, `X.7`, `5.X.X`, `gmail-dmarc`, `gmail`.
    pub id: String,
    /// What it is about.
    pub sort: Sort,
    /// A short name.
    pub title: &'a str,
    /// First digit of the reply code or enhanced code, where there is one.
    pub class: Option<u8>,
    /// Defined by a published standard.
    pub standard: Option<bool>,
    /// The commands or moments that it answers.
    pub stages: &'a [String],
    /// What it means.
    pub meaning: &'a str,
    /// When it is seen.
    pub when: Option<&'a str>,
    /// When our own server says it.
    pub when_ours: Option<&'a str>,
    /// How it looks in a Postfix log.
    pub postfix: Option<&'a str>,
    /// How it looks in an Exim log.
    pub exim: Option<&'a str>,
    /// The parameter, restriction, option or ACL that makes it.
    pub parameter: Option<&'a str>,
    /// Who must act when a remote server gave it.
    #[serde(serialize_with = "name_of_who")]
    pub who_acts: Option<WhoActs>,
    /// What to do then.
    pub steps: &'a [String],
    /// What to do then if the refusal is temporary.
    pub steps_temporary: &'a [String],
    /// Who must act when our server gave it.
    #[serde(serialize_with = "name_of_who")]
    pub who_acts_ours: Option<WhoActs>,
    /// What to do then.
    pub steps_ours: &'a [String],
    /// Whether to send again.
    #[serde(serialize_with = "name_of_retry")]
    pub retry: Option<Retry>,
    /// What is uncertain.
    pub note: Option<&'a str>,
    /// Pages to open: name, address.
    pub pages: &'a [Page],
    /// Where the facts come from.
    pub sources: &'a [String],
    /// Date of the source.
    pub date: Option<&'a str>,
    /// How well it is known.
    #[serde(serialize_with = "name_of_basis")]
    pub basis: Option<Basis>,
    /// Ids of entries that belong with it.
    pub related: Vec<String>,
    /// Replies that it answers for.
    pub samples: &'a [String],
    /// Language of the prose.
    #[serde(serialize_with = "name_of_lang")]
    pub lang: Lang,
}

impl<'a> Article<'a> {
    fn new(id: String, sort: Sort, title: &'a str, meaning: &'a str, sources: &'a [String], lang: Lang) -> Self {
        Self {
            id,
            sort,
            title,
            class: None,
            standard: None,
            stages: &[],
            meaning,
            when: None,
            when_ours: None,
            postfix: None,
            exim: None,
            parameter: None,
            who_acts: None,
            steps: &[],
            steps_temporary: &[],
            who_acts_ours: None,
            steps_ours: &[],
            retry: None,
            note: None,
            pages: &[],
            sources,
            date: None,
            basis: None,
            related: Vec::new(),
            samples: &[],
            lang,
        }
    }

    /// Of a reply code. Where the entry has nothing for our own server, its class has.
    #[must_use]
    pub fn of_reply(entry: &'a ReplyEntry, catalog: &'a Catalog) -> Self {
        let class = catalog.class(entry.code.class());
        let (who_acts_ours, steps_ours) = match (entry.who_ours, class) {
            (Some(who), _) => (Some(who), entry.steps_ours.as_slice()),
            (None, Some(class)) => (class.who_ours, class.steps_ours.as_slice()),
            (None, None) => (None, [].as_slice()),
        };
        Self {
            class: Some(entry.code.class()),
            standard: Some(entry.standard),
            stages: &entry.stages,
            when: Some(&entry.when),
            when_ours: entry.when_ours.as_deref(),
            postfix: entry.postfix.as_deref(),
            exim: entry.exim.as_deref(),
            who_acts: Some(entry.who),
            steps: &entry.steps,
            who_acts_ours,
            steps_ours,
            retry: Some(entry.retry),
            note: entry.note.as_deref(),
            related: entry.related.iter().map(ToString::to_string).collect(),
            ..Self::new(entry.code.to_string(), Sort::Reply, &entry.title, &entry.meaning, &entry.sources, entry.lang)
        }
    }

    /// Of a class of reply codes.
    #[must_use]
    pub fn of_class(entry: &'a ReplyClass) -> Self {
        Self {
            class: Some(entry.class),
            who_acts: Some(entry.who),
            steps: &entry.steps,
            who_acts_ours: entry.who_ours,
            steps_ours: &entry.steps_ours,
            retry: Some(entry.retry),
            ..Self::new(
                format!("{}xx", entry.class),
                Sort::ReplyClass,
                &entry.title,
                &entry.meaning,
                &entry.sources,
                entry.lang,
            )
        }
    }

    /// Of an enhanced code; in `class` if one is asked for.
    #[must_use]
    pub fn of_enhanced(entry: &'a EnhancedEntry, class: Option<u8>) -> Self {
        let id =
            class.map_or_else(|| entry.key.to_string(), |c| format!("{c}.{}.{}", entry.key.subject, entry.key.detail));
        let is_temporary = class == Some(4);
        let title = entry.title_temporary.as_deref().filter(|_| is_temporary).unwrap_or(&entry.title);
        let meaning = entry.meaning_temporary.as_deref().filter(|_| is_temporary).unwrap_or(&entry.meaning);
        let takes_temporary = is_temporary && !entry.steps_temporary.is_empty();
        Self {
            class,
            standard: Some(true),
            when: entry.when.as_deref(),
            who_acts: Some(entry.who_temporary.filter(|_| is_temporary).unwrap_or(entry.who)),
            steps: if takes_temporary { &entry.steps_temporary } else { &entry.steps },
            steps_temporary: if class.is_none() { &entry.steps_temporary } else { &[] },
            who_acts_ours: entry.who_ours,
            steps_ours: &entry.steps_ours,
            retry: class.map(retry_of_class),
            note: entry.note.as_deref(),
            related: entry.related.iter().map(ToString::to_string).collect(),
            ..Self::new(id, Sort::Enhanced, title, meaning, &entry.sources, entry.lang)
        }
    }

    /// Of a subject of enhanced codes.
    #[must_use]
    pub fn of_subject(entry: &'a SubjectEntry) -> Self {
        Self {
            who_acts: Some(entry.who),
            steps: &entry.steps,
            ..Self::new(
                format!("X.{}", entry.subject),
                Sort::Subject,
                &entry.title,
                &entry.meaning,
                &entry.sources,
                entry.lang,
            )
        }
    }

    /// Of a class of enhanced codes.
    #[must_use]
    pub fn of_enhanced_class(entry: &'a EnhancedClass) -> Self {
        Self {
            class: Some(entry.class),
            who_acts: Some(entry.who),
            steps: &entry.steps,
            retry: Some(retry_of_class(entry.class)),
            ..Self::new(
                format!("{}.X.X", entry.class),
                Sort::EnhancedClass,
                &entry.title,
                &entry.meaning,
                &entry.sources,
                entry.lang,
            )
        }
    }

    /// Of a reason for having no reply.
    #[must_use]
    pub fn of_no_reply(entry: &'a NoReplyEntry) -> Self {
        Self {
            who_acts: Some(entry.who),
            steps: &entry.steps,
            retry: Some(entry.retry),
            note: entry.note.as_deref(),
            ..Self::new(
                entry.reason.name().into(),
                Sort::NoReply,
                &entry.title,
                &entry.meaning,
                &entry.sources,
                entry.lang,
            )
        }
    }

    /// Of a rule.
    #[must_use]
    pub fn of_rule(entry: &'a RuleEntry, catalog: &'a Catalog) -> Self {
        let mut related: Vec<_> = entry.codes.iter().map(ToString::to_string).collect();
        related.extend(entry.enhanced.iter().map(ToString::to_string));
        related.push(entry.by.clone());
        let class = entry.codes.first().map(|code| code.class());
        let pages = catalog.provider(&entry.by).map_or(&[][..], |by| by.pages.as_slice());
        Self {
            class: class.filter(|&class| entry.codes.iter().all(|code| code.class() == class)),
            parameter: entry.parameter.as_deref(),
            who_acts: entry.who,
            steps: &entry.steps,
            who_acts_ours: entry.who_ours,
            steps_ours: &entry.steps_ours,
            retry: entry.retry.or(class.map(retry_of_class)),
            note: entry.note.as_deref(),
            pages,
            date: entry.date.as_deref(),
            basis: Some(entry.basis),
            related,
            samples: &entry.samples,
            ..Self::new(entry.id.clone(), Sort::Rule, &entry.title, &entry.meaning, &entry.sources, entry.lang)
        }
    }

    /// Of a provider; its rules are what belongs with it.
    #[must_use]
    pub fn of_provider(entry: &'a ProviderEntry, catalog: &'a Catalog) -> Self {
        let rules = catalog.rules().iter().filter(|rule| rule.by == entry.id);
        Self {
            pages: &entry.pages,
            related: rules.map(|rule| rule.id.clone()).collect(),
            ..Self::new(entry.id.clone(), Sort::Provider, &entry.name, &entry.about, &entry.sources, entry.lang)
        }
    }
}

fn retry_of_class(class: u8) -> Retry {
    match class {
        4 => Retry::Yes,
        5 => Retry::No,
        _ => Retry::NotNeeded,
    }
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // serde's form
fn name_of_who<S: serde::Serializer>(who: &Option<WhoActs>, out: S) -> Result<S::Ok, S::Error> {
    who.map(WhoActs::name).serialize(out)
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // serde's form
fn name_of_retry<S: serde::Serializer>(retry: &Option<Retry>, out: S) -> Result<S::Ok, S::Error> {
    retry.map(Retry::name).serialize(out)
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // serde's form
fn name_of_basis<S: serde::Serializer>(basis: &Option<Basis>, out: S) -> Result<S::Ok, S::Error> {
    basis.map(Basis::name).serialize(out)
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's form
fn name_of_lang<S: serde::Serializer>(lang: &Lang, out: S) -> Result<S::Ok, S::Error> {
    lang.name().serialize(out)
}
