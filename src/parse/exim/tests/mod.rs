//! Every known shape of a line, beside what it says.

mod incoming;
mod outgoing;

use super::*;
use crate::event::{Event, Peer, Sender};

/// Writes down what a line says, one operation per entry.
#[derive(Default)]
struct Notes(Vec<String>);

impl<'a> Sink<'a> for Notes {
    fn open(&mut self, _: QueueId, sender: &'a [u8], size: u64) {
        self.0.push(format!("open <{}> {size}", show(sender)));
    }

    fn result(&mut self, _: QueueId) {
        self.0.push("result".into());
    }

    fn close(&mut self, _: QueueId, closing: Closing) {
        self.0.push(format!("close {closing:?}"));
    }

    fn event(&mut self, event: &Event<'a>) {
        let mut note = vec![event.kind.name().to_owned(), event.outcome.name().to_owned()];
        match event.reply {
            Some(reply) => note.push(format!("{} {}", event.origin.name(), reply.code)),
            None => note.push(format!("({})", event.silence.name())),
        }
        note.extend(event.reply.and_then(|reply| reply.enhanced).map(|enhanced| enhanced.to_string()));
        note.push(event.stage.name().to_owned());
        match event.sender {
            Sender::Known(sender) => note.push(format!("F=<{}>", show(sender))),
            Sender::ByQueueId => note.push("F=id".to_owned()),
            Sender::Unknown => {}
        }
        note.extend(event.recipient.map(|to| format!("to <{}>", show(to))));
        if event.peer != Peer::default() {
            note.push(format!("H={} [{}]", show(event.peer.host), show(event.peer.address)));
        }
        note.extend(event.login.map(|login| format!("login {}", show(login))));
        self.0.push(note.join(" "));
    }
}

fn show(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn read(message: &str) -> String {
    let mut notes = Notes::default();
    match parse(message.as_bytes(), &mut notes) {
        Recognition::Known => notes.0.join("; "),
        Recognition::Unknown => "unknown".into(),
    }
}

/// Reads each line with an id in front and compares.
fn check_with_id(cases: &[(&str, &str)]) {
    for id in ["1jmH1s-000AVD-5t", "10HmaX-000000005vi-0000"] {
        for (text, want) in cases {
            assert_eq!(read(&format!("{id} {text}")), *want, "{text}");
        }
    }
}

fn check(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(read(text), *want, "{text}");
    }
}
