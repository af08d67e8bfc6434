//! What failed, by who must act: how often, whose mail, what it means, and what to do.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Block, Cell, Column, Fact, Line, Section, Span, Table, Tone, list, quote, rest, words};
use crate::catalog::{Lang, WhoActs};
use crate::render::document::prose;
use crate::render::labels::{self, counted, number};
use crate::report::{Failure, FailureShape, Report, Whom};

/// How many senders, domains and relays are named per failure where `limit` would name more.
const MAX_NAMES: usize = 5;
/// How many kinds of texts are shown per failure where `limit` would show more.
const MAX_TEXTS: usize = 3;

/// One section for each of those who must act, after an overview.
pub(super) fn sections(report: &Report, limit: usize) -> Vec<Section> {
    let failures = &report.failures;
    let mut blocks = Vec::new();
    if failures.is_empty() && !report.replies.is_empty() {
        blocks.push(Block::Paragraph(vec![Span::new("Nothing failed.").in_tone(Tone::Good)]));
    }
    let shown = shown(failures, limit);
    if shown.len() > 1 {
        blocks.push(Block::Table(overview(&shown)));
    }
    blocks.extend(rest(failures.len(), shown.len(), "more kind of failure is", "more kinds of failure are"));
    blocks.extend(unclassified(report));
    let mut sections = vec![Section::new("What failed", blocks)];
    for who in WhoActs::ALL {
        let mut blocks = Vec::new();
        for (at, failure) in shown.iter().enumerate().filter(|(_, failure)| failure.advice.who == *who) {
            describe(report, failure, at + 1, limit, &mut blocks);
        }
        sections.push(Section::new(heading(*who), blocks));
    }
    sections
}

/// How much only the codes answered for, and how to write rules for it.
fn unclassified(report: &Report) -> Option<Block> {
    let kinds = report.unclassified();
    let replies = kinds.iter().map(|kind| kind.count).sum();
    let text = || {
        let replies = counted(replies, "reply", "replies");
        let kinds = counted(kinds.len() as u64, "kind of text", "kinds of text");
        format!("No rule knows {replies} of {kinds}; their codes answer. --unclassified FILE writes rules to fill in.")
    };
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

fn heading(who: WhoActs) -> &'static str {
    match who {
        WhoActs::OurConfiguration => "For you to mend: configuration",
        WhoActs::OurReputation => "For you to mend: reputation",
        WhoActs::RecipientSide => "For the recipients' side",
        WhoActs::Transient => "Passing: the queue tries again",
        WhoActs::Nobody => "Nothing to do",
    }
}

/// One line per failure: the answer at a glance.
fn overview(failures: &[&Failure]) -> Table {
    let columns = vec![
        Column::number("#"),
        Column::number("Count"),
        Column::word("of"),
        Column::text("What", 20),
        Column::text("Who acts", 10),
    ];
    let rows = failures.iter().enumerate().map(|(at, failure)| {
        let worst = failure.shapes[0].shape;
        // Only what may be added up: the worst reply's own kind.
        let of_kind = failure.shapes.iter().filter(|row| row.shape.kind == worst.kind);
        vec![
            Cell::number(at as u64 + 1),
            Cell::number(of_kind.map(|row| row.tally.count).sum()).in_tone(Tone::of(worst.outcome)),
            Cell::text(labels::kinds(worst.kind).to_lowercase()),
            Cell::text(failure.advice.title).in_tone(Tone::Strong),
            Cell::text(failure.advice.who.label(Lang::En)),
        ]
    });
    Table::new(columns, rows.collect())
}

fn describe(report: &Report, failure: &Failure, number: usize, limit: usize, blocks: &mut Vec<Block>) {
    let worst = Tone::of(failure.shapes[0].shape.outcome);
    blocks.push(Block::Heading(vec![
        Span::item(format!("{number}.")).in_tone(worst),
        Span::new(failure.advice.title).in_tone(Tone::Strong),
    ]));
    blocks.push(Block::Table(counts(report, failure)));
    blocks.push(Block::Paragraph(prose(failure.advice.meaning)));
    blocks.push(Block::Facts(facts(failure)));
    if !failure.advice.steps.is_empty() {
        blocks.push(Block::Steps(failure.advice.steps.iter().map(prose).collect()));
    }
    blocks.push(Block::Facts(who_is_hit(failure, limit)));
}

/// One line per reply: code, outcome, count, share.
fn counts(report: &Report, failure: &Failure) -> Table {
    let columns =
        vec![Column::text("Reply", 12), Column::text("Outcome", 10), Column::number("Count"), Column::text("Share", 8)];
    let rows = failure.shapes.iter().map(|row| {
        vec![
            Cell::text(reply(row)).in_tone(Tone::Strong),
            Cell::text(labels::result(&row.shape)).in_tone(Tone::of(row.shape.outcome)),
            Cell::number(row.tally.count).in_tone(Tone::Strong),
            Cell::text(share(report, row)),
        ]
    });
    Table { has_headings: false, ..Table::new(columns, rows.collect()) }
}

/// The reply, with the MTA's own verdict where there was none.
fn reply(row: &FailureShape) -> String {
    match row.shape.dsn {
        Some(dsn) => format!("{} (dsn {dsn})", labels::reply(&row.shape)),
        None => labels::reply(&row.shape),
    }
}

fn share(report: &Report, row: &FailureShape) -> String {
    let kind = row.shape.kind;
    let all = report.totals.iter().filter(|total| total.kind == kind).map(|total| total.count).sum();
    format!("{} of {}", labels::percent_of(row.tally.count, all), labels::kinds(kind).to_lowercase())
}

/// Who acts, what makes the reply, where the advice comes from.
fn facts(failure: &Failure) -> Vec<Fact> {
    let advice = &failure.advice;
    let mut facts = vec![
        Fact::new("Who acts", vec![Span::new(advice.who.label(Lang::En)).in_tone(Tone::Strong)]),
        Fact::new("Send again", words(advice.retry.label(Lang::En))),
    ];
    facts.extend(advice.parameter.map(|parameter| Fact::new("Parameter", words(parameter))));
    if let Some(list) = failure.extract.blocklist {
        let mut line = words(list.name.clone());
        line.extend(list.page.clone().map(Span::prose));
        facts.push(Fact::new("Blocklist", line));
    }
    facts.extend(advice.note.map(|note| Fact::new("Note", prose(note))));
    let sources = advice.sources.join(", ");
    let text = if sources.is_empty() { advice.rule.to_string() } else { format!("{sources} ({})", advice.rule) };
    facts.push(Fact::new("Source", vec![Span::prose(text).in_tone(Tone::Dim)]));
    facts
}

/// Senders, recipient domains, relays, providers, and the texts of the replies.
fn who_is_hit(failure: &Failure, limit: usize) -> Vec<Fact> {
    let whom = &failure.whom;
    let most = |max: usize| if limit == usize::MAX { limit } else { limit.min(max) };
    let mut facts = Vec::new();
    if knows_senders(whom) {
        let sender = |(sender, n): &(Option<Arc<str>>, u64)| named(labels::sender(sender.as_deref()), *n);
        facts.push(Fact::new("Senders", names(&whom.top_senders, whom.n_senders, most(MAX_NAMES), sender)));
    }
    let domain = |(domain, n): &(Arc<str>, u64)| named(labels::domain(domain), *n);
    for (name, domains, all) in
        [("To", &whom.top_recipient_domains, whom.n_recipient_domains), ("Relays", &whom.top_relays, whom.n_relays)]
    {
        if !(domains.is_empty() || name == "Relays" && *domains == whom.top_recipient_domains) {
            facts.push(Fact::new(name, names(domains, all, most(MAX_NAMES), domain)));
        }
    }
    if !failure.providers.is_empty() {
        let provider = |(name, n): &(&str, u64)| named(name, *n);
        let all = failure.providers.len() as u64;
        facts.push(Fact::new("Providers", names(&failure.providers, all, most(MAX_NAMES), provider)));
    }
    facts.extend(texts(failure, most(MAX_TEXTS)));
    facts
}

/// The kinds of texts, each by its example; their numbers, if there are several.
fn texts(failure: &Failure, max: usize) -> Vec<Fact> {
    let reasons = &failure.reasons;
    let text = |reason: &crate::report::ReasonRow| match (&reason.template, &reason.example) {
        (Some(_), Some(example)) => quote(example),
        (Some(template), None) => quote(template),
        (None, _) => "other texts, too many to be kept apart".to_owned(),
    };
    let is_silent = |reason: &&crate::report::ReasonRow| reason.example.is_some() || reason.template.is_none();
    let mut facts: Vec<_> = reasons
        .iter()
        .filter(is_silent)
        .take(max)
        .map(|reason| {
            let mut line = vec![Span::new(text(reason)).in_tone(Tone::Dim)];
            if reasons.len() > 1 {
                line.insert(0, Span::item(format!("{} ×", number(reason.count))));
            }
            Fact::new("Text", line)
        })
        .collect();
    let more = reasons.len().saturating_sub(max);
    if more > 0 {
        let line = vec![Span::new(counted(more as u64, "more kind of text", "more kinds of text")).in_tone(Tone::Dim)];
        facts.push(Fact::new("", line));
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
fn names<N>(named: &[N], all: u64, max: usize, show: impl Fn(&N) -> (String, Tone)) -> Line {
    let shown = named.len().min(max);
    let more = all.saturating_sub(shown as u64);
    let mut items: Vec<_> = named.iter().take(shown).map(show).collect();
    if more > 0 {
        items.push((format!("{} more", number(more)), Tone::Dim));
    }
    list(items)
}
