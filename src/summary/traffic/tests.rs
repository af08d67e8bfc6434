use super::*;
use crate::event::{Event, Outcome};

fn delivery(recipient: &'static [u8]) -> Event<'static> {
    let mut event = Event::new(Kind::Delivery, Outcome::Delivered);
    event.recipient = Some(recipient);
    event.peer.host = b"mx.example.org";
    event.transport = b"remote_smtp";
    event
}

#[test]
fn recipients_of_one_copy_share_its_bytes() {
    let mut traffic = Traffic::default();
    let first = delivery(b"Ann@Example.org");
    let second = Event { shares_copy: true, ..delivery(b"Ann@example.ORG") };
    for event in [&first, &second] {
        traffic.add(event, None, 1);
        traffic.weigh(event, 1000, 1);
    }
    let wanted = Parcels { addresses: 2, messages: 1, weighed: 2, bytes: 2000, message_bytes: 1000 };
    assert_eq!(traffic.total(), wanted);
    assert_eq!(traffic.recipients().rows, [(&b"Ann@example.org"[..], &wanted)]);
    assert_eq!(traffic.transports().rows, [(&b"remote_smtp"[..], &wanted)]);
}

#[test]
fn what_is_handed_on_is_not_delivered_yet() {
    let mut traffic = Traffic::default();
    let event = Event { text: b"forwarded as 1A2B3C4D5E", ..delivery(b"list@example.org") };
    traffic.add(&event, Some(Time::from_seconds(7200)), 3);
    traffic.weigh(&event, 1000, 3);
    assert_eq!((traffic.forwarded(), traffic.total()), (3, Parcels::default()));
    let hour = HourTraffic { forwarded: 3, ..HourTraffic::default() };
    assert_eq!(traffic.hours().collect::<Vec<_>>(), [(2, hour)]);
    // A server's answer may begin with the same words.
    let answered = Event { reply: crate::reply::Reply::parse_line(b"250 ok"), ..event };
    traffic.add(&answered, None, 1);
    assert_eq!(traffic.forwarded(), 3);
}

#[test]
fn a_message_that_began_earlier_is_taken_back_where_it_was_counted() {
    let mut traffic = Traffic::default();
    traffic.receive(hour(Some(Time::from_seconds(3600))), 2);
    traffic.receive(1, -2);
    traffic.receive(hour(None), 1);
    assert_eq!(traffic.hours().count(), 0);
}

#[test]
fn reasons_are_kept_apart_by_what_where_and_why() {
    let mut traffic = Traffic::default();
    let mut deferred = Event::new(Kind::Delivery, Outcome::Deferred);
    deferred.transport = b"smtp x";
    for text in [&b"450 4.2.0 busy 17"[..], b"450 4.2.0 busy 18"] {
        traffic.add(&Event { text, ..deferred.clone() }, None, 1);
    }
    let list = traffic.reasons();
    let keys: Vec<_> = list.rows.iter().map(|(key, n)| (ReasonKey::read(key), **n)).collect();
    let template = &b"450 4.2.0 busy {n}"[..];
    assert_eq!(keys, [(ReasonKey { detail: Detail::Deferral, place: b"smtpx", template }, 2)]);
}

#[test]
fn too_many_names_are_counted_and_estimated() {
    let mut traffic = Traffic::default();
    let n = 3 * MAX_TRANSPORTS;
    for at in 0..n {
        let transport = format!("transport{at}");
        traffic.add(&Event { transport: transport.as_bytes(), ..delivery(b"a@b.test") }, None, 1);
    }
    traffic.settle();
    let transports = traffic.transports();
    assert_eq!(transports.rows.len(), MAX_TRANSPORTS);
    assert_eq!(transports.rows.len() as u64 + transports.dropped, n as u64);
    let (estimate, is_exact) = transports.distinct;
    assert!(!is_exact && estimate.abs_diff(n as u64) < n as u64 / 8, "{estimate}");
}
