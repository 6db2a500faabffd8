//! The one moment at which a series changed most.

use super::order::median;
use super::rank::doubled_ranks;
use crate::kit::random::Random;

/// The chance to be wrong that is accepted.
const SURE: f64 = 0.01;

/// A change of the median by less than this share is none that anybody looks for.
const SHIFT: f64 = 0.1;

/// The index of the first value after the most likely change of level, or `None` where the series may well have kept
/// its level: Pettitt (1979), the largest of all rank sums of a first part against the rest.
///
/// ```
/// use toolbox::applets::load::stats::change_point;
/// let calm = [4.0, 4.2, 4.1, 3.9, 4.0];
/// let busy = calm.map(|ms| ms * 3.0);
/// assert_eq!(change_point(&[calm, busy].concat()), Some(5));
/// assert_eq!(change_point(&[calm, calm].concat()), None);
/// ```
#[must_use]
pub fn change_point(values: &[f64]) -> Option<usize> {
    let mut ranks = doubled_ranks(values);
    let (largest, at) = largest_sum(&ranks);
    if at == 0 || chance_of(largest, &mut ranks) > SURE {
        return None;
    }
    let at = settle(values, at);
    let (before, after) = (median(&values[..at]), median(&values[at..]));
    ((after - before).abs() > SHIFT * before.abs().min(after.abs())).then_some(at)
}

/// The largest deviation of the ranks of a first part from what they would sum up to without a change, and the length of
/// that part.
fn largest_sum(ranks: &[usize]) -> (u64, usize) {
    let (mut sum, mut largest, mut at) = (0_i64, 0, 0);
    for (index, rank) in ranks.iter().enumerate() {
        // With ranks doubled, each is n + 1 on average.
        sum += *rank as i64 - (ranks.len() as i64 + 1);
        if sum.unsigned_abs() > largest {
            (largest, at) = (sum.unsigned_abs(), index + 1);
        }
    }
    (largest, at)
}

/// How often values without a change, in any order, come to such a sum: by trying orders where there are few values, by
/// Pettitt's formula, which asks too much of few, where there are many.
fn chance_of(largest: u64, ranks: &mut [usize]) -> f64 {
    const MANY: usize = 60;
    const TRIES: u32 = 2000;
    let n = ranks.len() as f64;
    if ranks.len() > MANY {
        return 2.0 * (-6.0 * (largest as f64).powi(2) / (n.powi(3) + n.powi(2))).exp();
    }
    let mut random = Random::seeded(largest);
    let mut as_large = 0_u32;
    for _ in 0..TRIES {
        for last in (1..ranks.len()).rev() {
            ranks.swap(last, random.below(last as u64 + 1) as usize);
        }
        as_large += u32::from(largest_sum(ranks).0 >= largest);
    }
    f64::from(as_large + 1) / f64::from(TRIES + 1)
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
        for length in [12, 80] {
            let mut noise = || (0..length).map(|_| random.unit()).collect::<Vec<_>>();
            let found = (0..300).filter(|_| change_point(&noise()).is_some());
            assert!(found.count() <= 8, "one in a hundred by chance");
        }
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
