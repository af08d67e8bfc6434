//! Short searches and comparisons, eight bytes at a time: most parts of a line are shorter than what a vector search or a call
//! of the C library pays for.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where the first of these bytes stands in the first `limit` bytes, a multiple of eight; a rest of less than eight bytes is not looked at.
#[inline]
pub(crate) fn first_of<const N: usize>(text: &[u8], bytes: [u8; N], limit: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(chunk) = text[at..].first_chunk::<8>().filter(|_| at < limit) {
        let word = u64::from_le_bytes(*chunk);
        let marks = bytes.iter().fold(0, |marks, &byte| marks | equal(word, byte));
        if marks != 0 {
            return Some(at + first(marks));
        }
        at += 8;
    }
    None
}

/// Where the first of these bytes stands; for what is likely to be near.
#[inline]
pub(crate) fn find<const N: usize>(text: &[u8], bytes: [u8; N]) -> Option<usize> {
    first_of(text, bytes, text.len()).or_else(|| {
        let rest = text.len() & !7;
        text[rest..].iter().position(|b| bytes.contains(b)).map(|at| rest + at)
    })
}

/// Whether both are equal: for up to 32 bytes two overlapping words decide.
#[inline]
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        1..=3 => a.iter().eq(b),
        4..=7 => a.first_chunk::<4>() == b.first_chunk::<4>() && a.last_chunk::<4>() == b.last_chunk::<4>(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk::<8>() && a.last_chunk::<8>() == b.last_chunk::<8>(),
        17..=32 => a.first_chunk::<16>() == b.first_chunk::<16>() && a.last_chunk::<16>() == b.last_chunk::<16>(),
        _ => a == b,
    }
}

/// How many digits `text` begins with; `None` if it has not eight bytes, or all of those are digits.
#[inline]
pub(crate) fn n_digits(text: &[u8]) -> Option<usize> {
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
            assert_eq!(first_of(text, *b"[: ", 64), want, "{text:?}");
        }
        assert_eq!(first_of(b"0123456789abcdef[: 45678", *b"[: ", 16), None);
        let text = b"0123456789abcdefghijk";
        for (at, &byte) in text.iter().enumerate() {
            assert_eq!(find(text, [byte, b'!']), Some(at));
            assert_eq!(find(&text[..at], [byte, b'!']), None);
        }
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

    #[test]
    fn equality_is_that_of_slices() {
        let text: Vec<u8> = (0..40).collect();
        for len in 0..40 {
            assert!(is_same(&text[..len], &text.clone()[..len]));
            assert!(!is_same(&text[..len], &text[..=len]));
            for at in 0..len {
                let mut other = text[..len].to_vec();
                other[at] ^= 0x80;
                assert!(!is_same(&text[..len], &other));
            }
        }
    }
}
