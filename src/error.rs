//! The library's one error: a source that cannot be read, or not to its end.
//!
//! In: what went wrong, and where. Out: one line in the form `path: what is wrong; what to do`, lower case, without a
//! final dot. Always true: the path stands in the message, so that it can be read alone; it may hold what a stranger
//! named a file, so whoever prints it escapes it. Lines that cannot be parsed are never an error.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::catalog::Lang;

/// A source that cannot be read, or only in part ([`Error::is_partial`]).
///
/// All functions of this crate that return it mean the same: other sources are not affected.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    kind: Kind,
}

/// What is wrong; private, so that a kind can be added without breaking anybody.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Any failure of the operating system.
    Io(io::Error),
    /// The same while reading a range of a file that is otherwise fine.
    Range { from: u64, to: u64, error: io::Error },
    /// A directory in which no file looks like a log; holds what was looked for.
    NoLogs(String),
    /// None of the standard places has a log, and there is no journal to ask; holds the places.
    NoStandardLogs(String),
    /// None of the standard places has a log, and the journal no entry; holds the places.
    NoEntries(String),
    /// The program that writes the log has failed, or complains; holds what it says.
    Program { text_bytes: u64, said: String },
    /// Not text; holds what it is instead, and what to do about that.
    Binary { what: String, advice: String },
    /// A compressed stream without its end.
    EndsEarly { format: &'static str, text_bytes: u64 },
    /// A compressed stream that does not decode.
    Corrupt { format: &'static str, text_bytes: u64, reason: String },
    /// A compressed stream that asks for more memory than it gets.
    TooLarge { format: &'static str, limit_mib: u64 },
    /// The file lost bytes between open and end.
    Shrank { read: u64, expected: u64 },
}

impl Error {
    /// An error about this path; `-` is the standard input.
    pub(crate) fn new(path: impl Into<PathBuf>, kind: Kind) -> Self {
        Self { path: path.into(), kind }
    }

    /// An operating system failure about this path.
    pub(crate) fn io(path: impl Into<PathBuf>, error: io::Error) -> Self {
        Self::new(path, Kind::Io(error))
    }

    /// The same about another path: what a report may show of it.
    pub(crate) fn at(self, path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), kind: self.kind }
    }

    /// The path as given or found; `-` is the standard input.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The message in a language; [`fmt::Display`] is English. What the system or a decoder says stays as it is.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Ja if self.path.as_os_str() == "-" => format!("標準入力: {}", self.kind.in_japanese()),
            Lang::Ja => format!("{}: {}", self.path.display(), self.kind.in_japanese()),
        }
    }

    /// Whether the source was opened and its lines up to the fault (or around it) were delivered.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        matches!(self.kind, Kind::Range { .. } | Kind::EndsEarly { .. } | Kind::Corrupt { .. } | Kind::Shrank { .. })
            || matches!(self.kind, Kind::Program { text_bytes: 1.., .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.as_os_str() == "-" {
            write!(f, "standard input: {}", self.kind)
        } else {
            write!(f, "{}: {}", self.path.display(), self.kind)
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => io_message(f, error),
            Self::Range { from, to, error } => {
                write!(f, "bytes {from} to {to} cannot be read: {}; the lines around them are counted", reason(error))
            }
            Self::NoLogs(wanted) => {
                write!(f, "directory without logs: no {wanted}, and no other text file; give the log files themselves")
            }
            Self::NoStandardLogs(places) => write!(
                f,
                "no mail log at the standard places ({places}), and no journalctl to read the journal with; \
                 give its path, or pipe it: … | smtplog analyze -"
            ),
            Self::NoEntries(places) => write!(
                f,
                "no entry of a mail server in the journal, and no mail log at the standard places ({places}); \
                 give the path of the log, or run it as {READERS}: others see only entries of their own"
            ),
            Self::Program { text_bytes: 0, said } => {
                write!(f, "cannot read the journal: {said}; run it as {READERS}, or give the path of a log")
            }
            Self::Program { text_bytes, said } => write!(
                f,
                "complains after {text_bytes} bytes of text: {said}; what it wrote is counted; \
                 `journalctl --verify` finds damaged files, and who is not {READERS} sees a part"
            ),
            Self::Binary { what, advice } => write!(f, "{what}; {advice}"),
            Self::EndsEarly { format, text_bytes } => write!(
                f,
                "{format} stream ends early after {text_bytes} bytes of text (file still being written?); \
                 its lines up to there are counted"
            ),
            Self::Corrupt { format, text_bytes, reason } => write!(
                f,
                "{format} stream is corrupt after {text_bytes} bytes of text ({reason}); \
                 its lines up to there are counted, get an intact copy for the rest"
            ),
            Self::TooLarge { format, limit_mib } => write!(
                f,
                "{format} stream needs more than {limit_mib} MiB of memory; \
                 pipe its text: {format} -dc{} FILE | smtplog analyze -",
                long_option(format)
            ),
            Self::Shrank { read, expected } => write!(
                f,
                "shrank while it was read: {read} bytes of {expected} (rotated or truncated?); \
                 these are counted, run again for the whole"
            ),
        }
    }
}

impl Kind {
    /// The message as sentences, without the path.
    fn in_japanese(&self) -> String {
        match self {
            Self::Io(error) => io_message_in_japanese(error),
            Self::Range { from, to, error } => {
                format!("{from} から {to} バイト目を読めません ({})。前後の行は数えました", reason(error))
            }
            Self::NoLogs(wanted) => format!(
                "ディレクトリにログがありません。{wanted} も、ほかのテキストファイルもありません。ログファイルを指定してください"
            ),
            Self::NoStandardLogs(places) => format!(
                "標準の場所 ({places}) にメールログがなく、ジャーナルを読む journalctl もありません。\
                 パスを指定するか、ログを渡してください: … | smtplog analyze -"
            ),
            Self::NoEntries(places) => format!(
                "ジャーナルにメールサーバーの記録がなく、標準の場所 ({places}) にもメールログがありません。\
                 ログのパスを指定するか、root、または adm か systemd-journal グループのユーザーで実行してください"
            ),
            Self::Program { text_bytes: 0, said } => format!(
                "ジャーナルを読めません ({said})。\
                 root、または adm か systemd-journal グループのユーザーで実行するか、ログのパスを指定してください"
            ),
            Self::Program { text_bytes, said } => format!(
                "テキスト {text_bytes} バイトの後で警告がありました ({said})。そこまでの行は数えました。\
                 `journalctl --verify` の結果と、実行したユーザーの権限を確認してください"
            ),
            Self::Binary { what, advice } => format!("テキストのログではありません ({what}; {advice})"),
            Self::EndsEarly { format, text_bytes } => format!(
                "{format} ストリームがテキスト {text_bytes} バイトの後で途切れています（書き込み中の可能性）。\
                 そこまでの行は数えました"
            ),
            Self::Corrupt { format, text_bytes, reason } => format!(
                "{format} ストリームがテキスト {text_bytes} バイトの後で壊れています ({reason})。\
                 そこまでの行は数えました。残りには正常な写しが必要です"
            ),
            Self::TooLarge { format, limit_mib } => format!(
                "{format} ストリームの展開に {limit_mib} MiB を超えるメモリーが必要です。\
                 テキストを渡してください: {format} -dc{} FILE | smtplog analyze -",
                long_option(format)
            ),
            Self::Shrank { read, expected } => format!(
                "読み取り中に短くなりました。{expected} バイト中 {read} バイトを数えました（ローテーションまたは切り詰めの可能性）。\
                 もう一度実行してください"
            ),
        }
    }
}

/// Who may read all of the journal.
const READERS: &str = "root or a member of the group adm or systemd-journal";

/// What a decoder wants to be told before it takes so much memory.
fn long_option(format: &str) -> &'static str {
    if format == "zstd" { " --long=31" } else { "" }
}

fn io_message_in_japanese(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "ファイルがありません。パスを確認してください".into(),
        io::ErrorKind::PermissionDenied => {
            "読み取りの権限がありません。root、または読み取りを許されたグループ (Debian では adm) のユーザーで実行してください".into()
        }
        _ => format!("読めません ({})。ファイルとディスクを確認してください", reason(error)),
    }
}

fn io_message(f: &mut fmt::Formatter<'_>, error: &io::Error) -> fmt::Result {
    match error.kind() {
        io::ErrorKind::NotFound => write!(f, "no such file; give an existing path, or none for the standard places"),
        io::ErrorKind::PermissionDenied => {
            write!(f, "permission denied; run as root, or as a member of the group that may read it (Debian: adm)")
        }
        _ => write!(f, "cannot be read: {}; check the file and its disk", reason(error)),
    }
}

/// The system's text in the project's form: lower case first, without the number in brackets.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        // An acronym in front keeps its capitals.
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The text of the inner error is part of ours already: a chain would print it twice.
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_file_and_the_remedy() {
        let missing = Error::io("x.log", io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(missing.to_string(), "x.log: no such file; give an existing path, or none for the standard places");
        let denied = Error::io("/var/log/mail.log", io::Error::from_raw_os_error(13));
        assert_eq!(
            denied.to_string(),
            "/var/log/mail.log: permission denied; run as root, or as a member of the group that may read it (Debian: adm)"
        );
        let early = Error::new("mail.log.3.gz", Kind::EndsEarly { format: "gzip", text_bytes: 17 });
        assert_eq!(
            early.to_string(),
            "mail.log.3.gz: gzip stream ends early after 17 bytes of text (file still being written?); \
             its lines up to there are counted"
        );
        assert!(early.is_partial() && !denied.is_partial());
        assert_eq!(
            early.text(Lang::Ja),
            "mail.log.3.gz: gzip ストリームがテキスト 17 バイトの後で途切れています（書き込み中の可能性）。\
             そこまでの行は数えました"
        );
        assert_eq!(early.text(Lang::En), early.to_string());
    }

    #[test]
    fn system_texts_take_the_project_form() {
        let error = Error::io("-", io::Error::from_raw_os_error(5));
        assert_eq!(
            error.to_string(),
            "standard input: cannot be read: input/output error; check the file and its disk"
        );
    }
}
