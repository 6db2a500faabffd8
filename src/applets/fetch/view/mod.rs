//! How a download looks while it goes on: a bar where the size is known, a spinner where it is not, and a note for each
//! rare fact.

pub mod batch;
mod chunks;
pub mod exposed;
mod notes;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use self::chunks::Chunks;
use self::notes::Notes;
use super::engine::Progress;
use super::event::Event;
use crate::kit::term::{Bar, Spinner, Term};
use crate::kit::units::format_bytes;

/// Smooth to the eye, and nothing against the work.
const FRAME: Duration = Duration::from_millis(100);

/// A task that shows progress until it is finished.
#[derive(Debug)]
pub struct View(JoinHandle<()>);

/// What is on the screen.
enum Shown {
    Spinner(Spinner),
    Bar(Bar),
    Segments(Bar),
    Hashing(Spinner),
    Chunks(Box<Chunks>),
}

impl View {
    /// Begins to show.
    #[must_use]
    pub fn start(term: &Term, label: String, progress: Arc<Progress>, mut feed: Receiver<Event>) -> Self {
        let term = term.clone();
        Self(tokio::spawn(async move {
            let mut shown = Shown::Spinner(term.spinner(format!("{label}: asking")));
            let (mut frames, mut notes) = (interval(FRAME), Notes::default());
            frames.set_missed_tick_behavior(MissedTickBehavior::Delay);
            frames.tick().await;
            loop {
                tokio::select! {
                    event = feed.recv() => match event {
                        Some(event) => notes.line(&event, Instant::now()).into_iter().for_each(|line| term.note(line)),
                        // The engine is gone, and with it the last thing to say.
                        None => return,
                    },
                    _ = frames.tick() => shown = drawn(shown, &term, &label, &progress),
                }
            }
        }))
    }

    /// Takes it off the screen.
    pub async fn finish(self) {
        // It ends by itself when the engine's side of the feed is gone.
        let _ = self.0.await;
    }
}

fn drawn(shown: Shown, term: &Term, label: &str, progress: &Progress) -> Shown {
    let done = progress.done_bytes();
    if progress.total_bytes().is_some_and(|total| total > 0 && done >= total) {
        return match shown {
            Shown::Hashing(spinner) => Shown::Hashing(spinner),
            // The old one first goes off the screen.
            other => {
                drop(other);
                Shown::Hashing(term.spinner(format!("{label}: hashing")))
            }
        };
    }
    match (shown, progress.total_bytes()) {
        (Shown::Chunks(mut chunks), Some(total)) => {
            chunks.draw(progress, total);
            Shown::Chunks(chunks)
        }
        // Several connections are worth a map, where it can be drawn.
        (other @ (Shown::Bar(_) | Shown::Spinner(_)), Some(total))
            if term.is_interactive() && progress.workers() > 1 =>
        {
            drop(other);
            let mut chunks = Chunks::start(term, label, done);
            chunks.draw(progress, total);
            Shown::Chunks(Box::new(chunks))
        }
        (Shown::Bar(bar), Some(total)) => {
            bar.set_total(total);
            bar.set(done);
            Shown::Bar(bar)
        }
        (Shown::Spinner(spinner), Some(total)) => {
            drop(spinner);
            let bar = term.byte_bar(total, label);
            bar.resume(done.saturating_sub(progress.fetched()));
            bar.set(done);
            Shown::Bar(bar)
        }
        (shown @ (Shown::Spinner(_) | Shown::Segments(_)), None)
            if progress.recording().is_some_and(|gauges| gauges.known.value() > 0) =>
        {
            recorded(shown, term, label, progress)
        }
        (Shown::Spinner(spinner), None) => {
            if done > 0 {
                spinner.set(format!("{label}: {}", format_bytes(done)));
            }
            Shown::Spinner(spinner)
        }
        (other, _) => other,
    }
}

/// A stream is counted in segments: nobody knows how many bytes are to come.
fn recorded(shown: Shown, term: &Term, label: &str, progress: &Progress) -> Shown {
    let Some(gauges) = progress.recording() else { return shown };
    let (done, known) = (gauges.segments.value() + gauges.missing.value(), gauges.known.value());
    let bar = match shown {
        Shown::Segments(bar) => bar,
        other => {
            drop(other);
            let bar = term.bar(known, label);
            bar.resume(done);
            bar
        }
    };
    bar.set_total(known);
    bar.set(done);
    Shown::Segments(bar)
}
