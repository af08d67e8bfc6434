//! A source while it is read: who is at work on it, and what its blocks gave so far, in order.

use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::tz::TimeZone;
use tempfile::SpooledTempFile;

use super::ScanOptions;
use super::likeness::Likeness;
use crate::accounting::Accounting;
use crate::correlate::Joins;
use crate::error::Error;
use crate::input::{self, Block, OpenSource, Source, SourceKind};
use crate::line;
use crate::report::SourceReport;
use crate::summary::Summary;
use crate::time::{Clock, Stamp, Time, from_system};

/// How much of a block is read at a time: stays in the second-level cache.
const PIECE_BYTES: usize = 256 << 10;
/// Unmatched lines beyond this many bytes wait in a temporary file, not in memory.
const SPOOL_BYTES: usize = 1 << 20;
/// How far a stamp may lie behind its file's modification time: clocks and zones differ.
pub(super) const CLOCK_MARGIN_SECONDS: i64 = 86_400;
/// How far a line may stand out of order.
const ORDER_MARGIN_SECONDS: i64 = 3600;
/// How many lines at the beginning of a source may lack a stamp.
const HEAD_LINES: usize = 1000;

/// What one block gave.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) joins: Joins,
    pub(super) facts: Facts,
    /// Unrecognised lines, each with its newline.
    pub(super) unmatched: Vec<u8>,
}

/// What is known of a source's lines; commutes.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) accounting: Accounting,
    /// First and last stamp of the mail lines.
    pub(super) period: Option<(Time, Time)>,
    pub(super) likeness: Likeness,
}

impl Facts {
    /// Widens the period.
    pub(super) fn see(&mut self, at: Time) {
        self.period = Some(self.period.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
    }

    fn absorb(&mut self, other: Facts) {
        self.accounting.absorb(&other.accounting);
        if let Some((first, last)) = other.period {
            self.see(first);
            self.see(last);
        }
        self.likeness.absorb(other.likeness);
    }
}

/// A source that is being read. All methods take `&self`: threads share it.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) source: Source,
    pub(super) open: OpenSource,
    /// To be cloned for each block.
    pub(super) clock: Clock,
    /// Threads between [`Reading::enter`] and [`Reading::leave`].
    at_work: AtomicUsize,
    ended: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The block whose turn it is.
    next: u64,
    /// Blocks that came before their turn.
    waiting: BTreeMap<u64, (Joins, Vec<u8>)>,
    joins: Joins,
    facts: Facts,
    unmatched: SpooledTempFile,
    problems: Vec<Error>,
}

impl Reading {
    /// `newer` is the first stamp of the next newer file of the same rotated set.
    pub(super) fn open(source: &Source, options: &ScanOptions, newer: Option<Time>) -> Result<Self, Error> {
        let open = OpenSource::open(source, options.block_bytes)?.in_pieces(PIECE_BYTES);
        let state = State {
            next: 0,
            waiting: BTreeMap::new(),
            joins: Joins::default(),
            facts: Facts::default(),
            unmatched: SpooledTempFile::new(SPOOL_BYTES),
            problems: Vec::new(),
        };
        Ok(Self {
            clock: Clock::new(latest(source, options, newer)).with_zone(zone(source, options)),
            source: source.clone(),
            open,
            at_work: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
            state: Mutex::new(state),
        })
    }

    /// The first stamp of the source; sources without any stay where they are, at the end.
    pub(super) fn first_stamp(&self) -> Time {
        let mut clock = self.clock.clone();
        let mut lines = input::lines(self.open.head()).take(HEAD_LINES);
        lines.find_map(|raw| stamp_time(raw.bytes, &mut clock)).unwrap_or(Time::MAX)
    }

    pub(super) fn enter(&self) {
        self.at_work.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether this thread was the last one at work on a source that has ended.
    pub(super) fn leave(&self) -> bool {
        self.at_work.fetch_sub(1, Ordering::SeqCst) == 1 && self.has_ended()
    }

    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }

    pub(super) fn is_complete(&self) -> bool {
        self.has_ended() && self.at_work.load(Ordering::SeqCst) == 0
    }

    /// Fills the block with its next lines; false if it has no more. Pieces that cannot be read are left out.
    pub(super) fn next_piece(&self, block: &mut Block) -> bool {
        loop {
            match self.open.next_piece(block) {
                Ok(found) => return found,
                Err(error) => self.add_problem(error),
            }
        }
    }

    /// Adds what a block gave; joins whatever has its turn now.
    pub(super) fn add(&self, index: u64, part: Part, summary: &mut Summary) {
        let mut state = self.state();
        state.facts.absorb(part.facts);
        state.waiting.insert(index, (part.joins, part.unmatched));
        while let Some((joins, unmatched)) = state.take_next() {
            state.append(joins, &unmatched, summary);
        }
    }

    /// Joins the source to what came before it.
    pub(super) fn continue_from(&self, earlier: Joins, summary: &mut Summary) {
        let mut state = self.state();
        let mine = std::mem::take(&mut state.joins);
        state.joins = earlier.then(mine, summary);
    }

    /// All joins of a complete source. Blocks that could not be read leave gaps.
    pub(super) fn take_joins(&self, summary: &mut Summary) -> Joins {
        let mut state = self.state();
        while let Some((_, (joins, unmatched))) = state.waiting.pop_first() {
            state.append(joins, &unmatched, summary);
        }
        std::mem::take(&mut state.joins)
    }

    pub(super) fn add_problem(&self, problem: Error) {
        self.state().problems.push(problem);
    }

    /// What went wrong with this source.
    pub(super) fn take_problems(&self) -> Vec<Error> {
        let mut problems = std::mem::take(&mut self.state().problems);
        problems.extend(self.open.problem());
        problems
    }

    /// Writes the unrecognised lines.
    pub(super) fn copy_unmatched(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut state = self.state();
        state.unmatched.rewind()?;
        io::copy(&mut state.unmatched, out).map(drop)
    }

    pub(super) fn likeness(&self) -> Likeness {
        self.state().facts.likeness.clone()
    }

    pub(super) fn into_report(self) -> SourceReport {
        let name = self.source.name();
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        SourceReport {
            name,
            format: self.open.format().name(),
            accounting: state.facts.accounting,
            period: state.facts.period,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take_next(&mut self) -> Option<(Joins, Vec<u8>)> {
        let part = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(part)
    }

    fn append(&mut self, joins: Joins, unmatched: &[u8], summary: &mut Summary) {
        let earlier = std::mem::take(&mut self.joins);
        self.joins = earlier.then(joins, summary);
        if let Err(error) = self.unmatched.write_all(unmatched) {
            self.problems.push(Error::io("the temporary file for unmatched lines", error));
        }
    }
}

/// The moment after which no stamp of the source lies: soon after its modification time; with a given year, the date of the
/// set's last line in that year, and for the set's older files the beginning of the next newer one.
fn latest(source: &Source, options: &ScanOptions, newer: Option<Time>) -> Time {
    let zone = options.zone.as_ref().unwrap_or(&options.system_zone);
    let Some(year) = options.year else {
        let written = source.modified.map_or(options.now, |modified| from_system(modified, zone));
        return written.plus(CLOCK_MARGIN_SECONDS);
    };
    if let Some(newer) = newer.filter(|&newer| newer != Time::MAX) {
        return newer.plus(ORDER_MARGIN_SECONDS);
    }
    let end_of_year = Time::from_civil(jiff::civil::date(year, 12, 31).at(23, 59, 59, 0));
    let last = input::last_line(source).ok().flatten();
    let last_time = last.and_then(|line| stamp_time(&line, &mut Clock::new(end_of_year)));
    let in_year = last_time.filter(|time| time.civil().year() == year);
    in_year.map_or(end_of_year, |time| time.plus(ORDER_MARGIN_SECONDS).min(end_of_year))
}

/// The zone of its times. The journal's have none of their own: they are those of the machine's clock, as `journalctl` shows them.
fn zone(source: &Source, options: &ScanOptions) -> Option<TimeZone> {
    let machine = (source.kind == SourceKind::Journal).then_some(&options.system_zone);
    options.zone.as_ref().or(machine).cloned()
}

/// The time of a line, if it has one.
fn stamp_time(raw: &[u8], clock: &mut Clock) -> Option<Time> {
    let mut scratch = Vec::new();
    let stamp: Stamp<'_> = line::parse(raw, &mut scratch)?.stamp?;
    clock.time(stamp)
}
