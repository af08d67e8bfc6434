//! What sort of word a word is.

/// Sorts of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// To be kept.
    Word,
    /// A mail address.
    Address,
    /// An IP address.
    Ip,
    /// A host or domain name.
    Host,
    /// A time or date.
    Time,
    /// A queue id, message id, session or token.
    Id,
    /// A number.
    Number,
    /// Two words with a mark between them, at this place.
    Joined(usize),
}

/// A provider's own code has at most so many digits behind its letters: `S3140`, `AS16012609`.
const MAX_CODE_DIGITS: usize = 8;
/// Letters and digits mixed are an id from this length on.
const MIN_ID: usize = 8;

/// How many of which characters a word has.
#[derive(Debug, Default)]
struct Counts {
    digits: usize,
    letters: usize,
    dots: usize,
    colons: usize,
    /// Hyphens and underscores.
    hyphens: usize,
    /// Digits, letters a to f, colons, dots.
    of_address: usize,
    at_signs: usize,
    /// Marks that join words.
    joints: usize,
}

/// Bits of each count in a sum of [`WEIGHTS`].
const LANE: u32 = 7;
/// So many bytes can be added up before a count leaves its bits.
const MAX_SUM: usize = (1 << LANE) - 1;

/// What each byte adds to the counts, in the order of [`Counts`]: all of them are added in one go.
static WEIGHTS: [u64; 256] = {
    let mut weights = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let is_in = [
            byte.is_ascii_digit(),
            byte.is_ascii_alphabetic(),
            byte == b'.',
            byte == b':',
            matches!(byte, b'-' | b'_'),
            byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'),
            byte == b'@',
            is_bracket(byte) || is_joint(byte),
        ];
        let mut lane = is_in.len();
        while lane > 0 {
            lane -= 1;
            weights[byte as usize] = weights[byte as usize] << LANE | is_in[lane] as u64;
        }
        byte += 1;
    }
    weights
};

impl Counts {
    fn of(word: &[u8]) -> Self {
        let mut counts = Self::default();
        for part in word.chunks(MAX_SUM) {
            let sum = part.iter().fold(0, |sum, &b| sum + WEIGHTS[usize::from(b)]);
            #[allow(clippy::cast_possible_truncation)] // seven bits
            let lane = |lane: u32| (sum >> (lane * LANE)) as usize & MAX_SUM;
            counts.digits += lane(0);
            counts.letters += lane(1);
            counts.dots += lane(2);
            counts.colons += lane(3);
            counts.hyphens += lane(4);
            counts.of_address += lane(5);
            counts.at_signs += lane(6);
            counts.joints += lane(7);
        }
        counts
    }
}

/// What sort of word it is; marks around it are gone.
pub(super) fn kind(word: &[u8]) -> Token {
    let counts = Counts::of(word);
    if counts.letters == word.len() || word.is_empty() {
        return Token::Word;
    }
    // An address may hold any of the marks that join words.
    if counts.at_signs > 0 && joint(word).is_none_or(|at| word[at] != b'/' && word[at] != b'=') {
        return Token::Address;
    }
    if is_ip(word, &counts) {
        return Token::Ip;
    }
    if let Some(token) = number(word, &counts) {
        return token;
    }
    if counts.joints > 0
        && let Some(at) = joint(word)
    {
        return Token::Joined(at);
    }
    if is_host(word, &counts) {
        return Token::Host;
    }
    if is_id(word, &counts) { Token::Id } else { Token::Word }
}

/// The mark at which to part joined words: brackets before others, since an IPv6 address between them has colons.
fn joint(word: &[u8]) -> Option<usize> {
    let bracket = word.iter().position(|&b| is_bracket(b));
    bracket.or_else(|| word.iter().position(|&b| is_joint(b)))
}

const fn is_bracket(b: u8) -> bool {
    matches!(b, b'[' | b']' | b'(' | b')')
}

const fn is_joint(b: u8) -> bool {
    matches!(b, b'/' | b'=' | b'?' | b'&' | b':' | b',' | b';' | b'|' | b'#')
}

/// `192.0.2.1`, `2001:db8::1`.
fn is_ip(word: &[u8], counts: &Counts) -> bool {
    if counts.of_address != word.len() {
        return false;
    }
    let v4 = counts.dots == 3
        && counts.digits + 3 == word.len()
        && word.split(|b| *b == b'.').all(|part| (1..=3).contains(&part.len()));
    v4 || counts.colons >= 2
        && counts.dots.is_multiple_of(3)
        && !(counts.letters == 0 && counts.colons == 2 && word.len() <= 8)
}

/// Numbers, times, dates, and the codes that are no mere numbers.
fn number(word: &[u8], counts: &Counts) -> Option<Token> {
    let marks = word.len() - counts.digits;
    if counts.digits == 0 || counts.letters > 2 {
        return None;
    }
    if counts.letters == 0 && counts.dots == marks {
        let is_enhanced =
            counts.dots == 2 && matches!(word[0], b'2' | b'4' | b'5') && word[1] == b'.' && word.len() <= 9;
        return Some(if is_enhanced { Token::Word } else { Token::Number });
    }
    let is_clock = counts.colons >= 1
        && counts.digits >= 3
        && counts.colons + counts.dots + counts.hyphens + counts.letters == marks;
    let is_date = counts.hyphens == 2 && counts.digits == 8 && counts.letters == 0 && marks == 2;
    let is_signed = marks == 1 && counts.letters == 0 && matches!(word[0], b'-' | b'+');
    if is_clock
        && (counts.colons >= 2 || counts.letters == 0 && word.iter().position(|b| *b == b':').is_some_and(|at| at <= 2))
        || is_date
    {
        return Some(Token::Time);
    }
    is_signed.then_some(Token::Number)
}

/// `mx1.example.com`: labels with dots between them, the last one of letters.
fn is_host(word: &[u8], counts: &Counts) -> bool {
    if counts.dots == 0 || counts.letters + counts.digits + counts.hyphens + counts.dots != word.len() {
        return false;
    }
    let last = memchr::memrchr(b'.', word).map_or(word, |dot| &word[dot + 1..]);
    last.len() >= 2
        && last.iter().all(u8::is_ascii_alphabetic)
        && word[0] != b'.'
        && !(counts.dots > 1 && word.windows(2).any(|two| two == b".."))
}

/// Letters and digits mixed as nobody would write them, unless they are a provider's own code.
fn is_id(word: &[u8], counts: &Counts) -> bool {
    if counts.digits == 0 || counts.letters == 0 && counts.digits < MIN_ID {
        return false;
    }
    let is_long = word.len() >= MIN_ID && counts.digits >= 2;
    let n_hex = counts.of_address - counts.dots - counts.colons;
    let is_hex = word.len() >= 4 && counts.digits >= 2 && n_hex == word.len();
    (is_long || is_hex) && !is_code(word)
}

/// Capital letters, then digits, and not all of them hexadecimal: `S3140`, `OFR004_104`, `AS77712`.
fn is_code(word: &[u8]) -> bool {
    let letters = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let rest = &word[letters..];
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    letters > 0
        && digits <= MAX_CODE_DIGITS
        && rest.iter().all(|b| b.is_ascii_digit() || *b == b'_')
        && word[..letters].iter().any(|b| !b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_are_told_apart() {
        for (word, want) in [
            ("word", Token::Word),
            ("550", Token::Number),
            ("5.7.26", Token::Word),
            ("300", Token::Number),
            ("1234", Token::Number),
            ("-44", Token::Number),
            ("12.5", Token::Number),
            ("192.0.2.1", Token::Ip),
            ("2001:db8::1", Token::Ip),
            ("12:30:45", Token::Time),
            ("2026-11-22", Token::Time),
            ("2026-11-22T00:00:00.000Z", Token::Time),
            ("mx1.example.com", Token::Host),
            ("a@b.example", Token::Address),
            ("S3140", Token::Word),
            ("HM08", Token::Word),
            ("OFR004_104", Token::Word),
            ("4A1B2C3D4E", Token::Id),
            ("d2e1a72fcca58-7c88a1", Token::Id),
            ("1vLx2P-00000001abc-2XyZ", Token::Id),
            ("08DD", Token::Id),
            ("host[192.0.2.1]", Token::Joined(4)),
        ] {
            assert_eq!(kind(word.as_bytes()), want, "{word}");
        }
    }
}
