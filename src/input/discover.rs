//! From what the user gave to the files to read.
//!
//! In: paths (files, directories, `-`), or none for the standard places. Out: sources without doubles, each rotated set
//! from its oldest file to its newest, sets in the order given; problems; notes. Always true: a path that gives nothing
//! is a problem that names it, never silence; the order depends on paths and names only.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::open::{HEAD_BYTES, OpenSource};
use super::rotated::{self, Role};
use super::source::{Note, Source};
use super::{doubles, standard};
use crate::error::{Error, Kind};

const LOG_NAMES: &str = "mail.log*, maillog*, mail, mainlog*, main.log*, exim_mainlog*, postfix*.log or other *.log";

/// How to look for logs.
#[derive(Debug, Clone)]
pub struct DiscoverOptions {
    /// The directory that the standard places are in: `/`, or the root of another system.
    pub root: PathBuf,
    /// Whether programs below the root are run where no path is given: Exim for where it logs, `journalctl` for what is in no file.
    pub asks_programs: bool,
}

impl Default for DiscoverOptions {
    fn default() -> Self {
        Self { root: PathBuf::from("/"), asks_programs: true }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// What to read, in this order.
    pub sources: Vec<Source>,
    /// What cannot be read. These are not among the sources.
    pub problems: Vec<Error>,
    /// What is worth telling.
    pub notes: Vec<Note>,
}

/// Finds the sources that these paths mean; none means the standard places.
#[must_use]
pub fn discover(paths: &[PathBuf], options: &DiscoverOptions) -> Discovery {
    let mut found = Discovery::default();
    if paths.is_empty() {
        standard::add(&mut found, options);
    }
    for path in paths {
        found.add(path);
    }
    found.drop_same_files();
    found.sort();
    let sources = std::mem::take(&mut found.sources);
    found.sources = doubles::without_doubles(sources, &mut found.notes, &mut found.problems);
    found.link_roles();
    found
}

impl Discovery {
    fn add(&mut self, path: &Path) {
        if path.is_dir() { self.add_directory(path) } else { self.add_file(path) }
    }

    pub(super) fn add_file(&mut self, path: &Path) {
        match Source::at(path) {
            Ok(source) => self.sources.push(source),
            Err(error) => self.problems.push(Error::io(path, error)),
        }
    }

    fn add_directory(&mut self, directory: &Path) {
        let files = match files_in(directory) {
            Ok(files) => files,
            Err(error) => return self.problems.push(Error::io(directory, error)),
        };
        let (logs, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| rotated::is_log_name(&name_of(path)));
        let logs = if logs.is_empty() { others.into_iter().filter(|path| holds_text(path)).collect() } else { logs };
        if logs.is_empty() {
            self.problems.push(Error::new(directory, Kind::NoLogs(LOG_NAMES.to_owned())));
        }
        for path in logs {
            self.add_file(&path);
        }
    }

    /// A file given twice, by name or by link, is read once.
    fn drop_same_files(&mut self) {
        let mut seen = HashMap::new();
        let notes = &mut self.notes;
        self.sources.retain(|source| {
            let Some(identity) = source.identity else { return true };
            let kept: &PathBuf = match seen.entry(identity) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(source.path.clone());
                    return true;
                }
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            };
            notes.push(Note::SameFile { dropped: source.path.clone(), kept: kept.clone() });
            false
        });
    }

    /// Numbers the sets in the order given and puts each in the order of its ages.
    fn sort(&mut self) {
        let mut sets = HashMap::new();
        for source in &mut self.sources {
            let n_sets = sets.len();
            source.set = *sets.entry((directory_of(&source.path), source.rotation().set)).or_insert(n_sets);
        }
        self.sources.sort_by_cached_key(|source| (source.set, source.rotation().age));
    }

    /// Tells each excerpt which of the sets repeats its lines.
    fn link_roles(&mut self) {
        let sets: HashMap<_, _> = self
            .sources
            .iter()
            .map(|source| ((directory_of(&source.path), source.rotation().set), source.set))
            .collect();
        for source in self.sources.iter_mut().filter(|source| source.role != Role::Main) {
            let directory = directory_of(&source.path);
            let set_of = |&name: &&str| sets.get(&(directory.clone(), name.to_owned())).copied();
            source.repeats = rotated::counterparts(&source.rotation().set).iter().find_map(set_of);
        }
    }
}

/// The regular files of a directory (links followed, also those that lead nowhere), by name; hidden ones left out.
pub(super) fn files_in(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let is_other = path.metadata().is_ok_and(|metadata| !metadata.is_file());
        if !is_other && !name_of(&path).starts_with('.') {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn holds_text(path: &Path) -> bool {
    let opened = Source::at(path).ok().and_then(|source| OpenSource::open(&source, HEAD_BYTES).ok());
    opened.is_some_and(|opened| !opened.head().is_empty())
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The directory a file is in, the same for `mail.log`, `./mail.log` and its full path.
fn directory_of(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned())
}
