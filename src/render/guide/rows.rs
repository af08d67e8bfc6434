//! Answers as one table each, for spreadsheets.

use super::Answer;
use crate::catalog::Lang;
use crate::guide::{Article, Comparison};

/// The columns of entries. Stable: new ones come last.
const ENTRY: [&str; 9] = ["id", "title", "class", "stages", "who_acts", "retry", "meaning", "resolution", "sources"];

pub(super) fn header(answer: Answer<'_>) -> Vec<String> {
    match answer {
        Answer::Comparison(comparison) => vec!["axis".into(), comparison.a.id.clone(), comparison.b.id.clone()],
        Answer::Explanation(_) | Answer::Listing(_) => ENTRY.map(str::to_owned).to_vec(),
    }
}

pub(super) fn rows(answer: Answer<'_>, lang: Lang) -> Vec<Vec<String>> {
    match answer {
        Answer::Comparison(comparison) => of_comparison(comparison),
        Answer::Explanation(explanation) => {
            explanation.articles.iter().map(|article| of_article(article, lang)).collect()
        }
        Answer::Listing(listing) => listing.articles.iter().map(|article| of_article(article, lang)).collect(),
    }
}

fn of_article(article: &Article<'_>, lang: Lang) -> Vec<String> {
    let steps = if article.steps.is_empty() { article.steps_ours } else { article.steps };
    let numbered: Vec<_> = steps.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)).collect();
    vec![
        article.id.clone(),
        article.title.into(),
        article.class.map(|class| class.to_string()).unwrap_or_default(),
        article.stages.join(", "),
        article.who_acts.or(article.who_acts_ours).map_or("", |who| who.label(lang)).into(),
        article.retry.map_or("", |retry| retry.label(lang)).into(),
        article.meaning.into(),
        numbered.join(" "),
        article.sources.join(", "),
    ]
}

fn of_comparison(comparison: &Comparison<'_>) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> =
        comparison.differences.iter().map(|d| vec![d.axis.name().into(), d.a.clone(), d.b.clone()]).collect();
    rows.push(vec!["which-when".into(), comparison.when_a.to_string(), comparison.when_b.to_string()]);
    rows
}
