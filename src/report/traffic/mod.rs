//! What other programs' reports have beside ours: by hour and class, by recipient, host, transport and reason.

mod build;

use std::sync::Arc;

use super::Volume;
use crate::summary::{Detail, DomainParcels, Parcels, Wait};
use crate::time::Time;
pub(super) use build::traffic;

/// What other programs' reports have beside ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traffic {
    /// By hour of the log's clock, ascending; hours without events are left out.
    pub hours: Vec<FlowRow>,
    /// All deliveries but those that were handed on.
    pub delivered: Parcels,
    /// Deliveries that were handed on to another address of our own.
    pub forwarded: u64,
    /// Messages that entered the queue within the logs and had to wait.
    pub delayed: u64,
    /// Those of them that were given up for a recipient.
    pub failed: u64,
    /// How long messages were in the queue, shortest first; only those whose opening and completion are in the logs.
    pub waits: Vec<WaitRow>,
    /// Messages by sender.
    pub senders: Ranked<Volume>,
    /// The same by domain.
    pub sender_domains: Ranked<Volume>,
    /// Deliveries by recipient.
    pub recipients: Ranked<Parcels>,
    /// By domain; those to which nothing was delivered stand at the end.
    pub recipient_domains: Ranked<DomainParcels>,
    /// How many of these domains got something; exact if their number is.
    pub n_reached_domains: u64,
    /// Messages by the client that brought them; empty is our own host. Only Exim's lines tell.
    pub sources: Ranked<Parcels>,
    /// By the server that took the mail; empty is our own host.
    pub destinations: Ranked<Parcels>,
    /// By transport or delivery agent.
    pub transports: Ranked<Parcels>,
    /// Clients that were refused for good, by address.
    pub refused: Ranked<u64>,
    /// Those that were refused for now.
    pub refused_for_now: Ranked<u64>,
    /// Why something went wrong, in the order of [`Detail`], then most first.
    pub reasons: Vec<ReasonGroup>,
    /// Events in no group, because there were too many reasons.
    pub dropped_reasons: u64,
}

/// What came and went in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowRow {
    /// Its beginning.
    pub start: Time,
    /// The numbers.
    pub flow: Flow,
}

/// What came and went in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// Messages that entered the queue.
    pub received: u64,
    /// Recipients who got one; what was handed on is left out.
    pub delivered: u64,
    /// Copies that were sent for that.
    pub copies: u64,
    /// Results of deliveries that were put off.
    pub deferred: u64,
    /// Given up, those that expired left out.
    pub bounced: u64,
    /// Refused, for good or for now.
    pub rejected: u64,
}

/// Messages that were in the queue for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitRow {
    /// The time.
    pub wait: Wait,
    /// How many.
    pub messages: u64,
    /// Those of them that another host took for a recipient.
    pub remote: u64,
}

/// Something by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<V> {
    /// The name; empty is the null sender, an address without domain, or our own host.
    pub name: Arc<str>,
    /// What stands beside it.
    pub value: V,
}

/// The first of all names, in two orders; at most [`Needs::groups`](super::Needs::groups) of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<V> {
    /// How many names there are.
    pub n: u64,
    /// Whether that is exact.
    pub is_exact: bool,
    /// Events of names in no list, because there were too many.
    pub dropped: u64,
    /// Most first.
    pub by_count: Vec<Named<V>>,
    /// Most bytes first; empty for what has none.
    pub by_bytes: Vec<Named<V>>,
}

impl<V> Default for Ranked<V> {
    fn default() -> Self {
        Self { n: 0, is_exact: true, dropped: 0, by_count: Vec::new(), by_bytes: Vec::new() }
    }
}

/// What went wrong in one way at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonGroup {
    /// The way.
    pub detail: Detail,
    /// The place: [`Detail`] says of what sort.
    pub place: String,
    /// How often, all reasons together.
    pub count: u64,
    /// Why, variable parts masked, and how often; most first.
    pub reasons: Vec<(String, u64)>,
}

/// How rows are put in order; larger comes first.
pub(crate) trait Weight {
    /// By number.
    fn count(&self) -> (u64, u64);
    /// By bytes, if it has any.
    fn bytes(&self) -> Option<u64>;
}

impl Weight for Volume {
    fn count(&self) -> (u64, u64) {
        (self.received, self.received_bytes)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.received_bytes)
    }
}

impl Weight for Parcels {
    fn count(&self) -> (u64, u64) {
        (self.addresses, self.bytes)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.bytes)
    }
}

impl Weight for DomainParcels {
    fn count(&self) -> (u64, u64) {
        (self.parcels.addresses, self.parcels.bytes)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.parcels.bytes)
    }
}

impl Weight for u64 {
    fn count(&self) -> (u64, u64) {
        (*self, 0)
    }

    fn bytes(&self) -> Option<u64> {
        None
    }
}

impl Flow {
    /// Adds another one.
    pub fn absorb(&mut self, other: &Self) {
        self.received += other.received;
        self.delivered += other.delivered;
        self.copies += other.copies;
        self.deferred += other.deferred;
        self.bounced += other.bounced;
        self.rejected += other.rejected;
    }

    /// The numbers in the order of their declaration, without copies.
    #[must_use]
    pub fn numbers(&self) -> [u64; 5] {
        let Self { received, delivered, copies: _, deferred, bounced, rejected } = *self;
        [received, delivered, deferred, bounced, rejected]
    }
}
