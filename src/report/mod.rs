//! The report model: what a report says, as plain data in its final order; how it looks is the renderers' affair.
//!
//! In: a [`Summary`](crate::summary::Summary) and what is known of the sources. Out: [`Report`]. Always true: the same input gives the same report,
//! row for row; nothing iterates over a hash map without sorting, and nothing reads the wall clock. Bytes of the log become
//! text here, lossily; escaping is each renderer's.

mod build;
mod failures;
mod groups;
mod health;
mod logins;
mod messages;
mod names;
mod replies;
mod times;
mod unclassified;
mod volumes;

use std::sync::Arc;

pub use health::{Health, PeakRow, SessionRow, WarningRow};
pub use unclassified::Unclassified;

use crate::accounting::Accounting;
use crate::catalog::{Advice, Catalog, Extract, Side};
use crate::event::{Duration, Kind, Outcome, Stage};
use crate::fold::Folds;
use crate::summary::{SenderVolume, Shape, Tally};
use crate::time::Time;

/// Version of the JSON form. It rises with every change that could break a reader.
pub const SCHEMA: u32 = 1;

/// Everything a report says.
#[derive(Debug)]
pub struct Report {
    /// What was read, in the order of reading.
    pub sources: Vec<SourceReport>,
    /// The sum over all sources.
    pub accounting: Accounting,
    /// First and last event counted.
    pub period: Option<(Time, Time)>,
    /// Which senders are one.
    pub folds: Folds,
    /// The filters in words, `option value`; empty if everything was counted.
    pub selection: Vec<String>,
    /// Counts by kind and outcome, in declaration order, without zeros.
    pub totals: Vec<Total>,
    /// Counts by kind and class of the reply code (2 to 5; `None` = no reply), without zeros.
    pub classes: Vec<ClassTotal>,
    /// One row per reply code, enhanced code, kind, outcome and origin; worst first.
    pub replies: Vec<ReplyRow>,
    /// What failed and why, in the order of who must act, worst first.
    pub failures: Vec<Failure>,
    /// One row per reply as above and sender: failures first, then by count; empty unless [`Needs::rows`].
    pub rows: Vec<SenderRow>,
    /// By envelope sender.
    pub senders: Ranking,
    /// By domain of the envelope sender.
    pub sender_domains: Ranking,
    /// By domain of the recipient.
    pub recipient_domains: Ranking,
    /// By registered domain of the relay host (deliveries, attempts, probes).
    pub relays: Ranking,
    /// By SMTP stage.
    pub stages: Vec<StageRow>,
    /// By hour of the log's clock, ascending; hours without events are left out.
    pub hours: Vec<HourRow>,
    /// What became of whole messages; `None` if there were none, or if a filter is about replies.
    pub messages: Option<Messages>,
    /// How long deliveries took, as far as their lines tell.
    pub times: Vec<TimeRow>,
    /// Messages and bytes; `None` if there were none.
    pub volumes: Option<Volumes>,
    /// Logins by name and address; `None` if there were none.
    pub logins: Option<Logins>,
    /// What servers noted beside mail; `None` if nothing, or if a filter is about replies or senders.
    pub health: Option<Health>,
    /// What deserves a look beside the counts.
    pub findings: Vec<Finding>,
    /// Sources that could not be read, or not to their end.
    pub problems: Vec<String>,
    /// What is worth knowing about the choice of sources: doubles left out, standard places taken.
    pub notes: Vec<String>,
}

/// One source.
#[derive(Debug, Clone)]
pub struct SourceReport {
    /// Path as given or found, `-` for standard input.
    pub name: String,
    /// `plain`, `gzip`, …
    pub format: &'static str,
    /// What became of its lines.
    pub accounting: Accounting,
    /// First and last stamp of its mail lines.
    pub period: Option<(Time, Time)>,
}

/// Number of events of a kind and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The kind.
    pub kind: Kind,
    /// The outcome.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

/// Number of events of a kind whose reply is of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassTotal {
    /// The kind.
    pub kind: Kind,
    /// First digit of the reply code.
    pub class: Option<u8>,
    /// How many.
    pub count: u64,
}

/// One kind of reply.
#[derive(Debug, Clone)]
pub struct ReplyRow {
    /// Codes, kind, outcome and origin.
    pub shape: Shape,
    /// How often, first and last.
    pub tally: Tally,
    /// Share of the events of its kind, 0 to 1.
    pub share: f64,
    /// Whom they concern.
    pub whom: Whom,
    /// At which stages.
    pub stages: Vec<(Stage, u64)>,
    /// The earliest such reply, as one line.
    pub example: Option<String>,
    /// What the catalogue says; of several texts, what it says of most of them.
    pub advice: Advice<'static>,
}

/// Whom events concern.
#[derive(Debug, Clone)]
pub struct Whom {
    /// How many distinct senders, the unknown one included.
    pub n_senders: u64,
    /// Senders with the most, at most [`ReportOptions::top`].
    pub top_senders: Vec<(Option<Arc<str>>, u64)>,
    /// Recipient domains with the most.
    pub top_recipient_domains: Vec<(Arc<str>, u64)>,
    /// How many distinct recipient domains.
    pub n_recipient_domains: u64,
    /// Relay domains with the most.
    pub top_relays: Vec<(Arc<str>, u64)>,
    /// How many distinct relay domains.
    pub n_relays: u64,
}

/// Failures that one rule of the catalogue answers for.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Who gave the replies.
    pub side: Side,
    /// What the catalogue says.
    pub advice: Advice<'static>,
    /// How often, first and last; attempts only if there is nothing else.
    pub tally: Tally,
    /// The replies, worst first; there is at least one.
    pub shapes: Vec<FailureShape>,
    /// Whom they concern.
    pub whom: Whom,
    /// Who gave them, as far as the relay's name tells, most first.
    pub providers: Vec<(&'static str, u64)>,
    /// The kinds of texts, most first.
    pub reasons: Vec<ReasonRow>,
    /// What the example of the first kind tells beside its meaning.
    pub extract: Extract<'static>,
}

/// The replies of a shape within a failure.
#[derive(Debug, Clone, Copy)]
pub struct FailureShape {
    /// Codes, kind, outcome and origin.
    pub shape: Shape,
    /// How often, first and last.
    pub tally: Tally,
}

/// Texts of one template.
#[derive(Debug, Clone)]
pub struct ReasonRow {
    /// The template; `None` for what was too much to be kept apart.
    pub template: Option<String>,
    /// How often.
    pub count: u64,
    /// The first shape that it has.
    pub shape: Shape,
    /// Who gave them, as far as the relay's name tells, most first.
    pub providers: Vec<(&'static str, u64)>,
    /// The earliest such text, as one line.
    pub example: Option<String>,
}

/// One kind of reply to one sender: the CSV's default row.
#[derive(Debug, Clone)]
pub struct SenderRow {
    /// Place of the reply in [`Report::replies`].
    pub reply: usize,
    /// Envelope sender; empty is `<>`, `None` is unknown.
    pub sender: Option<Arc<str>>,
    /// How often, first and last.
    pub tally: Tally,
}

/// Counts by outcome. Attempts stand apart: they are never added to deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// In the order of [`Outcome::ALL`], attempts left out.
    pub outcomes: [u64; Outcome::ALL.len()],
    /// Attempts of any outcome.
    pub attempts: u64,
}

impl Counts {
    fn add(&mut self, shape: &Shape, n: u64) {
        if shape.kind == Kind::Attempt {
            self.attempts += n;
        } else {
            self.outcomes[shape.outcome as usize] += n;
        }
    }

    /// Events of this outcome.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize]
    }

    /// All events but attempts.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.outcomes.iter().sum()
    }

    /// Events that somebody may have to look at.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.total() - self.of(Outcome::Delivered) - self.of(Outcome::Authenticated) - self.of(Outcome::Deliverable)
    }
}

/// Counts of one sender, domain or relay. Order: most failures, most events, name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Address or domain; empty is the null sender (senders, sender domains) or an address without domain; `None` is unknown.
    pub name: Option<Arc<str>>,
    /// How many names of the log it stands for.
    pub n_merged: u64,
    /// The counts.
    pub counts: Counts,
}

/// The first of all groups, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranking {
    /// At most [`Needs::groups`].
    pub rows: Vec<GroupRow>,
    /// How many there are in all.
    pub n: usize,
}

/// Counts of one stage and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageRow {
    /// The stage.
    pub stage: Stage,
    /// The kind.
    pub kind: Kind,
    /// Successes: delivered, authenticated, deliverable.
    pub successes: u64,
    /// Everything else.
    pub failures: u64,
}

/// Counts of one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourRow {
    /// Its beginning.
    pub start: Time,
    /// The counts.
    pub counts: Counts,
}

/// Numbers of messages that entered the queue within the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Messages {
    /// Those for which there is a delivery event.
    pub tried: u64,
    /// Delivery events of other messages: they entered the queue before the logs begin.
    pub outside: u64,
    /// Those that had to wait at least once.
    pub deferred: Ends,
    /// The others.
    pub never_deferred: Ends,
}

impl Messages {
    /// All that entered the queue.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.deferred.all() + self.never_deferred.all()
    }
}

/// Messages by how they ended; each counts once, the first that applies of: open, expired, bounced, delivered, discarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ends {
    /// Every recipient got it, or none that did not is known.
    pub delivered: u64,
    /// Given up for a recipient.
    pub bounced: u64,
    /// Given up for a recipient after too long in the queue.
    pub expired: u64,
    /// Thrown away on purpose.
    pub discarded: u64,
    /// Left the queue without any of these.
    pub removed: u64,
    /// Did not leave the queue before the logs end.
    pub open: u64,
}

impl Ends {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.delivered + self.bounced + self.expired + self.discarded + self.removed + self.open
    }
}

/// Percentiles of one sort of duration, in milliseconds; all but the longest are off by at most 1.6 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRow {
    /// What took so long.
    pub duration: Duration,
    /// Of how many deliveries it is known.
    pub count: u64,
    /// Half of them took no longer.
    pub p50: u32,
    /// 75 % took no longer.
    pub p75: u32,
    /// 90 % took no longer.
    pub p90: u32,
    /// 95 % took no longer.
    pub p95: u32,
    /// 99 % took no longer.
    pub p99: u32,
    /// The longest.
    pub max: u32,
}

/// Messages and bytes that came in and went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volumes {
    /// Of all senders.
    pub total: Volume,
    /// By sender domain, most bytes received first, at most [`Needs::groups`].
    pub domains: Vec<VolumeRow>,
    /// How many domains there are in all.
    pub n_domains: usize,
}

/// Messages and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    /// Messages that entered the queue.
    pub received: u64,
    /// Their bytes.
    pub received_bytes: u64,
    /// Recipients to whom one of them was delivered.
    pub delivered: u64,
    /// The bytes of these messages, once for each recipient.
    pub delivered_bytes: u64,
}

impl Volume {
    fn add(&mut self, of_sender: &SenderVolume) {
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        self.received += count(of_sender.received);
        self.received_bytes += count(of_sender.received_bytes);
        self.delivered += count(of_sender.delivered);
        self.delivered_bytes += count(of_sender.delivered_bytes);
    }
}

/// Messages and bytes of a sender domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeRow {
    /// Empty is the null sender or an address without domain.
    pub domain: Arc<str>,
    /// The numbers.
    pub volume: Volume,
}

/// Logins that were refused or accepted; each list has at most [`ReportOptions::top`] rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logins {
    /// Logins that were refused most; partners are client addresses.
    pub failed_logins: Vec<LoginRow>,
    /// Client addresses that were refused most; partners are logins.
    pub failed_addresses: Vec<LoginRow>,
    /// Logins that were accepted from two addresses or more, most addresses first.
    pub shared_logins: Vec<LoginRow>,
    /// Events of logins that are in no list, because there were too many.
    pub dropped_logins: u64,
    /// The same of addresses.
    pub dropped_addresses: u64,
}

/// A login or a client address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRow {
    /// As logged.
    pub name: String,
    /// Events.
    pub count: u64,
    /// Distinct addresses of a login, or logins of an address.
    pub n_partners: u64,
    /// Whether that number is no estimate; up to 64 it is not.
    pub is_exact: bool,
}

/// Something beside the counts that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Messages that the MTA completed with neither a delivery nor a bounce: mail that vanished.
    Vanished {
        /// How many.
        count: u64,
        /// By sender, most first, at most [`ReportOptions::top`].
        senders: Vec<(Option<String>, u64)>,
        /// The earliest, with their queue ids, at most ten.
        messages: Vec<(Time, String)>,
    },
    /// Two sources seem to hold the same lines, but not so that it could be known; both were counted.
    SuspectedDouble {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// Lines `last message repeated N times`: their text is not named, so they are not counted.
    UnnamedRepetitions {
        /// How many lines.
        count: u64,
    },
    /// Many lines of known MTAs or unknown frames could not be read: perhaps a new release, perhaps not a mail log.
    Unrecognised {
        /// The source.
        source: String,
        /// Unrecognised lines.
        count: u64,
        /// Lines of the source.
        lines: u64,
    },
}

/// What a report is made for.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// How many senders and domains are named per reply; 0 names all.
    pub top: usize,
    /// The filters in words.
    pub selection: Vec<String>,
    /// What answers for replies.
    pub catalog: &'static Catalog,
    /// Which senders are one.
    pub folds: Folds,
    /// Which long tables will be shown.
    pub needs: Needs,
}

/// Which of the tables that grow with the log's names a report must hold. The default is everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// [`Report::rows`].
    pub rows: bool,
    /// How many rows of each [`Ranking`]; 0 leaves them out, `usize::MAX` is all.
    pub groups: usize,
}

impl Default for Needs {
    fn default() -> Self {
        Self { rows: true, groups: usize::MAX }
    }
}
