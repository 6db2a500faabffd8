//! Student's t (1908): what few values tell when they agree closely.
//!
//! Ranks assume nothing, and so can not tell a difference of one part in a hundred from one of a hundred times: of four
//! against four values they never fall below one chance in 35. The t-test takes the size of the difference into account,
//! for the price of assuming that the values scatter about like a bell; where every value of one side lies far beyond
//! every one of the other, hardly anything else can make it small.

/// The chance that a value of Student's distribution with `freedom` degrees lies above `t`.
pub(super) fn above(t: f64, freedom: f64) -> f64 {
    let tail = beta(freedom / (freedom + t * t), freedom / 2.0, 0.5) / 2.0;
    if t > 0.0 { tail } else { 1.0 - tail }
}

/// The value that those of Student's distribution with `freedom` degrees lie above with this chance (0 to 1/2).
pub(super) fn quantile(chance: f64, freedom: f64) -> f64 {
    /// Halvings of the bracket: more than a double can tell apart.
    const HALVINGS: u32 = 200;
    let (mut low, mut high) = (0.0, 1e9);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if above(middle, freedom) > chance { low = middle } else { high = middle }
    }
    low
}

/// Mean and variance (of the sample) of at least two values.
pub(super) fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0))
}

/// The regularised incomplete beta function, by its continued fraction (Lentz; Abramowitz and Stegun, 26.5.8).
fn beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    // The fraction converges where x is small; elsewhere its mirror image does.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta(1.0 - x, b, a);
    }
    let front = (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp() / a;
    front / fraction(x, a, b)
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const STEPS: u32 = 300;
    const TINY: f64 = 1e-300;
    let guarded = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut value, mut above, mut below) = (1.0, 1.0, 0.0);
    for step in 1..=STEPS {
        let half = f64::from(step / 2);
        let (even, place) = (step % 2 == 0, a + 2.0 * half);
        let term = if even {
            half * (b - half) * x / ((place - 1.0) * place)
        } else {
            -(a + half) * (a + b + half) * x / (place * (place + 1.0))
        };
        below = 1.0 / guarded(1.0 + term * below);
        above = guarded(1.0 + term / above);
        value *= above * below;
        if (above * below - 1.0).abs() < 1e-14 {
            break;
        }
    }
    value
}

/// The logarithm of the gamma function of a number above 0, by Stirling's series after a few steps up.
fn log_gamma(x: f64) -> f64 {
    const FAR: f64 = 10.0;
    let (mut x, mut product) = (x, 1.0);
    while x < FAR {
        product *= x;
        x += 1.0;
    }
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_agree_with_the_tables() {
        for (t, freedom, chance) in [
            (1.0, 1.0, 0.25),
            (6.313_75, 1.0, 0.05),
            (2.919_99, 2.0, 0.05),
            (2.131_85, 4.0, 0.05),
            (4.604_09, 4.0, 0.005),
            (1.833_11, 9.0, 0.05),
            (3.249_84, 9.0, 0.005),
            (1.697_26, 30.0, 0.05),
            (-1.697_26, 30.0, 0.95),
            (0.0, 7.0, 0.5),
        ] {
            assert!((above(t, freedom) - chance).abs() < 2e-6, "{t} {freedom}: {}", above(t, freedom));
        }
        assert!(above(70.0, 4.0) < 1.3e-7 && above(70.0, 4.0) > 1e-7);
    }

    #[test]
    fn moments_are_those_of_the_sample() {
        let (mean, variance) = moments(&[1.0, 2.0, 3.0, 6.0]);
        assert!((mean - 3.0).abs() < 1e-12 && (variance - 14.0 / 3.0).abs() < 1e-12);
    }
}
