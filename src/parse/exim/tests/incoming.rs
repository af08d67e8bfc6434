//! Messages that came in, refusals, logins, and lines that say nothing.

use super::{check, check_with_id, read};
use crate::parse::exim::continuation;

#[test]
fn openings() {
    check_with_id(&[
        ("<= t@s.ru H=m.s.com [84.154.134.45] P=esmtp S=1486 id=1@s.ru", "open <t@s.ru> 1486"),
        ("<= <> R=1RookS-000Pg8-VO U=mailnull P=local S=3958", "open <> 3958"),
        (r#"<= "a H=b c"@d U=x P=y S=1"#, r#"open <"a H=b c"@d> 1"#),
        ("<= 他@למ.com U=CALLER P=utf8local-esmtp S=1 for u@t", "open <他@למ.com> 1"),
        (
            r#"<= a@b H=c (d) [1.1.1.1] P=esmtp S=5 T="<= x A=y:z C=\"250 ok\" SMTP error 550" from <a@b> for c@d"#,
            "open <a@b> 5",
        ),
        (
            "<= a@b H=c (d) [1.1.1.1]:5 I=[2.2.2.2]:25 Ci=5 P=esmtpsa L. X=TLS1.3:a:1 CV=no A=plain:bob K S=1",
            "open <a@b> 1; auth authenticated implied 235 auth F=<a@b> H=c [1.1.1.1] login bob",
        ),
        // An authenticator without a name for the login: its colon ends no fields.
        (
            "<= a@b H=c (d) [1.1.1.1] P=esmtpsa X=TLS1.3:a:1 A=plain: S=1486",
            "open <a@b> 1486; auth authenticated implied 235 auth F=<a@b> H=c [1.1.1.1]",
        ),
        (r#"<= a@b H=c [1.1.1.1] P=esmtps DN="CN=x S=7" S=12 id=x@y"#, "open <a@b> 12"),
        ("<= a@b H=c [1.1.1.1] P=esmtp", "open <a@b> 0"),
        (
            "(= a@b H=c (d) [1.1.1.1] P=esmtp S=1 for e@f",
            "open <a@b> 1; reject rejected implied 550 end-of-data F=<a@b> H=c [1.1.1.1]",
        ),
    ]);
}

#[test]
fn rejections() {
    let h =
        "H=h.t (x) [1.1.1.1]:5 I=[2.2.2.2]:25 Ci=4 U=u X=TLS1.3:a:1 CV=no DN=\"CN=rejected RCPT\" F=<a@b> A=login:u";
    for (words, want) in [
        ("rejected RCPT <c@d>: Unrouteable address", "rejected implied 550 rcpt F=<a@b> to <c@d>"),
        ("rejected RCPT <c@d>", "rejected implied 550 rcpt F=<a@b> to <c@d>"),
        ("rejected RCPT <\"c>: 553 x\"@d>: no", "rejected implied 550 rcpt F=<a@b> to <\"c>: 553 x\"@d>"),
        (
            "temporarily rejected RCPT <c@d>: 452 4.5.3 Try again",
            "temporarily-rejected logged 452 4.5.3 rcpt F=<a@b> to <c@d>",
        ),
        ("temporarily rejected RCPT <c@d>: 499 4.1234.343 x", "temporarily-rejected logged 499 rcpt F=<a@b> to <c@d>"),
        ("rejected RCPT <c@d>: 550-5.7.1 no", "rejected logged 550 5.7.1 rcpt F=<a@b> to <c@d>"),
        ("rejected RCPT <c@d>: 200 messages an hour are enough", "rejected implied 550 rcpt F=<a@b> to <c@d>"),
        ("rejected RCPT c@d: relay not permitted", "rejected implied 550 rcpt F=<a@b> to <c@d>"),
        (
            "rejected RCPT <c@d>: \"JunkMail rejected - [1.2.3.4]:53343 is in an RBL\"",
            "rejected implied 550 rcpt F=<a@b> to <c@d>",
        ),
        ("temporarily rejected after DATA: Greylisted", "temporarily-rejected implied 451 end-of-data F=<a@b>"),
        ("rejected after DATA: message too big - 1", "rejected implied 550 end-of-data F=<a@b>"),
        ("rejected during MIME ACL checks: x", "rejected implied 550 end-of-data F=<a@b>"),
        ("rejected DATA: 550 5.7.1 No", "rejected logged 550 5.7.1 data F=<a@b>"),
        ("rejected RCPT <c@d>: 451 does not fit", "rejected implied 550 rcpt F=<a@b> to <c@d>"),
        ("rejected by non-SMTP ACL: no", "rejected (no reply in the line) unknown F=<a@b>"),
        ("rejected by non-SMTP ACL: 599 no", "rejected logged 599 unknown F=<a@b>"),
        ("RCPT <c@d>: discarded by RCPT ACL: 250 x", "discarded (discarded) rcpt F=<a@b> to <c@d>"),
    ] {
        let (event, to) =
            want.split_once(" to ").map_or((want, String::new()), |(event, to)| (event, format!(" to {to}")));
        assert_eq!(read(&format!("{h} {words}")), format!("reject {event}{to} H=h.t [1.1.1.1]"), "{words}");
    }
}

#[test]
fn rejections_without_sender_field() {
    check(&[
        (
            "H=(x) [1.1.1.1] rejected MAIL <bad@t>: 553 5.7.1 no",
            "reject rejected logged 553 5.7.1 mail F=<bad@t> H=x [1.1.1.1]",
        ),
        (
            "rejected MAIL FROM:<u@t> H=(x) [1.1.1.1]: message too big: size=550 max=100",
            "reject rejected implied 552 mail F=<u@t> H=x [1.1.1.1]",
        ),
        (
            "rejected from <> U=CALLER: message too big: read=501 max=500",
            "reject rejected implied 552 end-of-data F=<>",
        ),
        (
            "rejected MAIL from h.t (x) [1.1.1.1]:9: no HELO/EHLO given",
            "reject rejected implied 503 mail H=h.t [1.1.1.1]",
        ),
        (
            "rejected EHLO from ([::1]) [1.1.1.1]: syntactically invalid argument(s): ::1: 550",
            "reject rejected implied 501 helo H=[::1] [1.1.1.1]",
        ),
        (
            "rejected MAIL command U=x: too many messages in one connection",
            "reject temporarily-rejected implied 421 mail",
        ),
        (
            "H=(y) [1.1.1.1] rejected EHLO or HELO y: 504 5.5.2 no",
            "reject rejected logged 504 5.5.2 helo H=y [1.1.1.1]",
        ),
        (
            r#"H=[1.1.1.1] rejected connection in "connect" ACL: 554 5.7.1 no"#,
            "reject rejected logged 554 5.7.1 connect H= [1.1.1.1]",
        ),
        (
            r#"H=[1.1.1.1] temporarily rejected connection in "connect" ACL: x"#,
            "reject temporarily-rejected implied 451 connect H= [1.1.1.1]",
        ),
        (
            "H=[192.0.2.101]:62839 dropped by 'connect' ACL: Country is banned",
            "reject rejected (no reply in the line) connect H= [192.0.2.101]",
        ),
        ("H=(y) [1.1.1.1] rejected AUTH plain: STARTTLS required", "reject rejected implied 503 auth H=y [1.1.1.1]"),
        (
            "H=(y) [1.1.1.1] rejected ETRN #x: no ETRN here",
            "reject temporarily-rejected implied 458 etrn H=y [1.1.1.1]",
        ),
        ("H=(y) [1.1.1.1] rejected ATRN #x", "reject temporarily-rejected implied 450 etrn H=y [1.1.1.1]"),
        ("U=u temporarily rejected ATRN d.net: 453 You have no mail", "reject temporarily-rejected logged 453 etrn"),
        ("H=[1.1.1.1] rejected VRFY a@b", "reject rejected implied 252 vrfy H= [1.1.1.1]"),
        (
            "rejected XCLIENT from (x) [1.1.1.1]:9: mail transaction in progress",
            "reject rejected implied 503 other H=x [1.1.1.1]",
        ),
        ("H=(y) [1.1.1.1] rejected STARTTLS ", "reject rejected implied 550 starttls H=y [1.1.1.1]"),
        (
            "H=(x) [1.1.1.1]:9 F=m@l.org rejected RCPT d@m: no",
            "reject rejected implied 550 rcpt F=<m@l.org> to <d@m> H=x [1.1.1.1]",
        ),
    ]);
    check_with_id(&[
        (
            "F=a@b H=(g) [1.1.1.1] P=smtp rejected by local_scan(): Rejected",
            "reject rejected implied 550 end-of-data F=<a@b> H=g [1.1.1.1]",
        ),
        (
            "F=a@b U=u P=local rejected by local_scan(): no",
            "reject rejected (no reply in the line) end-of-data F=<a@b>",
        ),
        (
            "F=a@b U=u P=local temporarily rejected by local_scan(): no",
            "reject temporarily-rejected (no reply in the line) end-of-data F=<a@b>",
        ),
        ("F=a@b U=u P=local-smtp rejected by local_scan(): no", "reject rejected implied 550 end-of-data F=<a@b>"),
        ("H=(g) [1.1.1.1] rejected after DATA", "reject rejected implied 550 end-of-data H=g [1.1.1.1]"),
    ]);
}

#[test]
fn callouts_quote_another_server() {
    check(&[
        (
            "U=u F=<g@h> temporarily rejected RCPT <c@d>: Could not complete recipient verify callout: mx.d [2.2.2.2] : SMTP error from remote mail server after RCPT TO:<c@d>: 452 4.2.2 not now",
            "reject temporarily-rejected implied 451 rcpt F=<g@h> to <c@d>; probe undeliverable logged 452 4.2.2 rcpt F=<g@h> to <c@d> H=mx.d [2.2.2.2]",
        ),
        (
            r#"U=u F=<g@h> rejected RCPT <c@d>: response to "RCPT TO:<c@d>" from mx.d [2.2.2.2] was: 550 no"#,
            "reject rejected implied 550 rcpt F=<g@h> to <c@d>; probe undeliverable logged 550 rcpt F=<g@h> to <c@d> H=mx.d [2.2.2.2]",
        ),
        (
            r#"H=(x) [1.1.1.1] sender verify fail for <e@f>: mx.f [2.2.2.2] : response to "MAIL FROM:<>" was: 550-a\n550 5.1.8 b"#,
            "probe undeliverable logged 550 5.1.8 mail to <e@f> H=mx.f [2.2.2.2]",
        ),
        ("H=(x) [1.1.1.1] sender verify fail for <e@f>: an MX or SRV record indicated no SMTP service", ""),
        ("H=(x) [1.1.1.1] sender verify fail for <e@f>", ""),
    ]);
}

#[test]
fn failed_logins() {
    check(&[
        (
            "auth_plain authenticator failed for (rom182) [1.1.1.1]:41556 I=[10.0.0.1]:25: 535 Incorrect authentication data (set_id=web)",
            "auth authentication-failed logged 535 auth H=rom182 [1.1.1.1] login web",
        ),
        (
            "l authenticator failed for h.t (x) [1.1.1.1]: 535 5.7.8 no",
            "auth authentication-failed logged 535 5.7.8 auth H=h.t [1.1.1.1]",
        ),
        (
            "l authenticator failed for H=(x) [1.1.1.1] U=u: 435 Unable (set_id=ux): account suspended",
            "auth authentication-failed logged 435 auth H=x [1.1.1.1] login ux",
        ),
        (
            "l authenticator failed for H=h.t ([3.3.3.3]) [1.1.1.1]:5 I=[2.2.2.2]:25 Ci=40: 501 cancelled",
            "auth authentication-failed logged 501 auth H=h.t [1.1.1.1]",
        ),
    ]);
}

#[test]
fn nothing_to_count() {
    check(&[
        ("Start queue run: pid=28", ""),
        ("SMTP connection from [109.70.26.4] (TCP/IP connection count = 1)", ""),
        ("no MAIL in SMTP connection from h [1.1.1.1] D=21s C=EHLO,STARTTLS", ""),
        (r#"SMTP protocol synchronization error (x): rejected "RSET" H=(x) [1.1.1.1] next input="550 5.1.1\r\n""#, ""),
        (r#"SMTP call from [1.1.1.1] dropped: too many syntax or protocol errors (last command was "550 x")"#, ""),
        ("unqualified recipient rejected: <root> H=(x) [1.1.1.1]", ""),
        ("H=(x) [1.1.1.1] Warning: watch 554 5.7.1 this", ""),
        ("H=(x) [1.1.1.1] incomplete transaction (QUIT) from <a@b> for c@d", ""),
        ("pid 148: SIGHUP received: re-exec daemon", ""),
        ("cwd=/var/spool/exim4 3 args: /usr/sbin/exim4 -Mc 1xUvf9-00003A-1W", ""),
        ("EHLO/HELO response must not contain newlines: message truncated: 250 Two\\nlines", ""),
        ("dovecot: imap-login: Login: user=<x>", "unknown"),
        ("550 5.1.1 no", "unknown"),
        ("1jmH1s-000AVD-5tX => a@b", "unknown"),
        ("1jmH1s_000AVD-5t => a@b", "unknown"),
    ]);
    check_with_id(&[
        ("DKIM: d=x s=y c=z b=512 [verification failed - 550]", ""),
        (r#"event msg:fail:delivery data "SMTP error from remote mail server after RCPT TO:<a@b>: 550 x""#, ""),
        ("smtp:ehlo 250-myhost Hello\\n250 HELP", ""),
        ("malware acl condition: avast : 451 SCAN Engine error 13", ""),
        ("SA: Action: permanently rejected message: score=18.8", ""),
        ("H=h [1.1.1.1] TLS error on connection (recv): A TLS fatal alert has been received.", ""),
        ("H=h [1.1.1.1] Event requests alternate response", ""),
        ("DANE error: TLSA lookup for h not DNSSEC", ""),
        ("Error while reading message with no usable sender address (R=x): rejected by non-SMTP ACL: no", ""),
        ("Spool file is locked (another process is handling this message)", ""),
        ("peer close after all rcpt responses; converting i/o-error to no-error", ""),
        ("          ", ""),
        ("", ""),
    ]);
}

#[test]
fn continuations() {
    for line in [
        "Envelope-from: <a@b>",
        "P Received: from x",
        "* Cc: y",
        "  Subject: x",
        "\tby z",
        " Suggested action: use keep_environment.",
    ] {
        assert!(continuation(line.as_bytes()), "{line}");
    }
    for line in ["", "2020-01-01 00:00:00 x", "P x", "X From: y", "550 no", "Jan  1 00:00:00 h exim: P: x"] {
        assert!(!continuation(line.as_bytes()), "{line}");
    }
}

/// A log may be cut anywhere and hold anything.
#[test]
fn cut_lines_are_read_without_panic() {
    for line in [
        r#"1jmH1s-000AVD-5t => "a b"@c <"a b"@c> (p@q) F=<"x y"@z> R=r T=t H=h (x) [1.1.1.1]:25* X=a:b DN="C=\"" K C="250-a\\n250 b" QT=1s"#,
        "1jmH1s-000AVD-5t == a@b R=r T=t defer (110): Connection timed out H=h [::1]:25 I=[::1]:3: SMTP error from remote mail server after RCPT TO:<a@b> X=Y: host h [::1]: 450-4.1.1 x\\n450 4.1.1 y",
        r#"H=h (x) [1.1.1.1] F=<a@b> rejected RCPT <"c d"@e>: response to "RCPT TO:<c>" from h [2.2.2.2] was: 550 x"#,
        "plain authenticator failed for H=h ([x]) [1.1.1.1]:3: 535 5.7.8 no (set_id=x)",
        r#"10HmaX-000000005vi-0000 <= "a b"@c H=h (x) [1.1.1.1] P=esmtpa A=p:q S=1 T="x""#,
    ] {
        for end in 0..=line.len() {
            let _ = (read(&line[..end]), read(&line[line.len() - end..]), continuation(&line.as_bytes()[end..]));
        }
    }
}
