//! What a line without an event notes, told by its first words.
//!
//! In: an entry of an MTA's table of known first words. Out: a call to the [`Sink`], if the line holds a notice.

use crate::event::Sink;
use crate::notice::{Notice, Severity, Signal};

/// What a line with known first words notes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sense {
    /// Nothing.
    Silent,
    /// This.
    Signal(Signal),
    /// Itself: it is a warning.
    Warning,
    /// What this reader finds in it.
    Read(for<'a> fn(&'a [u8]) -> Option<Notice<'a>>),
}

impl Sense {
    /// Tells `sink` what the line notes.
    pub(super) fn tell<'a>(self, text: &'a [u8], sink: &mut impl Sink<'a>) {
        let notice = match self {
            Self::Silent => return,
            Self::Signal(signal) => Some(Notice::Signal(signal)),
            Self::Warning => Some(Notice::Complaint { severity: Severity::Warning, text, signal: None }),
            Self::Read(read) => read(text),
        };
        if let Some(notice) = notice {
            sink.notice(notice);
        }
    }
}
