//! How numbers, times and the values of fields read in a report made for people.

use crate::event::{Duration, Kind, Origin, Outcome};
use crate::summary::Shape;
use crate::time::Time;

/// `1234567` → `1,234,567`.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number and its noun: `1 sender`, `2,000 senders`.
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// A share of 0 to 1 with one decimal, where neither something looks like nothing nor a part like the whole.
pub(super) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.000_5 {
        "<0.1 %".into()
    } else if (0.999_5..1.0).contains(&share) {
        ">99.9 %".into()
    } else {
        format!("{:.1} %", share * 100.0)
    }
}

/// `part` of `whole` as [`percent`].
#[allow(clippy::cast_precision_loss)] // one decimal is shown
pub(super) fn percent_of(part: u64, whole: u64) -> String {
    percent(if whole == 0 { 0.0 } else { part as f64 / whole as f64 })
}

/// `2026-11-22 00:46:00`.
pub(super) fn moment(time: Time) -> String {
    time.to_string().replace('T', " ")
}

/// How much of a time a narrow column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeForm {
    /// `00:46:00`: enough within one day.
    Second,
    /// `Nov 22 00:46`: enough within one year.
    Minute,
    /// `2026-11-22`.
    Date,
}

impl TimeForm {
    /// The form that tells the times of a period apart.
    pub(super) fn of(period: Option<(Time, Time)>) -> Self {
        let Some((first, last)) = period else { return Self::Date };
        let (first, last) = (first.civil(), last.civil());
        match (first.date() == last.date(), first.year() == last.year()) {
            (true, _) => Self::Second,
            (false, true) => Self::Minute,
            (false, false) => Self::Date,
        }
    }

    pub(super) fn show(self, time: Time) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let at = time.civil();
        match self {
            Self::Second => format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
            Self::Minute => {
                let month = MONTHS[usize::from(at.month().unsigned_abs()) - 1];
                format!("{month} {:02} {:02}:{:02}", at.day(), at.hour(), at.minute())
            }
            Self::Date => at.date().to_string(),
        }
    }
}

/// Events of a kind, as a heading.
pub(super) fn kinds(kind: Kind) -> &'static str {
    match kind {
        Kind::Delivery => "Deliveries",
        Kind::Attempt => "Attempts",
        Kind::Reject => "Rejections",
        Kind::Auth => "Logins",
        Kind::Probe => "Probes",
    }
}

/// An outcome in words that need no kind beside them.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::TemporarilyRejected => "refused for now",
        Outcome::Authenticated => "logged in",
        Outcome::AuthenticationFailed => "login failed",
        other => other.name(),
    }
}

/// The outcome, and the kind where it is not to be taken for a delivery.
pub(super) fn result(shape: &Shape) -> String {
    match shape.kind {
        Kind::Attempt => format!("attempt {}", outcome(shape.outcome)),
        Kind::Probe => format!("probe {}", outcome(shape.outcome)),
        Kind::Delivery | Kind::Reject | Kind::Auth => outcome(shape.outcome).into(),
    }
}

/// The mark behind a code that does not stand in the line as a reply of now.
pub(super) fn origin_mark(origin: Origin) -> &'static str {
    match origin {
        Origin::Implied => "*",
        Origin::Repeated => "^",
        Origin::Logged | Origin::None => "",
    }
}

/// `550 5.1.1`, or why there was no reply.
pub(super) fn reply(shape: &Shape) -> String {
    match (shape.code(), shape.enhanced()) {
        (Some(code), Some(enhanced)) => format!("{code} {enhanced}{}", origin_mark(shape.origin)),
        (Some(code), None) => format!("{code}{}", origin_mark(shape.origin)),
        (None, _) => shape.silence.name().into(),
    }
}

/// `0.31 s`, `5 min 03 s`, `2 h 05 min`, `3 d 04 h`.
pub(super) fn duration(milliseconds: u32) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..10 => format!("{seconds}.{:02} s", milliseconds % 1000 / 10),
        10..60 => format!("{seconds}.{} s", milliseconds % 1000 / 100),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} d {:02} h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

/// `512 B`, `1.4 kB`, `27.3 MB`: powers of ten.
#[allow(clippy::cast_precision_loss)] // one decimal is shown
pub(super) fn bytes(n: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")];
    match UNITS.iter().find(|(unit, _)| n >= *unit) {
        Some((unit, name)) => format!("{:.1} {name}", n as f64 / *unit as f64),
        None => format!("{n} B"),
    }
}

/// A sort of duration.
pub(super) fn time_of(duration: Duration) -> &'static str {
    match duration {
        Duration::Whole => "From arrival to delivery",
        Duration::BeforeQueue => "Before the queue",
        Duration::InQueue => "In the queue",
        Duration::Connection => "Connection",
        Duration::Transmission => "Transmission",
        Duration::LastTry => "Last try",
    }
}

/// An envelope sender: the null sender is `<>`.
pub(super) fn sender(sender: Option<&str>) -> &str {
    match sender {
        Some("") => "<>",
        Some(address) => address,
        None => "(unknown)",
    }
}

/// A recipient domain or relay.
pub(super) fn domain(domain: &str) -> &str {
    if domain.is_empty() { "(no domain)" } else { domain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (n, want) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(n), want);
        }
    }

    #[test]
    fn sizes_have_one_decimal() {
        assert_eq!(
            [0, 999, 1400, 27_300_000, 5_000_000_000].map(bytes),
            ["0 B", "999 B", "1.4 kB", "27.3 MB", "5.0 GB"]
        );
    }

    #[test]
    fn durations_have_two_units() {
        for (ms, want) in [
            (0, "0.00 s"),
            (310, "0.31 s"),
            (59_999, "59.9 s"),
            (303_000, "5 min 03 s"),
            (7_500_000, "2 h 05 min"),
            (273_600_000, "3 d 04 h"),
        ] {
            assert_eq!(duration(ms), want);
        }
    }

    #[test]
    fn shares_do_not_hide_anything() {
        for (share, want) in
            [(0.0, "0.0 %"), (0.000_1, "<0.1 %"), (0.123_4, "12.3 %"), (0.999_9, ">99.9 %"), (1.0, "100.0 %")]
        {
            assert_eq!(percent(share), want);
        }
    }

    #[test]
    fn times_are_as_short_as_the_period_allows() {
        let at = |text: &str| Time::from_civil(text.parse().unwrap());
        let [old, new, newer] = ["2025-12-31T23:59:59", "2026-01-02T03:04:05", "2026-01-03T03:04:05"].map(at);
        assert_eq!(TimeForm::of(Some((new, new))).show(new), "03:04:05");
        assert_eq!(TimeForm::of(Some((new, newer))).show(new), "Jan 02 03:04");
        assert_eq!(TimeForm::of(Some((old, new))).show(new), "2026-01-02");
    }
}
