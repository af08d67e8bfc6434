//! `--since`, `--until` and `--period`: words → moments on the log's clock.

use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time as TimeOfDay, Weekday};
use jiff::{SignedDuration, ToSpan};
use smtplog::time::Time;

use crate::args::{PeriodArg, WeekStart};

/// The forms that are understood, for messages.
const FORMS: &str =
    "2026-11-22, \"2026-11-22 08:30\", 2026-11-22T08:30:00, 2026-11, 2026, today, yesterday, now, 90m, 24h, 7d or 2w";

/// A stretch of time: from its first moment to the first one after it. A point in time has no length.
type Stretch = (DateTime, DateTime);

/// What `--since` and `--until` name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Moment {
    Now,
    Today,
    Yesterday,
    /// That long before now.
    Ago(SignedDuration),
    /// A point in time, a day, a month or a year.
    Of(Stretch),
}

impl Moment {
    /// The moment that `--since` means: the beginning of what is named.
    pub(crate) fn since(self, now: DateTime) -> Time {
        Time::from_civil(self.stretch(now).0)
    }

    /// The moment that `--until` means: a day, month or year that is named is included.
    pub(crate) fn until(self, now: DateTime) -> Time {
        Time::from_civil(self.stretch(now).1)
    }

    fn stretch(self, now: DateTime) -> Stretch {
        let today = midnight(now.date());
        let shifted = |days: i64| today.saturating_add(days.days());
        match self {
            Self::Now => (now, now),
            Self::Today => (today, shifted(1)),
            Self::Yesterday => (shifted(-1), today),
            Self::Ago(long) => (now.saturating_sub(long), now.saturating_sub(long)),
            Self::Of(stretch) => stretch,
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = match text {
            "now" => Some(Self::Now),
            "today" => Some(Self::Today),
            "yesterday" => Some(Self::Yesterday),
            _ => ago(text).map(Self::Ago).or_else(|| date_time(text).or_else(|| calendar(text)).map(Self::Of)),
        };
        found.ok_or_else(|| format!("expected a time such as {FORMS}"))
    }
}

/// `24h`
fn ago(text: &str) -> Option<SignedDuration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let n: i64 = digits.parse().ok().filter(|n| (0..1_000_000).contains(n))?;
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        "w" => 7 * 24 * 60,
        _ => return None,
    };
    Some(SignedDuration::from_mins(n * minutes))
}

/// `2026-11-22 08:30`, `2026-11-22T08:30:15`
fn date_time(text: &str) -> Option<Stretch> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let date: Date = date.parse().ok()?;
    let time: TimeOfDay = time.trim_end_matches('Z').parse().ok()?;
    let at = date.to_datetime(time);
    Some((at, at))
}

/// `2026-11-22`, `2026-11`, `2026`
fn calendar(text: &str) -> Option<Stretch> {
    let part = |n: usize| text.split('-').nth(n).map(str::parse::<i16>);
    let (year, month, day) = (part(0)?.ok()?, part(1).transpose().ok()?, part(2).transpose().ok()?);
    let is_plain = text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !is_plain || text.split('-').count() > 3 {
        return None;
    }
    let narrow = |n: i16| i8::try_from(n).ok();
    let first = Date::new(year, narrow(month.unwrap_or(1))?, narrow(day.unwrap_or(1))?).ok()?;
    let length = match (month, day) {
        (_, Some(_)) => 1.day(),
        (Some(_), None) => 1.month(),
        (None, None) => 1.year(),
    };
    Some((midnight(first), midnight(first.checked_add(length).ok()?)))
}

/// The calendar period as `[since, until)`.
pub(crate) fn period(period: PeriodArg, week_start: WeekStart, now: DateTime) -> Option<(Time, Time)> {
    let today = now.date();
    let week = start_of_week(today, week_start)?;
    let month = today.first_of_month();
    let (start, end) = match period {
        PeriodArg::Today => days(today, 1)?,
        PeriodArg::Yesterday => days(today.yesterday().ok()?, 1)?,
        PeriodArg::ThisWeek => days(week, 7)?,
        PeriodArg::LastWeek => days(week.checked_sub(1.week()).ok()?, 7)?,
        PeriodArg::ThisMonth => (midnight(month), midnight(month.checked_add(1.month()).ok()?)),
        PeriodArg::LastMonth => (midnight(month.checked_sub(1.month()).ok()?), midnight(month)),
    };
    Some((Time::from_civil(start), Time::from_civil(end)))
}

fn start_of_week(today: Date, week_start: WeekStart) -> Option<Date> {
    let first = match week_start {
        WeekStart::Monday => Weekday::Monday,
        WeekStart::Saturday => Weekday::Saturday,
        WeekStart::Sunday => Weekday::Sunday,
    };
    let back = first.until(today.weekday());
    today.checked_sub(i64::from(back).days()).ok()
}

fn days(first: Date, n: i64) -> Option<Stretch> {
    Some((midnight(first), midnight(first.checked_add(n.days()).ok()?)))
}

fn midnight(date: Date) -> DateTime {
    date.to_datetime(TimeOfDay::midnight())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Sunday.
    const NOW: &str = "2026-11-22T08:30:00";

    #[test]
    fn since_is_the_beginning_and_until_the_end() {
        let cases = [
            ("2026-11-20", "2026-11-20T00:00:00", "2026-11-21T00:00:00"),
            ("2026-10", "2026-10-01T00:00:00", "2026-11-01T00:00:00"),
            ("2024", "2024-01-01T00:00:00", "2025-01-01T00:00:00"),
            ("2026-11-20 07:15", "2026-11-20T07:15:00", "2026-11-20T07:15:00"),
            ("2026-11-20T07:15:09", "2026-11-20T07:15:09", "2026-11-20T07:15:09"),
            ("today", "2026-11-22T00:00:00", "2026-11-23T00:00:00"),
            ("yesterday", "2026-11-21T00:00:00", "2026-11-22T00:00:00"),
            ("24h", "2026-11-21T08:30:00", "2026-11-21T08:30:00"),
            ("90m", "2026-11-22T07:00:00", "2026-11-22T07:00:00"),
            ("7d", "2026-11-15T08:30:00", "2026-11-15T08:30:00"),
        ];
        let now = NOW.parse().unwrap();
        for (text, start, end) in cases {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.since(now).to_string(), start, "--since {text}");
            assert_eq!(moment.until(now).to_string(), end, "--until {text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_with_examples() {
        for text in ["", "h", "2026-13", "2026-02-30", "tomorrowish", "-5h", "26", "2026-11-20x", "2026-1-1-1", "é"] {
            let message = text.parse::<Moment>().unwrap_err();
            assert!(message.contains("yesterday"), "{text}: {message}");
        }
    }

    #[test]
    fn periods() {
        let cases = [
            (PeriodArg::Yesterday, WeekStart::Monday, "2026-11-21T00:00:00", "2026-11-22T00:00:00"),
            (PeriodArg::ThisWeek, WeekStart::Monday, "2026-11-16T00:00:00", "2026-11-23T00:00:00"),
            (PeriodArg::ThisWeek, WeekStart::Sunday, "2026-11-22T00:00:00", "2026-11-29T00:00:00"),
            (PeriodArg::LastWeek, WeekStart::Saturday, "2026-11-14T00:00:00", "2026-11-21T00:00:00"),
            (PeriodArg::ThisMonth, WeekStart::Monday, "2026-11-01T00:00:00", "2026-12-01T00:00:00"),
            (PeriodArg::LastMonth, WeekStart::Monday, "2026-10-01T00:00:00", "2026-11-01T00:00:00"),
        ];
        for (name, week_start, start, end) in cases {
            let (since, until) = period(name, week_start, NOW.parse().unwrap()).unwrap();
            assert_eq!((since.to_string().as_str(), until.to_string().as_str()), (start, end), "{name:?}");
        }
    }
}
