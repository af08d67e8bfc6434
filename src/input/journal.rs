//! The systemd journal as `journalctl -o export` writes it, turned into log lines.
//!
//! In: a reader of the [Journal Export Format](https://systemd.io/JOURNAL_EXPORT_FORMATS/). Out: a reader of text, one
//! line for each entry with a message: `2026-11-22T00:46:00.123456+00:00 HOST IDENT[PID]: MESSAGE`. Always true: line
//! breaks inside a message become blanks; of a field name or value at most [`MAX_LINE`] + 1 bytes are kept, so memory
//! is bounded; what is not part of an entry passes through as it is.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};

use super::lines::MAX_LINE;

const INPUT_BYTES: usize = 256 * 1024;

/// Field names are at most this long, by the journal's own rule.
const MAX_NAME: usize = 64;

/// What `journalctl` is asked for: all that a syslog would put into the mail log, and what the units of Postfix and Exim say by
/// another way. No time: a reply's sender may stand days before it.
pub(super) const QUERY: [&str; 9] = [
    "-o",
    "export",
    "--no-pager",
    "SYSLOG_FACILITY=2",
    "+",
    "_SYSTEMD_UNIT=postfix.service",
    "_SYSTEMD_UNIT=postfix@-.service",
    "_SYSTEMD_UNIT=exim4.service",
    "_SYSTEMD_UNIT=exim.service",
];

/// Whether a text that starts so is a journal export.
pub(super) fn is_export(head: &[u8]) -> bool {
    let starts = |field: &[u8]| head.starts_with(field);
    starts(b"__CURSOR=") || starts(b"__REALTIME_TIMESTAMP=") || starts(b"__SEQNUM=")
}

/// The fields of one entry that a log line needs. The first value of a field stands.
#[derive(Debug, Default)]
struct Entry {
    fields: [Option<Vec<u8>>; FIELDS.len()],
}

const FIELDS: [&[u8]; 7] =
    [b"__REALTIME_TIMESTAMP", b"_HOSTNAME", b"SYSLOG_IDENTIFIER", b"_COMM", b"SYSLOG_PID", b"_PID", b"MESSAGE"];
const TIME: usize = 0;
const HOST: usize = 1;
const IDENTIFIER: usize = 2;
const COMMAND: usize = 3;
const SYSLOG_PID: usize = 4;
const PID: usize = 5;
const MESSAGE: usize = 6;

impl Entry {
    fn set(&mut self, name: &[u8], value: &[u8]) {
        if let Some(field) = FIELDS.iter().position(|&known| known == name) {
            self.fields[field].get_or_insert_with(|| value.to_vec());
        }
    }

    fn get(&self, field: usize) -> Option<&[u8]> {
        self.fields[field].as_deref().filter(|value| !value.is_empty())
    }

    /// Appends the entry's line, if it has a message.
    fn write_line(&self, out: &mut Vec<u8>) {
        let Some(message) = &self.fields[MESSAGE] else { return };
        match self.time() {
            Some(time) => write!(out, "{}+00:00", time.strftime("%Y-%m-%dT%H:%M:%S%.6f")).unwrap_or_default(),
            None => out.push(b'-'),
        }
        out.push(b' ');
        push_word(out, self.get(HOST).unwrap_or(b"-"));
        out.push(b' ');
        push_word(out, self.get(IDENTIFIER).or_else(|| self.get(COMMAND)).unwrap_or(b"unknown"));
        if let Some(pid) = self.get(SYSLOG_PID).or_else(|| self.get(PID)) {
            out.push(b'[');
            push_word(out, pid);
            out.push(b']');
        }
        out.extend_from_slice(b": ");
        let message = message.strip_suffix(b"\n").unwrap_or(message);
        out.extend(message.iter().map(|&b| if b == b'\n' { b' ' } else { b }));
        out.push(b'\n');
    }

    fn time(&self) -> Option<jiff::Timestamp> {
        let micros = std::str::from_utf8(self.get(TIME)?).ok()?.parse().ok()?;
        jiff::Timestamp::from_microsecond(micros).ok()
    }
}

/// A blank inside one of the words in front of the message would move the others.
fn push_word(out: &mut Vec<u8>, word: &[u8]) {
    out.extend(word.iter().map(|&b| if b.is_ascii_whitespace() { b'_' } else { b }));
}

/// Reads log lines from a journal export.
pub(super) struct Journal<R> {
    input: BufReader<R>,
    entry: Option<Entry>,
    line: Vec<u8>,
    out: Vec<u8>,
    /// How much of `out` was given away.
    given: usize,
    /// What ended the input; told when `out` is given away.
    failure: Option<io::Error>,
}

impl<R> fmt::Debug for Journal<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("entry", &self.entry).finish_non_exhaustive()
    }
}

impl<R: Read> Journal<R> {
    pub(super) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(INPUT_BYTES, input);
        Self { input, entry: None, line: Vec::new(), out: Vec::new(), given: 0, failure: None }
    }

    /// Takes one line of the export; false at its end.
    fn step(&mut self) -> io::Result<bool> {
        self.line.clear();
        if !read_line(&mut self.input, &mut self.line)? {
            self.finish_entry();
            return Ok(false);
        }
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        if line.is_empty() && self.entry.is_some() {
            self.finish_entry();
            return Ok(true);
        }
        match split_field(line) {
            Some((name, Some(value))) if self.entry.is_some() || name.starts_with(b"__") => {
                self.entry.get_or_insert_default().set(name, value);
            }
            Some((_, None)) if self.entry.is_some() => {
                let name_bytes = line.len();
                let value = read_binary(&mut self.input)?;
                if let Some(entry) = &mut self.entry {
                    entry.set(&self.line[..name_bytes], &value);
                }
            }
            _ => {
                self.finish_entry();
                self.out.extend_from_slice(&self.line);
            }
        }
        Ok(true)
    }

    /// Puts at least this many bytes into `out`, fewer at the end.
    fn refill(&mut self, bytes: usize) {
        while self.out.len() < bytes && self.failure.is_none() {
            match self.step() {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => self.failure = Some(error),
            }
        }
    }

    fn finish_entry(&mut self) {
        if let Some(entry) = self.entry.take() {
            entry.write_line(&mut self.out);
        }
    }
}

impl<R: Read> Read for Journal<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.out.len() {
            self.out.clear();
            self.given = 0;
            self.refill(buffer.len());
        }
        let n = buffer.len().min(self.out.len() - self.given);
        buffer[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        match self.failure.take_if(|_| n == 0 && !buffer.is_empty()) {
            Some(error) => Err(error),
            None => Ok(n),
        }
    }
}

/// A field's name and value; no value if the line is the name of a binary field.
fn split_field(line: &[u8]) -> Option<(&[u8], Option<&[u8]>)> {
    let name_bytes = memchr::memchr(b'=', line).unwrap_or(line.len());
    let (name, value) = line.split_at(name_bytes);
    let is_name = (1..=MAX_NAME).contains(&name.len())
        && name.iter().all(|&b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    is_name.then(|| (name, value.get(1..)))
}

/// Appends the next line with its newline. Of a longer line, `MAX_LINE + 1` bytes and the newline.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    let limit = MAX_LINE + 1 + MAX_NAME;
    if input.by_ref().take(limit as u64).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.len() == limit && line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
        line.push(b'\n');
    }
    Ok(true)
}

/// A binary value: its length in 8 bytes, lowest first, the bytes, a newline.
fn read_binary(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    let kept = length.min(MAX_LINE as u64 + 1);
    let mut value = Vec::new();
    let n = input.by_ref().take(kept).read_to_end(&mut value)? as u64;
    let skipped = io::copy(&mut input.by_ref().take(length - kept), &mut io::sink())?;
    let mut newline = [0];
    if n + skipped < length || input.read(&mut newline)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(export: &[u8]) -> String {
        let mut text = String::new();
        Journal::new(export).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn an_entry_becomes_a_line() {
        let export = b"__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1795308360123456\n_HOSTNAME=mx\n_COMM=smtp\n_PID=7\n\
            SYSLOG_IDENTIFIER=postfix/smtp\nSYSLOG_PID=42\nMESSAGE=A1: to=<a=b@c>\n\n\
            __CURSOR=s=1;i=3\n__REALTIME_TIMESTAMP=1795308361000000\n_COMM=exim4\n_PID=7\nMESSAGE=x\n\n\
            __CURSOR=s=1;i=4\n_PID=7\n\n";
        assert_eq!(
            decoded(export),
            "2026-11-22T00:46:00.123456+00:00 mx postfix/smtp[42]: A1: to=<a=b@c>\n\
             2026-11-22T00:46:01.000000+00:00 - exim4[7]: x\n"
        );
    }

    #[test]
    fn binary_fields() {
        let mut export = b"__CURSOR=c\n__REALTIME_TIMESTAMP=0\n_HOSTNAME=mx\nSYSLOG_IDENTIFIER=a\nMESSAGE\n".to_vec();
        let message = b"one\n\ntwo\n__CURSOR=\xff\n";
        export.extend((message.len() as u64).to_le_bytes());
        export.extend(message);
        export.extend(b"\nOTHER\n\x03\0\0\0\0\0\0\0\n\n\n\n\n");
        let mut text = Vec::new();
        Journal::new(export.as_slice()).read_to_end(&mut text).unwrap();
        assert_eq!(text, b"1970-01-01T00:00:00.000000+00:00 mx a: one  two __CURSOR=\xff\n");
    }

    #[test]
    fn other_text_passes_through() {
        let export = b"__CURSOR=c\nMESSAGE=a\nSYSLOG_IDENTIFIER=t t\n\n\nHELLO\nA=b\n-- Boot --\n__CURSOR=d\nMESSAGE=\nlower=1\nend";
        assert_eq!(decoded(export), "- - t_t: a\n\nHELLO\nA=b\n-- Boot --\n- - unknown: \nlower=1\nend");
    }

    #[test]
    fn fields_are_bounded() {
        let long = vec![b'x'; 3 * MAX_LINE];
        let mut export =
            [b"__CURSOR=c\nMESSAGE=".to_vec(), long.clone(), b"\n\n__CURSOR=d\nMESSAGE\n".to_vec()].concat();
        export.extend((long.len() as u64).to_le_bytes());
        export.extend(&long);
        export.extend(b"\n\n__CURSOR=e\nMESSAGE=last\n\n");
        let text = decoded(&export);
        assert!(text.lines().take(2).all(|line| (MAX_LINE + 1..MAX_LINE + 100).contains(&line.len())));
        assert!(text.ends_with("\n- - unknown: last\n") && text.lines().count() == 3);
    }

    #[test]
    fn the_end_may_be_missing() {
        assert_eq!(decoded(b"__CURSOR=c\nMESSAGE=half"), "- - unknown: half\n");
        let mut reader = Journal::new(b"__CURSOR=c\nMESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xffabc".as_slice());
        assert!(reader.read_to_end(&mut Vec::new()).is_err());
    }

    #[test]
    fn exports_are_recognised() {
        assert!(is_export(b"__CURSOR=s=abc"));
        assert!(!is_export(b"Nov 22 00:46:00 mx") && !is_export(b""));
    }
}
