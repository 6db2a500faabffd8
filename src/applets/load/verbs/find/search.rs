//! Which rate to try next, and where the knee lies.
//!
//! A pure search over what was tried: double until something breaks, bisect until the knee is known to the precision
//! asked for, then try around it again in random order. Steps near the knee are a matter of luck, and a busy neighbour
//! can break any step once, so no single step decides: the knee lies where the fewest steps contradict it. When steps
//! around the knee contradict what was found, the gap opens and the search goes on. How well the knee is known in the
//! end is another question: see [`interval`](super::interval).

use serde::{Deserialize, Serialize};

use super::interval::interval;
use crate::kit::random::Random;

/// Rates are raised by this factor until something breaks.
const CLIMB: f64 = 2.0;

/// Rates are lowered by this factor until something holds; far, because what breaks at once may break for long.
const DESCEND: f64 = 4.0;

/// How far beside the knee steps are tried again: far enough to tell a sharp knee from a soft one.
const BESIDE: f64 = 1.05;

/// How often the neighbourhood of the knee may be tried again, when trying it again moved the knee.
const ROUNDS_OF_CONFIRMATION: usize = 3;

/// Steps after which the search takes what it has: no honest search needs half as many.
const MOST_TRIALS: usize = 60;

/// Why a rate is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing broke yet.
    Climb,
    /// Nothing held yet.
    Descend,
    /// Between one that held and one that broke.
    Bisect,
    /// Once more around the knee.
    Confirm,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Next {
    /// Play this rate.
    Try(f64, Phase),
    /// The knee is known.
    Found,
    /// The highest rate allowed holds.
    Ceiling,
    /// Not even the lowest rate holds.
    Hopeless,
}

/// Where the knee lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Knee {
    /// The highest rate known to hold; 0 when none is.
    pub(super) low: f64,
    /// The lowest rate known to break; infinite when none is.
    pub(super) high: f64,
}

/// A search under way.
#[derive(Debug)]
pub(super) struct Search {
    /// Rate, and whether it held.
    trials: Vec<(f64, bool)>,
    start: f64,
    floor: f64,
    ceiling: f64,
    /// Relative width of the interval to reach.
    precision: f64,
    /// Rates still to be tried again.
    agenda: Vec<f64>,
    confirmations: usize,
    random: Random,
}

impl Search {
    /// A search that starts at `start` and stays between `floor` and `ceiling`.
    pub(super) fn new(start: f64, (floor, ceiling): (f64, Option<f64>), precision: f64, seed: u64) -> Self {
        let ceiling = ceiling.unwrap_or(f64::INFINITY);
        let start = start.max(floor).min(ceiling);
        Self {
            trials: Vec::new(),
            start,
            floor,
            ceiling,
            precision,
            agenda: Vec::new(),
            confirmations: 0,
            random: Random::seeded(seed),
        }
    }

    /// Writes down how a rate did.
    pub(super) fn note(&mut self, rate: f64, held: bool) {
        self.trials.push((rate, held));
    }

    /// Where the knee lies as far as is known.
    pub(super) fn knee(&self) -> Knee {
        let mut rates: Vec<f64> = self.trials.iter().map(|trial| trial.0).collect();
        rates.sort_by(f64::total_cmp);
        rates.dedup();
        // The places a knee can be in: below all rates, between two neighbours, above all.
        let places = (0..=rates.len()).map(|place| {
            let low = if place == 0 { 0.0 } else { rates[place - 1] };
            let high = rates.get(place).copied().unwrap_or(f64::INFINITY);
            let contradicts = |&&(rate, held): &&(f64, bool)| if held { rate >= high } else { rate <= low };
            (self.trials.iter().filter(contradicts).count(), low, high)
        });
        let places: Vec<(usize, f64, f64)> = places.collect();
        let fewest = places.iter().map(|place| place.0).min().unwrap_or(0);
        let mut likely = places.iter().filter(|place| place.0 == fewest);
        let first = likely.next().map_or((0.0, f64::INFINITY), |place| (place.1, place.2));
        Knee { low: first.0, high: likely.next_back().map_or(first.1, |place| place.2) }
    }

    /// The 95 % interval of the knee.
    pub(super) fn interval(&self) -> (f64, f64) {
        let Knee { low, high } = self.knee();
        if low <= 0.0 || high.is_infinite() { (low, high) } else { interval(&self.trials, low, high) }
    }

    /// What to do next.
    pub(super) fn next(&mut self) -> Next {
        let Knee { low, high } = self.knee();
        if self.trials.is_empty() {
            return Next::Try(self.start, Phase::Climb);
        }
        if self.trials.len() >= MOST_TRIALS {
            return if low > 0.0 { Next::Found } else { Next::Hopeless };
        }
        if high.is_infinite() {
            let rate = (low.max(self.floor) * CLIMB).min(self.ceiling);
            return if low >= self.ceiling { Next::Ceiling } else { Next::Try(rate, Phase::Climb) };
        }
        if low <= 0.0 {
            return if high <= self.floor {
                Next::Hopeless
            } else {
                Next::Try((high / DESCEND).max(self.floor), Phase::Descend)
            };
        }
        if high / low > 1.0 + self.precision {
            self.agenda.clear();
            return Next::Try((low * high).sqrt(), Phase::Bisect);
        }
        self.confirm(low, high)
    }

    /// The next of five steps at and around the knee, in random order.
    fn confirm(&mut self, low: f64, high: f64) -> Next {
        if self.agenda.is_empty() {
            let settled = self.confirmations > 0 && self.is_settled(low, high);
            if settled || self.confirmations == ROUNDS_OF_CONFIRMATION {
                return Next::Found;
            }
            self.confirmations += 1;
            self.agenda = vec![low / BESIDE, low, (low * high).sqrt(), high, high * BESIDE];
            self.agenda.retain(|rate| (self.floor..=self.ceiling).contains(rate));
        }
        let pick = self.random.below(self.agenda.len() as u64) as usize;
        Next::Try(self.agenda.swap_remove(pick), Phase::Confirm)
    }

    /// Whether both sides of the knee were seen more than once.
    fn is_settled(&self, low: f64, high: f64) -> bool {
        let near = self.precision * 1.5;
        let held =
            self.trials.iter().filter(|(rate, held)| *held && *rate <= low && *rate >= low / (1.0 + near)).count();
        let broke =
            self.trials.iter().filter(|(rate, held)| !*held && *rate >= high && *rate <= high * (1.0 + near)).count();
        held >= 2 && broke >= 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a search against a server; how it ended, where, and after how many steps.
    fn run(mut search: Search, mut holds: impl FnMut(f64) -> bool) -> (Next, Knee, usize) {
        loop {
            match search.next() {
                Next::Try(rate, _) => search.note(rate, holds(rate)),
                end => return (end, search.knee(), search.trials.len()),
            }
        }
    }

    #[test]
    fn a_sharp_knee_is_found_to_the_precision() {
        for capacity in [12.0, 2000.0, 2500.0, 40_001.0] {
            for start in [10.0, 1000.0, 30_000.0] {
                let (end, knee, steps) = run(Search::new(start, (1.0, None), 0.02, 1), |rate| rate <= capacity);
                assert_eq!(end, Next::Found, "{capacity} from {start}");
                assert!(knee.low <= capacity && knee.high > capacity && knee.high / knee.low <= 1.02, "{knee:?}");
                assert!(steps < 25, "{steps} steps for {capacity} from {start}");
            }
        }
    }

    #[test]
    fn the_steps_around_the_knee_come_in_random_order() {
        let order = |seed| {
            let mut search = Search::new(1000.0, (1.0, None), 0.02, seed);
            let mut confirmed = Vec::new();
            loop {
                match search.next() {
                    Next::Try(rate, phase) => {
                        if phase == Phase::Confirm {
                            confirmed.push(rate);
                        }
                        search.note(rate, rate <= 2000.0);
                    }
                    _ => return confirmed,
                }
            }
        };
        assert!(
            (0..20).any(|seed| order(seed)[0] < order(seed)[1]) && (0..20).any(|seed| order(seed)[0] > order(seed)[1])
        );
        assert!((0..20).all(|seed| order(seed).len() >= 3));
    }

    #[test]
    fn one_bad_step_does_not_mislead() {
        for bad in 0..14 {
            let mut step = 0;
            let (end, knee, _) = run(Search::new(500.0, (1.0, None), 0.02, 3), |rate| {
                step += 1;
                (rate <= 2000.0) != (step - 1 == bad)
            });
            assert_eq!(end, Next::Found, "step {bad} was disturbed");
            // Beside the knee a single step may move it by about the precision, not further.
            assert!(knee.low > 1950.0 && knee.high < 2050.0, "step {bad}: {knee:?}");
        }
    }

    #[test]
    fn a_soft_knee_is_found_about_where_steps_break_as_often_as_they_hold() {
        let mut random = Random::seeded(5);
        let mut lows = Vec::new();
        for seed in 0..50 {
            let (end, knee, steps) = run(Search::new(1000.0, (1.0, None), 0.02, seed), |rate| {
                let chance = 1.0 / (1.0 + ((rate - 5000.0) / 60.0).exp());
                random.unit() < chance
            });
            assert_eq!(end, Next::Found);
            assert!(steps <= MOST_TRIALS);
            lows.push(knee.low);
        }
        let near = lows.iter().filter(|low| (4750.0..=5250.0).contains(*low)).count();
        assert!(near >= 48, "{lows:?}");
    }

    #[test]
    fn limits_are_kept() {
        let (end, knee, _) = run(Search::new(1000.0, (1.0, Some(3000.0)), 0.02, 1), |rate| {
            assert!(rate <= 3000.0);
            true
        });
        assert_eq!((end, knee.low), (Next::Ceiling, 3000.0));
        let (end, knee, steps) = run(Search::new(1000.0, (1.0, None), 0.02, 1), |_| false);
        assert_eq!((end, knee), (Next::Hopeless, Knee { low: 0.0, high: 1.0 }));
        assert!(steps < 10);
    }
}
