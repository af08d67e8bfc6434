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
        let syllables =
            if word.is_whole && width(&word.text) <= columns { vec![&*word.text] } else { syllables(&word.text) };
        for (nth, syllable) in syllables.into_iter().enumerate() {
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

/// Escaped text without a place to end a line at but those between syllables.
struct Word {
    text: String,
    tone: Tone,
    /// Not even those, while it fits a line.
    is_whole: bool,
}

/// The words of the line.
fn words(line: &[Span]) -> impl Iterator<Item = Word> + '_ {
    line.iter().flat_map(|&Span { ref text, tone, is_whole, .. }| {
        let text = visible(text);
        let word = |text: &str| Word { text: text.to_owned(), tone, is_whole };
        let words: Vec<_> = if is_whole {
            vec![word(&text)]
        } else {
            text.split(' ').filter(|text| !text.is_empty()).map(word).collect()
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
    fn japanese_items_are_parted_only_if_they_do_not_fit() {
        let line = [Span::item("延期 66,"), Span::item("バウンス 1,234")];
        assert_eq!(
            wrapped(&line, 16).iter().map(|line| line.trim_end()).collect::<Vec<_>>(),
            ["延期 66,", "バウンス 1,234"]
        );
        assert_eq!(wrapped(&[Span::item("バウンス")], 6), ["バウン", "ス"]);
    }

    #[test]
    fn truncating_counts_columns() {
        assert_eq!(truncated("漢字漢字", 5), "漢字…");
        assert_eq!(truncated("漢字", 4), "漢字");
        assert_eq!(truncated("abc", 2), "a…");
    }
}
