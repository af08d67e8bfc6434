//! The counts: everything whose sender is settled.
//!
//! In: [`Event`]s with their sender. Out: counts by [`Shape`], and for failures the reason in the reply's text, and sender,
//! recipient domain, relay, stage and hour. Always true: [`Summary::absorb`] is commutative and associative and [`Summary::default`] is its identity, so summaries may be made
//! anywhere and merged in any order. Memory grows with the distinct keys, not with the log.

mod absorb;
mod bounded;
mod by_name;
mod case;
mod health;
mod histogram;
mod hours;
pub(crate) mod intern;
mod lives;
mod logins;
mod messages;
mod numbered;
mod provider;
mod read;
mod reasons;
mod shape;
mod traffic;
mod volume;
mod wait;

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use crate::event::{Duration, Durations, Event, Kind, QueueId, Stage};
use crate::near;
use crate::notice::Notice;
use crate::select::Selection;
use crate::time::Time;
pub(crate) use bounded::Value;
use by_name::ByName;
use case::{Case, Cases, NO_REASON};
pub use health::{Carried, Health, Highest, MAX_RANK, WarningCounts, WarningKey};
pub use histogram::Histogram;
use hours::Hours;
use intern::Interner;
use lives::Lives;
pub use lives::{Fate, LifeEnd};
use logins::Logins;
pub use logins::{Distinct, LoginCounts};
pub use provider::Providers;
pub use read::{CaseRef, Reason};
use reasons::Reasons;
pub use shape::Shape;
use shape::Shapes;
pub(crate) use traffic::hour;
pub use traffic::{Detail, DomainParcels, HourTraffic, Listed, Parcels, ReasonKey, Refusals, Traffic};
pub use volume::SenderVolume;
pub use wait::Wait;

/// Addresses and host names are counted by their first bytes only beyond this length; RFC 5321 4.5.3.1 allows 254.
const MAX_KEY: usize = 512;
/// How much of a reply is kept as an example, in bytes.
const MAX_EXAMPLE: usize = 1024;

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

/// The earliest reply of its sort; among those of the same second the smallest, so that any order of merging finds the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// When; [`Time::MAX`] if unknown.
    pub time: Time,
    /// The text as logged, cut to 1024 bytes.
    pub text: Box<[u8]>,
}

impl Example {
    /// Replaces the example by an earlier one.
    fn keep_earliest(example: &mut Option<Self>, at: Option<Time>, text: &[u8]) {
        let time = at.unwrap_or(Time::MAX);
        if example.as_ref().is_none_or(|old| (time, text) < (old.time, &old.text)) {
            Self::replace(example, time, text);
        }
    }

    #[cold]
    fn replace(example: &mut Option<Self>, time: Time, text: &[u8]) {
        *example = Some(Self { time, text: text.into() });
    }
}

/// Counts by SMTP stage.
type Stages = [u64; Stage::ALL.len()];

/// Counts with their senders. See the module.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// What is counted at all; `None` counts everything.
    selection: Option<Arc<Selection>>,
    /// Who runs a host; only failures ask.
    providers: Option<Arc<Providers>>,
    shapes: Shapes,
    /// By shape.
    stages: Vec<Stages>,
    reasons: Reasons,
    cases: Cases,
    /// By case.
    examples: Vec<Option<Example>>,
    senders: Interner,
    /// By [`SenderId::name`].
    by_sender: ByName<Tally, 2>,
    recipient_domains: Interner,
    by_recipient_domain: ByName<u64, 4>,
    relays: Interner,
    by_relay: ByName<u64, 4>,
    /// The provider by relay.
    relay_providers: Vec<u16>,
    by_hour: Hours,
    /// By [`Duration`].
    durations: [Histogram; Duration::ALL.len()],
    logins: Logins,
    health: Health,
    lives: Lives,
    /// By sender.
    volumes: Vec<SenderVolume>,
    /// Only if a report in another program's style is asked for.
    traffic: Option<Box<Traffic>>,
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

    /// The same, knowing who runs a host.
    #[must_use]
    pub fn knowing(self, providers: &Arc<Providers>) -> Self {
        Self { providers: Some(Arc::clone(providers)), ..self }
    }

    /// The same, counting what other programs' reports have beside ours.
    #[must_use]
    pub fn with_traffic(self, is_wanted: bool) -> Self {
        Self { traffic: is_wanted.then(Box::default), ..self }
    }

    /// An empty summary that counts as this one does.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let empty = Self { selection: self.selection.clone(), providers: self.providers.clone(), ..Self::default() };
        empty.with_traffic(self.traffic.is_some())
    }

    /// The id of a sender; empty is the null sender.
    #[inline(always)]
    pub fn sender(&mut self, address: &[u8]) -> SenderId {
        SenderId(self.senders.id(cut(address)))
    }

    /// The address of a sender; `None` for [`SenderId::UNKNOWN`].
    #[must_use]
    pub fn address(&self, sender: SenderId) -> Option<&[u8]> {
        (sender != SenderId::UNKNOWN).then(|| self.senders.get(sender.0))
    }

    /// Counts an event `count` times, if it is selected.
    #[inline(always)]
    pub fn add(&mut self, event: &Event<'_>, sender: SenderId, at: Option<Time>, count: u32) {
        if self.selection.as_ref().is_some_and(|selection| !selection.admits(event, self.address(sender), at)) {
            return;
        }
        if let Some(traffic) = &mut self.traffic {
            traffic.add(event, at, u64::from(count));
        }
        let relay = self.relay(event);
        let of_event = Shape::of(event);
        let shape = self.shapes.id(of_event);
        let case = self.case(of_event, shape, event.text, relay);
        let n = u64::from(count);
        self.by_sender.value(sender.name(), case).add(count, at);
        if let Some(recipient) = event.recipient {
            let domain = self.recipient_domains.id(cut(domain(recipient)));
            *self.by_recipient_domain.value(domain, case) += n;
        }
        if let Some(relay) = relay {
            *self.by_relay.value(relay, case) += n;
        }
        if let Some(hour) = at.and_then(|at| u32::try_from(at.hour()).ok()) {
            *self.by_hour.count(hour, shape as usize) += n;
        }
        slot(&mut self.stages, shape as usize)[event.stage as usize] += n;
        if event.kind == Kind::Auth {
            self.logins.add(event, n);
        }
        if event.durations != Durations::NONE {
            for (duration, milliseconds) in event.durations.known() {
                self.durations[duration as usize].add(milliseconds, n);
            }
        }
        self.show(case, event.text, at);
    }

    /// The number of the server that we talked to.
    #[inline(always)]
    fn relay(&mut self, event: &Event<'_>) -> Option<u32> {
        let talks = matches!(event.kind, Kind::Delivery | Kind::Attempt | Kind::Probe);
        if !talks || event.peer.host.is_empty() {
            return None;
        }
        let relay = self.relays.id(cut(event.peer.host));
        if relay as usize == self.relay_providers.len() {
            self.relay_providers.push(self.providers.as_ref().map_or(0, |providers| providers.of(event.peer.host)));
        }
        Some(relay)
    }

    /// What the event is counted under.
    #[inline(always)]
    fn case(&mut self, of_event: Shape, shape: u32, text: &[u8], relay: Option<u32>) -> u32 {
        if !of_event.is_failure() {
            return self.cases.id(Case { shape, reason: NO_REASON, provider: 0 });
        }
        if self.reasons.is_too_many() {
            self.settle();
        }
        let provider = relay.map_or(0, |relay| self.relay_providers[relay as usize]);
        let reason = self.reasons.of_text(text);
        self.cases.id(Case { shape, reason, provider })
    }

    /// Keeps the earliest text as the example of a case.
    #[inline(always)]
    fn show(&mut self, case: u32, text: &[u8], at: Option<Time>) {
        Example::keep_earliest(slot(&mut self.examples, case as usize), at, &text[..text.len().min(MAX_EXAMPLE)]);
    }

    /// Counts what a line of a daemon notes beside mail `count` times, if it is selected.
    pub fn note(&mut self, notice: &Notice<'_>, daemon: &[u8], at: Option<Time>, count: u32) {
        if self.selection.as_ref().is_none_or(|selection| selection.admits_notice(at)) {
            self.health.add(notice, daemon, at, count);
        }
    }
}

/// The value of a number, which is made if it is new.
fn slot<V: Default>(all: &mut Vec<V>, at: usize) -> &mut V {
    if at >= all.len() {
        grow(all, at + 1);
    }
    &mut all[at]
}

#[cold]
fn grow<V: Default>(all: &mut Vec<V>, len: usize) {
    all.resize_with(len, V::default);
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
    near::rfind(address, b'@').map_or(b"", |at| &address[at + 1..])
}

#[cfg(test)]
mod tests;
