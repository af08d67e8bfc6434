//! The serialised form of failures.

use serde::Serialize;

use super::replies::{AdviceJson, NamedJson, ShapeJson, TallyJson, WhomJson};
use crate::report::{Failure, FailureShape, ReasonRow};

/// What failed and why.
#[derive(Serialize)]
pub(super) struct FailureJson<'a> {
    side: &'static str,
    #[serde(flatten)]
    tally: TallyJson,
    advice: AdviceJson<'a>,
    replies: Vec<FailureShapeJson>,
    #[serde(flatten)]
    whom: WhomJson<'a>,
    providers: Vec<NamedJson<'a>>,
    blocklist: Option<BlocklistJson<'a>>,
    reasons: Vec<ReasonJson<'a>>,
}

#[derive(Serialize)]
struct BlocklistJson<'a> {
    id: &'a str,
    name: &'a str,
    page: Option<&'a str>,
}

#[derive(Serialize)]
struct FailureShapeJson {
    #[serde(flatten)]
    shape: ShapeJson,
    #[serde(flatten)]
    tally: TallyJson,
}

/// A kind of text: its template, and the earliest text.
#[derive(Serialize)]
struct ReasonJson<'a> {
    template: Option<&'a str>,
    count: u64,
    example: Option<&'a str>,
}

impl<'a> From<&'a Failure> for FailureJson<'a> {
    fn from(from: &'a Failure) -> Self {
        let shape = |row: &FailureShape| FailureShapeJson { shape: (&row.shape).into(), tally: (&row.tally).into() };
        let reason = |row: &'a ReasonRow| ReasonJson {
            template: row.template.as_deref(),
            count: row.count,
            example: row.example.as_deref(),
        };
        Self {
            side: from.side.name(),
            tally: TallyJson::from(&from.tally),
            advice: AdviceJson::from(&from.advice),
            replies: from.shapes.iter().map(shape).collect(),
            whom: WhomJson::from(&from.whom),
            providers: from.providers.iter().map(|&(name, count)| NamedJson { name: Some(name), count }).collect(),
            blocklist: from.extract.blocklist.map(|list| BlocklistJson {
                id: &list.id,
                name: &list.name,
                page: list.page.as_deref(),
            }),
            reasons: from.reasons.iter().map(reason).collect(),
        }
    }
}
