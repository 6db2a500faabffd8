//! Whether requests come out as fast as they go in.
//!
//! A server that is asked for more than it can do falls behind steadily, long before the waiting shows in a percentile:
//! what is outstanding (due and not yet answered) grows by the difference, every second. So a step is looked at many
//! times, and the counts decide; they do not depend on how long a request takes.

/// A step must complete this share of what it asks for.
pub(super) const LEAST_SHARE: f64 = 0.98;

/// Growth of the backlog, as a share of the arrivals, that counts when it is steady.
const STEADY_GROWTH: f64 = 0.005;

/// Fewer missing requests than this can be a matter of when one looks.
const FEWEST_MISSING: f64 = 3.0;

/// Parts of a step that a steady growth has to be seen in: by chance each part lies above the one before it once in 120
/// steps.
const PARTS: usize = 5;

/// One look at a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// Seconds from the start.
    pub(super) at: f64,
    /// Requests that have ended since.
    pub(super) done: f64,
}

/// What went wrong with the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Jam {
    /// Less than [`LEAST_SHARE`] of the rate was completed.
    Short,
    /// The backlog grew all the time.
    Backlog,
}

/// How requests flowed in one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Flow {
    /// Requests completed per second, once the step was under way.
    pub(super) achieved: f64,
    /// By how many requests the backlog grew each second.
    pub(super) growth: f64,
    /// Whether that breaks the step.
    pub(super) jam: Option<Jam>,
    /// For a moment hardly anything was completed at all.
    pub(super) stalled: bool,
}

impl Flow {
    /// Judges the looks at a step of `rate` requests a second. Where arrivals are random, `spread` is the standard
    /// deviation of their number over that of their mean number's root: 1 for Poisson, 0 for constant.
    pub(super) fn of(looks: &[Look], rate: f64, spread: f64) -> Self {
        let steady = Self { achieved: rate, growth: 0.0, jam: None, stalled: stalled(looks, rate) };
        let end = looks.last().map_or(0.0, |look| look.at);
        // The first quarter fills the pipe.
        let looks: Vec<Look> = looks.iter().copied().filter(|look| look.at >= end / 4.0).collect();
        let (Some(first), Some(last)) = (looks.first(), looks.last()) else {
            return steady;
        };
        let window = last.at - first.at;
        if looks.len() < 2 * PARTS || window <= 0.0 {
            return steady;
        }
        let achieved = slope(&looks);
        let growth = rate - achieved;
        let missing = growth * window;
        let arrivals = rate * window;
        let doubt = FEWEST_MISSING.max(3.0 * spread * arrivals.sqrt());
        let jam = match () {
            () if missing < doubt => None,
            () if achieved < LEAST_SHARE * rate => Some(Jam::Short),
            () if missing > STEADY_GROWTH * arrivals && rises(&looks, rate) => Some(Jam::Backlog),
            () => None,
        };
        Self { achieved, growth, jam, ..steady }
    }
}

/// Completions per second: least squares, so that neither end of the step counts for more than the middle.
fn slope(looks: &[Look]) -> f64 {
    let count = looks.len() as f64;
    let mean_at = looks.iter().map(|look| look.at).sum::<f64>() / count;
    let mean_done = looks.iter().map(|look| look.done).sum::<f64>() / count;
    let (mut covariance, mut variance) = (0.0, 0.0);
    for look in looks {
        covariance += (look.at - mean_at) * (look.done - mean_done);
        variance += (look.at - mean_at).powi(2);
    }
    covariance / variance.max(f64::MIN_POSITIVE)
}

/// Whether more was outstanding in each part of the step than in the one before it.
fn rises(looks: &[Look], rate: f64) -> bool {
    let mean =
        |part: &[Look]| part.iter().map(|look| rate * look.at - look.done).sum::<f64>() / part.len().max(1) as f64;
    let parts: Vec<f64> =
        (0..PARTS).map(|part| mean(&looks[part * looks.len() / PARTS..(part + 1) * looks.len() / PARTS])).collect();
    parts.windows(2).all(|pair| pair[1] > pair[0])
}

/// Whether completions all but stopped for a while: a pause of the server or of the machine. A server that is merely
/// asked for too much goes on at its own pace.
fn stalled(looks: &[Look], rate: f64) -> bool {
    /// Seconds; shorter pauses are everyday life.
    const PAUSE: f64 = 0.1;
    /// Of what was due in that time.
    const HARDLY: f64 = 0.1;
    /// Where fewer are due, nothing stops.
    const FEWEST_DUE: f64 = 10.0;
    looks.iter().enumerate().any(|(index, from)| {
        let Some(to) = looks[index..].iter().find(|to| to.at - from.at >= PAUSE) else { return false };
        let due = rate * (to.at - from.at);
        due >= FEWEST_DUE && to.done - from.done < HARDLY * due
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::random::Random;

    /// Looks at a server that completes up to `capacity` a second, each request taking `latency`, with noise.
    fn looks(rate: f64, capacity: f64, latency: f64, noise: f64) -> Vec<Look> {
        let mut random = Random::seeded(9);
        (1..=100)
            .map(|index| {
                let at = f64::from(index) * 0.05;
                let done = (rate.min(capacity) * (at - latency)).max(0.0) + noise * (random.unit() - 0.5);
                Look { at, done: done.floor().max(0.0) }
            })
            .collect()
    }

    #[test]
    fn a_server_that_keeps_up_has_no_jam_however_slow_its_replies() {
        for (latency, noise) in [(0.001, 0.0), (0.3, 0.0), (0.01, 20.0)] {
            let flow = Flow::of(&looks(1000.0, 2000.0, latency, noise), 1000.0, 0.0);
            assert_eq!(flow.jam, None, "{latency} {noise}: {flow:?}");
            assert!((flow.achieved - 1000.0).abs() < 5.0, "{flow:?}");
        }
        let slow = Flow::of(&looks(5.0, 100.0, 0.1, 0.0), 5.0, 0.0);
        assert_eq!(slow.jam, None, "a few requests a second come in steps: {slow:?}");
    }

    #[test]
    fn a_server_that_falls_behind_is_seen_to() {
        let flow = Flow::of(&looks(1000.0, 950.0, 0.001, 5.0), 1000.0, 0.0);
        assert_eq!(flow.jam, Some(Jam::Short));
        assert!((flow.achieved - 950.0).abs() < 2.0 && (flow.growth - 50.0).abs() < 2.0, "{flow:?}");
        let flow = Flow::of(&looks(1000.0, 990.0, 0.001, 5.0), 1000.0, 0.0);
        assert_eq!(flow.jam, Some(Jam::Backlog), "1 % is above 98 %, and yet it never ends");
    }

    #[test]
    fn random_arrivals_may_differ_from_their_mean() {
        let looks = looks(100.0, 97.0, 0.001, 0.0);
        assert_eq!(Flow::of(&looks, 100.0, 0.0).jam, Some(Jam::Short));
        assert_eq!(Flow::of(&looks, 100.0, 1.0).jam, None, "375 arrivals are 375 ± 19");
    }

    #[test]
    fn a_pause_is_told_from_a_limit() {
        let steady = looks(1000.0, 600.0, 0.001, 5.0);
        assert!(!Flow::of(&steady, 1000.0, 0.0).stalled, "600 a second is a limit");
        let mut paused = looks(1000.0, 2000.0, 0.001, 5.0);
        let before = paused[50].done;
        paused.iter_mut().filter(|look| look.at > 2.5 && look.at < 2.9).for_each(|look| look.done = before);
        assert!(Flow::of(&paused, 1000.0, 0.0).stalled);
        assert!(!Flow::of(&looks(5.0, 100.0, 0.1, 0.0), 5.0, 0.0).stalled, "gaps are part of five requests a second");
    }

    #[test]
    fn too_few_looks_tell_nothing() {
        assert_eq!(Flow::of(&[], 100.0, 0.0).jam, None);
        assert_eq!(Flow::of(&looks(100.0, 1.0, 0.0, 0.0)[..8], 100.0, 0.0).jam, None);
    }
}
