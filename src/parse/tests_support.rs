//! What parser tests share: a sink that remembers, and a one-line form that a reader can judge.

use crate::event::{Closing, Event, QueueId, Recognition, Sender, Sink};
use crate::reply::Reply;

/// Everything a parser said about a line, as short texts.
#[derive(Default)]
pub(crate) struct Collected(Vec<String>);

impl<'a> Sink<'a> for Collected {
    fn open(&mut self, queue_id: QueueId, sender: &'a [u8], size: u64) {
        self.0.push(format!("open {queue_id:?} <{}> {size}", text(sender)));
    }

    fn result(&mut self, queue_id: QueueId) {
        self.0.push(format!("result {queue_id:?}"));
    }

    fn close(&mut self, queue_id: QueueId, closing: Closing) {
        self.0.push(format!("close {queue_id:?} {closing:?}"));
    }

    fn event(&mut self, event: &Event<'a>) {
        self.0.push(show(event));
    }
}

/// `known` or `unknown` for a line that said nothing.
pub(crate) fn describe(sink: &Collected, recognition: Recognition) -> String {
    match recognition {
        Recognition::Unknown => "unknown".into(),
        Recognition::Known if sink.0.is_empty() => "known".into(),
        Recognition::Known => sink.0.join("; "),
    }
}

fn show(event: &Event<'_>) -> String {
    let mut parts = vec![event.kind.name().to_owned(), event.outcome.name().into(), event.origin.name().into()];
    parts.push(match event.reply {
        None => "-".into(),
        Some(Reply { code, enhanced: None }) => code.to_string(),
        Some(Reply { code, enhanced: Some(enhanced) }) => format!("{code} {enhanced}"),
    });
    if event.stage != crate::event::Stage::Unknown {
        parts.push(event.stage.name().into());
    }
    parts.extend(event.dsn.map(|dsn| format!("dsn={dsn}")));
    parts.extend(event.queue_id.map(|id| format!("id={id:?}")));
    match event.sender {
        Sender::Known(sender) => parts.push(format!("from=<{}>", text(sender))),
        Sender::ByQueueId => parts.push("from=queue".into()),
        Sender::Unknown => {}
    }
    parts.extend(event.recipient.map(|recipient| format!("to=<{}>", text(recipient))));
    if event.peer != crate::event::Peer::default() {
        parts.push(format!("peer={}[{}]", text(event.peer.host), text(event.peer.address)));
    }
    parts.extend(event.durations.known().map(|(duration, ms)| format!("{}={ms}", duration.name())));
    parts.extend(event.login.map(|login| format!("login={}", text(login))));
    if event.reply.is_none() {
        parts.push(format!("[{}]", event.silence.name()));
    }
    parts.join(" ")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
