//! Whom the events of a group of cases concern: its senders, recipient domains and relays.

use std::sync::Arc;

use super::groups::{by_name, most};
use super::names::Names;
use super::replies::AllNames;
use crate::summary::{Summary, Tally};

/// Whom events concern.
#[derive(Debug, Clone)]
pub struct Whom {
    /// How many distinct senders, the unknown one included.
    pub n_senders: u64,
    /// Senders with the most, at most [`ReportOptions::top`](super::ReportOptions::top).
    pub top_senders: Vec<(Option<Arc<str>>, u64)>,
    /// Recipient domains with the most.
    pub top_recipient_domains: Vec<(Arc<str>, u64)>,
    /// How many distinct recipient domains.
    pub n_recipient_domains: u64,
    /// Relay domains with the most.
    pub top_relays: Vec<(Arc<str>, u64)>,
    /// How many distinct relay domains.
    pub n_relays: u64,
}

/// Who and what a group of cases concerns.
#[derive(Debug, Clone, Default)]
pub(super) struct Concerned {
    pub(super) tally: Tally,
    /// By place of the sender plus one; 0 is the unknown one.
    senders: Counted,
    /// By place.
    domains: Counted,
    /// By place.
    relays: Counted,
}

/// Numbers of names and their counts, each number once.
type Counted = Vec<(u32, u64)>;

/// What belongs together: the group of each case, or [`NO_GROUP`], and how many groups there are.
pub(super) struct Grouping {
    pub(super) of_case: Vec<usize>,
    pub(super) n: usize,
}

/// The group of cases that are left out.
pub(super) const NO_GROUP: usize = usize::MAX;

impl Grouping {
    /// Cases of a shape belong together.
    pub(super) fn by_shape(summary: &Summary) -> Self {
        Self { of_case: summary.cases().map(|case| case.shape).collect(), n: summary.shapes().len() }
    }

    /// Adds up the counts of each group by the number of the name, which is below `n_numbers`.
    fn counted(&self, all: impl Iterator<Item = (usize, usize, u64)>, n_numbers: usize) -> Vec<Counted> {
        let mut groups: Vec<Counted> = vec![Vec::new(); self.n];
        all.for_each(|(case, number, n)| {
            let Some(counts) = groups.get_mut(self.of_case[case]) else { return };
            let number = u32::try_from(number).expect("names are numbered by u32");
            // Mostly the cases of a name come one after the other.
            match counts.last_mut() {
                Some((last, sum)) if *last == number => *sum += n,
                _ => counts.push((number, n)),
            }
        });
        let mut merger = Merger::of(n_numbers);
        for counts in &mut groups {
            merger.merge(counts);
        }
        groups
    }
}

impl Concerned {
    /// What each group concerns; `tallies` has the sum of each case.
    pub(super) fn of(summary: &Summary, names: &AllNames<'_>, tallies: &[Tally], grouping: &Grouping) -> Vec<Self> {
        let senders = || {
            let number = |sender: Option<usize>| sender.map_or(0, |id| 1 + names.senders.place(id));
            let all = summary.senders().map(|(case, sender, tally)| (case, number(sender), tally.count));
            grouping.counted(all, 1 + names.senders.len())
        };
        let others = || {
            let domain = |(case, id, n)| (case, names.recipient_domains.place(id), n);
            let domains = grouping.counted(summary.recipient_domains().map(domain), names.recipient_domains.len());
            let relay = |(case, id, n)| (case, names.relays.place(id), n);
            domains.into_iter().zip(grouping.counted(summary.relays().map(relay), names.relays.len()))
        };
        let (senders, others) = rayon::join(senders, others);
        let one = |(senders, (domains, relays))| Self { tally: Tally::default(), senders, domains, relays };
        let mut all: Vec<Self> = senders.into_iter().zip(others).map(one).collect();
        for (tally, &group) in tallies.iter().zip(&grouping.of_case) {
            if let Some(concerned) = all.get_mut(group) {
                concerned.tally.absorb(tally);
            }
        }
        all
    }

    /// The same with names, at most `top` of each sort.
    pub(super) fn named(&self, names: &AllNames<'_>, top: usize) -> Whom {
        let place = |number: u32| number.checked_sub(1).map(|place| place as usize);
        let by_sender = |&a: &u32, &b: &u32| by_name(&names.senders, place(a), place(b));
        let senders = most(self.senders.iter().copied(), top, by_sender);
        let name = |(number, n)| (place(number).map(|place| names.senders.get(place)), n);
        Whom {
            n_senders: self.senders.len() as u64,
            top_senders: senders.into_iter().map(name).collect(),
            n_recipient_domains: self.domains.len() as u64,
            top_recipient_domains: top_names(&self.domains, &names.recipient_domains, top),
            n_relays: self.relays.len() as u64,
            top_relays: top_names(&self.relays, &names.relays, top),
        }
    }
}

/// Adds up counts of the same name.
struct Merger {
    /// By number of the name, where its count stands in the list at hand; what other lists left there is told by looking.
    slots: Vec<u32>,
}

impl Merger {
    fn of(n_numbers: usize) -> Self {
        Self { slots: vec![0; n_numbers] }
    }

    /// Leaves each number once.
    fn merge(&mut self, counts: &mut Counted) {
        let mut n_kept = 0;
        for at in 0..counts.len() {
            let (number, n) = counts[at];
            let slot = &mut self.slots[number as usize];
            let earlier = *slot as usize;
            if earlier < n_kept && counts[earlier].0 == number {
                counts[earlier].1 += n;
            } else {
                *slot = u32::try_from(n_kept).expect("names are numbered by u32");
                counts[n_kept] = (number, n);
                n_kept += 1;
            }
        }
        counts.truncate(n_kept);
    }
}

fn top_names(counts: &Counted, names: &Names<'_>, top: usize) -> Vec<(Arc<str>, u64)> {
    let most = most(counts.iter().copied(), top, |&a, &b| names.compare(a as usize, b as usize));
    most.into_iter().map(|(place, n)| (names.get(place as usize), n)).collect()
}
