//! A text that can only be read front to back: compressed files, pipes, decoded journals.
//!
//! In: a reader. Out: blocks of about the wanted length. Always true: the blocks' bytes are the text's lines in order,
//! except that of a line longer than [`MAX_LINE`] at a block's end only the first `MAX_LINE + 1` bytes are kept; memory
//! is bounded by the block and one line. When the reader fails, the whole lines before are delivered first, and the
//! failure once after them.

use std::fmt;
use std::io::{self, Read};

use memchr::{memchr, memrchr};

use super::block::Block;
use super::lines::MAX_LINE;

/// The length of each read, whatever the block length: a decoder that fails keeps back what it had decoded in that
/// call, so that only a fixed length makes a corrupt file's text the same for every block length.
const READ_BYTES: usize = 64 * 1024;

/// The reader's text, cut into blocks.
pub(super) struct Stream {
    reader: Box<dyn Read + Send>,
    /// The start of a line whose end is not read yet.
    carry: Vec<u8>,
    chunk_bytes: usize,
    index: u64,
    /// How many bytes of text the reader has given.
    text_bytes: u64,
    /// The reader stands inside an overlong line whose start was delivered.
    skipping: bool,
    ended: bool,
    failure: Option<io::Error>,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("index", &self.index)
            .field("text_bytes", &self.text_bytes)
            .finish_non_exhaustive()
    }
}

impl Stream {
    pub(super) fn new(reader: Box<dyn Read + Send>, chunk_bytes: usize) -> Self {
        Self {
            reader,
            carry: Vec::new(),
            chunk_bytes: chunk_bytes.max(1),
            index: 0,
            text_bytes: 0,
            skipping: false,
            ended: false,
            failure: None,
        }
    }

    pub(super) fn text_bytes(&self) -> u64 {
        self.text_bytes
    }

    /// Reads the first bytes of the text without taking them away. Call it before the first block.
    pub(super) fn read_head(&mut self, bytes: usize) -> &[u8] {
        let mut head = vec![0; bytes + READ_BYTES];
        let mut filled = 0;
        self.read_up_to(&mut head, &mut filled, bytes);
        head.truncate(filled);
        self.carry = head;
        &self.carry[..filled.min(bytes)]
    }

    /// The failure that came before any text was delivered. Call it before the first block.
    pub(super) fn into_failure(self) -> Option<io::Error> {
        self.failure
    }

    /// The text as a reader, from its beginning. Call it before the first block.
    pub(super) fn into_text(self) -> impl Read + Send {
        io::Cursor::new(self.carry).chain(Failing { failure: self.failure, reader: self.reader })
    }

    /// The next block; false at the end. A failure comes once, with an empty block that has the next number.
    pub(super) fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        block.reset(self.index, self.text_bytes);
        block.reserve(self.carry.len());
        let mut filled = self.carry.len();
        block.buffer[..filled].copy_from_slice(&self.carry);
        self.carry.clear();
        let end = self.fill(block, &mut filled);
        if end > 0 {
            block.offset = self.text_bytes - filled as u64;
            block.used = 0..end;
            self.index += 1;
            return Ok(true);
        }
        match self.failure.take() {
            Some(error) => Err(error),
            None => Ok(false),
        }
    }

    /// Reads until the block holds a line's end (or enough of a line too long); where the block ends.
    fn fill(&mut self, block: &mut Block, filled: &mut usize) -> usize {
        let mut target = self.chunk_bytes;
        let mut searched = 0;
        loop {
            block.reserve(target + READ_BYTES);
            self.read_up_to(&mut block.buffer, filled, target);
            let text = &block.buffer[..*filled];
            let line = memrchr(b'\n', &text[searched..]).map_or(0, |newline| searched + newline + 1);
            let tail = &text[line..];
            if self.ended {
                // The line that a failure broke off is not a line.
                return if self.failure.is_some() { line } else { *filled };
            }
            if tail.len() > MAX_LINE {
                self.skipping = true;
                return line + MAX_LINE + 1;
            }
            if line > 0 {
                self.carry.extend_from_slice(tail);
                return line;
            }
            searched = *filled;
            target = *filled + self.chunk_bytes;
        }
    }

    /// Reads until `target` bytes are filled (or up to [`READ_BYTES`] more) or the text ends, leaving out the rest of a
    /// line that was too long.
    fn read_up_to(&mut self, buffer: &mut [u8], filled: &mut usize, target: usize) {
        while *filled < target && !self.ended {
            let n = match self.reader.read(&mut buffer[*filled..*filled + READ_BYTES]) {
                Ok(0) => {
                    self.ended = true;
                    0
                }
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failure = Some(error);
                    self.ended = true;
                    0
                }
            };
            self.text_bytes += n as u64;
            *filled += if self.skipping { self.skip(&mut buffer[*filled..*filled + n]) } else { n };
        }
    }

    /// Drops the bytes up to the overlong line's newline; how many remain, now in front.
    fn skip(&mut self, fresh: &mut [u8]) -> usize {
        let Some(newline) = memchr(b'\n', fresh) else { return 0 };
        self.skipping = false;
        fresh.copy_within(newline + 1.., 0);
        fresh.len() - newline - 1
    }
}

/// A reader whose failure was met already.
struct Failing {
    failure: Option<io::Error>,
    reader: Box<dyn Read + Send>,
}

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.failure.take() {
            Some(error) => Err(error),
            None => self.reader.read(buffer),
        }
    }
}
