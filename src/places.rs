//! Where things stand, by their hashes: the index of a collection that keeps its things in a row.
//!
//! A look-up takes one place of memory before the thing itself is looked at; a general hash table takes two, and with millions of
//! senders each is a cache miss.

/// Places by hash; which things stand there, the caller knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// Open addressing with linear steps; the number of slots is a power of two, and at least a third of them are free.
    slots: Vec<Slot>,
    n: usize,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    place: u32,
}

impl Slot {
    const FREE: Slot = Slot { hash: 0, place: u32::MAX };

    fn is_free(self) -> bool {
        self.place == Self::FREE.place
    }
}

impl Places {
    /// The place with this hash that is it.
    #[inline(always)]
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.is_free() {
                return None;
            }
            if slot.hash == hash && is_it(slot.place) {
                return Some(slot.place);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a place that is not there yet, below 2^32 - 1.
    pub(crate) fn insert(&mut self, hash: u32, place: u32) {
        if (self.n + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        self.n += 1;
        put(&mut self.slots, Slot { hash, place });
    }

    /// Forgets all places and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.slots.fill(Slot::FREE);
        self.n = 0;
    }

    #[cold]
    fn grow(&mut self) {
        let mut slots = vec![Slot::FREE; (self.slots.len() * 2).max(16)];
        self.slots.iter().filter(|slot| !slot.is_free()).for_each(|&slot| put(&mut slots, slot));
        self.slots = slots;
    }
}

fn put(slots: &mut [Slot], slot: Slot) {
    let mask = slots.len() - 1;
    let mut at = slot.hash as usize & mask;
    while !slots[at].is_free() {
        at = (at + 1) & mask;
    }
    slots[at] = slot;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_again() {
        let mut places = Places::default();
        assert_eq!(places.find(0, |_| true), None);
        // Many of one hash, and hashes that are neighbours.
        let hash = |n: u32| if n.is_multiple_of(7) { 3 } else { n };
        for n in 0..1000 {
            assert_eq!(places.find(hash(n), |place| place == n), None);
            places.insert(hash(n), n);
        }
        assert!((0..1000).all(|n| places.find(hash(n), |place| place == n) == Some(n)));
        places.clear();
        assert_eq!(places.find(3, |_| true), None);
    }
}
