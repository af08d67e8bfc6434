//! One entry of the catalogue as sections.

use crate::catalog::{Lang, Page};
use crate::guide::{Article, Sort};
use crate::render::document::{Block, Fact, Line, Section, Span, Tone, entries, words};
use crate::words::Word;

/// `550 User unknown`.
pub(in crate::render) fn title(article: &Article<'_>) -> String {
    match article.sort {
        Sort::NoReply | Sort::Provider => article.title.to_owned(),
        Sort::Rule => format!("{} ({})", article.title, article.id),
        _ => format!("{} {}", article.id, article.title),
    }
}

/// What the entry says, but for [`related`] and [`sources`].
pub(in crate::render) fn sections(article: &Article<'_>, lang: Lang) -> Vec<Section> {
    let text = |word: Word, text: Option<&str>| {
        Section::new(word.text(lang), text.map(|text| Block::Paragraph(said(article, text))).into_iter().collect())
    };
    vec![
        Section { heading: None, blocks: vec![Block::Facts(facts(article, lang))] },
        description(article, lang),
        text(Word::WhenYouSeeIt, article.when),
        text(Word::WhenOurs, article.when_ours),
        steps(Word::HowToFix, article, article.steps, lang),
        steps(Word::HowToFixTemporary, article, article.steps_temporary, lang),
        steps(Word::HowToFixOurs, article, article.steps_ours, lang),
        log(article, lang),
        pages(article.pages, lang),
        samples(article, lang),
    ]
}

/// A sentence of the entry, in its language.
pub(super) fn said(article: &Article<'_>, text: &str) -> Line {
    vec![Span::prose(text).in_lang(article.lang)]
}

/// Class, stage, who acts and the like, as far as the entry has them.
fn facts(article: &Article<'_>, lang: Lang) -> Vec<Fact> {
    let fact = |word: Word, text: Option<String>| text.map(|text| Fact::new(word.text(lang), words(text)));
    let has_class = matches!(article.sort, Sort::Reply | Sort::ReplyClass | Sort::Enhanced | Sort::EnhancedClass);
    let standard = article.standard.filter(|_| article.sort == Sort::Reply);
    let standard = standard.map(|is| if is { Word::Yes } else { Word::NotAStandard });
    let stages = (!article.stages.is_empty()).then(|| article.stages.join(", "));
    [
        fact(Word::Class, has_class.then(|| Word::of_class(article.class).text(lang).to_owned())),
        fact(Word::Standard, standard.map(|word| word.text(lang).to_owned())),
        fact(Word::Stage, stages),
        fact(Word::Parameter, article.parameter.map(str::to_owned)),
        fact(Word::WhoActs, article.who_acts.map(|who| who.label(lang).to_owned())),
        fact(Word::WhoActsOurs, article.who_acts_ours.map(|who| who.label(lang).to_owned())),
        fact(Word::Retry, article.retry.map(|retry| retry.label(lang).to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What it means, and what is uncertain about that.
pub(super) fn description(article: &Article<'_>, lang: Lang) -> Section {
    let mut blocks = vec![Block::Paragraph(said(article, article.meaning))];
    blocks.extend(article.note.map(|note| {
        let name = Span::new(format!("{}:", Word::Note.text(lang))).in_tone(Tone::Warning);
        Block::Paragraph(vec![name, Span::prose(note).in_lang(article.lang)])
    }));
    if article.lang != lang {
        blocks.push(Block::Paragraph(vec![Span::new(Word::NotTranslated.text(lang)).in_tone(Tone::Dim)]));
    }
    Section::new(Word::Description.text(lang), blocks)
}

fn steps(heading: Word, article: &Article<'_>, steps: &[String], lang: Lang) -> Section {
    let steps: Vec<Line> = steps.iter().map(|step| said(article, step)).collect();
    Section::new(heading.text(lang), if steps.is_empty() { vec![] } else { vec![Block::Steps(steps)] })
}

fn log(article: &Article<'_>, lang: Lang) -> Section {
    let looks = [(Word::InPostfix, article.postfix), (Word::InExim, article.exim)];
    let facts: Vec<_> =
        looks.into_iter().filter_map(|(mta, look)| Some(Fact::new(mta.text(lang), said(article, look?)))).collect();
    Section::new(Word::InTheLog.text(lang), if facts.is_empty() { vec![] } else { vec![Block::Facts(facts)] })
}

fn pages(pages: &[Page], lang: Lang) -> Section {
    let line =
        |page: &Page| vec![Span::new(format!("{}:", page.name)).in_lang(Lang::En), Span::prose(page.url.clone())];
    let lines: Vec<Line> = pages.iter().map(line).collect();
    Section::new(Word::Pages.text(lang), if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] })
}

fn samples(article: &Article<'_>, lang: Lang) -> Section {
    let lines: Vec<Line> = article.samples.iter().map(|sample| vec![Span::logged(sample)]).collect();
    Section::new(Word::Samples.text(lang), if lines.is_empty() { vec![] } else { vec![Block::Bullets(lines)] })
}

/// Entries that belong with it; those of a provider are its rules.
pub(super) fn related(article: &Article<'_>, lang: Lang) -> Section {
    let heading = if article.sort == Sort::Provider { Word::Rules } else { Word::SeeAlso };
    let line = entries(article.related.iter().cloned());
    Section::new(heading.text(lang), if line.is_empty() { vec![] } else { vec![Block::Paragraph(line)] })
}

pub(in crate::render) fn sources(article: &Article<'_>, lang: Lang) -> Section {
    let mut lines: Vec<Line> = article.sources.iter().map(source).collect();
    if let Some(basis) = article.basis {
        let date = article.date.map(|date| format!(", {date}")).unwrap_or_default();
        lines.push(words(format!("{}: {}{date}", Word::Basis.text(lang), basis.label(lang))));
    }
    Section::new(Word::Sources.text(lang), vec![Block::Bullets(lines)])
}

/// Sources are named in English.
pub(in crate::render) fn source(source: impl AsRef<str>) -> Line {
    vec![Span::prose(source.as_ref()).in_lang(Lang::En)]
}
