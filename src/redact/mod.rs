//! Names of people and machines → tokens, so that a report can be shown to strangers.
//!
//! In: a key, and text that came from a log: an address, a login, a host, an IP, a path, or words with any of these in them.
//! Out: the same with tokens (`token`) in their place. Always true: the same name and key give the same token, in every
//! format and in every run; without the key a token cannot be traced back or guessed at; a token stays what it is.
//! Letter case makes no difference. `docs/privacy.md` says what a reader can still tell.

mod catalog;
mod changes;
mod filter;
mod lines;
mod number;
mod path;
mod report;
mod span;
#[cfg(test)]
mod tests;
mod text;
mod token;
mod traffic;
mod vocabulary;

use std::collections::BTreeSet;
use std::net::IpAddr;

pub use lines::RedactedLines;

use crate::catalog::Catalog;
use crate::error::Error;
use crate::input::Note;
use token::{Sort, Tokens};
use vocabulary::Vocabulary;

/// A key has at least so many bytes: shorter ones are passwords, which can be guessed.
pub const MIN_KEY_BYTES: usize = 16;

/// What a redacted domain ends in: nobody can have it (RFC 2606).
const INVALID: &str = "invalid";

/// What is not replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    /// Domain and host names, those in addresses too.
    pub domains: bool,
    /// Domains of the catalogue's providers, and the public hosts that the catalogue names: blocklists, help pages.
    pub providers: bool,
}

impl Keep {
    /// The names that [`Self::add`] knows.
    pub const NAMES: &'static [&'static str] = &["domains", "providers"];

    /// Adds what is kept under that name; other names add nothing.
    pub fn add(&mut self, name: &str) {
        match name {
            "domains" => self.domains = true,
            "providers" => self.providers = true,
            _ => {}
        }
    }

    /// The names of what is kept.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        [(self.domains, "domains"), (self.providers, "providers")]
            .iter()
            .filter(|kept| kept.0)
            .map(|kept| kept.1)
            .collect()
    }
}

/// How names became tokens. Reports can be compared if this is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// A mark of the key, which tells nothing else of it.
    pub key: String,
    /// What stayed.
    pub keep: Keep,
}

impl Redaction {
    /// That of a [`Redactor`] with this key.
    #[must_use]
    pub fn new(key: &[u8], keep: Keep) -> Self {
        Self { key: Tokens::new(key).mark(), keep }
    }
}

/// Replaces names by tokens.
#[derive(Debug)]
pub struct Redactor {
    tokens: Tokens,
    keep: Keep,
    /// Domains of providers, if they are kept.
    providers: BTreeSet<String>,
    /// Hosts that the catalogue names, if they are kept.
    public: BTreeSet<String>,
    vocabulary: Vocabulary,
}

impl Redactor {
    /// A redactor with this key, of at least [`MIN_KEY_BYTES`]; `catalog` says who is a provider.
    #[must_use]
    pub fn new(key: &[u8], keep: Keep, catalog: &Catalog) -> Self {
        let (providers, public) =
            if keep.providers { (catalog::providers(catalog), catalog::hosts(catalog)) } else { Default::default() };
        Self { tokens: Tokens::new(key), keep, providers, public, vocabulary: Vocabulary::of(Catalog::get()) }
    }

    /// How it redacts.
    #[must_use]
    pub fn redaction(&self) -> Redaction {
        Redaction { key: self.tokens.mark(), keep: self.keep }
    }

    /// A mail address; the null sender stays, and so does an `@` without anything in front.
    #[must_use]
    pub fn address(&self, address: &str) -> String {
        match address.rsplit_once('@') {
            None => self.user(address),
            Some(("", domain)) => format!("@{}", self.name(domain)),
            Some((_, domain)) if token::is_address(address) => format!("{}@{}", local(address), self.name(domain)),
            Some((local, domain)) => {
                // Of the whole address: `info` of one domain and of another have nothing in common.
                let whole = format!("{local}@{}", domain.trim_end_matches('.'));
                format!("{}@{}", self.tokens.token(Sort::User, &whole), self.name(domain))
            }
        }
    }

    /// A login: an address, or the name of a user.
    #[must_use]
    pub fn user(&self, user: &str) -> String {
        match user {
            _ if user.is_empty() || token::is_token(user) => user.to_owned(),
            _ if user.contains('@') => self.address(user),
            _ => self.tokens.token(Sort::User, user),
        }
    }

    /// A domain, a host, or the address of a host.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        let lower = name.strip_suffix('.').unwrap_or(name).to_lowercase();
        if let Some(literal) = lower.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return format!("[{}]", self.name(literal.strip_prefix("ipv6:").unwrap_or(literal)));
        }
        match lower.as_str() {
            "" => String::new(),
            _ if number::is_ip(&lower) => self.ip(&lower),
            _ if self.is_redacted(&lower) || self.keep.domains && !number::holds_ip(&lower) => name.to_owned(),
            _ if lower.starts_with('/') => self.path(&lower),
            _ if self.public.contains(&lower) => lower,
            _ => self.below(&lower),
        }
    }

    /// The token of a name: that of its registered domain, with one in front if it is a host or a domain below.
    fn below(&self, lower: &str) -> String {
        let provider = suffixes(lower).find(|suffix| self.providers.contains(*suffix));
        let (domain, shown) = match provider.or_else(|| psl::domain_str(lower)) {
            None => return self.tokens.token(Sort::Host, lower),
            Some(domain) if provider.is_some() || self.keep.domains => (domain, domain.to_owned()),
            Some(domain) => (domain, format!("{}.{INVALID}", self.tokens.token(Sort::Domain, domain))),
        };
        if domain == lower { shown } else { format!("{}.{shown}", self.tokens.token(Sort::Host, lower)) }
    }

    /// Whether the name, in lower case, has been made here.
    fn is_redacted(&self, lower: &str) -> bool {
        let (first, rest) = lower.split_once('.').unwrap_or((lower, INVALID));
        token::is_token(first) && (rest == INVALID || self.providers.contains(rest) || self.is_redacted(rest))
    }

    /// An IP address of either version; spellings of one address have one token.
    #[must_use]
    pub fn ip(&self, ip: &str) -> String {
        match ip.parse::<IpAddr>() {
            _ if token::is_token(ip) => ip.to_owned(),
            Ok(ip) => self.tokens.token(Sort::Ip, &ip.to_canonical().to_string()),
            Err(_) => self.tokens.token(Sort::Ip, ip),
        }
    }

    /// An id of a message, queue or session.
    #[must_use]
    pub fn id(&self, id: &str) -> String {
        if token::is_token(id) { id.to_owned() } else { self.tokens.exact(Sort::Id, id) }
    }

    /// Any other word that is nobody's business.
    fn word(&self, word: &str) -> String {
        if token::is_token(word) { word.to_owned() } else { self.tokens.token(Sort::Name, word) }
    }

    /// The problem with the path of its source redacted.
    #[must_use]
    pub fn problem(&self, problem: Error) -> Error {
        let path = self.path(&problem.path().to_string_lossy());
        problem.at(path)
    }

    /// The note with its paths redacted.
    #[must_use]
    pub fn note(&self, note: Note) -> Note {
        note.map_paths(|path| self.path(&path.to_string_lossy()).into())
    }
}

fn local(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(local, _)| local)
}

/// The name itself and what is behind each of its dots, longest first.
fn suffixes(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| Some(name.split_once('.')?.1))
}
