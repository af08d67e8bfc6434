//! A small morning at a mail server, and a hostile one.

use crate::accounting::Accounting;
use crate::catalog::{Catalog, Lang};
use crate::event::{Event, Kind, Origin, Outcome, QueueId, Silence, Stage};
use crate::notice::{Break, Carriage, Direction, Notice, Peak, Severity, Signal, TlsVersion, Trust};
use crate::reply::{Enhanced, Reply};
use crate::report::{Finding, Report, ReportOptions, SourceReport};
use crate::summary::{SenderId, Summary};
use crate::time::Time;

/// What a line says, and how often it stands in the log.
pub(super) struct Said<'a> {
    pub(super) kind: Kind,
    pub(super) outcome: Outcome,
    pub(super) reply: &'a [u8],
    pub(super) sender: Option<&'a [u8]>,
    pub(super) recipient: &'a [u8],
    pub(super) host: &'a [u8],
    pub(super) time: &'a str,
    pub(super) count: u32,
}

impl Default for Said<'_> {
    fn default() -> Self {
        Self {
            kind: Kind::Delivery,
            outcome: Outcome::Delivered,
            reply: b"250 2.0.0 Ok: queued as 4F1A2B",
            sender: Some(b"news@shop.example"),
            recipient: b"bob@gmail.com",
            host: b"gmail-smtp-in.l.google.com",
            time: "2026-11-22T06:00:00",
            count: 1,
        }
    }
}

pub(super) fn at(text: &str) -> Time {
    Time::from_civil(text.parse().unwrap())
}

/// Counts a line; a text that is no reply is a silence.
pub(super) fn say(summary: &mut Summary, said: &Said<'_>) {
    let mut event = event(said);
    if event.reply.is_none() {
        event.silence = Silence::ConnectTimeout;
        event.dsn = Enhanced::parse(b"4.4.1").map(|(dsn, _)| dsn);
    }
    let sender = said.sender.map_or(SenderId::UNKNOWN, |sender| summary.sender(sender));
    summary.add(&event, sender, Some(at(said.time)), said.count);
}

fn event<'a>(said: &Said<'a>) -> Event<'a> {
    let mut event = Event::new(said.kind, said.outcome);
    if let Some(reply) = Reply::parse_line(said.reply) {
        event.set_reply(reply, Origin::Logged);
        event.stage = Stage::Rcpt;
    }
    event.recipient = (!said.recipient.is_empty()).then_some(said.recipient);
    event.peer.host = said.host;
    event.text = said.reply;
    event
}

fn source(name: &str, lines: u64, events: [u64; 5], recognised: u64, other: u64) -> SourceReport {
    let accounting = Accounting { lines, events, recognised, other, ..Accounting::default() };
    let period = Some((at("2026-11-22T05:59:58"), at("2026-11-22T09:30:00")));
    SourceReport { name: name.into(), format: "plain", accounting, period }
}

pub(in crate::render) fn report(summary: &Summary, findings: Vec<Finding>) -> Report {
    report_in(Lang::En, summary, findings)
}

fn report_in(lang: Lang, summary: &Summary, findings: Vec<Finding>) -> Report {
    let sources = vec![
        source("/var/log/mail.log", 36_000, [12_345, 60, 2_001, 40, 0], 20_000, 1_554),
        SourceReport { format: "gzip", ..source("/var/log/mail.log.1.gz", 12, [5, 0, 0, 0, 0], 7, 0) },
    ];
    let options =
        ReportOptions { selection: vec!["--since 2026-11-22".into()], ..ReportOptions::new(Catalog::of(lang)) };
    let problems = vec!["/var/log/mail.log.3.gz: the gzip stream ends early (is it still being written?)".into()];
    Report::new(summary, sources, findings, problems, vec![], &options)
}

/// Deliveries that went well, waited and failed; refusals, logins, and mail that vanished.
pub(in crate::render) fn morning() -> Report {
    morning_in(Lang::En)
}

/// The same, explained in a language.
pub(in crate::render) fn morning_in(lang: Lang) -> Report {
    let mut summary = Summary::default().with_traffic(true);
    deliveries(&mut summary);
    incoming(&mut summary);
    notices(&mut summary);
    let sender = summary.sender(b"lost@shop.example");
    summary.add_vanished(QueueId::new(b"1tEabc-000001-2x").unwrap(), sender, Some(at("2026-11-22T07:07:07")));
    let double = Finding::SuspectedDouble { first: "/var/log/mail.log".into(), second: "/backup/mail.log".into() };
    report_in(lang, &summary, vec![double])
}

fn deliveries(summary: &mut Summary) {
    let unknown_user = Said {
        outcome: Outcome::Bounced,
        reply: b"550 5.1.1 <bob@gmail.com>: The email account that you tried to reach does not exist. Please try \
            double-checking the recipient's email address for typos or unnecessary spaces. \
            For more information, go to https://support.google.com/mail/?p=NoSuchUser a640c23a62f3a-b7654e1f9 - gsmtp",
        count: 1_200,
        ..Said::default()
    };
    say(summary, &Said { count: 11_000, ..Said::default() });
    say(summary, &Said { time: "2026-11-22T08:15:00", count: 45, sender: Some(b""), ..Said::default() });
    say(summary, &unknown_user);
    say(summary, &Said { sender: Some(b"ann@shop.example"), time: "2026-11-22T09:01:02", count: 34, ..unknown_user });
    let attempt = Said { kind: Kind::Attempt, outcome: Outcome::Deferred, count: 60, ..unknown_user };
    say(summary, &attempt);
    let greylisted = Said {
        outcome: Outcome::Deferred,
        reply: b"450 4.2.0 <x@inbox.example>: Recipient address rejected: Greylisted",
        recipient: b"x@inbox.example",
        host: b"mx1.inbox.example",
        count: 60,
        ..Said::default()
    };
    say(summary, &greylisted);
    let timed_out = Said { reply: b"connect to mx.slow.example[192.0.2.1]:25: Connection timed out", ..greylisted };
    say(summary, &Said { sender: None, host: b"", count: 6, recipient: b"x@slow.example", ..timed_out });
}

fn incoming(summary: &mut Summary) {
    let refused = Said {
        kind: Kind::Reject,
        outcome: Outcome::Rejected,
        reply: b"554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org",
        sender: Some(b"spam@bulk.example"),
        recipient: b"bob@shop.example",
        host: b"unknown",
        time: "2026-11-22T07:30:00",
        count: 2_000,
    };
    say(summary, &refused);
    let greylisting =
        Said { outcome: Outcome::TemporarilyRejected, reply: b"450 4.7.1 Greylisted", count: 1, ..refused };
    say(summary, &greylisting);
    let login =
        Said { kind: Kind::Auth, sender: None, recipient: b"", reply: b"535 5.7.8 denied", count: 30, ..refused };
    say(summary, &Said { outcome: Outcome::AuthenticationFailed, ..login });
    say(summary, &Said { outcome: Outcome::Authenticated, reply: b"235 2.7.0 welcome", count: 10, ..login });
}

/// Nothing was read.
pub(in crate::render) fn empty() -> Report {
    Report::new(&Summary::default(), vec![], vec![], vec![], vec![], &ReportOptions::new(Catalog::get()))
}

/// A failure and a delivery for each of so many senders.
pub(in crate::render) fn of_senders(n: usize) -> Report {
    let mut summary = Summary::default();
    for at in 0..n {
        let sender = format!("a-sender-with-a-long-name-{at}@shop{at}.example");
        let said = Said { sender: Some(sender.as_bytes()), ..Said::default() };
        say(&mut summary, &said);
        say(&mut summary, &Said { outcome: Outcome::Bounced, reply: b"550 5.1.1 no such user", ..said });
    }
    report(&summary, vec![])
}

/// One notice of every sort.
fn notices(summary: &mut Summary) {
    let mut note = |notice: &Notice<'_>, daemon: &[u8], time: &str, count: u32| {
        summary.note(notice, daemon, Some(at(time)), count);
    };
    let early = "2026-11-22T06:30:00";
    for (count, &signal) in (3..).zip(Signal::ALL) {
        note(&Notice::Signal(signal), b"smtpd", early, count);
    }
    note(&Notice::Signal(Signal::Connection), b"smtpd", early, 1_201);
    for (stage, count) in [(Stage::Rcpt, 12), (Stage::Auth, 8), (Stage::Data, 1), (Stage::Helo, 1)] {
        note(&Notice::Broken { how: Break::Lost, stage }, b"smtpd", early, count);
    }
    note(&Notice::Broken { how: Break::TimedOut, stage: Stage::Unknown }, b"smtpd", early, 2);
    for &direction in Direction::ALL {
        note(&Notice::Tls { direction, trust: Trust::Anonymous, version: TlsVersion::V1_3 }, b"smtpd", early, 400);
        note(&Notice::Tls { direction, trust: Trust::Verified, version: TlsVersion::V1_2 }, b"smtp", early, 20);
    }
    for direction in [Direction::In, Direction::Out] {
        let carriage = Carriage::Encrypted { version: TlsVersion::V1_3, is_verified: true };
        note(&Notice::Carried { direction, carriage }, b"exim", early, 55);
        note(&Notice::Carried { direction, carriage: Carriage::Plain }, b"exim", early, 5);
    }
    note(&Notice::Rank(8), b"postscreen", early, 14);
    note(&Notice::Rank(70), b"postscreen", early, 1);
    for (count, list) in (2..).zip(["a.dnsbl.example", "b.dnsbl.example", "c.dnsbl.example", "zen.dnsbl.example"]) {
        note(&Notice::Listed(list.as_bytes()), b"dnsblog", early, count);
    }
    for &peak in Peak::ALL {
        let seconds = if peak == Peak::ConnectionCount { 0 } else { 60 };
        note(&Notice::Peak { peak, value: 3, seconds, client: b"smtp:192.0.2.7" }, b"anvil", early, 1);
    }
    let mut complain = |severity, daemon: &[u8], text: &[u8], time, count| {
        note(&Notice::Complaint { severity, text, signal: None }, daemon, time, count);
    };
    let (hostname, later) = (b"hostname a.example does not resolve to address 192.0.2.7", "2026-11-22T08:00:00");
    complain(Severity::Warning, b"smtpd", hostname, early, 40);
    complain(Severity::Warning, b"smtpd", &hostname.map(|b| if b == b'7' { b'8' } else { b }), later, 2);
    complain(
        Severity::Warning,
        b"cleanup",
        b"database /etc/aliases.db is older than source file /etc/aliases",
        early,
        1,
    );
    complain(Severity::Error, b"postmap", b"open database /etc/postfix/access.db: No such file or directory", early, 2);
    complain(Severity::Fatal, b"smtp", b"unknown service: smtp/tcp", "2026-11-22T09:00:00", 1);
}
