//! Checks of a catalogue file: what a careful editor would look for in a new row.
//!
//! In: the text of a file, and the catalogue that it extends. Out: [`Complaint`]s with their lines. The built-in files pass
//! the same checks in the tests.

mod rows;
mod rules;
mod strings;
mod translation;

use std::fmt;

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use super::tables::Tables;
use super::{Catalog, Question, Rule, RuleEntry, Side};
use crate::event::Silence;
use crate::reply::Reply;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Line of the file, counted from 1; that of the row's beginning.
    pub line: usize,
    /// Table and id of the row: `rule gmail-spf`.
    pub row: String,
    /// What was expected and what was found.
    pub what: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, row, what } = self;
        if row.is_empty() { write!(f, "{line}: {what}") } else { write!(f, "{line}: {row}: {what}") }
    }
}

impl Complaint {
    pub(super) fn syntax(text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        Self { line, row: String::new(), what: error.message().replace('\n', ", ") }
    }
}

/// A row as it stands in its file.
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) table: &'static str,
    pub(super) id: String,
    pub(super) fields: Table,
}

impl Row {
    fn complaint(&self, what: impl Into<String>) -> Complaint {
        Complaint { line: self.line, row: format!("{} {}", self.table, self.id), what: what.into() }
    }
}

/// What is wrong with a catalogue file on top of a catalogue; nothing if all is well.
#[must_use]
pub fn lint(text: &str, base: &Catalog) -> Vec<Complaint> {
    let tables = match Tables::of_site(text) {
        Ok(tables) => tables,
        Err(error) => return vec![Complaint::syntax(text, &error)],
    };
    let rows = rows(text);
    let mut complaints: Vec<_> = rows.iter().flat_map(strings::check).collect();
    complaints.extend(rows::check(&rows));
    complaints.extend(rules::check(&rows, &tables, base));
    complaints.sort();
    complaints
}

/// What is wrong with a translation of a catalogue file, rows that it leaves out included.
#[must_use]
pub fn lint_translation(text: &str, original: &str) -> Vec<Complaint> {
    if let Err(error) = toml::from_str::<Table>(text) {
        return vec![Complaint::syntax(text, &error)];
    }
    let (rows, originals) = (rows(text), rows(original));
    let mut complaints = translation::check(&rows, &originals);
    let missing = translation::missing(&rows, &originals);
    complaints.extend(missing.into_iter().map(|row| Complaint { line: 1, ..row.complaint("not translated") }));
    complaints
}

/// The samples of a file's rules that another entry answers for; how many samples there are comes first.
#[must_use]
pub fn test_samples(text: &str, base: &Catalog) -> (usize, Vec<Complaint>) {
    let tables = match Tables::of_site(text) {
        Ok(tables) => tables,
        Err(error) => return (0, vec![Complaint::syntax(text, &error)]),
    };
    let ids: Vec<String> = tables.rule.iter().map(|rule| rule.id.clone()).collect();
    let mut merged = base.tables.clone();
    merged.override_with(tables);
    let all = Catalog::new(merged);
    let (mut tested, mut complaints) = (0, Vec::new());
    for row in rows(text).iter().filter(|row| row.table == "rule" && ids.contains(&row.id)) {
        let Some(rule) = all.rules().iter().find(|rule| rule.id == row.id) else { continue };
        tested += rule.samples.len();
        let wrong = rule.samples.iter().filter_map(|sample| misses(&all, rule, sample));
        complaints.extend(wrong.map(|what| row.complaint(what)));
    }
    (tested, complaints)
}

/// What answers for a sample instead of its rule, as a complaint.
fn misses(catalog: &Catalog, rule: &RuleEntry, sample: &str) -> Option<String> {
    let Some(by) = catalog.provider(&rule.by) else { return Some(format!("by: no provider has the id {}", rule.by)) };
    let side = if by.kind == super::ProviderKind::Mta { Side::Ours } else { Side::Theirs };
    let host = by.hosts.first().map_or("", String::as_str);
    let hosts = if rule.anywhere { vec![host, ""] } else { vec![host] };
    hosts.into_iter().find_map(|host| {
        let reply = Reply::parse_line(sample.as_bytes());
        let question =
            Question { reply, silence: Silence::Unspecified, side, host, text: sample, provider: None, mta: None };
        let found = catalog.classify(&question).rule;
        let place = if host.is_empty() { "from anywhere" } else { host };
        (found != Rule::Text(&rule.id)).then(|| format!("sample ({place}) is answered by {found}: {sample}"))
    })
}

/// The rows of every table that a file may hold, with their places.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Places {
    reply_class: Vec<Spanned<Table>>,
    reply: Vec<Spanned<Table>>,
    enhanced_class: Vec<Spanned<Table>>,
    subject: Vec<Spanned<Table>>,
    enhanced: Vec<Spanned<Table>>,
    no_reply: Vec<Spanned<Table>>,
    provider: Vec<Spanned<Table>>,
    rule: Vec<Spanned<Table>>,
    blocklist: Vec<Spanned<Table>>,
    pair: Vec<Spanned<Table>>,
}

/// Every row of a file, in its order.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let places: Places = toml::from_str(text).unwrap_or_default();
    let tables = [
        ("reply-class", places.reply_class),
        ("reply", places.reply),
        ("enhanced-class", places.enhanced_class),
        ("subject", places.subject),
        ("enhanced", places.enhanced),
        ("no-reply", places.no_reply),
        ("provider", places.provider),
        ("rule", places.rule),
        ("blocklist", places.blocklist),
        ("pair", places.pair),
    ];
    let row = |table, row: Spanned<Table>| {
        let line = line_of(text, row.span().start);
        Row { line, table, id: id_of(row.get_ref()), fields: row.into_inner() }
    };
    let mut rows: Vec<_> =
        tables.into_iter().flat_map(|(table, list)| list.into_iter().map(move |one| row(table, one))).collect();
    rows.sort_by_key(|row| row.line);
    rows
}

fn id_of(row: &Table) -> String {
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pair = row.get("a").zip(row.get("b")).map(|(a, b)| format!("{} {}", shown(a), shown(b)));
    let single = || ["id", "code", "class", "key", "subject", "reason"].iter().find_map(|id| row.get(*id)).map(shown);
    pair.or_else(single).unwrap_or_default()
}

fn line_of(text: &str, at: usize) -> usize {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count() + 1
}

/// The strings of a field, be it one or a list.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
