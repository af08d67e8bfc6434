//! The examples of real logs, one line each, with what they mean.

use super::parse;
use crate::parse::tests_support::{Collected, describe};

fn read(message: &str) -> String {
    let mut sink = Collected::default();
    let recognition = parse(message.as_bytes(), &mut sink);
    describe(&sink, recognition)
}

fn check(cases: &[(&str, &str)]) {
    for (message, want) in cases {
        assert_eq!(read(message), *want, "{message}");
    }
}

#[test]
fn queue_operations() {
    check(&[
        (
            "30461242EB: from=<root@conch.seaglass.com>, size=810, nrcpt=1 (queue active)",
            "open 30461242EB <root@conch.seaglass.com> 810",
        ),
        ("21C3C243D1: from=<>, size=2581, nrcpt=1 (queue active)", "open 21C3C243D1 <> 2581"),
        (
            "4AEFAF569C11: from=<FROM: SOME USER@example.com>, size=4051, nrcpt=1",
            "open 4AEFAF569C11 <FROM: SOME USER@example.com> 4051",
        ),
        (
            r#"4AEFAF569C11: from=<"a>, size=1"@q.test>, size=4051, nrcpt=1"#,
            r#"open 4AEFAF569C11 <"a>, size=1"@q.test> 4051"#,
        ),
        ("3bZLDu1V55z37Dv: removed", "close 3bZLDu1V55z37Dv Removed"),
        ("1495B101: removed (canceled)", "close 1495B101 Removed"),
        (
            "99379242BC: from=<>, status=expired, returned to sender",
            "delivery expired none - id=99379242BC from=<> [expired in the queue]",
        ),
        (
            "99379242BC: from=<a@b>>, status=expired, returned to sender",
            "delivery expired none - id=99379242BC from=<a@b>> [expired in the queue]",
        ),
        ("99379242BC: from=<a@b>>, size=2581, nrcpt=1 (queue active)", "open 99379242BC <a@b>> 2581"),
        ("30461242EB: uid=0 from=<root>", "known"),
        ("warning: hostname x does not resolve to address 1.2.3.4", "known"),
        ("statistics: max connection rate 3/60s for (smtp:94.156.37.30) at Nov 1", "known"),
    ]);
}

#[test]
fn deliveries() {
    check(&[
        (
            "B340: to=<a@b>, relay=x, status=sent (250 Ok)", // four characters are no queue id
            "unknown",
        ),
        (
            "B3405242E7: to=<a@b>, relay=gmail-smtp-in.l.google.com[74.125.29.27]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 OK 1446484532 80si - gsmtp)",
            "delivery delivered logged 250 2.0.0 end-of-data dsn=2.0.0 id=B3405242E7 from=queue to=<a@b> peer=gmail-smtp-in.l.google.com[74.125.29.27] whole=1000 before-queue=0 in-queue=0 connection=0 transmission=1000",
        ),
        (
            "5EDC01104345: to=<k@dmn.info>, relay=smtp-in.jcu.info[137.219.20.123]:25, conn_use=2 delay=0.21, dsn=5.1.1, status=bounced (host smtp-in.jcu.info[137.219.20.34] said: 550 5.1.1 <K@dmn.info>: Recipient address rejected: User unknown (in reply to RCPT TO command))",
            "delivery bounced logged 550 5.1.1 rcpt dsn=5.1.1 id=5EDC01104345 from=queue to=<k@dmn.info> peer=smtp-in.jcu.info[137.219.20.123]",
        ),
        (
            "EF0771103AB0: to=<a@b>, relay=none, tls=none?, dsn=4.0.0, status=deferred (host mail-in.bond.info[131.244.5.8] refused to talk to me: 550 Too many invalid recipients)",
            "delivery deferred logged 550 connect dsn=4.0.0 id=EF0771103AB0 from=queue to=<a@b>",
        ),
        (
            "9C55F1104265: to=<a@b>, orig_to=<c@d>, relay=none, delay=1, dsn=4.0.0, status=deferred (delivery temporarily suspended: host m.i[131.244.5.8] refused to talk to me: 550 Too many)",
            "delivery deferred repeated 550 connect dsn=4.0.0 id=9C55F1104265 from=queue to=<a@b>",
        ),
        (
            "383063FC0D6XXXX: to=<a@b>, relay=x[1.2.3.4]:25, dsn=5.0.0, status=bounced (host x[1.2.3.4] said: 551 <m@e>: undeliverable: host 192.168.1.200[192.168.1.200] said: 550 No such user (in reply to DATA command) (in reply to RCPT TO command))",
            "delivery bounced logged 551 rcpt dsn=5.0.0 id=383063FC0D6XXXX from=queue to=<a@b> peer=x[1.2.3.4]",
        ),
        (
            "42E683DD0B: to=<a@b>, relay=x[2a00:1450::1b]:25, dsn=5.7.26, status=bounced (host x[2a00:1450::1b] said: 550-5.7.26 a 550-5.7.26 b 550 5.7.26 c (in reply to end of DATA command))",
            "delivery bounced logged 550 5.7.26 end-of-data dsn=5.7.26 id=42E683DD0B from=queue to=<a@b> peer=x[2a00:1450::1b]",
        ),
        (
            "99379242BC: to=<a@b>, relay=none, delay=1, dsn=4.4.1, status=deferred (connect to com-gacty.webcam[138.99.219.53]:25: Connection timed out)",
            "delivery deferred none - dsn=4.4.1 id=99379242BC from=queue to=<a@b> [connection timed out]",
        ),
        (
            "99379242BC: to=user@host, orig_to=root@localhost, relay=local, delay=1, dsn=2.0.0, status=sent (delivered to mailbox)",
            "delivery delivered none - dsn=2.0.0 id=99379242BC from=queue to=<user@host> peer=local[] whole=1000 [local delivery]",
        ),
        (
            "AED441541AFC: to=<a@b>, relay=x[1.2.3.4]:25, delay=0.31, delays=0.1/0.02/0.1/0.0912, tls=may, dsn=2.0.0, status=sent (250 ok)",
            "delivery delivered logged 250 end-of-data dsn=2.0.0 id=AED441541AFC from=queue to=<a@b> peer=x[1.2.3.4] whole=310 before-queue=100 in-queue=20 connection=100 transmission=91",
        ),
        (
            "AED441541AFC: to=<a@b>, delay=2, relay=x[1.2.3.4]:25, delays=0.1/0.2x/3, dsn=2.0.0, status=sent (250 ok)",
            "delivery delivered logged 250 end-of-data dsn=2.0.0 id=AED441541AFC from=queue to=<a@b> peer=x[1.2.3.4] whole=2000 before-queue=100 connection=3000",
        ),
        (
            "99379242BC: to=<a@b>, relay=x[1.2.3.4]:25, dsn=2.0.0, status=sent (250 ok),,,,,,,",
            "delivery delivered logged 250 end-of-data dsn=2.0.0 id=99379242BC from=queue to=<a@b> peer=x[1.2.3.4]",
        ),
        (
            "99379242BC: to=<a@b>, relay=x[1.2.3.4]:25, dsn=5.0.0,\" status=bounced (host x[1.2.3.4] said: 550-5.1.1 cut in mid reply 550",
            "delivery bounced logged 550 5.1.1 dsn=5.0.0 id=99379242BC from=queue to=<a@b> peer=x[1.2.3.4]",
        ),
        (
            r#"99379242BC: to=<"a>, status=sent (250 x)"@b>, relay=x[1.2.3.4]:25, dsn=4.0.0, status=deferred (host x[1.2.3.4] said: 451 later (in reply to DATA command))"#,
            r#"delivery deferred logged 451 data dsn=4.0.0 id=99379242BC from=queue to=<"a>, status=sent (250 x)"@b> peer=x[1.2.3.4]"#,
        ),
        (
            "99379242BC: to=<a@b>, relay=x[1.2.3.4]:25, dsn=2.1.5, status=deliverable (250 2.1.5 Ok)",
            "probe deliverable logged 250 2.1.5 dsn=2.1.5 id=99379242BC from=queue to=<a@b> peer=x[1.2.3.4]",
        ),
    ]);
}

#[test]
fn attempts() {
    check(&[
        (
            "3AC2124090: host mx.ipsbocaraton.com[66.96.140.68] said: 452 <j@i.com> requested action aborted: try again later - GL/GL (in reply to RCPT TO command)",
            "attempt deferred logged 452 rcpt id=3AC2124090 from=queue peer=mx.ipsbocaraton.com[66.96.140.68]",
        ),
        (
            "2755E408D6: host mx03.t-online.de[194.25.134.73] refused to talk to me: 554 IP=192.0.2.1 - A problem occurred. (Ask) (BL)",
            "attempt deferred logged 554 connect id=2755E408D6 from=queue peer=mx03.t-online.de[194.25.134.73]",
        ),
        (
            "B99FE3D: lost connection with mx3.hotmail.com[65.55.37.72] while receiving the initial server greeting",
            "attempt deferred none - id=B99FE3D from=queue peer=mx3.hotmail.com[65.55.37.72] [connection lost]",
        ),
        (
            "connect to intern.nl[194.109.6.98]:25: Connection refused",
            "attempt deferred none - connect peer=intern.nl[194.109.6.98] [connection refused]",
        ),
        (
            "D0F29603B4: SASL authentication failed; server xyz.example.com[1.2.3.4] said: 535 5.7.8 Error: authentication failed",
            "attempt authentication-failed logged 535 5.7.8 auth id=D0F29603B4 from=queue peer=xyz.example.com[1.2.3.4]",
        ),
        (
            "D0F29603B4: host x[1.2.3.4] said: 123 1.2.3 odd (in reply to RCPT TO command)",
            "attempt deferred none - id=D0F29603B4 from=queue peer=x[1.2.3.4] [no reply in the line]",
        ),
        (
            "D0F29603B4: TLS is required, but host x[1.2.3.4] refused to start TLS: 454 4.7.0 no",
            "attempt deferred logged 454 4.7.0 starttls id=D0F29603B4 from=queue peer=x[1.2.3.4]",
        ),
        ("D0F29603B4: host x[1.2.3.4] is fine", "unknown"),
        ("lost connection after DATA (7774180 bytes) from unknown[192.0.2.1]", "known"),
        ("2F0C623E: lost connection after DATA (0 bytes) from h[192.0.2.1]", "known"),
    ]);
}

#[test]
fn rejects() {
    check(&[
        (
            "NOQUEUE: reject: RCPT from unknown[123.64.198.34]: 554 5.7.1 <sales@s.com>: Recipient address rejected: Access denied; from=<erwi@yub.com> to=<sales@s.com> proto=ESMTP helo=<yub.com>",
            "reject rejected logged 554 5.7.1 rcpt from=<erwi@yub.com> to=<sales@s.com> peer=unknown[123.64.198.34]",
        ),
        (
            "NOQUEUE: reject: RCPT from x[77.95.228.43]: 554 5.7.1 Service unavailable; Client host [77.95.228.43] blocked using zen; http://z/; from=<b@j.biz> to=<t@u> proto=ESMTP helo=<h>",
            "reject rejected logged 554 5.7.1 rcpt from=<b@j.biz> to=<t@u> peer=x[77.95.228.43]",
        ),
        (
            "NOQUEUE: reject: MAIL from x[103.47.210.166]: 452 4.3.1 Insufficient system storage; proto=ESMTP helo=<b>",
            "reject temporarily-rejected logged 452 4.3.1 mail peer=x[103.47.210.166]",
        ),
        (
            "00ADB3C0899: reject: RCPT from example.com[192.0.2.1]: 550 5.1.1 <s@s>: User unknown; from=<x@e> to=<s@s> proto=ESMTP helo=<h> sasl_method=PLAIN sasl_username=alice",
            "reject rejected logged 550 5.1.1 rcpt id=00ADB3C0899 from=<x@e> to=<s@s> peer=example.com[192.0.2.1]",
        ),
        (
            "B37FD2E05B9: milter-reject: END-OF-MESSAGE from h[254.65.43.194]: 4.7.1 Try again later; from=<a@b> to=<c@d> proto=ESMTP helo=<h>",
            "reject temporarily-rejected implied 451 4.7.1 end-of-data id=B37FD2E05B9 from=<a@b> to=<c@d> peer=h[254.65.43.194]",
        ),
        (
            "B09D9F1: milter-reject: END-OF-MESSAGE from h[254.65.43.194]: virus found; from=<a@b> to=<c@d> proto=ESMTP helo=<h>",
            "reject rejected implied 550 end-of-data id=B09D9F1 from=<a@b> to=<c@d> peer=h[254.65.43.194]",
        ),
        (
            "CAD22209F3: reject: header Subject: x; from=<evil@x> to=<y> proto=SMTP helo=<h>: 5.0.0 from 1.mo.ovh.net[178.32.108.164]; from=<aaa@bbb.ccc> to=<xxx@yyy.zzz> proto=ESMTP helo=<h>: 5.7.1 spam client",
            "reject rejected implied 550 5.7.1 end-of-data id=CAD22209F3 from=<aaa@bbb.ccc> to=<xxx@yyy.zzz> peer=1.mo.ovh.net[178.32.108.164]",
        ),
        (
            "26B6AC2DB5: reject: body xx Subject: … from local; from=<root@localhost>: 5.7.1 Spam: Drugs",
            "reject rejected implied 550 5.7.1 end-of-data id=26B6AC2DB5 from=<root@localhost> peer=local[]",
        ),
        (
            "NOQUEUE: reject: RCPT from [157.122.148.242]:47407: 550 5.7.1 Service unavailable; client [157.122.148.242] blocked using bl; from=<k@m>, to=<z@v>, proto=ESMTP, helo=<h>",
            "reject rejected logged 550 5.7.1 rcpt from=<k@m> to=<z@v> peer=[157.122.148.242]",
        ),
        (
            "NOQUEUE: reject: CONNECT from [1.2.3.4]:5678: too many connections",
            "reject temporarily-rejected implied 421 connect peer=[1.2.3.4]",
        ),
        (
            "proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject, id=31619-02 - spam; from=<> to=<c@d> proto=SMTP helo=<h>",
            "reject rejected logged 554 5.7.0 end-of-data from=<> to=<c@d>",
        ),
        (
            "proxy-reject: END-OF-MESSAGE: ; from=<a@b> to=<c@d> proto=SMTP helo=<h>",
            "reject rejected none - end-of-data from=<a@b> to=<c@d> [no reply in the line]",
        ),
        (
            "NOQUEUE: reject: RCPT from unknown[213.255.237.245]: 554",
            "reject rejected logged 554 rcpt peer=unknown[213.255.237.245]",
        ),
        (
            "reject: RCPT from x[10.0.0.1]: 554 Service unavailable; [10.0.0.1] blocked; from=<a@b> to=<c@d> ",
            "reject rejected logged 554 rcpt from=<a@b> to=<c@d> peer=x[10.0.0.1]",
        ),
        (
            "NOQUEUE: reject: VRFY from x[72.53.132.234]: 550 5.1.1 : User unknown; to=<d@e> proto=SMTP helo=<me>",
            "reject rejected logged 550 5.1.1 vrfy to=<d@e> peer=x[72.53.132.234]",
        ),
        // cut off by syslog
        (
            "NOQUEUE: reject: RCPT from x[1.2.3.4]: 550 5.7.1 no; from=<f@g> to=<h>; from=<a@b> to=<c@d",
            "reject rejected logged 550 5.7.1 rcpt from=<a@b> peer=x[1.2.3.4]",
        ),
        (
            "NOQUEUE: reject: RCPT from [1.2.3.4]:5: 550 5.7.1 no; from=<a@b>, to=<c@d>, pro",
            "reject rejected logged 550 5.7.1 rcpt from=<a@b> peer=[1.2.3.4]",
        ),
        (
            "NOQUEUE: reject: RCPT from x[1.2.3.4]: 550 5.7.1 no; from=<a@b",
            "reject rejected logged 550 5.7.1 rcpt peer=x[1.2.3.4]",
        ),
        // whole, and its text says what a cut one would
        (
            "NOQUEUE: reject: RCPT from x[1.2.3.4]: 554 5.7.1 <r@s>: no; from=<<b>x</b>@c.test> to=<r>s@d.test> proto=ESMTP helo=<h>",
            "reject rejected logged 554 5.7.1 rcpt from=<<b>x</b>@c.test> to=<r>s@d.test> peer=x[1.2.3.4]",
        ),
        (
            "NOQUEUE: reject: VRFY from x[1.2.3.4]: 550 5.1.1 <; from=<a@b> to=<c> x>: unknown; to=<d@e> proto=SMTP helo=<h>",
            "reject rejected logged 550 5.1.1 vrfy to=<d@e> peer=x[1.2.3.4]",
        ),
        ("NOQUEUE: reject: Unsupported", "unknown"),
        ("NOQUEUE: reject_warning: RCPT from x[1.2.3.4]: 554 5.7.1 x; from=<a> to=<b> proto=SMTP helo=<h>", "known"),
        ("E80A9DF6F7E: warning: header Subject: test from local; from=<s@p> to=<y@z>", "known"),
        (
            "NOQUEUE: discard: RCPT from x[1.2.3.4]: <x[1.2.3.4]>: Client host 550 triggers DISCARD; from=<a> to=<b> proto=SMTP helo=<h>",
            "reject discarded none - rcpt from=<a> to=<b> peer=x[1.2.3.4] [discarded]",
        ),
        (
            "proxy-accept: END-OF-MESSAGE: 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok; from=<> to=<a@b>",
            "known",
        ),
    ]);
}

#[test]
fn authentication() {
    check(&[
        (
            "838FC8A5F: client=unknown[fe80::1:2:3:4], sasl_method=PLAIN, sasl_username=out@example.org",
            "auth authenticated implied 235 auth id=838FC8A5F peer=unknown[fe80::1:2:3:4] login=out@example.org",
        ),
        ("838FC8A5F: client=unknown[fe80::1:2:3:4]", "known"),
        (
            "warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=bob",
            "auth authentication-failed implied 535 auth peer=unknown[192.0.2.7] login=bob",
        ),
        (
            "warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=(unavailable)",
            "auth authentication-failed implied 535 auth peer=unknown[192.0.2.7]",
        ),
        (
            "warning: x[192.0.2.7]: SASL PLAIN authentication failed: Connection lost to authentication server",
            "auth authentication-failed implied 454 auth peer=x[192.0.2.7]",
        ),
        (
            "warning: x[192.0.2.7]: SASL PLAIN authentication aborted",
            "auth authentication-failed implied 501 auth peer=x[192.0.2.7]",
        ),
        ("warning: SASL authentication failure: Password verification failed", "known"),
        ("warning: Message delivery request rate limit exceeded: 334 from x[1.2.3.4] for service smtp", "known"),
    ]);
}
