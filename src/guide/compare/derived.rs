//! What follows from the fields of two entries.

use super::{Axis, Difference};
use crate::catalog::{Lang, WhoActs};
use crate::guide::Article;
use crate::words::Word;

/// Both codes in every respect in which at least one says something.
pub(super) fn differences(a: &Article<'_>, b: &Article<'_>, in_log: Option<&str>, lang: Lang) -> Vec<Difference> {
    let both = |axis: Axis, value: &dyn Fn(&Article<'_>) -> Option<String>| {
        let (a, b) = (value(a), value(b));
        (a.is_some() || b.is_some()).then(|| Difference { axis, a: a.unwrap_or_default(), b: b.unwrap_or_default() })
    };
    let log = |article: &Article<'_>| in_log.map(str::to_owned).or_else(|| log(article, lang));
    let standard = a.standard != b.standard;
    [
        both(Axis::Class, &|article| Some(Word::of_class(article.class).text(lang).to_owned())),
        both(Axis::Permanence, &|article| Some(Word::permanence(article.class)?.text(lang).to_owned())),
        both(Axis::Retry, &|article| Some(article.retry?.label(lang).to_owned())),
        both(Axis::Stage, &|article| stages(article)),
        both(Axis::WhoActs, &|article| Some(article.who_acts?.label(lang).to_owned())),
        standard
            .then(|| both(Axis::Standard, &|article| Some(standard_word(article)?.text(lang).to_owned())))
            .flatten(),
        both(Axis::Meaning, &|article| Some(article.title.to_owned())),
        both(Axis::Log, &log),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn stages(article: &Article<'_>) -> Option<String> {
    (!article.stages.is_empty()).then(|| article.stages.join(", "))
}

fn standard_word(article: &Article<'_>) -> Option<Word> {
    article.standard.map(|is_standard| if is_standard { Word::Yes } else { Word::NotAStandard })
}

/// How a code looks in the logs: its entry's words, else what its class does.
fn log(article: &Article<'_>, lang: Lang) -> Option<String> {
    let told: Vec<&str> = [article.postfix, article.exim].into_iter().flatten().collect();
    if !told.is_empty() {
        return Some(told.join(if lang == Lang::Ja { "" } else { " " }));
    }
    let (postfix, exim) = match article.class? {
        2 => ("sent", "=>"),
        4 => ("deferred", "=="),
        5 => ("bounced", "**"),
        _ => return None,
    };
    Some(match lang {
        Lang::En => format!("Postfix: `status={postfix}`. Exim: `{exim}`."),
        Lang::Ja => format!("Postfix では `status={postfix}`、Exim では `{exim}` です。"),
    })
}

/// Both in a sentence each.
pub(super) fn summary(a: &Article<'_>, b: &Article<'_>, lang: Lang) -> String {
    let sentence = |article: &Article<'_>| {
        let class = Word::of_class(article.class).text(lang);
        match lang {
            Lang::En => format!("{} ({}) is {class}", article.id, article.title),
            Lang::Ja => format!("{}（{}）は{class}", article.id, article.title),
        }
    };
    match lang {
        Lang::En => format!("{}; {}.", sentence(a), sentence(b)),
        Lang::Ja => format!("{}、{}です。", sentence(a), sentence(b)),
    }
}

/// When it is this code, and what then.
pub(super) fn when(article: &Article<'_>, lang: Lang) -> String {
    match lang {
        Lang::En => when_in_english(article),
        Lang::Ja => when_in_japanese(article),
    }
}

fn when_in_english(article: &Article<'_>) -> String {
    let after = stages(article).map(|stages| format!(" ({stages})")).unwrap_or_default();
    let who = whoever_must(article).map(|who| format!(" Who must act: {}.", who.label(Lang::En))).unwrap_or_default();
    match article.class {
        Some(2) => format!("You see it when the server did what it was asked{after}. Nothing is left to do."),
        Some(3) => {
            format!("You see it when the server waits for the rest of a command{after}. The client goes on by itself.")
        }
        Some(4) => format!(
            "You see it when the server refuses for now{after}. The message stays in the queue and is tried again.{who}"
        ),
        Some(5) => format!(
            "You see it when the server refuses for good{after}. Something must change before you send again.{who}"
        ),
        _ => format!("It stands behind the reply code of every class; go by the reply code first.{who}"),
    }
}

fn when_in_japanese(article: &Article<'_>) -> String {
    let after = stages(article).map(|stages| format!("（{stages}）")).unwrap_or_default();
    let who = whoever_must(article).map(|who| format!("対応者は{}です。", who.label(Lang::Ja))).unwrap_or_default();
    match article.class {
        Some(2) => format!("サーバーが要求どおりに処理を終えたときの応答です{after}。対応は不要です。"),
        Some(3) => {
            format!("サーバーがコマンドの続きを待っているときの応答です{after}。クライアントが自動で続行します。")
        }
        Some(4) => format!(
            "サーバーが一時的に拒否したときの応答です{after}。メッセージはキューに残り、自動で再送されます。{who}"
        ),
        Some(5) => {
            format!("サーバーが恒久的に拒否したときの応答です{after}。再送する前に原因を取り除く必要があります。{who}")
        }
        _ => format!("どのクラスの返信コードにも付きます。まず返信コードで判断します。{who}"),
    }
}

/// Who must act, if anybody.
fn whoever_must(article: &Article<'_>) -> Option<WhoActs> {
    article.who_acts.filter(|who| !matches!(who, WhoActs::Nobody | WhoActs::Transient))
}
