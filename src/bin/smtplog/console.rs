//! The terminal: what it can show, and messages on standard error that are safe for it.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::error::{ContextKind, ContextValue};
use smtplog::render::visible;

use crate::args::When;

/// Columns of text where no terminal says.
const DEFAULT_WIDTH: u16 = 80;

/// Columns of the terminal, if the output goes there.
pub(crate) fn width(output: Option<&Path>) -> u16 {
    let terminal = if output.is_none() { terminal_size::terminal_size_of(io::stdout()) } else { None };
    terminal.map_or(DEFAULT_WIDTH, |(width, _)| width.0.clamp(40, 500))
}

/// Whether the output is to be coloured.
pub(crate) fn wants_color(when: When, output: Option<&Path>) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            output.is_none() && !no_color && io::stdout().is_terminal()
        }
    }
}

/// Tells what went wrong. Paths may hold what a stranger named a file, so control characters are shown, not sent.
pub(crate) fn error(message: &str) {
    // If standard error is gone there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "smtplog: {}", visible(message));
}

/// Ends the run as the command line parser does. What was typed may come from a stranger as well: a script passes it on.
pub(crate) fn exit(mut error: clap::Error) -> ! {
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidValue, ContextKind::InvalidSubcommand] {
        if let Some(ContextValue::String(typed)) = error.get(kind) {
            let shown = visible(typed).into_owned();
            error.insert(kind, ContextValue::String(shown));
        }
    }
    error.exit()
}

/// Tells what may be good to know; only where somebody looks: mail from cron should be about the mail.
pub(crate) fn note(message: &str) {
    if std::io::stderr().is_terminal() {
        error(message);
    }
}
