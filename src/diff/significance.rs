//! Whether a count changed by more than chance.
//!
//! In: two counts, and how much each could have counted. Out: the logarithm of a two-sided p-value. Always true: to exchange the
//! two periods changes nothing; counts in the same proportion as their exposures are no change.

use std::f64::consts::{LN_2, TAU};

/// A difference is listed if it is less likely than this by chance, divided by the number of rows that were compared.
pub const LEVEL: f64 = 0.01;
/// A difference is listed if one rate is so many times the other: in large numbers the smallest difference is no chance.
pub const LEAST_RATIO: f64 = 1.25;

/// What further terms add to a sum is lost in its last digit.
const NEGLIGIBLE: f64 = 1e-17;

/// A count, and how much it could have counted: events of its kind, or an equal time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) count: u64,
    pub(super) exposure: f64,
}

/// Whether two rates differ so much that it matters, where so many rows are compared.
pub(super) fn matters(old: Rate, new: Rate, rows: usize) -> bool {
    let (a, b) = (float(old.count) * new.exposure, float(new.count) * old.exposure);
    a.max(b) >= LEAST_RATIO * a.min(b) && ln_p(old, new) < (LEVEL / float(rows.max(1) as u64)).ln()
}

/// The logarithm of the probability that two counts of the same rate differ at least so much: given their sum, one is binomial.
pub(super) fn ln_p(old: Rate, new: Rate) -> f64 {
    let n = old.count + new.count;
    if n == 0 || old.exposure <= 0.0 || new.exposure <= 0.0 {
        return 0.0;
    }
    let (a, b) = (float(old.count) * new.exposure, float(new.count) * old.exposure);
    let (more, less) = if b >= a { (new, old) } else { (old, new) };
    (LN_2 + ln_tail(more, less)).min(0.0)
}

/// The logarithm of the probability of at least `more.count` of the sum: the first term, times a sum that falls quickly.
fn ln_tail(more: Rate, less: Rate) -> f64 {
    let n = more.count + less.count;
    let exposure = more.exposure + less.exposure;
    let first = ln_factorial(n) - ln_factorial(more.count) - ln_factorial(less.count)
        + float(more.count) * (more.exposure / exposure).ln()
        + float(less.count) * (less.exposure / exposure).ln();
    let odds = more.exposure / less.exposure;
    let (mut term, mut sum) = (1.0, 1.0);
    for k in more.count..n {
        term *= float(n - k) / float(k + 1) * odds;
        sum += term;
        if term < sum * NEGLIGIBLE {
            break;
        }
    }
    first + sum.ln()
}

/// Exact products for small numbers, Stirling's series for the others.
fn ln_factorial(n: u64) -> f64 {
    if n < 20 {
        return (2..=n).map(float).product::<f64>().ln();
    }
    let x = float(n);
    x * x.ln() - x + 0.5 * (TAU * x).ln() + 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5))
}

#[allow(clippy::cast_precision_loss)] // counts beyond 2^53 need no exact test
pub(super) fn float(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(count: u64, exposure: u64) -> Rate {
        Rate { count, exposure: float(exposure) }
    }

    /// Values by exact integers in Python: with `n = a + b`, `w = na + nb`,
    /// `2 * sum(Fraction(comb(n, k) * nb**k * na**(n - k), w**n) for k in range(b, n + 1))`.
    #[test]
    fn p_values_are_those_of_exact_arithmetic() {
        for ((a, na), (b, nb), want) in CASES {
            let found = ln_p(rate(a, na), rate(b, nb));
            assert!((found - want).abs() < 1e-8 * want.abs().max(1.0), "{a}/{na} {b}/{nb}: {found} is not {want}");
        }
    }

    type Case = ((u64, u64), (u64, u64), f64);
    const CASES: [Case; 8] = [
        ((1, 1), (3, 1), -0.470_003_629),
        ((0, 1), (30, 1), -20.101_268_236),
        ((500, 10_000), (900, 10_000), -60.254_426_961),
        ((4, 1_000), (40, 3_000), -4.229_765_253),
        ((40, 3_000), (4, 1_000), -4.229_765_253),
        ((20, 7), (0, 3), -6.440_351_698),
        ((19, 20), (21, 20), -0.133_955_125),
        ((3_000, 1), (4_000, 1), -74.242_336_144),
    ];

    #[test]
    fn what_matters_is_neither_small_nor_rare() {
        let all = 10_000;
        for (old, new, rows, want) in [
            (1, 3, 1, false),
            (0, 5, 1, false),
            (0, 30, 1_000, true),
            (30, 0, 1_000, true),
            (500, 900, 100_000, true),
            (1_000, 1_200, 1, false), // less than a quarter more
            (12, 24, 1, false),
            (0, 9, 1, true),
            (0, 9, 10, false), // one of ten may well be so
        ] {
            assert_eq!(matters(rate(old, all), rate(new, all), rows), want, "{old} → {new}, {rows} rows");
        }
        assert!(!matters(rate(100, 1_000), rate(1_000, 10_000), 1));
        assert!(matters(rate(100, 10_000), rate(100, 1_000), 1));
        assert!(!matters(rate(5, 0), rate(900, 10), 1));
    }
}
