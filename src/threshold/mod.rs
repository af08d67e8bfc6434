//! Limits that an operator sets: `bounced>5%`, `sender=*@shop.example,5xx>100`. `docs/thresholds.md` has the grammar.
//!
//! In: counts by [`Shape`] and sender, and what became of the lines. Out: a [`Verdict`] for each [`Threshold`]. Always true: the
//! verdict follows from the counts of the report alone; attempts count only where `kind=attempt` asks for them, as everywhere.

mod parse;
#[cfg(test)]
mod tests;

pub use parse::Fault;

use crate::accounting::Accounting;
use crate::event::{Kind, Outcome};
use crate::select::{CodePattern, SenderPattern};
use crate::summary::Shape;

/// A limit, as `[FILTER,…]MEASURE OPERATOR NUMBER[%]`.
#[derive(Debug, Clone)]
pub struct Threshold {
    /// As typed.
    text: String,
    codes: Vec<CodePattern>,
    senders: Vec<SenderPattern>,
    kinds: Vec<Kind>,
    measure: Measure,
    relation: Relation,
    limit: f64,
    /// The limit is a share in percent.
    is_share: bool,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// Events.
    Count,
    /// Events that somebody may have to look at.
    Failures,
    /// Events with a code.
    Code(CodePattern),
    /// Events of an outcome.
    Outcome(Outcome),
    /// Lines that were not recognised.
    Unrecognised,
    /// Messages completed with neither a delivery nor a bounce.
    Vanished,
}

/// How the measure must stand to the limit for the threshold to be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    More,
    AtLeast,
    Less,
    AtMost,
}

/// What a threshold says of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The threshold as typed.
    pub threshold: String,
    /// What was measured.
    pub measured: u64,
    /// What it is a part of, if the limit is a share.
    pub whole: Option<u64>,
    /// Whether the threshold is passed.
    pub is_passed: bool,
}

impl Threshold {
    /// Measures `events`, given by shape and sender (`None` is the unknown one), what became of the lines, or the number of
    /// messages completed with neither a delivery nor a bounce.
    pub(crate) fn judge<'a>(
        &self,
        events: impl Iterator<Item = (&'a Shape, Option<&'a [u8]>, u64)>,
        accounting: &Accounting,
        vanished: u64,
    ) -> Verdict {
        let (measured, whole) = match self.measure {
            Measure::Unrecognised => (accounting.unrecognised, accounting.lines),
            Measure::Vanished => (vanished, accounting.openings),
            _ => self.measure(events),
        };
        let value = if self.is_share { percent(measured, whole) } else { to_f64(measured) };
        Verdict {
            threshold: self.text.clone(),
            measured,
            whole: self.is_share.then_some(whole),
            is_passed: self.relation.holds(value, self.limit),
        }
    }

    /// The events measured, and those that they are a part of: of the same senders and kinds, with any code.
    fn measure<'a>(&self, events: impl Iterator<Item = (&'a Shape, Option<&'a [u8]>, u64)>) -> (u64, u64) {
        let mut sums = (0, 0);
        // Counts come sender by sender; a pattern is slow.
        let mut last: Option<(Option<&[u8]>, bool)> = None;
        for (shape, sender, n) in events.filter(|(shape, ..)| self.admits_kind(shape.kind)) {
            let is_admitted = match last {
                Some((same, is_admitted)) if same == sender => is_admitted,
                _ => self.admits_sender(sender),
            };
            last = Some((sender, is_admitted));
            if is_admitted {
                sums.0 += if self.admits_reply(shape) && self.is_measured(shape) { n } else { 0 };
                sums.1 += n;
            }
        }
        sums
    }

    fn admits_kind(&self, kind: Kind) -> bool {
        let home = match self.measure {
            Measure::Outcome(outcome) => home(outcome),
            _ => None,
        };
        match (self.kinds.as_slice(), home) {
            ([], Some(home)) => kind == home,
            ([], None) => kind != Kind::Attempt,
            (kinds, _) => kinds.contains(&kind),
        }
    }

    fn admits_sender(&self, sender: Option<&[u8]>) -> bool {
        self.senders.is_empty() || sender.is_some_and(|sender| self.senders.iter().any(|one| one.matches(sender)))
    }

    fn admits_reply(&self, shape: &Shape) -> bool {
        let matches = |code: &CodePattern| shape.reply.is_some_and(|reply| code.matches(reply));
        self.codes.is_empty() || self.codes.iter().any(matches)
    }

    fn is_measured(&self, shape: &Shape) -> bool {
        match self.measure {
            Measure::Code(code) => shape.reply.is_some_and(|reply| code.matches(reply)),
            Measure::Outcome(outcome) => shape.outcome == outcome,
            Measure::Failures => shape.is_failure(),
            Measure::Count | Measure::Unrecognised | Measure::Vanished => true,
        }
    }
}

impl Relation {
    fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::More => value > limit,
            Self::AtLeast => value >= limit,
            Self::Less => value < limit,
            Self::AtMost => value <= limit,
        }
    }
}

/// The kind whose events an outcome is a share of; `None` where it belongs to several.
fn home(outcome: Outcome) -> Option<Kind> {
    match outcome {
        Outcome::Delivered | Outcome::Deferred | Outcome::Bounced | Outcome::Expired => Some(Kind::Delivery),
        Outcome::Rejected | Outcome::TemporarilyRejected => Some(Kind::Reject),
        Outcome::Authenticated | Outcome::AuthenticationFailed => Some(Kind::Auth),
        Outcome::Deliverable | Outcome::Undeliverable => Some(Kind::Probe),
        Outcome::Discarded | Outcome::Held => None,
    }
}

/// A share in percent; nothing of nothing is 0.
fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { to_f64(part) * 100.0 / to_f64(whole) }
}

#[allow(clippy::cast_precision_loss)] // exact up to 2^53
fn to_f64(n: u64) -> f64 {
    n as f64
}
