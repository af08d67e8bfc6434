//! `smtplog man`: manual pages in roff.
//!
//! In: the definitions of the command line, and the sections of [`crate::manual`]. Out: a page per command. Always true: pages
//! hold neither commit nor date, so that the same sources give the same pages.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use clap::builder::PossibleValue;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::args::{Cli, ManArgs, names_of};
use crate::console;
use crate::exit::ExitStatus;
use crate::manual::{self, Section};

pub(crate) fn run(args: &ManArgs) -> Result<ExitStatus> {
    let pages = pages()?;
    if let Some(dir) = &args.dir {
        return write_all(&pages, dir);
    }
    let wanted = [&["smtplog".to_owned()], args.command.as_slice()].concat().join("-");
    let Some(page) = pages.iter().find(|page| page.name == wanted) else {
        let known = names_of(pages.iter().skip(1).map(Page::command));
        console::error(&format!("expected one of {known}; found \"{}\"", args.command.join(" ")));
        return Ok(ExitStatus::Usage);
    };
    io::stdout().write_all(&page.roff)?;
    Ok(ExitStatus::Complete)
}

/// A manual page of section 1.
struct Page {
    /// `smtplog-analyze`
    name: String,
    roff: Vec<u8>,
}

impl Page {
    /// `analyze`; of the main page `smtplog`.
    fn command(&self) -> &str {
        self.name.strip_prefix("smtplog-").unwrap_or(&self.name)
    }
}

fn write_all(pages: &[Page], dir: &Path) -> Result<ExitStatus> {
    let cannot = || format!("{}: cannot be written; check the directory and its permissions", dir.display());
    fs::create_dir_all(dir).with_context(cannot)?;
    for page in pages {
        fs::write(dir.join(format!("{}.1", page.name)), &page.roff).with_context(cannot)?;
    }
    Ok(ExitStatus::Complete)
}

/// All pages, each before those of its subcommands.
fn pages() -> Result<Vec<Page>> {
    let mut cli =
        Cli::command().version(env!("CARGO_PKG_VERSION")).long_version(None::<&str>).disable_help_subcommand(true);
    cli.build();
    let mut commands = Vec::new();
    add(&cli, &mut commands);
    let names: Vec<&str> = commands.iter().map(|command| name(command)).collect();
    let page = |command: &&Command| Ok(Page { name: name(command).to_owned(), roff: page(command, &names)? });
    commands.iter().map(page).collect()
}

fn add<'a>(command: &'a Command, commands: &mut Vec<&'a Command>) {
    commands.push(command);
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        add(subcommand, commands);
    }
}

/// `smtplog-catalog-lint`
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// A page in the order of man-pages(7): what the definitions say, then our own sections.
fn page(command: &Command, names: &[&str]) -> Result<Vec<u8>> {
    let name = name(command);
    let man = Man::new(for_manual(command));
    let mut page = title(name);
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let after_help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut roff = Roff::new();
    for section in manual::sections(name, &after_help) {
        add_section(&mut roff, &section);
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman(manual::see_also(name, names))]);
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// The first line. The date stays empty, which the generator cannot write.
fn title(name: &str) -> Vec<u8> {
    let version = env!("CARGO_PKG_VERSION");
    format!(".TH {} 1 \"\" \"smtplog {version}\" \"User Commands\"\n", name.to_uppercase()).into_bytes()
}

/// The definitions with the usage of `--help` for a synopsis, and each option's values in a line instead of a list.
fn for_manual(command: &Command) -> Command {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    command.clone().override_usage(usage).subcommand_help_heading("COMMANDS").mut_args(|arg| {
        let values = if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() };
        let Some(help) = arg.get_help().filter(|_| !values.is_empty()) else { return arg };
        let help = format!("{help} [one of: {}]", names_of(values.iter().map(PossibleValue::get_name)));
        arg.help(help).hide_possible_values(true)
    })
}

/// A heading, then each term with its text below it.
fn add_section(roff: &mut Roff, section: &Section) {
    roff.control("SH", [section.title]);
    for (term, text) in &section.items {
        roff.control("TP", []);
        roff.text([bold(*term)]);
        roff.text([roman(*text)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let pages = pages().unwrap();
        let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
        for command in Cli::command().get_subcommands() {
            let name = format!("smtplog-{}", command.get_name());
            assert!(names.contains(&name.as_str()), "{name} has no page");
        }
        assert!(names.contains(&"smtplog-catalog-lint"), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("help")), "{names:?}");
    }

    #[test]
    fn pages_have_their_sections_in_order() {
        for page in pages().unwrap() {
            let roff = String::from_utf8(page.roff).unwrap();
            let headings: Vec<&str> = roff.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
            let order = ["NAME", "SYNOPSIS", "DESCRIPTION", "\"EXIT STATUS\"", "EXAMPLES", "\"SEE ALSO\""];
            let places = order.map(|title| headings.iter().position(|heading| *heading == title));
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {headings:?}", page.name);
        }
    }

    #[test]
    fn pages_do_not_depend_on_the_commit() {
        for page in pages().unwrap() {
            let roff = String::from_utf8(page.roff).unwrap();
            let title = roff.lines().find(|line| line.starts_with(".TH ")).unwrap();
            let expected = concat!(" 1 \"\" \"smtplog ", env!("CARGO_PKG_VERSION"), "\" \"User Commands\"");
            assert!(title.ends_with(expected), "{title}");
        }
    }
}
