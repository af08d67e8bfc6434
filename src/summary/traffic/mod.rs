//! What other programs' reports count beside ours: by recipient, transport, destination, and reason.
//!
//! In: events, and the sizes of their messages as soon as they are known. Out: counts by name. Always true: it is kept only where a
//! report in another program's style is asked for; [`Traffic::absorb`] commutes; every list of names is bounded.

mod parcels;
mod reasons;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::bounded::{Bounded, Value};
use super::{cut, domain};
use crate::event::{Duration, Event, Kind, Outcome, Peer};
use crate::time::Time;
pub use parcels::{DomainParcels, Parcels, Refusals};
pub use reasons::{Detail, ReasonKey};

/// How many recipients are kept apart.
const MAX_RECIPIENTS: usize = 1 << 18;
/// How many recipient domains, destinations and refused clients are.
const MAX_HOSTS: usize = 1 << 16;
/// How many transports are.
const MAX_TRANSPORTS: usize = 1024;
/// How many reasons are.
const MAX_REASONS: usize = 1 << 14;
/// Stands for an hour that is not known.
const NO_HOUR: u32 = u32::MAX;

/// What no other collection has by hour. A message that turns out to have begun in an earlier part of the log is taken back, so
/// that a part's number may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourTraffic {
    /// Messages that entered the queue.
    pub received: i64,
    /// Deliveries that were handed on to another address of our own.
    pub forwarded: u64,
    /// Copies of messages that were sent.
    pub copies: u64,
}

/// All counts. See the module.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    /// By hour since 1970.
    hours: HashMap<u32, HourTraffic, RandomState>,
    total: Parcels,
    forwarded: u64,
    recipients: Bounded<Parcels, MAX_RECIPIENTS>,
    domains: Bounded<DomainParcels, MAX_HOSTS>,
    /// Clients that brought mail; empty is our own host.
    sources: Bounded<Parcels, MAX_HOSTS>,
    /// Servers that took mail; empty is our own host.
    destinations: Bounded<Parcels, MAX_HOSTS>,
    transports: Bounded<Parcels, MAX_TRANSPORTS>,
    /// By the address of the client.
    refused: Bounded<Refusals, MAX_HOSTS>,
    reasons: Bounded<u64, MAX_REASONS>,
    scratch: Vec<u8>,
}

/// Names with their values, in no particular order, and what is not listed because there were too many.
#[derive(Debug)]
pub struct Listed<'a, V> {
    /// Those that are kept.
    pub rows: Vec<(&'a [u8], &'a V)>,
    /// How many names there are, and whether that is exact.
    pub distinct: (u64, bool),
    /// Lines of names that are not kept.
    pub dropped: u64,
}

/// The hour of a line, since 1970: what [`Traffic`] is told of an opening.
pub(crate) fn hour(at: Option<Time>) -> u32 {
    at.and_then(|at| u32::try_from(at.hour()).ok()).unwrap_or(NO_HOUR)
}

impl Traffic {
    /// Adds `n` messages that entered the queue in an hour.
    pub(super) fn receive(&mut self, hour: u32, n: i64) {
        self.in_hour(hour, |hour| hour.received += n);
    }

    fn in_hour(&mut self, hour: u32, change: impl FnOnce(&mut HourTraffic)) {
        if hour != NO_HOUR {
            change(self.hours.entry(hour).or_default());
        }
    }

    /// Adds a message that came in from a host.
    pub(super) fn arrive(&mut self, from: Peer<'_>, size: u64) {
        self.sources.change(host(from), |of_host| of_host.absorb(&Parcels::one(size)));
    }

    /// Counts an event `n` times; the bytes of its message come by themselves.
    #[inline(never)]
    pub(super) fn add(&mut self, event: &Event<'_>, at: Option<Time>, n: u64) {
        if let Some(detail) = Detail::of(event) {
            reasons::write_key(detail, event, &mut self.scratch);
            self.reasons.change(&self.scratch, |count| *count += n);
        }
        match (event.kind, event.outcome) {
            (Kind::Delivery, Outcome::Delivered) if is_forwarded(event) => {
                self.forwarded += n;
                self.in_hour(hour(at), |hour| hour.forwarded += n);
            }
            (Kind::Delivery, Outcome::Delivered) => {
                self.in_hour(hour(at), |hour| hour.copies += if event.shares_copy { 0 } else { n });
                let delay = event.durations.known().find(|(sort, _)| *sort == Duration::Whole).map(|(_, ms)| ms);
                self.deliver(event, &Parcels::of(event, n), |domain| domain.wait(delay, n));
            }
            (Kind::Delivery, Outcome::Deferred) => {
                self.of_domain(event, |domain| domain.deferrals += n);
            }
            (Kind::Reject, Outcome::Rejected | Outcome::TemporarilyRejected) => {
                let client = cut(event.peer.address);
                self.refused.change(client, |refusals| refusals.add(event.outcome, n));
            }
            _ => {}
        }
    }

    /// Adds the bytes of the message of an event that was counted `n` times.
    pub(super) fn weigh(&mut self, event: &Event<'_>, size: u64, n: u64) {
        let is_delivered = (event.kind, event.outcome) == (Kind::Delivery, Outcome::Delivered);
        if is_delivered && !is_forwarded(event) {
            self.deliver(event, &Parcels::bytes_of(event, size, n), |_| {});
        }
    }

    /// Adds parcels of a delivery to everybody whose they are.
    fn deliver(&mut self, event: &Event<'_>, parcels: &Parcels, and: impl FnOnce(&mut DomainParcels)) {
        self.total.absorb(parcels);
        self.destinations.change(host(event.peer), |of_host| of_host.absorb(parcels));
        self.transports.change(cut(event.transport), |of_transport| of_transport.absorb(parcels));
        if let Some(recipient) = event.recipient {
            self.scratch.clear();
            self.scratch.extend_from_slice(cut(recipient));
            let local = self.scratch.len() - domain(&self.scratch).len();
            self.scratch[local..].make_ascii_lowercase();
            self.recipients.change(&self.scratch, |of_recipient| of_recipient.absorb(parcels));
        }
        self.of_domain(event, |of_domain| {
            of_domain.parcels.absorb(parcels);
            and(of_domain);
        });
    }

    fn of_domain(&mut self, event: &Event<'_>, change: impl FnOnce(&mut DomainParcels)) {
        if let Some(recipient) = event.recipient {
            self.scratch.clear();
            self.scratch.extend(cut(domain(recipient)).iter().map(u8::to_ascii_lowercase));
            self.domains.change(&self.scratch, change);
        }
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (&hour, theirs) in &other.hours {
            let mine = self.hours.entry(hour).or_default();
            mine.received += theirs.received;
            mine.forwarded += theirs.forwarded;
            mine.copies += theirs.copies;
        }
        self.total.absorb(&other.total);
        self.forwarded += other.forwarded;
        self.recipients.absorb(&other.recipients);
        self.domains.absorb(&other.domains);
        self.sources.absorb(&other.sources);
        self.destinations.absorb(&other.destinations);
        self.transports.absorb(&other.transports);
        self.refused.absorb(&other.refused);
        self.reasons.absorb(&other.reasons);
    }

    /// Keeps no more names than a report may have.
    pub(super) fn settle(&mut self) {
        self.recipients.settle();
        self.domains.settle();
        self.sources.settle();
        self.destinations.settle();
        self.transports.settle();
        self.refused.settle();
        self.reasons.settle();
    }
}

/// Reading the counts.
impl Traffic {
    /// By hour since 1970, in no particular order, without zeros.
    pub fn hours(&self) -> impl Iterator<Item = (i64, HourTraffic)> {
        let all = self.hours.iter().map(|(&hour, &traffic)| (i64::from(hour), traffic));
        all.filter(|(_, traffic)| *traffic != HourTraffic::default())
    }

    /// All deliveries but those that were handed on.
    #[must_use]
    pub fn total(&self) -> Parcels {
        self.total
    }

    /// Deliveries that were handed on to another address of our own: no delivery of a message yet.
    #[must_use]
    pub fn forwarded(&self) -> u64 {
        self.forwarded
    }

    /// By recipient, the domain in lower case.
    #[must_use]
    pub fn recipients(&self) -> Listed<'_, Parcels> {
        listed(&self.recipients)
    }

    /// By recipient domain in lower case; empty is an address without domain.
    #[must_use]
    pub fn domains(&self) -> Listed<'_, DomainParcels> {
        listed(&self.domains)
    }

    /// By the client that brought the mail, as logged; empty is our own host. Only Exim's lines tell it together with the size.
    #[must_use]
    pub fn sources(&self) -> Listed<'_, Parcels> {
        listed(&self.sources)
    }

    /// By the server that took the mail, as logged; empty is our own host.
    #[must_use]
    pub fn destinations(&self) -> Listed<'_, Parcels> {
        listed(&self.destinations)
    }

    /// By transport or delivery agent; empty if the line does not say.
    #[must_use]
    pub fn transports(&self) -> Listed<'_, Parcels> {
        listed(&self.transports)
    }

    /// Refusals by the client's address; empty if the line does not say.
    #[must_use]
    pub fn refused(&self) -> Listed<'_, Refusals> {
        listed(&self.refused)
    }

    /// Events that went wrong, by what became of them, where, and why: the keys are read by [`ReasonKey::read`].
    #[must_use]
    pub fn reasons(&self) -> Listed<'_, u64> {
        listed(&self.reasons)
    }
}

fn listed<V: Value, const MAX: usize>(names: &Bounded<V, MAX>) -> Listed<'_, V> {
    Listed { rows: names.all().collect(), distinct: names.distinct(), dropped: names.dropped() }
}

/// The name of a host, or its address where it has none.
fn host(peer: Peer<'_>) -> &[u8] {
    cut(if peer.host.is_empty() { peer.address } else { peer.host })
}

/// `status=sent (forwarded as 1A2B3C4D5E)`: an alias or a forward file named another address, to which a new message goes.
fn is_forwarded(event: &Event<'_>) -> bool {
    event.reply.is_none() && event.text.starts_with(b"forwarded as ")
}

#[cfg(test)]
mod tests;
