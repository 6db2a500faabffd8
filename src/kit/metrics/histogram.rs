//! Durations in an HDR histogram: 1 ns to 60 s, three significant digits, 216 KiB however many values, nothing for none.
//!
//! The buckets are those of `HdrHistogram` (Tene), so files and merges are compatible with every implementation of it;
//! the array is our own because recording happens for every request of a load test: two shifts and an increment.
//! Count, extremes, sum and sum of squares are kept exactly beside the buckets.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hdrhistogram::serialization::{Deserializer, Serializer, V2DeflateSerializer, V2Serializer};
use thiserror::Error;

/// Values share a bucket when they agree in their first 11 bits: three decimal digits.
const SUB_BUCKET_BITS: u32 = 11;
const SUB_BUCKETS: u64 = 1 << SUB_BUCKET_BITS;
const HALF: usize = 1 << (SUB_BUCKET_BITS - 1);

/// One minute: no tool waits longer for one request by default, and every doubling costs 8 KiB.
const HIGHEST_NS: u64 = 60_000_000_000;
const BUCKETS: usize = index_of(HIGHEST_NS) + 1;

/// What lies beyond 104 days counts as that, so that no sum of squares overflows.
const LONGEST_NS: u64 = 1 << 53;

/// Where a value is counted.
#[inline]
const fn index_of(ns: u64) -> usize {
    let shift = u64::BITS - SUB_BUCKET_BITS - (ns | (SUB_BUCKETS - 1)).leading_zeros();
    ((shift as usize) << (SUB_BUCKET_BITS - 1)) + (ns >> shift) as usize
}

/// The values that bucket `index` stands for, first and last.
const fn range_of(index: usize) -> (u64, u64) {
    if index < SUB_BUCKETS as usize {
        return (index as u64, index as u64);
    }
    let shift = index / HALF - 1;
    let first = ((index % HALF + HALF) as u64) << shift;
    (first, first + (1 << shift) - 1)
}

/// A histogram of durations, owned by one thread and merged on read.
#[derive(Debug, Clone)]
pub struct Histogram {
    /// One per bucket; none at all until something is counted, for most of the many that a run keeps stay empty.
    counts: Box<[u64]>,
    count: u64,
    /// Values above the range; counted in the last bucket, and told apart.
    overflow: u64,
    min_ns: u64,
    max_ns: u64,
    sum_ns: u128,
    /// An integer: a sum of floats would lose the spread of values that lie close together and far from 0.
    sum_squares: u128,
}

/// A histogram text that cannot be read.
#[derive(Debug, Error)]
#[error("not a base64 HdrHistogram (V2): {0}")]
pub struct DecodeError(String);

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl Histogram {
    /// An empty histogram. It takes no memory for its buckets until the first value.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::kit::metrics::Histogram;
    ///
    /// let mut latencies = Histogram::new();
    /// for ms in 1..=100 {
    ///     latencies.record(Duration::from_millis(ms));
    /// }
    /// let p99 = latencies.quantile(0.99).unwrap();
    /// assert!(p99 >= Duration::from_millis(99) && p99 < Duration::from_micros(99_100));
    /// assert_eq!(latencies.mean().unwrap(), Duration::from_micros(50_500));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { counts: Box::default(), count: 0, overflow: 0, min_ns: u64::MAX, max_ns: 0, sum_ns: 0, sum_squares: 0 }
    }

    /// Counts one duration.
    #[inline]
    pub fn record(&mut self, value: Duration) {
        self.record_ns(u64::try_from(value.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Counts one duration in nanoseconds.
    #[inline]
    pub fn record_ns(&mut self, ns: u64) {
        if ns > HIGHEST_NS {
            return self.record_many(ns, 1);
        }
        let Some(count) = self.counts.get_mut(index_of(ns)) else { return self.record_many(ns, 1) };
        *count += 1;
        self.count += 1;
        self.min_ns = self.min_ns.min(ns);
        self.max_ns = self.max_ns.max(ns);
        self.sum_ns += u128::from(ns);
        self.sum_squares += u128::from(ns) * u128::from(ns);
    }

    /// The buckets, to be counted in.
    fn buckets_mut(&mut self) -> &mut [u64] {
        if self.counts.is_empty() {
            self.counts = vec![0; BUCKETS].into_boxed_slice();
        }
        &mut self.counts
    }

    /// The buckets that values were counted in, all others are 0.
    fn touched(&self) -> std::ops::RangeInclusive<usize> {
        index_of(self.min_ns.min(HIGHEST_NS))..=index_of(self.max_ns.min(HIGHEST_NS))
    }

    /// Adds everything that `other` counted.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let touched = other.touched();
        for (sum, more) in self.buckets_mut()[touched.clone()].iter_mut().zip(&other.counts[touched]) {
            *sum += more;
        }
        self.count += other.count;
        self.overflow += other.overflow;
        self.min_ns = self.min_ns.min(other.min_ns);
        self.max_ns = self.max_ns.max(other.max_ns);
        self.sum_ns += other.sum_ns;
        self.sum_squares += other.sum_squares;
    }

    /// Forgets everything. Touches only what was counted in, and keeps the memory.
    pub fn clear(&mut self) {
        if self.count > 0 {
            let touched = self.touched();
            self.counts[touched].fill(0);
        }
        self.count = 0;
        self.overflow = 0;
        self.min_ns = u64::MAX;
        self.max_ns = 0;
        self.sum_ns = 0;
        self.sum_squares = 0;
    }

    /// How many durations were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many of these were longer than 60 s; their percentile is told as the longest seen.
    #[must_use]
    pub fn overflow(&self) -> u64 {
        self.overflow
    }

    /// The shortest, exactly.
    #[must_use]
    pub fn min(&self) -> Option<Duration> {
        (self.count > 0).then(|| Duration::from_nanos(self.min_ns))
    }

    /// The longest, exactly.
    #[must_use]
    pub fn max(&self) -> Option<Duration> {
        (self.count > 0).then(|| Duration::from_nanos(self.max_ns))
    }

    /// The mean, exactly.
    #[must_use]
    pub fn mean(&self) -> Option<Duration> {
        (self.count > 0).then(|| Duration::from_nanos((self.sum_ns / u128::from(self.count)) as u64))
    }

    /// The standard deviation of the population.
    #[must_use]
    pub fn stdev(&self) -> Option<Duration> {
        if self.count == 0 {
            return None;
        }
        // n Σx² - (Σx)² is exact in integers unless it overflows, which takes 10¹⁷ values of a minute.
        let count = u128::from(self.count);
        let exact = self.sum_squares.checked_mul(count).zip(self.sum_ns.checked_mul(self.sum_ns));
        let variance = if let Some((squares, square)) = exact {
            squares.saturating_sub(square) as f64 / count as f64 / count as f64
        } else {
            let mean = self.sum_ns as f64 / count as f64;
            (self.sum_squares as f64 / count as f64 - mean * mean).max(0.0)
        };
        Some(Duration::from_nanos(variance.sqrt().round() as u64))
    }

    /// The sum of all durations.
    #[must_use]
    pub fn sum(&self) -> Duration {
        let (seconds, nanos) = (self.sum_ns / 1_000_000_000, self.sum_ns % 1_000_000_000);
        Duration::new(u64::try_from(seconds).unwrap_or(u64::MAX), nanos as u32)
    }

    /// The duration that a share of `quantile` (0 to 1) does not exceed, to three digits, never above the longest.
    #[must_use]
    pub fn quantile(&self, quantile: f64) -> Option<Duration> {
        self.at_rank((quantile.clamp(0.0, 1.0) * self.count as f64).ceil().max(1.0) as u64)
    }

    /// The `rank`-th shortest duration, from 1.
    #[must_use]
    pub fn at_rank(&self, rank: u64) -> Option<Duration> {
        if self.count == 0 || rank > self.count {
            return None;
        }
        let mut seen = 0;
        for index in index_of(self.min_ns.min(HIGHEST_NS))..BUCKETS {
            seen += self.counts[index];
            if seen >= rank {
                let last = if index == BUCKETS - 1 { self.max_ns } else { range_of(index).1 };
                return Some(Duration::from_nanos(last.clamp(self.min_ns, self.max_ns)));
            }
        }
        self.max()
    }

    /// The buckets that counted something: middle in nanoseconds, count; shortest first.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let middle = |index| {
            let (first, last) = range_of(index);
            first + (last - first) / 2
        };
        self.counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(move |(index, &count)| (middle(index), count))
    }

    /// The histogram as the `HdrHistogram` crate's, for its file formats.
    #[must_use]
    pub fn to_hdr(&self) -> Option<hdrhistogram::Histogram<u64>> {
        let mut hdr = hdrhistogram::Histogram::new_with_bounds(1, HIGHEST_NS, 3).ok()?;
        for (ns, count) in self.buckets() {
            hdr.saturating_record_n(ns, count);
        }
        Some(hdr)
    }

    /// The histogram as `HdrHistogram` V2 text, compressed: a few KiB.
    #[must_use]
    pub fn to_base64(&self) -> String {
        let mut bytes = Vec::new();
        let written = self.to_hdr().is_some_and(|hdr| V2DeflateSerializer::new().serialize(&hdr, &mut bytes).is_ok());
        if written { STANDARD.encode(bytes) } else { String::new() }
    }

    /// Reads what [`to_base64`](Self::to_base64), or another implementation, wrote. Extremes and sums are then known
    /// to three digits only.
    ///
    /// # Errors
    /// When the text is no V2 histogram.
    pub fn from_base64(text: &str) -> Result<Self, DecodeError> {
        let bytes = STANDARD.decode(text).map_err(|error| DecodeError(error.to_string()))?;
        let hdr: hdrhistogram::Histogram<u64> =
            Deserializer::new().deserialize(&mut bytes.as_slice()).map_err(|error| DecodeError(error.to_string()))?;
        let mut histogram = Self::new();
        for step in hdr.iter_recorded() {
            histogram.record_many(step.value_iterated_to(), step.count_since_last_iteration());
        }
        Ok(histogram)
    }

    /// The histogram as `HdrHistogram` V2 bytes, not compressed: quick to write and to merge.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(hdr) = self.to_hdr() {
            let _ = V2Serializer::new().serialize(&hdr, &mut bytes);
        }
        bytes
    }

    #[cold]
    fn record_many(&mut self, ns: u64, times: u64) {
        if times == 0 {
            return;
        }
        let ns = ns.min(LONGEST_NS);
        self.buckets_mut()[index_of(ns.min(HIGHEST_NS))] += times;
        self.count += times;
        self.overflow += if ns > HIGHEST_NS { times } else { 0 };
        self.min_ns = self.min_ns.min(ns);
        self.max_ns = self.max_ns.max(ns);
        self.sum_ns += u128::from(ns) * u128::from(times);
        self.sum_squares += u128::from(ns) * u128::from(ns) * u128::from(times);
    }
}

#[cfg(test)]
mod tests;
