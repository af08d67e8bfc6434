//! Times as ISO 8601 for programs, millions of them.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::time::Time;

/// Hands the text of [`Time`]'s `Display` to `take`: without its allocations and arithmetic where the year has four digits.
#[allow(clippy::cast_possible_truncation)] // centuries and years of four digits are below 100
pub(super) fn iso<R>(time: Time, take: impl FnOnce(&str) -> R) -> R {
    let mut text = *b"0000-00-00T00:00:00";
    let at = Timestamp::from_second(time.seconds()).map(|at| Offset::UTC.to_datetime(at));
    let Some(at) = at.ok().filter(|at| at.year() >= 0) else { return take(&time.to_string()) };
    let year = at.year().unsigned_abs();
    let (century, year) = ((year / 100) as u8, (year % 100) as u8);
    let fields = [(0, century), (2, year), (5, at.month().unsigned_abs()), (8, at.day().unsigned_abs())];
    let clock = [(11, at.hour()), (14, at.minute()), (17, at.second())];
    for (place, n) in fields.into_iter().chain(clock.map(|(place, n)| (place, n.unsigned_abs()))) {
        text[place] += n / 10;
        text[place + 1] += n % 10;
    }
    take(std::str::from_utf8(&text).expect("digits and signs are ASCII"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_times_display_as() {
        let far = 5_000_000_000;
        for seconds in
            [0, 59, 951_782_399, 951_782_400, 1_795_308_360, -1, -far, far, -70_000_000_000, i64::MAX, i64::MIN]
        {
            let time = Time::from_seconds(seconds);
            assert_eq!(iso(time, str::to_owned), time.to_string());
        }
    }
}
