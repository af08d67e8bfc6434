//! Running the stages over many sources and threads: the only orchestration.
//!
//! In: discovered sources and [`ScanOptions`]. Out: [`Scan`]: one [`Summary`], what became of each source's lines, findings
//! and problems. Always true: the result does not depend on the number of threads, the length of a block, or the order in
//! which blocks are done. All sources together are one log, in the order of their first stamps; each is cut into blocks, the
//! blocks are read side by side, and their [`Joins`](crate::correlate::Joins) are composed in the log's order as they come in.

mod block;
mod chain;
mod likeness;
mod reading;
mod repeats;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::tz::TimeZone;

use crate::correlate::{Segment, Tracker};
use crate::error::Error;
use crate::input::{Block, Discovery, Next, Note, Source};
use crate::parse::Mta;
use crate::report::{Finding, SourceReport};
use crate::select::Selection;
use crate::summary::{Providers, Summary};
use crate::time::{Clock, Time};
use block::{BlockReader, LineRules};
use chain::Chain;
use likeness::suspected_doubles;
use reading::{CLOCK_MARGIN_SECONDS, Reading};
use repeats::Repeats;

/// Length of a block: large enough that few messages cross its border, small enough for the second-level cache to help.
const BLOCK_BYTES: usize = 4 << 20;

/// How to scan.
#[derive(Debug, Clone)]
pub struct ScanOptions {
    /// Number of threads; 0 = one per core.
    pub jobs: usize,
    /// Length of a block in bytes.
    pub block_bytes: usize,
    /// What counts.
    pub selection: Arc<Selection>,
    /// Who runs a host.
    pub providers: Arc<Providers>,
    /// Count recipients as they were before aliasing, where the log tells.
    pub before_aliasing: bool,
    /// Count what other programs' reports have beside ours ([`Summary::traffic`]).
    pub traffic: bool,
    /// Only this MTA's lines; the other's count as other programs'.
    pub mta: Option<Mta>,
    /// The year in which the logs without year end.
    pub year: Option<i16>,
    /// Convert stamps that carry an offset to this zone.
    pub zone: Option<TimeZone>,
    /// The zone of the machine's clock: modification times are read in it.
    pub system_zone: TimeZone,
    /// Now, on the machine's clock: the end of a log that has no modification time.
    pub now: Time,
}

impl ScanOptions {
    /// Everything, on all cores, read at `now`.
    #[must_use]
    pub fn new(now: Time) -> Self {
        Self {
            jobs: 0,
            block_bytes: BLOCK_BYTES,
            selection: Arc::default(),
            providers: Arc::default(),
            before_aliasing: false,
            traffic: false,
            mta: None,
            year: None,
            zone: None,
            system_zone: TimeZone::UTC,
            now,
        }
    }

    /// An empty summary that counts as these options say.
    fn summary(&self) -> Summary {
        Summary::selecting(&self.selection).knowing(&self.providers).with_traffic(self.traffic)
    }
}

/// How far a scan is. Read it from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of input to read, as far as known.
    pub total: AtomicU64,
    /// Bytes of input read so far, compressed as they are.
    pub done: AtomicU64,
}

/// What a scan found.
#[derive(Debug)]
pub struct Scan {
    /// The counts.
    pub summary: Summary,
    /// The sources in the order of reading.
    pub sources: Vec<SourceReport>,
    /// What deserves a look.
    pub findings: Vec<Finding>,
    /// Sources that could not be read, or not to their end.
    pub problems: Vec<Error>,
    /// What is worth telling about the sources.
    pub notes: Vec<Note>,
}

/// Reads all sources. Unrecognised lines go to `unmatched`, source by source; an error is returned only for writing there.
pub fn scan(
    discovery: Discovery,
    options: &ScanOptions,
    progress: &Progress,
    unmatched: Option<&mut dyn Write>,
) -> io::Result<Scan> {
    let Discovery { sources, mut problems, mut notes } = discovery;
    let (main, excerpts): (Vec<_>, Vec<_>) = sources.iter().partition(|source| source.repeats.is_none());
    let repeats = Repeats::new(&excerpts);
    let common = Common {
        options,
        progress,
        repeats: &repeats,
        compares: sources.len() > 1,
        wants_unmatched: unmatched.is_some(),
    };
    let mut summary = options.summary();
    let mut readings = Vec::new();
    // Excerpts come last: by then it is known which of their lines the main logs have given.
    for group in [main, excerpts].into_iter().filter(|group| !group.is_empty()) {
        let run = Run::new(common, open_all(&group, options, &mut problems));
        let counted = run.on_all_threads();
        if summary.is_empty() {
            summary = counted;
        } else {
            summary.absorb(counted);
        }
        readings.extend(run.readings);
    }
    summary.settle();
    for reading in &readings {
        problems.extend(reading.take_problems());
        notes.extend(reading.open.note());
    }
    if let Some(unmatched) = unmatched {
        readings.iter().try_for_each(|reading| reading.copy_unmatched(unmatched))?;
    }
    let findings = suspected_doubles(&readings);
    let sources = readings.into_iter().map(Reading::into_report).collect();
    Ok(Scan { summary, sources, findings, problems, notes })
}

/// Scans text in memory: a run of whole lines of one log. Stamps without year end at `options.now`.
#[must_use]
pub fn segment(text: &[u8], options: &ScanOptions) -> Segment {
    let mut summary = options.summary();
    let repeats = Repeats::new(&[]);
    let clock = Clock::new(options.now.plus(CLOCK_MARGIN_SECONDS)).with_zone(options.zone.clone());
    let rules = LineRules::alone(clock, options.mta, &repeats);
    let mut tracker = Tracker::default();
    let mut reader = BlockReader::new(rules, &mut tracker);
    reader.read(text, &mut summary);
    let part = reader.finish(&mut summary);
    Segment { summary, joins: part.joins }
}

/// Opens the sources that can be read. Sources of a rotated set stand from the oldest to the newest.
fn open_all(sources: &[&Source], options: &ScanOptions, problems: &mut Vec<Error>) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    for source in sources.iter().rev() {
        let newer = readings.last().filter(|newer| newer.source.set == source.set).map(Reading::first_stamp);
        match Reading::open(source, options, newer) {
            Ok(reading) => readings.push(reading),
            Err(error) => problems.push(error),
        }
    }
    readings.reverse();
    readings
}

/// What all groups of sources share.
#[derive(Clone, Copy)]
struct Common<'a> {
    options: &'a ScanOptions,
    progress: &'a Progress,
    repeats: &'a Repeats,
    /// Whether there are sources that could hold the same lines.
    compares: bool,
    wants_unmatched: bool,
}

/// Reading one group of sources as one log.
struct Run<'a> {
    common: Common<'a>,
    readings: Vec<Reading>,
    chain: Chain,
    /// Input bytes of the groups before this one.
    done_before: u64,
}

impl<'a> Run<'a> {
    fn new(common: Common<'a>, mut readings: Vec<Reading>) -> Self {
        readings.sort_by_key(Reading::first_stamp);
        let bytes = readings.iter().filter_map(|reading| reading.open.input_bytes()).sum();
        common.progress.total.fetch_add(bytes, Ordering::Relaxed);
        let done_before = common.progress.done.load(Ordering::Relaxed);
        Self { common, readings, chain: Chain::default(), done_before }
    }

    fn on_all_threads(&self) -> Summary {
        Chain::begin(&self.readings);
        let mut summaries = self.work_on_threads();
        let largest = (0..summaries.len()).max_by_key(|&at| summaries[at].n_senders()).unwrap_or(0);
        let mut all = summaries.swap_remove(largest);
        for summary in summaries {
            all.absorb(summary);
        }
        all
    }

    /// What each thread counted. Those that are there already are best: the report, which they make next, finds its memory and
    /// the counts in their caches.
    fn work_on_threads(&self) -> Vec<Summary> {
        let jobs = self.common.options.jobs;
        if jobs == 0 || jobs == rayon::current_num_threads() {
            return rayon::broadcast(|_| self.work());
        }
        match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
            Ok(pool) => pool.broadcast(|_| self.work()),
            Err(_) => vec![self.work()], // no threads to be had: this one does it all
        }
    }

    /// One thread: takes blocks as long as there are any, from its last source first.
    fn work(&self) -> Summary {
        let mut summary = self.common.options.summary();
        let mut tracker = Tracker::default();
        let mut block = Block::new();
        let mut mine = None;
        while let Some(at) = self.next_block(mine, &mut block, &mut summary) {
            mine = Some(at);
            let reading = &self.readings[at];
            let mut reader = BlockReader::new(self.rules(reading), &mut tracker);
            reader.read(block.bytes(), &mut summary);
            while reading.next_piece(&mut block) {
                reader.read(block.bytes(), &mut summary);
            }
            let part = reader.finish(&mut summary);
            reading.add(block.index, part, &mut summary);
            self.leave(at, &mut summary);
            self.report_progress();
        }
        summary
    }

    fn rules(&self, reading: &Reading) -> LineRules<'_> {
        LineRules {
            overlap: self.common.repeats.overlap(&reading.source),
            compares: self.common.compares,
            before_aliasing: self.common.options.before_aliasing,
            wants_unmatched: self.common.wants_unmatched,
            ..LineRules::alone(reading.clock.clone(), self.common.options.mta, self.common.repeats)
        }
    }

    /// Fills `block` from a source that no other thread is decompressing, or waits for one; `None` at the end of all.
    fn next_block(&self, mine: Option<usize>, block: &mut Block, summary: &mut Summary) -> Option<usize> {
        let mut order: Vec<_> = mine.into_iter().chain(0..self.readings.len()).collect();
        order.retain(|&at| !self.readings[at].has_ended());
        let mut take = |wait: bool| order.iter().copied().find(|&at| self.take(at, block, wait, summary));
        take(false).or_else(|| take(true))
    }

    /// Takes a block of this source, if it has one (and, unless we wait, if it has one now).
    fn take(&self, at: usize, block: &mut Block, wait: bool, summary: &mut Summary) -> bool {
        let reading = &self.readings[at];
        reading.enter();
        loop {
            let next = if wait {
                reading.open.next_block(block).map(|found| if found { Next::Block } else { Next::End })
            } else {
                reading.open.try_next_block(block)
            };
            match next {
                Ok(Next::Block) => return true,
                Ok(Next::WouldBlock) => break,
                Ok(Next::End) => {
                    reading.end();
                    break;
                }
                Err(error) => {
                    reading.add_problem(error);
                    if reading.next_piece(block) {
                        return true;
                    }
                }
            }
        }
        self.leave(at, summary);
        false
    }

    /// A thread is done with this source for now; the last one to leave a source that has ended passes its joins on.
    fn leave(&self, at: usize, summary: &mut Summary) {
        if self.readings[at].leave() {
            self.chain.advance(&self.readings, summary);
        }
    }

    fn report_progress(&self) {
        let done: u64 = self.readings.iter().map(|reading| reading.open.bytes_read()).sum();
        self.common.progress.done.fetch_max(self.done_before + done, Ordering::Relaxed);
    }
}
