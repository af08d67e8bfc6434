//! How long a message was in the queue, as coarsely as a report tells it.

/// The upper bounds, in seconds, each of which no wait below it reaches.
const BOUNDS: [i64; 9] = [60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400];

/// A time between two bounds, beyond all of them, or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait(u8);

impl Wait {
    /// It was not asked for, or the log does not tell.
    pub const UNKNOWN: Wait = Wait(0);
    /// Number of values.
    const N: u8 = 11;

    /// The wait of so many seconds. Clocks that are set back make none of less than 0.
    #[must_use]
    pub fn of_seconds(seconds: i64) -> Self {
        let at = BOUNDS.iter().position(|&bound| seconds < bound).unwrap_or(BOUNDS.len());
        Self(u8::try_from(at + 1).unwrap_or(0))
    }

    /// All values, the unknown one first, then the shortest.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..Self::N).map(Self)
    }

    /// Its place among all.
    pub(super) fn number(self) -> usize {
        self.0.into()
    }

    /// How many seconds it does not reach; `None` if it is longer than all bounds, or unknown.
    #[must_use]
    pub fn bound(self) -> Option<i64> {
        BOUNDS.get(usize::from(self.0).checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_lies_below_its_bound() {
        let bound = |seconds| Wait::of_seconds(seconds).bound();
        assert_eq!([-5, 0, 59, 60, 86_399].map(bound), [60, 60, 60, 300, 86_400].map(Some));
        assert_eq!([86_400, i64::MAX].map(bound), [None; 2]);
        assert_ne!(Wait::of_seconds(86_400), Wait::UNKNOWN);
        assert_eq!(Wait::all().last(), Some(Wait::of_seconds(i64::MAX)));
    }
}
