//! Compressed logs, recognised by their first bytes.
//!
//! In: a source's bytes. Out: a reader of its text. Always true: files of several members, frames or streams are read
//! to the end of the last; the file's name is never asked; a decoder that needs more than 128 MiB is refused,
//! so that a crafted file cannot take all memory. What stands behind the last gzip member is left out, as gzip does.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use flate2::bufread::GzDecoder;

/// How many bytes [`Format::of`] needs to see.
pub(super) const MAGIC_BYTES: usize = 6;

/// How much compressed input is read at a time.
const INPUT_BYTES: usize = 256 * 1024;

/// How much memory a decoder may take, in MiB: what `zstd` and `xz` write at their highest level needs half of it.
pub(super) const MEMORY_MIB: u64 = 128;

/// How a source's text is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As it is.
    Plain,
    /// gzip, RFC 1952.
    Gzip,
    /// Zstandard, RFC 8878.
    Zstd,
    /// xz.
    Xz,
    /// bzip2.
    Bzip2,
}

impl Format {
    /// The format that starts with these bytes.
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // A frame, or a skippable frame such as pzstd writes first.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..] => {
                Self::Bzip2
            }
            _ => Self::Plain,
        }
    }

    /// The format's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
            Self::Bzip2 => "bzip2",
        }
    }
}

/// A reader of the text in `input`. `garbage` is set if something other than zeros stands behind a gzip stream.
pub(super) fn decoder(
    format: Format,
    input: impl Read + Send + 'static,
    garbage: &Arc<AtomicBool>,
) -> io::Result<Box<dyn Read + Send>> {
    if format == Format::Plain {
        return Ok(Box::new(input));
    }
    let input = BufReader::with_capacity(INPUT_BYTES, input);
    Ok(match format {
        Format::Plain | Format::Gzip => Box::new(Gzip::new(input, Arc::clone(garbage))),
        Format::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(input)?),
        Format::Xz => {
            let stream = liblzma::stream::Stream::new_stream_decoder(MEMORY_MIB << 20, liblzma::stream::CONCATENATED)?;
            Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
        }
        Format::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
    })
}

/// Whether a decoder failed because of [`MEMORY_MIB`] (which is also zstd's own limit). The packages tell it in the
/// text only.
pub(super) fn is_memory_limit(error: &io::Error) -> bool {
    let text = error.to_string();
    text.contains("too much memory") || text.contains("memory limit")
}

/// A member's input: the bytes already taken to see that it is one, and the rest.
type Member<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

/// All members of a gzip file.
///
/// Unlike `MultiGzDecoder` it ends well where no further member starts: tapes and some tools pad with zeros.
struct Gzip<R: BufRead> {
    member: Option<GzDecoder<Member<R>>>,
    garbage: Arc<AtomicBool>,
}

impl<R: BufRead> fmt::Debug for Gzip<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gzip").field("ended", &self.member.is_none()).finish_non_exhaustive()
    }
}

impl<R: BufRead> Gzip<R> {
    fn new(input: R, garbage: Arc<AtomicBool>) -> Self {
        Self { member: Some(GzDecoder::new(io::Cursor::new(Vec::new()).chain(input))), garbage }
    }

    /// Looks behind a member: the decoder of the next one, or none.
    fn following(&self, mut input: R) -> io::Result<Option<GzDecoder<Member<R>>>> {
        let mut magic = Vec::with_capacity(2);
        (&mut input).take(2).read_to_end(&mut magic)?;
        if magic == [0x1f, 0x8b] {
            return Ok(Some(GzDecoder::new(io::Cursor::new(magic).chain(input))));
        }
        let mut is_padding = magic.iter().all(|&b| b == 0);
        while is_padding {
            let rest = input.fill_buf()?;
            is_padding = rest.iter().all(|&b| b == 0);
            let n = rest.len();
            if n == 0 {
                break;
            }
            input.consume(n);
        }
        if !is_padding {
            self.garbage.store(true, Ordering::Relaxed);
        }
        Ok(None)
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let n = member.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            let Some(member) = self.member.take() else { break };
            self.member = self.following(member.into_inner().into_inner().1)?;
        }
        Ok(0)
    }
}
