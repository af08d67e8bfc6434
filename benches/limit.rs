//! The yardstick: the least that any counter of reply codes by sender has to do, and nothing else.
//!
//! `cargo run --release --example limit -- [--jobs N] LOG`
//!
//! It finds the lines, tells the MTA by the program, keeps queue id → sender, and counts by sender and code. It reads no dates,
//! knows one shape of each line, makes no report, takes every thread's part of the log for a log of its own, and so its counts
//! are only roughly true. How much slower smtplog is than this is what its correctness costs.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::process::ExitCode;

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use memchr::{memchr, memchr_iter, memmem, memrchr};

/// How much is read at a time: fits the second-level cache.
const PIECE_BYTES: usize = 512 * 1024;

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let jobs = match args.iter().position(|arg| arg == "--jobs") {
        Some(at) if at + 1 < args.len() => args.drain(at..at + 2).nth(1).and_then(|n| n.parse().ok()).unwrap_or(1),
        _ => 1,
    };
    match args.first().map(|log| count(log, jobs)) {
        Some(Ok(counts)) => {
            let events: u64 = counts.by_sender_and_code.values().sum();
            println!("{} lines, {events} events, {} senders", counts.lines, counts.senders.len());
            ExitCode::SUCCESS
        }
        Some(Err(error)) => {
            eprintln!("limit: {error}");
            ExitCode::from(1)
        }
        None => {
            eprintln!("limit: which log?");
            ExitCode::from(2)
        }
    }
}

/// Counts a log with so many threads.
fn count(log: &str, jobs: u64) -> io::Result<Counts> {
    let file = File::open(log)?;
    let size = file.metadata()?.len();
    let part = |n: u64| size * n / jobs..size * (n + 1) / jobs;
    let parts: Vec<io::Result<Counts>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs)
            .map(|n| {
                let (part, file) = (part(n), &file);
                scope.spawn(move || Counts::of(file, part))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    });
    let mut all = Counts::default();
    for part in parts {
        all.absorb(&part?);
    }
    Ok(all)
}

/// What a thread counts.
#[derive(Default)]
struct Counts {
    lines: u64,
    /// Numbers from 1 on; 0 is unknown.
    senders: HashMap<Vec<u8>, u32, RandomState>,
    /// By queue id.
    open: HashMap<Vec<u8>, u32, RandomState>,
    by_sender_and_code: HashMap<(u32, u16), u64, RandomState>,
}

impl Counts {
    /// Counts the lines that start in a part of the file.
    fn of(file: &File, part: std::ops::Range<u64>) -> io::Result<Self> {
        let mut counts = Self::default();
        let mut buffer = vec![0; PIECE_BYTES];
        // From the byte in front on: it tells whether a line starts here.
        let mut at = part.start.saturating_sub(1);
        let mut is_first = part.start > 0;
        while at < part.end {
            let n = file.read_at(&mut buffer, at)?;
            let text = &buffer[..n];
            let skipped = if std::mem::take(&mut is_first) { memchr(b'\n', text).map_or(n, |end| end + 1) } else { 0 };
            let end = memrchr(b'\n', text).map_or(n, |end| end + 1);
            if n == 0 || end == 0 {
                break;
            }
            let mut start = skipped;
            for newline in memchr_iter(b'\n', &text[..end]).filter(|&newline| newline >= skipped) {
                if at + start as u64 >= part.end {
                    break;
                }
                counts.line(&text[start..newline]);
                start = newline + 1;
            }
            at += end as u64;
        }
        Ok(counts)
    }

    fn line(&mut self, line: &[u8]) {
        self.lines += 1;
        let found = if line.first().is_some_and(u8::is_ascii_digit) { self.exim(line) } else { self.postfix(line) };
        if let Some((id, code)) = found {
            let sender = self.open.get(id).copied().unwrap_or(0);
            *self.by_sender_and_code.entry((sender, code)).or_default() += 1;
        }
    }

    /// `Nov  1 02:25:25 conch postfix/smtp[19734]: B3405242E7: to=<…>, … status=sent (250 …)`: the queue id and the code of a
    /// delivery.
    fn postfix<'a>(&mut self, line: &'a [u8]) -> Option<(&'a [u8], u16)> {
        let rest = line.get(16..)?;
        let program = &rest[memchr(b' ', rest)? + 1..];
        if !program.starts_with(b"postfix/") {
            return None;
        }
        let message = &program[memchr(b' ', program)? + 1..];
        let colon = message.iter().take(24).position(|&b| b == b':')?;
        let (id, rest) = (&message[..colon], message.get(colon + 2..)?);
        match *rest.first()? {
            b't' if rest.starts_with(b"to=<") => {
                let status = &rest[memmem::find(rest, b" status=")?..];
                let text = &status[memchr(b'(', status)? + 1..];
                let said = memmem::find(text, b" said: ").map_or(text, |at| &text[at + 7..]);
                return Some((id, code(said)));
            }
            b'f' => self.opens(id, rest.strip_prefix(b"from=<")?, b'>')?,
            b'r' if rest == b"removed" => drop(self.open.remove(id)),
            _ => {}
        }
        None
    }

    /// `2026-03-02 00:00:00 1vwqhc-000000000G8-0000 => bob@example.org … C="250 …"`, likewise.
    fn exim<'a>(&mut self, line: &'a [u8]) -> Option<(&'a [u8], u16)> {
        let rest = line.get(20..)?;
        let end = memchr(b' ', rest)?;
        let (id, rest) = (&rest[..end], &rest[end + 1..]);
        match rest.get(..2)? {
            b"=>" | b"->" | b"**" | b"==" => {
                let said = memmem::find(rest, b" C=\"").map_or(&b""[..], |at| &rest[at + 4..]);
                return Some((id, code(said)));
            }
            b"<=" => self.opens(id, rest.get(3..)?, b' ')?,
            _ if rest == b"Completed" => drop(self.open.remove(id)),
            _ => {}
        }
        None
    }

    /// The sender stands at the beginning of `text`, up to `end`.
    fn opens(&mut self, id: &[u8], text: &[u8], end: u8) -> Option<()> {
        let sender = &text[..memchr(end, text)?];
        let next = u32::try_from(self.senders.len()).ok()? + 1;
        let sender = *self.senders.entry_ref(sender).or_insert(next);
        self.open.insert(id.into(), sender);
        Some(())
    }

    fn absorb(&mut self, other: &Counts) {
        self.lines += other.lines;
        let mut numbers = vec![0; other.senders.len() + 1];
        for (name, &number) in &other.senders {
            let next = u32::try_from(self.senders.len()).expect("fewer than 2^32 senders") + 1;
            numbers[number as usize] = *self.senders.entry_ref(name.as_slice()).or_insert(next);
        }
        for (&(sender, code), n) in &other.by_sender_and_code {
            *self.by_sender_and_code.entry((numbers[sender as usize], code)).or_default() += n;
        }
    }
}

/// The three digits in front; 0 if there are none.
fn code(text: &[u8]) -> u16 {
    let digits = text.first_chunk::<3>().filter(|digits| digits.iter().all(u8::is_ascii_digit));
    digits.map_or(0, |digits| digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0')))
}
