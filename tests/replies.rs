//! Real replies and log statuses, each with the rule of the catalogue that must answer for it.
//!
//! `data/replies.tsv` has them, from public logs and from servers under test; addresses, hosts, IPs and ids are examples of
//! the same form. Columns: who gave it; the relay's host, where it is known; the code that the line implies or the reason for
//! having no reply, where the text does not begin with a reply; the rule; the text as logged.

use smtplog::catalog::{Catalog, Question, Side};
use smtplog::event::Silence;
use smtplog::reply::{Joint, Reply, parse};

/// At least so many replies, and rules that they hit.
const MIN: (usize, usize) = (200, 150);

struct Row<'a> {
    question: Question<'a>,
    rule: &'a str,
}

fn row(line: &str) -> Row<'_> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [side, host, codes, rule, text] = columns[..] else { panic!("expected five columns: {line}") };
    let side = if side == "ours" { Side::Ours } else { Side::Theirs };
    let joint = if text.contains("\\n") { Joint::Backslash } else { Joint::Blank };
    let reply = match codes.parse() {
        Ok(code) => Some(Reply::implied(code)),
        Err(_) if codes.is_empty() => parse(text.as_bytes(), joint),
        Err(_) => None,
    };
    let silence = Silence::from_name(codes).unwrap_or(Silence::Unspecified);
    Row { question: Question { reply, silence, side, host, text, provider: None, mta: None }, rule }
}

#[test]
fn every_reply_hits_its_rule() {
    let rows: Vec<Row<'_>> = include_str!("data/replies.tsv").lines().skip(1).map(row).collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let found = Catalog::get().classify(&row.question).rule.to_string();
            (found != row.rule).then(|| format!("{found} instead of {}: {}", row.rule, row.question.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} replies hit another rule:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    let mut rules: Vec<&str> = rows.iter().map(|row| row.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    assert!((rows.len(), rules.len()) >= MIN && rules.len() >= MIN.1, "{} replies, {} rules", rows.len(), rules.len());
}
