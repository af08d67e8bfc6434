//! What `smtplog.toml` may hold, as the definitions of the command line say: a new option can be set without further code.

use std::any::TypeId;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Arg, ArgAction, Command};

use super::merge::Setting;

/// Options that say where the configuration is, and those that end a run.
const NEVER_SET: [&str; 4] = ["config", "no-config", "help", "version"];

/// Pairs of options that together say one thing: where one of them is given anew, the other one of an earlier place says nothing.
const TOGETHER: [(&str, &str); 1] = [("format", "output")];

/// Whether a command reads the configuration.
pub(super) fn is_configured(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some("config"))
}

/// The commands that have a table.
pub(super) fn commands(cli: &Command) -> impl Iterator<Item = &Command> {
    cli.get_subcommands().filter(|command| settable(command).next().is_some())
}

/// The arguments that have a key in the table of a command: options that its help shows, and paths that may be left out.
pub(super) fn settable(command: &Command) -> impl Iterator<Item = &Arg> {
    let is_configured = is_configured(command);
    command.get_arguments().filter(move |arg| is_configured && is_settable(arg))
}

fn is_settable(arg: &Arg) -> bool {
    match arg.get_long() {
        Some(long) => !arg.is_hide_set() && !NEVER_SET.contains(&long),
        None => !arg.is_required_set() && arg.get_value_parser().type_id() == TypeId::of::<PathBuf>(),
    }
}

/// The argument's key in a file: the long name of an option, the plain name of paths.
pub(super) fn key(arg: &Arg) -> &str {
    arg.get_long().unwrap_or_else(|| arg.get_id().as_str())
}

/// The argument of a key.
pub(super) fn argument<'a>(command: &'a Command, wanted: &str) -> Option<&'a Arg> {
    settable(command).find(|arg| key(arg) == wanted)
}

/// Whether an argument stands alone, without values.
pub(super) fn is_flag(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::SetTrue)
}

/// Whether an argument takes more than one value.
pub(super) fn is_list(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append) || arg.get_num_args().is_some_and(|n| n.max_values() > 1)
}

/// Whether the values of an argument are numbers.
pub(super) fn is_number(arg: &Arg) -> bool {
    let numbers = [
        TypeId::of::<u8>(),
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<i16>(),
        TypeId::of::<i64>(),
        TypeId::of::<f64>(),
    ];
    let found = arg.get_value_parser().type_id();
    numbers.into_iter().any(|number| found == number)
}

/// Whether clap refuses the two arguments beside each other.
pub(super) fn conflict(command: &Command, a: &Arg, b: &Arg) -> bool {
    let names =
        |one: &Arg, other: &Arg| command.get_arg_conflicts_with(one).iter().any(|arg| arg.get_id() == other.get_id());
    names(a, b) || names(b, a)
}

/// Whether the two arguments say one thing together.
pub(super) fn are_together(a: &Arg, b: &Arg) -> bool {
    let pair = (key(a), key(b));
    TOGETHER.iter().any(|&(one, other)| pair == (one, other) || pair == (other, one))
}

/// The definitions with a `--no-KEY` for every key, which takes back what a file says.
pub(super) fn with_withdrawals(cli: Command) -> Command {
    cli.mut_subcommands(|command| {
        let withdrawals: Vec<Arg> = settable(&command).map(withdrawal).collect();
        command.args(withdrawals)
    })
}

fn withdrawal(arg: &Arg) -> Arg {
    let name = withdrawn(arg);
    Arg::new(name.clone()).long(name).action(ArgAction::SetTrue).overrides_with(arg.get_id().clone()).hide(true)
}

/// The name of the option that takes an argument's value back.
pub(super) fn withdrawn(arg: &Arg) -> String {
    format!("no-{}", key(arg))
}

/// The definitions where no option needs another one.
pub(super) fn without_requirements(cli: Command) -> Command {
    cli.mut_subcommands(|command| command.mut_args(|arg| arg.requires(Resettable::Reset)))
}

/// The definitions where the settings take the place of a command's default values.
pub(super) fn with_defaults(cli: Command, command: &str, settings: &[Setting]) -> Command {
    cli.mut_subcommand(command, |command| {
        command.mut_args(|arg| match settings.iter().find(|setting| is_settable(&arg) && setting.key == key(&arg)) {
            Some(setting) => arg.default_values(&setting.words),
            None => arg,
        })
    })
}

/// A command with that argument alone.
pub(super) fn alone(arg: &Arg) -> Command {
    let arg = arg.clone().requires(Resettable::Reset);
    let arg = arg.conflicts_with(Resettable::Reset).overrides_with(Resettable::Reset);
    Command::new("smtplog").disable_help_flag(true).arg(arg)
}
