//! What was heard: out of where a player says it is, by a clock that only goes forward.
//!
//! Going on at its speed is listening; anything else is a jump. A pause, and a machine that sleeps, are neither.

use std::time::Duration;

/// What is more than playing can explain.
const SLACK_MS: u64 = 1500;

/// A part of the book that was heard in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// From where.
    pub from_ms: u64,
    /// To where.
    pub to_ms: u64,
    /// How long it took.
    pub wall_ms: u64,
    /// A thousandth of the speed.
    pub speed: u32,
}

/// What became clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on.
    On,
    /// The listener went from one place to another; what was heard before stands in front.
    Jumped {
        /// What was heard before.
        before: Option<Heard>,
        /// Where they were.
        from_ms: u64,
        /// Where they are.
        to_ms: u64,
    },
}

/// What is being heard.
#[derive(Debug, Clone)]
pub struct Hearing {
    from_ms: u64,
    here_ms: u64,
    wall: Duration,
    /// When `here_ms` was told.
    told: Duration,
    paused: bool,
    speed: f64,
}

impl Hearing {
    /// At a place, before anything was heard.
    #[must_use]
    pub fn at(place_ms: u64, speed: f64, now: Duration) -> Self {
        Self { from_ms: place_ms, here_ms: place_ms, wall: Duration::ZERO, told: now, paused: false, speed }
    }

    /// The player says where it is.
    pub fn position(&mut self, place_ms: u64, now: Duration) -> Outcome {
        let passed = now.saturating_sub(self.told);
        let most_ms = (passed.as_secs_f64() * 1000.0 * self.speed) as u64 + SLACK_MS;
        let goes_on = place_ms >= self.here_ms && place_ms - self.here_ms <= most_ms;
        if goes_on {
            if !self.paused {
                // Never more than the clock, never more than was played.
                let played = Duration::from_secs_f64((place_ms - self.here_ms) as f64 / 1000.0 / self.speed);
                self.wall += played.min(passed);
            }
            (self.here_ms, self.told) = (place_ms, now);
            return Outcome::On;
        }
        let (before, from_ms) = (self.take(), self.here_ms);
        (self.from_ms, self.here_ms, self.told) = (place_ms, place_ms, now);
        Outcome::Jumped { before, from_ms, to_ms: place_ms }
    }

    /// The player pauses, or goes on.
    pub fn pause(&mut self, paused: Paused, now: Duration) {
        self.paused = paused == Paused::Yes;
        self.told = now;
    }

    /// The player plays at another speed from here on; what was heard at the old one.
    pub fn speed(&mut self, speed: f64) -> Option<Heard> {
        let heard = if (speed - self.speed).abs() > 1e-6 { self.take() } else { None };
        self.speed = speed;
        heard
    }

    /// What was heard since the last time, which is over with this.
    pub fn take(&mut self) -> Option<Heard> {
        let heard = self.so_far();
        (self.from_ms, self.wall) = (self.here_ms, Duration::ZERO);
        heard
    }

    /// What was heard since the last time, which goes on.
    #[must_use]
    pub fn so_far(&self) -> Option<Heard> {
        let speed = (self.speed * 1000.0).round() as u32;
        let wall_ms = self.wall.as_millis() as u64;
        let (from_ms, to_ms) = (self.from_ms, self.here_ms);
        (to_ms > from_ms).then_some(Heard { from_ms, to_ms, wall_ms, speed })
    }

    /// Where the player is.
    #[must_use]
    pub fn here_ms(&self) -> u64 {
        self.here_ms
    }

    /// Whether it pauses.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }
}

/// Whether a player pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paused {
    /// It does.
    Yes,
    /// It plays.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn playing_is_heard_and_jumps_are_not() {
        let mut hearing = Hearing::at(10_000, 1.0, after(0));
        for second in 1..=20 {
            assert_eq!(hearing.position(10_000 + second * 1000, after(second * 1000)), Outcome::On);
        }
        let before = Some(Heard { from_ms: 10_000, to_ms: 30_000, wall_ms: 20_000, speed: 1000 });
        let jumped = Outcome::Jumped { before, from_ms: 30_000, to_ms: 5000 };
        assert_eq!(hearing.position(5000, after(20_500)), jumped);
        assert_eq!(hearing.take(), None);
    }

    #[test]
    fn sleep_and_pauses_are_no_listening() {
        let mut hearing = Hearing::at(0, 1.0, after(0));
        hearing.position(1000, after(1000));
        hearing.pause(Paused::Yes, after(1000));
        hearing.position(1000, after(3_600_000));
        hearing.pause(Paused::No, after(3_600_000));
        hearing.position(2000, after(3_601_000));
        assert_eq!(hearing.take(), Some(Heard { from_ms: 0, to_ms: 2000, wall_ms: 2000, speed: 1000 }));
    }

    #[test]
    fn twice_the_speed_takes_half_the_time() {
        let mut hearing = Hearing::at(0, 2.0, after(0));
        for second in 1..=10 {
            hearing.position(second * 2000, after(second * 1000));
        }
        assert_eq!(hearing.speed(1.0), Some(Heard { from_ms: 0, to_ms: 20_000, wall_ms: 10_000, speed: 2000 }));
        assert_eq!(hearing.speed(1.0), None);
    }
}
