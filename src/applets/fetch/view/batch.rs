//! How several downloads look: a line for each that runs, and one for all; or a line of JSON for each, for programs.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::FRAME;
use super::notes::{Notes, told};
use crate::applets::fetch::batch::{Stage, Watch};
use crate::applets::fetch::event::Event;
use crate::kit::metrics::SpeedMeter;
use crate::kit::term::progress::{Reading, Unit, line};
use crate::kit::term::{Live, Term};
use crate::kit::units::{format_byte_rate, format_bytes};

/// More lines than these push the rest of the terminal away.
const MOST_LINES: usize = 8;

/// Programs want to draw, not to be flooded.
const JSON_PERIOD: Duration = Duration::from_millis(500);

/// The speed is that of the last seconds.
const SPEED_WINDOW: Duration = Duration::from_secs(5);

/// How it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Lines that change in place.
    Block,
    /// A JSON document a line, on standard error.
    Json,
}

/// A task that shows progress until the downloads are over.
#[derive(Debug)]
pub struct BatchView(JoinHandle<()>);

impl BatchView {
    /// Begins to show.
    #[must_use]
    pub fn start(term: &Term, manner: Manner, watches: Vec<Arc<Watch>>, mut feed: Receiver<Event>) -> Self {
        let term = term.clone();
        Self(tokio::spawn(async move {
            let (mut board, mut notes) = (Board::new(watches), Notes::default());
            let live = (manner == Manner::Block).then(|| term.live());
            let mut frames = interval(if manner == Manner::Json { JSON_PERIOD } else { FRAME });
            frames.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    event = feed.recv() => match (event, manner) {
                        (Some(event), Manner::Block) => {
                            notes.line(&event, Instant::now()).into_iter().for_each(|line| term.note(line));
                        }
                        (Some(event), Manner::Json) => {
                            term.err(&format!("{}\n", json!({ "event": "note", "text": told(&event) })));
                        }
                        (None, _) => break,
                    },
                    _ = frames.tick() => board.show(&term, live.as_ref()),
                }
            }
            // The last word of each, for who counts on it.
            if manner == Manner::Json {
                board.show(&term, None);
            }
        }))
    }

    /// Takes it off the screen.
    pub async fn finish(self) {
        // It ends by itself when the engines' side of the feed is gone.
        let _ = self.0.await;
    }
}

struct Board {
    watches: Vec<Arc<Watch>>,
    meters: HashMap<usize, Meter>,
    whole: Meter,
    /// What JSON said last of each, so that what ended is told once.
    told: Vec<Option<Stage>>,
}

/// A speed, out of a count that grows.
struct Meter {
    speed: SpeedMeter,
    seen_bytes: u64,
}

impl Meter {
    fn new(now: Instant) -> Self {
        Self { speed: SpeedMeter::new(SPEED_WINDOW, now), seen_bytes: 0 }
    }

    fn bytes_per_second(&mut self, bytes: u64, now: Instant) -> f64 {
        self.speed.add(bytes.saturating_sub(self.seen_bytes), now);
        self.seen_bytes = bytes;
        self.speed.bytes_per_second(now)
    }
}

impl Board {
    fn new(watches: Vec<Arc<Watch>>) -> Self {
        let told = vec![None; watches.len()];
        Self { watches, meters: HashMap::new(), whole: Meter::new(Instant::now()), told }
    }

    fn show(&mut self, term: &Term, live: Option<&Live>) {
        let now = Instant::now();
        match live {
            Some(live) => {
                let columns = term.line_width().map(usize::from);
                live.set(self.lines(columns, now));
            }
            None => term.err(&self.documents(now)),
        }
    }

    fn lines(&mut self, columns: Option<usize>, now: Instant) -> Vec<String> {
        let mut lines = vec![self.overall(columns, now)];
        let running: Vec<usize> =
            (0..self.watches.len()).filter(|at| self.watches[*at].stage() == Stage::Running).collect();
        for index in running.iter().copied().take(MOST_LINES) {
            let watch = Arc::clone(&self.watches[index]);
            let per_second = self.speed(index, now);
            let done = watch.progress.done_bytes();
            lines.push(match watch.progress.total_bytes() {
                Some(total) => line(&watch.label, &Reading { done, total, per_second, unit: Unit::Bytes }, columns),
                None if done == 0 => format!("{}: asking", watch.label),
                None => format!("{}: {} | {}", watch.label, format_bytes(done), format_byte_rate(per_second)),
            });
        }
        if running.len() > MOST_LINES {
            lines.push(format!("and {} more", running.len() - MOST_LINES));
        }
        lines
    }

    /// All of them: how many are over, and how far the known sizes are.
    fn overall(&mut self, columns: Option<usize>, now: Instant) -> String {
        let over = self.watches.iter().filter(|watch| matches!(watch.stage(), Stage::Done | Stage::Failed)).count();
        let failed = self.watches.iter().filter(|watch| watch.stage() == Stage::Failed).count();
        let fetched = self.watches.iter().map(|watch| watch.progress.fetched()).sum();
        let per_second = self.whole.bytes_per_second(fetched, now);
        let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
        let label = format!("{over} of {} files{failed}", self.watches.len());
        let done = self.watches.iter().map(|watch| watch.progress.done_bytes()).sum();
        // Files that were not asked for yet have no size; guessing one would make the bar lie.
        let sizes = self.watches.iter().map(|watch| watch.progress.total_bytes());
        match sizes.sum::<Option<u64>>() {
            Some(total) => line(&label, &Reading { done, total, per_second, unit: Unit::Bytes }, columns),
            None => format!("{label} | {} | {}", format_bytes(done), format_byte_rate(per_second)),
        }
    }

    fn speed(&mut self, index: usize, now: Instant) -> f64 {
        let fetched = self.watches[index].progress.fetched();
        self.meters.entry(index).or_insert_with(|| Meter::new(now)).bytes_per_second(fetched, now)
    }

    /// One document for each that runs, and one for each that has just ended.
    fn documents(&mut self, now: Instant) -> String {
        let mut text = String::new();
        for index in 0..self.watches.len() {
            let watch = Arc::clone(&self.watches[index]);
            let stage = watch.stage();
            let is_news = self.told[index] != Some(stage) && stage != Stage::Waiting;
            if stage != Stage::Running && !is_news {
                continue;
            }
            self.told[index] = Some(stage);
            let per_second = self.speed(index, now);
            let progress = &watch.progress;
            let (done, total) = (progress.done_bytes(), progress.total_bytes());
            let reading = Reading { done, total: total.unwrap_or_default(), per_second, unit: Unit::Bytes };
            let eta = total.and_then(|_| reading.eta()).map(|left| left.as_secs_f64());
            let document = json!({
                "event": "progress",
                "file": watch.label,
                "stage": match stage {
                    Stage::Waiting => "waiting",
                    Stage::Running => "running",
                    Stage::Done => "done",
                    Stage::Failed => "failed",
                },
                "done_bytes": done,
                "total_bytes": total,
                "bytes_per_second": per_second,
                "eta_seconds": eta,
                "workers": progress.workers(),
                "retries": progress.retries(),
            });
            text += &document.to_string();
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::fetch::engine::Progress;

    fn board(names: &[&str]) -> Board {
        let watch = |name: &&str| Arc::new(Watch::new((*name).to_owned(), Arc::new(Progress::default())));
        Board::new(names.iter().map(watch).collect())
    }

    #[test]
    fn nothing_runs_before_its_turn() {
        let mut board = board(&["a", "b"]);
        let lines = board.lines(Some(80), Instant::now());
        assert_eq!(lines, ["0 of 2 files | 0 B | 0 B/s"]);
        assert_eq!(board.documents(Instant::now()), "");
    }
}
