//! Two codes side by side.

use super::article;
use crate::catalog::Lang;
use crate::guide::{Article, Comparison, Difference};
use crate::render::document::{Block, Document, Fact, Line, Section, Span, entries, words};
use crate::words::Word;

pub(super) fn document(comparison: &Comparison<'_>, lang: Lang) -> Document {
    let (a, b) = (&comparison.a, &comparison.b);
    let mut sections =
        vec![Section { heading: None, blocks: vec![Block::Paragraph(said(comparison, &comparison.summary))] }];
    sections.extend([a, b].map(|article| Section::new(article::title(article), entry(article, lang))));
    sections.extend([differences(comparison, lang), which(comparison, lang), see_also(comparison, lang)]);
    sections.push(sources(comparison, lang));
    Document::new(format!("SMTP {} {} vs {} {}", a.id, a.title, b.id, b.title), sections)
}

/// A sentence about the pair, in its language.
pub(in crate::render) fn said(comparison: &Comparison<'_>, text: &str) -> Line {
    vec![Span::prose(text).in_lang(comparison.lang)]
}

/// What it means, when it is seen, how to fix it.
pub(in crate::render) fn entry(article: &Article<'_>, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut part = |heading: Word, content: Vec<Block>| {
        if !content.is_empty() {
            blocks.push(Block::Heading(vec![Span::new(heading.text(lang))]));
            blocks.extend(content);
        }
    };
    part(Word::Description, article::description(article, lang).blocks);
    part(
        Word::WhenYouSeeIt,
        article.when.map(|when| Block::Paragraph(article::said(article, when))).into_iter().collect(),
    );
    let steps = if article.steps.is_empty() { article.steps_ours } else { article.steps };
    part(
        Word::HowToFix,
        match steps {
            [] => vec![Block::Paragraph(words(Word::NothingToFix.text(lang)))],
            steps => vec![Block::Steps(steps.iter().map(|step| article::said(article, step)).collect())],
        },
    );
    blocks
}

fn differences(comparison: &Comparison<'_>, lang: Lang) -> Section {
    let line = |difference: &Difference| -> Line {
        let Difference { a, b, .. } = difference;
        if a == b {
            return vec![Span::item(format!("{}:", Word::Both.text(lang))), Span::prose(a.clone())];
        }
        let value = |id: &str, value: &str| vec![Span::item(format!("{id}:")), Span::prose(or_dash(value))];
        let mut line = value(&comparison.a.id, a);
        line.last_mut().expect("there are two").text.push(if a.ends_with(['.', '。']) { ' ' } else { ';' });
        line.extend(value(&comparison.b.id, b));
        line
    };
    let facts = comparison.differences.iter().map(|one| Fact::new(one.axis.word().text(lang), line(one))).collect();
    let mut blocks = vec![Block::Facts(facts)];
    if !comparison.remarks.is_empty() {
        blocks.push(Block::Bullets(comparison.remarks.iter().map(|remark| said(comparison, remark)).collect()));
    }
    Section::new(Word::KeyDifferences.text(lang), blocks)
}

fn or_dash(value: &str) -> String {
    if value.is_empty() { "–".into() } else { value.to_owned() }
}

pub(in crate::render) fn which(comparison: &Comparison<'_>, lang: Lang) -> Section {
    let fact = |article: &Article<'_>, when: &str| Fact::new(article.id.clone(), said(comparison, when));
    let facts = vec![fact(&comparison.a, &comparison.when_a), fact(&comparison.b, &comparison.when_b)];
    Section::new(Word::WhichWhen.text(lang), vec![Block::Facts(facts)])
}

/// Both entries, and other comparisons with one of them.
fn see_also(comparison: &Comparison<'_>, lang: Lang) -> Section {
    let mut lines = vec![entries([&comparison.a, &comparison.b].map(|article| article.id.clone()))];
    lines.extend(comparison.see_also.iter().map(|(a, b)| {
        let pair = format!("{a} vs {b}");
        vec![Span { entry: Some(pair.clone()), ..Span::item(pair) }]
    }));
    Section::new(Word::SeeAlso.text(lang), vec![Block::Bullets(lines)])
}

pub(in crate::render) fn sources(comparison: &Comparison<'_>, lang: Lang) -> Section {
    let sources = comparison.sources.iter().map(article::source).collect();
    Section::new(Word::Sources.text(lang), vec![Block::Bullets(sources)])
}
