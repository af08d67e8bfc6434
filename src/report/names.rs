//! Names as a report shows them, each made once, in order: from then on a name is a place in a sorted list.

use std::sync::Arc;

use rayon::slice::ParallelSliceMut;

/// Distinct names in ascending order, and where each of the counted names went.
#[derive(Debug)]
pub(super) struct Names {
    sorted: Vec<Arc<str>>,
    /// By the number that the summary gave.
    places: Vec<u32>,
}

impl Names {
    /// Makes names of what was logged; different spellings may become one name.
    pub(super) fn new<'a>(logged: impl Iterator<Item = &'a [u8]>, normalise: impl Fn(&[u8]) -> String) -> Self {
        let mut all: Vec<(String, u32)> = logged.map(normalise).zip(0..).collect();
        all.par_sort_unstable();
        let mut names = Self { sorted: Vec::new(), places: vec![0; all.len()] };
        for (name, id) in all {
            if names.sorted.last().is_none_or(|last| **last != *name) {
                names.sorted.push(name.into());
            }
            names.places[id as usize] = u32::try_from(names.sorted.len() - 1).expect("numbers are u32");
        }
        names
    }

    /// The place of the name with this number in the summary: names compare as their places do.
    pub(super) fn place(&self, id: usize) -> usize {
        self.places[id] as usize
    }

    /// The name at a place.
    pub(super) fn get(&self, place: usize) -> &Arc<str> {
        &self.sorted[place]
    }

    /// How many distinct names there are.
    pub(super) fn len(&self) -> usize {
        self.sorted.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_order_of_names() {
        let logged: [&[u8]; 4] = [b"b", b"A", b"c", b"a"];
        let names = Names::new(logged.into_iter(), |name| String::from_utf8_lossy(name).to_lowercase());
        assert_eq!((0..4).map(|id| names.place(id)).collect::<Vec<_>>(), [1, 0, 2, 0]);
        assert_eq!((names.len(), &**names.get(1)), (3, "b"));
    }
}
