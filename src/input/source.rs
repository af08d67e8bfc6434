//! One place that log text comes from, before it is opened; and what is worth telling about the choice of sources.
//!
//! In: a path and the file's metadata. Out: [`Source`], [`Note`]. Always true: nothing is read here.

use std::fmt;
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::catalog::Lang;

use super::rotated::{self, Role, Rotation};

/// The path that stands for the standard input.
pub const STDIN: &str = "-";

/// What kind of place a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A regular file: it can be read again, and from any place.
    File,
    /// A pipe, a terminal, a device: it can be read once.
    Pipe,
    /// The standard input, whatever it is.
    Stdin,
    /// The host's journal, as the program at the path writes it.
    Journal,
}

/// The device and inode of a file: two paths with the same identity are one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    device: u64,
    inode: u64,
}

/// A file or the standard input, not opened yet.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as given or found; [`STDIN`] for the standard input.
    pub path: PathBuf,
    /// What it is.
    pub kind: SourceKind,
    /// When the file was last written.
    pub modified: Option<SystemTime>,
    /// A regular file's length, compressed as it is.
    pub size: Option<u64>,
    /// Which file it is.
    pub identity: Option<Identity>,
    /// Sources of one rotated set of one directory share this number.
    pub set: usize,
    /// What its name says it holds beside others.
    pub role: Role,
    /// The set (among the sources) whose lines it repeats, for roles other than [`Role::Main`].
    pub repeats: Option<usize>,
}

impl Source {
    /// The source at this path. Follows links.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == STDIN {
            let metadata = stdin().and_then(|file| file.metadata()).ok();
            return Ok(Self::new(path, SourceKind::Stdin, metadata.as_ref()));
        }
        let metadata = path.metadata()?;
        let kind = if metadata.is_file() { SourceKind::File } else { SourceKind::Pipe };
        Ok(Self::new(path, kind, Some(&metadata)))
    }

    /// The host's journal; the path is that of `journalctl`.
    pub(super) fn journal(journalctl: &Path) -> Self {
        Self::new(journalctl, SourceKind::Journal, None)
    }

    fn new(path: &Path, kind: SourceKind, metadata: Option<&Metadata>) -> Self {
        let file = metadata.filter(|metadata| metadata.is_file());
        let mut source = Self {
            path: path.to_owned(),
            kind,
            modified: file.and_then(|metadata| metadata.modified().ok()),
            size: file.map(Metadata::len),
            identity: metadata.map(|metadata| Identity { device: metadata.dev(), inode: metadata.ino() }),
            set: 0,
            role: Role::Main,
            repeats: None,
        };
        source.role = rotated::role(&source.rotation().set);
        source
    }

    /// The name to show: the path, or `standard input`.
    #[must_use]
    pub fn name(&self) -> String {
        display(&self.path).to_string()
    }

    /// Whether it can be read more than once.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.kind == SourceKind::File
    }

    /// What the file's name says about its set and age.
    #[must_use]
    pub fn rotation(&self) -> Rotation {
        rotated::rotation(&self.file_name())
    }

    pub(super) fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    pub(super) fn open(&self) -> io::Result<File> {
        if self.kind == SourceKind::Stdin { stdin() } else { File::open(&self.path) }
    }
}

/// The standard input as a file of its own: no second buffer, no lock.
fn stdin() -> io::Result<File> {
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

fn display(path: &Path) -> std::path::Display<'_> {
    if path.as_os_str() == STDIN { Path::new("standard input").display() } else { path.display() }
}

/// Something worth telling about the sources; the counts are complete with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// No path was given; these were found at the standard places.
    StandardPlaces(Vec<PathBuf>),
    /// No path was given and there is no file: the journal is read with the program at this path.
    Journal(PathBuf),
    /// Two paths lead to one file.
    SameFile {
        /// Left out.
        dropped: PathBuf,
        /// Read.
        kept: PathBuf,
    },
    /// Two files hold the same text.
    SameText {
        /// Left out.
        dropped: PathBuf,
        /// Read.
        kept: PathBuf,
    },
    /// One file's text is the beginning of the other's.
    OlderCopy {
        /// Left out.
        dropped: PathBuf,
        /// Read.
        kept: PathBuf,
    },
    /// Something stands behind the end of a gzip stream; it is no text.
    TrailingGarbage(PathBuf),
}

impl Note {
    /// What the note says, in a language; [`fmt::Display`] is English.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Ja => self.in_japanese(),
        }
    }

    /// The same note about other paths: what a report may show of them.
    pub(crate) fn map_paths(self, shown: impl Fn(PathBuf) -> PathBuf) -> Self {
        match self {
            Self::StandardPlaces(paths) => Self::StandardPlaces(paths.into_iter().map(shown).collect()),
            Self::Journal(path) => Self::Journal(shown(path)),
            Self::SameFile { dropped, kept } => Self::SameFile { dropped: shown(dropped), kept: shown(kept) },
            Self::SameText { dropped, kept } => Self::SameText { dropped: shown(dropped), kept: shown(kept) },
            Self::OlderCopy { dropped, kept } => Self::OlderCopy { dropped: shown(dropped), kept: shown(kept) },
            Self::TrailingGarbage(path) => Self::TrailingGarbage(shown(path)),
        }
    }

    fn in_japanese(&self) -> String {
        match self {
            Self::StandardPlaces(paths) => {
                let paths: Vec<_> = paths.iter().map(|path| display(path).to_string()).collect();
                format!("パスの指定がないため、{} を読みます", paths.join("、"))
            }
            Self::Journal(path) => {
                format!(
                    "パスの指定がなく、標準の場所にログファイルもないため、{} でジャーナルを読みます",
                    display(path)
                )
            }
            Self::SameFile { dropped, kept } => {
                format!("{} は {} と同じファイルです。1 回だけ数えます", display(dropped), display(kept))
            }
            Self::SameText { dropped, kept } => {
                format!("{} は {} と同じ内容です。1 回だけ数えます", display(dropped), display(kept))
            }
            Self::OlderCopy { dropped, kept } => {
                format!("{} の内容は {} の先頭と同じです。1 回だけ数えます", display(dropped), display(kept))
            }
            Self::TrailingGarbage(path) => {
                format!("{}: gzip ストリームの終わりより後のデータは読みません", display(path))
            }
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StandardPlaces(paths) => {
                f.write_str("no path given, reading")?;
                for (i, path) in paths.iter().enumerate() {
                    write!(f, "{} {}", if i == 0 { "" } else { "," }, display(path))?;
                }
                Ok(())
            }
            Self::Journal(path) => {
                write!(
                    f,
                    "no path given, and no log file at the standard places: reading the journal with {}",
                    display(path)
                )
            }
            Self::SameFile { dropped, kept } => {
                write!(f, "{}: same file as {}; counted once", display(dropped), display(kept))
            }
            Self::SameText { dropped, kept } => {
                write!(f, "{}: same text as {}; counted once", display(dropped), display(kept))
            }
            Self::OlderCopy { dropped, kept } => {
                write!(f, "{}: its text is the beginning of {}; counted once", display(dropped), display(kept))
            }
            Self::TrailingGarbage(path) => {
                write!(f, "{}: data behind the end of the gzip stream left out", display(path))
            }
        }
    }
}
