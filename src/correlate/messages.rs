//! The messages of one run of lines.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::Key;
use crate::summary::SenderId;
use crate::summary::intern::spread;
use crate::time::Time;

/// A message as the run knows it so far; as [`Out`](super::Out), but the sender is a number of the worker's summary.
#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    PassWithResult,
    Closed,
    Open { sender: SenderId, opened: Time, has_result: bool },
}

/// States by message. The messages stand in a row and the table holds only their places: it stays in the first-level cache,
/// growing it touches no message, and giving all of them away is one walk.
#[derive(Debug, Default)]
pub(super) struct Messages {
    all: Vec<(Key, State)>,
    /// 32 bits of the key's hash, and the place.
    table: HashTable<(u32, u32)>,
    hasher: RandomState,
    /// The place of the last message asked for: a line asks more than once, and the next line is often about the same message.
    last: usize,
}

impl Messages {
    /// The state of a message, if the run knows it.
    pub(super) fn get_mut(&mut self, key: &Key) -> Option<&mut State> {
        if !self.is_last(key) {
            self.last = self.find(self.hash(key), key)?;
        }
        Some(&mut self.all[self.last].1)
    }

    /// Sets a message's state; returns the one before.
    pub(super) fn set(&mut self, key: Key, state: State) -> Option<State> {
        if self.is_last(&key) {
            return Some(std::mem::replace(&mut self.all[self.last].1, state));
        }
        let hash = self.hash(&key);
        if let Some(at) = self.find(hash, &key) {
            self.last = at;
            return Some(std::mem::replace(&mut self.all[at].1, state));
        }
        self.last = self.all.len();
        let at = u32::try_from(self.last).expect("a block has fewer than 2^32 lines");
        self.all.push((key, state));
        self.table.insert_unique(spread(hash), (hash, at), |&(hash, _)| spread(hash));
        None
    }

    /// All messages; none are left.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (Key, State)> {
        self.table.clear();
        self.all.drain(..)
    }

    fn is_last(&self, key: &Key) -> bool {
        self.all.get(self.last).is_some_and(|(last, _)| last == key)
    }

    fn find(&self, hash: u32, key: &Key) -> Option<usize> {
        let same = |&(other, at): &(u32, u32)| other == hash && self.all[at as usize].0 == *key;
        self.table.find(spread(hash), same).map(|&(_, at)| at as usize)
    }

    #[allow(clippy::cast_possible_truncation)] // the lower half of the hash is wanted
    fn hash(&self, key: &Key) -> u32 {
        self.hasher.hash_one(key) as u32
    }
}
