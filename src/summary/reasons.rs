//! The templates of failing replies, a bounded number of them.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use foldhash::quality::FixedState;

use super::case::{FIRST_TEMPLATE, NO_REASON, OTHER_REASON};
use super::intern::Interner;
use crate::reply;
use crate::template;

/// How many templates a report keeps apart.
const MAX: usize = 8192;
/// From so many on, those that no report will keep are dropped.
const TOO_MANY: usize = 2 * MAX;

/// Numbers for templates.
#[derive(Debug, Clone, Default)]
pub(super) struct Reasons {
    templates: Interner,
    recent: RecentTexts,
    scratch: Vec<u8>,
}

impl Reasons {
    /// The reason of a reply's text.
    #[inline(never)]
    pub(super) fn of_text(&mut self, text: &[u8]) -> u32 {
        let Self { templates, recent, scratch } = self;
        recent.reason(text, || {
            scratch.clear();
            template::write(&reply::joined(text), scratch);
            templates.id(scratch) + FIRST_TEMPLATE
        })
    }

    /// The text of a template.
    pub(super) fn template(&self, template: u32) -> &[u8] {
        self.templates.get(template)
    }

    pub(super) fn is_too_many(&self) -> bool {
        self.templates.len() > TOO_MANY
    }

    /// Adds those of `other`; returns the new number of each of its reasons.
    pub(super) fn absorb(&mut self, other: &Reasons) -> Vec<u32> {
        let templates = self.templates.absorb(&other.templates).into_iter().map(|template| template + FIRST_TEMPLATE);
        [NO_REASON, OTHER_REASON].into_iter().chain(templates).collect()
    }

    /// Those that are kept, and the new number of each reason; `None` if there are not too many for a report.
    ///
    /// Kept are the [`MAX`] of the smallest hashes. Of a part of a log at least those are kept that are kept of the whole, so
    /// it does not matter when and where others are dropped.
    pub(super) fn kept(&self) -> Option<(Reasons, Vec<u32>)> {
        if self.templates.len() <= MAX {
            return None;
        }
        let hasher = FixedState::default();
        let mut orders: Vec<u64> = self.templates.all().map(|template| hasher.hash_one(template)).collect();
        let (_, &mut last, _) = orders.clone().select_nth_unstable(MAX - 1);
        let mut kept = Reasons::default();
        let mut new = vec![NO_REASON, OTHER_REASON];
        new.extend(self.templates.all().zip(orders.drain(..)).map(|(template, order)| {
            if order <= last { kept.templates.id(template) + FIRST_TEMPLATE } else { OTHER_REASON }
        }));
        Some((kept, new))
    }
}

/// Texts that came last, with their reasons: a third to a half of all failing replies repeat one of them word for word.
#[derive(Debug, Clone, Default)]
struct RecentTexts {
    /// By hash of the text; a later text takes the place of an earlier one.
    slots: Vec<(Vec<u8>, u32)>,
    hasher: RandomState,
}

impl RecentTexts {
    /// How many texts are kept.
    const N: usize = 512;
    /// Longer ones are not: memory stays small.
    const MAX_LEN: usize = 512;

    /// The reason of a text; `find` finds it if the text is none of the recent ones.
    fn reason(&mut self, text: &[u8], find: impl FnOnce() -> u32) -> u32 {
        if text.len() > Self::MAX_LEN {
            return find();
        }
        self.slots.resize(Self::N, (Vec::new(), 0));
        #[allow(clippy::cast_possible_truncation)] // its lower bits are wanted
        let (kept, reason) = &mut self.slots[self.hasher.hash_one(text) as usize % Self::N];
        if *reason < FIRST_TEMPLATE || kept != text {
            *reason = find();
            kept.clear();
            kept.extend_from_slice(text);
        }
        *reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_does_not_depend_on_when_others_are_dropped() {
        let texts: Vec<Vec<u8>> = (0..3 * MAX).map(|n| words(n).into_bytes()).collect();
        let mut at_once = Reasons::default();
        for text in &texts {
            at_once.of_text(text);
        }
        let mut in_steps = Reasons::default();
        for text in texts.iter().rev() {
            in_steps.of_text(text);
            if in_steps.is_too_many() {
                in_steps = in_steps.kept().unwrap().0;
            }
        }
        let sorted = |reasons: Reasons| {
            let kept = reasons.kept().map_or(reasons, |(kept, _)| kept);
            let mut all: Vec<Vec<u8>> = kept.templates.all().map(<[u8]>::to_vec).collect();
            all.sort();
            all
        };
        let (a, b) = (sorted(at_once), sorted(in_steps));
        assert_eq!(a.len(), MAX);
        assert!(a == b);
    }

    /// A text of letters only, so that its template is its own.
    fn words(n: usize) -> String {
        format!("550 {}", n.to_string().bytes().map(|b| char::from(b - b'0' + b'a')).collect::<String>())
    }
}
