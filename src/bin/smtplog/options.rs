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
use smtplog::input::DiscoverOptions;
use smtplog::parse::Mta;
use smtplog::render::{Envelope, Format, Layout, Mailbox, View, visible};
use smtplog::scan::ScanOptions;
use smtplog::select::{Selection, SenderPattern};
use smtplog::time::Time;

use crate::args::{AnalyzeArgs, Cli, FilterArgs, MtaArg, OutputArgs, ReadingArgs};
use crate::exit::ExitStatus;
use crate::{config, period};

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
    let place = config::origin(option).map(|origin| format!(" ({})", visible(&origin.to_string())));
    let place = place.unwrap_or_default();
    let error = command.error(kind, format!("--{option}{place}: {message}{}", usage.unwrap_or_default()));
    // Nobody is left to be told if standard error is closed.
    let _ = error.print();
    std::process::exit(ExitStatus::Usage.code().into())
}

/// Refuses an option that the format has no use for. What stands in a file waits there for a format that has.
fn refuse_unfit(option: &str, message: &str) {
    if config::origin(option).is_none() {
        refuse(option, ErrorKind::ArgumentConflict, message);
    }
}

/// How to scan.
pub(crate) fn scan_options(args: &AnalyzeArgs) -> ScanOptions {
    let (mut options, now) = reading(&args.reading);
    options.selection = Arc::new(selection(&args.filter, now));
    options.traffic = layout(&args.output).needs_traffic();
    options
}

/// How a command reads logs, and what time it is.
pub(crate) fn reading(reading: &ReadingArgs) -> (ScanOptions, DateTime) {
    let system_zone = system_zone();
    let now = now(reading, reading.tz.as_ref().unwrap_or(&system_zone));
    let mut options = ScanOptions::new(Time::from_civil(now));
    options.jobs = reading.jobs.map_or(0, usize::from);
    options.mta = reading.mta.map(|mta| match mta {
        MtaArg::Postfix => Mta::Postfix,
        MtaArg::Exim => Mta::Exim,
    });
    options.before_aliasing = reading.orig_to;
    options.year = reading.year;
    options.zone.clone_from(&reading.tz);
    options.system_zone = system_zone;
    if let Some(bytes) = reading.block_bytes {
        options.block_bytes = bytes.max(1);
    }
    (options, now)
}

/// Where logs are if no path says.
pub(crate) fn places(args: &AnalyzeArgs) -> DiscoverOptions {
    let options = DiscoverOptions::default();
    match &args.root {
        Some(root) => DiscoverOptions { root: root.clone(), ..options },
        None => options,
    }
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

fn now(reading: &ReadingArgs, zone: &TimeZone) -> DateTime {
    reading.now.unwrap_or_else(|| zone.to_datetime(Timestamp::now()))
}

fn selection(filter: &FilterArgs, now: DateTime) -> Selection {
    let mut since = filter.since.map(|moment| moment.since(now));
    let mut until = filter.until.map(|moment| moment.until(now));
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
        codes: filter.code.clone(),
        senders: filter.sender.iter().map(|text| SenderPattern::parse(text)).collect(),
        kinds: filter.kind.iter().filter_map(|name| Kind::from_name(name)).collect(),
    }
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
    let codes = filter.code.iter().map(ToString::to_string).collect();
    let lists = [("code", "コード", &codes), ("sender", "送信者", &filter.sender), ("kind", "種別", &filter.kind)];
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
            refuse_unfit("raw-csv", "for CSV only; add --format csv");
        }
        if view(output) != View::Rows {
            refuse_unfit("view", "chooses the table of a CSV; add --format csv (text and JSON hold all)");
        }
    }
    if output.baseline.is_some() && !tells_changes(format) {
        let message = "tables and metrics have no place for changes: choose text, markdown, html, mail or json";
        refuse_unfit("baseline", message);
    }
    if !format.is_for_people() && !output.sections.is_empty() {
        refuse_unfit("sections", "for reports that people read: text, markdown or html");
    }
    if layout(output) != Layout::Smtplog {
        check_layout(output, format);
    }
    format
}

/// The earlier report, if the format has a place for what changed since.
pub(crate) fn baseline(output: &OutputArgs, format: Format) -> Option<&Path> {
    output.baseline.as_deref().filter(|_| tells_changes(format) && layout(output) == Layout::Smtplog)
}

fn tells_changes(format: Format) -> bool {
    Format::OF_CHANGES.contains(&format) || format == Format::Mail
}

/// Another program's sections are for people, and stand as they are.
fn check_layout(output: &OutputArgs, format: Format) {
    if !format.is_for_people() {
        let message = format!(
            "for reports that people read: text, markdown, html or mail; {} is the same in any style",
            format.name()
        );
        refuse_unfit("style", &message);
    }
    if !output.sections.is_empty() {
        refuse_unfit("sections", "chooses among smtplog's own sections; leave out --style");
    }
    if output.baseline.is_some() {
        refuse_unfit("baseline", "changes stand in smtplog's own report; leave out --style");
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
    output.fold.iter().for_each(|name| folds.add(name));
    folds.case |= is_redacted;
    folds
}

/// Who sends the report to whom; the date is `now`'s.
pub(crate) fn envelope(output: &OutputArgs, format: Format, reading: &ReadingArgs) -> Envelope {
    if format != Format::Mail {
        let given = [
            ("mail-to", !output.mail_to.is_empty()),
            ("mail-from", output.mail_from.is_some()),
            ("subject", output.subject.is_some()),
        ];
        for (option, _) in given.into_iter().filter(|(_, is_given)| *is_given) {
            refuse_unfit(option, "for mails; add --format mail");
        }
        return Envelope::default();
    }
    if output.mail_to.is_empty() {
        refuse("mail-to", ErrorKind::MissingRequiredArgument, "a mail needs somebody who gets it");
    }
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    let user = ["LOGNAME", "USER"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "root".into());
    let from = output.mail_from.clone().or_else(|| Mailbox::parse(&format!("{user}@{host}"))).unwrap_or_else(|| {
        let message = format!("\"{user}@{host}\", this user at this host, is no address: name one");
        refuse("mail-from", ErrorKind::MissingRequiredArgument, message)
    });
    let zone = system_zone();
    let now = now(reading, &zone).to_zoned(zone);
    Envelope {
        from,
        to: output.mail_to.clone(),
        subject: output.subject.clone(),
        host,
        date: now.map_or(0, |now| now.timestamp().as_second()),
    }
}

/// The CSV's table.
pub(crate) fn view(output: &OutputArgs) -> View {
    View::from_name(&output.view).unwrap_or_default()
}
