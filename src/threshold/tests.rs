use super::*;
use crate::event::Event;
use crate::event::Origin;
use crate::reply::Reply;
use crate::summary::Summary;

/// 10 deliveries of ann (2 bounced with 5.7.26, 1 deferred), 90 of bob, 4 refusals, 5 attempts.
fn summary() -> Summary {
    let mut summary = Summary::default();
    let mut say = |kind, outcome, reply: &[u8], sender: &[u8], n: u32| {
        let mut event = Event::new(kind, outcome);
        event.set_reply(Reply::parse_line(reply).unwrap(), Origin::Logged);
        let sender = summary.sender(sender);
        summary.add(&event, sender, None, n);
    };
    say(Kind::Delivery, Outcome::Delivered, b"250 2.0.0 ok", b"ann@shop.example", 7);
    say(Kind::Delivery, Outcome::Bounced, b"550 5.7.26 no", b"ann@shop.example", 2);
    say(Kind::Delivery, Outcome::Deferred, b"451 4.7.1 wait", b"ann@shop.example", 1);
    say(Kind::Delivery, Outcome::Delivered, b"250 2.0.0 ok", b"bob@home.example", 90);
    say(Kind::Reject, Outcome::Rejected, b"554 5.7.1 no", b"x@y.example", 4);
    say(Kind::Attempt, Outcome::Deferred, b"451 4.7.1 wait", b"ann@shop.example", 5);
    summary
}

fn judge(text: &str) -> Verdict {
    let summary = summary();
    let accounting = Accounting { lines: 200, unrecognised: 3, ..Accounting::default() };
    let shapes: Vec<Shape> = summary.cases().map(|case| summary.shapes()[case.shape]).collect();
    let names: Vec<&[u8]> = summary.sender_names().collect();
    let events =
        summary.senders().map(|(case, sender, tally)| (&shapes[case], sender.map(|id| names[id]), tally.count));
    text.parse::<Threshold>().unwrap().judge(events, &accounting, 1)
}

#[test]
fn thresholds_measure_what_they_say() {
    for (text, measured, whole, is_passed) in [
        ("count>103", 104, None, true),
        ("count>104", 104, None, false),
        ("5xx>5", 6, None, true),
        ("5.7.26>=2", 2, None, true),
        ("bounced>2%", 2, Some(100), false),
        ("bounced>=2%", 2, Some(100), true),
        ("deferred<2", 1, None, true),
        ("sender=*@shop.example,bounced>10%", 2, Some(10), true),
        ("sender=shop.example , bounced <= 20 %", 2, Some(10), true),
        ("code=5.7.26,count>1", 2, None, true),
        ("code=5.7.26,sender=shop.example,bounced>19.9%", 2, Some(10), true),
        ("rejected>50%", 4, Some(4), true),
        ("auth-failed>1000", 0, None, false),
        ("auth-failed>1%", 0, Some(0), false),
        ("unrecognized>1%", 3, Some(200), true),
        ("vanished>0", 1, None, true),
        ("kind=attempt,deferred>4", 5, None, true),
        ("failures>=7", 7, None, true),
    ] {
        let want = Verdict { threshold: text.to_owned(), measured, whole, is_passed };
        assert_eq!(judge(text), want);
    }
}

#[test]
fn faults_point_at_the_character() {
    for (text, column) in [
        ("", 0),
        ("bounced", 0),
        ("bounced>", 8),
        ("bounced>x%", 8),
        ("bounced>5e3", 8),
        ("bounced > -1", 10),
        ("bounce>5%", 0),
        ("code=999,count>1", 5),
        ("über=1,count>1", 0),
        ("sender=,count>1", 7),
        ("kind=mail,count>1", 5),
        ("code=550", 8),
        ("count>1, 5xx>2", 9),
        ("code=550,unrecognised>1%", 9),
    ] {
        let fault = text.parse::<Threshold>().unwrap_err().to_string();
        let (message, mark) = fault.rsplit_once('\n').unwrap();
        assert_eq!(mark.len() - 5, column, "{fault}");
        assert!(
            message.starts_with("expected") || message.starts_with("only") || message.starts_with("no filter"),
            "{fault}"
        );
    }
}
