//! Distinct byte strings, each stored once and known by a small number.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::near::is_same;
use crate::places::Places;

/// A set of byte strings; ids count from 0 in the order of arrival.
///
/// The index holds the strings' places, and the ids stand beside the strings: with many strings each look at a table of its own is
/// a wait for memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    /// For each string its id in four bytes, its length in two, its bytes, and zeros up to a multiple of [`UNIT`].
    records: Vec<u8>,
    /// Where each record begins, by id, in units.
    starts: Vec<u32>,
    /// Where records begin, by hash; 32 bits of it spare most comparisons, and all hashing when the index grows.
    index: Places,
    /// Keyed per process: strangers choose the strings.
    hasher: RandomState,
}

/// Records begin at multiples of so many bytes.
const UNIT: usize = 8;

impl Interner {
    /// The id of `string`, which is added if it is new.
    #[inline(always)]
    pub(crate) fn id(&mut self, string: &[u8]) -> u32 {
        let hash = self.short_hash(string);
        match self.find_hashed(hash, string) {
            Some(id) => id,
            None => self.add(hash, string),
        }
    }

    /// The id of `string`, if it is there.
    pub(crate) fn find(&self, string: &[u8]) -> Option<u32> {
        self.find_hashed(self.short_hash(string), string)
    }

    #[inline(always)]
    fn find_hashed(&self, hash: u32, string: &[u8]) -> Option<u32> {
        let start = self.index.find(hash, |start| is_same(self.record(start).1, string))?;
        Some(self.record(start).0)
    }

    #[inline(never)]
    fn add(&mut self, hash: u32, string: &[u8]) -> u32 {
        let id = u32::try_from(self.starts.len()).expect("fewer than 2^32 distinct strings fit in memory");
        let start = u32::try_from(self.records.len() / UNIT).expect("all strings together are shorter than 32 GiB");
        let len = u16::try_from(string.len()).expect("keys are cut to a length far below 64 KiB");
        self.records.extend_from_slice(&id.to_le_bytes());
        self.records.extend_from_slice(&len.to_le_bytes());
        self.records.extend_from_slice(string);
        self.records.resize(self.records.len().next_multiple_of(UNIT), 0);
        self.starts.push(start);
        self.index.insert(hash, start);
        id
    }

    /// The string of an id that this interner gave.
    pub(crate) fn get(&self, id: u32) -> &[u8] {
        self.record(self.starts[id as usize]).1
    }

    /// Id and string of the record that begins there.
    #[inline]
    fn record(&self, start: u32) -> (u32, &[u8]) {
        let record = &self.records[start as usize * UNIT..];
        let Some((&[a, b, c, d, low, high], text)) = record.split_first_chunk() else {
            unreachable!("a record has a head")
        };
        (u32::from_le_bytes([a, b, c, d]), &text[..usize::from(u16::from_le_bytes([low, high]))])
    }

    /// All strings in the order of their ids.
    pub(crate) fn all(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.starts.iter().map(|&start| self.record(start).1)
    }

    /// How many strings there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
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
