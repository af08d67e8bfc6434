//! Names as a report shows them: different spellings of the log may become one name.
//!
//! A name is known by its place. Text is sorted only if all names will be listed; a report for people lists the first ten, and
//! sorting all of them took longer than everything else about it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use rayon::slice::ParallelSliceMut;

use crate::places::Places;

/// Distinct names, and where each of the counted names went.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// By place.
    all: Vec<Cow<'a, str>>,
    /// The place by the number that the summary gave; `None` if they are the same.
    places: Option<Vec<u32>>,
    /// The rank among all names by place, if they are sorted.
    ranks: Option<Vec<u32>>,
    /// By place; each name that is listed is made once.
    shared: Vec<OnceLock<Arc<str>>>,
}

impl<'a> Names<'a> {
    /// Makes names of what was logged, which is distinct. `sorted` if so many comparisons will follow that sorting pays.
    pub(super) fn new(
        logged: impl Iterator<Item = &'a [u8]>,
        normalise: impl Fn(&'a [u8]) -> Cow<'a, str>,
        sorted: bool,
    ) -> Self {
        let mut is_distinct = true;
        let name = |logged: &'a [u8]| {
            let name = normalise(logged);
            is_distinct &= matches!(name, Cow::Borrowed(name) if name.len() == logged.len());
            name
        };
        let mut all: Vec<_> = logged.map(name).collect();
        let places = if is_distinct { None } else { Some(merge(&mut all)) };
        let ranks = sorted.then(|| ranks(&all));
        let shared = std::iter::repeat_with(OnceLock::new).take(all.len()).collect();
        Self { all, places, ranks, shared }
    }

    /// The place of the name with this number in the summary.
    pub(super) fn place(&self, id: usize) -> usize {
        self.places.as_ref().map_or(id, |places| places[id] as usize)
    }

    /// Compares the names at two places.
    pub(super) fn compare(&self, a: usize, b: usize) -> Ordering {
        match &self.ranks {
            Some(ranks) => ranks[a].cmp(&ranks[b]),
            None => self.all[a].cmp(&self.all[b]),
        }
    }

    /// The name at a place.
    pub(super) fn get(&self, place: usize) -> Arc<str> {
        Arc::clone(self.shared[place].get_or_init(|| Arc::from(&*self.all[place])))
    }

    /// How many names were logged.
    pub(super) fn n_logged(&self) -> usize {
        self.places.as_ref().map_or(self.all.len(), Vec::len)
    }

    /// How many distinct names there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

/// Leaves each name once, in the order of arrival; returns the place of each name that was there.
fn merge<'a>(all: &mut Vec<Cow<'a, str>>) -> Vec<u32> {
    let hasher = RandomState::default();
    let mut index = Places::default();
    let mut distinct: Vec<Cow<'a, str>> = Vec::new();
    #[allow(clippy::cast_possible_truncation)] // the lower half of the hash is wanted
    let place = |name: Cow<'a, str>| {
        let hash = hasher.hash_one(&*name) as u32;
        let found = index.find(hash, |place| distinct[place as usize] == name);
        found.unwrap_or_else(|| {
            let place = u32::try_from(distinct.len()).expect("numbers are u32");
            index.insert(hash, place);
            distinct.push(name);
            place
        })
    };
    let places = all.drain(..).map(place).collect();
    *all = distinct;
    places
}

fn ranks(all: &[Cow<'_, str>]) -> Vec<u32> {
    let mut order: Vec<(&str, u32)> = all.iter().map(|name| &**name).zip(0..).collect();
    order.par_sort_unstable();
    let mut ranks = vec![0; all.len()];
    for (rank, (_, place)) in (0..).zip(order) {
        ranks[place as usize] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_share_its_place() {
        let logged: [&[u8]; 4] = [b"b", b"A", b"c", b"a"];
        let lower = |name: &[u8]| Cow::Owned(String::from_utf8_lossy(name).to_lowercase());
        for sorted in [false, true] {
            let names = Names::new(logged.into_iter(), lower, sorted);
            assert_eq!((0..4).map(|id| names.place(id)).collect::<Vec<_>>(), [0, 1, 2, 1]);
            assert_eq!((names.len(), &*names.get(1)), (3, "a"));
            assert_eq!(names.compare(0, 1), Ordering::Greater);
            assert_eq!(names.n_logged(), 4);
        }
    }

    #[test]
    fn names_that_stay_as_they_are_keep_their_numbers() {
        let logged: [&[u8]; 2] = [b"b", b"a"];
        let names = Names::new(logged.into_iter(), String::from_utf8_lossy, true);
        assert_eq!((names.place(1), &*names.get(1)), (1, "a"));
    }
}
