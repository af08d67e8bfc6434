use super::*;

/// `stamp|host|program|message|repeat`, or `-`.
fn show(raw: &str) -> String {
    let mut scratch = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match parse(raw.as_bytes(), &mut scratch) {
        None => "-".into(),
        Some(line) => {
            let stamp = match line.stamp {
                None => String::new(),
                Some(Stamp::MonthDay(b) | Stamp::Iso(b) | Stamp::YearMonthDay(b)) => text(b),
            };
            let parts = [stamp, text(line.host), text(line.program), text(line.message), line.repeat.to_string()];
            parts.join("|")
        }
    }
}

#[test]
fn every_frame_is_recognised() {
    let cases = [
        (
            "Nov  1 02:25:25 conch postfix/smtp[19734]: B3405242E7: x",
            "Nov  1 02:25:25|conch|postfix/smtp|B3405242E7: x|1",
        ),
        ("Mar 7 02:09:33 server postfix/smtpd[27246]: x", "Mar 7 02:09:33|server|postfix/smtpd|x|1"),
        ("Feb  6 00:22:26 n postfix/smtpd[4672]:   3A452D963D: x", "Feb  6 00:22:26|n|postfix/smtpd|3A452D963D: x|1"),
        ("2013 Jun 10 06:27:30.123 g postfix/smtpd[5530]: x", "2013 Jun 10 06:27:30.123|g|postfix/smtpd|x|1"),
        ("2024-08-29T01:08:59.76+00:00 m postfix/smtpd[1]: x", "2024-08-29T01:08:59.76+00:00|m|postfix/smtpd|x|1"),
        ("2026-11-22T00:46:00+0000 m postfix/smtpd[1]: x", "2026-11-22T00:46:00+0000|m|postfix/smtpd|x|1"),
        (
            "2021-02-06T09:58:59+01:00 m postfix/smtp[8160] 2D19: to",
            "2021-02-06T09:58:59+01:00|m|postfix/smtp|2D19: to|1",
        ),
        ("2020-08-05T20:51:20+00:00 INFO    postfix/smtpd[142]: x", "2020-08-05T20:51:20+00:00||postfix/smtpd|x|1"),
        (
            "2025-01-17T12:25:04+01:00 [1:mail1:postfix/lmtp] 5616: to",
            "2025-01-17T12:25:04+01:00|mail1|postfix/lmtp|5616: to|1",
        ),
        ("mail_1  | Aug  8 21:18:47 mail postfix/qmgr[1006]: x", "Aug  8 21:18:47|mail|postfix/qmgr|x|1"),
        (
            "Dec 15 13:15:02 srv mailu-smtp[4062297]: Dec 15 05:15:02 inner postfix/qmgr[376]: D912: removed",
            "Dec 15 05:15:02|inner|postfix/qmgr|D912: removed|1",
        ),
        ("<22>1 2026-11-22T00:46:00Z mx1 postfix/smtpd 206 - - x y", "2026-11-22T00:46:00Z|mx1|postfix/smtpd|x y|1"),
        (
            r#"<22>1 2026-11-22T00:46:00Z mx1 p/smtpd 206 - [a b="\]"][c d="]"] x"#,
            "2026-11-22T00:46:00Z|mx1|p/smtpd|x|1",
        ),
        ("<22>Nov 22 00:46:00 mx1 postfix/smtpd[2]: x", "Nov 22 00:46:00|mx1|postfix/smtpd|x|1"),
        ("Sun 2026-11-22 00:46:00 UTC m postfix/smtpd[1]: x", "2026-11-22 00:46:00|m|postfix/smtpd|x|1"),
        ("Jul 10 00:00:00 postfix/smtpd[1]: x", "Jul 10 00:00:00||postfix/smtpd|x|1"),
        ("Jun  1 07:23:35 postfix postgrey[989]: action=x", "Jun  1 07:23:35|postfix|postgrey|action=x|1"),
        ("Nov 22 00:46:00 mx1 last message repeated 3 times", "Nov 22 00:46:00|mx1||last message repeated 3 times|1"),
        (
            "Nov 22 00:46:00 mx1 p/smtpd[7]: message repeated 5 times: [ NOQUEUE: x]",
            "Nov 22 00:46:00|mx1|p/smtpd|NOQUEUE: x|5",
        ),
    ];
    for (raw, want) in cases {
        assert_eq!(show(raw), want, "{raw}");
    }
}

#[test]
fn exim_frames_are_recognised() {
    let cases = [
        ("2012-02-13 14:59:15 1Rwtcp-0000Ac-BW <= a@b", "2012-02-13 14:59:15||exim|1Rwtcp-0000Ac-BW <= a@b|1"),
        (
            "2012-02-13 14:59:15.123 +0200 [789] 1Rwtcp-0000Ac-BW x",
            "2012-02-13 14:59:15.123 +0200||exim|1Rwtcp-0000Ac-BW x|1",
        ),
        ("2012-02-13 14:59:15 H=(x) [1.2.3.4] rejected", "2012-02-13 14:59:15||exim|H=(x) [1.2.3.4] rejected|1"),
        (
            "Apr 28 15:53:37 server exim[12105]: 2016-04-28 15:53:37 [12105] 1avnJx-00039F-Hs <= a",
            "2016-04-28 15:53:37|server|exim|1avnJx-00039F-Hs <= a|1",
        ),
        ("Jun 29 16:04:05 server exim[1234]: dovecot_plain x", "Jun 29 16:04:05|server|exim|dovecot_plain x|1"),
        ("2019-10-22 03:39:17 mx1.fqdn.local exim[29786]: x", "2019-10-22 03:39:17|mx1.fqdn.local|exim|x|1"),
        ("exim[14700]: 2006-11-21 15:01:33 1Glsgv-0003op-OH x", "2006-11-21 15:01:33||exim|1Glsgv-0003op-OH x|1"),
        ("mail.example.com exim[375]: 2021-07-17 23:20:49 x", "2021-07-17 23:20:49|mail.example.com|exim|x|1"),
        ("2012-02-13 14:59:15 1Rwtcp-0000Ac-BW", "2012-02-13 14:59:15||exim|1Rwtcp-0000Ac-BW|1"),
    ];
    for (raw, want) in cases {
        assert_eq!(show(raw), want, "{raw}");
    }
}

#[test]
fn journal_json_is_decoded() {
    let text = r#"{"__REALTIME_TIMESTAMP":"1795308360123456","_HOSTNAME":"mx1","SYSLOG_IDENTIFIER":"postfix/smtpd","_PID":"1","MESSAGE":"NOQUEUE: x"}"#;
    assert_eq!(show(text), "2026-11-22T00:46:00Z|mx1|postfix/smtpd|NOQUEUE: x|1");
    let bytes = r#"{"__REALTIME_TIMESTAMP":"1795308360000000","SYSLOG_IDENTIFIER":"exim","MESSAGE":[97,10,98]}"#;
    assert_eq!(show(bytes), "2026-11-22T00:46:00Z|-|exim|a b|1");
    assert_eq!(show(r#"{"level":"info"}"#), "-");
}

#[test]
fn what_is_no_frame_is_none() {
    for raw in [
        "",
        "   ",
        "P Received: from x",
        "Nov",
        "Nov  1",
        "2012-02-13",
        "<",
        "<22>",
        "x | y",
        "|",
        "Monday morning mail",
    ] {
        assert_eq!(show(raw), "-", "{raw:?}");
    }
}
