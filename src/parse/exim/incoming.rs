//! Messages and logins that came in: `<=`, `(=`, server authenticators.
//!
//! In: the text behind the flag, or behind the authenticator's name. Out: the queue id's sender, and auth events. Always true:
//! a message is opened even if nothing but its sender can be read.

use memchr::{memchr, memchr_iter};

use super::fields::{Fields, Rest, host, key, quoted};
use super::{notices, quote};
use crate::event::{Event, Kind, Origin, Outcome, QueueId, Sender, Sink, Stage};
use crate::near;
use crate::parse::leading_number;
use crate::reply::Reply;

/// The reply that lets a client in (RFC 4954 6).
const AUTHENTICATED: Reply = Reply::implied(235);

/// Exim's code for a refusal without one of its own.
const REFUSED: Reply = Reply::implied(550);

/// `1jmH1s-000AVD-5t <= a@b.test H=c.test (d) [1.1.1.1] P=esmtpsa X=TLS1.3:… A=login:alice S=1486 id=x@y T="<= C=\"250"`
/// `1jmH1s-000AVD-5t <= <> R=1jmH1s-000AVC-1a U=mailnull P=local S=3958`
#[inline(never)]
pub(super) fn received<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    let (sender, rest) = sender(text);
    let (size, before_size) = size(rest);
    sink.open(id, sender, size);
    if sink.wants_arrivals() {
        let mut fields = Fields::default();
        fields.read(rest);
        sink.arrival(fields.peer.unwrap_or_default(), sender, size);
    }
    if let Some(notice) = notices::arrival(rest) {
        sink.notice(notice);
    }
    // Exim writes the login before the size.
    if near::find_text(before_size, b" A=").is_none() {
        return;
    }
    let mut fields = Fields::default();
    fields.read(rest);
    let Some(authenticated) = fields.authenticated else { return };
    let mut event = Event::new(Kind::Auth, Outcome::Authenticated);
    event.set_reply(AUTHENTICATED, Origin::Implied);
    event.stage = Stage::Auth;
    event.queue_id = Some(id);
    event.sender = Sender::Known(sender);
    event.peer = fields.peer.unwrap_or_default();
    event.login = login(authenticated);
    event.text = authenticated;
    sink.event(&event);
}

/// `1jmH1s-000AVD-5t (= a@b.test H=c.test (d) [1.1.1.1] P=esmtp S=1486 for e@f.test`: taken, and the client told otherwise
pub(super) fn refused_but_kept<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    let (sender, rest) = sender(text);
    sink.open(id, sender, size(rest).0);
    let mut fields = Fields::default();
    fields.read(rest);
    let mut event = Event::new(Kind::Reject, Outcome::Rejected);
    event.set_reply(REFUSED, Origin::Implied);
    event.stage = Stage::EndOfData;
    event.queue_id = Some(id);
    event.sender = Sender::Known(sender);
    event.peer = fields.peer.unwrap_or_default();
    sink.event(&event);
}

/// `login authenticator failed for h.test (x) [1.1.1.1]:4 I=[2.2.2.2]:25: 535 Incorrect authentication data (set_id=bob)`
/// `login authenticator failed for H=(x) [1.1.1.1] U=bob: 501 Authentication cancelled`
///
/// In: what stands behind `failed for `.
pub(super) fn login_failed<'a>(text: &'a [u8], sink: &mut impl Sink<'a>) {
    let mut event = Event::new(Kind::Auth, Outcome::AuthenticationFailed);
    event.stage = Stage::Auth;
    let mut fields = Fields::default();
    let rest = if key(text).is_some() {
        fields.read(text)
    } else {
        let (peer, rest) = host(text);
        event.peer = peer;
        fields.read(rest)
    };
    event.peer = fields.peer.unwrap_or(event.peer);
    if let Rest::Text(text) = rest {
        event.text = text;
        event.login = near::find_text(text, b"(set_id=").map(|at| set_id(&text[at + 8..]));
        if let Some(reply) = quote::reply(text) {
            event.set_reply(reply, Origin::Logged);
        }
    }
    sink.event(&event);
}

/// The value of `(set_id=…)`: up to the parenthesis before the end or before a colon.
fn set_id(text: &[u8]) -> &[u8] {
    let end = memchr_iter(b')', text).find(|&at| matches!(text.get(at + 1), None | Some(b':' | b' ')));
    &text[..end.unwrap_or(text.len())]
}

/// The login in `A=authenticator:login`.
fn login(authenticated: &[u8]) -> Option<&[u8]> {
    let login = &authenticated[memchr(b':', authenticated)? + 1..];
    Some(&login[..memchr(b':', login).unwrap_or(login.len())])
}

/// The message's size in `S=1486`, and what stands before it, or all of `rest` where that takes a reader of fields. Only quoted values in front of it may hold such a text of their own.
#[inline(always)]
fn size(rest: &[u8]) -> (u64, &[u8]) {
    let Some(at) = near::find_text(rest, b" S=") else { return (0, rest) };
    let before = &rest[..at];
    if memchr(b'"', before).is_none() {
        return (leading_number(&rest[at + 3..]), before);
    }
    let mut fields = Fields::default();
    fields.read(rest);
    (leading_number(fields.size), rest)
}

/// The sender behind `<= `, and the fields. A quoted local part may hold blanks and `=`.
#[inline(always)]
fn sender(text: &[u8]) -> (&[u8], &[u8]) {
    let start = match text.first() {
        Some(b'"') => text.len() - quoted(text).1.len(),
        _ => 0,
    };
    let end = near::each(&text[start..], b' ').map(|at| start + at).find(|&at| key(&text[at + 1..]).is_some());
    let (sender, rest) = text.split_at(end.unwrap_or(text.len()));
    (if sender == b"<>" { b"" } else { sender }, rest)
}
