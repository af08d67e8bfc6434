//! What the generator knows about the log it wrote: every event by class, and every line's class.
//!
//! The rules are those of `docs/counting.md`, applied by the side that knows what happened, so that a parser can be
//! held against them. Names are the ones of smtplog's reports.

use std::collections::{BTreeMap, HashMap};

use super::people::Sender;
use super::text::Text;

/// What events are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class {
    /// Reply code, 0 for none.
    pub code: u16,
    /// The reply's own enhanced code, empty for none.
    pub enhanced: &'static str,
    /// `delivery`, `attempt`, `reject`, `auth` or `probe`.
    pub kind: &'static str,
    /// `delivered`, `deferred`, …
    pub outcome: &'static str,
    /// `logged`, `implied`, `repeated` or `none`.
    pub origin: &'static str,
}

/// The counts of a generated log.
#[derive(Debug, Default)]
pub struct Truth {
    /// Bytes written.
    pub bytes: u64,
    /// Lines written.
    pub lines: u64,
    /// Lines that record no event.
    pub recognised: u64,
    /// Lines of other programs.
    pub other: u64,
    /// Events beyond the first of their line.
    pub surplus: u64,
    /// Events by class.
    pub counts: BTreeMap<Class, u64>,
    /// Events by sender and class, where [`super::Spec::per_sender`] asks for it.
    pub per_sender: Option<HashMap<(Sender, Class), u64>>,
}

impl Truth {
    /// All events.
    pub fn events(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Events that `wanted` picks.
    pub fn count(&self, wanted: impl Fn(&Class) -> bool) -> u64 {
        self.counts.iter().filter(|(class, _)| wanted(class)).map(|(_, n)| n).sum()
    }

    /// Events by sender address (`None`: unknown, empty: the null sender) and class.
    pub fn by_address(&self) -> BTreeMap<(Option<String>, Class), u64> {
        let mut by_address = BTreeMap::new();
        for ((sender, class), count) in self.per_sender.iter().flatten() {
            *by_address.entry((address(*sender), *class)).or_default() += count;
        }
        by_address
    }

    /// Adds `times` events.
    pub(super) fn add(&mut self, sender: Sender, class: Class, times: u64) {
        *self.counts.entry(class).or_default() += times;
        if let Some(per_sender) = &mut self.per_sender {
            *per_sender.entry((sender, class)).or_default() += times;
        }
    }
}

fn address(sender: Sender) -> Option<String> {
    let mut text = Text::default();
    text.sender(sender);
    (sender != Sender::Unknown).then(|| String::from_utf8_lossy(&text.0).into_owned())
}
