//! What a rejected line says was rejected, and with which code.
//!
//! In: the words behind `rejected`. Out: stage, addresses and reason; the reply that the client got. Always true: a number in
//! the reason is a reply code only if it stands in front of it and fits the verb, since Exim lets no other code through.

use memchr::memchr;

use super::fields::{Fields, Rest, angle, host, word};
use super::quote;
use crate::event::{Peer, Stage};
use crate::near;
use crate::reply::Reply;

/// What was refused, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) stage: Stage,
    pub(super) recipient: Option<&'a [u8]>,
    pub(super) sender: Option<&'a [u8]>,
    /// The client, where the line names it behind the command.
    pub(super) peer: Option<Peer<'a>>,
    /// The reason.
    pub(super) text: &'a [u8],
}

impl<'a> Target<'a> {
    /// Reads the words behind `rejected`.
    pub(super) fn of(words: &'a [u8]) -> Self {
        let stage = quote::stage(words);
        let (command, arguments) = words.split_at(memchr(b' ', words).map_or(words.len(), |at| at + 1));
        match command {
            b"RCPT " if arguments.first() == Some(&b'<') => Self::addressed(arguments, stage),
            b"RCPT " => {
                // RCPT dir@ml3.ru: relay not permitted
                let (recipient, rest) = word(arguments);
                Self { recipient: Some(recipient), ..Self::worded(rest, stage) }
            }
            // from <> U=bob: message too big: read=501 max=500
            b"from " => Self::sent_by(arguments, stage),
            // MAIL command U=bob: too many messages in one connection
            b"MAIL " if arguments.starts_with(b"command ") => Self::fielded(&arguments[8..], stage),
            // MAIL from [1.1.1.1]: no HELO/EHLO given; EHLO from (x) [1.1.1.1]: syntactically invalid argument(s): !
            _ if arguments.starts_with(b"from ") => {
                let (peer, rest) = host(&arguments[5..]);
                Self { peer: Some(peer), ..Self::fielded(rest, stage) }
            }
            // MAIL FROM:<a@b> H=(x) [1.1.1.1]: message too big: size=1000000000 max=100; MAIL <a@b>: 550 no
            b"MAIL " => Self::sent_by(arguments.strip_prefix(b"FROM:").unwrap_or(arguments), stage),
            _ => Self::worded(words, stage),
        }
    }

    /// `<c@d>: reason`
    pub(super) fn addressed(text: &'a [u8], stage: Stage) -> Self {
        let (recipient, rest) = angle(text);
        Self { recipient: Some(recipient), ..Self::worded(rest, stage) }
    }

    /// `anything: reason`
    pub(super) fn worded(text: &'a [u8], stage: Stage) -> Self {
        let text = near::find_text(text, b": ").map_or(&text[..0], |at| text[at + 2..].trim_ascii_start());
        Self { stage, recipient: None, sender: None, peer: None, text }
    }

    /// `<a@b> H=(x) [1.1.1.1]: reason`
    fn sent_by(text: &'a [u8], stage: Stage) -> Self {
        if text.first() != Some(&b'<') {
            return Self::worded(text, stage);
        }
        let (sender, rest) = angle(text);
        Self { sender: Some(sender), ..Self::fielded(rest, stage) }
    }

    /// `H=(x) [1.1.1.1]: reason`
    fn fielded(text: &'a [u8], stage: Stage) -> Self {
        let mut fields = Fields::default();
        match fields.read(text) {
            Rest::Text(text) => Self { stage, recipient: None, sender: None, peer: fields.peer, text },
            Rest::Words(words) => Self { peer: fields.peer, ..Self::worded(words, stage) },
            Rest::End => Self::worded(b"", stage),
        }
    }
}

/// The reply in front of the reason. Its first digit must fit the verb: in an ACL's `message` Exim replaces any other code by its
/// own, and in a `log_message` (`200 messages an hour are enough`) it is none.
pub(super) fn own_reply(target: &Target<'_>, temporary: bool) -> Option<Reply> {
    let class = if temporary { 4 } else { 5 };
    quote::reply(target.text).filter(|reply| reply.code.class() == class)
}

/// The reply that Exim sends when the ACL names none.
pub(super) fn implied(words: &[u8], reason: &[u8], temporary: bool) -> Reply {
    /// By the command.
    const BY_COMMAND: [(&[u8], Reply); 6] = [
        (b"MAIL command ", Reply::implied(421)), // too many messages in one connection
        (b"AUTH", Reply::implied(503)),
        (b"ETRN", Reply::implied(458)),
        (b"ATRN", Reply::implied(450)),
        (b"VRFY", Reply::implied(252)),
        (b"XCLIENT from ", Reply::implied(503)), // mail transaction in progress
    ];
    /// By the reason, behind any command.
    const BY_REASON: [(&[u8], Reply); 4] = [
        (b"message too big: size", Reply::implied(552)),
        (b"message too big: read=", Reply::implied(552)),
        (b"no HELO/EHLO given", Reply::implied(503)),
        (b"syntactically invalid argument", Reply::implied(501)),
    ];
    if temporary {
        return Reply::implied(451);
    }
    let by_reason = BY_REASON.iter().find(|(start, _)| reason.starts_with(start));
    let by_command = || BY_COMMAND.iter().find(|(start, _)| words.starts_with(start));
    by_reason.or_else(by_command).map_or(const { Reply::implied(550) }, |&(_, reply)| reply)
}
