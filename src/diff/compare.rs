//! Two snapshots → changes: what each count is compared by, and what is listed.
//!
//! In: two [`Snapshot`]s and the catalogue that explains. Out: [`Changes`]. Always true: a subject is compared if both periods know
//! whether it failed.

use std::collections::BTreeSet;

use super::significance::{self, Rate, float};
use super::{Basis, Change, Changes, Direction, List, Part, Period, Snapshot, Subject, Topic, TotalChange};
use crate::catalog::{Catalog, Side};
use crate::event::{Kind, Outcome};

/// Lengths of periods that differ by no more are about the same.
const SAME_LENGTH: f64 = 1.1;

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
        rows.sort_by(Change::in_order);
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
