//! How numbers, times and the values of fields read in a report made for people.

use super::phrases;
use crate::catalog::Lang;
use crate::event::{Duration, Kind, Origin, Outcome, Stage};
use crate::summary::Shape;
use crate::time::Time;
use crate::words::Word;

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

/// A share of 0 to 1 with one decimal, where neither something looks like nothing nor a part like the whole.
pub(super) fn percent(share: f64, lang: Lang) -> String {
    let number = if share > 0.0 && share < 0.000_5 {
        "<0.1".into()
    } else if (0.999_5..1.0).contains(&share) {
        ">99.9".into()
    } else {
        format!("{:.1}", share * 100.0)
    };
    match lang {
        Lang::En => format!("{number} %"),
        Lang::Ja => format!("{number}%"),
    }
}

/// `part` of `whole` as [`percent`].
#[allow(clippy::cast_precision_loss)] // one decimal is shown
pub(super) fn percent_of(part: u64, whole: u64, lang: Lang) -> String {
    percent(if whole == 0 { 0.0 } else { part as f64 / whole as f64 }, lang)
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
    /// `11-22 00:46`: the same where months have no names.
    NumericMinute,
    /// `2026-11-22`.
    Date,
}

impl TimeForm {
    /// The form that tells the times of a period apart.
    pub(super) fn of(period: Option<(Time, Time)>, lang: Lang) -> Self {
        let Some((first, last)) = period else { return Self::Date };
        let (first, last) = (first.civil(), last.civil());
        match (first.date() == last.date(), first.year() == last.year(), lang) {
            (true, _, _) => Self::Second,
            (false, true, Lang::En) => Self::Minute,
            (false, true, Lang::Ja) => Self::NumericMinute,
            (false, false, _) => Self::Date,
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
            Self::NumericMinute => {
                format!("{:02}-{:02} {:02}:{:02}", at.month(), at.day(), at.hour(), at.minute())
            }
            Self::Date => at.date().to_string(),
        }
    }
}

/// Events of a kind, as a heading.
pub(super) fn kinds(kind: Kind, lang: Lang) -> &'static str {
    let word = match kind {
        Kind::Delivery => Word::Deliveries,
        Kind::Attempt => Word::Attempts,
        Kind::Reject => Word::Rejections,
        Kind::Auth => Word::Logins,
        Kind::Probe => Word::Probes,
    };
    word.text(lang)
}

/// An outcome in words that need no kind beside them.
pub(super) fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let word = match outcome {
        Outcome::Delivered => Word::Delivered,
        Outcome::Deferred => Word::Deferred,
        Outcome::Bounced => Word::Bounced,
        Outcome::Expired => Word::Expired,
        Outcome::Rejected => Word::Rejected,
        Outcome::TemporarilyRejected => Word::TemporarilyRejected,
        Outcome::Discarded => Word::Discarded,
        Outcome::Held => Word::Held,
        Outcome::Authenticated => Word::Authenticated,
        Outcome::AuthenticationFailed => Word::AuthenticationFailed,
        Outcome::Deliverable => Word::Deliverable,
        Outcome::Undeliverable => Word::Undeliverable,
    };
    word.text(lang)
}

/// A stage: commands are called by their names.
pub(super) fn stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Unknown => Word::UnknownStage.text(lang),
        Stage::Other => Word::OtherStage.text(lang),
        command => command.name(),
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
pub(super) fn reply(shape: &Shape, lang: Lang) -> String {
    match (shape.code(), shape.enhanced()) {
        (Some(code), Some(enhanced)) => format!("{code} {enhanced}{}", origin_mark(shape.origin)),
        (Some(code), None) => format!("{code}{}", origin_mark(shape.origin)),
        (None, _) => phrases::silence(shape.silence, lang).into(),
    }
}

/// `0.31 s`, `5 min 03 s`, `2 h 05 min`, `3 d 04 h`.
pub(super) fn duration(milliseconds: u32, lang: Lang) -> String {
    let (d, h, min, s) = match lang {
        Lang::En => ("d", "h", "min", "s"),
        Lang::Ja => ("日", "時間", "分", "秒"),
    };
    let seconds = milliseconds / 1000;
    match seconds {
        0..10 => format!("{seconds}.{:02} {s}", milliseconds % 1000 / 10),
        10..60 => format!("{seconds}.{} {s}", milliseconds % 1000 / 100),
        60..3600 => format!("{} {min} {:02} {s}", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} {h} {:02} {min}", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} {d} {:02} {h}", seconds / 86_400, seconds % 86_400 / 3600),
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
pub(super) const fn time_of(duration: Duration, lang: Lang) -> &'static str {
    match duration {
        Duration::Whole => Word::WholeTime,
        Duration::BeforeQueue => Word::BeforeQueue,
        Duration::InQueue => Word::InQueue,
        Duration::Connection => Word::Connection,
        Duration::Transmission => Word::Transmission,
        Duration::LastTry => Word::LastTry,
    }
    .text(lang)
}

/// An envelope sender: the null sender is `<>`.
pub(super) fn sender(sender: Option<&str>, lang: Lang) -> &str {
    match sender {
        Some("") => "<>",
        Some(address) => address,
        None => Word::UnknownSender.text(lang),
    }
}

/// A recipient domain or relay.
pub(super) fn domain(domain: &str, lang: Lang) -> &str {
    if domain.is_empty() { Word::NoDomain.text(lang) } else { domain }
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
            assert_eq!(duration(ms, Lang::En), want);
        }
    }

    #[test]
    fn shares_do_not_hide_anything() {
        for (share, want) in
            [(0.0, "0.0 %"), (0.000_1, "<0.1 %"), (0.123_4, "12.3 %"), (0.999_9, ">99.9 %"), (1.0, "100.0 %")]
        {
            assert_eq!(percent(share, Lang::En), want);
            assert_eq!(percent(share, Lang::Ja), want.replace(' ', ""));
        }
    }

    #[test]
    fn times_are_as_short_as_the_period_allows() {
        let at = |text: &str| Time::from_civil(text.parse().unwrap());
        let [old, new, newer] = ["2025-12-31T23:59:59", "2026-01-02T03:04:05", "2026-01-03T03:04:05"].map(at);
        let shown = |first, lang| TimeForm::of(Some((first, newer)), lang).show(new);
        assert_eq!(TimeForm::of(Some((new, new)), Lang::En).show(new), "03:04:05");
        assert_eq!((shown(new, Lang::En).as_str(), shown(new, Lang::Ja).as_str()), ("Jan 02 03:04", "01-02 03:04"));
        assert_eq!(shown(old, Lang::En), "2026-01-02");
    }
}
