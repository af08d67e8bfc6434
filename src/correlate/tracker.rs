//! Following messages through one run of lines.

use super::messages::{Messages, State};
use super::orphan::{Orphan, OrphanKind, OwnedEvent};
use super::{Joins, Key, LIFETIME_SECONDS, Opening, Out, Scope};
use crate::event::{Closing, Event, QueueId, Sender};
use crate::summary::{SenderId, Summary};
use crate::swar::is_same;
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
}

impl Tracker {
    /// A message entered the queue, or is active again.
    pub fn open(&mut self, at: Position<'_>, id: QueueId, sender: SenderId) {
        let key = self.key(at, id);
        self.tick(at.at);
        let opened = self.clock.unwrap_or(Time::MIN);
        self.messages.set(key, State::Open { sender, opened, has_result: false });
    }

    /// A message was delivered, bounced or discarded for a recipient.
    pub fn result(&mut self, at: Position<'_>, id: QueueId) {
        let key = self.key(at, id);
        match self.messages.get_mut(&key) {
            Some(State::Open { has_result, .. }) => *has_result = true,
            Some(_) => {}
            None => drop(self.messages.set(key, State::PassWithResult)),
        }
    }

    /// A message left the queue.
    pub fn close(&mut self, at: Position<'_>, id: QueueId, closing: Closing, summary: &mut Summary) {
        let key = self.key(at, id);
        self.tick(at.at);
        let before = self.messages.set(key, State::Closed);
        if closing != Closing::Completed {
            return;
        }
        match before {
            Some(State::Open { sender, opened, has_result: false }) if self.is_alive(opened) => {
                summary.add_vanished(id, sender, at.at);
            }
            None => self.wait(key, at.at, OrphanKind::Completed),
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
                match self.messages.get_mut(&key).copied() {
                    Some(State::Open { sender, opened, .. }) if self.is_alive(opened) => sender,
                    None | Some(State::PassWithResult) => {
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

    /// The end of the run; the next call begins another one. `summary` is the one that the calls before were given.
    ///
    /// # Panics
    /// If `summary` is another one.
    #[must_use]
    pub fn finish(&mut self, summary: &Summary) -> Joins {
        let fresh = self.messages.drain().map(|(key, state)| {
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
            fresh: fresh.collect(),
            clock: self.clock.take(),
            scopes: std::mem::take(&mut self.scopes),
            orphans: std::mem::take(&mut self.orphans),
            ..Joins::default()
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
            let at_nul = at.host.len();
            name.len() == at_nul + 1 + at.instance.len()
                && name[at_nul] == 0
                && is_same(&name[..at_nul], at.host)
                && is_same(&name[at_nul + 1..], at.instance)
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
