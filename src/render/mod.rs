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
mod layout;
mod mail;
mod markdown;
mod outline;
mod phrases;
mod prometheus;
mod sections;
mod site;
mod stubs;
mod table;
mod text;
mod view;
mod views;
mod web;
mod wrap;
mod xlsx;

use std::io;

pub use escape::visible;
pub use guide::{Answer, render_answer};
pub use layout::Layout;
pub use mail::{Envelope, Mailbox};
pub use sections::SectionName;
pub use site::{SITE_MARKER, SiteFile, site};
pub use stubs::render_stubs;
pub use view::View;

use crate::catalog::Lang;
use crate::diff::Changes;
use crate::report::{Needs, Report};

/// Columns of a report whose reader's terminal is not known.
const DEFAULT_WIDTH: usize = 80;
/// Rows of lists and tables in formats for people, if nothing else is asked for.
const DEFAULT_TOP: usize = 10;
/// The same of a page, which has more room and can be filtered.
const PAGE_TOP: usize = 20;

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
    /// Metrics, for `node_exporter`'s textfile collector.
    Prometheus,
    /// One page, for browsers.
    Html,
    /// A whole mail with text and page, for `sendmail -t`.
    Mail,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Format] =
        &[Self::Text, Self::Json, Self::Csv, Self::Markdown, Self::Xlsx, Self::Prometheus, Self::Html, Self::Mail];

    /// Those of answers of the catalogue, which have one table at most.
    pub const OF_ANSWERS: &'static [Format] = &[Self::Text, Self::Json, Self::Csv, Self::Markdown];

    /// Those of comparisons of two periods.
    pub const OF_CHANGES: &'static [Format] = &[Self::Text, Self::Json, Self::Markdown, Self::Html];

    /// The name used in options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Xlsx => "xlsx",
            Self::Prometheus => "prometheus",
            Self::Html => "html",
            Self::Mail => "mail",
        }
    }

    /// Whether people read it as it is: then it is in their language, and tables show what matters most.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Html | Self::Mail)
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
            "prom" => Some(Self::Prometheus),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "eml" => Some(Self::Mail),
            _ => None,
        }
    }
}

/// How a report looks.
#[derive(Debug, Clone)]
pub struct Style {
    /// Columns of the reader's terminal (text).
    pub width: usize,
    /// Whether ANSI colours are wanted (text).
    pub color: bool,
    /// How many rows a list or table has at most; 0 = all. `None` is the format's own: 10 for text and Markdown, 20 for HTML (a mail has both),
    /// all for the others.
    pub top: Option<usize>,
    /// Whose sections, in whose order (text, Markdown, HTML, mail).
    pub layout: Layout,
    /// Which sections of our own layout (text, Markdown, HTML, mail); empty for all that have something to say.
    pub sections: Vec<SectionName>,
    /// Which table (CSV).
    pub view: View,
    /// Leave fields as they are in the log, formulas and control characters included (CSV).
    pub raw_csv: bool,
    /// Language of our own words (text, Markdown, HTML, mail); what the catalogue says is in the report already.
    pub lang: Lang,
    /// Who sends it to whom (mail).
    pub envelope: Envelope,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: DEFAULT_WIDTH,
            color: false,
            top: None,
            layout: Layout::Smtplog,
            sections: Vec::new(),
            view: View::Rows,
            raw_csv: false,
            lang: Lang::En,
            envelope: Envelope::default(),
        }
    }
}

impl Style {
    /// What a report must hold to be shown so.
    #[must_use]
    pub fn needs(&self, format: Format) -> Needs {
        match format {
            Format::Text | Format::Markdown => Needs { rows: false, groups: self.limit(DEFAULT_TOP) },
            Format::Prometheus => Needs { rows: false, groups: 1 },
            Format::Html | Format::Mail => Needs { rows: false, groups: self.limit(PAGE_TOP) },
            Format::Json | Format::Xlsx => Needs { rows: true, groups: self.limit(0) },
            Format::Csv => Needs { rows: self.view == View::Rows, groups: self.view.groups(self.limit(0)) },
        }
    }

    /// The number of rows to show where the format itself would show `default`; `usize::MAX` for all.
    fn limit(&self, default: usize) -> usize {
        match self.top.unwrap_or(self.layout.top().unwrap_or(default)) {
            0 => usize::MAX,
            n => n,
        }
    }
}

/// Writes the report.
pub fn render(report: &Report, format: Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let outline = |top| outline::document(report, style, top);
    match format {
        Format::Text => text::render(&outline(DEFAULT_TOP), style, out),
        Format::Markdown => markdown::render(&outline(DEFAULT_TOP), out),
        Format::Json => json::render(report, style, out),
        Format::Csv => csv::render(report, style, out),
        Format::Xlsx => xlsx::render(report, style, out),
        Format::Prometheus => prometheus::render(report, out),
        Format::Mail => mail::render(report, style, out),
        Format::Html => web::render(&outline(PAGE_TOP), report.period, style.lang, out),
    }
}

/// Writes a comparison of two periods, in one of [`Format::OF_CHANGES`].
pub fn render_changes(changes: &Changes, format: Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let outline = |top| outline::changes::document(changes, style, top);
    match format {
        Format::Text => text::render(&outline(DEFAULT_TOP), style, out),
        Format::Markdown => markdown::render(&outline(DEFAULT_TOP), out),
        Format::Json => json::changes(changes, style, out),
        Format::Html => web::render(&outline(PAGE_TOP), changes.new.period, style.lang, out),
        Format::Csv | Format::Xlsx | Format::Prometheus | Format::Mail => {
            Err(io::Error::other(format!("comparisons are not written as {}", format.name())))
        }
    }
}

#[cfg(test)]
mod tests;
