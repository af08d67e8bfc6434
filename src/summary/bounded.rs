//! Values by name, of a bounded number of names.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::intern::Interner;

/// What stands beside a name.
pub(crate) trait Value: Default {
    /// Adds another one.
    fn absorb(&mut self, other: &Self);
    /// How many lines it stands for.
    fn count(&self) -> u64;
}

impl Value for u64 {
    fn absorb(&mut self, other: &Self) {
        *self += other;
    }

    fn count(&self) -> u64 {
        *self
    }
}

/// Values by name; of more than `MAX` names those with the smallest hashes stay, as in [`super::reasons`]: of a part of a log at least
/// those are kept that are kept of the whole.
#[derive(Debug, Clone)]
pub(super) struct Bounded<V, const MAX: usize> {
    names: Interner,
    values: Vec<V>,
    /// Lines of names that are not kept.
    dropped: u64,
}

impl<V, const MAX: usize> Default for Bounded<V, MAX> {
    fn default() -> Self {
        Self { names: Interner::default(), values: Vec::new(), dropped: 0 }
    }
}

impl<V: Value, const MAX: usize> Bounded<V, MAX> {
    /// Changes the value of a name, which is made if it is new.
    pub(super) fn change(&mut self, name: &[u8], change: impl FnOnce(&mut V)) {
        let at = self.names.id(name) as usize;
        if at == self.values.len() {
            self.values.push(V::default());
        }
        change(&mut self.values[at]);
        if self.names.len() > 2 * MAX {
            self.settle();
        }
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (name, value) in other.all() {
            self.change(name, |mine| mine.absorb(value));
        }
        self.dropped += other.dropped;
    }

    /// Keeps no more names than there may be.
    pub(super) fn settle(&mut self) {
        if self.names.len() <= MAX {
            return;
        }
        let old = std::mem::take(self);
        let mut hashes: Vec<u64> = old.names.all().map(hash).collect();
        let (_, &mut last, _) = hashes.select_nth_unstable(MAX - 1);
        self.dropped = old.dropped;
        for (name, value) in old.all() {
            if hash(name) <= last {
                self.change(name, |mine| mine.absorb(value));
            } else {
                self.dropped += value.count();
            }
        }
    }

    /// Names with their values, in no particular order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&[u8], &V)> {
        self.names.all().zip(&self.values)
    }

    /// How many distinct names there are, and whether that is exact. Of those that are kept the hashes are the smallest, and hashes
    /// are even: an estimate is off by about one in the square root of `MAX`.
    pub(super) fn distinct(&self) -> (u64, bool) {
        let n = self.names.len() as u64;
        if self.dropped == 0 {
            return (n, true);
        }
        let last = self.names.all().map(hash).max().unwrap_or(u64::MAX);
        let estimate = u128::from(n.saturating_sub(1)) * u128::from(u64::MAX) / u128::from(last.max(1));
        (u64::try_from(estimate).unwrap_or(u64::MAX), false)
    }

    /// Lines of names that are not kept.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Whether nothing was ever counted.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.dropped == 0
    }
}

/// Not keyed: what is kept must not depend on the process.
pub(super) fn hash(name: &[u8]) -> u64 {
    FixedState::default().hash_one(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: usize = 100;

    fn table<'a>(names: impl Iterator<Item = &'a Vec<u8>>) -> Bounded<u64, MAX> {
        let mut table = Bounded::default();
        names.for_each(|name| table.change(name, |n| *n += 1));
        table
    }

    #[test]
    fn which_names_are_kept_does_not_depend_on_their_order() {
        let names: Vec<Vec<u8>> = (0..MAX * 5).map(|n| format!("user{n}").into_bytes()).collect();
        let mut all = [table(names.iter()), table(names.iter().rev()), table(names[..MAX * 2].iter())];
        let [_, _, joined] = &mut all;
        joined.absorb(&table(names[MAX * 2..].iter()));
        let sorted = all.each_mut().map(|table| {
            table.settle();
            let mut all: Vec<Vec<u8>> = table.all().map(|(name, _)| name.to_vec()).collect();
            all.sort();
            assert_eq!((all.len(), table.dropped()), (MAX, 4 * MAX as u64));
            let (n, is_exact) = table.distinct();
            assert!(!is_exact && (MAX as u64 * 3..MAX as u64 * 8).contains(&n), "{n}");
            all
        });
        assert!(sorted.iter().all(|names| *names == sorted[0]));
    }
}
