//! What the order of values alone tells: the median, and how well a quantile is known.

use crate::kit::metrics::Histogram;

/// Two-sided 95 % of the normal distribution.
pub(super) const Z95: f64 = 1.959_963_985;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        for (values, middle) in [
            (vec![], 0.0),
            (vec![3.0], 3.0),
            (vec![9.0, 1.0], 5.0),
            (vec![5.0, -1.0, 2.0], 2.0),
            (vec![4.0, 1.0, 3.0, 2.0], 2.5),
        ] {
            assert!((median(&values) - middle).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn a_quantile_is_told_only_where_there_are_samples_beyond_it() {
        let mut histogram = Histogram::new();
        (1..=100).for_each(|value| histogram.record_ns(value));
        // 50 ± 1.96·5 gives the ranks 40 and 60.
        assert_eq!(quantile_interval(&histogram, 0.5), Some((40, 60)));
        assert_eq!(quantile_interval(&histogram, 0.99), None, "99 + 1.95 lies beyond the hundredth");
        assert_eq!(quantile_interval(&Histogram::new(), 0.5), None);
    }
}
