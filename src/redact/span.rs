//! Where the parts of a text end: quotes, words, domains, addresses with colons.
//!
//! In: a text, at whose start the part stands. Out: its length in bytes.

use super::number::{has_colons_of_ip, is_ip};

/// Length of what stands in brackets or quotes at the start of the text, these included; with the domain, if it is an address.
pub(super) fn quoted_len(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'<', b' ' | b'=' | b'<' | b'-', ..] => None,
        [b'<', rest @ ..] => {
            let quoted = if rest.first() == Some(&b'"') { string_len(&text[1..]).unwrap_or(0) } else { 0 };
            Some(text[1 + quoted..].find('>')? + quoted + 2)
        }
        [b'"', ..] => {
            let len = string_len(text)?;
            let domain = text[len..].strip_prefix('@').map_or(0, |domain| 1 + domain_len(domain));
            Some(if domain > 1 { len + domain } else { len })
        }
        _ => None,
    }
}

/// Length of the string in double quotes at the start of the text; a backslash takes the next character.
fn string_len(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|b| {
        let ends = b == b'"' && !is_escaped;
        is_escaped = b == b'\\' && !is_escaped;
        ends
    });
    end.map(|at| at + 2)
}

/// Length of the word at the start of the text: it ends at a blank, and where a quote begins.
pub(super) fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let ends = |(at, c): &(usize, char)| {
        c.is_whitespace() || c.is_control() || *c == '"' || *c == '<' && quoted_len(&text[*at..]).is_some()
    };
    chars.find(ends).map_or(text.len(), |(at, _)| at)
}

/// Length of the domain, or of the address in square brackets, at the start of the text.
pub(super) fn domain_len(text: &str) -> usize {
    if text.starts_with('[')
        && let Some(end) = text.find(']')
    {
        return end + 1;
    }
    let end = text.find(|c: char| !is_of_atom(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-']).len()
}

/// Length of the IPv6 address at the start of the text, or of what may be one.
pub(super) fn colons_len(text: &str) -> Option<usize> {
    if !(text.starts_with(|c: char| c.is_ascii_hexdigit()) || text.starts_with("::")) {
        return None;
    }
    let end = text.find(|c: char| !(c.is_ascii_hexdigit() || matches!(c, ':' | '.'))).unwrap_or(text.len());
    if text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let word = text[..end].trim_end_matches('.');
    let word = if word.ends_with("::") { word } else { word.trim_end_matches(':') };
    (word.len() > 2 && has_colons_of_ip(word)).then_some(word.len())
}

pub(super) fn is_of_atom(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '\'')
}

/// Whether `[192.0.2.1]` stands at the start of the text.
pub(super) fn starts_with_bracketed_ip(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    inner.is_some_and(|(inner, _)| is_ip(inner.strip_prefix("IPv6:").unwrap_or(inner)))
}

/// Whether it is written as the name of a host or domain: labels, the last one of two characters or more, not all digits.
pub(super) fn is_host(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, last)| last.chars().count() > 1 && last.contains(char::is_alphabetic))
}
