//! One block: lines → queue operations and events → counts.

use super::reading::Part;
use super::repeats::{Overlap, Repeats, line_hash, notice_hash};
use crate::accounting::Accounting;
use crate::correlate::{Position, Tracker};
use crate::event::{Closing, Event, Peer, QueueId, Sink};
use crate::input::{RawLine, lines};
use crate::line::{Frames, Line};
use crate::notice::Notice;
use crate::parse::{self, Class, Mta};
use crate::summary::Summary;
use crate::time::{Clock, Time};

/// How the lines of a source are read.
#[derive(Debug, Clone)]
pub(super) struct LineRules<'a> {
    /// To be cloned for each block.
    pub(super) clock: Clock,
    /// Only this MTA's lines.
    pub(super) only: Option<Mta>,
    /// Lines that excerpts and main logs share.
    pub(super) repeats: &'a Repeats,
    /// How the source's lines relate to those of others.
    pub(super) overlap: Overlap,
    /// There are sources that could hold the same lines.
    pub(super) compares: bool,
    /// Recipients are those before aliasing.
    pub(super) before_aliasing: bool,
    /// Unrecognised lines are kept.
    pub(super) wants_unmatched: bool,
}

impl<'a> LineRules<'a> {
    /// For text that stands alone.
    pub(super) fn alone(clock: Clock, only: Option<Mta>, repeats: &'a Repeats) -> Self {
        Self {
            clock,
            only,
            repeats,
            overlap: Overlap::None,
            compares: false,
            before_aliasing: false,
            wants_unmatched: false,
        }
    }
}

/// Reads the lines of one block.
pub(super) struct BlockReader<'a> {
    rules: LineRules<'a>,
    tracker: &'a mut Tracker,
    frames: Frames,
    /// The time of the last line.
    at: Option<Time>,
    /// The time that the part's period was widened to last.
    seen: Option<Time>,
    part: Part,
    /// Lines with an event or a notice that excerpts may repeat.
    repeatable: Vec<u64>,
}

impl<'a> BlockReader<'a> {
    pub(super) fn new(rules: LineRules<'a>, tracker: &'a mut Tracker) -> Self {
        Self {
            rules,
            tracker,
            frames: Frames::default(),
            at: None,
            seen: None,
            part: Part::default(),
            repeatable: Vec::new(),
        }
    }

    /// Reads the block's next lines.
    pub(super) fn read(&mut self, text: &[u8], summary: &mut Summary) {
        let mut scratch = Vec::new();
        for raw in lines(text) {
            self.line(raw, &mut scratch, summary);
        }
    }

    /// The end of the block.
    pub(super) fn finish(mut self, summary: &mut Summary) -> Part {
        self.rules.repeats.remember(&self.repeatable);
        self.part.joins = self.tracker.finish(summary);
        self.part
    }

    #[inline(always)]
    fn line(&mut self, raw: RawLine<'_>, scratch: &mut Vec<u8>, summary: &mut Summary) {
        let facts = &mut self.part.facts;
        facts.accounting.lines += 1;
        facts.accounting.cut += u64::from(raw.cut);
        let Some(line) = self.frames.parse(raw.bytes, scratch) else {
            return self.frameless(raw.bytes);
        };
        if !line.is_stamp_again {
            self.at = line.stamp.and_then(|stamp| self.rules.clock.time(stamp));
        }
        let at = self.at;
        let is_excerpt = self.rules.overlap == Overlap::Excerpt;
        if is_excerpt && self.rules.repeats.take(line_hash(&line, at)) {
            facts.accounting.duplicates += 1;
            return;
        }
        let is_noted = is_excerpt && self.rules.repeats.take(notice_hash(&line, at));
        let mut sink = LineSink {
            line: &line,
            at,
            before_aliasing: self.rules.before_aliasing,
            n_events: 0,
            has_notice: false,
            is_noted,
            tracker: self.tracker,
            accounting: &mut facts.accounting,
            summary,
        };
        let class = parse::parse(&line, self.rules.only, &mut sink);
        let (n_events, has_notice) = (sink.n_events, sink.has_notice);
        if let (Class::Known, Some(at)) = (class, at)
            && self.seen != Some(at)
        {
            facts.see(at);
            self.seen = Some(at);
        }
        match class {
            Class::Known if n_events > 0 => {
                facts.accounting.surplus += n_events - 1;
                if self.rules.compares {
                    self.remember(&line, at);
                }
            }
            Class::Known => {
                facts.accounting.recognised += 1;
                if has_notice && self.rules.overlap == Overlap::HasExcerpt {
                    self.repeatable.push(notice_hash(&line, at));
                }
            }
            Class::Repetition => {
                facts.accounting.recognised += 1;
                facts.accounting.unnamed_repetitions += 1;
            }
            Class::Other => facts.accounting.other += 1,
            Class::Unrecognised => self.part.unrecognised(raw.bytes, self.rules.wants_unmatched),
        }
    }

    /// A line without frame: part of an entry of Exim's reject log, empty, or nothing we know.
    #[inline(never)]
    fn frameless(&mut self, raw: &[u8]) {
        if raw.iter().all(u8::is_ascii_whitespace) || parse::exim::continuation(raw) {
            self.part.facts.accounting.recognised += 1;
        } else {
            self.part.unrecognised(raw, self.rules.wants_unmatched);
        }
    }

    /// Keeps what tells whether another source holds the same line.
    fn remember(&mut self, line: &Line<'_>, at: Option<Time>) {
        let hash = line_hash(line, at);
        self.part.facts.likeness.add(hash);
        if self.rules.overlap == Overlap::HasExcerpt {
            self.repeatable.push(hash);
        }
    }
}

impl Part {
    fn unrecognised(&mut self, raw: &[u8], wants_unmatched: bool) {
        self.facts.accounting.unrecognised += 1;
        if wants_unmatched {
            self.unmatched.extend_from_slice(raw);
            self.unmatched.push(b'\n');
        }
    }
}

/// Takes what the parser finds in one line.
struct LineSink<'w, 'l> {
    line: &'w Line<'l>,
    at: Option<Time>,
    before_aliasing: bool,
    /// Events so far, repeats included.
    n_events: u64,
    /// It noted something beside mail.
    has_notice: bool,
    /// Another source has given the same notice.
    is_noted: bool,
    tracker: &'w mut Tracker,
    accounting: &'w mut Accounting,
    summary: &'w mut Summary,
}

impl<'l> LineSink<'_, 'l> {
    #[inline(always)]
    fn position(&self) -> Position<'l> {
        Position { host: self.line.host, instance: parse::instance(self.line.program), at: self.at }
    }

    /// An event as options ask for it: with the recipient before aliasing, and with the transport that the tag names.
    #[cold]
    fn completed(&self, event: &Event<'l>) -> Event<'l> {
        let original = event.original_recipient.filter(|_| self.before_aliasing);
        let recipient = original.or(event.recipient);
        let is_unnamed = self.summary.weighs() && event.transport.is_empty();
        let transport = if is_unnamed { self.postfix_daemon() } else { event.transport };
        Event { recipient, transport, ..event.clone() }
    }

    /// The daemon that wrote the line; empty in Exim's, which has none.
    fn postfix_daemon(&self) -> &'l [u8] {
        let is_postfix = Mta::of(self.line.program) == Some(Mta::Postfix);
        if is_postfix { parse::daemon(self.line.program) } else { b"" }
    }
}

impl<'l> Sink<'l> for LineSink<'_, 'l> {
    #[inline(always)]
    fn open(&mut self, queue_id: QueueId, sender: &'l [u8], size: u64) {
        self.accounting.openings += 1;
        let sender = self.summary.sender(sender);
        self.tracker.open(self.position(), queue_id, sender, size, self.summary);
    }

    fn result(&mut self, queue_id: QueueId) {
        self.tracker.result(self.position(), queue_id);
    }

    #[inline(always)]
    fn close(&mut self, queue_id: QueueId, closing: Closing) {
        self.tracker.close(self.position(), queue_id, closing, self.summary);
    }

    fn event(&mut self, event: &Event<'l>) {
        let count = self.line.repeat;
        self.accounting.events[event.kind as usize] += u64::from(count);
        self.n_events += u64::from(count);
        let completed;
        let event = if self.before_aliasing || self.summary.weighs() {
            completed = self.completed(event);
            &completed
        } else {
            event
        };
        self.tracker.event(self.position(), event, count, self.summary);
    }

    fn wants_arrivals(&self) -> bool {
        self.summary.weighs()
    }

    fn arrival(&mut self, from: Peer<'l>, sender: &'l [u8], size: u64) {
        self.summary.arrive(from, sender, size, self.at);
    }

    // Apart from the parsers: inside them it would cost the lines that note nothing.
    #[inline(never)]
    fn notice(&mut self, notice: Notice<'l>) {
        if self.is_noted {
            return;
        }
        self.has_notice = true;
        // Only complaints are counted by daemon.
        let is_complaint = matches!(notice, Notice::Complaint { .. });
        let daemon = if is_complaint { parse::daemon(self.line.program) } else { b"" };
        self.summary.note(&notice, daemon, self.at, self.line.repeat);
    }
}
