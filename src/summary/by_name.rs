//! Counters by name and shape.

use super::{Map, high, key, low};

/// The shape of a slot that is free.
const FREE: u32 = u32::MAX;

/// Values by name and shape. Names are numbers from 0 on, so the values of their first `NEAR` shapes, which is all that most names
/// have, are found without hashing: a hash map of all pairs missed the cache twice an event, this mostly once.
#[derive(Debug, Clone)]
pub(super) struct ByName<V, const NEAR: usize> {
    near: Vec<Rows<V, NEAR>>,
    /// By shape and name: shapes that came when all slots of the name were taken.
    far: Map<V>,
}

/// The rows of [`N_ROWS`] neighbours, in a place of their own: those before are not copied to make room for more.
type Rows<V, const NEAR: usize> = Box<[Row<V, NEAR>]>;

const N_ROWS: usize = 1024;

/// The first values of a name, with their shapes: one line of the cache, and not parts of two.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row<V, const NEAR: usize>([(u32, V); NEAR]);

impl<V, const NEAR: usize> Default for ByName<V, NEAR> {
    fn default() -> Self {
        Self { near: Vec::new(), far: Map::default() }
    }
}

impl<V: Copy + Default, const NEAR: usize> ByName<V, NEAR> {
    /// The value of a name and shape, which is made if it is new.
    #[inline(always)]
    pub(super) fn value(&mut self, name: u32, shape: u32) -> &mut V {
        let (rows, at) = (name as usize / N_ROWS, name as usize % N_ROWS);
        if rows >= self.near.len() {
            self.make_room(rows);
        }
        let slots = &mut self.near[rows][at].0;
        match slots.iter().position(|&(taken, _)| taken == shape || taken == FREE) {
            Some(slot) => {
                slots[slot].0 = shape;
                &mut slots[slot].1
            }
            None => far_value(&mut self.far, name, shape),
        }
    }

    #[cold]
    fn make_room(&mut self, last: usize) {
        let rows = || vec![Row([(FREE, V::default()); NEAR]); N_ROWS].into_boxed_slice();
        self.near.resize_with(last + 1, rows);
    }

    /// Name, shape and value of all; `for_each` is faster than a loop.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u32, V)> {
        let near = (0..).step_by(N_ROWS).zip(&self.near).flat_map(|(first, rows)| of_rows(first, rows));
        near.chain(self.far.iter().map(of_far))
    }

    /// The same, giving memory back on the way.
    pub(super) fn into_all(self) -> impl Iterator<Item = (u32, u32, V)> {
        let near =
            (0..).step_by(N_ROWS).zip(self.near).flat_map(|(first, rows)| of_rows(first, &rows).collect::<Vec<_>>());
        near.chain(self.far.into_iter().map(|(at, value)| of_far((&at, &value))))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.near.is_empty()
    }
}

/// A value that found no slot in its name's row.
#[cold]
fn far_value<V: Default>(far: &mut Map<V>, name: u32, shape: u32) -> &mut V {
    far.entry(key(shape, name)).or_default()
}

/// Name, shape and value of those in rows whose first name is `first`.
fn of_rows<V: Copy, const NEAR: usize>(first: u32, rows: &[Row<V, NEAR>]) -> impl Iterator<Item = (u32, u32, V)> {
    (first..).zip(rows).flat_map(|(name, Row(slots))| {
        slots.iter().filter(|&&(shape, _)| shape != FREE).map(move |&(shape, value)| (name, shape, value))
    })
}

fn of_far<V: Copy>((&at, &value): (&u64, &V)) -> (u32, u32, V) {
    (low(at), high(at), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far_values_are_found_again() {
        let mut counts: ByName<u64, 4> = ByName::default();
        for round in 1..=2 {
            for name in [0, 7000, 3] {
                for shape in 0..5 {
                    let count = counts.value(name, shape);
                    *count += u64::from(name * 10 + shape);
                    assert_eq!(*count, round * u64::from(name * 10 + shape));
                }
            }
        }
        let mut all: Vec<_> = counts.all().collect();
        all.sort_unstable();
        assert_eq!(all.len(), 15);
        assert_eq!(all[14], (7000, 4, 140_008));
        let mut taken: Vec<_> = counts.into_all().collect();
        taken.sort_unstable();
        assert_eq!(taken, all);
    }
}
