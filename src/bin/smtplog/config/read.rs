//! The text of `smtplog.toml` → layers of settings, or everything that is wrong with it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use clap::Command;
use smtplog::catalog::{Complaint, TABLES};
use smtplog::guide::alike;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::definitions::{argument, commands, key, settable};
use super::merge::{COMMON, Layer, Origin, Setting, contradiction};
use super::value;
use crate::args::names_of;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(super) path: Arc<Path>,
    /// Counted from 1; `None` if it is about the file.
    pub(super) line: Option<usize>,
    pub(super) what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.line {
            Some(line) => write!(f, "{path}:{line}: {}", self.what),
            None => write!(f, "{path}: {}", self.what),
        }
    }
}

impl From<Fault> for Complaint {
    fn from(fault: Fault) -> Self {
        Self { line: fault.line.unwrap_or(1), row: String::new(), what: fault.what }
    }
}

/// The settings of a file, the weaker layers first, and whether it holds rows of the catalogue too.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub(super) fn layers(cli: &Command, path: &Arc<Path>, text: &str) -> Result<(Vec<Layer>, bool), Vec<Fault>> {
    let mut reader = Reader { cli, path, text, faults: Vec::new() };
    let file = match DeTable::parse(text) {
        Ok(file) => file.into_inner(),
        Err(error) => {
            let what = error.message().replace('\n', ", ");
            reader.fault(error.span().map_or(0, |span| span.start), what);
            return Err(reader.faults);
        }
    };
    let (rows, options): (Vec<_>, Vec<_>) = file.iter().partition(|(name, _)| TABLES.contains(&&**name.get_ref()));
    let mut layers: Vec<Layer> = options.into_iter().filter_map(|(name, value)| reader.layer(name, value)).collect();
    layers.sort_by_key(|layer| layer.table != COMMON);
    reader.faults.sort();
    if reader.faults.is_empty() { Ok((layers, !rows.is_empty())) } else { Err(reader.faults) }
}

struct Reader<'a> {
    cli: &'a Command,
    path: &'a Arc<Path>,
    text: &'a str,
    faults: Vec<Fault>,
}

type Name<'i> = Spanned<DeString<'i>>;

impl Reader<'_> {
    fn layer(&mut self, name: &Name<'_>, value: &Spanned<DeValue<'_>>) -> Option<Layer> {
        let (table, at) = (name.get_ref().as_ref(), name.span().start);
        let of: Vec<&Command> = commands(self.cli).filter(|c| table == COMMON || c.get_name() == table).collect();
        if of.is_empty() {
            let what = self.unknown_table(table, value.get_ref().is_table());
            self.fault(at, what);
            return None;
        }
        let Some(entries) = value.get_ref().as_table() else {
            self.fault(at, format!("expected a table of options, [{table}]; found no table"));
            return None;
        };
        let settings = entries.iter().filter_map(|(key, value)| self.setting(table, &of, key, value)).collect();
        let mut layer = Layer { table: table.to_owned(), settings };
        layer.settings.sort_by_key(|setting| setting.origin.line);
        if let Some((later, earlier)) = of.iter().find_map(|command| contradiction(command, &layer)) {
            let what =
                format!("[{table}] {}: cannot stand beside {} (line {})", later.key, earlier.key, earlier.origin.line);
            self.faults.push(Fault { path: self.path.clone(), line: Some(later.origin.line), what });
        }
        Some(layer)
    }

    /// A key for one command, or for all that have such an option: then each of them must take the value.
    fn setting(
        &mut self,
        table: &str,
        of: &[&Command],
        name: &Name<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Setting> {
        let key = name.get_ref().as_ref();
        let mut found = None;
        for command in of {
            let Some(arg) = argument(command, key) else { continue };
            match value::words(arg, value) {
                Ok(words) => found = Some(words),
                Err((at, what)) => {
                    let whose = if of.len() > 1 { format!(" (for {})", command.get_name()) } else { String::new() };
                    self.fault(at, format!("[{table}] {key}{whose}: {what}"));
                    return None;
                }
            }
        }
        if found.is_none() {
            let what = self.unknown_key(table, of, key);
            self.fault(name.span().start, what);
        }
        let origin = Origin { path: self.path.clone(), line: self.line(name.span().start) };
        found.map(|words| Setting { key: key.to_owned(), words, origin })
    }

    fn unknown_table(&self, table: &str, is_table: bool) -> String {
        if !is_table && commands(self.cli).any(|command| argument(command, table).is_some()) {
            return format!("{table}: an option stands in a table: below [{COMMON}], or that of a command");
        }
        let known = || commands(self.cli).map(Command::get_name).chain([COMMON]);
        let near = near(known().chain(TABLES), table);
        format!("[{table}]: no such table; options stand below one of {}{near}", names_of(known()))
    }

    fn unknown_key(&self, table: &str, of: &[&Command], unknown: &str) -> String {
        let others = commands(self.cli).filter(|command| argument(command, unknown).is_some()).map(Command::get_name);
        let others = names_of(others);
        if !others.is_empty() {
            return format!("[{table}] {unknown}: {table} has no such option; it is one of {others}");
        }
        let known = of.iter().flat_map(|command| settable(command).map(key));
        format!("[{table}] {unknown}: no such option{}", near(known, unknown))
    }

    fn fault(&mut self, at: usize, what: String) {
        self.faults.push(Fault { path: self.path.clone(), line: Some(self.line(at)), what });
    }

    fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or(self.text).matches('\n').count() + 1
    }
}

/// The known name that looks most like the unknown one, as the end of a message.
fn near<'a>(known: impl Iterator<Item = &'a str>, unknown: &str) -> String {
    alike(known, unknown).first().map(|near| format!("; did you mean {near}?")).unwrap_or_default()
}
