//! The servers' own health: a line each for connections, TLS, postscreen and limits, then the worst warnings.

use super::{Block, Cell, Column, Fact, Hidden, Line, Outline, Section, Span, Table, Tone, quote};
use crate::notice::{Area, Break, Direction, Severity, Signal, TlsVersion};
use crate::render::labels::{TimeForm, number};
use crate::render::phrases;
use crate::report::{Health, WarningRow};
use crate::words::Word;

/// So many stages, lists and versions are named in a line.
const MAX_NAMED: usize = 3;

pub(super) fn section(outline: Outline<'_>) -> Section {
    let blocks = outline.report.health.as_ref().map(|health| blocks(outline, health)).unwrap_or_default();
    Section::new(outline.text(Word::ServerHealth), blocks)
}

fn blocks(outline: Outline<'_>, health: &Health) -> Vec<Block> {
    let facts = [
        (Word::Connections, connections(outline, health)),
        (Word::TlsFact, tls(outline, health)),
        (Word::Postscreen, screening(outline, health)),
        (Word::Limits, limits(outline, health)),
    ];
    let said = facts.into_iter().filter(|(_, items)| !items.is_empty());
    let facts: Vec<_> = said.map(|(name, items)| Fact::new(outline.text(name), line(items))).collect();
    let mut blocks = if facts.is_empty() { vec![] } else { vec![Block::Facts(facts)] };
    if !health.warnings.is_empty() {
        blocks.push(Block::Table(warnings(outline, &health.warnings)));
        let n = health.warnings.len();
        blocks.extend(outline.rest(n, outline.limit, Hidden::RowsOf(n as u64)));
    }
    if health.dropped_warnings > 0 {
        let text = phrases::too_many_warnings(health.dropped_warnings, outline.lang);
        blocks.push(Block::Paragraph(vec![Span::new(text).in_tone(Tone::Dim)]));
    }
    blocks
}

/// Facts with semicolons between them: some hold commas of their own.
pub(super) fn line(items: Vec<(String, Tone)>) -> Line {
    let last = items.len().saturating_sub(1);
    let span = |(at, (text, tone)): (usize, (String, Tone))| {
        Span::new(if at < last { format!("{text};") } else { text }).in_tone(tone)
    };
    items.into_iter().enumerate().map(span).collect()
}

/// The signals of an area: what is bad stands out.
fn signals(outline: Outline<'_>, health: &Health, area: Area) -> impl Iterator<Item = (String, Tone)> {
    let of_area = health.signals.iter().filter(move |(signal, _)| signal.area() == area);
    of_area.map(move |&(signal, n)| (phrases::labelled(n, word(signal), outline.lang), tone(signal)))
}

pub(super) fn connections(outline: Outline<'_>, health: &Health) -> Vec<(String, Tone)> {
    let n = health.signal(Signal::Connection);
    let mut items = if n > 0 { vec![(number(n), Tone::Strong)] } else { vec![] };
    for (how, word) in [(Break::Lost, Word::LostSessions), (Break::TimedOut, Word::TimedOutSessions)] {
        let mut stages: Vec<_> = health.broken.iter().filter(|row| row.0 == how).map(|row| (row.1, row.2)).collect();
        stages.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        let n: u64 = stages.iter().map(|(_, n)| n).sum();
        if n > 0 {
            items.push((phrases::broken(n, word, &stages, MAX_NAMED, outline.lang), Tone::Plain));
        }
    }
    items
}

pub(super) fn tls(outline: Outline<'_>, health: &Health) -> Vec<(String, Tone)> {
    let lang = outline.lang;
    let mut items = Vec::new();
    for direction in Direction::ALL {
        let n = health.n_sessions(*direction);
        // A share of what is not logged would be made up.
        let all = if *direction == Direction::In { health.signal(Signal::Connection) } else { 0 };
        if n > 0 {
            items.push((phrases::tls_sessions(*direction, n, all, lang), Tone::Plain));
        }
    }
    for (direction, carried) in &health.carried {
        items.push((phrases::carried(*direction, carried.n_encrypted(), carried.all(), lang), Tone::Plain));
    }
    let versions = versions(health);
    if !versions.is_empty() {
        items.push((phrases::counts(versions.iter().map(|&(version, n)| (version.name(), n))), Tone::Plain));
    }
    items.extend(signals(outline, health, Area::Tls));
    items
}

/// Sessions by version, or mail where no session was logged: newest first.
fn versions(health: &Health) -> Vec<(TlsVersion, u64)> {
    let of_sessions = |version| health.sessions.iter().filter(|row| row.version == version).map(|row| row.count).sum();
    let of_mail = |version| health.carried.iter().map(|(_, carried)| carried.encrypted[version as usize]).sum();
    let has_sessions = !health.sessions.is_empty();
    let known = TlsVersion::ALL.iter().rev().filter(|&&version| version != TlsVersion::Unknown);
    let count = |&version: &TlsVersion| (version, if has_sessions { of_sessions(version) } else { of_mail(version) });
    known.map(count).filter(|&(_, n): &(_, u64)| n > 0).collect()
}

pub(super) fn screening(outline: Outline<'_>, health: &Health) -> Vec<(String, Tone)> {
    let mut items: Vec<_> = signals(outline, health, Area::Screening).collect();
    if health.n_ranked() > 0 {
        let text = phrases::ranked(health.n_ranked(), health.largest_rank, outline.lang);
        items.push((text, Tone::Warning));
    }
    if !health.lists.is_empty() {
        let named = health.lists.iter().take(MAX_NAMED).map(|(name, n)| (name.as_str(), *n));
        let more = health.lists.len().saturating_sub(MAX_NAMED) as u64;
        items.push((phrases::lists(&phrases::counts(named), more, outline.lang), Tone::Plain));
    }
    items
}

fn limits(outline: Outline<'_>, health: &Health) -> Vec<(String, Tone)> {
    let mut items: Vec<_> = signals(outline, health, Area::Limits).collect();
    let peaks = health.peaks.iter();
    items.extend(
        peaks.map(|row| (phrases::highest(row.peak, row.value, row.seconds, &row.client, outline.lang), Tone::Dim)),
    );
    items
}

fn warnings(outline: Outline<'_>, rows: &[WarningRow]) -> Table {
    let columns = vec![
        Column::word(outline.text(Word::Severity)),
        Column::text(outline.text(Word::Daemon), 5),
        Column::number(outline.text(Word::Count)),
        Column::extra(outline.text(Word::First), 8),
        Column::extra(outline.text(Word::Last), 8),
        Column::text(outline.text(Word::Text), 24),
    ];
    let form = TimeForm::of(outline.report.period, outline.lang);
    let row = |row: &WarningRow| {
        let (severity, tone) = match row.severity {
            Severity::Warning => (Word::WarningLabel, Tone::Warning),
            Severity::Error => (Word::ErrorLabel, Tone::Bad),
            Severity::Fatal => (Word::FatalLabel, Tone::Bad),
            Severity::Panic => (Word::PanicLabel, Tone::Bad),
        };
        let text = if row.tally.count == 1 { &row.example } else { &row.template };
        vec![
            Cell::text(outline.text(severity)).in_tone(tone),
            Cell::text(row.daemon.clone()),
            Cell::number(row.tally.count),
            Cell::time(row.tally.first, form),
            Cell::time(row.tally.last, form),
            Cell::text(quote(text)),
        ]
    };
    Table::new(columns, rows.iter().take(outline.limit).map(row).collect())
}

/// What counts as good, as trouble, or as neither.
fn tone(signal: Signal) -> Tone {
    match signal {
        Signal::PassedNew | Signal::PassedOld | Signal::Allowlisted => Tone::Good,
        Signal::Connection | Signal::Screened | Signal::Hangup | Signal::Postponed | Signal::WouldReject => Tone::Plain,
        _ => Tone::Warning,
    }
}

const fn word(signal: Signal) -> Word {
    match signal {
        Signal::Connection | Signal::Screened => Word::ConnectionCount,
        Signal::AcceptFailure => Word::TlsFailedIn,
        Signal::ConnectFailure => Word::TlsFailedOut,
        Signal::Library => Word::TlsLibrary,
        Signal::Certificate => Word::TlsCertificate,
        Signal::ServerName => Word::TlsServerName,
        Signal::PassedNew => Word::PassedNew,
        Signal::PassedOld => Word::PassedOld,
        Signal::Pregreet => Word::Pregreet,
        Signal::Hangup => Word::Hangup,
        Signal::BareNewline => Word::BareNewline,
        Signal::NonSmtpCommand => Word::NonSmtpCommand,
        Signal::Pipelining => Word::Pipelining,
        Signal::TimeLimit => Word::TimeLimit,
        Signal::CountLimit => Word::CountLimit,
        Signal::LengthLimit => Word::LengthLimit,
        Signal::NoRecipient => Word::NoRecipient,
        Signal::Allowlisted => Word::Allowlisted,
        Signal::Denylisted => Word::Denylisted,
        Signal::AllowlistVeto => Word::AllowlistVeto,
        Signal::ConnectionCount => Word::OverConnectionCount,
        Signal::ConnectionRate => Word::OverConnectionRate,
        Signal::MessageRate => Word::OverMessageRate,
        Signal::RecipientRate => Word::OverRecipientRate,
        Signal::TlsRate => Word::OverTlsRate,
        Signal::AuthRate => Word::OverAuthRate,
        Signal::Load => Word::OverLoad,
        Signal::Refused => Word::RefusedClients,
        Signal::TooManyErrors => Word::TooManyErrors,
        Signal::TooManyRecipients => Word::TooManyRecipients,
        Signal::UntimelyCommand => Word::UntimelyCommands,
        Signal::ProtocolError => Word::ProtocolErrors,
        Signal::Postponed => Word::Postponed,
        Signal::WouldReject => Word::WouldReject,
    }
}
