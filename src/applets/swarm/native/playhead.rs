//! A playhead without a picture: media comes in, the clock takes it out. Pure.
//!
//! Words as in Media3's `PlaybackStats`: *join* is the wait for the first picture, *rebuffer* a wait within playing. The
//! ratio is rebuffer / (join + rebuffer + play); some vendors leave the join out.

use std::time::{Duration, Instant};

/// What a viewer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// Nothing yet.
    Joining,
    /// The picture moves.
    Playing,
    /// The picture stands.
    Stalled,
    /// It is over.
    Ended,
}

/// Times since the last [`Playhead::take`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Playing.
    pub play: Duration,
    /// Waiting within playing.
    pub rebuffer: Duration,
    /// Waiting for the first picture.
    pub join: Duration,
    /// How often playing turned into waiting.
    pub rebuffers: u64,
}

/// One viewer's picture.
#[derive(Debug, Clone, Copy)]
pub struct Playhead {
    scene: Scene,
    /// Up to when it was reckoned.
    at: Instant,
    /// Media that was not shown yet.
    buffer: Duration,
    /// Whether nothing more will come.
    complete: bool,
    spent: Spent,
}

impl Playhead {
    /// Somebody wants to see something from now on.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self { scene: Scene::Joining, at: now, buffer: Duration::ZERO, complete: false, spent: Spent::default() }
    }

    /// What is seen as of the last reckoning.
    #[must_use]
    pub const fn scene(&self) -> Scene {
        self.scene
    }

    /// Media that was not shown yet, as of the last reckoning.
    #[must_use]
    pub const fn buffer(&self) -> Duration {
        self.buffer
    }

    /// When the buffer will hold no more than `rest`; at once where it does already, never where nothing moves.
    #[must_use]
    pub fn holds_until(&self, rest: Duration) -> Option<Instant> {
        (self.scene == Scene::Playing).then(|| self.at + self.buffer.saturating_sub(rest))
    }

    /// Reckons up to `now`.
    pub fn advance(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at);
        self.at = self.at.max(now);
        match self.scene {
            Scene::Joining => self.spent.join += passed,
            Scene::Stalled => self.spent.rebuffer += passed,
            Scene::Ended => {}
            Scene::Playing => {
                let shown = passed.min(self.buffer);
                self.buffer -= shown;
                self.spent.play += shown;
                if self.buffer.is_zero() && self.complete {
                    self.scene = Scene::Ended;
                } else if shown < passed {
                    self.scene = Scene::Stalled;
                    self.spent.rebuffers += 1;
                    self.spent.rebuffer += passed.saturating_sub(shown);
                }
            }
        }
    }

    /// Media has come; whether it was the first, which is when the picture begins to move.
    pub fn add(&mut self, media: Duration, now: Instant) -> bool {
        self.advance(now);
        if self.scene == Scene::Ended || media.is_zero() {
            return false;
        }
        self.buffer += media;
        let is_first = self.scene == Scene::Joining;
        self.scene = Scene::Playing;
        is_first
    }

    /// Nothing more will come: what is there is shown to its end.
    pub fn complete(&mut self, now: Instant) {
        self.advance(now);
        self.complete = true;
        if self.buffer.is_zero() {
            self.scene = Scene::Ended;
        }
    }

    /// The times so far, which then begin anew.
    pub fn take(&mut self) -> Spent {
        std::mem::take(&mut self.spent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn a_buffer_that_lasts_is_never_a_wait() {
        let begin = Instant::now();
        let mut head = Playhead::new(begin);
        assert!(head.add(4 * S, begin + S));
        for second in 2..20 {
            assert!(!head.add(S, begin + second * S));
        }
        let spent = head.take();
        assert_eq!((spent.join, spent.play, spent.rebuffer, spent.rebuffers), (S, 18 * S, Duration::ZERO, 0));
        assert_eq!(head.buffer(), 4 * S);
    }

    #[test]
    fn waits_are_as_long_as_the_gap_in_what_came() {
        // Two seconds of media every three seconds: one second of waiting each time.
        let begin = Instant::now();
        let mut head = Playhead::new(begin);
        for turn in 0..10 {
            head.add(2 * S, begin + turn * 3 * S);
        }
        let spent = head.take();
        assert_eq!((spent.play, spent.rebuffer, spent.rebuffers, spent.join), (18 * S, 9 * S, 9, Duration::ZERO));
        head.advance(begin + 30 * S);
        assert_eq!((head.scene(), head.take().rebuffer), (Scene::Stalled, S));
    }

    #[test]
    fn the_end_is_no_wait() {
        let begin = Instant::now();
        let mut head = Playhead::new(begin);
        head.add(2 * S, begin);
        head.complete(begin + S);
        assert_eq!(head.holds_until(Duration::ZERO), Some(begin + 2 * S));
        head.advance(begin + 9 * S);
        assert_eq!((head.scene(), head.take()), (Scene::Ended, Spent { play: 2 * S, ..Spent::default() }));
        assert!(!head.add(S, begin + 10 * S), "it is over");
    }

    #[test]
    fn a_stream_of_nothing_ends_at_once() {
        let begin = Instant::now();
        let mut head = Playhead::new(begin);
        head.complete(begin + S);
        assert_eq!((head.scene(), head.take().join), (Scene::Ended, S));
    }

    #[test]
    fn it_tells_when_there_is_room_again() {
        let begin = Instant::now();
        let mut head = Playhead::new(begin);
        assert_eq!(head.holds_until(S), None);
        head.add(5 * S, begin);
        assert_eq!(head.holds_until(2 * S), Some(begin + 3 * S));
        assert_eq!(head.holds_until(9 * S), Some(begin));
    }
}
