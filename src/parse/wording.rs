//! Why there is no reply, told by the words of a text.

use aho_corasick::AhoCorasick;

use crate::event::Silence;

/// Words and what they mean; of those that occur in a text, the first of the list decides.
pub(super) type Words = &'static [(&'static [u8], Silence)];

/// A list of words, prepared so that one walk through a text finds all of them.
pub(super) struct Wording {
    words: Words,
    search: AhoCorasick,
}

impl Wording {
    pub(super) fn new(words: Words) -> Self {
        let search = AhoCorasick::new(words.iter().map(|(words, _)| words));
        Self { words, search: search.expect("a list of short words is not too long to be searched for") }
    }

    /// What the text's words mean.
    pub(super) fn meaning(&self, text: &[u8]) -> Silence {
        let first = self.search.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).min();
        first.map_or(Silence::Unspecified, |at| self.words[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_list_decides_wherever_it_stands() {
        let wording =
            Wording::new(&[(b"timed out while", Silence::SessionTimeout), (b"timed out", Silence::ConnectTimeout)]);
        for (text, want) in [
            (&b"connect timed out, then timed out while waiting"[..], Silence::SessionTimeout),
            (b"timed out", Silence::ConnectTimeout),
            (b"timed", Silence::Unspecified),
            (b"", Silence::Unspecified),
        ] {
            assert_eq!(wording.meaning(text), want);
        }
    }
}
