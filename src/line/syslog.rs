//! Syslog frames: RFC 3164, RFC 5424, and the ISO forms of rsyslog, systemd and containers.

use super::{Line, word};
use crate::near;
use crate::time::{Stamp, month};

/// The longest `host` or `program[pid]` that is looked for.
const MAX_TAG: usize = 256;

/// `Nov  1 02:25:25 conch postfix/smtp[19734]: B340…`; the day may be unpadded (`Mar 7 02:09:33`).
pub(super) fn month_first(raw: &[u8]) -> Option<Line<'_>> {
    let end = match *raw.first_chunk::<16>()? {
        [_, _, _, b' ', _, _, b' ', _, _, b':', _, _, b':', _, _, b' '] => 15,
        [_, _, _, b' ', _, b' ', _, _, b':', _, _, b':', _, _, b' ', _] => 14,
        _ => return None,
    };
    month(raw)?;
    host_and_program(Stamp::MonthDay(&raw[..end]), &raw[end + 1..])
}

/// `2013 Jun 10 06:27:30.123 gds39d postfix/smtpd[5530]: …`
pub(super) fn year_first(raw: &[u8]) -> Option<Line<'_>> {
    month(raw.get(5..)?)?;
    let clock = raw[9..].iter().take(16).position(|&b| b == b':')? + 9;
    let end = clock + memchr::memchr(b' ', &raw[clock..])?;
    host_and_program(Stamp::YearMonthDay(&raw[..end]), &raw[end + 1..])
}

/// `Sun 2026-11-22 00:46:00 UTC mail postfix/smtpd[1]: …` (`journalctl -o short-full`)
pub(super) fn weekday_first(raw: &[u8]) -> Option<Line<'_>> {
    let date = raw.get(4..)?;
    let shape = raw[3] == b' ' && date.get(4) == Some(&b'-') && date.get(10) == Some(&b' ');
    if !shape || date.get(19) != Some(&b' ') {
        return None;
    }
    let (_zone, rest) = word(&date[20..])?;
    host_and_program(Stamp::Iso(&date[..19]), rest)
}

/// `2024-08-29T01:08:59.764590+00:00 machine postfix/smtpd[1938053]: …`, also of `journalctl -o short-iso`, and
/// `2025-01-17T12:25:04+01:00 [1:mail1:postfix/lmtp] 56167101856: …`
pub(super) fn iso(raw: &[u8]) -> Option<Line<'_>> {
    let shape = raw.get(10) == Some(&b'T') && raw.get(13) == Some(&b':') && raw.get(16) == Some(&b':');
    if !shape {
        return None;
    }
    let (stamp, rest) = word(raw)?;
    if rest.first() == Some(&b'[') {
        return bracketed(Stamp::Iso(stamp), rest);
    }
    host_and_program(Stamp::Iso(stamp), rest)
}

/// `[1:mail1:postfix/lmtp] 56167101856: …`
fn bracketed<'a>(stamp: Stamp<'a>, rest: &'a [u8]) -> Option<Line<'a>> {
    let close = memchr::memchr(b']', &rest[..rest.len().min(MAX_TAG)])?;
    let mut parts = rest[1..close].rsplit(|&b| b == b':');
    let (program, host) = (parts.next()?, parts.next().unwrap_or_default());
    Some(Line::new(Some(stamp), host, program, rest[close + 1..].trim_ascii_start()))
}

/// `<22>1 2026-11-22T00:46:00Z mx1 postfix/smtpd 206 - - NOQUEUE: …` (RFC 5424 6) and `<22>Nov 22 00:46:00 …` (RFC 3164 4).
pub(super) fn with_priority(raw: &[u8]) -> Option<Line<'_>> {
    let close = memchr::memchr(b'>', &raw[..raw.len().min(5)])?;
    let is_priority = close > 1 && raw[1..close].iter().all(u8::is_ascii_digit);
    let rest = &raw[close + 1..];
    match rest.first()? {
        _ if !is_priority => None,
        b'1' if rest.get(1) == Some(&b' ') => rfc5424(&rest[2..]),
        b'0'..=b'9' => iso(rest),
        _ => month_first(rest),
    }
}

fn rfc5424(rest: &[u8]) -> Option<Line<'_>> {
    let (stamp, rest) = word(rest)?;
    let (host, rest) = word(rest)?;
    let (program, rest) = word(rest)?;
    let (_pid, rest) = word(rest)?;
    let (_message_id, rest) = word(rest)?;
    let message = after_structured_data(rest)?;
    let stamp = (stamp != b"-").then_some(Stamp::Iso(stamp));
    let host = if host == b"-" { b"" } else { host };
    Some(Line::new(stamp, host, program, message))
}

/// Skips `-` or `[id name="value"]…`, in whose values `\"`, `\\` and `\]` are escaped (RFC 5424 6.3.3), and a byte order mark.
fn after_structured_data(rest: &[u8]) -> Option<&[u8]> {
    let mut at = usize::from(rest.first() == Some(&b'-'));
    while rest.get(at) == Some(&b'[') {
        let (mut quoted, mut escaped) = (false, false);
        let close = rest[at..].iter().position(|&b| {
            let ends = b == b']' && !quoted;
            quoted ^= b == b'"' && !escaped;
            escaped = b == b'\\' && !escaped;
            ends
        })?;
        at += close + 1;
    }
    let message = rest[at..].trim_ascii_start();
    (at > 0).then(|| message.strip_prefix(b"\xef\xbb\xbf").unwrap_or(message))
}

/// `conch postfix/smtp[19734]: B340…`: the host may be missing, or be a level (`INFO    postfix/smtpd[142]: …`).
fn host_and_program<'a>(stamp: Stamp<'a>, rest: &'a [u8]) -> Option<Line<'a>> {
    let rest = rest.trim_ascii_start();
    let (first, after) = word(rest)?;
    if first.len() > MAX_TAG {
        return None;
    }
    if first.ends_with(b":") {
        let (program, message) = program_tag(rest);
        return Some(Line::new(Some(stamp), b"", program, message));
    }
    let (program, message) = program_tag(after);
    let host = if is_level(first) { b"" } else { first };
    Some(Line::new(Some(stamp), host, program, message))
}

fn is_level(word: &[u8]) -> bool {
    matches!(word, b"INFO" | b"WARN" | b"WARNING" | b"ERROR" | b"NOTICE" | b"DEBUG" | b"FATAL" | b"PANIC")
}

/// `postfix/smtp[19734]: text` → (`postfix/smtp`, `text`). The pid and the colon may be missing, several blanks may follow.
/// Without both the program is empty and the text whole: `last message repeated 3 times`.
fn program_tag(text: &[u8]) -> (&[u8], &[u8]) {
    usual_program_tag(text).unwrap_or_else(|| any_program_tag(text))
}

/// The form of nearly every line, `program[pid]: text`.
#[inline(always)]
pub(super) fn usual_program_tag(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (program, behind) = text.split_at_checked(tag_end(text)?)?;
    let pid = behind.strip_prefix(b"[")?;
    let digits =
        near::n_between(pid, b'0', b'9').unwrap_or_else(|| pid.iter().take_while(|b| b.is_ascii_digit()).count());
    let message = pid.get(digits..)?.strip_prefix(b"]: ")?;
    (message.first() != Some(&b' ')).then_some((program, message))
}

#[inline]
fn tag_end(text: &[u8]) -> Option<usize> {
    near::find(&text[..text.len().min(MAX_TAG)], *b"[: ")
}

fn any_program_tag(text: &[u8]) -> (&[u8], &[u8]) {
    let head = &text[..text.len().min(MAX_TAG)];
    let Some(end) = tag_end(text) else { return (b"", text) };
    let after = match head[end] {
        b'[' => match memchr::memchr(b']', &head[end..]) {
            Some(close) => {
                let rest = &text[end + close + 1..];
                rest.strip_prefix(b":").unwrap_or(rest)
            }
            None => return (b"", text),
        },
        b':' => &text[end + 1..],
        _ => return (b"", text),
    };
    (&text[..end], after.trim_ascii_start())
}
