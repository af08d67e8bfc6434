//! What a line without an event notes, told by its first words.
//!
//! In: an entry of an MTA's table of known first words. Out: a call to the [`Sink`], if the line holds a notice.

use crate::event::{Sink, Stage};
use crate::notice::{Break, Notice, Severity, Signal};

/// What a line with known first words notes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sense {
    /// Nothing.
    Silent,
    /// This.
    Signal(Signal),
    /// A session with a client that broke.
    Broken(Break, Stage),
    /// Itself: it is a warning.
    Warning,
    /// Itself, and this.
    Complaint(Signal),
    /// What this reader finds in it.
    Read(for<'a> fn(&'a [u8]) -> Option<Notice<'a>>),
}

impl Sense {
    /// Tells `sink` what the line notes.
    pub(super) fn tell<'a>(self, text: &'a [u8], sink: &mut impl Sink<'a>) {
        let notice = match self {
            Self::Silent => return,
            Self::Signal(signal) => Some(Notice::Signal(signal)),
            Self::Broken(how, stage) => Some(Notice::Broken { how, stage }),
            Self::Warning => Some(Notice::Complaint { severity: Severity::Warning, text, signal: None }),
            Self::Complaint(signal) => {
                Some(Notice::Complaint { severity: Severity::Warning, text, signal: Some(signal) })
            }
            Self::Read(read) => read(text),
        };
        if let Some(notice) = notice {
            sink.notice(notice);
        }
    }
}
