//! A block: a run of whole lines, read into a buffer that is used again.
//!
//! In: a reader of this stage fills it. Out: its bytes, its number in the source and its place in the text. Always
//! true: it starts at a line's first byte; it ends behind a newline, at the source's end, or inside a line of which
//! more than [`MAX_LINE`](super::MAX_LINE) bytes are there; it may be empty.

use std::ops::Range;

use super::lines::{Lines, lines};

/// A run of whole lines of one source. Make one per thread and have it filled again and again.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The block's number in its source: 0, 1, 2 … in the order of the text, none left out.
    pub index: u64,
    /// Where the block's first byte stands in the source's (decoded) text.
    pub offset: u64,
    /// Longer than what is in use, so that it need not be zeroed again for each fill.
    pub(super) buffer: Vec<u8>,
    pub(super) used: Range<usize>,
    /// The bytes of the source whose lines belong to the block and are not read yet.
    pub(super) rest: Range<u64>,
}

impl Block {
    /// An empty block.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The lines, with their line ends.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.used.clone()]
    }

    /// The lines, without their line ends.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        lines(self.bytes())
    }

    /// Empties the block and gives it its number.
    pub(super) fn reset(&mut self, index: u64, offset: u64) {
        self.index = index;
        self.offset = offset;
        self.used = 0..0;
        self.rest = 0..0;
    }

    /// Makes room for at least `bytes` bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        if self.buffer.len() < bytes {
            self.buffer.resize(bytes, 0);
        }
    }
}
