//! Tests of the stage as a whole: blocks, formats, discovery.

mod blocks;
mod discovery;
mod formats;

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Block, MAX_LINE, OpenSource, Source};
use crate::error::Error;

/// A line as a test compares it: its bytes, and whether it was cut.
type Found = (Vec<u8>, bool);

fn write(directory: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = directory.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn source(path: &Path) -> Source {
    Source::at(path).unwrap()
}

/// All lines and errors, read by one thread.
fn read(path: &Path, chunk_bytes: usize) -> (Vec<Found>, Vec<Error>) {
    let opened = OpenSource::open(&source(path), chunk_bytes).unwrap();
    let (mut block, mut found, mut errors, mut index) = (Block::new(), Vec::new(), Vec::new(), 0);
    loop {
        match opened.next_block(&mut block) {
            Ok(true) => {
                assert_eq!(block.index, index, "numbers have no gaps");
                found.extend(block.lines().map(|line| (line.bytes.to_vec(), line.cut)));
                index += 1;
            }
            Ok(false) => break,
            Err(error) => errors.push(error),
        }
    }
    errors.extend(opened.problem());
    (found, errors)
}

/// All lines of a source that has no faults.
fn read_whole(path: &Path, chunk_bytes: usize) -> Vec<Found> {
    let (found, errors) = read(path, chunk_bytes);
    assert!(errors.is_empty(), "{errors:?}");
    found
}

/// What the lines of a text are, said as simply as possible.
fn expected(text: &[u8]) -> Vec<Found> {
    let mut raw: Vec<&[u8]> = text.split(|&b| b == b'\n').collect();
    if raw.last().is_some_and(|last| last.is_empty()) {
        raw.pop();
    }
    raw.into_iter()
        .map(|line| {
            let cut = line.len() > MAX_LINE;
            let line = if cut { &line[..MAX_LINE] } else { line.strip_suffix(b"\r").unwrap_or(line) };
            (line.iter().copied().skip_while(|&b| b == 0).collect(), cut)
        })
        .collect()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn xz(text: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(text: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// Log lines that differ, about this many bytes.
fn log(bytes: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes + 100);
    let mut n = 0_u64;
    while text.len() < bytes {
        n += 1;
        let noise = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        writeln!(text, "Nov 22 00:46:00 mx postfix/smtp[{n}]: {noise:016X}: to=<a@b>, status=sent (250 ok)").unwrap();
    }
    text
}
