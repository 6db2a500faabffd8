//! `--live tui`: the run on the full screen, and keys to steer it.
//!
//! ```text
//! model   what is shown, as plain values        draw   the model as a picture, for any size
//! keys    what a key means                      heat   response times over time, as shades
//! ```
//!
//! The terminal is set up through [`Term::fullscreen`], so it comes back whatever ends the view: the end of the run, `q`,
//! a signal, a panic. In raw mode the terminal makes no signal of Ctrl-C; the key sends it, so that there is one way to
//! stop. Nothing here can fail the run: a terminal that goes away ends the view only.

mod draw;
mod heat;
mod keys;
mod model;
#[cfg(test)]
mod tests;

use std::io::{self, Write as _};
use std::time::Instant;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::draw::Look;
use self::keys::{Action, Keys};
pub(super) use self::model::Model;
use super::{FRAME, missing};
use crate::applets::load::event::Event;
use crate::kit::term::{Canvas, Fullscreen, Term};

/// A terminal taken over. The guard is dropped last.
#[derive(Debug)]
pub(super) struct Screen {
    keys: Keys,
    terminal: Terminal<CrosstermBackend<Canvas>>,
    look: Look,
    term: Term,
    _guard: Fullscreen,
}

/// A terminal that can not be taken over.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the terminal for --live tui")]
pub(super) struct ScreenError(#[from] io::Error);

impl Screen {
    /// Takes the terminal over.
    pub(super) fn open(term: &Term) -> Result<Self, ScreenError> {
        let (mut canvas, mut undo) = (term.canvas(), term.canvas());
        enable_raw_mode()?;
        let guard = term.fullscreen(move || {
            // A terminal that has gone needs nothing given back.
            let _ = execute!(undo, LeaveAlternateScreen, Show);
            let _ = disable_raw_mode();
        });
        execute!(canvas, EnterAlternateScreen, Hide)?;
        canvas.flush()?;
        Ok(Self {
            keys: Keys::listen()?,
            terminal: Terminal::new(CrosstermBackend::new(canvas))?,
            look: Look::of(term),
            term: term.clone(),
            _guard: guard,
        })
    }

    /// Shows the run until `stop`.
    pub(super) async fn show(mut self, mut model: Model, mut feed: mpsc::Receiver<Event>, stop: CancellationToken) {
        let mut frames = tokio::time::interval(FRAME);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                Some(action) = self.keys.next() => match action {
                    Action::Interrupt => keys::interrupt(),
                    action => model.act(action),
                },
                Some(event) = feed.recv() => {
                    if let Event::ConnectionsMissing { opened, reason } = &event {
                        self.term.warn(missing(*opened, reason));
                    }
                    model.hear(event);
                    continue;
                }
                _ = frames.tick() => model.look(Instant::now()),
            }
            let look = self.look;
            if self.terminal.draw(|frame| draw::draw(frame, &model, look)).is_err() {
                return;
            }
        }
    }
}
