//! `--redact`: where its key comes from, and what a report says about it. The key is never shown, and never an argument: those
//! are seen by everybody on the machine.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use smtplog::catalog::{Catalog, Lang};
use smtplog::redact::{Keep, MIN_KEY_BYTES, Redaction, Redactor};

use crate::args::names;

/// The variable that holds the key.
const VARIABLE: &str = "SMTPLOG_REDACT_KEY";
/// Bytes of a key that is made for one run.
const NEW_KEY_BYTES: usize = 32;
/// A file with more is no key.
const MAX_KEY_BYTES: u64 = 1 << 16;

#[derive(Debug, Args)]
#[command(next_help_heading = "Privacy")]
pub(crate) struct RedactArgs {
    /// Replace addresses, user names, hosts and IPs by tokens: in the report, in unmatched lines, in rules to fill in
    #[arg(long)]
    pub(crate) redact: bool,

    /// File with the key of the tokens: the same key makes the same ones [default: the variable `SMTPLOG_REDACT_KEY`, else a new
    /// key for each run]
    #[arg(long, value_name = "FILE", requires = "redact")]
    pub(crate) redact_key: Option<PathBuf>,

    /// Names to leave as they are, several by comma: domains (with hosts), providers (those of the catalogue, and hosts that it names)
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        value_parser = names(Keep::NAMES, |name| name),
        hide_possible_values = true,
        requires = "redact"
    )]
    redact_keep: Vec<String>,
}

/// How to redact, found before anything is read.
pub(crate) struct Plan {
    key: Vec<u8>,
    keep: Keep,
    /// The key was made for this run.
    is_new: bool,
}

impl Plan {
    /// `None` if nothing is to be redacted.
    pub(crate) fn of(args: &RedactArgs) -> Result<Option<Self>> {
        if !args.redact {
            return Ok(None);
        }
        let mut keep = Keep::default();
        args.redact_keep.iter().for_each(|name| keep.add(name));
        let found = match &args.redact_key {
            Some(path) => Some(from_file(path)?),
            None => from_environment()?,
        };
        let is_new = found.is_none();
        let key = found.map_or_else(new_key, Ok)?;
        Ok(Some(Self { key, keep, is_new }))
    }

    /// How it redacts.
    pub(crate) fn redaction(&self) -> Redaction {
        Redaction::new(&self.key, self.keep)
    }

    pub(crate) fn redactor(&self, catalog: &Catalog) -> Redactor {
        Redactor::new(&self.key, self.keep, catalog)
    }

    /// What readers of the report are told.
    pub(crate) fn note(&self, lang: Lang) -> &'static str {
        match (lang, self.is_new) {
            (Lang::En, false) => "addresses, names and IPs are tokens (--redact)",
            (Lang::En, true) => {
                "addresses, names and IPs are tokens (--redact); their key was made for this run, so they differ in any other"
            }
            (Lang::Ja, false) => "アドレス、名前、IP アドレスはトークンに置き換えてあります (--redact)",
            (Lang::Ja, true) => {
                "アドレス、名前、IP アドレスはトークンに置き換えてあります (--redact)。鍵はこの実行だけのもので、次の実行では別のトークンになります"
            }
        }
    }
}

fn from_file(path: &Path) -> Result<Vec<u8>> {
    let context = || format!("{}: the key cannot be read", path.display());
    let length = fs::metadata(path).with_context(context)?.len();
    if length > MAX_KEY_BYTES {
        bail!("{}: too long for a key; make one with: openssl rand -hex 32", path.display());
    }
    let key = fs::read(path).with_context(context)?;
    checked(key.trim_ascii(), &path.display().to_string())
}

fn from_environment() -> Result<Option<Vec<u8>>> {
    let value = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    value.map(|value| checked(value.as_encoded_bytes().trim_ascii(), VARIABLE)).transpose()
}

fn checked(key: &[u8], place: &str) -> Result<Vec<u8>> {
    if key.len() < MIN_KEY_BYTES {
        bail!("{place}: a key has at least {MIN_KEY_BYTES} bytes; make one with: openssl rand -hex 32");
    }
    Ok(key.to_vec())
}

fn new_key() -> Result<Vec<u8>> {
    let mut key = vec![0; NEW_KEY_BYTES];
    getrandom::fill(&mut key)
        .map_err(|error| anyhow::anyhow!("no key can be made: {error}; give one with --redact-key"))?;
    Ok(key)
}
