//! Following messages through one run of lines.

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::orphan::{Orphan, OrphanKind, OwnedEvent};
use super::{Joins, Key, LIFETIME_SECONDS, Opening, Out, Scope};
use crate::event::{Closing, Event, QueueId, Sender};
use crate::summary::{SenderId, Summary};
use crate::time::Time;

/// A message as the run knows it so far; as [`Out`], but the sender is a number of the worker's summary.
#[derive(Debug, Clone, Copy)]
enum State {
    PassWithResult,
    Closed,
    Open { sender: SenderId, opened: Time, has_result: bool },
}

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
/// which must be the same one throughout the run, and keeps the rest for [`Tracker::finish`].
#[derive(Debug)]
pub struct Tracker {
    is_rooted: bool,
    clock: Option<Time>,
    scopes: Vec<Box<[u8]>>,
    /// The scope of the line before: mostly it is this line's too.
    last_scope: Scope,
    orphans: Vec<Orphan>,
    states: HashMap<Key, State, RandomState>,
}

impl Tracker {
    /// For a run somewhere within a log, or (`is_rooted`) at its beginning.
    #[must_use]
    pub fn new(is_rooted: bool) -> Self {
        Self {
            is_rooted,
            clock: None,
            scopes: Vec::new(),
            last_scope: 0,
            orphans: Vec::new(),
            states: HashMap::default(),
        }
    }

    /// A message entered the queue, or is active again.
    pub fn open(&mut self, at: Position<'_>, id: QueueId, sender: SenderId) {
        let key = self.key(at, id);
        self.tick(at.at);
        let opened = self.clock.unwrap_or(Time::MIN);
        self.states.insert(key, State::Open { sender, opened, has_result: false });
    }

    /// A message was delivered, bounced or discarded for a recipient.
    pub fn result(&mut self, at: Position<'_>, id: QueueId) {
        let key = self.key(at, id);
        match self.states.entry(key) {
            Entry::Occupied(mut state) => {
                if let State::Open { has_result, .. } = state.get_mut() {
                    *has_result = true;
                }
            }
            Entry::Vacant(place) if !self.is_rooted => {
                place.insert(State::PassWithResult);
            }
            Entry::Vacant(_) => {}
        }
    }

    /// A message left the queue.
    pub fn close(&mut self, at: Position<'_>, id: QueueId, closing: Closing, summary: &mut Summary) {
        let key = self.key(at, id);
        self.tick(at.at);
        let before = if self.is_rooted { self.states.remove(&key) } else { self.states.insert(key, State::Closed) };
        if closing != Closing::Completed {
            return;
        }
        match before {
            Some(State::Open { sender, opened, has_result: false }) if self.is_alive(opened) => {
                summary.add_vanished(id, sender, at.at);
            }
            None if !self.is_rooted => self.wait(key, at.at, OrphanKind::Completed),
            _ => {}
        }
    }

    /// Counts an event with its sender, or keeps it until the sender turns up.
    pub fn event(&mut self, at: Position<'_>, event: &Event<'_>, count: u32, summary: &mut Summary) {
        let sender = match (event.sender, event.queue_id) {
            (Sender::Known(address), _) => summary.sender(address),
            (Sender::ByQueueId, Some(id)) => {
                self.tick(at.at);
                let key = self.key(at, id);
                match self.states.get(&key) {
                    Some(&State::Open { sender, opened, .. }) if self.is_alive(opened) => sender,
                    None | Some(State::PassWithResult) if !self.is_rooted => {
                        let event = Box::new(OwnedEvent::new(event));
                        return self.wait(key, at.at, OrphanKind::Reply { event, count });
                    }
                    _ => SenderId::UNKNOWN,
                }
            }
            _ => SenderId::UNKNOWN,
        };
        summary.add(event, sender, at.at, count);
    }

    /// The end of the run. `summary` is the one that the calls before were given.
    ///
    /// # Panics
    /// If `summary` is another one.
    #[must_use]
    pub fn finish(self, summary: &Summary) -> Joins {
        let states = self.states.into_iter().map(|(key, state)| {
            let out = match state {
                State::PassWithResult => Out::PassWithResult,
                State::Closed => Out::Closed,
                State::Open { sender, opened, has_result } => {
                    let sender = summary.address(sender).expect("openings have a sender").into();
                    Out::Open(Opening { sender, opened, has_result })
                }
            };
            (key, out)
        });
        Joins {
            is_rooted: self.is_rooted,
            clock: self.clock,
            scopes: self.scopes,
            orphans: self.orphans,
            out: states.collect(),
        }
    }

    fn wait(&mut self, key: Key, at: Option<Time>, kind: OrphanKind) {
        self.orphans.push(Orphan { key, clock: self.clock, at, kind });
    }

    /// Moves log time on; it never goes back.
    fn tick(&mut self, at: Option<Time>) {
        self.clock = self.clock.max(at);
    }

    fn is_alive(&self, opened: Time) -> bool {
        self.clock.unwrap_or(Time::MIN).since(opened) <= LIFETIME_SECONDS
    }

    fn key(&mut self, at: Position<'_>, id: QueueId) -> Key {
        let is_scope = |name: &[u8]| {
            name.len() == at.host.len() + 1 + at.instance.len()
                && name.starts_with(at.host)
                && name.ends_with(at.instance)
                && name[at.host.len()] == 0
        };
        let is_last = self.scopes.get(self.last_scope as usize).is_some_and(|name| is_scope(name));
        if !is_last {
            let found = self.scopes.iter().position(|name| is_scope(name));
            let scope = found.unwrap_or_else(|| {
                self.scopes.push([at.host, b"\0", at.instance].concat().into());
                self.scopes.len() - 1
            });
            self.last_scope = Scope::try_from(scope).expect("fewer hosts than 2^32");
        }
        (self.last_scope, id)
    }
}
