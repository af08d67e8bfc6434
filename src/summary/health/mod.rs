//! What servers noted beside mail: counts of a fixed number of sorts, and bounded lists of warnings and blocklists.
//!
//! In: [`Notice`]s. Out: counts. Always true: [`Health::absorb`] commutes; memory does not grow with the log.

use super::bounded::{self, Bounded};
use super::{Example, MAX_EXAMPLE, Tally, cut};
use crate::event::Stage;
use crate::notice::{Break, Carriage, Direction, Notice, Peak, Severity, Signal, TlsVersion, Trust};
use crate::template;
use crate::time::Time;

/// How many kinds of warnings are kept apart.
const MAX_WARNINGS: usize = 1024;
/// How many blocklists are.
const MAX_LISTS: usize = 1024;
/// Ranks from this one on are one; it stands for them.
pub const MAX_RANK: u32 = 64;
/// Stands between daemon and template; a template begins without a blank behind it.
const SEPARATOR: u8 = b' ';
/// Daemons' names are cut to this length.
const MAX_DAEMON: usize = 64;

const VERSIONS: usize = TlsVersion::ALL.len();
const DIRECTIONS: usize = Direction::ALL.len();

/// Mail that was carried one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Carried {
    /// Not encrypted.
    pub plain: u64,
    /// Encrypted, by version.
    pub encrypted: [u64; VERSIONS],
    /// Of the encrypted, those to or from a host that proved who it is.
    pub verified: u64,
}

/// The largest value of its sort; of equal ones the earliest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highest {
    /// How many.
    pub value: u64,
    /// In so many seconds; 0 for what is counted at once.
    pub seconds: u64,
    /// Service and client.
    pub client: Box<[u8]>,
    /// When; [`Time::MAX`] if unknown.
    pub time: Time,
}

/// Warnings of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WarningCounts {
    /// How often, first and last.
    pub tally: Tally,
    /// The earliest.
    pub example: Option<Example>,
}

impl bounded::Value for WarningCounts {
    fn absorb(&mut self, other: &Self) {
        self.tally.absorb(&other.tally);
        self.example = [self.example.take(), other.example.clone()].into_iter().flatten().min();
    }

    fn count(&self) -> u64 {
        self.tally.count
    }
}

/// What makes warnings one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WarningKey<'a> {
    /// How bad.
    pub severity: Severity,
    /// Who says it.
    pub daemon: &'a [u8],
    /// The text, variable parts masked.
    pub template: &'a [u8],
}

/// All counts. See the module.
#[derive(Debug, Clone, Default)]
pub struct Health {
    signals: Counters<{ Signal::ALL.len() }>,
    /// By direction, trust and version.
    sessions: [[[u64; VERSIONS]; Trust::ALL.len()]; DIRECTIONS],
    carried: [Carried; DIRECTIONS],
    broken: [[u64; Stage::ALL.len()]; Break::ALL.len()],
    ranks: Counters<{ MAX_RANK as usize + 1 }>,
    largest_rank: u32,
    peaks: [Option<Highest>; Peak::ALL.len()],
    lists: Bounded<u64, MAX_LISTS>,
    /// By severity, daemon and template.
    warnings: Bounded<WarningCounts, MAX_WARNINGS>,
    scratch: Vec<u8>,
}

/// Counts by number; arrays of any length have no default of their own.
#[derive(Debug, Clone)]
struct Counters<const N: usize>([u64; N]);

impl<const N: usize> Default for Counters<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl Health {
    /// Counts a notice of a daemon `n` times.
    pub(super) fn add(&mut self, notice: &Notice<'_>, daemon: &[u8], at: Option<Time>, n: u32) {
        let count = u64::from(n);
        match *notice {
            Notice::Signal(signal) => self.signals.0[signal as usize] += count,
            Notice::Tls { direction, trust, version } => {
                self.sessions[direction as usize][trust as usize][version as usize] += count;
            }
            Notice::Carried { direction, carriage } => self.carried[direction as usize].add(carriage, count),
            Notice::Broken { how, stage } => self.broken[how as usize][stage as usize] += count,
            Notice::Rank(rank) => {
                self.ranks.0[rank.min(MAX_RANK) as usize] += count;
                self.largest_rank = self.largest_rank.max(rank);
            }
            Notice::Listed(list) => self.lists.change(cut(list), |value| *value += count),
            Notice::Peak { peak, value, seconds, client } => {
                let time = at.unwrap_or(Time::MAX);
                raise(&mut self.peaks[peak as usize], value, seconds, cut(client), time);
            }
            Notice::Complaint { severity, text, signal } => {
                if let Some(signal) = signal {
                    self.signals.0[signal as usize] += count;
                }
                self.complain(severity, daemon, text, at, n);
            }
        }
    }

    fn complain(&mut self, severity: Severity, daemon: &[u8], text: &[u8], at: Option<Time>, n: u32) {
        let key = &mut self.scratch;
        key.clear();
        key.push(severity as u8);
        key.extend(daemon.iter().take(MAX_DAEMON).filter(|&&b| b != SEPARATOR));
        key.push(SEPARATOR);
        template::write(text, key);
        let text = &text[..text.len().min(MAX_EXAMPLE)];
        self.warnings.change(key, |warning| {
            warning.tally.add(n, at);
            Example::keep_earliest(&mut warning.example, at, text);
        });
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        add_all(&mut self.signals.0, &other.signals.0);
        for (mine, theirs) in self.sessions.as_flattened_mut().iter_mut().zip(other.sessions.as_flattened()) {
            add_all(mine, theirs);
        }
        for (mine, theirs) in self.carried.iter_mut().zip(&other.carried) {
            mine.plain += theirs.plain;
            mine.verified += theirs.verified;
            add_all(&mut mine.encrypted, &theirs.encrypted);
        }
        for (mine, theirs) in self.broken.iter_mut().zip(&other.broken) {
            add_all(mine, theirs);
        }
        add_all(&mut self.ranks.0, &other.ranks.0);
        self.largest_rank = self.largest_rank.max(other.largest_rank);
        for (mine, theirs) in self.peaks.iter_mut().zip(&other.peaks) {
            if let Some(Highest { value, seconds, client, time }) = theirs {
                raise(mine, *value, *seconds, client, *time);
            }
        }
        self.lists.absorb(&other.lists);
        self.warnings.absorb(&other.warnings);
    }

    /// Keeps no more lists and warnings than a report may have.
    pub(super) fn settle(&mut self) {
        self.lists.settle();
        self.warnings.settle();
    }

    /// Whether nothing was noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let no_count = self.signals().next().is_none()
            && self.sessions().next().is_none()
            && self.broken().next().is_none()
            && self.ranks().next().is_none();
        let no_list = self.lists.is_empty() && self.warnings.is_empty();
        no_count && no_list && self.carried == <[Carried; DIRECTIONS]>::default() && self.peaks().next().is_none()
    }

    /// How often a signal was seen.
    #[must_use]
    pub fn signal(&self, signal: Signal) -> u64 {
        self.signals.0[signal as usize]
    }

    /// The signals that were seen, in declaration order.
    pub fn signals(&self) -> impl Iterator<Item = (Signal, u64)> {
        Signal::ALL.iter().copied().zip(self.signals.0).filter(|&(_, n)| n > 0)
    }

    /// TLS sessions by direction, trust and version, without zeros.
    pub fn sessions(&self) -> impl Iterator<Item = (Direction, Trust, TlsVersion, u64)> {
        let all = Direction::ALL.iter().flat_map(|&direction| Trust::ALL.iter().map(move |&trust| (direction, trust)));
        let of = move |(direction, trust): (Direction, Trust)| {
            let counts = self.sessions[direction as usize][trust as usize];
            TlsVersion::ALL.iter().zip(counts).map(move |(&version, n)| (direction, trust, version, n))
        };
        all.flat_map(of).filter(|&(.., n)| n > 0)
    }

    /// How mail was carried that way.
    #[must_use]
    pub fn carried(&self, direction: Direction) -> &Carried {
        &self.carried[direction as usize]
    }

    /// Sessions that broke, by stage, without zeros.
    pub fn broken(&self) -> impl Iterator<Item = (Break, Stage, u64)> {
        let of = |&how: &Break| {
            let counts = self.broken[how as usize];
            Stage::ALL.iter().zip(counts).map(move |(&stage, n)| (how, stage, n))
        };
        Break::ALL.iter().flat_map(of).filter(|&(.., n)| n > 0)
    }

    /// Screened clients on blocklists, by rank up to [`MAX_RANK`], without zeros.
    pub fn ranks(&self) -> impl Iterator<Item = (u32, u64)> {
        (0..).zip(self.ranks.0).filter(|&(_, n)| n > 0)
    }

    /// The largest rank.
    #[must_use]
    pub fn largest_rank(&self) -> u32 {
        self.largest_rank
    }

    /// The largest values that were noted.
    pub fn peaks(&self) -> impl Iterator<Item = (Peak, &Highest)> {
        Peak::ALL.iter().zip(&self.peaks).filter_map(|(&peak, highest)| Some((peak, highest.as_ref()?)))
    }

    /// Blocklists by domain, and how often they named a client; in no particular order.
    pub fn lists(&self) -> impl Iterator<Item = (&[u8], u64)> {
        self.lists.all().map(|(name, &n)| (name, n))
    }

    /// Kinds of warnings, in no particular order.
    pub fn warnings(&self) -> impl Iterator<Item = (WarningKey<'_>, &WarningCounts)> {
        self.warnings.all().map(|(key, counts)| (WarningKey::read(key), counts))
    }

    /// Lines of blocklists and of warnings that are in no list, since there were too many.
    #[must_use]
    pub fn dropped(&self) -> (u64, u64) {
        (self.lists.dropped(), self.warnings.dropped())
    }
}

impl<'a> WarningKey<'a> {
    fn read(key: &'a [u8]) -> Self {
        let (severity, rest) = key.split_first().unwrap_or((&0, b""));
        let end = memchr::memchr(SEPARATOR, rest).unwrap_or(rest.len());
        let severity = Severity::ALL[usize::from(*severity).min(Severity::ALL.len() - 1)];
        Self { severity, daemon: &rest[..end], template: rest.get(end + 1..).unwrap_or_default() }
    }
}

impl Carried {
    fn add(&mut self, carriage: Carriage, n: u64) {
        match carriage {
            Carriage::Plain => self.plain += n,
            Carriage::Encrypted { version, is_verified } => {
                self.encrypted[version as usize] += n;
                self.verified += if is_verified { n } else { 0 };
            }
        }
    }

    /// How much was encrypted.
    #[must_use]
    pub fn n_encrypted(&self) -> u64 {
        self.encrypted.iter().sum()
    }

    /// How much there was.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.plain + self.n_encrypted()
    }
}

fn add_all(mine: &mut [u64], theirs: &[u64]) {
    mine.iter_mut().zip(theirs).for_each(|(mine, n)| *mine += n);
}

/// Keeps the larger value; of equal ones the earlier, then the one of the smaller client.
fn raise(highest: &mut Option<Highest>, value: u64, seconds: u64, client: &[u8], time: Time) {
    let is_higher = highest
        .as_ref()
        .is_none_or(|old| (value, old.time, &*old.client, old.seconds) > (old.value, time, client, seconds));
    if is_higher {
        *highest = Some(Highest { value, seconds, client: client.into(), time });
    }
}

#[cfg(test)]
mod tests;
