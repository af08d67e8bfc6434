//! Passing joins from one source to the next.

use std::sync::Mutex;

use super::reading::Reading;
use crate::correlate::Joins;
use crate::summary::Summary;

/// The place in a row of sources up to which everything is joined. The source there is *rooted*: all before it is known to it,
/// so its blocks' orphans are settled, and their closings forgotten, as the blocks come in.
#[derive(Debug, Default)]
pub(super) struct Chain {
    front: Mutex<usize>,
}

impl Chain {
    /// Nothing comes before the first source.
    pub(super) fn begin(readings: &[Reading]) {
        if let Some(first) = readings.first() {
            first.continue_from(Joins::rooted(), &mut Summary::default());
        }
    }

    /// Moves the front over all sources that are complete. Calling it once too often does no harm.
    pub(super) fn advance(&self, readings: &[Reading], summary: &mut Summary) {
        let mut front = self.front.lock().expect("no thread panics here");
        while let Some(reading) = readings.get(*front).filter(|reading| reading.is_complete()) {
            let joins = reading.take_joins(summary);
            *front += 1;
            match readings.get(*front) {
                Some(next) => next.continue_from(joins, summary),
                None => joins.end(summary),
            }
        }
    }
}
