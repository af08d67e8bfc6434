//! Where a report goes: standard output, a file, or a directory of tables.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use smtplog::render::{Format, Style, View, render};
use smtplog::report::Report;

/// Writes the report to standard output, or to the file or directory that is named.
pub(crate) fn write(report: &Report, format: Format, style: &Style, path: Option<&Path>) -> Result<()> {
    match path {
        None => to_stdout(report, format, style),
        Some(path) if is_directory(path) => to_directory(report, style, path),
        Some(path) => to_file(report, format, style, path),
    }
}

/// A path that names a directory: one that exists, or that ends in a slash.
pub(crate) fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Creates a file to write to.
pub(crate) fn create(path: &Path) -> Result<BufWriter<File>> {
    let file = File::create(path)
        .with_context(|| format!("{}: cannot be created; check the directory and its permissions", path.display()))?;
    Ok(BufWriter::new(file))
}

fn to_stdout(report: &Report, format: Format, style: &Style) -> Result<()> {
    if format == Format::Xlsx && io::stdout().is_terminal() {
        bail!("a workbook is no text for a terminal: name a file with -o, or redirect standard output");
    }
    let mut out = BufWriter::new(io::stdout().lock());
    render(report, format, style, &mut out)?;
    Ok(out.flush()?)
}

fn to_file(report: &Report, format: Format, style: &Style, path: &Path) -> Result<()> {
    let mut file = create(path)?;
    render(report, format, style, &mut file)
        .and_then(|()| file.flush())
        .with_context(|| format!("{}: the report cannot be written", path.display()))
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
