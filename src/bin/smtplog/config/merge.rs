//! Which settings hold: built-in default < file < later file < command line.
//!
//! Within a file the table of a command stands above `[common]`. What is said later takes the place of what was said before for
//! the same key, and of everything that cannot stand beside it: `--period` on the command line puts a file's `since` aside.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use clap::{Arg, Command};

use super::definitions::{are_together, argument, conflict};
use super::typed::Typed;

/// The table that holds for every command.
pub(super) const COMMON: &str = "common";

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(super) path: Arc<Path>,
    /// Counted from 1.
    pub(super) line: usize,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) key: String,
    /// As on the command line; `true` or `false` of a flag.
    pub(super) words: Vec<String>,
    pub(super) origin: Origin,
}

impl Setting {
    /// Whether it says more than that something is not so.
    pub(super) fn is_on(&self) -> bool {
        !self.words.is_empty() && self.words != ["false"]
    }
}

/// The settings of a table.
#[derive(Debug)]
pub(super) struct Layer {
    /// The name of a command, or [`COMMON`].
    pub(super) table: String,
    pub(super) settings: Vec<Setting>,
}

/// The settings of the layers that hold for a command; later layers are stronger.
pub(super) fn of_files(command: &Command, layers: &[Layer]) -> Vec<Setting> {
    let mut kept: Vec<Setting> = Vec::new();
    for layer in layers.iter().filter(|layer| layer.table == COMMON || layer.table == command.get_name()) {
        let known = |setting: &&Setting| argument(command, &setting.key).is_some();
        let new: Vec<&Setting> = layer.settings.iter().filter(known).collect();
        kept.retain(|old| !new.iter().any(|new| replaces(command, new, old)));
        kept.extend(new.into_iter().cloned());
    }
    kept
}

/// Those among them that hold beside what was typed.
pub(super) fn beside(command: &Command, mut settings: Vec<Setting>, typed: &Typed) -> Vec<Setting> {
    settings.retain(|setting| {
        let Some(arg) = argument(command, &setting.key) else { return false };
        !typed.takes_back(arg) && !typed.given(command).any(|given| excludes(command, given, arg, setting.is_on()))
    });
    settings
}

fn replaces(command: &Command, new: &Setting, old: &Setting) -> bool {
    let (Some(a), Some(b)) = (argument(command, &new.key), argument(command, &old.key)) else { return false };
    excludes(command, a, b, new.is_on() && old.is_on())
}

/// Whether an argument that is given leaves no place for the other one.
fn excludes(command: &Command, given: &Arg, other: &Arg, are_on: bool) -> bool {
    given.get_id() == other.get_id() || (are_on && (conflict(command, given, other) || are_together(given, other)))
}

/// The first setting of a layer that cannot stand beside an earlier one of the same layer, and that one.
pub(super) fn contradiction<'a>(command: &Command, layer: &'a Layer) -> Option<(&'a Setting, &'a Setting)> {
    let on = || layer.settings.iter().filter(|setting| setting.is_on());
    on().enumerate().find_map(|(at, later)| {
        let arg = argument(command, &later.key)?;
        let collides =
            |earlier: &&Setting| argument(command, &earlier.key).is_some_and(|earlier| conflict(command, arg, earlier));
        on().take(at).find(collides).map(|earlier| (later, earlier))
    })
}
