//! What became of a recipient: `=>`, `->`, `>>`, `*>`, `**`, `==`.
//!
//! In: the text behind the flag. Out: one delivery event (none for `*>`), and a result for the queue unless deferred. Always
//! true: every flagged line gives its event, however odd the rest of the line is.

use memchr::{memchr, memchr_iter};

use super::fields::{Fields, Rest, durations, quoted, without_times};
use super::{notices, quote, silence};
use crate::event::{Event, Kind, Origin, Outcome, Peer, QueueId, Sender, Silence, Sink, Stage};
use crate::near;

/// `1jmH1s-000AVD-5t => dave@foo.corp R=dnslookup T=remote_smtp H=mail.foo.corp [1.1.1.1] C="250 2.0.0 Ok: queued"`
/// `1jmH1s-000AVD-5t => me <me@foo.corp> R=local_user T=mail_spool`
/// `1jmH1s-000AVD-5t => :blackhole: <junk@foo.corp> R=trash`
///
/// Behind `->` it `shares_copy`.
#[inline(never)]
pub(super) fn delivered<'a>(id: QueueId, shares_copy: bool, text: &'a [u8], sink: &mut impl Sink<'a>) {
    let (address, rest) = address(text);
    let mut fields = Fields::default();
    let remark = read_all(&mut fields, rest);
    let discarded = is_blackhole(address, rest);
    let mut event = delivery(id, Outcome::Delivered, address, &fields);
    event.shares_copy = shares_copy;
    if discarded {
        event.outcome = Outcome::Discarded;
        event.silence = Silence::Discarded;
        event.recipient = fields.original.filter(|to| !to.is_empty());
        event.text = remark;
    } else if let Some((quote, reply)) = fields.reply.and_then(|c| Some((c, quote::reply(c)?))) {
        event.set_reply(reply, Origin::Logged);
        event.stage = Stage::EndOfData;
        event.text = quote;
    } else if fields.peer.is_none() {
        event.silence = Silence::Local;
    }
    if event.outcome == Outcome::Delivered {
        event.durations = durations(rest);
        if let Some(notice) = notices::departure(&fields) {
            sink.notice(notice);
        }
    }
    sink.result(id);
    sink.event(&event);
}

/// `1jmH1s-000AVD-5t ** a@b.test R=dnslookup T=remote_smtp H=mx.b.test [1.1.1.1]: SMTP error from remote mail server after
/// RCPT TO:<a@b.test>: 550 5.1.1 no such user`
/// `1jmH1s-000AVD-5t ** a@b.test : Unrouteable address`
#[inline(never)]
pub(super) fn failed<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    let (address, rest) = address(text);
    let mut fields = Fields::default();
    let reason = fields.read(rest).text();
    let mut event = delivery(id, Outcome::Bounced, address, &fields);
    explain(&mut event, reason);
    sink.result(id);
    sink.event(&event);
}

/// `1jmH1s-000AVD-5t == a@b.test R=dnslookup T=remote_smtp defer (-44) H=mx.b.test [1.1.1.1]: SMTP error from remote mail
/// server after RCPT TO:<a@b.test>: 451 later`
/// `1jmH1s-000AVD-5t == a@b.test routing defer: retry time not reached`
/// `1jmH1s-000AVD-5t == a@b.test R=dnslookup T=remote_smtp defer (Connection refused)`
/// `1jmH1s-000AVD-5t == a@b.test R=dnslookup T=remote_smtp defer (110): Connection timed out H=mx.b.test [1.1.1.1]: SMTP
/// timeout after RCPT TO:<a@b.test>`
#[inline(never)]
pub(super) fn deferred<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    let (address, rest) = address(text);
    let mut fields = Fields::default();
    let mut reason = fields.read(rest).text();
    reason = reason.strip_prefix(b"routing ").unwrap_or(reason);
    let mut system_error: &[u8] = b"";
    if let Some(mut rest) = reason.strip_prefix(b"defer") {
        if let Some(inside) = rest.strip_prefix(b" (") {
            let end = memchr(b')', inside).unwrap_or(inside.len());
            system_error = &inside[..end];
            rest = inside.get(end + 1..).unwrap_or_default();
        }
        reason = fields.read(rest).text();
    }
    let mut event = delivery(id, Outcome::Deferred, address, &fields);
    explain(&mut event, if reason.is_empty() { system_error } else { reason });
    if fields.peer.is_none() && event.reply.is_none() {
        event.peer = peer_behind_system_error(reason).unwrap_or_default();
    }
    sink.event(&event);
}

/// `1jmH1s-000AVD-5t *> a@b.test R=dnslookup T=remote_smtp H=mx.b.test [1.1.1.1] C="delivery bypassed by -N option"`
pub(super) fn bypassed<'a>(id: QueueId, sink: &mut impl Sink<'a>) {
    sink.result(id);
}

/// Sets reply, stage and peer from the reason, or the silence.
pub(super) fn explain<'a>(event: &mut Event<'a>, reason: &'a [u8]) {
    let reason = without_times(reason);
    if let Some(quote) = quote::read(reason) {
        quote.fill(event);
    } else {
        event.text = reason;
        event.silence = silence::classify(reason);
        if matches!(event.silence, Silence::SessionTimeout | Silence::ConnectionLost | Silence::Unspecified) {
            event.stage = quote::silent_stage(reason);
        }
    }
}

/// A delivery event with everything but its reply.
fn delivery<'a>(id: QueueId, outcome: Outcome, address: &'a [u8], fields: &Fields<'a>) -> Event<'a> {
    let mut event = Event::new(Kind::Delivery, outcome);
    event.queue_id = Some(id);
    event.sender = fields.sender.filter(|sender| !is_converted(sender)).map_or(Sender::ByQueueId, Sender::Known);
    let address = Some(address).filter(|address| !address.is_empty());
    event.recipient = fields.original.filter(|original| !original.is_empty()).or(address);
    event.peer = fields.peer.unwrap_or_default();
    event.transport = fields.transport;
    event
}

/// Whether Exim may have written the sender in ASCII for a server without SMTPUTF8; `<=` then has it as it was.
fn is_converted(sender: &[u8]) -> bool {
    // By the rare byte: making a searcher would take longer than this search.
    memchr_iter(b'-', sender).any(|at| at >= 2 && sender[at - 2..].starts_with(b"xn--"))
}

/// Reads fields until the reply, passing over words that are none; returns the text behind a colon.
fn read_all<'a>(fields: &mut Fields<'a>, mut text: &'a [u8]) -> &'a [u8] {
    loop {
        match fields.read(text) {
            Rest::End => return b"",
            Rest::Text(text) => return text,
            Rest::Words(words) => match memchr(b' ', words) {
                Some(end) => text = &words[end..],
                None => return b"",
            },
        }
    }
}

/// Whether the delivery went nowhere: `:blackhole: <a@b>`, `blackhole (RCPT ACL discarded recipients)`.
fn is_blackhole(address: &[u8], rest: &[u8]) -> bool {
    address == b":blackhole:"
        || (address == b"blackhole" && matches!(rest.first(), None | Some(b'(')))
        || address.starts_with(b"blackhole *")
}

/// The address behind the flag, and what follows it. Exim takes the quotes off a local part, so that it may hold blanks: the
/// address goes on until something follows that only stands behind addresses. A colon or the reason ends only an address with its
/// `@`: `:defer:` and local parts with a colon go on.
#[inline(always)]
fn address(text: &[u8]) -> (&[u8], &[u8]) {
    if is_behind_address(text) || is_reason(text) {
        return (b"", text);
    }
    let start = if text.first() == Some(&b'"') { text.len() - quoted(text).1.len() } else { 0 };
    let at_sign = near::find(text, [b'@']);
    for blank in near::each(&text[start..], b' ').map(|at| start + at) {
        let is_whole = at_sign.is_some_and(|at| at < blank);
        if is_whole && text[..blank].ends_with(b":") {
            return (&text[..blank - 1], &text[blank - 1..]);
        }
        let behind = &text[blank + 1..];
        if is_behind_address(behind) || (is_whole && is_reason(behind)) {
            return (&text[..blank], behind);
        }
    }
    (text.strip_suffix(b":").unwrap_or(text), b"")
}

/// Whether this is what Exim writes behind an address: another one, a field, or a colon.
fn is_behind_address(text: &[u8]) -> bool {
    matches!(
        text,
        [b'<' | b'(', ..]
            | [b'R' | b'T' | b'F' | b'P' | b'Q' | b'H' | b'S', b'=', ..]
            | [b':']
            | [b':', b' ', ..]
            | [b'S', b'T', b'=', ..]
            | [b'C', b'=', b'"', ..]
    )
}

/// Whether the reason begins here without a colon. Only a whole address, with its `@`, has it right behind.
fn is_reason(text: &[u8]) -> bool {
    match text.first() {
        Some(b'd') => text.strip_prefix(b"defer").is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b':'))),
        Some(b'r') => text.starts_with(b"routing "),
        Some(b'm') => text.starts_with(b"mua_wrapper "),
        _ => false,
    }
}

/// `No route to host H=mx.b.test [1.1.1.1]: …`: the system's words stand before the host.
fn peer_behind_system_error(reason: &[u8]) -> Option<Peer<'_>> {
    let at = near::find_text(&reason[..reason.len().min(200)], b" H=")?;
    let mut fields = Fields::default();
    fields.read(&reason[at..]);
    fields.peer
}
