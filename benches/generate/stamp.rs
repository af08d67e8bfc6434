//! Time stamps of log lines, from microseconds since the epoch. The date part is kept until the second changes.

use super::Frame;
use super::text::Text;

/// 2026-03-02 00:00:00 UTC, in microseconds: where every generated log begins.
pub const START: u64 = 1_772_409_600 * SECOND;
/// Microseconds per second.
pub const SECOND: u64 = 1_000_000;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes stamps of one style.
#[derive(Debug)]
pub struct Stamps {
    frame: Frame,
    second: u64,
    text: Text,
}

impl Stamps {
    /// A writer of this style.
    pub fn new(frame: Frame) -> Self {
        Self { frame, second: u64::MAX, text: Text::default() }
    }

    /// Appends the stamp of `micros` to `line`.
    pub fn write(&mut self, micros: u64, line: &mut Text) {
        let second = micros / SECOND;
        if second != self.second {
            self.second = second;
            self.text.0.clear();
            render(self.frame, second, &mut self.text);
        }
        line.0.extend_from_slice(&self.text.0);
        if self.frame == Frame::Rfc3339 {
            line.s(".").n0(micros % SECOND, 6).s("+00:00");
        }
    }
}

fn render(frame: Frame, second: u64, text: &mut Text) {
    let (year, month, day) = civil(second / 86_400);
    match frame {
        Frame::Rfc3164 => {
            text.s(MONTHS[usize::try_from(month - 1).unwrap_or(0)]).s(if day < 10 { "  " } else { " " }).n(day).s(" ");
        }
        Frame::Rfc3339 => {
            text.n(year).s("-").n0(month, 2).s("-").n0(day, 2).s("T");
        }
        Frame::Exim => {
            text.n(year).s("-").n0(month, 2).s("-").n0(day, 2).s(" ");
        }
    }
    text.n0(second / 3600 % 24, 2).s(":").n0(second / 60 % 60, 2).s(":").n0(second % 60, 2);
}

/// Year, month and day of a day since 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}
