//! Numbers given lately, found without hashing.

use std::hash::Hash;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

/// How many are kept.
const N: usize = 64;

/// The numbers of keys that were asked for lately. Events come in few shapes, and the same ones follow each other.
#[derive(Debug, Clone)]
pub(super) struct Recent<K> {
    slots: [Option<(K, u32)>; N],
}

impl<K: Copy> Default for Recent<K> {
    fn default() -> Self {
        Self { slots: [None; N] }
    }
}

impl<K: Copy + PartialEq> Recent<K> {
    /// The number of a key, or what `find` says. `mixed` is any number that mostly differs between keys.
    #[inline(always)]
    pub(super) fn number(&mut self, key: K, mixed: u64, find: impl FnOnce() -> u32) -> u32 {
        // The upper bits of a product depend on all of its factor's.
        #[allow(clippy::cast_possible_truncation)] // six bits
        let slot = &mut self.slots[(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - N.ilog2())) as usize];
        match *slot {
            Some((kept, number)) if kept == key => number,
            _ => slot.insert((key, find())).1,
        }
    }
}

/// The number of a key; the thing itself is added if its key is new.
#[inline(never)]
pub(super) fn number_of<K: Hash + Eq, T>(
    key: K,
    thing: T,
    numbers: &mut HashMap<K, u32, RandomState>,
    all: &mut Vec<T>,
) -> u32 {
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
    fn keys_of_one_number_are_told_apart() {
        let mut recent = Recent::default();
        for (key, want) in [(1, 10), (2, 20), (1, 10)] {
            assert_eq!(recent.number(key, 0, || key * 10), want);
            assert_eq!(recent.number(key, 0, || unreachable!("it was asked for just now")), want);
        }
    }
}
