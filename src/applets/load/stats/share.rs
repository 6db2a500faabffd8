//! How well a share is known from a count.

use super::order::Z95;

/// The 95 % interval of a share of which `hits` were seen in `count` (Wilson, 1927). Unlike `p ± z·√(p(1−p)/n)` it has a
/// width when nothing was hit: none of 10 may still be a quarter. Everything is possible of nothing seen.
///
/// Counts are `f64` because some are interpolated from buckets.
///
/// ```
/// use toolbox::applets::load::stats::wilson;
/// let (low, high) = wilson(0.0, 10.0);
/// assert!(low.abs() < 1e-12 && (high - 0.2775).abs() < 1e-4);
/// let (low, high) = wilson(5.0, 10.0);
/// assert!((low - 0.2366).abs() < 1e-4 && (high - 0.7634).abs() < 1e-4);
/// ```
#[must_use]
pub fn wilson(hits: f64, count: f64) -> (f64, f64) {
    if count <= 0.0 {
        return (0.0, 1.0);
    }
    let share = hits / count;
    let square = Z95 * Z95 / count;
    let middle = (share + square / 2.0) / (1.0 + square);
    let reach = (square * share * (1.0 - share) + square * square / 4.0).sqrt() / (1.0 + square);
    ((middle - reach).max(0.0), (middle + reach).min(1.0))
}
