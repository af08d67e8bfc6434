//! What servers noted beside mail: connections, TLS, screening, limits, warnings.

use std::cmp::Reverse;

use super::groups::{most, text};
use crate::event::Stage;
use crate::notice::{Break, Direction, Peak, Severity, Signal, TlsVersion, Trust};
use crate::reply;
use crate::summary::{Carried, Highest, Summary, Tally, WarningCounts, WarningKey};
use crate::time::Time;

/// What servers noted beside mail; lists hold no zeros.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// What is only counted, in declaration order.
    pub signals: Vec<(Signal, u64)>,
    /// Sessions with clients that broke, by how and behind which command.
    pub broken: Vec<(Break, Stage, u64)>,
    /// TLS sessions by direction, trust and version.
    pub sessions: Vec<SessionRow>,
    /// Messages that came in, and deliveries that went out, by SMTP, as far as their lines tell how.
    pub carried: Vec<(Direction, Carried)>,
    /// Screened clients on blocklists by rank, ascending; the last one of [`MAX_RANK`](crate::summary::MAX_RANK) stands for all beyond.
    pub ranks: Vec<(u32, u64)>,
    /// The largest rank.
    pub largest_rank: u32,
    /// Blocklists by domain, and how often they named a client; most first.
    pub lists: Vec<(String, u64)>,
    /// Largest values of a time, in declaration order.
    pub peaks: Vec<PeakRow>,
    /// Kinds of warnings, worst first, then most.
    pub warnings: Vec<WarningRow>,
    /// Lines that name blocklists that are not listed, because there were too many.
    pub dropped_lists: u64,
    /// The same of warnings.
    pub dropped_warnings: u64,
}

/// TLS sessions of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRow {
    /// Which way.
    pub direction: Direction,
    /// How far the other end was trusted.
    pub trust: Trust,
    /// The version.
    pub version: TlsVersion,
    /// How many.
    pub count: u64,
}

/// The largest value of its sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeakRow {
    /// Of what.
    pub peak: Peak,
    /// How many.
    pub value: u64,
    /// In so many seconds; 0 for what is counted at once.
    pub seconds: u64,
    /// Service and client.
    pub client: String,
    /// When; [`Time::MAX`] if unknown.
    pub time: Time,
}

/// Warnings of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningRow {
    /// How bad.
    pub severity: Severity,
    /// Who says it.
    pub daemon: String,
    /// The text, variable parts masked.
    pub template: String,
    /// How often, first and last.
    pub tally: Tally,
    /// The earliest, as one line.
    pub example: String,
}

impl Health {
    /// How often a signal was seen.
    #[must_use]
    pub fn signal(&self, signal: Signal) -> u64 {
        self.signals.iter().find(|(of, _)| *of == signal).map_or(0, |&(_, n)| n)
    }

    /// TLS sessions that way.
    #[must_use]
    pub fn n_sessions(&self, direction: Direction) -> u64 {
        self.sessions.iter().filter(|row| row.direction == direction).map(|row| row.count).sum()
    }

    /// Screened clients on blocklists.
    #[must_use]
    pub fn n_ranked(&self) -> u64 {
        self.ranks.iter().map(|(_, n)| n).sum()
    }
}

/// `None` if nothing was noted.
pub(super) fn health(summary: &Summary) -> Option<Health> {
    let health = summary.health();
    let session = |(direction, trust, version, count)| SessionRow { direction, trust, version, count };
    let carried = Direction::ALL.iter().map(|&direction| (direction, *health.carried(direction)));
    let lists = health.lists().map(|(list, n)| (text(list).into_owned(), n));
    let mut warnings: Vec<_> = health.warnings().map(warning).collect();
    warnings.sort_by(|a, b| order(a).cmp(&order(b)));
    let (dropped_lists, dropped_warnings) = health.dropped();
    (!health.is_empty()).then(|| Health {
        signals: health.signals().collect(),
        broken: health.broken().collect(),
        sessions: health.sessions().map(session).collect(),
        carried: carried.filter(|(_, carried)| carried.all() > 0).collect(),
        ranks: health.ranks().collect(),
        largest_rank: health.largest_rank(),
        lists: most(lists, 0, Ord::cmp),
        peaks: health.peaks().map(peak).collect(),
        warnings,
        dropped_lists,
        dropped_warnings,
    })
}

/// Worst first, then most.
fn order(row: &WarningRow) -> (Reverse<(Severity, u64)>, &str, &str, &str) {
    (Reverse((row.severity, row.tally.count)), &row.daemon, &row.template, &row.example)
}

fn peak((peak, highest): (Peak, &Highest)) -> PeakRow {
    let Highest { value, seconds, client, time } = highest;
    PeakRow { peak, value: *value, seconds: *seconds, client: text(client).into_owned(), time: *time }
}

fn warning((key, counts): (WarningKey<'_>, &WarningCounts)) -> WarningRow {
    WarningRow {
        severity: key.severity,
        daemon: text(key.daemon).into_owned(),
        template: text(key.template).into_owned(),
        tally: counts.tally,
        example: counts
            .example
            .as_ref()
            .map_or(String::new(), |example| text(&reply::joined(&example.text)).into_owned()),
    }
}
