//! Exim: the message of a main log or reject log line → queue operations and events.
//!
//! In: what follows date, time, zone and `[pid]`. Out: calls on a [`Sink`], and whether the shape is known. Always true: the
//! position decides, so that ids, flags, fields and codes inside subjects, certificates, replies and texts of users count for
//! nothing; nothing is allocated; and each byte is looked at a bounded number of times.
//!
//! Exim 4.5x to 4.100 are covered. What each line means is said in `docs/counting.md`.

mod attempt;
mod delivery;
mod fields;
mod incoming;
mod notices;
mod quote;
mod rejection;
mod shapes;
mod silence;
mod target;
#[cfg(test)]
mod tests;

use memchr::memchr;

use crate::event::{Closing, QueueId, Recognition, Sink};
use crate::near;
use fields::Fields;
pub use shapes::continuation;

/// Reads one message and tells `sink` what it says.
pub fn parse<'a>(message: &'a [u8], sink: &mut impl Sink<'a>) -> Recognition {
    match message_id(message) {
        Some((id, rest)) => {
            about_message(id, rest, sink);
            Recognition::Known
        }
        None if about_server(message, sink) => Recognition::Known,
        None => Recognition::Unknown,
    }
}

/// The message id that a line begins with: `1jmH1s-000AVD-5t` or, since 4.97, `10HmaX-000000005vi-0000`.
#[inline]
fn message_id(message: &[u8]) -> Option<(QueueId, &[u8])> {
    // Letters and digits, but for these places of the first sixteen characters.
    const SHORT: u32 = 0xffff & !(1 << 6 | 1 << 13);
    const LONG: u32 = 0xffff & !(1 << 6);
    // The long one's second dash, seen from the first part's end.
    const LONG_END: u32 = 0xffff & !(1 << (18 - LONG_START));
    const LONG_START: usize = 7;
    let (length, second) = match near::alphanumerics(message)? {
        SHORT => (16, 13),
        LONG if near::alphanumerics(&message[LONG_START..]) == Some(LONG_END) => (23, 18),
        _ => return None,
    };
    let has_dashes = message[6] == b'-' && message[second] == b'-';
    let ends = matches!(message.get(length), None | Some(b' '));
    let rest = message.get(length + 1..).unwrap_or_default();
    (has_dashes && ends).then(|| QueueId::new(&message[..length]).map(|id| (id, rest)))?
}

/// A line about a message. Without a shape of ours it is free text (an ACL's `log`, a filter, DKIM, …).
#[inline(always)]
fn about_message<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    // `==a@b` without the blank occurs.
    let behind = || text[2..].trim_ascii_start();
    match text {
        [b'<', b'=', ..] => incoming::received(id, behind(), sink),
        [first @ (b'=' | b'-' | b'>'), b'>', ..] => delivery::delivered(id, *first == b'-', behind(), sink),
        [b'*', b'*', ..] => delivery::failed(id, behind(), sink),
        [b'=', b'=', ..] => delivery::deferred(id, behind(), sink),
        [b'*', b'>', ..] => delivery::bypassed(id, sink),
        [b'(', b'=', ..] => incoming::refused_but_kept(id, behind(), sink),
        _ if is_completed(text) => sink.close(id, Closing::Completed),
        // `removed by root`, `cancelled by timeout_frozen_after`: an administrator or a rule ended it, so it did not vanish.
        _ if text.starts_with(b"removed by ") || text.starts_with(b"cancelled by ") => sink.result(id),
        _ => about_host_or_client(id, text, sink),
    }
}

/// `Completed`, `Completed QT=1s`
fn is_completed(text: &[u8]) -> bool {
    text.strip_prefix(b"Completed").is_some_and(|rest| matches!(rest.first(), None | Some(b' ')))
}

/// A line with a message id and without a flag: another host's answer, or our refusal of a client.
#[inline(never)]
fn about_host_or_client<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    if let Some(behind) = behind_authenticator(text) {
        match behind.strip_prefix(b"for ") {
            Some(client) => incoming::login_failed(client, sink),
            None => attempt::login_failed(id, behind.strip_prefix(b"H=").unwrap_or(behind), sink),
        }
        return;
    }
    let mut fields = Fields::default();
    let words = fields.read(text).text();
    if rejection::read(Some(id), &fields, words, sink) {
        return;
    }
    if text.starts_with(b"H=") {
        attempt::read(id, fields.peer, words, sink);
    } else {
        attempt::read_old(id, text, sink);
    }
}

/// A line without a message id; `false` if its shape is not known.
fn about_server<'a>(text: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    if shapes::read_uneventful(text, sink) {
        return true;
    }
    let mut fields = Fields::default();
    let words = fields.read(text).text();
    if rejection::read(None, &fields, words, sink) || shapes::is_uneventful_about_client(&fields, words) {
        return true;
    }
    let client = behind_authenticator(text).and_then(|behind| behind.strip_prefix(b"for "));
    if let Some(client) = client {
        incoming::login_failed(client, sink);
    }
    client.is_some()
}

/// What follows `NAME authenticator failed `.
fn behind_authenticator(text: &[u8]) -> Option<&[u8]> {
    text[memchr(b' ', text)?..].strip_prefix(b" authenticator failed ")
}
