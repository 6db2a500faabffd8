//! How the whole server behaves: capacity, latency, errors, stalls. A pure schedule: it says when a request is
//! answered, somebody else waits.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use http::StatusCode;

use crate::kit::random::Random;
use crate::kit::units::parse_duration;

/// What the server does to every request except control ones; the default does nothing.
///
/// ```
/// use toolbox::origin::Behaviour;
/// let slow = Behaviour { capacity: Some(1000.0), ..Behaviour::default() };
/// assert_ne!(slow, Behaviour::default());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Behaviour {
    /// Requests per second that are served one after another, each taking exactly 1/capacity seconds; the others wait
    /// in order of arrival.
    pub capacity: Option<f64>,
    /// Added latency from a moment on, counted from when this behaviour began; in order of time.
    pub latency: Vec<(Duration, Duration)>,
    /// Share of the added latency that is random: exponential, with the mean unchanged. 0 to 1.
    pub jitter: f64,
    /// Share of requests answered with `error_status`. 0 to 1.
    pub error_rate: f64,
    /// The status of those.
    pub error_status: StatusCode,
    /// Windows, counted from when this behaviour began: whatever arrives in one is answered at its end.
    pub stalls: Vec<Stall>,
}

/// A window in which nothing is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stall {
    /// When it begins.
    pub after: Duration,
    /// How long it lasts.
    pub length: Duration,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            capacity: None,
            latency: Vec::new(),
            jitter: 0.0,
            error_rate: 0.0,
            error_status: StatusCode::SERVICE_UNAVAILABLE,
            stalls: Vec::new(),
        }
    }
}

impl Behaviour {
    fn is_idle(&self) -> bool {
        self.capacity.is_none() && self.latency.is_empty() && self.error_rate <= 0.0 && self.stalls.is_empty()
    }

    /// The added latency at a time since the beginning.
    fn latency_at(&self, since: Duration) -> Duration {
        self.latency.iter().rev().find(|(from, _)| *from <= since).map_or(Duration::ZERO, |(_, latency)| *latency)
    }
}

/// A `--latency` value that is neither a duration nor steps of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a latency; write 5ms, or 5ms,30s:50ms for 50 ms after half a minute")]
pub struct LatencyError(String);

/// Reads `5ms` or `5ms,30s:50ms`: latencies with the time from which they hold, in order of time.
///
/// ```
/// use std::time::Duration;
/// let steps = toolbox::origin::parse_latency("5ms,30s:50ms").unwrap();
/// assert_eq!(steps[1], (Duration::from_secs(30), Duration::from_millis(50)));
/// assert!(toolbox::origin::parse_latency("2s:1ms,1s:1ms").is_err(), "out of order");
/// ```
///
/// # Errors
/// Anything else.
pub fn parse_latency(text: &str) -> Result<Vec<(Duration, Duration)>, LatencyError> {
    let read = |step: &str| {
        let (from, latency) = step.split_once(':').unwrap_or(("0", step));
        Some((parse_duration(from).ok()?, parse_duration(latency).ok()?))
    };
    let steps: Option<Vec<_>> = text.split(',').map(read).collect();
    let ordered = |steps: &Vec<(Duration, Duration)>| steps.is_sorted_by(|a, b| a.0 < b.0);
    steps.filter(ordered).ok_or_else(|| LatencyError(text.to_owned()))
}

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Admission {
    /// When to begin answering; `None` is at once.
    pub(super) at: Option<Instant>,
    /// The error to answer with instead of the route.
    pub(super) error: Option<StatusCode>,
}

impl Admission {
    const AT_ONCE: Self = Self { at: None, error: None };
}

/// The behaviour in force, shared by all threads.
#[derive(Debug)]
pub(super) struct Gate {
    /// False lets every request pass without a lock.
    active: AtomicBool,
    current: RwLock<Arc<Era>>,
    seed: u64,
    /// Numbers the requests, so that what is random about a request depends on the seed and its number alone.
    arrivals: AtomicU64,
    /// When the last admitted request will have been served; locked per request only under a capacity.
    next_free: Mutex<Option<Instant>>,
}

/// A behaviour and when it began.
#[derive(Debug)]
struct Era {
    behaviour: Behaviour,
    since: Instant,
}

impl Gate {
    pub(super) fn new(behaviour: Behaviour, seed: u64) -> Self {
        let gate = Self {
            active: AtomicBool::new(false),
            current: RwLock::new(Arc::new(Era { behaviour: Behaviour::default(), since: Instant::now() })),
            seed,
            arrivals: AtomicU64::new(0),
            next_free: Mutex::new(None),
        };
        gate.set(behaviour);
        gate
    }

    /// Replaces the behaviour; requests already admitted keep their times.
    pub(super) fn set(&self, behaviour: Behaviour) {
        let idle = behaviour.is_idle();
        let era = Arc::new(Era { behaviour, since: Instant::now() });
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = era;
        *self.free() = None;
        self.active.store(!idle, Ordering::Release);
    }

    /// Changes part of the behaviour. Stalls and latency steps that were set before keep their moments.
    pub(super) fn change(&self, change: impl FnOnce(&mut Behaviour, Duration)) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let since = current.since;
        let mut behaviour = current.behaviour.clone();
        change(&mut behaviour, since.elapsed());
        self.active.store(!behaviour.is_idle(), Ordering::Release);
        *current = Arc::new(Era { behaviour, since });
    }

    pub(super) fn behaviour(&self) -> Behaviour {
        self.era().behaviour.clone()
    }

    /// How long a request arriving now would wait for those before it.
    pub(super) fn backlog(&self) -> Duration {
        (*self.free()).map_or(Duration::ZERO, |free| free.saturating_duration_since(Instant::now()))
    }

    /// The mean latency that a request arriving now is given.
    pub(super) fn latency(&self) -> Duration {
        let era = self.era();
        era.behaviour.latency_at(era.since.elapsed())
    }

    /// Decides about a request that arrives at `now`.
    pub(super) fn admit(&self, now: Instant) -> Admission {
        if !self.active.load(Ordering::Acquire) {
            return Admission::AT_ONCE;
        }
        let era = self.era();
        let behaviour = &era.behaviour;
        let mut random = Random::seeded(self.seed ^ self.arrivals.fetch_add(1, Ordering::Relaxed).wrapping_mul(SPREAD));
        let error =
            (behaviour.error_rate > 0.0 && random.unit() < behaviour.error_rate).then_some(behaviour.error_status);
        let mut at = now;
        for stall in &behaviour.stalls {
            let begin = era.since + stall.after;
            if (begin..begin + stall.length).contains(&at) {
                at = begin + stall.length;
            }
        }
        if let Some(capacity) = behaviour.capacity {
            let mut free = self.free();
            at = (*free).map_or(at, |free| free.max(at)) + Duration::from_secs_f64(1.0 / capacity);
            *free = Some(at);
        }
        at += spread(behaviour.latency_at(at.saturating_duration_since(era.since)), behaviour.jitter, &mut random);
        Admission { at: (at > now).then_some(at), error }
    }

    fn era(&self) -> Arc<Era> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn free(&self) -> MutexGuard<'_, Option<Instant>> {
        self.next_free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Odd, so that multiplying numbers requests without collisions; the golden ratio's bits, so that neighbours differ.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A latency of this mean, of which the share `jitter` is exponential.
pub(super) fn spread(mean: Duration, jitter: f64, random: &mut Random) -> Duration {
    if jitter <= 0.0 || mean.is_zero() {
        return mean;
    }
    mean.mul_f64(1.0 - jitter.min(1.0) + jitter.min(1.0) * random.exponential())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn gate(behaviour: Behaviour) -> (Gate, Instant) {
        let gate = Gate::new(behaviour, 7);
        let since = gate.era().since;
        (gate, since)
    }

    #[test]
    fn an_idle_server_answers_at_once() {
        let (gate, since) = gate(Behaviour::default());
        assert_eq!(gate.admit(since), Admission::AT_ONCE);
    }

    #[test]
    fn a_capacity_serves_in_order_each_for_its_time() {
        let (gate, since) = gate(Behaviour { capacity: Some(1000.0), ..Behaviour::default() });
        let at = |arrival| gate.admit(since + arrival).at.unwrap() - since;
        assert_eq!(at(Duration::ZERO), MS);
        assert_eq!(at(Duration::ZERO), 2 * MS);
        assert_eq!(at(MS), 3 * MS);
        assert_eq!(at(10 * MS), 11 * MS, "idle time is not saved up");
    }

    #[test]
    fn a_stall_answers_everything_at_its_end() {
        let stall = Stall { after: 10 * MS, length: 20 * MS };
        let (gate, since) = gate(Behaviour { stalls: vec![stall], ..Behaviour::default() });
        assert_eq!(gate.admit(since + 9 * MS).at, None);
        assert_eq!(gate.admit(since + 10 * MS).at, Some(since + 30 * MS));
        assert_eq!(gate.admit(since + 29 * MS).at, Some(since + 30 * MS));
        assert_eq!(gate.admit(since + 30 * MS).at, None);
    }

    #[test]
    fn latency_changes_over_time() {
        let latency = vec![(Duration::ZERO, MS), (10 * MS, 5 * MS)];
        let (gate, since) = gate(Behaviour { latency, ..Behaviour::default() });
        assert_eq!(gate.admit(since).at, Some(since + MS));
        assert_eq!(gate.admit(since + 10 * MS).at, Some(since + 15 * MS));
    }

    #[test]
    fn jitter_keeps_the_mean() {
        let mut random = Random::seeded(1);
        let total: Duration = (0..10_000).map(|_| spread(MS, 0.5, &mut random)).sum();
        let mean = total / 10_000;
        assert!(mean > MS * 97 / 100 && mean < MS * 103 / 100, "{mean:?}");
        assert!((0..1000).all(|_| spread(MS, 0.5, &mut random) >= MS / 2));
    }

    #[test]
    fn errors_have_their_share_and_repeat_with_the_seed() {
        let run = || {
            let (gate, since) = gate(Behaviour { error_rate: 0.1, ..Behaviour::default() });
            (0..10_000).map(|_| gate.admit(since).error.is_some()).collect::<Vec<_>>()
        };
        let errors = run().iter().filter(|error| **error).count();
        assert!((900..1100).contains(&errors), "{errors}");
        assert_eq!(run(), run());
    }
}
