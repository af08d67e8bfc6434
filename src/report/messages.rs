//! What became of whole messages.

use crate::summary::{Fate, LifeEnd, Summary};

/// Numbers of messages that entered the queue within the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Messages {
    /// Those for which there is a delivery event.
    pub tried: u64,
    /// Delivery events of other messages: they entered the queue before the logs begin.
    pub outside: u64,
    /// Those that had to wait at least once.
    pub deferred: Ends,
    /// The others.
    pub never_deferred: Ends,
}

impl Messages {
    /// All that entered the queue.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.deferred.all() + self.never_deferred.all()
    }
}

/// Messages by how they ended; each counts once, the first that applies of: open, expired, bounced, delivered, discarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ends {
    /// Every recipient got it, or none that did not is known.
    pub delivered: u64,
    /// Given up for a recipient.
    pub bounced: u64,
    /// Given up for a recipient after too long in the queue.
    pub expired: u64,
    /// Thrown away on purpose.
    pub discarded: u64,
    /// Left the queue without any of these.
    pub removed: u64,
    /// Did not leave the queue before the logs end.
    pub open: u64,
}

impl Ends {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.named().iter().map(|(_, n)| n).sum()
    }

    /// Each with its name.
    #[must_use]
    pub fn named(&self) -> [(&'static str, u64); 6] {
        let Self { delivered, bounced, expired, discarded, removed, open } = *self;
        [
            ("delivered", delivered),
            ("bounced", bounced),
            ("expired", expired),
            ("discarded", discarded),
            ("removed", removed),
            ("open", open),
        ]
    }
}

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
        LifeEnd::Closed(_) if fate.has(Fate::EXPIRED) => &mut ends.expired,
        LifeEnd::Closed(_) if fate.has(Fate::BOUNCED) => &mut ends.bounced,
        LifeEnd::Closed(_) if fate.has(Fate::DELIVERED) => &mut ends.delivered,
        LifeEnd::Closed(_) if fate.has(Fate::DISCARDED) => &mut ends.discarded,
        LifeEnd::Closed(_) => &mut ends.removed,
    }
}
