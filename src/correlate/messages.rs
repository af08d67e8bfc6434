//! The messages of one run of lines.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::Key;
use super::life::Passage;
use crate::places::Places;
use crate::summary::{Fate, SenderId};
use crate::time::Time;

/// A message in the queue; as [`Opening`](super::Opening), but the sender is a number of the worker's summary.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenState {
    pub(super) sender: SenderId,
    pub(super) size: u64,
    pub(super) opened: Time,
    pub(super) has_result: bool,
    pub(super) fate: Fate,
}

/// What the run did to a message so far.
pub(super) type State = Passage<u64, OpenState>;

/// States by message. The messages stand in a row and the index holds only their places: it stays in the first-level cache,
/// growing it touches no message, and giving all of them away is one walk.
#[derive(Debug, Default)]
pub(super) struct Messages {
    all: Vec<(Key, State)>,
    /// By 32 bits of the key's hash.
    index: Places,
    hasher: RandomState,
    /// The place of the last message asked for: a line asks more than once, and the next line is often about the same message.
    last: usize,
}

impl Messages {
    /// The state of a message, if the run knows it.
    #[inline(always)]
    pub(super) fn get_mut(&mut self, key: &Key) -> Option<&mut State> {
        if !self.is_last(key) {
            self.last = self.find(self.hash(key), key)?;
        }
        Some(&mut self.all[self.last].1)
    }

    /// The state of a message, and whether it is new to the run.
    #[inline(always)]
    pub(super) fn value(&mut self, key: Key) -> (&mut State, bool) {
        if self.is_last(&key) {
            return (&mut self.all[self.last].1, false);
        }
        let hash = self.hash(&key);
        let found = self.find(hash, &key);
        self.last = found.unwrap_or(self.all.len());
        if found.is_none() {
            let at = u32::try_from(self.last).expect("a block has fewer than 2^32 lines");
            self.all.push((key, State::NOTHING));
            self.index.insert(hash, at);
        }
        (&mut self.all[self.last].1, found.is_none())
    }

    /// All messages; none are left.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (Key, State)> {
        self.index.clear();
        self.all.drain(..)
    }

    #[inline(always)]
    fn is_last(&self, key: &Key) -> bool {
        self.all.get(self.last).is_some_and(|(last, _)| last == key)
    }

    #[inline(always)]
    fn find(&self, hash: u32, key: &Key) -> Option<usize> {
        self.index.find(hash, |at| self.all[at as usize].0 == *key).map(|at| at as usize)
    }

    #[allow(clippy::cast_possible_truncation)] // the lower half of the hash is wanted
    fn hash(&self, key: &Key) -> u32 {
        self.hasher.hash_one(key) as u32
    }
}
