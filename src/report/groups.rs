//! Grouping counts by address, domain or host.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
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

/// Counts by place of the name, the unknown name apart; sorted at the end.
pub(super) struct Groups<'a> {
    names: &'a Names<'a>,
    by_place: Vec<Counts>,
    unknown: Counts,
    /// Of names that may have been merged: those that were counted, by number, and how many went to a place.
    merged: Option<(Vec<bool>, Vec<u32>)>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(names: &'a Names<'a>) -> Self {
        let merged = names.is_merged().then(|| (vec![false; names.n_logged()], vec![0; names.len()]));
        Self { names, by_place: vec![Counts::default(); names.len()], unknown: Counts::default(), merged }
    }

    /// Adds events of the name with this number in the summary.
    pub(super) fn add(&mut self, id: Option<usize>, shape: &Shape, n: u64) {
        let counts = match id {
            Some(id) => {
                let place = self.names.place(id);
                if let Some((is_counted, sizes)) = &mut self.merged {
                    sizes[place] += u32::from(!is_counted[id]);
                    is_counted[id] = true;
                }
                &mut self.by_place[place]
            }
            None => &mut self.unknown,
        };
        counts.add(shape, n);
    }

    /// Most failures first, then most events, then by name; at most `limit` of them.
    pub(super) fn into_ranking(self, limit: usize) -> Ranking {
        let known = self.by_place.iter().enumerate().map(|(place, counts)| (Some(place), counts));
        let all = std::iter::once((None, &self.unknown)).chain(known);
        let keys = all.map(|(place, counts)| (Reverse((counts.failures(), counts.total(), counts.attempts)), place));
        let mut keys: Vec<_> = keys.filter(|&(Reverse((_, total, attempts)), _)| total + attempts > 0).collect();
        let n = keys.len();
        keep_first(&mut keys, limit, |a, b| a.0.cmp(&b.0).then_with(|| by_name(self.names, a.1, b.1)));
        let row = |(_, place): (_, Option<usize>)| GroupRow {
            name: place.map(|place| self.names.get(place)),
            n_merged: place.map_or(1, |place| self.n_merged(place)),
            counts: place.map_or(self.unknown, |place| self.by_place[place]),
        };
        Ranking { rows: keys.into_iter().map(row).collect(), n }
    }
}

impl Groups<'_> {
    fn n_merged(&self, place: usize) -> u64 {
        self.merged.as_ref().map_or(1, |(_, sizes)| sizes[place].into())
    }
}

/// Compares places by name; the unknown name comes first.
pub(super) fn by_name(names: &Names<'_>, a: Option<usize>, b: Option<usize>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => names.compare(a, b),
        _ => a.cmp(&b),
    }
}

/// Sorts, and keeps the first `limit`; the others are never put in order.
///
/// Few are found by comparing each of the others with the last one kept, which stays in the cache: most names of a log are tied
/// at a count of one, so that a selection by pivots spends its time comparing text with text.
pub(super) fn keep_first<T>(all: &mut Vec<T>, limit: usize, compare: impl Fn(&T, &T) -> Ordering) {
    const FEW: usize = 64;
    if limit > FEW && limit < all.len() {
        all.select_nth_unstable_by(limit - 1, &compare);
        all.truncate(limit);
    }
    let limit = limit.min(all.len());
    let (kept, others) = all.split_at_mut(limit);
    kept.sort_unstable_by(&compare);
    for other in others {
        let Some((last, before)) = kept.split_last_mut() else { break };
        if compare(other, last).is_lt() {
            std::mem::swap(other, last);
            let place = before.partition_point(|one| compare(one, last).is_lt());
            kept[place..].rotate_right(1);
        }
    }
    all.truncate(limit);
}

/// Those with the most, at most `top` (0 = all); ties in the order of `compare`.
pub(super) fn most<N>(
    counts: impl IntoIterator<Item = (N, u64)>,
    top: usize,
    compare: impl Fn(&N, &N) -> Ordering,
) -> Vec<(N, u64)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    let limit = if top == 0 { usize::MAX } else { top };
    keep_first(&mut all, limit, |a, b| b.1.cmp(&a.1).then_with(|| compare(&a.0, &b.0)));
    all
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
            let mut first = all.clone();
            keep_first(&mut first, limit, Ord::cmp);
            assert_eq!(first, sorted, "{limit}");
        }
    }

    #[test]
    fn most_breaks_ties_by_name() {
        assert_eq!(most([("b", 1), ("a", 1), ("c", 2)], 2, Ord::cmp), [("c", 2), ("a", 1)]);
        assert_eq!(most([("b", 1), ("a", 1)], 0, Ord::cmp).len(), 2);
    }
}
