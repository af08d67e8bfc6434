//! What stands for a name: its sort, and sixty bits of a keyed hash.
//!
//! In: a sort and a name. Out: `user-3f9a2c7x01bq`. Always true: the hash is an HMAC with SHA-256, so only who has the key can make
//! the token of a name or try names out. That two of a million names share a token has a chance of one in two million.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Digits that cannot be taken for each other: no i, l, o, u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Digits of a token: five bits of a byte of the hash each.
const LEN: usize = 12;

/// Stands before the mark of a key, and before no token.
const KEY: &str = "key-";

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    User,
    Domain,
    Host,
    Ip,
    Id,
    Path,
    Name,
}

impl Sort {
    const ALL: [Self; 7] = [Self::User, Self::Domain, Self::Host, Self::Ip, Self::Id, Self::Path, Self::Name];

    const fn prefix(self) -> &'static str {
        match self {
            Self::User => "user-",
            Self::Domain => "domain-",
            Self::Host => "host-",
            Self::Ip => "ip-",
            Self::Id => "id-",
            Self::Path => "path-",
            Self::Name => "name-",
        }
    }
}

/// Makes tokens with one key, which is never shown.
pub(super) struct Tokens(Hmac<Sha256>);

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(..)")
    }
}

impl Tokens {
    pub(super) fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
    }

    /// The token of a name in any letter case.
    pub(super) fn token(&self, sort: Sort, name: &str) -> String {
        self.exact(sort, &name.to_lowercase())
    }

    /// The token of a name in this letter case.
    pub(super) fn exact(&self, sort: Sort, name: &str) -> String {
        self.keyed(sort.prefix(), name)
    }

    /// What tells this key from others.
    pub(super) fn mark(&self) -> String {
        self.keyed(KEY, "")
    }

    fn keyed(&self, prefix: &str, name: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(prefix.as_bytes());
        mac.update(name.as_bytes());
        let hash = mac.finalize().into_bytes();
        let digits = hash.iter().take(LEN).map(|byte| char::from(DIGITS[usize::from(*byte) % DIGITS.len()]));
        prefix.chars().chain(digits).collect()
    }
}

/// A regular expression for tokens.
pub(super) fn expression() -> String {
    let prefixes: Vec<_> = Sort::ALL.iter().map(|sort| sort.prefix()).collect();
    format!("(?:{})[0-9a-z]{{{LEN}}}", prefixes.join("|"))
}

/// Whether the word is a token.
pub(super) fn is_token(word: &str) -> bool {
    let digits = Sort::ALL.iter().find_map(|sort| word.strip_prefix(sort.prefix()));
    digits.is_some_and(|digits| digits.len() == LEN && digits.bytes().all(|b| DIGITS.contains(&b)))
}

/// Whether the local part of the address is a token.
pub(super) fn is_address(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, _)| is_token(local))
}
