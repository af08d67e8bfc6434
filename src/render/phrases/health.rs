//! Phrases about what servers noted beside mail.

use super::counted;
use crate::catalog::Lang;
use crate::event::Stage;
use crate::notice::{Direction, Peak};
use crate::render::labels::{number, percent_of, stage};
use crate::words::Word;

/// How many warnings are in no list.
pub(in crate::render) fn too_many_warnings(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Too many to list all: {} in no list.", counted(n, "warning is", "warnings are")),
        Lang::Ja => format!("多すぎるため、警告 {} 件は一覧にありません。", number(n)),
    }
}

/// Names with their counts: `TLSv1.3 480, TLSv1.2 20`.
pub(in crate::render) fn counts<'a>(named: impl Iterator<Item = (&'a str, u64)>) -> String {
    named.map(|(name, n)| format!("{name} {}", number(n))).collect::<Vec<_>>().join(", ")
}

/// A name and its count: `wrong commands 12`.
pub(in crate::render) fn labelled(n: u64, name: Word, lang: Lang) -> String {
    counts(std::iter::once((name.text(lang), n)))
}

/// `lost 20 (rcpt 12, auth 8)`: sessions by the command before, the first `most` of them.
pub(in crate::render) fn broken(n: u64, how: Word, stages: &[(Stage, u64)], most: usize, lang: Lang) -> String {
    let named = stages.iter().filter(|(stage, _)| *stage != Stage::Unknown);
    let named = counts(named.take(most).map(|&(of, n)| (stage(of, lang), n)));
    let behind = if named.is_empty() { String::new() } else { format!(" ({named})") };
    format!("{}{behind}", labelled(n, how, lang))
}

/// `sessions from clients: 480 of 1,204 connections (39.9 %)`; without a share if `all` is not known or not all.
pub(in crate::render) fn tls_sessions(direction: Direction, n: u64, all: u64, lang: Lang) -> String {
    let who = match (direction, lang) {
        (Direction::In, Lang::En) => "sessions from clients",
        (Direction::Screening, Lang::En) => "sessions in front of postscreen",
        (Direction::Out, Lang::En) => "sessions to servers",
        (Direction::In, Lang::Ja) => "クライアントからのセッション",
        (Direction::Screening, Lang::Ja) => "postscreen のセッション",
        (Direction::Out, Lang::Ja) => "サーバーへのセッション",
    };
    let count = number(n);
    if all < n {
        return format!("{who}: {count}");
    }
    let (of, percent) = (number(all), percent_of(n, all, lang));
    match lang {
        Lang::En => format!("{who}: {count} of {of} connections ({percent})"),
        Lang::Ja => format!("{who}: 接続 {of} 件中 {count} 件 ({percent})"),
    }
}

/// `messages in: 55 of 60 encrypted (91.7 %)`.
pub(in crate::render) fn carried(direction: Direction, n: u64, all: u64, lang: Lang) -> String {
    let (percent, n, of) = (percent_of(n, all, lang), number(n), number(all));
    match (direction, lang) {
        (Direction::Out, Lang::En) => format!("deliveries: {n} of {of} encrypted ({percent})"),
        (_, Lang::En) => format!("messages in: {n} of {of} encrypted ({percent})"),
        (Direction::Out, Lang::Ja) => format!("配送: {of} 件中 {n} 件を暗号化 ({percent})"),
        (_, Lang::Ja) => format!("受信: {of} 通中 {n} 通を暗号化 ({percent})"),
    }
}

/// `on blocklists 14 (rank up to 8)`.
pub(in crate::render) fn ranked(n: u64, largest: u32, lang: Lang) -> String {
    match lang {
        Lang::En => format!("on blocklists {} (rank up to {largest})", number(n)),
        Lang::Ja => format!("ブロックリスト {} (最大ランク {largest})", number(n)),
    }
}

/// `listed by zen.example 12, list.example 2 and 3 more`.
pub(in crate::render) fn lists(named: &str, more: u64, lang: Lang) -> String {
    match (more, lang) {
        (0, Lang::En) => format!("listed by {named}"),
        (_, Lang::En) => format!("listed by {named} and {} more", number(more)),
        (0, Lang::Ja) => format!("掲載元 {named}"),
        (_, Lang::Ja) => format!("掲載元 {named}、ほか {} 件", number(more)),
    }
}

/// `most connections in 60 s: 3 (smtp:192.0.2.7)`.
pub(in crate::render) fn highest(peak: Peak, value: u64, seconds: u64, client: &str, lang: Lang) -> String {
    let what = match (peak, lang) {
        (Peak::ConnectionRate | Peak::ConnectionCount, Lang::En) => "connections",
        (Peak::MessageRate, Lang::En) => "messages",
        (Peak::RecipientRate, Lang::En) => "recipients",
        (Peak::TlsRate, Lang::En) => "new TLS sessions",
        (Peak::AuthRate, Lang::En) => "logins",
        (Peak::ConnectionRate | Peak::ConnectionCount, Lang::Ja) => "接続",
        (Peak::MessageRate, Lang::Ja) => "メッセージ",
        (Peak::RecipientRate, Lang::Ja) => "受信者",
        (Peak::TlsRate, Lang::Ja) => "TLS セッション",
        (Peak::AuthRate, Lang::Ja) => "認証",
    };
    let value = number(value);
    match (seconds, lang) {
        (0, Lang::En) => format!("most {what} at once: {value} ({client})"),
        (_, Lang::En) => format!("most {what} in {seconds} s: {value} ({client})"),
        (0, Lang::Ja) => format!("同時の最大: {what} {value} ({client})"),
        (_, Lang::Ja) => format!("{seconds} 秒間の最大: {what} {value} ({client})"),
    }
}
