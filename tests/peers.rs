//! Totals against pflogsumm and eximstats, on the same logs. Where they differ the reason stands here and is counted.
//!
//! Needs the programs (Debian packages `pflogsumm` and `exim4-base`) and the shared logs; skips with a printed reason.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // a test may

mod peer;

use std::collections::HashSet;
use std::path::Path;

use peer::{lines, number, output, shared};
use regex::Regex;

/// The message ids of an Exim log's lines with this flag.
fn ids(log: &Path, flag: &str) -> Vec<String> {
    let pattern = Regex::new(&format!(r"(?m)^\S+ \S+ (?:\[\d+\] )?(\S+) {flag} ")).unwrap();
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    pattern.captures_iter(&text).map(|fields| fields[1].to_owned()).collect()
}

/// smtplog's own totals.
struct Totals(serde_json::Value);

impl Totals {
    fn of(log: &Path) -> Self {
        let json = output(env!("CARGO_BIN_EXE_smtplog"), &["analyze", "--format", "json"], log).unwrap();
        Self(serde_json::from_str(&json).unwrap())
    }

    fn count(&self, kind: &str, outcomes: &[&str]) -> u64 {
        let totals = self.0["totals"].as_array().unwrap().iter();
        let wanted = totals.filter(|t| t["kind"] == kind && outcomes.iter().any(|outcome| t["outcome"] == *outcome));
        wanted.map(|total| total["count"].as_u64().unwrap()).sum()
    }
}

/// Compares a Postfix log; `quoted_angle` and `milter` are the differences that are known of pflogsumm.
fn compare_with_pflogsumm(log: &Path) -> Option<()> {
    let peer = output("pflogsumm", &[], log)?;
    let ours = Totals::of(log);
    // pflogsumm reads an address up to the first `>`: deliveries to `<"a>b"@c>` are lost to it.
    let quoted_angle = lines(log, r#": to=<"[^"]*>[^"]*"@[^>]*>, relay=[^,]*, .*?status=sent"#);
    assert_eq!(
        ours.count("delivery", &["delivered"]),
        number(&peer, r"(\d+)\s+delivered\n") + quoted_angle,
        "{}",
        log.display()
    );
    assert_eq!(ours.count("delivery", &["deferred"]), number(&peer, r"\((\d+)\s+deferrals\)"), "{}", log.display());
    assert_eq!(ours.count("delivery", &["bounced"]), number(&peer, r"(\d+)\s+bounced\n"), "{}", log.display());
    // It counts a milter's refusals at end of message, but not at other stages.
    let milter = lines(log, r"postfix/\S*smtpd\[\d+\]: \w+: milter-reject: (CONNECT|EHLO|HELO|MAIL|RCPT|DATA) ");
    let refused = ours.count("reject", &["rejected", "temporarily-rejected"]);
    assert_eq!(refused, number(&peer, r"(\d+)\s+rejected \(") + milter, "{}", log.display());
    assert_eq!(ours.count("reject", &["held"]), number(&peer, r"(\d+)\s+held\n"), "{}", log.display());
    assert_eq!(ours.count("reject", &["discarded"]), number(&peer, r"(\d+)\s+discarded \("), "{}", log.display());
    Some(())
}

#[test]
fn pflogsumm_agrees_on_postfix_logs() {
    let Some(shared) = shared() else { return };
    let mut n_compared = 0;
    for log in [
        "corpus/kdent/mail.log",
        "corpus/kdent/mail2.log",
        "corpus/kdent/mail3.log",
        "corpus/pflgviewer/mail.log",
        "lab/runs/seed1/postfix/mail.log",
        "lab/runs/seed2/postfix/mail.log",
        "lab/runs/trixie-seed1/postfix/mail.log",
    ] {
        n_compared += u64::from(compare_with_pflogsumm(&shared.join(log)).is_some());
    }
    println!("{n_compared} logs compared with pflogsumm");
}

/// Compares an Exim log of a release whose message ids have 16 characters: eximstats 4.96 reads no others.
fn compare_with_eximstats(log: &Path) -> Option<()> {
    let peer = output("eximstats", &["-nr", "-ne"], log)?;
    let ours = Totals::of(log);
    let received = number(&peer, r"Received\s+\S+\s+(\d+)");
    assert_eq!(ours.0["accounting"]["openings"].as_u64().unwrap(), received, "{}", log.display());
    // Its "addresses delivered" hold those that went to `:blackhole:`; smtplog shows them as discarded.
    let delivered = number(&peer, r"Delivered\s+\S+\s+\d+\s+(\d+)");
    assert_eq!(ours.count("delivery", &["delivered", "discarded"]), delivered, "{}", log.display());
    // Its "failed" are messages that arrived in this log and have a failed address; smtplog counts all failed addresses.
    let failed = number(&peer, r"Received\s+\S+\s+\d+\s+\d+\s+\d+\s+\S+\s+(\d+)");
    let (arrived, bounced) = (ids(log, "<="), ids(log, r"\*\*"));
    let distinct: HashSet<_> = bounced.iter().filter(|id| arrived.contains(id)).collect();
    assert_eq!(distinct.len() as u64, failed, "{}", log.display());
    assert_eq!(ours.count("delivery", &["bounced"]), bounced.len() as u64, "{}", log.display());
    // Its "rejects" hold any line with the word rejected, refused or dropped: protocol errors, too many recipients, unqualified
    // addresses, remote replies. They are not compared.
    Some(())
}

#[test]
fn eximstats_agrees_on_exim_logs() {
    let Some(shared) = shared() else { return };
    let mut n_compared = 0;
    for log in ["corpus/ddgrey_exim/mainlog.log", "lab/runs/seed1/exim/mainlog", "lab/runs/seed2/exim/mainlog"] {
        n_compared += u64::from(compare_with_eximstats(&shared.join(log)).is_some());
    }
    println!("{n_compared} logs compared with eximstats");
}
