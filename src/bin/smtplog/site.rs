//! `smtplog codes --html DIR`: the catalogue as a site.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use smtplog::catalog::{Catalog, Lang};
use smtplog::render::{SITE_MARKER, site};

use crate::exit::ExitStatus;

/// Writes the files into a directory that is new, empty, or holds such a site already.
pub(crate) fn write(dir: &Path, catalog: &Catalog, lang: Lang) -> Result<ExitStatus> {
    let cannot =
        |path: &Path| format!("{}: cannot be written; check the directory and its permissions", path.display());
    if !is_free(dir).with_context(|| format!("{}: is no directory that can be read", dir.display()))? {
        bail!("{}: holds files that are no site of smtplog's; name a new or empty directory", dir.display());
    }
    fs::create_dir_all(dir).with_context(|| cannot(dir))?;
    let files = site(catalog, lang);
    for file in &files {
        let path = dir.join(&file.name);
        fs::write(&path, &file.bytes).with_context(|| cannot(&path))?;
    }
    writeln!(io::stdout(), "{}: {} files written", dir.join("index.html").display(), files.len())?;
    Ok(ExitStatus::Complete)
}

/// Whether nothing of anybody else's is in the way.
fn is_free(dir: &Path) -> io::Result<bool> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let is_ours = || fs::read(dir.join("index.html")).is_ok_and(|page| holds(&page, SITE_MARKER.as_bytes()));
    Ok(entries.next().is_none() || is_ours())
}

fn holds(page: &[u8], marker: &[u8]) -> bool {
    page.windows(marker.len()).any(|window| window == marker)
}
