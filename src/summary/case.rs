//! What an event is counted under: its shape, and for failures the reason that the reply's text gives and who gave it.

use super::numbered::Numbered;

/// A reply that needs no reason: nothing failed.
pub(super) const NO_REASON: u32 = 0;
/// The reason of texts that are not kept apart any more, because there were too many.
pub(super) const OTHER_REASON: u32 = 1;
/// Templates are numbered from here on.
pub(super) const FIRST_TEMPLATE: u32 = 2;

/// Shape, reason and provider, by their numbers in a [`Summary`](super::Summary).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Case {
    pub(super) shape: u32,
    pub(super) reason: u32,
    /// 0 if it is not known.
    pub(super) provider: u16,
}

/// Numbers for cases, in the order of arrival.
#[derive(Debug, Clone, Default)]
pub(super) struct Cases(Numbered<Case, Case>);

impl Cases {
    #[inline(always)]
    pub(super) fn id(&mut self, case: Case) -> u32 {
        let mixed = u64::from(case.reason) << 32 | u64::from(case.provider) << 16 | u64::from(case.shape);
        self.0.number(case, mixed, case)
    }

    pub(super) fn all(&self) -> &[Case] {
        self.0.all()
    }
}
