//! Short searches, eight bytes at a time: the parts of a frame are shorter than what a vector search pays for.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where the first `[`, `:` or blank stands, looking at most at the first `8 * (text.len() / 8)` bytes and `limit`.
pub(super) fn tag_end(text: &[u8], limit: usize) -> Option<usize> {
    let chunks = text.as_chunks::<8>().0;
    let marks = |chunk: &[u8; 8]| {
        let word = u64::from_le_bytes(*chunk);
        equal(word, b'[') | equal(word, b':') | equal(word, b' ')
    };
    let found = chunks.iter().take(limit / 8).map(marks).enumerate().find(|&(_, marks)| marks != 0);
    found.map(|(at, marks)| at * 8 + first(marks))
}

/// How many digits `text` begins with; `None` if it has not eight bytes, or all of those are digits.
pub(super) fn n_digits(text: &[u8]) -> Option<usize> {
    let word = u64::from_le_bytes(*text.first_chunk::<8>()?);
    // A digit is 0x30 to 0x39: with the 3 taken off, adding 0x76 reaches the high bit from 10 on, and without a carry.
    let low = word ^ (ONES * 0x30);
    let others = ((low & !HIGHS).wrapping_add(ONES * 0x76) | low) & HIGHS;
    (others != 0).then(|| first(others))
}

/// The high bit of the first byte that is equal; what stands behind it may be wrong.
fn equal(word: u64, byte: u8) -> u64 {
    let zeroed = word ^ (ONES * u64::from(byte));
    zeroed.wrapping_sub(ONES) & !zeroed & HIGHS
}

fn first(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_plain_search() {
        for (text, want) in [
            (&b"postfix/smtpd[1209]: connect"[..], Some(13)),
            (b"kernel: postfix[", Some(6)),
            (b"last message repeated", Some(4)),
            (b"0123456789abcdef", None),
            (b"short[", None),
            (b"\xdb\xba\xa0\xff\x80\x5c\x3b\x21[2345678", Some(8)),
        ] {
            assert_eq!(tag_end(text, 64), want, "{text:?}");
        }
        assert_eq!(tag_end(b"0123456789abcdef[: 45678", 16), None);
    }

    #[test]
    fn digits_are_counted() {
        for byte in 0..=255_u8 {
            let text = [b'0', b'9', byte, b'5', b']', b':', b' ', b'x'];
            assert_eq!(n_digits(&text), Some(if byte.is_ascii_digit() { 4 } else { 2 }), "{byte}");
        }
        assert_eq!(n_digits(b"12345678"), None);
        assert_eq!(n_digits(b"1]"), None);
    }
}
