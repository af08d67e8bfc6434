//! Entries as tables.

use crate::catalog::{Catalog, Lang, RuleEntry};
use crate::guide::Article;
use crate::render::document::{Cell, Column, RowGroup, Table, Tone};
use crate::words::Word;

/// How many there are.
pub(super) fn count(n: usize, lang: Lang) -> String {
    Word::Entries.text(lang).replace("{n}", &n.to_string())
}

/// Codes with their names and who must act.
pub(super) fn codes(articles: &[&Article<'_>], lang: Lang) -> Table {
    let row = |article: &&Article<'_>| {
        let who = article.who_acts.or(article.who_acts_ours).map_or("", |who| who.label(lang));
        vec![
            Cell::text(&article.id).naming(&article.id),
            Cell::prose(article.title).in_lang(article.lang),
            Cell::text(who).in_tone(Tone::Dim),
        ]
    };
    Table::new(columns([Word::Code, Word::Title, Word::WhoActs], lang), articles.iter().map(row).collect())
}

/// Rules with the codes that they are for and who must act; grouped by provider if asked for.
pub(super) fn rules(rules: &[&RuleEntry], catalog: &Catalog, is_grouped: bool, lang: Lang) -> Table {
    let mut groups: Vec<(&str, RowGroup)> = Vec::new();
    for rule in rules {
        let by = if is_grouped { rule.by.as_str() } else { "" };
        let at = groups.iter().position(|(of, _)| *of == by).unwrap_or_else(|| {
            let name = catalog.provider(by).map(|provider| provider.name.clone());
            groups.push((by, RowGroup { name, rows: Vec::new() }));
            groups.len() - 1
        });
        groups[at].1.rows.push(row_of(rule, lang));
    }
    Table {
        columns: columns([Word::Title, Word::Code, Word::WhoActs], lang),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        has_headings: true,
    }
}

fn row_of(rule: &RuleEntry, lang: Lang) -> Vec<Cell> {
    let codes = rule.codes.iter().map(ToString::to_string);
    let codes: Vec<_> = codes.chain(rule.enhanced.iter().map(ToString::to_string)).collect();
    let who = rule.who.or(rule.who_ours).map_or("", |who| who.label(lang));
    vec![
        Cell::prose(&rule.title).naming(&rule.id).in_lang(rule.lang),
        Cell::text(codes.join(", ")),
        Cell::text(who).in_tone(Tone::Dim),
    ]
}

fn columns(words: [Word; 3], lang: Lang) -> Vec<Column> {
    words.map(|word| Column::word(word.text(lang))).into()
}
