//! What was typed, before any file is asked.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, FromArgMatches};

use super::definitions::{is_configured, settable, withdrawn, without_requirements};
use super::merge::Setting;
use crate::args::ConfigArgs;

/// A command line that is right as far as can be told without files.
pub(super) struct Typed {
    matches: ArgMatches,
    /// It names an option that needs another one, which a file may supply.
    missing: Option<clap::Error>,
}

impl Typed {
    /// # Errors
    /// What is wrong with the command line, or the help that it asks for.
    pub(super) fn parse(cli: &Command, words: &[OsString]) -> Result<Self, clap::Error> {
        match cli.clone().try_get_matches_from(words) {
            Ok(matches) => Ok(Self { matches, missing: None }),
            Err(error) if error.kind() == ErrorKind::MissingRequiredArgument => {
                let matches = without_requirements(cli.clone()).try_get_matches_from(words)?;
                Ok(Self { matches, missing: Some(error) })
            }
            Err(error) => Err(error),
        }
    }

    /// The name of the command.
    pub(super) fn command(&self) -> Option<&str> {
        self.matches.subcommand_name()
    }

    /// Where the configuration is, if the command reads one.
    pub(super) fn place(&self, cli: &Command) -> Option<ConfigArgs> {
        let (name, matches) = self.matches.subcommand()?;
        cli.find_subcommand(name).filter(|command| is_configured(command))?;
        ConfigArgs::from_arg_matches(matches).ok()
    }

    /// The arguments that were given.
    pub(super) fn given<'a>(&'a self, command: &'a Command) -> impl Iterator<Item = &'a Arg> {
        settable(command).filter(|arg| self.has(arg.get_id().as_str()))
    }

    /// Whether `--no-KEY` was given for an argument.
    pub(super) fn takes_back(&self, arg: &Arg) -> bool {
        self.has(&withdrawn(arg))
    }

    fn has(&self, id: &str) -> bool {
        self.matches.subcommand().is_some_and(|(_, matches)| matches.value_source(id) == Some(ValueSource::CommandLine))
    }

    /// What was typed, as far as files have no say.
    ///
    /// # Errors
    /// An option lacks another one, which is not among the settings either.
    pub(super) fn into_matches(self, settings: &[Setting]) -> Result<ArgMatches, clap::Error> {
        // It is named as in a usage: `--fail-if <EXPR>`.
        let is_supplied = |wanted: &String| {
            let option = wanted.split_whitespace().next().and_then(|option| option.strip_prefix("--"));
            settings.iter().any(|setting| setting.is_on() && Some(setting.key.as_str()) == option)
        };
        let Some(error) = self.missing else { return Ok(self.matches) };
        match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::Strings(missing)) if missing.iter().all(is_supplied) => Ok(self.matches),
            _ => Err(error),
        }
    }
}
