//! What the order of values alone tells: the median, and how well a quantile is known.

use crate::kit::metrics::Histogram;

/// Two-sided 95 % of the normal distribution.
pub(super) const Z95: f64 = 1.959_963_985;

/// The 95 % confidence interval of a quantile in nanoseconds, from order statistics: the ranks `n·q ± z·√(n·q·(1−q))`
/// (Conover, Practical Nonparametric Statistics, §3.2). `None` when its upper rank lies beyond the samples: then the
/// quantile itself is no more than the largest value that happened to be seen.
#[must_use]
pub fn quantile_interval(histogram: &Histogram, quantile: f64) -> Option<(u64, u64)> {
    if !is_known(histogram.count(), quantile) {
        return None;
    }
    let (low, high) = ranks(histogram.count(), quantile);
    let at = |rank: f64| histogram.at_rank(rank as u64).map(|value| value.as_nanos() as u64);
    Some((at(low)?, at(high)?))
}

/// Whether `count` samples tell of a quantile at all: the upper end of its interval is one of them.
#[must_use]
pub fn is_known(count: u64, quantile: f64) -> bool {
    count > 0 && ranks(count, quantile).1 <= count as f64
}

fn ranks(count: u64, quantile: f64) -> (f64, f64) {
    let middle = count as f64 * quantile;
    let reach = Z95 * (middle * (1.0 - quantile)).sqrt();
    ((middle - reach).floor().max(1.0), (middle + reach).ceil().max(1.0))
}

/// The middle value; the mean of the two middle ones of an even number, 0 of none.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    match below.iter().copied().reduce(f64::max) {
        Some(lower) if even => f64::midpoint(lower, *upper),
        _ => *upper,
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
