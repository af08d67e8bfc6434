//! Why a delivery line carries no reply, from the words of its text.

use std::sync::LazyLock;

use crate::event::Silence;
use crate::parse::wording::{Wording, Words};

/// The narrower ones come first.
const WORDS: Words = &[
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

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::new(WORDS));

/// The reason for the silence; `text` is the parenthesis of a delivery line or the whole line of an attempt.
pub(super) fn classify(text: &[u8]) -> Silence {
    WORDING.meaning(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_postfix_tell_the_reason() {
        for (text, want) in [
            ("connect to mx.test[192.0.2.1]:25: Connection timed out", Silence::ConnectTimeout),
            ("lost connection with mx.test[192.0.2.1] while receiving the initial greeting", Silence::ConnectionLost),
            ("TLS handshake failed: lost connection", Silence::ConnectionLost),
            ("Cannot start TLS: handshake failure", Silence::Tls),
            ("mail for x.test loops back to myself", Silence::NoMailHost),
            ("something else", Silence::Unspecified),
            ("", Silence::Unspecified),
        ] {
            assert_eq!(classify(text.as_bytes()), want, "{text}");
        }
    }
}
