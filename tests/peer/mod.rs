//! Running other programs on the same logs, and naive counts of what they read otherwise.

#![allow(dead_code, reason = "each integration test uses its own part")]
#![allow(clippy::unwrap_used)] // a test may

pub(crate) mod exim;
pub(crate) mod postfix;

use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

/// The shared folder with real logs, if it is there.
pub(crate) fn shared() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = std::env::var_os("SMTPLOG_SHARED").map_or(default, PathBuf::from);
    let found = path.join("lab/runs").is_dir();
    if !found {
        println!("skipped: no real logs at {}", path.display());
    }
    found.then_some(path)
}

/// What the program prints, or `None` if it is not installed.
pub(crate) fn output(program: &str, arguments: &[&str], log: &Path) -> Option<String> {
    let Ok(output) = Command::new(program).env("LC_ALL", "C").args(arguments).arg(log).output() else {
        println!("skipped: {program} is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first number that the pattern captures.
pub(crate) fn number(text: &str, pattern: &str) -> u64 {
    captured(text, pattern).unwrap_or_else(|| panic!("no {pattern} in:\n{text}"))
}

/// The same where there may be none.
pub(crate) fn captured(text: &str, pattern: &str) -> Option<u64> {
    Some(Regex::new(pattern).unwrap().captures(text)?[1].parse().unwrap())
}

/// How many lines of the log match.
pub(crate) fn lines(log: &Path, pattern: &str) -> u64 {
    let (bytes, pattern) = (std::fs::read(log).unwrap(), regex::bytes::Regex::new(pattern).unwrap());
    bytes.split(|&b| b == b'\n').filter(|line| pattern.is_match(line)).count() as u64
}
