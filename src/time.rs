//! Time stamps of log lines → [`Time`], including the year that RFC 3164 leaves out.
//!
//! In: the bytes of a stamp, as [`Stamp`]. Out: seconds on *the clock that the log was written with*: a zone in the stamp is
//! dropped, so that an hour in a report is the hour that stands in the log, unless a zone is asked for
//! ([`Clock::with_zone`]); then stamps that carry an offset are converted to it. Always true: the result is a pure function
//! of the stamp and the clock's latest moment, never of the lines before.

use std::fmt;

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use crate::near::is_same;

const DAY: i64 = 86_400;
/// Stamps longer than this are not remembered by [`Clock`]; none of the known forms is.
const MAX_STAMP: usize = 40;

/// Seconds since 1970-01-01T00:00:00 on the log's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// Earlier than every stamp.
    pub const MIN: Time = Time(i64::MIN);
    /// Later than every stamp.
    pub const MAX: Time = Time(i64::MAX);

    /// From seconds since 1970-01-01T00:00:00.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// So many seconds later.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to `self`, not below zero.
    #[must_use]
    pub const fn since(self, earlier: Time) -> i64 {
        let seconds = self.0.saturating_sub(earlier.0);
        if seconds < 0 { 0 } else { seconds }
    }

    /// The start of the hour, as hours since 1970.
    #[must_use]
    pub const fn hour(self) -> i64 {
        self.0.div_euclid(3600)
    }

    /// The calendar date and time of day.
    #[must_use]
    pub fn civil(self) -> civil::DateTime {
        let days = self.0.div_euclid(DAY).clamp(-1_000_000, 2_900_000);
        let date = civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
        date.to_datetime(civil::Time::midnight())
            .saturating_add(jiff::SignedDuration::from_secs(self.0.rem_euclid(DAY)))
    }

    /// The other way round.
    #[must_use]
    pub fn from_civil(at: civil::DateTime) -> Self {
        let days = days_from_civil(i64::from(at.year()), i64::from(at.month()), i64::from(at.day()));
        Self(days * DAY + i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second()))
    }
}

impl fmt::Display for Time {
    /// ISO 8601 without zone: `2026-11-22T00:46:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.civil();
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        write!(f, "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", at.year(), at.month(), at.day())
    }
}

/// The stamp of a line, not yet converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp<'a> {
    /// RFC 3164: `Nov  1 02:25:25`, `Mar 7 02:09:33`.
    MonthDay(&'a [u8]),
    /// `2024-08-29T01:08:59.764590+00:00`, `2012-02-13 14:59:15.123 +0200`: date and time apart by one byte.
    Iso(&'a [u8]),
    /// `2013 Jun 10 06:27:30.123`.
    YearMonthDay(&'a [u8]),
}

impl<'a> Stamp<'a> {
    fn bytes(self) -> &'a [u8] {
        match self {
            Stamp::MonthDay(bytes) | Stamp::Iso(bytes) | Stamp::YearMonthDay(bytes) => bytes,
        }
    }
}

/// Converts stamps. Consecutive lines mostly carry the same stamp, so the last one is remembered.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Stamps without year are not later than this.
    latest: Time,
    zone: Option<TimeZone>,
    last_stamp: [u8; MAX_STAMP],
    last_len: usize,
    last_time: Option<Time>,
}

impl Clock {
    /// A clock for a source whose stamps are not later than `latest`.
    #[must_use]
    pub fn new(latest: Time) -> Self {
        Self { latest, zone: None, last_stamp: [0; MAX_STAMP], last_len: 0, last_time: None }
    }

    /// Converts stamps that carry an offset to this zone.
    #[must_use]
    pub fn with_zone(mut self, zone: Option<TimeZone>) -> Self {
        self.zone = zone;
        self
    }

    /// The time of a stamp; `None` if it is no valid date.
    #[inline]
    pub fn time(&mut self, stamp: Stamp<'_>) -> Option<Time> {
        if is_same(&self.last_stamp[..self.last_len], stamp.bytes()) {
            return self.last_time;
        }
        self.new_time(stamp)
    }

    #[inline(never)]
    fn new_time(&mut self, stamp: Stamp<'_>) -> Option<Time> {
        let bytes = stamp.bytes();
        let time = self.convert(stamp);
        if bytes.len() <= MAX_STAMP {
            self.last_stamp[..bytes.len()].copy_from_slice(bytes);
            self.last_len = bytes.len();
            self.last_time = time;
        }
        time
    }

    fn convert(&self, stamp: Stamp<'_>) -> Option<Time> {
        match stamp {
            Stamp::MonthDay(bytes) => month_day(bytes).and_then(|at| self.infer_year(at)),
            Stamp::Iso(bytes) => self.iso(bytes),
            Stamp::YearMonthDay(bytes) => {
                let year = number(bytes.get(..4)?)?;
                month_day(bytes.get(5..)?)?.in_year(year)
            }
        }
    }

    /// The latest year in which the date exists and is not too late.
    fn infer_year(&self, at: MonthDay) -> Option<Time> {
        let year = i64::from(self.latest.civil().year());
        // Eight years reach over 1900 and 2100, which have no 29 February.
        (0..=8).find_map(|back| at.in_year(year - back).filter(|&time| time <= self.latest))
    }

    fn iso(&self, bytes: &[u8]) -> Option<Time> {
        let date = (number(bytes.get(..4)?)?, number(bytes.get(5..7)?)?, number(bytes.get(8..10)?)?);
        let at = MonthDay { month: date.1, day: date.2, seconds: time_of_day(bytes.get(11..19)?)? };
        let written = at.in_year(date.0)?;
        match (&self.zone, offset_seconds(&bytes[19..])) {
            (Some(zone), Some(offset)) => Some(to_zone(written.0 - offset, zone)),
            _ => Some(written),
        }
    }
}

/// Seconds since 1970 in UTC, on the clock of `zone`.
fn to_zone(utc: i64, zone: &TimeZone) -> Time {
    let offset = jiff::Timestamp::from_second(utc).map_or(Offset::UTC, |at| zone.to_offset(at));
    Time(utc + i64::from(offset.seconds()))
}

/// The system's idea of a file's modification time, on the clock of `zone`.
#[must_use]
pub fn from_system(at: std::time::SystemTime, zone: &TimeZone) -> Time {
    let utc = match at.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(0),
        Err(_) => 0,
    };
    to_zone(utc, zone)
}

/// A date without year.
#[derive(Debug, Clone, Copy)]
struct MonthDay {
    month: i64,
    day: i64,
    /// Since midnight.
    seconds: i64,
}

impl MonthDay {
    fn in_year(self, year: i64) -> Option<Time> {
        let days_in_month = match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if is_leap(year) => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        let valid = (1..=days_in_month).contains(&self.day);
        valid.then(|| Time(days_from_civil(year, self.month, self.day) * DAY + self.seconds))
    }
}

/// `Nov  1 02:25:25` or `Mar 7 02:09:33`, more may follow.
fn month_day(bytes: &[u8]) -> Option<MonthDay> {
    let month = month(bytes)?;
    let (day, clock) = match *bytes.get(4..7)? {
        [b' ', d, b' '] => (number(&[d])?, 7),
        [d, b' ', _] => (number(&[d])?, 6),
        [d, e, b' '] => (number(&[d, e])?, 7),
        _ => return None,
    };
    Some(MonthDay { month, day, seconds: time_of_day(bytes.get(clock..clock + 8)?)? })
}

/// The number of the month whose English abbreviation begins `bytes`.
pub(crate) fn month(bytes: &[u8]) -> Option<i64> {
    const NAMES: [[u8; 3]; 12] =
        [*b"Jan", *b"Feb", *b"Mar", *b"Apr", *b"May", *b"Jun", *b"Jul", *b"Aug", *b"Sep", *b"Oct", *b"Nov", *b"Dec"];
    let name = bytes.first_chunk::<3>()?;
    (1..).zip(NAMES).find(|(_, month)| month == name).map(|(number, _)| number)
}

/// Seconds since midnight of `hh:mm:ss`; a leap second counts as the next minute's first.
fn time_of_day(bytes: &[u8]) -> Option<i64> {
    let (hour, minute, second) = (number(&bytes[..2])?, number(&bytes[3..5])?, number(&bytes[6..8])?);
    let valid = bytes[2] == b':' && bytes[5] == b':' && hour < 24 && minute < 60 && second <= 60;
    valid.then_some(hour * 3600 + minute * 60 + second)
}

/// The offset behind an ISO time and its fraction, in seconds east of UTC: `Z`, `+02:00`, `+0200`, ` +0200`.
fn offset_seconds(bytes: &[u8]) -> Option<i64> {
    let fraction = bytes.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let rest = bytes[fraction..].trim_ascii_start();
    let sign = match rest.first()? {
        b'Z' => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let minutes_at = if rest.get(3) == Some(&b':') { 4 } else { 3 };
    let (hours, minutes) = (number(rest.get(1..3)?)?, number(rest.get(minutes_at..minutes_at + 2)?)?);
    Some(sign * (hours * 3600 + minutes * 60))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in 400-year eras that begin on 1 March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time::from_civil(text.parse().unwrap())
    }

    fn show(clock: &mut Clock, stamp: Stamp<'_>) -> String {
        clock.time(stamp).map_or("invalid".into(), |time| time.to_string())
    }

    #[test]
    fn years_are_inferred_from_the_latest_moment() {
        let cases = [
            // latest, stamp, inferred
            ("2026-11-22T00:00:00", "Nov 21 23:59:59", "2026-11-21T23:59:59"),
            ("2026-11-22T23:00:00", "Nov 22 20:00:00", "2026-11-22T20:00:00"),
            ("2026-11-22T00:00:00", "Nov 23 00:00:01", "2025-11-23T00:00:01"),
            ("2026-01-03T10:00:00", "Dec 31 23:59:59", "2025-12-31T23:59:59"),
            ("2026-01-03T10:00:00", "Jan  1 00:00:00", "2026-01-01T00:00:00"),
            ("2027-01-01T23:59:58", "Jan  1 00:00:01", "2027-01-01T00:00:01"),
            ("2026-03-01T10:00:00", "Feb 29 12:00:00", "2024-02-29T12:00:00"),
            ("2024-03-01T10:00:00", "Feb 29 12:00:00", "2024-02-29T12:00:00"),
            ("2104-02-01T10:00:00", "Feb 29 12:00:00", "2096-02-29T12:00:00"),
            ("2026-11-22T00:00:00", "Mar 7 02:09:33", "2026-03-07T02:09:33"),
            ("2026-11-22T00:00:00", "Feb 30 02:09:33", "invalid"),
            ("2026-11-22T00:00:00", "Feb  1 24:00:00", "invalid"),
        ];
        for (latest, stamp, want) in cases {
            let got = show(&mut Clock::new(at(latest)), Stamp::MonthDay(stamp.as_bytes()));
            assert_eq!(got, want, "{stamp} before {latest}");
        }
    }

    #[test]
    fn zones_are_dropped_unless_one_is_asked_for() {
        let stamp = Stamp::Iso(b"2024-08-29T23:08:59.764590+00:00");
        let exim = Stamp::Iso(b"2024-08-29 23:08:59.123 -0200");
        let mut as_written = Clock::new(Time(0));
        assert_eq!(show(&mut as_written, stamp), "2024-08-29T23:08:59");
        assert_eq!(show(&mut as_written, exim), "2024-08-29T23:08:59");
        let mut berlin = Clock::new(Time(0)).with_zone(Some(TimeZone::fixed(jiff::tz::offset(2))));
        assert_eq!(show(&mut berlin, stamp), "2024-08-30T01:08:59");
        assert_eq!(show(&mut berlin, exim), "2024-08-30T03:08:59");
        assert_eq!(show(&mut berlin, Stamp::Iso(b"2024-08-29 23:08:59")), "2024-08-29T23:08:59");
    }

    #[test]
    fn the_remembered_stamp_is_never_taken_for_another() {
        let mut clock = Clock::new(at("2026-11-22T00:00:00"));
        assert_eq!(show(&mut clock, Stamp::MonthDay(b"Nov  1 02:25:25")), "2026-11-01T02:25:25");
        assert_eq!(show(&mut clock, Stamp::MonthDay(b"Nov  1 02:25:26")), "2026-11-01T02:25:26");
        assert_eq!(show(&mut clock, Stamp::YearMonthDay(b"2013 Jun 10 06:27:30.123")), "2013-06-10T06:27:30");
        assert_eq!(show(&mut clock, Stamp::MonthDay(b"")), "invalid");
    }

    #[test]
    fn civil_round_trips() {
        for seconds in [0, -1, 951_782_400, 4_107_542_399, -2_208_988_800] {
            let time = Time(seconds);
            assert_eq!(Time::from_civil(time.civil()), time);
        }
    }
}
