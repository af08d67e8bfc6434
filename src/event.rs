//! The vocabulary between parsing and counting: what one log line says happened.
//!
//! In: nothing, this module only defines. Out: [`Event`] and the enums of its fields. After this module no type
//! mentions an MTA. Field values and their rules are described for users in `docs/counting.md`.

use std::hash::{Hash, Hasher};

use crate::notice::Notice;
use crate::reply::{Enhanced, Reply};

/// Declares a field enum with the name each value has in reports (CSV, JSON, options).
macro_rules! field_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in declaration order: `ALL[v as usize] == v`.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The name used in reports and options.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value with that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.name() == name)
            }
        }
    };
}
pub(crate) use field_enum;

field_enum! {
    /// What sort of thing an event records.
    Kind {
        /// The final result of one delivery attempt for one recipient.
        Delivery = "delivery",
        /// A host-level reply before that result; another host is tried. Never added to deliveries.
        Attempt = "attempt",
        /// Our server refused a client.
        Reject = "reject",
        /// An authentication result.
        Auth = "auth",
        /// Address verification; no mail was sent.
        Probe = "probe",
    }
}

field_enum! {
    /// How it ended.
    Outcome {
        /// The next server, mailbox or program took the message.
        Delivered = "delivered",
        /// Not now; it stays in the queue.
        Deferred = "deferred",
        /// Given up; the sender is told.
        Bounced = "bounced",
        /// Given up after too long in the queue.
        Expired = "expired",
        /// Refused for good (5xx).
        Rejected = "rejected",
        /// Refused for now (4xx).
        TemporarilyRejected = "temporarily-rejected",
        /// Accepted and thrown away.
        Discarded = "discarded",
        /// Accepted and kept in the hold queue.
        Held = "held",
        /// The login was accepted.
        Authenticated = "authenticated",
        /// The login was refused.
        AuthenticationFailed = "authentication-failed",
        /// The probed address exists.
        Deliverable = "deliverable",
        /// The probed address does not exist, or cannot be verified.
        Undeliverable = "undeliverable",
    }
}

field_enum! {
    /// Where the reply code comes from.
    Origin {
        /// The digits stand in the line.
        Logged = "logged",
        /// The line says what happened, but not the digits.
        Implied = "implied",
        /// The line quotes an earlier reply; nothing was sent now.
        Repeated = "repeated",
        /// There was no reply.
        None = "none",
    }
}

field_enum! {
    /// The SMTP command (or moment) that the reply answers.
    Stage {
        /// The line does not say.
        Unknown = "unknown",
        /// The greeting, before any command.
        Connect = "connect",
        /// EHLO, HELO or LHLO.
        Helo = "helo",
        /// STARTTLS.
        StartTls = "starttls",
        /// AUTH.
        Auth = "auth",
        /// MAIL FROM.
        Mail = "mail",
        /// RCPT TO.
        Rcpt = "rcpt",
        /// The DATA command itself.
        Data = "data",
        /// The final dot, or the last BDAT chunk.
        EndOfData = "end-of-data",
        /// VRFY.
        Vrfy = "vrfy",
        /// EXPN.
        Expn = "expn",
        /// ETRN or ATRN.
        Etrn = "etrn",
        /// Any other command.
        Other = "other",
    }
}

field_enum! {
    /// Why there is no reply code ([`Origin::None`]).
    Silence {
        /// No reason found in the text.
        Unspecified = "no reply in the line",
        /// A local mailbox, program or alias took the message; no SMTP was spoken.
        Local = "local delivery",
        /// The TCP connection timed out.
        ConnectTimeout = "connection timed out",
        /// The TCP connection was refused.
        ConnectRefused = "connection refused",
        /// No route to the host or network.
        NoRoute = "no route to host",
        /// The peer closed the connection in mid-session.
        ConnectionLost = "connection lost",
        /// The peer stopped answering in mid-session.
        SessionTimeout = "session timed out",
        /// A DNS lookup failed.
        NameService = "name service error",
        /// The domain has no usable mail host (null MX, no MX, loops back).
        NoMailHost = "no mail host for the domain",
        /// The address cannot be routed, or the mailbox is unknown, by our own decision.
        UnknownAddress = "unknown address",
        /// The retry time has not come yet; no connection was tried.
        NotDue = "retry time not reached",
        /// Retrying went on for too long.
        RetryTimeout = "retry timeout exceeded",
        /// TLS is required and could not be had.
        Tls = "TLS problem",
        /// The message waited in the queue for too long.
        Expired = "expired in the queue",
        /// Thrown away on purpose.
        Discarded = "discarded",
        /// Held on purpose.
        Held = "held",
        /// A local mail loop, a broken transport, or another fault of our own system.
        LocalFault = "local fault",
    }
}

field_enum! {
    /// Sorts of durations that a delivery line may tell.
    Duration {
        /// From the arrival to the delivery (Postfix `delay=`, Exim `QT=`).
        Whole = "whole",
        /// Before the queue manager, the transfer of the message included (Postfix `delays=`, first).
        BeforeQueue = "before-queue",
        /// In the queue (second).
        InQueue = "in-queue",
        /// Setting up the connection, with DNS, greeting and TLS (third).
        Connection = "connection",
        /// Transmission of the message (fourth).
        Transmission = "transmission",
        /// All of the last try (Exim `DT=`).
        LastTry = "last-try",
    }
}

/// Durations in milliseconds, by [`Duration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durations([u32; Duration::ALL.len()]);

impl Durations {
    /// Stands for a duration that the line does not tell.
    const UNKNOWN: u32 = u32::MAX;
    /// None is known.
    pub const NONE: Self = Self([Self::UNKNOWN; Duration::ALL.len()]);

    /// Notes a duration; `None` leaves it unknown.
    pub fn set(&mut self, duration: Duration, milliseconds: Option<u32>) {
        self.0[duration as usize] = milliseconds.unwrap_or(Self::UNKNOWN);
    }

    /// Those that are known, in milliseconds.
    pub fn known(self) -> impl Iterator<Item = (Duration, u32)> {
        Duration::ALL.iter().copied().zip(self.0).filter(|&(_, milliseconds)| milliseconds != Self::UNKNOWN)
    }
}

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

/// A queue id: Postfix 5 to 21 characters, Exim 16 or 23. At most [`QueueId::MAX`] bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueueId {
    /// The characters, NULs behind them, and in the last byte their number.
    bytes: [u8; QueueId::MAX + 1],
}

impl QueueId {
    /// The longest queue id, in bytes.
    pub const MAX: usize = 23;

    /// The id with these characters, or `None` if it is empty or too long to be one.
    #[must_use]
    pub fn new(id: &[u8]) -> Option<Self> {
        if id.is_empty() || id.len() > Self::MAX {
            return None;
        }
        let mut bytes = [0; Self::MAX + 1];
        // Copies of known length are no calls: two that overlap will do for all but odd ids.
        match (id.first_chunk::<16>(), id.first_chunk::<8>(), id.last_chunk::<8>()) {
            (Some(head), _, Some(tail)) => {
                bytes[..16].copy_from_slice(head);
                bytes[id.len() - 8..id.len()].copy_from_slice(tail);
            }
            (None, Some(head), Some(tail)) => {
                bytes[..8].copy_from_slice(head);
                bytes[id.len() - 8..id.len()].copy_from_slice(tail);
            }
            _ => bytes[..id.len()].copy_from_slice(id),
        }
        bytes[Self::MAX] = u8::try_from(id.len()).ok()?;
        Some(Self { bytes })
    }

    /// The characters of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.bytes[Self::MAX])]
    }
}

impl Hash for QueueId {
    /// As three numbers: half the time of hashing the bytes, and this is done for every second line.
    fn hash<H: Hasher>(&self, state: &mut H) {
        for word in self.bytes.as_chunks::<8>().0 {
            state.write_u64(u64::from_ne_bytes(*word));
        }
    }
}

impl std::fmt::Debug for QueueId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", String::from_utf8_lossy(self.as_bytes()))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for &kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
        for &outcome in Outcome::ALL {
            assert_eq!(Outcome::from_name(outcome.name()), Some(outcome));
        }
        assert_eq!(Kind::from_name("deliveries"), None);
    }

    #[test]
    fn all_is_indexed_by_discriminant() {
        assert!(Stage::ALL.iter().enumerate().all(|(i, &s)| s as usize == i));
        assert!(Silence::ALL.iter().enumerate().all(|(i, &s)| s as usize == i));
    }

    #[test]
    fn queue_id_has_bounds() {
        assert!(QueueId::new(b"").is_none());
        assert!(QueueId::new(&[b'A'; 24]).is_none());
        assert_eq!(QueueId::new(b"10HmaX-000000005vi-0000").unwrap().as_bytes(), b"10HmaX-000000005vi-0000");
    }
}
