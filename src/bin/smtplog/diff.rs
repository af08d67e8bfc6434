//! `smtplog diff`: two periods, each of logs or of a saved report, and what changed between them.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::error::ErrorKind;
use smtplog::catalog::Lang;
use smtplog::diff::{Changes, Snapshot, is_saved_report};
use smtplog::input::{DiscoverOptions, discover};
use smtplog::render::{Format, Style, render_changes};
use smtplog::report::{Needs, Report, ReportOptions};
use smtplog::scan::{Progress, Scan, scan};

use crate::args::DiffArgs;
use crate::claim::Claim;
use crate::exit::ExitStatus;
use crate::options::{self, refuse_in};
use crate::progress::Bar;
use crate::{analyze, catalog, console, output};

/// A saved report is known by the beginning of its file.
const BEGINNING: u64 = 256;

pub(crate) fn run(args: &DiffArgs) -> Result<ExitStatus> {
    let format = format(args);
    if args.old == args.new && args.old.as_os_str() == "-" {
        bail!("standard input can be read once only: name a file as OLD or as NEW");
    }
    protect(args, &[args.old.as_path(), &args.new]);
    let _claim = args.output.as_deref().map(Claim::on).transpose()?;
    let pending = catalog::Pending::begin(&args.language, options::may_fork(&args.reading))?;
    options::bound_threads(&args.reading);
    let mut is_partial = false;
    let mut sides = Vec::new();
    for path in [&args.old, &args.new] {
        let found = if is_saved(path) { Some(saved(path)?) } else { logs(path, args, &pending, &mut is_partial)? };
        let Some(snapshot) = found else { return Ok(ExitStatus::Fatal) };
        sides.push(snapshot);
    }
    let (Some(new), Some(old)) = (sides.pop(), sides.pop()) else { return Ok(ExitStatus::Fatal) };
    if !old.is_comparable(&new) {
        bail!(
            "{} and {} have not the same names: tokens (--redact) compare with tokens of the same --redact-key, \
             --redact-keep and --fold only; make both reports alike",
            old.name,
            new.name
        );
    }
    let changes = Changes::between(old, new, pending.get());
    let path = args.output.as_deref();
    let style = Style {
        width: usize::from(args.width.unwrap_or_else(|| console::width(path))),
        color: format == Format::Text && console::wants_color(args.color, path),
        top: args.top,
        lang: args.language.lang(),
        ..Style::default()
    };
    output::write_to(path, |out| render_changes(&changes, format, &style, out))?;
    Ok(if is_partial { ExitStatus::Partial } else { ExitStatus::Complete })
}

/// A saved report.
///
/// # Errors
/// The file cannot be read, or is no report; what is wrong and where.
pub(crate) fn saved(path: &Path) -> Result<Snapshot> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("{}: the saved report cannot be read; check the path", path.display()))?;
    Ok(Snapshot::from_json(&path.display().to_string(), &text)?)
}

/// Whether a path is a saved report. What cannot be read is told when it is read as a log.
fn is_saved(path: &Path) -> bool {
    let mut beginning = Vec::new();
    let file = File::open(path).ok().filter(|_| path.is_file());
    let is_read = file.is_some_and(|file| file.take(BEGINNING).read_to_end(&mut beginning).is_ok());
    is_read && is_saved_report(&beginning)
}

/// Reads logs as `analyze` does, in full; `None` if none of them could be read.
fn logs(path: &Path, args: &DiffArgs, catalog: &catalog::Pending, is_partial: &mut bool) -> Result<Option<Snapshot>> {
    let (mut scan_options, _) = options::reading(&args.reading);
    scan_options.providers = Arc::new(catalog.providers());
    let discovery = discover(&[path.to_owned()], &DiscoverOptions::default());
    let sources: Vec<&Path> = discovery.sources.iter().map(|source| source.path.as_path()).collect();
    protect(args, &sources);
    let progress = Arc::new(Progress::default());
    let start = Instant::now();
    let found = {
        let _bar = Bar::start(&progress, args.progress, args.quiet);
        scan(discovery, &scan_options, &progress, None).context("the logs cannot be read")?
    };
    analyze::tell(&found, &progress, start.elapsed(), args.quiet);
    let Scan { summary, sources, findings, problems, .. } = found;
    *is_partial |= !problems.is_empty();
    if sources.is_empty() {
        return Ok(None);
    }
    let options =
        ReportOptions { top: 1, needs: Needs { rows: false, groups: usize::MAX }, ..ReportOptions::new(catalog.get()) };
    let problems = problems.iter().map(|problem| problem.text(Lang::En)).collect();
    let report = Report::new(&summary, sources, findings, problems, Vec::new(), &options);
    Ok(Some(Snapshot::from_report(&path.display().to_string(), &report)))
}

/// An output that is also an input would be lost.
fn protect(args: &DiffArgs, inputs: &[&Path]) {
    let target = args.output.as_deref().and_then(|output| output.canonicalize().ok());
    if target.is_some() && inputs.iter().any(|input| input.canonicalize().ok() == target) {
        refuse_in("diff", "output", ErrorKind::ArgumentConflict, "it is one of the files to compare");
    }
}

/// The format asked for, by name or by the output file's extension.
fn format(args: &DiffArgs) -> Format {
    let named = args.format.as_deref().and_then(Format::from_name);
    let of = |path: &Path| {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let known = Format::from_extension(&extension).filter(|format| Format::OF_CHANGES.contains(format));
        known.unwrap_or_else(|| {
            let path = path.display();
            let message = format!("\"{path}\" tells no format by its extension (txt, md, html or json); add --format");
            refuse_in("diff", "output", ErrorKind::InvalidValue, message)
        })
    };
    named.or_else(|| args.output.as_deref().map(of)).unwrap_or(Format::Text)
}
