//! Messages on standard error, made safe for a terminal.

use std::io::{IsTerminal, Write};

use smtplog::render::visible;

/// Tells what went wrong. Paths may hold what a stranger named a file, so control characters are shown, not sent.
pub(crate) fn error(message: &str) {
    // If standard error is gone there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "smtplog: {}", visible(message));
}

/// Tells what may be good to know; only where somebody looks: mail from cron should be about the mail.
pub(crate) fn note(message: &str) {
    if std::io::stderr().is_terminal() {
        error(message);
    }
}
