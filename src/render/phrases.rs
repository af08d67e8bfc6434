//! Phrases with values in them, in every language side by side.
//!
//! In: values and a [`Lang`]. Out: text to read, raw. Words that stand alone are in [`crate::words`].

use super::document::{Line, Span, Tone, words};
use super::labels::{kinds, number, outcome, percent_of, stage};
use crate::catalog::{Lang, Rule};
use crate::event::{Kind, Outcome, Silence, Stage};
use crate::notice::{Direction, Peak};
use crate::threshold::Verdict;
use crate::words::Word;

/// A number and its noun: `1 line`, `2,000 lines`.
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// Things that a list does not show all of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    Replies,
    Failures,
    Sources,
    /// Rows of a table that has so many.
    RowsOf(u64),
}

/// `3 more replies are not shown; --top 0 shows all.`
pub(super) fn not_shown(n: u64, what: Hidden, lang: Lang) -> String {
    match lang {
        Lang::En => {
            let more = match what {
                Hidden::Replies => counted(n, "more reply is", "more replies are"),
                Hidden::Failures => counted(n, "more kind of failure is", "more kinds of failure are"),
                Hidden::Sources => counted(n, "more source is", "more sources are"),
                Hidden::RowsOf(all) => format!("{} more of {}", number(n), number(all)),
            };
            format!("{more} not shown; --top 0 shows all.")
        }
        Lang::Ja => {
            let n = number(n);
            let more = match what {
                Hidden::Replies => format!("ほかの返信 {n} 件"),
                Hidden::Failures => format!("ほかの失敗 {n} 種類"),
                Hidden::Sources => format!("ほかの入力 {n} 個"),
                Hidden::RowsOf(all) => format!("{} 件中 {n} 件", number(all)),
            };
            format!("{more}を省略しました。--top 0 ですべて表示します。")
        }
    }
}

/// `bounce-*@lists.example (113 addresses)`.
pub(super) fn merged(name: &str, n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{name} ({} addresses)", number(n)),
        Lang::Ja => format!("{name}（{} アドレス）", number(n)),
    }
}

/// How much only the codes answered for, and how to write rules for it.
pub(super) fn unclassified(replies: u64, kinds: u64, lang: Lang) -> String {
    match lang {
        Lang::En => {
            let replies = counted(replies, "reply", "replies");
            let kinds = counted(kinds, "kind of text", "kinds of text");
            format!(
                "No rule knows {replies} of {kinds}; their codes answer. --unclassified FILE writes rules to fill in."
            )
        }
        Lang::Ja => format!(
            "{} 種類の文面、{} 件の返信に合う規則がなく、コードで回答しています。--unclassified FILE で規則のひな形を書き出します。",
            number(kinds),
            number(replies)
        ),
    }
}

/// `2 thresholds passed`.
pub(super) fn thresholds_passed(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "threshold passed", "thresholds passed"),
        Lang::Ja => format!("しきい値超過 {} 件", number(n)),
    }
}

/// `99.2 % delivered`.
pub(super) fn delivered_share(percent: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{percent} {}", outcome(Outcome::Delivered, lang)),
        Lang::Ja => format!("{} {percent}", outcome(Outcome::Delivered, lang)),
    }
}

/// `– 9 of 16 (56.2 %)`, `– 9`.
pub(super) fn measured(verdict: &Verdict, lang: Lang) -> String {
    let part = number(verdict.measured);
    match (verdict.whole, lang) {
        (None, _) => format!("– {part}"),
        (Some(whole), Lang::En) => {
            format!("– {part} of {} ({})", number(whole), percent_of(verdict.measured, whole, lang))
        }
        (Some(whole), Lang::Ja) => {
            format!("– {} 件中 {part} 件 ({})", number(whole), percent_of(verdict.measured, whole, lang))
        }
    }
}

/// `1,204 messages`.
pub(super) fn messages(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "message", "messages"),
        Lang::Ja => format!("{} 通", number(n)),
    }
}

/// `1,204 recipients`.
pub(super) fn recipients(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "recipient", "recipients"),
        Lang::Ja => format!("受信者 {} 件", number(n)),
    }
}

/// `1,204 of them, with 2,011 delivery results in all`.
pub(super) fn tried(messages: u64, results: u64, lang: Lang) -> String {
    match lang {
        Lang::En => {
            format!(
                "{} of them, with {} in all",
                number(messages),
                counted(results, "delivery result", "delivery results")
            )
        }
        Lang::Ja => format!("そのうち {} 通、配送結果は計 {} 件", number(messages), number(results)),
    }
}

/// Delivery results that belong to no message of these logs.
pub(super) fn opened_before(results: u64, lang: Lang) -> String {
    match lang {
        Lang::En => {
            let results = counted(results, "delivery result", "delivery results");
            format!("{results} of messages that entered the queue before these logs begin")
        }
        Lang::Ja => format!("ログの開始前にキューに入ったメッセージの配送結果 {} 件", number(results)),
    }
}

/// Deliveries that are in no percentile.
pub(super) fn times_not_logged(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} not logged and left out.", counted(n, "whole time is", "whole times are")),
        Lang::Ja => format!("受信から配送までの時間がログにない配送 {} 件は含みません。", number(n)),
    }
}

/// `about 120`, or `12` where it is exact.
pub(super) fn about(n: u64, is_exact: bool, lang: Lang) -> String {
    match (is_exact, lang) {
        (true, _) => number(n),
        (false, Lang::En) => format!("about {}", number(n)),
        (false, Lang::Ja) => format!("約 {}", number(n)),
    }
}

/// How many events are in no list of logins.
pub(super) fn too_many_logins(by_login: u64, by_address: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "Too many to list all: {} by login and {} by address are in no list.",
            counted(by_login, "event", "events"),
            counted(by_address, "event", "events")
        ),
        Lang::Ja => format!(
            "多すぎるため、ログイン名別で {} 件、アドレス別で {} 件は一覧にありません。",
            number(by_login),
            number(by_address)
        ),
    }
}

/// How many warnings are in no list.
pub(super) fn too_many_warnings(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Too many to list all: {} in no list.", counted(n, "warning is", "warnings are")),
        Lang::Ja => format!("多すぎるため、警告 {} 件は一覧にありません。", number(n)),
    }
}

/// Names with their counts: `TLSv1.3 480, TLSv1.2 20`.
pub(super) fn counts<'a>(named: impl Iterator<Item = (&'a str, u64)>) -> String {
    named.map(|(name, n)| format!("{name} {}", number(n))).collect::<Vec<_>>().join(", ")
}

/// A name and its count: `wrong commands 12`.
pub(super) fn labelled(n: u64, name: Word, lang: Lang) -> String {
    counts(std::iter::once((name.text(lang), n)))
}

/// `lost 20 (rcpt 12, auth 8)`: sessions by the command before, the first `most` of them.
pub(super) fn broken(n: u64, how: Word, stages: &[(Stage, u64)], most: usize, lang: Lang) -> String {
    let named = stages.iter().filter(|(stage, _)| *stage != Stage::Unknown);
    let named = counts(named.take(most).map(|&(of, n)| (stage(of, lang), n)));
    let behind = if named.is_empty() { String::new() } else { format!(" ({named})") };
    format!("{}{behind}", labelled(n, how, lang))
}

/// `sessions from clients: 480 of 1,204 connections (39.9 %)`; without a share if `all` is not known or not all.
pub(super) fn tls_sessions(direction: Direction, n: u64, all: u64, lang: Lang) -> String {
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
pub(super) fn carried(direction: Direction, n: u64, all: u64, lang: Lang) -> String {
    let (percent, n, of) = (percent_of(n, all, lang), number(n), number(all));
    match (direction, lang) {
        (Direction::Out, Lang::En) => format!("deliveries: {n} of {of} encrypted ({percent})"),
        (_, Lang::En) => format!("messages in: {n} of {of} encrypted ({percent})"),
        (Direction::Out, Lang::Ja) => format!("配送: {of} 件中 {n} 件を暗号化 ({percent})"),
        (_, Lang::Ja) => format!("受信: {of} 通中 {n} 通を暗号化 ({percent})"),
    }
}

/// `on blocklists 14 (rank up to 8)`.
pub(super) fn ranked(n: u64, largest: u32, lang: Lang) -> String {
    match lang {
        Lang::En => format!("on blocklists {} (rank up to {largest})", number(n)),
        Lang::Ja => format!("ブロックリスト {} (最大ランク {largest})", number(n)),
    }
}

/// `listed by zen.example 12, list.example 2 and 3 more`.
pub(super) fn lists(named: &str, more: u64, lang: Lang) -> String {
    match (more, lang) {
        (0, Lang::En) => format!("listed by {named}"),
        (_, Lang::En) => format!("listed by {named} and {} more", number(more)),
        (0, Lang::Ja) => format!("掲載元 {named}"),
        (_, Lang::Ja) => format!("掲載元 {named}、ほか {} 件", number(more)),
    }
}

/// `most connections in 60 s: 3 (smtp:192.0.2.7)`.
pub(super) fn highest(peak: Peak, value: u64, seconds: u64, client: &str, lang: Lang) -> String {
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

/// `36,012 lines of 2 sources`.
pub(super) fn lines_of_sources(lines: u64, sources: u64, lang: Lang) -> String {
    match lang {
        Lang::En => {
            format!("{} of {}", counted(lines, "line", "lines"), counted(sources, "source", "sources"))
        }
        Lang::Ja => format!("入力 {} 個、{} 行", number(sources), number(lines)),
    }
}

/// The heading of changes since an earlier period.
pub(super) fn changes_since(period: Option<&str>, lang: Lang) -> String {
    match (period, lang) {
        (Some(period), Lang::En) => format!("Changes since {period}"),
        (None, Lang::En) => "Changes since an earlier period".into(),
        (Some(period), Lang::Ja) => format!("以前の期間からの変化（{period}）"),
        (None, Lang::Ja) => "以前の期間からの変化".into(),
    }
}

/// `12,345 events`.
pub(super) fn events(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "event", "events"),
        Lang::Ja => format!("{} イベント", number(n)),
    }
}

/// `500 → 900`.
pub(super) fn from_to(old: u64, new: u64) -> String {
    format!("{} → {}", number(old), number(new))
}

/// Changes that chance explains; whether some stand above.
pub(super) fn small_changes(n: u64, follow: bool, lang: Lang) -> String {
    match (lang, follow) {
        (Lang::En, true) => format!("And {}.", counted(n, "small change", "small changes")),
        (Lang::En, false) => format!("Only {}, which chance may explain.", counted(n, "small change", "small changes")),
        (Lang::Ja, true) => format!("ほかに小さな変化が {} 件あります。", number(n)),
        (Lang::Ja, false) => format!("偶然の範囲の小さな変化が {} 件あるだけです。", number(n)),
    }
}

/// `1,234 bounced (10.0 %)`.
pub(super) fn outcome_of(count: u64, all: u64, of: Outcome, lang: Lang) -> String {
    let (count, percent, outcome) = (number(count), percent_of(count, all, lang), outcome(of, lang));
    match lang {
        Lang::En => format!("{count} {outcome} ({percent})"),
        Lang::Ja => format!("{outcome} {count} ({percent})"),
    }
}

/// `11,045 of 12,345`.
pub(super) fn part_of(count: u64, all: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} of {}", number(count), number(all)),
        Lang::Ja => format!("{} 件中 {} 件", number(all), number(count)),
    }
}

/// `1,234 bounced`.
pub(super) fn outcome_count(count: u64, of: Outcome, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", number(count), outcome(of, lang)),
        Lang::Ja => format!("{} {}", outcome(of, lang), number(count)),
    }
}

/// `96.1 % of 1,234 delivered`.
pub(super) fn delivered_of(delivered: u64, all: u64, lang: Lang) -> String {
    let (percent, all) = (percent_of(delivered, all, lang), number(all));
    match lang {
        Lang::En => format!("{percent} of {all} delivered"),
        Lang::Ja => format!("{all} 件中 {percent} 配送済み"),
    }
}

/// `95 % within`, as the name of a time.
pub(super) fn within(percent: u64, lang: Lang) -> String {
    match (percent, lang) {
        (100, Lang::En) => "The longest".into(),
        (50, Lang::En) => "Half within".into(),
        (_, Lang::En) => format!("{percent} % within"),
        (100, Lang::Ja) => "最長".into(),
        (_, Lang::Ja) => format!("{percent}% が完了"),
    }
}

/// What a drawing shows, for those who do not see it.
pub(super) fn drawing(bars: u64, longest: &str, text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{}; the longest is {longest}: {text}.", counted(bars, "bar", "bars")),
        Lang::Ja => format!("棒 {} 本。最も長いのは {longest}（{text}）です。", number(bars)),
    }
}

/// `10.0 % of deliveries`.
pub(super) fn share_of(count: u64, all: u64, kind: Kind, lang: Lang) -> String {
    let (percent, kinds) = (percent_of(count, all, lang), kinds(kind, lang));
    match lang {
        Lang::En => format!("{percent} of {}", kinds.to_lowercase()),
        Lang::Ja => format!("{kinds}の {percent}"),
    }
}

/// The outcome, and the kind where it is not to be taken for a delivery: `attempt deferred`.
pub(super) fn result(kind: Kind, of: Outcome, lang: Lang) -> String {
    let outcome = outcome(of, lang);
    match (kind, lang) {
        (Kind::Attempt, Lang::En) => format!("attempt {outcome}"),
        (Kind::Probe, Lang::En) => format!("probe {outcome}"),
        (Kind::Attempt | Kind::Probe, Lang::Ja) => format!("{}: {outcome}", kinds(kind, lang)),
        (Kind::Delivery | Kind::Reject | Kind::Auth, _) => outcome.into(),
    }
}

/// The names that a list leaves out: `3 more`.
pub(super) fn more_names(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} more", number(n)),
        Lang::Ja => format!("ほか {} 件", number(n)),
    }
}

/// The kinds of texts that a list leaves out: `2 more kinds of text`.
pub(super) fn more_texts(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "more kind of text", "more kinds of text"),
        Lang::Ja => format!("ほかの文面 {} 種類", number(n)),
    }
}

/// How often a text was seen: `12 ×`.
pub(super) fn times(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} ×", number(n)),
        Lang::Ja => format!("{} 件", number(n)),
    }
}

/// A term of the balance of lines: `36,000 lines`.
pub(super) fn term(n: u64, name: Word, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", number(n), name.text(lang)),
        Lang::Ja => format!("{} {}", name.text(lang), number(n)),
    }
}

/// `(2 lines longer than 64 KiB, cut there)`.
pub(super) fn cut(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("({} longer than 64 KiB, cut there)", counted(n, "line", "lines")),
        Lang::Ja => format!("(64 KiB を超える {} 行は、そこまで)", number(n)),
    }
}

/// `2 messages vanished:`
pub(super) fn vanished(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "message vanished:", "messages vanished:"),
        Lang::Ja => format!("行方不明のメッセージ {} 通:", number(n)),
    }
}

/// What is said of lines that repeat a line without naming it.
pub(super) fn unnamed_repetitions(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "{} \"last message repeated N times\", which does not name the message. \
             Switch the reduction of repeated messages off in syslog.",
            counted(n, "line", "lines")
        ),
        Lang::Ja => format!(
            "\"last message repeated N times\" が {} 行あります。どのメッセージの繰り返しかは書かれていません。\
             syslog で、繰り返しをまとめる設定を無効にしてください。",
            number(n)
        ),
    }
}

/// What is said of a source with many lines that were not understood.
pub(super) fn unrecognised(source: &str, n: u64, lines: u64, lang: Lang) -> Line {
    let label = Span::item(Word::NotRecognised.text(lang)).in_tone(Tone::Warning);
    let (source, percent) = (Span::item(source), percent_of(n, lines, lang));
    let (n, lines) = (number(n), number(lines));
    let mut line = vec![label];
    match lang {
        Lang::En => {
            line.extend(words(format!("{n} of {lines} lines of")));
            line.push(source);
            line.extend(words(format!("({percent}). --unmatched FILE writes them.")));
        }
        Lang::Ja => {
            line.push(source);
            line.extend(words(format!("の {lines} 行中 {n} 行 ({percent}) です。--unmatched FILE で書き出せます。")));
        }
    }
    line
}

/// Why there was no reply; the English words are the names in JSON and of catalogue entries.
pub(super) fn silence(silence: Silence, lang: Lang) -> &'static str {
    match (silence, lang) {
        (_, Lang::En) => silence.name(),
        (Silence::Unspecified, Lang::Ja) => "行に返信なし",
        (Silence::Local, Lang::Ja) => "ローカル配送",
        (Silence::ConnectTimeout, Lang::Ja) => "接続タイムアウト",
        (Silence::ConnectRefused, Lang::Ja) => "接続拒否",
        (Silence::NoRoute, Lang::Ja) => "ホストへの経路なし",
        (Silence::ConnectionLost, Lang::Ja) => "接続切断",
        (Silence::SessionTimeout, Lang::Ja) => "セッションのタイムアウト",
        (Silence::NameService, Lang::Ja) => "名前解決エラー",
        (Silence::NoMailHost, Lang::Ja) => "メールホストなし",
        (Silence::UnknownAddress, Lang::Ja) => "不明な宛先",
        (Silence::NotDue, Lang::Ja) => "再試行時刻の前",
        (Silence::RetryTimeout, Lang::Ja) => "再試行の期限切れ",
        (Silence::Tls, Lang::Ja) => "TLS の問題",
        (Silence::Expired, Lang::Ja) => "キューで期限切れ",
        (Silence::Discarded, Lang::Ja) => "破棄",
        (Silence::Held, Lang::Ja) => "保留",
        (Silence::LocalFault, Lang::Ja) => "ローカルの障害",
    }
}

/// The entry that answered: `reply 550`; English is as in JSON.
pub(super) fn rule(rule: Rule<'_>, lang: Lang) -> String {
    match (rule, lang) {
        (Rule::Text(_), _) | (_, Lang::En) => rule.to_string(),
        (Rule::Reply(code), Lang::Ja) => format!("返信コード {code}"),
        (Rule::Enhanced(enhanced), Lang::Ja) => format!("拡張ステータスコード {enhanced}"),
        (Rule::Subject(enhanced), Lang::Ja) => format!("サブジェクト {}.{}", enhanced.class, enhanced.subject),
        (Rule::Class(class), Lang::Ja) => format!("クラス {class}xx"),
        (Rule::NoReply(reason), Lang::Ja) => format!("返信なし: {}", silence(reason, lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_has_a_plural_and_japanese_has_none() {
        assert_eq!(not_shown(1, Hidden::Sources, Lang::En), "1 more source is not shown; --top 0 shows all.");
        assert_eq!(not_shown(2_000, Hidden::Sources, Lang::En), "2,000 more sources are not shown; --top 0 shows all.");
        assert_eq!(not_shown(3, Hidden::RowsOf(13), Lang::En), "3 more of 13 not shown; --top 0 shows all.");
        assert_eq!(
            not_shown(3, Hidden::RowsOf(13), Lang::Ja),
            "13 件中 3 件を省略しました。--top 0 ですべて表示します。"
        );
        assert_eq!(vanished(1, Lang::En), "1 message vanished:");
    }

    #[test]
    fn no_reason_for_silence_is_left_in_english() {
        for &reason in Silence::ALL {
            assert_eq!(silence(reason, Lang::En), reason.name());
            assert!(!silence(reason, Lang::Ja).is_ascii(), "{}", reason.name());
        }
    }
}
