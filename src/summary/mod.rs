//! The counts: everything whose sender is settled.
//!
//! In: [`Event`]s with their sender. Out: counts by [`Shape`] and sender, recipient domain, relay, stage and hour. Always
//! true: [`Summary::absorb`] is commutative and associative and [`Summary::default`] is its identity, so summaries may be made
//! anywhere and merged in any order. Memory grows with the distinct keys, not with the log.

mod intern;
mod shape;

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use crate::event::{Event, Kind, QueueId, Stage};
use crate::select::Selection;
use crate::time::Time;
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

/// Counts by hour since 1970 and shape. A log goes through its hours one after the other, so the last one is at hand.
#[derive(Debug, Clone, Default)]
struct Hours {
    /// By shape.
    counts: Vec<(u32, Vec<u64>)>,
    places: HashMap<u32, usize, RandomState>,
    last: usize,
}

impl Hours {
    fn count(&mut self, hour: u32, shape: usize) -> &mut u64 {
        if self.counts.get(self.last).is_none_or(|&(last, _)| last != hour) {
            let next = self.counts.len();
            self.last = *self.places.entry(hour).or_insert(next);
            if self.last == next {
                self.counts.push((hour, Vec::new()));
            }
        }
        let by_shape = &mut self.counts[self.last].1;
        if shape >= by_shape.len() {
            by_shape.resize(shape + 1, 0);
        }
        &mut by_shape[shape]
    }

    /// Hour, shape and count, without zeros.
    fn all(&self) -> impl Iterator<Item = (u32, usize, u64)> {
        let of_hour = |(hour, by_shape): &(u32, Vec<u64>)| {
            let hour = *hour;
            by_shape.iter().copied().enumerate().map(move |(shape, n)| (hour, shape, n)).collect::<Vec<_>>()
        };
        self.counts.iter().flat_map(of_hour).filter(|&(_, _, n)| n > 0)
    }
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
    by_sender: Map<Tally>,
    recipient_domains: Interner,
    by_recipient_domain: Map<u64>,
    relays: Interner,
    by_relay: Map<u64>,
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
        self.by_sender.entry(key(shape, sender.0)).or_default().add(count, at);
        if let Some(recipient) = event.recipient {
            let domain = self.recipient_domains.id(cut(domain(recipient)));
            *self.by_recipient_domain.entry(key(shape, domain)).or_default() += n;
        }
        if !event.peer.host.is_empty() && matches!(event.kind, Kind::Delivery | Kind::Attempt | Kind::Probe) {
            let relay = self.relays.id(cut(event.peer.host));
            *self.by_relay.entry(key(shape, relay)).or_default() += n;
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
        let sender = |id: u32| senders.get(id as usize).copied().unwrap_or(SenderId::UNKNOWN.0);
        for (&old, tally) in &other.by_sender {
            self.by_sender.entry(key(shapes[high(old)], sender(low(old)))).or_default().absorb(tally);
        }
        add_all(&mut self.by_recipient_domain, &other.by_recipient_domain, |s, d| key(shapes[s], domains[d as usize]));
        add_all(&mut self.by_relay, &other.by_relay, |s, r| key(shapes[s], relays[r as usize]));
        for (hour, shape, n) in other.by_hour.all() {
            *self.by_hour.count(hour, shapes[shape] as usize) += n;
        }
        for (from, &to) in other.per_shape.iter().zip(&shapes) {
            per_shape(&mut self.per_shape, to).absorb(from);
        }
        for (&old, tally) in &other.vanished {
            self.vanished.entry(u64::from(sender(low(old)))).or_default().absorb(tally);
        }
        for &(at, id) in &other.vanished_named {
            self.name_vanished(at, id);
        }
    }
}

/// Reading the counts, in no particular order. Shapes and names are given by number: [`Summary::shapes`] and the functions
/// `…_names` hold them, so that a reader can translate each once.
impl Summary {
    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_sender.is_empty() && self.vanished.is_empty()
    }

    /// How many distinct senders there are.
    #[must_use]
    pub fn n_senders(&self) -> usize {
        self.senders.len()
    }

    /// The shapes by number.
    #[must_use]
    pub fn shapes(&self) -> &[Shape] {
        self.shapes.all()
    }

    /// Counts by shape and sender; `None` is the unknown sender.
    pub fn senders(&self) -> impl Iterator<Item = (usize, Option<usize>, Tally)> {
        self.by_sender.iter().map(|(&k, &tally)| (high(k), known(low(k)), tally))
    }

    /// The senders' addresses by number; empty is the null sender.
    pub fn sender_names(&self) -> impl Iterator<Item = &[u8]> {
        self.senders.all()
    }

    /// Counts by shape and recipient domain.
    pub fn recipient_domains(&self) -> impl Iterator<Item = (usize, usize, u64)> {
        self.by_recipient_domain.iter().map(|(&k, &n)| (high(k), low(k) as usize, n))
    }

    /// The recipient domains by number, as logged.
    pub fn recipient_domain_names(&self) -> impl Iterator<Item = &[u8]> {
        self.recipient_domains.all()
    }

    /// Counts by shape and relay host.
    pub fn relays(&self) -> impl Iterator<Item = (usize, usize, u64)> {
        self.by_relay.iter().map(|(&k, &n)| (high(k), low(k) as usize, n))
    }

    /// The relays' host names by number, as logged.
    pub fn relay_names(&self) -> impl Iterator<Item = &[u8]> {
        self.relays.all()
    }

    /// Counts by shape and hour since 1970.
    pub fn hours(&self) -> impl Iterator<Item = (usize, i64, u64)> {
        self.by_hour.all().map(|(hour, shape, n)| (shape, i64::from(hour), n))
    }

    /// Counts by shape and stage, without zeros.
    pub fn stages(&self) -> impl Iterator<Item = (usize, Stage, u64)> {
        let of_shape = |(shape, per): (usize, &PerShape)| {
            let counts = per.stages;
            Stage::ALL.iter().map(move |&stage| (shape, stage, counts[stage as usize])).filter(|&(_, _, n)| n > 0)
        };
        self.per_shape.iter().enumerate().flat_map(of_shape)
    }

    /// The example of a shape.
    #[must_use]
    pub fn example(&self, shape: usize) -> Option<&Example> {
        self.per_shape.get(shape)?.example.as_ref()
    }

    /// Vanished messages by sender; `None` is the unknown sender.
    pub fn vanished(&self) -> impl Iterator<Item = (Option<&[u8]>, Tally)> {
        self.vanished.iter().map(|(&k, &tally)| (self.address(SenderId(low(k))), tally))
    }

    /// The earliest vanished messages, at most ten.
    pub fn vanished_named(&self) -> impl Iterator<Item = (Time, QueueId)> {
        self.vanished_named.iter().copied()
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

fn add_all(mine: &mut Map<u64>, theirs: &Map<u64>, translate: impl Fn(usize, u32) -> u64) {
    for (&old, n) in theirs {
        *mine.entry(translate(high(old), low(old))).or_default() += n;
    }
}

fn key(shape: u32, other: u32) -> u64 {
    u64::from(shape) << 32 | u64::from(other)
}

fn high(key: u64) -> usize {
    (key >> 32) as usize
}

fn known(sender: u32) -> Option<usize> {
    (sender != SenderId::UNKNOWN.0).then_some(sender as usize)
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
