//! How well the knee is known from the rates that were tried.
//!
//! Near a knee a step holds or breaks by luck, and how near is near differs from server to server. So the chance that a
//! rate holds is taken to fall along a logistic curve over the logarithm of the rate, one half at the knee, of a width
//! that nobody knows; and any step may have been disturbed. What the steps leave open about the knee, whatever the width
//! (Bayes, all places and all orders of width equally likely beforehand), is the interval. In simulated searches it
//! holds the knee about nine times in ten or more for widths of up to 3 %; the test below asks that of it.

/// Widths of the knee that are thought possible, as shares of the rate: from as good as sharp to a tenth.
const WIDTHS: [f64; 8] = [0.002, 0.0036, 0.0063, 0.011, 0.02, 0.036, 0.063, 0.11];

/// Steps that are disturbed and come out either way.
const DISTURBED: f64 = 0.02;

/// Places between half and twice the rates in question: one every thousandth.
const PLACES: u32 = 1600;

/// The 95 % interval of the knee, which lies about `low` to `high`; `trials` are rates and whether they held.
pub(super) fn interval(trials: &[(f64, bool)], low: f64, high: f64) -> (f64, f64) {
    const OUTSIDE: f64 = 0.025;
    let (first, last) = ((low / 2.0).ln(), (high * 2.0).ln());
    let place = |index: u32| first + (last - first) * f64::from(index) / f64::from(PLACES);
    let weights: Vec<f64> =
        (0..=PLACES).map(|index| WIDTHS.iter().map(|width| likelihood(trials, place(index), *width)).sum()).collect();
    let total: f64 = weights.iter().sum();
    let mut seen = 0.0;
    let (mut from, mut to) = (0, PLACES);
    for (index, weight) in (0..).zip(&weights) {
        if seen < OUTSIDE * total {
            from = index;
        }
        if seen < (1.0 - OUTSIDE) * total {
            to = index;
        }
        seen += weight;
    }
    // What held best and broke first are part of it in any case.
    (place(from).exp().min(low), place(to).exp().max(high))
}

/// How likely the trials are with the knee at the logarithm `knee`.
fn likelihood(trials: &[(f64, bool)], knee: f64, width: f64) -> f64 {
    let chance = |&(rate, held): &(f64, bool)| {
        let distance = (knee - rate.ln()) / width;
        let holds = 1.0 / (1.0 + (-distance).exp());
        DISTURBED / 2.0 + (1.0 - DISTURBED) * if held { holds } else { 1.0 - holds }
    };
    trials.iter().map(chance).product()
}

#[cfg(test)]
mod tests {
    use super::super::search::{Knee, Next, Search};
    use super::*;
    use crate::kit::random::Random;

    #[test]
    fn the_interval_holds_the_knee_about_as_often_as_it_says() {
        let mut random = Random::seeded(11);
        for (width, least) in [(0.001, 58), (0.012, 56), (0.03, 53)] {
            let covered = (0..60).filter(|&seed| {
                let truth = 4000.0 + 2000.0 * random.unit();
                let mut search = Search::new(1000.0, (1.0, None), 0.02, seed);
                while let Next::Try(rate, _) = search.next() {
                    search.note(rate, random.unit() < 1.0 / (1.0 + (rate / truth).powf(1.0 / width)));
                }
                let (low, high) = search.interval();
                let Knee { low: held, high: broke } = search.knee();
                assert!(low <= held && broke <= high && high / low < 1.5, "{low} {held} {broke} {high}");
                low <= truth && truth <= high
            });
            let covered = covered.count();
            assert!(covered >= least, "{covered} of 60 at a width of {width}");
        }
    }

    #[test]
    fn more_steps_that_agree_narrow_it() {
        let few = [(500.0, true), (1000.0, true), (2000.0, false), (1020.0, false)];
        let many =
            [&few[..], &[(990.0, true), (1000.0, true), (1030.0, false), (950.0, true), (1070.0, false)]].concat();
        let width = |trials: &[(f64, bool)]| {
            let (low, high) = interval(trials, 1000.0, 1020.0);
            high / low
        };
        assert!(width(&many) < width(&few) && width(&many) < 1.15, "{} {}", width(&many), width(&few));
    }
}
