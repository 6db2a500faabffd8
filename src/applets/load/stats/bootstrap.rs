//! How well a statistic is known, from the measurements alone: the bootstrap (Efron, 1979), percentile method, and for
//! measurements whose neighbours resemble each other the circular block bootstrap (Politis and Romano, 1992).

use crate::kit::random::Random;

/// Resamples; the ends of an interval then move by about a hundredth of its width from seed to seed.
const RESAMPLES: usize = 2000;

/// An interval that covers `statistic` of what `values` were drawn from with probability `level` (0 to 1).
///
/// ```
/// use toolbox::applets::load::stats::{interval, median};
/// let values: Vec<f64> = (0..100).map(f64::from).collect();
/// let (low, high) = interval(&values, 0.95, 7, median);
/// assert!(low < 49.5 && 49.5 < high && high - low < 30.0);
/// ```
pub fn interval<T: Copy>(values: &[T], level: f64, seed: u64, statistic: impl Fn(&[T]) -> f64) -> (f64, f64) {
    of(level, seed, |random| statistic(&resample(values, random)))
}

/// The same for a series whose values depend on their neighbours: whole blocks of `block` values are drawn, so that
/// what lies within a block stays together. The series is taken as a circle, so that its ends are drawn as often as its
/// middle.
pub fn block_interval<T: Copy>(
    values: &[T],
    block: usize,
    level: f64,
    seed: u64,
    statistic: impl Fn(&[T]) -> f64,
) -> (f64, f64) {
    of(level, seed, |random| {
        let mut drawn = Vec::with_capacity(values.len() + block);
        while drawn.len() < values.len() {
            let first = random.below(values.len() as u64) as usize;
            drawn.extend(values.iter().cycle().skip(first).take(block.max(1)));
        }
        drawn.truncate(values.len());
        statistic(&drawn)
    })
}

/// As many values, drawn with replacement.
pub(super) fn resample<T: Copy>(values: &[T], random: &mut Random) -> Vec<T> {
    values.iter().map(|_| values[random.below(values.len() as u64) as usize]).collect()
}

/// The middle `level` of what `draw` gives.
pub(super) fn of(level: f64, seed: u64, mut draw: impl FnMut(&mut Random) -> f64) -> (f64, f64) {
    let mut random = Random::seeded(seed);
    let mut drawn: Vec<f64> = (0..RESAMPLES).map(|_| draw(&mut random)).collect();
    drawn.sort_by(f64::total_cmp);
    let outside = ((1.0 - level) / 2.0 * RESAMPLES as f64).floor() as usize;
    (drawn[outside], drawn[RESAMPLES - 1 - outside])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    /// Values each of which keeps `memory` of the one before it.
    fn series(length: usize, memory: f64, seed: u64) -> Vec<f64> {
        let mut random = Random::seeded(seed);
        let mut last = 0.0;
        (0..length)
            .map(|_| {
                last = memory * last + (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
                last
            })
            .collect()
    }

    #[test]
    fn the_interval_of_a_mean_is_that_of_the_textbook() {
        let values = series(400, 0.0, 3);
        let (low, high) = interval(&values, 0.95, 1, mean);
        // ± 1.96 / √400 for a standard deviation of 1.
        assert!(((high - low) / 2.0 - 0.098).abs() < 0.012, "{low} {high}");
        assert_eq!(interval(&values, 0.95, 1, mean), (low, high), "the same seed, the same interval");
        let (wider, higher) = interval(&values, 0.99, 1, mean);
        assert!(wider < low && higher > high);
    }

    #[test]
    fn an_interval_covers_as_often_as_it_says() {
        let hits = (0..200).filter(|&seed| {
            let (low, high) = interval(&series(50, 0.0, seed), 0.9, 1, mean);
            low <= 0.0 && 0.0 <= high
        });
        let hits = hits.count();
        assert!((165..=192).contains(&hits), "{hits} of 200 for 90 %");
    }

    #[test]
    fn blocks_widen_the_interval_of_a_series_with_memory() {
        let values = series(2000, 0.8, 5);
        let width = |(low, high): (f64, f64)| high - low;
        let (alone, blocks) =
            (width(interval(&values, 0.95, 1, mean)), width(block_interval(&values, 50, 0.95, 1, mean)));
        // The variance of a mean grows by (1 + 0.8) / (1 − 0.8): three times the width.
        assert!((2.2..3.6).contains(&(blocks / alone)), "{blocks} {alone}");
    }

    #[test]
    fn one_value_is_known_as_it_is() {
        assert_eq!(interval(&[4.0], 0.95, 1, mean), (4.0, 4.0));
        assert_eq!(block_interval(&[4.0, 4.0], 7, 0.95, 1, mean), (4.0, 4.0));
    }
}
