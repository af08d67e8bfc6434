//! The frame of a line: `Nov  1 02:25:25 conch postfix/smtp[19734]: B340…` → stamp, host, program, message.
//!
//! In: one raw line. Out: [`Line`], or `None` for a line without a frame that smtplog knows. Always true: the answer depends
//! on this line alone, so files may mix frames, and a log may be cut anywhere. A line inside a line (container prefixes,
//! syslog in syslog, Exim through syslog, JSON of journald) is unwrapped; the innermost stamp and host win.

mod exim;
mod journal;
mod syslog;

use crate::near::{STEP, is_same_by_steps};
use crate::time::Stamp;

/// The program that Exim's own log files speak for; they do not name it.
pub const EXIM: &[u8] = b"exim";

/// How many frames may stand inside one another.
const MAX_DEPTH: u8 = 3;
/// Where the `|` of a container prefix may stand at the latest.
const MAX_CONTAINER_PREFIX: usize = 80;

/// A line taken apart. Host and program may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The time stamp, where the frame has one.
    pub stamp: Option<Stamp<'a>>,
    /// The host that logged.
    pub host: &'a [u8],
    /// The program's tag without pid: `postfix/smtp`, `exim`.
    pub program: &'a [u8],
    /// What the program said, without leading blanks.
    pub message: &'a [u8],
    /// How many times it was said: more than 1 for `message repeated N times: [ … ]`.
    pub repeat: u32,
    /// The stamp is that of the line before, which [`Frames`] tells: nobody need read it again.
    pub is_stamp_again: bool,
}

impl<'a> Line<'a> {
    /// A line that was said once.
    fn new(stamp: Option<Stamp<'a>>, host: &'a [u8], program: &'a [u8], message: &'a [u8]) -> Self {
        Self { stamp, host, program, message, repeat: 1, is_stamp_again: false }
    }

    /// A line of Exim's own log: the frame names neither host nor program.
    fn exim(stamp: Stamp<'a>, message: &'a [u8]) -> Self {
        Self::new(Some(stamp), b"", EXIM, message)
    }
}

/// The longest stamp and host that [`Frames`] remembers, in bytes.
const MAX_HEAD: usize = 96;

/// Takes lines apart, one after the other: most begin with the stamp and host of the line before.
#[derive(Debug, Clone)]
pub struct Frames {
    /// `Nov  1 02:25:25 conch ` of the last line in a plain syslog frame.
    head: [u8; MAX_HEAD],
    head_len: usize,
    /// Where in `head` the stamp ends and the host begins and ends.
    stamp_end: usize,
    host: (usize, usize),
    /// `2026-11-22 00:46:00 ` of the last line of Exim's own log.
    exim_head: [u8; exim::HEAD],
    /// Whether the line before had one of these stamps, and which.
    last: Last,
}

/// Whose stamp a line had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// That of `head`.
    Head,
    /// That of `exim_head`.
    Exim,
    /// Any.
    Other,
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            head: [0; MAX_HEAD],
            head_len: 0,
            stamp_end: 0,
            host: (0, 0),
            exim_head: [0; exim::HEAD],
            last: Last::Other,
        }
    }
}

impl Frames {
    /// The same as [`parse`], with [`Line::is_stamp_again`].
    #[inline(always)]
    pub fn parse<'a>(&mut self, raw: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<Line<'a>> {
        let last = std::mem::replace(&mut self.last, Last::Other);
        match *raw.first()? {
            b'A'..=b'Z' => {
                if let Some((program, message)) = self.again(raw) {
                    let stamp = Stamp::MonthDay(&raw[..self.stamp_end]);
                    let host = &raw[self.host.0..self.host.1];
                    if !is_innermost(program, message) {
                        return Some(inner(Line::new(Some(stamp), host, program, message), 0));
                    }
                    self.last = Last::Head;
                    let is_stamp_again = last == Last::Head;
                    return Some(Line { stamp: Some(stamp), host, program, message, repeat: 1, is_stamp_again });
                }
                self.first(raw)
            }
            b'0'..=b'9' => {
                if exim::is_again(raw, &self.exim_head) {
                    self.last = Last::Exim;
                    let stamp = Stamp::Iso(&raw[..exim::HEAD - 1]);
                    let line = Line::exim(stamp, &raw[exim::HEAD..]);
                    return Some(Line { is_stamp_again: last == Last::Exim, ..line });
                }
                self.first_of_exim(raw)
            }
            _ => parse(raw, scratch),
        }
    }

    /// A line in a syslog frame that begins otherwise than the one before.
    #[inline(never)]
    fn first<'a>(&mut self, raw: &'a [u8]) -> Option<Line<'a>> {
        let line = outer(raw, 0)?;
        self.remember(raw, &line);
        Some(inner(line, 0))
    }

    /// The same for lines of Exim's own log.
    #[inline(never)]
    fn first_of_exim<'a>(&mut self, raw: &'a [u8]) -> Option<Line<'a>> {
        let line = unwrap(raw, 0)?;
        if let Some(head) = exim::head(raw) {
            self.exim_head = *head;
        }
        Some(line)
    }

    /// Program and message of a line that begins as the one before.
    #[inline(always)]
    fn again<'a>(&self, raw: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        if self.head_len == 0 {
            return None;
        }
        let (head, rest) = raw.split_at_checked(self.head_len)?;
        if !is_same_by_steps(head, &self.head[..self.head_len]) || rest.first()?.is_ascii_whitespace() {
            return None;
        }
        syslog::usual_program_tag(rest)
    }

    /// Keeps what stands in front of the program, if that is a stamp, a host and one blank behind each.
    fn remember(&mut self, raw: &[u8], line: &Line<'_>) {
        self.head_len = 0;
        let Some(Stamp::MonthDay(stamp)) = line.stamp else { return };
        let host = stamp.len() + 1..stamp.len() + 1 + line.host.len();
        let head_len = host.end + 1;
        let is_plain = !line.host.is_empty()
            && (STEP..=MAX_HEAD).contains(&head_len)
            && raw.starts_with(stamp)
            && raw.get(host.clone()) == Some(line.host)
            && raw.get(head_len - 1) == Some(&b' ');
        if is_plain {
            self.head[..head_len].copy_from_slice(&raw[..head_len]);
            (self.head_len, self.stamp_end, self.host) = (head_len, stamp.len(), (host.start, host.end));
        }
    }
}

/// Takes a line apart. `scratch` holds the text of a line that has to be decoded first (JSON).
#[must_use]
pub fn parse<'a>(raw: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<Line<'a>> {
    if raw.first() == Some(&b'{') {
        journal::decode(raw, scratch)?;
        return unwrap(scratch, 0);
    }
    unwrap(raw, 0)
}

fn unwrap(raw: &[u8], depth: u8) -> Option<Line<'_>> {
    let line = outer(raw, depth)?;
    Some(inner(line, depth))
}

/// The outermost frame, decided by its first bytes.
fn outer(raw: &[u8], depth: u8) -> Option<Line<'_>> {
    let first = *raw.first()?;
    let line = match first {
        b'0'..=b'9' if raw.get(4) == Some(&b'-') && raw.get(10) == Some(&b' ') => exim::dated(raw),
        b'0'..=b'9' if raw.get(4) == Some(&b'-') => syslog::iso(raw),
        b'0'..=b'9' if raw.get(4) == Some(&b' ') => syslog::year_first(raw),
        b'<' => syslog::with_priority(raw),
        b'A'..=b'Z' => syslog::month_first(raw).or_else(|| syslog::weekday_first(raw)),
        _ => None,
    };
    line.or_else(|| wrapped(raw, depth))
}

/// Frames with something in front that is no stamp: a container's name, or a host and `exim[pid]:`.
fn wrapped(raw: &[u8], depth: u8) -> Option<Line<'_>> {
    let head = &raw[..raw.len().min(MAX_CONTAINER_PREFIX)];
    if let Some(bar) = memchr::memchr(b'|', head) {
        let name = head[..bar].trim_ascii_end();
        let is_container = bar > 0 && !name.is_empty() && !name.contains(&b' ');
        let rest = raw[bar + 1..].trim_ascii_start();
        if is_container && depth < MAX_DEPTH {
            return unwrap(rest, depth + 1);
        }
    }
    exim::undated(raw)
}

/// Nearly every line: Postfix's own tags frame no other line, and the message is none that was repeated.
#[inline]
fn is_innermost(program: &[u8], message: &[u8]) -> bool {
    program.starts_with(b"postfix/") && message.first() != Some(&b'm')
}

/// What stands inside the message: an inner frame, a repeat count, Exim's own date.
fn inner(mut line: Line<'_>, depth: u8) -> Line<'_> {
    let Some(&first) = line.message.first() else { return line };
    if first == b'm'
        && let Some((repeat, message)) = repeated(line.message)
    {
        line.repeat = repeat;
        line.message = message;
    }
    if line.program.starts_with(EXIM) {
        match exim::strip_date(line.message) {
            Some((stamp, message)) => {
                line.stamp = Some(stamp);
                line.message = message;
            }
            None => line.message = exim::without_pid(line.message).trim_ascii_start(),
        }
        return line;
    }
    let may_nest = matches!(first, b'0'..=b'9' | b'A'..=b'Z' | b'<') && depth < MAX_DEPTH;
    // Postfix's own tags are told without a search.
    if may_nest
        && !line.program.starts_with(b"postfix/")
        && !line.program.contains(&b'/')
        && let Some(nested) = nested_syslog(line.message, depth)
    {
        return Line { repeat: line.repeat, ..nested };
    }
    line
}

/// A complete syslog line as the message of another one; needs a stamp of its own, so that plain text is never taken for it.
fn nested_syslog(message: &[u8], depth: u8) -> Option<Line<'_>> {
    let is_dated = message.get(..4).is_some_and(|head| head.iter().all(u8::is_ascii_digit))
        || crate::time::month(message).is_some()
        || message[0] == b'<';
    let nested = if is_dated { unwrap(message, depth + 1)? } else { return None };
    (nested.stamp.is_some() && !nested.program.is_empty()).then_some(nested)
}

/// `message repeated 2 times: [ TEXT]` → (2, TEXT).
fn repeated(message: &[u8]) -> Option<(u32, &[u8])> {
    let rest = message.strip_prefix(b"message repeated ")?;
    let digits = rest.iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    let count = rest[..digits].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    let text = rest[digits..].strip_prefix(b" times: [")?.trim_ascii();
    let text = text.strip_suffix(b"]").unwrap_or(text).trim_ascii_end();
    (count > 0).then_some((count, text))
}

/// Splits at the first blank; blanks in front of the rest are dropped.
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b' ', text)?;
    Some((&text[..end], text[end + 1..].trim_ascii_start()))
}

#[cfg(test)]
mod tests;
