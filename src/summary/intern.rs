//! Distinct byte strings, each stored once and known by a small number.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// A set of byte strings; ids count from 0 in the order of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    bytes: Vec<u8>,
    /// Where each string ends in `bytes`; it begins where the one before it ends.
    ends: Vec<usize>,
    /// 32 bits of the hash beside each id: growing the table and most comparisons then never touch the strings.
    table: HashTable<(u32, u32)>,
    /// Keyed per process: strangers choose the strings.
    hasher: RandomState,
}

impl Interner {
    /// The id of `string`, which is added if it is new.
    pub(crate) fn id(&mut self, string: &[u8]) -> u32 {
        let hash = self.short_hash(string);
        let same = |&(other, id): &(u32, u32)| other == hash && self.get(id) == string;
        if let Some(&(_, id)) = self.table.find(spread(hash), same) {
            return id;
        }
        let id = u32::try_from(self.ends.len()).expect("fewer than 2^32 distinct strings fit in memory");
        self.bytes.extend_from_slice(string);
        self.ends.push(self.bytes.len());
        self.table.insert_unique(spread(hash), (hash, id), |&(hash, _)| spread(hash));
        id
    }

    /// The string of an id that this interner gave.
    pub(crate) fn get(&self, id: u32) -> &[u8] {
        let at = id as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// All strings in the order of their ids.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }

    /// How many strings there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds all strings of `other`; returns this interner's id for each of the other's.
    pub(crate) fn absorb(&mut self, other: &Interner) -> Vec<u32> {
        other.all().map(|string| self.id(string)).collect()
    }

    #[allow(clippy::cast_possible_truncation)] // the lower half of the hash is wanted
    fn short_hash(&self, string: &[u8]) -> u32 {
        self.hasher.hash_one(string) as u32
    }
}

/// A table wants its entropy in the high bits as well.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_keep_their_ids() {
        let mut interner = Interner::default();
        let ids: Vec<_> = (0..10_000).map(|n| interner.id(format!("user{}@x", n % 5000).as_bytes())).collect();
        assert_eq!(interner.len(), 5000);
        assert_eq!(ids[17], ids[5017]);
        assert_eq!(interner.get(ids[42]), b"user42@x");
        let empty = interner.id(b"");
        assert_eq!(interner.get(empty), b"");
    }

    #[test]
    fn absorb_translates() {
        let (mut a, mut b) = (Interner::default(), Interner::default());
        a.id(b"one");
        b.id(b"two");
        b.id(b"one");
        assert_eq!(a.absorb(&b), [1, 0]);
    }
}
