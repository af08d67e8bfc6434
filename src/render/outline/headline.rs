//! The first block: what was read, and how much came of it.

use super::{Block, Cell, Column, Fact, Line, Outline, Section, Span, Table, Tile, Tone, list, words};
use crate::event::{Kind, Outcome};
use crate::render::{labels, phrases};
use crate::words::Word;

/// The classes of reply codes, and none.
const CLASSES: [Option<u8>; 5] = [Some(2), Some(3), Some(4), Some(5), None];

pub(super) fn section(outline: Outline<'_>) -> Section {
    let Outline { report, lang, .. } = outline;
    let mut facts = what_was_read(outline);
    let kinds = Kind::ALL.iter().map(|&kind| (kind, totals(outline, kind)));
    facts.extend(kinds.filter_map(|(kind, value)| Some(Fact::new(labels::kinds(kind, lang), value?))));
    facts.extend(worst(outline));
    let tiles = tiles(outline);
    let mut blocks = if tiles.is_empty() { vec![] } else { vec![Block::Tiles(tiles)] };
    blocks.push(Block::Facts(facts));
    if report.totals.is_empty() {
        blocks.push(Block::Paragraph(words(outline.text(Word::NothingCounted))));
    } else {
        blocks.push(Block::Table(classes(outline)));
    }
    Section { heading: None, blocks }
}

/// The period, the filters, the lines and sources.
pub(super) fn what_was_read(outline: Outline<'_>) -> Vec<Fact> {
    let mut facts = vec![Fact::new(outline.text(Word::Period), period(outline))];
    if !outline.report.selection.is_empty() {
        let filters = outline.report.selection.iter().map(|filter| (filter.clone(), Tone::Warning));
        facts.push(Fact::new(outline.text(Word::Only), list(filters)));
    }
    facts.push(Fact::new(outline.text(Word::Read), read(outline)));
    facts
}

/// The share that was delivered, and how much was not; refusals and failed logins, where there are any.
fn tiles(outline: Outline<'_>) -> Vec<Tile> {
    let lang = outline.lang;
    let all = |kind| sum(outline, kind, &|_| true);
    let (deliveries, refusals, logins) = (all(Kind::Delivery), all(Kind::Reject), all(Kind::Auth));
    let mut tiles = Vec::new();
    if deliveries > 0 {
        let delivered = sum(outline, Kind::Delivery, &|outcome| outcome == Outcome::Delivered);
        tiles.push(Tile {
            value: labels::percent_of(delivered, deliveries, lang),
            name: outline.text(Word::DeliveredHeading),
            detail: phrases::part_of(delivered, deliveries, lang),
            tone: Tone::Good,
        });
        tiles.push(counted(outline, Kind::Delivery, Word::DeferredHeading, &|outcome| outcome == Outcome::Deferred));
        let is_bounced = |outcome| matches!(outcome, Outcome::Bounced | Outcome::Expired);
        tiles.push(counted(outline, Kind::Delivery, Word::BouncedHeading, &is_bounced));
    }
    if refusals > 0 {
        let detail = outline.text(Word::OnTheWayIn).to_owned();
        tiles.push(Tile { detail, ..counted(outline, Kind::Reject, Word::RejectedHeading, &|_| true) });
    }
    if logins > 0 {
        let has_failed = |outcome| outcome == Outcome::AuthenticationFailed;
        tiles.push(counted(outline, Kind::Auth, Word::AuthenticationFailed, &has_failed));
    }
    tiles
}

/// How many events of a kind ended so, and their share; nothing to worry about if there is none.
fn counted(outline: Outline<'_>, kind: Kind, name: Word, ended: &dyn Fn(Outcome) -> bool) -> Tile {
    let (count, all) = (sum(outline, kind, ended), sum(outline, kind, &|_| true));
    let tone = match name {
        _ if count == 0 => Tone::Plain,
        Word::DeferredHeading => Tone::Warning,
        _ => Tone::Bad,
    };
    let detail = phrases::share_of(count, all, kind, outline.lang);
    Tile { value: labels::number(count), name: outline.text(name), detail, tone }
}

/// Events of a kind that ended so.
fn sum(outline: Outline<'_>, kind: Kind, ended: &dyn Fn(Outcome) -> bool) -> u64 {
    let of_kind = outline.report.totals.iter().filter(|total| total.kind == kind && ended(total.outcome));
    of_kind.map(|total| total.count).sum()
}

fn period(outline: Outline<'_>) -> Line {
    match outline.report.period {
        Some((first, last)) => {
            let to = Span::new(outline.text(Word::To));
            vec![Span::item(labels::moment(first)), to, Span::item(labels::moment(last))]
        }
        None => words(outline.text(Word::NoPeriod)),
    }
}

/// Lines and sources; few sources are named.
fn read(Outline { report, limit, lang }: Outline<'_>) -> Line {
    let mut line = words(phrases::lines_of_sources(report.accounting.lines, report.sources.len() as u64, lang));
    if (1..=3.min(limit)).contains(&report.sources.len()) {
        line[0].text.push(':');
        line.extend(list(report.sources.iter().map(|source| (source.name.clone(), Tone::Dim))));
    }
    line
}

/// `12,345: 11,000 delivered (89.1 %), …`, if there was any event of the kind.
fn totals(outline: Outline<'_>, kind: Kind) -> Option<Line> {
    let of_kind = || outline.report.totals.iter().filter(|total| total.kind == kind);
    let all: u64 = of_kind().map(|total| total.count).sum();
    let item =
        |count: u64, outcome: Outcome| (phrases::outcome_of(count, all, outcome, outline.lang), Tone::of(outcome));
    let mut line = vec![Span::item(format!("{}:", labels::number(all))).in_tone(Tone::Strong)];
    line.extend(list(of_kind().map(|total| item(total.count, total.outcome))));
    if kind == Kind::Attempt {
        line.push(Span::new(outline.text(Word::AttemptsAside)).in_tone(Tone::Dim));
    }
    (all > 0).then_some(line)
}

/// The first thing to look at: `550 5.7.26 Neither SPF nor DKIM passed – 5 bounced (31.2 %)`.
fn worst(outline: Outline<'_>) -> Option<Fact> {
    let Outline { report, lang, .. } = outline;
    let failure = report.failures.first()?;
    let row = failure.shapes[0];
    let all = report.totals.iter().filter(|total| total.kind == row.shape.kind).map(|total| total.count).sum();
    let line = vec![
        Span::item(labels::reply(&row.shape, lang)).in_tone(Tone::of(row.shape.outcome)),
        Span::new(failure.advice.title).in_tone(Tone::Strong),
        Span::item(format!("– {}", phrases::outcome_of(row.tally.count, all, row.shape.outcome, lang))),
    ];
    Some(Fact::new(outline.text(Word::Worst), line))
}

/// Kinds by class of the reply code; classes that did not occur are left out.
fn classes(outline: Outline<'_>) -> Table {
    let count = |kind, class| {
        let found = outline.report.classes.iter().find(|total| total.kind == kind && total.class == class);
        found.map_or(0, |total| total.count)
    };
    let occurs = |class: &Option<u8>| Kind::ALL.iter().any(|&kind| count(kind, *class) > 0);
    let classes: Vec<_> = CLASSES.into_iter().filter(occurs).collect();
    let mut columns = vec![Column::word(outline.text(Word::Replies))];
    columns.extend(classes.iter().map(|class| Column::number(heading(*class).unwrap_or(outline.text(Word::NoCode)))));
    let kinds = Kind::ALL.iter().filter(|&&kind| CLASSES.iter().any(|&class| count(kind, class) > 0));
    let rows = kinds.map(|&kind| {
        let numbers = classes.iter().map(|&class| Cell::number_or_blank(count(kind, class)));
        std::iter::once(Cell::text(labels::kinds(kind, outline.lang))).chain(numbers).collect()
    });
    Table::new(columns, rows.collect())
}

fn heading(class: Option<u8>) -> Option<&'static str> {
    class.map(|class| match class {
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    })
}
