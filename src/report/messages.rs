//! What became of whole messages.

use super::{Ends, Messages};
use crate::summary::{Fate, LifeEnd, Summary};

/// `None` if no message was opened and none was missed.
pub(super) fn messages(summary: &Summary) -> Option<Messages> {
    let mut messages = Messages { outside: summary.outside(), ..Messages::default() };
    for (fate, end, n) in summary.lives() {
        let n = u64::try_from(n).unwrap_or(0);
        messages.tried += if fate.is_touched() { n } else { 0 };
        let ends = if fate.has(Fate::DEFERRED) { &mut messages.deferred } else { &mut messages.never_deferred };
        *place(ends, fate, end) += n;
    }
    (messages != Messages::default()).then_some(messages)
}

/// Where a message counts: the worst of what happened to it.
fn place(ends: &mut Ends, fate: Fate, end: LifeEnd) -> &mut u64 {
    match end {
        LifeEnd::Open => &mut ends.open,
        LifeEnd::Closed if fate.has(Fate::EXPIRED) => &mut ends.expired,
        LifeEnd::Closed if fate.has(Fate::BOUNCED) => &mut ends.bounced,
        LifeEnd::Closed if fate.has(Fate::DELIVERED) => &mut ends.delivered,
        LifeEnd::Closed if fate.has(Fate::DISCARDED) => &mut ends.discarded,
        LifeEnd::Closed => &mut ends.removed,
    }
}
