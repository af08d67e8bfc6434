//! Grouping counts by address, domain or host.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::names::Names;
use crate::event::{Kind, Outcome};
use crate::summary::Shape;

/// Counts by outcome. Attempts stand apart: they are never added to deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// In the order of [`Outcome::ALL`], attempts left out.
    pub outcomes: [u64; Outcome::ALL.len()],
    /// Attempts of any outcome.
    pub attempts: u64,
}

impl Counts {
    pub(super) fn add(&mut self, shape: &Shape, n: u64) {
        if shape.kind == Kind::Attempt {
            self.attempts += n;
        } else {
            self.outcomes[shape.outcome as usize] += n;
        }
    }

    /// Events of this outcome.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize]
    }

    /// All events but attempts.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.outcomes.iter().sum()
    }

    /// Events that somebody may have to look at.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.total() - self.of(Outcome::Delivered) - self.of(Outcome::Authenticated) - self.of(Outcome::Deliverable)
    }
}

/// Counts of one sender, domain or relay. Order: most failures, most events, name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Address or domain; empty is the null sender (senders, sender domains) or an address without domain; `None` is unknown.
    pub name: Option<Arc<str>>,
    /// How many names of the log it stands for.
    pub n_merged: u64,
    /// The counts.
    pub counts: Counts,
}

/// The first of all groups, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranking {
    /// At most [`Needs::groups`](super::Needs::groups).
    pub rows: Vec<GroupRow>,
    /// How many there are in all.
    pub n: usize,
}

impl Ranking {
    /// Adds up events by name: most failures first, then most events, then by name; at most `limit` of them. `counts` gives each
    /// name's number in the summary, or `None`, with a shape and how many events there are of it.
    pub(super) fn of<'s, I>(names: &Names<'_>, limit: usize, counts: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (Option<usize>, &'s Shape, u64)>,
    {
        if limit == 0 {
            return Self::default();
        }
        let number = |id: Option<usize>| id.map_or(0, |id| 1 + names.place(id));
        let mut weights = vec![Weight::default(); 1 + names.len()];
        counts().for_each(|(id, shape, n)| weights[number(id)].add(shape, n));
        let counted = (0..weights.len()).filter(|&at| weights[at] != Weight::default());
        let n = counted.clone().count();
        let place = |number: usize| number.checked_sub(1);
        let kept = first(counted, limit, |&a, &b| {
            weights[b].cmp(&weights[a]).then_with(|| by_name(names, place(a), place(b)))
        });
        // Counts by outcome are large: only those that are kept have them.
        let mut row_of = vec![NO_ROW; weights.len()];
        (0..).zip(&kept).for_each(|(row, &number)| row_of[number] = row);
        let name = |&number: &usize| place(number).map(|place| names.get(place));
        let row = |number| GroupRow { name: name(number), n_merged: 0, counts: Counts::default() };
        let mut rows: Vec<GroupRow> = kept.iter().map(row).collect();
        let mut is_counted = vec![false; 1 + names.n_logged()];
        counts().for_each(|(id, shape, n)| {
            if let Some(row) = rows.get_mut(row_of[number(id)] as usize) {
                row.counts.add(shape, n);
                let is_counted = &mut is_counted[id.map_or(0, |id| id + 1)];
                row.n_merged += u64::from(!*is_counted);
                *is_counted = true;
            }
        });
        Self { rows, n }
    }
}

/// The row of a name that is not among the first.
const NO_ROW: u32 = u32::MAX;

/// What decides the place in a [`Ranking`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Weight {
    failures: u64,
    total: u64,
    attempts: u64,
}

impl Weight {
    fn add(&mut self, shape: &Shape, n: u64) {
        if shape.kind == Kind::Attempt {
            self.attempts += n;
        } else {
            self.total += n;
            self.failures += if shape.is_failure() { n } else { 0 };
        }
    }
}

/// Compares places by name; the unknown name comes first.
pub(super) fn by_name(names: &Names<'_>, a: Option<usize>, b: Option<usize>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => names.compare(a, b),
        _ => a.cmp(&b),
    }
}

/// The first `limit` in order; the others are never put in order.
///
/// Few are found by comparing each of the others with the last one kept, which stays in the cache: most names of a log are tied
/// at a count of one, so that a selection by pivots spends its time comparing text with text.
pub(super) fn first<T>(all: impl IntoIterator<Item = T>, limit: usize, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    const FEW: usize = 64;
    let mut others = all.into_iter();
    let mut kept: Vec<T> = others.by_ref().take(if limit > FEW { usize::MAX } else { limit }).collect();
    if limit < kept.len() {
        kept.select_nth_unstable_by(limit - 1, &compare);
        kept.truncate(limit);
    }
    kept.sort_unstable_by(&compare);
    for other in others {
        if kept.last().is_none_or(|last| compare(&other, last).is_ge()) {
            continue;
        }
        kept.pop();
        let place = kept.partition_point(|one| compare(one, &other).is_lt());
        kept.insert(place, other);
    }
    kept
}

/// Those with the most, at most `top` (0 = all); ties in the order of `compare`.
pub(super) fn most<N>(
    counts: impl IntoIterator<Item = (N, u64)>,
    top: usize,
    compare: impl Fn(&N, &N) -> Ordering,
) -> Vec<(N, u64)> {
    let limit = if top == 0 { usize::MAX } else { top };
    first(counts, limit, |a, b| b.1.cmp(&a.1).then_with(|| compare(&a.0, &b.0)))
}

/// Log bytes as text.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Four times as fast as the lossy reading alone.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The domain of an address in lower case; empty if it has none.
pub(super) fn domain_of(address: &[u8]) -> Cow<'_, str> {
    let domain = memchr::memrchr(b'@', address).map_or(&b""[..], |at| &address[at + 1..]);
    domain_name(domain)
}

/// A domain in lower case, without the final dot.
pub(super) fn domain_name(domain: &[u8]) -> Cow<'_, str> {
    let domain = text(domain.strip_suffix(b".").unwrap_or(domain));
    // Most are in lower case already: then nothing is copied.
    let has_other = domain.bytes().fold(false, |found, b| found | !b.is_ascii() | b.is_ascii_uppercase());
    if has_other { Cow::Owned(domain.to_lowercase()) } else { domain }
}

/// The registered domain of a host (`mx3.mail.example.co.uk` → `example.co.uk`); addresses and bare names stay.
pub(super) fn registered_domain(host: &[u8]) -> Cow<'_, str> {
    let name = domain_name(host);
    let is_address = name.bytes().all(|b| b.is_ascii_digit() || b == b'.') || name.contains(':');
    let registered = if is_address { None } else { psl::domain_str(&name).map(str::len) };
    match (registered, name) {
        (None, name) => name,
        (Some(len), Cow::Borrowed(name)) => Cow::Borrowed(&name[name.len() - len..]),
        (Some(len), Cow::Owned(name)) => Cow::Owned(name[name.len() - len..].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        assert_eq!(domain_of(b"Bob@Shop.Example."), "shop.example");
        assert_eq!(domain_of(b"root"), "");
        assert_eq!(domain_of(b"\"a@b\"@c.test"), "c.test");
        assert_eq!(registered_domain(b"gmail-smtp-in.l.google.com"), "google.com");
        assert_eq!(registered_domain(b"mx3.mail.example.co.uk"), "example.co.uk");
        assert_eq!(registered_domain(b"192.0.2.1"), "192.0.2.1");
        assert_eq!(registered_domain(b"localhost"), "localhost");
    }

    #[test]
    fn the_first_are_those_of_sorting_all() {
        let all: Vec<u32> = (0..200_u32).map(|n| n * 37 % 200 / 2).collect();
        for limit in [0, 1, 2, 7, 64, 65, 199, 200, 201] {
            let mut sorted = all.clone();
            sorted.sort_unstable();
            sorted.truncate(limit);
            assert_eq!(first(all.iter().copied(), limit, Ord::cmp), sorted, "{limit}");
        }
    }

    #[test]
    fn most_breaks_ties_by_name() {
        assert_eq!(most([("b", 1), ("a", 1), ("c", 2)], 2, Ord::cmp), [("c", 2), ("a", 1)]);
        assert_eq!(most([("b", 1), ("a", 1)], 0, Ord::cmp).len(), 2);
    }
}
