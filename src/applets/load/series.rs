//! The run over time: one interval a second, and fewer when it gets long.
//!
//! Memory is bounded by [`MOST_INTERVALS`]: when a run outgrows it, neighbours are merged and every interval stands
//! for twice the time. Percentiles of merged intervals come from a sketch of 8 buckets an octave (within 5 %), which is
//! also what the heat map of the HTML report draws.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::record::Sheet;
use super::stats::{is_known, known_quantile};
use crate::kit::metrics::Histogram;

/// Half an hour second by second; longer runs become coarser.
const MOST_INTERVALS: usize = 1800;

/// Buckets an octave of the sketch.
const OCTAVE_BUCKETS: u32 = 8;

/// What happened within one interval of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Its beginning, nanoseconds from the start of the run.
    pub t_ns: u64,
    /// Its length, nanoseconds.
    pub width_ns: u64,
    /// Requests that ended, one way or another.
    pub done: u64,
    /// Of these, those that count as failed.
    pub failed: u64,
    /// Bytes received.
    pub bytes_in: u64,
    /// Bytes sent.
    pub bytes_out: u64,
    /// Replies by status class: 1xx to 5xx, and others.
    pub classes: [u64; 6],
    /// Requests that were given up: longer than anybody waited.
    pub censored: u64,
    /// Percentiles of the response time, nanoseconds, those given up counted as the longest; `null` where the samples
    /// can not tell.
    pub p50_ns: Option<u64>,
    /// 90th percentile.
    pub p90_ns: Option<u64>,
    /// 95th percentile.
    pub p95_ns: Option<u64>,
    /// 99th percentile.
    pub p99_ns: Option<u64>,
    /// Slowest response, nanoseconds; `null` where there was none, or some were given up.
    pub max_ns: Option<u64>,
    /// Response times as `[bucket, count]`: bucket `b` begins at `2^(b/8)` nanoseconds.
    pub sketch: Vec<(u16, u64)>,
}

impl Interval {
    /// The interval that one sheet describes.
    pub(super) fn of(t_ns: u64, width_ns: u64, sheet: &Sheet) -> Self {
        let response = sheet.response();
        let censored = sheet.censored();
        let at = |quantile| known_quantile(&response, censored, quantile).map(|known| known.ns);
        let mut classes = [0; 6];
        for (status, &count) in sheet.statuses.iter().enumerate().filter(|(_, count)| **count > 0) {
            classes[if (100..600).contains(&status) { status / 100 - 1 } else { 5 }] += count;
        }
        Self {
            t_ns,
            width_ns,
            done: sheet.replies() + sheet.faulted(),
            failed: sheet.failed(),
            bytes_in: sheet.bytes_in,
            bytes_out: sheet.bytes_out,
            classes,
            censored,
            p50_ns: at(0.5),
            p90_ns: at(0.9),
            p95_ns: at(0.95),
            p99_ns: at(0.99),
            max_ns: response.max().filter(|_| censored == 0).map(|value| value.as_nanos() as u64),
            sketch: sketch(&response),
        }
    }

    /// Requests that ended, each second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.done as f64 / (self.width_ns as f64 / 1e9).max(1e-9)
    }

    /// How many responses took longer than `limit_ns`; the bucket that the limit lies in is shared out in proportion.
    #[must_use]
    pub fn slower_than(&self, limit_ns: f64) -> f64 {
        let place = limit_ns.max(1.0).log2() * f64::from(OCTAVE_BUCKETS);
        let beyond = |&(bucket, count): &(u16, u64)| (f64::from(bucket) + 1.0 - place).clamp(0.0, 1.0) * count as f64;
        self.sketch.iter().map(beyond).sum()
    }

    /// Responses of which the time is known.
    #[must_use]
    pub fn timed(&self) -> u64 {
        self.sketch.iter().map(|entry| entry.1).sum()
    }

    /// This interval and the one after it as one.
    fn join(&self, next: &Self) -> Self {
        self.sum(next, self.width_ns + next.width_ns)
    }

    /// This interval and the same one of another shard as one.
    fn overlay(&self, other: &Self) -> Self {
        self.sum(other, self.width_ns.max(other.width_ns))
    }

    fn sum(&self, other: &Self, width_ns: u64) -> Self {
        let mut sketch = self.sketch.clone();
        for &(bucket, count) in &other.sketch {
            match sketch.binary_search_by_key(&bucket, |entry| entry.0) {
                Ok(place) => sketch[place].1 += count,
                Err(place) => sketch.insert(place, (bucket, count)),
            }
        }
        let mut classes = self.classes;
        classes.iter_mut().zip(other.classes).for_each(|(sum, more)| *sum += more);
        let censored = self.censored + other.censored;
        let at = |quantile| sketch_quantile(&sketch, censored, quantile);
        Self {
            t_ns: self.t_ns.min(other.t_ns),
            width_ns,
            done: self.done + other.done,
            failed: self.failed + other.failed,
            bytes_in: self.bytes_in + other.bytes_in,
            bytes_out: self.bytes_out + other.bytes_out,
            classes,
            censored,
            p50_ns: at(0.5),
            p90_ns: at(0.9),
            p95_ns: at(0.95),
            p99_ns: at(0.99),
            max_ns: self.max_ns.max(other.max_ns).filter(|_| censored == 0),
            sketch,
        }
    }
}

/// The same run in at most `most` intervals: neighbours are joined, by the same number everywhere.
#[must_use]
pub fn condensed(intervals: &[Interval], most: usize) -> Vec<Interval> {
    let each = intervals.len().div_ceil(most.max(1)).max(1);
    intervals.chunks(each).map(joined).collect()
}

/// The series of shards that ran at the same time as one. Where one is coarser than the others, they become as coarse.
#[must_use]
pub fn aligned(shards: &[&[Interval]]) -> Vec<Interval> {
    const SECOND: u64 = 1_000_000_000;
    let widest = shards.iter().flat_map(|shard| shard.iter()).map(|interval| interval.width_ns).max().unwrap_or(SECOND);
    let grid = widest.next_multiple_of(SECOND);
    let mut slots: BTreeMap<u64, Interval> = BTreeMap::new();
    for shard in shards {
        for slot in shard.chunk_by(|a, b| a.t_ns / grid == b.t_ns / grid) {
            let interval = joined(slot);
            let sum = slots.get(&(interval.t_ns / grid)).map(|other| other.overlay(&interval));
            slots.insert(interval.t_ns / grid, sum.unwrap_or(interval));
        }
    }
    slots.into_values().collect()
}

/// Neighbours as one interval; the slice is never empty.
fn joined(neighbours: &[Interval]) -> Interval {
    let (first, rest) = (neighbours.first().cloned().unwrap_or_default(), neighbours.get(1..).unwrap_or_default());
    rest.iter().fold(first, |sum, next| sum.join(next))
}

/// The lower bound of a sketch bucket, nanoseconds.
#[must_use]
pub fn bucket_floor_ns(bucket: u16) -> f64 {
    f64::from(OCTAVE_BUCKETS).recip().mul_add(f64::from(bucket), 0.0).exp2()
}

fn bucket_of(ns: u64) -> u16 {
    ((ns.max(1) as f64).log2() * f64::from(OCTAVE_BUCKETS)) as u16
}

fn sketch(histogram: &Histogram) -> Vec<(u16, u64)> {
    let mut sketch: Vec<(u16, u64)> = Vec::new();
    for (ns, count) in histogram.buckets() {
        let bucket = bucket_of(ns);
        match sketch.last_mut() {
            Some(last) if last.0 == bucket => last.1 += count,
            _ => sketch.push((bucket, count)),
        }
    }
    sketch
}

fn sketch_quantile(sketch: &[(u16, u64)], censored: u64, quantile: f64) -> Option<u64> {
    let total: u64 = sketch.iter().map(|entry| entry.1).sum();
    if !is_known(total, censored, quantile) {
        return None;
    }
    let rank = quantile * (total + censored) as f64;
    let mut seen = 0;
    for &(bucket, count) in sketch {
        if (seen + count) as f64 >= rank {
            // As far into the bucket, in proportion, as the rank is into its count.
            let into = ((rank - seen as f64) / count.max(1) as f64).clamp(0.0, 1.0);
            return Some((bucket_floor_ns(bucket) * (into / f64::from(OCTAVE_BUCKETS)).exp2()) as u64);
        }
        seen += count;
    }
    None
}

/// The intervals of a run as they come.
#[derive(Debug, Clone)]
pub(super) struct Series {
    intervals: Vec<Interval>,
    /// Seconds that one stored interval stands for.
    seconds: u64,
}

impl Default for Series {
    fn default() -> Self {
        Self { intervals: Vec::new(), seconds: 1 }
    }
}

impl Series {
    /// Adds second `second` of the run; that second as an interval of its own.
    pub(super) fn push(&mut self, second: u64, sheet: &Sheet) -> Interval {
        let interval = Interval::of(second * 1_000_000_000, 1_000_000_000, sheet);
        match self.intervals.last_mut() {
            Some(last)
                if !second.is_multiple_of(self.seconds) || second * 1_000_000_000 < last.t_ns + last.width_ns =>
            {
                *last = last.join(&interval);
            }
            _ => self.intervals.push(interval.clone()),
        }
        if self.intervals.len() > MOST_INTERVALS {
            self.intervals = self.intervals.chunks(2).map(joined).collect();
            self.seconds *= 2;
        }
        interval
    }

    /// All intervals; the last one is as long as what was left of the run.
    pub(super) fn finish(mut self, elapsed: Duration) -> Vec<Interval> {
        let end = elapsed.as_nanos() as u64;
        if let Some(last) = self.intervals.last_mut() {
            last.width_ns = end.saturating_sub(last.t_ns).clamp(1, last.width_ns);
        }
        // A few replies that came in after the last full second are no interval to judge by.
        if self.intervals.last().is_some_and(|last| last.width_ns < 100_000_000)
            && self.intervals.len() > 1
            && let (Some(tail), Some(last)) = (self.intervals.pop(), self.intervals.last_mut())
        {
            *last = last.join(&tail);
        }
        self.intervals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(times: impl Iterator<Item = u64>) -> Interval {
        let mut histogram = Histogram::new();
        times.for_each(|ns| histogram.record_ns(ns));
        Interval { sketch: sketch(&histogram), width_ns: 1_000_000_000, ..Interval::default() }
    }

    #[test]
    fn joined_intervals_keep_their_percentiles_to_a_few_percent() {
        let (low, high) = (interval((1..=10_000).map(|i| i * 100)), interval((10_001..=20_000).map(|i| i * 100)));
        let joined = low.join(&high);
        for (found, expected) in [
            (joined.p50_ns, 1_000_000.0),
            (joined.p90_ns, 1_800_000.0),
            (joined.p95_ns, 1_900_000.0),
            (joined.p99_ns, 1_980_000.0),
        ] {
            assert!((found.unwrap() as f64 / expected - 1.0).abs() < 0.05, "{found:?} is not {expected}");
        }
    }

    #[test]
    fn what_is_slower_than_a_limit_is_counted_within_buckets() {
        let interval = interval((1..=10_000).map(|i| i * 100));
        assert_eq!(interval.timed(), 10_000);
        for limit in [0.0, 50_000.0, 333_333.0, 900_000.0, 2_000_000.0] {
            let expected = 10_000.0 - (limit / 100.0_f64).min(10_000.0);
            let found = interval.slower_than(limit);
            assert!((found - expected).abs() < 150.0, "{limit}: {found} is not {expected}");
        }
    }
}
