//! Reason templates: replies that say the same in different words about different mail become one.
//!
//! In: the text of a reply as logged. Out: the same on one line, its variable parts replaced: `{address}`, `{ip}`, `{host}`,
//! `{time}`, `{id}`, `{n}`, `{…}` for what stands between angle brackets or double quotes. Always true: the template depends on
//! the text alone; making it of a template gives the template again. Words are kept, and so are a provider's own codes
//! (`S3140`, `[HM08]`, `AS(42004)`), reply codes and enhanced codes, and the list behind `using`.

mod plain;
mod token;

use crate::reply::{Enhanced, ReplyCode};
use token::{Token, kind};

/// A template is no longer than this, in bytes: what differs behind it is one.
pub const MAX_LEN: usize = 256;

/// Writes the template of `text` behind what `out` holds.
pub fn write(text: &[u8], out: &mut Vec<u8>) {
    let end = out.len() + MAX_LEN;
    let (codes, mut rest) = text.split_at(codes_len(text));
    if !codes.is_empty() {
        push_blank(out);
        out.extend_from_slice(codes);
    }
    let mut before = codes;
    while out.len() < end {
        rest = &rest[rest.iter().position(|b| !is_blank(*b)).unwrap_or(rest.len())..];
        if rest.is_empty() {
            break;
        }
        push_blank(out);
        let kept = plain::words(rest);
        let len = if kept.is_empty() {
            let (len, marks) = measure(rest);
            write_marked(&rest[..len], marks, After::word(before), out);
            before = &rest[..len];
            len
        } else {
            out.extend_from_slice(kept);
            before = kept.rsplit(|b| *b == b' ').next().unwrap_or_default();
            kept.len()
        };
        rest = &rest[len..];
    }
    out.truncate(end);
}

/// The length of `550` or `550 5.1.1` at the start of `text`, which most texts begin with and no template changes; else 0.
fn codes_len(text: &[u8]) -> usize {
    let is_end = |at: usize| matches!(text.get(at), None | Some(b' '));
    if ReplyCode::parse(text).is_none() || !is_end(3) {
        return 0;
    }
    let enhanced = text.get(4..).and_then(Enhanced::parse).map(|(_, len)| 4 + len);
    enhanced.filter(|&end| is_end(end)).unwrap_or(3)
}

/// What stands for variable parts.
pub(crate) const PLACEHOLDERS: [&str; 7] = ["{address}", "{ip}", "{host}", "{time}", "{id}", "{n}", "{…}"];

/// What stands between the placeholders of a template, blanks included.
pub fn literals(template: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(template);
    std::iter::from_fn(move || {
        let text = rest?;
        let next = memchr::memchr_iter(b'{', text.as_bytes()).find_map(|at| {
            let placeholder = PLACEHOLDERS.iter().find(|placeholder| text[at..].starts_with(**placeholder))?;
            Some((at, at + placeholder.len()))
        });
        rest = next.map(|(_, end)| &text[end..]);
        Some(&text[..next.map_or(text.len(), |(start, _)| start)])
    })
}

/// Writes a blank, unless nothing or a blank stands there.
fn push_blank(out: &mut Vec<u8>) {
    if !matches!(out.last(), None | Some(b' ')) {
        out.push(b' ');
    }
}

/// The bytes that decide how a word is read: [`BLANK`], [`QUOTE`], [`OTHER`], or nothing for letters and common marks.
static MARKS: [u8; 256] = {
    let mut marks = [OTHER; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        marks[byte as usize] = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => BLANK,
            b'<' | b'"' => QUOTE,
            b',' | b';' | b'\'' | b'-' | b'!' | b':' | b'(' | b')' => 0,
            _ if byte.is_ascii_alphabetic() => 0,
            _ => OTHER,
        };
        byte += 1;
    }
    marks
};
const OTHER: u8 = 1;
const QUOTE: u8 = 2;
const BLANK: u8 = 4;

/// The length of the word at the start of `text`, and the [`MARKS`] in it.
fn measure(text: &[u8]) -> (usize, u8) {
    if matches!(text[0], b'<' | b'"') {
        return (quoted_len(text), QUOTE);
    }
    let mut marks = 0;
    for (at, &b) in text.iter().enumerate() {
        let mark = MARKS[usize::from(b)];
        if mark == BLANK {
            return (at, marks);
        }
        marks |= mark;
    }
    (text.len(), marks)
}

/// What the word before lets one expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// Nothing special.
    Word,
    /// The name of a blocklist: `blocked using zen.spamhaus.org`.
    List,
    /// A reply code, at the beginning and behind `said:`.
    Code,
}

impl After {
    fn word(word: &[u8]) -> Self {
        match word {
            b"using" | b"listed" | b"by" | b"in" => Self::List,
            b"" | b"said:" => Self::Code,
            _ => Self::Word,
        }
    }
}

/// Length of the word at the start of `text` in angle brackets or double quotes: it goes to their end, blanks or not.
fn quoted_len(text: &[u8]) -> usize {
    let closing = if text[0] == b'<' { b'>' } else { b'"' };
    let quoted = memchr::memchr(closing, &text[1..]).map_or(0, |at| at + 2);
    quoted + text[quoted..].iter().position(|b| is_blank(*b)).unwrap_or(text.len() - quoted)
}

fn is_blank(b: u8) -> bool {
    MARKS[usize::from(b)] == BLANK
}

/// Writes a word or a part of one: the marks around it as they are, what they enclose masked.
fn write_word(word: &[u8], after: After, out: &mut Vec<u8>) {
    let marks = word.iter().fold(0, |marks, &b| marks | MARKS[usize::from(b)]);
    write_marked(word, marks, after, out);
}

/// Writes a word that has these marks.
fn write_marked(word: &[u8], marks: u8, after: After, out: &mut Vec<u8>) {
    if marks & QUOTE != 0
        && let Some(at) = word.iter().position(|b| matches!(b, b'<' | b'"'))
    {
        return write_quoted(word, at, after, out);
    }
    if marks == 0 {
        return out.extend_from_slice(word);
    }
    let start = word.iter().position(|b| !is_opening(*b)).unwrap_or(word.len());
    let end = word.iter().rposition(|b| !is_closing(*b)).map_or(start, |at| at + 1).max(start);
    out.extend_from_slice(&word[..start]);
    write_core(&word[start..end], after, out);
    out.extend_from_slice(&word[end..]);
}

/// Writes a word with a bracket or quote in it: what they enclose is a stranger's.
fn write_quoted(word: &[u8], at: usize, after: After, out: &mut Vec<u8>) {
    let closing = if word[at] == b'<' { b'>' } else { b'"' };
    let Some(len) = memchr::memchr(closing, &word[at + 1..]) else {
        return out.extend_from_slice(&word[..=at]);
    };
    if at > 0 {
        write_word(&word[..at], after, out);
    }
    out.push(word[at]);
    out.extend_from_slice(if len == 0 { b"" } else { "{…}".as_bytes() });
    out.push(closing);
    let rest = &word[at + len + 2..];
    if !rest.is_empty() {
        write_word(rest, after, out);
    }
}

fn is_opening(b: u8) -> bool {
    matches!(b, b'(' | b'[' | b'\'' | b'*' | b'=' | b':' | b',')
}

fn is_closing(b: u8) -> bool {
    matches!(b, b')' | b']' | b'\'' | b'*' | b'=' | b':' | b',' | b'.' | b';' | b'!' | b'?')
}

/// Length of `https://host` at the start of a link: whose page it is tells the reason, what follows may vary.
fn page_len(core: &[u8]) -> Option<usize> {
    let scheme = match core {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => 8,
        [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => 7,
        _ => return None,
    };
    let host = core[scheme..].iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')));
    Some(scheme + host.unwrap_or(core.len() - scheme))
}

/// Writes what stands between the marks.
fn write_core(core: &[u8], after: After, out: &mut Vec<u8>) {
    if let Some(len) = page_len(core) {
        out.extend_from_slice(&core[..len]);
        if let Some((mark, rest)) = core[len..].split_first() {
            out.push(*mark);
            write_word(rest, after, out);
        }
        return;
    }
    match kind(core) {
        Token::Word => out.extend_from_slice(core),
        Token::Number if after == After::Code && core.len() == 3 => out.extend_from_slice(core),
        Token::Host if after == After::List => out.extend_from_slice(core),
        Token::Host => out.extend_from_slice(b"{host}"),
        Token::Address => out.extend_from_slice(b"{address}"),
        Token::Ip => out.extend_from_slice(b"{ip}"),
        Token::Time => out.extend_from_slice(b"{time}"),
        Token::Id => out.extend_from_slice(b"{id}"),
        Token::Number => out.extend_from_slice(b"{n}"),
        Token::Joined(at) => {
            write_core(&core[..at], after, out);
            out.push(core[at]);
            write_word(&core[at + 1..], after, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> String {
        let mut out = Vec::new();
        write(text.as_bytes(), &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn variable_parts_are_masked_and_words_are_not() {
        for (text, want) in [
            (
                "550 5.1.1 <user@example.com>: Recipient address rejected: User unknown in virtual mailbox table",
                "550 5.1.1 <{…}>: Recipient address rejected: User unknown in virtual mailbox table",
            ),
            (
                "554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.10",
                "554 5.7.1 Service unavailable; Client host [{ip}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/{ip}",
            ),
            (
                "421-4.7.0 [192.0.2.10 15] Our system has detected that this message is suspicious. d2e1a72fcca58-7c88a1 - gsmtp",
                "421-4.7.0 [{ip} {n}] Our system has detected that this message is suspicious. {id} - gsmtp",
            ),
            (
                "550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. part of their network is on our block list (S3140). [BN8NAM11FT009.eop-nam11.prod.protection.outlook.com 2026-11-22T00:00:00.000Z 08DD]",
                "550 5.7.1 Unfortunately, messages from [{ip}] weren't sent. part of their network is on our block list (S3140). [{host} {time} {id}]",
            ),
            (
                "554 5.7.1 [HM08] Message rejected due to local policy",
                "554 5.7.1 [HM08] Message rejected due to local policy",
            ),
            (
                "451 4.7.500 Server busy. Please try again later from [192.0.2.10]. (AS77712)",
                "451 4.7.500 Server busy. Please try again later from [{ip}]. (AS77712)",
            ),
            (
                "450 4.2.0 Greylisted, see http://postgrey.schweikert.ch/help/example.com.html",
                "450 4.2.0 Greylisted, see http://postgrey.schweikert.ch/help/{host}",
            ),
            ("452 4.3.1 Message size 12345 exceeds limit of 300", "452 4.3.1 Message size {n} exceeds limit of {n}"),
            ("4A1B2C3D4E: host mx1.example.net[192.0.2.1] said: 550 no", "{id}: host {host}[{ip}] said: 550 no"),
            ("unknown user: \"bob smith\"", "unknown user: \"{…}\""),
            (
                "delivery temporarily suspended: connect to mx.example.com[2001:db8::1]:25: Connection timed out",
                "delivery temporarily suspended: connect to {host}[{ip}]:{n}: Connection timed out",
            ),
            ("try again in 00:04:59", "try again in {time}"),
            ("550 Administrative prohibition id=1vLx2P-00000001abc-2XyZ", "550 Administrative prohibition id={id}"),
        ] {
            assert_eq!(template(text), want);
        }
    }

    #[test]
    fn literals_are_what_is_not_masked() {
        let text = |template| literals(template).collect::<Vec<_>>();
        assert_eq!(text("550 <{…}>: {host} said {no}"), ["550 <", ">: ", " said {no}"]);
        assert_eq!(text("{n}{n"), ["", "{n"]);
    }

    #[test]
    fn a_template_is_its_own_template() {
        for text in [
            "550 5.1.1 <a@b.example>: no [192.0.2.1] x=1234567 https://a.example/b/12345678?c=d#e",
            "\"a\" <b> (c)",
            "<<a>",
            "\"",
            "a@b@c",
        ] {
            let once = template(text);
            assert_eq!(template(&once), once);
        }
    }

    #[test]
    fn templates_are_bounded() {
        assert!(template(&"word ".repeat(1000)).len() <= MAX_LEN);
        assert!(template(&"<x> ".repeat(1000)).len() <= MAX_LEN + 2);
    }
}
