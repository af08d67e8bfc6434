//! Grouping counts by address, domain or host.

use std::cmp::Reverse;
use std::sync::Arc;

use super::names::Names;
use super::{Counts, GroupRow};
use crate::summary::Shape;

/// Counts by place of the name, the unknown name apart; sorted at the end.
pub(super) struct Groups<'a> {
    names: &'a Names,
    by_place: Vec<Counts>,
    unknown: Counts,
}

impl<'a> Groups<'a> {
    pub(super) fn new(names: &'a Names) -> Self {
        Self { names, by_place: vec![Counts::default(); names.len()], unknown: Counts::default() }
    }

    /// Adds events of the name with this number in the summary.
    pub(super) fn add(&mut self, id: Option<usize>, shape: &Shape, n: u64) {
        let counts = match id {
            Some(id) => &mut self.by_place[self.names.place(id)],
            None => &mut self.unknown,
        };
        counts.add(shape, n);
    }

    /// Most failures first, then most events, then by name.
    pub(super) fn into_rows(self) -> Vec<GroupRow> {
        let known = self.by_place.into_iter().enumerate().map(|(place, counts)| (Some(place), counts));
        let all = std::iter::once((None, self.unknown)).chain(known);
        let mut rows: Vec<_> = all.filter(|(_, counts)| counts.total() + counts.attempts > 0).collect();
        rows.sort_by_cached_key(|(_, counts)| Reverse((counts.failures(), counts.total(), counts.attempts)));
        let name = |place| Arc::clone(self.names.get(place));
        rows.into_iter().map(|(place, counts)| GroupRow { name: place.map(name), counts }).collect()
    }
}

/// Names with the most, at most `top` (0 = all); ties by name.
pub(super) fn most<N: Ord>(counts: impl IntoIterator<Item = (N, u64)>, top: usize) -> Vec<(N, u64)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if top > 0 {
        all.truncate(top);
    }
    all
}

/// Log bytes as text.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The domain of an address in lower case; empty if it has none.
pub(super) fn domain_of(address: &[u8]) -> String {
    let domain = memchr::memrchr(b'@', address).map_or(&b""[..], |at| &address[at + 1..]);
    domain_name(domain)
}

/// A domain in lower case, without the final dot.
pub(super) fn domain_name(domain: &[u8]) -> String {
    let domain = domain.strip_suffix(b".").unwrap_or(domain);
    text(domain).to_lowercase()
}

/// The registered domain of a host (`mx3.mail.example.co.uk` → `example.co.uk`); addresses and bare names stay.
pub(super) fn registered_domain(host: &[u8]) -> String {
    let name = domain_name(host);
    let is_address = name.bytes().all(|b| b.is_ascii_digit() || b == b'.') || name.contains(':');
    let registered = if is_address { None } else { psl::domain_str(&name).map(str::to_owned) };
    registered.unwrap_or(name)
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
    fn most_breaks_ties_by_name() {
        assert_eq!(most([("b", 1), ("a", 1), ("c", 2)], 2), [("c", 2), ("a", 1)]);
        assert_eq!(most([("b", 1), ("a", 1)], 0).len(), 2);
    }
}
