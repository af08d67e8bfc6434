//! Reading thresholds, with faults that point at the character.

use std::fmt;
use std::str::FromStr;

use super::{Measure, Relation, Threshold};
use crate::event::{Kind, Outcome};
use crate::select::{CodePattern, SenderPattern};

/// What is wrong with a threshold, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    text: String,
    /// In bytes.
    at: usize,
    expected: String,
}

impl fmt::Display for Fault {
    /// What is expected; below it the threshold, and a mark below the character.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, at, expected } = self;
        let column = text[..*at].chars().count();
        write!(f, "{expected}\n\n    {text}\n    {:column$}^", "")
    }
}

impl std::error::Error for Fault {}

/// A piece of the text and where it begins.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl Piece<'_> {
    /// Without the blanks around it.
    fn trimmed(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        Self { text: self.text.trim(), at: self.at + start }
    }

    /// Before and behind a place; what stands there is `len` bytes long and in neither.
    fn split(self, place: usize, len: usize) -> (Self, Self) {
        let behind = place + len;
        let (left, right) = (&self.text[..place], &self.text[behind..]);
        (Self { text: left, at: self.at }.trimmed(), Piece { text: right, at: self.at + behind }.trimmed())
    }

    fn expected(self, what: impl Into<String>) -> (usize, String) {
        (self.at, what.into())
    }
}

impl FromStr for Threshold {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        read(text).map_err(|(at, expected)| Fault { text: text.to_owned(), at, expected })
    }
}

fn read(text: &str) -> Result<Threshold, (usize, String)> {
    let mut threshold = Threshold {
        text: text.to_owned(),
        codes: Vec::new(),
        senders: Vec::new(),
        kinds: Vec::new(),
        measure: Measure::Count,
        relation: Relation::More,
        limit: 0.0,
        is_share: false,
    };
    let mut condition = None;
    let mut at = 0;
    for term in text.split(',') {
        let piece = Piece { text: term, at }.trimmed();
        at += term.len() + 1;
        match piece.text.find(['=', '<', '>']) {
            Some(sign) if piece.text[sign..].starts_with('=') => filter(&mut threshold, piece, sign)?,
            Some(_) if condition.is_some() => {
                return Err(piece.expected("only one comparison can stand in a threshold"));
            }
            Some(sign) => {
                compare(&mut threshold, piece, sign)?;
                condition = Some(piece);
            }
            None => {
                return Err(piece.expected(format!(
                    "expected a filter such as code=550 or a comparison such as bounced>5%; found \"{}\"",
                    piece.text
                )));
            }
        }
    }
    let of_lines = matches!(threshold.measure, Measure::Unrecognised | Measure::Vanished);
    let is_filtered = !(threshold.codes.is_empty() && threshold.senders.is_empty() && threshold.kinds.is_empty());
    match condition {
        None => Err((text.len(), "expected a comparison at the end, such as count>10".to_owned())),
        Some(piece) if of_lines && is_filtered => {
            Err(piece.expected("no filter can stand before it: lines and whole messages have neither code nor kind"))
        }
        Some(_) => Ok(threshold),
    }
}

/// `code=550`, `sender=*@shop.example`, `kind=delivery`
fn filter(threshold: &mut Threshold, piece: Piece<'_>, sign: usize) -> Result<(), (usize, String)> {
    let (key, value) = piece.split(sign, 1);
    match key.text {
        "code" => threshold.codes.push(
            CodePattern::parse(value.text)
                .ok_or_else(|| value.expected("expected a code such as 550, 5xx or 5.7.26"))?,
        ),
        "sender" if value.text.is_empty() => {
            return Err(value.expected("expected a sender, a domain, a pattern such as *@shop.example, or <>"));
        }
        "sender" => threshold.senders.push(SenderPattern::parse(value.text)),
        "kind" => threshold.kinds.push(Kind::from_name(value.text).ok_or_else(|| {
            let names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            value.expected(format!("expected a kind: {}", names.join(", ")))
        })?),
        _ => return Err(key.expected("expected one of the filters code, sender and kind")),
    }
    Ok(())
}

/// `bounced>5%`
fn compare(threshold: &mut Threshold, piece: Piece<'_>, sign: usize) -> Result<(), (usize, String)> {
    let signs = &piece.text[sign..];
    let (relation, len) = match (signs.starts_with('>'), signs[1..].starts_with('=')) {
        (true, false) => (Relation::More, 1),
        (true, true) => (Relation::AtLeast, 2),
        (false, false) => (Relation::Less, 1),
        (false, true) => (Relation::AtMost, 2),
    };
    let (measure, limit) = piece.split(sign, len);
    threshold.measure = measure_of(measure.text)
        .ok_or_else(|| measure.expected(format!("expected what to measure: {}", measures())))?;
    threshold.relation = relation;
    let digits = limit.text.strip_suffix('%').map(str::trim_end);
    threshold.is_share = digits.is_some();
    threshold.limit = number(digits.unwrap_or(limit.text))
        .ok_or_else(|| limit.expected("expected a number such as 100, or a share such as 2.5%"))?;
    Ok(())
}

/// Digits, with at most one point among them.
fn number(text: &str) -> Option<f64> {
    let is_plain =
        text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|_| is_plain)
}

fn measure_of(name: &str) -> Option<Measure> {
    match name {
        "count" => Some(Measure::Count),
        "failures" => Some(Measure::Failures),
        "unrecognised" | "unrecognized" => Some(Measure::Unrecognised),
        "vanished" => Some(Measure::Vanished),
        "auth-failed" => Some(Measure::Outcome(Outcome::AuthenticationFailed)),
        _ => Outcome::from_name(name).map(Measure::Outcome).or_else(|| CodePattern::parse(name).map(Measure::Code)),
    }
}

fn measures() -> String {
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
    format!(
        "a code (550, 5xx, 5.7.26), count, failures, {}, auth-failed, unrecognised or vanished",
        outcomes.join(", ")
    )
}
