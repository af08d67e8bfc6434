//! Phrases with values in them, in every language side by side.
//!
//! In: values and a [`Lang`]. Out: text to read, raw. Words that stand alone are in [`crate::words`].

mod familiar;
mod health;
mod messages;

use super::document::{Line, Span, Tone, words};
use super::labels::{kinds, number, outcome, percent_of};
use crate::catalog::{Lang, Rule};
use crate::event::{Kind, Outcome, Silence};
use crate::threshold::Verdict;
use crate::words::Word;
pub(super) use familiar::{deferrals, rejected, too_many_names, total_at, wait, without_size};
pub(super) use health::{broken, carried, counts, highest, labelled, lists, ranked, tls_sessions, too_many_warnings};
pub(super) use messages::{about, messages, opened_before, recipients, times_not_logged, too_many_logins, tried};

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
