//! One plain file, read by many threads at once.
//!
//! In: an open regular file, its size, a chunk length. Out: block *i* with exactly the lines that start in chunk *i*, at once
//! or in pieces. Always true: every line that starts before the size taken at open is in exactly one
//! block, whatever the chunk length; a read goes at most [`MAX_LINE`] + 1 bytes past the chunk; a file that gets
//! shorter meanwhile gives short or empty blocks and is remembered, one that grows is read to the line that was its last.
//! The file is not mapped: a log that is truncated while mapped kills the process.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use memchr::{memchr, memrchr};

use super::block::Block;
use super::lines::MAX_LINE;

/// How much is read at a time to find the end of a chunk's last line. Most lines are far shorter.
const EXTENSION_BYTES: usize = 4 * 1024;

/// The last chunks are shorter, so that all threads end at about the same time: so many chunks' length is cut finer.
const FINE_CHUNKS: u64 = 2;
/// So many fine chunks are as long as another one.
const FINENESS: u64 = 4;

/// A file's chunks, to be claimed one by one.
#[derive(Debug)]
pub(super) struct Chunks {
    file: File,
    size: u64,
    chunk_bytes: u64,
    /// How much of a chunk is read at a time.
    piece_bytes: u64,
    next: AtomicU64,
    bytes_read: AtomicU64,
    shrank: AtomicBool,
}

/// A chunk that could not be read: its byte range and the system's error.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) error: io::Error,
}

impl Chunks {
    pub(super) fn new(file: File, size: u64, chunk_bytes: usize) -> Self {
        Self {
            file,
            size,
            chunk_bytes: chunk_bytes.max(1) as u64,
            piece_bytes: u64::MAX,
            next: AtomicU64::new(0),
            bytes_read: AtomicU64::new(0),
            shrank: AtomicBool::new(false),
        }
    }

    /// Gives each chunk in pieces of this length.
    pub(super) fn in_pieces(mut self, piece_bytes: usize) -> Self {
        self.piece_bytes = piece_bytes.max(1) as u64;
        self
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// Where the chunk of this number begins, if the file has it.
    fn start(&self, index: u64) -> Option<u64> {
        let n_whole = (self.size / self.chunk_bytes).saturating_sub(FINE_CHUNKS);
        let fine = (self.chunk_bytes / FINENESS).max(1);
        let start = match index.checked_sub(n_whole) {
            None => index * self.chunk_bytes,
            Some(n_fine) => n_fine.checked_mul(fine)?.checked_add(n_whole * self.chunk_bytes)?,
        };
        (start < self.size).then_some(start)
    }

    /// Whether any chunk had fewer bytes than the size at open promised.
    pub(super) fn shrank(&self) -> bool {
        self.shrank.load(Ordering::Relaxed)
    }

    pub(super) fn into_file(self) -> File {
        self.file
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Claims the next chunk and reads its lines, or its first piece; false when all are claimed. On an error the block is
    /// empty and has the chunk's number; other pieces and chunks are not affected.
    pub(super) fn next_block(&self, block: &mut Block) -> Result<bool, Unreadable> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(from) = self.start(index) else { return Ok(false) };
        let to = self.start(index + 1).unwrap_or(self.size);
        block.reset(index, from);
        block.rest = from..to;
        self.next_piece(block)
    }

    /// Reads the next piece of the block's chunk; false if there is none.
    pub(super) fn next_piece(&self, block: &mut Block) -> Result<bool, Unreadable> {
        let Range { start: from, end } = block.rest;
        if from >= end {
            return Ok(false);
        }
        let to = from.saturating_add(self.piece_bytes).min(end);
        block.rest.start = to;
        block.used = 0..0;
        self.fill(block, from, to).map_err(|error| Unreadable { from, to, error })?;
        Ok(true)
    }

    fn fill(&self, block: &mut Block, from: u64, to: u64) -> io::Result<()> {
        // The byte in front tells whether a line starts at `from`.
        let n_before = u64::from(from > 0);
        let base = from - n_before;
        let wanted = usize::try_from(to - base).map_err(|_| io::ErrorKind::OutOfMemory)?;
        block.reserve(wanted + EXTENSION_BYTES);
        let n = read_at_most(&self.file, &mut block.buffer[..wanted], base)?;
        if n < wanted {
            self.shrank.store(true, Ordering::Relaxed);
        }
        let start = match memchr(b'\n', &block.buffer[..n]) {
            _ if n_before == 0 => 0,
            Some(newline) => newline + 1,
            None => n,
        };
        // Where a line begins that does not end here.
        let line = memrchr(b'\n', &block.buffer[start..n]).map_or(start, |newline| start + newline + 1);
        let is_left = line > start && n == wanted && to < block.rest.end;
        let end = if is_left {
            // The next piece begins with it. Pieces that began a byte before a round place were copied from just before a page to
            // just behind the beginning of another, and the waits of the processor took a tenth of a run.
            block.rest.start = base + line as u64;
            line
        } else {
            self.extend_last_line(block, line, n, base)?
        };
        let n_mine = end.min(n) as u64;
        self.bytes_read.fetch_add(n_mine.saturating_sub(n_before), Ordering::Relaxed);
        block.offset = base + start as u64;
        block.used = start..end;
        Ok(())
    }

    /// Reads on from `end` until the line that begins at `line` is whole or sure to be cut; the new end.
    fn extend_last_line(&self, block: &mut Block, line: usize, end: usize, base: u64) -> io::Result<usize> {
        let mut end = end;
        if line == end {
            return Ok(end);
        }
        while end - line <= MAX_LINE {
            let wanted = EXTENSION_BYTES.min(MAX_LINE + 1 - (end - line));
            block.reserve(end + wanted);
            let n = read_at_most(&self.file, &mut block.buffer[end..end + wanted], base + end as u64)?;
            if let Some(newline) = memchr(b'\n', &block.buffer[end..end + n]) {
                return Ok(end + newline + 1);
            }
            end += n;
            if n < wanted {
                break;
            }
        }
        Ok(end)
    }
}

/// Fills the buffer from this position; less only at the file's end.
pub(super) fn read_at_most(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match file.read_at(&mut buffer[n..], position + n as u64) {
            Ok(0) => break,
            Ok(more) => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n)
}
