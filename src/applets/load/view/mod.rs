//! How a run looks while it goes on: one line, or the full screen, ten times a second.
//!
//! A view costs the run next to nothing: it reads counters that the threads write anyway, and hears once a second what
//! the coordinator has merged anyway.
//!
//! ```text
//! progress   how far the run is        line   one line of it        tui   the full screen
//! ```

mod line;
mod progress;
mod tui;

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::line::Line;
use self::progress::Progress;
use self::tui::{Model, Screen};
use super::args::LiveArg;
use super::engine::Parts;
use super::event::Event;
use super::plan::Plan;
use crate::kit::error::Failure;
use crate::kit::term::Term;

/// Ten frames a second read as motion and cost nothing.
const FRAME: Duration = Duration::from_millis(100);

/// The rate shown is that of the last second or so.
const RATE_WINDOW: Duration = Duration::from_secs(1);

/// Which view there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Warnings only.
    Hidden,
    /// One line; where there is no terminal, a plain one now and then.
    Line,
    /// The full screen.
    Screen,
}

impl Kind {
    /// What `--live` comes to on this terminal.
    ///
    /// # Errors
    /// A full screen where there is none, or where no progress was wanted.
    pub fn choose(live: Option<LiveArg>, term: &Term) -> Result<Self, Failure> {
        match live {
            Some(LiveArg::None) => Ok(Self::Hidden),
            None | Some(LiveArg::Line) => Ok(Self::Line),
            Some(LiveArg::Tui) if term.is_interactive() => Ok(Self::Screen),
            Some(LiveArg::Tui) if !term.shows_progress() => {
                Err(Failure::usage("--live tui contradicts --quiet and --no-progress").hint("leave out one of them"))
            }
            Some(LiveArg::Tui) => Err(Failure::usage("--live tui needs a terminal, and standard error is none")
                .hint("use --live line, which prints a plain line now and then where there is no terminal")),
        }
    }
}

/// The view of one run; gone when it is finished.
#[derive(Debug)]
pub struct View {
    stop: CancellationToken,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl View {
    /// Shows the run that plays with `parts`, until [`finish`](Self::finish).
    ///
    /// # Errors
    /// A terminal that can not be set up for the full screen.
    pub fn spawn(
        kind: Kind,
        term: &Term,
        plan: &Plan,
        parts: &Parts,
        feed: mpsc::Receiver<Event>,
    ) -> Result<Self, Failure> {
        let stop = CancellationToken::new();
        let progress = Progress::of(plan, parts);
        let tasks = match kind {
            Kind::Hidden => vec![tokio::spawn(notes(term.clone(), feed, stop.clone()))],
            Kind::Line => {
                let line = Line::new(term, progress);
                vec![tokio::spawn(notes(term.clone(), feed, stop.clone())), tokio::spawn(line.show(stop.clone()))]
            }
            Kind::Screen => {
                let screen = Screen::open(term).map_err(|error| {
                    Failure::usage(error).hint("--live tui needs a terminal for keys and pictures; use --live line")
                })?;
                let model = Model::new(plan, parts, progress);
                vec![tokio::spawn(screen.show(model, feed, stop.clone()))]
            }
        };
        Ok(Self { stop, tasks })
    }

    /// Takes the view away.
    pub async fn finish(self) {
        self.stop.cancel();
        for task in self.tasks {
            let _ = task.await;
        }
    }
}

/// Says what must not be missed while the run goes on, to the last of what was told before `stop`.
async fn notes(term: Term, mut feed: mpsc::Receiver<Event>, stop: CancellationToken) {
    loop {
        let event = tokio::select! {
            biased;
            event = feed.recv() => event,
            () = stop.cancelled() => None,
        };
        let Some(event) = event else { return };
        if let Event::ConnectionsMissing { opened, reason } = event {
            term.warn(missing(opened, &reason));
        }
    }
}

fn missing(opened: usize, reason: &str) -> String {
    let plural = if opened == 1 { "" } else { "s" };
    format!("only {opened} connection{plural} could be opened: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::term::{Options, Verbosity};

    fn choose(live: Option<LiveArg>, options: Options, width: Option<u16>) -> Result<Kind, (String, u8)> {
        let (term, _) = Term::captured(options, width);
        Kind::choose(live, &term).map_err(|failure| (failure.to_string(), failure.exit_code()))
    }

    #[test]
    fn the_full_screen_needs_a_terminal() {
        assert_eq!(choose(Some(LiveArg::Tui), Options::default(), Some(80)), Ok(Kind::Screen));
        let (message, code) = choose(Some(LiveArg::Tui), Options::default(), None).unwrap_err();
        assert_eq!((message.as_str(), code), ("--live tui needs a terminal, and standard error is none", 2));
        let quiet = Options { verbosity: Verbosity::Quiet, ..Options::default() };
        let (message, code) = choose(Some(LiveArg::Tui), quiet, Some(80)).unwrap_err();
        assert_eq!((message.as_str(), code), ("--live tui contradicts --quiet and --no-progress", 2));
        assert_eq!(choose(None, Options::default(), None), Ok(Kind::Line));
        assert_eq!(choose(Some(LiveArg::None), Options::default(), Some(80)), Ok(Kind::Hidden));
    }
}
