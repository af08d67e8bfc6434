//! Where a report goes: standard output, a file, or a directory of tables.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

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

/// Creates a file to write to.
pub(crate) fn create(path: &Path) -> Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| cannot_create(path))?;
    Ok(BufWriter::new(file))
}

/// Ends early what would end after all logs are read: a file in a directory that is not there.
pub(crate) fn check(path: &Path) -> Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match parent {
        Some(parent) if !is_directory(path) && !parent.is_dir() => {
            bail!("{}: cannot be created; {} is no directory", path.display(), parent.display())
        }
        _ => Ok(()),
    }
}

fn cannot_create(path: &Path) -> String {
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
    let context = || format!("{}: the report cannot be written", path.display());
    let write = |file: &mut dyn Write| render(file).and_then(|()| file.flush());
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        // A device, a pipe or a link stays what it is.
        return write(&mut create(path)?).with_context(context);
    }
    // The system's own message would name the file beside it.
    let mut file = beside(path).map_err(|error| io::Error::from(error.kind())).with_context(|| cannot_create(path))?;
    write(&mut BufWriter::new(&mut file)).with_context(context)?;
    file.persist(path).map_err(|error| error.error).with_context(context)?;
    Ok(())
}

/// A file that will take the place of another as a whole: who reads it meanwhile sees the old one or the new one, and of two
/// runs at once the last one wins.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The process's mask still applies.
    let mode = path.metadata().map_or(0o666, |found| found.permissions().mode() & 0o777);
    Builder::new().prefix(".smtplog-").permissions(Permissions::from_mode(mode)).tempfile_in(directory)
}

/// One CSV file per view.
fn to_directory(report: &Report, style: &Style, directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("{}: cannot be created", directory.display()))?;
    for view in View::ALL {
        let style = Style { view: *view, ..style.clone() };
        to_file(report, Format::Csv, &style, &directory.join(format!("{}.csv", view.name())))?;
    }
    Ok(())
}
