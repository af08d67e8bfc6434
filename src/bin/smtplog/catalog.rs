//! `smtplog catalog`: checks a site's own catalogue files.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use smtplog::catalog::{Catalog, Complaint, lint, lint_translation, test_samples};

use crate::args::CatalogCommand;
use crate::exit::ExitStatus;

pub(crate) fn run(command: &CatalogCommand) -> Result<ExitStatus> {
    match command {
        CatalogCommand::Lint { files, translation_of } => {
            let original = translation_of.as_deref().map(read).transpose()?;
            check(files, |text| match &original {
                Some(original) => (0, lint_translation(text, original)),
                None => (0, lint(text, Catalog::get())),
            })
        }
        CatalogCommand::Test { files } => check(files, |text| test_samples(text, Catalog::get())),
    }
}

/// Runs a check over files; prints what is wrong as `file:line: row: what`, and what was tested.
fn check(files: &[std::path::PathBuf], check: impl Fn(&str) -> (usize, Vec<Complaint>)) -> Result<ExitStatus> {
    let mut out = io::stdout().lock();
    let mut is_good = true;
    for file in files {
        let (tested, complaints) = check(&read(file)?);
        is_good &= complaints.is_empty();
        for complaint in &complaints {
            writeln!(out, "{}:{complaint}", file.display())?;
        }
        let found =
            if complaints.is_empty() { "nothing wrong".to_owned() } else { format!("{} complaints", complaints.len()) };
        let samples = if tested > 0 { format!("{tested} samples, ") } else { String::new() };
        writeln!(out, "{}: {samples}{found}", file.display())?;
    }
    Ok(if is_good { ExitStatus::Complete } else { ExitStatus::Fatal })
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{}: the catalogue file cannot be read", path.display()))
}
