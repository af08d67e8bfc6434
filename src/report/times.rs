//! How long mail took: percentiles of what the delivery lines say.

use super::TimeRow;
use crate::event::Duration;
use crate::summary::Summary;

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
