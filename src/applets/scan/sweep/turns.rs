//! Whose turn it is in a sweep, and how long an answer is waited for. No clock and no socket.
//!
//! Everybody is asked once before anybody is asked again; silence is believed after as many tries as the profile has, and
//! after more where answers were seen to be lost. An answer counts whenever it comes before the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use crate::applets::scan::loss::{Loss, UNHEARD};
use crate::applets::scan::timing::{Bucket, Profile, RoundTrip};

/// Neighbours answer sooner than hosts beyond routers: so long is waited before a round trip is known.
const NEIGHBOURLY: Duration = Duration::from_millis(200);

/// A sweep is never faster than this, whatever the profile: switches handle broadcasts in software.
const FASTEST: f64 = 20_000.0;

/// Nobody is waited for longer than this, unless round trips are: answers count until the end, whichever try they are to.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often silence must be met before it is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// So often, whatever was lost.
    Exactly(u8),
    /// So often, and more where answers were seen to be lost.
    AtLeast(u8),
    /// The same, and more while too few have answered to tell what is lost: this silence decides every port of a host.
    Surely(u8),
}

impl Default for Tries {
    fn default() -> Self {
        Self::AtLeast(1)
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Ask this one; the try, the first being 1.
    Ask(u32, u8),
    /// Listen until then.
    Wait(Duration),
    /// Everybody answered or was asked often enough.
    Done,
}

#[derive(Debug, Clone, Copy, Default)]
struct Guest {
    tries: u8,
    asked_at: Duration,
    has_answered: bool,
}

/// The turns of a sweep.
#[derive(Debug)]
pub struct Turns {
    guests: Vec<Guest>,
    fresh: u32,
    waiting: BinaryHeap<Reverse<(Duration, u32)>>,
    bucket: Bucket,
    profile: Profile,
    tries: Tries,
    trip: RoundTrip,
    loss: Loss,
}

impl Turns {
    /// Turns for `count` hosts, each asked so often before its silence is believed. `count` is at most 2³².
    #[must_use]
    pub fn new(count: usize, tries: Tries, profile: &Profile) -> Self {
        // The slow profiles have a gap and no rate.
        let by_gap = if profile.gap.is_zero() { FASTEST } else { profile.gap.as_secs_f64().recip() };
        let rate = profile.rate.unwrap_or(by_gap).min(FASTEST);
        let profile = Profile { first_timeout: profile.first_timeout.min(NEIGHBOURLY), ..*profile };
        Self {
            guests: vec![Guest::default(); count],
            fresh: 0,
            waiting: BinaryHeap::new(),
            bucket: Bucket::new(Some(rate)),
            profile,
            tries,
            trip: RoundTrip::default(),
            loss: Loss::default(),
        }
    }

    /// How many tries are enough.
    fn enough(&self) -> u8 {
        let by_losses = |least: u8, unknown| self.loss.tries(self.profile.miss, unknown).max(least).max(1);
        match self.tries {
            Tries::Exactly(tries) => tries.max(1),
            Tries::AtLeast(tries) if !self.loss.was_seen() => tries.max(1),
            Tries::AtLeast(tries) => by_losses(tries, tries),
            Tries::Surely(tries) => by_losses(tries, UNHEARD),
        }
    }

    /// How long the answer to a try is waited for: longer each time, up to a bound.
    fn patience(&self, attempt: u8) -> Duration {
        let timeout = self.trip.timeout(&self.profile);
        let most = timeout.max(PATIENCE.min(self.profile.most_timeout));
        (timeout * (u32::from(attempt) + 1) / 2).min(most)
    }

    /// What to do at `now`.
    pub fn next(&mut self, now: Duration) -> Turn {
        let enough = self.enough();
        // Who has answered or was asked often enough holds nobody up.
        while let Some(Reverse((at, guest))) = self.waiting.peek().copied() {
            let Guest { tries, has_answered, .. } = self.guests[guest as usize];
            if !has_answered && (tries < enough || at > now) {
                break;
            }
            self.waiting.pop();
        }
        let due = self.waiting.peek().map(|Reverse((at, _))| *at);
        let has_fresh = (self.fresh as usize) < self.guests.len();
        if !has_fresh && due.is_none() {
            return Turn::Done;
        }
        if let Some(at) = due.filter(|at| !has_fresh && *at > now) {
            return Turn::Wait(at);
        }
        if let Err(at) = self.bucket.take(now) {
            return Turn::Wait(at);
        }
        let guest = if has_fresh {
            self.fresh += 1;
            self.fresh - 1
        } else {
            let Some(Reverse((_, guest))) = self.waiting.pop() else { return Turn::Done };
            guest
        };
        let state = &mut self.guests[guest as usize];
        state.tries += 1;
        state.asked_at = now;
        let attempt = state.tries;
        self.waiting.push(Reverse((now + self.patience(attempt), guest)));
        Turn::Ask(guest, attempt)
    }

    /// One of them answered, to this try where the answer tells; how long it took, where that is certain. False where it
    /// had answered before.
    pub fn heard(&mut self, guest: u32, attempt: Option<u8>, now: Duration) -> (bool, Option<Duration>) {
        let Some(state) = self.guests.get_mut(guest as usize) else { return (false, None) };
        if std::mem::replace(&mut state.has_answered, true) {
            return (false, None);
        }
        // Karn's rule: an answer to one of several tries has no certain round trip, unless it says to which.
        let is_certain = attempt.map_or(state.tries == 1, |attempt| attempt == state.tries);
        let trip = is_certain.then(|| now.saturating_sub(state.asked_at));
        if let Some(trip) = trip {
            self.trip.sample(trip);
        }
        self.loss.answered_at(attempt.unwrap_or(state.tries).max(1));
        (true, trip)
    }

    /// Does not ask this one any more.
    pub fn leave(&mut self, guest: u32) {
        if let Some(state) = self.guests.get_mut(guest as usize) {
            state.has_answered = true;
        }
    }

    /// How often one was asked.
    #[must_use]
    pub fn tries(&self, guest: u32) -> u8 {
        self.guests.get(guest as usize).map_or(0, |state| state.tries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a sweep in which `answers` says at which try a host answers, a millisecond later; who was asked how often, and
    /// how long it took.
    fn play(count: u32, profile: &Profile, answers: impl Fn(u32) -> Option<u8>) -> (Vec<u8>, Duration) {
        let mut turns = Turns::new(count as usize, Tries::AtLeast(profile.tries), profile);
        let (mut now, mut coming) = (Duration::ZERO, Vec::new());
        loop {
            coming.retain(|(at, guest)| *at > now || !turns.heard(*guest, None, now).0);
            match turns.next(now) {
                Turn::Ask(guest, attempt) => {
                    if answers(guest) == Some(attempt) {
                        coming.push((now + Duration::from_millis(1), guest));
                    }
                }
                Turn::Wait(at) => now = coming.iter().map(|(at, _)| *at).chain([at]).min().unwrap_or(at),
                Turn::Done => break,
            }
        }
        ((0..count).map(|guest| turns.tries(guest)).collect(), now)
    }

    #[test]
    fn who_answers_is_asked_once_and_who_is_silent_as_often_as_the_profile_says() {
        let profile = Profile { rate: None, ..Profile::of(3) };
        let (tries, took) = play(256, &profile, |guest| (guest < 10).then_some(1));
        assert!(tries[..10].iter().all(|tries| *tries == 1) && tries[10..].iter().all(|tries| *tries == 3));
        assert!(took < Duration::from_millis(600), "{took:?}");
        let (_, paced) = play(256, &Profile::of(3), |guest| (guest < 10).then_some(1));
        assert!(paced > Duration::from_millis(700), "748 questions at a thousand a second: {paced:?}");
    }

    #[test]
    fn losses_that_were_seen_make_it_ask_more_often() {
        let profile = Profile { rate: None, ..Profile::of(3) };
        let (tries, _) = play(60, &profile, |guest| (guest < 40).then_some(1 + (guest % 3 == 0) as u8));
        assert!(tries[40..].iter().all(|tries| *tries > 3), "{tries:?}");
    }

    #[test]
    fn silence_that_decides_ports_is_met_as_often_as_losses_may_want_while_they_are_unknown() {
        let asked = |tries, heard: u32, profile: &Profile| {
            let mut turns = Turns::new(1 + heard as usize, tries, profile);
            let (mut now, mut count) = (Duration::ZERO, 0);
            loop {
                match turns.next(now) {
                    Turn::Ask(0, _) => count += 1,
                    Turn::Ask(guest, _) => drop(turns.heard(guest, None, now)),
                    Turn::Wait(at) => now = at,
                    Turn::Done => return (count, now),
                }
            }
        };
        let profile = Profile { rate: None, ..Profile::of(3) };
        let (count, took) = asked(Tries::Surely(5), 0, &profile);
        assert_eq!(count, UNHEARD);
        assert!(took < Duration::from_secs(3), "{took:?}");
        assert_eq!(asked(Tries::Surely(5), 100, &profile).0, 5, "others show that nothing is lost");
        assert_eq!(asked(Tries::AtLeast(3), 0, &profile).0, 3);
        assert_eq!(asked(Tries::Exactly(1), 0, &profile).0, 1);
        let short = Duration::from_millis(50);
        let hasty = Profile { first_timeout: short, least_timeout: short, most_timeout: short, ..profile };
        assert_eq!(asked(Tries::Surely(5), 0, &hasty), (UNHEARD, short * UNHEARD.into()), "--timeout is kept");
    }

    #[test]
    fn nobody_known_and_nobody_there_ends_as_well() {
        let (tries, took) = play(1, &Profile::of(5), |_| None);
        assert_eq!(tries, [2]);
        assert!(took <= Duration::from_millis(600), "{took:?}");
        assert_eq!(play(0, &Profile::of(0), |_| None).1, Duration::ZERO);
        let (_, slow) = play(3, &Profile::of(2), |_| Some(1));
        assert!(slow >= Duration::from_millis(800), "one each 400 ms: {slow:?}");
    }
}
