//! What a log file's name says: which rotated set it belongs to, its age there, and its role beside other logs.
//!
//! In: file names, without their directory. Out: [`Rotation`], [`Role`], and whether a name is that of a mail log.
//! Always true: pure functions, no file is touched. Names are hints: content decides about compression, time stamps
//! about order; the age only settles ties.

use std::cmp::Reverse;

/// Endings of compressed files; taken off a name before anything else is read from it.
const COMPRESSED: [&str; 7] = [".gz", ".bz2", ".xz", ".zst", ".zstd", ".lzma", ".Z"];

/// Endings of files that lie beside logs and are none.
const COMPANIONS: [&str; 14] = [
    "~", ".swp", ".tmp", ".part", ".lock", ".offset", ".md5", ".sha256", ".sig", ".asc", ".json", ".csv", ".html",
    ".md",
];

/// Mail logs, with anything behind the name.
const PREFIXES: [&str; 12] = [
    "mail.log",
    "maillog",
    "mail.info",
    "mail.warn",
    "mail.err",
    "mainlog",
    "rejectlog",
    "main.log",
    "reject.log",
    "exim_mainlog",
    "exim_rejectlog",
    "postfix.log",
];

/// A file name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The name of the set: `mail.log` for `mail.log.2.gz`.
    pub set: String,
    /// How old the file is within its set.
    pub age: Age,
}

/// The age of a file within its rotated set: a smaller value is older.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Year, month and day as one number, then what follows it (hour, or seconds since 1970).
    Dated(u32, u64),
    /// `.2` is older than `.1`.
    Numbered(Reverse<u32>),
    /// The file that is being written.
    Current,
}

/// What a log holds beside others of the same directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A log of its own.
    Main,
    /// Exim's `rejectlog`: the rejections of the `mainlog` again, with message headers.
    Rejections,
    /// `mail.warn`, `mail.err`, `mail.info`: lines of `mail.log` (or SUSE's `mail`) again.
    Excerpt,
}

/// The set and the age that a file name tells.
#[must_use]
pub fn rotation(name: &str) -> Rotation {
    let name = without_compression(name);
    if let Some((set, age)) = split_suffix(name) {
        return Rotation { set: set.to_owned(), age };
    }
    // `mail-20261101.log`: the rotation keeps the extension.
    if let Some((set, age)) = name.strip_suffix(".log").and_then(split_suffix) {
        return Rotation { set: format!("{set}.log"), age };
    }
    Rotation { set: name.to_owned(), age: Age::Current }
}

/// The role that a set's name tells.
#[must_use]
pub fn role(set: &str) -> Role {
    match set {
        "rejectlog" | "reject.log" | "exim_rejectlog" => Role::Rejections,
        "mail.warn" | "mail.err" | "mail.info" => Role::Excerpt,
        _ => Role::Main,
    }
}

/// The sets whose lines a set with that role repeats.
#[must_use]
pub fn counterparts(set: &str) -> &'static [&'static str] {
    match set {
        "rejectlog" => &["mainlog"],
        "reject.log" => &["main.log"],
        "exim_rejectlog" => &["exim_mainlog"],
        "mail.warn" | "mail.err" | "mail.info" => &["mail.log", "mail", "maillog"],
        _ => &[],
    }
}

/// Whether a file of this name, found in a directory, is taken for a mail log.
#[must_use]
pub fn is_log_name(name: &str) -> bool {
    let bare = without_compression(name);
    if name.starts_with('.') || COMPANIONS.iter().any(|end| bare.ends_with(end)) {
        return false;
    }
    let set = rotation(name).set;
    let is_log = set.rsplit_once('.').is_some_and(|(_, extension)| extension == "log");
    set == "mail" || is_log || PREFIXES.iter().any(|prefix| set.starts_with(prefix))
}

/// The name before the file was compressed.
pub(super) fn without_compression(name: &str) -> &str {
    COMPRESSED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// Takes a date, a number or `.old` off the end; the rest is the set's name, never empty.
fn split_suffix(name: &str) -> Option<(&str, Age)> {
    if let Some(set) = name.strip_suffix(".old").filter(|set| !set.is_empty()) {
        return Some((set, Age::Numbered(Reverse(0))));
    }
    dated_suffix(name).or_else(|| numbered_suffix(name))
}

fn dated_suffix(name: &str) -> Option<(&str, Age)> {
    let separators = name.match_indices(['-', '.', '_']).filter(|&(at, _)| at > 0);
    separators.map(|(at, _)| at).find_map(|at| Some((&name[..at], date(&name[at + 1..])?)))
}

/// `20261101`, `2026-11-01`, each with more digits behind it (and nothing but digits and separators).
fn date(suffix: &str) -> Option<Age> {
    let only_digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).map(char::from).collect::<String>();
    let plain = suffix.bytes().all(|b| b.is_ascii_digit() || b"-_.:T+Z".contains(&b));
    let day_end = match suffix.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', ..] => 10,
        _ => 8,
    };
    let day = suffix.get(..day_end).map(only_digits).filter(|digits| plain && digits.len() == 8)?;
    let day: u32 = day.parse().ok()?;
    let in_calendar = (1970..2200).contains(&(day / 10_000))
        && (1..=12).contains(&(day / 100 % 100))
        && (1..=31).contains(&(day % 100));
    let rest = only_digits(&suffix[day_end..]);
    in_calendar.then(|| Age::Dated(day, rest.parse().unwrap_or(0)))
}

fn numbered_suffix(name: &str) -> Option<(&str, Age)> {
    let (set, digits) = name.rsplit_once('.')?;
    let is_number = (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number && !set.is_empty())?;
    Some((set, Age::Numbered(Reverse(number))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let numbered = |n| Age::Numbered(Reverse(n));
        let table = [
            ("mail.log", "mail.log", Age::Current),
            ("mail.log.gz", "mail.log", Age::Current),
            ("mail.log.1", "mail.log", numbered(1)),
            ("mail.log.02.gz", "mail.log", numbered(2)),
            ("mail.log.old", "mail.log", numbered(0)),
            ("mail.1.log", "mail.log", numbered(1)),
            ("mainlog.01", "mainlog", numbered(1)),
            ("mail", "mail", Age::Current),
            ("mail-20261101.xz", "mail", Age::Dated(20_261_101, 0)),
            ("maillog-20261101", "maillog", Age::Dated(20_261_101, 0)),
            ("maillog-20261101-1730600000", "maillog", Age::Dated(20_261_101, 1_730_600_000)),
            ("mail.log-2026110117.gz", "mail.log", Age::Dated(20_261_101, 17)),
            ("mail.log.2026-11-01.zst", "mail.log", Age::Dated(20_261_101, 0)),
            ("mail.log.2026-11-01T17:30", "mail.log", Age::Dated(20_261_101, 1730)),
            ("mail.log.20261101", "mail.log", Age::Dated(20_261_101, 0)),
            ("mail-20261101.log", "mail.log", Age::Dated(20_261_101, 0)),
            ("mx-1.mail.log", "mx-1.mail.log", Age::Current),
            ("mail.log.20261301", "mail.log.20261301", Age::Current),
            ("mail.log-v2", "mail.log-v2", Age::Current),
            ("20261101", "20261101", Age::Current),
            (".1", ".1", Age::Current),
            ("", "", Age::Current),
            ("mail.log-日本", "mail.log-日本", Age::Current),
            ("é-2026é1101", "é-2026é1101", Age::Current),
        ];
        for (name, set, age) in table {
            assert_eq!(rotation(name), Rotation { set: set.to_owned(), age }, "{name}");
        }
    }

    #[test]
    fn older_files_come_first() {
        let ordered = [
            "mail.log-20261101.gz",
            "mail.log-20261101-1730600000",
            "mail.log.2026-11-02",
            "mail.log.10.gz",
            "mail.log.2.gz",
            "mail.log.1",
            "mail.log.0",
            "mail.log",
        ];
        let ages: Vec<_> = ordered.iter().map(|name| rotation(name).age).collect();
        assert!(ages.is_sorted(), "{ages:?}");
    }

    #[test]
    fn log_names() {
        for name in [
            "mail.log",
            "mail.log.2.gz",
            "maillog",
            "maillog-20261101.xz",
            "mail",
            "mail-20261101",
            "mail.info",
            "mail.warn.1",
            "mail.err",
            "mainlog",
            "mainlog.1",
            "rejectlog.2.gz",
            "main.log-20261101",
            "exim_mainlog",
            "exim_rejectlog",
            "postfix.log",
            "postfix-mx1.log.3",
            "mx1.log",
            "mail.log.mx1",
        ] {
            assert!(is_log_name(name), "{name}");
        }
        for name in ["mailman", "mail.log.offset", "mail.log~", ".mail.log.swp", "paniclog", "report.csv", "mails", ""]
        {
            assert!(!is_log_name(name), "{name}");
        }
    }

    #[test]
    fn roles_name_their_counterpart() {
        assert_eq!(role("mail.log"), Role::Main);
        assert_eq!(role(&rotation("rejectlog.2.gz").set), Role::Rejections);
        assert_eq!(role(&rotation("mail.err-20261101").set), Role::Excerpt);
        assert_eq!(counterparts("rejectlog"), ["mainlog"]);
        assert!(counterparts("mainlog").is_empty());
    }
}
