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
    let of_shape = |shape: usize| summary.shapes()[shape].reply;
    let cases: Vec<_> = summary.cases().collect();
    let reply = |case: usize| (of_shape(cases[case].shape), cases[case].reason);
    let senders: Vec<_> = summary.sender_names().collect();
    let domains: Vec<_> = summary.recipient_domain_names().collect();
    let relays: Vec<_> = summary.relay_names().collect();
    let mut all: Vec<String> =
        summary.senders().map(|(s, a, t)| format!("{:?} {:?} {t:?}", reply(s), a.map(|a| senders[a]))).collect();
    all.extend(summary.recipient_domains().map(|(s, d, n)| format!("{:?} {:?} {n}", reply(s), domains[d])));
    all.extend(summary.relays().map(|(s, r, n)| format!("{:?} {:?} {n}", reply(s), relays[r])));
    all.extend(summary.hours().map(|(s, hour, n)| format!("{:?} {hour:?} {n}", of_shape(s))));
    all.extend((0..cases.len()).map(|s| format!("{:?} {:?}", reply(s), summary.example(s))));
    all.sort();
    all
}

#[test]
fn merging_commutes_and_has_an_identity() {
    let a = summary(&[(b"550 5.1.1 b", b"a@x", 10), (b"550 5.1.1 a", b"", 10), (b"451 x", b"?", 7200)]);
    let b = summary(&[(b"550 5.1.1 c", b"", 3), (b"421 y", b"a@x", 9), (b"451 x", b"?", 1)]);
    let (mut ab, mut ba) = (a.clone(), b.clone());
    ab.absorb(b);
    ba.absorb(a);
    assert_eq!(counts(&ab), counts(&ba));
    let mut with_nothing = Summary::default();
    with_nothing.absorb(ab.clone());
    assert_eq!(counts(&with_nothing), counts(&ab));
}

#[test]
fn unknown_is_not_the_null_sender() {
    let summary = summary(&[(b"550 x", b"", 1), (b"550 x", b"?", 1), (b"550 x", b"?", 5)]);
    let names: Vec<_> = summary.sender_names().collect();
    let mut senders: Vec<_> = summary.senders().map(|(_, id, tally)| (id.map(|id| names[id]), tally.count)).collect();
    senders.sort_unstable();
    assert_eq!(senders, [(None, 2), (Some(&b""[..]), 1)]);
}

#[test]
fn the_earliest_example_is_kept() {
    let summary = summary(&[(b"550 at 3333", b"", 9), (b"550 at 2222", b"", 1), (b"550 at 1111", b"", 1)]);
    assert_eq!(&*summary.example(0).unwrap().text, b"550 at 1111");
}

#[test]
fn long_keys_are_cut() {
    let mut summary = Summary::default();
    let id = summary.sender(&[b'a'; 5000]);
    assert_eq!(summary.address(id).unwrap().len(), MAX_KEY);
}
