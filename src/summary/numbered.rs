//! Few distinct things by number, where the same ones come again and again: shapes and cases.

use std::hash::Hash;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

/// Things in the order of arrival, each once, known by a key.
#[derive(Debug, Clone)]
pub(super) struct Numbered<K, T> {
    all: Vec<T>,
    numbers: HashMap<K, u32, RandomState>,
    recent: Recent<K>,
}

impl<K: Copy, T> Default for Numbered<K, T> {
    fn default() -> Self {
        Self { all: Vec::new(), numbers: HashMap::default(), recent: Recent::default() }
    }
}

impl<K: Copy + Hash + Eq, T> Numbered<K, T> {
    /// The number of the thing with this key, which is added if it is new. `mixed` is any number that mostly differs between keys.
    #[inline(always)]
    pub(super) fn number(&mut self, key: K, mixed: u64, thing: T) -> u32 {
        let Self { all, numbers, recent } = self;
        recent.number(key, mixed, || find_or_add(key, thing, numbers, all))
    }

    /// All things by number.
    pub(super) fn all(&self) -> &[T] {
        &self.all
    }
}

/// How many recent numbers are kept.
const N: usize = 64;

/// The numbers of keys that were asked for lately, found without hashing. Events come in few shapes, and the same ones follow each
/// other.
#[derive(Debug, Clone)]
struct Recent<K> {
    slots: [Option<(K, u32)>; N],
}

impl<K: Copy> Default for Recent<K> {
    fn default() -> Self {
        Self { slots: [None; N] }
    }
}

impl<K: Copy + PartialEq> Recent<K> {
    /// The number of a key, or what `find` says.
    #[inline(always)]
    fn number(&mut self, key: K, mixed: u64, find: impl FnOnce() -> u32) -> u32 {
        // The upper bits of a product depend on all of its factor's.
        #[allow(clippy::cast_possible_truncation)] // six bits
        let slot = &mut self.slots[(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - N.ilog2())) as usize];
        match *slot {
            Some((kept, number)) if kept == key => number,
            _ => slot.insert((key, find())).1,
        }
    }
}

#[inline(never)]
fn find_or_add<K: Hash + Eq, T>(key: K, thing: T, numbers: &mut HashMap<K, u32, RandomState>, all: &mut Vec<T>) -> u32 {
    let next = u32::try_from(all.len()).expect("shapes and cases are few");
    let number = *numbers.entry(key).or_insert(next);
    if number == next {
        all.push(thing);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_keep_their_numbers_when_others_take_their_recent_places() {
        let mut things = Numbered::default();
        for _ in 0..2 {
            let numbers: Vec<u32> = (0..200_u64).map(|key| things.number(key, key % 3, key + 1000)).collect();
            assert!(numbers.into_iter().eq(0..200));
        }
        assert!(things.all().iter().copied().eq(1000..1200));
    }

    #[test]
    fn keys_of_one_number_are_told_apart() {
        let mut recent = Recent::default();
        for (key, want) in [(1, 10), (2, 20), (1, 10)] {
            assert_eq!(recent.number(key, 0, || key * 10), want);
            assert_eq!(recent.number(key, 0, || unreachable!("it was asked for just now")), want);
        }
    }
}
