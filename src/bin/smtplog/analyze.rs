//! `smtplog analyze`: discover, scan, report.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::error::ErrorKind;
use smtplog::catalog::{Catalog, Lang};
use smtplog::input::{Discovery, discover};
use smtplog::redact::{RedactedLines, Redactor};
use smtplog::render::{Format, SectionName, Style, render_stubs};
use smtplog::report::{Needs, Report, ReportOptions};
use smtplog::scan::{Progress, Scan, ScanOptions, scan};

use crate::args::{AnalyzeArgs, OutputArgs};
use crate::baseline::Baseline;
use crate::claim::{self, Claim};
use crate::exit::ExitStatus;
use crate::options::{self, refuse};
use crate::output::NewFile;
use crate::progress::Bar;
use crate::{catalog, console, diff, output, redact};

/// Senders and domains named per reply where `--top` does not say.
const DEFAULT_TOP: usize = 10;

pub(crate) fn run(args: &AnalyzeArgs) -> Result<ExitStatus> {
    let format = options::format(&args.output);
    let redaction = redact::Plan::of(&args.redact)?;
    let baseline = options::baseline(&args.output, format).map(diff::saved).transpose()?;
    let baseline = baseline.map(|baseline| Baseline::new(baseline, redaction.as_ref())).transpose()?;
    let catalog = catalog::Pending::begin(&args.language, options::may_fork(&args.reading))?;
    let mut scan_options = options::scan_options(args);
    scan_options.providers = Arc::new(catalog.providers());
    options::bound_threads(&args.reading);
    let discovery = discover(&args.paths, &options::places(args));
    protect_sources(&discovery, &args.output, args.redact.redact_key.as_deref());
    let _claims = claim_outputs(&args.output)?;

    let redactor = redaction.as_ref().map(|plan| plan.redactor(catalog.get()));
    let found = read(discovery, &scan_options, &args.output, redactor.as_ref())?;
    if found.sources.is_empty() {
        return Ok(ExitStatus::Fatal);
    }
    let is_partial = !found.problems.is_empty();
    let mut style = style(format, args);
    if let Some(redactor) = &redactor {
        style.envelope.host = redactor.name(&style.envelope.host);
    }
    let lang = if format.is_for_people() { style.lang } else { Lang::En };
    let report_options = ReportOptions {
        top: args.output.top.unwrap_or(DEFAULT_TOP),
        catalog: catalog.get(),
        folds: options::folds(&args.output, format, redactor.is_some()),
        thresholds: args.watch.fail_if.clone(),
        selection: options::selection_in_words(&args.filter, &scan_options.selection, lang),
        needs: needs(args, &style, format),
    };
    let Scan { summary, sources, findings, problems, notes } = redacted(found, redactor.as_ref());
    let problems = problems.iter().map(|problem| problem.text(lang)).collect();
    let notes = notes.iter().map(|note| note.text(lang));
    let notes = notes.chain(redaction.map(|plan| plan.note(lang).to_owned())).collect();
    let mut report = Report::new(&summary, sources, findings, problems, notes, &report_options);
    let changes = baseline.map(|baseline| baseline.changes(&summary, &report, &report_options, redactor.as_ref()));
    if let Some(redactor) = &redactor {
        report = report.redacted(redactor);
    }
    report.changes = changes;
    tell_passed(&report, format);
    let is_passed = report.verdicts.iter().any(|verdict| verdict.is_passed);
    let is_silent = args.watch.quiet_if_ok && !report.verdicts.is_empty();
    if is_passed || is_partial || !is_silent {
        output::write(&report, format, &style, args.output.output.as_deref())?;
    }
    if let Some(path) = &args.output.unclassified {
        write_stubs(&report, catalog.get(), path)?;
    }
    // The run ends here: the system takes the memory back at once, we would do it name by name.
    std::mem::forget((report, summary));
    Ok(match (is_passed, is_partial) {
        (true, _) => ExitStatus::Threshold,
        (false, true) => ExitStatus::Partial,
        (false, false) => ExitStatus::Complete,
    })
}

/// The same with redacted paths in what becomes sentences of the report.
fn redacted(mut found: Scan, redactor: Option<&Redactor>) -> Scan {
    if let Some(redactor) = redactor {
        found.problems = found.problems.into_iter().map(|problem| redactor.problem(problem)).collect();
        found.notes = found.notes.into_iter().map(|note| redactor.note(note)).collect();
    }
    found
}

/// Reads all sources; progress, problems and speed go to standard error.
fn read(discovery: Discovery, options: &ScanOptions, args: &OutputArgs, redactor: Option<&Redactor>) -> Result<Scan> {
    let progress = Arc::new(Progress::default());
    let bar = Bar::start(&progress, args.progress, args.quiet);
    let start = Instant::now();
    let mut file = args.unmatched.as_deref().map(NewFile::begin).transpose()?;
    let mut unmatched: Option<Box<dyn Write + '_>> = file.as_mut().map(|file| match redactor {
        Some(redactor) => Box::new(RedactedLines::new(redactor, file)) as Box<dyn Write>,
        None => Box::new(file),
    });
    let writer = unmatched.as_mut().map(|file| file as &mut dyn Write);
    let found = scan(discovery, options, &progress, writer).context("the unmatched lines cannot be written")?;
    if let Some(lines) = &mut unmatched {
        lines.flush().context("the unmatched lines cannot be written")?;
    }
    drop(unmatched);
    file.map_or(Ok(()), NewFile::finish)?;
    drop(bar);
    tell(&found, &progress, start.elapsed(), args.quiet);
    Ok(found)
}

/// The files to write, each with its option.
fn outputs(args: &OutputArgs) -> [(&'static str, &Option<PathBuf>); 3] {
    [("output", &args.output), ("unmatched", &args.unmatched), ("unclassified", &args.unclassified)]
}

/// Two runs at once do not write the same files.
fn claim_outputs(args: &OutputArgs) -> Result<Vec<Claim>> {
    let paths = outputs(args).into_iter().filter_map(|(_, path)| path.as_deref());
    paths.filter_map(|path| Claim::on(path).transpose()).collect()
}

/// An output that is also an input would be lost.
fn protect_sources(discovery: &Discovery, output: &OutputArgs, key: Option<&Path>) {
    let outputs = outputs(output);
    for (option, path) in outputs.into_iter().filter_map(|(option, path)| Some((option, path.as_deref()?))) {
        let Ok(target) = path.canonicalize() else { continue };
        let is_source = |source: &smtplog::input::Source| source.path.canonicalize().is_ok_and(|path| path == target);
        if discovery.sources.iter().any(is_source) {
            refuse(option, ErrorKind::ArgumentConflict, format!("\"{}\" is one of the logs to read", path.display()));
        }
        if key.and_then(|key| key.canonicalize().ok()).is_some_and(|key| key == target) {
            refuse(option, ErrorKind::ArgumentConflict, format!("\"{}\" is the key of --redact-key", path.display()));
        }
    }
    let targets = outputs.map(|(option, path)| (option, path.as_deref().map(claim::target)));
    for (at, (option, target)) in targets.iter().enumerate().filter(|(_, (_, target))| target.is_some()) {
        if let Some((other, _)) = targets[..at].iter().find(|(_, other)| other == target) {
            refuse(option, ErrorKind::ArgumentConflict, format!("the same file as --{other}"));
        }
    }
}

/// A directory holds all tables; a comparison asks for all names.
fn needs(args: &AnalyzeArgs, style: &Style, format: Format) -> Needs {
    if args.output.output.as_deref().is_some_and(output::is_directory) {
        return Needs::default();
    }
    let needs = style.needs(format);
    if options::baseline(&args.output, format).is_some() { Needs { groups: usize::MAX, ..needs } } else { needs }
}

fn style(format: Format, args: &AnalyzeArgs) -> Style {
    let output = &args.output;
    Style {
        width: usize::from(output.width.unwrap_or_else(|| console::width(output.output.as_deref()))),
        color: format == Format::Text && console::wants_color(output.color, output.output.as_deref()),
        top: output.top,
        layout: options::layout(output),
        sections: output.sections.iter().filter_map(|name| SectionName::from_name(name)).collect(),
        view: options::view(output),
        raw_csv: output.raw_csv,
        lang: args.language.lang(),
        envelope: options::envelope(output, format, &args.reading),
    }
}

/// Rules to fill in for the replies that no rule knew.
fn write_stubs(report: &Report, catalog: &Catalog, path: &Path) -> Result<()> {
    let mut file = NewFile::begin(path)?;
    render_stubs(report, catalog, &mut file)
        .with_context(|| format!("{}: the rules cannot be written", path.display()))?;
    file.finish()
}

/// Tables for spreadsheets have no place for thresholds.
fn tell_passed(report: &Report, format: Format) {
    let is_untold = matches!(format, Format::Csv | Format::Xlsx);
    for verdict in report.verdicts.iter().filter(|verdict| is_untold && verdict.is_passed) {
        console::error(&format!("threshold passed: {} (measured: {})", verdict.threshold, verdict.measured));
    }
}

/// Problems, notes and, for who looks, speed: all on standard error.
pub(crate) fn tell(found: &Scan, progress: &Progress, took: Duration, quiet: bool) {
    for problem in &found.problems {
        console::error(&problem.to_string());
    }
    if quiet || found.sources.is_empty() {
        return;
    }
    for note in &found.notes {
        console::note(&note.to_string());
    }
    let lines: u64 = found.sources.iter().map(|source| source.accounting.lines).sum();
    let (mib, seconds) = (to_f64(progress.done.load(Ordering::Relaxed)) / 1_048_576.0, took.as_secs_f64());
    let speed = mib / seconds.max(0.001);
    console::note(&format!("read {lines} lines, {mib:.1} MiB in {seconds:.2} s ({speed:.0} MiB/s)"));
}

#[allow(clippy::cast_precision_loss)] // shown with one decimal
fn to_f64(n: u64) -> f64 {
    n as f64
}
