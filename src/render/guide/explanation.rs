//! The answer to a question: the entry that answers, and the others in brief.

use super::article;
use crate::catalog::{Lang, Side};
use crate::guide::{Article, Explanation};
use crate::render::document::{Block, Document, Fact, Section, Span, Tone, entries, prose, words};
use crate::render::phrases;
use crate::words::Word;

pub(super) fn document(explanation: &Explanation<'_>, lang: Lang) -> Document {
    let Some((first, others)) = explanation.articles.split_first() else {
        let unknown = Block::Paragraph(words(Word::NotUnderstood.text(lang)));
        let sections = [Section { heading: None, blocks: vec![unknown] }, near(explanation, lang)];
        return Document::new(asked(explanation), sections);
    };
    let mut sections = Vec::new();
    if !explanation.is_known {
        let note = Span::new(Word::NoEntry.text(lang)).in_tone(Tone::Warning);
        sections.push(Section { heading: None, blocks: vec![Block::Paragraph(vec![note])] });
    }
    sections.push(told(explanation, lang));
    let entry = for_its_side(first, explanation);
    sections.extend(article::sections(&entry, lang));
    sections.extend([article::related(&entry, lang), article::sources(&entry, lang)]);
    sections.extend(others.iter().map(|other| brief(other, lang)));
    sections.push(near(explanation, lang));
    let title = if explanation.is_known { article::title(first) } else { asked(explanation) };
    Document::new(title, sections)
}

/// The question on one line, as replies of several lines are shown everywhere.
fn asked(explanation: &Explanation<'_>) -> String {
    explanation.asked.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entry with what is for the reader's side alone, where the side is known; the gaps of a rule filled from the codes.
fn for_its_side<'a>(article: &Article<'a>, explanation: &Explanation<'a>) -> Article<'a> {
    let Some(advice) = &explanation.advice else { return article.clone() };
    let (steps, who, retry) = (advice.steps, Some(advice.who), Some(advice.retry));
    match explanation.side {
        Side::Theirs => Article {
            steps,
            who_acts: who,
            retry,
            steps_ours: &[],
            who_acts_ours: None,
            when_ours: None,
            ..article.clone()
        },
        Side::Ours => {
            let (who_acts_ours, steps_ours) = (who, steps);
            Article {
                steps: &[],
                steps_temporary: &[],
                who_acts: None,
                steps_ours,
                who_acts_ours,
                retry,
                ..article.clone()
            }
        }
    }
}

/// Which rule was applied, and what stands in the text beside its meaning.
fn told(explanation: &Explanation<'_>, lang: Lang) -> Section {
    let Some(advice) = &explanation.advice else { return Section::default() };
    let extract = &explanation.extract;
    let delisting = extract.blocklist.and_then(|list| list.page.clone());
    let facts = [
        (Word::Asked, Some(words(asked(explanation)))),
        (Word::Answered, Some(words(phrases::rule(advice.rule, lang)))),
        (Word::Provider, explanation.provider.map(|provider| words(provider.name.clone()))),
        (Word::Blocklist, extract.blocklist.map(|list| prose(format!("{}: {}", list.name, list.about)))),
        (Word::Delisting, delisting.map(prose)),
        (Word::RetryAfter, extract.retry_after.clone().map(words)),
        (Word::NamedAddress, extract.address.map(|address| words(address.to_string()))),
    ];
    let facts: Vec<_> =
        facts.into_iter().filter_map(|(word, value)| Some(Fact::new(word.text(lang), value?))).collect();
    Section::new(Word::HowClassified.text(lang), vec![Block::Facts(facts)])
}

/// Another entry that bears on the question.
fn brief(other: &Article<'_>, lang: Lang) -> Section {
    let mut section = article::description(other, lang);
    section.heading = Some(article::title(other).into());
    section
}

fn near(explanation: &Explanation<'_>, lang: Lang) -> Section {
    let line = entries(explanation.near.iter().cloned());
    Section::new(Word::NearMatches.text(lang), if line.is_empty() { vec![] } else { vec![Block::Paragraph(line)] })
}
