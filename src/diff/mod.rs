//! Two periods → what changed between them: new failures, grown ones, gone ones, and whose mail they hit.
//!
//! In: two [`Snapshot`]s, of reports or of saved ones. Out: [`Changes`], plain data in final order. Always true: a period compared
//! with itself changes nothing; to exchange the periods makes new ones gone and grown ones shrunk, in numbers that are the same;
//! what chance explains is counted, not listed. `docs/diff.md` has the rules for users.

mod compare;
mod saved;
mod significance;
mod snapshot;
#[cfg(test)]
mod tests;
mod values;

pub use saved::{Refused, is_saved_report};
pub use significance::{LEAST_RATIO, LEVEL};
pub use snapshot::{Row, Snapshot, Subject, Topic};

use std::cmp::Ordering;

use crate::catalog::Advice;
use crate::event::{Kind, Outcome};
use crate::time::Time;
use significance::float;

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

impl Change {
    /// What stands first in a list: new and grown ones, each by strength.
    pub(crate) fn in_order(&self, other: &Self) -> Ordering {
        self.direction.rank().cmp(&other.direction.rank()).then_with(|| self.ln_p.total_cmp(&other.ln_p))
    }
}

impl Changes {
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
