//! `smtplog.toml`: options that need not be typed.
//!
//! In: what was typed, the definitions of the command line, and the files of the configuration. Out: the command line with the
//! files' values in place of the built-in defaults; so clap's own checks hold for them, and the command line wins. The files may
//! hold rows of the catalogue as well, which [`crate::catalog`] reads.

mod definitions;
mod file;
mod merge;
mod read;
mod show;
#[cfg(test)]
mod tests;
mod typed;
mod value;

use std::ffi::OsString;
use std::path::Path;
use std::sync::OnceLock;

use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};

use crate::args::Cli;
use crate::console;
use file::ConfigFile;
pub(crate) use merge::Origin;
use merge::{Layer, Setting};
pub(crate) use read::Fault;
pub(crate) use show::run;
use typed::Typed;

/// What this run was told by files. It is set once, before the command begins; only messages and the catalogue ask.
static OF_THIS_RUN: OnceLock<Configured> = OnceLock::new();

/// The files, and what of them holds beside what was typed.
#[derive(Debug)]
struct Configured {
    config: Config,
    settings: Vec<Setting>,
}

/// The configuration as it was read.
#[derive(Debug, Default)]
pub(crate) struct Config {
    files: Vec<ConfigFile>,
    /// Files with rows of the catalogue, by their places in `files`.
    with_rows: Vec<usize>,
    /// The weaker ones first.
    layers: Vec<Layer>,
}

/// The command line with what files say. Ends the run if it is wrong, or asks for help.
///
/// # Errors
/// Everything that is wrong with the first file that is.
pub(crate) fn command_line() -> Result<Cli, Vec<Fault>> {
    let words: Vec<OsString> = std::env::args_os().collect();
    let cli = definitions::with_withdrawals(Cli::command());
    let typed = Typed::parse(&cli, &words).unwrap_or_else(|error| console::exit(error));
    let config = match typed.place(&cli) {
        Some(place) => Config::of(&cli, file::files(&place).map_err(|fault| vec![fault])?)?,
        None => Config::default(),
    };
    let (matches, settings) = merged(cli, typed, &words, &config);
    let _ = OF_THIS_RUN.set(Configured { config, settings });
    let parsed = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    Ok(parsed.unwrap_or_else(|error| console::exit(error)))
}

/// Where the value of an option comes from, if from a file.
pub(crate) fn origin(option: &str) -> Option<&'static Origin> {
    let mut settings = OF_THIS_RUN.get()?.settings.iter();
    settings.find(|setting| setting.key == option).map(|setting| &setting.origin)
}

/// The files of the configuration that hold rows of the catalogue, with their texts, the weaker ones first.
pub(crate) fn catalog_files() -> impl Iterator<Item = (&'static Path, &'static str)> {
    let config = OF_THIS_RUN.get().map(|run| &run.config);
    let files = config.into_iter().flat_map(|config| config.with_rows.iter().map(|&at| &config.files[at]));
    files.filter_map(|file| Some((&*file.path, file.text.as_deref()?)))
}

/// What is wrong with the options of a file that may hold rows of the catalogue beside them.
pub(crate) fn check(path: &Path, text: &str) -> Vec<Fault> {
    read::layers(&Cli::command(), &path.into(), text).err().unwrap_or_default()
}

/// What was typed and, beside it, what the configuration says for the command; and the settings that hold so.
fn merged(
    cli: Command,
    typed: Typed,
    words: &[OsString],
    config: &Config,
) -> (Result<ArgMatches, clap::Error>, Vec<Setting>) {
    let name = typed.command().unwrap_or_default().to_owned();
    let of_command = cli.find_subcommand(&name);
    let settings = of_command.map(|command| merge::beside(command, merge::of_files(command, &config.layers), &typed));
    let settings = settings.unwrap_or_default();
    let matches = typed.into_matches(&settings);
    if settings.is_empty() {
        return (matches, settings);
    }
    let with_defaults = || definitions::with_defaults(definitions::without_requirements(cli), &name, &settings);
    let matches = matches.and_then(|_| with_defaults().try_get_matches_from(words));
    (matches, settings)
}

impl Config {
    fn of(cli: &Command, files: Vec<ConfigFile>) -> Result<Self, Vec<Fault>> {
        let mut config = Self { files, ..Self::default() };
        for (at, file) in config.files.iter().enumerate() {
            let Some(text) = &file.text else { continue };
            let (layers, has_rows) = read::layers(cli, &file.path, text)?;
            config.layers.extend(layers);
            config.with_rows.extend(has_rows.then_some(at));
        }
        Ok(config)
    }
}
