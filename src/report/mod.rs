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
mod providers;
mod replies;
mod times;
mod traffic;
mod unclassified;
mod volumes;
mod whom;

use std::sync::Arc;

pub use failures::{Failure, FailureShape, ReasonRow};
pub use groups::{Counts, GroupRow, Ranking};
pub use health::{Health, PeakRow, SessionRow, WarningRow};
pub use logins::{LoginRow, Logins};
pub use messages::{Ends, Messages};
pub use times::TimeRow;
pub(crate) use traffic::Weight;
pub use traffic::{Flow, FlowRow, Named, Ranked, ReasonGroup, Traffic, WaitRow};
pub use unclassified::Unclassified;
pub use volumes::{Volume, VolumeRow, Volumes};
pub use whom::Whom;

use crate::accounting::Accounting;
use crate::catalog::{Advice, Catalog};
use crate::diff::Changes;
use crate::event::{Kind, Outcome, Stage};
use crate::fold::Folds;
use crate::redact::Redaction;
use crate::summary::{Shape, Tally};
use crate::threshold::{Threshold, Verdict};
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
    /// How names became tokens, if they did.
    pub redaction: Option<Redaction>,
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
    /// By who runs the relay host, as far as its name tells; `None` is everybody else.
    pub providers: Ranking,
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
    /// What other programs' reports have beside ours, if it was asked for.
    pub traffic: Option<Traffic>,
    /// Logins by name and address; `None` if there were none.
    pub logins: Option<Logins>,
    /// What servers noted beside mail; `None` if nothing, or if a filter is about replies or senders.
    pub health: Option<Health>,
    /// What the thresholds say, in their order.
    pub verdicts: Vec<Verdict>,
    /// What changed since an earlier period, if it was compared with one: who makes the report fills it in.
    pub changes: Option<Changes>,
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
    /// The limits to hold it to.
    pub thresholds: Vec<Threshold>,
    /// Which long tables will be shown.
    pub needs: Needs,
}

impl ReportOptions {
    /// Everything that was counted, ten names per reply, nothing folded.
    #[must_use]
    pub fn new(catalog: &'static Catalog) -> Self {
        Self {
            top: 10,
            selection: Vec::new(),
            catalog,
            folds: Folds::default(),
            thresholds: Vec::new(),
            needs: Needs::default(),
        }
    }
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
