//! What the order of values alone tells: the median, and how well a quantile is known.

use crate::kit::metrics::Histogram;

/// Two-sided 95 % of the normal distribution.
pub(super) const Z95: f64 = 1.959_963_985;

/// A quantile that the samples tell of, nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its value.
    pub ns: u64,
    /// Its 95 % confidence interval.
    pub ci95: (u64, u64),
}

/// A quantile of what a histogram counted and of `censored` more values that are only known to be long. Its confidence
/// interval is that of order statistics: the ranks `n·q ± z·√(n·q·(1−q))` (Conover, Practical Nonparametric Statistics,
/// §3.2).
///
/// `None` when the upper rank lies beyond the samples (the quantile is then no more than the largest value that happened
/// to be seen), among the censored, or among those longer than the histogram measures.
#[must_use]
pub fn known_quantile(histogram: &Histogram, censored: u64, quantile: f64) -> Option<Known> {
    if !is_known(histogram.count() - histogram.overflow(), censored + histogram.overflow(), quantile) {
        return None;
    }
    let all = histogram.count() + censored;
    let (low, high) = ranks(all, quantile);
    let at = |rank: f64| histogram.at_rank(rank as u64).map(|value| value.as_nanos() as u64);
    Some(Known { ns: at(rank_of(all, quantile))?, ci95: (at(low)?, at(high)?) })
}

/// Whether `measured` samples, beside `censored` longer ones, tell of a quantile at all: the upper end of its interval is
/// one of them.
#[must_use]
pub fn is_known(measured: u64, censored: u64, quantile: f64) -> bool {
    measured > 0 && ranks(measured + censored, quantile).1 <= measured as f64
}

/// The rank of a quantile among `count` values, from 1.
#[must_use]
pub fn rank_of(count: u64, quantile: f64) -> f64 {
    (count as f64 * quantile).ceil().max(1.0)
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
        assert_eq!(known_quantile(&histogram, 0, 0.5), Some(Known { ns: 50, ci95: (40, 60) }));
        assert_eq!(known_quantile(&histogram, 0, 0.99), None, "99 + 1.95 lies beyond the hundredth");
        assert_eq!(known_quantile(&Histogram::new(), 0, 0.5), None);
    }

    #[test]
    fn what_was_given_up_counts_as_longer_than_all_that_was_not() {
        let mut histogram = Histogram::new();
        (1..=1000).for_each(|value| histogram.record_ns(value));
        assert_eq!(known_quantile(&histogram, 1000, 0.25).map(|known| known.ns), Some(500), "the quarter of 2000");
        assert_eq!(known_quantile(&histogram, 1000, 0.5), None, "it may be one of those");
        assert!(known_quantile(&histogram, 0, 0.95).is_some() && known_quantile(&histogram, 50, 0.95).is_none());
    }

    #[test]
    fn what_is_out_of_range_has_no_figure() {
        let mut histogram = Histogram::new();
        (1..=900).for_each(|value| histogram.record_ns(value));
        (1..=100).for_each(|value| histogram.record_ns(value * 100_000_000_000));
        for histogram in [&histogram, &Histogram::from_base64(&histogram.to_base64()).unwrap()] {
            assert!(known_quantile(histogram, 0, 0.5).is_some());
            assert_eq!(known_quantile(histogram, 0, 0.95), None);
        }
    }
}
