//! Sources that hold the same text: a log and its compressed copy, a log and an older copy of it.
//!
//! In: files in the order they will be read. Out: those to be counted, and a note for each one left out. Always true:
//! a file is only left out after its whole text was compared with that of one that stays; files whose beginnings
//! differ cost one read of their beginning; empty files and pipes stay.

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};

use rayon::prelude::*;

use super::open::{HEAD_BYTES, OpenSource, Text};
use super::source::{Note, Source};
use crate::error::Error;

const COMPARE_BYTES: usize = 128 * 1024;

/// How two texts relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Same,
    /// The first is the beginning of the second.
    Beginning,
    /// The second is the beginning of the first.
    Continuation,
    Different,
}

/// The beginning of a text in a few numbers: a hash of its first 1, 2, 4, 8 … bytes, as far as it goes.
#[derive(Debug)]
struct Fingerprint {
    beginnings: Vec<u64>,
}

impl Fingerprint {
    fn of(head: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        let mut beginnings = Vec::new();
        let (mut from, mut to) = (0, 1);
        while to <= head.len() {
            hasher.write(&head[from..to]);
            beginnings.push(hasher.finish());
            (from, to) = (to, to * 2);
        }
        Self { beginnings }
    }

    /// Whether one text may be the beginning of the other, or the same.
    fn may_overlap(&self, other: &Self) -> bool {
        let n = self.beginnings.len().min(other.beginnings.len());
        n > 0 && self.beginnings[n - 1] == other.beginnings[n - 1]
    }
}

/// Leaves out what would be counted twice. A file that cannot be opened, or is no text, becomes a problem instead.
pub(super) fn without_doubles(sources: Vec<Source>, notes: &mut Vec<Note>, problems: &mut Vec<Error>) -> Vec<Source> {
    let prints: Vec<_> = sources.par_iter().map(fingerprint).collect();
    let mut kept: Vec<(Source, Option<Fingerprint>)> = Vec::with_capacity(sources.len());
    for (source, print) in sources.into_iter().zip(prints) {
        match print {
            Ok(print) => keep(&mut kept, source, print, notes),
            Err(error) => problems.push(error),
        }
    }
    kept.into_iter().map(|(source, _)| source).collect()
}

/// None for what can be read only once.
fn fingerprint(source: &Source) -> Result<Option<Fingerprint>, Error> {
    if !source.is_file() {
        return Ok(None);
    }
    Ok(Some(Fingerprint::of(OpenSource::open(source, HEAD_BYTES)?.head())))
}

/// Adds the source unless its text is there already; takes out those whose text it continues.
fn keep(
    kept: &mut Vec<(Source, Option<Fingerprint>)>,
    source: Source,
    print: Option<Fingerprint>,
    notes: &mut Vec<Note>,
) {
    let mut i = 0;
    while i < kept.len() {
        let dropped = source.path.clone();
        match relation(&kept[i], (&source, print.as_ref())) {
            Relation::Different => i += 1,
            Relation::Same => return notes.push(Note::SameText { dropped, kept: kept[i].0.path.clone() }),
            Relation::Continuation => return notes.push(Note::OlderCopy { dropped, kept: kept[i].0.path.clone() }),
            Relation::Beginning => {
                let (older, _) = kept.remove(i);
                notes.push(Note::OlderCopy { dropped: older.path, kept: source.path.clone() });
            }
        }
    }
    kept.push((source, print));
}

fn relation(kept: &(Source, Option<Fingerprint>), new: (&Source, Option<&Fingerprint>)) -> Relation {
    match (&kept.1, new.1) {
        (Some(first), Some(second)) if first.may_overlap(second) => {
            // A file that cannot be opened any more tells so when it is read.
            compare(&kept.0, new.0).unwrap_or(Relation::Different)
        }
        _ => Relation::Different,
    }
}

/// Compares the whole texts. A stream that does not decode to its end counts as ending there.
fn compare(first: &Source, second: &Source) -> io::Result<Relation> {
    let (mut first, mut second) = (text(first)?, text(second)?);
    let (mut one, mut other) = (vec![0; COMPARE_BYTES], vec![0; COMPARE_BYTES]);
    loop {
        let (n_one, n_other) = (fill(&mut first, &mut one), fill(&mut second, &mut other));
        let n = n_one.min(n_other);
        if one[..n] != other[..n] {
            return Ok(Relation::Different);
        }
        match n_one.cmp(&n_other) {
            std::cmp::Ordering::Less => return Ok(Relation::Beginning),
            std::cmp::Ordering::Greater => return Ok(Relation::Continuation),
            std::cmp::Ordering::Equal if n < COMPARE_BYTES => return Ok(Relation::Same),
            std::cmp::Ordering::Equal => {}
        }
    }
}

fn text(source: &Source) -> io::Result<Box<dyn Read + Send>> {
    Ok(match Text::open(source, &std::sync::Arc::default(), &std::sync::Arc::default())? {
        Text::Plain { mut file, .. } => {
            io::Seek::rewind(&mut file)?;
            Box::new(file)
        }
        Text::Stream { reader, .. } => reader,
    })
}

/// Fills the buffer as far as the text goes.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut n = 0;
    while n < buffer.len() {
        match reader.read(&mut buffer[n..]) {
            Ok(more) if more > 0 => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(_) | Err(_) => break,
        }
    }
    n
}
