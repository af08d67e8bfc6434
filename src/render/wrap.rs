//! Lines of words in several tones → lines that fit a width.
//!
//! In: a [`Line`] of the outline, raw. Out: lines of [`Piece`]s, escaped. Always true: no line is wider than asked; a word is
//! parted only if it is wider than a whole line.

use unicode_width::UnicodeWidthChar;

use super::document::{Span, Tone};
use super::escape::visible;

/// Escaped text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) tone: Tone,
}

impl Piece {
    pub(super) fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

/// Columns that a text takes on a terminal, character by character, as most terminals reckon.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The longest beginning of `text` that is no wider than `columns`, in bytes.
pub(super) fn fitting(text: &str, columns: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += char_width(c);
        if taken > columns {
            return at;
        }
    }
    text.len()
}

/// The text, or as much of it as fits with an ellipsis.
pub(super) fn truncated(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let end = fitting(text, columns.saturating_sub(1));
    format!("{}…", text[..end].trim_end())
}

/// Breaks the line at its blanks.
pub(super) fn wrap(line: &[Span], columns: usize) -> Vec<Vec<Piece>> {
    let columns = columns.max(2); // the widest character
    let mut lines = vec![Vec::new()];
    let mut taken = 0;
    for word in words(line) {
        for part in parts(&word.text, columns) {
            let mut current = lines.last_mut().expect("there is always a line");
            let needed = width(part);
            if !current.is_empty() && taken + 1 + needed > columns {
                lines.push(Vec::new());
                current = lines.last_mut().expect("a line was just begun");
                taken = 0;
            }
            taken += needed + usize::from(!current.is_empty());
            append(current, part, word.tone);
        }
    }
    lines
}

/// Adds a word behind a blank; words of one tone become one piece.
fn append(line: &mut Vec<Piece>, word: &str, tone: Tone) {
    match line.last_mut() {
        Some(last) if last.tone == tone => {
            last.text.push(' ');
            last.text.push_str(word);
        }
        Some(last) => {
            last.text.push(' ');
            line.push(Piece::new(word, tone));
        }
        None => line.push(Piece::new(word, tone)),
    }
}

/// The words of the line, escaped.
fn words(line: &[Span]) -> impl Iterator<Item = Piece> + '_ {
    line.iter().flat_map(|span| {
        let text = visible(&span.text);
        let words: Vec<_> = if span.is_whole {
            vec![Piece::new(text, span.tone)]
        } else {
            text.split(' ').filter(|word| !word.is_empty()).map(|word| Piece::new(word, span.tone)).collect()
        };
        words
    })
}

/// The word itself, or pieces of it that are each as wide as a line.
fn parts(word: &str, columns: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while width(rest) > columns {
        let (part, more) = rest.split_at(fitting(rest, columns));
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(line: &[Span], columns: usize) -> Vec<String> {
        wrap(line, columns).iter().map(|line| line.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn words_stay_whole_while_they_fit() {
        let line = [Span::new("one two  three"), Span::item("four (4),").in_tone(Tone::Bad), Span::new("five")];
        assert_eq!(wrapped(&line, 9), ["one two ", "three", "four (4),", "five"].map(str::trim_end));
        assert_eq!(wrapped(&line, 100), ["one two three four (4), five"]);
    }

    #[test]
    fn only_a_word_wider_than_a_line_is_parted() {
        assert_eq!(wrapped(&[Span::new("see https://example.org/abc")], 12), ["see", "https://exam", "ple.org/abc"]);
        assert_eq!(wrapped(&[Span::new("漢字漢字")], 5), ["漢字", "漢字"]);
        assert_eq!(wrapped(&[], 5), [""]);
    }

    #[test]
    fn truncating_counts_columns() {
        assert_eq!(truncated("漢字漢字", 5), "漢字…");
        assert_eq!(truncated("漢字", 4), "漢字");
        assert_eq!(truncated("abc", 2), "a…");
    }
}
