//! A suspicion: do two sources hold the same lines?
//!
//! Of each source the smallest hashes of its event lines are kept, a fixed number. Two sources that share lines share small
//! hashes, however long they are, in whatever frame (three syslog formats of one log) and however they were cut into blocks.

use std::collections::BTreeSet;

use super::reading::Reading;
use crate::report::Finding;

/// Hashes kept per source.
const KEPT: usize = 256;
/// So many equal lines are no accident: identical text in the same second.
const SUSPICIOUS: usize = 3;

/// The smallest line hashes of a source.
#[derive(Debug, Clone, Default)]
pub(super) struct Likeness {
    smallest: BTreeSet<u64>,
}

impl Likeness {
    pub(super) fn add(&mut self, hash: u64) {
        let is_full = self.smallest.len() >= KEPT;
        if is_full && self.smallest.last().is_some_and(|&last| hash >= last) {
            return;
        }
        self.smallest.insert(hash);
        if self.smallest.len() > KEPT {
            self.smallest.pop_last();
        }
    }

    pub(super) fn absorb(&mut self, other: Likeness) {
        other.smallest.into_iter().for_each(|hash| self.add(hash));
    }

    fn shared(&self, other: &Likeness) -> usize {
        self.smallest.intersection(&other.smallest).count()
    }
}

/// Pairs of sources that seem to hold the same lines.
pub(super) fn suspected_doubles(readings: &[Reading]) -> Vec<Finding> {
    let all: Vec<_> = readings.iter().map(|reading| (reading.source.name(), reading.likeness())).collect();
    let mut findings = Vec::new();
    for (at, (second, likeness)) in all.iter().enumerate() {
        for (first, _) in all[..at].iter().filter(|(_, earlier)| earlier.shared(likeness) >= SUSPICIOUS) {
            findings.push(Finding::SuspectedDouble { first: first.clone(), second: second.clone() });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_are_kept_in_any_order() {
        let (mut up, mut down) = (Likeness::default(), Likeness::default());
        (0..1000).for_each(|n| up.add(n * 7 % 1000));
        (0..1000).rev().for_each(|n| down.add(n));
        assert_eq!(up.smallest, down.smallest);
        assert_eq!(up.smallest.len(), KEPT);
        assert_eq!(up.shared(&down), KEPT);
    }
}
