//! The command line as typed: syntax and help only. [`crate::analyze`] turns it into the library's options.

mod analyze;
mod diff;
mod guide;
mod value;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use analyze::{AnalyzeArgs, FilterArgs, OutputArgs, ReadingArgs};
pub(crate) use diff::DiffArgs;
pub(crate) use guide::{
    CatalogArgs, CatalogCommand, CodesArgs, CompareArgs, ConfigArgs, ExplainArgs, GuideArgs, ShowConfigArgs,
};

/// Exit status, for `--help`.
const EXIT_STATUS: &str = "\
Exit status:
  0    the report is complete
  1    no report: nothing could be read
  2    wrong usage, or a faulty configuration
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

    /// Show what the configuration files say, as a file that smtplog reads
    Config(ShowConfigArgs),

    /// Print a shell's completions of this command line
    Completions {
        /// The shell
        #[arg(value_enum, value_name = "SHELL")]
        shell: Shell,
    },

    /// Print or write manual pages
    Man(ManArgs),
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

/// Names with commas between them, for messages.
pub(crate) fn names_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// The names of a list of values, for `--help` and to choose from.
pub(crate) fn names<T: Copy>(all: &'static [T], name: impl Fn(T) -> &'static str) -> PossibleValuesParser {
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
