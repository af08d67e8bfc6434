//! Shapes that hold no event. Naming them keeps the count of unrecognised lines a true alarm: it rises when a new release
//! writes something new. Some of them hold a notice.

use std::ops::Range;
use std::sync::LazyLock;

use super::notices;
use crate::event::Sink;
use crate::notice;
use crate::parse::sense::Sense::{self, Read, Signal, Silent};

/// First words, and what the line notes.
type Known = (&'static [u8], Sense);

/// What may stand behind a queue id or `NOQUEUE`; sorted, and no word begins another.
const AFTER_QUEUE_ID: &[Known] = &[
    (b"Anonymous TLS", Read(notices::anonymous)),
    (b"Cannot start TLS", Signal(notice::Signal::ConnectFailure)),
    (b"SASL", Silent),
    (b"Server certificate", Read(notices::certificate)),
    (b"TLS", Read(notices::tls)),
    (b"Trusted TLS", Read(notices::trusted)),
    (b"Untrusted TLS", Read(notices::untrusted)),
    (b"Verified TLS", Read(notices::verified)),
    (b"bcc:", Silent),
    (b"certificate", Read(notices::certificate)),
    (b"conversation with ", Silent),
    (b"discard", Silent),
    (b"enabling PIX", Silent),
    (b"expired", Silent),
    (b"fatal:", Read(notices::complaint)),
    (b"filter:", Silent),
    (b"force-expired", Silent),
    (b"info:", Silent),
    (b"lost connection ", Read(notices::broken)),
    (b"milter-", Silent),
    (b"postmaster ", Silent),
    (b"prepend:", Silent),
    (b"proxy-accept", Silent),
    (b"redirect", Silent),
    (b"reject_warning:", Signal(notice::Signal::WouldReject)),
    (b"removed", Silent),
    (b"replace:", Silent),
    (b"requeued", Silent),
    (b"resent-message-id=", Silent),
    (b"sender ", Silent),
    (b"skipped", Silent),
    (b"strip:", Silent),
    (b"table ", Silent),
    (b"timeout after ", Read(notices::broken)),
    (b"too many errors", Signal(notice::Signal::TooManyErrors)),
    (b"uid=", Silent),
    (b"warn", Read(notices::complaint)),
];

/// What may stand at the beginning of a message without queue id; sorted likewise.
const WITHOUT_QUEUE_ID: &[Known] = &[
    (b"ALLOWLIST VETO", Signal(notice::Signal::AllowlistVeto)),
    (b"ALLOWLISTED", Signal(notice::Signal::Allowlisted)),
    (b"Anonymous TLS", Read(notices::anonymous)),
    (b"BARE NEWLINE", Signal(notice::Signal::BareNewline)),
    (b"BDAT without", Signal(notice::Signal::NoRecipient)),
    (b"BLACKLISTED", Signal(notice::Signal::Denylisted)),
    (b"COMMAND", Read(notices::command)),
    (b"CONNECT from", Read(notices::screened)),
    (b"DATA without", Signal(notice::Signal::NoRecipient)),
    (b"DENYLISTED", Signal(notice::Signal::Denylisted)),
    (b"DISCONNECT", Silent),
    (b"DNSBL", Read(notices::rank)),
    (b"Deleted:", Silent),
    (b"HANGUP", Signal(notice::Signal::Hangup)),
    (b"Host offered STARTTLS", Silent),
    (b"NON-SMTP COMMAND", Signal(notice::Signal::NonSmtpCommand)),
    (b"NOQUEUE", Silent),
    (b"PASS ", Read(notices::pass)),
    (b"PIPELINING", Signal(notice::Signal::Pipelining)),
    (b"PREGREET", Signal(notice::Signal::Pregreet)),
    (b"Placed on hold:", Silent),
    (b"Postfix ", Silent),
    (b"Released", Silent),
    (b"Requeued:", Silent),
    (b"SASL", Silent),
    (b"SSL_", Read(notices::ssl)),
    (b"Server certificate", Read(notices::certificate)),
    (b"TLS", Read(notices::tls)),
    (b"Trusted TLS", Read(notices::trusted)),
    (b"Untrusted TLS", Read(notices::untrusted)),
    (b"Verified TLS", Read(notices::verified)),
    (b"WHITELIST VETO", Signal(notice::Signal::AllowlistVeto)),
    (b"WHITELISTED", Signal(notice::Signal::Allowlisted)),
    (b"addr ", Read(notices::listed)),
    (b"cache ", Silent),
    (b"certificate ", Read(notices::certificate)),
    (b"connect ", Read(notices::connect)),
    (b"conversation", Silent),
    (b"daemon started", Silent),
    (b"discard:", Silent),
    (b"discarding EHLO", Silent),
    (b"disconnect ", Silent),
    (b"error:", Read(notices::complaint)),
    (b"fatal:", Read(notices::complaint)),
    (b"filter:", Silent),
    (b"hold:", Silent),
    (b"improper command pipelining", Signal(notice::Signal::UntimelyCommand)),
    (b"info:", Silent),
    (b"initializing", Silent),
    (b"lost connection", Read(notices::broken)),
    (b"mapping", Silent),
    (b"panic:", Read(notices::complaint)),
    (b"postfix", Silent),
    (b"prepend:", Silent),
    (b"proxy-accept", Silent),
    (b"redirect:", Silent),
    (b"refreshing", Silent),
    (b"reject_warning:", Signal(notice::Signal::WouldReject)),
    (b"reload", Silent),
    (b"replace:", Silent),
    (b"scanned", Silent),
    (b"setting up TLS", Silent),
    (b"starting the Postfix", Silent),
    (b"statistics:", Read(notices::peak)),
    (b"stopping the Postfix", Silent),
    (b"table ", Silent),
    (b"terminating", Silent),
    (b"timeout", Read(notices::broken)),
    (b"too many errors", Signal(notice::Signal::TooManyErrors)),
    (b"warn:", Silent),
    (b"warning:", Read(notices::complaint)),
];

static AFTER: LazyLock<Words> = LazyLock::new(|| Words::new(AFTER_QUEUE_ID));
static WITHOUT: LazyLock<Words> = LazyLock::new(|| Words::new(WITHOUT_QUEUE_ID));

/// Reads what follows a queue id; `false` if it is not known.
pub(super) fn after_queue_id<'a>(rest: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    tell(AFTER.sense(rest), rest, sink)
}

/// Reads a message without queue id; `false` if it is not known.
pub(super) fn without_queue_id<'a>(message: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    tell(WITHOUT.sense(message), message, sink)
}

/// Most lines end here, and most of them note nothing.
fn tell<'a>(sense: Option<&Sense>, text: &'a [u8], sink: &mut impl Sink<'a>) -> bool {
    match sense {
        None => false,
        Some(Silent) => true,
        Some(sense) => {
            sense.tell(text, sink);
            true
        }
    }
}

/// Words, and where those with each first byte stand: half of all lines end up here.
struct Words {
    sorted: Vec<Word>,
    by_first: [Range<u8>; 256],
}

/// A word whose first bytes are compared as one number.
struct Word {
    head: u128,
    /// The bytes of `head` that count.
    mask: u128,
    rest: &'static [u8],
    sense: Sense,
}

impl Word {
    fn new((word, sense): Known) -> Self {
        let (head, rest) = word.split_at(word.len().min(HEAD));
        let mask = u128::MAX >> (8 * (HEAD - head.len()));
        Self { head: head_of(head), mask, rest, sense }
    }

    /// Whether it begins `text`, whose head this is.
    fn begins(&self, head: u128, text: &[u8]) -> bool {
        head & self.mask == self.head && (self.rest.is_empty() || text[HEAD..].starts_with(self.rest))
    }
}

/// Bytes of a word that are compared at once: most words are not longer.
const HEAD: usize = size_of::<u128>();

/// The first bytes of a text, with NULs where it is shorter.
#[inline]
fn head_of(text: &[u8]) -> u128 {
    match text.first_chunk::<HEAD>() {
        Some(head) => u128::from_le_bytes(*head),
        None => text.iter().rev().fold(0, |head, &byte| head << 8 | u128::from(byte)),
    }
}

impl Words {
    fn new(sorted: &'static [Known]) -> Self {
        let place = |first: usize| {
            let place = sorted.partition_point(|(word, _)| usize::from(word[0]) < first);
            u8::try_from(place).expect("fewer than 256 words")
        };
        let by_first = std::array::from_fn(|first| place(first)..place(first + 1));
        Self { sorted: sorted.iter().map(|&known| Word::new(known)).collect(), by_first }
    }

    /// The sense of the word that begins the text.
    #[inline(always)]
    fn sense(&self, text: &[u8]) -> Option<&Sense> {
        let &first = text.first()?;
        let head = head_of(text);
        let Range { start, end } = self.by_first[usize::from(first)];
        let found = self.sorted[usize::from(start)..usize::from(end)].iter().find(|word| word.begins(head, text));
        found.map(|word| &word.sense)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_and_needed() {
        for known in [AFTER_QUEUE_ID, WITHOUT_QUEUE_ID] {
            let words: Vec<_> = known.iter().map(|(word, _)| *word).collect();
            assert!(words.is_sorted());
            let shadowed = words.windows(2).find(|pair| pair[1].starts_with(pair[0]));
            assert_eq!(shadowed, None);
        }
    }

    #[test]
    fn a_text_is_known_by_its_beginning() {
        assert!(WITHOUT.sense(b"connect from unknown[192.0.2.1]").is_some());
        assert!(AFTER.sense(b"resent-message-id=<x@y>").is_some());
        for text in [&b""[..], b"c", b"something else", b"\xff\xff"] {
            assert!(WITHOUT.sense(text).is_none(), "{text:?}");
        }
    }
}
