//! The command line, case by case: one TOML file in `tests/cmd/` for each behaviour that a user sees; and the README.
//!
//! After a wanted change: `TRYCMD=overwrite cargo test --test cli`, and read the difference.

#![cfg(feature = "cli")]

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("README.md");
}

/// `smtplog analyze … | head -1`: the reader has what it wanted, that is no error.
#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::Read;
    use std::process::{Command, Stdio};

    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/postfix");
    let mut child = Command::new(env!("CARGO_BIN_EXE_smtplog"))
        .args(["analyze", "--top", "0", "--format", "json", samples])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("smtplog starts");
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().expect("it is piped");
    stdout.read_exact(&mut first).expect("a report begins");
    drop(stdout);
    let output = child.wait_with_output().expect("smtplog ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{output:?}");
}
