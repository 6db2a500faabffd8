//! How busy a thread is, and so how long it may wait for several sockets at once; see [`kit::linger`](crate::kit::linger).

use std::time::{Duration, Instant};

use crate::kit::linger;

/// Turns after which the pause is set anew; some milliseconds of a busy thread.
const TURNS: u64 = 1024;

/// A pause is looked at again after this time, however few turns there were: the clients may have gone.
const LONGEST: Duration = Duration::from_millis(50);

/// What a thread has seen since the pause was last set.
#[derive(Debug)]
pub struct Pace {
    since: Instant,
    turns: u64,
    /// Turns of connections that send several commands at once.
    pipelined: u64,
    /// Connections that had a turn.
    active: usize,
    /// The number of this window; a connection keeps that of the last in which it was counted. Never 0.
    window: u32,
    pause: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { since: Instant::now(), turns: 0, pipelined: 0, active: 0, window: 1, pause: Duration::ZERO }
    }
}

impl Pace {
    /// Counts a turn of a connection, which was last counted in window `seen`, and sent `commands` in the turn before.
    #[inline]
    pub fn turn(&mut self, seen: &mut u32, commands: u32) {
        self.turns += 1;
        self.pipelined += u64::from(commands > 1);
        if *seen != self.window {
            *seen = self.window;
            self.active += 1;
        }
    }

    /// Waits a little where that lets one look find several sockets ready; before each look.
    #[inline]
    pub fn linger(&mut self) {
        if self.turns >= TURNS || !self.pause.is_zero() && self.since.elapsed() > LONGEST {
            let now = Instant::now();
            // A pipeline is many commands to a look already; there a pause is time lost.
            self.pause = if self.pipelined * 2 > self.turns {
                Duration::ZERO
            } else {
                linger::pause(self.active, self.turns, now.saturating_duration_since(self.since))
            };
            self.since = now;
            (self.turns, self.pipelined, self.active) = (0, 0, 0);
            self.window = self.window.wrapping_add(1).max(1);
        }
        linger::linger(self.pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_counted_once_a_window() {
        let (mut pace, mut one, mut other) = (Pace::default(), 0, 0);
        for _ in 0..TURNS {
            pace.turn(&mut one, 1);
        }
        pace.turn(&mut other, 1);
        assert_eq!((pace.active, pace.turns), (2, TURNS + 1));
        pace.linger();
        assert_eq!((pace.active, pace.turns), (0, 0));
        pace.turn(&mut one, 1);
        assert_eq!(pace.active, 1, "a new window");
    }

    #[test]
    fn one_client_alone_is_never_kept_waiting() {
        let (mut pace, mut seen) = (Pace::default(), 0);
        for _ in 0..TURNS {
            pace.turn(&mut seen, 1);
        }
        pace.linger();
        // A tenth of an exchange, in which two end: that takes twenty clients.
        assert_eq!(pace.pause, Duration::ZERO);
    }

    #[test]
    fn pipelines_are_not_kept_waiting() {
        for (commands, waits) in [(1, true), (16, false)] {
            let (mut pace, mut seen) = (Pace::default(), [0; 50]);
            // As if they had come within 10 ms.
            pace.since -= Duration::from_millis(10);
            (0..TURNS as usize).for_each(|nth| pace.turn(&mut seen[nth % 50], commands));
            pace.linger();
            assert_eq!(!pace.pause.is_zero(), waits);
        }
    }
}
