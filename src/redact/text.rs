//! Words with names in them: replies, templates, log lines.
//!
//! In: one line of text. Out: the same with tokens for everything that is no number and no word of the [vocabulary](super::vocabulary).
//! Always true: marks and blanks stay where they are; what stands in angle brackets, in quotes, behind `user=` or in front of
//! `[192.0.2.1]` is a stranger's, whatever the word.

use std::sync::LazyLock;

use regex::Regex;

use super::Redactor;
use super::number::{is_harmless, is_ip, stamp_len};
use super::span::{colons_len, domain_len, is_host, is_of_atom, quoted_len, starts_with_bracketed_ip, word_len};
use super::token;
use crate::template::PLACEHOLDERS;

/// What a word must be, whichever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    User,
    Host,
}

/// Names of values that are people's.
const USER_KEYS: [&str; 16] = [
    "set_id",
    "from",
    "to",
    "orig_to",
    "user",
    "login",
    "username",
    "sasl_username",
    "sasl_sender",
    "uid",
    "sender",
    "recipient",
    "account",
    "mailbox",
    "U",
    "F",
];
/// Names of values that are machines'.
const HOST_KEYS: [&str; 7] = ["helo", "ehlo", "host", "hostname", "client", "relay", "H"];
/// What the names of other such values hold: `original_user`, `sasl_authname`.
const PARTS_OF_USER_KEYS: [&str; 5] = ["user", "login", "account", "auth", "name"];
/// What is said before a colon in front of somebody's name.
const CUES: [&str; 7] = ["user", "login", "username", "account", "mailbox", "uid", "A"];
/// Exim's marks in front of an address or a local part.
const ARROWS: [&str; 7] = ["<=", "=>", "->", "**", "==", ">>", "*>"];
/// What an MTA writes for a host that has no name.
const NO_HOST: [&str; 5] = ["unknown", "none", "local", "virtual", "discard"];

impl Redactor {
    /// A text with names in it. Of addresses, hosts, IPs and ids it has the tokens that the other functions give; of words
    /// that may be a name, one of their own.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut writer = Writer { redactor: self, out: String::with_capacity(text.len() + 64), expected: None };
        writer.text(text);
        writer.out
    }

    /// A [template](crate::template): what varies has its placeholder already, and so has what may be a name.
    #[must_use]
    pub fn template(&self, template: &str) -> String {
        TOKENS.replace_all(&self.text(template), "{…}").into_owned()
    }
}

/// What [`Redactor::text`] leaves of addresses and names.
static TOKENS: LazyLock<Regex> = LazyLock::new(|| {
    let token = token::expression();
    Regex::new(&format!(r"{token}(?:[@.]\[?{token}\]?)*(?:\.invalid)?")).expect("a constant expression")
});

/// The text so far.
struct Writer<'a> {
    redactor: &'a Redactor,
    out: String,
    /// What the next word must be.
    expected: Option<Expected>,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let len = if first.is_whitespace() || first.is_control() {
                self.out.push(first);
                first.len_utf8()
            } else if let Some(len) = quoted_len(rest) {
                self.quoted(&rest[..len]);
                len
            } else {
                let len = word_len(rest);
                self.word(&rest[..len], rest[len..].trim_start());
                len
            };
            rest = &rest[len..];
        }
    }

    /// `<…>`, `"…"`, or an address that begins with a quote.
    fn quoted(&mut self, quoted: &str) {
        let expected = self.expected.take();
        let (open, close) = if quoted.starts_with('<') { ('<', '>') } else { ('"', '"') };
        let Some(inner) = quoted[1..].strip_suffix(close) else {
            return self.out.push_str(&self.redactor.address(quoted));
        };
        let is_priority = self.out.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
        self.out.push(open);
        if is_priority {
            // Of syslog: `<22>Nov 22 …`.
            self.out.push_str(inner);
        } else if inner.starts_with('"') && inner.contains('@') {
            self.out.push_str(&self.redactor.address(inner));
        } else if open == '"' && inner.contains(char::is_whitespace) {
            // A sentence: its words are looked at one by one.
            self.words(inner, None);
        } else {
            self.words(inner, expected.or(Some(Expected::User)));
        }
        self.out.push(close);
    }

    /// Words between blanks, without regard to quotes.
    fn words(&mut self, text: &str, expected: Option<Expected>) {
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            self.marked(bare, expected);
            self.out.push_str(&word[bare.len()..]);
        }
    }

    /// A word of a sentence; `next` is what follows it.
    fn word(&mut self, word: &str, next: &str) {
        let before = self.expected.take();
        if ARROWS.contains(&word) {
            self.out.push_str(word);
            self.expected = Some(Expected::User);
            return;
        }
        let is_helo = word.starts_with('(') && word.ends_with(')') && starts_with_bracketed_ip(next);
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        let is_quoted = bare.len() > 2 && bare.starts_with(['\'', '`']) && bare.ends_with(['\'', '`']);
        let expected = match before {
            None if is_helo => Some(Expected::Host),
            None if is_quoted => Some(Expected::User),
            before => before,
        };
        self.expected = self.marked(word, expected);
        if word == "HELO" && self.out.ends_with("EHLO or HELO") {
            // Exim: `rejected EHLO or HELO localhost: 504 …`.
            self.expected = Some(Expected::Host);
        }
    }

    /// A word with marks in it, addresses first. Returns what it says of the next word.
    fn marked(&mut self, word: &str, expected: Option<Expected>) -> Option<Expected> {
        let (mut rest, mut expected) = (word, expected);
        while let Some(at) = rest.find('@') {
            let start = self.local_start(&rest[..at]);
            self.pieces(&rest[..start], expected.filter(|_| start > 0 && start < at));
            let (local, domain) = (&rest[start..at], &rest[at + 1..]);
            let domain = &domain[..domain_len(domain)];
            let shown = match (local, domain) {
                (local, "") => self.redactor.user(local) + "@",
                _ => self.redactor.address(&rest[start..=at + domain.len()]),
            };
            self.out.push_str(&shown);
            rest = &rest[at + 1 + domain.len()..];
            expected = None;
        }
        self.pieces(rest, expected)
    }

    /// Where the local part begins that ends this text: behind marks, and behind `from=`.
    fn local_start(&self, text: &str) -> usize {
        let marks = [';', ',', ':', '|', '(', ')', '[', ']', '`', '{', '}', '\\', '>'];
        let in_links: &[char] = if text.contains("://") { &['/', '?', '&', '=', '#'] } else { &[] };
        let start = text.rfind(marks).max(text.rfind(in_links)).map_or(0, |mark| mark + 1);
        let start = start + text[start..].bytes().take_while(|b| matches!(b, b'\'' | b'=')).count();
        let is_key = |key: &str| !key.is_empty() && key.split('.').all(|part| self.redactor.vocabulary.has(part));
        match text[start..].split_once('=') {
            Some((key, local)) if !local.is_empty() && is_key(key) => start + key.len() + 1,
            _ => start,
        }
    }

    /// Words with marks between them, without addresses. Returns what the last mark says of the next word.
    fn pieces(&mut self, text: &str, expected: Option<Expected>) -> Option<Expected> {
        let (mut rest, mut expected, mut last) = (text, expected, "");
        while let Some(first) = rest.chars().next() {
            let placeholder = PLACEHOLDERS.iter().find(|placeholder| rest.starts_with(**placeholder));
            let len = if let Some(placeholder) = placeholder {
                self.out.push_str(placeholder);
                placeholder.len()
            } else if let Some(len) = stamp_len(rest) {
                self.out.push_str(&rest[..len]);
                len
            } else if let Some(len) = colons_len(rest) {
                self.out.push_str(&self.redactor.ip(&rest[..len]));
                len
            } else if is_of_atom(first) {
                let atom = &rest[..rest.find(|c| !is_of_atom(c)).unwrap_or(rest.len())];
                let is_client = starts_with_bracketed_ip(&rest[atom.len()..]);
                self.atom(atom, expected.take().or(is_client.then_some(Expected::Host)));
                last = atom;
                atom.len()
            } else {
                self.out.push(first);
                expected = behind(last, first).or(expected);
                last = "";
                first.len_utf8()
            };
            rest = &rest[len..];
        }
        expected.filter(|_| text.ends_with(['=', ':']))
    }

    /// A word without marks but dots, hyphens and underscores.
    fn atom(&mut self, atom: &str, expected: Option<Expected>) {
        let core = atom.trim_matches(['.', '-', '_', '\'']);
        let start = atom.find(core).filter(|_| !core.is_empty()).unwrap_or(atom.len());
        self.out.push_str(&atom[..start]);
        for (at, part) in core.split("..").enumerate() {
            self.out.push_str(if at > 0 { ".." } else { "" });
            self.out.push_str(&self.shown(part, expected));
        }
        self.out.push_str(&atom[start + core.len()..]);
    }

    /// What stands for a word, or the word.
    fn shown(&self, word: &str, expected: Option<Expected>) -> String {
        let redactor = self.redactor;
        let is_known = || redactor.vocabulary.has(word);
        match expected {
            _ if word.is_empty() || token::is_token(word) => word.to_owned(),
            _ if is_ip(word) => redactor.ip(word),
            Some(Expected::Host) if NO_HOST.contains(&word) => word.to_owned(),
            Some(Expected::Host) => redactor.name(word),
            None if is_known() || is_harmless(word) => word.to_owned(),
            _ if is_host(word) => redactor.name(word),
            Some(Expected::User) => redactor.user(word),
            None if word.contains(|c: char| c.is_ascii_digit()) => redactor.id(word),
            None => redactor.word(word),
        }
    }
}

/// What stands behind `user=`, `helo=`, `user:`.
fn behind(name: &str, mark: char) -> Option<Expected> {
    let is_in = |names: &[&str]| {
        names.iter().any(|known| *known == name || known.len() > 1 && known.eq_ignore_ascii_case(name))
    };
    match mark {
        '=' if is_in(&HOST_KEYS) => Some(Expected::Host),
        '=' if is_in(&USER_KEYS) || PARTS_OF_USER_KEYS.iter().any(|part| name.contains(part)) => Some(Expected::User),
        ':' if is_in(&CUES) => Some(Expected::User),
        _ => None,
    }
}
