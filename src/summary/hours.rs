//! Counts by hour.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::slot;

/// Counts by hour since 1970 and shape. A log goes through its hours one after the other, so the last one is at hand.
#[derive(Debug, Clone, Default)]
pub(super) struct Hours {
    /// By shape.
    counts: Vec<(u32, Vec<u64>)>,
    places: HashMap<u32, usize, RandomState>,
    last: usize,
}

impl Hours {
    /// The count of an hour and shape.
    #[inline(always)]
    pub(super) fn count(&mut self, hour: u32, shape: usize) -> &mut u64 {
        if self.counts.get(self.last).is_none_or(|&(last, _)| last != hour) {
            self.go_to(hour);
        }
        slot(&mut self.counts[self.last].1, shape)
    }

    /// Makes an hour the last one.
    #[cold]
    fn go_to(&mut self, hour: u32) {
        let next = self.counts.len();
        self.last = *self.places.entry(hour).or_insert(next);
        if self.last == next {
            self.counts.push((hour, Vec::new()));
        }
    }

    /// Hour, shape and count, without zeros.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, usize, u64)> {
        let of_hour = |(hour, by_shape): &(u32, Vec<u64>)| {
            let hour = *hour;
            by_shape.iter().copied().enumerate().map(move |(shape, n)| (hour, shape, n)).collect::<Vec<_>>()
        };
        self.counts.iter().flat_map(of_hour).filter(|&(_, _, n)| n > 0)
    }
}
