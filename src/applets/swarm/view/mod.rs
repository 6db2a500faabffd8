//! How a run looks: a block that changes in place while it goes on, and the summary at its end.

mod screen;
mod summary;

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use self::screen::Screen;
use super::plan::{Display, Plan};
use super::slo::Judgement;
use super::tally::Tally;
use crate::kit::term::Term;

/// What only one engine has, and how the limits stand.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// More lines of the block: a label of at most seven letters, or none, and the figures.
    pub lines: Vec<(&'static str, String)>,
    /// How each limit stands.
    pub slo: Vec<Judgement>,
}

/// Asked for the details of each frame.
pub type More = Arc<dyn Fn() -> Details + Send + Sync>;

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
    pub fn spawn(term: &Term, plan: &Plan, tally: &Arc<Tally>, more: More) -> Self {
        let stop = CancellationToken::new();
        let shows = plan.display == Display::Auto && term.is_interactive();
        let task = shows.then(|| {
            let screen = Screen::new(plan, tally, more, (term.err_style(), FRAME));
            tokio::spawn(show(screen, term.clone(), stop.clone()))
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

async fn show(mut screen: Screen, term: Term, stop: CancellationToken) {
    let live = term.live();
    let mut frames = tokio::time::interval(FRAME);
    while stop.run_until_cancelled(frames.tick()).await.is_some() {
        live.set(screen.frame(term.line_width()));
    }
}
