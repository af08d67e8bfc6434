//! Report → bytes: one file per format.
//!
//! In: a [`Report`], a [`Format`] and a [`Style`]. Out: the report, written to any `Write`. Always true: the same report and
//! style give the same bytes; text of the log never reaches a terminal, a spreadsheet or a JSON reader as anything but
//! text. Formats for people share an outline, which says *what* is shown; the files named after a format say *how*.

mod csv;
mod document;
mod escape;
mod guide;
mod html;
mod iso;
mod json;
mod labels;
mod markdown;
mod outline;
mod phrases;
mod site;
mod stubs;
mod table;
mod text;
mod views;
mod wrap;
mod xlsx;

use std::io;

pub use escape::visible;
pub use guide::{Answer, render_answer};
pub use site::{SITE_MARKER, SiteFile, site};
pub use stubs::render_stubs;

use crate::catalog::Lang;
use crate::report::{Needs, Report};

/// Columns of a report whose reader's terminal is not known.
const DEFAULT_WIDTH: usize = 80;
/// Rows of lists and tables in formats for people, if nothing else is asked for.
const DEFAULT_TOP: usize = 10;

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For terminals and mails.
    Text,
    /// Everything, for programs.
    Json,
    /// One table, for spreadsheets.
    Csv,
    /// For tickets and wikis.
    Markdown,
    /// All tables, for spreadsheets.
    Xlsx,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Format] = &[Self::Text, Self::Json, Self::Csv, Self::Markdown, Self::Xlsx];

    /// Those of answers of the catalogue, which have one table at most.
    pub const OF_ANSWERS: &'static [Format] = &[Self::Text, Self::Json, Self::Csv, Self::Markdown];

    /// The name used in options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The format of files with that extension, in any case and without the dot.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// Which table a format of one table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// One row per reply and sender.
    #[default]
    Rows,
    /// One row per rule that answers for failures.
    Failures,
    /// One row per kind of text of a failing reply.
    Reasons,
    /// One row per reply.
    Codes,
    /// By envelope sender.
    Senders,
    /// By domain of the envelope sender.
    SenderDomains,
    /// By domain of the recipient.
    RecipientDomains,
    /// By registered domain of the relay.
    Relays,
    /// By SMTP stage.
    Stages,
    /// By hour.
    Hours,
    /// Connections, TLS, postscreen and limits: names and counts.
    Health,
    /// One row per kind of warning.
    Warnings,
}

impl View {
    /// All views.
    pub const ALL: &'static [View] = &[
        Self::Rows,
        Self::Failures,
        Self::Reasons,
        Self::Codes,
        Self::Senders,
        Self::SenderDomains,
        Self::RecipientDomains,
        Self::Relays,
        Self::Stages,
        Self::Hours,
        Self::Health,
        Self::Warnings,
    ];

    /// The name used in options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Failures => "failures",
            Self::Reasons => "reasons",
            Self::Codes => "codes",
            Self::Senders => "senders",
            Self::SenderDomains => "sender-domains",
            Self::RecipientDomains => "recipient-domains",
            Self::Relays => "relays",
            Self::Stages => "stages",
            Self::Hours => "hours",
            Self::Health => "health",
            Self::Warnings => "warnings",
        }
    }

    /// How many groups it shows, of at most `limit`.
    const fn groups(self, limit: usize) -> usize {
        match self {
            Self::Senders | Self::SenderDomains | Self::RecipientDomains | Self::Relays => limit,
            Self::Rows
            | Self::Failures
            | Self::Reasons
            | Self::Codes
            | Self::Stages
            | Self::Hours
            | Self::Health
            | Self::Warnings => 0,
        }
    }

    /// The view with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|view| view.name() == name)
    }
}

/// How a report looks.
#[derive(Debug, Clone)]
pub struct Style {
    /// Columns of the reader's terminal (text).
    pub width: usize,
    /// Whether ANSI colours are wanted (text).
    pub color: bool,
    /// How many rows a list or table has at most; 0 = all. `None` is the format's own: 10 for text, all for the others.
    pub top: Option<usize>,
    /// Which table (CSV).
    pub view: View,
    /// Leave fields as they are in the log, formulas and control characters included (CSV).
    pub raw_csv: bool,
    /// Language of our own words (text, Markdown); what the catalogue says is in the report already.
    pub lang: Lang,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: DEFAULT_WIDTH, color: false, top: None, view: View::Rows, raw_csv: false, lang: Lang::En }
    }
}

impl Style {
    /// What a report must hold to be shown so.
    #[must_use]
    pub fn needs(&self, format: Format) -> Needs {
        match format {
            Format::Text | Format::Markdown => Needs { rows: false, groups: self.limit(DEFAULT_TOP) },
            Format::Json | Format::Xlsx => Needs { rows: true, groups: self.limit(0) },
            Format::Csv => Needs { rows: self.view == View::Rows, groups: self.view.groups(self.limit(0)) },
        }
    }

    /// The number of rows to show where the format itself would show `default`; `usize::MAX` for all.
    fn limit(&self, default: usize) -> usize {
        match self.top.unwrap_or(default) {
            0 => usize::MAX,
            n => n,
        }
    }
}

/// Writes the report.
pub fn render(report: &Report, format: Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let outline = || outline::document(report, style.limit(DEFAULT_TOP), style.lang);
    match format {
        Format::Text => text::render(&outline(), style, out),
        Format::Markdown => markdown::render(&outline(), out),
        Format::Json => json::render(report, style, out),
        Format::Csv => csv::render(report, style, out),
        Format::Xlsx => xlsx::render(report, style, out),
    }
}

#[cfg(test)]
mod tests;
