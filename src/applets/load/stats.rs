//! Statistics that make no assumption about the shape of latencies: order statistics and resampling.

use crate::kit::metrics::Histogram;

/// Two-sided 95 % of the normal distribution.
const Z95: f64 = 1.959_963_985;

/// The 95 % confidence interval of a quantile in nanoseconds, from order statistics: the ranks `n·q ± z·√(n·q·(1−q))`
/// (Conover, Practical Nonparametric Statistics, §3.2). `None` when its upper rank lies beyond the samples: then the
/// quantile itself is no more than the largest value that happened to be seen.
#[must_use]
pub fn quantile_interval(histogram: &Histogram, quantile: f64) -> Option<(u64, u64)> {
    let count = histogram.count() as f64;
    let middle = count * quantile;
    let reach = Z95 * (count * quantile * (1.0 - quantile)).sqrt();
    let (low, high) = ((middle - reach).floor().max(1.0), (middle + reach).ceil().max(1.0));
    if count == 0.0 || high > count {
        return None;
    }
    let at = |rank: f64| histogram.at_rank(rank as u64).map(|value| value.as_nanos() as u64);
    Some((at(low)?, at(high)?))
}

/// How much the second half of a series lies above (positive) or below its first half, as a share of the first half's
/// median; `None` when the halves may well be the same: fewer than 8 values, a shift of less than a tenth, or a
/// rank-sum statistic within 3 standard deviations of its mean (Mann and Whitney, 1947). Neighbouring seconds are not
/// independent, so the bar is higher than the textbook's 1.96.
#[must_use]
pub fn half_shift(values: &[f64]) -> Option<f64> {
    const LEAST: usize = 8;
    const BAR: f64 = 3.0;
    const SHIFT: f64 = 0.1;
    if values.len() < LEAST {
        return None;
    }
    let (first, second) = values.split_at(values.len() / 2);
    let (n, m) = (first.len() as f64, second.len() as f64);
    let wins: f64 = second.iter().flat_map(|b| first.iter().map(move |a| beats(*b, *a))).sum();
    let spread = (n * m * (n + m + 1.0) / 12.0).sqrt();
    // The largest possible score of tiny halves lies below the bar; complete separation of 4 against 4 is 2.3.
    let bar = BAR.min(n * m / 2.0 / spread);
    let score = (wins - n * m / 2.0) / spread;
    let base = median(first);
    let shift = (median(second) - base) / base;
    (score.abs() >= bar && shift.abs() >= SHIFT).then_some(shift)
}

fn beats(a: f64, b: f64) -> f64 {
    match a.partial_cmp(&b) {
        Some(std::cmp::Ordering::Greater) => 1.0,
        Some(std::cmp::Ordering::Less) => 0.0,
        _ => 0.5,
    }
}

/// The middle value; the mean of the two middle ones of an even number, 0 of none.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        length if length % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}
