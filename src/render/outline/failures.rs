//! Every failing reply, worst first: how often, whose mail, what it means, and what to do.
//!
//! Replies with the same advice (a 550 5.1.1 that bounced, was deferred, or met an attempt) share it.

use std::sync::Arc;

use super::{Block, Cell, Column, Fact, Line, Section, Span, Table, Tone, list, quote, rest, words};
use crate::catalog::{Advice, Lang, Side};
use crate::render::labels::{self, counted, number};
use crate::report::{ReplyRow, Report};

/// How many senders, domains and relays are named per reply where `limit` would name more.
const MAX_NAMES: usize = 5;

/// Replies with one advice, worst first.
struct Group<'a> {
    side: Side,
    advice: &'a Advice<'static>,
    rows: Vec<&'a ReplyRow>,
}

pub(super) fn section(report: &Report, limit: usize) -> Section {
    let groups = groups(report);
    let mut blocks = Vec::new();
    if groups.is_empty() && !report.replies.is_empty() {
        blocks.push(Block::Paragraph(vec![Span::new("Nothing failed.").in_tone(Tone::Good)]));
    }
    if groups.len() > 1 {
        blocks.push(Block::Table(overview(&groups[..groups.len().min(limit)])));
    }
    for (at, group) in groups.iter().take(limit).enumerate() {
        group.describe(at + 1, limit, &mut blocks);
    }
    blocks.extend(rest(groups.len(), limit, "more kind of failure is", "more kinds of failure are"));
    Section::new("What failed, worst first", blocks)
}

/// One line per group: the answer at a glance.
fn overview(groups: &[Group<'_>]) -> Table {
    let columns = vec![
        Column::number("#"),
        Column::number("Count"),
        Column::word("of"),
        Column::text("What", 20),
        Column::text("Who acts", 10),
    ];
    let rows = groups.iter().enumerate().map(|(at, group)| {
        let worst = group.rows[0].shape;
        // Only what may be added up: the worst reply's own kind.
        let of_kind = group.rows.iter().filter(|row| row.shape.kind == worst.kind);
        vec![
            Cell::number(at as u64 + 1),
            Cell::number(of_kind.map(|row| row.tally.count).sum()).in_tone(Tone::of(worst.outcome)),
            Cell::text(labels::kinds(worst.kind).to_lowercase()),
            Cell::text(group.advice.title).in_tone(Tone::Strong),
            Cell::text(group.advice.who.label(Lang::En)),
        ]
    });
    Table::new(columns, rows.collect())
}

/// The failing replies by advice, in the order of the worst of each.
fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for row in report.replies.iter().filter(|row| row.shape.is_failure()) {
        let side = Side::of(row.shape.kind);
        match groups.iter_mut().find(|group| group.side == side && *group.advice == row.advice) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { side, advice: &row.advice, rows: vec![row] }),
        }
    }
    groups
}

impl Group<'_> {
    fn describe(&self, number: usize, limit: usize, blocks: &mut Vec<Block>) {
        let worst = Tone::of(self.rows[0].shape.outcome);
        blocks.push(Block::Heading(vec![
            Span::item(format!("{number}.")).in_tone(worst),
            Span::new(self.advice.title).in_tone(Tone::Strong),
        ]));
        blocks.push(Block::Table(self.counts()));
        blocks.push(Block::Paragraph(words(self.advice.meaning)));
        blocks.push(Block::Facts(self.facts()));
        if !self.advice.steps.is_empty() {
            blocks.push(Block::Steps(self.advice.steps.iter().map(words).collect()));
        }
        for (at, row) in self.rows.iter().enumerate().take(limit) {
            let facts = who_is_hit(row, &self.rows[..at], limit);
            if self.rows.len() > 1 && !facts.is_empty() {
                blocks.push(Block::Paragraph(name(row)));
            }
            blocks.push(Block::Facts(facts));
        }
    }

    /// One line per reply: code, outcome, count, share, senders.
    fn counts(&self) -> Table {
        let columns = vec![
            Column::text("Reply", 12),
            Column::text("Outcome", 10),
            Column::number("Count"),
            Column::text("Share", 8),
            Column::text("Senders", 8),
        ];
        let rows = self.rows.iter().map(|row| {
            vec![
                Cell::text(reply(row)).in_tone(Tone::Strong),
                Cell::text(labels::result(&row.shape)).in_tone(Tone::of(row.shape.outcome)),
                Cell::number(row.tally.count).in_tone(Tone::Strong),
                Cell::text(share(row)),
                Cell::text(senders(row)),
            ]
        });
        Table { has_headings: false, ..Table::new(columns, rows.collect()) }
    }

    fn facts(&self) -> Vec<Fact> {
        let advice = self.advice;
        let mut facts = vec![
            Fact::new("Who acts", vec![Span::new(advice.who.label(Lang::En)).in_tone(Tone::Strong)]),
            Fact::new("Send again", words(advice.retry.label(Lang::En))),
        ];
        if let Some(note) = advice.note {
            facts.push(Fact::new("Note", words(note)));
        }
        let sources = advice.sources.join(", ");
        let text = if sources.is_empty() { advice.rule.to_string() } else { format!("{sources} ({})", advice.rule) };
        facts.push(Fact::new("Source", vec![Span::new(text).in_tone(Tone::Dim)]));
        facts
    }
}

/// What tells a reply of the group from the others.
fn name(row: &ReplyRow) -> Line {
    vec![Span::item(reply(row)), Span::item(format!("{}:", labels::result(&row.shape)))]
}

/// How many senders; a login has no envelope, so that its sender is always unknown.
fn senders(row: &ReplyRow) -> String {
    if knows_senders(row) { counted(row.n_senders, "sender", "senders") } else { "sender unknown".into() }
}

fn knows_senders(row: &ReplyRow) -> bool {
    row.n_senders > 1 || row.top_senders.iter().any(|(sender, _)| sender.is_some())
}

/// The reply, with the MTA's own verdict where there was none.
fn reply(row: &ReplyRow) -> String {
    match row.shape.dsn {
        Some(dsn) => format!("{} (dsn {dsn})", labels::reply(row)),
        None => labels::reply(row),
    }
}

fn share(row: &ReplyRow) -> String {
    format!("{} of {}", labels::percent(row.share), labels::kinds(row.shape.kind).to_lowercase())
}

/// Senders, recipient domains, relays, and an example that none of those `above` has shown.
fn who_is_hit(row: &ReplyRow, above: &[&ReplyRow], limit: usize) -> Vec<Fact> {
    let max = limit.min(if limit == usize::MAX { limit } else { MAX_NAMES });
    let name_sender = |(sender, n): &(Option<Arc<str>>, u64)| named(labels::sender(sender.as_deref()), *n);
    let name_domain = |(domain, n): &(Arc<str>, u64)| named(labels::domain(domain), *n);
    let mut facts = Vec::new();
    let all_senders = usize::try_from(row.n_senders).unwrap_or(usize::MAX);
    if knows_senders(row) {
        facts.push(Fact::new("Senders", names(&row.top_senders, all_senders, max, name_sender)));
    }
    for (name, domains, all) in
        [("To", &row.top_recipient_domains, row.n_recipient_domains), ("Relays", &row.top_relays, row.n_relays)]
    {
        if !(domains.is_empty() || name == "Relays" && *domains == row.top_recipient_domains) {
            let all = usize::try_from(all).unwrap_or(usize::MAX);
            facts.push(Fact::new(name, names(domains, all, max, name_domain)));
        }
    }
    if let Some(example) = row.example.as_ref().filter(|_| above.iter().all(|other| other.example != row.example)) {
        facts.push(Fact::new("Example", vec![Span::new(quote(example)).in_tone(Tone::Dim)]));
    }
    facts
}

fn named(name: &str, n: u64) -> (String, Tone) {
    (format!("{} ({})", quote(name), number(n)), Tone::Plain)
}

/// The first of the names, and how many there are beside them.
fn names<N>(named: &[N], all: usize, max: usize, show: impl Fn(&N) -> (String, Tone)) -> Line {
    let shown = named.len().min(max);
    let more = u64::try_from(all.saturating_sub(shown)).unwrap_or(u64::MAX);
    let mut items: Vec<_> = named.iter().take(shown).map(show).collect();
    if more > 0 {
        items.push((format!("{} more", number(more)), Tone::Dim));
    }
    list(items)
}
