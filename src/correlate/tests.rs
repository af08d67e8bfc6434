use super::*;
use crate::event::{Closing, Event, Kind, Origin, Outcome, Sender};
use crate::reply::Reply;

/// One queue operation of a made-up log: `o` opens with a sender, `d` is a delivery, `r` a result, `c` a completion, `x` a
/// removal; then the id's number and the sender's letter.
type Op = (char, u8, char, i64);

fn scan(ops: &[Op]) -> Segment {
    let mut summary = Summary::default();
    let mut tracker = Tracker::default();
    for &(op, id, sender, at) in ops {
        let id = QueueId::new(format!("ID{id:03}").as_bytes()).unwrap();
        let position = Position { host: b"h", instance: b"postfix", at: Some(Time::from_seconds(at)) };
        match op {
            'o' => {
                let sender = summary.sender(sender.to_string().as_bytes());
                tracker.open(position, id, sender);
            }
            'd' => {
                let mut event = Event::new(Kind::Delivery, Outcome::Delivered);
                event.set_reply(Reply::implied(250), Origin::Logged);
                event.queue_id = Some(id);
                event.sender = Sender::ByQueueId;
                tracker.event(position, &event, 1, &mut summary);
            }
            'r' => tracker.result(position, id),
            'c' => tracker.close(position, id, Closing::Completed, &mut summary),
            _ => tracker.close(position, id, Closing::Removed, &mut summary),
        }
    }
    let joins = tracker.finish(&summary);
    Segment { summary, joins }
}

/// Counts by sender and vanished messages, in a fixed order.
fn show(summary: &Summary) -> String {
    let name = |sender: Option<&[u8]>| sender.map_or("?".into(), |s| String::from_utf8_lossy(s).into_owned());
    let names: Vec<_> = summary.sender_names().collect();
    let count = |(_, id, tally): (usize, Option<usize>, crate::summary::Tally)| {
        format!("{}{}", name(id.map(|id| names[id])), tally.count)
    };
    let mut all: Vec<_> = summary.senders().map(count).collect();
    all.extend(summary.vanished().map(|(sender, tally)| format!("vanished {}{}", name(sender), tally.count)));
    all.sort();
    all.join(" ")
}

#[test]
fn a_reply_takes_the_sender_of_its_time() {
    let reused =
        [('o', 1, 'a', 1), ('d', 1, ' ', 2), ('x', 1, ' ', 3), ('o', 1, 'b', 4), ('d', 1, ' ', 5), ('x', 1, ' ', 6)];
    assert_eq!(show(&scan(&reused).finish()), "a1 b1");
    let cut_window = [('d', 1, ' ', 2), ('x', 1, ' ', 3), ('d', 1, ' ', 4)];
    assert_eq!(show(&scan(&cut_window).finish()), "?2");
}

#[test]
fn a_closing_without_opening_is_remembered() {
    let earlier = scan(&[('o', 1, 'a', 1)]);
    let later = scan(&[('x', 1, ' ', 2)]);
    let last = scan(&[('d', 1, ' ', 3)]);
    assert_eq!(show(&earlier.then(later.then(last)).finish()), "?1");
}

#[test]
fn completed_without_result_is_a_finding() {
    assert_eq!(show(&scan(&[('o', 1, 'a', 1), ('c', 1, ' ', 2)]).finish()), "vanished a1");
    assert_eq!(show(&scan(&[('o', 1, 'a', 1), ('r', 1, ' ', 2), ('c', 1, ' ', 3)]).finish()), "");
    // The window is cut: nobody knows what came before.
    assert_eq!(show(&scan(&[('c', 1, ' ', 2)]).finish()), "");
    // The result lies in the middle run of three.
    let (a, b, c) = (scan(&[('o', 1, 'a', 1)]), scan(&[('r', 1, ' ', 2)]), scan(&[('c', 1, ' ', 3)]));
    assert_eq!(show(&a.then(b).then(c).finish()), "");
}

#[test]
fn openings_expire_by_log_time() {
    let late = LIFETIME_SECONDS + 2;
    assert_eq!(show(&scan(&[('o', 1, 'a', 1), ('d', 1, ' ', late)]).finish()), "?1");
    assert_eq!(show(&scan(&[('o', 1, 'a', 1), ('d', 1, ' ', late - 1)]).finish()), "a1");
    let cut = scan(&[('o', 1, 'a', 1)]).then(scan(&[('o', 2, 'b', late), ('d', 1, ' ', 5)]));
    assert_eq!(show(&cut.finish()), "?1");
}
