//! The command line as typed: syntax and help only. [`crate::analyze`] turns it into the library's options.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use smtplog::catalog::Lang;
use smtplog::event::Kind;
use smtplog::render::{Format, SectionName, View};

use crate::redact::RedactArgs;

/// Exit status, for `--help`.
const EXIT_STATUS: &str = "\
Exit status:
  0    the report is complete
  1    no report: nothing could be read
  2    wrong usage
  3    the report is written, but some input could not be read
  4    a threshold of --fail-if is passed
  130  interrupted";

/// `-V`: version, commit and its day, as `build.rs` found them.
const VERSION: &str = env!("SMTPLOG_VERSION");

/// `--version`: what a report of a fault should say.
const LONG_VERSION: &str = concat!(env!("SMTPLOG_VERSION"), "\nfeatures: ", env!("SMTPLOG_FEATURES"));

/// Reads Postfix and Exim mail logs, counts every SMTP reply per sender, and says what to do about each.
#[derive(Debug, Parser)]
#[command(name = "smtplog", version = VERSION, long_version = LONG_VERSION, about, after_help = EXIT_STATUS)]
#[command(propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read logs and report every reply: how often, whose mail it was, what it means, what to do
    Analyze(Box<AnalyzeArgs>),

    /// Compare two periods: what is new, what has grown, what is gone
    Diff(Box<DiffArgs>),

    /// Say what a code or a whole reply means, who must act, and what to do
    Explain(ExplainArgs),

    /// Put two codes side by side: what tells them apart, and which one when
    Compare(CompareArgs),

    /// List the catalogue
    Codes(CodesArgs),

    /// Check catalogue files of your own
    #[command(subcommand)]
    Catalog(CatalogCommand),

    /// Print a shell's completions of this command line
    Completions {
        /// The shell
        #[arg(value_enum, value_name = "SHELL")]
        shell: Shell,
    },

    /// Print or write manual pages
    Man(ManArgs),
}

/// `smtplog diff`
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct DiffArgs {
    /// The earlier period: logs (a file, a directory, `-`) or a JSON report
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The later period, likewise
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,

    /// Format of the comparison; without it, that of the output file's extension, or text
    #[arg(long, value_name = "FORMAT", value_parser = names(Format::OF_CHANGES, Format::name), help_heading = "Output")]
    pub(crate) format: Option<String>,

    /// Write the comparison to a file; its extension (txt, md, html, json) chooses the format
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Changes per list; 0 shows all [default: 10 in text, 20 in HTML, all in JSON]
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(crate) top: Option<usize>,

    /// When to use colours: in text on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto, help_heading = "Output")]
    pub(crate) color: When,

    /// Width of the text in columns [default: the terminal's, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500), help_heading = "Output")]
    pub(crate) width: Option<u16>,

    /// No messages on standard error but errors, and no progress
    #[arg(short, long, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// When to show progress on standard error: on a terminal, if it takes long
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto, help_heading = "Output")]
    pub(crate) progress: When,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) language: CatalogArgs,
}

/// `smtplog explain`
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// `550`, `5.7.26`, `550 5.7.26`, `5xx`, the id of a rule or provider, or a whole reply or log line in quotes
    #[arg(value_name = "CODE|REPLY", required = true)]
    pub(crate) question: Vec<String>,

    /// Who gave the reply: `gmail`, `microsoft`, …
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) provider: Option<String>,

    /// Speak of this MTA alone
    #[arg(long, value_enum, value_name = "MTA")]
    pub(crate) mta: Option<MtaArg>,

    #[command(flatten)]
    pub(crate) guide: GuideArgs,
}

/// `smtplog compare`
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// A reply code or an enhanced status code
    #[arg(value_name = "A")]
    pub(crate) a: String,

    /// Another one
    #[arg(value_name = "B")]
    pub(crate) b: String,

    #[command(flatten)]
    pub(crate) guide: GuideArgs,
}

/// `smtplog codes`
#[derive(Debug, Args)]
pub(crate) struct CodesArgs {
    /// Only codes that begin with this digit
    #[arg(long, value_name = "DIGIT", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub(crate) class: Option<u8>,

    /// Enhanced status codes instead of reply codes
    #[arg(long)]
    pub(crate) enhanced: bool,

    /// The replies of a provider or MTA instead of codes: `gmail`, `postfix`, …
    #[arg(long, value_name = "PROVIDER", conflicts_with = "enhanced")]
    pub(crate) provider: Option<String>,

    /// Entries of every sort that hold this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,

    /// Write the whole catalogue as a site of static pages into a directory; `index.html` is its first page
    #[arg(long, value_name = "DIR", conflicts_with_all = [
        "class", "enhanced", "provider", "search", "format", "output", "color", "width",
    ])]
    pub(crate) html: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) guide: GuideArgs,
}

/// How answers of the catalogue are written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct GuideArgs {
    /// Format of the answer; without it, that of the output file's extension, or text
    #[arg(long, value_name = "FORMAT", value_parser = names(Format::OF_ANSWERS, Format::name))]
    pub(crate) format: Option<String>,

    /// Write the answer to a file; its extension (txt, md, json, csv) chooses the format
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// When to use colours: in text on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,

    /// Width of the text in columns [default: the terminal's, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub(crate) width: Option<u16>,

    #[command(flatten)]
    pub(crate) language: CatalogArgs,
}

/// Which catalogue answers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Catalogue")]
pub(crate) struct CatalogArgs {
    /// Language of entries and headings [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]
    #[arg(long, value_name = "LANG", value_parser = names(Lang::ALL, Lang::name))]
    pub(crate) lang: Option<String>,

    /// Catalogue file of your own, asked before the built-in entries; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Vec<PathBuf>,
}

/// `smtplog catalog`
#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// Say what is wrong with catalogue files, as `file:line: row: what`
    Lint {
        /// Catalogue files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// The files are translations of this one
        #[arg(long, value_name = "FILE")]
        translation_of: Option<PathBuf>,
    },
    /// Answer every sample of the files' rules, and say which another entry answers for
    Test {
        /// Catalogue files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
}

/// `smtplog man`
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Whose page it is: `analyze`, `catalog lint` [default: the page of smtplog itself]
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) command: Vec<String>,

    /// Write all pages into a directory: `smtplog.1`, `smtplog-analyze.1`, …
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

/// `smtplog analyze`
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct AnalyzeArgs {
    /// Log files or directories, plain or compressed (gzip, zstd, xz, bzip2); `-` is standard input. Without any, the logs at
    /// the standard places are read
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

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
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) mail_to: Vec<String>,

    /// Who sends it [default: this user at this host]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) mail_from: Option<String>,

    /// Its subject [default: how the mail does, and the worst reply]
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,

    /// Rows per table and replies explained; 0 shows all [default: 10 in text, 20 in HTML, all in JSON and CSV]
    #[arg(long, value_name = "N")]
    pub(crate) top: Option<usize>,

    /// Which table the CSV holds; `rows` has one row per reply and sender
    #[arg(long, value_name = "VIEW", default_value = View::Rows.name(), value_parser = names(View::ALL, View::name))]
    pub(crate) view: String,

    /// Sections of the text or Markdown report, several by comma [default: all that have something to say]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = names(SectionName::ALL, SectionName::name))]
    pub(crate) sections: Vec<String>,

    /// Senders that are one: verp (mailing lists' bounce addresses), srs (forwarders'), plus (`ann+tag@`), case, all, none;
    /// several by comma [default: verp in text, Markdown and HTML, none in the others]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
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

    /// Add what changed since an earlier JSON report (text, Markdown, HTML, JSON)
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
    pub(crate) since: Option<String>,

    /// Only events before then; a date, month or year is included to its end
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,

    /// Only events of a calendar period
    #[arg(long, value_enum, value_name = "PERIOD", conflicts_with_all = ["since", "until"])]
    pub(crate) period: Option<PeriodArg>,

    /// First day of the week for `this-week` and `last-week`
    #[arg(long, value_enum, value_name = "DAY", default_value_t = WeekStart::Monday)]
    pub(crate) week_start: WeekStart,

    /// Only these replies: `550`, `5xx`, `5.7.26`; several by comma or repetition
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) code: Vec<String>,

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
    pub(crate) fail_if: Vec<String>,

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
    #[arg(long, value_name = "ZONE")]
    pub(crate) tz: Option<String>,

    /// Number of threads [default: one per core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,

    /// Take this as the current time; for tests
    #[arg(long, value_name = "TIME", hide = true)]
    pub(crate) now: Option<String>,

    /// Length of a block in bytes; for tests
    #[arg(long, value_name = "BYTES", hide = true)]
    pub(crate) block_bytes: Option<usize>,
}

/// `--color`, `--progress`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

/// `--mta`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MtaArg {
    Postfix,
    Exim,
}

/// `--period`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PeriodArg {
    Today,
    Yesterday,
    ThisWeek,
    LastWeek,
    ThisMonth,
    LastMonth,
}

/// `--week-start`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WeekStart {
    Monday,
    Saturday,
    Sunday,
}

impl MtaArg {
    /// The id in the catalogue.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Postfix => "postfix",
            Self::Exim => "exim",
        }
    }
}

impl CatalogArgs {
    /// The language asked for, else that of the environment.
    pub(crate) fn lang(&self) -> Lang {
        let named = |name: &str| Lang::ALL.iter().copied().find(|lang| lang.name() == name);
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let locale = || variables.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        self.lang.as_deref().and_then(named).unwrap_or_else(|| Lang::of_locale(&locale().unwrap_or_default()))
    }
}

/// Names with commas between them, for messages.
pub(crate) fn names_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// The names of a list of values, for `--help` and to choose from.
fn names<T: Copy>(all: &'static [T], name: impl Fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|&value| name(value)))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
