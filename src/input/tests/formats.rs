//! Every format gives the same text, whole or broken.

use std::io::Write;
use std::path::Path;

use super::super::{Block, Format, HEAD_BYTES, Note, OpenSource, last_line};
use super::{Found, bzip2, expected, gzip, log, read, read_whole, source, write, xz, zstd};

type Encode = fn(&[u8]) -> Vec<u8>;

const ALL: [(Format, Encode); 4] =
    [(Format::Gzip, gzip), (Format::Zstd, zstd), (Format::Xz, xz), (Format::Bzip2, bzip2)];

#[test]
fn formats_are_recognised_by_content() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(200_000);
    for (format, encode) in ALL {
        let path = write(&directory, "mail.log", &encode(&text));
        let opened = OpenSource::open(&source(&path), 1 << 20).unwrap();
        assert_eq!(opened.format(), format);
        assert_eq!(opened.head(), &text[..HEAD_BYTES]);
        assert_eq!(read_whole(&path, 30_000), expected(&text));
    }
    assert_eq!(Format::of(b"BZh9 is how this line starts"), Format::Plain);
}

#[test]
fn several_members_are_one_text() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(100_000);
    for (format, encode) in ALL {
        let members = [encode(&text[..40_001]), encode(b""), encode(&text[40_001..]), encode(b"")].concat();
        let path = write(&directory, "members", &members);
        assert_eq!(read_whole(&path, 8_000), expected(&text), "{format:?}");
        let empty = write(&directory, "empty", &encode(b""));
        assert_eq!(read_whole(&empty, 8_000), vec![], "{format:?}");
    }
}

#[test]
fn a_stream_that_ends_early_gives_its_whole_lines() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(500_000);
    for (format, encode) in ALL {
        let packed = encode(&text);
        let path = write(&directory, "cut", &packed[..packed.len() / 2]);
        let found = check_broken(&path, &text);
        assert!(!found.is_empty(), "{format:?}");
        let message = read(&path, 50_000).1[0].to_string();
        assert!(message.contains(&format!("{} stream ends early after ", format.name())), "{message}");
        // Cut inside its first bytes.
        let path = write(&directory, "cut", &packed[..7]);
        let (found, errors) = read(&path, 1000);
        assert!(found.is_empty() && errors.len() == 1 && errors[0].to_string().contains("ends early after 0 bytes"));
    }
}

#[test]
fn a_corrupt_stream_gives_the_lines_before() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(500_000);
    for (format, encode) in ALL {
        let mut packed = encode(&text);
        let middle = packed.len() * 3 / 4;
        packed[middle..middle + 100].fill(0x55);
        let path = write(&directory, "corrupt", &packed);
        check_broken(&path, &text[..]);
        let message = read(&path, 50_000).1[0].to_string();
        assert!(message.contains(&format!("{} stream is corrupt after ", format.name())), "{message}");
    }
}

/// The lines found are the first of the text, the same for any block length, with one error.
fn check_broken(path: &Path, text: &[u8]) -> Vec<Found> {
    let (found, errors) = read(path, 50_000);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].is_partial());
    for chunk_bytes in [20_000, 777_777, 10_000_000] {
        assert!(read(path, chunk_bytes).0 == found, "block length {chunk_bytes}");
    }
    // A gzip or xz stream may decode to something else before its check tells.
    let whole = expected(text);
    let n_same = found.iter().zip(&whole).take_while(|(one, other)| one == other).count();
    assert!(n_same + 1 >= found.len() || n_same * 2 > found.len(), "{n_same} of {}", found.len());
    found
}

#[test]
fn what_stands_behind_a_gzip_stream() {
    let directory = tempfile::tempdir().unwrap();
    for (behind, is_garbage) in [
        (vec![], false),
        (vec![0; 1], false),
        (vec![0; 70_000], false),
        (b"\x1f".to_vec(), true),
        (b"some text".to_vec(), true),
        ([vec![0; 600_000], b"x".to_vec()].concat(), true),
    ] {
        let path = write(&directory, "padded.gz", &[gzip(b"one\ntwo\n"), behind].concat());
        assert_eq!(read_whole(&path, 100), expected(b"one\ntwo\n"));
        let opened = OpenSource::open(&source(&path), 100).unwrap();
        while opened.next_block(&mut Block::new()).unwrap() {}
        assert_eq!(opened.note(), is_garbage.then_some(Note::TrailingGarbage(path)));
    }
}

#[test]
fn a_decoder_does_not_take_all_memory() {
    let directory = tempfile::tempdir().unwrap();
    let mut encoder = ::zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(28).unwrap();
    encoder.write_all(&log(1000)).unwrap();
    // An xz stream whose dictionary is 4 GiB: stream header, block header (property 40), both with their checks.
    let header = [2, 0, 0x21, 1, 40, 0, 0, 0];
    let check = crc32(&header).to_le_bytes();
    let xz = [b"\xfd7zXZ\0\0\x01\x69\x22\xde\x36".as_slice(), &header, &check, &[0; 64]].concat();
    for (name, bytes) in [("zstd", encoder.finish().unwrap()), ("xz", xz)] {
        let errors = read(&write(&directory, "large", &bytes), 1000).1;
        let message = errors[0].to_string();
        assert!(message.contains(&format!("{name} stream needs more than 128 MiB of memory; ")), "{message}");
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn binary_files_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let binary: Vec<u8> = (0..5000_u32).flat_map(u32::to_le_bytes).collect();
    for bytes in [binary.clone(), gzip(&binary), b"PK\x03\x04abc".to_vec()] {
        let error = OpenSource::open(&source(&write(&directory, "x.log", &bytes)), 100).unwrap_err();
        assert!(error.to_string().contains("x.log: binary data, not a log"), "{error}");
    }
}

#[test]
fn journal_exports_become_lines() {
    let directory = tempfile::tempdir().unwrap();
    let mut export = Vec::new();
    let mut lines = Vec::new();
    for n in 0..3000 {
        let entry =
            format!("__CURSOR=s;i={n}\n__REALTIME_TIMESTAMP={n}\n_HOSTNAME=mx\n_COMM=smtp\nMESSAGE=line {n}\n\n");
        export.extend(entry.as_bytes());
        lines.push((format!("1970-01-01T00:00:00.{n:06}+00:00 mx smtp: line {n}").into_bytes(), false));
    }
    for bytes in [export.clone(), gzip(&export), zstd(&export)] {
        let path = write(&directory, "export", &bytes);
        for chunk_bytes in [100, 5000, 1 << 20] {
            assert!(read_whole(&path, chunk_bytes) == lines);
        }
        assert_eq!(last_line(&source(&path)).unwrap().as_ref(), lines.last().map(|(line, _)| line));
    }
    let packed = gzip(&export);
    let (found, errors) = read(&write(&directory, "cut.gz", &packed[..packed.len() / 2]), 5000);
    assert!(lines.starts_with(&found) && !found.is_empty() && errors.len() == 1);
}

#[test]
fn the_last_line() {
    let directory = tempfile::tempdir().unwrap();
    let long = [log(100_000), b"the last\r\n\n".to_vec(), b"not whole".to_vec()].concat();
    let table: [(&[u8], Option<&[u8]>); 5] = [
        (b"", None),
        (b"\n\n", None),
        (b"only", Some(b"only")),
        (b"one\ntwo\nthr", Some(b"two")),
        (&long, Some(b"the last")),
    ];
    for (text, last) in table {
        for bytes in [text.to_vec(), gzip(text), xz(text)] {
            let path = write(&directory, "last", &bytes);
            assert_eq!(last_line(&source(&path)).unwrap().as_deref(), last);
        }
    }
}

#[test]
fn pipes_are_streams() {
    let directory = tempfile::tempdir().unwrap();
    let fifo = directory.path().join("fifo");
    if !std::process::Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success()) {
        return;
    }
    for text in [log(300_000), Vec::new()] {
        let writer = std::thread::spawn({
            let (fifo, packed) = (fifo.clone(), gzip(&text));
            move || std::fs::write(fifo, packed).unwrap()
        });
        assert_eq!(read_whole(&fifo, 10_000), expected(&text));
        writer.join().unwrap();
    }
    assert_eq!(last_line(&source(&fifo)).unwrap(), None);
}
