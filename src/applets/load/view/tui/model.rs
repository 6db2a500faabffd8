//! What the full screen shows, as plain values: no terminal, no clock of its own.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::keys::Action;
use crate::applets::load::controls::Controls;
use crate::applets::load::engine::Parts;
use crate::applets::load::event::{Event, Second};
use crate::applets::load::pace::{Curve, Pace};
use crate::applets::load::plan::Plan;
use crate::applets::load::report::headline;
use crate::applets::load::series::Interval;
use crate::applets::load::stats::known_quantile;
use crate::applets::load::trust;
use crate::applets::load::view::progress::{Goal, Phase, Progress, Reading};
use crate::applets::load::wire::FaultKind;
use crate::kit::metrics::Histogram;
use crate::kit::units::{format_count, format_duration};

/// Seconds kept for the pictures: more columns than any screen has.
const KEPT: usize = 600;

/// Seconds that a hint looks back: long enough not to flicker, short enough to go when its cause is gone.
const HINT_SECONDS: usize = 5;

/// How much one press changes the rate.
const STEP: f64 = 1.1;

/// How long an answer to a key stands.
const NOTICED: Duration = Duration::from_secs(3);

/// Percentiles shown.
const SHOWN: [(&str, f64); 6] =
    [("p50", 0.5), ("p75", 0.75), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)];

/// One row of the table of response times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Latency {
    pub(super) name: &'static str,
    /// Of the last second; none where it had too few replies to tell.
    pub(super) now: Option<Duration>,
    /// Since the statistics began.
    pub(super) overall: Option<Duration>,
}

/// Everything there is to see.
#[derive(Debug)]
pub(in crate::applets::load::view) struct Model {
    pub(super) title: String,
    pub(super) how: String,
    progress: Progress,
    pub(super) reading: Reading,
    controls: Arc<Controls>,
    stop: CancellationToken,
    /// What an open loop asks for, and steps an iteration.
    asked: Option<(Curve, f64)>,
    /// Requests that can be under way at once.
    places: usize,
    threads: usize,
    seconds: VecDeque<Second>,
    overall: Histogram,
    /// Requests that were given up: longer than all in `overall`.
    censored: u64,
    statuses: BTreeMap<u16, u64>,
    faults: BTreeMap<FaultKind, u64>,
    cpu: Cpu,
    pub(super) shows_help: bool,
    notice: Option<Notice>,
}

/// An answer to the last key.
#[derive(Debug)]
struct Notice {
    text: String,
    /// When it goes; set when it is first seen.
    until: Option<Instant>,
}

/// How busy this process is.
#[derive(Debug, Clone, Copy, Default)]
struct Cpu {
    read: Option<(Instant, Duration)>,
    /// Share of one core, of the last second or so.
    share: f64,
}

impl Model {
    pub(in crate::applets::load::view) fn new(plan: &Plan, parts: &Parts, progress: Progress) -> Self {
        let (title, how) = headline(&plan.without_secrets());
        let asked = match &plan.shape.pace {
            Pace::Open { curve, .. } => Some((curve.clone(), plan.steps.len() as f64)),
            Pace::Closed => None,
        };
        Self {
            title,
            how,
            progress,
            reading: Reading { phase: Phase::Connecting, done: 0, failed: 0, rate: 0.0 },
            controls: Arc::clone(&parts.controls),
            stop: parts.stop.clone(),
            asked,
            places: plan.shape.connections * plan.shape.streams,
            threads: plan.shape.threads,
            seconds: VecDeque::new(),
            overall: Histogram::new(),
            censored: 0,
            statuses: BTreeMap::new(),
            faults: BTreeMap::new(),
            cpu: Cpu::default(),
            shows_help: false,
            notice: None,
        }
    }

    /// Reads the gauges.
    pub(super) fn look(&mut self, now: Instant) {
        self.reading = self.progress.read(now);
        self.cpu.look(now, process_cpu());
        if let Some(notice) = &mut self.notice {
            let until = *notice.until.get_or_insert(now + NOTICED);
            if now >= until {
                self.notice = None;
            }
        }
    }

    /// An answer to the last key, for a while.
    pub(super) fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|notice| notice.text.as_str())
    }

    /// Takes an event of the engine.
    pub(super) fn hear(&mut self, event: Event) {
        let Event::Second(second) = event else { return };
        self.overall.merge(&second.response);
        self.censored += second.interval.censored;
        for (status, count) in &second.statuses {
            *self.statuses.entry(*status).or_insert(0) += count;
        }
        for (kind, count) in &second.faults {
            *self.faults.entry(*kind).or_insert(0) += count;
        }
        if self.seconds.len() == KEPT {
            self.seconds.pop_front();
        }
        self.seconds.push_back(*second);
    }

    /// Does what a key means.
    pub(super) fn act(&mut self, action: Action) {
        let text = match action {
            Action::Quit => {
                self.stop.cancel();
                None
            }
            Action::Pause => {
                self.controls.toggle_pause();
                None
            }
            Action::Faster | Action::Slower if self.asked.is_none() => {
                Some("a closed loop has no rate to change; start it with --rate".to_owned())
            }
            Action::Faster => Some(self.steer(STEP)),
            Action::Slower => Some(self.steer(1.0 / STEP)),
            Action::Reset => {
                self.controls.reset();
                self.forget();
                Some("statistics start afresh".to_owned())
            }
            Action::Help => {
                self.shows_help = !self.shows_help;
                None
            }
            Action::Interrupt | Action::Redraw => return,
        };
        self.notice = text.map(|text| Notice { text, until: None });
    }

    fn steer(&self, by: f64) -> String {
        let factor = self.controls.scale_rate(by);
        format!("the rate is {:.0} % of the plan's", factor * 100.0)
    }

    fn forget(&mut self) {
        self.seconds.clear();
        self.overall.clear();
        self.censored = 0;
        self.statuses.clear();
        self.faults.clear();
    }

    pub(super) fn goal(&self) -> Goal {
        self.progress.goal
    }

    /// What it is doing, in a word or two.
    pub(super) fn state(&self) -> &'static str {
        match self.reading.phase {
            _ if self.stop.is_cancelled() => "stopping",
            _ if self.controls.is_paused() => "paused",
            Phase::Connecting => "connecting",
            Phase::WarmingUp(_) => "warming up",
            Phase::Running(_) => "running",
        }
    }

    /// Requests per second that an open loop asks for now.
    pub(super) fn asked(&self) -> Option<f64> {
        let (curve, steps) = self.asked.as_ref()?;
        let seconds = match self.reading.phase {
            Phase::Running(elapsed) => elapsed.as_secs_f64(),
            Phase::Connecting | Phase::WarmingUp(_) => 0.0,
        };
        Some(curve.rate_at(seconds) * steps * self.controls.rate_factor())
    }

    /// The last `most` seconds, oldest first.
    pub(super) fn last_seconds(&self, most: usize) -> impl DoubleEndedIterator<Item = &Interval> + Clone {
        self.seconds.iter().skip(self.seconds.len().saturating_sub(most)).map(|second| &second.interval)
    }

    /// The table of response times.
    pub(super) fn latencies(&self) -> Vec<Latency> {
        let now = self.seconds.back().map(|second| (&second.response, second.interval.censored));
        let overall = (&self.overall, self.censored);
        let at = |(histogram, censored): (&Histogram, u64), quantile| {
            known_quantile(histogram, censored, quantile).map(|known| Duration::from_nanos(known.ns))
        };
        let longest = |(histogram, censored): (&Histogram, u64)| histogram.max().filter(|_| censored == 0);
        let rows = SHOWN.map(|(name, quantile)| Latency {
            name,
            now: now.and_then(|now| at(now, quantile)),
            overall: at(overall, quantile),
        });
        let max = Latency { name: "max", now: now.and_then(longest), overall: longest(overall) };
        rows.into_iter().chain([max]).collect()
    }

    /// Status codes and errors since the statistics began, with their counts; errors have no code.
    pub(super) fn replies(&self) -> Vec<(String, u64, bool)> {
        let statuses = self.statuses.iter().map(|(code, count)| (code.to_string(), *count, *code < 400));
        let faults = self.faults.iter().map(|(kind, count)| (kind.name().to_owned(), *count, false));
        statuses.chain(faults).collect()
    }

    /// What speaks against the figures at the moment.
    pub(super) fn hints(&self) -> Vec<String> {
        let recent = || self.seconds.iter().rev().take(HINT_SECONDS);
        let mut hints = Vec::new();
        let threads = self.threads as f64;
        if self.cpu.share > trust::BUSY_SHARE * threads {
            let share = self.cpu.share / threads * 100.0;
            hints.push(format!("the generator is busy {share:.0} % of the time: it measures its own queueing as well"));
        }
        let lag = recent().filter_map(|second| second.lag_p99).max().unwrap_or_default();
        let median =
            recent().filter_map(|second| second.interval.p50_ns).max().map_or(Duration::ZERO, Duration::from_nanos);
        if lag > trust::LAG_FLOOR && lag > median / 5 {
            hints.push(format!("the generator sends late: p99 of its lag is {}", format_duration(lag)));
        }
        let (queued, arrivals) =
            recent().fold((0, 0), |(queued, all), second| (queued + second.queued, all + second.arrivals));
        let share = queued as f64 / f64::max(arrivals as f64, 1.0);
        if share > trust::QUEUED_SHARE {
            let (percent, places) = (share * 100.0, self.places);
            hints.push(format!("{percent:.0} % of arrivals find all {places} connections busy and wait"));
        }
        for (kind, what) in [(FaultKind::Files, "file descriptors"), (FaultKind::Ports, "local ports")] {
            if let Some(count) = self.faults.get(&kind) {
                hints.push(format!("out of {what} {} times", format_count(*count)));
            }
        }
        if self.controls.is_steered() {
            hints.push("changed by hand: the figures mix several loads; r starts them afresh".to_owned());
        }
        hints
    }
}

impl Cpu {
    /// Share of a core since the last look of at least a second ago.
    fn look(&mut self, now: Instant, used: Duration) {
        const WINDOW: Duration = Duration::from_secs(1);
        match self.read {
            None => self.read = Some((now, used)),
            Some((then, before)) if now - then >= WINDOW => {
                self.share = used.saturating_sub(before).as_secs_f64() / (now - then).as_secs_f64();
                self.read = Some((now, used));
            }
            Some(_) => {}
        }
    }
}

/// Processor time this process has used.
fn process_cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}
