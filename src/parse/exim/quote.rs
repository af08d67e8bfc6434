//! Replies of other servers that an Exim text quotes.
//!
//! In: the text behind the fields of a line (`SMTP error from remote mail server after RCPT TO:<a>: 550 no`). Out: the reply,
//! the command it answers, and who gave it. Always true: the reply is looked for at the places where Exim writes one, never
//! inside the words of a server or a user.

use memchr::memmem;

use super::fields::{angle, host};
use crate::event::{Event, Origin, Peer, Stage};
use crate::near;
use crate::reply::{self, Joint, Reply};

/// A reply in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote<'a> {
    reply: Reply,
    stage: Stage,
    peer: Option<Peer<'a>>,
    text: &'a [u8],
}

impl<'a> Quote<'a> {
    /// Writes it into `event` as a logged reply.
    pub(super) fn fill(self, event: &mut Event<'a>) {
        event.set_reply(self.reply, Origin::Logged);
        event.stage = self.stage;
        event.text = self.text;
        if let Some(peer) = self.peer {
            event.peer = peer;
        }
    }

    /// A quote of `text`, if that is a reply.
    fn of(text: &'a [u8], stage: Stage, peer: Option<Peer<'a>>) -> Option<Self> {
        let reply = reply(text)?;
        Some(Self { reply, stage, peer, text })
    }
}

/// The reply at the start of a text. Only one whose first line says `550-` has more lines.
pub(super) fn reply(text: &[u8]) -> Option<Reply> {
    match text.get(3) {
        Some(b'-') => reply::parse(text, Joint::Backslash),
        _ => Reply::parse_line(text),
    }
}

/// The reply in the text of a delivery or of an attempt.
pub(super) fn read(text: &[u8]) -> Option<Quote<'_>> {
    match text.first()? {
        b'S' | b'L' | b'P' => error_after(text).or_else(|| ehlo_response(text)),
        b'M' => malformed(text),
        b'R' => ehlo_response(text),
        b'h' => named_host(text),
        // `** a@b R=aliases: 550 5.1.1 no such user`: the text of a redirection
        b'4' | b'5' => Quote::of(text, Stage::Unknown, None),
        _ => None,
    }
}

/// The reply of the server asked in a callout.
pub(super) fn callout(text: &[u8]) -> Option<Quote<'_>> {
    // Could not complete sender verify callout: 127.0.0.1 [127.0.0.1] : SMTP error …
    let text = match text.strip_prefix(b"Could not complete ") {
        Some(rest) => &rest[near::find_text(rest, b" verify callout: ")? + 17..],
        None => text,
    };
    if text.starts_with(b"response to \"") {
        return response_to(text, None);
    }
    // 127.0.0.1 [127.0.0.1] : SMTP error from remote mail server after RCPT TO:<a@b>: 550 Unknown user
    let (peer, rest) = addressed_host(text)?;
    let rest = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    error_after(rest).map(|quote| Quote { peer: Some(peer), ..quote }).or_else(|| response_to(rest, Some(peer)))
}

/// `host [ip]` at the start of a text.
pub(super) fn addressed_host(text: &[u8]) -> Option<(Peer<'_>, &[u8])> {
    let name = memchr::memchr(b' ', text)?;
    if name == 0 || text[..name].ends_with(b":") || !text[name..].starts_with(b" [") {
        return None;
    }
    Some(host(text))
}

/// The stage that the words behind `after` or `rejected` name.
pub(super) fn stage(words: &[u8]) -> Stage {
    const STAGES: [(&[u8], Stage); 24] = [
        (b"RCPT", Stage::Rcpt),
        (b"MAIL", Stage::Mail),
        (b"end of data", Stage::EndOfData),
        (b"sending data block", Stage::EndOfData),
        (b"BDAT", Stage::EndOfData),
        (b"after DATA", Stage::EndOfData),
        (b"DATA", Stage::Data),
        (b"PREDATA", Stage::Data),
        (b"initial connection", Stage::Connect),
        (b"connection", Stage::Connect),
        (b"EHLO", Stage::Helo),
        (b"HELO", Stage::Helo),
        (b"LHLO", Stage::Helo),
        (b"STARTTLS", Stage::StartTls),
        (b"AUTH", Stage::Auth),
        (b"VRFY", Stage::Vrfy),
        (b"EXPN", Stage::Expn),
        (b"ETRN", Stage::Etrn),
        (b"ATRN", Stage::Etrn),
        (b"during MIME", Stage::EndOfData),
        (b"by local_scan", Stage::EndOfData),
        (b"from ", Stage::EndOfData),
        (b"XCLIENT", Stage::Other),
        (b"QUIT", Stage::Other),
    ];
    let words = words.strip_prefix(b"pipelined ").unwrap_or(words);
    STAGES.iter().find(|(start, _)| words.starts_with(start)).map_or(Stage::Unknown, |&(_, stage)| stage)
}

/// The stage in a text without a reply: `SMTP timeout after RCPT TO:<a>`, `… closed connection in response to DATA`.
pub(super) fn silent_stage(text: &[u8]) -> Stage {
    let text = &text[..text.len().min(400)];
    let after = near::find_text(text, b" in response to ").map(|at| at + 16);
    let after = after.or_else(|| near::find_text(text, b" timeout after ").map(|at| at + 15));
    after
        .or_else(|| near::find_text(text, b"] after ").map(|at| at + 8))
        .map_or(Stage::Unknown, |at| stage(&text[at..]))
}

/// `SMTP error from remote mail server after RCPT TO:<a@b>: 550 no`, `LMTP error after DATA: 550-no\n550 no`,
/// `PRDR error after DATA: …`, `SMTP error from remote mailer after initial connection: host h [1.2.3.4]: 421 busy`
fn error_after(text: &[u8]) -> Option<Quote<'_>> {
    let protocol = text.get(..4)?;
    let rest = text[4..].strip_prefix(b" error ")?;
    let rest = rest.strip_prefix(b"from remote mail server ").unwrap_or(rest);
    let rest = rest.strip_prefix(b"from remote mailer ").unwrap_or(rest);
    let (stage, rest) = command(rest.strip_prefix(b"after ")?)?;
    // LMTP and PRDR answer once per recipient behind the data, which Exim calls DATA here.
    let per_recipient = stage == Stage::Data && protocol != b"SMTP";
    let stage = if per_recipient { Stage::EndOfData } else { stage };
    match named_host(rest) {
        Some(quote) => Some(Quote { stage, ..quote }),
        None => Quote::of(rest, stage, None),
    }
}

/// `RCPT TO:<a@b>: ` and the like: the stage, and what follows the colon.
fn command(text: &[u8]) -> Option<(Stage, &[u8])> {
    let bare = text.strip_prefix(b"pipelined ").unwrap_or(text);
    let arguments = match bare {
        [b'M', b'A', b'I', b'L', b' ', b'F', b'R', b'O', b'M', b':', address @ ..]
        | [b'R', b'C', b'P', b'T', b' ', b'T', b'O', b':', address @ ..]
            if address.first() == Some(&b'<') =>
        {
            angle(address).1
        }
        _ => bare,
    };
    let end = memchr::memchr_iter(b':', arguments).find(|&at| arguments.get(at + 1) == Some(&b' '))?;
    Some((stage(bare), &arguments[end + 2..]))
}

/// `host mx.test [1.2.3.4]: 550 no`
fn named_host(text: &[u8]) -> Option<Quote<'_>> {
    let (peer, rest) = addressed_host(text.strip_prefix(b"host ")?)?;
    Quote::of(rest.strip_prefix(b":")?.trim_ascii_start(), Stage::Unknown, Some(peer))
}

/// `Malformed SMTP reply in response to end of data: 550 no`,
/// `Malformed SMTP reply from h [1.2.3.4] in response to DATA: …`
fn malformed(text: &[u8]) -> Option<Quote<'_>> {
    let rest = text.strip_prefix(b"Malformed SMTP reply")?;
    let at = near::find_text(rest, b" in response to ")? + 16;
    let (stage, reply) = command(&rest[at..])?;
    Quote::of(reply, stage, None)
}

/// `Remote host closed connection in response to HELO me (EHLO response was: 421 4.7.1 no)`
fn ehlo_response(text: &[u8]) -> Option<Quote<'_>> {
    const BEFORE: &[u8] = b"(EHLO response was: ";
    if !(text.starts_with(b"Remote host ") || text.starts_with(b"SMTP timeout ")) {
        return None;
    }
    let at = near::find_text(text, BEFORE)? + BEFORE.len();
    let reply = &text[at..];
    Quote::of(reply.strip_suffix(b")").unwrap_or(reply), Stage::Helo, None)
}

/// `response to "RCPT TO:<a@b>" from h [1.2.3.4] was: 550 no`, `response to "MAIL FROM:<>" was: 550 no`
fn response_to<'a>(text: &'a [u8], peer: Option<Peer<'a>>) -> Option<Quote<'a>> {
    let command = text.strip_prefix(b"response to \"")?;
    let was = near::find_text(command, b" was: ")?;
    let (asked, reply) = (&command[..was], &command[was + 6..]);
    let from = memmem::rfind(asked, b"\" from ").and_then(|at| addressed_host(&asked[at + 7..]));
    Quote::of(reply, stage(command), peer.or(from.map(|(peer, _)| peer)))
}
