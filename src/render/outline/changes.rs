//! What changed since an earlier period: on its own, or as a part of a report.
//!
//! In: [`Changes`], how many rows a list may have, and the language. Out: a [`Document`], or the blocks of one section.

use super::{
    Block, Cell, Column, Document, Entry, Fact, Hidden, Line, Section, Span, Style, Table, Tone, quote, words,
};
use crate::catalog::{Lang, WhoActs};
use crate::diff::{Change, Changes, Direction, List, Part, Period, Subject, Topic};
use crate::render::document::prose;
use crate::render::labels::{self, TimeForm};
use crate::render::phrases;
use crate::time::Time;
use crate::words::Word;

/// Columns of a change that its name may be cut to.
const LEAST_NAME: usize = 14;

/// Changes to tell of, with at most `limit` rows in each list.
#[derive(Clone, Copy)]
struct Telling<'a> {
    changes: &'a Changes,
    limit: usize,
    lang: Lang,
}

/// A comparison on its own; changes that somebody must act on come with their steps.
pub(in crate::render) fn document(changes: &Changes, style: &Style, top: usize) -> Document {
    let telling = Telling { changes, limit: style.limit(top), lang: style.lang };
    let mut sections = vec![Section { heading: None, blocks: telling.headline() }];
    for list in &changes.lists {
        let mut blocks = telling.list(list);
        if list.topic == Topic::Failures {
            blocks.extend(telling.explanations(list));
        }
        sections.push(Section::new(heading(list.topic).text(style.lang), blocks));
    }
    Document::new(Word::WhatChanged.text(style.lang), sections)
}

/// The same within the report of the later period, which explains its failures itself.
pub(super) fn section(changes: &Changes, limit: usize, lang: Lang) -> Section {
    let telling = Telling { changes, limit, lang };
    let mut blocks = telling.verdict();
    for list in &changes.lists {
        let told = telling.list(list);
        if !told.is_empty() {
            blocks.push(Block::Heading(words(heading(list.topic).text(lang))));
            blocks.extend(told);
        }
    }
    let since = changes.old.period.map(|period| span_of(period, lang));
    Section::new(phrases::changes_since(since.as_deref(), lang), blocks)
}

impl Telling<'_> {
    fn text(self, word: Word) -> &'static str {
        word.text(self.lang)
    }

    /// The two periods, how they were compared, and their totals.
    fn headline(self) -> Vec<Block> {
        let Changes { old, new, totals, .. } = self.changes;
        let facts = vec![self.period(Word::Before, old), self.period(Word::After, new)];
        let mut blocks = vec![Block::Facts(facts)];
        blocks.extend(self.verdict());
        if !totals.is_empty() {
            let columns = [Column::word(self.text(Word::KindHeading)), Column::word(self.text(Word::OutcomeHeading))];
            let rows = totals.iter().map(|row| {
                let outcome = labels::outcome(row.outcome, self.lang);
                let names = [
                    Cell::text(labels::kinds(row.kind, self.lang)),
                    Cell::text(outcome).in_tone(Tone::of(row.outcome)),
                ];
                names.into_iter().chain(self.numbers(row.old, row.new)).collect()
            });
            let columns = columns.into_iter().chain(self.number_columns()).collect();
            blocks.push(Block::Table(Table::new(columns, rows.collect())));
        }
        blocks
    }

    fn period(self, name: Word, period: &Period) -> Fact {
        let when = period.period.map_or_else(|| self.text(Word::NoPeriod).to_owned(), |at| span_of(at, self.lang));
        let mut line = vec![
            Span::item(format!("{}:", quote(&period.name))).in_tone(Tone::Strong),
            Span::new(when),
            Span::item(format!("({})", phrases::events(period.events, self.lang))).in_tone(Tone::Dim),
        ];
        let filters = period.selection.iter().map(|filter| Span::item(filter.clone()).in_tone(Tone::Warning));
        line.extend(filters);
        Fact::new(self.text(name), line)
    }

    /// Whether anything changed, and by what it was measured.
    fn verdict(self) -> Vec<Block> {
        let by = if self.changes.has_same_length { Word::SameLength } else { Word::OtherLength };
        let mut line = vec![Span::new(self.text(by)).in_tone(Tone::Dim)];
        if self.changes.is_empty() {
            line.insert(0, Span::new(self.text(Word::NothingChanged)).in_tone(Tone::Good));
        }
        vec![Block::Paragraph(line)]
    }

    /// A table of what matters, and how much else differs.
    fn list(self, list: &List) -> Vec<Block> {
        let shown = &list.rows[..list.rows.len().min(self.limit)];
        let mut blocks = Vec::new();
        if !shown.is_empty() {
            let what = Column::text(self.text(what(list.topic)), LEAST_NAME);
            let mut columns = vec![Column::word(self.text(Word::ChangeHeading)), what];
            columns.extend(self.number_columns());
            if shown.iter().any(|row| row.first.is_some()) {
                columns.push(Column::extra_number(self.text(Word::FirstSeen)));
            }
            let rows = shown.iter().map(|row| self.row(row, columns.len())).collect();
            blocks.push(Block::Table(Table::new(columns, rows)));
        }
        let more = list.rows.len() - shown.len();
        let mut notes = Vec::new();
        if more > 0 {
            notes.push(phrases::not_shown(more as u64, Hidden::RowsOf(list.rows.len() as u64), self.lang));
        }
        if list.n_small > 0 {
            notes.push(phrases::small_changes(list.n_small as u64, !shown.is_empty(), self.lang));
        }
        if list.is_cut && !(shown.is_empty() && notes.is_empty()) {
            notes.push(self.text(Word::CutLists).to_owned());
        }
        if !notes.is_empty() {
            blocks.push(Block::Paragraph(notes.into_iter().map(|n| Span::new(n).in_tone(Tone::Dim)).collect()));
        }
        blocks
    }

    fn number_columns(self) -> Vec<Column> {
        [Word::Before, Word::Share, Word::After, Word::Share].map(|word| Column::number(self.text(word))).into()
    }

    fn numbers(self, old: Part, new: Part) -> [Cell; 4] {
        let share = |part: Part| match part.count {
            0 => Cell::number_or_blank(0),
            _ => Cell::share(part.share(), self.lang).in_tone(Tone::Dim),
        };
        let strong = |part: Part| Cell::number(part.count).in_tone(Tone::Strong);
        [Cell::number(old.count), share(old), strong(new), share(new)]
    }

    /// So many of the cells: the last one is when it was seen first.
    fn row(self, change: &Change, n_columns: usize) -> Vec<Cell> {
        let direction = match change.direction {
            Direction::New => Word::NewOne,
            Direction::Grown => Word::Grown,
            Direction::Shrunk => Word::Shrunk,
            Direction::Gone => Word::Gone,
        };
        let names = [
            Cell::text(self.text(direction)).in_tone(tone(change.direction)),
            Cell::text(self.name(change)).in_tone(Tone::Strong),
        ];
        let form = TimeForm::of(self.changes.new.period, self.lang);
        let first = Cell::time(change.first.unwrap_or(Time::MAX), form);
        let cells = names.into_iter().chain(self.numbers(change.old, change.new)).chain([first]);
        cells.take(n_columns).collect()
    }

    fn name(self, change: &Change) -> String {
        let lang = self.lang;
        let title = || change.title.clone().unwrap_or_default();
        match &change.subject {
            Subject::Failure { kind, .. } => format!("{} ({})", title(), labels::kinds(*kind, lang).to_lowercase()),
            Subject::Reply(shape) => {
                let outcome = phrases::result(shape.kind, shape.outcome, lang);
                format!("{} {outcome}: {}", labels::reply(shape, lang), title())
            }
            Subject::Text { template: None, .. } => Word::OtherTexts.text(lang).to_owned(),
            Subject::Text { template: Some(template), .. } => quote(change.example.as_deref().unwrap_or(template)),
            Subject::Sender(sender) => quote(labels::sender(sender.as_deref(), lang)),
            Subject::RecipientDomain(domain) => quote(labels::domain(domain, lang)),
        }
    }

    /// What new and grown failures mean and what to do, while they are shown.
    fn explanations(self, list: &List) -> Vec<Block> {
        let is_worse = |row: &&Change| matches!(row.direction, Direction::New | Direction::Grown);
        let shown = list.rows.iter().take(self.limit).filter(is_worse).enumerate();
        shown.filter_map(|(at, row)| Some(Block::Entry(self.explanation(at + 1, row)?))).collect()
    }

    fn explanation(self, number: usize, change: &Change) -> Option<Entry> {
        let advice = change.advice.as_ref()?;
        let fact = |name: Word, value: Line| Fact::new(self.text(name), value);
        let mut facts = vec![
            fact(Word::WhoActs, vec![Span::new(advice.who.label(self.lang)).in_tone(Tone::Strong)]),
            fact(Word::Retry, words(advice.retry.label(self.lang))),
        ];
        facts.extend(change.first.map(|first| fact(Word::FirstSeen, words(labels::moment(first)))));
        facts.extend(advice.note.map(|note| fact(Word::Note, prose(note))));
        facts.push(fact(Word::Source, vec![Span::prose(phrases::rule(advice.rule, self.lang)).in_tone(Tone::Dim)]));
        let name = || Span::new(self.name(change)).in_tone(Tone::Strong);
        let tone = tone(change.direction);
        let heading = vec![Span::item(format!("{number}.")).in_tone(tone), name()];
        let mut blocks = vec![Block::Heading(heading), Block::Paragraph(prose(advice.meaning)), Block::Facts(facts)];
        if !advice.steps.is_empty() {
            blocks.push(Block::Steps(advice.steps.iter().map(prose).collect()));
        }
        let counts = phrases::from_to(change.old.count, change.new.count);
        Some(Entry {
            id: format!("change-{number}"),
            tone,
            is_open: matches!(advice.who, WhoActs::OurConfiguration | WhoActs::OurReputation) && number == 1,
            brief: vec![Span::item(counts).in_tone(Tone::Strong)],
            blocks,
        })
    }
}

fn span_of((first, last): (Time, Time), lang: Lang) -> String {
    format!("{} {} {}", labels::moment(first), Word::To.text(lang), labels::moment(last))
}

fn tone(direction: Direction) -> Tone {
    match direction {
        Direction::New | Direction::Grown => Tone::Bad,
        Direction::Shrunk | Direction::Gone => Tone::Good,
    }
}

fn heading(topic: Topic) -> Word {
    match topic {
        Topic::Failures => Word::ChangedFailures,
        Topic::Replies => Word::ChangedReplies,
        Topic::Texts => Word::ChangedTexts,
        Topic::Senders => Word::ChangedSenders,
        Topic::RecipientDomains => Word::ChangedDomains,
    }
}

fn what(topic: Topic) -> Word {
    match topic {
        Topic::Failures => Word::What,
        Topic::Replies => Word::Reply,
        Topic::Texts => Word::Text,
        Topic::Senders => Word::Sender,
        Topic::RecipientDomains => Word::Domain,
    }
}
