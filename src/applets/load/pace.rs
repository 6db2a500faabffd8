//! When requests are meant to start: a schedule, computed without a clock.
//!
//! A closed loop has none: a user sends when its last reply has come. An open loop has one that does not care how the
//! server feels, so that waiting is measured and not hidden (coordinated omission).
//!
//! One formula serves every open shape. The rate over time is a piecewise linear curve; `N(t)`, the area under it, is
//! the number of arrivals due by `t`. Arrival `k` is due where `N(t) = k` (constant), or where `N(t)` equals a sum of
//! exponential steps of mean 1 (Poisson: a rate-one process seen through the clock `N`).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::kit::random::Random;

/// How requests start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase")]
pub enum Pace {
    /// Each user sends its next request when its last one has ended.
    Closed,
    /// Requests start by schedule.
    Open {
        /// How arrivals spread around the curve.
        arrivals: Arrivals,
        /// The rate over time.
        curve: Curve,
    },
}

/// How arrivals spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arrivals {
    /// Evenly spaced.
    #[default]
    Constant,
    /// As independent clients would: exponential gaps.
    Poisson,
}

/// One stretch of a rate curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// How long it lasts; zero is a jump.
    pub duration: Duration,
    /// Requests per second at its end, reached in a straight line.
    pub rate: f64,
}

/// Requests per second over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Rate at time 0, requests per second.
    pub start: f64,
    /// What follows; after the last stage its rate stays.
    pub stages: Vec<Stage>,
}

impl Curve {
    /// The same rate for ever.
    #[must_use]
    pub fn constant(rate: f64) -> Self {
        Self { start: rate, stages: Vec::new() }
    }

    /// How long the stages last together; zero for a constant rate.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.stages.iter().map(|stage| stage.duration).sum()
    }

    /// The rate at `seconds`.
    #[must_use]
    pub fn rate_at(&self, seconds: f64) -> f64 {
        let (mut from, mut begin) = (self.start, 0.0);
        for stage in &self.stages {
            let length = stage.duration.as_secs_f64();
            if seconds < begin + length {
                return from + (stage.rate - from) * (seconds - begin) / length;
            }
            begin += length;
            from = stage.rate;
        }
        from
    }

    /// Arrivals due by `seconds`: the area under the curve.
    #[must_use]
    pub fn due_by(&self, seconds: f64) -> f64 {
        let (mut from, mut begin, mut area) = (self.start, 0.0, 0.0);
        for stage in &self.stages {
            let length = stage.duration.as_secs_f64();
            if seconds < begin + length {
                let rate = from + (stage.rate - from) * (seconds - begin) / length;
                return area + f64::midpoint(from, rate) * (seconds - begin);
            }
            area += f64::midpoint(from, stage.rate) * length;
            begin += length;
            from = stage.rate;
        }
        area + from * (seconds - begin)
    }
}

/// Where on the curve the schedule stands: the stages already behind, summed up.
#[derive(Debug, Clone, Copy)]
struct Position {
    next: usize,
    begin: f64,
    area: f64,
    rate: f64,
}

/// What falls to one thread: as large a share of everything as it has of the connections.
///
/// Connections are dealt to the threads in turn, and arrivals to the connections in turn; so the threads together are
/// evenly spaced, and no arrival falls to two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deal {
    thread: u64,
    threads: u64,
    connections: u64,
}

impl Deal {
    /// The share of `thread` (from 0) of `threads`, of which there are no more than `connections`.
    ///
    /// ```
    /// use toolbox::applets::load::pace::Deal;
    /// let (first, second) = (Deal::new(0, 2, 3), Deal::new(1, 2, 3));
    /// assert_eq!((first.connections(), second.connections()), (2, 1));
    /// assert_eq!((first.of(100), second.of(100)), (67, 33));
    /// assert_eq!([0, 1, 2, 3].map(|own| first.number(own)), [0, 2, 3, 5]);
    /// assert_eq!([0, 1].map(|own| second.number(own)), [1, 4]);
    /// ```
    #[must_use]
    pub const fn new(thread: usize, threads: usize, connections: usize) -> Self {
        Self { thread: thread as u64, threads: threads as u64, connections: connections as u64 }
    }

    /// How many connections the thread has.
    #[must_use]
    pub const fn connections(self) -> u64 {
        self.below(self.connections)
    }

    /// How many of the first `whole` fall to the thread.
    #[must_use]
    pub const fn of(self, whole: u64) -> u64 {
        whole / self.connections * self.connections() + self.below(whole % self.connections)
    }

    /// The number among all of the thread's own number `own`, both from 0.
    #[must_use]
    pub const fn number(self, own: u64) -> u64 {
        let mine = self.connections();
        own / mine * self.connections + own % mine * self.threads + self.thread
    }

    /// How many of the connections below `connection` are the thread's.
    const fn below(self, connection: u64) -> u64 {
        (connection + self.threads - 1 - self.thread) / self.threads
    }
}

/// The arrivals of one thread: those of the whole schedule that its [`Deal`] gives it. Every thread draws the same
/// random arrivals, so the whole does not depend on how many threads there are.
#[derive(Debug, Clone)]
pub struct Schedule {
    curve: Curve,
    position: Position,
    deal: Deal,
    /// Arrivals taken.
    own: u64,
    /// The next arrival among those of all threads.
    number: u64,
    /// `N(t)` of the next arrival.
    area: f64,
    /// What one arrival adds to `area`: 1, less when the rate was turned up.
    step: f64,
    arrivals: Arrivals,
    random: Random,
    /// Seconds by which pauses have moved the schedule.
    shift: f64,
}

impl Schedule {
    /// The part of the schedule that `deal` gives to a thread; `seed` makes Poisson arrivals repeatable.
    #[must_use]
    pub fn new(curve: Curve, arrivals: Arrivals, deal: Deal, seed: u64) -> Self {
        let position = Position { next: 0, begin: 0.0, area: 0.0, rate: curve.start };
        let number = deal.number(0);
        let random = Random::seeded(seed);
        let mut schedule =
            Self { curve, position, deal, own: 0, number, area: 0.0, step: 1.0, arrivals, random, shift: 0.0 };
        // The first of constant arrivals is due at once, the first of random ones after a gap.
        schedule.pass(number + u64::from(arrivals == Arrivals::Poisson));
        schedule
    }

    /// Multiplies the rate from here on; 1 is the plan's.
    pub fn scale(&mut self, factor: f64) {
        self.step = 1.0 / factor.max(1e-6);
    }

    /// Moves everything not yet due by `pause`: time in which nobody was meant to send.
    pub fn postpone(&mut self, pause: Duration) {
        self.shift += pause.as_secs_f64();
    }

    /// When the next arrival is due, nanoseconds from the start; `None` when the curve has come to rest at zero.
    pub fn peek(&mut self) -> Option<u64> {
        loop {
            let Position { next, begin, area, rate } = self.position;
            let wanted = self.area - area;
            let Some(stage) = self.curve.stages.get(next) else {
                return (rate > 0.0).then(|| self.nanos(begin + wanted / rate));
            };
            let length = stage.duration.as_secs_f64();
            let stage_area = f64::midpoint(rate, stage.rate) * length;
            if wanted < stage_area {
                return Some(self.nanos(begin + time_in_stage(wanted, rate, stage.rate, length)));
            }
            self.position =
                Position { next: next + 1, begin: begin + length, area: area + stage_area, rate: stage.rate };
        }
    }

    /// Takes the arrival that [`peek`](Self::peek) told of.
    pub fn advance(&mut self) {
        self.own += 1;
        let next = self.deal.number(self.own);
        self.pass(next - self.number);
        self.number = next;
    }

    /// Moves on by `count` arrivals of all threads; one by one where they are random, so that every thread comes to the
    /// same sums.
    fn pass(&mut self, count: u64) {
        match self.arrivals {
            Arrivals::Constant => self.area += self.step * count as f64,
            Arrivals::Poisson => (0..count).for_each(|_| self.area += self.step * self.random.exponential()),
        }
    }

    fn nanos(&self, seconds: f64) -> u64 {
        ((seconds + self.shift) * 1e9) as u64
    }
}

/// Where in a stage of `length` seconds, its rate going from `from` to `to`, the area `wanted` is reached: the smaller
/// root of `from·t + (to−from)/(2·length)·t² = wanted`, in the form that does not cancel.
fn time_in_stage(wanted: f64, from: f64, to: f64, length: f64) -> f64 {
    let slope = (to - from) / length;
    let root = (from * from + 2.0 * slope * wanted).max(0.0).sqrt();
    if from + root == 0.0 { 0.0 } else { 2.0 * wanted / (from + root) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(schedule: &mut Schedule, until_seconds: f64) -> Vec<u64> {
        let mut times = Vec::new();
        while let Some(due) = schedule.peek().filter(|&due| (due as f64) < until_seconds * 1e9) {
            times.push(due);
            schedule.advance();
        }
        times
    }

    #[test]
    fn a_constant_rate_is_evenly_spaced_and_threads_interleave() {
        for connections in [3, 4, 5, 64] {
            let part =
                |index| Schedule::new(Curve::constant(100.0), Arrivals::Constant, Deal::new(index, 3, connections), 1);
            let mut all: Vec<u64> = (0..3).flat_map(|index| times(&mut part(index), 1.0)).collect();
            all.sort_unstable();
            assert_eq!(all.len(), 100, "{connections}");
            for (index, due) in all.iter().enumerate() {
                assert!(due.abs_diff(index as u64 * 10_000_000) <= 1, "{connections}, {index}: {due}");
            }
        }
    }

    #[test]
    fn a_thread_gets_as_much_as_it_has_connections() {
        for (threads, connections) in [(1, 1), (2, 3), (3, 7), (4, 64), (5, 5)] {
            let deals = || (0..threads).map(|thread| Deal::new(thread, threads, connections));
            assert_eq!(deals().map(Deal::connections).sum::<u64>(), connections as u64);
            for whole in [0, 1, 2, 99, 1000] {
                assert_eq!(deals().map(|deal| deal.of(whole)).sum::<u64>(), whole, "{threads} {connections}");
                // What a thread may begin is what it numbers below the whole, so together they leave no number out.
                let mut numbers: Vec<u64> =
                    deals().flat_map(|deal| (0..deal.of(whole)).map(move |own| deal.number(own))).collect();
                numbers.sort_unstable();
                assert_eq!(numbers, (0..whole).collect::<Vec<_>>(), "{threads} {connections}");
            }
        }
        let rate = |thread| {
            times(&mut Schedule::new(Curve::constant(300.0), Arrivals::Constant, Deal::new(thread, 2, 3), 1), 1.0).len()
        };
        assert_eq!((rate(0), rate(1)), (200, 100));
    }

    #[test]
    fn stages_ramp_in_a_straight_line() {
        let stages = vec![
            Stage { duration: Duration::from_secs(10), rate: 100.0 },
            Stage { duration: Duration::from_secs(10), rate: 100.0 },
            Stage { duration: Duration::ZERO, rate: 10.0 },
            Stage { duration: Duration::from_secs(10), rate: 0.0 },
        ];
        let curve = Curve { start: 0.0, stages };
        assert_eq!(curve.duration(), Duration::from_secs(30));
        assert!((curve.rate_at(5.0) - 50.0).abs() < 1e-9);
        let all = times(&mut Schedule::new(curve.clone(), Arrivals::Constant, Deal::new(0, 1, 1), 1), 100.0);
        let within = |from: u64, to: u64| {
            all.iter().filter(|&&due| due >= from * 1_000_000_000 && due < to * 1_000_000_000).count()
        };
        assert!(within(0, 10).abs_diff(500) <= 1);
        assert!(within(10, 20).abs_diff(1000) <= 1);
        assert!(within(20, 30).abs_diff(50) <= 1);
        assert_eq!(within(30, 100), 0, "a curve at rest sends nothing");
        assert!((curve.due_by(30.0) - 1550.0).abs() < 1e-9);
        assert!(all.is_sorted());
    }

    #[test]
    fn poisson_arrivals_have_the_mean_and_the_spread_of_their_name() {
        let part = |thread, threads| {
            times(
                &mut Schedule::new(Curve::constant(500.0), Arrivals::Poisson, Deal::new(thread, threads, 3), 7),
                100.0,
            )
        };
        let all = part(0, 1);
        let mean = 100.0 / all.len() as f64;
        assert!((mean - 0.002).abs() < 0.00002, "{mean}");
        let mut parts = [part(0, 2), part(1, 2)].concat();
        parts.sort_unstable();
        assert_eq!(parts, all, "however many threads there are");
        let gaps: Vec<f64> = all.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / 1e9).collect();
        let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
        assert!((variance.sqrt() / mean - 1.0).abs() < 0.02, "coefficient of variation is 1");
    }

    #[test]
    fn a_pause_moves_what_is_not_yet_due_and_a_factor_changes_the_gaps() {
        let mut schedule = Schedule::new(Curve::constant(10.0), Arrivals::Constant, Deal::new(0, 1, 1), 1);
        schedule.advance();
        schedule.postpone(Duration::from_secs(5));
        assert_eq!(schedule.peek(), Some(5_100_000_000));
        schedule.scale(2.0);
        schedule.advance();
        assert_eq!(schedule.peek(), Some(5_150_000_000));
    }
}
