//! What lines without an event note about the server: TLS sessions, postscreen, limits, warnings.
//!
//! In: a text whose first words are known ([`super::known`]). Out: a [`Notice`], or `None` where there is nothing to count.
//! Always true: names and texts of strangers stand behind the words that decide.

use memchr::memmem;

use super::fields::stage;
use crate::near;
use crate::notice::{Break, Carriage, Direction, Notice, Peak, Severity, Signal, TlsVersion, Trust};
use crate::parse::leading_number;

/// `connect from unknown[192.0.2.7]`; other words are those of a delivery agent.
pub(super) fn connect(text: &[u8]) -> Option<Notice<'_>> {
    text.starts_with(b"connect from ").then_some(Notice::Signal(Signal::Connection))
}

/// `CONNECT from [192.0.2.7]:50834 to [192.0.2.1]:25`; tlsproxy, to which postscreen hands a client on, names no second address.
pub(super) fn screened(text: &[u8]) -> Option<Notice<'_>> {
    near::find_text(text, b" to [").map(|_| Notice::Signal(Signal::Screened))
}

/// `PASS NEW [192.0.2.7]:50834`, `PASS OLD [192.0.2.7]:50834`
pub(super) fn pass(text: &[u8]) -> Option<Notice<'_>> {
    first_match(text, &[(b"PASS NEW ", Signal::PassedNew), (b"PASS OLD ", Signal::PassedOld)]).map(Notice::Signal)
}

/// `COMMAND TIME LIMIT from [192.0.2.7]:50834 after HELO`
pub(super) fn command(text: &[u8]) -> Option<Notice<'_>> {
    const LIMITS: [(&[u8], Signal); 4] = [
        (b"COMMAND PIPELINING ", Signal::Pipelining),
        (b"COMMAND TIME LIMIT ", Signal::TimeLimit),
        (b"COMMAND COUNT LIMIT ", Signal::CountLimit),
        (b"COMMAND LENGTH LIMIT ", Signal::LengthLimit),
    ];
    first_match(text, &LIMITS).map(Notice::Signal)
}

/// `DNSBL rank 8 for [192.0.2.7]:50834`
pub(super) fn rank(text: &[u8]) -> Option<Notice<'_>> {
    let rank = leading_number(text.strip_prefix(b"DNSBL rank ")?);
    u32::try_from(rank).ok().map(Notice::Rank)
}

/// `addr 192.0.2.7 listed by domain zen.spamhaus.org as 127.0.0.4`
pub(super) fn listed(text: &[u8]) -> Option<Notice<'_>> {
    let address = &text[b"addr ".len()..];
    let behind = &address[memchr::memchr(b' ', address)?..];
    behind.strip_prefix(b" listed by domain ")?.split(|&b| b == b' ').next().map(Notice::Listed)
}

/// `lost connection after RCPT from unknown[192.0.2.7]`, `timeout after DATA (1204 bytes) from unknown[192.0.2.7]`
pub(super) fn broken(text: &[u8]) -> Option<Notice<'_>> {
    const ENDS: [(&[u8], Break); 2] = [(b"lost connection after ", Break::Lost), (b"timeout after ", Break::TimedOut)];
    let (start, how) = ENDS.into_iter().find(|(start, _)| text.starts_with(start))?;
    Some(Notice::Broken { how, stage: stage(&text[start.len()..]) })
}

pub(super) fn anonymous(text: &[u8]) -> Option<Notice<'_>> {
    session(text.strip_prefix(b"Anonymous TLS")?, Trust::Anonymous)
}

pub(super) fn untrusted(text: &[u8]) -> Option<Notice<'_>> {
    session(text.strip_prefix(b"Untrusted TLS")?, Trust::Untrusted)
}

pub(super) fn trusted(text: &[u8]) -> Option<Notice<'_>> {
    session(text.strip_prefix(b"Trusted TLS")?, Trust::Trusted)
}

pub(super) fn verified(text: &[u8]) -> Option<Notice<'_>> {
    session(text.strip_prefix(b"Verified TLS")?, Trust::Verified)
}

/// `Anonymous TLS connection established from mx.example[192.0.2.7]: TLSv1.3 with cipher …`; `established from [192.0.2.7]:50834:`
/// is that of a client in front of postscreen. A session that is reused has been counted.
///
/// In: what stands behind ` TLS`.
#[inline(always)]
fn session(text: &[u8], trust: Trust) -> Option<Notice<'_>> {
    let (direction, rest) = match text.strip_prefix(b" connection established ")? {
        [b'f', b'r', b'o', b'm', b' ', b'[', rest @ ..] => (Direction::Screening, rest),
        [b'f', b'r', b'o', b'm', b' ', rest @ ..] => (Direction::In, rest),
        [b't', b'o', b' ', rest @ ..] => (Direction::Out, rest),
        _ => return None,
    };
    let behind = &rest[near::find(rest, [b']'])?..];
    // `]: ` or `]:25: `
    let version = TlsVersion::read(&behind[behind.iter().position(|&b| b == b' ')? + 1..]);
    Some(Notice::Tls { direction, trust, version })
}

/// `SSL_accept error from unknown[192.0.2.7]: -1`, `SSL_connect error to mx.example[192.0.2.7]:25: -1`
pub(super) fn ssl(text: &[u8]) -> Option<Notice<'_>> {
    const FAILURES: [(&[u8], Signal); 2] =
        [(b"SSL_accept error ", Signal::AcceptFailure), (b"SSL_connect error ", Signal::ConnectFailure)];
    first_match(text, &FAILURES).map(Notice::Signal)
}

/// `certificate verification failed for mx.example[192.0.2.7]:25: untrusted issuer /CN=x`,
/// `Server certificate not verified`, `Server certificate not trusted`
pub(super) fn certificate(text: &[u8]) -> Option<Notice<'_>> {
    const FAILURES: [&[u8]; 2] = [b"certificate verification failed ", b"Server certificate not "];
    FAILURES.iter().any(|start| text.starts_with(start)).then_some(Notice::Signal(Signal::Certificate))
}

/// `TLS SNI mail.example from unknown[192.0.2.7] not matched, using default chain`
pub(super) fn tls(text: &[u8]) -> Option<Notice<'_>> {
    text.starts_with(b"TLS SNI ").then_some(Notice::Signal(Signal::ServerName))
}

/// What a warning is counted as beside.
const WARNINGS: [(&[u8], Signal); 8] = [
    (b"Connection concurrency limit exceeded: ", Signal::ConnectionCount),
    (b"Connection rate limit exceeded: ", Signal::ConnectionRate),
    (b"Message delivery request rate limit exceeded: ", Signal::MessageRate),
    (b"Recipient address rate limit exceeded: ", Signal::RecipientRate),
    (b"New TLS session rate limit exceeded: ", Signal::TlsRate),
    (b"AUTH command rate limit exceeded: ", Signal::AuthRate),
    (b"TLS library problem: ", Signal::Library),
    (b"TLS SNI ", Signal::ServerName),
];

/// What header and body checks warn of is a stranger's mail, not our server: it was let through.
const CHECKS: [&[u8]; 5] = [b"header ", b"body ", b"mime-header ", b"nested-header ", b"mime-error "];

/// `warning: hostname x.example does not resolve to address 192.0.2.7`, `fatal: no SASL authentication mechanisms`
pub(super) fn complaint(text: &[u8]) -> Option<Notice<'_>> {
    const SEVERITIES: [(&[u8], Severity); 4] = [
        (b"warning: ", Severity::Warning),
        (b"error: ", Severity::Error),
        (b"fatal: ", Severity::Fatal),
        (b"panic: ", Severity::Panic),
    ];
    let (start, severity) = SEVERITIES.into_iter().find(|(start, _)| text.starts_with(start))?;
    let text = &text[start.len()..];
    if CHECKS.iter().any(|check| text.starts_with(check)) {
        return Some(Notice::Signal(Signal::WouldReject));
    }
    Some(Notice::Complaint { severity, text, signal: first_match(text, &WARNINGS) })
}

/// `statistics: max connection rate 3/60s for (smtp:192.0.2.7) at Nov 22 06:00:00`
pub(super) fn peak(text: &[u8]) -> Option<Notice<'_>> {
    const PEAKS: [(&[u8], Peak); 6] = [
        (b"connection rate ", Peak::ConnectionRate),
        (b"connection count ", Peak::ConnectionCount),
        (b"message rate ", Peak::MessageRate),
        (b"recipient rate ", Peak::RecipientRate),
        (b"newtls rate ", Peak::TlsRate),
        (b"auth rate ", Peak::AuthRate),
    ];
    let text = text.strip_prefix(b"statistics: max ")?;
    let (start, peak) = PEAKS.into_iter().find(|(start, _)| text.starts_with(start))?;
    let (number, rest) = text[start.len()..].split_at(memchr::memchr(b' ', &text[start.len()..])?);
    let seconds = memchr::memchr(b'/', number).map_or(0, |at| leading_number(&number[at + 1..]));
    let client = rest.strip_prefix(b" for (")?;
    let client = &client[..memmem::rfind(client, b") at ")?];
    Some(Notice::Peak { peak, value: leading_number(number), seconds, client })
}

/// `tls=` of a delivery that succeeded: `none`, `may`, `may:none`, `dane/requiretls`, `dane:halfdane`. The level that was reached
/// stands behind the colon, if it is not the one that was wanted. `None` where it is not decided (`?`) or not kept (`!`).
pub(super) fn carriage(level: &[u8]) -> Option<Carriage> {
    let level = level.split(|&b| b == b'/').next()?;
    if level.is_empty() || level.contains(&b'!') || level.contains(&b'?') {
        return None;
    }
    match level.rsplit(|&b| b == b':').next()? {
        b"none" => Some(Carriage::Plain),
        level => Some(Carriage::Encrypted {
            version: TlsVersion::Unknown,
            is_verified: matches!(level, b"dane" | b"dane-only" | b"fingerprint" | b"verify" | b"secure"),
        }),
    }
}

fn first_match(text: &[u8], table: &[(&[u8], Signal)]) -> Option<Signal> {
    table.iter().find(|(start, _)| text.starts_with(start)).map(|&(_, signal)| signal)
}

#[cfg(test)]
mod tests;
