//! The sections of pflogsumm, 1.1.5 and what 1.3.0 has beyond it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;

use super::super::{Block, Cell, Column, Fact, Outline, Section, Table, Tone, health, words};
use super::reasons::{complaints, detail};
use super::tables::{self, Total, events, list, section};
use crate::event::{Kind, Outcome};
use crate::notice::{Severity, Signal};
use crate::render::labels::{self, bytes};
use crate::render::phrases;
use crate::report::{Flow, Health, Named, Ranked, Traffic, Volume};
use crate::summary::{Detail, DomainParcels, Parcels};
use crate::words::Word;

/// The sections in their order.
pub(in crate::render::outline) fn sections(outline: Outline<'_>) -> Vec<Section> {
    let Some(traffic) = &outline.report.traffic else { return Vec::new() };
    let days: BTreeSet<_> = traffic.hours.iter().map(|row| row.start.civil().date()).collect();
    let n_days = days.len();
    let mut sections = vec![grand_totals(outline, traffic)];
    if n_days > 1 {
        sections.push(per_day(outline, traffic));
    }
    sections.push(per_hour(outline, traffic, n_days as u64));
    sections.push(domain_delivery(outline, traffic));
    sections.push(domain_received(outline, traffic));
    sections.push(statistics(outline, Word::SmtpConnections, Word::Connections, health::connections));
    sections.extend(by_name(outline, traffic));
    sections.push(without_size(outline, traffic));
    sections.extend(problems(outline, traffic));
    sections
}

fn grand_totals(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let rows = numbers(outline, traffic).into_iter().chain(sizes_and_names(outline, traffic));
    let rows = rows.filter(|(is_known, _)| *is_known).map(|(_, total)| total).collect();
    section(outline, Word::GrandTotals, vec![tables::totals(outline, rows)])
}

/// What became of messages, and whether that is known.
fn numbers(outline: Outline<'_>, traffic: &Traffic) -> Vec<(bool, Total)> {
    let Outline { report, lang, .. } = outline;
    let of = |kind, outcomes: &[Outcome]| events(outline, kind, outcomes);
    let is_whole = tables::counts_messages(outline);
    let is_noted = report.selection.is_empty() || report.health.is_some();
    let received = report.volumes.as_ref().map_or(0, |volumes| volumes.total.received);
    let deferred = report.messages.as_ref().map_or(0, |messages| messages.deferred.all());
    let deferrals = of(Kind::Delivery, &[Outcome::Deferred]);
    let delivered = traffic.delivered.addresses;
    let for_now = of(Kind::Reject, &[Outcome::TemporarilyRejected]);
    let rejected = for_now + of(Kind::Reject, &[Outcome::Rejected]);
    let discarded = of(Kind::Reject, &[Outcome::Discarded]) + of(Kind::Delivery, &[Outcome::Discarded]);
    let all = delivered + rejected + discarded;
    let share = |n: u64| if n > 0 { labels::percent_of(n, all, lang) } else { String::new() };
    let warned = report.health.as_ref().map_or(0, |health| health.signal(Signal::WouldReject));
    vec![
        (is_whole, Total::count(received, Word::ReceivedTotal)),
        (true, Total::count(delivered, Word::Delivered)),
        (true, Total::count(traffic.forwarded, Word::Forwarded)),
        (is_whole, Total::count(deferred, Word::Deferred).with(phrases::deferrals(deferrals, lang))),
        (!is_whole, Total::count(deferrals, Word::Deferrals)),
        (true, Total::count(of(Kind::Delivery, &[Outcome::Bounced]), Word::Bounced)),
        (true, Total::count(of(Kind::Delivery, &[Outcome::Expired]), Word::Expired)),
        (true, Total::count(rejected, Word::Rejected).with(phrases::rejected(&share(rejected), for_now, lang))),
        (is_noted, Total::count(warned, Word::WouldReject)),
        (true, Total::count(of(Kind::Reject, &[Outcome::Held]), Word::Held)),
        (true, Total::count(discarded, Word::Discarded).with(share(discarded))),
    ]
}

/// Bytes, and how many names there are.
fn sizes_and_names(outline: Outline<'_>, traffic: &Traffic) -> Vec<(bool, Total)> {
    let is_whole = tables::counts_messages(outline);
    let received = outline.report.volumes.as_ref().map_or(0, |volumes| volumes.total.received_bytes);
    let domains_are_exact = traffic.recipient_domains.is_exact;
    vec![
        (is_whole, Total::bytes(received, Word::BytesReceived)),
        (true, Total::bytes(traffic.delivered.bytes, Word::BytesDelivered)),
        (is_whole, Total::names(&traffic.senders, Word::SendersTotal, outline)),
        (is_whole, Total::names(&traffic.sender_domains, Word::SendingDomains, outline)),
        (true, Total::names(&traffic.recipients, Word::RecipientsTotal, outline)),
        (true, Total::about(traffic.n_reached_domains, domains_are_exact, Word::ReceivingDomains, outline)),
    ]
}

fn flow_columns(outline: Outline<'_>, first: Word) -> Vec<Column> {
    let numbers =
        [Word::Received, Word::DeliveredHeading, Word::DeferredHeading, Word::BouncedHeading, Word::RejectedHeading];
    let known = numbers.into_iter().skip(n_unknown(outline));
    std::iter::once(Column::word(outline.text(first)))
        .chain(known.map(|word| Column::number(outline.text(word))))
        .collect()
}

fn flow_cells(outline: Outline<'_>, name: String, flow: &Flow, per: u64) -> Vec<Cell> {
    // Rounded, as a share of days is no whole number.
    let number = |n: u64| Cell::number((n + per / 2) / per);
    let known = flow.numbers().into_iter().skip(n_unknown(outline));
    std::iter::once(Cell::text(name)).chain(known.map(number)).collect()
}

/// How many of the first numbers of a flow are not known.
fn n_unknown(outline: Outline<'_>) -> usize {
    usize::from(!tables::counts_messages(outline))
}

fn per_day(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let mut days: BTreeMap<civil::Date, Flow> = BTreeMap::new();
    for row in &traffic.hours {
        days.entry(row.start.civil().date()).or_default().absorb(&row.flow);
    }
    let rows = days.iter().map(|(day, flow)| flow_cells(outline, day.to_string(), flow, 1)).collect();
    let table = Table::new(flow_columns(outline, Word::Day), rows);
    section(outline, Word::PerDayTraffic, vec![Block::Table(table)])
}

/// All hours of a day: sums over the days, or averages if there are several.
fn per_hour(outline: Outline<'_>, traffic: &Traffic, n_days: u64) -> Section {
    if n_days == 0 {
        return Section::default();
    }
    let mut hours = [Flow::default(); 24];
    for row in &traffic.hours {
        hours[usize::from(row.start.civil().hour().unsigned_abs())].absorb(&row.flow);
    }
    let name = |hour: usize| format!("{hour:02}00-{:02}00", hour + 1);
    let rows = hours.iter().enumerate().map(|(hour, flow)| flow_cells(outline, name(hour), flow, n_days)).collect();
    let heading = if n_days > 1 { Word::PerHourAverage } else { Word::PerHourTraffic };
    let table = Table::new(flow_columns(outline, Word::Hour), rows);
    section(outline, heading, vec![Block::Table(table)])
}

fn domain_delivery(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let number = |word| Column::number(outline.text(word));
    let columns = vec![
        number(Word::SentCount),
        number(Word::Size),
        number(Word::Defers),
        number(Word::AverageDelay),
        number(Word::LongestDelay),
        Column::text(outline.text(Word::Domain), 12),
    ];
    let time = |milliseconds: u64| labels::duration(u32::try_from(milliseconds).unwrap_or(u32::MAX), outline.lang);
    let cells = |Named { name, value }: &Named<DomainParcels>| {
        let average = value.milliseconds.checked_div(value.timed).map_or(String::new(), time);
        let longest = if value.timed > 0 { time(value.longest.into()) } else { String::new() };
        vec![
            Cell::number(value.parcels.addresses),
            Cell::text(bytes(value.parcels.bytes)),
            Cell::number(value.deferrals),
            Cell::text(average),
            Cell::text(longest),
            Cell::text(labels::domain(name, outline.lang)),
        ]
    };
    let domains = &traffic.recipient_domains;
    section(outline, Word::DomainDelivery, list(outline, domains, &domains.by_count, columns, cells))
}

fn domain_received(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let number = |word| Column::number(outline.text(word));
    let columns = vec![number(Word::MessageCount), number(Word::Size), Column::text(outline.text(Word::Domain), 12)];
    let cells = |Named { name, value }: &Named<Volume>| {
        vec![
            Cell::number(value.received),
            Cell::text(bytes(value.received_bytes)),
            Cell::text(labels::sender(Some(name), outline.lang)),
        ]
    };
    let domains = &traffic.sender_domains;
    section(outline, Word::DomainReceived, list(outline, domains, &domains.by_count, columns, cells))
}

/// Senders and recipients, by messages and by bytes.
fn by_name(outline: Outline<'_>, traffic: &Traffic) -> Vec<Section> {
    let Traffic { senders, recipients, .. } = traffic;
    let sender = |name: &str| labels::sender(Some(name), outline.lang).to_owned();
    let recipient = |name: &str| name.to_owned();
    let count = |row: &Named<Volume>| labels::number(row.value.received);
    let size = |row: &Named<Volume>| bytes(row.value.received_bytes);
    let to_count = |row: &Named<Parcels>| labels::number(row.value.addresses);
    let to_size = |row: &Named<Parcels>| bytes(row.value.bytes);
    let from = |column| [column, Word::Sender];
    let to = |column| [column, Word::Recipients];
    let lists = [
        (Word::SendersByCount, names(outline, senders, &senders.by_count, from(Word::MessageCount), count, sender)),
        (
            Word::RecipientsByCount,
            names(outline, recipients, &recipients.by_count, to(Word::MessageCount), to_count, recipient),
        ),
        (Word::SendersBySize, names(outline, senders, &senders.by_bytes, from(Word::Size), size, sender)),
        (Word::RecipientsBySize, names(outline, recipients, &recipients.by_bytes, to(Word::Size), to_size, recipient)),
    ];
    lists.map(|(heading, blocks)| section(outline, heading, blocks)).into()
}

/// A number and a name in each row.
fn names<V>(
    outline: Outline<'_>,
    of: &Ranked<V>,
    rows: &[Named<V>],
    headings: [Word; 2],
    value: impl Fn(&Named<V>) -> String,
    name: impl Fn(&str) -> String,
) -> Vec<Block> {
    let columns = vec![Column::number(outline.text(headings[0])), Column::text(outline.text(headings[1]), 12)];
    list(outline, of, rows, columns, |row| vec![Cell::text(value(row)), Cell::text(name(&row.name))])
}

/// Deliveries of messages that entered the queue before the logs begin.
fn without_size(outline: Outline<'_>, traffic: &Traffic) -> Section {
    let n = traffic.delivered.addresses - traffic.delivered.weighed.min(traffic.delivered.addresses);
    let text = || words(phrases::without_size(n, outline.lang));
    let blocks = if n > 0 { vec![Block::Paragraph(text())] } else { Vec::new() };
    section(outline, Word::NoSizeData, blocks)
}

fn problems(outline: Outline<'_>, traffic: &Traffic) -> Vec<Section> {
    let of = |sort, heading| detail(outline, traffic, sort, heading);
    let mut sections = vec![
        of(Detail::Deferral, Word::DeferralDetail),
        of(Detail::Bounce, Word::BounceDetail),
        of(Detail::Expiry, Word::ExpiryDetail),
        of(Detail::Rejection, Word::RejectDetail),
        of(Detail::TemporaryRejection, Word::RejectForNowDetail),
        of(Detail::Hold, Word::HoldDetail),
        of(Detail::Discard, Word::DiscardDetail),
        of(Detail::Attempt, Word::AttemptDetail),
        statistics(outline, Word::ScreeningStatistics, Word::Postscreen, health::screening),
        statistics(outline, Word::TlsStatistics, Word::TlsFact, health::tls),
    ];
    let severities = [
        (Severity::Warning, Word::Warnings),
        (Severity::Error, Word::Errors),
        (Severity::Fatal, Word::FatalErrors),
        (Severity::Panic, Word::Panics),
    ];
    sections.extend(severities.map(|(severity, heading)| complaints(outline, severity, heading)));
    sections
}

/// What servers noted of one sort.
fn statistics(
    outline: Outline<'_>,
    heading: Word,
    name: Word,
    items: fn(Outline<'_>, &Health) -> Vec<(String, Tone)>,
) -> Section {
    let items = outline.report.health.as_ref().map(|health| items(outline, health)).unwrap_or_default();
    let fact = |items| Block::Facts(vec![Fact::new(outline.text(name), health::line(items))]);
    section(outline, heading, if items.is_empty() { Vec::new() } else { vec![fact(items)] })
}
