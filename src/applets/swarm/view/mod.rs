//! How a run looks: a block that changes in place while it goes on, and the summary at its end.

mod summary;

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::plan::{Display, Plan};
use super::tally::Tally;
use crate::kit::term::{Live, Term, gauge};
use crate::kit::units::{format_byte_rate, format_bytes, format_duration};

/// More lines of the block, for what only one engine has.
pub type More = Arc<dyn Fn() -> Vec<String> + Send + Sync>;

/// Figures of an audience change slowly.
const FRAME: Duration = Duration::from_millis(500);

/// The live view of a run; gone when it is finished.
#[derive(Debug)]
pub struct View {
    stop: CancellationToken,
    task: Option<tokio::task::JoinHandle<()>>,
}

impl View {
    /// Shows what is counted until [`finish`](Self::finish), where there is somebody to look.
    #[must_use]
    pub fn spawn(term: &Term, plan: &Plan, tally: &Arc<Tally>, more: Option<More>) -> Self {
        let stop = CancellationToken::new();
        let shows = plan.display == Display::Auto && term.is_interactive();
        let task = shows.then(|| {
            let screen = Screen { live: term.live(), plan: plan.clone(), tally: Arc::clone(tally), more };
            tokio::spawn(screen.show(stop.clone()))
        });
        Self { stop, task }
    }

    /// Takes the block away.
    pub async fn finish(self) {
        self.stop.cancel();
        if let Some(task) = self.task {
            // A view that panicked has been reported by the panic hook.
            let _ = task.await;
        }
    }
}

struct Screen {
    live: Live,
    plan: Plan,
    tally: Arc<Tally>,
    more: Option<More>,
}

impl Screen {
    async fn show(self, stop: CancellationToken) {
        let mut frames = tokio::time::interval(FRAME);
        let mut before = 0;
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = frames.tick() => {
                    let bytes = self.tally.bytes.value();
                    self.live.set(self.lines(bytes - before));
                    before = bytes;
                }
            }
        }
    }

    /// `gained` are the bytes of the last frame.
    fn lines(&self, gained: u64) -> Vec<String> {
        const CELLS: usize = 20;
        let (plan, tally) = (&self.plan, &self.tally);
        let elapsed = format_duration(tally.begin.elapsed());
        let of = plan.duration.map_or_else(String::new, |duration| format!(" / {}", format_duration(duration)));
        let came = (tally.ramp_progress() * tally.target as f64).round() as u64;
        let ramp = gauge(came, tally.target, CELLS);
        let mut lines = vec![
            format!(
                "swarm  {}/{} clients · {elapsed}{of} · seed {} · {}",
                tally.active(),
                tally.target,
                plan.seed,
                plan.url
            ),
            format!("ramp   {ramp} {:.0}%", tally.ramp_progress() * 100.0),
        ];
        let rate = gained as f64 / FRAME.as_secs_f64();
        let (segments, bytes) = (tally.segments.value(), format_bytes(tally.bytes.value()));
        lines.push(format!("media  {segments} segments · {bytes} · {}", format_byte_rate(rate)));
        lines.push(format!(
            "life   {} to come back · {} starts · {} restarts · {} stalls",
            came.saturating_sub(tally.active() + tally.gave_up.value()),
            tally.started.value(),
            tally.restarted.value(),
            tally.stalled.value()
        ));
        if let Some(more) = &self.more {
            lines.extend(more());
        }
        if let Some((pattern, count)) = tally.patterns().first() {
            lines.push(format!("errors {pattern} × {count}"));
        }
        lines
    }
}
