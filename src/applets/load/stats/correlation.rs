//! How values hang together: with their neighbours in time, or with those of another series.

use super::rank::doubled_ranks;

/// How many independent values a series is worth, from 1 to its length: the variance of single values against that of
/// the means of overlapping batches of √n (Meketon and Schmeiser, 1984). Values that do not vary are worth all they are.
///
/// ```
/// use toolbox::applets::load::stats::effective_size;
/// let steps: Vec<f64> = (0..100).map(|second| f64::from(second / 25)).collect();
/// assert!(effective_size(&steps) < 15.0);
/// ```
#[must_use]
pub fn effective_size(values: &[f64]) -> f64 {
    let (count, batch) = (values.len(), values.len().isqrt());
    // With fewer the batches would have a single value and say nothing.
    if batch < 2 {
        return count as f64;
    }
    let mean = average(values);
    let single = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1) as f64;
    let spread: f64 = values.windows(batch).map(|window| (average(window) - mean).powi(2)).sum();
    // What the variance would be if every value told as much as one of a long batch.
    let whole = spread * count as f64 * batch as f64 / ((count - batch + 1) * (count - batch)) as f64;
    if single <= 0.0 || whole <= 0.0 {
        return count as f64;
    }
    (count as f64 * single / whole).clamp(1.0, count as f64)
}

/// The means of `batches` stretches of the series, as equal as can be; all values when there are no more than that.
#[must_use]
pub fn batch_means(values: &[f64], batches: usize) -> Vec<f64> {
    if values.len() <= batches {
        return values.to_vec();
    }
    (0..batches)
        .map(|batch| average(&values[batch * values.len() / batches..(batch + 1) * values.len() / batches]))
        .collect()
}

/// The rank correlation of two series of one length, −1 to 1 (Spearman, 1904); `None` when one does not vary or there
/// are fewer than 3 values.
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    const LEAST: usize = 3;
    if x.len() != y.len() || x.len() < LEAST {
        return None;
    }
    // Mean ranks doubled: their mean is n + 1 with and without ties.
    let middle = x.len() as f64 + 1.0;
    let centred = |values: &[f64]| doubled_ranks(values).into_iter().map(move |rank| rank as f64 - middle);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in centred(x).zip(centred(y)) {
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::random::Random;

    #[test]
    fn memory_costs_samples() {
        let mut random = Random::seeded(11);
        for memory in [0.0, 0.5, 0.9] {
            let mut last = 0.0;
            let series: Vec<f64> = (0..20_000)
                .map(|_| {
                    last = memory * last + random.unit() - 0.5;
                    last
                })
                .collect();
            // A process that keeps φ of its last value is worth (1 − φ) / (1 + φ).
            let expected = 20_000.0 * (1.0 - memory) / (1.0 + memory);
            let found = effective_size(&series);
            assert!((found / expected - 1.0).abs() < 0.25, "{memory}: {found} is not {expected}");
        }
    }

    #[test]
    fn the_effective_size_stays_within_what_there_is() {
        assert!((effective_size(&[1.0; 50]) - 50.0).abs() < 1e-9);
        assert!((effective_size(&[3.0, 1.0]) - 2.0).abs() < 1e-9);
        let alternating: Vec<f64> = (0..50).map(|second| f64::from(second % 2)).collect();
        assert!((effective_size(&alternating) - 50.0).abs() < 1e-9);
        assert!(effective_size(&[]).abs() < 1e-9);
    }

    #[test]
    fn batches_are_stretches_of_about_one_length() {
        assert_eq!(batch_means(&[1.0, 3.0, 5.0, 7.0], 2), [2.0, 6.0]);
        assert_eq!(batch_means(&[1.0, 2.0, 3.0, 4.0, 9.0], 2), [1.5, 16.0 / 3.0]);
        assert_eq!(batch_means(&[1.0, 2.0], 5), [1.0, 2.0]);
    }

    #[test]
    fn rank_correlation_agrees_with_the_textbook() {
        // Wikipedia's example of IQ and hours of television: −29/165.
        let iq = [106.0, 100.0, 86.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0];
        let hours = [7.0, 27.0, 2.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0];
        assert!((spearman(&iq, &hours).unwrap() + 29.0 / 165.0).abs() < 1e-12);
        let cubes: Vec<f64> = iq.iter().map(|value: &f64| value.powi(3)).collect();
        assert!((spearman(&iq, &cubes).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(spearman(&iq, &[1.0; 10]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0, 2.0]), None);
    }
}
