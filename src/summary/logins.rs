//! Who logged in from where, or tried to: counts by login and by client address, a bounded number of each.

use super::bounded::{Bounded, Value, hash};
use super::cut;
use crate::event::{Event, Outcome};

/// How many logins, and how many addresses, are kept apart.
const MAX: usize = 1 << 16;
/// How many distinct partners of a name are counted one by one.
const MAX_PARTNERS: usize = 64;

/// Distinct values of which only some are kept: exact up to 64, an estimate beyond.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distinct {
    /// The smallest hashes, sorted.
    smallest: Vec<u64>,
    /// There are more.
    has_more: bool,
}

impl Distinct {
    fn add(&mut self, hash: u64) {
        let Err(at) = self.smallest.binary_search(&hash) else { return };
        if self.smallest.len() < MAX_PARTNERS {
            self.smallest.insert(at, hash);
            return;
        }
        self.has_more = true;
        if at < MAX_PARTNERS {
            self.smallest.pop();
            self.smallest.insert(at, hash);
        }
    }

    fn absorb(&mut self, other: &Self) {
        other.smallest.iter().for_each(|&hash| self.add(hash));
        self.has_more |= other.has_more;
    }

    /// How many there are, and whether that is exact. An estimate is off by an eighth or so.
    #[must_use]
    pub fn count(&self) -> (u64, bool) {
        let n = self.smallest.len() as u64;
        match self.smallest.last() {
            // Hashes are even: if the 64th stands at a tenth of their range, there are about 630.
            Some(&last) if self.has_more => {
                let estimate = u128::from(n - 1) * u128::from(u64::MAX) / u128::from(last.max(1));
                (u64::try_from(estimate).unwrap_or(u64::MAX), false)
            }
            _ => (n, true),
        }
    }
}

/// Counts of one login or address. Partners are addresses of a login, logins of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoginCounts {
    /// Logins that were refused.
    pub failed: u64,
    /// Logins that were accepted.
    pub accepted: u64,
    /// Partners of those refused.
    pub failed_with: Distinct,
    /// Partners of those accepted.
    pub accepted_with: Distinct,
}

impl LoginCounts {
    fn add(&mut self, is_accepted: bool, partner: Option<u64>, n: u64) {
        let (count, partners) = if is_accepted {
            (&mut self.accepted, &mut self.accepted_with)
        } else {
            (&mut self.failed, &mut self.failed_with)
        };
        *count += n;
        if let Some(partner) = partner {
            partners.add(partner);
        }
    }
}

impl Value for LoginCounts {
    fn absorb(&mut self, other: &Self) {
        self.failed += other.failed;
        self.accepted += other.accepted;
        self.failed_with.absorb(&other.failed_with);
        self.accepted_with.absorb(&other.accepted_with);
    }

    fn count(&self) -> u64 {
        self.failed + self.accepted
    }
}

/// Counts by name.
pub(super) type LoginTable = Bounded<LoginCounts, MAX>;

/// Both tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Logins {
    pub(super) by_login: LoginTable,
    pub(super) by_address: LoginTable,
}

impl Logins {
    /// Counts an authentication event.
    #[inline(never)]
    pub(super) fn add(&mut self, event: &Event<'_>, n: u64) {
        let is_accepted = event.outcome == Outcome::Authenticated;
        let login = event.login.map(cut).filter(|login| !login.is_empty());
        let address = Some(cut(event.peer.address)).filter(|address| !address.is_empty());
        if let Some(login) = login {
            self.by_login.change(login, |counts| counts.add(is_accepted, address.map(hash), n));
        }
        if let Some(address) = address {
            self.by_address.change(address, |counts| counts.add(is_accepted, login.map(hash), n));
        }
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.by_login.absorb(&other.by_login);
        self.by_address.absorb(&other.by_address);
    }

    /// Keeps no more names than a report may have.
    pub(super) fn settle(&mut self) {
        self.by_login.settle();
        self.by_address.settle();
    }

    /// Events by login and by address that are not attributed, since there were too many names.
    pub(super) fn dropped(&self) -> (u64, u64) {
        (self.by_login.dropped(), self.by_address.dropped())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_exact_and_many_are_estimated_in_any_order() {
        let hashes: Vec<u64> = (0..5000_u32).map(|n| hash(&n.to_le_bytes())).collect();
        let of = |hashes: &mut dyn Iterator<Item = &u64>| {
            let mut distinct = Distinct::default();
            hashes.for_each(|&hash| distinct.add(hash));
            distinct
        };
        assert_eq!(of(&mut hashes[..64].iter().chain(&hashes[..64])).count(), (64, true));
        let (n, is_exact) = of(&mut hashes.iter()).count();
        assert!(!is_exact && (3500..7000).contains(&n), "{n}");
        let mut joined = of(&mut hashes[2000..].iter());
        joined.absorb(&of(&mut hashes[..3000].iter()));
        assert_eq!(joined, of(&mut hashes.iter().rev()));
    }
}
