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
        for (nth, syllable) in syllables(&word.text).into_iter().enumerate() {
            for part in parts(syllable, columns) {
                let mut current = lines.last_mut().expect("there is always a line");
                let blank = usize::from(nth == 0 && !current.is_empty());
                let needed = width(part);
                if !current.is_empty() && taken + blank + needed > columns {
                    lines.push(Vec::new());
                    current = lines.last_mut().expect("a line was just begun");
                    taken = 0;
                }
                taken += needed + if current.is_empty() { 0 } else { blank };
                append(current, part, word.tone, blank > 0);
            }
        }
    }
    lines
}

/// Adds a word; those of one tone become one piece.
fn append(line: &mut Vec<Piece>, word: &str, tone: Tone, with_blank: bool) {
    if let Some(last) = line.last_mut() {
        last.text.push_str(if with_blank { " " } else { "" });
        if last.tone == tone {
            return last.text.push_str(word);
        }
    }
    line.push(Piece::new(word, tone));
}

/// The word, or where it has wide characters, the pieces between which a line may end (UAX #14): Japanese has no blanks.
fn syllables(word: &str) -> Vec<&str> {
    let is_wide = |c: Option<char>| c.is_some_and(|c| char_width(c) > 1);
    if word.is_ascii() || !word.chars().any(|c| is_wide(Some(c))) {
        return vec![word];
    }
    let mut all = Vec::new();
    let mut start = 0;
    for (end, _) in unicode_linebreak::linebreaks(word) {
        let beside = is_wide(word[..end].chars().next_back()) || is_wide(word[end..].chars().next());
        if beside || end == word.len() {
            all.push(&word[start..end]);
            start = end;
        }
    }
    all
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
    fn japanese_breaks_between_its_characters_but_not_before_a_full_stop() {
        let line = [Span::new("再送は `postqueue -f` で行います。")];
        assert_eq!(wrapped(&line, 12), ["再送は", "`postqueue", "-f` で行いま", "す。"]);
        assert_eq!(wrapped(&[Span::new("行います。")], 8), ["行いま", "す。"]);
    }

    #[test]
    fn truncating_counts_columns() {
        assert_eq!(truncated("漢字漢字", 5), "漢字…");
        assert_eq!(truncated("漢字", 4), "漢字");
        assert_eq!(truncated("abc", 2), "a…");
    }
}
