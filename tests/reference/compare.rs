//! Comparing counts: with the lab's truth, and of two readers. Rows may come from the reference or from smtplog's CSV.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Row, Rows};

/// Where the lab's runs and the corpus are, if they are on this machine.
pub(crate) fn shared() -> Option<PathBuf> {
    let dir = std::env::var_os("SMTPLOG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if dir.is_dir() {
        return Some(dir);
    }
    println!("skipped: {} is not here (set SMTPLOG_SHARED)", dir.display());
    None
}

/// Every file below `dir` whose name ends so, in order of name.
pub(crate) fn files_below(dir: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files_below(&path, suffix));
        } else if path.to_string_lossy().ends_with(suffix) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What the lab's truth can tell apart: kind/origin, code, enhanced code, sender.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    group: &'static str,
    code: String,
    /// `None` where the truth's enhanced code is not in the line and must be left out.
    enhanced: Option<String>,
    sender: Option<String>,
}

/// One key with different counts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    key: Key,
    expected: u64,
    counted: u64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Key { group, code, enhanced, sender } = &self.key;
        let enhanced = enhanced.as_deref().unwrap_or("-");
        let sender = sender.as_ref().map_or("unknown".to_owned(), |sender| format!("<{sender}>"));
        write!(f, "{group} {code} {enhanced} {sender}: expected {}, counted {}", self.expected, self.counted)
    }
}

/// The lab's categories and the group of rows that each is found in.
const CATEGORIES: [(&str, &str); 15] = [
    ("outbound", "delivery/logged"),
    // Exim writes it twice, as it does with other replies: in a line about the host and in the recipient's.
    ("outbound_ehlo_in_text", "delivery/logged"),
    ("outbound_ehlo_in_text", "attempt/logged"),
    ("outbound_nonfinal", "attempt/logged"),
    ("outbound_host_line", "attempt/logged"),
    ("outbound_auth_line", "attempt/logged"),
    ("suspended", "delivery/repeated"),
    ("probe", "probe/logged"),
    ("inbound_callout", "probe/logged"),
    ("inbound", "reject/logged"),
    ("inbound_auth", "auth/logged"),
    ("inbound_enh_only", "reject/implied"),
    ("inbound_milter_eom", "reject/implied"),
    // The line has neither code: the truth's enhanced code cannot be read.
    ("inbound_text_only", "reject/implied without enhanced code"),
    // Our own answer to the client whose address was refused there; the truth has only the remote server's.
    ("inbound_callout", "reject/implied without enhanced code"),
];

/// The sum of the rows per key, for the groups in which the truth is complete.
fn by_key(rows: &Rows) -> BTreeMap<Key, u64> {
    let mut sums = BTreeMap::new();
    for (row, count) in rows {
        let group = match (row.kind.as_str(), row.origin.as_str(), &row.enhanced) {
            ("delivery", "logged", _) => "delivery/logged",
            ("delivery", "repeated", _) => "delivery/repeated",
            ("attempt", "logged", _) => "attempt/logged",
            ("probe", "logged", _) => "probe/logged",
            ("reject", "logged", _) => "reject/logged",
            ("auth", "logged", _) => "auth/logged",
            ("reject", "implied", Some(_)) => "reject/implied",
            ("reject", "implied", None) => "reject/implied without enhanced code",
            _ => continue,
        };
        let code = row.code.map_or("none".to_owned(), |code| code.to_string());
        let key = Key { group, code, enhanced: row.enhanced.clone(), sender: row.sender.clone() };
        *sums.entry(key).or_default() += count;
    }
    sums
}

/// What the lab's servers and clients saw, under the same keys.
fn truth(expected: &Value) -> BTreeMap<Key, u64> {
    let mut sums = BTreeMap::new();
    for (category, group) in CATEGORIES {
        for row in expected[category].as_array().into_iter().flatten() {
            let text = |at: usize| row[at].as_str().map(str::to_owned);
            let code = text(0).unwrap_or_default();
            let by_class = || if code.starts_with('4') { "451" } else { "550" }.to_owned();
            let without_enhanced = group == "reject/implied without enhanced code";
            let (code, enhanced) = match category {
                "inbound_callout" if without_enhanced => (by_class(), None),
                // The log has the enhanced code, if the milter gave one, but never the digits.
                "inbound_milter_eom" => (by_class(), text(1)),
                _ if without_enhanced => (code, None),
                _ => (code, text(1)),
            };
            let is_text_only = group == "reject/implied" && enhanced.is_none();
            let group = if is_text_only { "reject/implied without enhanced code" } else { group };
            let count = row[3].as_u64().expect("a count");
            *sums.entry(Key { group, code, enhanced, sender: text(2) }).or_default() += count;
        }
    }
    sums
}

/// Compares a reader's rows with an `expected.json` of the lab, in both directions.
pub(crate) fn compare(expected: &Value, rows: &Rows) -> Vec<Difference> {
    let (expected, counted) = (truth(expected), by_key(rows));
    let keys: BTreeSet<&Key> = expected.keys().chain(counted.keys()).collect();
    let of = |sums: &BTreeMap<Key, u64>, key: &Key| sums.get(key).copied().unwrap_or(0);
    keys.into_iter()
        .map(|key| Difference { key: key.clone(), expected: of(&expected, key), counted: of(&counted, key) })
        .filter(|difference| difference.expected != difference.counted)
        .collect()
}

/// The rows of two readers that differ, in words.
pub(crate) fn different_rows(reference: &Rows, other: &Rows) -> Vec<String> {
    let rows: BTreeSet<&Row> = reference.keys().chain(other.keys()).collect();
    let of = |counts: &Rows, row: &Row| counts.get(row).copied().unwrap_or(0);
    rows.into_iter()
        .map(|row| (row, of(reference, row), of(other, row)))
        .filter(|(_, a, b)| a != b)
        .map(|(row, a, b)| format!("{row:?}: reference {a}, smtplog {b}"))
        .collect()
}

/// One run of the lab: a log and the truth about it.
pub(crate) struct Run {
    /// As in the lab's README, with the file's name.
    pub(crate) name: String,
    /// The log.
    pub(crate) log: PathBuf,
    /// `expected.json`.
    pub(crate) expected: Value,
}

/// All stored runs: every log file of every run (`rejectlog` repeats lines of `mainlog` and is left out).
pub(crate) fn runs(shared: &Path) -> Vec<Run> {
    let root = shared.join("lab/runs");
    let mut runs = Vec::new();
    for truth in files_below(&root, "expected.json") {
        let dir = truth.parent().expect("a file has a folder");
        let text = std::fs::read_to_string(&truth).expect("a readable file");
        let expected: Value = serde_json::from_str(&text).expect("JSON");
        let mut logs = files_below(dir, "mainlog");
        logs.extend(files_below(dir, ".log"));
        for log in logs {
            let name = log.strip_prefix(&root).unwrap_or(&log).display().to_string();
            runs.push(Run { name, log, expected: expected.clone() });
        }
    }
    runs
}

/// The columns of smtplog's CSV that the comparison needs, and those behind them.
const HEADER: &str = "code,enhanced,kind,outcome,origin,sender,count,first_seen,last_seen,title,meaning,resolution";

/// Reads smtplog's CSV report.
pub(crate) fn rows_from_csv(text: &str) -> Rows {
    let mut records = csv_records(text).into_iter();
    let header = records.next().expect("a header");
    assert_eq!(header.join(","), HEADER);
    let mut rows = Rows::new();
    for record in records {
        assert_eq!(record.len(), header.len(), "{record:?}");
        let optional = |at: usize| Some(record[at].clone()).filter(|field| !field.is_empty());
        let row = Row {
            code: optional(0).map(|code| code.parse().expect("a reply code")),
            enhanced: optional(1),
            kind: record[2].clone(),
            outcome: record[3].clone(),
            origin: record[4].clone(),
            sender: optional(5).map(|sender| if sender == "<>" { String::new() } else { sender }),
        };
        *rows.entry(row).or_default() += record[6].parse::<u64>().expect("a count");
    }
    rows
}

/// RFC 4180: fields in quotes may hold commas, line breaks and doubled quotes.
fn csv_records(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            _ => field.push(char),
        }
    }
    if !field.is_empty() || !record.is_empty() {
        record.push(field);
        records.push(record);
    }
    records
}
