//! Distinct byte strings, each stored once and known by a small number.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::swar::is_same;

/// A set of byte strings; ids count from 0 in the order of arrival.
///
/// To find a string takes a look at the table and one at the string: what else is needed stands beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    /// For each string its id in four bytes, its length in two, its bytes, and zeros up to a multiple of [`UNIT`].
    records: Vec<u8>,
    /// Where each record begins, by id.
    places: Vec<Place>,
    table: HashTable<Entry>,
    /// Keyed per process: strangers choose the strings.
    hasher: RandomState,
}

/// Where a record begins, in units.
type Place = u32;
/// Records begin at multiples of so many bytes.
const UNIT: usize = 8;

/// A string of the table. 32 bits of its hash spare most comparisons, and all hashing when the table grows.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u32,
    place: Place,
}

impl Interner {
    /// The id of `string`, which is added if it is new.
    pub(crate) fn id(&mut self, string: &[u8]) -> u32 {
        let hash = self.short_hash(string);
        let same = |entry: &Entry| entry.hash == hash && is_same(self.record(entry.place).1, string);
        match self.table.find(spread(hash), same) {
            Some(entry) => self.record(entry.place).0,
            None => self.add(hash, string),
        }
    }

    fn add(&mut self, hash: u32, string: &[u8]) -> u32 {
        let id = u32::try_from(self.places.len()).expect("fewer than 2^32 distinct strings fit in memory");
        let place = Place::try_from(self.records.len() / UNIT).expect("all strings together are shorter than 32 GiB");
        let len = u16::try_from(string.len()).expect("keys are cut to a length far below 64 KiB");
        self.records.extend_from_slice(&id.to_le_bytes());
        self.records.extend_from_slice(&len.to_le_bytes());
        self.records.extend_from_slice(string);
        self.records.resize(self.records.len().next_multiple_of(UNIT), 0);
        self.places.push(place);
        self.table.insert_unique(spread(hash), Entry { hash, place }, |entry| spread(entry.hash));
        id
    }

    /// The id and the string that stand at a place.
    fn record(&self, place: Place) -> (u32, &[u8]) {
        let record = &self.records[place as usize * UNIT..];
        let [a, b, c, d, low, high, ..] = *record else { unreachable!("a record has a head") };
        let len = usize::from(u16::from_le_bytes([low, high]));
        (u32::from_le_bytes([a, b, c, d]), &record[6..6 + len])
    }

    /// The string of an id that this interner gave.
    pub(crate) fn get(&self, id: u32) -> &[u8] {
        self.record(self.places[id as usize]).1
    }

    /// All strings in the order of their ids.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.places.iter().map(|&place| self.record(place).1)
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
