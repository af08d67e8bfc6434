//! What became of whole messages, from their opening to their end.

use super::wait::Wait;
use crate::event::{Event, Kind, Outcome, Silence};

/// What happened to a message so far: a set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fate(u8);

impl Fate {
    /// Nothing yet.
    pub const NONE: Fate = Fate(0);
    /// A recipient had to wait.
    pub const DEFERRED: Fate = Fate(1);
    /// A recipient got it.
    pub const DELIVERED: Fate = Fate(1 << 1);
    /// It was given up for a recipient.
    pub const BOUNCED: Fate = Fate(1 << 2);
    /// It was given up after too long in the queue.
    pub const EXPIRED: Fate = Fate(1 << 3);
    /// It was thrown away on purpose.
    pub const DISCARDED: Fate = Fate(1 << 4);
    /// It counts: no filter leaves it out. Decided at its first opening.
    pub(super) const SELECTED: Fate = Fate(1 << 5);
    /// A recipient got it by way of another host.
    pub const REMOTE: Fate = Fate(1 << 6);
    /// Number of sets.
    const N: usize = 1 << 7;

    /// The mark that an event leaves on its message; none unless it is a delivery's.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Self {
        if event.kind != Kind::Delivery {
            return Self::NONE;
        }
        match event.outcome {
            Outcome::Delivered if event.peer.host.is_empty() && event.peer.address.is_empty() => Self::DELIVERED,
            Outcome::Delivered => Self::DELIVERED.and(Self::REMOTE),
            Outcome::Deferred => Self::DEFERRED,
            // Exim's word for a message that waited for too long.
            Outcome::Bounced if event.silence == Silence::RetryTimeout => Self::EXPIRED,
            Outcome::Bounced => Self::BOUNCED,
            Outcome::Expired => Self::EXPIRED,
            Outcome::Discarded => Self::DISCARDED,
            _ => Self::NONE,
        }
    }

    /// Both sets of marks.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of these marks are in the set.
    #[must_use]
    pub const fn has(self, marks: Self) -> bool {
        self.0 & marks.0 == marks.0
    }

    /// Whether anything happened at all.
    #[must_use]
    pub const fn is_touched(self) -> bool {
        self.0 & !Self::SELECTED.0 != 0
    }

    /// The marks of a message that `later` was taken for the beginning of, though it began as this one.
    pub(crate) const fn continued_as(self, later: Self) -> Self {
        Self(self.0 | later.0 & !Self::SELECTED.0)
    }
}

/// How a message's life ends in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifeEnd {
    /// It left the queue, after so long, if that was asked for.
    Closed(Wait),
    /// The log ends, or the id comes back for another message, before it did.
    Open,
}

/// Numbers of messages by marks. A message that is counted in one part of a log may turn out to have begun in an earlier part;
/// then it is taken back there, so that a part's numbers may be negative while those of the whole never are.
#[derive(Debug, Clone)]
pub(super) struct Lives {
    /// By [`Wait`]; longer ones than any so far are missing.
    closed: Vec<[i64; Fate::N]>,
    open: [i64; Fate::N],
    /// Delivery events of messages whose opening is not in the logs.
    pub(super) outside: u64,
}

impl Default for Lives {
    fn default() -> Self {
        Self { closed: Vec::new(), open: [0; Fate::N], outside: 0 }
    }
}

impl Lives {
    /// Adds `n` messages that ended so.
    pub(super) fn add(&mut self, fate: Fate, end: LifeEnd, n: i64) {
        let by_fate = match end {
            LifeEnd::Closed(wait) => {
                let at = wait.number();
                if at >= self.closed.len() {
                    self.closed.resize(at + 1, [0; Fate::N]);
                }
                &mut self.closed[at]
            }
            LifeEnd::Open => &mut self.open,
        };
        by_fate[usize::from(fate.0)] += n;
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        if self.closed.len() < other.closed.len() {
            self.closed.resize(other.closed.len(), [0; Fate::N]);
        }
        let mine = self.closed.iter_mut().zip(&other.closed).chain([(&mut self.open, &other.open)]);
        mine.for_each(|(mine, theirs)| mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs));
        self.outside += other.outside;
    }

    /// The messages that count, by marks and end, without zeros.
    pub(super) fn all(&self) -> impl Iterator<Item = (Fate, LifeEnd, i64)> {
        let closed = Wait::all().map(LifeEnd::Closed).zip(&self.closed);
        let ends = closed.chain([(LifeEnd::Open, &self.open)]);
        let of = |(end, counts): (LifeEnd, &[i64; Fate::N])| {
            let counts = *counts;
            (0..).map(Fate).zip(counts).map(move |(fate, n)| (fate, end, n))
        };
        let all = ends.flat_map(of);
        all.filter(|&(fate, _, n)| fate.has(Fate::SELECTED) && n != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_continued_message_is_selected_as_it_began() {
        let waits = Fate::DEFERRED.and(Fate::SELECTED);
        assert_eq!(waits.continued_as(Fate::DELIVERED), waits.and(Fate::DELIVERED));
        assert_eq!(Fate::DEFERRED.continued_as(Fate::SELECTED), Fate::DEFERRED);
        assert!(!Fate::SELECTED.is_touched());
    }

    #[test]
    fn only_deliveries_leave_marks() {
        assert_eq!(Fate::of(&Event::new(Kind::Attempt, Outcome::Deferred)), Fate::NONE);
        assert_eq!(Fate::of(&Event::new(Kind::Delivery, Outcome::Deferred)), Fate::DEFERRED);
        let mut late = Event::new(Kind::Delivery, Outcome::Bounced);
        late.silence = Silence::RetryTimeout;
        assert_eq!(Fate::of(&late), Fate::EXPIRED);
    }
}
