//! The counts: everything whose sender is settled.
//!
//! In: [`Event`]s with their sender. Out: counts by [`Shape`] and sender, recipient domain, relay, stage and hour. Always
//! true: [`Summary::absorb`] is commutative and associative and [`Summary::default`] is its identity, so summaries may be made
//! anywhere and merged in any order. Memory grows with the distinct keys, not with the log.

mod by_name;
mod hours;
pub(crate) mod intern;
mod read;
mod shape;

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use crate::event::{Event, Kind, QueueId, Stage};
use crate::select::Selection;
use crate::time::Time;
use by_name::ByName;
use hours::Hours;
use intern::Interner;
pub use shape::Shape;
use shape::Shapes;

/// Addresses and host names are counted by their first bytes only beyond this length; RFC 5321 4.5.3.1 allows 254.
const MAX_KEY: usize = 512;
/// How much of a reply is kept as an example, in bytes.
const MAX_EXAMPLE: usize = 1024;
/// How many vanished messages are named.
const MAX_VANISHED_NAMED: usize = 10;

type Map<V> = HashMap<u64, V, RandomState>;

/// A sender as a [`Summary`] knows it. Valid for that summary only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SenderId(u32);

impl SenderId {
    /// Its line lies outside the logs read.
    pub const UNKNOWN: SenderId = SenderId(u32::MAX);

    /// As a name of [`ByName`], where the unknown sender is the first.
    fn name(self) -> u32 {
        self.0.wrapping_add(1)
    }

    /// The other way round.
    fn of_name(name: u32) -> Self {
        Self(name.wrapping_sub(1))
    }
}

/// How often, and between when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Number of events.
    pub count: u64,
    /// Earliest time; [`Time::MAX`] if none of the lines had one.
    pub first: Time,
    /// Latest time; [`Time::MIN`] if none of the lines had one.
    pub last: Time,
}

impl Tally {
    const NONE: Tally = Tally { count: 0, first: Time::MAX, last: Time::MIN };

    fn add(&mut self, count: u32, at: Option<Time>) {
        self.count += u64::from(count);
        if let Some(at) = at {
            self.first = self.first.min(at);
            self.last = self.last.max(at);
        }
    }

    /// Adds another tally.
    pub fn absorb(&mut self, other: &Tally) {
        self.count += other.count;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self::NONE
    }
}

/// The earliest reply of a shape; among those of the same second the smallest, so that any order of merging finds the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// When; [`Time::MAX`] if unknown.
    pub time: Time,
    /// The text as logged, cut to 1024 bytes.
    pub text: Box<[u8]>,
}

/// What is kept per shape alone.
#[derive(Debug, Clone, Default)]
struct PerShape {
    stages: [u64; Stage::ALL.len()],
    example: Option<Example>,
}

/// Counts with their senders. See the module.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// What is counted at all; `None` counts everything.
    selection: Option<Arc<Selection>>,
    shapes: Shapes,
    per_shape: Vec<PerShape>,
    senders: Interner,
    /// By [`SenderId::name`].
    by_sender: ByName<Tally>,
    recipient_domains: Interner,
    by_recipient_domain: ByName<u64>,
    relays: Interner,
    by_relay: ByName<u64>,
    by_hour: Hours,
    vanished: Map<Tally>,
    vanished_named: BTreeSet<(Time, QueueId)>,
}

impl Summary {
    /// An empty summary that counts only what is selected.
    #[must_use]
    pub fn selecting(selection: &Arc<Selection>) -> Self {
        let selection = (!selection.is_all()).then(|| Arc::clone(selection));
        Self { selection, ..Self::default() }
    }

    /// The id of a sender; empty is the null sender.
    pub fn sender(&mut self, address: &[u8]) -> SenderId {
        SenderId(self.senders.id(cut(address)))
    }

    /// The address of a sender; `None` for [`SenderId::UNKNOWN`].
    #[must_use]
    pub fn address(&self, sender: SenderId) -> Option<&[u8]> {
        (sender != SenderId::UNKNOWN).then(|| self.senders.get(sender.0))
    }

    /// Counts an event `count` times, if it is selected.
    pub fn add(&mut self, event: &Event<'_>, sender: SenderId, at: Option<Time>, count: u32) {
        if self.selection.as_ref().is_some_and(|selection| !selection.admits(event, self.address(sender), at)) {
            return;
        }
        let shape = self.shapes.id(Shape::of(event));
        let n = u64::from(count);
        self.by_sender.value(sender.name(), shape).add(count, at);
        if let Some(recipient) = event.recipient {
            let domain = self.recipient_domains.id(cut(domain(recipient)));
            *self.by_recipient_domain.value(domain, shape) += n;
        }
        if !event.peer.host.is_empty() && matches!(event.kind, Kind::Delivery | Kind::Attempt | Kind::Probe) {
            let relay = self.relays.id(cut(event.peer.host));
            *self.by_relay.value(relay, shape) += n;
        }
        if let Some(hour) = at.and_then(|at| u32::try_from(at.hour()).ok()) {
            *self.by_hour.count(hour, shape as usize) += n;
        }
        self.add_to_shape(shape, event, at, n);
    }

    fn add_to_shape(&mut self, shape: u32, event: &Event<'_>, at: Option<Time>, n: u64) {
        let per_shape = per_shape(&mut self.per_shape, shape);
        per_shape.stages[event.stage as usize] += n;
        let time = at.unwrap_or(Time::MAX);
        let text = &event.text[..event.text.len().min(MAX_EXAMPLE)];
        let is_earlier = per_shape.example.as_ref().is_none_or(|old| (time, text) < (old.time, &old.text));
        if is_earlier {
            per_shape.example = Some(Example { time, text: text.into() });
        }
    }

    /// Notes a message that was completed with neither a delivery nor a bounce.
    pub fn add_vanished(&mut self, id: QueueId, sender: SenderId, at: Option<Time>) {
        if self.selection.as_ref().is_some_and(|selection| !selection.admits_message(self.address(sender), at)) {
            return;
        }
        self.vanished.entry(u64::from(sender.0)).or_default().add(1, at);
        self.name_vanished(at.unwrap_or(Time::MAX), id);
    }

    fn name_vanished(&mut self, at: Time, id: QueueId) {
        self.vanished_named.insert((at, id));
        if self.vanished_named.len() > MAX_VANISHED_NAMED {
            self.vanished_named.pop_last();
        }
    }

    /// Adds all counts of `other`.
    pub fn absorb(&mut self, other: &Summary) {
        let shapes: Vec<u32> = other.shapes.all().iter().map(|&shape| self.shapes.id(shape)).collect();
        let senders = self.senders.absorb(&other.senders);
        let domains = self.recipient_domains.absorb(&other.recipient_domains);
        let relays = self.relays.absorb(&other.relays);
        let sender = |id: SenderId| senders.get(id.0 as usize).map_or(SenderId::UNKNOWN, |&id| SenderId(id));
        for (name, shape, tally) in other.by_sender.all() {
            let name = sender(SenderId::of_name(name)).name();
            self.by_sender.value(name, shapes[shape as usize]).absorb(&tally);
        }
        for (domain, shape, n) in other.by_recipient_domain.all() {
            *self.by_recipient_domain.value(domains[domain as usize], shapes[shape as usize]) += n;
        }
        for (relay, shape, n) in other.by_relay.all() {
            *self.by_relay.value(relays[relay as usize], shapes[shape as usize]) += n;
        }
        for (hour, shape, n) in other.by_hour.all() {
            *self.by_hour.count(hour, shapes[shape] as usize) += n;
        }
        for (from, &to) in other.per_shape.iter().zip(&shapes) {
            per_shape(&mut self.per_shape, to).absorb(from);
        }
        for (&old, tally) in &other.vanished {
            self.vanished.entry(u64::from(sender(SenderId(low(old))).0)).or_default().absorb(tally);
        }
        for &(at, id) in &other.vanished_named {
            self.name_vanished(at, id);
        }
    }
}

impl PerShape {
    fn absorb(&mut self, other: &PerShape) {
        for (mine, theirs) in self.stages.iter_mut().zip(other.stages) {
            *mine += theirs;
        }
        let examples = [self.example.take(), other.example.clone()];
        self.example = examples.into_iter().flatten().min();
    }
}

fn per_shape(all: &mut Vec<PerShape>, shape: u32) -> &mut PerShape {
    let at = shape as usize;
    if at >= all.len() {
        all.resize_with(at + 1, PerShape::default);
    }
    &mut all[at]
}

fn key(shape: u32, other: u32) -> u64 {
    u64::from(shape) << 32 | u64::from(other)
}

#[allow(clippy::cast_possible_truncation)] // the upper half is wanted
fn high(key: u64) -> u32 {
    (key >> 32) as u32
}

#[allow(clippy::cast_possible_truncation)] // the lower half is wanted
fn low(key: u64) -> u32 {
    key as u32
}

fn cut(key: &[u8]) -> &[u8] {
    &key[..key.len().min(MAX_KEY)]
}

/// What stands behind the last `@`, or nothing.
fn domain(address: &[u8]) -> &[u8] {
    memchr::memrchr(b'@', address).map_or(b"", |at| &address[at + 1..])
}

#[cfg(test)]
mod tests;
