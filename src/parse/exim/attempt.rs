//! Lines about one host of a delivery, without a flag: what it said before another host is tried.
//!
//! In: the fields and the words behind a message id. Out: an attempt, if the words tell of a reply or of a failed connection, else what they
//! note about the server.
//! Always true: such a line is never a delivery; its `==` or `**` line follows.

use super::delivery::explain;
use super::fields::{Fields, host};
use super::{quote, shapes, silence};
use crate::event::{Event, Kind, Origin, Outcome, Peer, QueueId, Sender, Sink, Stage};

/// `1jmH1s-000AVD-5t H=mx.b.test [1.1.1.1]: SMTP error from remote mail server after initial connection: 421 busy`
/// `1jmH1s-000AVD-5t H=mx.b.test [1.1.1.1] Connection timed out`
/// `1jmH1s-000AVD-5t SMTP error from remote mail server after initial connection: host mx.b.test [1.1.1.1]: 421 busy`
pub(super) fn read<'a>(id: QueueId, peer: Option<Peer<'a>>, text: &'a [u8], sink: &mut impl Sink<'a>) {
    if !silence::is_host_fault(text, peer.is_some()) {
        return shapes::read_words(text, sink);
    }
    let mut event = attempt(id, Outcome::Deferred, peer);
    explain(&mut event, text);
    sink.event(&event);
}

/// `1jmH1s-000AVD-5t mx.b.test [1.1.1.1] Operation timed out`: before Exim 4.85 there was no `H=`.
pub(super) fn read_old<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    match quote::addressed_host(text) {
        Some((peer, rest)) => read(id, Some(peer), Fields::default().read(rest).text(), sink),
        None => read(id, None, text, sink),
    }
}

/// `1jmH1s-000AVD-5t plain authenticator failed H=mx.b.test [1.1.1.1] 535 5.7.8 authentication failed`
///
/// In: what stands behind `failed H=`.
pub(super) fn login_failed<'a>(id: QueueId, text: &'a [u8], sink: &mut impl Sink<'a>) {
    let (peer, rest) = host(text);
    let text = Fields::default().read(rest).text();
    let mut event = attempt(id, Outcome::AuthenticationFailed, Some(peer));
    event.stage = Stage::Auth;
    event.text = text;
    if let Some(reply) = quote::reply(text) {
        event.set_reply(reply, Origin::Logged);
    }
    sink.event(&event);
}

fn attempt(id: QueueId, outcome: Outcome, peer: Option<Peer<'_>>) -> Event<'_> {
    let mut event = Event::new(Kind::Attempt, outcome);
    event.queue_id = Some(id);
    event.sender = Sender::ByQueueId;
    event.peer = peer.unwrap_or_default();
    event
}
