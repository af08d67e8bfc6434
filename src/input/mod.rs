//! Input: from paths to blocks of whole lines.
//!
//! In: paths, directories, `-`, or nothing (the standard places). Out: [`Source`]s in time order without doubles, each
//! opened as an [`OpenSource`] that gives [`Block`]s of whole lines to any number of threads. Always true: this is the
//! only module that reads log files; formats are recognised by content; every line is delivered exactly once however
//! the source is cut into blocks; memory is bounded by block length and [`MAX_LINE`]; a source that cannot be read is
//! an [`Error`](crate::error::Error) of its own and stops no other.

mod block;
mod chunk;
mod compressed;
mod discover;
mod doubles;
mod exim;
mod journal;
mod last_line;
mod lines;
mod open;
mod program;
pub mod rotated;
mod sniff;
mod source;
mod standard;
mod stream;

#[cfg(test)]
mod tests;

pub use block::Block;
pub use compressed::Format;
pub use discover::{DiscoverOptions, Discovery, discover};
pub use last_line::last_line;
pub use lines::{Lines, MAX_LINE, RawLine, lines};
pub use open::{HEAD_BYTES, Next, OpenSource};
pub use rotated::Role;
pub use source::{Identity, Note, STDIN, Source, SourceKind};
