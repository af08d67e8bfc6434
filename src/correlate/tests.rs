use super::*;
use crate::event::{Closing, Event, Kind, Origin, Outcome, Sender};
use crate::reply::Reply;
use crate::summary::{Fate, LifeEnd};

/// One queue operation of a made-up log: `o` opens with a sender, `d` is a delivery, `w` one that has to wait, `r` a result, `c`
/// a completion, `x` a removal; then the id's number and the sender's letter.
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
                tracker.open(position, id, sender, 7, &mut summary);
            }
            'd' | 'w' => {
                let outcome = if op == 'd' { Outcome::Delivered } else { Outcome::Deferred };
                let mut event = Event::new(Kind::Delivery, outcome);
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

/// Numbers of messages: `w` waited, `d` was delivered; then how it ended.
fn lives(segment: Segment) -> String {
    let summary = segment.finish();
    let mark = |fate: Fate, mark, letter| if fate.has(mark) { letter } else { "" };
    let life = |(fate, end, n): (Fate, LifeEnd, i64)| {
        let end = if end == LifeEnd::Open { "Open" } else { "Closed" };
        format!("{}{} {end} {n}", mark(fate, Fate::DEFERRED, "w"), mark(fate, Fate::DELIVERED, "d"))
    };
    let mut all: Vec<_> = summary.lives().map(life).collect();
    all.extend((summary.outside() > 0).then(|| format!("outside {}", summary.outside())));
    all.sort();
    all.join(", ")
}

#[test]
fn a_message_is_one_however_often_it_is_active_and_wherever_the_log_is_cut() {
    let retried = [('o', 1, 'a', 1), ('w', 1, ' ', 2), ('o', 1, 'a', 3), ('w', 1, ' ', 4), ('o', 1, 'a', 5)];
    let retried = [&retried[..], &[('d', 1, ' ', 6), ('x', 1, ' ', 7), ('o', 1, 'a', 8), ('d', 1, ' ', 9)]].concat();
    let want = "d Open 1, wd Closed 1";
    assert_eq!(lives(scan(&retried)), want);
    for first in 0..retried.len() {
        for second in first..retried.len() {
            let parts = || [&retried[..first], &retried[first..second], &retried[second..]].map(scan);
            let [a, b, c] = parts();
            assert_eq!(lives(a.then(b).then(c)), want, "cut at {first} and {second}");
            let [a, b, c] = parts();
            assert_eq!(lives(a.then(b.then(c))), want, "cut at {first} and {second}");
        }
    }
}

#[test]
fn an_id_that_comes_back_for_another_sender_is_another_message() {
    let lost = [('o', 1, 'a', 1), ('w', 1, ' ', 2), ('o', 1, 'b', 3), ('d', 1, ' ', 4), ('x', 1, ' ', 5)];
    assert_eq!(lives(scan(&lost)), "d Closed 1, w Open 1");
    assert_eq!(lives(scan(&lost[..2]).then(scan(&lost[2..]))), "d Closed 1, w Open 1");
}

#[test]
fn messages_from_before_the_log_are_left_out() {
    assert_eq!(lives(scan(&[('w', 1, ' ', 1), ('x', 1, ' ', 2), ('d', 1, ' ', 3)])), "outside 2");
}
