//! Real lines of every sort of notice, beside what they note.

use crate::event::Recognition;
use crate::parse::postfix::parse;
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
        ("connect from unknown[192.0.2.7]", "connections connections"),
        ("connect to mx.example[192.0.2.7]:25: Connection refused", "nothing"),
        ("disconnect from unknown[192.0.2.7] ehlo=1 quit=1 commands=2", "nothing"),
        ("lost connection after RCPT from unknown[192.0.2.7]", "lost rcpt"),
        ("lost connection after DATA (1204 bytes) from unknown[192.0.2.7]", "lost data"),
        ("NOQUEUE: lost connection after UNKNOWN from unknown[192.0.2.7]", "lost other"),
        ("7D3F42A1B0: timeout after END-OF-MESSAGE from unknown[192.0.2.7]", "timed-out end-of-data"),
        ("timeout after RSET from unknown[192.0.2.7]", "timed-out other"),
        ("lost connection with mx.example[192.0.2.7] while sending end of data", "nothing"),
    ]);
}

#[test]
fn tls() {
    check(&[
        (
            "Anonymous TLS connection established from mail.example[192.0.2.7]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256",
            "session in anonymous TLSv1.3",
        ),
        (
            "7D3F42A1B0: Verified TLS connection established to mx.example[192.0.2.7]:25: TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)",
            "session out verified TLSv1.2",
        ),
        (
            "Untrusted TLS connection established to mx.example[2001:db8::7]:25: TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits)",
            "session out untrusted TLSv1.0",
        ),
        (
            "Anonymous TLS connection established from [192.0.2.7]:50834: TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 (128/128 bits)",
            "session postscreen anonymous TLSv1.2",
        ),
        ("Trusted TLS connection established to a[/run/x]: TLSv9 with cipher TLSv1.3", "session out trusted unknown"),
        ("Trusted TLS connection reused to mx.example[192.0.2.7]:25: TLSv1.3 with cipher X (1/1 bits)", "nothing"),
        ("SSL_accept error from unknown[192.0.2.7]: -1", "tls failed-in"),
        ("SSL_connect error to mx.example[192.0.2.7]:25: lost connection", "tls failed-out"),
        ("7D3F42A1B0: Cannot start TLS: handshake failure", "tls failed-out"),
        (
            "certificate verification failed for mx.example[192.0.2.7]:25: untrusted issuer /CN=x",
            "tls certificate-not-verified",
        ),
        ("7D3F42A1B0: Server certificate not trusted", "tls certificate-not-verified"),
        ("TLS SNI a.example from unknown[192.0.2.7] not matched, using default chain", "tls server-name-not-matched"),
        (
            "warning: TLS library problem: error:0A000126:SSL routines::unexpected eof while reading:../ssl/record/rec_layer_s3.c:322:",
            "warning (tls library-problem): TLS library problem: error:0A000126:SSL routines::unexpected eof while reading:../ssl/record/rec_layer_s3.c:322:",
        ),
    ]);
}

#[test]
fn deliveries_tell_how_they_were_carried() {
    for (level, want) in [
        ("", "nothing"),
        (" tls=none,", "carried out plain"),
        (" tls=may:none,", "carried out plain"),
        (" tls=may,", "carried out unknown"),
        (" tls=dane/requiretls,", "carried out unknown verified"),
        (" tls=dane/!requiretls:nocertmatch,", "carried out unknown verified"),
        (" tls=dane:halfdane,", "carried out unknown"),
        (" tls=none?,", "nothing"),
        (" tls=!encrypt,", "nothing"),
    ] {
        let line = format!(
            "7D3F42A1B0: to=<a@b.example>, relay=mx.example[192.0.2.7]:25, delay=1, delays=0/0/0/1,{level} dsn=2.0.0, status=sent (250 2.0.0 Ok)"
        );
        check(&[(&line, want)]);
        let bounced = line.replace("status=sent (250", "status=bounced (host mx.example[192.0.2.7] said: 550");
        check(&[(&bounced, "nothing")]);
    }
}

#[test]
fn postscreen() {
    check(&[
        ("CONNECT from [192.0.2.7]:50834 to [192.0.2.1]:25", "postscreen connections"),
        ("CONNECT from [192.0.2.7]:50834", "nothing"),
        ("PASS NEW [192.0.2.7]:50834", "postscreen passed-new"),
        ("PASS OLD [192.0.2.7]:50834", "postscreen passed-old"),
        ("PREGREET 14 after 0.22 from [192.0.2.7]:50834: EHLO ylmf-pc\\r\\n", "postscreen pregreet"),
        ("HANGUP after 0.1 from [192.0.2.7]:50834 in tests before SMTP handshake", "postscreen hangup"),
        ("BARE NEWLINE from [192.0.2.7]:50834 after HELO", "postscreen bare-newline"),
        ("NON-SMTP COMMAND from [192.0.2.7]:50834 after CONNECT: GET / HTTP/1.1", "postscreen non-smtp-command"),
        ("COMMAND PIPELINING from [192.0.2.7]:50834 after EHLO: MAIL\\r\\n", "postscreen command-pipelining"),
        ("COMMAND TIME LIMIT from [192.0.2.7]:50834 after HELO", "postscreen command-time-limit"),
        ("COMMAND COUNT LIMIT from [192.0.2.7]:50834 after RCPT", "postscreen command-count-limit"),
        ("COMMAND LENGTH LIMIT from [192.0.2.7]:50834 after HELO", "postscreen command-length-limit"),
        ("DATA without valid RCPT from [192.0.2.7]:50834", "postscreen data-without-recipient"),
        ("ALLOWLISTED [192.0.2.7]:50834", "postscreen allowlisted"),
        ("WHITELISTED [192.0.2.7]:50834", "postscreen allowlisted"),
        ("BLACKLISTED [192.0.2.7]:50834", "postscreen denylisted"),
        ("DENYLISTED [192.0.2.7]:50834", "postscreen denylisted"),
        ("WHITELIST VETO [192.0.2.7]:50834", "postscreen allowlist-veto"),
        ("DISCONNECT [192.0.2.7]:50834", "nothing"),
        ("DNSBL rank 8 for [192.0.2.7]:50834", "rank 8"),
        ("addr 192.0.2.7 listed by domain zen.dnsbl.example as 127.0.0.4", "listed zen.dnsbl.example"),
        ("addr 192.0.2.7 blocked by domain list.example as 127.0.0.2", "nothing"),
    ]);
}

#[test]
fn limits() {
    check(&[
        (
            "statistics: max connection rate 3/60s for (smtp:192.0.2.7) at Nov 22 06:00:00",
            "peak connection-rate 3/60 smtp:192.0.2.7",
        ),
        (
            "statistics: max connection count 2 for (192.0.2.1:25:2001:db8::7) at Nov 22 06:00:00",
            "peak connection-count 2/0 192.0.2.1:25:2001:db8::7",
        ),
        (
            "statistics: max newtls rate 1/60s for (smtp:192.0.2.7) at Nov 22 06:00:00",
            "peak newtls-rate 1/60 smtp:192.0.2.7",
        ),
        ("statistics: max cache size 4 at Nov 22 06:00:00", "nothing"),
        ("too many errors after UNKNOWN from unknown[192.0.2.7]", "limits too-many-errors"),
        ("NOQUEUE: too many errors after RCPT from unknown[192.0.2.7]", "limits too-many-errors"),
        (
            "improper command pipelining after EHLO from unknown[192.0.2.7]: MAIL FROM:<a@b>\\r\\n",
            "limits untimely-commands",
        ),
        (
            "warning: Message delivery request rate limit exceeded: 334 from a.example[192.0.2.7] for service smtp",
            "warning (limits message-rate): Message delivery request rate limit exceeded: 334 from a.example[192.0.2.7] for service smtp",
        ),
        (
            "warning: Connection concurrency limit exceeded: 6 from a.example[192.0.2.7] for service smtp",
            "warning (limits connection-count): Connection concurrency limit exceeded: 6 from a.example[192.0.2.7] for service smtp",
        ),
    ]);
}

#[test]
fn complaints() {
    check(&[
        (
            "warning: hostname a.example does not resolve to address 192.0.2.7",
            "warning: hostname a.example does not resolve to address 192.0.2.7",
        ),
        ("error: open database /etc/aliases.db: No such file", "error: open database /etc/aliases.db: No such file"),
        ("fatal: no SASL authentication mechanisms", "fatal: no SASL authentication mechanisms"),
        ("panic: vstring_vstrcat: buffer overrun", "panic: vstring_vstrcat: buffer overrun"),
        ("7D3F42A1B0: fatal: queue file write error", "fatal: queue file write error"),
        // An event, and words about a stranger's mail.
        ("warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6", "nothing"),
        ("7D3F42A1B0: warning: header Subject: x from local; from=<a@b> to=<c@d>", "limits would-be-rejected"),
        ("7D3F42A1B0: warn: header X: y", "nothing"),
    ]);
}
