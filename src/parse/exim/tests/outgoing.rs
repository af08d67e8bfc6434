//! Deliveries and attempts.

use super::{check_with_id, read};

#[test]
fn deliveries() {
    check_with_id(&[
        (
            r#"=> dave@foo.corp R=dnslookup T=remote_smtp H=mail.foo.corp [1.1.1.1] C="250 2.0.0 Ok: queued""#,
            "result; delivery delivered logged 250 2.0.0 end-of-data F=id to <dave@foo.corp> H=mail.foo.corp [1.1.1.1]",
        ),
        (
            r#"-> a@b R=r T=t H=h [1.1.1.1] C="250  <x@y> Queued mail for delivery" QT=2s DT=1s"#,
            "result; delivery delivered logged 250 end-of-data F=id to <a@b> H=h [1.1.1.1]",
        ),
        (
            r#">> a@b F=<> P=<> R=r T=t H=h [1.1.1.1]:25* I=[2.2.2.2]:9 PS=e X=TLS1.2:a:1 CV=yes DN="/CN=x C=\"599" L K C="250- 8 byte\\n250 2.6.0 OK id=10HmaX-0005vi-00""#,
            "result; delivery delivered logged 250 2.6.0 end-of-data F=<> to <a@b> H=h [1.1.1.1]",
        ),
        // cut off in the middle of the reply
        (
            r#"=> a@b R=r T=t H=h [::1] C="250 2.0.0 Ok: que"#,
            "result; delivery delivered logged 250 2.0.0 end-of-data F=id to <a@b> H=h [::1]",
        ),
        // quoted local parts lose their quotes
        (
            r#"=> quinn b h0@s.test <"quinn b h0"@s.test> R=remote T=smtp H=(x) [1.1.1.1] C="250 ok""#,
            r#"result; delivery delivered logged 250 end-of-data F=id to <"quinn b h0"@s.test> H=x [1.1.1.1]"#,
        ),
        (
            r#"=> x>y@q.test <> R=remote T=smtp H=mx [1.1.1.1] C="250 ok""#,
            "result; delivery delivered logged 250 end-of-data F=id to <x>y@q.test> H=mx [1.1.1.1]",
        ),
        (":blackhole: is no flag", ""),
        ("=> :blackhole: <a@b> R=trash", "result; delivery discarded (discarded) unknown F=id to <a@b>"),
        ("=> blackhole (RCPT ACL discarded recipients)", "result; delivery discarded (discarded) unknown F=id"),
        ("=> blackhole (local_scan discarded recipients)", "result; delivery discarded (discarded) unknown F=id"),
        ("=> blackhole *this is a blackhole message* ", "result; delivery discarded (discarded) unknown F=id"),
        (
            "=> blackhole <blackhole@b> R=local T=spool",
            "result; delivery delivered (local delivery) unknown F=id to <blackhole@b>",
        ),
        (
            "=> irwin <irwin@c> R=local_user T=mail_spool",
            "result; delivery delivered (local delivery) unknown F=id to <irwin@c>",
        ),
        (
            r#"=> jack <jack@c> R=l T=lmtp ST=local_delivery (mailbox x) C="250 2.0.0 <jack@c> Saved""#,
            "result; delivery delivered logged 250 2.0.0 end-of-data F=id to <jack@c>",
        ),
        (r#"*> a@b R=r T=t H=h [1.1.1.1] C="delivery bypassed by -N option""#, "result"),
        ("Completed", "close Completed"),
        ("Completed QT=1s", "close Completed"),
        ("removed by root", "result"),
        ("cancelled by timeout_frozen_after", "result"),
    ]);
}

#[test]
fn failures() {
    let to = "to <a@b> H=mx.b [1.1.1.1]";
    for (text, want) in [
        (
            "R=r T=t: SMTP error from remote mail server after RCPT TO:<a@b>: host mx.b [1.1.1.1]: 553 We do RFC2554",
            "553 rcpt F=id",
        ),
        (
            "R=r T=t: SMTP error from remote mailer after MAIL FROM:<x@y> SIZE=6601: host mx.b [1.1.1.1]: 553 no",
            "553 mail F=id",
        ),
        (
            "R=r T=t H=mx.b [1.1.1.1]: SMTP error from remote mail server after RCPT TO:<c@d>: 540 5.7.1 <c@d>: no",
            "540 5.7.1 rcpt F=id",
        ),
        (
            "R=r T=t H=mx.b [1.1.1.1] : SMTP error from remote mail server after pipelined end of data: 550 no DT=1s",
            "550 end-of-data F=id",
        ),
        (
            "R=r T=t H=mx.b [1.1.1.1: SMTP error from remote mail server after initial connection: 554 no",
            "554 connect F=id",
        ),
        ("R=r T=t H=mx.b[1.1.1.1]: SMTP error from remote mail server after EHLO me: 554 no", "554 helo F=id"),
        (
            r#"F=<x@y> R=r T=t H=mx.b [1.1.1.1] X=TLS1.2:a:1 CV=yes DN="C=US,CN=x": SMTP error from remote mail server after BDAT 99 LAST: 554 5.2.0 full"#,
            "554 5.2.0 end-of-data F=<x@y>",
        ),
        (
            r"R=r T=t H=mx.b [1.1.1.1]: SMTP error from remote mail server after RCPT TO:<a@b>: 550-5.1.1 a\n550-5.1.1 b\n550 5.1.1 c",
            "550 5.1.1 rcpt F=id",
        ),
        (r"R=r T=t H=mx.b [1.1.1.1] : LMTP error after DATA: 550-I don't\n550 Bad user", "550 end-of-data F=id"),
        (
            r#"R=r T=t H=mx.b [1.1.1.1]: SMTP error from remote mail server after RCPT TO:<"a>: 250 x"@b>: 550 no"#,
            "550 rcpt F=id",
        ),
    ] {
        let line = format!("1jmH1s-000AVD-5t ** a@b {text}");
        assert_eq!(read(&line), format!("result; delivery bounced logged {want} {to}"), "{text}");
    }
    check_with_id(&[
        (
            "** u@t R=r1: 590 5.4.3 Main and extended code",
            "result; delivery bounced logged 590 5.4.3 unknown F=id to <u@t>",
        ),
        ("** a@b: retry timeout exceeded", "result; delivery bounced (retry timeout exceeded) unknown F=id to <a@b>"),
        ("** a@b <c@d> : Unrouteable address", "result; delivery bounced (unknown address) unknown F=id to <c@d>"),
        (
            "** a@b: all relevant MX records point to non-existent hosts",
            "result; delivery bounced (no mail host for the domain) unknown F=id to <a@b>",
        ),
        (
            "** a@b R=virtual_aliases: No Such User Here",
            "result; delivery bounced (unknown address) unknown F=id to <a@b>",
        ),
        (
            "** x R=l T=cyrus: Child process of cyrus returned 65 (could mean error in input data) from command: 550",
            "result; delivery bounced (local fault) unknown F=id to <x>",
        ),
        (
            "** a@b mua_wrapper forced failure for deferred delivery",
            "result; delivery bounced (no reply in the line) unknown F=id to <a@b>",
        ),
    ]);
}

#[test]
fn deferrals() {
    let reply = "SMTP error from remote mail server after RCPT TO:<a@b>:";
    for text in [
        format!("defer (-44): {reply} host mx.b [1.1.1.1]: 450 4.3.2 Too many mails, see ( http://x/ )"),
        format!("defer (-44) H=mx.b [1.1.1.1]: {reply} 450 4.3.2 x"),
        format!("defer H=mx.b [1.1.1.1]: {reply} 450 4.3.2 x"),
        format!("defer (-44) H=mx.b [1.1.1.1]:25 I=[2.2.2.2]:77: {reply} 450 4.3.2 x DT=0.1s"),
    ] {
        let want = "delivery deferred logged 450 4.3.2 rcpt F=id to <a@b> H=mx.b [1.1.1.1]";
        for blank in [" ", ""] {
            assert_eq!(read(&format!("1jmH1s-000AVD-5t =={blank}a@b R=r T=t {text}")), want, "{text}");
        }
    }
    check_with_id(&[
        (
            "== a@b R=r T=t defer (-19) H=h [1.1.1.1]: Malformed SMTP reply in response to end of data: 550 No",
            "delivery deferred logged 550 end-of-data F=id to <a@b> H=h [1.1.1.1]",
        ),
        (
            "== a@b R=r T=t defer (0) H=h [1.1.1.1]: Remote host closed connection in response to HELO me (EHLO response was: 421 4.7.1 no)",
            "delivery deferred logged 421 4.7.1 helo F=id to <a@b> H=h [1.1.1.1]",
        ),
        (
            "== a@b R=r T=t defer (110): Connection timed out H=h [1.1.1.1]: SMTP timeout after end of data (450 bytes written)",
            "delivery deferred (session timed out) end-of-data F=id to <a@b> H=h [1.1.1.1]",
        ),
        (
            "== a@b R=r T=t defer (60): Operation timed out: SMTP timeout while connected to h [1.1.1.1] after RCPT TO:<a@b>",
            "delivery deferred (session timed out) rcpt F=id to <a@b>",
        ),
        ("== a@b R=r T=t defer (Connection refused)", "delivery deferred (connection refused) unknown F=id to <a@b>"),
        (
            "== a@b R=r T=t defer (-18): Remote host h [1.1.1.1] closed connection in response to end of data",
            "delivery deferred (connection lost) end-of-data F=id to <a@b>",
        ),
        (
            "== a@b routing defer (-52): retry time not reached",
            "delivery deferred (retry time not reached) unknown F=id to <a@b>",
        ),
        (
            "== a@b R=r defer: host lookup did not complete",
            "delivery deferred (name service error) unknown F=id to <a@b>",
        ),
        (
            "== a@b R=r T=t defer (dd): Connection refused",
            "delivery deferred (connection refused) unknown F=id to <a@b>",
        ),
        ("== a@b defer (-23): domain is held", "delivery deferred (held) unknown F=id to <a@b>"),
        (
            r#"== :defer: defer c@d <":defer: defer c"@d> R=r defer (-1): defer message"#,
            r#"delivery deferred (no reply in the line) unknown F=id to <":defer: defer c"@d>"#,
        ),
    ]);
}

#[test]
fn attempts() {
    check_with_id(&[
        (
            "SMTP error from remote mail server after initial connection: host h [1.1.1.1]: 421 4.7.0 [TS02] x",
            "attempt deferred logged 421 4.7.0 connect F=id H=h [1.1.1.1]",
        ),
        (
            "H=h [1.1.1.1]: SMTP error from remote mail server after initial connection: 451 x",
            "attempt deferred logged 451 connect F=id H=h [1.1.1.1]",
        ),
        (
            "H=h [1.1.1.1]:25 I=[2.2.2.2]:77 SMTP error from remote mail server after RCPT TO:<a@b>: 451 x",
            "attempt deferred logged 451 rcpt F=id H=h [1.1.1.1]",
        ),
        (
            "H=h [1.1.1.1]: Remote host closed connection in response to HELO me (EHLO response was: 421 no)",
            "attempt deferred logged 421 helo F=id H=h [1.1.1.1]",
        ),
        (
            "plain authenticator failed H=h [1.1.1.1] 535 5.7.8 Sorry",
            "attempt authentication-failed logged 535 5.7.8 auth F=id H=h [1.1.1.1]",
        ),
        (
            "glenic.com [1.1.1.1] Operation timed out",
            "attempt deferred (connection timed out) unknown F=id H=glenic.com [1.1.1.1]",
        ),
        (
            "H=null.corp [6.6.6.6] Connection timed out",
            "attempt deferred (connection timed out) unknown F=id H=null.corp [6.6.6.6]",
        ),
        (
            "H=h [1.1.1.1]: Malformed SMTP reply in response to initial connection: SSH-2.0-x",
            "attempt deferred (no reply in the line) connect F=id H=h [1.1.1.1]",
        ),
        (
            "H=h [1.1.1.1]: a TLS session is required, but an attempt to start TLS failed",
            "attempt deferred (TLS problem) unknown F=id H=h [1.1.1.1]",
        ),
        (
            "a TLS session is required for h [1.1.1.1], but an attempt to start TLS failed",
            "attempt deferred (TLS problem) unknown F=id",
        ),
        (
            "Malformed SMTP reply (an empty line) from h [1.1.1.1] in response to DATA",
            "attempt deferred (no reply in the line) data F=id",
        ),
        (
            "H=h [1.1.1.1]: utf8 support required but not offered for forwarding",
            "attempt deferred (no reply in the line) unknown F=id H=h [1.1.1.1]",
        ),
        (
            "H=h [1.1.1.1]: smtp send to h [1.1.1.1] failed: no key: Permission denied",
            "attempt deferred (local fault) unknown F=id H=h [1.1.1.1]",
        ),
    ]);
}
