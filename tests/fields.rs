//! Field by field: codes that other parsers' own tests expect of real lines.

mod reference;

use std::path::Path;

use reference::{Rows, compare, count_text};
use serde_json::Value;

fn read_json(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("a readable file");
    serde_json::from_str(&text).expect("a JSON array")
}

/// The only row of a line.
fn only_row(rows: &Rows, line: &str) -> (Option<u16>, Option<String>, String, String) {
    assert_eq!(rows.values().sum::<u64>(), 1, "{line}");
    let row = rows.keys().next().expect("one row");
    (row.code, row.enhanced.clone(), row.kind.clone(), row.outcome.clone())
}

/// The messages of whyscream's patterns, with the replies they are expected to yield.
#[test]
fn whyscream_replies() {
    let Some(shared) = compare::shared() else { return };
    let mut checked = 0;
    for case in read_json(&shared.join("corpus/whyscream/expected.json")) {
        let (message, fields) = (case["message"].as_str().expect("a message"), &case["expected"]);
        let rows = count_text(&format!("Nov  3 04:12:01 mx1 postfix/any[1]: {message}")).rows;
        let action = fields["postfix_action"].as_str().unwrap_or_default();
        if let Some(code) = fields["postfix_status_code"].as_u64().filter(|_| action == "reject") {
            let (counted, enhanced, kind, _) = only_row(&rows, message);
            assert_eq!((counted.map(u64::from), kind.as_str()), (Some(code), "reject"), "{message}");
            assert_eq!(enhanced.as_deref(), fields["postfix_status_code_enhanced"].as_str(), "{message}");
            checked += 1;
        }
        if let Some(status) = fields["postfix_status"].as_str() {
            let outcome = match status {
                "sent" => "delivered",
                status if status.starts_with("undeliverable") => "undeliverable",
                status => status,
            };
            assert_eq!(only_row(&rows, message).3, outcome, "{message}");
            checked += 1;
        }
        if let Some(reply) = fields["postfix_smtp_response"].as_str() {
            // The first line of a reply, or of the reply inside `host … said: `.
            let reply = reply.split_once(" said: ").map_or(reply, |(_, reply)| reply);
            let (code, enhanced, ..) = only_row(&rows, message);
            let digits = reply.get(..3).and_then(|code| code.parse().ok()).filter(|code| (200..600).contains(code));
            assert_eq!(code, digits, "{message}");
            if let Some(enhanced) = enhanced {
                assert!(reply[4..].starts_with(&enhanced), "{message}");
            }
            checked += 1;
        }
        if matches!(action, "filter" | "warn" | "reject_warning" | "prepend" | "info" | "redirect" | "replace") {
            assert!(rows.is_empty(), "{message}");
            checked += 1;
        }
    }
    assert!(checked >= 40, "only {checked} fields");
}

/// Lines that fail2ban matches, by what they say.
#[test]
fn fail2ban_lines() {
    let Some(shared) = compare::shared() else { return };
    let mut checked = 0;
    for file in ["postfix", "exim", "exim-spam"] {
        for case in read_json(&shared.join(format!("corpus/fail2ban/{file}.expected.json"))) {
            let line = case["line"].as_str().expect("a line");
            let rows = count_text(line).rows;
            // What a reader's eye looks for, in the order of these lines' own marks.
            let expected = if line.contains(" authenticator failed for ") {
                Some((Some(535), "auth", "authentication-failed"))
            } else if line.contains(": SASL ") && line.contains("Connection lost to authentication server") {
                Some((Some(454), "auth", "authentication-failed"))
            } else if line.contains(": SASL ") && line.contains(" authentication failed") {
                Some((Some(535), "auth", "authentication-failed"))
            } else if line.contains("reject: ") {
                let answer = line.split("]: ").skip(1).find_map(|text| text.get(..3)?.parse::<u16>().ok());
                let outcome = if answer.is_some_and(|code| code < 500) { "temporarily-rejected" } else { "rejected" };
                Some((answer, "reject", outcome)).filter(|_| answer.is_some())
            } else if ["rejected RCPT ", "rejected after DATA", "rejected by local_scan"]
                .iter()
                .any(|mark| line.contains(mark))
            {
                Some((Some(550), "reject", "rejected"))
            } else if line.contains(" dropped by 'connect' ACL") {
                Some((None, "reject", "rejected"))
            } else {
                assert!(rows.is_empty() || line.contains("reject"), "{line}: {rows:?}");
                None
            };
            if let Some((code, kind, outcome)) = expected {
                let row = only_row(&rows, line);
                assert_eq!((row.0, row.2.as_str(), row.3.as_str()), (code, kind, outcome), "{line}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 60, "only {checked} lines");
}
