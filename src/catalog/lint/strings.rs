//! Checks of single strings.

use super::super::language::PROSE;
use super::{Complaint, Row, texts};

/// Phrases that fill a line and tell an operator nothing.
const FILLER: &[&str] = &[
    "check your settings",
    "check your configuration",
    "check the settings",
    "check the configuration",
    "contact your administrator",
    "contact the administrator",
    "contact support",
    "try again later by",
    "make sure everything",
    "various reasons",
    "for more information",
    "simply ",
    "please ",
    "\u{2014}",
];

pub(super) fn check(row: &Row) -> Vec<Complaint> {
    let fields = row.fields.iter().filter(|(field, _)| *field != "samples");
    let strings = fields.flat_map(|(field, value)| texts(value).into_iter().map(move |text| (field.as_str(), text)));
    strings
        .flat_map(|(field, text)| wrong(field, text).into_iter().map(move |what| (field, text, what)))
        .map(|(field, text, what)| row.complaint(format!("{field}: {what}: {text}")))
        .collect()
}

fn wrong(field: &str, text: &str) -> Vec<String> {
    let is_sentence = PROSE.contains(&field) && !field.starts_with("title");
    let checks = [
        untidy(text).then(|| "blank, doubled or control characters".to_owned()),
        (is_sentence && !ends(text)).then(|| "expected a full stop at the end".to_owned()),
        (field == "title" && ends(text)).then(|| "expected no full stop at the end".to_owned()),
        (is_sentence && !begins(text)).then(|| "begins in lower case".to_owned()),
        (is_sentence && text.matches('`').count() % 2 == 1).then(|| "open backquote".to_owned()),
        (field.starts_with("meaning") && text.matches(". ").count() > 2)
            .then(|| "more than three sentences".to_owned()),
        filler(field, text),
        // The text of a rule may hold the beginning of a link.
        (field == "page" || field != "text" && text.contains("://")).then(|| bad_link(text)).flatten(),
    ];
    checks.into_iter().flatten().collect()
}

fn untidy(text: &str) -> bool {
    text.is_empty() || text.trim() != text || text.contains("  ") || text.chars().any(char::is_control)
}

fn ends(text: &str) -> bool {
    text.ends_with('.')
}

fn begins(text: &str) -> bool {
    text.chars().next().is_some_and(|first| !first.is_lowercase())
}

fn filler(field: &str, text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let found = FILLER.iter().find(|phrase| lower.contains(**phrase));
    found.filter(|_| !matches!(field, "text" | "markers")).map(|phrase| format!("filler '{phrase}'"))
}

/// Links begin with `https://` and a host with a dot; blanks end them.
fn bad_link(text: &str) -> Option<String> {
    let (before, after) = text.split_once("://")?;
    let scheme = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let host = after.split(['/', ' ', '?', '#', '`', ')', ',']).next().unwrap_or("");
    let is_good = matches!(scheme, "https" | "http" | "ldap" | "file") && host.contains('.') && !host.ends_with('.');
    (!is_good).then(|| "malformed link".to_owned())
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn each_check_can_fail() {
        for (field, text) in [
            ("meaning", "No full stop"),
            ("title", "A full stop."),
            ("meaning", "lower case."),
            ("meaning", "Open `quote."),
            ("meaning", "One. Two. Three. Four."),
            ("steps", "Check your settings."),
            ("title", " blank"),
            ("title", "two  blanks"),
            ("page", "https://nowhere"),
        ] {
            assert_eq!(wrong(field, text).len(), 1, "{field} {text}: {:?}", wrong(field, text));
        }
        assert!(wrong("text", "see http://").is_empty());
        assert!(wrong("meaning", "The server (`smtpd`) says no. See https://www.example.com/a.html.").is_empty());
    }
}
