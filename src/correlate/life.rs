//! What a run of lines does to one message.
//!
//! In: openings, closings and results. Out: [`Passage`], a function on the state that comes in, with the composition of two of
//! them. Always true: a message is counted where it first seems to begin and where it ends; when a run turns out to begin in
//! the middle of a message, that count is put right, so that the sums do not depend on where a log was cut.

use crate::summary::{Fate, LifeEnd, Summary, Wait};
use crate::time::Time;

/// What a run does to a message; `I` tells messages of one id apart, `O` is a message in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passage<I, O> {
    pub(super) first: First<I>,
    pub(super) now: Now<O>,
}

/// The first opening or closing of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First<I> {
    /// There is none.
    None,
    /// When, if that tells how long the message was in the queue.
    Closing(Option<Time>),
    Opening(Head<I>),
}

/// A message that the run was the first to open, unless it was open before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<I> {
    pub(super) identity: I,
    /// In which [`hour`](crate::summary::hour) it was counted.
    pub(super) hour: u32,
    /// Where and with which marks it was counted; `None` if it is the one that is open now.
    pub(super) end: Option<(Fate, LifeEnd)>,
}

/// The state at the end of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Now<O> {
    /// As it was before; a result line was seen.
    Pass,
    /// Closed, and not opened again.
    Closed,
    /// Open.
    Open(O),
}

/// A message in the queue.
pub(super) trait Open {
    /// Tells messages apart that have the same queue id after each other.
    type Identity: PartialEq + Copy;

    fn identity(&self) -> Self::Identity;
    fn fate(&mut self) -> &mut Fate;
    /// When it was opened last, if that is of interest.
    fn entered(&self) -> Option<Time>;
    /// A result line was seen after it.
    fn see_result(&mut self);
    /// Takes back that it was counted as a new message with these marks in this hour.
    fn uncount(&self, fate: Fate, hour: u32, summary: &mut Summary);
}

/// The end of a message that was opened and closed then.
pub(super) fn closed(entered: Option<Time>, at: Option<Time>) -> LifeEnd {
    let wait = entered.zip(at).map_or(Wait::UNKNOWN, |(entered, at)| Wait::of_seconds(at.since(entered)));
    LifeEnd::Closed(wait)
}

impl<I, O> Passage<I, O> {
    /// Does nothing.
    pub(super) const NOTHING: Self = Self { first: First::None, now: Now::Pass };

    /// Notes how the message ended that was open, and whether it was the first one.
    pub(super) fn end(&mut self, fate: Fate, end: LifeEnd) {
        if let First::Opening(head @ Head { end: None, .. }) = &mut self.first {
            head.end = Some((fate, end));
        }
    }
}

impl<O: Open> Passage<O::Identity, O> {
    /// This run followed by `later`.
    pub(super) fn then(mut self, mut later: Self, summary: &mut Summary) -> Self {
        let Now::Open(mine) = &mut self.now else {
            let is_result = matches!(later.first, First::None);
            let now = if is_result { self.now } else { later.now };
            let first = if matches!(self.first, First::None) { later.first } else { self.first };
            return Self { first, now };
        };
        let fate = *mine.fate();
        match later.first {
            First::None => {
                mine.see_result();
                return self;
            }
            First::Closing(at) => {
                let end = closed(mine.entered(), at);
                summary.end_message(fate, end);
                self.end(fate, end);
            }
            First::Opening(head) if head.identity == mine.identity() => {
                let again = match (head.end, &mut later.now) {
                    (Some((counted, _)), _) => counted,
                    (None, Now::Open(open)) => *open.fate(),
                    // A first message without an end is open.
                    (None, Now::Pass | Now::Closed) => return self,
                };
                mine.uncount(again, head.hour, summary);
                return self.continued(
                    fate.continued_as(again),
                    again,
                    head.end.map(|(_, end)| end),
                    later.now,
                    summary,
                );
            }
            First::Opening(_) => {
                summary.end_message(fate, LifeEnd::Open);
                self.end(fate, LifeEnd::Open);
            }
        }
        Self { first: self.first, now: later.now }
    }

    /// What the later run took for the beginning of a message, and counted with the marks `counted`, was this one being active
    /// again: it has the marks `whole`.
    fn continued(
        mut self,
        whole: Fate,
        counted: Fate,
        end: Option<LifeEnd>,
        mut now: Now<O>,
        summary: &mut Summary,
    ) -> Self {
        match (end, &mut now) {
            (Some(end), _) => {
                summary.move_message(counted, whole, end);
                self.end(whole, end);
            }
            (None, Now::Open(open)) => *open.fate() = whole,
            (None, Now::Pass | Now::Closed) => {}
        }
        Self { first: self.first, now }
    }
}
