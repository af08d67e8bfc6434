//! Words that stay as they are, found sixteen bytes at a time: most of most replies.

use wide::u8x16;

use crate::near::is_between;

/// Bytes looked at at once.
const STEP: usize = 16;

/// The words at the start of `text` that hold nothing but letters and common marks, with one blank between them; none if the first
/// word holds anything else.
pub(super) fn words(text: &[u8]) -> &[u8] {
    let run = &text[..run_len(text)];
    // The word in which the run ends is not whole, unless the text ends there.
    let len = if run.len() == text.len() { run.len() } else { memchr::memrchr(b' ', run).unwrap_or(0) };
    run[..len].trim_ascii_end()
}

/// How many bytes are letters, common marks and single blanks.
fn run_len(text: &[u8]) -> usize {
    let mut len = 0;
    // Whether the byte before is a blank: a second one ends the run.
    let mut is_behind_blank = false;
    loop {
        let (blanks, others) = sorts(&step(&text[len..]));
        let ends = others | blanks & (blanks << 1 | u32::from(is_behind_blank));
        let n = ends.trailing_zeros() as usize;
        if n < STEP {
            return len + n;
        }
        len += STEP;
        is_behind_blank = blanks >> (STEP - 1) & 1 == 1;
    }
}

/// The next bytes; behind the end of the text there are NULs, which end every run.
fn step(text: &[u8]) -> [u8; STEP] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut step = [0; STEP];
        step[..text.len()].copy_from_slice(text);
        step
    })
}

/// A bit for each blank, and one for each byte that is neither a blank nor what [`super::MARKS`] passes over.
fn sorts(chunk: &[u8; STEP]) -> (u32, u32) {
    let chunk = u8x16::new(*chunk);
    let blanks = chunk.simd_eq(u8x16::splat(b' '));
    let letters = is_between(chunk | u8x16::splat(0x20), b'a', b'z');
    let marks = chunk.simd_eq(u8x16::splat(b'!'))
        | is_between(chunk, b'\'', b')')
        | is_between(chunk, b',', b'-')
        | is_between(chunk, b':', b';');
    (blanks.to_bitmask(), (!(blanks | letters | marks)).to_bitmask())
}

#[cfg(test)]
mod tests {
    use super::super::MARKS;
    use super::*;

    #[test]
    fn sorts_are_those_of_the_table() {
        for byte in 0..=255_u8 {
            let (blanks, others) = sorts(&[byte; STEP]);
            assert_eq!(blanks != 0, byte == b' ', "{byte}");
            assert_eq!(others == 0, byte == b' ' || MARKS[usize::from(byte)] == 0, "{byte}");
        }
    }

    #[test]
    fn whole_words_are_found() {
        for (text, want) in [
            (&b"Sender address rejected: <a@b>"[..], "Sender address rejected:"),
            (b"deferred for now due to mx1.example.com and others", "deferred for now due to"),
            (b"no such  user here, says somebody", "no such"),
            (b"fifteen letters  and two blanks", "fifteen letters"),
            (b"sixteen letters at once and more", "sixteen letters at once and more"),
            (b"fifteen letters ", "fifteen letters"),
            (b"550 no such user here", ""),
            (b"anunendingwordofletters", "anunendingwordofletters"),
            (b"anunendingwordofletter5", ""),
            (b"short", "short"),
            (b"", ""),
        ] {
            assert_eq!(String::from_utf8_lossy(words(text)), want);
        }
    }
}
