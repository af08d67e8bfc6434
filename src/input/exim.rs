//! Where Exim writes its main log, from what it says itself.
//!
//! In: the answer of `exim -bP log_file_path spool_directory`. Out: a pattern of the main log's path, and the files that fit it.
//! Always true: as in Exim's specification, section 52.3, `%s` stands for the log's name, `%D` for a day and `%M` for a month, of
//! several paths the first one counts, and an empty one is `log` below the spool directory. A log that goes to syslog only has no file here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::discover::files_in;
use super::{program, rotated};

/// Debian's name, and everybody else's.
const NAMES: [&str; 2] = ["exim4", "exim"];
const QUESTION: [&str; 3] = ["-bP", "log_file_path", "spool_directory"];
/// Exim only reads its configuration to answer.
const LIMIT: Duration = Duration::from_secs(5);

/// The pattern of the main log's path, of the Exim below this root; `None` if there is none, or if it does not answer.
pub(super) fn main_log(root: &Path) -> Option<String> {
    pattern(&program::answer(&program::find(root, &NAMES)?, &QUESTION, LIMIT)?)
}

fn pattern(answer: &str) -> Option<String> {
    let value = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='));
    let paths = value("log_file_path")?.trim();
    // A colon at the end adds nothing.
    let paths = paths.strip_suffix(':').unwrap_or(paths);
    let path = match paths.split(':').map(str::trim).find(|path| *path != "syslog")? {
        "" => format!("{}/log/%slog", value("spool_directory")?.trim()),
        path => path.to_owned(),
    };
    path.starts_with('/').then(|| path.replacen("%s", "main", 1))
}

/// The files that fit the pattern, rotated ones included, by name; and directories that may not be read.
pub(super) fn files(root: &Path, pattern: &str) -> (Vec<PathBuf>, Vec<(PathBuf, io::Error)>) {
    let mut denied = Vec::new();
    let mut deny = |directory: &Path, error: io::Error| {
        if error.kind() == io::ErrorKind::PermissionDenied {
            denied.push((directory.to_owned(), error));
        }
    };
    let (directories, name) = pattern.rsplit_once('/').unwrap_or_default();
    let mut found = vec![root.to_owned()];
    for part in directories.split('/').filter(|part| !part.is_empty()) {
        found = if is_dated(part) {
            let below = found.iter().flat_map(|directory| {
                directories_in(directory).unwrap_or_else(|error| {
                    deny(directory, error);
                    Vec::new()
                })
            });
            below.filter(|path| file_name(path).is_some_and(|name| fits(part, name))).collect()
        } else {
            found.into_iter().map(|directory| directory.join(part)).collect()
        };
    }
    let mut files = Vec::new();
    for directory in found {
        match files_in(&directory) {
            Ok(all) => files.extend(all.into_iter().filter(|path| file_name(path).is_some_and(|it| is_of(name, it)))),
            Err(error) => deny(&directory, error),
        }
    }
    (files, denied)
}

/// Whether a file is a log of that name, or was before it was rotated.
fn is_of(pattern: &str, name: &str) -> bool {
    if is_dated(pattern) {
        fits(pattern, rotated::without_compression(name))
    } else {
        rotated::rotation(name).set == pattern
    }
}

fn is_dated(pattern: &str) -> bool {
    pattern.contains("%D") || pattern.contains("%M")
}

/// Whether a name is that of the pattern on some day.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((literal, rest)) = pattern.split_once('%') else { return pattern == name };
    let Some(name) = name.strip_prefix(literal) else { return false };
    let digits = match rest.chars().next() {
        Some('D') => 8,
        Some('M') => 6,
        _ => return name.strip_prefix('%').is_some_and(|name| fits(rest, name)),
    };
    let is_date = name.len() >= digits && name.bytes().take(digits).all(|b| b.is_ascii_digit());
    is_date && fits(&rest[1..], &name[digits..])
}

fn file_name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

fn directories_in(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    let mut directories: Vec<_> = entries.into_iter().filter(|path| path.is_dir()).collect();
    directories.sort();
    Ok(directories)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_log_is_the_first_path_that_is_a_file() {
        let table = [
            ("/var/log/exim4/%slog", Some("/var/log/exim4/mainlog")),
            ("syslog", None),
            ("", Some("/var/spool/exim/log/mainlog")),
            (":", Some("/var/spool/exim/log/mainlog")),
            (":syslog", Some("/var/spool/exim/log/mainlog")),
            ("syslog : /srv/log/exim_%s.log", Some("/srv/log/exim_main.log")),
            ("syslog:", None),
            ("/a/%slog:/b/%slog", Some("/a/mainlog")),
            ("/srv/%D/%slog-%M", Some("/srv/%D/mainlog-%M")),
            ("relative/%slog", None),
        ];
        for (value, expected) in table {
            let answer = format!("log_file_path = {value}\nspool_directory = /var/spool/exim\n");
            assert_eq!(pattern(&answer).as_deref(), expected, "{value}");
        }
        assert_eq!(pattern("log_file_path = \n"), None);
        assert_eq!(pattern("exim: permission denied\n"), None);
    }

    #[test]
    fn names_with_dates_fit_their_pattern() {
        for (pattern, name) in [
            ("mainlog-%D", "mainlog-20261122"),
            ("%D-mainlog", "20261122-mainlog"),
            ("exim_main.%M", "exim_main.202611"),
            ("a%b", "a%b"),
        ] {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("mainlog-%D", "mainlog-2026112"),
            ("mainlog-%D", "mainlog-20261122x"),
            ("mainlog-%D", "mainlog-2026112é"),
            ("mainlog-%D", "rejectlog-20261122"),
            ("a%b", "ab"),
        ] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn files_are_those_of_the_pattern() {
        let root = tempfile::tempdir().unwrap();
        for name in [
            "srv/202611/mainlog-20261101.gz",
            "srv/202611/mainlog-20261102",
            "srv/202611/rejectlog-20261102",
            "srv/202610/mainlog-20261031",
            "srv/old/mainlog-20260101",
            "log/mainlog",
            "log/mainlog.1",
            "log/mainlog.2.gz",
            "log/mainlogs",
            "log/rejectlog",
        ] {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x\n").unwrap();
        }
        let names = |pattern: &str| {
            let (found, denied) = files(root.path(), pattern);
            assert!(denied.is_empty());
            found.iter().map(|path| path.strip_prefix(root.path()).unwrap().display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            names("/srv/%M/mainlog-%D"),
            ["srv/202610/mainlog-20261031", "srv/202611/mainlog-20261101.gz", "srv/202611/mainlog-20261102"]
        );
        assert_eq!(names("/log/mainlog"), ["log/mainlog", "log/mainlog.1", "log/mainlog.2.gz"]);
        assert!(names("/nowhere/%D/mainlog").is_empty());
    }
}
