//! What our own server refused, discarded or held: smtpd, postscreen, cleanup, milters and proxies.

use memchr::memmem;

use super::fields::{envelope_address, peer, stage};
use crate::event::{Event, Kind, Origin, Outcome, QueueId, Sender, Silence, Sink, Stage};
use crate::near;
use crate::reply::{self, Enhanced, Joint, Reply};

/// What stands before the client: `RCPT from h[ip]: …`.
const FROM: &[u8] = b" from ";

/// So many places of `; from=<` are tried, from the end: more are no envelope but an attempt to keep us busy.
const MAX_PLACES: usize = 32;

/// What postscreen says instead of the reply 421 4.3.2 that it sends.
const BUSY: [&[u8]; 3] = [b"too many connections", b"all server ports busy", b"all screening ports busy"];

/// `reject: RCPT from h[ip]: 554 5.7.1 <…>: …; from=<S> to=<R> proto=P helo=<H>` and its relatives; `None` for other lines.
#[inline]
pub(super) fn parse<'a>(id: Option<QueueId>, rest: &'a [u8], sink: &mut impl Sink<'a>) -> Option<()> {
    // The first letters of the verbs: most lines that come here have others.
    if !matches!(rest.first()?, b'r' | b'p' | b'd' | b'h' | b'm') {
        return None;
    }
    refused(id, action(rest)?, sink)
}

/// A verb, and what follows it.
type Action<'a> = (Outcome, Silence, &'a [u8]);

#[inline(never)]
fn refused<'a>(id: Option<QueueId>, action: Action<'a>, sink: &mut impl Sink<'a>) -> Option<()> {
    let (outcome, silence, details) = action;
    let mut event = Event::new(Kind::Reject, outcome);
    event.queue_id = id;
    event.silence = silence;
    let (command, body) = command_and_body(details)?;
    event.stage = stage(command);
    let (text, envelope) = split_envelope(body);
    let client = if is_content_check(command) { memmem::rfind(text, FROM) } else { near::find_text(details, FROM) };
    event.peer = client.map(|at| peer(&details[at + FROM.len()..])).unwrap_or_default();
    if let Some(envelope) = envelope {
        event.sender = envelope.sender.map_or(Sender::Unknown, Sender::Known);
        event.recipient = envelope.recipient;
    }
    if outcome == Outcome::Rejected {
        if is_content_check(command) {
            event.stage = Stage::EndOfData;
            content_check(&mut event, envelope.map_or(&b""[..], |envelope| envelope.behind));
        } else {
            refusal(&mut event, text);
        }
    } else {
        event.text = text;
    }
    sink.event(&event);
    Some(())
}

/// What was done. `reject_warning:` and the like are not among the verbs.
fn action(rest: &[u8]) -> Option<Action<'_>> {
    let verbs: &[(&[u8], Outcome, Silence)] = match rest.first()? {
        b'r' => &[(b"reject: ", Outcome::Rejected, Silence::Unspecified)],
        b'p' => &[(b"proxy-reject: ", Outcome::Rejected, Silence::Unspecified)],
        b'd' => &[(b"discard: ", Outcome::Discarded, Silence::Discarded)],
        b'h' => &[(b"hold: ", Outcome::Held, Silence::Held)],
        b'm' if rest.starts_with(b"milter-") => &[
            (b"milter-reject: ", Outcome::Rejected, Silence::Unspecified),
            (b"milter-discard: ", Outcome::Discarded, Silence::Discarded),
            (b"milter-hold: ", Outcome::Held, Silence::Held),
        ],
        _ => return None,
    };
    verbs.iter().find_map(|&(verb, outcome, silence)| Some((outcome, silence, rest.strip_prefix(verb)?)))
}

/// Header and body checks show the offending text, a stranger's, before anything else.
fn is_content_check(command: &[u8]) -> bool {
    matches!(command, b"header" | b"body" | b"mime-header" | b"nested-header" | b"mime-error" | b"content")
}

/// `RCPT from h[ip]: text` → (`RCPT`, `text`); `END-OF-MESSAGE: text` of a proxy; `header …` keeps its whole text.
fn command_and_body(details: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = details.iter().position(|&b| matches!(b, b' ' | b':')).unwrap_or(details.len());
    let command = &details[..end];
    if is_content_check(command) {
        return Some((command, details));
    }
    // `reject: Unsupported`, without a colon, is no such line.
    let colon = memchr::memchr_iter(b':', details).find(|&at| details.get(at + 1) == Some(&b' '));
    let body = match colon {
        Some(at) => &details[at + 2..],
        None => details.ends_with(b":").then_some(b"")?,
    };
    (end > 0).then_some((command, body))
}

/// Reads the refusal's reply, or what stands for it.
fn refusal<'a>(event: &mut Event<'a>, text: &'a [u8]) {
    event.text = text;
    if let Some(reply) = reply::parse(text, Joint::Blank) {
        event.set_reply(reply, Origin::Logged);
    } else if let Some((enhanced, _)) = Enhanced::parse(text) {
        event.set_reply(implied_by(enhanced), Origin::Implied);
    } else if BUSY.contains(&text) {
        event.set_reply(Reply::implied(421), Origin::Implied);
    } else if text.first().is_some_and(|first| !first.is_ascii_digit()) {
        // A milter's refusal at the end of the message loses the digits that the milter chose.
        event.set_reply(Reply::implied(550), Origin::Implied);
    }
    set_outcome(event);
}

/// Header and body checks put the reply behind everything else: `…; from=<a> to=<b> proto=ESMTP helo=<c>: 5.7.1 text`.
fn content_check<'a>(event: &mut Event<'a>, behind: &'a [u8]) {
    let text = near::find_text(behind, b": ").map_or(&b""[..], |at| &behind[at + 2..]);
    event.text = text;
    if let Some(reply) = Reply::parse_line(text) {
        event.set_reply(reply, Origin::Logged);
    } else {
        let reply = Enhanced::parse(text).map_or(Reply::implied(550), |(enhanced, _)| implied_by(enhanced));
        event.set_reply(reply, Origin::Implied);
    }
    set_outcome(event);
}

/// Only the enhanced code is logged; Postfix's cleanup(8) sends 550 for 5.x.x and 451 for 4.x.x.
fn implied_by(enhanced: Enhanced) -> Reply {
    let code = if enhanced.class == 4 { 451 } else { 550 };
    Reply { enhanced: Some(enhanced), ..Reply::implied(code) }
}

fn set_outcome(event: &mut Event<'_>) {
    if event.reply.is_some_and(|reply| reply.code.class() == 4) {
        event.outcome = Outcome::TemporarilyRejected;
    }
}

/// The end of a reject line.
#[derive(Clone, Copy)]
struct Envelope<'a> {
    sender: Option<&'a [u8]>,
    recipient: Option<&'a [u8]>,
    /// What follows the addresses.
    behind: &'a [u8],
}

/// Splits `text; from=<S> to=<R> proto=P helo=<H>`. Text and addresses may hold the same words, so the last place counts from
/// which the rest of the line reads as an envelope to its end; only a line without such a place can be one that was cut off.
fn split_envelope(body: &[u8]) -> (&[u8], Option<Envelope<'_>>) {
    if let Some(split) = last_split(body, envelope) {
        return split;
    }
    let without_sender = [&b"; to=<"[..], b"; proto="].iter().find_map(|key| near::find_text(body, key));
    let readable = without_sender.and_then(|at| Some((at, envelope(&body[at + 2..])?)));
    if let Some((at, envelope)) = readable {
        return (&body[..at], Some(envelope));
    }
    last_split(body, cut_envelope).unwrap_or((&body[..without_sender.unwrap_or(body.len())], None))
}

/// Splits before the last `; from=<` from which `read` can read.
fn last_split<'a>(
    body: &'a [u8],
    read: impl Fn(&'a [u8]) -> Option<Envelope<'a>>,
) -> Option<(&'a [u8], Option<Envelope<'a>>)> {
    let places = memchr::memrchr_iter(b';', body).filter(|&at| body[at..].starts_with(b"; from=<"));
    places.take(MAX_PLACES).find_map(|at| Some((&body[..at], Some(read(&body[at + 2..])?))))
}

/// What may stand behind an address.
const NEXT: [&[u8]; 4] = [b" to=<", b", to=<", b" proto=", b", proto="];

/// `from=<S> to=<R`, cut off by syslog inside the recipient: the sender is whole if the next field has begun.
fn cut_envelope(text: &[u8]) -> Option<Envelope<'_>> {
    let (sender, rest) = envelope_address(text.strip_prefix(b"from=")?)?;
    let is_whole = NEXT.iter().any(|next| rest.starts_with(next));
    is_whole.then_some(Envelope { sender: Some(sender), recipient: None, behind: b"" })
}

/// `from=<S> to=<R> proto=P helo=<H>`, each optional but in this order; postscreen writes commas between them.
fn envelope(text: &[u8]) -> Option<Envelope<'_>> {
    let (sender, rest) = address_field(text, b"from=")?;
    let (recipient, rest) = address_field(rest, b"to=")?;
    let is_end = |rest: &[u8]| rest.is_empty() || rest.starts_with(b"proto=") || rest.starts_with(b": ");
    let behind = rest.strip_prefix(b" ").unwrap_or(rest);
    is_end(behind).then_some(Envelope { sender, recipient, behind })
}

/// `<address>` before another field or the end. Before 3.5 Postfix wrote local parts without their quotes, so that `>` may be part
/// of one: `<<b>x</b>@shop.example> to=<…`.
fn whole_address(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let first = envelope_address(value)?;
    let is_end =
        |rest: &[u8]| rest.is_empty() || rest.starts_with(b": ") || NEXT.iter().any(|next| rest.starts_with(next));
    let Some(inner) = value.strip_prefix(b"<").filter(|_| !is_end(first.1)) else { return Some(first) };
    let closes = memchr::memchr_iter(b'>', inner).take(MAX_PLACES);
    let ends = closes.map(|close| (&inner[..close], &inner[close + 1..]));
    // With a blank in it, it is rather the text before another envelope.
    let whole = ends.take_while(|(address, _)| !address.contains(&b' ')).find(|(_, rest)| is_end(rest));
    Some(whole.unwrap_or(first))
}

/// Takes `key<address>` and the separator off the front, if it is there; `None` if the address does not end.
fn address_field<'a>(text: &'a [u8], key: &[u8]) -> Option<(Option<&'a [u8]>, &'a [u8])> {
    let Some(value) = text.strip_prefix(key) else { return Some((None, text)) };
    let (address, rest) = whole_address(value)?;
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    Some((Some(address), rest.strip_prefix(b" ").unwrap_or(rest)))
}
