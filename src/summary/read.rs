//! Reading a summary.

use super::case::{FIRST_TEMPLATE, NO_REASON};
use super::{
    Fate, Health, Histogram, LifeEnd, LoginCounts, SenderId, SenderVolume, Shape, Stages, Summary, Tally, Traffic, low,
};
use crate::event::{Duration, QueueId, Stage};
use crate::time::Time;

/// What some counts are of. Valid for their summary only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseRef<'a> {
    /// Place of its shape in [`Summary::shapes`].
    pub shape: usize,
    /// What the reply's text said; `None` for successes.
    pub reason: Option<Reason<'a>>,
    /// Number of the provider in [`Providers`](super::Providers); 0 if nobody is known.
    pub provider: u16,
}

/// What the text of a failing reply said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason<'a> {
    /// The template of the text: [`crate::template`].
    Template(&'a [u8]),
    /// Any text, when there were too many.
    Other,
}

/// Reading the counts, in no particular order. Cases, shapes and names are given by number: [`Summary::cases`],
/// [`Summary::shapes`] and the functions `…_names` hold them, so that a reader can translate each once.
impl Summary {
    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_sender.is_empty() && self.vanished.is_empty() && self.is_without_messages() && self.health.is_empty()
    }

    fn is_without_messages(&self) -> bool {
        self.lives.all().next().is_none() && self.lives.outside == 0 && self.volumes.is_empty()
    }

    /// Messages and bytes by sender; of a whole log none is negative.
    pub fn volumes(&self) -> impl Iterator<Item = (usize, SenderVolume)> {
        let all = self.volumes.iter().copied().enumerate();
        all.filter(|&(_, volume)| volume != SenderVolume::default())
    }

    /// What other programs' reports have beside ours, if it was asked for.
    #[must_use]
    pub fn traffic(&self) -> Option<&Traffic> {
        self.traffic.as_deref()
    }

    /// Numbers of messages by what happened to them, and how they ended; of a whole log none is negative.
    pub fn lives(&self) -> impl Iterator<Item = (Fate, LifeEnd, i64)> {
        self.lives.all()
    }

    /// Durations of one sort, of the deliveries whose lines tell it.
    #[must_use]
    pub fn durations(&self, duration: Duration) -> &Histogram {
        &self.durations[duration as usize]
    }

    /// Counts by login name, as logged; partners are client addresses.
    pub fn logins(&self) -> impl Iterator<Item = (&[u8], &LoginCounts)> {
        self.logins.by_login.all()
    }

    /// Counts by client address; partners are login names.
    pub fn login_addresses(&self) -> impl Iterator<Item = (&[u8], &LoginCounts)> {
        self.logins.by_address.all()
    }

    /// Authentication events that are in none of these counts, by login and by address: there were too many names.
    #[must_use]
    pub fn logins_dropped(&self) -> (u64, u64) {
        self.logins.dropped()
    }

    /// What the servers noted beside mail.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// Delivery events of messages whose opening is not in the logs.
    #[must_use]
    pub fn outside(&self) -> u64 {
        self.lives.outside
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

    /// The cases by number.
    #[must_use]
    pub fn cases(&self) -> impl ExactSizeIterator<Item = CaseRef<'_>> {
        self.cases.all().iter().map(|case| CaseRef {
            shape: case.shape as usize,
            reason: (case.reason != NO_REASON).then(|| match case.reason.checked_sub(FIRST_TEMPLATE) {
                Some(template) => Reason::Template(self.reasons.template(template)),
                None => Reason::Other,
            }),
            provider: case.provider,
        })
    }

    /// Counts by case and sender; `None` is the unknown sender.
    pub fn senders(&self) -> impl Iterator<Item = (usize, Option<usize>, Tally)> {
        self.by_sender.all().map(|(name, case, tally)| (case as usize, known(SenderId::of_name(name)), tally))
    }

    /// The sum of each case.
    #[must_use]
    pub fn tallies(&self) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.cases.all().len()];
        self.senders().for_each(|(case, _, tally)| tallies[case].absorb(&tally));
        tallies
    }

    /// The senders' addresses by number; empty is the null sender.
    #[must_use]
    pub fn sender_names(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.senders.all()
    }

    /// The number of a sender's address.
    #[must_use]
    pub fn sender_number(&self, address: &[u8]) -> Option<u32> {
        self.senders.find(address)
    }

    /// Counts by case and recipient domain.
    pub fn recipient_domains(&self) -> impl Iterator<Item = (usize, usize, u64)> {
        self.by_recipient_domain.all().map(|(domain, case, n)| (case as usize, domain as usize, n))
    }

    /// The recipient domains by number, as logged.
    #[must_use]
    pub fn recipient_domain_names(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.recipient_domains.all()
    }

    /// The number of a recipient domain.
    #[must_use]
    pub fn recipient_domain_number(&self, domain: &[u8]) -> Option<u32> {
        self.recipient_domains.find(domain)
    }

    /// Counts by case and relay host.
    pub fn relays(&self) -> impl Iterator<Item = (usize, usize, u64)> {
        self.by_relay.all().map(|(relay, case, n)| (case as usize, relay as usize, n))
    }

    /// The relays' host names by number, as logged.
    #[must_use]
    pub fn relay_names(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.relays.all()
    }

    /// Number of the provider who runs a relay host, as in [`CaseRef::provider`].
    #[must_use]
    pub fn relay_provider(&self, relay: usize) -> u16 {
        self.relay_providers.get(relay).copied().unwrap_or(0)
    }

    /// Counts by shape and hour since 1970.
    pub fn hours(&self) -> impl Iterator<Item = (usize, i64, u64)> {
        self.by_hour.all().map(|(hour, shape, n)| (shape, i64::from(hour), n))
    }

    /// Counts by shape and stage, without zeros.
    pub fn stages(&self) -> impl Iterator<Item = (usize, Stage, u64)> {
        let of_shape = |(shape, &counts): (usize, &Stages)| {
            Stage::ALL.iter().map(move |&stage| (shape, stage, counts[stage as usize])).filter(|&(_, _, n)| n > 0)
        };
        self.stages.iter().enumerate().flat_map(of_shape)
    }

    /// The example of a case.
    #[must_use]
    pub fn example(&self, case: usize) -> Option<&super::Example> {
        self.examples.get(case)?.as_ref()
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

fn known(sender: SenderId) -> Option<usize> {
    (sender != SenderId::UNKNOWN).then_some(sender.0 as usize)
}
