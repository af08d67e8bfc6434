//! One line of every shape and trap, and what the reference makes of it.

mod reference;

use std::path::Path;

use reference::{Row, count_text};

/// `kind outcome origin code enhanced sender`, for each row of one line; `-` where there is none.
fn rows_of(line: &str) -> String {
    let rows = count_text(line).rows;
    let rows: Vec<String> = rows
        .iter()
        .map(|(Row { code, enhanced, kind, outcome, origin, sender }, count)| {
            let code = code.map_or("-".to_owned(), |code| code.to_string());
            let enhanced = enhanced.as_deref().unwrap_or("-");
            let sender = sender.as_ref().map_or("unknown".to_owned(), |sender| format!("<{sender}>"));
            let times = if *count == 1 { String::new() } else { format!(" x{count}") };
            format!("{kind} {outcome} {origin} {code} {enhanced} {sender}{times}")
        })
        .collect();
    if rows.is_empty() { "nothing".to_owned() } else { rows.join(" + ") }
}

/// Every line of the log, read alone, gives the rows in the same line of the `.expected` file.
#[test]
fn every_edge_line_gives_its_rows() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for name in ["edge-postfix", "edge-exim"] {
        let log = std::fs::read_to_string(data.join(format!("{name}.log"))).unwrap();
        let expected = std::fs::read_to_string(data.join(format!("{name}.expected"))).unwrap();
        assert_eq!(log.lines().count(), expected.lines().count(), "{name}");
        for (line, expected) in log.lines().zip(expected.lines()) {
            assert_eq!(rows_of(line), expected, "{line}");
        }
    }
}

/// Queue ids come back: an opening holds until the message is closed, for its own host and instance only.
#[test]
fn queue_ids_are_reused() {
    let log = "\
        Nov  3 04:12:01 mx1 postfix/qmgr[1]: A1B2C3D4: from=<a@example.com>, size=1, nrcpt=1 (queue active)\n\
        Nov  3 04:12:02 mx2 postfix/qmgr[1]: A1B2C3D4: from=<b@example.com>, size=1, nrcpt=1 (queue active)\n\
        Nov  3 04:12:02 mx1 postfix-in/qmgr[1]: A1B2C3D4: from=<c@example.com>, size=1, nrcpt=1 (queue active)\n\
        Nov  3 04:12:03 mx1 postfix/smtp[1]: A1B2C3D4: to=<x@example.net>, relay=h, dsn=2.0.0, status=sent (250 1)\n\
        Nov  3 04:12:03 mx1 postfix/cleanup[1]: A1B2C3D4: removed (canceled)\n\
        Nov  3 04:12:03 mx1 postfix/smtp[1]: A1B2C3D4: to=<x@example.net>, relay=h, dsn=2.0.0, status=sent (251 2)\n\
        Nov  3 04:12:04 mx1 postfix/qmgr[1]: A1B2C3D4: from=<>, size=1, nrcpt=1 (queue active)\n\
        Nov  3 04:12:04 mx1 postfix/relay/smtp[1]: A1B2C3D4: to=<x@example.net>, relay=h, dsn=2.0.0, status=sent (252 3)\n\
        Nov  3 04:12:05 mx1 postfix-in/smtp[1]: A1B2C3D4: to=<x@example.net>, relay=h, dsn=2.0.0, status=sent (253 4)\n\
        2020-02-22 00:48:43 10HmaX-000000005vi-0000 <= d@example.com H=h [192.0.2.1] P=esmtp S=1\n\
        2020-02-22 00:48:43 10HmaX-000000005vi-0000 => x@example.net R=r T=t C=\"254 5\"\n\
        2020-02-22 00:48:43 10HmaX-000000005vi-0000 Completed\n\
        2020-02-22 00:48:43 10HmaX-000000005vi-0000 => x@example.net R=r T=t C=\"255 6\"\n";
    let senders: Vec<_> = count_text(log).rows.into_keys().map(|row| (row.code, row.sender)).collect();
    let expected = [
        (250, Some("a@example.com")),
        (251, None),
        (252, Some("")),
        (253, Some("c@example.com")),
        (254, Some("d@example.com")),
        (255, None),
    ];
    assert_eq!(senders, expected.map(|(code, sender)| (Some(code), sender.map(str::to_owned))));
}

/// Every line has exactly one class.
#[test]
fn lines_are_accounted_for() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let counts = reference::count(&[&data.join("decoys-postfix.log"), &data.join("edge-exim.log")]);
    assert_eq!(counts.lines, counts.event_lines + counts.recognised + counts.other + counts.unrecognised);
    assert_eq!((counts.other, counts.unrecognised), (3, 0), "policyd-spf, postgrey, dovecot");
    let counts =
        count_text("no header at all\n\n<22>not a header either\nNov  3 04:12:20 mx1 last message repeated 2 times\n");
    assert_eq!((counts.lines, counts.unrecognised, counts.recognised), (4, 3, 1));
}
