//! Counters by name and shape.

use super::{Map, high, key, low};

/// The shape of a slot that is free.
const FREE: u32 = u32::MAX;

/// Values by name and shape. Names are numbers from 0 on, so the values of their first `NEAR` shapes, which is all that most names
/// have, are found without hashing: a hash map of all pairs missed the cache twice an event, this mostly once.
#[derive(Debug, Clone)]
pub(super) struct ByName<V, const NEAR: usize> {
    near: Vec<Row<V, NEAR>>,
    /// By shape and name: shapes that came when all slots of the name were taken.
    far: Map<V>,
}

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
    pub(super) fn value(&mut self, name: u32, shape: u32) -> &mut V {
        let at = name as usize;
        if at >= self.near.len() {
            self.near.resize(at + 1, Row([(FREE, V::default()); NEAR]));
        }
        let slots = &mut self.near[at].0;
        match slots.iter().position(|&(taken, _)| taken == shape || taken == FREE) {
            Some(slot) => {
                slots[slot].0 = shape;
                &mut slots[slot].1
            }
            None => self.far.entry(key(shape, name)).or_default(),
        }
    }

    /// Name, shape and value of all; `for_each` is faster than a loop.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u32, V)> {
        let near = (0..).zip(&self.near).flat_map(|(name, Row(slots)): (u32, &Row<V, NEAR>)| {
            slots.iter().filter(|&&(shape, _)| shape != FREE).map(move |&(shape, value)| (name, shape, value))
        });
        near.chain(self.far.iter().map(|(&at, &value)| (low(at), high(at), value)))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.near.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far_values_are_found_again() {
        let mut counts: ByName<u64, 4> = ByName::default();
        for round in 1..=2 {
            for name in [0, 7, 3] {
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
        assert_eq!(all[14], (7, 4, 148));
    }
}
