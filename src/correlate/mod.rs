//! Whose mail it was: queue ids → senders, over an ordered run of lines that may be cut anywhere.
//!
//! In: queue operations and events in the order of the log ([`Tracker`]). Out: a [`Segment`], that is, the counts whose sender
//! is settled ([`Summary`], which commutes) and for every message a *function* on its state outside ([`Joins`], which does
//! not). Always true: `scan(a + b) == scan(a).then(scan(b))` for a cut after any line, and `then` is associative, because it
//! composes functions.
//!
//! Seen from outside, a run of lines does this to a message: first the **orphans** (replies before the run's first opening or
//! closing of that queue id) take the sender of the state that comes in; then the state that goes out is the same (*pass*),
//! *closed*, or *open* with a sender. A closing without an opening is kept as well, or a message opened in one run and removed
//! in the next would stay open for ever when its id comes back. A run that begins at the beginning of its log is **rooted**:
//! nothing comes in, so its orphans are final (sender unknown) and its closings can be forgotten.

mod life;
mod messages;
mod orphan;
mod tracker;

use foldhash::fast::RandomState;
use hashbrown::{HashMap, hash_map::Entry};

use crate::event::QueueId;
use crate::summary::{Fate, LifeEnd, SenderId, Summary};
use crate::time::Time;
use life::{Now, Open, Passage};
use orphan::{Orphan, OrphanKind};
pub use tracker::{Position, Tracker};

/// An opening is forgotten after this many seconds of log time: six times Postfix's `maximal_queue_lifetime` of five days.
/// Log time is the latest stamp among the queue operations so far, so that no cut can change the rule's answer.
pub const LIFETIME_SECONDS: i64 = 30 * 86_400;

/// Host and instance as a number, valid within one [`Joins`].
type Scope = u32;
/// A message: queue ids are only unique within a host's instance.
type Key = (Scope, QueueId);

/// What a run of lines does to a message.
type Out = Passage<u64, Opening>;

/// A message in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Opening {
    sender: Box<[u8]>,
    /// In bytes; 0 if the line does not say.
    size: u64,
    /// A hash of sender and size: an id that comes back with both the same is the same message, active again.
    identity: u64,
    /// Log time at the latest opening.
    opened: Time,
    /// The line's own time then, if waits are of interest.
    entered: Option<Time>,
    /// A result line was seen since.
    has_result: bool,
    /// What happened to it since it first entered the queue.
    fate: Fate,
}

impl Open for Opening {
    type Identity = u64;

    fn identity(&self) -> u64 {
        self.identity
    }

    fn fate(&mut self) -> &mut Fate {
        &mut self.fate
    }

    fn entered(&self) -> Option<Time> {
        self.entered
    }

    fn see_result(&mut self) {
        self.has_result = true;
    }

    fn uncount(&self, fate: Fate, hour: u32, summary: &mut Summary) {
        let sender = summary.sender(&self.sender);
        summary.take_back_message(fate, sender, self.size, hour);
    }
}

impl Opening {
    /// Whether a line at this log time still belongs to it.
    fn is_alive(&self, clock: Time) -> bool {
        clock.since(self.opened) <= LIFETIME_SECONDS
    }
}

/// The part of a [`Segment`] whose order matters. See the module.
#[derive(Debug, Clone, Default)]
pub struct Joins {
    /// Nothing came before this run.
    is_rooted: bool,
    /// Latest log time of the run.
    clock: Option<Time>,
    /// Host and instance, apart by a NUL, of each [`Scope`].
    scopes: Vec<Box<[u8]>>,
    /// In the order of the log.
    orphans: Vec<Orphan>,
    out: HashMap<Key, Out, RandomState>,
    /// Messages that are not in `out`, each once: a run that is only added to another one never needs the map.
    fresh: Vec<(Key, Out)>,
}

impl Joins {
    /// The joins of the empty run at the beginning of a log.
    #[must_use]
    pub fn rooted() -> Self {
        Self { is_rooted: true, ..Self::default() }
    }

    /// This run followed by `later`. Orphans that find their sender are counted in `summary`.
    #[must_use]
    pub fn then(mut self, later: Joins, summary: &mut Summary) -> Joins {
        for (key, out) in std::mem::take(&mut self.fresh) {
            self.update(key, out, summary);
        }
        let before = self.clock;
        let scopes: Vec<Scope> = later.scopes.into_iter().map(|name| self.scope(name)).collect();
        for mut orphan in later.orphans {
            orphan.key.0 = scopes[orphan.key.0 as usize];
            orphan.clock = orphan.clock.max(before);
            self.settle(orphan, summary);
        }
        for ((scope, id), mut out) in later.fresh.into_iter().chain(later.out) {
            if let (Now::Open(opening), Some(before)) = (&mut out.now, before) {
                opening.opened = opening.opened.max(before);
            }
            self.update((scopes[scope as usize], id), out, summary);
        }
        self.clock = before.max(later.clock);
        self
    }

    /// The number of a host and instance.
    fn scope(&mut self, name: Box<[u8]>) -> Scope {
        let found = self.scopes.iter().position(|other| *other == name);
        let at = found.unwrap_or_else(|| {
            self.scopes.push(name);
            self.scopes.len() - 1
        });
        Scope::try_from(at).expect("fewer hosts than 2^32")
    }

    /// Gives an orphan of the following run what this one knows.
    fn settle(&mut self, orphan: Orphan, summary: &mut Summary) {
        let sender = match self.out.get_mut(&orphan.key).map(|out| &mut out.now) {
            Some(Now::Open(opening)) if opening.is_alive(orphan.clock.unwrap_or(Time::MIN)) => {
                if matches!(orphan.kind, OrphanKind::Completed) && opening.has_result {
                    return;
                }
                opening.fate = opening.fate.and(orphan.mark());
                let sender = summary.sender(&opening.sender);
                summary.add_delivery(orphan.mark(), sender, opening.size, orphan.at);
                orphan.weigh(sender, opening.size, summary);
                sender
            }
            Some(Now::Pass) if matches!(orphan.kind, OrphanKind::Completed) => return,
            None | Some(Now::Pass) if !self.is_rooted => {
                self.orphans.push(orphan);
                return;
            }
            _ => SenderId::UNKNOWN,
        };
        orphan.count(sender, summary);
    }

    /// Applies what the following run does.
    fn update(&mut self, key: Key, later: Out, summary: &mut Summary) {
        let is_rooted = self.is_rooted;
        // At the root, only what is open has a future.
        let is_kept = |out: &Out| !is_rooted || matches!(out.now, Now::Open(_));
        match self.out.entry(key) {
            Entry::Occupied(mine) => {
                mine.replace_entry_with(|_, mine| Some(mine.then(later, summary)).filter(is_kept));
            }
            Entry::Vacant(place) => {
                if is_kept(&later) {
                    place.insert(later);
                }
            }
        }
    }

    /// The end of the whole log: what is open now stays open.
    pub fn end(self, summary: &mut Summary) {
        let all = self.out.into_values().chain(self.fresh.into_iter().map(|(_, out)| out));
        for out in all {
            if let Now::Open(opening) = out.now {
                summary.end_message(opening.fate, LifeEnd::Open);
            }
        }
    }
}

/// A run of lines: counts whose sender is settled, and what its neighbours need. `earlier.then(later)` joins; the empty
/// segment is the identity.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    /// The settled counts.
    pub summary: Summary,
    /// What depends on the lines before, and what the lines after depend on.
    pub joins: Joins,
}

impl Segment {
    /// This run followed by `later`.
    #[must_use]
    pub fn then(mut self, later: Segment) -> Segment {
        self.summary.absorb(later.summary);
        let joins = self.joins.then(later.joins, &mut self.summary);
        Segment { summary: self.summary, joins }
    }

    /// The counts of a whole log: nothing came before, so what found no sender has none.
    #[must_use]
    pub fn finish(self) -> Summary {
        let Segment { mut summary, joins } =
            Segment { summary: self.summary.emptied(), joins: Joins::rooted() }.then(self);
        joins.end(&mut summary);
        summary.settle();
        summary
    }
}

#[cfg(test)]
mod tests;
