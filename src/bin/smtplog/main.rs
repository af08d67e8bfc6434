//! The command line of smtplog: arguments in, the library at work, a report and an exit status out.

mod analyze;
mod args;
mod baseline;
mod catalog;
mod claim;
mod completions;
mod config;
mod console;
mod diff;
mod exit;
mod guide;
mod man;
mod manual;
mod options;
mod output;
mod period;
mod progress;
mod redact;
mod site;

use std::io::ErrorKind;
use std::process::ExitCode;

use crate::args::Command;
use crate::exit::ExitStatus;

fn main() -> ExitCode {
    let cli = match config::command_line() {
        Ok(cli) => cli,
        Err(faults) => return refused(&faults).into(),
    };
    let result = match &cli.command {
        Command::Analyze(args) => analyze::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Explain(args) => guide::run_explain(args),
        Command::Compare(args) => guide::run_compare(args),
        Command::Codes(args) => guide::run_codes(args),
        Command::Catalog(command) => catalog::run(command),
        Command::Config(args) => config::run(args),
        Command::Completions { shell } => completions::run(*shell),
        Command::Man(args) => man::run(args),
    };
    let status = result.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return ExitStatus::Complete;
        }
        console::error(&format!("{error:#}"));
        ExitStatus::Fatal
    });
    status.into()
}

/// What is wrong with the configuration is wrong usage: nothing is read as somebody did not mean it.
fn refused(faults: &[config::Fault]) -> ExitStatus {
    for fault in faults {
        console::error(&fault.to_string());
    }
    console::error("the configuration is not used: mend it, or leave it out with --no-config");
    ExitStatus::Usage
}

/// The reader has gone, as in `smtplog analyze | head`: it has what it wanted.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io_errors = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    io_errors.into_iter().any(|error| error.kind() == ErrorKind::BrokenPipe)
}
