//! Whether the beginning of a source is text at all.
//!
//! In: the first bytes of the (decoded) text. Out: nothing, or what it is instead and what to do. Always true: invalid
//! UTF-8 is text; a hole of NULs, however long, is one oddity and not many.

use crate::error::Kind;

/// Files that are no log but that people give: their first bytes, what they are, what to do.
const KNOWN: [(&[u8], &str, &str); 9] = [
    (b"LPKSHHRH", "a systemd journal file", "give its text: journalctl -o export --file=FILE | smtplog analyze -"),
    (b"PK\x03\x04", "a zip archive", "unpack it and give the logs in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the logs in it"),
    (b"\x04\x22\x4d\x18", "compressed with lz4", "pipe it: lz4 -dc FILE | smtplog analyze -"),
    (b"LZIP", "compressed with lzip", "pipe it: lzip -dc FILE | smtplog analyze -"),
    (b"\x1f\x9d", "compressed with compress", "pipe it: zcat FILE | smtplog analyze -"),
    (b"\x5d\x00\x00", "compressed with lzma", "pipe it: xz -dc --format=lzma FILE | smtplog analyze -"),
    (b"\xff\xfe", "text in UTF-16", "convert it: iconv -f UTF-16 -t UTF-8 FILE | smtplog analyze -"),
    (b"\xfe\xff", "text in UTF-16", "convert it: iconv -f UTF-16 -t UTF-8 FILE | smtplog analyze -"),
];

/// One byte in this many may be a control character in a text, and one more: a short text after a hole is text.
const TEXT_PER_CONTROL: usize = 20;

/// What the source is if it is not text.
pub(super) fn not_text(head: &[u8]) -> Option<Kind> {
    if !is_binary(head) {
        return None;
    }
    let (what, advice) = match KNOWN.iter().find(|(magic, ..)| head.starts_with(magic)) {
        Some(&(_, what, advice)) => (format!("binary data, not a log: {what}"), advice),
        None if is_tar(head) => {
            ("binary data, not a log: a tar archive".to_owned(), "unpack it and give the logs in it")
        }
        None => {
            ("binary data, not a log".to_owned(), "give a text log, plain or compressed with gzip, zstd, xz or bzip2")
        }
    };
    Some(Kind::Binary { what, advice: advice.to_owned() })
}

fn is_binary(head: &[u8]) -> bool {
    let mut n_controls = 0;
    let mut n_text = 0;
    let mut previous = None;
    for &byte in head {
        match byte {
            0 if previous == Some(0) => {}
            b'\t' | b'\n' | b'\r' | b'\x0c' | b'\x1b' => n_text += 1,
            0..0x20 | 0x7f => n_controls += 1,
            _ => n_text += 1,
        }
        previous = Some(byte);
    }
    let starts_foreign = KNOWN.iter().any(|(magic, ..)| magic.len() > 3 && head.starts_with(magic));
    starts_foreign || is_tar(head) || n_controls > 1 + n_text / TEXT_PER_CONTROL
}

fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_are_text() {
        let hole = [vec![0; 5000], b"Nov 22 00:46:00 mx".to_vec()].concat();
        let inner = [b"Nov 22 00:46:00 mx postfix".to_vec(), vec![0; 5000], b"Nov 22\n".to_vec()].concat();
        let texts: [&[u8]; 8] =
            [b"", b"\n", b"a\tb\r\n", b"caf\xe9 \xff\xfe\xfd\n", &hole, &inner, &[0; 64], b"\0\0x\n"];
        for text in texts {
            assert!(not_text(text).is_none(), "{:?}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn others_are_not() {
        let elf = [b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0".to_vec(), vec![b'x'; 100]].concat();
        let utf16: Vec<u8> = "\u{feff}Nov 22 mx".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for binary in
            [elf.as_slice(), &utf16, b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", b"\x01\x02", b"\0a\0b\0c\0d"]
        {
            assert!(not_text(binary).is_some(), "{binary:?}");
        }
        let journal = not_text(b"LPKSHHRH\0\0\0\0").unwrap().to_string();
        assert!(journal.contains("journalctl -o export"), "{journal}");
    }
}
