//! What a key means.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::process::{Signal, getpid, kill_process};
use tokio::sync::mpsc;

/// What a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// End the run in order.
    Quit,
    /// What Ctrl-C means everywhere.
    Interrupt,
    /// Pause, or go on.
    Pause,
    /// A tenth more.
    Faster,
    /// A tenth less.
    Slower,
    /// Start the statistics afresh.
    Reset,
    /// Show the keys, or hide them.
    Help,
    /// Draw again.
    Redraw,
}

/// Every key and what it does, for the help.
pub(super) const KEYS: [(&str, &str); 6] = [
    ("q", "end the run now; the report is printed"),
    ("p, space", "pause, go on; the clock does not stand still"),
    ("+ -", "a tenth more or less of the rate (open loop)"),
    ("r", "start the statistics, and the report, afresh"),
    ("Ctrl-C", "as everywhere: twice stops at once"),
    ("?", "these keys"),
];

/// Keys as they are pressed. A thread waits for them, because a terminal can only be waited for by blocking.
#[derive(Debug)]
pub(super) struct Keys {
    pressed: mpsc::Receiver<Action>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keys {
    pub(super) fn listen() -> io::Result<Self> {
        /// How long the thread outlives the view at most.
        const WAIT: Duration = Duration::from_millis(50);
        /// Nobody types faster than frames are drawn; what finds no room is lost.
        const WAITING: usize = 16;
        let (sender, pressed) = mpsc::channel(WAITING);
        let over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&over);
        let listen = move || {
            while !stop.load(Ordering::Relaxed) {
                let event = match event::poll(WAIT) {
                    Ok(true) => event::read(),
                    Ok(false) => continue,
                    Err(error) => Err(error),
                };
                // A terminal that has gone presses no keys.
                let Ok(event) = event else { return };
                if let Some(action) = meaning(&event) {
                    let _ = sender.try_send(action);
                }
            }
        };
        let thread = std::thread::Builder::new().name("keys".to_owned()).spawn(listen)?;
        Ok(Self { pressed, over, thread: Some(thread) })
    }

    /// The next one; `None` when there will be none.
    pub(super) async fn next(&mut self) -> Option<Action> {
        self.pressed.recv().await
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // Otherwise the thread might take the first key that is meant for the shell.
            let _ = thread.join();
        }
    }
}

fn meaning(event: &Event) -> Option<Action> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_meaning(*key),
        Event::Resize(..) => Some(Action::Redraw),
        _ => None,
    }
}

fn key_meaning(key: KeyEvent) -> Option<Action> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Some(Action::Interrupt),
            KeyCode::Char('l') => Some(Action::Redraw),
            _ => None,
        };
    }
    match key.code {
        KeyCode::Char('q' | 'Q') => Some(Action::Quit),
        KeyCode::Char('p' | 'P' | ' ') => Some(Action::Pause),
        KeyCode::Char('+' | '=') | KeyCode::Up => Some(Action::Faster),
        KeyCode::Char('-' | '_') | KeyCode::Down => Some(Action::Slower),
        KeyCode::Char('r' | 'R') => Some(Action::Reset),
        KeyCode::Char('?' | 'h') | KeyCode::Esc => Some(Action::Help),
        _ => None,
    }
}

/// Sends this process the signal that a terminal sends for Ctrl-C outside of raw mode.
pub(super) fn interrupt() {
    // A process may always signal itself.
    let _ = kill_process(getpid(), Signal::INT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_help_says() {
        let press = |code, modifiers| meaning(&Event::Key(KeyEvent::new(code, modifiers)));
        let none = KeyModifiers::NONE;
        assert_eq!(press(KeyCode::Char('q'), none), Some(Action::Quit));
        assert_eq!(press(KeyCode::Char(' '), none), Some(Action::Pause));
        assert_eq!(press(KeyCode::Char('+'), KeyModifiers::SHIFT), Some(Action::Faster));
        assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Action::Interrupt));
        assert_eq!(press(KeyCode::Char('c'), none), None);
        assert_eq!(press(KeyCode::Char('x'), none), None);
        let release = KeyEvent::new_with_kind(KeyCode::Char('q'), none, KeyEventKind::Release);
        assert_eq!(meaning(&Event::Key(release)), None);
        assert_eq!(meaning(&Event::Resize(80, 24)), Some(Action::Redraw));
    }
}
