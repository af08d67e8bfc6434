//! Lines that two sources give: Exim's `rejectlog` beside its `mainlog`, Debian's `mail.warn` beside `mail.log`.
//!
//! The lines of the main logs that hold an event or a notice are remembered (by hash: 8 bytes each, only if such an excerpt is among the sources); an
//! excerpt's line that was remembered is counted once, there. The same line twice in the main log is matched by two in the
//! excerpt.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{LazyLock, Mutex, PoisonError};

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use crate::input::Source;
use crate::line::Line;
use crate::time::Time;

static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// Identifies a line whatever its frame: the same second and the same text.
pub(super) fn line_hash(line: &Line<'_>, at: Option<Time>) -> u64 {
    let mut hasher = HASHER.build_hasher();
    at.hash(&mut hasher);
    line.message.hash(&mut hasher);
    hasher.finish()
}

/// The same of a line with a notice and no event: it stays apart, as it is no duplicate in the accounting.
pub(super) fn notice_hash(line: &Line<'_>, at: Option<Time>) -> u64 {
    !line_hash(line, at)
}

/// How a source's lines relate to those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overlap {
    /// They stand alone.
    None,
    /// An excerpt will be read later: lines that count are remembered.
    HasExcerpt,
    /// They may have been read: lines that were remembered are not counted again.
    Excerpt,
}

/// Lines that excerpts may repeat.
#[derive(Debug)]
pub(super) struct Repeats {
    /// The sets of sources that have excerpts.
    sets: HashSet<usize>,
    seen: Mutex<HashMap<u64, u32, RandomState>>,
}

impl Repeats {
    /// For these excerpts.
    pub(super) fn new(excerpts: &[&Source]) -> Self {
        Self { sets: excerpts.iter().filter_map(|source| source.repeats).collect(), seen: Mutex::default() }
    }

    /// How this source's lines relate to those of others.
    pub(super) fn overlap(&self, source: &Source) -> Overlap {
        match source.repeats {
            Some(_) => Overlap::Excerpt,
            None if self.sets.contains(&source.set) => Overlap::HasExcerpt,
            None => Overlap::None,
        }
    }

    /// Remembers lines of a main log.
    pub(super) fn remember(&self, hashes: &[u64]) {
        if hashes.is_empty() {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for &hash in hashes {
            *seen.entry(hash).or_default() += 1;
        }
    }

    /// Whether a line of an excerpt was remembered; each remembered line is given away once.
    pub(super) fn take(&self, hash: u64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get_mut(&hash) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}
