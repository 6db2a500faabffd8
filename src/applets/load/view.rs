//! How a run looks while it goes on: one line, read from the gauges ten times a second.
//!
//! The view costs the run nothing: it only reads counters that the threads write anyway.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::engine::Parts;
use super::event::Event;
use super::plan::Plan;
use super::record::Gauges;
use crate::kit::metrics::{Snapshot, Source, SpeedMeter};
use crate::kit::term::{Live, Term, gauge};
use crate::kit::units::format_duration;

/// Ten frames a second read as motion and cost nothing.
const FRAME: Duration = Duration::from_millis(100);

/// The rate shown is that of the last second or so.
const RATE_WINDOW: Duration = Duration::from_secs(1);

/// Cells of the bar: what fits 80 columns beside the rest.
const BAR_CELLS: usize = 25;

/// The live line of one run; gone when it is finished.
#[derive(Debug)]
pub struct View {
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl View {
    /// Shows the run whose threads write `gauges`, until [`finish`](Self::finish).
    #[must_use]
    pub fn spawn(term: &Term, plan: &Plan, parts: &Parts, feed: mpsc::Receiver<Event>) -> Self {
        let stop = CancellationToken::new();
        let gauges = parts.gauges.clone();
        tokio::spawn(notes(term.clone(), feed));
        let line = Line {
            live: term.live(),
            gauges,
            goal: Goal::of(plan),
            speed: SpeedMeter::new(RATE_WINDOW, Instant::now()),
        };
        let task = tokio::spawn(line.show(stop.clone()));
        Self { stop, task }
    }

    /// Takes the line away.
    pub async fn finish(self) {
        self.stop.cancel();
        let _ = self.task.await;
    }
}

/// Says what must not be missed while the run goes on.
async fn notes(term: Term, mut feed: mpsc::Receiver<Event>) {
    while let Some(event) = feed.recv().await {
        if let Event::ConnectionsMissing { opened, reason } = event {
            term.warn(format!("only {opened} connections could be opened: {reason}"));
        }
    }
}

/// The gauges of a run as `--metrics` serves them.
#[derive(Debug)]
pub struct Exposed(Vec<Arc<Gauges>>);

impl Exposed {
    /// The gauges that the threads of a run write.
    #[must_use]
    pub fn new(gauges: Vec<Arc<Gauges>>) -> Self {
        Self(gauges)
    }
}

impl Source for Exposed {
    fn collect(&self, snapshot: &mut Snapshot) {
        let sum = |field: fn(&Gauges) -> u64| self.0.iter().map(|gauges| field(gauges)).sum();
        snapshot.counter("load_requests", "Requests that ended.", &[], sum(|gauges| gauges.done.value()));
        snapshot.counter("load_failures", "Requests that count as failed.", &[], sum(|gauges| gauges.failed.value()));
        snapshot.counter("load_received_bytes", "Bytes received.", &[], sum(|gauges| gauges.bytes_in.value()));
    }
}

/// What a run is going towards.
#[derive(Debug, Clone, Copy)]
enum Goal {
    Requests(u64),
    Time(Duration),
}

impl Goal {
    fn of(plan: &Plan) -> Self {
        match (plan.shape.stop.requests, plan.shape.stop.duration) {
            (Some(requests), _) => Self::Requests(requests * plan.steps.len() as u64),
            (None, duration) => Self::Time(plan.shape.warmup + duration.unwrap_or_default()),
        }
    }
}

struct Line {
    live: Live,
    gauges: Vec<Arc<Gauges>>,
    goal: Goal,
    speed: SpeedMeter,
}

impl Line {
    async fn show(mut self, stop: CancellationToken) {
        let begin = Instant::now();
        let mut frames = tokio::time::interval(FRAME);
        let mut last = 0;
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = frames.tick() => {}
            }
            let (done, failed) = self.read();
            let now = Instant::now();
            self.speed.add(done.saturating_sub(last), now);
            last = done;
            let rate = self.speed.bytes_per_second(now);
            self.live.set(vec![progress_line(self.goal, (done, failed), rate, now - begin)]);
        }
        self.live.finish();
    }

    fn read(&self) -> (u64, u64) {
        let sum = |field: fn(&Gauges) -> u64| self.gauges.iter().map(|gauges| field(gauges)).sum();
        (sum(|gauges| gauges.done.value()), sum(|gauges| gauges.failed.value()))
    }
}

/// `Running: 1547/10000 [====>    ] 15% | 487 req/s | Errors: 3`.
fn progress_line(goal: Goal, (done, failed): (u64, u64), rate: f64, elapsed: Duration) -> String {
    let (head, part, whole) = match goal {
        Goal::Requests(all) => (format!("{done}/{all}"), done, all),
        Goal::Time(all) => {
            let shown = Duration::from_secs(elapsed.as_secs().min(all.as_secs()));
            let head = format!("{done} requests, {}/{}", format_duration(shown), format_duration(all));
            (head, elapsed.as_millis() as u64, all.as_millis() as u64)
        }
    };
    let percent = (part.min(whole) * 100).checked_div(whole).unwrap_or(0);
    format!(
        "Running: {head} {} {percent}% | {rate:.0} req/s | Errors: {failed}",
        gauge(part.min(whole), whole, BAR_CELLS)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_count_share_rate_and_errors() {
        let line = progress_line(Goal::Requests(10_000), (1547, 3), 487.2, Duration::from_secs(3));
        assert_eq!(line, "Running: 1547/10000 [===>                     ] 15% | 487 req/s | Errors: 3");
        let line = progress_line(Goal::Time(Duration::from_secs(30)), (9, 0), 3.0, Duration::from_millis(15_400));
        assert_eq!(line, "Running: 9 requests, 15.0s/30.0s [============>            ] 51% | 3 req/s | Errors: 0");
    }
}
