//! Real lines of every sort of notice, beside what they note.

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
        ("SMTP data timeout (message abandoned) on connection from h.example [192.0.2.7] F=<a@b>", "timed-out data"),
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
        ("1tEabc-000001-2x == c@d.example R=r T=t defer (-44) H=mx.d [192.0.2.9] X=TLS1.3:A:256: 451 later", "nothing"),
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
