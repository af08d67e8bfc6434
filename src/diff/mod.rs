//! Two periods → what changed between them: new failures, grown ones, gone ones, and whose mail they hit.
//!
//! In: two [`Snapshot`]s, of reports or of saved ones. Out: [`Changes`], plain data in final order. Always true: a period compared
//! with itself changes nothing; to exchange the periods makes new ones gone and grown ones shrunk, in numbers that are the same;
//! what chance explains is counted, not listed. `docs/diff.md` has the rules for users.

mod saved;
mod significance;
mod snapshot;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use saved::{Refused, is_saved_report};
pub use significance::{LEAST_RATIO, LEVEL};
pub use snapshot::{Row, Snapshot, Subject, Topic};

use crate::catalog::{Advice, Catalog, Side};
use crate::event::{Kind, Outcome};
use crate::time::Time;
use significance::{Rate, float};

/// Lengths of periods that differ by no more are about the same.
const SAME_LENGTH: f64 = 1.1;

/// What changed from one period to a later one.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The earlier period.
    pub old: Period,
    /// The later one.
    pub new: Period,
    /// Whether both are about equally long, so that counts can be compared where there is nothing to take a share of.
    pub has_same_length: bool,
    /// Events by kind and outcome in both, in declaration order.
    pub totals: Vec<TotalChange>,
    /// One list per [`Topic`], in their order.
    pub lists: Vec<List>,
}

/// One of the periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// A path; empty where the period is that of the report itself.
    pub name: String,
    /// First and last event.
    pub period: Option<(Time, Time)>,
    /// The filters in words.
    pub selection: Vec<String>,
    /// All events but attempts.
    pub events: u64,
}

/// Events of a kind and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalChange {
    /// The kind.
    pub kind: Kind,
    /// The outcome.
    pub outcome: Outcome,
    /// In the earlier period.
    pub old: Part,
    /// In the later one.
    pub new: Part,
}

/// A count and what it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub count: u64,
    /// Events of the same kind; where there are several kinds, or none in one of the periods, all but attempts.
    pub of: u64,
}

impl Part {
    /// 0 to 1; nothing of nothing is 0.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { float(self.count) / float(self.of) }
    }
}

/// The changes of one sort.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Of what.
    pub topic: Topic,
    /// Those that matter: new ones, grown ones, then gone and shrunk ones, each by strength.
    pub rows: Vec<Change>,
    /// How many others differ.
    pub n_small: usize,
    /// Whether one of the lists was cut, so that only names in both were compared.
    pub is_cut: bool,
}

/// How something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It did not occur before.
    New,
    /// There is more of it.
    Grown,
    /// There is less of it.
    Shrunk,
    /// It does not occur any more.
    Gone,
}

impl Direction {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Grown => "grown",
            Self::Shrunk => "shrunk",
            Self::Gone => "gone",
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::New => 0,
            Self::Grown => 1,
            Self::Shrunk | Self::Gone => 2,
        }
    }
}

/// What two counts are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Their shares.
    Share,
    /// The counts themselves, of periods of about the same length.
    Count,
}

impl Basis {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Count => "count",
        }
    }
}

/// A change that matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What changed.
    pub subject: Subject,
    /// How.
    pub direction: Direction,
    /// In the earlier period.
    pub old: Part,
    /// In the later one.
    pub new: Part,
    /// What they are compared by.
    pub basis: Basis,
    /// The natural logarithm of the p-value: the lower, the stronger.
    pub ln_p: f64,
    /// The first in the later period.
    pub first: Option<Time>,
    /// What the catalogue says.
    pub advice: Option<Advice<'static>>,
    /// The name of what answers, even if this catalogue does not have it.
    pub title: Option<String>,
    /// The earliest text.
    pub example: Option<String>,
}

impl Changes {
    /// Compares two periods; the catalogue explains.
    #[must_use]
    pub fn between(mut old: Snapshot, mut new: Snapshot, catalog: &'static Catalog) -> Self {
        let (of_old, of_new) = (old.folds, new.folds);
        old.fold(of_new);
        new.fold(of_old);
        let both = Both { has_same_length: has_same_length(&old, &new), old: &old, new: &new };
        Self {
            has_same_length: both.has_same_length,
            totals: both.totals(),
            lists: Topic::ALL.iter().map(|&topic| both.list(topic, catalog)).collect(),
            old: Period::of(&old),
            new: Period::of(&new),
        }
    }

    /// The changes of one sort.
    ///
    /// # Panics
    /// Never: there is a list for each.
    #[must_use]
    pub fn list(&self, topic: Topic) -> &List {
        self.lists.iter().find(|list| list.topic == topic).expect("there is a list for each topic")
    }

    /// Whether nothing changed that matters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.iter().all(|list| list.rows.is_empty())
    }
}

impl Period {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            name: snapshot.name.clone(),
            period: snapshot.period,
            selection: snapshot.selection.clone(),
            events: snapshot.events(None),
        }
    }
}

fn has_same_length(old: &Snapshot, new: &Snapshot) -> bool {
    let seconds = |snapshot: &Snapshot| snapshot.length().map(|seconds| float(seconds.unsigned_abs()));
    let (Some(old), Some(new)) = (seconds(old), seconds(new)) else { return false };
    old.max(new) <= SAME_LENGTH * old.min(new)
}

/// The two periods while they are compared.
struct Both<'a> {
    old: &'a Snapshot,
    new: &'a Snapshot,
    has_same_length: bool,
}

impl Both<'_> {
    fn totals(&self) -> Vec<TotalChange> {
        let keys: BTreeSet<_> = self.old.totals.keys().chain(self.new.totals.keys()).copied().collect();
        let part = |snapshot: &Snapshot, key: (Kind, Outcome)| Part {
            count: snapshot.totals.get(&key).copied().unwrap_or(0),
            of: snapshot.events(Some(key.0)),
        };
        let row = |key: (Kind, Outcome)| TotalChange {
            kind: key.0,
            outcome: key.1,
            old: part(self.old, key),
            new: part(self.new, key),
        };
        keys.into_iter().map(row).collect()
    }

    fn list(&self, topic: Topic, catalog: &'static Catalog) -> List {
        let in_both = |subject: &&Subject| {
            let is_known = |one: &Snapshot| one.has_all(topic) || one.rows.contains_key(*subject);
            is_known(self.old) && is_known(self.new)
        };
        let of_topic = |subject: &&Subject| subject.topic() == topic;
        let all = self.old.rows.keys().chain(self.new.rows.keys()).filter(of_topic).filter(in_both);
        let subjects: BTreeSet<&Subject> = all.collect();
        let mut n_small = 0;
        let mut rows = Vec::new();
        for subject in &subjects {
            let measured = self.measure(subject);
            let [old, new] = measured.rates();
            if significance::matters(old, new, subjects.len()) {
                rows.push(self.change(subject, measured, catalog));
            } else if old.count != new.count {
                n_small += 1;
            }
        }
        // Stable: equals stay in the order of their subjects.
        rows.sort_by(|a, b| a.direction.rank().cmp(&b.direction.rank()).then_with(|| a.ln_p.total_cmp(&b.ln_p)));
        List { topic, rows, n_small, is_cut: !self.old.has_all(topic) || !self.new.has_all(topic) }
    }

    /// Shares tell more than counts where the kind has successes as well: twice the mail has twice the failures.
    fn measure(&self, subject: &Subject) -> Measured {
        let kind = subject.kind().filter(|&kind| [self.old, self.new].iter().all(|one| one.events(Some(kind)) > 0));
        let part =
            |one: &Snapshot| Part { count: one.rows.get(subject).map_or(0, |row| row.count), of: one.events(kind) };
        let has_successes = matches!(kind, Some(Kind::Delivery | Kind::Auth | Kind::Probe));
        let basis = if self.has_same_length && !has_successes { Basis::Count } else { Basis::Share };
        Measured { old: part(self.old), new: part(self.new), basis }
    }

    fn change(&self, subject: &Subject, measured: Measured, catalog: &'static Catalog) -> Change {
        let Measured { old, new, basis } = measured;
        let [old_rate, new_rate] = measured.rates();
        let has_grown = float(new.count) * old_rate.exposure > float(old.count) * new_rate.exposure;
        let direction = match (old.count, new.count, has_grown) {
            (0, ..) => Direction::New,
            (_, 0, _) => Direction::Gone,
            (_, _, true) => Direction::Grown,
            (_, _, false) => Direction::Shrunk,
        };
        let found = |one: &Snapshot| one.rows.get(subject).filter(|row| row.count > 0).cloned();
        let row = found(self.new).or_else(|| found(self.old)).unwrap_or_default();
        let advice = || {
            let side = Side::of(subject.kind()?);
            catalog.advice_named(row.rule.as_deref()?, row.reply, side)
        };
        let advice = advice();
        Change {
            subject: subject.clone(),
            direction,
            old,
            new,
            basis,
            ln_p: significance::ln_p(old_rate, new_rate),
            first: row.first.filter(|_| new.count > 0),
            title: advice.as_ref().map(|advice| advice.title.to_owned()).or(row.title),
            advice,
            example: row.example,
        }
    }
}

/// Two counts of one subject.
#[derive(Clone, Copy)]
struct Measured {
    old: Part,
    new: Part,
    basis: Basis,
}

impl Measured {
    fn rates(self) -> [Rate; 2] {
        [self.old, self.new].map(|part| Rate {
            count: part.count,
            exposure: if self.basis == Basis::Count { 1.0 } else { float(part.of) },
        })
    }
}
