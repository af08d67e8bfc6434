//! Postfix: the message of a line → queue operations and events.
//!
//! In: what follows `postfix/daemon[pid]: `. Out: calls to a [`Sink`], and whether the shape is known. Always true: what a
//! stranger can put into a line (addresses, HELO names, header text, replies) is read only at its own place. Which line means
//! what: `docs/counting.md`.

mod delivery;
mod fields;
mod known;
mod notices;
mod reject;
mod silence;

use super::leading_number;
use crate::event::{Closing, Event, Kind, Origin, Outcome, QueueId, Recognition, Sender, Silence, Sink, Stage};
use crate::near;
use crate::reply::Reply;
use fields::{envelope_address, login, peer};

/// Reads one message.
pub fn parse<'a>(message: &'a [u8], sink: &mut impl Sink<'a>) -> Recognition {
    let recognised = match queue_id(message) {
        Some((Some(id), rest)) => queued(id, rest, sink),
        Some((None, rest)) if rest.starts_with(b"client=") => {
            client(None, rest, sink);
            true
        }
        Some((None, rest)) => reject::parse(None, rest, sink).is_some() || known::after_queue_id(rest, sink),
        None => unqueued(message, sink),
    };
    if recognised { Recognition::Known } else { Recognition::Unknown }
}

/// Splits `B3405242E7: rest`; the id is `None` for `NOQUEUE`.
#[inline(always)]
fn queue_id(message: &[u8]) -> Option<(Option<QueueId>, &[u8])> {
    // Short ids, which is what most logs have.
    if let Some(len @ 5..16) = near::n_hexadecimal(message)
        && let Some(rest) = message[len..].strip_prefix(b": ")
    {
        return Some((QueueId::new(&message[..len]), rest));
    }
    other_id(message)
}

#[inline(always)]
fn other_id(message: &[u8]) -> Option<(Option<QueueId>, &[u8])> {
    // Most lines without an id have a blank before any colon.
    let len = near::find(&message[..message.len().min(QueueId::MAX + 1)], [b':', b' '])?;
    let rest = message[len..].strip_prefix(b": ")?;
    let word = &message[..len];
    let sorts = word.iter().fold(0, |sorts, &b| sorts | SORTS[usize::from(b)]);
    if word == b"NOQUEUE" {
        return Some((None, rest));
    }
    (sorts & MARK == 0 && is_queue_id(len, sorts)).then(|| Some((QueueId::new(word), rest)))?
}

/// What a word has that may be a queue id: digits, upper-case letters to F, vowels, other letters.
const DIGIT: u8 = 1;
const HEXADECIMAL: u8 = 2;
const VOWEL: u8 = 4;
const LETTER: u8 = 8;
/// What no queue id has.
const MARK: u8 = 16;

static SORTS: [u8; 256] = {
    let mut sorts = [MARK; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let vowel = if matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u') { VOWEL } else { 0 };
        sorts[byte as usize] = match byte {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'F' => HEXADECIMAL | vowel,
            _ if byte.is_ascii_alphabetic() => LETTER | vowel,
            _ => MARK,
        };
        byte += 1;
    }
    sorts
};

/// Short ids are upper-case hexadecimal, long ones base 52 without vowels (`enable_long_queue_ids`): neither is ever a word
/// such as `warning` or `statistics`.
fn is_queue_id(len: usize, sorts: u8) -> bool {
    let has_digit = sorts & DIGIT != 0;
    let is_hexadecimal = sorts & LETTER == 0;
    let no_vowel = len >= 10 && sorts & VOWEL == 0;
    (5..=QueueId::MAX).contains(&len) && (has_digit || is_hexadecimal || no_vowel)
}

/// A line about a queued message, decided by its first word. The readers it asks give `Some` if the line was theirs; they are
/// calls, so that the many lines that say nothing pay for none of them.
fn queued<'a>(id: QueueId, rest: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    let Some(first) = rest.first() else { return false };
    let found = match first {
        b'm' if rest.starts_with(b"message-id=") => return true,
        b't' if rest.starts_with(b"to=") => delivery::parse(id, rest, sink),
        b'f' if rest.starts_with(b"from=") => from(id, rest, sink),
        b'r' if is_removed(rest) => {
            sink.close(id, Closing::Removed);
            Some(())
        }
        b'c' if rest.starts_with(b"client=") => {
            client(Some(id), rest, sink);
            Some(())
        }
        b'h' | b'l' | b'c' | b'S' | b'T' => delivery::attempt(Some(id), rest, sink),
        _ => None,
    };
    found.or_else(|| reject::parse(Some(id), rest, sink)).is_some() || known::after_queue_id(rest, sink)
}

/// `removed`, and since 3.10 `removed (canceled)` and `removed (discarded)`.
fn is_removed(rest: &[u8]) -> bool {
    rest.strip_prefix(b"removed").is_some_and(|tail| tail.is_empty() || tail.starts_with(b" ("))
}

/// A line that is about no queued message.
fn unqueued<'a>(message: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    let Some(first) = message.first() else { return false };
    let found = match first {
        b'w' => sasl_failure(message, sink),
        b'c' if message.starts_with(b"connect to ") => delivery::connect_failure(message, sink),
        _ => None,
    };
    found.or_else(|| reject::parse(None, message, sink)).is_some() || known::without_queue_id(message, sink)
}

/// `from=<root@conch.seaglass.com>, size=810, nrcpt=1 (queue active)` opens,
/// `from=<>, status=expired, returned to sender` gives up.
#[inline(never)]
fn from<'a>(id: QueueId, rest: &'a [u8], sink: &mut impl Sink<'a>) -> Option<()> {
    let (sender, after) = sender(&rest[b"from=".len()..])?;
    if let Some(size) = after.strip_prefix(b"size=") {
        sink.open(id, sender, leading_number(size));
        return Some(());
    }
    let status = after.strip_prefix(b"status=")?;
    if !status.starts_with(b"expired") && !status.starts_with(b"force-expired") {
        return None;
    }
    let mut event = Event::new(Kind::Delivery, Outcome::Expired);
    event.queue_id = Some(id);
    event.sender = Sender::Known(sender);
    event.silence = Silence::Expired;
    event.text = after;
    sink.event(&event);
    Some(())
}

/// The sender and what follows the comma. `<user@example.com>>, size=…` occurs: then the address goes on to the `>` before the
/// next field.
fn sender(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (address, after) = envelope_address(text)?;
    if let Some(after) = after.strip_prefix(b", ") {
        return Some((address, after));
    }
    let inner = text.strip_prefix(b"<")?;
    let ends = [&b">, size="[..], b">, status="];
    let end = ends.iter().filter_map(|end| near::find_text(inner, end)).min()?;
    Some((&inner[..end], &inner[end + b">, ".len()..]))
}

/// `client=unknown[192.0.2.7], sasl_method=PLAIN, sasl_username=out@example.org`
fn client<'a>(id: Option<QueueId>, rest: &'a [u8], sink: &mut impl Sink<'a>) {
    let value = &rest[b"client=".len()..];
    // The usual line has a client and nothing else.
    if near::find(value, [b',']).is_some() {
        authenticated(id, rest, value, sink);
    }
}

#[inline(never)]
fn authenticated<'a>(id: Option<QueueId>, rest: &'a [u8], value: &'a [u8], sink: &mut impl Sink<'a>) {
    let Some((_, login)) = login(value) else { return };
    let mut event = Event::new(Kind::Auth, Outcome::Authenticated);
    event.set_reply(Reply::implied(235), Origin::Implied);
    event.stage = Stage::Auth;
    event.queue_id = id;
    event.peer = peer(value);
    event.login = Some(login);
    event.text = rest;
    sink.event(&event);
}

/// `warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=bob`
#[inline(never)]
fn sasl_failure<'a>(message: &'a [u8], sink: &mut impl Sink<'a>) -> Option<()> {
    let rest = message.strip_prefix(b"warning: ")?;
    let at = near::find_text(rest, b": SASL ")?;
    let (host, reason) = (&rest[..at], &rest[at + 2..]);
    // The login is the stranger's word: it does not say why he failed.
    let (said, login) = login(reason).map_or((reason, None), |(at, login)| (&reason[..at], Some(login)));
    // Postfix's word for a login that it was not told.
    let login = login.filter(|&login| login != b"(unavailable)");
    let after_mechanism = said["SASL ".len()..].splitn(2, |&b| b == b' ').nth(1)?;
    let code = if after_mechanism.starts_with(b"authentication failed") {
        let temporary = [&b"Connection lost to authentication server"[..], b"Temporary authentication failure"];
        let is_temporary = temporary.iter().any(|text| near::find_text(after_mechanism, text).is_some());
        if is_temporary { 454 } else { 535 }
    } else if after_mechanism.starts_with(b"authentication aborted") {
        501
    } else {
        return None;
    };
    let mut event = Event::new(Kind::Auth, Outcome::AuthenticationFailed);
    event.set_reply(Reply::implied(code), Origin::Implied);
    event.stage = Stage::Auth;
    event.peer = peer(host);
    event.login = login;
    event.text = reason;
    sink.event(&event);
    Some(())
}

#[cfg(test)]
mod tests;
