//! Phrases about whole messages, their times and logins.

use super::counted;
use crate::catalog::Lang;
use crate::render::labels::number;

/// `1,204 messages`.
pub(in crate::render) fn messages(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "message", "messages"),
        Lang::Ja => format!("{} 通", number(n)),
    }
}

/// `1,204 recipients`.
pub(in crate::render) fn recipients(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n, "recipient", "recipients"),
        Lang::Ja => format!("受信者 {} 件", number(n)),
    }
}

/// `1,204 of them, with 2,011 delivery results in all`.
pub(in crate::render) fn tried(messages: u64, results: u64, lang: Lang) -> String {
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
pub(in crate::render) fn opened_before(results: u64, lang: Lang) -> String {
    match lang {
        Lang::En => {
            let results = counted(results, "delivery result", "delivery results");
            format!("{results} of messages that entered the queue before these logs begin")
        }
        Lang::Ja => format!("ログの開始前にキューに入ったメッセージの配送結果 {} 件", number(results)),
    }
}

/// Deliveries that are in no percentile.
pub(in crate::render) fn times_not_logged(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} not logged and left out.", counted(n, "whole time is", "whole times are")),
        Lang::Ja => format!("受信から配送までの時間がログにない配送 {} 件は含みません。", number(n)),
    }
}

/// `about 120`, or `12` where it is exact.
pub(in crate::render) fn about(n: u64, is_exact: bool, lang: Lang) -> String {
    match (is_exact, lang) {
        (true, _) => number(n),
        (false, Lang::En) => format!("about {}", number(n)),
        (false, Lang::Ja) => format!("約 {}", number(n)),
    }
}

/// How many events are in no list of logins.
pub(in crate::render) fn too_many_logins(by_login: u64, by_address: u64, lang: Lang) -> String {
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
