//! Adding summaries up: names, shapes and reasons have numbers of their own in each, so that they are translated.

use std::mem::take;

use super::{Case, SenderId, Summary, low, slot};

impl Summary {
    /// Adds all counts of `other`.
    pub fn absorb(&mut self, other: Summary) {
        let reasons = self.reasons.absorb(&other.reasons);
        self.absorb_with(other, |reason| reasons[reason as usize]);
        if self.reasons.is_too_many() {
            self.settle();
        }
    }

    /// Keeps no more reasons and logins apart than a report may have: to be called when everything is counted. The others become one,
    /// and which these are depends on the texts alone, not on where the log was cut.
    pub fn settle(&mut self) {
        if let Some((kept, new)) = self.reasons.kept() {
            let empty = self.emptied();
            let old = std::mem::replace(self, Self { reasons: kept, ..empty });
            // Names keep their numbers, as they arrive in the same order; trackers hold numbers of senders.
            self.absorb_with(old, |reason| new[reason as usize]);
        }
        self.logins.settle();
        self.health.settle();
        if let Some(traffic) = &mut self.traffic {
            traffic.settle();
        }
    }

    /// Adds all counts of `other`, whose reasons get new numbers.
    fn absorb_with(&mut self, mut other: Summary, reason: impl Fn(u32) -> u32) {
        let shapes: Vec<u32> = other.shapes.all().iter().map(|&shape| self.shapes.id(shape)).collect();
        let translated =
            |case: &Case| Case { shape: shapes[case.shape as usize], reason: reason(case.reason), ..*case };
        let cases: Vec<u32> = other.cases.all().iter().map(|case| self.cases.id(translated(case))).collect();
        let (senders, relays) = self.absorb_by_name(&mut other, &cases);
        self.relay_providers.resize(self.relays.len(), 0);
        for (&relay, &provider) in relays.iter().zip(&other.relay_providers) {
            self.relay_providers[relay as usize] = provider;
        }
        for (volume, &sender) in other.volumes.iter().zip(&senders) {
            slot(&mut self.volumes, sender as usize).absorb(volume);
        }
        self.absorb_by_shape(&other, &shapes);
        self.lives.absorb(&other.lives);
        self.health.absorb(&other.health);
        if let Some(theirs) = &other.traffic {
            self.traffic.get_or_insert_default().absorb(theirs);
        }
        self.durations.iter_mut().zip(&other.durations).for_each(|(mine, theirs)| mine.absorb(theirs));
        for (example, &to) in other.examples.iter().zip(&cases) {
            let mine = slot(&mut self.examples, to as usize);
            *mine = [mine.take(), example.clone()].into_iter().flatten().min();
        }
        for (&old, tally) in &other.vanished {
            self.vanished.entry(u64::from(renamed(&senders, SenderId(low(old))).0)).or_default().absorb(tally);
        }
        for &(at, id) in &other.vanished_named {
            self.name_vanished(at, id);
        }
    }

    /// Takes what is counted by name, each sort of names on a thread of its own; `cases` has the new number of each case.
    /// Returns the new numbers of the senders and relays.
    ///
    /// Names and rows are freed as soon as they are added: with millions of senders both summaries together are the most memory
    /// that a run ever needs.
    fn absorb_by_name(&mut self, other: &mut Summary, cases: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let case = |case: u32| cases[case as usize];
        let Self { senders, by_sender, recipient_domains, by_recipient_domain, relays, by_relay, logins, .. } = self;
        let (their_senders, their_logins) = (take(&mut other.senders), take(&mut other.logins));
        let (their_domains, their_relays) = (take(&mut other.recipient_domains), take(&mut other.relays));
        let tallies = take(&mut other.by_sender);
        let (domain_counts, relay_counts) = (take(&mut other.by_recipient_domain), take(&mut other.by_relay));
        let by_sender = || {
            let new = senders.absorb(&their_senders);
            drop(their_senders);
            tallies.into_all().for_each(|(name, old, tally)| {
                by_sender.value(renamed(&new, SenderId::of_name(name)).name(), case(old)).absorb(&tally);
            });
            new
        };
        let by_domain = || {
            let new = recipient_domains.absorb(&their_domains);
            drop(their_domains);
            domain_counts.into_all().for_each(|(domain, old, n)| {
                *by_recipient_domain.value(new[domain as usize], case(old)) += n;
            });
        };
        let by_relay = || {
            let new = relays.absorb(&their_relays);
            drop(their_relays);
            relay_counts.into_all().for_each(|(relay, old, n)| {
                *by_relay.value(new[relay as usize], case(old)) += n;
            });
            new
        };
        let by_login = || logins.absorb(&their_logins);
        let others = || rayon::join(|| rayon::join(by_domain, by_relay).1, by_login).0;
        rayon::join(by_sender, others)
    }

    /// Adds what is counted by shape alone.
    fn absorb_by_shape(&mut self, other: &Summary, shapes: &[u32]) {
        for (hour, shape, n) in other.by_hour.all() {
            *self.by_hour.count(hour, shapes[shape] as usize) += n;
        }
        for (from, &to) in other.stages.iter().zip(shapes) {
            for (mine, theirs) in slot(&mut self.stages, to as usize).iter_mut().zip(from) {
                *mine += theirs;
            }
        }
    }
}

/// The number that a sender has now.
fn renamed(new: &[u32], sender: SenderId) -> SenderId {
    new.get(sender.0 as usize).map_or(SenderId::UNKNOWN, |&id| SenderId(id))
}
