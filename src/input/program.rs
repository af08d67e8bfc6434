//! Programs of the host that know about its logs: Exim where it writes them, `journalctl` what the journal holds.
//!
//! In: a program's name or path and fixed arguments. Out: what it writes. Always true: no shell, no standard input, and no search path
//! of the caller's, since cron has another one; a program that is not there is no error; what a running one writes is read as
//! it comes, and that it failed is told at the end, behind all that it wrote.

use std::fmt;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Where programs are, below the root.
const DIRECTORIES: [&str; 8] = [
    "usr/sbin",
    "usr/bin",
    "usr/local/sbin",
    "usr/local/bin",
    "usr/exim/bin",
    "sbin",
    "bin",
    "run/current-system/sw/bin",
];

/// No more of an answer, or of what a program says on standard error, is kept.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// The first of these programs that is there.
pub(super) fn find(root: &Path, names: &[&str]) -> Option<PathBuf> {
    let path = |name| DIRECTORIES.iter().map(move |directory| root.join(directory).join(name));
    names.iter().flat_map(path).find(|path| {
        path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
    })
}

/// What a program answers; `None` if it fails, or takes longer than `limit`.
pub(super) fn answer(program: &Path, arguments: &[&str], limit: Duration) -> Option<String> {
    let end = Instant::now() + limit;
    let mut child = command(program, arguments).stderr(Stdio::null()).spawn().ok()?;
    let stdout = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    // On its own thread, which may outlive the call: somebody else may hold the other end of the pipe.
    thread::spawn(move || sender.send(read_some(stdout)));
    let answer = receiver.recv_timeout(limit).ok();
    let status = wait_until(&mut child, if answer.is_some() { end } else { Instant::now() });
    String::from_utf8(answer?).ok().filter(|_| status.is_some_and(|status| status.success()))
}

/// How a program ends; `None` if it has to be ended. One that has answered mostly ends at once.
fn wait_until(child: &mut Child, end: Instant) -> Option<ExitStatus> {
    const PAUSE: Duration = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(None) if Instant::now() < end => thread::sleep(PAUSE),
            Ok(None) => break,
            ended => return ended.ok().flatten(),
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// Reads to the end, and keeps the beginning.
fn read_some(mut input: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let _ = input.by_ref().take(MAX_ANSWER_BYTES).read_to_end(&mut kept);
    let _ = io::copy(&mut input, &mut io::sink());
    kept
}

/// What a running program writes. Dropped before its end, the program is ended.
#[derive(Debug)]
pub(super) struct Output {
    child: Child,
    stdout: ChildStdout,
    said: Option<JoinHandle<Vec<u8>>>,
}

impl Output {
    pub(super) fn start(program: &Path, arguments: &[&str]) -> io::Result<Self> {
        let mut child = command(program, arguments).stderr(Stdio::piped()).spawn()?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        // A full pipe would stop the program.
        let said = Some(thread::spawn(move || read_some(stderr)));
        Ok(Self { child, stdout, said })
    }

    /// After the end: whether all went well.
    fn finish(&mut self) -> io::Result<()> {
        let Some(said) = self.said.take() else { return Ok(()) };
        let status = self.child.wait()?;
        let said = said.join().unwrap_or_default();
        let said = String::from_utf8_lossy(&said).lines().find(|line| !line.trim().is_empty()).map(str::to_owned);
        if status.success() && said.is_none() { Ok(()) } else { Err(io::Error::other(Complaint { status, said })) }
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stdout.read(buffer)?;
        if n == 0 && !buffer.is_empty() {
            self.finish()?;
        }
        Ok(n)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if self.said.is_some() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Whether the program itself is at fault.
pub(super) fn is_complaint(error: &io::Error) -> bool {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Complaint>()).is_some()
}

/// What a program that failed, or has something to say, tells: the first line of its standard error.
#[derive(Debug)]
struct Complaint {
    status: ExitStatus,
    said: Option<String>,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.said {
            Some(said) => f.write_str(said.trim().trim_end_matches('.')),
            None => write!(f, "ended with {}", self.status),
        }
    }
}

impl std::error::Error for Complaint {}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: &str = "/bin/sh";

    fn answer_of(script: &str) -> Option<String> {
        answer(Path::new(SHELL), &["-c", script], Duration::from_secs(20))
    }

    fn output_of(script: &str) -> (String, Option<String>) {
        let mut text = String::new();
        let mut output = Output::start(Path::new(SHELL), &["-c", script]).unwrap();
        let failure = output.read_to_string(&mut text).err();
        (text, failure.map(|failure| failure.to_string()))
    }

    #[test]
    fn programs_are_found_in_the_order_of_their_names() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str, mode| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        };
        put("usr/sbin/exim", 0o755);
        put("usr/sbin/exim4", 0o644);
        assert_eq!(find(root.path(), &["exim4", "exim"]), Some(root.path().join("usr/sbin/exim")));
        put("usr/local/sbin/exim4", 0o755);
        assert_eq!(find(root.path(), &["exim4", "exim"]), Some(root.path().join("usr/local/sbin/exim4")));
        assert_eq!(find(root.path(), &["journalctl"]), None);
    }

    #[test]
    fn an_answer_is_whole_or_none() {
        assert_eq!(answer_of("echo a; echo b >&2").as_deref(), Some("a\n"));
        assert_eq!(answer_of("echo a; exit 3"), None);
        assert_eq!(answer(Path::new("/nonexistent"), &[], Duration::from_secs(20)), None);
        // Only the shell is ended; what it started holds the pipe, and nobody waits for that.
        let start = Instant::now();
        assert_eq!(answer(Path::new(SHELL), &["-c", "sleep 3; :"], Duration::from_millis(100)), None);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        // Nor for one that has answered and does not end.
        let start = Instant::now();
        assert_eq!(answer(Path::new(SHELL), &["-c", "echo a; exec sleep 3 >&-"], Duration::from_millis(100)), None);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }

    #[test]
    fn a_failure_comes_behind_all_that_was_written() {
        assert_eq!(output_of("echo a"), ("a\n".to_owned(), None));
        assert_eq!(
            output_of("echo a; echo >&2; echo No way. >&2; exit 1"),
            ("a\n".to_owned(), Some("No way".to_owned()))
        );
        assert_eq!(output_of("echo a; exit 3"), ("a\n".to_owned(), Some("ended with exit status: 3".to_owned())));
        assert_eq!(output_of("echo Hint >&2").1.as_deref(), Some("Hint"), "a warning is worth telling");
        // More than a pipe holds, on both.
        let (text, said) = output_of("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero");
        assert_eq!((text.len(), said.is_some()), (300_000, true));
    }

    #[test]
    fn a_program_that_nobody_reads_any_more_is_ended() {
        let output = Output::start(Path::new(SHELL), &["-c", "exec sleep 60"]).unwrap();
        let start = Instant::now();
        drop(output);
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
