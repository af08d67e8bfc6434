//! Log lines on their way to a file.
//!
//! In: bytes of lines, cut anywhere. Out: the same lines, redacted one by one. Always true: a line is written when its end has come, so
//! the last one needs a [`Write::flush`] if it has no line break.

use std::io::{self, Write};

use super::Redactor;
use crate::line;

/// Redacts the lines that are written to it.
#[derive(Debug)]
pub struct RedactedLines<'a, W> {
    redactor: &'a Redactor,
    inner: W,
    /// A line whose end has not come.
    begun: Vec<u8>,
}

impl<'a, W: Write> RedactedLines<'a, W> {
    /// Writes on to `inner`.
    pub fn new(redactor: &'a Redactor, inner: W) -> Self {
        Self { redactor, inner, begun: Vec::new() }
    }
}

impl<W: Write> Write for RedactedLines<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            self.begun.extend_from_slice(piece.strip_suffix(b"\n").unwrap_or(piece));
            if piece.ends_with(b"\n") {
                writeln!(self.inner, "{}", self.redactor.line(&self.begun))?;
                self.begun.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let last = std::mem::take(&mut self.begun);
        self.inner.write_all(self.redactor.line(&last).as_bytes())?;
        self.inner.flush()
    }
}

impl Redactor {
    /// A log line. Its host is one, whatever its name; bytes that are no text become U+FFFD.
    #[must_use]
    pub fn line(&self, raw: &[u8]) -> String {
        let text = String::from_utf8_lossy(raw);
        let mut scratch = Vec::new();
        let host = line::parse(text.as_bytes(), &mut scratch).and_then(|line| std::str::from_utf8(line.host).ok());
        // A frame names its host in front of everything that a stranger may write.
        match host.filter(|host| !host.is_empty()).and_then(|host| text.split_once(&format!(" {host} "))) {
            Some((stamp, message)) => {
                let host = host.map(|host| self.name(host)).unwrap_or_default();
                format!("{} {host} {}", self.text(stamp), self.text(message))
            }
            None => self.text(&text),
        }
    }
}
