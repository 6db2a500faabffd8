//! Several questions to one experiment.

/// The chances `p` of several tests, adjusted so that one of them falling below a level by chance is no likelier than
/// that level, whatever they have to do with each other (Holm, 1979). In the order given.
///
/// ```
/// use toolbox::applets::load::stats::holm;
/// let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
/// for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
///     assert!((found - expected).abs() < 1e-12);
/// }
/// ```
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut highest = 0.0_f64;
    for (place, index) in order.into_iter().enumerate() {
        highest = highest.max((p[index] * (p.len() - place) as f64).min(1.0));
        adjusted[index] = highest;
    }
    adjusted
}
