//! The sections of eximstats.

use super::super::{Block, Cell, Column, Content, Outline, Section, Table, Tone, quote, times};
use super::reasons::detail;
use super::tables::{counts_messages, events, list, section};
use crate::event::{Kind, Outcome, Stage};
use crate::render::labels::{self, bytes, number};
use crate::render::phrases;
use crate::report::{Flow, Named, Ranked, Traffic, Volume, WaitRow};
use crate::summary::{Detail, DomainParcels, Parcels};
use crate::words::Word;

/// The largest of the times that waits are told by, in seconds.
const LONGEST: i64 = 86_400;

/// The sections in their order.
pub(in crate::render::outline) fn sections(outline: Outline<'_>) -> Vec<Section> {
    let Some(traffic) = &outline.report.traffic else { return Vec::new() };
    let mut sections = vec![
        grand_total(outline, traffic),
        transports(outline, traffic),
        per_hour(outline, traffic, Word::ReceivedPerHour, |flow| flow.received),
        per_hour(outline, traffic, Word::DeliveredPerHour, |flow| flow.copies),
        waits(outline, &traffic.waits, Word::QueueTimeAll, |row| row.messages),
        waits(outline, &traffic.waits, Word::QueueTimeRemote, |row| row.remote),
        Section { heading: Some(outline.text(Word::DeliveryTimes).into()), ..times::section(outline) },
        rejections(outline, traffic, Detail::Rejection, Word::TopRejections),
        rejections(outline, traffic, Detail::TemporaryRejection, Word::TopTemporaryRejections),
    ];
    sections.extend(senders(outline, traffic));
    sections.extend(destinations(outline, traffic));
    sections.push(refused(outline, &traffic.refused, Word::TopRejectedIps));
    sections.push(refused(outline, &traffic.refused_for_now, Word::TopTemporaryRejectedIps));
    sections.push(detail(outline, traffic, Detail::Bounce, Word::ErrorList));
    sections
}

fn grand_total(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let Outline { report, lang, .. } = outline;
    let received = report.volumes.as_ref().map(|volumes| volumes.total).unwrap_or_default();
    let hosts = |n: u64, is_exact| if n == 0 { String::new() } else { phrases::about(n, is_exact, lang) };
    let share = |n: u64| format!("{} ({})", number(n), labels::percent_of(n, received.received, lang));
    let rejected = |outcome| number(events(outline, Kind::Reject, &[outcome]));
    let delivered = &traffic.delivered;
    let of = |ranked: &Ranked<u64>| hosts(ranked.n, ranked.is_exact);
    let rows = [
        (
            Word::Received,
            [
                bytes(received.received_bytes),
                number(received.received),
                String::new(),
                hosts(traffic.sources.n, traffic.sources.is_exact),
                share(traffic.delayed),
                share(traffic.failed),
            ],
        ),
        (
            Word::DeliveredHeading,
            [
                bytes(delivered.message_bytes),
                number(delivered.messages),
                number(delivered.addresses),
                hosts(traffic.destinations.n, traffic.destinations.is_exact),
                String::new(),
                String::new(),
            ],
        ),
        (Word::Rejects, only(rejected(Outcome::Rejected), of(&traffic.refused))),
        (Word::TemporaryRejects, only(rejected(Outcome::TemporarilyRejected), of(&traffic.refused_for_now))),
    ];
    let headings = [
        Word::Volume,
        Word::MessageCount,
        Word::Addresses,
        Word::HostCount,
        Word::DelayedHeading,
        Word::FailedMessages,
    ];
    let numbers = headings.map(|word| Column::number(outline.text(word)));
    let columns = std::iter::once(Column::word(outline.text(Word::TotalHeading))).chain(numbers).collect();
    let row = |(name, cells): (Word, [String; 6])| {
        std::iter::once(Cell::text(outline.text(name)).in_tone(Tone::Strong)).chain(cells.map(Cell::text)).collect()
    };
    let n_unknown = usize::from(!counts_messages(outline));
    let table = Table::new(columns, rows.into_iter().skip(n_unknown).map(row).collect());
    section(outline, Word::GrandTotalSummary, vec![Block::Table(table)])
}

/// Messages and hosts, and nothing else.
fn only(messages: String, hosts: String) -> [String; 6] {
    [String::new(), messages, String::new(), hosts, String::new(), String::new()]
}

fn transports(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let columns = vec![
        Column::number(outline.text(Word::Volume)),
        Column::number(outline.text(Word::MessageCount)),
        Column::text(outline.text(Word::Transport), 12),
    ];
    let cells = |Named { name, value }: &Named<Parcels>| {
        let name = if name.is_empty() { outline.text(Word::NoPlace) } else { name };
        vec![Cell::text(bytes(value.message_bytes)), Cell::number(value.messages), Cell::text(name)]
    };
    let transports = &traffic.transports;
    section(outline, Word::ByTransport, list(outline, transports, &transports.by_count, columns, cells))
}

/// All hours of a day with a bar each; days are added up.
fn per_hour(outline: Outline<'_>, traffic: &Traffic, heading: Word, count: fn(&Flow) -> u64) -> Section {
    let mut hours = [0; 24];
    for row in &traffic.hours {
        hours[usize::from(row.start.civil().hour().unsigned_abs())] += count(&row.flow);
    }
    let longest = hours.iter().copied().max().unwrap_or(0);
    if longest == 0 {
        return Section::default();
    }
    let row = |(hour, &n): (usize, &u64)| {
        let bar = Cell::of(Content::Bar { part: n, value: n, longest });
        vec![Cell::text(format!("{hour:02}-{:02}", hour + 1)), Cell::number(n), bar]
    };
    let columns =
        vec![Column::word(outline.text(Word::Hour)), Column::number(outline.text(Word::Count)), Column::extra("", 16)];
    let rows = hours.iter().enumerate().map(row).collect();
    section(outline, heading, vec![Block::Table(Table { has_headings: false, ..Table::new(columns, rows) })])
}

fn waits(outline: Outline<'_>, rows: &[WaitRow], heading: Word, count: fn(&WaitRow) -> u64) -> Section {
    let lang = outline.lang;
    let all: u64 = rows.iter().map(count).sum();
    if all == 0 {
        return Section::default();
    }
    let mut so_far = 0;
    let row = |row: &WaitRow| {
        let n = count(row);
        so_far += n;
        let seconds = row.wait.bound().unwrap_or(LONGEST);
        let time = labels::duration(u32::try_from(seconds * 1000).unwrap_or(u32::MAX), lang);
        vec![
            Cell::text(phrases::wait(row.wait.bound().is_some(), &time, lang)),
            Cell::number(n),
            Cell::text(labels::percent_of(n, all, lang)),
            Cell::text(labels::percent_of(so_far, all, lang)),
        ]
    };
    let columns = vec![
        Column::word(outline.text(Word::Time)),
        Column::number(outline.text(Word::MessageCount)),
        Column::number(outline.text(Word::Share)),
        Column::number(outline.text(Word::Cumulative)),
    ];
    let rows = rows.iter().filter(|row| count(row) > 0).map(row).collect();
    section(outline, heading, vec![Block::Table(Table::new(columns, rows))])
}

/// Reasons with the stage in front, most first.
fn rejections(outline: Outline<'_>, traffic: &Traffic, detail: Detail, heading: Word) -> Section {
    let mut rows: Vec<(u64, String)> = Vec::new();
    for group in traffic.reasons.iter().filter(|group| group.detail == detail) {
        let stage = Stage::from_name(&group.place).unwrap_or(Stage::Unknown);
        let stage = labels::stage(stage, outline.lang);
        rows.extend(group.reasons.iter().map(|(text, n)| (*n, format!("{stage}: {}", quote(text)))));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let n = rows.len() as u64;
    let by_count = rows.into_iter().map(|(n, name)| Named { name: name.into(), value: n }).collect();
    let all = Ranked { n, dropped: traffic.dropped_reasons, by_count, ..Ranked::default() };
    let columns = vec![Column::number(outline.text(Word::Count)), Column::text(outline.text(Word::Reason), 20)];
    let cells = |row: &Named<u64>| vec![Cell::number(row.value), Cell::text(&*row.name)];
    section(outline, heading, list(outline, &all, &all.by_count, columns, cells))
}

/// Hosts, domains and addresses that sent, each by count and by volume.
fn senders(outline: Outline<'_>, traffic: &Traffic) -> Vec<Section> {
    let Traffic { sources, sender_domains, senders, .. } = traffic;
    let columns = |heading| {
        vec![
            Column::number(outline.text(Word::MessageCount)),
            Column::number(outline.text(Word::Volume)),
            Column::number(outline.text(Word::AverageSize)),
            Column::text(outline.text(heading), 12),
        ]
    };
    let row = |n: u64, volume: u64, name: &str| {
        let average = volume.checked_div(n).unwrap_or(0);
        vec![Cell::number(n), Cell::text(bytes(volume)), Cell::text(bytes(average)), Cell::text(name)]
    };
    let host = |of: &Named<Parcels>| row(of.value.messages, of.value.bytes, host(outline, &of.name));
    let sender = |of: &Named<Volume>| {
        row(of.value.received, of.value.received_bytes, labels::sender(Some(&of.name), outline.lang))
    };
    let hosts = |rows, heading| section(outline, heading, list(outline, sources, rows, columns(Word::Host), host));
    let named = |of: &Ranked<Volume>, rows: &[Named<Volume>], heading, column| {
        section(outline, heading, list(outline, of, rows, columns(column), sender))
    };
    vec![
        hosts(&sources.by_count, Word::SourcesByCount),
        hosts(&sources.by_bytes, Word::SourcesByVolume),
        named(sender_domains, &sender_domains.by_count, Word::SenderDomainsByCount, Word::Domain),
        named(sender_domains, &sender_domains.by_bytes, Word::SenderDomainsByVolume, Word::Domain),
        named(senders, &senders.by_count, Word::TopSendersByCount, Word::Sender),
        named(senders, &senders.by_bytes, Word::TopSendersByVolume, Word::Sender),
    ]
}

/// Hosts, domains and addresses that got mail, each by count and by volume.
fn destinations(outline: Outline<'_>, traffic: &Traffic) -> Vec<Section> {
    let Traffic { destinations, recipient_domains, recipients, .. } = traffic;
    let columns = |heading| {
        vec![
            Column::number(outline.text(Word::MessageCount)),
            Column::number(outline.text(Word::Addresses)),
            Column::number(outline.text(Word::Volume)),
            Column::number(outline.text(Word::AverageSize)),
            Column::text(outline.text(heading), 12),
        ]
    };
    let row = |of: &Parcels, name: &str| {
        let average = of.message_bytes.checked_div(of.messages).unwrap_or(0);
        let numbers = [Cell::number(of.messages), Cell::number(of.addresses)];
        let sizes = [Cell::text(bytes(of.message_bytes)), Cell::text(bytes(average))];
        numbers.into_iter().chain(sizes).chain([Cell::text(name)]).collect()
    };
    let to_host = |of: &Named<Parcels>| row(&of.value, host(outline, &of.name));
    let to_domain = |of: &Named<DomainParcels>| row(&of.value.parcels, labels::domain(&of.name, outline.lang));
    let to = |of: &Named<Parcels>| row(&of.value, &of.name);
    let hosts =
        |rows, heading| section(outline, heading, list(outline, destinations, rows, columns(Word::Host), to_host));
    let domains = |rows: &[Named<DomainParcels>], heading| {
        // Where nothing was delivered is no destination.
        let reached = rows.iter().filter(|row| row.value.parcels.addresses > 0).cloned().collect();
        let Ranked { is_exact, dropped, .. } = *recipient_domains;
        let n = traffic.n_reached_domains;
        let all = Ranked { n, is_exact, dropped, by_count: reached, by_bytes: Vec::new() };
        section(outline, heading, list(outline, &all, &all.by_count, columns(Word::Domain), to_domain))
    };
    let addresses =
        |rows, heading| section(outline, heading, list(outline, recipients, rows, columns(Word::Address), to));
    vec![
        hosts(&destinations.by_count, Word::DestinationsByCount),
        hosts(&destinations.by_bytes, Word::DestinationsByVolume),
        domains(&recipient_domains.by_count, Word::DomainDestinationsByCount),
        domains(&recipient_domains.by_bytes, Word::DomainDestinationsByVolume),
        addresses(&recipients.by_count, Word::RecipientDestinationsByCount),
        addresses(&recipients.by_bytes, Word::RecipientDestinationsByVolume),
    ]
}

fn host<'a>(outline: Outline<'_>, name: &'a str) -> &'a str {
    if name.is_empty() { outline.text(Word::OwnHost) } else { name }
}

fn refused(outline: Outline<'_>, clients: &Ranked<u64>, heading: Word) -> Section {
    let columns = vec![Column::number(outline.text(Word::Count)), Column::text(outline.text(Word::Address), 12)];
    let cells = |row: &Named<u64>| {
        let name = if row.name.is_empty() { outline.text(Word::NoPlace) } else { &row.name };
        vec![Cell::number(row.value), Cell::text(name)]
    };
    section(outline, heading, list(outline, clients, &clients.by_count, columns, cells))
}
