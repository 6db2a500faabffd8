//! Keys, and the line at the bottom of the terminal.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread::JoinHandle;
use std::time::Duration;

use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::keys::Typed;
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
    /// None: the terminal is gone.
    HungUp,
}

/// The keys, for the help.
pub const KEYS: &str = "space pause · ←/→ 15 s · ↓/↑ 1 min · [ ] speed, = normal · n/p chapter · m bookmark · u undo \
                        · s sleep · q quit";

/// The terminal in a state in which keys arrive one by one; given back when dropped.
///
/// Its bytes are read here and not by crossterm, which never returns once its terminal is gone.
#[derive(Debug)]
pub struct Keys {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keys {
    /// Listens. When the terminal goes away, the last key is [`Key::HungUp`].
    ///
    /// # Errors
    /// There is no terminal.
    pub fn listen<T: Send + 'static>(
        sender: SyncSender<T>,
        wrap: impl Fn(Key) -> T + Send + 'static,
    ) -> io::Result<Self> {
        let stdin = io::stdin();
        let terminal =
            if stdin.is_terminal() { stdin.as_fd().try_clone_to_owned()? } else { File::open("/dev/tty")?.into() };
        enable_raw_mode()?;
        let over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&over);
        // Nobody types faster than a player seeks; what finds no room is lost, but for the last word.
        let mut tell = move |key| match key {
            Key::HungUp => drop(sender.send(wrap(key))),
            key => drop(sender.try_send(wrap(key))),
        };
        let thread =
            std::thread::Builder::new().name("keys".to_owned()).spawn(move || listen(&terminal, &stop, &mut tell))?;
        Ok(Self { over, thread: Some(thread) })
    }
}

fn listen(terminal: &OwnedFd, stop: &AtomicBool, tell: &mut dyn FnMut(Key)) {
    /// How long the thread outlives its owner at most, and how long the parts of one key may be apart.
    const WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
    let (mut typed, mut bytes) = (Typed::default(), [0; 256]);
    while !stop.load(Ordering::Relaxed) {
        match poll(&mut [PollFd::new(terminal, PollFlags::IN)], Some(&WAIT)) {
            Err(Errno::INTR) => continue,
            Ok(0) => {
                if typed.is_waiting() {
                    typed.rest().into_iter().for_each(&mut *tell);
                }
                continue;
            }
            // Whatever it is, reading tells.
            Ok(_) | Err(_) => {}
        }
        match rustix::io::read(terminal, &mut bytes) {
            Ok(count) if count > 0 => typed.take(&bytes[..count]).into_iter().for_each(&mut *tell),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Ok(_) | Err(_) => return tell(Key::HungUp),
        }
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
