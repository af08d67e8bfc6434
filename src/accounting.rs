//! What became of every line of a source: nothing is dropped silently.

use crate::event::Kind;

/// Numbers of lines by what they turned out to be. `lines + surplus = events + recognised + other + unrecognised + duplicates`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accounting {
    /// Lines read.
    pub lines: u64,
    /// Events by kind, in the order of [`Kind::ALL`], before any filter.
    pub events: [u64; Kind::ALL.len()],
    /// Events beyond the first of their line: `message repeated N times`, and lines that record two replies.
    pub surplus: u64,
    /// Lines of a known MTA and shape that record no event.
    pub recognised: u64,
    /// Lines of other programs.
    pub other: u64,
    /// Lines without a known frame, and messages of a known MTA without a known shape.
    pub unrecognised: u64,
    /// Lines that another source of the same run has already given.
    pub duplicates: u64,
    /// Of the lines: longer than 64 KiB and cut there.
    pub cut: u64,
    /// Of the lines: a message entered the queue, or became active again (Postfix `qmgr … from=`, Exim `<=`).
    pub openings: u64,
    /// Of the recognised: `last message repeated N times`, which names no text, so that nothing can be counted.
    pub unnamed_repetitions: u64,
}

impl Accounting {
    /// All events, whatever their kind.
    #[must_use]
    pub fn all_events(&self) -> u64 {
        self.events.iter().sum()
    }

    /// Whether every line is accounted for.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        let accounted = self.all_events() + self.recognised + self.other + self.unrecognised + self.duplicates;
        self.lines + self.surplus == accounted
    }

    /// Adds another source's or block's numbers.
    pub fn absorb(&mut self, other: &Accounting) {
        self.lines += other.lines;
        for (mine, theirs) in self.events.iter_mut().zip(other.events) {
            *mine += theirs;
        }
        self.surplus += other.surplus;
        self.recognised += other.recognised;
        self.other += other.other;
        self.unrecognised += other.unrecognised;
        self.duplicates += other.duplicates;
        self.cut += other.cut;
        self.openings += other.openings;
        self.unnamed_repetitions += other.unnamed_repetitions;
    }
}
