//! Short searches and comparisons, sixteen bytes at a time: most parts of a line are shorter than what a call of a vector search
//! or of the C library pays for.

use wide::u8x16;

/// Bytes looked at at once.
pub(crate) const STEP: usize = 16;
/// Bytes looked at at once by [`Every`].
const SPAN: usize = 4 * STEP;

/// Where the first of these bytes stands; for what is likely to be near.
#[inline(always)]
pub(crate) fn find<const N: usize>(text: &[u8], bytes: [u8; N]) -> Option<usize> {
    let mut rest = text;
    while let Some((chunk, behind)) = rest.split_first_chunk::<STEP>() {
        let marks = marks(chunk, bytes);
        if marks != 0 {
            return Some(text.len() - rest.len() + first(marks));
        }
        rest = behind;
    }
    find_in_rest(text, rest, bytes)
}

/// The same in the last bytes of `text`, too few for a step of their own.
#[inline(never)]
fn find_in_rest<const N: usize>(text: &[u8], rest: &[u8], bytes: [u8; N]) -> Option<usize> {
    let at = text.len() - rest.len();
    match text.last_chunk::<STEP>() {
        // What was looked at before has none of them.
        Some(chunk) if !rest.is_empty() => {
            let marks = marks(chunk, bytes);
            (marks != 0).then(|| text.len() - STEP + first(marks))
        }
        _ => rest.iter().position(|b| bytes.contains(b)).map(|found| at + found),
    }
}

/// Where each such byte stands; for a few that are likely to be near.
#[inline]
pub(crate) fn each(text: &[u8], byte: u8) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + find(&text[from..], [byte])?;
        from = at + 1;
        Some(at)
    })
}

/// Where the last such byte stands; for what is likely to be near the end.
#[inline]
pub(crate) fn rfind(text: &[u8], byte: u8) -> Option<usize> {
    let mut rest = text;
    while let Some((before, chunk)) = rest.split_last_chunk::<STEP>() {
        let marks = marks(chunk, [byte]);
        if marks != 0 {
            return Some(before.len() + last(marks));
        }
        rest = before;
    }
    rest.iter().rposition(|&b| b == byte)
}

/// Where a short text first stands in another. Needs no preparation, which takes the searchers of `memchr` longer than to search
/// a line. The empty text stands at the beginning.
#[inline]
pub(crate) fn find_text(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let (Some(&head), Some(&tail)) = (wanted.first(), wanted.last()) else { return Some(0) };
    let reach = wanted.len() - 1;
    let n_places = text.len().checked_sub(reach)?;
    let (heads, tails) = (&text[..n_places], &text[reach..]);
    let steps = heads.as_chunks::<STEP>().0.iter().zip(tails.as_chunks::<STEP>().0);
    for (at, (heads, tails)) in (0..).step_by(STEP).zip(steps) {
        let mut candidates = marks(heads, [head]) & marks(tails, [tail]);
        while candidates != 0 {
            let found = at + first(candidates);
            if text[found..].starts_with(wanted) {
                return Some(found);
            }
            candidates &= candidates - 1;
        }
    }
    let rest = n_places - n_places % STEP;
    (rest..n_places).find(|&at| text[at..].starts_with(wanted))
}

/// A bit for each byte that is one of these.
#[inline]
fn marks<const N: usize>(chunk: &[u8; STEP], bytes: [u8; N]) -> u32 {
    let chunk = u8x16::new(*chunk);
    bytes.iter().fold(u8x16::ZERO, |found, &byte| found | chunk.simd_eq(u8x16::splat(byte))).to_bitmask()
}

/// Every place of one byte in a text, for a byte that stands every few steps: newlines.
#[derive(Debug, Clone)]
pub(crate) struct Every<'a> {
    byte: u8,
    /// What is not looked at yet.
    rest: &'a [u8],
    /// Where `rest` begins.
    at: usize,
    /// A bit for each place in the [`SPAN`] bytes before `rest`.
    marks: u64,
}

impl<'a> Every<'a> {
    pub(crate) fn new(byte: u8, text: &'a [u8]) -> Self {
        Self { byte, rest: text, at: 0, marks: 0 }
    }

    /// The same places in the next bytes, of which there are fewer than [`SPAN`].
    #[cold]
    fn look_at_rest(&mut self) {
        for (bit, &byte) in self.rest.iter().enumerate() {
            self.marks |= u64::from(byte == self.byte) << bit;
        }
        self.at += SPAN;
        self.rest = &[];
    }
}

impl Iterator for Every<'_> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.marks == 0 {
            let Some((span, behind)) = self.rest.split_first_chunk::<{ SPAN }>() else {
                if self.rest.is_empty() {
                    return None;
                }
                self.look_at_rest();
                continue;
            };
            let (steps, _) = span.as_chunks::<STEP>();
            let of_step = |n: usize| u64::from(marks(&steps[n], [self.byte])) << (STEP * n);
            // Not as a loop: the compiler leaves it one.
            self.marks = of_step(0) | of_step(1) | of_step(2) | of_step(3);
            self.at += SPAN;
            self.rest = behind;
        }
        let found = self.at - SPAN + self.marks.trailing_zeros() as usize;
        self.marks &= self.marks - 1;
        Some(found)
    }
}

/// Whether both are equal.
#[inline]
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        1..=3 => a.first() == b.first() && a[a.len() / 2] == b[b.len() / 2] && a.last() == b.last(),
        4..=7 => a.first_chunk::<4>() == b.first_chunk::<4>() && a.last_chunk::<4>() == b.last_chunk::<4>(),
        8..=15 => a.first_chunk::<8>() == b.first_chunk::<8>() && a.last_chunk::<8>() == b.last_chunk::<8>(),
        16..=64 => is_same_by_steps(a, b),
        _ => a == b,
    }
}

/// The same for texts of one length, of [`STEP`] bytes or more.
#[inline]
pub(crate) fn is_same_by_steps(a: &[u8], b: &[u8]) -> bool {
    let steps = a.as_chunks::<STEP>().0.iter().zip(b.as_chunks::<STEP>().0);
    let differ = |(a, b): (&[u8; STEP], &[u8; STEP])| u8x16::new(*a) ^ u8x16::new(*b);
    let last = a.last_chunk().zip(b.last_chunk()).map_or(u8x16::ZERO, differ);
    let difference = steps.fold(last, |difference, step| difference | differ(step));
    difference.simd_eq(u8x16::ZERO).to_bitmask() == u32::from(u16::MAX)
}

/// How many bytes at the start of `text` are between `least` and `most`, both included; at most sixteen. `None` if `text` is shorter.
#[inline]
pub(crate) fn n_between(text: &[u8], least: u8, most: u8) -> Option<usize> {
    let chunk = u8x16::new(*text.first_chunk()?);
    Some(first(!is_between(chunk, least, most).to_bitmask()))
}

/// How many upper-case hexadecimal digits `text` begins with; at most sixteen. `None` if it is shorter.
#[inline]
pub(crate) fn n_hexadecimal(text: &[u8]) -> Option<usize> {
    let chunk = u8x16::new(*text.first_chunk()?);
    let found = is_between(chunk, b'0', b'9') | is_between(chunk, b'A', b'F');
    Some(first(!found.to_bitmask()))
}

/// A bit for each letter or digit among the first sixteen bytes. `None` if `text` is shorter.
#[inline]
pub(crate) fn alphanumerics(text: &[u8]) -> Option<u32> {
    let chunk = u8x16::new(*text.first_chunk()?);
    let letters = is_between(chunk | u8x16::splat(0x20), b'a', b'z');
    Some((letters | is_between(chunk, b'0', b'9')).to_bitmask())
}

/// All bits of each byte between these two, both included.
#[inline]
pub(crate) fn is_between(chunk: u8x16, least: u8, most: u8) -> u8x16 {
    (chunk - u8x16::splat(least)).simd_le(u8x16::splat(most - least))
}

#[inline]
fn first(marks: u32) -> usize {
    marks.trailing_zeros() as usize
}

/// Of marks that are not none.
#[inline]
fn last(marks: u32) -> usize {
    marks.ilog2() as usize
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
            (b"short[", Some(5)),
            (b"", None),
            (b"\xdb\xba\xa0\xff\x80\x5c\x3b\x21[2345678", Some(8)),
        ] {
            assert_eq!(find(text, *b"[: "), want, "{text:?}");
        }
        let text: Vec<u8> = (1..=70).collect();
        for (at, &byte) in text.iter().enumerate() {
            for end in at..=text.len() {
                assert_eq!(find(&text[..end], [byte, 0]), (at < end).then_some(at));
            }
        }
    }

    #[test]
    fn last_places_are_those_of_a_plain_search() {
        let text: Vec<u8> = (0..70_u32).map(|n| if n * n % 23 < 3 { b'@' } else { b'x' }).collect();
        for end in 0..=text.len() {
            let want = text[..end].iter().rposition(|&b| b == b'@');
            assert_eq!(rfind(&text[..end], b'@'), want, "{end}");
        }
        assert_eq!(rfind(&[b'x'; 40], b'@'), None);
    }

    #[test]
    fn texts_are_found_where_they_stand_first() {
        let text: Vec<u8> = (0..120_u32).map(|n| b'a' + u8::try_from(n * n % 11 % 4).unwrap()).collect();
        for len in [1, 2, 3, 7, 17, 40] {
            for end in 0..=text.len() {
                for wanted in text.windows(len).step_by(5) {
                    let want = text[..end].windows(len).position(|window| window == wanted);
                    assert_eq!(find_text(&text[..end], wanted), want);
                }
            }
        }
        assert_eq!(find_text(b"abc", b"xyz"), None);
        assert_eq!((find_text(b"abc", b""), find_text(b"", b"")), (Some(0), Some(0)));
    }

    #[test]
    fn every_place_is_found() {
        let text: Vec<u8> = (0..1000_u32).map(|n| if n * n % 37 < 3 { b'\n' } else { b'x' }).collect();
        for len in (0..200).chain(900..=1000) {
            let want: Vec<usize> = (0..len).filter(|&at| text[at] == b'\n').collect();
            assert_eq!(Every::new(b'\n', &text[..len]).collect::<Vec<_>>(), want, "{len}");
            assert_eq!(each(&text[..len], b'\n').collect::<Vec<_>>(), want, "{len}");
        }
    }

    #[test]
    fn runs_are_counted() {
        for byte in 0..=255_u8 {
            let text = [b'0', b'9', byte, b'5', b']', b':', b' ', b'x', 0, 0, 0, 0, 0, 0, 0, 0];
            assert_eq!(n_between(&text, b'0', b'9'), Some(if byte.is_ascii_digit() { 4 } else { 2 }), "{byte}");
            let is_hexadecimal = byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
            assert_eq!(n_hexadecimal(&text), Some(if is_hexadecimal { 4 } else { 2 }), "{byte}");
            assert_eq!(
                alphanumerics(&text),
                Some(0b1000_1011 | u32::from(byte.is_ascii_alphanumeric()) << 2),
                "{byte}"
            );
        }
        assert_eq!(n_between(b"0123456789012345", b'0', b'9'), Some(16));
        assert_eq!(n_between(b"1]", b'0', b'9'), None);
    }

    #[test]
    fn equality_is_that_of_slices() {
        let text: Vec<u8> = (0..80).collect();
        for len in 0..80 {
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
