//! Frames of Exim's own logs, and of syslog lines that look like them.

use super::Line;
use crate::near;
use crate::time::Stamp;

/// Where `exim[pid]:` may stand at the latest in a line without date.
const MAX_TAG: usize = 80;

/// Bytes of `YYYY-MM-DD hh:mm:ss `.
pub(super) const HEAD: usize = 20;

/// The beginning of a line of Exim's own log, if its date has neither fraction nor zone.
pub(super) fn head(raw: &[u8]) -> Option<&[u8; HEAD]> {
    let (stamp, _) = strip_date(raw)?;
    raw.first_chunk().filter(|_| matches!(stamp, Stamp::Iso(bytes) if bytes.len() == HEAD - 1))
}

/// Whether a line about a message begins with this [`head`], which was a line's before it: behind the blank stands an id, so
/// there is no fraction, zone or pid.
#[inline]
pub(super) fn is_again(raw: &[u8], head: &[u8; HEAD]) -> bool {
    raw.first_chunk() == Some(head) && starts_with_id(&raw[HEAD..])
}

/// A line that begins `YYYY-MM-DD `: Exim's main, reject and panic log, or syslog with a blank instead of the `T`
/// (`2019-10-22 03:39:17 mx1.fqdn.local exim[29786]: …`).
pub(super) fn dated(raw: &[u8]) -> Option<Line<'_>> {
    let (stamp, message) = strip_date(raw)?;
    if !starts_with_id(message)
        && let Some((host, program, message)) = host_and_program(message)
    {
        return Some(Line::new(Some(stamp), host, program, message));
    }
    Some(Line::exim(stamp, message))
}

/// `YYYY-MM-DD hh:mm:ss[.mmm][ ±zzzz][ [pid]] ` → the stamp and what follows.
pub(super) fn strip_date(raw: &[u8]) -> Option<(Stamp<'_>, &[u8])> {
    let shape = [(4, b'-'), (7, b'-'), (10, b' '), (13, b':'), (16, b':')];
    if raw.len() < 20 || !raw[0].is_ascii_digit() || shape.iter().any(|&(at, byte)| raw[at] != byte) {
        return None;
    }
    let fraction = raw[19..].iter().take(10).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let mut end = 19 + fraction;
    let zone = raw.get(end + 1..end + 6).unwrap_or_default();
    if matches!(zone, [b'+' | b'-', digits @ ..] if digits.iter().all(u8::is_ascii_digit) && digits.len() == 4) {
        end += 6;
    }
    let rest = raw.get(end..)?.strip_prefix(b" ").or_else(|| raw.get(end..).filter(|rest| rest.is_empty()))?;
    Some((Stamp::Iso(&raw[..end]), without_pid(rest).trim_ascii_start()))
}

/// Drops `[2035] `.
pub(super) fn without_pid(rest: &[u8]) -> &[u8] {
    if rest.first() != Some(&b'[') {
        return rest;
    }
    let digits = rest[1..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
    match rest.get(digits + 1..) {
        Some([b']', after @ ..]) if digits > 0 => after,
        _ => rest,
    }
}

/// Six characters and a dash: the beginning of every Exim message id. Decides the most common line without a search.
fn starts_with_id(message: &[u8]) -> bool {
    message.get(6) == Some(&b'-') && near::alphanumerics(message).is_some_and(|found| found & 0x3f == 0x3f)
}

/// `mx1.fqdn.local exim[29786]: text`: two words, the second with a pid and a colon. Exim's own text never looks like that.
fn host_and_program(message: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (host, rest) = super::word(message)?;
    if host.iter().any(|b| matches!(b, b'=' | b'[' | b'<' | b'"' | b':')) {
        return None;
    }
    let tag_end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    let tag = rest[..tag_end].strip_suffix(b"]:")?;
    let open = memchr::memrchr(b'[', tag)?;
    let is_pid = open + 1 < tag.len() && tag[open + 1..].iter().all(u8::is_ascii_digit);
    let program = &tag[..open];
    let is_program = program.first().is_some_and(u8::is_ascii_alphabetic);
    (is_pid && is_program).then(|| (host, program, rest[tag_end..].trim_ascii_start()))
}

/// Lines whose syslog date was taken off: `exim[14700]: 2006-11-21 15:01:33 1Glsgv-…`,
/// `mail.example.com exim[3751842]: 2021-07-17 23:20:49 …`.
pub(super) fn undated(raw: &[u8]) -> Option<Line<'_>> {
    let head = &raw[..raw.len().min(MAX_TAG)];
    let at = near::find_text(head, b"exim")?;
    let host = raw[..at].strip_suffix(b" ").unwrap_or(&raw[..at]);
    if at > 0 && (raw[at - 1] != b' ' || host.contains(&b' ')) {
        return None;
    }
    let close = near::find_text(head, b"]: ")?;
    let open = memchr::memchr(b'[', &head[at..close])? + at;
    let is_pid = open + 1 < close && head[open + 1..close].iter().all(u8::is_ascii_digit);
    let (stamp, message) = strip_date(&raw[close + 3..])?;
    is_pid.then(|| Line::new(Some(stamp), host, &raw[at..open], message))
}
