//! What paths mean: directories, sets, standard places, doubles.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::super::{DiscoverOptions, Discovery, Role, discover};
use super::{bzip2, gzip, log, write, xz};

fn found(paths: &[PathBuf]) -> Discovery {
    discover(paths, &DiscoverOptions::default())
}

fn names(discovery: &Discovery) -> Vec<String> {
    discovery.sources.iter().map(super::super::source::Source::file_name).collect()
}

fn notes(discovery: &Discovery, directory: &TempDir) -> Vec<String> {
    let prefix = format!("{}/", directory.path().display());
    discovery.notes.iter().map(|note| note.to_string().replace(&prefix, "")).collect()
}

fn problems(discovery: &Discovery) -> String {
    discovery.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_directory_gives_its_logs_in_time_order() {
    let directory = tempfile::tempdir().unwrap();
    for name in [
        "mail.log",
        "mail.log.1",
        "mail.log.10.gz",
        "mail.log.2.gz",
        "mail.err",
        "syslog",
        ".mail.log.swp",
        "mail.log.offset",
    ] {
        write(&directory, name, format!("{name}\n").as_bytes());
    }
    std::fs::create_dir(directory.path().join("old.log")).unwrap();
    let discovery = found(&[directory.path().to_owned()]);
    assert_eq!(names(&discovery), ["mail.err", "mail.log.10.gz", "mail.log.2.gz", "mail.log.1", "mail.log"]);
    assert!(discovery.problems.is_empty() && discovery.notes.is_empty());
    let excerpt = &discovery.sources[0];
    assert_eq!((excerpt.role, excerpt.repeats), (Role::Excerpt, Some(discovery.sources[1].set)));
}

#[test]
fn sets_keep_the_order_given() {
    let directory = tempfile::tempdir().unwrap();
    let paths = ["b.log", "a.log.1", "b.log.1", "rejectlog", "a.log"]
        .map(|name| write(&directory, name, format!("{name}\n").as_bytes()));
    let discovery = found(&paths);
    assert_eq!(names(&discovery), ["b.log.1", "b.log", "a.log.1", "a.log", "rejectlog"]);
    let reject = &discovery.sources[4];
    assert_eq!((reject.role, reject.repeats), (Role::Rejections, None));
}

#[test]
fn a_directory_without_log_names_gives_its_text_files() {
    let directory = tempfile::tempdir().unwrap();
    write(&directory, "yesterday", b"Nov 22 00:46:00 mx postfix\n");
    write(&directory, "core", b"\x7fELF\x01\x02\x03\0\x01\0\x02");
    write(&directory, "empty", b"");
    assert_eq!(names(&found(&[directory.path().to_owned()])), ["yesterday"]);
}

#[test]
fn what_gives_nothing_is_a_problem() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("missing.log");
    let good = write(&directory, "good", b"line\n");
    let binary = write(&directory, "binary", &[1, 2, 3, 4]);
    let empty = directory.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let links = directory.path().join("links");
    std::fs::create_dir(&links).unwrap();
    std::os::unix::fs::symlink("nowhere", links.join("mail.log")).unwrap();
    let discovery = found(&[missing, good, binary, empty, links]);
    assert_eq!(names(&discovery), ["good"]);
    let problems = problems(&discovery);
    for message in [
        "missing.log: no such file; give",
        "binary: binary data, not a log; ",
        "links/mail.log: no such file; ",
        "empty: directory without logs: no mail.log*",
    ] {
        assert!(problems.contains(message), "{problems}");
    }
}

#[test]
fn the_standard_places() {
    let root = tempfile::tempdir().unwrap();
    let options = DiscoverOptions { root: root.path().to_owned(), asks_programs: false };
    let nothing = discover(&[], &options);
    assert!(problems(&nothing).contains("no mail log at the standard places (/var/log/mail.log*, "));
    for directory in ["var/log/exim4", "var/log/mail.d"] {
        std::fs::create_dir_all(root.path().join(directory)).unwrap();
    }
    for name in [
        "mail.log",
        "mail.log.1",
        "mail-20261101",
        "mail.err",
        "syslog",
        "exim4/mainlog",
        "exim4/rejectlog",
        "exim_mainlog",
    ] {
        write(&root, &format!("var/log/{name}"), format!("{name}\n").as_bytes());
    }
    let discovery = discover(&[], &options);
    assert_eq!(names(&discovery), ["exim_mainlog", "mail-20261101", "mail.log.1", "mail.log", "mainlog"]);
    assert!(discovery.notes[0].to_string().starts_with("no path given, reading /"));
}

#[test]
fn one_file_counts_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = write(&directory, "mail.log", b"a line\n");
    let link = directory.path().join("link.log");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let stdin = Path::new("-").to_owned();
    let discovery = found(&[path.clone(), link, directory.path().join("./mail.log"), stdin.clone(), stdin]);
    assert_eq!(names(&discovery), ["mail.log", "-"]);
    assert_eq!(notes(&discovery, &directory)[0], "link.log: same file as mail.log; counted once");
    assert_eq!(discovery.notes.len(), 3);
}

#[test]
fn one_text_counts_once() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(400_000);
    let other = [&text[..390_000], b"another end\n"].concat();
    let paths = [
        write(&directory, "a.log", &text),
        write(&directory, "b.log.gz", &gzip(&text)),
        write(&directory, "c.log.xz", &xz(&text[..100_000])),
        write(&directory, "d.log", &text[..1000]),
        write(&directory, "e.log", &other),
        write(&directory, "f.log", b""),
        write(&directory, "g.log.bz2", &bzip2(b"")),
    ];
    let discovery = found(&paths);
    assert_eq!(names(&discovery), ["a.log", "e.log", "f.log", "g.log.bz2"]);
    assert_eq!(
        notes(&discovery, &directory),
        [
            "b.log.gz: same text as a.log; counted once",
            "c.log.xz: its text is the beginning of a.log; counted once",
            "d.log: its text is the beginning of a.log; counted once",
        ]
    );
}

#[test]
fn a_longer_copy_replaces_all_shorter_ones() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(200_000);
    let packed = gzip(&text);
    let paths = [
        write(&directory, "a.log", &text[..100]),
        write(&directory, "b.log", b"different\n"),
        write(&directory, "c.log.gz", &packed[..packed.len() / 2]),
        write(&directory, "d.log", &text),
    ];
    let discovery = found(&paths);
    assert_eq!(names(&discovery), ["b.log", "d.log"]);
    assert_eq!(discovery.notes.len(), 2);
    assert!(discovery.problems.is_empty());
}

#[test]
fn permission_denied_names_the_remedy() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = write(&directory, "mail.log", b"x\n");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        return; // root may read everything
    }
    assert!(problems(&found(&[path])).ends_with(
        "mail.log: permission denied; run as root, or as a member of the group that may read it (Debian: adm)"
    ));
}
