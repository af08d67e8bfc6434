//! The parts that Postfix lines are made of: addresses, hosts, `key=value`.

use crate::event::{Peer, Stage};
use crate::near;

/// `<user@example.org>rest` or, from some agents, `user@example.org, rest` → the address and the rest.
///
/// A quoted local part may hold anything (`<"a>, status=sent"@example.org>`), so quotes are honoured.
#[inline(always)]
pub(super) fn envelope_address(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let Some(inner) = text.strip_prefix(b"<") else {
        let end = near::find_text(text, b", ").unwrap_or(text.len());
        return Some((&text[..end], &text[end..]));
    };
    let after_quotes = if inner.first() == Some(&b'"') { quoted_len(inner).unwrap_or(0) } else { 0 };
    let close = after_quotes + near::find(&inner[after_quotes..], [b'>'])?;
    Some((&inner[..close], &inner[close + 1..]))
}

/// The length of a quoted string with its quotes; a backslash takes the next byte along.
fn quoted_len(text: &[u8]) -> Option<usize> {
    let mut escaped = false;
    let close = text.iter().skip(1).position(|&b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    })?;
    Some(close + 2)
}

/// `mx.example.org[192.0.2.7]:25, …` → host and address; the port is dropped. The address may be a socket path.
#[inline(always)]
pub(super) fn peer(text: &[u8]) -> Peer<'_> {
    let end = near::find(text, *b"[,; :").unwrap_or(text.len());
    let host = &text[..end];
    let address = match text.get(end) {
        Some(b'[') => near::find(&text[end..], [b']']).map_or(&b""[..], |close| &text[end + 1..end + close]),
        _ => b"",
    };
    Peer { host, address }
}

/// `…, sasl_username=NAME[, sasl_sender=…]`: the place of the name's comma, and the name.
pub(super) fn login(text: &[u8]) -> Option<(usize, &[u8])> {
    const START: &[u8] = b", sasl_username=";
    let at = near::find_text(text, START)?;
    let name = &text[at + START.len()..];
    Some((at, &name[..near::find_text(name, b", sasl_sender=").unwrap_or(name.len())]))
}

/// The stage that a command name stands for: `RCPT TO`, `end of DATA`, `END-OF-MESSAGE`, …
pub(super) fn stage(command: &[u8]) -> Stage {
    let word = command.split(|&b| b == b' ').next().unwrap_or_default();
    match word {
        b"CONNECT" => Stage::Connect,
        b"EHLO" | b"HELO" | b"LHLO" => Stage::Helo,
        b"STARTTLS" => Stage::StartTls,
        b"AUTH" => Stage::Auth,
        b"MAIL" => Stage::Mail,
        b"RCPT" => Stage::Rcpt,
        b"DATA" | b"BDAT" => Stage::Data,
        b"END-OF-MESSAGE" | b"end" => Stage::EndOfData,
        b"VRFY" => Stage::Vrfy,
        b"EXPN" => Stage::Expn,
        b"ETRN" => Stage::Etrn,
        _ => Stage::Other,
    }
}
