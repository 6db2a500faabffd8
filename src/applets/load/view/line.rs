//! The run in one line that changes in place: `Running: 1,547/10,000 [===>   ] 15% | 487 req/s | Errors: 3`.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::FRAME;
use super::progress::{Goal, Phase, Progress, Reading};
use crate::kit::term::{Live, Term, gauge};
use crate::kit::units::{format_count, format_duration};

/// Cells of the bar: what fits 80 columns beside the rest.
const MOST_CELLS: usize = 25;

/// A shorter bar shows nothing.
const FEWEST_CELLS: usize = 5;

/// Columns where there is no terminal.
const PLAIN_COLUMNS: usize = 80;

pub(super) struct Line {
    term: Term,
    live: Live,
    progress: Progress,
}

impl Line {
    pub(super) fn new(term: &Term, progress: Progress) -> Self {
        Self { term: term.clone(), live: term.live(), progress }
    }

    pub(super) async fn show(mut self, stop: CancellationToken) {
        let mut frames = tokio::time::interval(FRAME);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = frames.tick() => {}
            }
            let reading = self.progress.read(Instant::now());
            // The last column stays free.
            let columns = self.term.live_width().map_or(PLAIN_COLUMNS, |width| usize::from(width).saturating_sub(1));
            self.live.set(vec![text(self.progress.goal, &reading, columns)]);
        }
        self.live.finish();
    }
}

/// The line in at most `columns`, as long as its figures fit at all: first the bar shrinks, then goes, then its label.
fn text(goal: Goal, reading: &Reading, columns: usize) -> String {
    let elapsed = match reading.phase {
        Phase::Connecting => return "Connecting".to_owned(),
        Phase::WarmingUp(left) => return format!("Warming up: {} to go", whole_seconds(left, Rounding::Up)),
        Phase::Running(elapsed) => elapsed,
    };
    let (part, whole) = goal.parts(reading.done, elapsed);
    let done = format_count(reading.done);
    let head = match goal {
        Goal::Requests(all) => format!("{done}/{}", format_count(all)),
        Goal::Time(all) => {
            let shown = whole_seconds(elapsed.min(all), Rounding::Down);
            format!("{done} requests, {shown}/{}", whole_seconds(all, Rounding::Up))
        }
    };
    let percent = (part * 100).checked_div(whole).unwrap_or(0);
    let (rate, failed) = (format_count(reading.rate.round() as u64), format_count(reading.failed));
    let tail = format!("{percent}% | {rate} req/s | Errors: {failed}");
    // Two spaces and two brackets.
    let room = columns.saturating_sub("Running: ".len() + head.len() + tail.len() + 4);
    if room >= FEWEST_CELLS {
        return format!("Running: {head} {} {tail}", gauge(part, whole, room.min(MOST_CELLS)));
    }
    let short = format!("Running: {head} {tail}");
    if short.len() <= columns { short } else { format!("{head} {tail}") }
}

#[derive(Clone, Copy)]
enum Rounding {
    Up,
    Down,
}

/// A time without the digits that would dance; runs of less than two seconds keep theirs.
fn whole_seconds(time: Duration, rounding: Rounding) -> String {
    if time < Duration::from_secs(2) && matches!(rounding, Rounding::Up) {
        return format_duration(time);
    }
    let seconds = match rounding {
        Rounding::Up => time.as_secs_f64().ceil(),
        Rounding::Down => time.as_secs_f64().floor(),
    };
    if seconds < 60.0 { format!("{seconds}s") } else { format_duration(Duration::from_secs_f64(seconds)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(done: u64, failed: u64, rate: f64, elapsed: Duration) -> Reading {
        Reading { phase: Phase::Running(elapsed), done, failed, rate }
    }

    #[test]
    fn the_line_tells_count_share_rate_and_errors() {
        let line = text(Goal::Requests(10_000), &reading(1547, 3, 487.2, Duration::from_secs(3)), 79);
        assert_eq!(line, "Running: 1,547/10,000 [===>                     ] 15% | 487 req/s | Errors: 3");
        let goal = Goal::Time(Duration::from_secs(30));
        let line = text(goal, &reading(9, 0, 3.0, Duration::from_millis(15_400)), 79);
        assert_eq!(line, "Running: 9 requests, 15s/30s [===========>          ] 51% | 3 req/s | Errors: 0");
    }

    #[test]
    fn figures_come_before_the_bar_where_room_is_short() {
        let reading = reading(1547, 3, 487.2, Duration::from_secs(3));
        let line = |columns| text(Goal::Requests(10_000), &reading, columns);
        assert_eq!(line(60), "Running: 1,547/10,000 [=>      ] 15% | 487 req/s | Errors: 3");
        assert_eq!(line(50), "Running: 1,547/10,000 15% | 487 req/s | Errors: 3");
        assert_eq!(line(41), "1,547/10,000 15% | 487 req/s | Errors: 3");
    }

    #[test]
    fn what_comes_before_the_run_is_told() {
        let before = |phase| Reading { phase, done: 0, failed: 0, rate: 0.0 };
        assert_eq!(text(Goal::Requests(1), &before(Phase::Connecting), 79), "Connecting");
        let warm = before(Phase::WarmingUp(Duration::from_millis(4200)));
        assert_eq!(text(Goal::Requests(1), &warm, 79), "Warming up: 5s to go");
    }
}
