//! Two codes side by side.
//!
//! In: two ids as typed. Out: both entries and what tells them apart. A person's words for the pair come first; without them,
//! the fields of both entries are compared. The differences compare: they do not repeat the descriptions.

mod derived;

use std::borrow::Cow;

use super::article::Article;
use super::explain::{Explanation, by_id};
use crate::catalog::{Catalog, Lang, PairEntry};
use crate::words::Word;

/// Comparisons named under "see also", at most.
const MAX_SEE_ALSO: usize = 8;

/// In what respect two codes are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Class of the code.
    Class,
    /// Whether it lasts.
    Permanence,
    /// Whether to send again.
    Retry,
    /// Which commands it answers.
    Stage,
    /// Who must act.
    WhoActs,
    /// Whether a standard defines it.
    Standard,
    /// What it says, in a word.
    Meaning,
    /// How it looks in a log.
    Log,
}

impl Axis {
    /// The name in JSON and CSV.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Permanence => "permanence",
            Self::Retry => "retry",
            Self::Stage => "stage",
            Self::WhoActs => "who-acts",
            Self::Standard => "standard",
            Self::Meaning => "meaning",
            Self::Log => "log",
        }
    }

    pub(crate) const fn word(self) -> Word {
        match self {
            Self::Class => Word::Class,
            Self::Permanence => Word::Permanence,
            Self::Retry => Word::Retry,
            Self::Stage => Word::Stage,
            Self::WhoActs => Word::WhoActs,
            Self::Standard => Word::Standard,
            Self::Meaning => Word::Meaning,
            Self::Log => Word::InTheLog,
        }
    }
}

/// Both codes in one respect. Equal values are the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In what respect.
    pub axis: Axis,
    /// The first code's value.
    pub a: String,
    /// The second code's value.
    pub b: String,
}

/// Two codes side by side.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The first code.
    pub a: Article<'a>,
    /// The second code.
    pub b: Article<'a>,
    /// Whether a person wrote the sentences; else they follow from the entries.
    pub is_written: bool,
    /// The difference in a sentence or two.
    pub summary: Cow<'a, str>,
    /// What tells them apart, respect by respect.
    pub differences: Vec<Difference>,
    /// What else does.
    pub remarks: Vec<&'a str>,
    /// When it is the first one, and what then.
    pub when_a: Cow<'a, str>,
    /// When it is the second one, and what then.
    pub when_b: Cow<'a, str>,
    /// Other comparisons with one of the two.
    pub see_also: Vec<(String, String)>,
    /// Where the facts come from.
    pub sources: Vec<&'a str>,
    /// Language of its own sentences.
    pub lang: Lang,
}

/// Compares two codes.
///
/// # Errors
/// The explanation of the one that has no entry, with what is near.
pub fn compare<'a>(catalog: &'a Catalog, a: &str, b: &str, lang: Lang) -> Result<Comparison<'a>, Box<Explanation<'a>>> {
    let (a, b) = (article(catalog, a)?, article(catalog, b)?);
    let pair = catalog.pairs().iter().find_map(|pair| sides(pair, &a.id, &b.id).map(|is_swapped| (pair, is_swapped)));
    let mut sources: Vec<&str> = a.sources.iter().chain(b.sources).map(String::as_str).collect();
    sources.extend(pair.iter().flat_map(|(pair, _)| pair.sources.iter().map(String::as_str)));
    sources.sort_unstable();
    sources.dedup();
    let see_also = see_also(catalog, &a.id, &b.id);
    let differences = derived::differences(&a, &b, pair.and_then(|(pair, _)| pair.in_log.as_deref()), lang);
    let (summary, when_a, when_b, remarks) = match pair {
        Some((pair, is_swapped)) => {
            let (first, second) = if is_swapped { (&pair.when_b, &pair.when_a) } else { (&pair.when_a, &pair.when_b) };
            let remarks = pair.differences.iter().map(String::as_str).collect();
            (pair.summary.as_str().into(), first.as_str().into(), second.as_str().into(), remarks)
        }
        None => (
            derived::summary(&a, &b, lang).into(),
            derived::when(&a, lang).into(),
            derived::when(&b, lang).into(),
            Vec::new(),
        ),
    };
    Ok(Comparison {
        is_written: pair.is_some(),
        lang: pair.map_or(lang, |(pair, _)| pair.lang),
        summary,
        differences,
        remarks,
        when_a,
        when_b,
        see_also,
        sources,
        a,
        b,
    })
}

fn article<'a>(catalog: &'a Catalog, id: &str) -> Result<Article<'a>, Box<Explanation<'a>>> {
    let found = by_id(catalog, id.trim()).unwrap_or_else(|| Explanation::nothing(catalog, id));
    if !found.is_known || found.articles.is_empty() {
        return Err(Box::new(found));
    }
    Ok(found.articles.into_iter().next().expect("there is one"))
}

/// Whether the pair is of these two, and if so, whether in the other order.
fn sides(pair: &PairEntry, a: &str, b: &str) -> Option<bool> {
    match (pair.a == a && pair.b == b, pair.a == b && pair.b == a) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// Written comparisons with one of the two, those of the first before those of the second.
fn see_also(catalog: &Catalog, a: &str, b: &str) -> Vec<(String, String)> {
    let is_other = |pair: &&PairEntry| sides(pair, a, b).is_none();
    let with = |id: &str| {
        let pairs = catalog.pairs().iter().filter(is_other).filter(|pair| pair.a == id || pair.b == id);
        pairs.map(|pair| (pair.a.clone(), pair.b.clone())).collect::<Vec<_>>()
    };
    let mut all = with(a);
    all.extend(with(b));
    all.truncate(MAX_SEE_ALSO);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(a: &str, b: &str, lang: Lang) -> Comparison<'static> {
        compare(Catalog::of(lang), a, b, lang).unwrap_or_else(|_| panic!("{a} {b}"))
    }

    #[test]
    fn both_orders_say_the_same() {
        for lang in Lang::ALL {
            for (a, b) in [("235", "502"), ("450", "550"), ("250", "471"), ("5.7.1", "5.7.26"), ("550", "5.1.1")] {
                let (one, other) = (compared(a, b, *lang), compared(b, a, *lang));
                assert_eq!((&one.when_a, &one.when_b), (&other.when_b, &other.when_a), "{a} {b}");
                assert_eq!(one.is_written, other.is_written);
                for (there, back) in one.differences.iter().zip(&other.differences) {
                    assert_eq!((&there.a, &there.b), (&back.b, &back.a), "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn every_pair_of_codes_can_be_compared() {
        let codes: Vec<_> = Catalog::get().replies().iter().map(|entry| entry.code.to_string()).collect();
        for a in &codes {
            for b in codes.iter().filter(|b| *b != a) {
                let found = compared(a, b, Lang::En);
                assert!(found.differences.iter().any(|difference| difference.a != difference.b), "{a} {b}");
                assert!(
                    [&found.summary, &found.when_a, &found.when_b].iter().all(|text| text.ends_with('.')),
                    "{a} {b}"
                );
            }
        }
    }

    #[test]
    fn unknown_codes_are_refused_with_what_is_near() {
        let error = compare(Catalog::get(), "550", "599", Lang::En).err().unwrap();
        assert_eq!((error.asked.as_str(), error.is_known, error.near.is_empty()), ("599", false, false));
    }
}
