//! Following messages through one run of lines.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::life::{First, Head, Now, closed};
use super::messages::{Messages, OpenState, State};
use super::orphan::{Orphan, OrphanKind, OwnedEvent};
use super::{Joins, Key, LIFETIME_SECONDS, Opening, Out, Scope};
use crate::event::{Closing, Event, QueueId, Sender};
use crate::near::is_same;
use crate::summary::{Fate, LifeEnd, SenderId, Summary, hour};
use crate::time::Time;

/// Where and when a line was written.
#[derive(Debug, Clone, Copy)]
pub struct Position<'a> {
    /// The host's name.
    pub host: &'a [u8],
    /// The MTA instance on it.
    pub instance: &'a [u8],
    /// The line's time.
    pub at: Option<Time>,
}

/// Takes the queue operations and events of a run in order. Counts what it can settle in the summary that each call is given,
/// which must be the same one throughout the run, and keeps the rest for [`Tracker::finish`]. One for each thread serves all
/// its runs, so that its memory is used again.
#[derive(Debug, Default)]
pub struct Tracker {
    clock: Option<Time>,
    scopes: Vec<Box<[u8]>>,
    /// The scope of the line before: mostly it is this line's too.
    last_scope: Scope,
    orphans: Vec<Orphan>,
    messages: Messages,
    /// When messages were opened last; filled only where waits are of interest.
    entered: HashMap<Key, Time, RandomState>,
}

impl Tracker {
    /// A message of so many bytes entered the queue, or is active again; 0 bytes if the line does not say.
    #[inline(always)]
    pub fn open(&mut self, at: Position<'_>, id: QueueId, sender: SenderId, size: u64, summary: &mut Summary) {
        let key = self.key(at, id);
        self.tick(at.at);
        if summary.weighs() {
            self.enter(key, at.at);
        }
        let opened = self.clock.unwrap_or(Time::MIN);
        let (state, _) = self.messages.value(key);
        if let Now::Open(open) = &mut state.now {
            if (open.sender, open.size) == (sender, size) {
                *open = OpenState { opened, has_result: false, ..*open };
                return;
            }
            let fate = open.fate;
            summary.end_message(fate, LifeEnd::Open);
            state.end(fate, LifeEnd::Open);
        }
        let fate = summary.begin_message(sender, size, at.at);
        if let First::None = state.first {
            // Now, as the address is at hand.
            let identity = identity(address(sender, summary), size);
            state.first = First::Opening(Head { identity, hour: hour(at.at), end: None });
        }
        state.now = Now::Open(OpenState { sender, size, opened, has_result: false, fate });
    }

    /// A message was delivered, bounced or discarded for a recipient.
    #[inline(always)]
    pub fn result(&mut self, at: Position<'_>, id: QueueId) {
        let key = self.key(at, id);
        // A message that is new to the run is there with a result from now on.
        if let Now::Open(open) = &mut self.messages.value(key).0.now {
            open.has_result = true;
        }
    }

    /// A message left the queue.
    #[inline(always)]
    pub fn close(&mut self, at: Position<'_>, id: QueueId, closing: Closing, summary: &mut Summary) {
        let key = self.key(at, id);
        self.tick(at.at);
        let clock = self.clock.unwrap_or(Time::MIN);
        let waits = summary.weighs() && closing == Closing::Completed;
        let (entered, completed) = if waits { (self.entered.get(&key).copied(), at.at) } else { (None, None) };
        let (state, is_new) = self.messages.value(key);
        match state.now {
            Now::Open(open) => {
                let end = closed(entered, completed);
                summary.end_message(open.fate, end);
                state.end(open.fate, end);
                let is_without_result = closing == Closing::Completed && !open.has_result;
                if is_without_result && is_alive(open.opened, clock) {
                    summary.add_vanished(id, open.sender, at.at);
                }
            }
            Now::Pass => state.first = First::Closing(completed),
            Now::Closed => {}
        }
        state.now = Now::Closed;
        if is_new && closing == Closing::Completed {
            self.wait(key, at.at, OrphanKind::Completed);
        }
    }

    /// Counts an event with its sender, or keeps it until the sender turns up.
    #[inline(always)]
    pub fn event(&mut self, at: Position<'_>, event: &Event<'_>, count: u32, summary: &mut Summary) {
        let mark = Fate::of(event);
        let sender = match (event.sender, event.queue_id) {
            (Sender::Known(address), id) => {
                if let Some(id) = id.filter(|_| mark != Fate::NONE) {
                    self.mark(at, id, event, count, summary);
                }
                summary.sender(address)
            }
            (Sender::ByQueueId, Some(id)) => {
                self.tick(at.at);
                let key = self.key(at, id);
                match self.found(&key, mark) {
                    Found::Open { sender, size } => {
                        summary.add_delivery(mark, sender, size, at.at);
                        summary.weigh(event, sender, size, at.at, count);
                        sender
                    }
                    Found::Gone => {
                        summary.add_outside(mark, at.at);
                        SenderId::UNKNOWN
                    }
                    Found::Outside => {
                        let event = Box::new(OwnedEvent::new(event));
                        return self.wait(key, at.at, OrphanKind::Reply { event, count });
                    }
                }
            }
            _ => SenderId::UNKNOWN,
        };
        summary.add(event, sender, at.at, count);
    }

    /// Marks the message of an event, counted so many times, whose line names the sender.
    #[inline(never)]
    fn mark(&mut self, at: Position<'_>, id: QueueId, event: &Event<'_>, count: u32, summary: &mut Summary) {
        let (key, mark) = (self.key(at, id), Fate::of(event));
        match self.found(&key, mark) {
            Found::Open { sender, size } => {
                summary.add_delivery(mark, sender, size, at.at);
                summary.weigh(event, sender, size, at.at, count);
            }
            Found::Gone => summary.add_outside(mark, at.at),
            Found::Outside => {
                let event = summary.weighs().then(|| Box::new(OwnedEvent::new(event)));
                self.wait(key, at.at, OrphanKind::Mark { mark, event, count });
            }
        }
    }

    /// Looks for a message, and marks it.
    #[inline(always)]
    fn found(&mut self, key: &Key, mark: Fate) -> Found {
        let clock = self.clock.unwrap_or(Time::MIN);
        match self.messages.get_mut(key).map(|state| &mut state.now) {
            Some(Now::Open(open)) if is_alive(open.opened, clock) => {
                open.fate = open.fate.and(mark);
                Found::Open { sender: open.sender, size: open.size }
            }
            None | Some(Now::Pass) => Found::Outside,
            _ => Found::Gone,
        }
    }

    /// The end of the run; the next call begins another one. `summary` is the one that the calls before were given.
    ///
    /// # Panics
    /// If `summary` is another one.
    #[must_use]
    pub fn finish(&mut self, summary: &Summary) -> Joins {
        let entered = std::mem::take(&mut self.entered);
        let fresh = self.messages.drain().map(|(key, state)| (key, owned(state, entered.get(&key).copied(), summary)));
        Joins {
            fresh: fresh.collect(),
            clock: self.clock.take(),
            scopes: std::mem::take(&mut self.scopes),
            orphans: std::mem::take(&mut self.orphans),
            ..Joins::default()
        }
    }

    /// Notes when a message was opened.
    #[cold]
    fn enter(&mut self, key: Key, at: Option<Time>) {
        match at {
            Some(at) => self.entered.insert(key, at),
            None => self.entered.remove(&key),
        };
    }

    #[cold]
    fn wait(&mut self, key: Key, at: Option<Time>, kind: OrphanKind) {
        self.orphans.push(Orphan { key, clock: self.clock, at, kind });
    }

    /// Moves log time on; it never goes back.
    fn tick(&mut self, at: Option<Time>) {
        self.clock = self.clock.max(at);
    }

    #[inline(always)]
    fn key(&mut self, at: Position<'_>, id: QueueId) -> Key {
        let is_last = self.scopes.get(self.last_scope as usize).is_some_and(|name| is_scope(name, at));
        if !is_last {
            self.last_scope = self.scope(at);
        }
        (self.last_scope, id)
    }

    /// The scope of a position that is not the last one's.
    #[inline(never)]
    fn scope(&mut self, at: Position<'_>) -> Scope {
        let found = self.scopes.iter().position(|name| is_scope(name, at));
        let scope = found.unwrap_or_else(|| {
            self.scopes.push([at.host, b"\0", at.instance].concat().into());
            self.scopes.len() - 1
        });
        Scope::try_from(scope).expect("fewer hosts than 2^32")
    }
}

/// Whether a scope has this name: host and instance with a NUL between them.
#[inline(always)]
fn is_scope(name: &[u8], at: Position<'_>) -> bool {
    let (host, rest) = name.split_at(name.len().min(at.host.len()));
    rest.split_first()
        .is_some_and(|(&nul, instance)| nul == 0 && is_same(instance, at.instance) && is_same(host, at.host))
}

/// What the run knows of a message.
enum Found {
    Open {
        sender: SenderId,
        size: u64,
    },
    /// It was closed, or opened too long ago.
    Gone,
    /// The run has neither opened nor closed it.
    Outside,
}

fn is_alive(opened: Time, clock: Time) -> bool {
    clock.since(opened) <= LIFETIME_SECONDS
}

/// A message's passage without numbers of the worker's summary.
fn owned(state: State, entered: Option<Time>, summary: &Summary) -> Out {
    let now = match state.now {
        Now::Pass => Now::Pass,
        Now::Closed => Now::Closed,
        Now::Open(OpenState { sender, size, opened, has_result, fate }) => {
            let sender = address(sender, summary);
            let identity = identity(sender, size);
            Now::Open(Opening { sender: sender.into(), size, identity, opened, entered, has_result, fate })
        }
    };
    Out { first: state.first, now }
}

/// The address of a message's sender.
fn address(sender: SenderId, summary: &Summary) -> &[u8] {
    summary.address(sender).expect("openings have a sender")
}

/// What tells messages of one queue id apart. Not keyed: it must be the same in all runs, and whoever makes two alike has only
/// confused two messages of one id.
fn identity(sender: &[u8], size: u64) -> u64 {
    FixedState::default().hash_one((sender, size))
}
