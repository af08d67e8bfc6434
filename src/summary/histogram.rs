//! Durations in buckets: percentiles without keeping the values.

use super::slot;

/// Below this many milliseconds each has a bucket of its own; above, each doubling is cut into half as many.
const EXACT: u32 = 64;
const EXACT_BITS: u32 = EXACT.ilog2();

/// Numbers of durations by size. A bucket is at most 1/32 of its values wide and stands for its middle, so that a percentile is
/// off by at most 1.6 %. Merging adds, so it commutes; there are at most 896 buckets.
#[derive(Debug, Clone, Default)]
pub struct Histogram {
    /// Up to the largest one that occurred.
    counts: Vec<u64>,
    n: u64,
    max: u32,
}

impl Histogram {
    /// Counts a duration in milliseconds `n` times.
    #[inline(always)]
    pub(super) fn add(&mut self, value: u32, n: u64) {
        let at = bucket(value);
        *slot(&mut self.counts, at) += n;
        self.n += n;
        self.max = self.max.max(value);
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(mine, theirs)| *mine += theirs);
        self.n += other.n;
        self.max = self.max.max(other.max);
    }

    /// How many durations there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.n
    }

    /// The longest, in milliseconds.
    #[must_use]
    pub fn max(&self) -> u32 {
        self.max
    }

    /// The duration in milliseconds that so many percent of all do not exceed (nearest rank); 0 if there is none.
    #[must_use]
    pub fn percentile(&self, percent: u64) -> u32 {
        let rank = (self.n * percent).div_ceil(100).max(1);
        let mut seen = 0;
        let reaches = |&n: &u64| {
            seen += n;
            seen >= rank
        };
        self.counts.iter().position(reaches).map_or(0, |at| middle(at).min(self.max))
    }
}

fn bucket(value: u32) -> usize {
    // So many low bits are dropped that six are left.
    let shift = (value | 1).ilog2().saturating_sub(EXACT_BITS - 1);
    (shift * (EXACT / 2) + (value >> shift)) as usize
}

/// The middle of a bucket.
fn middle(at: usize) -> u32 {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let shift = (at / (EXACT / 2)).saturating_sub(1);
    let first = (at - shift * (EXACT / 2)) << shift;
    first + ((1 << shift) - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_in_order_and_narrow() {
        let mut last = 0;
        for value in (0..5000).chain((13..32).flat_map(|bit| [(1 << bit) - 1, 1 << bit, (1 << bit) + 7])) {
            let at = bucket(value);
            assert!(at == last || at == last + 1 || value > 5000, "{value}");
            last = at;
            let off = middle(at).abs_diff(value);
            assert!(u64::from(off) * 1000 <= u64::from(value) * 16, "{value} {}", middle(at));
        }
        assert!(bucket(u32::MAX) < 896);
        assert!(u64::from(middle(bucket(u32::MAX)).abs_diff(u32::MAX)) * 1000 <= u64::from(u32::MAX) * 16);
    }

    #[test]
    fn percentiles_are_by_nearest_rank_and_merge() {
        let (mut low, mut high) = (Histogram::default(), Histogram::default());
        (1..=50).for_each(|ms| low.add(ms, 1));
        (51..=100).for_each(|ms| high.add(ms, 1));
        low.absorb(&high);
        assert_eq!((low.count(), low.max()), (100, 100));
        assert_eq!([50, 1, 100].map(|percent| low.percentile(percent)), [50, 1, 100]);
        assert!(low.percentile(90).abs_diff(90) <= 1);
        assert_eq!(Histogram::default().percentile(50), 0);
    }
}
