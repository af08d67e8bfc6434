//! Counts by hour.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

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
    pub(super) fn count(&mut self, hour: u32, shape: usize) -> &mut u64 {
        if self.counts.get(self.last).is_none_or(|&(last, _)| last != hour) {
            let next = self.counts.len();
            self.last = *self.places.entry(hour).or_insert(next);
            if self.last == next {
                self.counts.push((hour, Vec::new()));
            }
        }
        let by_shape = &mut self.counts[self.last].1;
        if shape >= by_shape.len() {
            by_shape.resize(shape + 1, 0);
        }
        &mut by_shape[shape]
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
