//! However a source is cut into blocks, its lines are the same.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::Mutex;

use super::super::{Block, MAX_LINE, Next, OpenSource};
use super::{expected, gzip, log, read, source, write};

const NASTY: &[u8] =
    b"\nfirst\r\n\r\n\n\0\0\0after a hole\nno\0hole\n\xff\xfe\xfd caf\xe9\n\r\r\nx\n\n\nlast without newline\r";

/// Lines around the limit, with everything that is taken off a line at the place of the cut.
fn long_lines() -> Vec<u8> {
    let mut text = b"short\n".to_vec();
    for length in [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, MAX_LINE + 2, 3 * MAX_LINE] {
        for end in [b"\n".as_slice(), b"\r\n", b"\rmore\n"] {
            text.extend(vec![b'x'; length]);
            text.extend(end);
            text.extend(b"between\n");
        }
    }
    text.extend(vec![0; 100]);
    text.extend(vec![b'y'; MAX_LINE - 50]);
    text.extend(b"\n\n");
    text.extend(vec![b'z'; 2 * MAX_LINE]);
    text
}

#[test]
fn any_chunk_length_gives_the_same_lines() {
    let directory = tempfile::tempdir().unwrap();
    for (n, text) in [NASTY, &NASTY[1..], &NASTY[..NASTY.len() - 1], b"", b"\n", b"x", b"\r\n"].into_iter().enumerate()
    {
        let plain = write(&directory, &format!("{n}.log"), text);
        let packed = write(&directory, &format!("{n}.log.gz"), &gzip(text));
        for chunk_bytes in 1..=text.len() + 2 {
            assert_eq!(read(&plain, chunk_bytes).0, expected(text), "chunk length {chunk_bytes}");
            assert_eq!(read(&packed, chunk_bytes).0, expected(text), "block length {chunk_bytes}");
        }
    }
}

#[test]
fn blocks_in_pieces_give_the_same_lines() {
    let directory = tempfile::tempdir().unwrap();
    for (n, text) in [NASTY.to_vec(), long_lines(), log(20_000)].into_iter().enumerate() {
        let plain = write(&directory, &format!("{n}.log"), &text);
        for (chunk_bytes, piece_bytes) in [(7, 3), (1000, 1), (1000, 64), (5000, 4096), (usize::MAX, 1000)] {
            let opened = OpenSource::open(&source(&plain), chunk_bytes).unwrap().in_pieces(piece_bytes);
            let (mut block, mut found) = (Block::new(), Vec::new());
            while opened.next_block(&mut block).unwrap() {
                let index = block.index;
                loop {
                    assert!(text[usize::try_from(block.offset).unwrap()..].starts_with(block.bytes()));
                    found.extend(block.lines().map(|line| (line.bytes.to_vec(), line.cut)));
                    if !opened.next_piece(&mut block).unwrap() {
                        break;
                    }
                    assert_eq!(block.index, index);
                }
            }
            assert!(found == expected(&text), "chunk length {chunk_bytes}, piece length {piece_bytes}");
            assert_eq!(opened.bytes_read(), opened.input_bytes().unwrap(), "what two pieces read counts once");
        }
    }
}

#[test]
fn long_lines_are_one_line_each() {
    let directory = tempfile::tempdir().unwrap();
    let text = long_lines();
    let plain = write(&directory, "long.log", &text);
    let packed = write(&directory, "long.log.gz", &gzip(&text));
    for chunk_bytes in [97, 4096, MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, 200_000, 10_000_000] {
        assert!(read(&plain, chunk_bytes).0 == expected(&text), "chunk length {chunk_bytes}");
        assert!(read(&packed, chunk_bytes).0 == expected(&text), "block length {chunk_bytes}");
    }
}

#[test]
fn memory_is_bounded() {
    let directory = tempfile::tempdir().unwrap();
    let text = vec![b'x'; 40 * MAX_LINE];
    for path in [write(&directory, "a.log", &text), write(&directory, "a.log.gz", &gzip(&text))] {
        let opened = OpenSource::open(&source(&path), 1000).unwrap();
        let mut block = Block::new();
        while opened.next_block(&mut block).unwrap() {
            assert!(block.buffer.len() <= 3 * MAX_LINE, "{}", block.buffer.len());
        }
    }
}

#[test]
fn offsets_are_places_in_the_text() {
    let directory = tempfile::tempdir().unwrap();
    let text = [log(200_000), vec![b'x'; 3 * MAX_LINE], b"\n".to_vec(), log(100_000)].concat();
    for path in [write(&directory, "a.log", &text), write(&directory, "a.log.gz", &gzip(&text))] {
        let opened = OpenSource::open(&source(&path), 5000).unwrap();
        let mut block = Block::new();
        while opened.next_block(&mut block).unwrap() {
            let offset = usize::try_from(block.offset).unwrap();
            assert!(text[offset..].starts_with(block.bytes()));
        }
    }
}

#[test]
fn many_threads_share_a_source() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(300_000);
    for path in [write(&directory, "a.log", &text), write(&directory, "a.log.gz", &gzip(&text))] {
        let opened = OpenSource::open(&source(&path), 1000).unwrap();
        let blocks = Mutex::new(BTreeMap::new());
        let worker = |_| {
            let mut block = Block::new();
            loop {
                match opened.try_next_block(&mut block).unwrap() {
                    Next::Block => {
                        let old = blocks.lock().unwrap().insert(block.index, block.bytes().to_vec());
                        assert!(old.is_none());
                    }
                    Next::End => break,
                    Next::WouldBlock => std::thread::yield_now(),
                }
            }
        };
        std::thread::scope(|scope| (0..6).for_each(|i| drop(scope.spawn(move || worker(i)))));
        let blocks = blocks.into_inner().unwrap();
        assert!(blocks.keys().copied().eq(0..blocks.len() as u64));
        assert!(blocks.into_values().flatten().eq(text.iter().copied()));
        assert_eq!(opened.bytes_read(), opened.input_bytes().unwrap());
    }
}

#[test]
fn a_file_that_shrinks_gives_what_is_left() {
    let directory = tempfile::tempdir().unwrap();
    let text = log(50_000);
    let path = write(&directory, "a.log", &text);
    let opened = OpenSource::open(&source(&path), 10_000).unwrap();
    OpenOptions::new().write(true).open(&path).unwrap().set_len(25_000).unwrap();
    let (mut block, mut found) = (Block::new(), Vec::new());
    while opened.next_block(&mut block).unwrap() {
        found.extend(block.lines().map(|line| (line.bytes.to_vec(), line.cut)));
    }
    assert_eq!(found, expected(&text[..25_000]));
    let problem = opened.problem().unwrap().to_string();
    let message = format!("shrank while it was read: 25000 bytes of {}", text.len());
    assert!(problem.contains(&message), "{problem}");
}

#[test]
fn a_file_that_grows_is_read_to_the_line_that_was_its_last() {
    let directory = tempfile::tempdir().unwrap();
    let path = write(&directory, "a.log", b"one\ntwo, not yet");
    for chunk_bytes in [1, 5, 1000] {
        std::fs::write(&path, b"one\ntwo, not yet").unwrap();
        let opened = OpenSource::open(&source(&path), chunk_bytes).unwrap();
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b" whole\nthree\n").unwrap();
        let (mut block, mut found) = (Block::new(), Vec::new());
        while opened.next_block(&mut block).unwrap() {
            found.extend_from_slice(block.bytes());
        }
        assert_eq!(found, b"one\ntwo, not yet whole\n");
        assert!(opened.problem().is_none());
    }
}
