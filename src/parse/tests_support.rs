//! What parser tests share: a sink that remembers, and a one-line form that a reader can judge.

use crate::event::{Closing, Event, QueueId, Recognition, Sender, Sink};
use crate::notice::{Carriage, Notice, Signal};
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

/// What a parser noted beside events, as short texts.
#[derive(Default)]
pub(crate) struct Noted(Vec<String>);

impl<'a> Sink<'a> for Noted {
    fn open(&mut self, _: QueueId, _: &'a [u8], _: u64) {}
    fn result(&mut self, _: QueueId) {}
    fn close(&mut self, _: QueueId, _: Closing) {}
    fn event(&mut self, _: &Event<'a>) {}
    fn notice(&mut self, notice: Notice<'a>) {
        self.0.push(show_notice(notice));
    }
}

impl Noted {
    /// All of them, or `nothing`.
    pub(crate) fn describe(&self) -> String {
        if self.0.is_empty() { "nothing".into() } else { self.0.join("; ") }
    }
}

fn show_notice(notice: Notice<'_>) -> String {
    let signal = |signal: Signal| format!("{} {}", signal.area().name(), signal.name());
    match notice {
        Notice::Signal(of) => signal(of),
        Notice::Tls { direction, trust, version } => {
            format!("session {} {} {}", direction.name(), trust.name(), version.name())
        }
        Notice::Carried { direction, carriage: Carriage::Plain } => format!("carried {} plain", direction.name()),
        Notice::Carried { direction, carriage: Carriage::Encrypted { version, is_verified } } => {
            let verified = if is_verified { " verified" } else { "" };
            format!("carried {} {}{verified}", direction.name(), version.name())
        }
        Notice::Broken { how, stage } => format!("{} {}", how.name(), stage.name()),
        Notice::Rank(rank) => format!("rank {rank}"),
        Notice::Listed(list) => format!("listed {}", text(list)),
        Notice::Peak { peak, value, seconds, client } => {
            format!("peak {} {value}/{seconds} {}", peak.name(), text(client))
        }
        Notice::Complaint { severity, text: said, signal: of } => {
            let beside = of.map_or(String::new(), |of| format!(" ({})", signal(of)));
            format!("{}{beside}: {}", severity.name(), text(said))
        }
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
