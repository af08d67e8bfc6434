//! `smtplog catalog`: checks a site's own catalogue files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use smtplog::catalog::{Catalog, Complaint, Lang, lint, lint_translation, test_samples};
use smtplog::summary::Providers;

use crate::args::{CatalogArgs, CatalogCommand};
use crate::exit::ExitStatus;
use crate::{config, console};

pub(crate) fn run(command: &CatalogCommand) -> Result<ExitStatus> {
    match command {
        CatalogCommand::Lint { files, translation_of } => {
            let original = translation_of.as_deref().map(read).transpose()?;
            check(files, |path, text| match &original {
                Some(original) => (0, lint_translation(text, original)),
                None => (0, complaints(path, text, Catalog::get())),
            })
        }
        CatalogCommand::Test { files } => check(files, |_, text| test_samples(text, Catalog::get())),
    }
}

/// What is wrong with a file: its rows, and the options that may stand beside them.
fn complaints(path: &Path, text: &str, base: &Catalog) -> Vec<Complaint> {
    let mut complaints = lint(text, base);
    let of_options = config::check(path, text).into_iter().map(Complaint::from);
    let untold: Vec<_> = of_options.filter(|fault| complaints.iter().all(|told| told.line != fault.line)).collect();
    complaints.extend(untold);
    complaints.sort();
    complaints
}

/// The catalogue in the language asked for, with the site's own files in front: those of the configuration,
/// then those named, each before what was there.
///
/// # Errors
/// A file that cannot be read, or what is wrong with it and where.
pub(crate) fn load(args: &CatalogArgs) -> Result<&'static Catalog> {
    let base = Catalog::of(args.lang());
    let mut own = None;
    let mut add = |path: &Path, text: &str| -> Result<()> {
        let catalog = own.as_ref().unwrap_or(base);
        let is_good = config::check(path, text).is_empty();
        let changed = if is_good { catalog.with_site(text) } else { Err(complaints(path, text, catalog)) };
        own = Some(changed.map_err(|complaints| refused(path, &complaints))?);
        Ok(())
    };
    config::catalog_files().try_for_each(|(path, text)| add(path, text))?;
    args.catalog.iter().try_for_each(|path| add(path, &read(path)?))?;
    // It answers until the run ends.
    Ok(own.map_or(base, |catalog| &*Box::leak(Box::new(catalog))))
}

/// The catalogue of a run that reads logs before it needs more than who runs a host.
pub(crate) enum Pending {
    /// It has files of the site.
    Read(&'static Catalog),
    /// The one built in.
    BuiltIn(Lang),
}

impl Pending {
    /// Reads what may be faulty now, and the rest meanwhile, if there may be a thread more.
    ///
    /// # Errors
    /// As [`load`].
    pub(crate) fn begin(args: &CatalogArgs, may_fork: bool) -> Result<Self> {
        if !args.catalog.is_empty() || config::catalog_files().next().is_some() {
            return load(args).map(Self::Read);
        }
        let lang = args.lang();
        if may_fork {
            // Without a thread it is read when it is asked for.
            let _ = std::thread::Builder::new().spawn(move || Catalog::of(lang));
        }
        Ok(Self::BuiltIn(lang))
    }

    /// Who runs a host.
    pub(crate) fn providers(&self) -> Providers {
        match self {
            Self::Read(catalog) => Providers::new(catalog.hosts()),
            Self::BuiltIn(_) => Providers::new(Catalog::built_in_hosts()),
        }
    }

    /// All of it; waits until it is read.
    pub(crate) fn get(&self) -> &'static Catalog {
        match *self {
            Self::Read(catalog) => catalog,
            Self::BuiltIn(lang) => Catalog::of(lang),
        }
    }
}

/// Names every fault on a line of its own.
fn refused(path: &Path, complaints: &[Complaint]) -> anyhow::Error {
    for complaint in complaints {
        console::error(&format!("{}:{complaint}", path.display()));
    }
    anyhow::anyhow!("{}: the catalogue file is not used: mend it, or leave it out", path.display())
}

/// Runs a check over files; prints what is wrong as `file:line: row: what`, and what was tested.
fn check(files: &[PathBuf], check: impl Fn(&Path, &str) -> (usize, Vec<Complaint>)) -> Result<ExitStatus> {
    let mut out = io::stdout().lock();
    let mut is_good = true;
    for file in files {
        let (tested, complaints) = check(file, &read(file)?);
        is_good &= complaints.is_empty();
        for complaint in &complaints {
            writeln!(out, "{}:{complaint}", file.display())?;
        }
        let found = match complaints.len() {
            0 => "nothing wrong".to_owned(),
            n => counted(n, "complaint"),
        };
        let samples = if tested > 0 { format!("{}, ", counted(tested, "sample")) } else { String::new() };
        writeln!(out, "{}: {samples}{found}", file.display())?;
    }
    Ok(if is_good { ExitStatus::Complete } else { ExitStatus::Fatal })
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{}: the catalogue file cannot be read", path.display()))
}
