//! `--redact`: no address, name or IP of a log is in any output; and what must stay does.
//!
//! What is private is found here by expressions of its own over the raw logs, and in the lab's plans and truths; nothing is
//! shared with the code that redacts.

#![cfg(feature = "cli")]

mod reference;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use smtplog::catalog::Catalog;
use smtplog::redact::{Keep, Redactor};

use reference::compare;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KEY: &str = "a key that only the tests have";
const OTHER_KEY: &str = "another key that only the tests have";

/// What stands where a log has names, and is none: names of files that stay in paths, what MTAs write for a host without name, and
/// Postfix's `SASL PLAIN authentication failed: (reason unavailable), sasl_username=(unavailable)`.
const OURS: [&str; 8] = ["unknown", "none", "local", "mail.log", "mainlog", "rejectlog", "postfix", "unavailable"];
/// Formats whose text has sentences of the catalogue in it, which name examples.
const FORMATS: [&str; 5] = ["text", "markdown", "html", "json", "prometheus"];
/// The views of a directory of CSV files that have sentences of the catalogue.
const WITH_ADVICE: [&str; 3] = ["rows.csv", "codes.csv", "failures.csv"];

fn smtplog(args: &[&str], key: &str) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtplog"));
    command.env("LC_ALL", "C").env("SMTPLOG_REDACT_KEY", key).current_dir(ROOT);
    let output = command.args(["analyze", "-q", "--year", "2026", "--width", "500"]).args(args).output();
    let output = output.expect("smtplog starts");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Names as they stand between marks, in lower case.
#[derive(Default)]
struct Private(BTreeSet<String>);

impl Private {
    /// What expressions find in a log.
    fn of_log(text: &str) -> Self {
        let mut private = Self::default();
        let expressions = [
            r"(?m)^<?\d*>?(?:1 )?(?:[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) (\S+) ",
            r"sasl_username=([^,\s]+)",
            r"set_id=([^)\s]+)",
            r"\bA=\w+:(\S+)",
            r"helo=<([^>]*)>",
            r"H=\(?([^\s()]+)",
            r"([^\s<>,;()'=:\[\]]+@[^\s<>,;()':\]]+)",
            r"\b(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\b",
            r"\b((?:[\w-]+\.)+(?:test|example|com|net|org|de|jp))\b",
        ];
        for expression in expressions {
            let expression = Regex::new(expression).expect("a constant expression");
            expression.captures_iter(text).for_each(|found| private.add(&found[1]));
        }
        private
    }

    /// Every address, host and IP in a file of the lab.
    fn add_truth(&mut self, value: &Value) {
        match value {
            Value::String(text) if !text.contains(char::is_whitespace) => self.add_if_name(text),
            Value::Array(all) => all.iter().for_each(|one| self.add_truth(one)),
            Value::Object(all) => all.iter().for_each(|(name, value)| {
                self.add_if_name(name);
                self.add_truth(value);
            }),
            _ => {}
        }
    }

    fn add_if_name(&mut self, text: &str) {
        if text.contains('@') || text.rsplit('.').next() == Some("test") || text.parse::<std::net::IpAddr>().is_ok() {
            self.add(text);
        }
    }

    /// An address is its local part and its domain; a word that anybody may write is no name.
    fn add(&mut self, name: &str) {
        let Some((local, domain)) = name.rsplit_once('@') else { return self.add_name(name) };
        self.add_name(domain);
        let pieces = local.split(['+', '=', '"', '/', '!', '%', '\\']);
        pieces
            .filter(|piece| piece.contains(|c: char| c.is_ascii_digit() || c == '.'))
            .for_each(|piece| self.add_name(piece));
    }

    fn add_name(&mut self, name: &str) {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_number = name.bytes().all(|b| b.is_ascii_digit());
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if name.len() > 2 && !is_number && name.chars().all(is_word) && !OURS.contains(&name.as_str()) {
            self.0.insert(name);
        }
    }

    /// Without what the catalogue itself says.
    fn but_for_the_catalogue(&self) -> Self {
        static SENTENCES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
            let files = compare::files_below(&Path::new(ROOT).join("src/catalog/data"), ".toml");
            let files = files.iter().map(|file| fs::read_to_string(file).expect("a file of the catalogue"));
            files.flat_map(|text| names(&text).collect::<Vec<_>>()).collect()
        });
        Self(self.0.difference(&SENTENCES).cloned().collect())
    }

    /// Those that stand in the text.
    fn found_in(&self, text: &str) -> BTreeSet<String> {
        names(text).filter(|name| self.0.contains(name)).collect()
    }
}

/// All that may be a name in a text: words, and what stands between any two dots of one.
fn names(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    let distinct: BTreeSet<String> = words.map(str::to_lowercase).collect();
    distinct.into_iter().flat_map(|word| {
        let word = word.trim_matches(['.', '-', '_']).to_owned();
        let dots: Vec<usize> = word.match_indices('.').map(|(at, _)| at).collect();
        let starts = std::iter::once(0).chain(dots.iter().map(|at| at + 1));
        let ends: Vec<usize> = dots.iter().copied().chain([word.len()]).collect();
        let parts = starts.enumerate().flat_map(|(i, start)| ends[i..].iter().take(8).map(move |&end| (start, end)));
        parts.map(|(start, end)| word[start..end].to_owned()).collect::<Vec<_>>()
    })
}

/// Every output of a run, with what it is; whether it has sentences of the catalogue.
fn outputs(log: &str, more: &[&str]) -> Vec<(String, bool, String)> {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let run = |args: &[&str]| smtplog(&[&["--redact", "--top", "0", log], more, args].concat(), KEY);
    let mut outputs = Vec::new();
    for format in FORMATS {
        let text = run(&["--format", format]);
        outputs.push((format.to_owned(), true, String::from_utf8(text).expect("UTF-8")));
    }
    for style in ["pflogsumm", "eximstats"] {
        let text = run(&["--style", style]);
        outputs.push((style.to_owned(), true, String::from_utf8(text).expect("UTF-8")));
    }
    run(&[
        "--format",
        "csv",
        "--unmatched",
        &path("unmatched"),
        "--unclassified",
        &path("own.toml"),
        "-o",
        &path("csv/"),
    ]);
    run(&["-o", &path("report.xlsx")]);
    for name in ["unmatched", "own.toml"] {
        outputs.push((name.to_owned(), name == "own.toml", fs::read_to_string(path(name)).expect("UTF-8")));
    }
    for file in compare::files_below(&directory.path().join("csv"), ".csv") {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        outputs.push((name.clone(), WITH_ADVICE.contains(&name.as_str()), fs::read_to_string(&file).expect("UTF-8")));
    }
    let mut workbook =
        zip::ZipArchive::new(fs::File::open(path("report.xlsx")).expect("a workbook")).expect("a workbook");
    // Tags hold references to cells.
    let tags = Regex::new("<[^>]*>").expect("a constant expression");
    for at in 0..workbook.len() {
        let mut part = workbook.by_index(at).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        let text = tags.replace_all(&text, "\n");
        outputs.push((format!("xlsx part {at}"), true, text.into_owned()));
    }
    outputs
}

/// What is left in the outputs of one log.
fn leaks(log: &Path, private: &Private) -> Vec<String> {
    let allowing = private.but_for_the_catalogue();
    let mut leaks = Vec::new();
    for (what, has_sentences, text) in outputs(&log.to_string_lossy(), &[]) {
        let found = if has_sentences { allowing.found_in(&text) } else { private.found_in(&text) };
        if !found.is_empty() {
            leaks.push(format!("{} as {what}: {found:?}", log.display()));
        }
    }
    leaks
}

/// What is left in the lines themselves: each is redacted as if it were unmatched.
fn leaks_of_lines(log: &Path, text: &str, private: &Private) -> Vec<String> {
    let redactor = Redactor::new(KEY.as_bytes(), Keep::default(), Catalog::get());
    let line = |line: &str| {
        let found = private.found_in(&redactor.line(line.as_bytes()));
        (!found.is_empty()).then(|| format!("{}: {found:?} of {line}", log.display()))
    };
    text.lines().filter_map(line).take(20).collect()
}

fn read(log: &Path) -> String {
    String::from_utf8_lossy(&fs::read(log).expect("a log")).into_owned()
}

fn check(logs: &[PathBuf], with_truth: bool) {
    let mut all = Vec::new();
    for log in logs {
        let text = read(log);
        let mut private = Private::of_log(&text);
        for truth in ["plan.json", "expected.json"].iter().filter(|_| with_truth) {
            let truth = fs::read_to_string(log.with_file_name(truth)).expect("the lab's truth");
            private.add_truth(&serde_json::from_str(&truth).expect("JSON"));
        }
        println!("{}: {} names", log.display(), private.0.len());
        assert!(private.0.len() > 3, "{}: nothing is private", log.display());
        all.extend(leaks(log, &private));
        all.extend(leaks_of_lines(log, &text, &private));
    }
    assert!(all.is_empty(), "{} leaks:\n{}", all.len(), all.join("\n"));
}

#[test]
fn no_name_of_the_samples_is_in_any_output() {
    let samples = Path::new(ROOT).join("samples");
    let logs = compare::files_below(&samples, "log");
    let logs: Vec<_> = logs.into_iter().filter(|log| !log.starts_with(samples.join("broken"))).collect();
    assert!(logs.len() > 5);
    check(&logs, false);
}

#[test]
fn no_name_of_the_lab_is_in_any_output() {
    let Some(shared) = compare::shared() else { return };
    // What is in a reject log is in the main log, too.
    let logs =
        compare::files_below(&shared.join("lab/runs"), "log").into_iter().filter(|log| !log.ends_with("rejectlog"));
    check(&logs.collect::<Vec<_>>(), true);
}

/// A search that finds nothing must be able to.
#[test]
fn a_leak_is_noticed() {
    let private = Private::of_log(
        "Nov 22 06:00:00 conch postfix/smtp[1]: to=<ann.lee@shop.example>, relay=mx.shop.example[192.0.2.1]:25\n",
    );
    for text in ["by CONCH", "(ann.lee)", "of www.shop.example.", "[192.0.2.1]:25", "x=ann.lee@y"] {
        assert_eq!(private.found_in(text).len(), 1, "{text}");
    }
    assert_eq!(private.found_in("bishop.example, 192.0.2.10").len(), 0);
}

#[test]
fn tokens_depend_on_the_key_and_on_nothing_else() {
    let run = |key| smtplog(&["--redact", "--format", "csv", "--view", "senders", "samples/postfix"], key);
    assert_eq!(run(KEY), run(KEY));
    assert_ne!(run(KEY), run(OTHER_KEY));
    // Without a key every run has its own.
    assert_ne!(run(""), run(""));
}

/// The numbers of a redacted report are those of the plain one, row by row.
#[test]
fn counts_and_rows_stay() {
    for view in ["rows", "senders", "recipient-domains", "relays", "logins", "failures"] {
        let csv = |args: &[&str]| {
            let args = [&["--format", "csv", "--view", view, "--fold", "case", "samples/postfix"], args].concat();
            let text = String::from_utf8(smtplog(&args, KEY)).expect("UTF-8");
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let is_number = |field: &&str| field.parse::<f64>().is_ok();
            let rows = reader
                .records()
                .map(|row| row.expect("a row").iter().filter(is_number).map(str::to_owned).collect::<Vec<_>>());
            let mut rows: Vec<_> = rows.collect();
            rows.sort();
            rows
        };
        assert_eq!(csv(&[]), csv(&["--redact"]), "{view}");
    }
}

#[test]
fn filters_and_thresholds_name_nobody() {
    let args = ["--sender", "*@cust1.test", "--fail-if", "sender=user19@cust1.test,5xx>100000"];
    for (what, _, text) in outputs("samples/postfix/mail.log", &args) {
        assert!(!text.contains("cust1") && !text.contains("user19"), "{what}");
    }
}

/// Changes since a saved report hold names of two periods.
#[test]
fn no_name_of_a_saved_report_is_in_any_output() {
    let logs = ["tests/data/diff/monday.log", "tests/data/diff/tuesday.log"];
    let texts: Vec<_> = logs.iter().map(|log| fs::read_to_string(Path::new(ROOT).join(log)).expect("a log")).collect();
    let private = Private::of_log(&texts.concat()).but_for_the_catalogue();
    let directory = tempfile::tempdir().expect("a directory");
    for (name, more) in [("plain.json", &[][..]), ("redacted.json", &["--redact"])] {
        let saved = directory.path().join(name).to_string_lossy().into_owned();
        smtplog(&[&["-o", &saved, "--sender", "*@shop.example", logs[0]], more].concat(), KEY);
        for format in ["text", "markdown", "html", "json"] {
            let args = ["--redact", "--baseline", &saved, "--top", "0", "--format", format, logs[1]];
            let text = String::from_utf8(smtplog(&args, KEY)).expect("UTF-8");
            let found = private.found_in(&text);
            assert!(text.contains("user-") && found.is_empty(), "{name} {format}: {found:?}");
        }
    }
}
