//! Words made of digits: which of them are addresses, and which may stay.

use std::net::IpAddr;

/// A longer number may be a telephone's or a customer's.
const MAX_DIGITS: usize = 7;
/// What may stand behind a number.
const UNITS: [&str; 24] = [
    "s", "ms", "m", "h", "d", "sec", "secs", "min", "mins", "hr", "hrs", "k", "kb", "kib", "mb", "mib", "gb", "gib",
    "b", "bit", "st", "nd", "rd", "th",
];

/// Whether it is an IP address, or is written as if it were a part of one or a block of them.
pub(super) fn is_ip(word: &str) -> bool {
    if word.parse::<IpAddr>().is_ok() {
        return true;
    }
    let groups: Vec<&str> = word.split('.').collect();
    let is_dotted = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    // `4.96.2` is a version, `5.7.26` an enhanced code, `192.0.2` neither.
    is_dotted && (groups.len() > 3 || groups.len() == 3 && groups[0].len() > 1)
}

/// Whether the name of a host spells an address: `192-0-2-1.pool.example.com`, `1.2.0.192.zen.spamhaus.org`.
pub(super) fn holds_ip(name: &str) -> bool {
    let is_group = |group: &&str| !group.is_empty() && group.len() <= 3 && group.bytes().all(|b| b.is_ascii_digit());
    name.split(['.', '-']).filter(is_group).count() > 3
}

/// Whether colons make it an IP address; times have none but digits, two by two.
pub(super) fn has_colons_of_ip(word: &str) -> bool {
    let groups = || word.split(':');
    let is_time = groups().all(|group| {
        let whole = group.split('.').next().unwrap_or(group);
        whole.len() == 2 && group.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    groups().count() > 2 && !is_time
}

/// Whether a word with digits is a number, a date, a version or a number with its unit, and short.
pub(super) fn is_harmless(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number = &word[..word.len() - unit.len()];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let groups = number.split(['-', '.']).count();
    let is_date = groups == 3 && digits <= 8 && number.bytes().filter(|b| *b == b'-').count() == 2;
    digits > 0
        && (is_date && unit.is_empty() || digits <= MAX_DIGITS && groups <= 3)
        && (unit.is_empty() || UNITS.contains(&unit.to_ascii_lowercase().as_str()))
        && !is_ip(number)
}

/// Length of the time stamp at the start of the text: `2026-11-22T06:00:00.123+01:00`.
pub(super) fn stamp_len(text: &str) -> Option<usize> {
    let shape = b"0000-00-00T00:00";
    let head = text.as_bytes().get(..shape.len())?;
    let fits = |(found, want): (&u8, &u8)| if *want == b'0' { found.is_ascii_digit() } else { found == want };
    if !head.iter().zip(shape).all(fits) {
        return None;
    }
    let rest =
        text[shape.len()..].bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z' | b'+' | b'-'));
    Some(shape.len() + rest.take(24).count())
}
