//! Everything that goes on at once: a slab of stories, and whose turn it is when.
//!
//! A story (a message, a session) writes one line or a few at its turn and then says when it wants the next. Memory
//! is bounded by what is in flight. A story's slot number is its own as long as it runs, so ids built from it are unique.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The stories in flight.
#[derive(Debug)]
pub struct Schedule<S> {
    turns: BinaryHeap<Reverse<(u64, u64, u32)>>,
    stories: Vec<Option<S>>,
    free: Vec<u32>,
    sequence: u64,
}

impl<S> Schedule<S> {
    /// Nothing in flight.
    pub fn new() -> Self {
        Self { turns: BinaryHeap::new(), stories: Vec::new(), free: Vec::new(), sequence: 0 }
    }

    /// Adds a story with its first turn at `time`; the slot is told to `make`.
    pub fn add(&mut self, time: u64, make: impl FnOnce(u32) -> S) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.stories.push(None);
            u32::try_from(self.stories.len() - 1).unwrap_or(u32::MAX)
        });
        self.stories[slot as usize] = Some(make(slot));
        self.turn(time, slot);
        slot
    }

    /// When the next turn is.
    pub fn next_time(&self) -> Option<u64> {
        self.turns.peek().map(|Reverse((time, ..))| *time)
    }

    /// Takes the story whose turn is next; it goes back with [`Self::resume`] or [`Self::drop`].
    pub fn take(&mut self) -> Option<(u64, u32, S)> {
        let Reverse((time, _, slot)) = self.turns.pop()?;
        let story = self.stories[slot as usize].take()?;
        Some((time, slot, story))
    }

    /// Puts a story back; its next turn is at `time`.
    pub fn resume(&mut self, time: u64, slot: u32, story: S) {
        self.stories[slot as usize] = Some(story);
        self.turn(time, slot);
    }

    /// The story in this slot is over.
    pub fn drop(&mut self, slot: u32) {
        self.free.push(slot);
    }

    fn turn(&mut self, time: u64, slot: u32) {
        self.sequence += 1;
        self.turns.push(Reverse((time, self.sequence, slot)));
    }
}
