//! What a reply's text tells beside its meaning: the blocklist, when to try again, which address it is about.

use std::net::IpAddr;
use std::sync::LazyLock;

use regex::Regex;

use super::{BlocklistEntry, Catalog};

/// Facts that stand in a reply's text.
#[derive(Debug, Clone, Default)]
pub struct Extract<'a> {
    /// The blocklist that it names.
    pub blocklist: Option<&'a BlocklistEntry>,
    /// How long it asks to wait, as it says it: `300 seconds`, `00:04:59`.
    pub retry_after: Option<String>,
    /// The first IP address in it: mostly that of the sending host.
    pub address: Option<IpAddr>,
}

impl Catalog {
    /// What the text of a reply tells.
    #[must_use]
    pub fn extract(&self, text: &str) -> Extract<'_> {
        let text = super::classify::normalised(text);
        let is_named = |list: &&BlocklistEntry| list.markers.iter().any(|marker| text.contains(marker.as_str()));
        Extract {
            blocklist: self.blocklists().iter().find(is_named),
            retry_after: retry_after(&text),
            address: address(&text),
        }
    }
}

fn retry_after(text: &str) -> Option<String> {
    static WAIT: LazyLock<Regex> = LazyLock::new(|| {
        let unit = "(?:s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|days?)";
        let wait = format!(
            r"\b(?:in|after|for|wait|within|retry)[: ]+(?:at least |about |another )?(\d{{1,6}} ?{unit}\b|\d{{1,2}}:\d\d:\d\d)"
        );
        Regex::new(&wait).expect("a constant expression")
    });
    Some(WAIT.captures(text)?[1].to_owned())
}

fn address(text: &str) -> Option<IpAddr> {
    let candidates = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '.' || c == ':'));
    candidates
        .map(|word| word.trim_matches(['.', ':']))
        .filter(|word| word.len() > 6)
        .find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_found_in_their_usual_forms() {
        for (text, want) in [
            ("450 4.2.0 greylisted, try again in 300 seconds", Some("300 seconds")),
            ("451 greylisted for 5 minutes", Some("5 minutes")),
            ("451 retry after 00:04:59", Some("00:04:59")),
            ("421 wait 60s", Some("60s")),
            ("550 in 2024 we moved", None),
        ] {
            assert_eq!(retry_after(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn addresses_are_told_from_other_numbers() {
        let found = |text: &str| address(text).map(|ip| ip.to_string());
        assert_eq!(found("550 5.7.1 [192.0.2.10] blocked").as_deref(), Some("192.0.2.10"));
        assert_eq!(found("service unavailable; client host [2001:db8::10]:25").as_deref(), Some("2001:db8::10"));
        assert_eq!(found("550 5.7.26 at 12:30:45 version 1.2.3"), None);
    }
}
