//! Keys, and the line at the bottom of the terminal.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread::JoinHandle;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::applets::books::position::hms;

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Pause, or go on.
    Pause,
    /// On or back, in seconds.
    Seek(i64),
    /// A tenth faster.
    Faster,
    /// A tenth slower.
    Slower,
    /// As fast as it was recorded.
    Normal,
    /// The next chapter.
    Next,
    /// The beginning of this chapter, or the one before.
    Previous,
    /// A bookmark.
    Mark,
    /// Back to before the last jump.
    Undo,
    /// Another quarter of an hour until it stops by itself, or none.
    Sleep,
    /// The keys.
    Help,
    /// The end.
    Quit,
}

/// The keys, for the help.
pub const KEYS: &str = "space pause · ←/→ 15 s · ↓/↑ 1 min · [ ] speed, = normal · n/p chapter · m bookmark · u undo \
                        · s sleep · q quit";

/// The terminal in a state in which keys arrive one by one; given back when dropped.
#[derive(Debug)]
pub struct Keys {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keys {
    /// Listens.
    ///
    /// # Errors
    /// There is no terminal.
    pub fn listen<T: Send + 'static>(
        sender: SyncSender<T>,
        wrap: impl Fn(Key) -> T + Send + 'static,
    ) -> io::Result<Self> {
        /// How long the thread outlives its owner at most.
        const WAIT: Duration = Duration::from_millis(50);
        enable_raw_mode()?;
        let over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&over);
        let listen = move || {
            while !stop.load(Ordering::Relaxed) {
                match event::poll(WAIT) {
                    Ok(true) => {}
                    Ok(false) => continue,
                    Err(_) => return,
                }
                let Ok(event) = event::read() else { return };
                if let Some(key) = meaning(&event)
                    && sender.try_send(wrap(key)).is_err()
                {
                    // Nobody types faster than a player seeks; what finds no room is lost.
                }
            }
        };
        let thread = std::thread::Builder::new().name("keys".to_owned()).spawn(listen)?;
        Ok(Self { over, thread: Some(thread) })
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = disable_raw_mode();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn meaning(event: &Event) -> Option<Key> {
    let Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press | KeyEventKind::Repeat, .. }) = event else {
        return None;
    };
    Some(match code {
        KeyCode::Char('c' | 'd') if modifiers.contains(KeyModifiers::CONTROL) => Key::Quit,
        KeyCode::Char(' ') => Key::Pause,
        KeyCode::Left => Key::Seek(-15),
        KeyCode::Right => Key::Seek(15),
        KeyCode::Down => Key::Seek(-60),
        KeyCode::Up => Key::Seek(60),
        KeyCode::Char(']' | '+') => Key::Faster,
        KeyCode::Char('[' | '-') => Key::Slower,
        KeyCode::Char('=' | '0') => Key::Normal,
        KeyCode::Char('n') => Key::Next,
        KeyCode::Char('p') => Key::Previous,
        KeyCode::Char('m') => Key::Mark,
        KeyCode::Char('u') => Key::Undo,
        KeyCode::Char('s') => Key::Sleep,
        KeyCode::Char('?' | 'h') => Key::Help,
        KeyCode::Char('q') | KeyCode::Esc => Key::Quit,
        _ => return None,
    })
}

/// What the line tells.
#[derive(Debug, Clone)]
pub struct Status<'a> {
    /// The title.
    pub title: &'a str,
    /// Where it is.
    pub here_ms: u64,
    /// How long it is.
    pub duration_ms: u64,
    /// The chapter's number and title.
    pub chapter: Option<(usize, &'a str)>,
    /// How fast.
    pub speed: f64,
    /// Whether it pauses.
    pub is_paused: bool,
    /// How long until it stops by itself.
    pub sleep: Option<Duration>,
}

impl Status<'_> {
    /// `▶ Dune — 2h15m30s / 5h30m00s (41%) · ch 7 The fear · 1.25x · sleep 12m00s`
    #[must_use]
    pub fn line(&self) -> String {
        let sign = if self.is_paused { "||" } else { ">" };
        let percent = crate::applets::books::library::book::percent(self.here_ms, self.duration_ms);
        let mut line =
            format!("{sign} {} — {} / {} ({percent}%)", self.title, hms(self.here_ms), hms(self.duration_ms));
        if let Some((number, title)) = self.chapter {
            let _ = write!(line, " · ch {number} {title}");
        }
        if (self.speed - 1.0).abs() > 1e-6 {
            let left = (self.duration_ms.saturating_sub(self.here_ms) as f64 / self.speed) as u64;
            let _ = write!(line, " · {:.2}x, {} left", self.speed, hms(left));
        }
        if let Some(sleep) = self.sleep {
            let _ = write!(line, " · sleep {}", hms(sleep.as_millis() as u64));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_place_chapter_speed_and_sleep() {
        let status = Status {
            title: "Dune",
            here_ms: 8_130_000,
            duration_ms: 19_800_000,
            chapter: Some((7, "The fear")),
            speed: 1.25,
            is_paused: false,
            sleep: Some(Duration::from_mins(12)),
        };
        let expected = "> Dune — 2h15m30s / 5h30m00s (41%) · ch 7 The fear · 1.25x, 2h35m36s left · sleep 12m00s";
        assert_eq!(status.line(), expected);
    }
}
