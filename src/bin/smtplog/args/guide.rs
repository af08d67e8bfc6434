//! The options of the commands that ask the catalogue.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use smtplog::catalog::Lang;
use smtplog::render::Format;

use super::{MtaArg, When, names};

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

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Where the configuration is.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Read this file instead of `/etc/smtplog/smtplog.toml` and the user's
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Read none of them; `--no-OPTION` puts a single option of theirs aside
    #[arg(long, overrides_with = "config")]
    pub(crate) no_config: bool,
}

/// `smtplog config`
#[derive(Debug, Args)]
pub(crate) struct ShowConfigArgs {
    /// Only the options of this command
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,

    #[command(flatten)]
    pub(crate) place: ConfigArgs,
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

impl CatalogArgs {
    /// The language asked for, else that of the environment.
    pub(crate) fn lang(&self) -> Lang {
        let named = |name: &str| Lang::ALL.iter().copied().find(|lang| lang.name() == name);
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let locale = || variables.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        self.lang.as_deref().and_then(named).unwrap_or_else(|| Lang::of_locale(&locale().unwrap_or_default()))
    }
}
