//! SMTP replies: `550 5.1.1 text` → [`Reply`], shared by every MTA's parser.
//!
//! In: the text of a reply as an MTA logged it, several lines already joined in the MTA's own way. Out: reply code,
//! enhanced status code, and the text as one line. A reply counts once however many lines it has; its codes are those of
//! its last line (RFC 5321 4.2.1: all lines carry the same code; where a server breaks that, the MTAs differ and we say
//! which we took). Never an error: text that is not a reply gives `None`.

use std::borrow::Cow;
use std::fmt;

/// A reply code (RFC 5321 4.2): 200 to 599 in SMTP. The catalogue also lists some of 100 to 199, which programs make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyCode(u16);

impl ReplyCode {
    /// The code, or `None` outside 100 to 599.
    #[must_use]
    pub const fn new(code: u16) -> Option<Self> {
        if code >= 100 && code <= 599 { Some(Self(code)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The first digit, 1 to 5: the class.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // 1 to 5
    pub const fn class(self) -> u8 {
        (self.0 / 100) as u8
    }

    /// Reads exactly three digits at the start of `text`.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [a, b, c, ..] = *text else { return None };
        if !(b'2'..=b'5').contains(&a) || !b.is_ascii_digit() || !c.is_ascii_digit() {
            return None;
        }
        Some(Self(u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0')))
    }
}

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An enhanced status code `class.subject.detail` (RFC 3463 2): class 2, 4 or 5, the others 0 to 999.
///
/// Some servers write leading zeros (`5.01.01`). They mean the same, but are kept: counts are by what the log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Enhanced {
    /// 2, 4 or 5.
    pub class: u8,
    /// What it is about (X.1 address, X.2 mailbox, …).
    pub subject: u16,
    /// The detail within the subject.
    pub detail: u16,
    /// How many digits subject and detail were written with, 1 to 3.
    digits: (u8, u8),
}

impl Enhanced {
    /// All of it in 27 bits.
    pub(crate) fn packed(self) -> u32 {
        let digits = u32::from(self.digits.0) << 2 | u32::from(self.digits.1);
        digits << 23 | u32::from(self.class) << 20 | u32::from(self.subject) << 10 | u32::from(self.detail)
    }

    /// Reads `d.ddd.ddd` at the start of `text`; it must end there or be followed by a blank. Returns it and its length.
    #[must_use]
    #[inline(always)]
    pub fn parse(text: &[u8]) -> Option<(Self, usize)> {
        let class = match text.first()? {
            b'2' => 2,
            b'4' => 4,
            b'5' => 5,
            _ => return None,
        };
        // Nearly all: one digit each, and then a blank or the end.
        if let [_, b'.', subject @ b'0'..=b'9', b'.', detail @ b'0'..=b'9', behind @ ..] = text
            && matches!(behind, [] | [b' ', ..])
        {
            let (subject, detail) = (u16::from(subject - b'0'), u16::from(detail - b'0'));
            return Some((Self { class, subject, detail, digits: (1, 1) }, 5));
        }
        Self::parse_any(class, text)
    }

    /// The same behind a class, with numbers of any length.
    #[inline(never)]
    fn parse_any(class: u8, text: &[u8]) -> Option<(Self, usize)> {
        let (subject, subject_end) = dotted_number(text, 1)?;
        let (detail, end) = dotted_number(text, subject_end)?;
        #[allow(clippy::cast_possible_truncation)] // 1 to 3
        let digits = ((subject_end - 2) as u8, (end - subject_end - 1) as u8);
        match text.get(end) {
            // A backslash begins Exim's `\n` between lines, a parenthesis ends Postfix's bare `(250 2.0.0)`.
            None | Some(b' ' | b'\t' | b'\\' | b')' | b'\r') => Some((Self { class, subject, detail, digits }, end)),
            Some(_) => None,
        }
    }
}

impl fmt::Display for Enhanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (subject, detail) = (usize::from(self.digits.0), usize::from(self.digits.1));
        write!(f, "{}.{:0subject$}.{:0detail$}", self.class, self.subject, self.detail)
    }
}

/// Reads `.` and one to three digits at `at`; returns the number and the place behind it.
fn dotted_number(text: &[u8], at: usize) -> Option<(u16, usize)> {
    if text.get(at) != Some(&b'.') {
        return None;
    }
    let digits = text[at + 1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let end = at + 1 + digits;
    let number = text[at + 1..end].iter().fold(0, |n, b| n * 10 + u16::from(b - b'0'));
    Some((number, end))
}

/// What a server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reply {
    /// The three digits.
    pub code: ReplyCode,
    /// The enhanced status code right behind them.
    pub enhanced: Option<Enhanced>,
}

impl Reply {
    /// A reply of known code and no enhanced code: for codes that a line implies.
    ///
    /// # Panics
    /// If `code` is outside 200 to 599; callers pass literals.
    #[must_use]
    pub const fn implied(code: u16) -> Self {
        match ReplyCode::new(code) {
            Some(code) => Self { code, enhanced: None },
            None => panic!("an implied reply code is between 200 and 599"),
        }
    }

    /// Reads one reply line: three digits, then a blank, `-`, `)` or the end, then perhaps an enhanced code.
    #[must_use]
    #[inline(always)]
    pub fn parse_line(text: &[u8]) -> Option<Self> {
        let code = ReplyCode::parse(text)?;
        match text.get(3) {
            None => return Some(Self { code, enhanced: None }),
            Some(b' ' | b'-' | b'\t' | b')' | b'\\' | b'\r') => {}
            Some(_) => return None,
        }
        let rest = &text[4..];
        let blanks = rest.iter().take_while(|&&b| b == b' ').count();
        Some(Self { code, enhanced: Enhanced::parse(&rest[blanks..]).map(|(enhanced, _)| enhanced) })
    }
}

/// How the lines of one reply were joined in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// With a blank (Postfix): `550-5.1.1 a 550 5.1.1 b`.
    Blank,
    /// With a backslash and an `n` (Exim): `550-5.1.1 a\n550 5.1.1 b`; any number of backslashes.
    Backslash,
}

/// Reads a reply that may have several lines; its codes are those of the last line.
#[must_use]
#[inline(always)]
pub fn parse(text: &[u8], joint: Joint) -> Option<Reply> {
    let first = Reply::parse_line(text)?;
    let last = match joint {
        Joint::Blank if text.get(3) == Some(&b'-') => last_line_after_blank(text),
        Joint::Blank => None,
        Joint::Backslash => last_line_after_backslash(text),
    };
    Some(last.and_then(Reply::parse_line).unwrap_or(first))
}

/// The last line of a blank-joined reply: behind the last `550-` of the chain, the first word that is three digits and not
/// followed by `-`; the chain's own code is preferred, since the text of a line may hold other numbers.
#[inline(never)]
fn last_line_after_blank(text: &[u8]) -> Option<&[u8]> {
    let chain = &text[..3];
    let words = || memchr::memchr_iter(b' ', text).map(|at| &text[at + 1..]);
    let chain_end = words().rfind(|w| w.starts_with(chain) && w.get(3) == Some(&b'-')).unwrap_or(text);
    let rest = || memchr::memchr_iter(b' ', chain_end).map(|at| &chain_end[at + 1..]);
    let ends = |word: &&[u8]| matches!(word.get(3), None | Some(b' '));
    rest()
        .filter(ends)
        .find(|word| word.starts_with(chain))
        .or_else(|| rest().filter(ends).find(|word| ReplyCode::parse(word).is_some()))
}

/// The last line of a reply whose lines are joined with `\n` (two characters).
#[inline(never)]
fn last_line_after_backslash(text: &[u8]) -> Option<&[u8]> {
    let at = memchr::memrchr_iter(b'\\', text).find(|&at| text.get(at + 1) == Some(&b'n'))?;
    let line = &text[at + 2..];
    ReplyCode::parse(line).is_some().then_some(line)
}

/// The reply text as one line: continuation codes (`550-5.1.1 `) behind the first line are dropped.
#[must_use]
pub fn joined(text: &[u8]) -> Cow<'_, [u8]> {
    let has_lines = text.get(3) == Some(&b'-') && ReplyCode::parse(text).is_some();
    if !has_lines {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    out.extend_from_slice(&text[..3]);
    let enhanced = behind_code(text).0;
    if !enhanced.is_empty() {
        out.push(b' ');
        out.extend_from_slice(enhanced);
    }
    for line in lines(text) {
        out.push(b' ');
        out.extend_from_slice(behind_code(line).1);
    }
    Cow::Owned(out)
}

/// The lines of a joined reply, each still with its codes.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let code = &text[..3];
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let line = rest?;
        let next = line_break(line, code);
        rest = next.map(|(_, after)| &line[after..]);
        Some(&line[..next.map_or(line.len(), |(end, _)| end)])
    })
}

/// Where the line ends and where the next one begins, if `text` goes on behind a joint.
fn line_break(text: &[u8], code: &[u8]) -> Option<(usize, usize)> {
    // By the first digit: making a searcher takes longer than searching such a short text.
    let places = memchr::memchr_iter(code[0], text).filter(|&at| text[at..].starts_with(code));
    places.into_iter().find_map(|at| {
        let separated = matches!(text.get(at + 3), None | Some(b' ' | b'-'));
        let before = &text[..at];
        if !separated || at == 0 {
            return None;
        }
        let end = if before.ends_with(b"\\n") {
            before.len() - 1 - before.iter().rev().skip(1).take_while(|&&b| b == b'\\').count()
        } else if before.ends_with(b" ") {
            at - 1
        } else {
            return None;
        };
        Some((end, at))
    })
}

/// What stands behind the reply code of a line: the enhanced code, if there is one, and the words.
fn behind_code(line: &[u8]) -> (&[u8], &[u8]) {
    let rest = line.get(4..).unwrap_or_default().trim_ascii_start();
    let (enhanced, words) = rest.split_at(Enhanced::parse(rest).map_or(0, |(_, len)| len));
    (enhanced, words.trim_ascii_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, joint: Joint) -> String {
        match parse(text.as_bytes(), joint) {
            None => "none".into(),
            Some(Reply { code, enhanced: None }) => format!("{code}"),
            Some(Reply { code, enhanced: Some(enhanced) }) => format!("{code} {enhanced}"),
        }
    }

    #[test]
    fn single_line() {
        let cases = [
            ("250 2.0.0 Ok", "250 2.0.0"),
            ("250  <id@host> Queued mail for delivery", "250"),
            ("250 ok 1418255169 qp 437 server-13", "250"),
            ("550 #5.1.0 Address rejected.", "550"),
            ("550 5.7.51 1 Access denied", "550 5.7.51"),
            ("550 5.01.001 leading zeros", "550 5.01.001"),
            ("550 5.7.1234 x", "550"),
            ("451 4.16.56.1 x", "451"),
            ("554", "554"),
            ("250", "250"),
            ("123 1.2.3 x", "none"),
            ("6xx", "none"),
            ("5500 x", "none"),
            ("", "none"),
        ];
        for (text, want) in cases {
            assert_eq!(read(text, Joint::Blank), want, "{text}");
        }
    }

    #[test]
    fn several_lines() {
        let cases = [
            ("550-5.7.26 a 550-5.7.26 b 550 5.7.26 c", Joint::Blank, "550 5.7.26"),
            ("451-DEFER - Primary server is 451 online.", Joint::Blank, "451"),
            ("451-4.7.1 first 550 5.7.1 last", Joint::Blank, "550 5.7.1"),
            ("550-5.1.1 first 550 plain, wait 300 seconds", Joint::Blank, "550"),
            ("550-5.1.1 a\\n550 5.1.1 b", Joint::Backslash, "550 5.1.1"),
            ("250- 8nn byte chunk\\\\n250 OK id=1", Joint::Backslash, "250"),
            ("550-5.1.1 cut", Joint::Blank, "550 5.1.1"),
        ];
        for (text, joint, want) in cases {
            assert_eq!(read(text, joint), want, "{text}");
        }
    }

    #[test]
    fn joins_to_one_line() {
        let join = |text: &str| String::from_utf8(joined(text.as_bytes()).into_owned()).unwrap();
        assert_eq!(join("550 5.1.1 plain"), "550 5.1.1 plain");
        assert_eq!(join("550-5.7.26 a b 550-5.7.26 c 550 5.7.26 d"), "550 5.7.26 a b c d");
        assert_eq!(join("550-5.1.1 a\\n550 5.1.1  b"), "550 5.1.1 a b");
        assert_eq!(join("250-one\\\\n250 two"), "250 one two");
        assert_eq!(join("550-5.01.1 a 550 5.1.1 b"), "550 5.01.1 a b");
    }
}
