//! Phrases of reports in the style of other programs.

use super::counted;
use crate::catalog::Lang;
use crate::render::labels::number;

/// `1,759 deferrals`: how often messages had to wait.
pub(in crate::render) fn deferrals(n: u64, lang: Lang) -> String {
    match lang {
        _ if n == 0 => String::new(),
        Lang::En => counted(n, "deferral", "deferrals"),
        Lang::Ja => format!("延期 {} 回", number(n)),
    }
}

/// `15.3 %, 85 of them for now`.
pub(in crate::render) fn rejected(share: &str, for_now: u64, lang: Lang) -> String {
    match lang {
        _ if for_now == 0 => share.to_owned(),
        Lang::En => format!("{share}, {} of them for now", number(for_now)),
        Lang::Ja => format!("{share}、うち一時拒否 {} 件", number(for_now)),
    }
}

/// `rcpt (total: 311)`.
pub(in crate::render) fn total_at(place: &str, n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{place} (total: {})", number(n)),
        Lang::Ja => format!("{place} (計 {} 件)", number(n)),
    }
}

/// `under 5 min 00 s`, or `over 24 h 00 min`.
pub(in crate::render) fn wait(is_under: bool, time: &str, lang: Lang) -> String {
    match (is_under, lang) {
        (true, Lang::En) => format!("under {time}"),
        (false, Lang::En) => format!("over {time}"),
        (true, Lang::Ja) => format!("{time}未満"),
        (false, Lang::Ja) => format!("{time}以上"),
    }
}

/// How much is in no list, because there were too many names.
pub(in crate::render) fn too_many_names(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Too many to list all: {} in no list.", counted(n, "event is", "events are")),
        Lang::Ja => format!("多すぎるため、{} 件は一覧にありません。", number(n)),
    }
}

/// Deliveries whose messages have no known size.
pub(in crate::render) fn without_size(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => {
            let deliveries = counted(n, "delivery", "deliveries");
            format!(
                "{deliveries} of messages that entered the queue before these logs begin: their bytes are in no sum."
            )
        }
        Lang::Ja => {
            format!("ログの開始前にキューに入ったメッセージの配送 {} 件のサイズは、どの合計にも含みません。", number(n))
        }
    }
}
