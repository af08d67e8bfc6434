//! Every known shape of a line, beside what it says.

use super::*;
use crate::event::{Event, Sender};

/// Writes down what a line says, one operation per entry.
#[derive(Default)]
struct Notes(Vec<String>);

impl<'a> Sink<'a> for Notes {
    fn open(&mut self, _: QueueId, sender: &'a [u8]) {
        self.0.push(format!("open <{}>", show(sender)));
    }

    fn result(&mut self, _: QueueId) {
        self.0.push("result".into());
    }

    fn close(&mut self, _: QueueId, closing: Closing) {
        self.0.push(format!("close {closing:?}"));
    }

    fn event(&mut self, event: &Event<'a>) {
        let mut note = format!("{} {}", event.kind.name(), event.outcome.name());
        match event.reply {
            Some(reply) => note += &format!(" {} {}", event.origin.name(), reply.code),
            None => note += &format!(" ({})", event.silence.name()),
        }
        if let Some(enhanced) = event.reply.and_then(|reply| reply.enhanced) {
            note += &format!(" {enhanced}");
        }
        note += &format!(" {}", event.stage.name());
        match event.sender {
            Sender::Known(sender) => note += &format!(" F=<{}>", show(sender)),
            Sender::ByQueueId => note += " F=id",
            Sender::Unknown => {}
        }
        note += &event.recipient.map_or(String::new(), |to| format!(" to <{}>", show(to)));
        if !(event.peer.host.is_empty() && event.peer.address.is_empty()) {
            note += &format!(" H={} [{}]", show(event.peer.host), show(event.peer.address));
        }
        note += &event.login.map_or(String::new(), |login| format!(" login {}", show(login)));
        self.0.push(note);
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
