//! What our server refused: `rejected …`, `sender verify fail …`, `discarded by …`.
//!
//! In: the fields of the client and the words behind them. Out: reject events, and a probe where the words quote the server that
//! a callout asked. Always true: the code is the one that the client got, as far as the line tells; the code of a callout is
//! never taken for it.

use super::fields::Fields;
use super::quote;
use super::target::{Target, implied, own_reply};
use crate::event::{Event, Kind, Origin, Outcome, Peer, QueueId, Sender, Silence, Sink, Stage};
use crate::near;

/// Reads a line about a client; `false` if it is none of these.
pub(super) fn read<'a>(id: Option<QueueId>, fields: &Fields<'a>, words: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    let client = Client { id, fields };
    if let Some(words) = words.strip_prefix(b"rejected ") {
        client.rejected(words, false, sink);
    } else if let Some(words) = words.strip_prefix(b"temporarily rejected ") {
        client.rejected(words, true, sink);
    } else if let Some(words) = words.strip_prefix(b"sender verify ") {
        client.verified(words, sink);
    } else if let Some(words) = words.strip_prefix(b"dropped by ") {
        client.dropped(words, sink);
    } else {
        return client.discarded(words, sink);
    }
    true
}

/// The client that the line begins with.
struct Client<'f, 'a> {
    id: Option<QueueId>,
    fields: &'f Fields<'a>,
}

impl<'a> Client<'_, 'a> {
    /// `H=(x) [1.1.1.1] F=<a@b> rejected RCPT <c@d>: 550 5.1.1 Unknown user`
    /// `1jmH1s-000AVD-5t H=(x) [1.1.1.1] F=<a@b> temporarily rejected after DATA: Greylisted`
    /// `rejected MAIL FROM:<a@b> H=(x) [1.1.1.1]: message too big: size=1000000000 max=100`
    fn rejected(&self, words: &'a [u8], temporary: bool, sink: &mut impl Sink<'a>) {
        let target = Target::of(words);
        if target.text.starts_with(b"discarded by ") {
            return self.discard(&target, sink);
        }
        let mut event = self.event(Kind::Reject, Outcome::Rejected, &target);
        event.text = target.text;
        match own_reply(&target, temporary) {
            Some(reply) => event.set_reply(reply, Origin::Logged),
            None if self.is_without_smtp(words) => {}
            None => event.set_reply(implied(words, target.text, temporary), Origin::Implied),
        }
        if temporary || event.reply.is_some_and(|reply| reply.code.class() == 4) {
            event.outcome = Outcome::TemporarilyRejected;
        }
        sink.event(&event);
        if event.origin != Origin::Logged {
            self.probe(&target, self.sender(&target), sink);
        }
    }

    /// `H=(x) [1.1.1.1] sender verify fail for <a@b>: mx.b [2.2.2.2] : SMTP error from remote mail server after RCPT TO:<a@b>:
    /// 550 Unknown user`
    fn verified(&self, words: &'a [u8], sink: &mut impl Sink<'a>) {
        if let Some(at) = near::find_text(words, b" for <") {
            self.probe(&Target::addressed(&words[at + 5..], Stage::Unknown), Sender::Unknown, sink);
        }
    }

    /// `H=[1.1.1.1]:62839 dropped by 'connect' ACL: Country is banned`: TLS from the start, so no reply could be sent
    fn dropped(&self, words: &'a [u8], sink: &mut impl Sink<'a>) {
        let target = Target::worded(words, Stage::Connect);
        let mut event = self.event(Kind::Reject, Outcome::Rejected, &target);
        event.text = target.text;
        sink.event(&event);
    }

    /// `H=(x) [1.1.1.1] F=<a@b> RCPT <c@d>: discarded by RCPT ACL: junk`
    fn discarded(&self, words: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
        const STARTS: [&[u8]; 4] = [b"RCPT ", b"MAIL ", b"DATA", b"after DATA"];
        if !STARTS.iter().any(|start| words.starts_with(start)) {
            return false;
        }
        let target = Target::of(words);
        let discarded = target.text.starts_with(b"discarded by ");
        if discarded {
            self.discard(&target, sink);
        }
        discarded
    }

    fn discard(&self, target: &Target<'a>, sink: &mut impl Sink<'a>) {
        let mut event = self.event(Kind::Reject, Outcome::Discarded, target);
        event.silence = Silence::Discarded;
        event.text = target.text;
        if let Some(id) = self.id {
            sink.result(id);
        }
        sink.event(&event);
    }

    /// The reply of the server that a callout asked, if the text quotes one.
    fn probe(&self, target: &Target<'a>, sender: Sender<'a>, sink: &mut impl Sink<'a>) {
        let Some(quote) = quote::callout(target.text) else { return };
        let mut event = self.event(Kind::Probe, Outcome::Undeliverable, target);
        event.sender = sender;
        event.peer = Peer::default();
        quote.fill(&mut event);
        sink.event(&event);
    }

    fn event(&self, kind: Kind, outcome: Outcome, target: &Target<'a>) -> Event<'a> {
        let mut event = Event::new(kind, outcome);
        event.stage = target.stage;
        event.queue_id = self.id;
        event.sender = self.sender(target);
        event.recipient = target.recipient;
        event.peer = self.fields.peer.or(target.peer).unwrap_or_default();
        event
    }

    fn sender(&self, target: &Target<'a>) -> Sender<'a> {
        self.fields.sender.or(target.sender).map_or(Sender::Unknown, Sender::Known)
    }

    /// Whether the message came from a local program without SMTP, so that no reply was sent.
    fn is_without_smtp(&self, words: &[u8]) -> bool {
        words.starts_with(b"by non-SMTP ACL")
            || (self.fields.protocol == b"local" && words.starts_with(b"by local_scan"))
    }
}
