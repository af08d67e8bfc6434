//! The serialised form of times to delivery.

use serde::Serialize;

use crate::report::TimeRow;

/// Milliseconds.
#[derive(Serialize)]
pub(super) struct TimeJson {
    time: &'static str,
    count: u64,
    p50: u32,
    p75: u32,
    p90: u32,
    p95: u32,
    p99: u32,
    max: u32,
}

impl From<&TimeRow> for TimeJson {
    fn from(from: &TimeRow) -> Self {
        let TimeRow { duration, count, p50, p75, p90, p95, p99, max } = *from;
        Self { time: duration.name(), count, p50, p75, p90, p95, p99, max }
    }
}
