//! The lines of a block.
//!
//! In: bytes of whole lines ([`super::Block::bytes`]). Out: each line without its line end. Always true: joining a
//! log's blocks in order gives the same lines however the log was cut into blocks; no line is longer than [`MAX_LINE`];
//! empty lines are lines. Whether a line is cut is decided on its raw bytes (before NULs and CR are taken off), because
//! a block may hold only the first `MAX_LINE + 1` bytes of it.

use std::iter::FusedIterator;

use crate::near::Every;

/// The longest line delivered, in bytes; what is beyond is cut off.
pub const MAX_LINE: usize = 64 * 1024;

/// One line, without line end and leading NULs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLine<'a> {
    /// The line's bytes, at most [`MAX_LINE`].
    pub bytes: &'a [u8],
    /// Whether the line was longer and its end is missing.
    pub cut: bool,
}

impl<'a> RawLine<'a> {
    #[inline]
    fn new(raw: &'a [u8]) -> Self {
        if raw.len() > MAX_LINE {
            return Self { bytes: without_leading_nuls(&raw[..MAX_LINE]), cut: true };
        }
        let bytes = raw.strip_suffix(b"\r").unwrap_or(raw);
        match bytes.first() {
            Some(0) => Self { bytes: without_leading_nuls(bytes), cut: false },
            _ => Self { bytes, cut: false },
        }
    }
}

/// A crash, or truncation under a writer, leaves a hole that reads as NULs in front of the next line.
#[cold]
fn without_leading_nuls(bytes: &[u8]) -> &[u8] {
    let n_nuls = bytes.iter().take_while(|&&b| b == 0).count();
    &bytes[n_nuls..]
}

/// Iterator over the lines of a block, made by [`lines`].
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    newlines: Every<'a>,
    start: usize,
}

/// The lines in these bytes. A last line without newline counts; nothing after a last newline is no line.
#[must_use]
pub fn lines(bytes: &[u8]) -> Lines<'_> {
    Lines { bytes, newlines: Every::new(b'\n', bytes), start: 0 }
}

impl<'a> Iterator for Lines<'a> {
    type Item = RawLine<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<RawLine<'a>> {
        let (end, next) = match self.newlines.next() {
            Some(newline) => (newline, newline + 1),
            None if self.start < self.bytes.len() => (self.bytes.len(), self.bytes.len()),
            None => return None,
        };
        let raw = &self.bytes[self.start..end];
        self.start = next;
        Some(RawLine::new(raw))
    }
}

impl FusedIterator for Lines<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<&[u8]> {
        lines(bytes).map(|line| line.bytes).collect()
    }

    #[test]
    fn line_ends_and_nuls_are_taken_off() {
        assert_eq!(texts(b""), Vec::<&[u8]>::new());
        assert_eq!(texts(b"\n"), vec![b"".as_slice()]);
        assert_eq!(texts(b"a\r\n\n\0\0b\nc\r"), vec![b"a".as_slice(), b"", b"b", b"c"]);
        assert_eq!(texts(b"a\0b\r\r\n\0\n"), vec![b"a\0b\r".as_slice(), b""]);
        assert_eq!(texts(b"\xff\xfe\n"), vec![b"\xff\xfe".as_slice()]);
    }

    #[test]
    fn long_lines_are_cut_on_their_raw_length() {
        let mut text = vec![b'x'; MAX_LINE];
        text.extend(b"\n");
        assert!(!lines(&text).next().unwrap().cut);
        text.insert(0, b'x');
        text.extend(b"next");
        let found: Vec<_> = lines(&text).collect();
        assert!(found[0].cut && found[0].bytes.len() == MAX_LINE);
        assert_eq!(found[1], RawLine { bytes: b"next", cut: false });
        // A block may hold only the first MAX_LINE + 1 bytes of a long line: a CR there is not its end.
        let mut start = vec![b'x'; MAX_LINE];
        start.push(b'\r');
        assert!(lines(&start).next().unwrap().cut);
    }
}
