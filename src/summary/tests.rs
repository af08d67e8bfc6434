use super::*;
use crate::event::{Origin, Outcome};
use crate::reply::Reply;

fn event(text: &'static [u8], recipient: &'static [u8]) -> Event<'static> {
    let mut event = Event::new(Kind::Delivery, Outcome::Bounced);
    event.set_reply(Reply::parse_line(text).unwrap(), Origin::Logged);
    event.recipient = Some(recipient);
    event.peer.host = b"mx.example.org";
    event.text = text;
    event
}

fn summary(events: &[(&'static [u8], &[u8], i64)]) -> Summary {
    let mut summary = Summary::default();
    for &(text, sender, at) in events {
        let sender = if sender == b"?" { SenderId::UNKNOWN } else { summary.sender(sender) };
        summary.add(&event(text, b"x@Example.org"), sender, Some(Time::from_seconds(at)), 1);
    }
    summary
}

/// All counts in a fixed order.
fn counts(summary: &Summary) -> Vec<String> {
    let mut all: Vec<String> = summary.senders().map(|(s, a, t)| format!("{:?} {a:?} {t:?}", s.reply)).collect();
    all.extend(summary.recipient_domains().map(|(s, d, n)| format!("{:?} {d:?} {n}", s.reply)));
    all.extend(summary.relays().map(|(s, d, n)| format!("{:?} {d:?} {n}", s.reply)));
    all.extend(summary.hours().map(|(s, d, n)| format!("{:?} {d:?} {n}", s.reply)));
    all.extend(summary.examples().map(|(s, e)| format!("{:?} {e:?}", s.reply)));
    all.sort();
    all
}

#[test]
fn merging_commutes_and_has_an_identity() {
    let a = summary(&[(b"550 5.1.1 b", b"a@x", 10), (b"550 5.1.1 a", b"", 10), (b"451 x", b"?", 7200)]);
    let b = summary(&[(b"550 5.1.1 c", b"", 3), (b"421 y", b"a@x", 9), (b"451 x", b"?", 1)]);
    let (mut ab, mut ba) = (a.clone(), b.clone());
    ab.absorb(&b);
    ba.absorb(&a);
    assert_eq!(counts(&ab), counts(&ba));
    let mut with_nothing = Summary::default();
    with_nothing.absorb(&ab);
    assert_eq!(counts(&with_nothing), counts(&ab));
}

#[test]
fn unknown_is_not_the_null_sender() {
    let summary = summary(&[(b"550 x", b"", 1), (b"550 x", b"?", 1), (b"550 x", b"?", 5)]);
    let mut senders: Vec<_> = summary.senders().map(|(_, sender, tally)| (sender, tally.count)).collect();
    senders.sort_unstable();
    assert_eq!(senders, [(None, 2), (Some(&b""[..]), 1)]);
}

#[test]
fn the_earliest_example_is_kept() {
    let summary = summary(&[(b"550 later", b"", 9), (b"550 second", b"", 1), (b"550 first", b"", 1)]);
    let examples: Vec<_> = summary.examples().map(|(_, example)| &*example.text).collect();
    assert_eq!(examples, [b"550 first"]);
}

#[test]
fn long_keys_are_cut() {
    let mut summary = Summary::default();
    let id = summary.sender(&[b'a'; 5000]);
    assert_eq!(summary.address(id).unwrap().len(), MAX_KEY);
}
