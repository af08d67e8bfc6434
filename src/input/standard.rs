//! The standard places: where a host's logs are if nobody says.
//!
//! In: a root. Out: sources added to a [`Discovery`], and a note that says which; or where it was looked in vain. Always true: first
//! the usual files, then those that Exim names; the journal only where there are neither, so that no line counts twice.

use std::io;
use std::path::Path;

use super::discover::{DiscoverOptions, Discovery, files_in, name_of};
use super::source::{Note, Source};
use super::{exim, program, rotated};
use crate::error::{Error, Kind};

/// A directory, and how a file's name (without its rotation) starts: rsyslog and syslog of Debian, Red Hat, SUSE and FreeBSD, Postfix's own
/// `maillog_file`, Exim of Debian, Red Hat, FreeBSD and as it comes.
const PLACES: [(&str, &[&str]); 4] = [
    ("var/log", &["mail.log", "maillog", "exim_mainlog", "postfix.log"]),
    ("var/log/exim4", &["mainlog"]),
    ("var/log/exim", &["main.log", "mainlog"]),
    ("var/spool/exim/log", &["mainlog"]),
];

/// SUSE's log has a name that others start with.
const SUSE_LOG: (&str, &str) = ("var/log", "mail");

/// Adds what the host has.
pub(super) fn add(found: &mut Discovery, options: &DiscoverOptions) {
    let root = &options.root;
    for (directory, starts) in PLACES {
        let directory = root.join(directory);
        let is_suse = root.join(SUSE_LOG.0) == directory;
        let is_standard = |name: &str| {
            let set = rotated::rotation(name).set;
            let is_one = starts.iter().any(|start| set.starts_with(start)) || (is_suse && set == SUSE_LOG.1);
            is_one && rotated::is_log_name(name)
        };
        match files_in(&directory) {
            Ok(files) => files.iter().filter(|path| is_standard(&name_of(path))).for_each(|path| found.add_file(path)),
            Err(error) => deny(found, &directory, error),
        }
    }
    let exim = if options.asks_programs { exim::main_log(root) } else { None };
    if let Some(pattern) = &exim {
        add_exim(found, root, pattern);
    }
    if !found.sources.is_empty() {
        found.notes.push(Note::StandardPlaces(found.sources.iter().map(|source| source.path.clone()).collect()));
    } else if found.problems.is_empty() {
        add_journal(found, options, exim.as_deref());
    }
}

/// The logs that Exim names, unless they are at the usual places.
fn add_exim(found: &mut Discovery, root: &Path, pattern: &str) {
    let (files, denied) = exim::files(root, pattern);
    for path in files {
        let identity = Source::at(&path).ok().and_then(|source| source.identity);
        if identity.is_none() || found.sources.iter().all(|source| source.identity != identity) {
            found.add_file(&path);
        }
    }
    for (directory, error) in denied {
        deny(found, &directory, error);
    }
}

fn add_journal(found: &mut Discovery, options: &DiscoverOptions, exim: Option<&str>) {
    let journalctl = if options.asks_programs { program::find(&options.root, &["journalctl"]) } else { None };
    if let Some(journalctl) = journalctl {
        found.notes.push(Note::Journal(journalctl.clone()));
        found.sources.push(Source::journal(&journalctl));
        return;
    }
    let places = [Some(places()), exim.map(|pattern| format!("{pattern}* of Exim"))];
    let places = places.into_iter().flatten().collect::<Vec<_>>().join(", ");
    found.problems.push(Error::new(options.root.join("var/log"), Kind::NoStandardLogs(places)));
}

/// Tells once of a directory that may not be read; one that is not there is no problem.
fn deny(found: &mut Discovery, directory: &Path, error: io::Error) {
    let is_told = found.problems.iter().any(|problem| problem.path() == directory);
    if error.kind() == io::ErrorKind::PermissionDenied && !is_told {
        found.problems.push(Error::io(directory, error));
    }
}

/// The usual places in words.
pub(super) fn places() -> String {
    let place = |directory: &str, start: &str| format!("/{directory}/{start}*");
    let mut places: Vec<_> =
        PLACES.iter().flat_map(|(directory, starts)| starts.iter().map(move |start| place(directory, start))).collect();
    places.push(format!("/{}/{}", SUSE_LOG.0, SUSE_LOG.1));
    places.join(", ")
}
