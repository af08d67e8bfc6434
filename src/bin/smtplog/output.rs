//! Where a report goes: standard output, a file, or a directory of tables.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, IntoInnerError, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use smtplog::render::{Format, Style, View, render};
use smtplog::report::Report;
use tempfile::{Builder, NamedTempFile};

/// Writes the report to standard output, or to the file or directory that is named.
pub(crate) fn write(report: &Report, format: Format, style: &Style, path: Option<&Path>) -> Result<()> {
    match path {
        None => to_stdout(report, format, style),
        Some(path) if is_directory(path) => to_directory(report, style, path),
        Some(path) => to_file(report, format, style, path),
    }
}

/// Writes what a renderer writes to standard output, or to the file that is named.
pub(crate) fn write_to(path: Option<&Path>, render: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    if let Some(path) = path {
        return replace(path, render);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    render(&mut out)?;
    Ok(out.flush()?)
}

/// A path that names a directory: one that exists, or that ends in a slash.
pub(crate) fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

pub(crate) fn cannot_create(path: &Path) -> String {
    format!("{}: cannot be created; check the directory and its permissions", path.display())
}

fn to_stdout(report: &Report, format: Format, style: &Style) -> Result<()> {
    if format == Format::Xlsx && io::stdout().is_terminal() {
        bail!("a workbook is no text for a terminal: name a file with -o, or redirect standard output");
    }
    write_to(None, |out| render(report, format, style, out))
}

fn to_file(report: &Report, format: Format, style: &Style, path: &Path) -> Result<()> {
    replace(path, |out| render(report, format, style, out))
}

/// Writes a file as a whole.
fn replace(path: &Path, render: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut file = NewFile::begin(path)?;
    render(&mut file).with_context(|| cannot_write(path))?;
    file.finish()
}

fn cannot_write(path: &Path) -> String {
    format!("{}: cannot be written", path.display())
}

/// A file that takes the place of another once it is finished: who reads it meanwhile sees the old one or the new one, never a part.
pub(crate) struct NewFile {
    file: BufWriter<Place>,
    path: PathBuf,
}

enum Place {
    Beside(NamedTempFile),
    /// A device, a pipe or a link stays what it is.
    Itself(File),
}

impl NewFile {
    pub(crate) fn begin(path: &Path) -> Result<Self> {
        let place = if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
            File::create(path).map(Place::Itself)
        } else {
            // The system's own message would name the file beside it.
            beside(path).map(Place::Beside).map_err(|error| io::Error::from(error.kind()))
        };
        Ok(Self { file: BufWriter::new(place.with_context(|| cannot_create(path))?), path: path.to_owned() })
    }

    pub(crate) fn finish(self) -> Result<()> {
        let place = self.file.into_inner().map_err(IntoInnerError::into_error);
        let written = place.and_then(|place| match place {
            Place::Beside(file) => file.persist(&self.path).map(drop).map_err(|error| error.error),
            Place::Itself(_) => Ok(()),
        });
        written.with_context(|| cannot_write(&self.path))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Beside(file) => file.write(bytes),
            Self::Itself(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Beside(file) => file.flush(),
            Self::Itself(file) => file.flush(),
        }
    }
}

fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The process's mask still applies.
    let mode = path.metadata().map_or(0o666, |found| found.permissions().mode() & 0o777);
    Builder::new().prefix(".smtplog-").permissions(Permissions::from_mode(mode)).tempfile_in(directory)
}

/// One CSV file per view.
fn to_directory(report: &Report, style: &Style, directory: &Path) -> Result<()> {
    for view in View::ALL {
        let style = Style { view: *view, ..style.clone() };
        to_file(report, Format::Csv, &style, &directory.join(format!("{}.csv", view.name())))?;
    }
    Ok(())
}
