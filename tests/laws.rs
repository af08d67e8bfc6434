//! The laws of the algebra (`correlate`): a log may be cut anywhere, scanned in any order and by any number of threads, and the
//! answer is the same.

#![allow(clippy::unwrap_used)] // a test may

use std::io::Write;
use std::path::PathBuf;

use proptest::prelude::*;
use smtplog::correlate::Segment;
use smtplog::event::Duration;
use smtplog::input::{DiscoverOptions, discover};
use smtplog::notice::Direction;
use smtplog::scan::{Progress, ScanOptions, scan, segment};
use smtplog::summary::{Listed, LoginCounts, Summary};
use smtplog::time::Time;

fn options() -> ScanOptions {
    let options = ScanOptions::new(Time::from_civil("2026-11-22T12:00:00".parse().unwrap()));
    ScanOptions { traffic: true, ..options }
}

fn sample(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines with their line ends.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&b| b == b'\n').collect()
}

fn scan_lines(lines: &[&[u8]]) -> Segment {
    segment(&lines.concat(), &options())
}

/// Everything a summary holds, in a fixed order.
fn show(summary: &Summary) -> Vec<String> {
    let of_shape = |at: usize| summary.shapes()[at];
    let cases: Vec<_> = summary.cases().collect();
    let shape = |at: usize| (of_shape(cases[at].shape), cases[at].reason, cases[at].provider);
    let senders: Vec<_> = summary.sender_names().collect();
    let domains: Vec<_> = summary.recipient_domain_names().collect();
    let relays: Vec<_> = summary.relay_names().collect();
    let mut all = Vec::new();
    all.extend(summary.senders().map(|(s, a, t)| format!("sender {:?} {:?} {t:?}", shape(s), a.map(|a| senders[a]))));
    all.extend(summary.recipient_domains().map(|(s, d, n)| format!("recipient {:?} {:?} {n}", shape(s), domains[d])));
    all.extend(summary.relays().map(|(s, r, n)| format!("relay {:?} {:?} {n}", shape(s), relays[r])));
    all.extend(summary.hours().map(|(s, hour, n)| format!("hour {:?} {hour} {n}", of_shape(s))));
    all.extend(summary.stages().map(|(s, stage, n)| format!("stage {:?} {stage:?} {n}", of_shape(s))));
    all.extend((0..cases.len()).map(|s| format!("example {:?} {:?}", shape(s), summary.example(s))));
    all.extend(summary.lives().map(|life| format!("life {life:?}")));
    all.extend(Duration::ALL.iter().map(|&d| format!("{d:?} {:?}", summary.durations(d))));
    all.extend(summary.volumes().map(|(s, volume)| format!("volume {:?} {volume:?}", senders[s])));
    let login = |(name, counts): (&[u8], &LoginCounts)| format!("login {name:?} {counts:?}");
    all.extend(summary.logins().map(login));
    all.extend(summary.login_addresses().map(login));
    all.push(format!("dropped {:?}", summary.logins_dropped()));
    all.extend(health(summary));
    all.extend(traffic(summary));
    all.push(format!("outside {}", summary.outside()));
    all.extend(summary.vanished().map(|(sender, tally)| format!("vanished {sender:?} {tally:?}")));
    all.extend(summary.vanished_named().map(|named| format!("vanished {named:?}")));
    all.sort();
    all
}

/// What other programs' reports have beside ours.
fn traffic(summary: &Summary) -> Vec<String> {
    let traffic = summary.traffic().unwrap();
    let mut all = vec![format!("traffic {:?} {}", traffic.total(), traffic.forwarded())];
    all.extend(traffic.hours().map(|hour| format!("flow {hour:?}")));
    all.extend(listed("to", &traffic.recipients()));
    all.extend(listed("domain", &traffic.domains()));
    all.extend(listed("source", &traffic.sources()));
    all.extend(listed("destination", &traffic.destinations()));
    all.extend(listed("transport", &traffic.transports()));
    all.extend(listed("refused", &traffic.refused()));
    all.extend(listed("reason", &traffic.reasons()));
    all
}

fn listed<V: std::fmt::Debug>(sort: &str, list: &Listed<'_, V>) -> Vec<String> {
    let mut all = vec![format!("{sort} {:?} {}", list.distinct, list.dropped)];
    all.extend(list.rows.iter().map(|(name, value)| format!("{sort} {name:?} {value:?}")));
    all
}

fn health(summary: &Summary) -> Vec<String> {
    let health = summary.health();
    let mut all = vec![format!("rank {} dropped {:?}", health.largest_rank(), health.dropped())];
    all.extend(health.signals().map(|signal| format!("signal {signal:?}")));
    all.extend(health.sessions().map(|session| format!("session {session:?}")));
    all.extend(Direction::ALL.iter().map(|&way| format!("carried {way:?} {:?}", health.carried(way))));
    all.extend(health.broken().map(|broken| format!("broken {broken:?}")));
    all.extend(health.ranks().map(|rank| format!("rank {rank:?}")));
    all.extend(health.peaks().map(|peak| format!("peak {peak:?}")));
    all.extend(health.lists().map(|list| format!("list {list:?}")));
    all.extend(health.warnings().map(|warning| format!("warning {warning:?}")));
    all
}

fn whole(text: &[u8]) -> Vec<String> {
    show(&segment(text, &options()).finish())
}

const SAMPLES: [&str; 4] = ["postfix/mail.log", "postfix-new/mail.log", "exim/mainlog", "exim-all/mainlog"];

#[test]
fn a_cut_after_any_line_changes_nothing() {
    for name in SAMPLES {
        let text = sample(name);
        let lines = lines(&text);
        let want = whole(&text);
        assert!(want.len() > 100, "{name} has events");
        for cut in 0..=lines.len() {
            let joined = scan_lines(&lines[..cut]).then(scan_lines(&lines[cut..]));
            assert!(show(&joined.finish()) == want, "{name} cut after line {cut}");
        }
    }
}

/// Lines of every sort of notice, some of them more than once and out of order.
fn notices() -> String {
    let postfix = [
        "smtpd: connect from unknown[192.0.2.7]",
        "smtpd: lost connection after RCPT from unknown[192.0.2.7]",
        "smtpd: Anonymous TLS connection established from h.test[192.0.2.7]: TLSv1.3 with cipher X (256/256 bits)",
        "smtp: 1A2B3C4D: to=<a@b.test>, relay=h.test[192.0.2.7]:25, delay=1, delays=1/0/0/0, tls=may, dsn=2.0.0, status=sent (250 Ok)",
        "postscreen: DNSBL rank 90 for [192.0.2.7]:50834",
        "postscreen: PREGREET 14 after 0.22 from [192.0.2.7]:50834: EHLO x\\r\\n",
        "dnsblog: addr 192.0.2.7 listed by domain zen.test as 127.0.0.4",
        "anvil: statistics: max connection rate 3/60s for (smtp:192.0.2.7) at Nov 22 00:00:00",
        "anvil: statistics: max connection rate 3/60s for (smtp:192.0.2.6) at Nov 22 00:00:00",
        "smtpd: warning: hostname a.test does not resolve to address 192.0.2.7",
        "smtpd: warning: hostname b.test does not resolve to address 192.0.2.8",
        "smtpd: warning: Connection rate limit exceeded: 31 from h.test[192.0.2.7] for service smtp",
        "master: fatal: open lock file pid/master.pid: Permission denied",
    ];
    let line = |(at, text): (usize, &&str)| {
        let (daemon, message) = text.split_once(": ").unwrap();
        format!("Nov 22 00:00:{:02} mx1 postfix/{daemon}[1]: {message}\n", at * 7 % 60)
    };
    postfix.iter().chain(postfix[5..].iter().rev()).enumerate().map(line).collect()
}

#[test]
fn a_cut_changes_no_notice() {
    let text = notices();
    let lines = lines(text.as_bytes());
    let want = whole(text.as_bytes());
    for sort in ["signal", "session", "carried", "broken", "rank 90", "peak", "list", "warning"] {
        assert!(want.iter().any(|line| line.starts_with(sort)), "{sort}");
    }
    for cut in 0..=lines.len() {
        let joined = scan_lines(&lines[..cut]).then(scan_lines(&lines[cut..]));
        assert_eq!(show(&joined.finish()), want, "cut after line {cut}");
    }
    let parts = lines.iter().rev().map(|line| scan_lines(&[line]).finish());
    let health_of_parts = parts.reduce(|mut all, part| {
        all.absorb(part);
        all
    });
    let mut in_any_order = health(&health_of_parts.unwrap());
    let mut want = health(&segment(text.as_bytes(), &options()).finish());
    in_any_order.sort();
    want.sort();
    assert_eq!(in_any_order, want);
}

#[test]
fn an_excerpt_adds_no_notice() {
    let directory = tempfile::tempdir().unwrap();
    let text = notices();
    let excerpt: String = text.split_inclusive('\n').filter(|line| line.contains(": warning: ")).collect();
    std::fs::write(directory.path().join("mail.log"), &text).unwrap();
    std::fs::write(directory.path().join("mail.warn"), excerpt).unwrap();
    let found = discover(&[directory.path().to_owned()], &DiscoverOptions::default());
    assert_eq!(found.sources.len(), 2);
    let scanned = scan(found, &options(), &Progress::default(), None).unwrap();
    assert!(scanned.sources.iter().all(|source| source.accounting.is_balanced()));
    assert!(scanned.sources.iter().all(|source| source.accounting.duplicates == 0), "notices are no events");
    assert_eq!(show(&scanned.summary), whole(text.as_bytes()));
}

#[test]
fn the_empty_segment_is_the_identity() {
    for name in SAMPLES {
        let text = sample(name);
        let want = whole(&text);
        assert_eq!(show(&Segment::default().then(segment(&text, &options())).finish()), want);
        assert_eq!(show(&segment(&text, &options()).then(Segment::default()).finish()), want);
    }
}

#[test]
fn any_number_of_threads_and_any_block_length_give_the_same() {
    let directory = tempfile::tempdir().unwrap();
    for name in SAMPLES {
        let text = sample(name);
        let want = whole(&text);
        let plain = directory.path().join("mail.log");
        std::fs::write(&plain, &text).unwrap();
        let packed = directory.path().join("other.log.gz");
        std::fs::write(&packed, gzip(&text)).unwrap();
        for path in [plain, packed] {
            for (jobs, block_bytes) in [(1, 1 << 22), (2, 1 << 12), (8, 700), (3, 64)] {
                let options = ScanOptions { jobs, block_bytes, ..options() };
                let found = discover(std::slice::from_ref(&path), &DiscoverOptions::default());
                let scanned = scan(found, &options, &Progress::default(), None).unwrap();
                let same = show(&scanned.summary) == want;
                assert!(same, "{name}: {jobs} threads, blocks of {block_bytes} bytes, {}", path.display());
                assert!(scanned.sources[0].accounting.is_balanced());
            }
        }
    }
}

#[test]
fn one_file_or_ten() {
    for name in SAMPLES {
        let text = sample(name);
        let lines = lines(&text);
        let directory = tempfile::tempdir().unwrap();
        // Numbered upwards, as `split -d` does: the first stamps tell the order, not the names.
        for (at, part) in lines.chunks(lines.len().div_ceil(10)).enumerate() {
            let (path, part) = (directory.path().join(format!("part{at:02}.log")), part.concat());
            if at % 2 == 0 {
                std::fs::write(path, part).unwrap();
            } else {
                std::fs::write(path.with_extension("log.gz"), gzip(&part)).unwrap();
            }
        }
        let found = discover(&[directory.path().to_owned()], &DiscoverOptions::default());
        assert_eq!(found.sources.len(), 10);
        let scanned = scan(found, &options(), &Progress::default(), None).unwrap();
        assert!(show(&scanned.summary) == whole(&text), "{name} in ten files");
    }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// A made-up log in which few queue ids come back often, with openings, replies and closings in any order.
fn reused_ids() -> impl Strategy<Value = Vec<String>> {
    let line = (0..11u8, 0..4u8, 0..3u8, 0..50u32).prop_map(|(what, id, sender, seconds)| {
        let stamp = format!("Nov 22 00:{:02}:{:02} mx1 postfix", seconds / 60, seconds % 60);
        let exim = format!("2026-11-22 00:{:02}:{:02} 1aaaaa-00000{id}-AA", seconds / 60, seconds % 60);
        match what {
            0 => format!("{stamp}/qmgr[1]: 1A2B3C{id}: from=<s0@x.test>, size={sender}, nrcpt=1 (queue active)\n"),
            6 => format!("{stamp}/qmgr[1]: 1A2B3C{id}: from=<s{sender}@x.test>, size=1, nrcpt=1 (queue active)\n"),
            7 => format!(
                "{stamp}/smtp[1]: 1A2B3C{id}: to=<r@y.test>, relay=h[192.0.2.1]:25, delay={sender}.{seconds}, \
                 delays=0.1/0.02/{sender}/{seconds}, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
            ),
            8 => format!(
                "{exim} == r@y.test F=<s{sender}@x.test> R=r T=t defer (-44) H=h [192.0.2.1]: SMTP error from remote \
                 mail server after RCPT TO:<r@y.test>: 45{sender} later\n"
            ),
            // The line names the sender itself, so that it only waits for the message's size.
            9 => format!(
                "{exim} {} r{sender}@y.test F=<s0@x.test> R=r T=t{sender} H=h [192.0.2.1] C=\"250 OK\"\n",
                if seconds % 2 == 0 { "=>" } else { "->" }
            ),
            10 => format!(
                "{stamp}/local[1]: 1A2B3C{id}: to=<r@y.test>, relay=local, delay={sender}, dsn=2.0.0, \
                 status=sent (forwarded as 1A2B3C{id})\n"
            ),
            1 => format!("{stamp}/qmgr[1]: 1A2B3C{id}: removed\n"),
            2 => format!(
                "{stamp}/smtp[1]: 1A2B3C{id}: to=<r@y.test>, relay=h[192.0.2.1]:25, dsn=5.1.1, \
                 status=bounced (host h[192.0.2.1] said: 55{sender} 5.1.1 no (in reply to RCPT TO command))\n"
            ),
            3 => format!("{exim} <= s{sender}@x.test H=h [192.0.2.1] P=esmtp S=1\n"),
            4 => format!("{exim} => r@y.test R=r T=t H=h [192.0.2.1] C=\"250 OK\"\n"),
            _ => format!("{exim} Completed\n"),
        }
    });
    prop::collection::vec(line, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn then_is_associative(log in reused_ids(), cuts in (0..40usize, 0..40usize)) {
        let lines: Vec<&[u8]> = log.iter().map(String::as_bytes).collect();
        let (first, second) = (cuts.0.min(cuts.1).min(lines.len()), cuts.0.max(cuts.1).min(lines.len()));
        let parts = || [&lines[..first], &lines[first..second], &lines[second..]].map(scan_lines);
        let [a, b, c] = parts();
        let left = a.then(b).then(c).finish();
        let [a, b, c] = parts();
        let right = a.then(b.then(c)).finish();
        let serial = scan_lines(&lines).finish();
        prop_assert_eq!(show(&left), show(&right));
        prop_assert_eq!(show(&left), show(&serial));
    }

    #[test]
    fn no_line_makes_it_panic(text in prop::collection::vec(any::<u8>(), 0..300), mutate in any::<prop::sample::Index>()) {
        let mut all = sample("exim-all/mainlog");
        all.truncate(3000);
        let at = mutate.index(all.len());
        all.splice(at..at, text.iter().copied());
        let _ = segment(&all, &options()).finish();
        let _ = segment(&text, &options()).finish();
    }
}

#[test]
fn events_whose_sender_is_unknown_are_counted_as_well() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("mail.log");
    let line = "Nov 22 00:00:00 mx1 postfix/smtpd[1]: warning: h[192.0.2.1]: SASL LOGIN authentication failed: x\n";
    std::fs::write(&path, line.repeat(9)).unwrap();
    let scanned = scan(discover(&[path], &DiscoverOptions::default()), &options(), &Progress::default(), None).unwrap();
    assert_eq!(
        scanned.summary.senders().map(|(_, sender, tally)| (sender, tally.count)).collect::<Vec<_>>(),
        [(None, 9)]
    );
}
