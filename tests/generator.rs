//! The log generator of the benchmarks: same seed same bytes, and its truth agrees with what can be counted in the text.

#![allow(clippy::unwrap_used)] // helpers of tests are tests too

#[path = "../benches/generate/mod.rs"]
mod generate;

use std::collections::HashSet;

use generate::{Class, Frame, Mta, Spec, Truth};
use regex::Regex;

const SIZE: u64 = 2_000_000;

fn log(spec: &Spec) -> (String, Truth) {
    let mut bytes = Vec::new();
    let truth = generate::write(spec, &mut bytes).unwrap();
    (String::from_utf8(bytes).unwrap(), truth)
}

/// How many lines match.
fn lines(log: &str, pattern: &str) -> u64 {
    let pattern = Regex::new(pattern).unwrap();
    log.lines().filter(|line| pattern.is_match(line)).count() as u64
}

fn of(kind: &'static str, outcome: &'static str) -> impl Fn(&Class) -> bool {
    move |class| class.kind == kind && class.outcome == outcome
}

#[test]
fn same_seed_same_bytes() {
    for mta in [Mta::Postfix, Mta::Exim] {
        let spec = Spec::new(mta, SIZE);
        let (first, again) = (log(&spec).0, log(&spec).0);
        let (other, _) = log(&Spec { seed: 2, ..spec });
        assert!(first == again, "{mta:?}: two runs differ");
        assert!(first != other, "{mta:?}: the seed changes nothing");
    }
}

#[test]
fn size_is_within_one_per_cent() {
    for mta in [Mta::Postfix, Mta::Exim] {
        let (text, truth) = log(&Spec::new(mta, SIZE));
        assert_eq!(truth.bytes, text.len() as u64);
        assert_eq!(truth.lines, text.lines().count() as u64);
        assert!(truth.bytes <= SIZE && truth.bytes > SIZE / 100 * 99, "{mta:?}: {} bytes", truth.bytes);
        assert_eq!(truth.lines + truth.surplus, truth.events() + truth.recognised + truth.other);
    }
}

#[test]
fn postfix_truth_is_what_the_text_says() {
    let (text, truth) = log(&Spec::new(Mta::Postfix, SIZE));
    assert_eq!(truth.count(of("delivery", "delivered")), lines(&text, "status=sent"));
    assert_eq!(truth.count(of("delivery", "deferred")), lines(&text, "status=deferred"));
    assert_eq!(truth.count(of("delivery", "bounced")), lines(&text, "status=bounced"));
    assert_eq!(truth.count(of("delivery", "expired")), lines(&text, "status=expired"));
    assert_eq!(truth.count(|class| class.kind == "reject"), lines(&text, "reject: "));
    assert_eq!(truth.count(of("auth", "authenticated")), lines(&text, "sasl_username="));
    assert_eq!(truth.count(|class| class.origin == "repeated"), lines(&text, "temporarily suspended"));
    let attempts = lines(&text, r"postfix/smtp\[\d+\]: ([0-9A-F]+: host|connect to) ");
    assert_eq!(truth.count(|class| class.kind == "attempt"), attempts);
    for code in [250, 421, 450, 550, 554] {
        let logged = |class: &Class| class.code == code && class.origin != "implied";
        let pattern = format!(r"(status=sent \(|said: |talk to me: |reject: [A-Z]+ from \S+: ){code}[ -]");
        assert_eq!(truth.count(logged), lines(&text, &pattern), "{code}");
    }
}

#[test]
fn exim_truth_is_what_the_text_says() {
    for short_ids in [false, true] {
        let (text, truth) = log(&Spec { short_ids, ..Spec::new(Mta::Exim, SIZE) });
        assert_eq!(truth.count(of("delivery", "delivered")), lines(&text, " [=-]> "));
        assert_eq!(truth.count(of("delivery", "deferred")), lines(&text, " == "));
        assert_eq!(truth.count(of("delivery", "bounced")), lines(&text, r" \*\* "));
        assert_eq!(truth.count(of("reject", "temporarily-rejected")), lines(&text, " temporarily rejected "));
        assert_eq!(truth.count(of("reject", "rejected")), lines(&text, "> rejected "));
        assert_eq!(
            truth.count(|class| class.kind == "probe"),
            lines(&text, "> (temporarily )?rejected .* SMTP error ")
        );
        assert_eq!(truth.count(of("auth", "authentication-failed")), lines(&text, "authenticator failed"));
        assert_eq!(truth.count(of("auth", "authenticated")), lines(&text, " <= .* A=plain_server:"));
    }
}

#[test]
fn counts_per_sender_add_up() {
    let (text, truth) = log(&Spec { per_sender: true, ..Spec::new(Mta::Postfix, SIZE) });
    let by_address = truth.by_address();
    assert_eq!(by_address.values().sum::<u64>(), truth.events());
    let known = by_address.keys().filter_map(|(address, _)| address.as_deref());
    assert!(known.take(200).all(|address| text.contains(&format!("from=<{address}>"))));
}

/// An id is opened once before it is closed, and never again before that.
fn ids_in_flight_are_unique(text: &str, opens: &str, closes: &str) {
    let (opens, closes) = (Regex::new(opens).unwrap(), Regex::new(closes).unwrap());
    let mut in_flight = HashSet::new();
    let mut finished = 0;
    for line in text.lines() {
        if let Some(id) = opens.captures(line) {
            assert!(in_flight.insert(id[1].to_owned()), "opened twice: {line}");
        } else if let Some(id) = closes.captures(line) {
            assert!(in_flight.remove(&id[1]), "closed but not open: {line}");
            finished += 1;
        }
    }
    assert!(finished > 1000);
}

#[test]
fn queue_ids_in_flight_are_unique() {
    let (postfix, _) = log(&Spec::new(Mta::Postfix, SIZE));
    ids_in_flight_are_unique(&postfix, r"cleanup\[\d+\]: (\w+): message-id=", r"qmgr\[\d+\]: (\w+): removed$");
    for short_ids in [false, true] {
        let (exim, _) = log(&Spec { short_ids, ..Spec::new(Mta::Exim, SIZE) });
        ids_in_flight_are_unique(&exim, r"^\S+ \S+ (\S+) <= ", r"^\S+ \S+ (\S+) Completed$");
    }
}

#[test]
fn lines_are_in_time_order() {
    let rfc3339 = Spec { frame: Frame::Rfc3339, ..Spec::new(Mta::Postfix, SIZE) };
    for (spec, width) in [(rfc3339, 32), (Spec::new(Mta::Postfix, SIZE), 15), (Spec::new(Mta::Exim, SIZE), 19)] {
        let (text, _) = log(&spec);
        assert!(text.lines().map(|line| &line[..width]).is_sorted(), "{:?}", spec.frame);
    }
}
