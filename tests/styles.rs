//! The sections of other programs, with our numbers: every total that both report, on the same logs. Where they differ the rule
//! stands in `peer/`, counted line by line; nothing is merely close.
//!
//! Needs the programs (Debian packages `pflogsumm` 1.1.5 and `exim4-base` 4.96) and the shared logs; skips with a printed reason.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // a test may
#![allow(clippy::cast_possible_wrap)] // counts are small

mod peer;

use std::collections::BTreeMap;
use std::path::Path;

use peer::{captured, number, output, shared};
use regex::Regex;
use smtplog::catalog::Catalog;
use smtplog::event::{Kind, Outcome};
use smtplog::input::{DiscoverOptions, discover};
use smtplog::notice::Signal;
use smtplog::report::{Flow, Report, ReportOptions, Traffic};
use smtplog::scan::{Progress, Scan, ScanOptions, scan};
use smtplog::summary::DomainParcels;
use smtplog::time::Time;

/// What such a report is made of.
struct Ours(Report);

impl Ours {
    fn of(log: &Path) -> Self {
        let now = Time::from_civil("2026-12-31T12:00:00".parse().unwrap());
        let options = ScanOptions { traffic: true, ..ScanOptions::new(now) };
        let found = discover(&[log.to_owned()], &DiscoverOptions::default());
        let Scan { summary, sources, findings, .. } = scan(found, &options, &Progress::default(), None).unwrap();
        let options = ReportOptions::new(Catalog::get());
        Self(Report::new(&summary, sources, findings, Vec::new(), Vec::new(), &options))
    }

    fn traffic(&self) -> &Traffic {
        self.0.traffic.as_ref().unwrap()
    }

    fn count(&self, kind: Kind, outcomes: &[Outcome]) -> i64 {
        let wanted = self.0.totals.iter().filter(|total| total.kind == kind && outcomes.contains(&total.outcome));
        wanted.map(|total| total.count as i64).sum()
    }

    /// By hour of the day.
    fn hours(&self) -> [Flow; 24] {
        let mut hours = [Flow::default(); 24];
        for row in &self.traffic().hours {
            hours[usize::from(row.start.civil().hour().unsigned_abs())].absorb(&row.flow);
        }
        hours
    }
}

/// A number as pflogsumm prints it: whole, or cut to thousands of 1,024 or of those.
fn abbreviated(n: i64) -> String {
    match n {
        n if n > 512 << 20 => format!("{}m", n >> 20),
        n if n > 512 << 10 => format!("{}k", n >> 10),
        n => n.to_string(),
    }
}

/// The word in front of a label.
fn printed(peer: &str, label: &str) -> String {
    let line = peer.lines().find(|line| line.trim_end().ends_with(&format!("  {label}"))).unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}

fn compare_with_pflogsumm(log: &Path) -> Option<()> {
    let peer = output("pflogsumm", &[], log)?;
    let (ours, by) = (Ours::of(log), peer::postfix::differences(log));
    let traffic = ours.traffic();
    let total = |pattern: &str| number(&peer, pattern) as i64;
    let sum = |hours: peer::postfix::Hours| hours.iter().sum::<i64>();
    let at = log.display();

    let volumes = ours.0.volumes.as_ref().unwrap().total;
    let received = volumes.received as i64 - sum(by.made_here) + sum(by.never_queued);
    assert_eq!(received, total(r"(\d+)\s+received\n"), "received, {at}");
    let delivered = traffic.delivered.addresses as i64;
    assert_eq!(delivered - sum(by.unseen[0]), total(r"(\d+)\s+delivered\n"), "delivered, {at}");
    assert_eq!(traffic.forwarded as i64, total(r"(\d+)\s+forwarded\n"), "forwarded, {at}");
    let deferred = ours.0.messages.as_ref().unwrap().deferred.all() as i64;
    assert_eq!(deferred + by.deferred_outside, total(r"(\d+)\s+deferred"), "deferred, {at}");
    let deferrals = captured(&peer, r"\((\d+)\s+deferrals\)").unwrap_or(0) as i64;
    let our_deferrals = ours.count(Kind::Delivery, &[Outcome::Deferred]);
    assert_eq!(our_deferrals - sum(by.unseen[1]), deferrals, "deferrals, {at}");
    let bounced = ours.count(Kind::Delivery, &[Outcome::Bounced]);
    assert_eq!(bounced - sum(by.unseen[2]), total(r"(\d+)\s+bounced\n"), "bounced, {at}");
    let rejected = ours.count(Kind::Reject, &[Outcome::Rejected, Outcome::TemporarilyRejected]);
    assert_eq!(rejected - by.milter, total(r"(\d+)\s+rejected \("), "rejected, {at}");
    let warned = ours.0.health.as_ref().unwrap().signal(Signal::WouldReject) as i64;
    assert_eq!(warned, total(r"(\d+)\s+reject warnings\n"), "reject warnings, {at}");
    assert_eq!(ours.count(Kind::Reject, &[Outcome::Held]), total(r"(\d+)\s+held\n"), "held, {at}");
    assert_eq!(ours.count(Kind::Reject, &[Outcome::Discarded]), total(r"(\d+)\s+discarded \("), "discarded, {at}");

    let bytes = volumes.received_bytes as i64 - by.bytes_received;
    assert_eq!(abbreviated(bytes), printed(&peer, "bytes received"), "{at}");
    let bytes = traffic.delivered.bytes as i64 - by.bytes_delivered;
    assert_eq!(abbreviated(bytes), printed(&peer, "bytes delivered"), "{at}");

    let names = [
        ("senders", traffic.senders.n, &by.senders),
        ("sending hosts/domains", traffic.sender_domains.n, &by.sender_domains),
        ("recipients", traffic.recipients.n, &by.recipients),
        ("recipient hosts/domains", traffic.n_reached_domains, &by.recipient_domains),
    ];
    for (label, n, (theirs, wanted)) in names {
        assert_eq!(n, wanted.len() as u64, "{label}, {at}");
        assert_eq!(theirs.len().to_string(), printed(&peer, label), "{label}, {at}");
    }
    compare_hours(&peer, &ours, &by, log);
    compare_domains(&peer, traffic, &by, log);
    Some(())
}

/// The table of deliveries by domain, row by row: sent, bytes, deferrals.
fn compare_domains(peer: &str, traffic: &Traffic, by: &peer::postfix::Differences, log: &Path) {
    let start = peer.find("Host/Domain Summary: Message Delivery").unwrap();
    let rows = peer[start..].lines().skip(4).take_while(|line| !line.is_empty());
    let row = Regex::new(r"^ +(\d+[km]?) +(\d+[km]?) +(\d+[km]?) +[\d.]+ [smh] +[\d.]+ [smh]  (.*)$").unwrap();
    let theirs: BTreeMap<String, [String; 3]> = rows
        .map(|line| row.captures(line).unwrap())
        .map(|fields| (fields[4].to_lowercase(), [1, 2, 3].map(|at| fields[at].to_owned())))
        .filter(|(domain, _)| !by.odd_domains.contains(domain) && !domain.contains('@'))
        .collect();
    let numbers = |row: &DomainParcels| [row.parcels.addresses, row.parcels.bytes, row.deferrals];
    let ours: BTreeMap<String, [String; 3]> = traffic
        .recipient_domains
        .by_count
        .iter()
        .filter(|row| !by.odd_domains.contains(&*row.name))
        .map(|row| (row.name.to_string(), numbers(&row.value).map(|n| abbreviated(n as i64))))
        .collect();
    assert_eq!(theirs, ours, "domains, {}", log.display());
    assert!(!ours.is_empty(), "{}", log.display());
}

/// The table by hour; of several days it has averages, rounded half up.
fn compare_hours(peer: &str, ours: &Ours, by: &peer::postfix::Differences, log: &Path) {
    // Half up, in whole numbers.
    let average = |n: i64| (2 * n + by.n_days) / (2 * by.n_days);
    for (hour, flow) in ours.hours().iter().enumerate() {
        let row = peer.lines().find(|line| line.starts_with(&format!("    {hour:02}00-"))).unwrap();
        let theirs: Vec<i64> = row.split_whitespace().skip(1).map(|word| word.parse().unwrap()).collect();
        let [received, delivered, deferred, bounced, rejected] = flow.numbers().map(|n| n as i64);
        let received = received - by.made_here[hour] + by.never_queued[hour];
        let [unseen, unseen_deferred, unseen_bounced] = by.unseen.map(|hours| hours[hour]);
        let results = [delivered - unseen, deferred - unseen_deferred, bounced - unseen_bounced];
        let wanted = [[received].as_slice(), &results, &[rejected + by.in_reject_column[hour]]].concat();
        let wanted: Vec<i64> = wanted.into_iter().map(average).collect();
        assert_eq!(theirs, wanted, "{hour} h, {}", log.display());
    }
}

#[test]
fn the_totals_of_pflogsumm() {
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
        "lab/runs/seed4-syslog/postfix/mail.log",
        "lab/runs/seed4-syslog/postfix/mail.rfc3339.log",
        "lab/runs/sid-seed1/postfix/mail.log",
        "lab/runs/sid-seed2/postfix/mail.log",
        "lab/runs/sid-seed5-syslog/postfix/mail.log",
    ] {
        n_compared += u64::from(compare_with_pflogsumm(&shared.join(log)).is_some());
    }
    println!("{n_compared} logs compared with pflogsumm");
}

fn compare_with_eximstats(log: &Path) -> Option<()> {
    let peer = output("eximstats", &["-nvr", "-nr", "-t100000"], log)?;
    let (ours, by) = (Ours::of(log), peer::exim::differences(log));
    let traffic = ours.traffic();
    let at = log.display();
    let optional_row = |name: &str| -> Vec<u64> {
        let row = peer.lines().find(|line| line.starts_with(&format!("  {name} "))).unwrap_or_default();
        row.get(name.len() + 2..).unwrap_or_default().split_whitespace().filter_map(|word| word.parse().ok()).collect()
    };
    let row = |name: &str| Some(optional_row(name)).filter(|row| !row.is_empty()).unwrap();
    let volumes = ours.0.volumes.as_ref().unwrap().total;
    assert_eq!(traffic.sources.n, by.sources.1.len() as u64, "hosts, {at}");
    let hosts = by.sources.0.len() as u64;
    let received = [volumes.received_bytes, volumes.received, hosts, traffic.delayed, traffic.failed];
    assert_eq!(row("Received"), received, "received, {at}");

    assert_eq!(traffic.destinations.n, by.destinations.1.len() as u64, "destinations, {at}");
    assert_eq!(by.cut_through, 0, "{at}: eximstats does not know these deliveries");
    let delivered = [
        traffic.delivered.message_bytes + by.blackhole_bytes,
        traffic.delivered.messages + by.blackholes,
        traffic.delivered.addresses + by.blackholes,
        by.destinations.0.len() as u64,
    ];
    assert_eq!(row("Delivered"), delivered, "delivered, {at}");
    let theirs: u64 =
        ["Rejects", "Temp Rejects"].iter().map(|name| optional_row(name).first().copied().unwrap_or(0)).sum();
    assert_eq!(theirs, by.worded + by.blackholes, "rejects, {at}");
    let ours_refused = ours.count(Kind::Reject, &[Outcome::Rejected, Outcome::TemporarilyRejected]);
    assert_eq!(ours_refused, (by.worded - by.no_refusals) as i64, "rejects, {at}");
    for transport in &traffic.transports.by_count {
        let wanted = [transport.value.message_bytes, transport.value.messages];
        assert_eq!(row(&transport.name), wanted, "{}, {at}", transport.name);
    }
    compare_hosts(&peer, traffic, &by, log);
    compare_exim_hours(&peer, &ours, &by, log);
    for (heading, is_remote) in [
        ("Time spent on the queue: all messages\n", false),
        ("Time spent on the queue: messages with at least one remote delivery\n", true),
    ] {
        assert_eq!(their_waits(&peer, heading), our_waits(&ours, &by, is_remote), "{heading}, {at}");
    }
    Some(())
}

/// Numbers of messages, shortest time first, without zeros.
fn their_waits(peer: &str, heading: &str) -> Vec<u64> {
    let table = peer[peer.find(heading).unwrap() + heading.len()..].lines().skip(2);
    let rows = table.take_while(|row| row.is_empty() || row.starts_with(['U', 'O', ' ']));
    rows.filter_map(|row| captured(row, r"\s(\d+)\s+[\d.]+%\s")).filter(|&n| n > 0).collect()
}

fn our_waits(ours: &Ours, by: &peer::exim::Differences, is_remote: bool) -> Vec<u64> {
    let mut waits: BTreeMap<i64, u64> = BTreeMap::new();
    for row in &ours.traffic().waits {
        let n = if is_remote { row.remote } else { row.messages };
        *waits.entry(row.wait.bound().unwrap_or(i64::MAX)).or_default() += n;
    }
    for (bound, was_remote) in &by.completed_outside {
        *waits.entry(*bound).or_default() += u64::from(!is_remote || *was_remote);
    }
    waits.into_values().filter(|&n| n > 0).collect()
}

/// The league tables of hosts by message count, row by row. Names that smtplog takes for one are added up.
fn compare_hosts(peer: &str, traffic: &Traffic, by: &peer::exim::Differences, log: &Path) {
    let table = |heading: &str, n: usize| -> BTreeMap<String, Vec<u64>> {
        let rows = peer[peer.find(heading).unwrap()..].lines().skip(3).take_while(|line| !line.is_empty());
        let mut hosts: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for row in rows {
            let fields: Vec<&str> = row.split_whitespace().collect();
            let name = fields[n + 1].trim_matches(['(', ')']).to_lowercase();
            let sums = hosts.entry(name).or_insert_with(|| vec![0; n]);
            sums.iter_mut().zip(&fields).for_each(|(sum, field)| *sum += field.parse::<u64>().unwrap());
        }
        hosts
    };
    let named = |name: &str| if name.is_empty() { "local".to_owned() } else { name.to_owned() };
    let sources: BTreeMap<_, _> = traffic
        .sources
        .by_count
        .iter()
        .map(|row| (named(&row.name), vec![row.value.messages, row.value.bytes]))
        .collect();
    assert_eq!(table("sending hosts by message count", 2), sources, "sending hosts, {}", log.display());
    let mut destinations: BTreeMap<_, _> = traffic
        .destinations
        .by_count
        .iter()
        .map(|row| (named(&row.name), vec![row.value.messages, row.value.addresses, row.value.message_bytes]))
        .collect();
    if by.blackholes > 0 {
        let local = destinations.entry("local".into()).or_insert_with(|| vec![0; 3]);
        let discarded = [by.blackholes, by.blackholes, by.blackhole_bytes];
        local.iter_mut().zip(discarded).for_each(|(sum, n)| *sum += n);
    }
    assert_eq!(table("host destinations by message count", 3), destinations, "destinations, {}", log.display());
}

/// The two charts by hour.
fn compare_exim_hours(peer: &str, ours: &Ours, by: &peer::exim::Differences, log: &Path) {
    let charts =
        ["Messages received per hour", "Deliveries per hour"].map(|heading| &peer[peer.find(heading).unwrap()..]);
    for (hour, flow) in ours.hours().iter().enumerate() {
        let pattern = format!(r"\n{hour:02}-{:02}\s+(\d+)", hour + 1);
        let theirs = charts.map(|chart| number(chart, &pattern));
        let wanted = [flow.received, flow.copies + by.blackholes_by_hour[hour]];
        assert_eq!(theirs, wanted, "{hour} h, {}", log.display());
    }
}

#[test]
fn the_totals_of_eximstats() {
    let Some(shared) = shared() else { return };
    let mut n_compared = 0;
    for log in [
        "corpus/ddgrey_exim/mainlog.log",
        "lab/runs/seed1/exim/mainlog",
        "lab/runs/seed2/exim/mainlog",
        "lab/runs/seed3-exim-all/exim/mainlog",
    ] {
        n_compared += u64::from(compare_with_eximstats(&shared.join(log)).is_some());
    }
    println!("{n_compared} logs compared with eximstats");
}
