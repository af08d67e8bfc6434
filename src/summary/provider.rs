//! Who runs a host, by its name.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

/// Domains of providers' hosts. The numbers are the caller's; 0 is nobody.
#[derive(Debug, Clone, Default)]
pub struct Providers {
    by_domain: HashMap<Box<[u8]>, u16, RandomState>,
}

impl Providers {
    /// Domains in lower case with their providers' numbers; the first of a domain wins.
    pub fn new<'a>(domains: impl IntoIterator<Item = (&'a str, u16)>) -> Self {
        let mut by_domain: HashMap<Box<[u8]>, u16, RandomState> = HashMap::default();
        for (domain, provider) in domains {
            by_domain.entry(domain.as_bytes().into()).or_insert(provider);
        }
        Self { by_domain }
    }

    /// The provider of a host: that of the longest domain at the end of its name.
    pub(super) fn of(&self, host: &[u8]) -> u16 {
        let host = host.to_ascii_lowercase();
        let mut rest = &host[..];
        loop {
            if let Some(&provider) = self.by_domain.get(rest) {
                return provider;
            }
            match memchr::memchr(b'.', rest) {
                Some(dot) => rest = &rest[dot + 1..],
                None => return 0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_belong_to_the_nearest_domain() {
        let providers = Providers::new([("google.com", 1), ("outlook.com", 2), ("eur.outlook.com", 3)]);
        let of = |host: &str| providers.of(host.as_bytes());
        assert_eq!([of("aspmx.l.Google.com"), of("google.com"), of("notgoogle.com"), of("")], [1, 1, 0, 0]);
        assert_eq!([of("a.outlook.com"), of("b.eur.outlook.com")], [2, 3]);
    }
}
