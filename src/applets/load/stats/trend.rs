//! Whether a series changes while it is watched.

use super::median;

/// How much the second half of a series lies above (positive) or below its first half, as a share of the first half's
/// median; `None` when the halves may well be the same: fewer than 8 values, a shift of less than a tenth, or a
/// rank-sum statistic within 3 standard deviations of its mean (Mann and Whitney, 1947). Neighbouring seconds are not
/// independent, so the bar is higher than the textbook's 1.96.
#[must_use]
pub fn half_shift(values: &[f64]) -> Option<f64> {
    const LEAST: usize = 8;
    const BAR: f64 = 3.0;
    const SHIFT: f64 = 0.1;
    if values.len() < LEAST {
        return None;
    }
    let (first, second) = values.split_at(values.len() / 2);
    let (n, m) = (first.len() as f64, second.len() as f64);
    let wins: f64 = second.iter().flat_map(|b| first.iter().map(move |a| beats(*b, *a))).sum();
    let spread = (n * m * (n + m + 1.0) / 12.0).sqrt();
    // The largest possible score of tiny halves lies below the bar; complete separation of 4 against 4 is 2.3.
    let bar = BAR.min(n * m / 2.0 / spread);
    let score = (wins - n * m / 2.0) / spread;
    let base = median(first);
    let shift = (median(second) - base) / base;
    (score.abs() >= bar && shift.abs() >= SHIFT).then_some(shift)
}

fn beats(a: f64, b: f64) -> f64 {
    match a.partial_cmp(&b) {
        Some(std::cmp::Ordering::Greater) => 1.0,
        Some(std::cmp::Ordering::Less) => 0.0,
        _ => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_that_differ_tell_by_how_much() {
        let rising: Vec<f64> =
            (0..20).map(|second| if second < 10 { 100.0 } else { 150.0 } + f64::from(second % 3)).collect();
        let shift = half_shift(&rising).unwrap();
        assert!((shift - 0.5).abs() < 0.02, "{shift}");
        let falling: Vec<f64> = rising.iter().rev().copied().collect();
        assert!(half_shift(&falling).unwrap() < -0.3);
    }

    #[test]
    fn small_short_and_chance_changes_are_none() {
        let steady: Vec<f64> = (0..20).map(|second| 100.0 + f64::from(second % 5)).collect();
        assert_eq!(half_shift(&steady), None);
        let slight: Vec<f64> = (0..20).map(|second| if second < 10 { 100.0 } else { 105.0 }).collect();
        assert_eq!(half_shift(&slight), None, "clear, but less than a tenth");
        assert_eq!(half_shift(&[1.0, 1.0, 1.0, 9.0, 9.0, 9.0]), None, "six values are too few");
    }
}
