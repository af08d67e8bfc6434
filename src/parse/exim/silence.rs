//! Why a delivery or an attempt has no reply.
//!
//! In: the text that Exim gives. Out: one [`Silence`]. Always true: only the first bytes are looked at, the first row that
//! matches wins, and what no row names is unspecified.

use std::sync::LazyLock;

use crate::event::Silence;
use crate::parse::wording::{Wording, Words};

/// Words of a text and their meaning; the more telling ones first.
const WORDS: Words = &[
    (b"retry timeout exceeded", Silence::RetryTimeout),
    (b"failing for a long time", Silence::RetryTimeout),
    (b"after a long failure period", Silence::RetryTimeout),
    (b"etry time not ", Silence::NotDue),
    (b"MTP timeout", Silence::SessionTimeout),
    (b"TLS session", Silence::Tls),
    (b"TLS error", Silence::Tls),
    (b"DANE error", Silence::Tls),
    (b"closed connection", Silence::ConnectionLost),
    (b"onnection reset", Silence::ConnectionLost),
    (b"Broken pipe", Silence::ConnectionLost),
    (b"onnection refused", Silence::ConnectRefused),
    (b"onnection timed out", Silence::ConnectTimeout),
    (b"Operation timed out", Silence::ConnectTimeout),
    (b"No route to host", Silence::NoRoute),
    (b"etwork is unreachable", Silence::NoRoute),
    (b"Network Error", Silence::NoRoute),
    (b"Host is unreachable", Silence::NoRoute),
    (b"Host is down", Silence::NoRoute),
    (b"MX or SRV record", Silence::NoMailHost),
    (b"relevant MX records", Silence::NoMailHost),
    (b"numbered MX record", Silence::NoMailHost),
    (b"address is the local host", Silence::NoMailHost),
    (b"host lookup did not complete", Silence::NameService),
    (b"failed to lookup IP address", Silence::NameService),
    (b"lookup failed", Silence::NameService),
    (b"nrouteable", Silence::UnknownAddress),
    (b"nknown user", Silence::UnknownAddress),
    (b"ser unknown", Silence::UnknownAddress),
    (b"uch User", Silence::UnknownAddress),
    (b"uch user", Silence::UnknownAddress),
    (b"domain is held", Silence::Held),
    (b"queue_", Silence::Held),
    (b"explicitly queued", Silence::Held),
    (b"suspected mail loop", Silence::LocalFault),
    (b"mailbox ", Silence::LocalFault),
    (b"Child process", Silence::LocalFault),
    (b"expan", Silence::LocalFault),
    (b"transport", Silence::LocalFault),
    (b"failed to ", Silence::LocalFault),
    (b"error in ", Silence::LocalFault),
    (b"Permission denied", Silence::LocalFault),
    (b"ainted ", Silence::LocalFault),
];

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::new(WORDS));

/// No reason stands behind this many bytes.
const WINDOW: usize = 300;

/// The reason that the text gives.
pub(super) fn classify(text: &[u8]) -> Silence {
    let text = &text[..text.len().min(WINDOW)];
    match text.first() {
        // The most frequent texts begin with the reason.
        Some(b'r') if text == b"retry time not reached" => return Silence::NotDue,
        Some(b'U') if text == b"Unrouteable address" => return Silence::UnknownAddress,
        None => return Silence::Unspecified,
        _ => {}
    }
    WORDING.meaning(text)
}

/// Whether the text of a line without a flag is about a connection to another host. Lines that name no host in front say less
/// for certain: other parts of Exim use the system's words, too.
pub(super) fn is_host_fault(text: &[u8], has_host: bool) -> bool {
    const BARE: [&[u8]; 8] = [
        b"SMTP error from ",
        b"LMTP error ",
        b"PRDR error ",
        b"SMTP timeout ",
        b"LMTP timeout ",
        b"Remote host ",
        b"Malformed SMTP reply",
        b"a TLS session is required",
    ];
    const BEHIND_HOST: [&[u8]; 15] = [
        b"Connection ",
        b"Operation timed out",
        b"Operation not permitted",
        b"No route to host",
        b"Network ",
        b"Netwk ",
        b"Host is ",
        b"Cannot assign requested address",
        b"Invalid argument",
        b"Permission denied",
        b"Broken pipe",
        b"DANE error: ",
        b"authentication required but ",
        b"utf8 support required but not offered",
        b"smtp send to ",
    ];
    let begins = |starts: &[&[u8]]| starts.iter().any(|start| text.starts_with(start));
    begins(&BARE) || (has_host && begins(&BEHIND_HOST))
}
