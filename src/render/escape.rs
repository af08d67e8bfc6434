//! Text of strangers → text that a terminal, a spreadsheet and a JSON reader can be given.
//!
//! In: any string. Out: the same, where characters that act on the display instead of standing in it have become visible:
//! control characters (so also every ANSI escape, tabs and line breaks), direction marks and overrides, invisible and
//! zero-width characters, line and paragraph separators. Always true: none of them is in the result. A backslash stays
//! itself, so the text `\x1b` in a log looks like an escape character in it; both are harmless.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether the character acts on the display rather than standing in it.
pub(super) fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    matches!(c,
        '\u{80}'..='\u{9f}' // C1
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text of a log or a file name for people: control, bidi and invisible characters are written out as `\t`, `\r`, `\n`,
/// `\x1b`, `\u{202e}`.
///
/// # Panics
/// Never: a string takes everything that is written to it.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |c, out| {
        let written = match c {
            '\t' => out.write_str("\\t"),
            '\r' => out.write_str("\\r"),
            '\n' => out.write_str("\\n"),
            c if u32::from(c) < 0x100 => write!(out, "\\x{:02x}", u32::from(c)),
            c => write!(out, "\\u{{{:x}}}", u32::from(c)),
        };
        written.expect("a string takes everything");
    })
}

/// For spreadsheets: as [`visible`], and what would be read as a formula begins with an apostrophe.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if is_formula(text) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Whether a spreadsheet may calculate the field. East Asian versions take the wide forms of the signs as well; some drop spaces
/// in front, as `LibreOffice` does with "Trim spaces".
fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r']) || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// For JSON that is already written: hidden characters, which only stand in its strings, become `\u202e`. Line breaks stay.
pub(super) fn json(written: &str) -> Cow<'_, str> {
    let mut lines = written.split('\n');
    if written.bytes().fold(true, |fine, b| fine & matches!(b, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(written);
    }
    let mut out = String::with_capacity(written.len() + 16);
    if let Some(first) = lines.next() {
        out.push_str(&json_line(first));
    }
    for line in lines {
        out.push('\n');
        out.push_str(&json_line(line));
    }
    Cow::Owned(out)
}

fn json_line(line: &str) -> Cow<'_, str> {
    replaced(line, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect("a string takes everything");
        }
    })
}

/// Whether it is ASCII with nothing to escape, as most text is: all bytes are looked at, which vectorises.
fn is_printable(text: &str) -> bool {
    text.bytes().fold(true, |fine, b| fine & matches!(b, b' '..=b'~'))
}

/// Hands every hidden character to `write`, and copies the others.
fn replaced(text: &str, write: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if is_printable(text) {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(is_hidden) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_hidden(c) { write(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_visible() {
        let cases = [
            ("plain ünïcode 漢字", "plain ünïcode 漢字"),
            ("\x1b[31mred", "\\x1b[31mred"),
            ("a\tb\r\nc\0", "a\\tb\\r\\nc\\x00"),
            ("\u{9b}31m\x7f", "\\x9b31m\\x7f"),
            ("a\u{202e}b\u{2066}c\u{200f}\u{61c}", "a\\u{202e}b\\u{2066}c\\u{200f}\\u{61c}"),
            ("z\u{200b}w\u{feff}\u{2028}\u{e0041}", "z\\u{200b}w\\u{feff}\\u{2028}\\u{e0041}"),
        ];
        for (text, want) in cases {
            assert_eq!(visible(text), want);
        }
    }

    #[test]
    fn formulas_are_neutralised() {
        for text in ["=cmd()", "+1", "-1", "@a", "\tx", "\rx", "＝1", " =1", "\u{3000}+1"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("a=b@c.example"), "a=b@c.example");
        assert_eq!(cell("<>"), "<>");
        assert_eq!(cell(" a"), " a");
        assert_eq!(cell(""), "");
    }

    #[test]
    fn json_keeps_its_line_breaks_and_escapes_beyond_the_first_plane() {
        assert_eq!(json("{\n  \"a\": \"b\"\n}"), "{\n  \"a\": \"b\"\n}");
        assert_eq!(json("[\"\u{202e}\",\n\"\x7f\u{e0041}\"]"), "[\"\\u202e\",\n\"\\u007f\\udb40\\udc41\"]");
    }
}
