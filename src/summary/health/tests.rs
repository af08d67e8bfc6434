//! Merging in any order, and the bounds.

use super::*;

fn health(notices: &[(&str, i64)]) -> Health {
    let mut health = Health::default();
    for &(text, at) in notices {
        let text = text.as_bytes();
        let complaint = Notice::Complaint { severity: Severity::Warning, text, signal: None };
        health.add(&complaint, b"smtpd", Some(Time::from_seconds(at)), 1);
        let peak = Notice::Peak { peak: Peak::ConnectionRate, value: 3, seconds: 60, client: text };
        health.add(&peak, b"anvil", Some(Time::from_seconds(at)), 1);
    }
    health
}

#[test]
fn texts_of_a_template_are_one_and_the_earliest_is_shown() {
    let (a, b) = (("hostname a.example is 192.0.2.1", 7), ("hostname b.example is 192.0.2.2", 5));
    for mut all in [health(&[a]), health(&[])] {
        all.absorb(&health(&[b]));
        all.absorb(&health(&[a]));
        let warnings: Vec<_> = all.warnings().collect();
        let [(key, counts)] = warnings.as_slice() else { panic!("{warnings:?}") };
        assert_eq!((key.severity, key.daemon), (Severity::Warning, &b"smtpd"[..]));
        assert_eq!(key.template, b"hostname {host} is {ip}");
        assert_eq!(*counts.example.as_ref().unwrap().text, *b.0.as_bytes());
        assert_eq!(all.peaks().next().map(|(_, highest)| &*highest.client), Some(b.0.as_bytes()));
    }
}

#[test]
fn kinds_of_warnings_are_bounded() {
    let letters = |n: usize| n.to_string().bytes().map(|b| char::from(b - b'0' + b'a')).collect::<String>();
    let mut health = Health::default();
    for n in 0..3 * MAX_WARNINGS {
        let text = letters(n);
        let complaint = Notice::Complaint { severity: Severity::Fatal, text: text.as_bytes(), signal: None };
        health.add(&complaint, b"master", None, 1);
    }
    health.settle();
    assert_eq!(health.warnings().count(), MAX_WARNINGS);
    assert_eq!(health.dropped(), (0, 2 * MAX_WARNINGS as u64));
}

#[test]
fn an_empty_one_is_empty_until_something_is_noted() {
    assert!(Health::default().is_empty());
    for notice in [
        Notice::Signal(Signal::Pregreet),
        Notice::Rank(200),
        Notice::Listed(b"x"),
        Notice::Broken { how: Break::Lost, stage: Stage::Rcpt },
        Notice::Carried { direction: Direction::Out, carriage: Carriage::Plain },
    ] {
        let mut health = Health::default();
        health.add(&notice, b"", None, 1);
        assert!(!health.is_empty(), "{notice:?}");
    }
}
