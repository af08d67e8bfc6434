//! Shapes that hold no event. Naming them keeps the count of unrecognised lines a true alarm: it rises when a new release
//! writes something new.

use std::ops::Range;
use std::sync::LazyLock;

/// What may stand behind a queue id or `NOQUEUE`; sorted, and no word begins another.
const AFTER_QUEUE_ID: &[&[u8]] = &[
    b"Anonymous TLS",
    b"SASL",
    b"Server certificate",
    b"TLS",
    b"Trusted TLS",
    b"Untrusted TLS",
    b"Verified TLS",
    b"bcc:",
    b"certificate",
    b"conversation with ",
    b"discard",
    b"enabling PIX",
    b"expired",
    b"fatal:",
    b"filter:",
    b"force-expired",
    b"info:",
    b"lost connection ",
    b"message-id=",
    b"milter-",
    b"postmaster ",
    b"prepend:",
    b"proxy-accept",
    b"redirect",
    b"reject_warning:",
    b"removed",
    b"replace:",
    b"requeued",
    b"resent-message-id=",
    b"sender ",
    b"skipped",
    b"strip:",
    b"table ",
    b"timeout after ",
    b"too many errors",
    b"uid=",
    b"warn",
];

/// What may stand at the beginning of a message without queue id; sorted likewise.
const WITHOUT_QUEUE_ID: &[&[u8]] = &[
    b"ALLOWLIST VETO",
    b"ALLOWLISTED",
    b"Anonymous TLS",
    b"BARE NEWLINE",
    b"BDAT without",
    b"BLACKLISTED",
    b"COMMAND",
    b"CONNECT from",
    b"DATA without",
    b"DENYLISTED",
    b"DISCONNECT",
    b"DNSBL",
    b"Deleted:",
    b"HANGUP",
    b"Host offered STARTTLS",
    b"NON-SMTP COMMAND",
    b"NOQUEUE",
    b"PASS ",
    b"PIPELINING",
    b"PREGREET",
    b"Placed on hold:",
    b"Postfix ",
    b"Released",
    b"Requeued:",
    b"SASL",
    b"SSL_",
    b"Server certificate",
    b"TLS",
    b"Trusted TLS",
    b"Untrusted TLS",
    b"Verified TLS",
    b"WHITELIST VETO",
    b"WHITELISTED",
    b"addr ",
    b"cache ",
    b"connect ",
    b"conversation",
    b"daemon started",
    b"discard:",
    b"discarding EHLO",
    b"disconnect ",
    b"error:",
    b"fatal:",
    b"filter:",
    b"hold:",
    b"improper command pipelining",
    b"info:",
    b"initializing",
    b"lost connection",
    b"mapping",
    b"panic:",
    b"postfix",
    b"prepend:",
    b"proxy-accept",
    b"redirect:",
    b"refreshing",
    b"reject_warning:",
    b"reload",
    b"replace:",
    b"scanned",
    b"setting up TLS",
    b"starting the Postfix",
    b"statistics:",
    b"stopping the Postfix",
    b"table ",
    b"terminating",
    b"timeout",
    b"too many errors",
    b"warn:",
    b"warning:",
];

static AFTER: LazyLock<Words> = LazyLock::new(|| Words::new(AFTER_QUEUE_ID));
static WITHOUT: LazyLock<Words> = LazyLock::new(|| Words::new(WITHOUT_QUEUE_ID));

pub(super) fn after_queue_id(rest: &[u8]) -> bool {
    AFTER.begin(rest)
}

pub(super) fn without_queue_id(message: &[u8]) -> bool {
    WITHOUT.begin(message)
}

/// Words, and where those with each first byte stand: half of all lines end up here.
struct Words {
    sorted: Vec<Word>,
    by_first: [Range<u8>; 256],
}

/// A word whose first eight bytes are compared as one number.
struct Word {
    head: u64,
    /// The bytes of `head` that count.
    mask: u64,
    rest: &'static [u8],
}

impl Word {
    fn new(word: &'static [u8]) -> Self {
        let (head, rest) = word.split_at(word.len().min(8));
        let mut bytes = [0; 8];
        bytes[..head.len()].copy_from_slice(head);
        Self { head: u64::from_le_bytes(bytes), mask: u64::MAX >> (64 - 8 * head.len()), rest }
    }

    /// Whether it begins `text`, whose first eight bytes are `head`, with NULs where it is shorter.
    fn begins(&self, head: u64, text: &[u8]) -> bool {
        head & self.mask == self.head && (self.rest.is_empty() || text[8..].starts_with(self.rest))
    }
}

impl Words {
    fn new(sorted: &'static [&'static [u8]]) -> Self {
        let place = |first: usize| {
            let place = sorted.partition_point(|word| usize::from(word[0]) < first);
            u8::try_from(place).expect("fewer than 256 words")
        };
        let by_first = std::array::from_fn(|first| place(first)..place(first + 1));
        Self { sorted: sorted.iter().map(|word| Word::new(word)).collect(), by_first }
    }

    /// Whether one of the words begins the text.
    fn begin(&self, text: &[u8]) -> bool {
        let Some(&first) = text.first() else { return false };
        let head = match text.first_chunk::<8>() {
            Some(head) => u64::from_le_bytes(*head),
            None => text.iter().rev().fold(0, |head, &byte| head << 8 | u64::from(byte)),
        };
        let Range { start, end } = self.by_first[usize::from(first)];
        self.sorted[usize::from(start)..usize::from(end)].iter().any(|word| word.begins(head, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_and_needed() {
        for words in [AFTER_QUEUE_ID, WITHOUT_QUEUE_ID] {
            assert!(words.is_sorted());
            let shadowed = words.windows(2).find(|pair| pair[1].starts_with(pair[0]));
            assert_eq!(shadowed, None);
        }
    }

    #[test]
    fn a_text_is_known_by_its_beginning() {
        assert!(without_queue_id(b"connect from unknown[192.0.2.1]"));
        assert!(after_queue_id(b"message-id=<x@y>"));
        for text in [&b""[..], b"c", b"something else", b"\xff\xff"] {
            assert!(!without_queue_id(text), "{text:?}");
        }
    }
}
