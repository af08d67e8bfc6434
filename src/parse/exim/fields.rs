//! The `X=value` fields of an Exim line.
//!
//! In: the part of a line that describes a client or a delivery. Out: the fields of interest, and what follows them. Always
//! true: every byte is looked at a bounded number of times, a quoted value is never taken for fields, and a field that is
//! not known is passed over.

use memchr::{memchr, memchr_iter, memchr2};

use super::notices::is_verified;
use crate::event::{Duration, Durations, Peer};
use crate::near;
use crate::notice::TlsVersion;
use crate::parse::milliseconds;

/// A HELO name longer than this is not looked for: it keeps hostile lines cheap.
const MAX_HELO: usize = 600;

/// A remark or a list of parent addresses in parentheses longer than this is not passed over, for the same reason.
const MAX_REMARK: usize = 2000;

/// Words without a value that stand between fields: CHUNKING, DNSSEC, PRDR, proxy, TFO, 8BITMIME.
const FLAGS: [&[u8]; 8] = [b"K", b"DS", b"PRDR", b"PRX", b"TFO", b"TFO*", b"M8S", b"*"];

/// `L`, with marks for early pipelining and for pipelining offered but not used: `L*`, `L.`, `L-`, `L.-`.
pub(super) fn is_pipelining(word: &[u8]) -> bool {
    matches!(word, [b'L', marks @ ..] if marks.iter().all(|mark| b"*.-".contains(mark)))
}

/// What stands behind the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest<'a> {
    /// A colon, then this text.
    Text(&'a [u8]),
    /// A word that is no field; the text begins with it.
    Words(&'a [u8]),
    /// Nothing, or a `C="…"`, behind which nothing matters.
    End,
}

impl<'a> Rest<'a> {
    /// The text, with or without a colon in front.
    pub(super) fn text(self) -> &'a [u8] {
        match self {
            Self::Text(text) | Self::Words(text) => text,
            Self::End => b"",
        }
    }
}

/// The fields that events are made of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    /// `<original address>` behind a delivery address.
    pub(super) original: Option<&'a [u8]>,
    /// `F=<sender>`.
    pub(super) sender: Option<&'a [u8]>,
    /// `H=host (helo) [ip]:port`.
    pub(super) peer: Option<Peer<'a>>,
    /// Whether there is a `U=user`.
    pub(super) user: bool,
    /// `P=protocol`.
    pub(super) protocol: &'a [u8],
    /// `T=transport`, behind a delivery address.
    pub(super) transport: &'a [u8],
    /// `S=bytes`.
    pub(super) size: &'a [u8],
    /// `A=authenticator:login`.
    pub(super) authenticated: Option<&'a [u8]>,
    /// The version in `X=version:cipher:bits`.
    pub(super) tls: Option<TlsVersion>,
    /// `CV=yes` or `CV=dane`.
    pub(super) is_verified: bool,
    /// `C="reply"`, without the quotes.
    pub(super) reply: Option<&'a [u8]>,
}

impl<'a> Fields<'a> {
    /// Reads fields up to the first thing that is none.
    pub(super) fn read(&mut self, mut text: &'a [u8]) -> Rest<'a> {
        loop {
            text = text.strip_prefix(b" ").unwrap_or(text);
            // Most fields: no quotes, and one letter before the sign.
            if let [letter @ b'A'..=b'Z', b'=', first, ..] = *text
                && !matches!((letter, first), (b'H' | b'C', _) | (_, b'"' | b'<'))
            {
                let (value, rest) = word(&text[2..]);
                self.note(&text[..1], value);
                text = rest;
                continue;
            }
            text = text.trim_ascii_start();
            let step = match text.first() {
                None => return Rest::End,
                Some(b':') => return Rest::Text(text[1..].trim_ascii_start()),
                Some(b'<') => {
                    let (original, rest) = angle(text);
                    self.original.get_or_insert(original);
                    Some(rest)
                }
                // (parent addresses), or a remark
                Some(b'(') => memchr(b')', &text[..text.len().min(MAX_REMARK)]).map(|end| &text[end + 1..]),
                Some(_) => self.field(text),
            };
            match step {
                Some(_) if self.reply.is_some() => return Rest::End,
                Some(rest) => text = rest,
                None => return Rest::Words(text),
            }
        }
    }

    /// Reads one field and returns what follows it; `None` if `text` does not begin with a field.
    fn field(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let Some(key) = key(text) else {
            let (word, rest) = word(text);
            return (word.len() <= 4 && (FLAGS.contains(&word) || is_pipelining(word))).then_some(rest);
        };
        let value = &text[key.len() + 1..];
        if key == b"H" {
            let (peer, rest) = host(value);
            self.peer.get_or_insert(peer);
            return Some(rest);
        }
        let (value, rest) = match value.first() {
            Some(b'"') => quoted(value),
            Some(b'<') => angle(value),
            _ => word(value),
        };
        if key == b"C" && text[2..].starts_with(b"\"") {
            self.reply = Some(value);
        } else {
            self.note(key, value);
        }
        Some(rest)
    }

    /// Keeps the value of a field, if it counts.
    #[inline(always)]
    fn note(&mut self, key: &[u8], value: &'a [u8]) {
        match key {
            b"F" => self.sender = Some(value),
            b"P" => self.protocol = value,
            b"T" => self.transport = value,
            b"U" => self.user = true,
            b"S" => self.size = value,
            b"A" => self.authenticated = Some(value),
            b"X" => self.tls = Some(TlsVersion::read(value)),
            b"CV" => self.is_verified = is_verified(value),
            _ => {}
        }
    }
}

/// The name of the field at the start of `text`: one to five letters or digits, the first one a capital (or `id`).
#[inline(always)]
pub(super) fn key(text: &[u8]) -> Option<&[u8]> {
    // Most keys are one letter.
    if let [b'A'..=b'Z', b'=', ..] = text {
        return Some(&text[..1]);
    }
    if !text.first()?.is_ascii_alphabetic() {
        return None;
    }
    let key = &text[..text.iter().take(6).position(|&b| b == b'=')?];
    let known = key.first()?.is_ascii_uppercase() && key.iter().all(u8::is_ascii_alphanumeric);
    (known || key == b"id").then_some(key)
}

/// The first word, without a colon at its end, and what follows (from that colon on).
#[inline(always)]
pub(super) fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = near::find(text, [b' ']).unwrap_or(text.len());
    let end = if text[..end].ends_with(b":") { end - 1 } else { end };
    text.split_at(end)
}

/// The inside of a quoted string at the start of `text`, and what follows; all of `text` if it does not end.
pub(super) fn quoted(text: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 1;
    while let Some(found) = text.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if text[at] == b'"' {
            return (&text[1..at], &text[at + 1..]);
        }
        at += 2;
    }
    (text.get(1..).unwrap_or_default(), b"")
}

/// The inside of `<…>` at the start of `text`, and what follows. A quoted local part may hold blanks, `>` and colons.
pub(super) fn angle(text: &[u8]) -> (&[u8], &[u8]) {
    let start = if text.get(1) == Some(&b'"') {
        let rest = quoted(&text[1..]).1;
        if rest.is_empty() { 1 } else { text.len() - rest.len() }
    } else {
        1
    };
    let inside = text.get(start..).unwrap_or_default();
    let end =
        memchr_iter(b'>', inside).find(|&at| matches!(inside.get(at + 1), None | Some(b' ' | b':' | b')' | b',')));
    match end {
        Some(end) => (&text[1..start + end], &text[start + end + 1..]),
        None => (&text[1..memchr(b'>', text).unwrap_or(text.len())], b""),
    }
}

/// Reads `host (helo) [ip]:port*`, of which any part may be missing, and returns what follows.
pub(super) fn host(text: &[u8]) -> (Peer<'_>, &[u8]) {
    let (name, rest) = match text.first() {
        Some(b'(' | b'[') => (&text[..0], text),
        _ => host_name(text),
    };
    let (helo, rest) = helo(rest);
    let host = if name.is_empty() { helo } else { name };
    let bracket = rest.strip_prefix(b" ").unwrap_or(rest);
    let Some(inside) = bracket.strip_prefix(b"[") else { return (Peer { host, address: b"" }, rest) };
    let end = near::find(inside, [b']', b' ']).unwrap_or(inside.len());
    if inside.get(end) != Some(&b']') {
        // `[4.4.4.4: SMTP error`: cut or mistyped
        let (address, rest) = word(inside);
        return (Peer { host, address }, rest);
    }
    (Peer { host, address: &inside[..end] }, after_port(&inside[end + 1..]))
}

/// Reads a host name; it ends at a blank, at `[`, or at a colon before a blank.
fn host_name(text: &[u8]) -> (&[u8], &[u8]) {
    let end = near::find(text, [b' ', b'[']).unwrap_or(text.len());
    let end = if text[..end].ends_with(b":") { end - 1 } else { end };
    text.split_at(end)
}

/// Reads ` (helo)`, if it is there. The name may hold brackets of its own: `([1.2.3.4])`.
fn helo(text: &[u8]) -> (&[u8], &[u8]) {
    let bare = text.strip_prefix(b" ").unwrap_or(text);
    if bare.first() != Some(&b'(') {
        return (b"", text);
    }
    let window = &bare[..bare.len().min(MAX_HELO)];
    let before_address = memchr_iter(b')', window).find(|&end| window[end..].starts_with(b") ["));
    match before_address.or_else(|| memchr(b')', window)) {
        Some(end) => (&bare[1..end], &bare[end + 1..]),
        None => (b"", text),
    }
}

/// Passes over `:port` and the mark of a reused connection.
fn after_port(text: &[u8]) -> &[u8] {
    let text = match text {
        [b':', next, ..] if *next != b' ' => {
            let port = &text[1..];
            &port[near::find(port, [b' ', b':']).unwrap_or(port.len())..]
        }
        _ => text,
    };
    text.strip_prefix(b"*").unwrap_or(text)
}

/// The times at the end of a delivery line: ` QT=3m12s DT=0.044s`.
pub(super) fn durations(mut text: &[u8]) -> Durations {
    let mut durations = Durations::NONE;
    while let Some(b's' | b'm' | b'h' | b'd' | b'w') = text.last() {
        let Some(at) = memchr::memrchr(b' ', text) else { break };
        match &text[at + 1..] {
            [b'Q', b'T', b'=', time @ ..] => durations.set(Duration::Whole, span(time)),
            [b'D', b'T', b'=', time @ ..] => durations.set(Duration::LastTry, span(time)),
            [b'R', b'T', b'=', ..] => {}
            _ => break,
        }
        text = &text[..at];
    }
    durations
}

/// `0.044s`, `1d2h3m12s` in milliseconds.
fn span(mut text: &[u8]) -> Option<u32> {
    let mut all = 0_u32;
    while !text.is_empty() {
        let unit = text.iter().position(u8::is_ascii_lowercase)?;
        let seconds = match text[unit] {
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            b'd' => 86_400,
            b'w' => 604_800,
            _ => return None,
        };
        all = all.checked_add(milliseconds(&text[..unit])?.checked_mul(seconds)?)?;
        text = &text[unit + 1..];
    }
    Some(all)
}

/// Cuts the times off the end that Exim may write behind a delivery's text: ` QT=1s DT=0.1s`.
pub(super) fn without_times(mut text: &[u8]) -> &[u8] {
    while let Some(at) = memchr::memrchr(b' ', text) {
        let word = &text[at + 1..];
        if !(word.starts_with(b"QT=") || word.starts_with(b"DT=") || word.starts_with(b"RT=")) {
            break;
        }
        text = &text[..at];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_at_the_end_of_the_line() {
        let known = |text: &str| durations(text.as_bytes()).known().collect::<Vec<_>>();
        assert_eq!(
            known("R=r T=t H=h [1.1.1.1] C=\"250 OK\" QT=0.447s DT=0.113s"),
            [(Duration::Whole, 447), (Duration::LastTry, 113)]
        );
        assert_eq!(known("R=r T=t QT=1d2h3m12s"), [(Duration::Whole, 93_792_000)]);
        assert_eq!(known("R=r T=t QT=9m"), [(Duration::Whole, 540_000)]);
        assert_eq!(known("R=r T=t QT=qqs"), []);
        assert_eq!(known("R=r T=t C=\"250 QT=5s\""), []);
        assert_eq!(known(""), []);
    }
}
