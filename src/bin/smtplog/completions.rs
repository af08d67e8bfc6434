//! `smtplog completions`: a script for a shell, made from the definitions of the command line.

use std::io::{self, Write};

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::exit::ExitStatus;

pub(crate) fn run(shell: Shell) -> Result<ExitStatus> {
    io::stdout().write_all(&script(shell))?;
    Ok(ExitStatus::Complete)
}

fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "smtplog", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_command_and_option_is_completed_in_every_shell() {
        let mut cli = Cli::command();
        cli.build();
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell)).unwrap();
            for command in cli.get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
                let shown = command.get_arguments().filter(|option| !option.is_hide_set());
                for option in shown.filter_map(clap::Arg::get_long) {
                    assert!(script.contains(option), "{shell}: --{option} of {}", command.get_name());
                }
            }
        }
    }
}
