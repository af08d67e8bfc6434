//! Arguments as typed → the library's options. Everything that can be wrong about them is found here, before any reading.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use clap::CommandFactory;
use clap::error::ErrorKind;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use smtplog::catalog::Lang;
use smtplog::event::Kind;
use smtplog::fold::Folds;
use smtplog::parse::Mta;
use smtplog::render::{Envelope, Format, Layout, Mailbox, View};
use smtplog::scan::ScanOptions;
use smtplog::select::{CodePattern, Selection, SenderPattern};
use smtplog::threshold::Threshold;
use smtplog::time::Time;

use crate::args::{AnalyzeArgs, Cli, FilterArgs, MtaArg, OutputArgs, ReadingArgs, WatchArgs};
use crate::exit::ExitStatus;
use crate::period;

/// Ends the run with a message about an option of `analyze`, that option's usage, and status 2.
pub(crate) fn refuse(option: &str, kind: ErrorKind, message: impl Display) -> ! {
    refuse_in("analyze", option, kind, message)
}

/// Ends the run with a message about an option of a command, that option's usage, and status 2.
pub(crate) fn refuse_in(command: &str, option: &str, kind: ErrorKind, message: impl Display) -> ! {
    let mut cli = Cli::command();
    cli.build();
    let command = cli.find_subcommand_mut(command).expect("the command exists");
    let usage = command.get_arguments().find(|arg| arg.get_long() == Some(option)).map(|arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        format!("\n\n  {arg}  {help}")
    });
    let error = command.error(kind, format!("--{option}: {message}{}", usage.unwrap_or_default()));
    // Nobody is left to be told if standard error is closed.
    let _ = error.print();
    std::process::exit(ExitStatus::Usage.code().into())
}

/// How to scan.
pub(crate) fn scan_options(args: &AnalyzeArgs) -> ScanOptions {
    let (mut options, now) = reading("analyze", &args.reading);
    options.selection = Arc::new(selection(&args.filter, now));
    options.traffic = layout(&args.output).needs_traffic();
    options
}

/// How a command reads logs, and what time it is.
pub(crate) fn reading(command: &str, reading: &ReadingArgs) -> (ScanOptions, DateTime) {
    let zone = reading.tz.as_deref().map(|name| zone(command, name));
    let system_zone = system_zone();
    let now = now(command, reading.now.as_deref(), zone.as_ref().unwrap_or(&system_zone));
    let mut options = ScanOptions::new(Time::from_civil(now));
    options.jobs = reading.jobs.map_or(0, usize::from);
    options.mta = reading.mta.map(|mta| match mta {
        MtaArg::Postfix => Mta::Postfix,
        MtaArg::Exim => Mta::Exim,
    });
    options.before_aliasing = reading.orig_to;
    options.year = reading.year;
    options.zone = zone;
    options.system_zone = system_zone;
    if let Some(bytes) = reading.block_bytes {
        options.block_bytes = bytes.max(1);
    }
    (options, now)
}

/// Whether there may be more than one thread.
pub(crate) fn may_fork(reading: &ReadingArgs) -> bool {
    reading.jobs != Some(1)
}

/// `--jobs` bounds finding the sources and making the report as well; a pool that is there already is no harm.
pub(crate) fn bound_threads(reading: &ReadingArgs) {
    let jobs = reading.jobs.map_or(0, usize::from);
    let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
}

/// The zone of the machine's clock. Where its file is at the usual place its name does not matter: to look it up takes
/// a walk through all zones.
fn system_zone() -> TimeZone {
    let is_usual = std::env::var_os("TZ").is_none();
    let file = if is_usual { std::fs::read("/etc/localtime").ok() } else { None };
    file.and_then(|file| TimeZone::tzif("localtime", &file).ok()).unwrap_or_else(TimeZone::system)
}

fn zone(command: &str, name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        refuse_in(
            command,
            "tz",
            ErrorKind::InvalidValue,
            format!("expected a time zone such as Europe/Berlin or UTC; found \"{name}\""),
        )
    })
}

fn now(command: &str, given: Option<&str>, zone: &TimeZone) -> DateTime {
    let parsed = given.map(str::parse::<DateTime>);
    match parsed {
        Some(Ok(now)) => now,
        Some(Err(_)) => {
            refuse_in(command, "now", ErrorKind::InvalidValue, "expected a time such as 2026-11-22T08:30:00")
        }
        None => zone.to_datetime(Timestamp::now()),
    }
}

fn selection(filter: &FilterArgs, now: DateTime) -> Selection {
    let moment = |option: &str, found: Result<Time, String>| {
        found.unwrap_or_else(|message| refuse(option, ErrorKind::InvalidValue, message))
    };
    let mut since = filter.since.as_deref().map(|text| moment("since", period::since(text, now)));
    let mut until = filter.until.as_deref().map(|text| moment("until", period::until(text, now)));
    if let Some((start, end)) = filter.period.and_then(|name| period::period(name, filter.week_start, now)) {
        (since, until) = (Some(start), Some(end));
    }
    if let (Some(since), Some(until)) = (since, until)
        && since >= until
    {
        let message = format!("from {since} on and before {until}: no event can be in between");
        refuse("since", ErrorKind::ArgumentConflict, message);
    }
    Selection {
        since,
        until,
        codes: filter.code.iter().map(|text| code(text)).collect(),
        senders: filter.sender.iter().map(|text| SenderPattern::parse(text)).collect(),
        kinds: filter.kind.iter().filter_map(|name| Kind::from_name(name)).collect(),
    }
}

fn code(text: &str) -> CodePattern {
    CodePattern::parse(text).unwrap_or_else(|| {
        refuse("code", ErrorKind::InvalidValue, format!("expected a reply code from 200 to 599, a class such as 5xx, or an enhanced code such as 5.7.26; found \"{text}\""),
        )
    })
}

/// The filters in words, for the report.
pub(crate) fn selection_in_words(filter: &FilterArgs, selection: &Selection, lang: Lang) -> Vec<String> {
    let period = |at: Option<Time>, en: &str, ja: &str| {
        at.map(|at| match lang {
            Lang::En => format!("{en} {at}"),
            Lang::Ja => format!("{at} {ja}"),
        })
    };
    let mut words = Vec::new();
    words.extend(period(selection.since, "since", "以降"));
    words.extend(period(selection.until, "until", "より前"));
    let lists =
        [("code", "コード", &filter.code), ("sender", "送信者", &filter.sender), ("kind", "種別", &filter.kind)];
    words.extend(lists.iter().filter(|(.., list)| !list.is_empty()).map(|(en, ja, list)| {
        let name = if lang == Lang::Ja { ja } else { en };
        format!("{name} {}", list.join(", "))
    }));
    words
}

/// The format asked for, by name or by the output file's extension.
pub(crate) fn format(output: &OutputArgs) -> Format {
    let named = output.format.as_deref().and_then(Format::from_name);
    let format = named.or_else(|| output.output.as_deref().map(format_of)).unwrap_or(Format::Text);
    if output.output.as_deref().is_some_and(crate::output::is_directory) && format != Format::Csv {
        refuse("output", ErrorKind::ArgumentConflict, "a directory takes one CSV file per view: no other format");
    }
    if format != Format::Csv {
        if output.raw_csv {
            refuse("raw-csv", ErrorKind::ArgumentConflict, "for CSV only; add --format csv");
        }
        if view(output) != View::Rows {
            refuse(
                "view",
                ErrorKind::ArgumentConflict,
                "chooses the table of a CSV; add --format csv (text and JSON hold all)",
            );
        }
    }
    let tells_changes = Format::OF_CHANGES.contains(&format) || format == Format::Mail;
    if output.baseline.is_some() && !tells_changes {
        let message = "tables and metrics have no place for changes: choose text, markdown, html, mail or json";
        refuse("baseline", ErrorKind::ArgumentConflict, message);
    }
    if !format.is_for_people() && !output.sections.is_empty() {
        refuse("sections", ErrorKind::ArgumentConflict, "for reports that people read: text, markdown or html");
    }
    if layout(output) != Layout::Smtplog {
        check_layout(output, format);
    }
    format
}

/// Another program's sections are for people, and stand as they are.
fn check_layout(output: &OutputArgs, format: Format) {
    if !format.is_for_people() {
        let message = format!(
            "for reports that people read: text, markdown, html or mail; {} is the same in any style",
            format.name()
        );
        refuse("style", ErrorKind::ArgumentConflict, message);
    }
    if !output.sections.is_empty() {
        refuse("sections", ErrorKind::ArgumentConflict, "chooses among smtplog's own sections; leave out --style");
    }
    if output.baseline.is_some() {
        refuse("baseline", ErrorKind::ArgumentConflict, "changes stand in smtplog's own report; leave out --style");
    }
}

/// Whose sections the report has.
pub(crate) fn layout(output: &OutputArgs) -> Layout {
    Layout::from_name(&output.style).unwrap_or_default()
}

fn format_of(path: &Path) -> Format {
    if crate::output::is_directory(path) {
        return Format::Csv;
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    Format::from_extension(&extension).unwrap_or_else(|| {
        let path = path.display();
        refuse(
            "output",
            ErrorKind::InvalidValue,
            format!(
                "\"{path}\" tells no format by its extension (txt, md, html, eml, json, csv, xlsx or prom); add --format"
            ),
        )
    })
}

/// Which senders are one; a mailing list must not fill the tables that people read. Tokens know no letter case.
pub(crate) fn folds(output: &OutputArgs, format: Format, is_redacted: bool) -> Folds {
    let is_ours = format.is_for_people() && layout(output) == Layout::Smtplog;
    let mut folds = Folds { verp: is_ours && output.fold.is_empty(), ..Folds::default() };
    for name in &output.fold {
        if let Err(expected) = folds.add(name) {
            refuse("fold", ErrorKind::InvalidValue, format!("{expected}; found \"{name}\""));
        }
    }
    folds.case |= is_redacted;
    folds
}

/// Who sends the report to whom; the date is `now`'s.
pub(crate) fn envelope(output: &OutputArgs, format: Format, reading: &ReadingArgs) -> Envelope {
    let is_mail = format == Format::Mail;
    if !is_mail && (!output.mail_to.is_empty() || output.mail_from.is_some() || output.subject.is_some()) {
        let option = if output.mail_to.is_empty() { "subject" } else { "mail-to" };
        refuse(option, ErrorKind::ArgumentConflict, "for mails; add --format mail");
    }
    if !is_mail {
        return Envelope::default();
    }
    if output.mail_to.is_empty() {
        refuse("mail-to", ErrorKind::MissingRequiredArgument, "a mail needs somebody who gets it");
    }
    let mailbox = |option: &str, text: &str| {
        Mailbox::parse(text).unwrap_or_else(|| {
            let message =
                format!("expected one address such as ann@shop.example or Ann <ann@shop.example>; found {text:?}");
            refuse(option, ErrorKind::InvalidValue, message)
        })
    };
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    let user = ["LOGNAME", "USER"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "root".into());
    let from = output.mail_from.clone().unwrap_or_else(|| format!("{user}@{host}"));
    let zone = system_zone();
    let now = now("analyze", reading.now.as_deref(), &zone).to_zoned(zone);
    Envelope {
        from: mailbox("mail-from", &from),
        to: output.mail_to.iter().map(|text| mailbox("mail-to", text)).collect(),
        subject: output.subject.clone(),
        host,
        date: now.map_or(0, |now| now.timestamp().as_second()),
    }
}

/// The limits to hold the report to.
pub(crate) fn thresholds(watch: &WatchArgs) -> Vec<Threshold> {
    let read = |text: &String| text.parse().unwrap_or_else(|fault| refuse("fail-if", ErrorKind::InvalidValue, fault));
    watch.fail_if.iter().map(read).collect()
}

/// The CSV's table.
pub(crate) fn view(output: &OutputArgs) -> View {
    View::from_name(&output.view).unwrap_or_default()
}
