//! Lines of the delivery agents: the result for a recipient, and what one host said before that.

use super::fields::{envelope_address, peer, stage};
use super::notices::carriage;
use super::silence::classify;
use crate::event::{Duration, Durations, Event, Kind, Origin, Outcome, Peer, QueueId, Sender, Silence, Sink, Stage};
use crate::near;
use crate::notice::{Direction, Notice};
use crate::parse::{leading_milliseconds, milliseconds};
use crate::reply::{self, Enhanced, Joint, Reply};

/// The values of a delivery line that count, whatever the order and number of its fields.
#[derive(Default)]
struct Fields<'a> {
    orig_to: Option<&'a [u8]>,
    relay: &'a [u8],
    dsn: Option<Enhanced>,
    /// `delay=`, in seconds.
    delay: &'a [u8],
    /// `delays=`, by stage.
    delays: &'a [u8],
    /// `tls=`, since 3.11.
    tls: &'a [u8],
    status: &'a [u8],
    text: Text<'a>,
}

impl<'a> Fields<'a> {
    /// Takes off those that stand in their usual order at the beginning; [`Self::note`] could read them as well, but with 2 % more
    /// instructions for a whole log.
    #[inline(always)]
    fn take_usual(&mut self, rest: &mut &'a [u8]) -> Option<()> {
        self.relay = value(rest, b", relay=")?;
        self.delay = value(rest, b", delay=")?;
        self.delays = value(rest, b", delays=")?;
        self.dsn = Enhanced::parse(value(rest, b", dsn=")?).map(|(dsn, _)| dsn);
        Some(())
    }

    /// Keeps the value of `key=value`, if it counts.
    #[inline]
    fn note(&mut self, field: &'a [u8]) {
        let keep = |to: &mut &'a [u8], key: &[u8]| {
            if let Some(value) = field.strip_prefix(key) {
                *to = value;
            }
        };
        // Decided by the bytes that tell these keys apart.
        match field {
            [b'r', ..] => keep(&mut self.relay, b"relay="),
            [b't', ..] => keep(&mut self.tls, b"tls="),
            [b'd', b's', ..] => {
                let value = field.strip_prefix(b"dsn=");
                self.dsn = value.and_then(Enhanced::parse).map(|(dsn, _)| dsn).or(self.dsn);
            }
            [b'd', b'e', b'l', b'a', b'y', b's', ..] => keep(&mut self.delays, b"delays="),
            [b'd', ..] => keep(&mut self.delay, b"delay="),
            _ => {}
        }
    }

    #[inline(always)]
    fn durations(&self) -> Durations {
        const STAGES: [Duration; 4] =
            [Duration::BeforeQueue, Duration::InQueue, Duration::Connection, Duration::Transmission];
        let mut durations = Durations::NONE;
        durations.set(Duration::Whole, milliseconds(self.delay));
        let mut rest = self.delays;
        for stage in STAGES {
            let (milliseconds, len) = leading_milliseconds(rest);
            // Mostly none.
            let junk = rest[len..].iter().position(|&b| b == b'/').unwrap_or(rest.len() - len);
            durations.set(stage, milliseconds.filter(|_| junk == 0));
            rest = rest.get(len + junk + 1..).unwrap_or_default();
        }
        durations
    }
}

/// The parenthesis behind the status.
#[derive(Default, Clone, Copy)]
struct Text<'a> {
    bytes: &'a [u8],
    /// No closing parenthesis: syslog cut the line.
    is_cut: bool,
}

/// `to=<R>, [orig_to=<O>,] relay=X, delay=D, delays=a/b/c/d, [tls=…,] dsn=E, status=S (TEXT)`
#[inline(never)]
pub(super) fn parse<'a>(id: QueueId, rest: &'a [u8], sink: &mut impl Sink<'a>) -> Option<()> {
    let (recipient, after) = envelope_address(&rest[b"to=".len()..])?;
    let fields = fields(after)?;
    let (kind, outcome) = match fields.status {
        b"sent" => (Kind::Delivery, Outcome::Delivered),
        b"deferred" | b"SOFTBOUNCE" => (Kind::Delivery, Outcome::Deferred),
        b"bounced" => (Kind::Delivery, Outcome::Bounced),
        b"expired" => (Kind::Delivery, Outcome::Expired),
        b"deliverable" => (Kind::Probe, Outcome::Deliverable),
        status if status.starts_with(b"undeliverable") => (Kind::Probe, Outcome::Undeliverable),
        _ => return None,
    };
    let mut event = Event::new(kind, outcome);
    event.queue_id = Some(id);
    event.sender = Sender::ByQueueId;
    event.recipient = Some(recipient);
    event.original_recipient = fields.orig_to;
    event.dsn = fields.dsn;
    event.peer = if fields.relay == b"none" { Peer::default() } else { peer(fields.relay) };
    answer(&mut event, fields.text);
    if outcome == Outcome::Delivered {
        event.durations = fields.durations();
        match event.reply {
            Some(_) => event.stage = Stage::EndOfData,
            None => event.silence = Silence::Local,
        }
        if let Some(carriage) = carriage(fields.tls) {
            sink.notice(Notice::Carried { direction: Direction::Out, carriage });
        }
    }
    sink.event(&event);
    Some(())
}

/// The value of a field that begins so, up to the next comma; `rest` goes on behind it.
#[inline(always)]
fn value<'a, const N: usize>(rest: &mut &'a [u8], start: &[u8; N]) -> Option<&'a [u8]> {
    let text = rest.strip_prefix(start)?;
    let value;
    (value, *rest) = text.split_at(near::find(text, [b',']).unwrap_or(text.len()));
    Some(value)
}

/// The fields behind the recipient; `None` without a status.
#[inline(always)]
fn fields(mut rest: &[u8]) -> Option<Fields<'_>> {
    let mut found = Fields::default();
    found.take_usual(&mut rest);
    loop {
        // `dsn=5.0.0," status=bounced` is what spreadsheets leave of a comma.
        let is_separator = |b: &u8| matches!(b, b',' | b' ' | b'"');
        let usual = rest.strip_prefix(b", ").filter(|field| field.first().is_some_and(|b| !is_separator(b)));
        rest = match usual {
            Some(field) => field,
            None => &rest[rest.iter().position(|b| !is_separator(b))?..],
        };
        // Fields that are not read as others are.
        let first = rest[0];
        if first == b's'
            && let Some(value) = rest.strip_prefix(b"status=")
        {
            let end = near::find(value, [b' ']).unwrap_or(value.len());
            found.status = value[..end].trim_ascii_end();
            found.text = parenthesis(&value[end..]);
            return Some(found);
        }
        if first == b'o'
            && let Some(value) = rest.strip_prefix(b"orig_to=")
        {
            let (original, behind) = envelope_address(value)?;
            (found.orig_to, rest) = (Some(original), behind);
            continue;
        }
        let (field, behind) = rest.split_at(near::find(rest, [b',']).unwrap_or(rest.len()));
        found.note(field);
        rest = behind;
    }
}

/// `(TEXT)` to the end of the line; exporters may leave commas and numbers behind the parenthesis.
fn parenthesis(value: &[u8]) -> Text<'_> {
    let Some(open) = value.iter().position(|&b| b == b'(').filter(|&at| value[..at].trim_ascii().is_empty()) else {
        return Text::default();
    };
    let inner = &value[open + 1..];
    // Nearly every line.
    if let Some(bytes) = inner.strip_suffix(b")") {
        return Text { bytes, is_cut: false };
    }
    let close = memchr::memrchr(b')', inner).filter(|&at| {
        let junk = &inner[at + 1..];
        junk.len() <= 32 && junk.iter().all(|b| matches!(b, b',' | b' ' | b'0'..=b'9'))
    });
    match close {
        Some(at) => Text { bytes: &inner[..at], is_cut: false },
        None => Text { bytes: inner, is_cut: true },
    }
}

/// Fills in the reply that `text` quotes, or why there is none.
#[inline(always)]
fn answer<'a>(event: &mut Event<'a>, text: Text<'a>) {
    let suspended = text.bytes.strip_prefix(b"delivery temporarily suspended: ");
    let bytes = suspended.unwrap_or(text.bytes);
    let quote = quoted_reply(bytes);
    let (said, command) = without_command(quote.reply);
    event.text = said;
    let reply = if text.is_cut { Reply::parse_line(said) } else { reply::parse(said, Joint::Blank) };
    if let Some(reply) = reply {
        event.set_reply(reply, if suspended.is_some() { Origin::Repeated } else { Origin::Logged });
        event.stage = quote.stage.unwrap_or_else(|| command.map_or(Stage::Unknown, stage));
    } else {
        event.text = bytes;
        event.silence = classify(bytes);
    }
}

/// A reply within a sentence.
struct Quote<'a> {
    /// From the code on, `(in reply to …)` still behind it.
    reply: &'a [u8],
    /// The stage, if the sentence alone tells it.
    stage: Option<Stage>,
    /// Whether the sentence names the host that spoke.
    is_named: bool,
}

/// The reply in `host H said: R`, `host H refused to talk to me: R`, `… server H said: R`, or the whole text.
///
/// Only the place right behind the host counts: a reply may itself quote `host X said: 550 …`.
fn quoted_reply(text: &[u8]) -> Quote<'_> {
    let whole = Quote { reply: text, stage: None, is_named: false };
    // No sentence begins so, and most texts do.
    if text.first().is_some_and(u8::is_ascii_digit) {
        return whole;
    }
    let after_host = |rest: &'_ [u8]| memchr::memchr(b' ', rest).map(|blank| blank + 1);
    let patterns: [(&[u8], &[u8], Option<Stage>); 4] = [
        (b"host ", b"said: ", None),
        (b"host ", b"refused to talk to me: ", Some(Stage::Connect)),
        (b"SASL authentication failed; server ", b"said: ", Some(Stage::Auth)),
        (b"TLS is required, but host ", b"refused to start TLS: ", Some(Stage::StartTls)),
    ];
    for (before, behind, stage) in patterns {
        let Some(rest) = text.strip_prefix(before) else { continue };
        let Some(at) = after_host(rest) else { continue };
        if let Some(reply) = rest[at..].strip_prefix(behind) {
            return Quote { reply, stage, is_named: true };
        }
    }
    whole
}

/// Takes `(in reply to RCPT TO command)` off the end; the last one counts, a quoted reply may hold another.
fn without_command(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    const MARK: &[u8] = b" (in reply to ";
    let Some(body) = text.strip_suffix(b" command)") else { return (text, None) };
    // The mark's parenthesis is mostly the last one.
    let marks = memchr::memrchr_iter(b'(', body).map(|open| open.saturating_sub(1));
    match marks.into_iter().find(|&at| body[at..].starts_with(MARK)) {
        Some(at) => (&text[..at], Some(&body[at + MARK.len()..])),
        None => (text, None),
    }
}

/// What one host did before the result: `host H said: R`, `host H refused to talk to me: R`, `lost connection with H …`,
/// `conversation with H timed out …`, `SASL authentication failed; server H said: R`, `TLS is required, but host H refused to
/// start TLS: R`.
#[inline(never)]
pub(super) fn attempt<'a>(id: Option<QueueId>, rest: &'a [u8], sink: &mut impl Sink<'a>) -> Option<()> {
    let hosts: [&[u8]; 5] = [
        b"host ",
        b"lost connection with ",
        b"conversation with ",
        b"SASL authentication failed; server ",
        b"TLS is required, but host ",
    ];
    let host = hosts.iter().find_map(|prefix| rest.strip_prefix(*prefix))?;
    // What a host said counts even if its code is none (`said: 123 …`).
    let without_reply = rest.starts_with(b"lost connection ") || rest.starts_with(b"conversation ");
    if !without_reply && !quoted_reply(rest).is_named {
        return None;
    }
    let mut event = Event::new(Kind::Attempt, Outcome::Deferred);
    event.queue_id = id;
    event.sender = if id.is_some() { Sender::ByQueueId } else { Sender::Unknown };
    event.peer = peer(host);
    answer(&mut event, Text { bytes: rest, is_cut: false });
    if rest.starts_with(b"SASL ") {
        event.outcome = Outcome::AuthenticationFailed;
    }
    sink.event(&event);
    Some(())
}

/// `connect to intern.nl[194.109.6.98]:25: Connection timed out`
#[inline(never)]
pub(super) fn connect_failure<'a>(message: &'a [u8], sink: &mut impl Sink<'a>) -> Option<()> {
    let host = message.strip_prefix(b"connect to ")?;
    let bracket = memchr::memchr2(b'[', b' ', host).filter(|&at| host[at] == b'[')?;
    memchr::memchr(b']', &host[bracket..])?;
    let mut event = Event::new(Kind::Attempt, Outcome::Deferred);
    event.stage = Stage::Connect;
    event.peer = peer(host);
    event.text = message;
    event.silence = classify(message);
    sink.event(&event);
    Some(())
}
