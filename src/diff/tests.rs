//! Comparisons as a whole: what is listed, in which order, and the laws.

use proptest::prelude::*;

use super::*;
use crate::catalog::Catalog;
use crate::event::{Event, Origin};
use crate::render::{Format, Style, render};
use crate::reply::Reply;
use crate::report::{Report, ReportOptions};
use crate::summary::Summary;

const DAY: i64 = 86_400;

/// Deliveries to `x.example` on one day: a reply (empty for a delivery that went well), the sender, and how many.
fn report(day: i64, deliveries: &[(&str, &str, u32)]) -> Report {
    let mut summary = Summary::default();
    for (at, &(text, sender, count)) in deliveries.iter().enumerate() {
        let outcome = if text.is_empty() { Outcome::Delivered } else { Outcome::Bounced };
        let mut event = Event::new(Kind::Delivery, outcome);
        if let Some(reply) = Reply::parse_line(text.as_bytes()) {
            event.set_reply(reply, Origin::Logged);
        }
        event.text = text.as_bytes();
        event.recipient = Some(b"bob@x.example");
        let sender = summary.sender(sender.as_bytes());
        let time = if at == 0 { day * DAY } else { day * DAY + DAY - 1 };
        summary.add(&event, sender, Some(Time::from_seconds(time)), count);
    }
    Report::new(&summary, vec![], vec![], vec![], vec![], &ReportOptions::new(Catalog::get()))
}

fn snapshot(day: i64, deliveries: &[(&str, &str, u32)]) -> Snapshot {
    Snapshot::from_report("a", &report(day, deliveries))
}

fn between(old: &[(&str, &str, u32)], new: &[(&str, &str, u32)]) -> Changes {
    Changes::between(snapshot(1, old), snapshot(2, new), Catalog::get())
}

fn told(changes: &Changes, topic: Topic) -> Vec<(Direction, u64, u64)> {
    changes.list(topic).rows.iter().map(|row| (row.direction, row.old.count, row.new.count)).collect()
}

const UNKNOWN: &str = "550 5.1.1 no such user";
const FULL: &str = "552 5.2.2 mailbox is full";
const POLICY: &str = "550 5.7.26 unauthenticated";
const SYSTEM: &str = "554 5.3.0 broken";

#[test]
fn new_ones_come_first_then_growth_then_what_is_gone() {
    let changes = between(
        &[
            ("", "a@a.example", 9_000),
            (UNKNOWN, "a@a.example", 500),
            (SYSTEM, "a@a.example", 2_000),
            (FULL, "a@a.example", 1),
        ],
        &[
            ("", "a@a.example", 9_000),
            (UNKNOWN, "a@a.example", 900),
            (POLICY, "b@b.example", 30),
            (FULL, "a@a.example", 3),
        ],
    );
    let want = [(Direction::New, 0, 30), (Direction::Grown, 500, 900), (Direction::Gone, 2_000, 0)];
    assert_eq!(told(&changes, Topic::Failures), want);
    assert_eq!(told(&changes, Topic::Replies), want);
    assert_eq!(changes.list(Topic::Failures).n_small, 1);
    let first = &changes.list(Topic::Failures).rows[0];
    assert!(first.advice.as_ref().is_some_and(|advice| !advice.steps.is_empty()), "{first:?}");
    assert_eq!(first.first, Some(Time::from_seconds(3 * DAY - 1)));
    let senders = changes.list(Topic::Senders);
    assert_eq!(senders.rows[0].subject, Subject::Sender(Some("b@b.example".into())));
    assert_eq!((senders.rows[0].direction, senders.rows[0].basis), (Direction::New, Basis::Count));
}

#[test]
fn twice_the_mail_with_twice_the_failures_is_no_change() {
    let changes = between(
        &[("", "a@a.example", 9_500), (UNKNOWN, "a@a.example", 500)],
        &[("", "a@a.example", 19_000), (UNKNOWN, "a@a.example", 1_000)],
    );
    assert_eq!(told(&changes, Topic::Failures), []);
    assert_eq!(changes.list(Topic::Failures).n_small, 1);
    assert_eq!(told(&changes, Topic::Senders), [(Direction::Grown, 500, 1_000)]);
}

#[test]
fn bounce_addresses_of_a_list_are_one_sender() {
    let verp = |n: u32| format!("list-bounces+ann{n}=example.com@lists.example.net");
    let names: Vec<String> = (0..60).map(verp).collect();
    let of = |names: &[String]| -> Snapshot {
        let said: Vec<_> = names.iter().map(|name| (UNKNOWN, name.as_str(), 1)).collect();
        snapshot(1, &said)
    };
    let changes = Changes::between(of(&names[..30]), of(&names[30..]), Catalog::get());
    assert_eq!((told(&changes, Topic::Senders), changes.list(Topic::Senders).n_small), (vec![], 0));
}

fn saved(report: &Report, style: &Style) -> String {
    let mut json = Vec::new();
    render(report, Format::Json, style, &mut json).unwrap();
    String::from_utf8(json).unwrap()
}

fn refusal(text: &str) -> String {
    Snapshot::from_json("a.json", text).unwrap_err().to_string()
}

#[test]
fn refusals_name_the_file_the_member_and_what_was_expected() {
    let good = saved(&report(1, &[(UNKNOWN, "a@a.example", 3)]), &Style::default());
    let newer = refusal(&good.replacen("\"schema\": 1", "\"schema\": 2", 1));
    assert!(newer.starts_with("a.json: schema: expected at most 1, found 2; "), "{newer}");
    let bad = refusal(&good.replacen("\"outcome\":\"bounced\"", "\"outcome\":\"lost\"", 1));
    assert!(bad.starts_with("a.json: totals[0].outcome: invalid value: string \"lost\", expected an outcome"), "{bad}");
    let bad = refusal(&good.replacen("\"failures\": [", "\"others\": [", 1));
    assert!(bad.contains("missing field `failures`"), "{bad}");
    let huge = refusal(&good.replacen("\"count\":3", "\"count\":1000000000001", 1));
    assert!(huge.contains("totals[0].count: invalid value"), "{huge}");
    let cut = refusal(&good[..good.len() / 2]);
    assert!(cut.contains("EOF while parsing"), "{cut}");
}

#[test]
fn names_beyond_a_cut_list_are_not_compared() {
    let many = [(UNKNOWN, "a@a.example", 300), (UNKNOWN, "b@b.example", 200)];
    let top = Style { top: Some(1), ..Style::default() };
    let old = Snapshot::from_json("a.json", &saved(&report(1, &many), &top)).unwrap();
    let changes = Changes::between(old, snapshot(2, &many), Catalog::get());
    assert!(changes.is_empty(), "{changes:?}");
    assert!(changes.list(Topic::Senders).is_cut && !changes.list(Topic::Failures).is_cut);
}

#[test]
fn saved_reports_are_told_from_journals_by_their_first_member() {
    assert!(is_saved_report(b"\xef\xbb\xbf {\n  \"schema\": 1,"));
    assert!(!is_saved_report(b"{\"__CURSOR\":\"s=1\"}"));
    assert!(!is_saved_report(b"Nov 22 00:00:00 mx postfix/smtp[1]: {\"schema\""));
}

const TEXTS: [&str; 5] = ["", UNKNOWN, FULL, POLICY, "450 4.2.0 <a@b.example>: greylisted \u{202e}"];
const SENDERS: [&str; 4] = ["", "a@a.example", "b@b.example", "list-bounces+ann=example.com@lists.example.net"];

fn logs() -> impl Strategy<Value = Vec<(&'static str, &'static str, u32)>> {
    let one = (0..TEXTS.len(), 0..SENDERS.len(), 1..2_000_u32);
    proptest::collection::vec(one.prop_map(|(text, sender, n)| (TEXTS[text], SENDERS[sender], n)), 0..12)
}

/// The change as the other way round.
fn mirrored(change: &Change) -> (Subject, Direction, Part, Part, f64) {
    let direction = match change.direction {
        Direction::New => Direction::Gone,
        Direction::Gone => Direction::New,
        Direction::Grown => Direction::Shrunk,
        Direction::Shrunk => Direction::Grown,
    };
    (change.subject.clone(), direction, change.new, change.old, change.ln_p)
}

proptest! {
    #[test]
    fn nothing_changes_from_a_period_to_itself(log in logs()) {
        let changes = Changes::between(snapshot(1, &log), snapshot(1, &log), Catalog::get());
        prop_assert!(changes.lists.iter().all(|list| list.rows.is_empty() && list.n_small == 0));
    }

    #[test]
    fn to_exchange_the_periods_mirrors_the_changes(a in logs(), b in logs()) {
        let (there, back) = (between(&a, &b), between(&b, &a));
        for (there, back) in there.lists.iter().zip(&back.lists) {
            prop_assert_eq!(there.n_small, back.n_small);
            let mut there: Vec<_> = there.rows.iter().map(mirrored).collect();
            let as_is = |c: &Change| (c.subject.clone(), c.direction, c.old, c.new, c.ln_p);
            let mut back: Vec<_> = back.rows.iter().map(as_is).collect();
            there.sort_by(|a, b| a.0.cmp(&b.0));
            back.sort_by(|a, b| a.0.cmp(&b.0));
            prop_assert_eq!(there, back);
        }
    }

    #[test]
    fn a_saved_report_tells_the_same(log in logs()) {
        let report = report(1, &log);
        let saved = Snapshot::from_json("a", &saved(&report, &Style::default())).unwrap();
        prop_assert_eq!(saved, Snapshot::from_report("a", &report));
    }
}
