//! An open source: its format found out, ready to give blocks.
//!
//! In: a [`Source`]. Out: blocks of whole lines, to any number of threads at once. Always true: the format comes from
//! the content; what is not text is refused at open; a fault while reading is told once and never loses the lines
//! before it.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::block::Block;
use super::chunk::{Chunks, Unreadable, read_at_most};
use super::compressed::{self, Format, MAGIC_BYTES, MEMORY_MIB};
use super::journal::{self, Journal};
use super::program::{self, Output};
use super::source::{Note, Source, SourceKind};
use super::stream::Stream;
use super::{sniff, standard};
use crate::error::{Error, Kind};

/// How much of the beginning of a source's text is kept in [`OpenSource::head`].
pub const HEAD_BYTES: usize = 64 * 1024;

/// What [`OpenSource::try_next_block`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The block is filled.
    Block,
    /// There is nothing more.
    End,
    /// Another thread is reading; there may be more.
    WouldBlock,
}

/// A source that is being read. All methods take `&self`: share it between threads.
#[derive(Debug)]
pub struct OpenSource {
    path: PathBuf,
    format: Format,
    head: Vec<u8>,
    body: Body,
    input_bytes: Option<u64>,
    bytes_read: Arc<AtomicU64>,
    garbage: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Body {
    Chunks(Chunks),
    Stream(Mutex<Stream>),
}

/// A source's decoded text, before anything is known about it.
pub(super) enum Text {
    Plain { file: File, size: u64 },
    Stream { reader: Box<dyn Read + Send>, format: Format, size: Option<u64> },
}

impl Text {
    pub(super) fn open(source: &Source, bytes_read: &Arc<AtomicU64>, garbage: &Arc<AtomicBool>) -> io::Result<Self> {
        if source.kind == SourceKind::Journal {
            let inner = Output::start(&source.path, &journal::QUERY)?;
            let reader = Box::new(Counted { inner, bytes_read: Arc::clone(bytes_read) });
            return Ok(Self::Stream { reader, format: Format::Plain, size: None });
        }
        let mut file = source.open()?;
        let size = Some(file.metadata()?).filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
        // Only at its beginning can a regular file be read by position: the standard input may stand elsewhere.
        let mut start = Vec::with_capacity(MAGIC_BYTES);
        let at_start = size.is_some() && file.stream_position()? == 0;
        (&mut file).take(MAGIC_BYTES as u64).read_to_end(&mut start)?;
        let format = Format::of(&start);
        if let (Format::Plain, Some(size), true) = (format, size, at_start) {
            return Ok(Self::Plain { file, size });
        }
        let input = Counted { inner: io::Cursor::new(start).chain(file), bytes_read: Arc::clone(bytes_read) };
        Ok(Self::Stream { reader: compressed::decoder(format, input, garbage)?, format, size })
    }
}

impl OpenSource {
    /// Opens the source. `chunk_bytes` is the length of a block, about.
    pub fn open(source: &Source, chunk_bytes: usize) -> Result<Self, Error> {
        let bytes_read = Arc::default();
        let garbage = Arc::default();
        let fail = |error| Error::io(&source.path, error);
        let text = Text::open(source, &bytes_read, &garbage).map_err(fail)?;
        let (head, body, format, input_bytes) = match text {
            Text::Plain { file, size } => {
                let mut head = vec![0; usize::try_from(size).unwrap_or(HEAD_BYTES).min(HEAD_BYTES)];
                let n = read_at_most(&file, &mut head, 0).map_err(fail)?;
                head.truncate(n);
                (head, Body::Chunks(Chunks::new(file, size, chunk_bytes)), Format::Plain, Some(size))
            }
            Text::Stream { reader, format, size } => {
                let mut stream = Stream::new(reader, chunk_bytes);
                let head = stream.read_head(HEAD_BYTES).to_vec();
                if source.kind == SourceKind::Journal && !journal::is_export(&head) {
                    return Err(without_entries(source, stream));
                }
                (head, Body::Stream(Mutex::new(stream)), format, size)
            }
        };
        if let Some(kind) = sniff::not_text(&head) {
            return Err(Error::new(&source.path, kind));
        }
        let path = source.path.clone();
        let opened = Self { path, format, head, body, input_bytes, bytes_read, garbage };
        if journal::is_export(&opened.head) { opened.into_journal(source, chunk_bytes) } else { Ok(opened) }
    }

    /// The same source with a decoder for the journal's export format in between.
    fn into_journal(mut self, source: &Source, chunk_bytes: usize) -> Result<Self, Error> {
        let input: Box<dyn Read + Send> = match self.body {
            Body::Chunks(chunks) => {
                let mut file = chunks.into_file();
                file.rewind().map_err(|error| Error::io(&source.path, error))?;
                Box::new(Counted { inner: file, bytes_read: Arc::clone(&self.bytes_read) })
            }
            Body::Stream(stream) => Box::new(stream.into_inner().unwrap_or_else(PoisonError::into_inner).into_text()),
        };
        let mut stream = Stream::new(Box::new(Journal::new(input)), chunk_bytes);
        self.head = stream.read_head(HEAD_BYTES).to_vec();
        self.body = Body::Stream(Mutex::new(stream));
        Ok(self)
    }

    /// Gives the blocks of a plain file in pieces of about this length: [`Self::next_block`] the first one of each,
    /// [`Self::next_piece`] the others. Memory that is used again soon is still in the cache.
    #[must_use]
    pub fn in_pieces(mut self, piece_bytes: usize) -> Self {
        if let Body::Chunks(chunks) = self.body {
            self.body = Body::Chunks(chunks.in_pieces(piece_bytes));
        }
        self
    }

    /// Fills the block with its next lines; false if it has no more.
    pub fn next_piece(&self, block: &mut Block) -> Result<bool, Error> {
        match &self.body {
            Body::Chunks(chunks) => chunks.next_piece(block).map_err(|unreadable| self.unreadable(unreadable)),
            Body::Stream(_) => Ok(false),
        }
    }

    fn unreadable(&self, unreadable: Unreadable) -> Error {
        let Unreadable { from, to, error } = unreadable;
        Error::new(&self.path, Kind::Range { from, to, error })
    }

    /// Fills the block with the next lines; false at the end. May be called by many threads at once.
    ///
    /// After an error the block is empty; call again until the end, for a fault in the middle of a plain file costs
    /// only the lines there.
    pub fn next_block(&self, block: &mut Block) -> Result<bool, Error> {
        match &self.body {
            Body::Chunks(chunks) => chunks.next_block(block).map_err(|unreadable| self.unreadable(unreadable)),
            Body::Stream(stream) => self.next_of_stream(stream.lock().unwrap_or_else(PoisonError::into_inner), block),
        }
    }

    /// As [`Self::next_block`], but does not wait for another thread that is decompressing or reading a pipe.
    pub fn try_next_block(&self, block: &mut Block) -> Result<Next, Error> {
        let filled = match &self.body {
            Body::Chunks(_) => self.next_block(block)?,
            Body::Stream(stream) => match stream.try_lock() {
                Ok(stream) => self.next_of_stream(stream, block)?,
                Err(TryLockError::Poisoned(stream)) => self.next_of_stream(stream.into_inner(), block)?,
                Err(TryLockError::WouldBlock) => return Ok(Next::WouldBlock),
            },
        };
        Ok(if filled { Next::Block } else { Next::End })
    }

    fn next_of_stream(&self, mut stream: MutexGuard<'_, Stream>, block: &mut Block) -> Result<bool, Error> {
        stream.next_block(block).map_err(|error| {
            let text_bytes = stream.text_bytes();
            let format = if self.format == Format::Plain { "journal export" } else { self.format.name() };
            let kind = match error.kind() {
                _ if error.raw_os_error().is_some() => Kind::Io(error),
                _ if program::is_complaint(&error) => Kind::Program { text_bytes, said: error.to_string() },
                _ if compressed::is_memory_limit(&error) => Kind::TooLarge { format, limit_mib: MEMORY_MIB },
                io::ErrorKind::UnexpectedEof => Kind::EndsEarly { format, text_bytes },
                _ => Kind::Corrupt { format, text_bytes, reason: error.to_string() },
            };
            Error::new(&self.path, kind)
        })
    }

    /// What went wrong without ending the source; ask after the end.
    #[must_use]
    pub fn problem(&self) -> Option<Error> {
        let Body::Chunks(chunks) = &self.body else { return None };
        let kind = Kind::Shrank { read: chunks.bytes_read(), expected: chunks.size() };
        chunks.shrank().then(|| Error::new(&self.path, kind))
    }

    /// What is worth telling; ask after the end.
    #[must_use]
    pub fn note(&self) -> Option<Note> {
        self.garbage.load(Ordering::Relaxed).then(|| Note::TrailingGarbage(self.path.clone()))
    }

    /// The beginning of the text, up to [`HEAD_BYTES`].
    #[must_use]
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// How the text is stored.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether several threads can read different parts at the same time.
    #[must_use]
    pub fn is_parallel(&self) -> bool {
        matches!(self.body, Body::Chunks(_))
    }

    /// How many bytes of the input (compressed as it is) were read so far.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        match &self.body {
            Body::Chunks(chunks) => chunks.bytes_read(),
            Body::Stream(_) => self.bytes_read.load(Ordering::Relaxed),
        }
    }

    /// How many there are, if that is known.
    #[must_use]
    pub fn input_bytes(&self) -> Option<u64> {
        self.input_bytes
    }
}

/// Why the journal gives nothing, before its first block.
fn without_entries(source: &Source, stream: Stream) -> Error {
    let kind = match stream.into_failure() {
        Some(error) if error.raw_os_error().is_some() => Kind::Io(error),
        Some(error) => Kind::Program { text_bytes: 0, said: error.to_string() },
        None => Kind::NoEntries(standard::places()),
    };
    Error::new(&source.path, kind)
}

/// Counts what goes through.
struct Counted<R> {
    inner: R,
    bytes_read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes_read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
