//! Lines that wait for their sender: owned, since their chunk of the log is gone when it turns up.

use super::Key;
use crate::event::{Event, Peer, QueueId, Sender};
use crate::summary::{Fate, SenderId, Summary};
use crate::time::Time;

/// A line about a message that was neither opened nor closed before it in its run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Orphan {
    pub(super) key: Key,
    /// Log time when it was read; `None` if no line so far had a stamp.
    pub(super) clock: Option<Time>,
    /// The line's own time.
    pub(super) at: Option<Time>,
    pub(super) kind: OrphanKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OrphanKind {
    /// A reply: it counts in any case, with a sender or without.
    Reply { event: Box<OwnedEvent>, count: u32 },
    /// A reply that was counted already, as its line names the sender: its mark is for the message, and the message's bytes for
    /// the event, if they are asked for.
    Mark { mark: Fate, event: Option<Box<OwnedEvent>>, count: u32 },
    /// A completion before which the run saw no result: a finding if the message turns out to be open without one.
    Completed,
}

impl Orphan {
    /// The mark that it leaves on its message.
    pub(super) fn mark(&self) -> Fate {
        match &self.kind {
            OrphanKind::Reply { event, .. } => Fate::of(&event.get()),
            OrphanKind::Mark { mark, .. } => *mark,
            OrphanKind::Completed => Fate::NONE,
        }
    }

    /// Adds the bytes of the message found.
    pub(super) fn weigh(&self, sender: SenderId, size: u64, summary: &mut Summary) {
        match &self.kind {
            OrphanKind::Reply { event, count } | OrphanKind::Mark { event: Some(event), count, .. } => {
                summary.weigh(&event.get(), sender, size, self.at, *count);
            }
            OrphanKind::Mark { event: None, .. } | OrphanKind::Completed => {}
        }
    }

    /// Counts it with the sender found.
    pub(super) fn count(&self, sender: SenderId, summary: &mut Summary) {
        match &self.kind {
            OrphanKind::Reply { event, count } => {
                if sender == SenderId::UNKNOWN {
                    summary.add_outside(self.mark(), self.at);
                }
                summary.add(&event.get(), sender, self.at, *count);
            }
            OrphanKind::Mark { mark, .. } if sender == SenderId::UNKNOWN => summary.add_outside(*mark, self.at),
            OrphanKind::Mark { .. } => {}
            OrphanKind::Completed if sender == SenderId::UNKNOWN => {}
            OrphanKind::Completed => summary.add_vanished(self.key.1, sender, self.at),
        }
    }
}

/// An [`Event`] with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnedEvent {
    /// All but the borrowed parts.
    facts: Event<'static>,
    queue_id: Option<QueueId>,
    /// Recipient, peer host, peer address, login, text and transport, one behind the other.
    bytes: Box<[u8]>,
    /// Where each of them ends; recipient and login may be missing.
    ends: [u32; 6],
    has_recipient: bool,
    has_login: bool,
}

impl OwnedEvent {
    pub(super) fn new(event: &Event<'_>) -> Self {
        let recipient = event.recipient.unwrap_or_default();
        let login = event.login.unwrap_or_default();
        let parts = [recipient, event.peer.host, event.peer.address, login, event.text, event.transport];
        let mut ends = [0; 6];
        let mut end = 0;
        for (slot, part) in ends.iter_mut().zip(parts) {
            end += u32::try_from(part.len()).expect("a line is at most 64 KiB");
            *slot = end;
        }
        let facts = Event {
            sender: Sender::ByQueueId,
            recipient: None,
            original_recipient: None,
            peer: Peer::default(),
            login: None,
            text: b"",
            transport: b"",
            ..*event
        };
        Self {
            facts,
            queue_id: event.queue_id,
            bytes: parts.concat().into(),
            ends,
            has_recipient: event.recipient.is_some(),
            has_login: event.login.is_some(),
        }
    }

    pub(super) fn get(&self) -> Event<'_> {
        let part = |n: usize| {
            let start = if n == 0 { 0 } else { self.ends[n - 1] as usize };
            &self.bytes[start..self.ends[n] as usize]
        };
        Event {
            recipient: self.has_recipient.then(|| part(0)),
            peer: Peer { host: part(1), address: part(2) },
            login: self.has_login.then(|| part(3)),
            text: part(4),
            transport: part(5),
            queue_id: self.queue_id,
            ..self.facts.clone()
        }
    }
}
