//! How far a run is, from its plan, its clock and its gauges.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::applets::load::engine::Parts;
use crate::applets::load::plan::Plan;
use crate::applets::load::record::Gauges;
use crate::kit::metrics::SpeedMeter;

/// What a run is going towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// So many requests.
    Requests(u64),
    /// So long.
    Time(Duration),
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Connections are being opened.
    Connecting,
    /// It plays, but does not count yet, for this much longer.
    WarmingUp(Duration),
    /// It has counted for so long.
    Running(Duration),
}

/// One look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    pub(super) phase: Phase,
    /// Requests that ended.
    pub(super) done: u64,
    /// Of these, failed ones.
    pub(super) failed: u64,
    /// Requests per second, of the last second or so.
    pub(super) rate: f64,
}

/// Where it is read.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) goal: Goal,
    gauges: Vec<Arc<Gauges>>,
    start: watch::Receiver<Option<Instant>>,
    /// The first moment told; the statistics may be started afresh later, the run is not.
    began: Option<Instant>,
    speed: SpeedMeter,
    last: u64,
}

impl Goal {
    fn of(plan: &Plan) -> Self {
        match (plan.shape.stop.requests, plan.shape.stop.duration) {
            (Some(requests), _) => Self::Requests(requests * plan.steps.len() as u64),
            (None, duration) => Self::Time(duration.unwrap_or_default()),
        }
    }

    /// What is done and what there is to do, in one unit.
    pub(super) fn parts(self, done: u64, elapsed: Duration) -> (u64, u64) {
        match self {
            Self::Requests(all) => (done.min(all), all),
            Self::Time(all) => ((elapsed.as_millis() as u64).min(all.as_millis() as u64), all.as_millis() as u64),
        }
    }
}

impl Progress {
    pub(super) fn of(plan: &Plan, parts: &Parts) -> Self {
        Self {
            goal: Goal::of(plan),
            gauges: parts.gauges.clone(),
            start: parts.start.subscribe(),
            began: None,
            speed: SpeedMeter::new(super::RATE_WINDOW, Instant::now()),
            last: 0,
        }
    }

    /// Looks at `now`.
    pub(super) fn read(&mut self, now: Instant) -> Reading {
        let sum = |field: fn(&Gauges) -> u64| self.gauges.iter().map(|gauges| field(gauges)).sum::<u64>();
        let (done, failed) = (sum(|gauges| gauges.done.value()), sum(|gauges| gauges.failed.value()));
        self.speed.add(done.saturating_sub(self.last), now);
        self.last = done;
        self.began = self.began.or(*self.start.borrow());
        let phase = match self.began {
            None => Phase::Connecting,
            Some(start) if now < start => Phase::WarmingUp(start - now),
            Some(start) => Phase::Running(now - start),
        };
        Reading { phase, done, failed, rate: self.speed.bytes_per_second(now) }
    }
}
