//! Why a delivery line carries no reply, from the words of its text.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::event::Silence;

/// Words and what they mean; the first that occurs decides, so the narrower ones come first.
const WORDS: &[(&[u8], Silence)] = &[
    (b"onnection timed out", Silence::ConnectTimeout),
    (b"peration timed out", Silence::ConnectTimeout),
    (b"onnection refused", Silence::ConnectRefused),
    (b"No route to host", Silence::NoRoute),
    (b"etwork is unreachable", Silence::NoRoute),
    (b"lost connection", Silence::ConnectionLost),
    (b"onnection reset", Silence::ConnectionLost),
    (b"timed out while", Silence::SessionTimeout),
    (b"read timeout", Silence::ConnectTimeout),
    (b"nullMX", Silence::NoMailHost),
    (b"loops back to myself", Silence::NoMailHost),
    (b"valid mail exchanger", Silence::NoMailHost),
    (b"Name service error", Silence::NameService),
    (b"not found", Silence::NameService),
    (b"ser unknown", Silence::UnknownAddress),
    (b"nknown user", Silence::UnknownAddress),
    (b"TLS", Silence::Tls),
    (b"DNSSEC", Silence::Tls),
    (b"ertificate", Silence::Tls),
    (b"mail transport unavailable", Silence::LocalFault),
    (b"forwarding loop", Silence::LocalFault),
    (b"user lookup error", Silence::LocalFault),
    (b"Command died", Silence::LocalFault),
    (b"emporary failure", Silence::LocalFault),
];

/// Made once: making a searcher takes longer than searching such a short text.
static FINDERS: LazyLock<Vec<(Finder<'static>, Silence)>> =
    LazyLock::new(|| WORDS.iter().map(|&(word, silence)| (Finder::new(word), silence)).collect());

/// The reason for the silence; `text` is the parenthesis of a delivery line or the whole line of an attempt.
pub(super) fn classify(text: &[u8]) -> Silence {
    let found = FINDERS.iter().find(|(word, _)| word.find(text).is_some());
    found.map_or(Silence::Unspecified, |&(_, silence)| silence)
}
