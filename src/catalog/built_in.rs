//! The files built into the program, in the order in which their rules are asked.

use toml::Table;

use super::language::{Lang, translate};
use super::tables::Tables;

/// A file and its translations.
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    /// The Japanese one; empty if there is none yet.
    pub(super) ja: &'static str,
}

macro_rules! file {
    ($name:literal) => {
        File { name: $name, text: include_str!(concat!("data/", $name)), ja: "" }
    };
    ($name:literal, ja) => {
        File { ja: include_str!(concat!("data/ja/", $name)), ..file!($name) }
    };
}

/// Providers before programs: who runs a server says more than what it runs.
pub(super) const FILES: &[File] = &[
    file!("replies.toml", ja),
    file!("enhanced.toml"),
    file!("no_reply.toml", ja),
    file!("providers/gmail.toml"),
    file!("providers/microsoft.toml"),
    file!("providers/yahoo.toml"),
    file!("providers/apple.toml"),
    file!("providers/comcast.toml"),
    file!("providers/spectrum.toml"),
    file!("providers/cox.toml"),
    file!("providers/gmx.toml"),
    file!("providers/orange.toml"),
    file!("providers/others.toml"),
    file!("providers/mimecast.toml"),
    file!("providers/filters.toml"),
    file!("blocklists.toml"),
    file!("mta/postfix.toml"),
    file!("mta/exim.toml"),
    file!("pairs.toml", ja),
];

/// All rows, in the language as far as it goes.
///
/// # Panics
/// If a file is malformed; the tests read them all.
pub(super) fn tables(lang: Lang) -> Tables {
    FILES.iter().fold(Tables::default(), |mut all, file| {
        all.append(file.tables(lang));
        all
    })
}

impl File {
    fn tables(&self, lang: Lang) -> Tables {
        let tables = match lang {
            Lang::En => toml::from_str(self.text),
            Lang::Ja => toml::from_str(self.text).and_then(|mut rows: Table| {
                translate(&mut rows, &toml::from_str(self.ja)?, lang);
                rows.try_into()
            }),
        };
        tables.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}
