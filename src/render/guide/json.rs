//! Answers as JSON, with a schema version.

use std::io::{self, Write};

use serde::Serialize;

use super::Answer;
use crate::guide::{Article, Comparison, Explanation};
use crate::render::escape;

/// Version of these forms. It rises with every change that could break a reader.
const SCHEMA: u32 = 1;

pub(super) fn render(answer: Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let written = match answer {
        Answer::Explanation(explanation) => serde_json::to_string_pretty(&ExplanationJson::from(explanation)),
        Answer::Comparison(comparison) => serde_json::to_string_pretty(&ComparisonJson::from(comparison)),
        Answer::Listing(listing) => {
            serde_json::to_string_pretty(&ListingJson { schema: SCHEMA, entries: &listing.articles })
        }
    }?;
    writeln!(out, "{}", escape::json(&written))
}

#[derive(Serialize)]
struct ListingJson<'a> {
    schema: u32,
    entries: &'a [Article<'a>],
}

#[derive(Serialize)]
struct ExplanationJson<'a> {
    schema: u32,
    asked: &'a str,
    known: bool,
    rule: Option<String>,
    side: Option<&'static str>,
    provider: Option<&'a str>,
    blocklist: Option<BlocklistJson<'a>>,
    retry_after: Option<&'a str>,
    address: Option<String>,
    who_acts: Option<&'static str>,
    retry: Option<&'static str>,
    steps: Option<&'a [String]>,
    entries: &'a [Article<'a>],
    near: &'a [String],
}

#[derive(Serialize)]
struct BlocklistJson<'a> {
    id: &'a str,
    name: &'a str,
    page: Option<&'a str>,
}

impl<'a> From<&'a Explanation<'a>> for ExplanationJson<'a> {
    fn from(from: &'a Explanation<'a>) -> Self {
        let advice = from.advice.as_ref();
        let list = from.extract.blocklist;
        Self {
            schema: SCHEMA,
            asked: &from.asked,
            known: from.is_known,
            rule: advice.map(|advice| advice.rule.to_string()),
            side: advice.map(|_| from.side.name()),
            provider: from.provider.map(|provider| provider.id.as_str()),
            blocklist: list.map(|l| BlocklistJson { id: &l.id, name: &l.name, page: l.page.as_deref() }),
            retry_after: from.extract.retry_after.as_deref(),
            address: from.extract.address.map(|address| address.to_string()),
            who_acts: advice.map(|advice| advice.who.name()),
            retry: advice.map(|advice| advice.retry.name()),
            steps: advice.map(|advice| advice.steps),
            entries: &from.articles,
            near: &from.near,
        }
    }
}

#[derive(Serialize)]
struct ComparisonJson<'a> {
    schema: u32,
    a: &'a Article<'a>,
    b: &'a Article<'a>,
    written: bool,
    summary: &'a str,
    differences: Vec<DifferenceJson<'a>>,
    remarks: &'a [&'a str],
    when_a: &'a str,
    when_b: &'a str,
    see_also: &'a [(String, String)],
    sources: &'a [&'a str],
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    axis: &'static str,
    a: &'a str,
    b: &'a str,
}

impl<'a> From<&'a Comparison<'a>> for ComparisonJson<'a> {
    fn from(from: &'a Comparison<'a>) -> Self {
        let difference = |d: &'a crate::guide::Difference| DifferenceJson { axis: d.axis.name(), a: &d.a, b: &d.b };
        Self {
            schema: SCHEMA,
            a: &from.a,
            b: &from.b,
            written: from.is_written,
            summary: &from.summary,
            differences: from.differences.iter().map(difference).collect(),
            remarks: &from.remarks,
            when_a: &from.when_a,
            when_b: &from.when_b,
            see_also: &from.see_also,
            sources: &from.sources,
        }
    }
}
