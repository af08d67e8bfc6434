//! What lines without an event note about the server: connections, TLS, limits.
//!
//! In: a text whose first words are known ([`super::shapes`]), or the fields of an arrival. Out: a [`Notice`], or `None` where there
//! is nothing to count. Always true: a client's HELO name and commands stand where nothing is looked for.

use super::fields::{Fields, is_pipelining, word};
use crate::event::Stage;
use crate::near;
use crate::notice::{Break, Carriage, Direction, Notice, Severity, Signal, TlsVersion};

/// So many words are looked at for the protocol behind a client.
const MAX_WORDS: usize = 6;

/// `Connection from [192.0.2.7]:50834 refused: too many connections from that IP address`
pub(super) fn refused(text: &[u8]) -> Option<Notice<'_>> {
    let why = &text[near::find_text(text, b" refused")?..];
    Some(Notice::Signal(match why.strip_prefix(b" refused: ") {
        Some(why) if why.starts_with(b"too many connections") => Signal::ConnectionCount,
        Some(why) if why.starts_with(b"load average") => Signal::Load,
        _ => Signal::Refused,
    }))
}

/// `SMTP call from h.example [192.0.2.7] dropped: too many nonmail commands (last was "NOOP")`
pub(super) fn dropped(text: &[u8]) -> Option<Notice<'_>> {
    near::find_text(text, b" dropped: too many ").map(|_| Notice::Signal(Signal::TooManyErrors))
}

/// `SMTP connection from [192.0.2.7]:50834 (TCP/IP connection count = 1)`,
/// `SMTP connection from h.example [192.0.2.7] lost while reading message data (header)`,
/// `SMTP connection lost after final dot H=h.example [192.0.2.7] P=esmtp`
pub(super) fn connection(text: &[u8]) -> Option<Notice<'_>> {
    if text.starts_with(b"SMTP connection lost after final dot") {
        return Some(lost(Stage::EndOfData));
    }
    let text = match memchr::memrchr(b' ', text) {
        Some(at) if text[at..].starts_with(b" D=") => &text[..at],
        _ => text,
    };
    let last = memchr::memrchr(b'(', text).map_or(&b""[..], |at| &text[at..]);
    let n_connections = last.strip_prefix(b"(TCP/IP connection count = ").and_then(|n| n.strip_suffix(b")"));
    if n_connections.is_some_and(|n| n.iter().all(u8::is_ascii_digit)) {
        return Some(Notice::Signal(Signal::Connection));
    }
    let text = text.strip_suffix(b" (header)").unwrap_or(text);
    match text.strip_suffix(b" while reading message data") {
        Some(text) if text.ends_with(b" lost") => Some(lost(Stage::Data)),
        None if text.ends_with(b" lost") => Some(lost(Stage::Unknown)),
        _ => None,
    }
}

const fn lost(stage: Stage) -> Notice<'static> {
    Notice::Broken { how: Break::Lost, stage }
}

/// `TLS error on connection from h.example [192.0.2.7] (SSL_accept): error:…`
pub(super) fn tls_error(text: &[u8]) -> Option<Notice<'_>> {
    let behind = text.strip_prefix(b"TLS error on ")?;
    let is_client = behind.starts_with(b"connection from ");
    let signal = Some(if is_client { Signal::AcceptFailure } else { Signal::ConnectFailure });
    Some(Notice::Complaint { severity: Severity::Warning, text, signal })
}

/// How a message came in, if it came by SMTP: ` H=h (x) [192.0.2.7]:50834 I=[192.0.2.1]:25 P=esmtps L X=TLS1.3:… CV=no …`.
///
/// In: what follows the sender of an arrival.
#[inline(always)]
pub(super) fn arrival(rest: &[u8]) -> Option<Notice<'static>> {
    let (protocol, behind) = protocol(behind_address(rest.strip_prefix(b" H=")?)?)?;
    let is_encrypted = is_encrypted(protocol)?;
    let mut behind = behind;
    if let [b' ', b'L', rest @ ..] = behind
        && is_pipelining(word(&behind[1..]).0)
    {
        behind = word(rest).1;
    }
    let carriage = match behind {
        [b' ', b'X', b'=', cipher @ ..] => {
            let verified = word(cipher).1.strip_prefix(b" CV=");
            let is_verified = verified.is_some_and(|value| is_verified(word(value).0));
            Carriage::Encrypted { version: TlsVersion::read(cipher), is_verified }
        }
        _ if is_encrypted => Carriage::Encrypted { version: TlsVersion::Unknown, is_verified: false },
        _ => Carriage::Plain,
    };
    Some(Notice::Carried { direction: Direction::In, carriage })
}

/// What follows the client's address: brackets within a HELO name end before its parenthesis.
fn behind_address(text: &[u8]) -> Option<&[u8]> {
    memchr::memchr_iter(b']', text).map(|at| &text[at + 1..]).find(|behind| behind.first() != Some(&b')'))
}

/// The value of `P=`, one of the next words, and what follows it.
fn protocol(mut text: &[u8]) -> Option<(&[u8], &[u8])> {
    for _ in 0..MAX_WORDS {
        if let [b' ', b'P', b'=', rest @ ..] = text {
            return Some(word(rest));
        }
        text = word(text.get(1..)?).1;
    }
    None
}

/// Whether the protocol is SMTP over TLS (`esmtps`, `esmtpsa`, `essmtp`); `None` if it is no SMTP.
fn is_encrypted(protocol: &[u8]) -> Option<bool> {
    let name = protocol.strip_prefix(b"utf8").unwrap_or(protocol);
    let name = name.strip_prefix(b"e").unwrap_or(name);
    match name {
        [b's', b's', b'm', b't', b'p', ..] => Some(true),
        [b's', b'm', b't', b'p', extensions @ ..] => Some(extensions.contains(&b's')),
        _ => None,
    }
}

/// How a delivery went out, if it went to a host.
pub(super) fn departure(fields: &Fields<'_>) -> Option<Notice<'static>> {
    fields.peer?;
    let is_verified = fields.is_verified;
    let carriage = fields.tls.map_or(Carriage::Plain, |version| Carriage::Encrypted { version, is_verified });
    Some(Notice::Carried { direction: Direction::Out, carriage })
}

/// `CV=yes`, `CV=dane`
pub(super) fn is_verified(value: &[u8]) -> bool {
    matches!(value, b"yes" | b"dane")
}

#[cfg(test)]
mod tests;
