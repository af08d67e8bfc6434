//! The options of `diff`.

use std::path::PathBuf;

use clap::Args;
use smtplog::render::Format;

use super::{CatalogArgs, EXIT_STATUS, ReadingArgs, When, names};

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
