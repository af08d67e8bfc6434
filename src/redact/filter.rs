//! What the user typed about senders: in filters and thresholds, which a report repeats.

use super::Redactor;
use crate::event::Kind;
use crate::select::CodePattern;

/// What may stand in a filter beside senders, in the languages of a report.
const PERIODS: [&str; 2] = ["以降", "より前"];

impl Redactor {
    /// A filter in words: `sender ann@shop.example, *@*.example`, `code 5xx, 4.7.1`, `since 2026-11-22 00:00:00`. Its name stays,
    /// and so does everything that is no sender.
    #[must_use]
    pub fn filter(&self, filter: &str) -> String {
        let Some((name, values)) = filter.split_once(' ') else { return self.pattern(filter) };
        let value = |word: &str| {
            let (pattern, comma) = word.strip_suffix(',').map_or((word, ""), |pattern| (pattern, ","));
            let stays =
                CodePattern::parse(pattern).is_some() || Kind::from_name(pattern).is_some() || is_moment(pattern);
            if stays { word.to_owned() } else { self.pattern(pattern) + comma }
        };
        let values: Vec<_> = values.split(' ').map(value).collect();
        format!("{name} {}", values.join(" "))
    }

    /// A threshold as typed: `sender=*@shop.example,bounced>2%`.
    #[must_use]
    pub fn threshold(&self, threshold: &str) -> String {
        let part = |part: &str| match part.split_once('=') {
            Some((name, pattern)) if name.trim() == "sender" => format!("{name}={}", self.pattern(pattern.trim())),
            _ => part.to_owned(),
        };
        threshold.split(',').map(part).collect::<Vec<_>>().join(",")
    }

    /// A pattern for senders: an address, a domain, either with wildcards, or `<>`.
    fn pattern(&self, pattern: &str) -> String {
        match pattern.rsplit_once('@') {
            _ if matches!(pattern, "<>" | "*" | "") => pattern.to_owned(),
            None => self.domain_pattern(pattern),
            Some(("*", domain)) => format!("*@{}", self.domain_pattern(domain)),
            Some(_) if !pattern.contains(['*', '?']) => self.address(pattern),
            Some((local, domain)) => {
                let local = if local.contains(['*', '?']) { self.word(local) } else { self.user(local) };
                format!("{local}@{}", self.domain_pattern(domain))
            }
        }
    }

    fn domain_pattern(&self, domain: &str) -> String {
        match domain.strip_prefix("*.") {
            Some(rest) => format!("*.{}", self.domain_pattern(rest)),
            None if domain == "*" => domain.to_owned(),
            None if domain.contains(['*', '?']) && !self.keep.domains => self.word(domain),
            None => self.name(domain),
        }
    }
}

fn is_moment(word: &str) -> bool {
    PERIODS.contains(&word) || !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':'))
}

#[cfg(test)]
mod tests {
    use super::super::tests::redactor;

    #[test]
    fn senders_of_filters_and_thresholds_are_tokens() {
        let redactor = redactor();
        for same in ["code 5xx, 5.7.26", "kind delivery, auth", "since 2026-11-22 00:00:00", "2026-11-22 00:00:00 以降"]
        {
            assert_eq!(redactor.filter(same), same);
        }
        assert_eq!(redactor.threshold("code=5.7.26,bounced>5%"), "code=5.7.26,bounced>5%");
        let ann = redactor.address("ann@shop.example");
        let shop = redactor.name("shop.example");
        assert_eq!(
            redactor.filter("sender ann@shop.example, *@*.example"),
            format!("sender {ann}, *@*.{}", redactor.name("example"))
        );
        assert_eq!(redactor.filter("sender <>, localhost"), format!("sender <>, {}", redactor.name("localhost")));
        assert_eq!(redactor.threshold("sender=*@shop.example,bounced>2%"), format!("sender=*@{shop},bounced>2%"));
        assert!(!redactor.filter("送信者 a?n@shop.example").contains("a?n"));
    }
}
