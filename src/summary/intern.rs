//! Distinct byte strings, each stored once and known by a small number.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// A set of byte strings; ids count from 0 in the order of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    bytes: Vec<u8>,
    /// Where each string stands in `bytes`, by id.
    places: Vec<Place>,
    table: HashTable<Entry>,
    /// Keyed per process: strangers choose the strings.
    hasher: RandomState,
}

/// A string of the table. 32 bits of its hash spare most comparisons and all hashing when the table grows; with its place
/// beside them, one that is known is found without `places`.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u32,
    id: u32,
    place: Place,
}

/// Where a string begins, and in the lower 16 bits its length.
#[derive(Debug, Clone, Copy)]
struct Place(u64);

impl Place {
    fn new(start: usize, len: usize) -> Self {
        let len = u16::try_from(len).expect("keys are cut to a length far below 64 KiB");
        Self((start as u64) << 16 | u64::from(len))
    }

    fn range(self) -> std::ops::Range<usize> {
        let start = usize::try_from(self.0 >> 16).expect("a place in memory");
        start..start + (self.0 & 0xffff) as usize
    }
}

impl Interner {
    /// The id of `string`, which is added if it is new.
    pub(crate) fn id(&mut self, string: &[u8]) -> u32 {
        let hash = self.short_hash(string);
        let same = |entry: &Entry| entry.hash == hash && self.bytes[entry.place.range()] == *string;
        match self.table.find(spread(hash), same) {
            Some(entry) => entry.id,
            None => self.add(hash, string),
        }
    }

    fn add(&mut self, hash: u32, string: &[u8]) -> u32 {
        let id = u32::try_from(self.places.len()).expect("fewer than 2^32 distinct strings fit in memory");
        let place = Place::new(self.bytes.len(), string.len());
        self.bytes.extend_from_slice(string);
        self.places.push(place);
        self.table.insert_unique(spread(hash), Entry { hash, id, place }, |entry| spread(entry.hash));
        id
    }

    /// The string of an id that this interner gave.
    pub(crate) fn get(&self, id: u32) -> &[u8] {
        &self.bytes[self.places[id as usize].range()]
    }

    /// All strings in the order of their ids.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.places.iter().map(|place| &self.bytes[place.range()])
    }

    /// How many strings there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
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

/// Half a hash as a table wants it, with entropy in the high bits as well.
pub(crate) fn spread(hash: u32) -> u64 {
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
