//! What failed and why: one failure per rule of the catalogue that answers, with whom it concerns.
//!
//! Each kind of text is classified once, however often it occurs.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::groups::{most, text};
use super::replies::{AllNames, severity, shown};
use super::whom::{Concerned, Grouping, NO_GROUP};
use super::{ReportOptions, Whom};
use crate::catalog::{Advice, Catalog, Extract, Question, Rule, Side};
use crate::event::Kind;
use crate::summary::{CaseRef, Reason, Shape, Summary, Tally};

/// Failures that one rule of the catalogue answers for.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Who gave the replies.
    pub side: Side,
    /// What the catalogue says.
    pub advice: Advice<'static>,
    /// How often, first and last; attempts only if there is nothing else.
    pub tally: Tally,
    /// The replies, worst first; there is at least one.
    pub shapes: Vec<FailureShape>,
    /// Whom they concern.
    pub whom: Whom,
    /// Who gave them, as far as the relay's name tells, most first.
    pub providers: Vec<(&'static str, u64)>,
    /// The kinds of texts, most first.
    pub reasons: Vec<ReasonRow>,
    /// What the example of the first kind tells beside its meaning.
    pub extract: Extract<'static>,
}

/// The replies of a shape within a failure.
#[derive(Debug, Clone, Copy)]
pub struct FailureShape {
    /// Codes, kind, outcome and origin.
    pub shape: Shape,
    /// How often, first and last.
    pub tally: Tally,
}

/// Texts of one template.
#[derive(Debug, Clone)]
pub struct ReasonRow {
    /// The template; `None` for what was too much to be kept apart.
    pub template: Option<String>,
    /// How often.
    pub count: u64,
    /// The first shape that it has.
    pub shape: Shape,
    /// Who gave them, as far as the relay's name tells, most first.
    pub providers: Vec<(&'static str, u64)>,
    /// The earliest such text, as one line.
    pub example: Option<String>,
}

/// A failing case and what answers for it.
struct Answered<'a> {
    number: usize,
    case: CaseRef<'a>,
    side: Side,
    advice: Advice<'static>,
    tally: Tally,
}

/// The failures in the order of who must act, worst first; and what answers for most of each failing shape. `tallies` has the
/// sum of each case.
pub(super) fn failures(
    summary: &Summary,
    names: &AllNames<'_>,
    tallies: &[Tally],
    options: &ReportOptions,
) -> (Vec<Failure>, HashMap<usize, Advice<'static>>) {
    let answered = answered(summary, tallies, options.catalog);
    let by_shape = by_shape(&answered);
    let groups = groups(answered);
    let mut group_of = vec![NO_GROUP; summary.cases().len()];
    for (at, group) in groups.iter().enumerate() {
        counted(summary, group).for_each(|one| group_of[one.number] = at);
    }
    let grouping = Grouping { of_case: group_of, n: groups.len() };
    let concerned = Concerned::of(summary, names, tallies, &grouping);
    let one = |(group, concerned): (&Vec<Answered<'_>>, &Concerned)| failure(summary, group, concerned, names, options);
    let mut failures: Vec<_> = groups.par_iter().zip(&concerned).map(one).collect();
    failures.sort_by_key(|p| (p.advice.who, severity(&p.shapes[0].shape), Reverse(p.tally.count), p.shapes[0].shape));
    (failures, by_shape)
}

/// Classifies every failing case.
fn answered<'a>(summary: &'a Summary, tallies: &[Tally], catalog: &'static Catalog) -> Vec<Answered<'a>> {
    let mut failing: Vec<_> =
        summary.cases().enumerate().filter(|(at, case)| case.reason.is_some() && tallies[*at].count > 0).collect();
    // Cases are numbered in the order of arrival, which threads may change.
    failing.sort_by_key(|(_, case)| (summary.shapes()[case.shape], case.reason, case.provider));
    let answer = |(number, case): (usize, CaseRef<'a>)| {
        let shape = summary.shapes()[case.shape];
        let side = Side::of(shape.kind);
        let example = summary.example(number).map(|example| text(&example.text)).unwrap_or_default();
        let provider = usize::from(case.provider).checked_sub(1).map(|at| catalog.providers()[at].id.as_str());
        let question = Question {
            reply: shape.reply,
            silence: shape.silence,
            side,
            host: "",
            text: &example,
            provider,
            mta: None,
        };
        Answered { number, case, side, advice: catalog.classify(&question), tally: tallies[number] }
    };
    failing.into_par_iter().map(answer).collect()
}

/// What answers for most events of each shape.
fn by_shape(answered: &[Answered<'_>]) -> HashMap<usize, Advice<'static>> {
    let mut counts: HashMap<usize, HashMap<Rule<'_>, (u64, &Advice<'static>)>> = HashMap::new();
    for one in answered {
        let by_rule = counts.entry(one.case.shape).or_default();
        by_rule.entry(one.advice.rule).or_insert((0, &one.advice)).0 += one.tally.count;
    }
    let most = |rules: HashMap<Rule<'_>, (u64, &Advice<'static>)>| {
        let found = rules.into_iter().max_by_key(|&(rule, (n, _))| (n, Reverse(rule)));
        found.map(|(_, (_, advice))| advice.clone())
    };
    counts.into_iter().filter_map(|(shape, rules)| Some((shape, most(rules)?))).collect()
}

/// Cases with the same advice on the same side.
fn groups(answered: Vec<Answered<'_>>) -> Vec<Vec<Answered<'_>>> {
    let mut groups: Vec<Vec<Answered<'_>>> = Vec::new();
    let mut places: HashMap<(Side, Rule<'static>), Vec<usize>> = HashMap::new();
    for one in answered {
        let places = places.entry((one.side, one.advice.rule)).or_default();
        // One rule may leave steps to the codes, so that it advises differently.
        let same = places.iter().find(|&&at| says_the_same(&groups[at][0].advice, &one.advice)).copied();
        let at = same.unwrap_or_else(|| {
            groups.push(Vec::new());
            places.push(groups.len() - 1);
            groups.len() - 1
        });
        groups[at].push(one);
    }
    groups
}

/// Whether both tell the same, whoever gave the replies.
fn says_the_same(a: &Advice<'static>, b: &Advice<'static>) -> bool {
    let parts = |advice: &Advice<'static>| (advice.title, advice.meaning, advice.steps, advice.who, advice.retry);
    parts(a) == parts(b)
}

/// The cases whose counts may be added up: attempts are never added to what became of the mail.
fn counted<'a>(summary: &'a Summary, group: &'a [Answered<'a>]) -> impl Iterator<Item = &'a Answered<'a>> + Clone {
    let is_attempt = |one: &&Answered<'_>| summary.shapes()[one.case.shape].kind == Kind::Attempt;
    let all_are = group.iter().all(|one| is_attempt(&one));
    group.iter().filter(move |one| all_are || !is_attempt(one))
}

fn failure(
    summary: &Summary,
    group: &[Answered<'_>],
    concerned: &Concerned,
    names: &AllNames<'_>,
    options: &ReportOptions,
) -> Failure {
    let mut shapes: HashMap<usize, Tally> = HashMap::new();
    for one in group {
        shapes.entry(one.case.shape).or_default().absorb(&one.tally);
    }
    let mut shapes: Vec<_> =
        shapes.into_iter().map(|(at, tally)| FailureShape { shape: summary.shapes()[at], tally }).collect();
    shapes.sort_by_key(|row| (severity(&row.shape), Reverse(row.tally.count), row.shape));
    let reasons = reasons(summary, group, options.catalog);
    let example = reasons.iter().find_map(|reason| reason.example.as_deref());
    Failure {
        side: group[0].side,
        advice: group[0].advice.clone(),
        tally: concerned.tally,
        whom: concerned.named(names, options.top),
        providers: providers(counted(summary, group), options.catalog),
        extract: example.map(|example| options.catalog.extract(example)).unwrap_or_default(),
        shapes,
        reasons,
    }
}

/// Who gave the replies, most first; those of unknown hosts are left out.
fn providers<'a>(cases: impl Iterator<Item = &'a Answered<'a>>, catalog: &'static Catalog) -> Vec<(&'static str, u64)> {
    let mut counts: HashMap<u16, u64> = HashMap::new();
    for one in cases.filter(|one| one.case.provider > 0) {
        *counts.entry(one.case.provider).or_default() += one.tally.count;
    }
    let name = |provider: u16| catalog.providers()[usize::from(provider) - 1].name.as_str();
    most(counts.into_iter().map(|(provider, n)| (name(provider), n)), 0, Ord::cmp)
}

/// The kinds of texts of a failure, most first; each with its earliest example.
fn reasons(summary: &Summary, group: &[Answered<'_>], catalog: &'static Catalog) -> Vec<ReasonRow> {
    let mut rows: HashMap<Reason<'_>, Vec<&Answered<'_>>> = HashMap::new();
    for one in counted(summary, group) {
        rows.entry(one.case.reason.expect("failing cases have a reason")).or_default().push(one);
    }
    let row = |(reason, ones): (Reason<'_>, Vec<&Answered<'_>>)| {
        let examples =
            ones.iter().filter_map(|one| summary.example(one.number)).filter(|example| !example.text.is_empty());
        ReasonRow {
            template: match reason {
                Reason::Template(template) => Some(text(template).into_owned()),
                Reason::Other => None,
            },
            count: ones.iter().map(|one| one.tally.count).sum(),
            shape: ones.iter().map(|one| summary.shapes()[one.case.shape]).min().expect("there is one"),
            providers: providers(ones.iter().copied(), catalog),
            example: examples.min().map(shown),
        }
    };
    let mut rows: Vec<_> = rows.into_iter().map(row).collect();
    rows.sort_by(|a, b| (Reverse(a.count), &a.template).cmp(&(Reverse(b.count), &b.template)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, Origin, Outcome};
    use crate::reply::Reply;
    use crate::report::Report;
    use crate::time::Time;

    /// Refusals of the same code and count that different rules answer for.
    const TEXTS: [&[u8]; 3] = [
        b"504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname",
        b"504 5.5.2 <a@b>: Sender address rejected: need fully-qualified address",
        b"504 5.5.2 <c@d>: Recipient address rejected: need fully-qualified address",
    ];

    fn titles<'a>(texts: impl Iterator<Item = &'a &'a [u8]>) -> Vec<&'static str> {
        let mut summary = Summary::default();
        for text in texts {
            let mut event = Event::new(Kind::Reject, Outcome::Rejected);
            event.set_reply(Reply::parse_line(text).unwrap(), Origin::Logged);
            event.text = text;
            let sender = summary.sender(b"a@b.example");
            summary.add(&event, sender, Some(Time::from_seconds(0)), 1);
        }
        let options = ReportOptions::new(Catalog::get());
        let report = Report::new(&summary, Vec::new(), Vec::new(), Vec::new(), Vec::new(), &options);
        report.failures.iter().map(|failure| failure.advice.title).collect()
    }

    #[test]
    fn the_order_of_arrival_does_not_matter() {
        let found = titles(TEXTS.iter());
        assert!(found.len() > 1, "{found:?}");
        assert_eq!(found, titles(TEXTS.iter().rev()));
    }
}
