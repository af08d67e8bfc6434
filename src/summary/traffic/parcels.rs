//! Deliveries, and what they weighed.

use crate::event::{Event, Outcome};
use crate::summary::bounded::Value;

/// Deliveries of one recipient, host or transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parcels {
    /// Recipients who got a message.
    pub addresses: u64,
    /// Copies of messages that were sent for that: several recipients may share one (Exim tells so).
    pub messages: u64,
    /// Recipients who got a message whose opening is in the logs: only these have bytes.
    pub weighed: u64,
    /// The bytes of these messages, once for each recipient.
    pub bytes: u64,
    /// The same once for each copy.
    pub message_bytes: u64,
}

impl Parcels {
    /// One message of so many bytes.
    pub(super) fn one(size: u64) -> Self {
        Self { addresses: 1, messages: 1, weighed: 1, bytes: size, message_bytes: size }
    }

    /// `n` deliveries such as this one.
    pub(super) fn of(event: &Event<'_>, n: u64) -> Self {
        Self { addresses: n, messages: own_copies(event, n), ..Self::default() }
    }

    /// What they weighed.
    pub(super) fn bytes_of(event: &Event<'_>, size: u64, n: u64) -> Self {
        let bytes = |n: u64| n.saturating_mul(size);
        Self { weighed: n, bytes: bytes(n), message_bytes: bytes(own_copies(event, n)), ..Self::default() }
    }
}

impl Value for Parcels {
    fn absorb(&mut self, other: &Self) {
        self.addresses += other.addresses;
        self.messages += other.messages;
        self.weighed += other.weighed;
        self.bytes = self.bytes.wrapping_add(other.bytes);
        self.message_bytes = self.message_bytes.wrapping_add(other.message_bytes);
    }

    fn count(&self) -> u64 {
        self.addresses
    }
}

fn own_copies(event: &Event<'_>, n: u64) -> u64 {
    if event.shares_copy { 0 } else { n }
}

/// Deliveries to one domain, how long they took, and how often they had to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DomainParcels {
    /// Those that succeeded.
    pub parcels: Parcels,
    /// Those that were put off.
    pub deferrals: u64,
    /// How many lines tell how long it took from arrival to delivery.
    pub timed: u64,
    /// How long these took in all, in milliseconds.
    pub milliseconds: u64,
    /// The longest of them.
    pub longest: u32,
}

impl DomainParcels {
    /// Notes how long `n` deliveries took.
    pub(super) fn wait(&mut self, milliseconds: Option<u32>, n: u64) {
        if let Some(milliseconds) = milliseconds {
            self.timed += n;
            self.milliseconds += n * u64::from(milliseconds);
            self.longest = self.longest.max(milliseconds);
        }
    }
}

impl Value for DomainParcels {
    fn absorb(&mut self, other: &Self) {
        self.parcels.absorb(&other.parcels);
        self.deferrals += other.deferrals;
        self.timed += other.timed;
        self.milliseconds += other.milliseconds;
        self.longest = self.longest.max(other.longest);
    }

    fn count(&self) -> u64 {
        self.parcels.addresses + self.deferrals
    }
}

/// How often a client was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refusals {
    /// For good.
    pub permanent: u64,
    /// For now.
    pub temporary: u64,
}

impl Refusals {
    pub(super) fn add(&mut self, outcome: Outcome, n: u64) {
        let count = if outcome == Outcome::Rejected { &mut self.permanent } else { &mut self.temporary };
        *count += n;
    }
}

impl Value for Refusals {
    fn absorb(&mut self, other: &Self) {
        self.permanent += other.permanent;
        self.temporary += other.temporary;
    }

    fn count(&self) -> u64 {
        self.permanent + self.temporary
    }
}
