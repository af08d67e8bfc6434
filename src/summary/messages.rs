//! Counting whole messages: where they begin, what becomes of them, and which vanish.

use super::{Fate, LifeEnd, SenderId, Summary, hour, slot};
use crate::event::{Event, Peer, QueueId};
use crate::time::Time;

/// How many vanished messages are named.
const MAX_VANISHED_NAMED: usize = 10;

impl Summary {
    /// A message of so many bytes (0 if unknown) begins. Returns the marks to keep for it.
    pub fn begin_message(&mut self, sender: SenderId, size: u64, at: Option<Time>) -> Fate {
        if !self.selects_message(sender, at) {
            return Fate::NONE;
        }
        slot(&mut self.volumes, sender.0 as usize).receive(size, 1);
        if let Some(traffic) = &mut self.traffic {
            traffic.receive(hour(at), 1);
        }
        Fate::SELECTED
    }

    /// A message with these marks, counted in this hour, was none of its own: it began earlier.
    pub fn take_back_message(&mut self, fate: Fate, sender: SenderId, size: u64, hour: u32) {
        if fate.has(Fate::SELECTED) {
            slot(&mut self.volumes, sender.0 as usize).receive(size, -1);
            if let Some(traffic) = &mut self.traffic {
                traffic.receive(hour, -1);
            }
        }
    }

    /// Notes that a message was delivered to a recipient; other marks do not count.
    pub fn add_delivery(&mut self, mark: Fate, sender: SenderId, size: u64, at: Option<Time>) {
        if mark.has(Fate::DELIVERED) && self.selects_message(sender, at) {
            slot(&mut self.volumes, sender.0 as usize).deliver(size, 1);
        }
    }

    /// A message of so many bytes came in from this host; counted only with the traffic.
    pub fn arrive(&mut self, from: Peer<'_>, sender: &[u8], size: u64, at: Option<Time>) {
        let sender = self.sender(sender);
        if self.selects_message(sender, at)
            && let Some(traffic) = &mut self.traffic
        {
            traffic.arrive(from, size);
        }
    }

    /// Whether [`Summary::weigh`] counts anything.
    #[must_use]
    pub fn weighs(&self) -> bool {
        self.traffic.is_some()
    }

    /// Adds the bytes of the message of an event that [`Summary::add`] counts or has counted.
    pub fn weigh(&mut self, event: &Event<'_>, sender: SenderId, size: u64, at: Option<Time>, count: u32) {
        if self.traffic.is_none() {
            return;
        }
        let selection = self.selection.as_ref();
        let is_selected = selection.is_none_or(|selection| selection.admits(event, self.address(sender), at));
        if let Some(traffic) = self.traffic.as_mut().filter(|_| is_selected) {
            traffic.weigh(event, size, u64::from(count));
        }
    }

    /// A message ends.
    pub fn end_message(&mut self, fate: Fate, end: LifeEnd) {
        self.lives.add(fate, end, 1);
    }

    /// A message that ended with marks `counted` had all of `whole`, as it began earlier.
    pub fn move_message(&mut self, counted: Fate, whole: Fate, end: LifeEnd) {
        self.lives.add(counted, end, -1);
        self.lives.add(whole, end, 1);
    }

    /// Notes a delivery event of a message whose opening is not in the logs; other marks than deliveries' do not count.
    pub fn add_outside(&mut self, mark: Fate, at: Option<Time>) {
        if mark.is_touched() && self.selects_message(SenderId::UNKNOWN, at) {
            self.lives.outside += 1;
        }
    }

    /// Whether a message counts, by its sender and the time of its first opening.
    fn selects_message(&self, sender: SenderId, at: Option<Time>) -> bool {
        let selection = self.selection.as_ref();
        selection.is_none_or(|s| s.concerns_whole_messages() && s.admits_message(self.address(sender), at))
    }

    /// Notes a message that was completed with neither a delivery nor a bounce.
    pub fn add_vanished(&mut self, id: QueueId, sender: SenderId, at: Option<Time>) {
        if self.selection.as_ref().is_some_and(|selection| !selection.admits_message(self.address(sender), at)) {
            return;
        }
        self.vanished.entry(u64::from(sender.0)).or_default().add(1, at);
        self.name_vanished(at.unwrap_or(Time::MAX), id);
    }

    pub(super) fn name_vanished(&mut self, at: Time, id: QueueId) {
        self.vanished_named.insert((at, id));
        if self.vanished_named.len() > MAX_VANISHED_NAMED {
            self.vanished_named.pop_last();
        }
    }
}
