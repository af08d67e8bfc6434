//! What was pasted: a log line, a piece of one, or a bare reply.
//!
//! In: text as a person selects it. Out: the reply, who gave it, and its words. A whole log line is read by the parsers that
//! read logs, so that both mean the same.

use std::sync::LazyLock;

use regex::Regex;

use crate::catalog::Side;
use crate::event::{Closing, Event, QueueId, Silence, Sink};
use crate::line;
use crate::parse;
use crate::reply::Reply;

/// A reply and what is known beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pasted {
    pub(super) reply: Option<Reply>,
    pub(super) silence: Silence,
    pub(super) side: Side,
    pub(super) host: String,
    pub(super) text: String,
}

/// Reads what was pasted; without any code in it, all of it is taken for a text.
pub(super) fn read(text: &str) -> Pasted {
    log_line(text).or_else(|| piece(text)).unwrap_or_else(|| bare(text))
}

/// The last event of a log line.
fn log_line(text: &str) -> Option<Pasted> {
    struct Last(Option<Pasted>);
    impl<'a> Sink<'a> for Last {
        fn open(&mut self, _: QueueId, _: &'a [u8], _: u64) {}
        fn result(&mut self, _: QueueId) {}
        fn close(&mut self, _: QueueId, _: Closing) {}
        fn event(&mut self, event: &Event<'a>) {
            self.0 = Some(Pasted {
                reply: event.reply,
                silence: event.silence,
                side: Side::of(event.kind),
                host: String::from_utf8_lossy(event.peer.host).into_owned(),
                text: String::from_utf8_lossy(event.text).into_owned(),
            });
        }
    }
    let mut scratch = Vec::new();
    let line = line::parse(text.as_bytes(), &mut scratch)?;
    let mut last = Last(None);
    parse::parse(&line, None, &mut last);
    last.0
}

/// A reply within a line: `host mx.example.net[192.0.2.1] said: 550 …`, `reject: RCPT from …: 554 …`.
fn piece(text: &str) -> Option<Pasted> {
    static REPLY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)(?:said: |: |\(|^)([2-5]\d\d[ -].*?)(?: \(in reply to [^)]*\)\)?|; from=<.*)?$")
            .expect("a constant expression")
    });
    static HOST: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:host |H=|relay=)([^\s\[,]+)").expect("a constant expression"));
    let reply = REPLY.captures(text)?.get(1)?;
    let before = &text[..reply.start()];
    let is_ours = before.contains("reject: ") || before.contains("rejected ");
    let host = HOST.captures(before).map(|found| found[1].to_owned());
    Some(Pasted {
        side: if is_ours { Side::Ours } else { Side::Theirs },
        host: host.unwrap_or_default(),
        ..bare(reply.as_str())
    })
}

fn bare(text: &str) -> Pasted {
    let text = text.trim();
    let reply = Reply::parse_line(text.as_bytes());
    Pasted { reply, silence: Silence::Unspecified, side: Side::Theirs, host: String::new(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_found_wherever_it_was_cut_out() {
        let lines = [
            "Nov 22 03:04:05 mx postfix/smtp[1]: 4A1B2C3D4E: to=<u@example.com>, relay=aspmx.l.google.com[192.0.2.9]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host aspmx.l.google.com[192.0.2.9] said: 550-5.1.1 The email account does not exist (in reply to RCPT TO command))",
            "host aspmx.l.google.com[192.0.2.9] said: 550-5.1.1 The email account does not exist (in reply to RCPT TO command)",
            "550-5.1.1 The email account does not exist",
        ];
        for (line, host) in lines.iter().zip(["aspmx.l.google.com", "aspmx.l.google.com", ""]) {
            let found = read(line);
            assert_eq!(found.reply, Reply::parse_line(b"550 5.1.1 x"), "{line}");
            assert_eq!((found.host.as_str(), found.side), (host, Side::Theirs), "{line}");
            assert_eq!(found.text, "550-5.1.1 The email account does not exist", "{line}");
        }
    }

    #[test]
    fn our_own_refusals_are_told_from_those_of_others() {
        let line = "NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 <u@example.net>: Relay access denied; from=<a@example.com> to=<u@example.net> proto=ESMTP helo=<x>";
        let found = read(line);
        assert_eq!((found.side, found.text.as_str()), (Side::Ours, "554 5.7.1 <u@example.net>: Relay access denied"));
    }
}
