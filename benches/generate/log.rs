//! The log being written: frames and buffers lines, stops at the size asked for, and counts what it wrote.

use std::collections::HashMap;
use std::io::{self, Write};

use super::people::Sender;
use super::stamp::Stamps;
use super::text::Text;
use super::truth::{Class, Truth};
use super::{Frame, Spec};

/// Bytes gathered before a write.
const BUFFER: usize = 1 << 18;
/// Our host name in syslog frames.
const HOST: &str = "mx1";

/// Lines on their way out. A line is `begin`, any writing to `text`, any `event`, then `end`.
pub struct Log<'w> {
    out: &'w mut dyn Write,
    limit: u64,
    frame: Frame,
    stamps: Stamps,
    truth: Truth,
    line_start: usize,
    line_events: Vec<(Sender, Class, u64)>,
    line_is_foreign: bool,
    full: bool,
    /// What the current line is written to.
    pub text: Text,
}

impl<'w> Log<'w> {
    /// An empty log of this specification.
    pub fn new(spec: &Spec, out: &'w mut dyn Write) -> Self {
        let truth = Truth { per_sender: spec.per_sender.then(HashMap::new), ..Truth::default() };
        Self {
            out,
            limit: spec.bytes,
            frame: spec.frame,
            stamps: Stamps::new(spec.frame),
            truth,
            line_start: 0,
            line_events: Vec::new(),
            line_is_foreign: false,
            full: false,
            text: Text(Vec::with_capacity(BUFFER + 4096)),
        }
    }

    /// True once a line no longer fitted.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Begins a line of this program (the frame of Exim's own log has none) and returns what to write it to.
    pub fn begin(&mut self, now: u64, program: &str, pid: u64) -> &mut Text {
        self.line_start = self.text.0.len();
        self.stamps.write(now, &mut self.text);
        self.text.s(" ");
        if self.frame != Frame::Exim {
            self.text.s(HOST).s(" ").s(program).s("[").n(pid).s("]: ");
        }
        &mut self.text
    }

    /// The current line records this.
    pub fn event(&mut self, sender: Sender, class: Class) {
        self.line_events.push((sender, class, 1));
    }

    /// The current line records this so many times.
    pub fn events(&mut self, sender: Sender, class: Class, times: u64) {
        self.line_events.push((sender, class, times));
    }

    /// The current line is one of another program.
    pub fn foreign(&mut self) {
        self.line_is_foreign = true;
    }

    /// Ends the line: writes and counts it, unless the log is full.
    pub fn end(&mut self) -> io::Result<()> {
        self.text.s("\n");
        let length = (self.text.0.len() - self.line_start) as u64;
        if self.full || self.truth.bytes + length > self.limit {
            self.full = true;
            self.text.0.truncate(self.line_start);
        } else {
            self.count(length);
        }
        self.line_events.clear();
        self.line_is_foreign = false;
        if self.text.0.len() >= BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    fn count(&mut self, length: u64) {
        self.truth.bytes += length;
        self.truth.lines += 1;
        let mut events = 0;
        for (sender, class, times) in self.line_events.drain(..) {
            self.truth.add(sender, class, times);
            events += times;
        }
        match events {
            0 if self.line_is_foreign => self.truth.other += 1,
            0 => self.truth.recognised += 1,
            _ => self.truth.surplus += events - 1,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.text.0)?;
        self.text.0.clear();
        Ok(())
    }

    /// Writes what is left; the counts of the whole log.
    pub fn finish(mut self) -> io::Result<Truth> {
        self.flush()?;
        self.out.flush()?;
        Ok(self.truth)
    }
}
