//! Why something went wrong, kept apart by what became of it and where that was.

use crate::event::{Event, Kind, Outcome, field_enum};
use crate::{reply, template};

/// Stands between where and why; a template begins without a blank behind it.
const SEPARATOR: u8 = b' ';
/// Names are cut to this length.
const MAX_PLACE: usize = 255;

field_enum! {
    /// What went wrong.
    Detail {
        /// A delivery was put off; by transport.
        Deferral = "deferral",
        /// It was given up; by relay.
        Bounce = "bounce",
        /// It was given up after too long in the queue; by relay.
        Expiry = "expiry",
        /// A client was refused for good; by stage.
        Rejection = "rejection",
        /// A client was refused for now; by stage.
        TemporaryRejection = "temporary-rejection",
        /// A message was kept in the hold queue; by stage.
        Hold = "hold",
        /// A message was thrown away; by stage.
        Discard = "discard",
        /// Another host was tried; by host.
        Attempt = "attempt",
    }
}

impl Detail {
    /// What went wrong in an event; `None` if nothing did, or if it is about a login or an address.
    pub(super) fn of(event: &Event<'_>) -> Option<Self> {
        match (event.kind, event.outcome) {
            (Kind::Attempt, _) => Some(Self::Attempt),
            (Kind::Delivery, Outcome::Deferred) => Some(Self::Deferral),
            (Kind::Delivery, Outcome::Bounced) => Some(Self::Bounce),
            (Kind::Delivery, Outcome::Expired) => Some(Self::Expiry),
            (Kind::Reject, Outcome::Rejected) => Some(Self::Rejection),
            (Kind::Reject, Outcome::TemporarilyRejected) => Some(Self::TemporaryRejection),
            (Kind::Reject, Outcome::Held) => Some(Self::Hold),
            (Kind::Reject | Kind::Delivery, Outcome::Discarded) => Some(Self::Discard),
            _ => None,
        }
    }

    /// The part of the event that it is kept apart by.
    fn place<'a>(self, event: &Event<'a>) -> &'a [u8] {
        match self {
            Self::Deferral => event.transport,
            Self::Bounce | Self::Expiry | Self::Attempt => event.peer.host,
            Self::Rejection | Self::TemporaryRejection | Self::Hold | Self::Discard => event.stage.name().as_bytes(),
        }
    }
}

/// What makes events one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReasonKey<'a> {
    /// What went wrong.
    pub detail: Detail,
    /// Where: [`Detail`] says what that is.
    pub place: &'a [u8],
    /// The text, variable parts masked.
    pub template: &'a [u8],
}

/// Writes the key of an event in place of what `key` holds.
pub(super) fn write_key(detail: Detail, event: &Event<'_>, key: &mut Vec<u8>) {
    key.clear();
    key.push(detail as u8);
    key.extend(detail.place(event).iter().take(MAX_PLACE).filter(|&&b| b != SEPARATOR));
    key.push(SEPARATOR);
    template::write(&reply::joined(event.text), key);
}

impl<'a> ReasonKey<'a> {
    /// Reads a key of [`Traffic::reasons`](super::Traffic::reasons).
    #[must_use]
    pub fn read(key: &'a [u8]) -> Self {
        let (detail, rest) = key.split_first().unwrap_or((&0, b""));
        let end = memchr::memchr(SEPARATOR, rest).unwrap_or(rest.len());
        let detail = Detail::ALL[usize::from(*detail).min(Detail::ALL.len() - 1)];
        Self { detail, place: &rest[..end], template: rest.get(end + 1..).unwrap_or_default() }
    }
}
