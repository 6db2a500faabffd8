//! By how much B lies beside A, and whether that can be chance: permutation tests on ranks (Wilcoxon, Biometrics
//! Bulletin 1945), the estimate that belongs to them (Hodges and Lehmann, 1963), and equivalence by two one-sided tests
//! (Schuirmann, 1987).
//!
//! Ranks instead of means, because one round disturbed by a neighbour is then one bad rank and not half the result.
//! Shifts are differences: give logarithms to speak of ratios.

use super::rank::{choices_at_least, doubled_ranks, signs_at_least};
use super::{bootstrap, median, student};
use crate::kit::random::Random;

/// Pairs up to which the distribution of rank sums is built exactly; 200 pairs are 8 million additions.
const EXACT_PAIRS: usize = 200;

/// The same for two independent samples together; 80 values are 10 million additions.
const EXACT_TOGETHER: usize = 80;

/// Random permutations beyond that: chances are then known to a thousandth or better.
const DRAWS: u32 = 20_000;

/// Any seed will do, as long as the same measurements give the same verdict.
const SEED: u64 = 0x5eed;

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub enum Samples<'a> {
    /// B minus A, of rounds in which both were measured side by side.
    Paired(&'a [f64]),
    /// Measured apart.
    Apart {
        /// The values of A.
        a: &'a [f64],
        /// The values of B.
        b: &'a [f64],
    },
}

/// How far the means are apart, and how well that is known.
struct Scatter {
    distance: f64,
    /// Standard error of the distance.
    error: f64,
    /// Degrees of freedom with which it was estimated.
    freedom: f64,
}

impl Samples<'_> {
    /// The Hodges–Lehmann estimate of the shift from A to B: the median of the means of all pairs of differences, or
    /// of all differences between the samples. 0 of nothing.
    #[must_use]
    pub fn shift(self) -> f64 {
        match self {
            Self::Paired(differences) => paired_shift(differences),
            Self::Apart { a, b } => apart_shift(a, b),
        }
    }

    /// A bootstrap interval of [`shift`](Self::shift) that covers it with probability `level` (0 to 1).
    #[must_use]
    pub fn interval(self, level: f64) -> (f64, f64) {
        match self {
            Self::Paired(differences) => bootstrap::interval(differences, level, SEED, paired_shift),
            Self::Apart { a, b } => bootstrap::of(level, SEED, |random| {
                apart_shift(&bootstrap::resample(a, random), &bootstrap::resample(b, random))
            }),
        }
    }

    /// How likely a difference at least as clear as this one is when there is none (two-sided).
    #[must_use]
    pub fn p_differs(self) -> f64 {
        (2.0 * self.p_above(0.0).min(self.p_below(0.0))).min(1.0)
    }

    /// The smallest value that [`p_differs`](Self::p_differs) can have with so many values, however they differ.
    #[must_use]
    pub fn least_p(self) -> f64 {
        let patterns = match self {
            Self::Paired(differences) => 2_f64.powi(differences.len() as i32),
            Self::Apart { a, b } => (1..=b.len()).map(|taken| (a.len() + taken) as f64 / taken as f64).product::<f64>(),
        };
        (2.0 / patterns).min(1.0)
    }

    /// The same question as [`p_differs`](Self::p_differs) of values too few for ranks to answer: where those of one side
    /// all lie beyond those of the other, by Student's t-test (Welch's for samples measured apart); 1 everywhere else.
    #[must_use]
    pub fn p_overwhelming(self) -> f64 {
        /// With two values their scatter is known from a single difference.
        const FEWEST: usize = 3;
        if self.size() < FEWEST || !self.is_parted() {
            return 1.0;
        }
        let Scatter { distance, error, freedom } = self.scatter();
        // Values that do not scatter at all are as good as those that hardly do.
        let t = distance.abs() / error.max(f64::MIN_POSITIVE);
        (2.0 * student::above(t.min(1e9), freedom)).min(1.0)
    }

    /// Student's interval of the difference of the means (Welch's for samples measured apart), of at least two values.
    #[must_use]
    pub fn t_interval(self, level: f64) -> (f64, f64) {
        let Scatter { distance, error, freedom } = self.scatter();
        let reach = error * student::quantile((1.0 - level) / 2.0, freedom);
        (distance - reach, distance + reach)
    }

    fn scatter(self) -> Scatter {
        match self {
            Self::Paired(differences) => {
                let (mean, variance) = student::moments(differences);
                let count = differences.len() as f64;
                Scatter { distance: mean, error: (variance / count).sqrt(), freedom: count - 1.0 }
            }
            Self::Apart { a, b } => {
                let ((mean_a, variance_a), (mean_b, variance_b)) = (student::moments(a), student::moments(b));
                let (n, m) = (a.len() as f64, b.len() as f64);
                let (part_a, part_b) = (variance_a / n, variance_b / m);
                let whole = part_a + part_b;
                let freedom = whole * whole / (part_a * part_a / (n - 1.0) + part_b * part_b / (m - 1.0));
                let freedom = if freedom.is_finite() { freedom } else { n.min(m) - 1.0 };
                Scatter { distance: mean_b - mean_a, error: whole.sqrt(), freedom }
            }
        }
    }

    /// Whether all differences point one way, or all values of one sample lie beyond all of the other.
    fn is_parted(self) -> bool {
        let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match self {
            Self::Paired(differences) => least(differences) > 0.0 || most(differences) < 0.0,
            Self::Apart { a, b } => least(b) > most(a) || most(b) < least(a),
        }
    }

    /// How likely such values are when B lies no more than `limit` above A; small means it lies higher.
    #[must_use]
    pub fn p_above(self, limit: f64) -> f64 {
        match self {
            Self::Paired(differences) => {
                let beyond: Vec<f64> = differences.iter().map(|difference| difference - limit).collect();
                signed_rank(&beyond)
            }
            Self::Apart { a, b } => {
                let beyond: Vec<f64> = b.iter().map(|value| value - limit).collect();
                rank_sum(a, &beyond)
            }
        }
    }

    /// How likely such values are when B lies no more than `limit` below A (`limit` is negative then); small means it
    /// lies lower.
    #[must_use]
    pub fn p_below(self, limit: f64) -> f64 {
        match self {
            Self::Paired(differences) => {
                let beyond: Vec<f64> = differences.iter().map(|difference| limit - difference).collect();
                signed_rank(&beyond)
            }
            Self::Apart { a, b } => {
                let beyond: Vec<f64> = b.iter().map(|value| value - limit).collect();
                rank_sum(&beyond, a)
            }
        }
    }

    /// How likely such values are when B lies at least `margin` away from A; small means they are equivalent.
    #[must_use]
    pub fn p_within(self, margin: f64) -> f64 {
        self.p_above(-margin).max(self.p_below(margin))
    }

    /// How many values support the comparison: pairs, or those of the smaller sample.
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            Self::Paired(differences) => differences.len(),
            Self::Apart { a, b } => a.len().min(b.len()),
        }
    }
}

fn paired_shift(differences: &[f64]) -> f64 {
    let mut means = Vec::with_capacity(differences.len() * (differences.len() + 1) / 2);
    for (index, a) in differences.iter().enumerate() {
        means.extend(differences[index..].iter().map(|b| f64::midpoint(*a, *b)));
    }
    median(&means)
}

fn apart_shift(a: &[f64], b: &[f64]) -> f64 {
    let differences: Vec<f64> = a.iter().flat_map(|a| b.iter().map(move |b| b - a)).collect();
    median(&differences)
}

/// The chance that the positive differences rank as high as they do. Zeros keep their ranks and take no side (Pratt).
fn signed_rank(differences: &[f64]) -> f64 {
    let sizes: Vec<f64> = differences.iter().map(|difference| difference.abs()).collect();
    let sided: Vec<(usize, bool)> = doubled_ranks(&sizes)
        .into_iter()
        .zip(differences)
        .filter(|(_, difference)| **difference != 0.0)
        .map(|(rank, difference)| (rank, *difference > 0.0))
        .collect();
    let seen: usize = sided.iter().filter(|(_, positive)| *positive).map(|(rank, _)| rank).sum();
    let ranks: Vec<usize> = sided.iter().map(|(rank, _)| *rank).collect();
    if ranks.len() <= EXACT_PAIRS {
        return signs_at_least(&ranks, seen);
    }
    by_chance(|random| ranks.iter().filter(|_| random.next_u64() >> 63 == 1).sum::<usize>() >= seen)
}

/// The chance that the values of `high` rank as high among all as they do.
fn rank_sum(low: &[f64], high: &[f64]) -> f64 {
    if low.is_empty() || high.is_empty() {
        return 1.0;
    }
    let all: Vec<f64> = high.iter().chain(low).copied().collect();
    let mut ranks = doubled_ranks(&all);
    let seen: usize = ranks[..high.len()].iter().sum();
    if ranks.len() <= EXACT_TOGETHER {
        return choices_at_least(&ranks, high.len(), seen);
    }
    by_chance(|random| {
        for place in 0..high.len() {
            let other = place + random.below((ranks.len() - place) as u64) as usize;
            ranks.swap(place, other);
        }
        ranks[..high.len()].iter().sum::<usize>() >= seen
    })
}

/// The share of random permutations that are as extreme; what was seen counts as one of them.
fn by_chance(mut extreme: impl FnMut(&mut Random) -> bool) -> f64 {
    let mut random = Random::seeded(SEED);
    let hits = (0..DRAWS).filter(|_| extreme(&mut random)).count();
    (hits + 1) as f64 / f64::from(DRAWS + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64, by: f64) {
        assert!((value - expected).abs() <= by, "{value} is not {expected} ± {by}");
    }

    /// Depression scale of nine patients before and after (Hollander and Wolfe, table 3.1).
    const DIFFERENCES: [f64; 9] = [-0.952, 0.147, -1.022, -0.430, -0.620, -0.590, -0.490, 0.080, -0.010];

    /// Permeability of membranes at term and earlier (Hollander and Wolfe, table 4.1).
    const AT_TERM: [f64; 10] = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const EARLIER: [f64; 5] = [1.15, 0.88, 0.90, 0.74, 1.21];

    #[test]
    fn the_signed_rank_test_agrees_with_the_textbook() {
        let samples = Samples::Paired(&DIFFERENCES);
        near(samples.p_below(0.0), 0.01953, 1e-5);
        near(samples.p_differs(), 0.03906, 1e-5);
        near(samples.shift(), -0.46, 1e-9);
        let (low, high) = samples.interval(0.95);
        assert!(low < -0.6 && low > -0.9 && high > -0.3 && high < 0.05, "{low} {high}");
    }

    #[test]
    fn the_rank_sum_test_agrees_with_the_textbook() {
        let samples = Samples::Apart { a: &EARLIER, b: &AT_TERM };
        near(samples.p_above(0.0), 0.1272, 5e-5);
        near(samples.p_differs(), 0.2544, 1e-4);
        near(samples.shift(), 0.305, 1e-9);
        assert_eq!(samples.size(), 5);
    }

    #[test]
    fn random_permutations_agree_with_the_exact_chances() {
        // 201 pairs of which the sum of positive ranks lies 1.64 standard errors above its mean.
        let many: Vec<f64> = (0..201).map(|index| f64::from((index * 37) % 201) - 93.0).collect();
        let ranks = doubled_ranks(&many.iter().map(|value| value.abs()).collect::<Vec<_>>());
        let seen = ranks.iter().zip(&many).filter(|(_, value)| **value > 0.0).map(|(rank, _)| rank).sum();
        near(Samples::Paired(&many).p_above(0.0), signs_at_least(&ranks, seen), 0.01);
        let (a, b): (Vec<f64>, Vec<f64>) =
            ((0..45).map(f64::from).collect(), (0..45).map(|v| f64::from(v) + 4.5).collect());
        let exact = choices_at_least_together(&a, &b);
        near(Samples::Apart { a: &a, b: &b }.p_above(0.0), exact, 0.01);
    }

    fn choices_at_least_together(a: &[f64], b: &[f64]) -> f64 {
        let ranks = doubled_ranks(&b.iter().chain(a).copied().collect::<Vec<_>>());
        choices_at_least(&ranks, b.len(), ranks[..b.len()].iter().sum())
    }

    #[test]
    fn few_values_tell_of_overwhelming_differences_only() {
        let twice = [0.69, 0.70, 0.68, 0.71];
        near(Samples::Paired(&twice).least_p(), 0.125, 1e-12);
        near(Samples::Paired(&twice).least_p(), Samples::Paired(&twice).p_differs(), 1e-12);
        assert!(Samples::Paired(&twice).p_overwhelming() < 1e-4);
        near(Samples::Paired(&[0.69, 0.70, -0.01, 0.71]).p_overwhelming(), 1.0, 0.0);
        assert!(
            Samples::Paired(&[0.01, 0.06, 0.02, 0.15]).p_overwhelming() > 0.1,
            "all one way, and yet anything may be"
        );
        near(Samples::Paired(&[0.69, 0.70]).p_overwhelming(), 1.0, 0.0);
        let (low, high) = ([1.0, 1.1, 0.9, 1.05], [1.7, 1.8, 1.75]);
        let apart = Samples::Apart { a: &low, b: &high };
        near(apart.least_p(), 2.0 / 35.0, 1e-12);
        assert!(apart.p_overwhelming() < 0.001 && Samples::Apart { a: &high, b: &low }.p_overwhelming() < 0.001);
        near(Samples::Apart { a: &low, b: &[1.7, 1.0, 1.75] }.p_overwhelming(), 1.0, 0.0);
        assert!(Samples::Paired(&[0.7; 3]).p_overwhelming() < 1e-6, "what does not scatter");
    }

    #[test]
    fn the_interval_of_few_values_reaches_beyond_them() {
        // 0.5 ± 4.3027 · 0.1 / √3, the quantile from the tables.
        let (low, high) = Samples::Paired(&[0.4, 0.5, 0.6]).t_interval(0.95);
        near(low, 0.5 - 0.24841, 1e-4);
        near(high, 0.5 + 0.24841, 1e-4);
    }

    #[test]
    fn a_server_against_itself_is_hardly_ever_overwhelmed() {
        let mut random = Random::seeded(17);
        let mut draw = || (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
        let alarms = (0..20_000).filter(|_| Samples::Paired(&[draw(), draw(), draw(), draw()]).p_overwhelming() < 0.01);
        assert!(alarms.count() <= 240, "one in a hundred");
    }

    #[test]
    fn no_difference_at_all_is_equivalence() {
        let none = [0.0; 8];
        let samples = Samples::Paired(&none);
        near(samples.p_differs(), 1.0, 1e-12);
        near(samples.p_within(0.02), 1.0 / 256.0, 1e-12);
        near(samples.shift(), 0.0, 1e-12);
        let same = Samples::Apart { a: &none, b: &none };
        near(same.p_differs(), 1.0, 1e-12);
        assert!(same.p_within(0.02) < 0.001);
    }

    #[test]
    fn equivalence_needs_both_sides_and_enough_rounds() {
        let small = [0.004, -0.003, 0.006, 0.001, -0.005, 0.002, 0.003, -0.001, 0.000_5, 0.002_5];
        assert!(Samples::Paired(&small).p_within(0.02) < 0.01);
        assert!(Samples::Paired(&small[..3]).p_within(0.02) > 0.1, "three rounds prove nothing");
        let shifted: Vec<f64> = small.iter().map(|value| value + 0.05).collect();
        assert!(Samples::Paired(&shifted).p_within(0.02) > 0.9);
        assert!(Samples::Paired(&shifted).p_above(0.02) < 0.01);
    }

    #[test]
    fn one_wild_round_does_not_decide() {
        let wild = [0.05, 0.051, 0.049, 0.052, 0.048, 0.05, 0.05, 0.051, 0.049, -3.0];
        let samples = Samples::Paired(&wild);
        near(samples.shift(), 0.05, 0.002);
        assert!(samples.p_above(0.0) < 0.06);
    }

    #[test]
    fn nothing_is_nothing() {
        near(Samples::Paired(&[]).p_differs(), 1.0, 0.0);
        near(Samples::Apart { a: &[], b: &[1.0] }.p_differs(), 1.0, 0.0);
        near(Samples::Paired(&[]).shift(), 0.0, 0.0);
    }
}
