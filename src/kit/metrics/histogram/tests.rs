//! The histogram against exact arithmetic and against HdrHistogram.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn agrees_with_the_reference_to_the_bucket(
        values in prop::collection::vec(prop_oneof![1_u64..5000, 1_u64..HIGHEST_NS, 1_u64..10_000_000], 1..500),
        quantile in 0.0_f64..=1.0,
    ) {
        let mut ours = Histogram::new();
        let mut theirs = hdrhistogram::Histogram::<u64>::new_with_bounds(1, HIGHEST_NS, 3).unwrap();
        for &value in &values {
            ours.record_ns(value);
            theirs.record(value).unwrap();
        }
        let mine = ours.quantile(quantile).unwrap().as_nanos() as u64;
        prop_assert!(theirs.equivalent(mine, theirs.value_at_quantile(quantile)));
        prop_assert_eq!(mine <= *values.iter().max().unwrap(), true);
        prop_assert_eq!(ours.max().unwrap().as_nanos() as u64, *values.iter().max().unwrap());
        let back = Histogram::from_base64(&ours.to_base64()).unwrap();
        prop_assert_eq!(back.count(), ours.count());
        let again = back.quantile(quantile).unwrap().as_nanos() as u64;
        prop_assert!(theirs.equivalent(mine, again));
    }

    #[test]
    fn merging_is_recording_everything_in_one(
        left in prop::collection::vec(1_u64..HIGHEST_NS * 2, 0..100),
        right in prop::collection::vec(1_u64..HIGHEST_NS * 2, 0..100),
    ) {
        let fill = |values: &[u64]| {
            let mut histogram = Histogram::new();
            for &value in values {
                histogram.record_ns(value);
            }
            histogram
        };
        let mut merged = fill(&left);
        merged.merge(&fill(&right));
        let whole = fill(&[left, right].concat());
        prop_assert_eq!(merged.counts, whole.counts);
        prop_assert_eq!((merged.count, merged.overflow, merged.sum_ns), (whole.count, whole.overflow, whole.sum_ns));
        prop_assert_eq!((merged.min_ns, merged.max_ns), (whole.min_ns, whole.max_ns));
    }
}

#[test]
fn an_empty_histogram_has_no_numbers() {
    let empty = Histogram::new();
    assert_eq!((empty.quantile(0.5), empty.mean(), empty.stdev(), empty.max()), (None, None, None, None));
}

#[test]
fn spread_is_that_of_the_population() {
    let mut histogram = Histogram::new();
    for seconds in [2, 4, 4, 4, 5, 5, 7, 9] {
        histogram.record(Duration::from_secs(seconds));
    }
    assert_eq!(histogram.stdev(), Some(Duration::from_secs(2)));
    assert_eq!(histogram.mean(), Some(Duration::from_secs(5)));
}

#[test]
fn a_small_spread_far_from_zero_is_not_lost() {
    let mut histogram = Histogram::new();
    for step in 0..1_000_000_u64 {
        histogram.record_ns(1_000_000_000 + step % 2 * 2_000);
    }
    assert_eq!(histogram.stdev(), Some(Duration::from_micros(1)));
}

#[test]
fn the_longest_durations_overflow_nothing() {
    let mut histogram = Histogram::new();
    for _ in 0..1_000 {
        histogram.record(Duration::MAX);
    }
    assert_eq!((histogram.count(), histogram.overflow()), (1_000, 1_000));
    assert_eq!(histogram.stdev(), Some(Duration::ZERO));
    assert_eq!(histogram.sum(), Duration::from_nanos(LONGEST_NS) * 1_000);
}

#[test]
fn a_cleared_histogram_is_a_new_one() {
    let mut histogram = Histogram::new();
    for ns in [0, 1, 5_000, HIGHEST_NS, u64::MAX] {
        histogram.record_ns(ns);
    }
    histogram.clear();
    assert!(histogram.counts.iter().all(|count| *count == 0));
    assert_eq!((histogram.count(), histogram.overflow(), histogram.max()), (0, 0, None));
    histogram.record_ns(7);
    assert_eq!(histogram.min(), Some(Duration::from_nanos(7)));
}

#[test]
fn buckets_are_those_of_the_reference() {
    let theirs = hdrhistogram::Histogram::<u64>::new_with_bounds(1, HIGHEST_NS, 3).unwrap();
    for index in 0..BUCKETS {
        let (first, last) = range_of(index);
        assert_eq!((index_of(first), index_of(last)), (index, index));
        assert_eq!((theirs.lowest_equivalent(first), theirs.highest_equivalent(first)), (first, last));
    }
}

#[test]
fn what_is_too_long_is_told_apart_and_keeps_its_length() {
    let mut histogram = Histogram::new();
    histogram.record(Duration::from_secs(100));
    assert_eq!(histogram.overflow(), 1);
    assert_eq!(histogram.quantile(1.0), Some(Duration::from_secs(100)));
}

#[test]
fn an_empty_histogram_takes_no_memory() {
    let mut histogram = Histogram::new();
    histogram.merge(&Histogram::new());
    histogram.clear();
    assert!(histogram.counts.is_empty() && histogram.buckets().next().is_none());
    histogram.record_ns(7);
    assert_eq!((histogram.counts.len(), histogram.buckets().next()), (BUCKETS, Some((7, 1))));
}
