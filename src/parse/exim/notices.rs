//! What lines without an event note about the server: connections, TLS, limits.
//!
//! In: a text whose first words are known ([`super::shapes`]), or the fields of an arrival. Out: a [`Notice`], or `None` where there
//! is nothing to count. Always true: a client's HELO name and commands stand where nothing is looked for.

use memchr::memmem;

use super::fields::{Fields, is_pipelining, word};
use crate::event::Stage;
use crate::notice::{Break, Carriage, Direction, Notice, Severity, Signal, TlsVersion};

/// So many words are looked at for the protocol behind a client.
const MAX_WORDS: usize = 6;

/// `Connection from [192.0.2.7]:50834 refused: too many connections from that IP address`
pub(super) fn refused(text: &[u8]) -> Option<Notice<'_>> {
    let why = &text[memmem::find(text, b" refused")?..];
    Some(Notice::Signal(match why.strip_prefix(b" refused: ") {
        Some(why) if why.starts_with(b"too many connections") => Signal::ConnectionCount,
        Some(why) if why.starts_with(b"load average") => Signal::Load,
        _ => Signal::Refused,
    }))
}

/// `SMTP call from h.example [192.0.2.7] dropped: too many nonmail commands (last was "NOOP")`
pub(super) fn dropped(text: &[u8]) -> Option<Notice<'_>> {
    memmem::find(text, b" dropped: too many ").map(|_| Notice::Signal(Signal::TooManyErrors))
}

/// `SMTP connection from [192.0.2.7]:50834 (TCP/IP connection count = 1)`,
/// `SMTP connection from h.example [192.0.2.7] lost while reading message data (header)`,
/// `SMTP connection lost after final dot H=h.example [192.0.2.7] P=esmtp`
pub(super) fn connection(text: &[u8]) -> Option<Notice<'_>> {
    if text.starts_with(b"SMTP connection lost after final dot") {
        return Some(lost(Stage::EndOfData));
    }
    let text = match memchr::memrchr(b' ', text) {
        Some(at) if text[at..].starts_with(b" D=") => &text[..at],
        _ => text,
    };
    let last = memchr::memrchr(b'(', text).map_or(&b""[..], |at| &text[at..]);
    let n_connections = last.strip_prefix(b"(TCP/IP connection count = ").and_then(|n| n.strip_suffix(b")"));
    if n_connections.is_some_and(|n| n.iter().all(u8::is_ascii_digit)) {
        return Some(Notice::Signal(Signal::Connection));
    }
    let text = text.strip_suffix(b" (header)").unwrap_or(text);
    match text.strip_suffix(b" while reading message data") {
        Some(text) if text.ends_with(b" lost") => Some(lost(Stage::Data)),
        None if text.ends_with(b" lost") => Some(lost(Stage::Unknown)),
        _ => None,
    }
}

const fn lost(stage: Stage) -> Notice<'static> {
    Notice::Broken { how: Break::Lost, stage }
}

/// `TLS error on connection from h.example [192.0.2.7] (SSL_accept): error:…`
pub(super) fn tls_error(text: &[u8]) -> Option<Notice<'_>> {
    let behind = text.strip_prefix(b"TLS error on ")?;
    let is_client = behind.starts_with(b"connection from ");
    let signal = Some(if is_client { Signal::AcceptFailure } else { Signal::ConnectFailure });
    Some(Notice::Complaint { severity: Severity::Warning, text, signal })
}

/// How a message came in, if it came by SMTP: ` H=h (x) [192.0.2.7]:50834 I=[192.0.2.1]:25 P=esmtps L X=TLS1.3:… CV=no …`.
///
/// In: what follows the sender of an arrival.
pub(super) fn arrival(rest: &[u8]) -> Option<Notice<'static>> {
    let (protocol, behind) = protocol(behind_address(rest.strip_prefix(b" H=")?)?)?;
    let is_encrypted = is_encrypted(protocol)?;
    let mut behind = behind;
    if let [b' ', b'L', rest @ ..] = behind
        && is_pipelining(word(&behind[1..]).0)
    {
        behind = word(rest).1;
    }
    let carriage = match behind {
        [b' ', b'X', b'=', cipher @ ..] => {
            let verified = word(cipher).1.strip_prefix(b" CV=");
            let is_verified = verified.is_some_and(|value| is_verified(word(value).0));
            Carriage::Encrypted { version: TlsVersion::read(cipher), is_verified }
        }
        _ if is_encrypted => Carriage::Encrypted { version: TlsVersion::Unknown, is_verified: false },
        _ => Carriage::Plain,
    };
    Some(Notice::Carried { direction: Direction::In, carriage })
}

/// What follows the client's address: brackets within a HELO name end before its parenthesis.
fn behind_address(text: &[u8]) -> Option<&[u8]> {
    memchr::memchr_iter(b']', text).map(|at| &text[at + 1..]).find(|behind| behind.first() != Some(&b')'))
}

/// The value of `P=`, one of the next words, and what follows it.
fn protocol(mut text: &[u8]) -> Option<(&[u8], &[u8])> {
    for _ in 0..MAX_WORDS {
        if let [b' ', b'P', b'=', rest @ ..] = text {
            return Some(word(rest));
        }
        text = word(text.get(1..)?).1;
    }
    None
}

/// Whether the protocol is SMTP over TLS (`esmtps`, `esmtpsa`, `essmtp`); `None` if it is no SMTP.
fn is_encrypted(protocol: &[u8]) -> Option<bool> {
    let name = protocol.strip_prefix(b"utf8").unwrap_or(protocol);
    let name = name.strip_prefix(b"e").unwrap_or(name);
    match name {
        [b's', b's', b'm', b't', b'p', ..] => Some(true),
        [b's', b'm', b't', b'p', extensions @ ..] => Some(extensions.contains(&b's')),
        _ => None,
    }
}

/// How a delivery went out, if it went to a host.
pub(super) fn departure(fields: &Fields<'_>) -> Option<Notice<'static>> {
    fields.peer?;
    let is_verified = fields.is_verified;
    let carriage = fields.tls.map_or(Carriage::Plain, |version| Carriage::Encrypted { version, is_verified });
    Some(Notice::Carried { direction: Direction::Out, carriage })
}

/// `CV=yes`, `CV=dane`
pub(super) fn is_verified(value: &[u8]) -> bool {
    matches!(value, b"yes" | b"dane")
}

#[cfg(test)]
mod tests {
    use crate::event::Recognition;
    use crate::parse::exim::parse;
    use crate::parse::tests_support::Noted;

    fn check(cases: &[(&str, &str)]) {
        for (message, want) in cases {
            let mut noted = Noted::default();
            assert_eq!(parse(message.as_bytes(), &mut noted), Recognition::Known, "{message}");
            assert_eq!(noted.describe(), *want, "{message}");
        }
    }

    #[test]
    fn sessions_with_clients() {
        check(&[
            ("SMTP connection from [192.0.2.7]:50834 (TCP/IP connection count = 1)", "connections connections"),
            (
                "SMTP connection from [192.0.2.7]:50834 I=[192.0.2.1]:25 Ci=1 (TCP/IP connection count = 12)",
                "connections connections",
            ),
            ("SMTP connection from h.example (x) [192.0.2.7] closed by QUIT", "nothing"),
            ("SMTP connection from h.example ((TCP/IP connection count = 1)) [192.0.2.7] closed by QUIT", "nothing"),
            ("SMTP connection from h.example [192.0.2.7] lost", "lost unknown"),
            ("SMTP connection from h.example [192.0.2.7] lost D=0.1s", "lost unknown"),
            ("SMTP connection from h.example [192.0.2.7] lost while reading message data (header)", "lost data"),
            ("1tEabc-000001-2x SMTP connection lost after final dot H=(x) [192.0.2.7] P=smtps", "lost end-of-data"),
            ("unexpected disconnection while reading SMTP command from h.example [192.0.2.7] D=1s", "lost unknown"),
            ("SMTP command timeout on connection from h.example [192.0.2.7] D=5m", "timed-out unknown"),
            (
                "SMTP data timeout (message abandoned) on connection from h.example [192.0.2.7] F=<a@b>",
                "timed-out data",
            ),
            ("no MAIL in SMTP connection from h.example [192.0.2.7] D=1s C=EHLO,QUIT", "nothing"),
        ]);
    }

    #[test]
    fn messages_tell_how_they_came_and_went() {
        check(&[
            ("1tEabc-000001-2x <= a@b.example H=h.example (x) [192.0.2.7] P=esmtp S=1486 id=x@y", "carried in plain"),
            (
                "1tEabc-000001-2x <= a@b.example H=h.example (x) [192.0.2.7]:50834 I=[192.0.2.1]:25 P=esmtpsa L X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no SNI=\"mail.example\" A=plain:bob S=1486",
                "carried in TLSv1.3",
            ),
            (
                "1tEabc-000001-2x <= <> H=h [192.0.2.7] U=x TFO P=esmtps X=TLS1.2:E:256 CV=yes S=1",
                "carried in TLSv1.2 verified",
            ),
            ("1tEabc-000001-2x <= a@b.example H=h [192.0.2.7] P=esmtps S=1", "carried in unknown"),
            ("1tEabc-000001-2x <= a@b.example H=([192.0.2.7]) [192.0.2.7] P=essmtp S=1", "carried in unknown"),
            ("1tEabc-000001-2x <= a@b.example H=h [192.0.2.7] P=utf8esmtp S=1", "carried in plain"),
            ("1tEabc-000001-2x <= a@b.example H=(P=esmtps X=TLS1.3:y) [192.0.2.7] P=smtp S=1", "carried in plain"),
            ("1tEabc-000001-2x <= a@b.example H=h [192.0.2.7] P=esmtp S=1 T=\"P=esmtps X=TLS1.3\"", "carried in plain"),
            ("1tEabc-000001-2x <= a@b.example U=root P=local S=1", "nothing"),
            ("1tEabc-000001-2x <= a@b.example H=h [192.0.2.7] P=local-esmtp S=1", "nothing"),
            ("1tEabc-000001-2x <= a@b.example H=h [192.0.2.7] P=scanned-ok S=1", "nothing"),
            ("1tEabc-000001-2x => c@d.example R=r T=t H=mx.d [192.0.2.9] C=\"250 OK\"", "carried out plain"),
            (
                "1tEabc-000001-2x -> c@d.example R=r T=t H=mx.d [192.0.2.9] X=TLS1.3:A:256 CV=dane DN=\"CN=x\" C=\"250 X=TLS1.0\"",
                "carried out TLSv1.3 verified",
            ),
            ("1tEabc-000001-2x => bob <c@d.example> R=local_user T=mail_spool", "nothing"),
            (
                "1tEabc-000001-2x == c@d.example R=r T=t defer (-44) H=mx.d [192.0.2.9] X=TLS1.3:A:256: 451 later",
                "nothing",
            ),
        ]);
    }

    #[test]
    fn tls_failures() {
        check(&[
            (
                "TLS error on connection from h.example [192.0.2.7] (SSL_accept): error:0A00010B",
                "warning (tls failed-in): TLS error on connection from h.example [192.0.2.7] (SSL_accept): error:0A00010B",
            ),
            (
                "1tEabc-000001-2x TLS error on connection to mx.d [192.0.2.9] (SSL_connect): timed out",
                "warning (tls failed-out): TLS error on connection to mx.d [192.0.2.9] (SSL_connect): timed out",
            ),
            (
                "1tEabc-000001-2x H=mx.d [192.0.2.9] TLS session: (gnutls_handshake): rxd alert: Internal error",
                "warning (tls failed-out): TLS session: (gnutls_handshake): rxd alert: Internal error",
            ),
            (
                "[192.0.2.9] SSL verify error: depth=0 error=self signed certificate cert=/CN=x",
                "tls certificate-not-verified",
            ),
            ("TLS client disconnected cleanly (rejected our certificate?)", "tls failed-in"),
        ]);
    }

    #[test]
    fn limits() {
        check(&[
            ("Connection from [192.0.2.7]:50834 refused: too many connections", "limits connection-count"),
            (
                "Connection from [192.0.2.7]:50834 refused: too many connections from that IP address",
                "limits connection-count",
            ),
            ("Connection from [192.0.2.7]:50834 temporarily refused: load average = 12.00", "limits load"),
            ("refused connection from [192.0.2.7] (host_reject_connection)", "limits refused"),
            (
                "SMTP call from h [192.0.2.7] dropped: too many nonmail commands (last was \"NOOP\")",
                "limits too-many-errors",
            ),
            (
                "SMTP protocol synchronization error (next input sent too soon: pipelining was not advertised): rejected \"RSET\" H=h [192.0.2.7]",
                "limits untimely-commands",
            ),
            ("SMTP syntax error in \"BOGUS 1\" H=h [192.0.2.7] unrecognized command", "limits protocol-errors"),
            ("1tEabc-000001-2x no immediate delivery: load average 12.00", "limits postponed"),
        ]);
    }

    #[test]
    fn warnings() {
        check(&[
            ("no host name found for IP address 192.0.2.7", "warning: no host name found for IP address 192.0.2.7"),
            (
                "Exim configuration error in line 3 of /etc/exim.conf:",
                "warning: Exim configuration error in line 3 of /etc/exim.conf:",
            ),
            (
                "1tEabc-000001-2x spam acl condition: all spamd servers failed",
                "warning: spam acl condition: all spamd servers failed",
            ),
            ("1tEabc-000001-2x Failed to expand return path: x", "warning: Failed to expand return path: x"),
            ("H=(x) [192.0.2.7] Warning: greylisted", "nothing"),
            ("Start queue run: pid=12", "nothing"),
            ("1tEabc-000001-2x Message is frozen", "nothing"),
            (
                "1tEabc-000001-2x H=mx.d [192.0.2.9]: SMTP error from remote mail server after RCPT TO:<c@d>: 451 failed to x",
                "nothing",
            ),
        ]);
    }
}
