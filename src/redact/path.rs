//! Paths: the usual ones stay, names of hosts and people in them do not.

use super::Redactor;
use super::token::{self, Sort};

/// Words of the paths where mail logs usually are, and of their names.
const USUAL: [&str; 49] = [
    "var",
    "log",
    "logs",
    "mail",
    "maillog",
    "mainlog",
    "main",
    "rejectlog",
    "reject",
    "paniclog",
    "panic",
    "exim",
    "exim4",
    "exim2",
    "postfix",
    "syslog",
    "messages",
    "journal",
    "info",
    "warn",
    "err",
    "old",
    "bak",
    "archive",
    "gz",
    "zst",
    "xz",
    "bz2",
    "json",
    "txt",
    "export",
    "srv",
    "opt",
    "home",
    "mnt",
    "data",
    "tmp",
    "usr",
    "local",
    "lib",
    "spool",
    "etc",
    "run",
    "bin",
    "sbin",
    "journalctl",
    "standard",
    "input",
    "",
];
/// More digits are no date and no number of a rotated log.
const MAX_DIGITS: usize = 8;

impl Redactor {
    /// A path. Parts made of usual words, dates and numbers stay; every other one becomes a token.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        let part = |part: &str| {
            if is_usual(part) || token::is_token(part) { part.to_owned() } else { self.tokens.exact(Sort::Path, part) }
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

fn is_usual(part: &str) -> bool {
    let is_word = |word: &str| {
        let is_number = word.len() <= MAX_DIGITS && word.bytes().all(|b| b.is_ascii_digit());
        is_number || USUAL.contains(&word)
    };
    let numbers = part.split(['.', '-', '_']).filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    // `mail.192.0.2.1` names a machine.
    numbers.count() < 3 && part.split(['.', '-', '_', ' ']).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::super::tests::redactor;

    #[test]
    fn usual_paths_stay_and_others_do_not() {
        let redactor = redactor();
        for path in
            ["-", "/var/log/mail.log", "mail.log.2.gz", "/var/log/exim4/mainlog-20261122.xz", "logs/mail-2026.log"]
        {
            assert_eq!(redactor.path(path), path);
        }
        for (path, gone) in [
            ("/srv/mx1.example.com/mail.log", "mx1"),
            ("mail.192.0.2.1", "192"),
            ("/home/ann/mail.log", "ann"),
            ("shop.example.log", "shop"),
        ] {
            let shown = redactor.path(path);
            assert!(!shown.contains(gone), "{shown}");
            assert_eq!(redactor.path(&shown), shown);
        }
    }
}
