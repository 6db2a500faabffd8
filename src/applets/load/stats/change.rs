//! The one moment at which a series changed most.

use super::order::median;
use super::rank::doubled_ranks;

/// The index of the first value after the most likely change of level, or `None` where the series may well have kept
/// its level: Pettitt (1979), the largest of all rank sums of a first part against the rest.
///
/// The chance to be wrong is held below 1 in 100, and a change of the median by less than a tenth is none that anybody
/// looks for.
///
/// ```
/// use toolbox::applets::load::stats::change_point;
/// let calm = [4.0, 4.2, 4.1, 3.9, 4.0, 4.1, 4.2, 3.9, 4.0, 4.1];
/// let busy = calm.map(|ms| ms * 3.0);
/// assert_eq!(change_point(&[calm, busy].concat()), Some(10));
/// assert_eq!(change_point(&[calm, calm].concat()), None);
/// ```
#[must_use]
pub fn change_point(values: &[f64]) -> Option<usize> {
    const SURE: f64 = 0.01;
    const SHIFT: f64 = 0.1;
    let n = values.len() as f64;
    // With k ranks doubled, their sum in a first part of no change is k (n + 1).
    let (mut sum, mut largest, mut at) = (0.0, 0.0, 0);
    for (index, rank) in doubled_ranks(values).into_iter().enumerate() {
        sum += rank as f64 - (n + 1.0);
        if sum.abs() > largest {
            (largest, at) = (sum.abs(), index + 1);
        }
    }
    let chance = 2.0 * (-6.0 * largest * largest / (n.powi(3) + n.powi(2))).exp();
    if chance > SURE {
        return None;
    }
    let at = settle(values, at);
    let (before, after) = (median(&values[..at]), median(&values[at..]));
    ((after - before).abs() > SHIFT * before.abs().min(after.abs())).then_some(at)
}

/// Ranks tell best whether there is a change, but draw its place towards the middle; the place is where values differ
/// least from the medians of their sides.
fn settle(values: &[f64], near: usize) -> usize {
    let reach = (values.len() / 10).max(3);
    let distance = |at: &usize| {
        let side = |side: &[f64]| {
            let middle = median(side);
            side.iter().map(|value| (value - middle).abs()).sum::<f64>()
        };
        side(&values[..*at]) + side(&values[*at..])
    };
    let places = near.saturating_sub(reach).max(1)..(near + reach + 1).min(values.len());
    places.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::random::Random;

    #[test]
    fn a_jump_is_found_where_it_is() {
        let mut random = Random::seeded(3);
        for jump in [7, 12, 15, 22] {
            let values: Vec<f64> = (0..30).map(|i| random.unit() + if i < jump { 5.0 } else { 7.5 }).collect();
            assert_eq!(change_point(&values), Some(jump));
        }
    }

    #[test]
    fn noise_has_no_change() {
        let mut random = Random::seeded(5);
        let found = (0..1000).filter(|_| change_point(&(0..40).map(|_| random.unit()).collect::<Vec<_>>()).is_some());
        assert!(found.count() <= 15);
        assert_eq!(change_point(&[]), None);
        assert_eq!(change_point(&[1.0]), None);
        assert_eq!(change_point(&[1.0; 50]), None);
    }

    #[test]
    fn a_change_nobody_feels_is_none() {
        let values: Vec<f64> = (0..60).map(|i| 100.0 + f64::from(i % 3) + if i < 30 { 0.0 } else { 5.0 }).collect();
        assert_eq!(change_point(&values), None);
    }
}
