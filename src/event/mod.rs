//! The vocabulary between parsing and counting: what one log line says happened.
//!
//! In: nothing, this module only defines. Out: [`Event`] and the enums of its fields. After this module no type
//! mentions an MTA. Field values and their rules are described for users in `docs/counting.md`.

mod duration;
mod fields;
mod queue_id;

use crate::notice::Notice;
use crate::reply::{Enhanced, Reply};
pub use duration::{Duration, Durations};
pub(crate) use fields::field_enum;
pub use fields::{Kind, Origin, Outcome, Silence, Stage};
pub use queue_id::QueueId;

/// Whose mail it was, as far as the line itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender<'a> {
    /// The envelope sender stands in the line; empty is the null sender `<>`.
    Known(&'a [u8]),
    /// Look it up by the event's queue id.
    ByQueueId,
    /// The line neither names it nor can it be looked up.
    Unknown,
}

/// The other end of the connection. Both parts may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Peer<'a> {
    /// Host name as logged (`unknown` and the like included).
    pub host: &'a [u8],
    /// IP address or socket path as logged, without brackets and port.
    pub address: &'a [u8],
}

/// What one log line says happened. Borrowed from the line.
///
/// Time, host and repeat count belong to the line ([`crate::line::Line`]) and travel beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// What sort of thing.
    pub kind: Kind,
    /// How it ended.
    pub outcome: Outcome,
    /// Where `reply` comes from.
    pub origin: Origin,
    /// The SMTP stage.
    pub stage: Stage,
    /// Reply code and enhanced status code; `None` exactly when `origin` is [`Origin::None`].
    pub reply: Option<Reply>,
    /// Why there is no reply; meaningful when `reply` is `None`.
    pub silence: Silence,
    /// The MTA's own verdict (Postfix `dsn=`), not the reply's enhanced code.
    pub dsn: Option<Enhanced>,
    /// The queue id, where the line has one.
    pub queue_id: Option<QueueId>,
    /// Envelope sender.
    pub sender: Sender<'a>,
    /// Envelope recipient as logged, without angle brackets.
    pub recipient: Option<&'a [u8]>,
    /// The recipient before aliasing and forwarding, where the line has it beside the one it became (Postfix `orig_to=`).
    pub original_recipient: Option<&'a [u8]>,
    /// The server we talked to (deliveries, attempts, probes) or the client that talked to us (rejects, auth).
    pub peer: Peer<'a>,
    /// How long it took (deliveries).
    pub durations: Durations,
    /// What carried it (deliveries): Exim's transport. Postfix says it in the line's tag.
    pub transport: &'a [u8],
    /// It went with the copy of a recipient before it (Exim `->`).
    pub shares_copy: bool,
    /// The login name (auth events).
    pub login: Option<&'a [u8]>,
    /// The reply as logged, from its code on, or the reason text where there is no reply. Line breaks are still in the
    /// MTA's own form: [`crate::reply::joined`] makes one line of it.
    pub text: &'a [u8],
}

impl Event<'_> {
    /// An event without reply, queue id, peer and text; parsers fill in what the line has.
    #[must_use]
    pub fn new(kind: Kind, outcome: Outcome) -> Self {
        Self {
            kind,
            outcome,
            origin: Origin::None,
            stage: Stage::Unknown,
            reply: None,
            silence: Silence::Unspecified,
            dsn: None,
            queue_id: None,
            sender: Sender::Unknown,
            recipient: None,
            original_recipient: None,
            peer: Peer::default(),
            durations: Durations::NONE,
            transport: b"",
            shares_copy: false,
            login: None,
            text: b"",
        }
    }

    /// Sets reply and origin together.
    pub fn set_reply(&mut self, reply: Reply, origin: Origin) {
        self.reply = Some(reply);
        self.origin = origin;
    }
}

/// How a message left the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closing {
    /// The MTA took it out of the queue; nothing is said about delivery (Postfix `removed`).
    Removed,
    /// The MTA says that it dealt with every recipient (Exim `Completed`). Without any result line before it, the mail
    /// vanished.
    Completed,
}

/// Receives what a parser finds in one line: operations on the queue and events, in the line's order.
pub trait Sink<'a> {
    /// A message entered the queue (or is active again) with this sender (empty is `<>`) and so many bytes (0 if the line does
    /// not say).
    fn open(&mut self, queue_id: QueueId, sender: &'a [u8], size: u64);
    /// A result line was seen for this message (delivered, bounced or discarded: not deferred). Called beside `event`, by MTAs
    /// that close with [`Closing::Completed`].
    fn result(&mut self, queue_id: QueueId);
    /// The message left the queue.
    fn close(&mut self, queue_id: QueueId, closing: Closing);
    /// Something to count.
    fn event(&mut self, event: &Event<'a>);
    /// Whether the sink takes [`Sink::arrival`]s.
    fn wants_arrivals(&self) -> bool {
        false
    }
    /// A message of so many bytes came in from this host (empty is our own). Called beside `open`, by MTAs whose line names it.
    fn arrival(&mut self, _: Peer<'a>, _: &'a [u8], _: u64) {}
    /// Something about the server itself, beside mail. A sink that only wants events need not take it.
    fn notice(&mut self, _: Notice<'a>) {}
}

/// What a parser made of a line of its MTA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognition {
    /// The shape is known; the sink got whatever it holds.
    Known,
    /// The shape is not known; the sink got nothing.
    Unknown,
}
