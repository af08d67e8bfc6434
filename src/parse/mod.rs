//! Which MTA a line belongs to, and what it says.
//!
//! In: a [`Line`] with its program. Out: calls to a [`Sink`], and the line's [`Class`]. To add an MTA, add a module here and
//! its program names to [`Mta::of`].

pub mod exim;
pub mod postfix;
mod sense;
mod wording;

#[cfg(test)]
mod tests_support;

use crate::event::{Recognition, Sink};
use crate::line::{EXIM, Line};
use crate::near;

/// The MTAs whose lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mta {
    /// Postfix, any `syslog_name` and service name.
    Postfix,
    /// Exim.
    Exim,
}

/// What a line turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A line of a known MTA and shape; whether it held an event, the sink knows.
    Known,
    /// `last message repeated N times`: names no text, so nothing can be counted.
    Repetition,
    /// Another program's line.
    Other,
    /// No known frame, or a message of a known MTA that has no known shape.
    Unrecognised,
}

/// Postfix daemons: the last part of the program's tag, whatever `syslog_name` stands before it.
const POSTFIX_DAEMONS: &[&[u8]] = &[
    b"anvil",
    b"bounce",
    b"cleanup",
    b"defer",
    b"discard",
    b"dnsblog",
    b"error",
    b"flush",
    b"lmtp",
    b"local",
    b"master",
    b"oqmgr",
    b"pickup",
    b"pipe",
    b"postalias",
    b"postdrop",
    b"postfix-script",
    b"postlog",
    b"postlogd",
    b"postmap",
    b"postqueue",
    b"postscreen",
    b"postsuper",
    b"proxymap",
    b"proxywrite",
    b"qmgr",
    b"qmqpd",
    b"relay",
    b"retry",
    b"scache",
    b"sendmail",
    b"showq",
    b"smtp",
    b"smtpd",
    b"spawn",
    b"tlsmgr",
    b"tlsproxy",
    b"trace",
    b"trivial-rewrite",
    b"verify",
    b"virtual",
];

impl Mta {
    /// The MTA that logs under this tag: `postfix/relay/smtp`, `mx-out/qmgr`, `exim4`.
    #[must_use]
    #[inline]
    pub fn of(program: &[u8]) -> Option<Self> {
        if program.starts_with(b"postfix") {
            return Some(Mta::Postfix);
        }
        if program.starts_with(b"exim") {
            return Some(Mta::Exim);
        }
        Self::of_daemon(program)
    }

    /// The MTA of a tag that names none but in its last part.
    #[inline(never)]
    fn of_daemon(program: &[u8]) -> Option<Self> {
        let slash = memchr::memrchr(b'/', program)?;
        POSTFIX_DAEMONS.binary_search(&&program[slash + 1..]).ok().map(|_| Mta::Postfix)
    }
}

/// The instance within a host: Postfix's `syslog_name` before the first `/`, so that `postfix-in` and `postfix-out`, whose
/// queue ids are their own, stay apart.
#[must_use]
#[inline]
pub fn instance(program: &[u8]) -> &[u8] {
    // Nearly every tag.
    if program.starts_with(b"postfix/") {
        return &program[..b"postfix".len()];
    }
    if program == EXIM {
        return program;
    }
    let end = near::find(program, [b'/']).unwrap_or(program.len());
    &program[..end]
}

/// The daemon within an instance: what follows the last `/`, or all of it.
#[must_use]
pub fn daemon(program: &[u8]) -> &[u8] {
    &program[memchr::memrchr(b'/', program).map_or(0, |at| at + 1)..]
}

/// No number of seconds is longer.
const MAX_SECONDS_LEN: usize = 16;

/// The number that `text` begins with; 0 if there is none, or more than there can be.
#[inline(always)]
fn leading_number(text: &[u8]) -> u64 {
    const MAX_DIGITS: usize = 18;
    let digits = text.iter().take(MAX_DIGITS + 1).take_while(|b| b.is_ascii_digit());
    let (number, n) = digits.fold((0, 0), |(number, n), &b| (number * 10 + u64::from(b - b'0'), n + 1));
    if n > MAX_DIGITS { 0 } else { number }
}

/// Seconds, all of `text`, as milliseconds; what stands behind the third decimal does not count.
fn milliseconds(text: &[u8]) -> Option<u32> {
    match leading_milliseconds(text) {
        (milliseconds, len) if len == text.len() => milliseconds,
        _ => None,
    }
}

/// The seconds that `text` begins with, as milliseconds, and how long they are; `None` if there are none, or more than there can
/// be.
#[inline(always)]
fn leading_milliseconds(text: &[u8]) -> (Option<u32>, usize) {
    // Postfix writes two significant digits, and `/` between numbers, so most are one of these.
    let digit = |b: u8| u32::from(b - b'0');
    match *text {
        [a @ b'0'..=b'9'] | [a @ b'0'..=b'9', b'/', ..] => (Some(digit(a) * 1000), 1),
        [a @ b'0'..=b'9', b'.', b @ b'0'..=b'9'] | [a @ b'0'..=b'9', b'.', b @ b'0'..=b'9', b'/', ..] => {
            (Some(digit(a) * 1000 + digit(b) * 100), 3)
        }
        [a @ b'0'..=b'9', b'.', b @ b'0'..=b'9', c @ b'0'..=b'9']
        | [a @ b'0'..=b'9', b'.', b @ b'0'..=b'9', c @ b'0'..=b'9', b'/', ..] => {
            (Some(digit(a) * 1000 + digit(b) * 100 + digit(c) * 10), 4)
        }
        _ => other_milliseconds(text),
    }
}

/// The same of seconds in any form.
#[inline(never)]
fn other_milliseconds(text: &[u8]) -> (Option<u32>, usize) {
    const SCALE: [u64; 4] = [1000, 100, 10, 1];
    let mut value = 0_u64;
    let mut n_decimals = 0;
    // 0 until the point, 1 behind it.
    let mut step = 0;
    let mut len = 0;
    for &b in text {
        let digit = b.wrapping_sub(b'0');
        if digit < 10 {
            if n_decimals < 3 {
                // What wraps is too long to count.
                value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
                n_decimals += step;
            }
        } else if b == b'.' && step == 0 {
            step = 1;
        } else {
            break;
        }
        len += 1;
    }
    let is_number = (1..=MAX_SECONDS_LEN).contains(&len);
    (is_number.then(|| u32::try_from(value * SCALE[n_decimals]).ok()).flatten(), len)
}

/// Reads a line's message with its MTA's parser; `only` restricts it to one MTA, the other's lines count as other programs'.
#[inline(never)]
pub fn parse<'a>(line: &Line<'a>, only: Option<Mta>, sink: &mut impl Sink<'a>) -> Class {
    let recognition = match Mta::of(line.program).filter(|mta| only.is_none_or(|only| only == *mta)) {
        Some(Mta::Postfix) => postfix::parse(line.message, sink),
        Some(Mta::Exim) => exim::parse(line.message, sink),
        None if is_repetition(line) => return Class::Repetition,
        None => return Class::Other,
    };
    match recognition {
        Recognition::Known => Class::Known,
        Recognition::Unknown => Class::Unrecognised,
    }
}

/// `Nov 22 00:46:00 mx1 last message repeated 3 times` (BSD syslogd)
fn is_repetition(line: &Line<'_>) -> bool {
    line.program.is_empty() && line.message.starts_with(b"last message repeated ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_milliseconds() {
        for (text, want) in [
            ("0.31", Some(310)),
            ("0", Some(0)),
            ("7.9", Some(7900)),
            ("x.9", None),
            ("7.x", None),
            ("5.2", Some(5200)),
            ("86400", Some(86_400_000)),
            ("0.0125", Some(12)),
            ("00:00:01", None),
            ("-1", None),
            ("1.2.3", None),
            ("", None),
            ("99999999999999999", None),
            ("9999999999999999", None),
        ] {
            assert_eq!(milliseconds(text.as_bytes()), want, "{text}");
        }
    }

    #[test]
    fn programs_are_told_apart() {
        for tag in [
            "postfix/smtp",
            "postfix/relay/smtp",
            "mx-out/qmgr",
            "postfix-170.55.103.23/smtpd",
            "postfix",
            "a/b/cleanup",
        ] {
            assert_eq!(Mta::of(tag.as_bytes()), Some(Mta::Postfix), "{tag}");
        }
        assert_eq!(Mta::of(b"exim4"), Some(Mta::Exim));
        for tag in ["dovecot", "amavis/milter", "postgrey", "", "/", "cron"] {
            assert_eq!(Mta::of(tag.as_bytes()), None, "{tag}");
        }
        assert!(POSTFIX_DAEMONS.is_sorted());
        assert_eq!(instance(b"postfix/submission/smtpd"), b"postfix");
        assert_eq!((daemon(b"postfix/submission/smtpd"), daemon(b"exim")), (&b"smtpd"[..], &b"exim"[..]));
    }
}
