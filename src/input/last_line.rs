//! The last line of a source, for finding the year of stamps that have none.
//!
//! In: a source that can be read twice. Out: its last whole line. Always true: a plain file costs one read at its end,
//! a compressed one is decoded to its end.

use super::block::Block;
use super::chunk::read_at_most;
use super::lines::{MAX_LINE, lines};
use super::open::{OpenSource, Text};
use super::source::Source;
use crate::error::Error;

const BLOCK_BYTES: usize = 1024 * 1024;

/// The last line of the source that is whole and not empty; a line without newline if there is no other. None for
/// sources without lines, and for pipes, which can be read only once.
pub fn last_line(source: &Source) -> Result<Option<Vec<u8>>, Error> {
    if !source.is_file() {
        return Ok(None);
    }
    let opened = OpenSource::open(source, BLOCK_BYTES)?;
    if opened.is_parallel() { plain(source) } else { decoded(&opened) }
}

fn plain(source: &Source) -> Result<Option<Vec<u8>>, Error> {
    let fail = |error| Error::io(&source.path, error);
    let Text::Plain { file, size } =
        Text::open(source, &std::sync::Arc::default(), &std::sync::Arc::default()).map_err(fail)?
    else {
        return Ok(None);
    };
    let wanted = (MAX_LINE as u64 + 2).min(size);
    let mut tail = vec![0; usize::try_from(wanted).unwrap_or_default()];
    let n = read_at_most(&file, &mut tail, size - wanted).map_err(fail)?;
    let tail = &tail[..n];
    // What stands before the first newline may be the end of a line only.
    let start = if wanted < size { memchr::memchr(b'\n', tail).map_or(0, |newline| newline + 1) } else { 0 };
    Ok(last_of(&tail[start..]))
}

fn decoded(opened: &OpenSource) -> Result<Option<Vec<u8>>, Error> {
    let mut block = Block::new();
    let mut last = None;
    loop {
        match opened.next_block(&mut block) {
            Ok(true) => last = last_of(block.bytes()).or(last),
            Ok(false) => return Ok(last),
            // Its reader tells the fault when it counts the source.
            Err(error) if error.is_partial() => return Ok(last),
            Err(error) => return Err(error),
        }
    }
}

fn last_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let whole = memchr::memrchr(b'\n', bytes).map_or(&[][..], |newline| &bytes[..newline]);
    let last_in = |bytes| lines(bytes).filter(|line| !line.bytes.is_empty()).last().map(|line| line.bytes.to_vec());
    last_in(whole).or_else(|| last_in(bytes))
}
