//! Names as a report shows them: different spellings of the log may become one name.
//!
//! A name is known by its place. Text is sorted only if all names will be listed; a report for people lists the first ten, and
//! sorting all of them took longer than everything else about it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use rayon::slice::ParallelSliceMut;

use crate::places::Places;

/// Distinct names, and where each of the counted names went.
#[derive(Debug)]
pub(super) struct Names<'a> {
    all: Texts<'a>,
    /// The place by the number that the summary gave; `None` if they are the same.
    places: Option<Vec<u32>>,
    /// The rank among all names by place, if they are sorted.
    ranks: Option<Vec<u32>>,
    shared: Shared,
}

impl<'a> Names<'a> {
    /// Makes names of what was logged, which is distinct and mostly stays as it is; `number` finds the number of a text among it.
    /// `sorted` if so many comparisons will follow that sorting pays.
    pub(super) fn new(
        logged: impl ExactSizeIterator<Item = &'a [u8]>,
        number: impl Fn(&[u8]) -> Option<u32>,
        normalise: impl Fn(&'a [u8]) -> Cow<'a, str>,
        sorted: bool,
    ) -> Self {
        let mut placing = Placing::of(logged.len());
        for (id, logged) in logged.enumerate() {
            match normalise(logged) {
                Cow::Borrowed(name) if name.len() == logged.len() => placing.keep(id, name),
                name => placing.change(id, name, &number),
            }
        }
        placing.finish(sorted)
    }

    /// The same where nearly all that was logged becomes something else.
    pub(super) fn of_parts(
        logged: impl ExactSizeIterator<Item = &'a [u8]>,
        part: impl Fn(&'a [u8]) -> Cow<'a, str>,
        sorted: bool,
    ) -> Self {
        let mut placing = Placing::of(logged.len());
        logged.map(part).enumerate().for_each(|(id, part)| placing.change(id, part, |_| None));
        placing.finish(sorted)
    }

    /// The place of the name with this number in the summary.
    pub(super) fn place(&self, id: usize) -> usize {
        self.places.as_ref().map_or(id, |places| places[id] as usize)
    }

    /// Compares the names at two places.
    pub(super) fn compare(&self, a: usize, b: usize) -> Ordering {
        match &self.ranks {
            Some(ranks) => ranks[a].cmp(&ranks[b]),
            None => self.all.get(a).cmp(self.all.get(b)),
        }
    }

    /// The name at a place.
    pub(super) fn get(&self, place: usize) -> Arc<str> {
        self.shared.get(place, || self.all.get(place))
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

/// The place of a name that has none yet.
const NOWHERE: u32 = u32::MAX;

/// Distinct names by place.
#[derive(Debug, Default)]
struct Texts<'a> {
    all: Vec<Text<'a>>,
    /// Those that no log holds, in a row: freeing each alone took longer than rendering the report.
    made: String,
}

#[derive(Debug)]
enum Text<'a> {
    /// As it was logged, or a part of that.
    Logged(&'a str),
    /// Where it stands in [`Texts::made`].
    Made(Range<usize>),
}

impl<'a> Texts<'a> {
    fn len(&self) -> usize {
        self.all.len()
    }

    fn get(&self, place: usize) -> &str {
        match &self.all[place] {
            Text::Logged(name) => name,
            Text::Made(range) => &self.made[range.clone()],
        }
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// Adds a name; returns its place.
    fn push(&mut self, name: Cow<'a, str>) -> u32 {
        let place = u32::try_from(self.len()).expect("numbers are u32");
        self.all.push(match name {
            Cow::Borrowed(name) => Text::Logged(name),
            Cow::Owned(name) => {
                let start = self.made.len();
                self.made.push_str(&name);
                Text::Made(start..self.made.len())
            }
        });
        place
    }
}

/// Gives each distinct name a place. Names that stay as they are need not be compared with each other.
struct Placing<'a> {
    all: Texts<'a>,
    /// By number.
    places: Vec<u32>,
    changed: Changed,
}

/// Where the names stand that are not as they were logged.
#[derive(Default)]
struct Changed {
    index: Places,
    hasher: RandomState,
}

impl<'a> Placing<'a> {
    fn of(n: usize) -> Self {
        Self { all: Texts::default(), places: vec![NOWHERE; n], changed: Changed::default() }
    }

    fn finish(self, sorted: bool) -> Names<'a> {
        let Placing { all, places, .. } = self;
        let is_distinct = (0..).zip(&places).all(|(id, &place)| place == id);
        let ranks = sorted.then(|| ranks(&all));
        let shared = Shared::of(all.len());
        Names { all, places: (!is_distinct).then_some(places), ranks, shared }
    }

    /// A name that stays as it was logged.
    fn keep(&mut self, id: usize, name: &'a str) {
        // Unless another one has become it.
        if self.places[id] == NOWHERE {
            self.places[id] = self.all.push(Cow::Borrowed(name));
        }
    }

    /// A name that was logged otherwise. What it is now may have been logged as well, before or behind it.
    fn change(&mut self, id: usize, name: Cow<'a, str>, number: impl Fn(&[u8]) -> Option<u32>) {
        #[allow(clippy::cast_possible_truncation)] // the lower half of the hash is wanted
        let hash = self.changed.hasher.hash_one(&*name) as u32;
        let found = self.changed.index.find(hash, |place| self.all.get(place as usize) == name);
        self.places[id] = found.unwrap_or_else(|| {
            let logged = number(name.as_bytes()).map(|id| id as usize);
            let place = match logged.map(|id| self.places[id]) {
                // It was logged, and stayed as it was.
                Some(place) if place != NOWHERE && self.all.get(place as usize) == name => place,
                _ => self.all.push(name),
            };
            if let Some(later) = logged.filter(|&id| self.places[id] == NOWHERE) {
                self.places[later] = place;
            }
            self.changed.index.insert(hash, place);
            place
        });
    }
}

/// Names that are listed, each made once: few of most reports' names are.
#[derive(Debug)]
struct Shared(Vec<OnceLock<Neighbours>>);

/// [`Shared::ROOM`] names.
type Neighbours = Box<[OnceLock<Arc<str>>]>;

impl Shared {
    /// How many neighbours are made room for at once.
    const ROOM: usize = 256;

    fn of(n: usize) -> Self {
        Self((0..n.div_ceil(Self::ROOM)).map(|_| OnceLock::new()).collect())
    }

    fn get<'n>(&self, place: usize, name: impl Fn() -> &'n str) -> Arc<str> {
        let room = || (0..Self::ROOM).map(|_| OnceLock::new()).collect();
        let shared = &self.0[place / Self::ROOM].get_or_init(room)[place % Self::ROOM];
        Arc::clone(shared.get_or_init(|| Arc::from(name())))
    }
}

fn ranks(all: &Texts<'_>) -> Vec<u32> {
    let mut order: Vec<(&str, u32)> = all.iter().zip(0..).collect();
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

    fn names<'a>(logged: &'a [&'a [u8]], normalise: impl Fn(&'a [u8]) -> Cow<'a, str>, sorted: bool) -> Names<'a> {
        let number = |name: &[u8]| (0..).zip(logged).find(|(_, logged)| **logged == name).map(|(id, _)| id);
        Names::new(logged.iter().copied(), number, normalise, sorted)
    }

    #[test]
    fn spellings_of_a_name_share_its_place() {
        let lower = |name| match std::str::from_utf8(name).unwrap() {
            "A" => Cow::Owned("a".to_owned()),
            other => Cow::Borrowed(other),
        };
        let orders: [[&[u8]; 4]; 2] = [[b"b", b"A", b"c", b"a"], [b"b", b"a", b"c", b"A"]];
        for sorted in [false, true] {
            for logged in &orders {
                let names = names(logged, lower, sorted);
                assert_eq!((0..4).map(|id| names.place(id)).collect::<Vec<_>>(), [0, 1, 2, 1]);
                assert_eq!((names.len(), &*names.get(1)), (3, "a"));
                assert_eq!(names.compare(0, 1), Ordering::Greater);
                assert_eq!(names.n_logged(), 4);
            }
        }
    }

    #[test]
    fn a_name_that_was_logged_and_became_another_leaves_its_place() {
        // Each becomes the next letter, so that what was logged is never what it is now.
        let next = |name: &[u8]| Cow::Owned(char::from(name[0] + 1).to_string());
        let orders: [[&[u8]; 3]; 3] = [[b"a", b"b", b"c"], [b"c", b"b", b"a"], [b"b", b"a", b"c"]];
        for logged in &orders {
            let names = names(logged, next, false);
            for (id, logged) in logged.iter().enumerate() {
                assert_eq!(*names.get(names.place(id)), *next(logged));
            }
            assert_eq!(names.len(), 3);
        }
    }

    #[test]
    fn equal_parts_share_a_place_whatever_they_are_parts_of() {
        let logged: [&[u8]; 5] = [b"a@x", b"x", b"b@y", b"c@x", b""];
        let part =
            |name: &'static [u8]| Cow::Borrowed(std::str::from_utf8(name).unwrap().split('@').next_back().unwrap());
        for sorted in [false, true] {
            let names = Names::of_parts(logged.iter().copied(), part, sorted);
            assert_eq!((0..5).map(|id| names.place(id)).collect::<Vec<_>>(), [0, 0, 1, 0, 2]);
            assert_eq!((&*names.get(0), &*names.get(1), &*names.get(2)), ("x", "y", ""));
            assert_eq!((names.len(), names.n_logged()), (3, 5));
        }
    }

    #[test]
    fn names_that_stay_as_they_are_keep_their_numbers() {
        let logged: [&[u8]; 2] = [b"b", b"a"];
        let names = names(&logged, String::from_utf8_lossy, true);
        assert_eq!((names.place(1), &*names.get(1)), (1, "a"));
        assert!(names.places.is_none());
    }
}
