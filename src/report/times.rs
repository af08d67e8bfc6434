//! How long mail took: percentiles of what the delivery lines say.

use crate::event::Duration;
use crate::summary::Summary;

/// Percentiles of one sort of duration, in milliseconds; all but the longest are off by at most 1.6 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRow {
    /// What took so long.
    pub duration: Duration,
    /// Of how many deliveries it is known.
    pub count: u64,
    /// Half of them took no longer.
    pub p50: u32,
    /// 75 % took no longer.
    pub p75: u32,
    /// 90 % took no longer.
    pub p90: u32,
    /// 95 % took no longer.
    pub p95: u32,
    /// 99 % took no longer.
    pub p99: u32,
    /// The longest.
    pub max: u32,
}

/// One row per sort of duration that was logged.
pub(super) fn times(summary: &Summary) -> Vec<TimeRow> {
    let row = |&duration: &Duration| {
        let histogram = summary.durations(duration);
        let percentile = |percent| histogram.percentile(percent);
        (histogram.count() > 0).then(|| TimeRow {
            duration,
            count: histogram.count(),
            p50: percentile(50),
            p75: percentile(75),
            p90: percentile(90),
            p95: percentile(95),
            p99: percentile(99),
            max: histogram.max(),
        })
    };
    Duration::ALL.iter().filter_map(row).collect()
}
