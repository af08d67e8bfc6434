//! Senders that are one sender: addresses that differ only in what a program put into them.
//!
//! In: an envelope sender. Out: the address that stands for it and for all like it. Always true: folding what is folded changes
//! nothing; the null sender and addresses without `@` stay as they are.

use std::borrow::Cow;

use crate::near;

/// What stands for the parts that vary.
const ANY: &str = "*";

/// Which differences do not count.
#[allow(clippy::struct_excessive_bools)] // each is an option of its own
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folds {
    /// Variable envelope return paths: `list-bounces+ann=example.com@lists.example.net` is `list-bounces+*@lists.example.net`. Also
    /// bounce addresses with numbers of messages and recipients in them, and tags of BATV (`prvs=…=`).
    pub verp: bool,
    /// The Sender Rewriting Scheme, undone to the original address.
    pub srs: bool,
    /// Subaddresses: `ann+shop@example.com` is `ann@example.com` (RFC 5233).
    pub plus: bool,
    /// Letter case.
    pub case: bool,
}

impl Folds {
    /// The names that [`Self::add`] knows.
    pub const NAMES: &'static [&'static str] = &["verp", "srs", "plus", "case", "all", "none"];

    /// Adds the fold of that name, or all of them, or takes all back; other names add nothing.
    pub fn add(&mut self, name: &str) {
        match name {
            "verp" => self.verp = true,
            "srs" => self.srs = true,
            "plus" => self.plus = true,
            "case" => self.case = true,
            "all" => *self = Self { verp: true, srs: true, plus: true, case: true },
            "none" => *self = Self::default(),
            _ => {}
        }
    }

    /// The names of those that are on.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let all = [(self.verp, "verp"), (self.srs, "srs"), (self.plus, "plus"), (self.case, "case")];
        all.iter().filter(|fold| fold.0).map(|fold| fold.1).collect()
    }

    /// Whether every difference counts.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Whether an address may have another domain than what it stands for.
    #[must_use]
    pub fn may_move(self, address: &[u8]) -> bool {
        self.srs && srs_kind(address).is_some()
    }

    /// The address that stands for this one.
    #[must_use]
    pub fn fold(self, address: Cow<'_, str>) -> Cow<'_, str> {
        let mut address = address;
        if self.srs
            && let Some(original) = without_srs(&address)
        {
            address = Cow::Owned(original);
        }
        if self.verp
            && let Some(folded) = without_verp(&address)
        {
            address = Cow::Owned(folded);
        }
        if self.plus
            && let Some(plain) = without_plus(&address)
        {
            address = Cow::Owned(plain);
        }
        if self.case && address.chars().any(char::is_uppercase) {
            address = Cow::Owned(address.to_lowercase());
        }
        address
    }
}

fn parts(address: &str) -> Option<(&str, &str)> {
    let at = near::rfind(address.as_bytes(), b'@').filter(|&at| at > 0)?;
    Some((&address[..at], &address[at + 1..]))
}

/// `SRS0=hash=tt=example.com=ann@forwarder` and `SRS1=hash=forwarder==hash=tt=example.com=ann@forwarder2`.
fn without_srs(address: &str) -> Option<String> {
    let kind = srs_kind(address.as_bytes())?;
    let (local, _) = parts(address)?;
    let rest = local.get(5..)?;
    let tagged = if kind == b'0' { rest } else { rest.split_once("==")?.1 };
    let mut fields = tagged.splitn(4, '=');
    let (_hash, _stamp, domain, user) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    (!domain.is_empty() && !user.is_empty()).then(|| [user, "@", domain].concat())
}

/// The digit of an address that begins as a rewritten one.
fn srs_kind(address: &[u8]) -> Option<u8> {
    match *address {
        [b's' | b'S', b'r' | b'R', b's' | b'S', kind @ (b'0' | b'1'), b'=' | b'+' | b'-', ..] => Some(kind),
        _ => None,
    }
}

/// Masks what differs from message to message and from recipient to recipient.
fn without_verp(address: &str) -> Option<String> {
    let (local, domain) = parts(address)?;
    if let Some(tagged) = local.strip_prefix("prvs=") {
        return tagged.split_once('=').map(|(_, user)| [user, "@", domain].concat());
    }
    // `prefix-ann=example.com`, `prefix+ann=example.com`: the recipient with its `@` as `=`.
    if let Some(at) = near::rfind(local.as_bytes(), b'=')
        && local[at + 1..].contains('.')
    {
        let before = &local[..at];
        let start = before.rfind(['-', '+']).map_or(0, |at| at + 1);
        // What stands before it are numbers of lists and messages, however short.
        let is_number = |word: &[u8]| is_token(word) || !word.is_empty() && word.iter().all(u8::is_ascii_digit);
        let prefix = masked(&before[..start], is_number);
        let prefix = prefix.trim_end_matches(is_mark).strip_suffix(ANY).unwrap_or(&prefix);
        return Some([prefix, ANY, "@", domain].concat());
    }
    has_token(local.as_bytes()).then(|| [&masked(local, is_token), "@", domain].concat())
}

/// Whether one of several words is a token; a number alone may be a telephone's.
fn has_token(local: &[u8]) -> bool {
    // Most words have no digit: those are passed over in this one walk.
    let (mut start, mut has_digit) = (0, false);
    for (at, &b) in local.iter().enumerate() {
        if is_mark(char::from(b)) {
            if has_digit && is_token(&local[start..at]) {
                return true;
            }
            (start, has_digit) = (at + 1, false);
        }
        has_digit |= b.is_ascii_digit();
    }
    start > 0 && has_digit && is_token(&local[start..])
}

/// Masks the words that hold numbers of messages or recipients; neighbours become one.
fn masked(local: &str, is_token: impl Fn(&[u8]) -> bool) -> String {
    let mut out = String::with_capacity(local.len());
    for piece in local.split_inclusive(is_mark) {
        let word = piece.strip_suffix(is_mark).unwrap_or(piece);
        if is_token(word.as_bytes()) {
            let end = out.trim_end_matches(is_mark).len();
            if out[..end].ends_with(ANY) { out.truncate(end) } else { out.push_str(ANY) }
        } else {
            out.push_str(word);
        }
        out.push_str(&piece[word.len()..]);
    }
    out
}

fn is_mark(c: char) -> bool {
    matches!(c, '-' | '+' | '_' | '.' | '=')
}

/// Whether no person would have such a word in an address: numbers, hexadecimal ones too, and long words with digits.
fn is_token(word: &[u8]) -> bool {
    let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
    let is_number = digits >= 1 && word.len() >= 4 && word.iter().all(u8::is_ascii_hexdigit);
    is_number || word.len() >= 10 && digits >= 3
}

/// Without the subaddress.
fn without_plus(address: &str) -> Option<String> {
    let (local, domain) = parts(address)?;
    let (user, tag) = local.split_once('+')?;
    (!user.is_empty() && tag != ANY).then(|| [user, "@", domain].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(names: &[&str], address: &str) -> String {
        let mut folds = Folds::default();
        for name in names {
            folds.add(name);
        }
        let once = folds.fold(address.into()).into_owned();
        assert_eq!(folds.fold(once.as_str().into()), once, "twice");
        let domain = |address: &str| parts(address).map(|(_, domain)| domain.to_lowercase());
        assert!(domain(&once) == domain(address) || folds.may_move(address.as_bytes()), "{address}");
        assert!(address.starts_with("SRS") || !folds.may_move(address.as_bytes()), "{address}");
        once
    }

    #[test]
    fn each_fold_undoes_its_own() {
        for (name, address, want) in [
            ("verp", "list-bounces+ann=example.com@lists.example.net", "list-bounces+*@lists.example.net"),
            ("verp", "bounce-113-user113=gmail.test@lists.test", "bounce-*@lists.test"),
            ("verp", "bounces+1234567-ab12-ann=example.com@em.example.net", "bounces+*@em.example.net"),
            ("verp", "0100018f0a1b2c3d-4e5f6a7b-8c9d-4e0f-a1b2-c3d4e5f6a7b8-000000@amazonses.com", "*@amazonses.com"),
            ("verp", "prvs=0123456789=ann@example.com", "ann@example.com"),
            ("verp", "ann.lee2@example.com", "ann.lee2@example.com"),
            ("verp", "1234567890@sms.example", "1234567890@sms.example"),
            ("srs", "SRS0=AbCd=5T=example.com=ann@forward.example.net", "ann@example.com"),
            ("srs", "SRS1=XyZ=first.example==AbCd=5T=example.com=ann@second.example", "ann@example.com"),
            ("srs", "SRS0=broken@forward.example.net", "SRS0=broken@forward.example.net"),
            ("plus", "ann+shop@example.com", "ann@example.com"),
            ("case", "Ann@Example.COM", "ann@example.com"),
            ("all", "SRS0=AbCd=5T=Example.com=Ann+x@forward.example.net", "ann@example.com"),
        ] {
            assert_eq!(folded(&[name], address), want, "{name}");
        }
        for address in ["", "root", "@example.com"] {
            assert_eq!(folded(&["all"], address), address);
        }
    }
}
