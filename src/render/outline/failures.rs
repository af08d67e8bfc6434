//! What failed, by who must act: how often, whose mail, what it means, and what to do.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Block, Cell, Column, Entry, Fact, Hidden, Line, Outline, Section, Span, Table, Tone, list, quote, words};
use crate::catalog::{Lang, WhoActs};
use crate::event::Kind;
use crate::render::document::prose;
use crate::render::labels::{self, number};
use crate::render::phrases;
use crate::report::{Failure, FailureShape, ReasonRow, Whom};
use crate::words::Word;

/// How many senders, domains and relays are named per failure where `limit` would name more.
const MAX_NAMES: usize = 5;
/// How many kinds of texts are shown per failure where `limit` would show more.
const MAX_TEXTS: usize = 3;

/// One section for each of those who must act, after an overview.
pub(super) fn sections(outline: Outline<'_>) -> Vec<Section> {
    let Outline { report, limit, .. } = outline;
    let failures = &report.failures;
    let mut blocks = Vec::new();
    if failures.is_empty() && !report.replies.is_empty() {
        blocks.push(Block::Paragraph(vec![Span::new(outline.text(Word::NothingFailed)).in_tone(Tone::Good)]));
    }
    let shown = shown(failures, limit);
    if shown.len() > 1 {
        blocks.push(Block::Table(overview(&shown, outline)));
    }
    blocks.extend(outline.rest(failures.len(), shown.len(), Hidden::Failures));
    blocks.extend(unclassified(outline));
    let mut sections = vec![Section::new(outline.text(Word::WhatFailed), blocks)];
    for who in WhoActs::ALL {
        let mut blocks = Vec::new();
        for (at, failure) in shown.iter().enumerate().filter(|(_, failure)| failure.advice.who == *who) {
            blocks.push(Block::Entry(entry(failure, at + 1, outline)));
        }
        sections.push(Section::new(outline.text(heading(*who)), blocks));
    }
    sections
}

/// How much only the codes answered for, and how to write rules for it.
fn unclassified(outline: Outline<'_>) -> Option<Block> {
    let kinds = outline.report.unclassified();
    let replies = kinds.iter().map(|kind| kind.count).sum();
    let text = || phrases::unclassified(replies, kinds.len() as u64, outline.lang);
    (replies > 0).then(|| Block::Paragraph(words(text())))
}

/// The most frequent ones, in the order of the report.
fn shown(failures: &[Failure], limit: usize) -> Vec<&Failure> {
    let mut places: Vec<usize> = (0..failures.len()).collect();
    places.sort_by_key(|&at| (Reverse(failures[at].tally.count), at));
    places.truncate(limit);
    places.sort_unstable();
    places.into_iter().map(|at| &failures[at]).collect()
}

fn heading(who: WhoActs) -> Word {
    match who {
        WhoActs::OurConfiguration => Word::MendConfiguration,
        WhoActs::OurReputation => Word::MendReputation,
        WhoActs::RecipientSide => Word::ForRecipientSide,
        WhoActs::Transient => Word::Passing,
        WhoActs::Nobody => Word::NothingToDo,
    }
}

/// One line per failure: the answer at a glance.
fn overview(failures: &[&Failure], outline: Outline<'_>) -> Table {
    let columns = vec![
        Column::number("#"),
        Column::number(outline.text(Word::Count)),
        Column::word(outline.text(Word::OfKind)),
        Column::text(outline.text(Word::What), 20),
        Column::text(outline.text(Word::WhoActs), 10),
    ];
    let rows = failures.iter().enumerate().map(|(at, failure)| {
        let worst = failure.shapes[0].shape;
        vec![
            Cell::number(at as u64 + 1),
            Cell::number(of_worst_kind(failure)).in_tone(Tone::of(worst.outcome)),
            Cell::text(labels::kinds(worst.kind, outline.lang).to_lowercase()),
            Cell::text(failure.advice.title).in_tone(Tone::Strong).naming(id(at + 1)),
            Cell::text(failure.advice.who.label(outline.lang)),
        ]
    });
    Table::new(columns, rows.collect())
}

/// What a failure is named by within the document.
fn id(number: usize) -> String {
    format!("failure-{number}")
}

/// The first one is open if it waits for the operator.
fn entry(failure: &Failure, number: usize, outline: Outline<'_>) -> Entry {
    let is_ours = matches!(failure.advice.who, WhoActs::OurConfiguration | WhoActs::OurReputation);
    Entry {
        id: id(number),
        tone: Tone::of(failure.shapes[0].shape.outcome),
        is_open: number == 1 && is_ours,
        brief: brief(failure, outline),
        blocks: describe(failure, number, outline),
    }
}

/// The worst reply and how many others there are, how it ended, and how often all of its kind came.
fn brief(failure: &Failure, outline: Outline<'_>) -> Line {
    let Outline { lang, .. } = outline;
    let worst = failure.shapes[0].shape;
    let count = of_worst_kind(failure);
    let mut line = vec![Span::item(labels::reply(&worst, lang)).in_tone(Tone::Strong)];
    let more = failure.shapes.len() as u64 - 1;
    if more > 0 {
        line.push(Span::item(phrases::more_names(more, lang)).in_tone(Tone::Dim));
    }
    let outcome = phrases::result(worst.kind, worst.outcome, lang);
    line.push(Span::item(outcome).in_tone(Tone::of(worst.outcome)));
    line.push(Span::item(number(count)).in_tone(Tone::Strong));
    line.push(Span::item(share(count, worst.kind, outline)).in_tone(Tone::Dim));
    line
}

/// How often the replies of the worst one's kind came: only they may be added up.
fn of_worst_kind(failure: &Failure) -> u64 {
    let kind = failure.shapes[0].shape.kind;
    failure.shapes.iter().filter(|row| row.shape.kind == kind).map(|row| row.tally.count).sum()
}

fn describe(failure: &Failure, number: usize, outline: Outline<'_>) -> Vec<Block> {
    let worst = Tone::of(failure.shapes[0].shape.outcome);
    let number = Span::item(format!("{number}.")).in_tone(worst);
    let mut blocks = vec![
        Block::Heading(vec![number, Span::new(failure.advice.title).in_tone(Tone::Strong)]),
        Block::Table(counts(failure, outline)),
        Block::Paragraph(prose(failure.advice.meaning)),
        Block::Facts(facts(failure, outline.lang)),
    ];
    if !failure.advice.steps.is_empty() {
        blocks.push(Block::Steps(failure.advice.steps.iter().map(prose).collect()));
    }
    blocks.push(Block::Facts(who_is_hit(failure, outline)));
    blocks
}

/// One line per reply: code, outcome, count, share.
fn counts(failure: &Failure, outline: Outline<'_>) -> Table {
    let columns = vec![
        Column::text(outline.text(Word::Reply), 12),
        Column::text(outline.text(Word::OutcomeHeading), 10),
        Column::number(outline.text(Word::Count)),
        Column::text(outline.text(Word::Share), 8),
    ];
    let rows = failure.shapes.iter().map(|row| {
        vec![
            Cell::text(reply(row, outline.lang)).in_tone(Tone::Strong),
            Cell::text(phrases::result(row.shape.kind, row.shape.outcome, outline.lang))
                .in_tone(Tone::of(row.shape.outcome)),
            Cell::number(row.tally.count).in_tone(Tone::Strong),
            Cell::text(share(row.tally.count, row.shape.kind, outline)),
        ]
    });
    Table { has_headings: false, ..Table::new(columns, rows.collect()) }
}

/// The reply, with the MTA's own verdict where there was none.
fn reply(row: &FailureShape, lang: Lang) -> String {
    match row.shape.dsn {
        Some(dsn) => format!("{} (dsn {dsn})", labels::reply(&row.shape, lang)),
        None => labels::reply(&row.shape, lang),
    }
}

fn share(count: u64, kind: Kind, Outline { report, lang, .. }: Outline<'_>) -> String {
    let all = report.totals.iter().filter(|total| total.kind == kind).map(|total| total.count).sum();
    phrases::share_of(count, all, kind, lang)
}

/// Who acts, what makes the reply, where the advice comes from.
fn facts(failure: &Failure, lang: Lang) -> Vec<Fact> {
    let advice = &failure.advice;
    let fact = |name: Word, value: Line| Fact::new(name.text(lang), value);
    let mut facts = vec![
        fact(Word::WhoActs, vec![Span::new(advice.who.label(lang)).in_tone(Tone::Strong)]),
        fact(Word::Retry, words(advice.retry.label(lang))),
    ];
    facts.extend(advice.parameter.map(|parameter| fact(Word::Parameter, words(parameter))));
    if let Some(list) = failure.extract.blocklist {
        let mut line = words(list.name.clone());
        line.extend(list.page.clone().map(Span::prose));
        facts.push(fact(Word::Blocklist, line));
    }
    facts.extend(advice.note.map(|note| fact(Word::Note, prose(note))));
    let sources = advice.sources.join(", ");
    let rule = phrases::rule(advice.rule, lang);
    let text = if sources.is_empty() { rule } else { format!("{sources} ({rule})") };
    facts.push(fact(Word::Source, vec![Span::prose(text).in_tone(Tone::Dim)]));
    facts
}

/// Senders, recipient domains, relays, providers, and the texts of the replies.
fn who_is_hit(failure: &Failure, outline: Outline<'_>) -> Vec<Fact> {
    let Outline { limit, lang, .. } = outline;
    let whom = &failure.whom;
    let most = |max: usize| if limit == usize::MAX { limit } else { limit.min(max) };
    let n_names = most(MAX_NAMES);
    let fact = |name: Word, value: Line| Fact::new(name.text(lang), value);
    let mut facts = Vec::new();
    if knows_senders(whom) {
        let sender = |(sender, n): &(Option<Arc<str>>, u64)| named(labels::sender(sender.as_deref(), lang), *n);
        facts.push(fact(Word::Senders, names(&whom.top_senders, whom.n_senders, n_names, lang, sender)));
    }
    let domain = |(domain, n): &(Arc<str>, u64)| named(labels::domain(domain, lang), *n);
    let (to, relays) = (&whom.top_recipient_domains, &whom.top_relays);
    if !to.is_empty() {
        facts.push(fact(Word::Recipients, names(to, whom.n_recipient_domains, n_names, lang, domain)));
    }
    if !relays.is_empty() && relays != to {
        facts.push(fact(Word::Relays, names(relays, whom.n_relays, n_names, lang, domain)));
    }
    if !failure.providers.is_empty() {
        let provider = |(name, n): &(&str, u64)| named(name, *n);
        let all = failure.providers.len() as u64;
        facts.push(fact(Word::Providers, names(&failure.providers, all, n_names, lang, provider)));
    }
    facts.extend(texts(failure, most(MAX_TEXTS), lang));
    facts
}

/// The kinds of texts, each by its example; their numbers, if there are several.
fn texts(failure: &Failure, max: usize, lang: Lang) -> Vec<Fact> {
    let reasons = &failure.reasons;
    let text = |reason: &ReasonRow| match (&reason.template, &reason.example) {
        (Some(_), Some(example)) => quote(example),
        (Some(template), None) => quote(template),
        (None, _) => Word::OtherTexts.text(lang).to_owned(),
    };
    let is_silent = |reason: &&ReasonRow| reason.example.is_some() || reason.template.is_none();
    let mut facts: Vec<_> = reasons
        .iter()
        .filter(is_silent)
        .take(max)
        .map(|reason| {
            let mut line = vec![Span::logged(text(reason)).in_tone(Tone::Dim)];
            if reasons.len() > 1 {
                line.insert(0, Span::item(phrases::times(reason.count, lang)));
            }
            Fact::new(Word::Text.text(lang), line)
        })
        .collect();
    let more = reasons.len().saturating_sub(max);
    if more > 0 {
        facts.push(Fact::new("", vec![Span::new(phrases::more_texts(more as u64, lang)).in_tone(Tone::Dim)]));
    }
    facts
}

/// A login has no envelope, so that its sender is always unknown.
fn knows_senders(whom: &Whom) -> bool {
    whom.n_senders > 1 || whom.top_senders.iter().any(|(sender, _)| sender.is_some())
}

fn named(name: &str, n: u64) -> (String, Tone) {
    (format!("{} ({})", quote(name), number(n)), Tone::Plain)
}

/// The first of the names, and how many there are beside them.
fn names<N>(named: &[N], all: u64, max: usize, lang: Lang, show: impl Fn(&N) -> (String, Tone)) -> Line {
    let shown = named.len().min(max);
    let more = all.saturating_sub(shown as u64);
    let mut items: Vec<_> = named.iter().take(shown).map(show).collect();
    if more > 0 {
        items.push((phrases::more_names(more, lang), Tone::Dim));
    }
    list(items)
}
