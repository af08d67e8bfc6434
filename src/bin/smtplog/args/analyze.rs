//! The options of `analyze`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use smtplog::event::Kind;
use smtplog::fold::Folds;
use smtplog::render::{Format, Layout, Mailbox, SectionName, View};
use smtplog::select::CodePattern;
use smtplog::threshold::Threshold;

use super::{CatalogArgs, EXIT_STATUS, MtaArg, PeriodArg, WeekStart, When, names, value};
use crate::period::Moment;
use crate::redact::RedactArgs;

/// `smtplog analyze`
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct AnalyzeArgs {
    /// Log files or directories, plain or compressed (gzip, zstd, xz, bzip2); `-` is standard input. Without any, the logs at
    /// the standard places are read, and where there are none, the journal
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Look for the standard places, and for programs to ask, below this directory; for tests
    #[arg(long, value_name = "DIR", hide = true)]
    pub(crate) root: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) watch: WatchArgs,
    #[command(flatten)]
    pub(crate) redact: RedactArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) language: CatalogArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format of the report; without it, that of the output file's extension, or text
    #[arg(long, value_name = "FORMAT", value_parser = names(Format::ALL, Format::name))]
    pub(crate) format: Option<String>,

    /// Write the report to a file; its extension (txt, md, html, eml, json, csv, xlsx, prom) chooses the format
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Whom a mail goes to (`--format mail`): `ann@shop.example` or `Ann <ann@shop.example>`; may be repeated
    #[arg(long, value_name = "ADDRESS", value_parser = value::mailbox)]
    pub(crate) mail_to: Vec<Mailbox>,

    /// Who sends it [default: this user at this host]
    #[arg(long, value_name = "ADDRESS", value_parser = value::mailbox)]
    pub(crate) mail_from: Option<Mailbox>,

    /// Its subject [default: how the mail does, and the worst reply]
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,

    /// Rows per table and replies explained; 0 shows all [default: 10 in text, 20 in HTML, all in JSON, CSV and --style pflogsumm, 50 in --style eximstats]
    #[arg(long, value_name = "N")]
    pub(crate) top: Option<usize>,

    /// Which table the CSV holds; `rows` has one row per reply and sender
    #[arg(long, value_name = "VIEW", default_value = View::Rows.name(), value_parser = names(View::ALL, View::name))]
    pub(crate) view: String,

    /// Whose sections, in whose order, a report that people read has: pflogsumm's and eximstats' for those who know them
    #[arg(long, value_name = "PROGRAM", default_value = Layout::Smtplog.name(), value_parser = names(Layout::ALL, Layout::name))]
    pub(crate) style: String,

    /// Sections of a report that people read (text, Markdown, HTML, mail), several by comma [default: all that have something to say]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = names(SectionName::ALL, SectionName::name))]
    pub(crate) sections: Vec<String>,

    /// Senders that are one: verp (mailing lists' bounce addresses), srs (forwarders'), plus (`ann+tag@`), case, all, none;
    /// several by comma [default: verp in text, Markdown and HTML, none in the others and in other --style]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = names(Folds::NAMES, |name| name), hide_possible_values = true)]
    pub(crate) fold: Vec<String>,

    /// Do not neutralise spreadsheet formulas in CSV: for programs, not for people
    #[arg(long)]
    pub(crate) raw_csv: bool,

    /// When to use colours: in text on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,

    /// Width of the text report in columns [default: the terminal's, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub(crate) width: Option<u16>,

    /// Add what changed since an earlier JSON report (text, Markdown, HTML, mail, JSON)
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write the lines that were not recognised to a file
    #[arg(long, value_name = "FILE")]
    pub(crate) unmatched: Option<PathBuf>,

    /// Write rules to fill in for the failing replies that no rule knew to a file, as TOML for `--catalog`
    #[arg(long, value_name = "FILE")]
    pub(crate) unclassified: Option<PathBuf>,

    /// No messages on standard error but errors, and no progress
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// When to show progress on standard error: on a terminal, if it takes long
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) progress: When,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// Only events from then on: a date, a date and time, a month or year, `today`, `yesterday`, `24h`, `7d`
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub(crate) since: Option<Moment>,

    /// Only events before then; a date, month or year is included to its end
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub(crate) until: Option<Moment>,

    /// Only events of a calendar period
    #[arg(long, value_enum, value_name = "PERIOD", conflicts_with_all = ["since", "until"])]
    pub(crate) period: Option<PeriodArg>,

    /// First day of the week for `this-week` and `last-week`
    #[arg(long, value_enum, value_name = "DAY", default_value_t = WeekStart::Monday)]
    pub(crate) week_start: WeekStart,

    /// Only these replies: `550`, `5xx`, `5.7.26`; several by comma or repetition
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = value::code)]
    pub(crate) code: Vec<CodePattern>,

    /// Only these senders: an address, a domain, a pattern such as `*@*.example`, or `<>`; may be repeated
    #[arg(long, value_name = "SENDER")]
    pub(crate) sender: Vec<String>,

    /// Only these kinds of events; several by comma or repetition
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = names(Kind::ALL, Kind::name))]
    pub(crate) kind: Vec<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Thresholds")]
pub(crate) struct WatchArgs {
    /// End with status 4, and say so in the report, if this is so: `5xx>100`, `bounced>5%`, `code=5.7.26,count>10`,
    /// `sender=*@shop.example,bounced>2%`, `unrecognised>1%`; may be repeated
    #[arg(long, value_name = "EXPR")]
    pub(crate) fail_if: Vec<Threshold>,

    /// Write no report if no threshold is passed and every source was read in full
    #[arg(long, requires = "fail_if")]
    pub(crate) quiet_if_ok: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Only lines of this MTA; the other's count as other programs'
    #[arg(long, value_enum, value_name = "MTA")]
    pub(crate) mta: Option<MtaArg>,

    /// Count recipients as they were before aliases and forwards (Postfix `orig_to=`; Exim's always are)
    #[arg(long)]
    pub(crate) orig_to: bool,

    /// The year in which logs without year end [default: from each file's modification time]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1970..=9998))]
    pub(crate) year: Option<i16>,

    /// Convert stamps that carry an offset to this zone (`Europe/Berlin`, `UTC`) [default: times as they stand in the log]
    #[arg(long, value_name = "ZONE", value_parser = value::zone)]
    pub(crate) tz: Option<TimeZone>,

    /// Number of threads [default: one per core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,

    /// Take this as the current time; for tests
    #[arg(long, value_name = "TIME", hide = true)]
    pub(crate) now: Option<DateTime>,

    /// Length of a block in bytes; for tests
    #[arg(long, value_name = "BYTES", hide = true)]
    pub(crate) block_bytes: Option<usize>,
}
