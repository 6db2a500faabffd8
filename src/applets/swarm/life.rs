//! The life of one client as a machine without clock or process: created, starting, running, backoff, stopped. It is
//! the same for a process of ffmpeg and for a session of a player.
//!
//! ```text
//! created → starting → running → backoff → starting → …       every state → stopped, which is the end
//!               └─ cannot start ───↑
//! ```
//! Every exit leads to a new start, that of success too: a viewer who has seen the end begins again.

use std::time::Duration;

use crate::kit::random::Random;

/// A client that ran for so long was well; its next failure is a first one.
pub const WELL_AFTER: Duration = Duration::from_secs(30);

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(5);
const FACTOR: f64 = 1.7;

/// Pauses differ by up to this share either way, so that clients that fail together do not come back together.
const SPREAD: f64 = 0.2;

/// Where a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its slot has not come.
    Created,
    /// Its process is being made.
    Starting,
    /// Its process is there.
    Running,
    /// It waits for its next start.
    Backoff,
    /// The end.
    Stopped,
}

/// What happens to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// Its slot, or the end of its pause, has come.
    Due,
    /// Its process is there.
    Spawned,
    /// The process could not be made.
    Refused,
    /// The process has ended after so long.
    Exited {
        /// Whether it ended as one that has done its work.
        clean: bool,
        /// How long it was there.
        uptime: Duration,
    },
    /// The run ends.
    Stop,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Make a process.
    Spawn,
    /// Watch it.
    Watch,
    /// Wait for so long.
    Pause(Duration),
    /// End the process, if there is one.
    End,
    /// It was started as often as it may be.
    GiveUp,
}

/// The machine.
#[derive(Debug)]
pub struct Life {
    state: State,
    attempts: i32,
    restarts: u64,
    most: Option<u64>,
    chances: Random,
}

impl Life {
    /// A client that may be started anew `most` times.
    #[must_use]
    pub const fn new(most: Option<u64>, chances: Random) -> Self {
        Self { state: State::Created, attempts: 0, restarts: 0, most, chances }
    }

    /// Where it is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// How often it was started anew.
    #[must_use]
    pub const fn restarts(&self) -> u64 {
        self.restarts
    }

    /// What follows from what happened. What cannot happen in a state changes nothing and ends the client.
    pub fn on(&mut self, happening: Happening) -> Next {
        match (self.state, happening) {
            (State::Created | State::Backoff, Happening::Due) => {
                if self.state == State::Backoff {
                    self.restarts += 1;
                }
                self.state = State::Starting;
                Next::Spawn
            }
            (State::Starting, Happening::Spawned) => {
                self.state = State::Running;
                Next::Watch
            }
            (State::Running, Happening::Exited { clean, uptime }) => {
                if clean || uptime >= WELL_AFTER {
                    self.attempts = 0;
                }
                self.back_off()
            }
            (State::Starting, Happening::Refused) => self.back_off(),
            _ => {
                self.state = State::Stopped;
                Next::End
            }
        }
    }

    fn back_off(&mut self) -> Next {
        if self.most.is_some_and(|most| self.restarts >= most) {
            self.state = State::Stopped;
            return Next::GiveUp;
        }
        self.state = State::Backoff;
        let pause = FIRST.mul_f64(FACTOR.powi(self.attempts.min(20))).min(LONGEST);
        self.attempts += 1;
        Next::Pause(pause.mul_f64(1.0 - SPREAD + 2.0 * SPREAD * self.chances.unit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: Happening = Happening::Exited { clean: false, uptime: Duration::from_secs(1) };

    fn life(most: Option<u64>) -> Life {
        Life::new(most, Random::seeded(1))
    }

    fn pause(next: Next) -> f64 {
        let Next::Pause(pause) = next else { panic!("{next:?}") };
        pause.as_secs_f64()
    }

    /// Starts it and has it end.
    fn round(life: &mut Life, end: Happening) -> Next {
        assert_eq!(life.on(Happening::Due), Next::Spawn);
        assert_eq!(life.on(Happening::Spawned), Next::Watch);
        life.on(end)
    }

    #[test]
    fn pauses_grow_to_five_seconds_and_differ_by_a_fifth() {
        let mut life = life(None);
        for expected in [0.25, 0.425, 0.7225, 1.228, 2.088, 3.549, 5.0, 5.0, 5.0] {
            let pause = pause(round(&mut life, FAILED));
            assert!(pause >= expected * 0.799 && pause <= expected * 1.201, "{pause} for {expected}");
        }
        assert_eq!(life.restarts(), 8);
    }

    #[test]
    fn a_client_that_was_well_or_came_to_its_end_starts_soon() {
        for well in [
            Happening::Exited { clean: true, uptime: Duration::ZERO },
            Happening::Exited { clean: false, uptime: WELL_AFTER },
        ] {
            let mut life = life(None);
            for _ in 0..5 {
                round(&mut life, FAILED);
            }
            assert!(pause(round(&mut life, well)) <= 0.301);
        }
    }

    #[test]
    fn restarts_are_bounded_where_asked() {
        let mut life = life(Some(2));
        assert!(pause(round(&mut life, FAILED)) > 0.0);
        assert!(pause(round(&mut life, FAILED)) > 0.0);
        assert_eq!(round(&mut life, FAILED), Next::GiveUp);
        assert_eq!((life.state(), life.restarts()), (State::Stopped, 2));
    }

    #[test]
    fn a_process_that_cannot_be_made_is_tried_again() {
        let mut life = life(Some(1));
        life.on(Happening::Due);
        assert!(pause(life.on(Happening::Refused)) > 0.0);
        assert_eq!(life.state(), State::Backoff);
        life.on(Happening::Due);
        assert_eq!(life.on(Happening::Refused), Next::GiveUp);
    }

    #[test]
    fn a_stop_ends_it_from_everywhere() {
        for before in [
            &[][..],
            &[Happening::Due],
            &[Happening::Due, Happening::Spawned],
            &[Happening::Due, Happening::Spawned, FAILED],
        ] {
            let mut life = life(None);
            for &happening in before {
                life.on(happening);
            }
            assert_eq!(life.on(Happening::Stop), Next::End);
            assert_eq!(life.state(), State::Stopped);
            assert_eq!(life.on(Happening::Due), Next::End, "stopped is the end");
        }
    }

    #[test]
    fn the_same_chances_give_the_same_pauses() {
        let of = |seed| {
            let mut life = Life::new(None, Random::seeded(seed));
            (0..5).map(|_| pause(round(&mut life, FAILED))).collect::<Vec<_>>()
        };
        assert_eq!(of(4), of(4));
        assert_ne!(of(4), of(5));
    }
}
