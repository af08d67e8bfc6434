//! `smtplog config`: what holds where nothing is typed, and where it comes from; as a file that smtplog reads.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Arg, Command, CommandFactory};
use smtplog::render::visible;

use super::definitions::{commands, is_flag, is_list, is_number, key, settable};
use super::merge::{Setting, of_files};
use super::value::{quoted, toml};
use super::{Config, OF_THIS_RUN};
use crate::args::{Cli, ShowConfigArgs, names_of};
use crate::console;
use crate::exit::ExitStatus;

/// Columns in front of a comment; longer values push it on.
const MAX_COLUMN: usize = 44;

pub(crate) fn run(args: &ShowConfigArgs) -> Result<ExitStatus> {
    let cli = Cli::command();
    let asked = args.command.as_deref();
    if let Some(unknown) = asked.filter(|asked| commands(&cli).all(|command| command.get_name() != *asked)) {
        let known = names_of(commands(&cli).map(Command::get_name));
        console::error(&format!("expected one of {known}; found \"{unknown}\""));
        return Ok(ExitStatus::Usage);
    }
    let empty = Config::default();
    let config = OF_THIS_RUN.get().map_or(&empty, |run| &run.config);
    write(&cli, config, asked, &mut io::stdout().lock())?;
    Ok(ExitStatus::Complete)
}

/// All tables, or that of one command, below a list of the files.
pub(super) fn write(cli: &Command, config: &Config, asked: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    for file in &config.files {
        let found = if file.text.is_some() { "read" } else { "not there" };
        writeln!(out, "# {}: {found}", visible(&file.path.display().to_string()))?;
    }
    if config.files.is_empty() {
        writeln!(out, "# no file is read")?;
    }
    for command in commands(cli).filter(|command| asked.is_none_or(|asked| asked == command.get_name())) {
        out.write_all(table(command, &of_files(command, &config.layers)).as_bytes())?;
    }
    Ok(())
}

fn table(command: &Command, settings: &[Setting]) -> String {
    let line = |arg| line(arg, settings.iter().find(|setting| setting.key == key(arg)));
    let lines: Vec<(String, String)> = settable(command).map(line).collect();
    let widths = lines.iter().map(|(value, _)| value.chars().count());
    let column = widths.filter(|width| *width <= MAX_COLUMN).max().unwrap_or_default();
    let lines = lines.iter().map(|(value, comment)| format!("{value:column$}  # {comment}\n"));
    format!("\n[{}]\n{}", command.get_name(), lines.collect::<String>())
}

/// A key with its value, and where that comes from. What has no value is a comment.
fn line(arg: &Arg, setting: Option<&Setting>) -> (String, String) {
    if let Some(setting) = setting {
        let origin = visible(&setting.origin.to_string()).into_owned();
        return (format!("{} = {}", key(arg), toml(arg, &setting.words)), origin);
    }
    let words: Vec<String> = arg.get_default_values().iter().map(|word| word.to_string_lossy().into_owned()).collect();
    match words.is_empty() {
        false => (format!("{} = {}", key(arg), toml(arg, &words)), "default".to_owned()),
        true if is_flag(arg) => (format!("{} = false", key(arg)), "default".to_owned()),
        true => (format!("# {} = {}", key(arg), placeholder(arg)), default_in_words(arg)),
    }
}

fn placeholder(arg: &Arg) -> String {
    let name = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
    let value = if is_number(arg) { name } else { quoted(&name) };
    if is_list(arg) { format!("[{value}]") } else { value }
}

/// What the help says about it in brackets.
fn default_in_words(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let words = help.split_once("[default: ").and_then(|(_, words)| words.split_once(']'));
    words.map_or_else(|| "not set".to_owned(), |(words, _)| format!("default: {words}"))
}
