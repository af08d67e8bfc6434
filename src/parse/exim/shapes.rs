//! Lines of Exim that hold no event, told by their first words.
//!
//! In: a message without an id, or a line without a date. Out: whether it is known; some hold a notice. Always true: only the
//! beginning decides which.

use super::fields::Fields;
use super::notices;
use crate::event::{Sink, Stage};
use crate::notice::{self, Break};
use crate::parse::sense::Sense::{self, Broken, Complaint, Read, Signal, Silent, Warning};

/// First words of the lines that hold no event, and what they note; sorted.
const UNEVENTFUL: &[(&[u8], Sense)] = &[
    (b"\"discard\" verb not allowed", Warning),
    (b"ACL \"warn\" ", Warning),
    (b"ACL for QUIT ", Warning),
    (b"ATRN ", Silent),
    (b"Connection from ", Read(notices::refused)),
    (b"DKIM: ", Silent),
    (b"DNS list lookup ", Warning),
    (b"Daemon cannot be run", Warning),
    (b"EHLO/HELO response must not contain newlines", Warning),
    (b"ETRN ", Silent),
    (b"End ODMR queue run", Silent),
    (b"End queue run", Silent),
    (b"Exim configuration error", Warning),
    (b"Failed ", Warning),
    (b"SMTP call from ", Read(notices::dropped)),
    (b"SMTP command timeout on ", Broken(Break::TimedOut, Stage::Unknown)),
    (b"SMTP connection ", Read(notices::connection)),
    (b"SMTP data timeout ", Broken(Break::TimedOut, Stage::Data)),
    (b"SMTP protocol error in ", Signal(notice::Signal::ProtocolError)),
    (b"SMTP protocol synchronization error", Signal(notice::Signal::UntimelyCommand)),
    (b"SMTP syntax error in ", Signal(notice::Signal::ProtocolError)),
    (b"SSL verify error", Signal(notice::Signal::Certificate)),
    (b"Start ODMR queue run", Silent),
    (b"Start queue run", Silent),
    (b"TLS client disconnected cleanly", Signal(notice::Signal::AcceptFailure)),
    (b"TLS error on ", Read(notices::tls_error)),
    (b"TLS session: ", Complaint(notice::Signal::ConnectFailure)),
    (b"Unable to ", Warning),
    (b"VRFY failed ", Silent),
    (b"WARNING: ", Warning),
    (b"Warning: ", Warning),
    (b"cannot ", Warning),
    (b"configured error code starts with incorrect digit", Warning),
    (b"could not ", Warning),
    (b"cwd=", Silent),
    (b"daemon ", Silent),
    (b"exec of ", Warning),
    (b"exim ", Silent),
    (b"expansion of ", Warning),
    (b"failed to ", Warning),
    (b"ident connection to ", Silent),
    (b"ignoring ", Warning),
    (b"invalid message_size_limit", Warning),
    (b"invalid value for ", Warning),
    (b"lookup of host ", Warning),
    (b"malware acl condition", Warning),
    (b"no IP address found for host ", Warning),
    (b"no MAIL in SMTP connection ", Silent),
    (b"no host name found for IP address ", Warning),
    (b"no immediate delivery: ", Signal(notice::Signal::Postponed)),
    (b"overlong message header line", Warning),
    (b"recipient verify ", Silent),
    (b"refused connection ", Signal(notice::Signal::Refused)),
    (b"remote host used IP options", Warning),
    (b"ridiculously long message header line", Warning),
    (b"sender verify defer (making", Warning),
    (b"socket bind() ", Warning),
    (b"spam acl condition", Warning),
    (b"spool directory space check failed", Warning),
    (b"timed out while reading local message", Warning),
    (b"too many recipients: ", Signal(notice::Signal::TooManyRecipients)),
    (b"unable to ", Warning),
    (b"unexpected disconnection while ", Broken(Break::Lost, Stage::Unknown)),
    (b"unqualified recipient rejected: ", Warning),
    (b"unqualified sender rejected: ", Warning),
    (b"unqualified verify rejected: ", Warning),
];

/// Reads a line without a message id; `false` if it is not one of those without an event.
pub(super) fn read_uneventful<'a>(text: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    let sense = match text.first() {
        None => Some(Silent),
        Some(_) if is_about_process(text) => Some(Silent),
        Some(b'[') => is_about_certificate(text).then_some(Signal(notice::Signal::Certificate)),
        Some(_) => sense(text),
    };
    sense.map(|sense| sense.tell(text, sink)).is_some()
}

/// Tells what the words about a message note, if anything: they are free text otherwise.
pub(super) fn read_words<'a>(words: &'a [u8], sink: &mut impl Sink<'a>) {
    if let Some(sense) = sense(words) {
        sense.tell(words, sink);
    }
}

/// What a text with these first words notes; `None` if they are not known.
fn sense(text: &[u8]) -> Option<Sense> {
    let first = text.first()?;
    let after = &UNEVENTFUL[UNEVENTFUL.partition_point(|(start, _)| start[0] < *first)..];
    let mut starts = after.iter().take_while(|(start, _)| start[0] == *first);
    starts.find(|(start, _)| text.starts_with(start)).map(|&(_, sense)| sense)
}

/// `pid 148: SIGHUP received: re-exec daemon`
fn is_about_process(text: &[u8]) -> bool {
    text.strip_prefix(b"pid ").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// `[1.1.1.1] SSL verify error: depth=0 error=self signed certificate cert=/CN=x`
fn is_about_certificate(text: &[u8]) -> bool {
    let behind = text.strip_prefix(b"[").and_then(|rest| memchr::memchr(b' ', rest).map(|at| &rest[at..]));
    behind.is_some_and(|behind| behind.starts_with(b" SSL verify error"))
}

/// Whether the words behind a client's fields hold no event: `H=(x) [1.1.1.1] Warning: greylisted`.
pub(super) fn is_uneventful_about_client(fields: &Fields<'_>, words: &[u8]) -> bool {
    const STARTS: [&[u8]; 4] = [b"Warning: ", b"incomplete transaction ", b"no MAIL in ", b"recipient verify "];
    let has_client = fields.peer.is_some() || fields.user;
    has_client && STARTS.iter().any(|start| words.starts_with(start))
}

/// Whether a line without a date belongs to the line before it: the headers of a rejected message in the reject log, and the
/// second line of a warning.
#[must_use]
pub fn continuation(line: &[u8]) -> bool {
    const STARTS: [&[u8]; 5] = [b"Envelope-from: <", b"Envelope-to: <", b"\t", b"  ", b" Suggested action"];
    STARTS.iter().any(|start| line.starts_with(start)) || is_header(line)
}

/// `P Received: from x`, `F From: a@b`, `* Cc: c@d`: a header behind the letter that Exim gives its kind.
fn is_header(line: &[u8]) -> bool {
    let [kind, b' ', name @ ..] = line else { return false };
    if !b"*BCFIPRST".contains(kind) {
        return false;
    }
    // RFC 5322 2.2: a name is printable ASCII without blank and colon.
    let end = name.iter().take(78).position(|b| !b.is_ascii_graphic() || *b == b':');
    end.is_some_and(|end| end > 0 && name[end] == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_and_found() {
        assert!(UNEVENTFUL.is_sorted_by_key(|(start, _)| start));
        assert!(UNEVENTFUL.iter().all(|(start, _)| sense(start).is_some()));
        assert!(sense(b"H=(x) [192.0.2.1] rejected").is_none());
    }
}
