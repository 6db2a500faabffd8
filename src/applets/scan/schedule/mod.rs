//! Whose turn it is: which probe leaves next, and what an answer or its absence changes. No clock and no socket; time is
//! the span since the beginning and comes from the caller.
//!
//! ```text
//! first pass   every port once, in a shuffled order, hosts in turn
//! passes       ports that stayed silent, in another order, with canaries between them, until the budget is met
//! slower       a pass in which late answers came makes the next one take twice as long: answers may be rationed
//! ```
//! A host is let go when each of its ports is decided or was silent often enough for what its losses suggest.

pub mod host;
mod neighbour;
mod pass;
mod patience;
pub mod window;

use std::collections::VecDeque;
use std::time::Duration;

pub use self::host::{Detail, Host, Signs};
use self::pass::Turn;
use super::loss::Loss;
use super::ports::Port;
use super::timing::{Bucket, Profile};
use super::verdict::{Reason, State, Verdict};
use crate::kit::random::Random;

/// Hosts that are scanned at the same time. Each that is dead and on this link holds an entry of the kernel's table of
/// neighbours, which by default has 1024 for the whole machine.
pub const ACTIVE_HOSTS: usize = 128;

/// How long to wait where this machine had no room and nothing is under way.
const CROWDED_PAUSE: Duration = Duration::from_millis(20);

/// So often in turn this machine may have no room for a single probe: ten seconds. Then it is taken at its word.
const CROWDED_MOST: u32 = 500;

/// One probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// The index of the host.
    pub host: u32,
    /// The index of the port.
    pub port: u32,
    /// Which try, the first being 1; 0 is a canary.
    pub attempt: u8,
}

impl Probe {
    /// Whether it only asks for a sign of life.
    #[must_use]
    pub const fn is_canary(&self) -> bool {
        self.attempt == 0
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Send this, and wait for so long.
    Send(Probe, Duration),
    /// Come back then, or when something is heard.
    Wait(Duration),
    /// Nothing until something is heard.
    Listen,
    /// All is done.
    Done,
}

/// When a host is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Goal {
    /// When each of its ports is decided.
    #[default]
    Ports,
    /// When it was heard, whatever it said.
    Presence,
}

/// What is known of a host before its first probe.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Known {
    /// Nothing.
    #[default]
    Nothing,
    /// It is a neighbour, and has said where it is.
    Here,
    /// This, of every port: nothing reaches it.
    All(Verdict),
}

/// What bounds a schedule beside the profile.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How fast.
    pub profile: Profile,
    /// So many tries for silent ports whatever the losses; none decides by them.
    pub fixed_tries: Option<u8>,
    /// How long the user wants to wait for an answer at most.
    pub wait: Option<Duration>,
    /// When a host is done.
    pub goal: Goal,
    /// How long a host may take.
    pub host_timeout: Option<Duration>,
    /// What the order follows from.
    pub seed: u64,
}

/// The schedule of all hosts.
#[derive(Debug)]
pub struct Schedule {
    bounds: Bounds,
    ports: Vec<Port>,
    hosts: Vec<Slot>,
    /// Hosts under way, the next in front.
    active: VecDeque<u32>,
    /// The first host that was not begun yet.
    waiting: u32,
    bucket: Bucket,
    underway: u32,
    /// How many may be on their way in all; shrinks where this machine has no room.
    room: f64,
    crowded_until: Duration,
    /// How often in turn there was no room although nothing was under way.
    stuck: u32,
    random: Random,
    /// What was lost on the way to all hosts.
    losses: Loss,
    /// Hosts that ended and were not fetched yet.
    ended: Vec<u32>,
    sent: u64,
    again: u64,
}

#[derive(Debug)]
enum Slot {
    /// Not begun, perhaps with what an earlier run left.
    Waiting(Option<Box<Host>>, Known),
    Active(Box<Host>),
    Ended(Box<Host>),
    /// Fetched, or never to be scanned.
    Gone,
}

impl Schedule {
    /// A schedule for `hosts` hosts.
    #[must_use]
    pub fn new(hosts: u32, ports: Vec<Port>, bounds: Bounds) -> Self {
        Self {
            bucket: Bucket::new(bounds.profile.rate),
            room: f64::from(bounds.profile.inflight.max(1)),
            random: Random::seeded(bounds.seed),
            hosts: (0..hosts).map(|_| Slot::Waiting(None, Known::Nothing)).collect(),
            ports,
            bounds,
            active: VecDeque::new(),
            waiting: 0,
            underway: 0,
            crowded_until: Duration::ZERO,
            stuck: 0,
            losses: Loss::default(),
            ended: Vec::new(),
            sent: 0,
            again: 0,
        }
    }

    /// Bounds how many probes may be on their way in all, for want of descriptors.
    pub fn limit(&mut self, most: u32) {
        self.room = self.room.min(f64::from(most.max(1)));
        self.bounds.profile.inflight = self.bounds.profile.inflight.min(most.max(1));
    }

    /// The ports, by index.
    #[must_use]
    pub fn ports(&self) -> &[Port] {
        &self.ports
    }

    /// How many probes left, and how many of them were no first ones.
    #[must_use]
    pub const fn counts(&self) -> (u64, u64) {
        (self.sent, self.again)
    }

    /// A host that did not begin yet, to be given what an earlier run decided.
    pub fn prepare(&mut self, host: u32) -> Option<&mut Host> {
        let Some(Slot::Waiting(slot, _)) = self.hosts.get_mut(host as usize) else { return None };
        let made = || {
            Box::new(Host::new(
                self.ports.len() as u32,
                self.bounds.seed ^ u64::from(host) << 20,
                &self.bounds.profile,
                Duration::ZERO,
            ))
        };
        Some(slot.get_or_insert_with(made))
    }

    /// Says what is known of a host that did not begin yet; it takes no room until then.
    pub fn tell(&mut self, host: u32, known: Known) {
        if let Some(Slot::Waiting(_, slot)) = self.hosts.get_mut(host as usize) {
            *slot = known;
        }
    }

    /// Takes a host out that is not to be scanned.
    pub fn leave_out(&mut self, host: u32) {
        if let Some(slot @ Slot::Waiting(..)) = self.hosts.get_mut(host as usize) {
            *slot = Slot::Gone;
        }
    }

    /// The next host that ended, with all it knows.
    pub fn fetch(&mut self) -> Option<(u32, Host)> {
        let index = self.ended.pop()?;
        match std::mem::replace(&mut self.hosts[index as usize], Slot::Gone) {
            Slot::Ended(host) => Some((index, *host)),
            other => {
                self.hosts[index as usize] = other;
                None
            }
        }
    }

    /// Ends everything: what is not decided stays so, and of hosts that were not begun nothing is kept.
    pub fn stop(&mut self) {
        for (index, slot) in self.hosts.iter_mut().enumerate() {
            match std::mem::replace(slot, Slot::Gone) {
                Slot::Active(host) | Slot::Waiting(Some(host), _) => {
                    *slot = Slot::Ended(host);
                    self.ended.push(index as u32);
                }
                other => *slot = other,
            }
        }
        self.active.clear();
        self.waiting = self.hosts.len() as u32;
    }

    fn host(&mut self, index: u32) -> Option<&mut Host> {
        match self.hosts.get_mut(index as usize) {
            Some(Slot::Active(host)) => Some(host),
            _ => None,
        }
    }

    /// What to do at `now`.
    pub fn step(&mut self, now: Duration) -> Step {
        self.begin_hosts(now);
        if self.active.is_empty() {
            return if self.underway == 0 { Step::Done } else { Step::Listen };
        }
        if now < self.crowded_until {
            return Step::Wait(self.crowded_until);
        }
        if f64::from(self.underway) + 1.0 > self.room {
            return Step::Listen;
        }
        if let Err(next) = self.bucket.take(now) {
            return Step::Wait(next);
        }
        let step = self.turn(now);
        if !matches!(step, Step::Send(..)) {
            self.bucket.give_back();
        }
        step
    }

    /// Lets as many hosts begin as may be under way.
    fn begin_hosts(&mut self, now: Duration) {
        while self.active.len() < ACTIVE_HOSTS && (self.waiting as usize) < self.hosts.len() {
            let index = self.waiting;
            self.waiting += 1;
            let Some(host) = self.prepare(index) else { continue };
            (host.began, host.next_at) = (now, now);
            if let Slot::Waiting(Some(mut host), known) = std::mem::replace(&mut self.hosts[index as usize], Slot::Gone)
            {
                host.know(known);
                self.hosts[index as usize] = Slot::Active(host);
                self.active.push_back(index);
            }
        }
    }

    /// Gives each active host its turn until one has something to send.
    fn turn(&mut self, now: Duration) -> Step {
        let mut next = None;
        for _ in 0..self.active.len() {
            let Some(index) = self.active.pop_front() else { break };
            match self.ask(index, now) {
                Turn::Send(probe, timeout) => {
                    self.active.push_back(index);
                    self.underway += 1;
                    self.sent += 1;
                    self.again += u64::from(probe.attempt != 1);
                    return Step::Send(probe, timeout);
                }
                Turn::Later(at) => {
                    next = Some(next.map_or(at, |next: Duration| next.min(at)));
                    self.active.push_back(index);
                }
                Turn::Full => self.active.push_back(index),
                Turn::Over => {
                    if let Slot::Active(mut host) = std::mem::replace(&mut self.hosts[index as usize], Slot::Gone) {
                        host.took = now.saturating_sub(host.began);
                        self.hosts[index as usize] = Slot::Ended(host);
                        self.ended.push(index);
                    }
                }
            }
        }
        let more = (self.waiting as usize) < self.hosts.len() && self.active.len() < ACTIVE_HOSTS;
        match next {
            _ if more => Step::Wait(now),
            Some(at) => Step::Wait(at),
            None if self.active.is_empty() && self.underway == 0 => Step::Done,
            None => Step::Listen,
        }
    }

    fn ask(&mut self, index: u32, now: Duration) -> Turn {
        let (bounds, mut random) = (self.bounds, self.random.clone());
        let ports = std::mem::take(&mut self.ports);
        let turn = self.host(index).map_or(Turn::Over, |host| host.turn(index, &ports, &bounds, now, &mut random));
        self.ports = ports;
        self.random = random;
        turn
    }

    /// A probe could not be sent for want of room here: it does not count, and fewer are under way from now on. Where there
    /// is no room for one alone, and none comes, it is told that this machine did not let it out.
    pub fn crowded(&mut self, probe: Probe, now: Duration) {
        self.stuck = if self.underway > 1 { 0 } else { self.stuck + 1 };
        if self.stuck > CROWDED_MOST {
            let verdict = Verdict::of(State::Error, Reason::LocalPolicy);
            self.answered(probe, verdict, Detail::default(), Heard::InTime, now);
            return;
        }
        self.gone(probe);
        self.sent = self.sent.saturating_sub(1);
        self.room = (f64::from(self.underway) * 0.75).max(1.0);
        self.crowded_until = now + CROWDED_PAUSE;
        if let Some(host) = self.host(probe.host) {
            host.take_back(probe);
        }
    }

    /// A probe is no longer on its way.
    fn gone(&mut self, probe: Probe) {
        self.underway = self.underway.saturating_sub(1);
        if let Some(host) = self.host(probe.host) {
            host.window.arrive();
            host.canary_is_out &= !probe.is_canary();
        }
    }

    /// Nothing is waited for any more, whatever the count says: no wait is without end.
    pub fn nothing_is_underway(&mut self) {
        self.underway = 0;
        for slot in &mut self.hosts {
            if let Slot::Active(host) = slot {
                host.forget_underway();
            }
        }
    }

    /// A probe was answered. `waited` is false where it had been given up before. Returns whether this decided the port.
    pub fn answered(&mut self, probe: Probe, verdict: Verdict, detail: Detail, heard: Heard, now: Duration) -> bool {
        if heard == Heard::InTime {
            self.gone(probe);
        }
        self.stuck = if verdict.reason == Reason::LocalPolicy { self.stuck } else { 0 };
        let most = f64::from(self.bounds.profile.inflight);
        self.room = (self.room + 1.0 / 16.0).min(most);
        let (profile, goal) = (self.bounds.profile, self.bounds.goal);
        if neighbour::is_lost(&verdict) && !self.is_believed(probe, heard, now) {
            return false;
        }
        let Some(host) = self.host(probe.host) else { return false };
        if probe.is_canary() {
            // A late one was counted as lost when it was given up.
            if heard == Heard::InTime && is_sign_of_life(&verdict) {
                host.loss.answered_at(1);
                sample(host, detail);
                if let Some(patience) = &mut host.patience {
                    patience.checked();
                }
                self.losses.answered_at(1);
            }
            return false;
        }
        let tries = host.tries(probe.port);
        if !host.decide(probe.port, verdict, detail) {
            return false;
        }
        if let Some(patience) = &mut host.patience {
            patience.answered();
            host.is_rationed |= verdict.icmp.is_some();
        }
        if is_sign_of_life(&verdict) {
            // A late answer to the first of two probes lost nothing, nor did one that was waited for as rationed ones are.
            host.heard_at(probe.port);
            let attempt = if host.has_asked_again { 1 } else { host.counted_try(probe) };
            host.loss.answered_at(attempt);
            host.canary.get_or_insert(probe.port);
            host.is_over |= goal == Goal::Presence;
            host.window.grow();
            sample(host, detail);
            if tries > 1 && attempt > 1 {
                host.late += 1;
                let trip = host.trip.timeout(&profile);
                host.window.halve(now, trip);
            }
            self.losses.answered_at(attempt);
        } else if neighbour::is_lost(&verdict) {
            host.is_over = true;
        }
        true
    }

    /// Whether a neighbour that this machine did not find is believed not to be there. Where it is not, what was sent to it
    /// is sent again.
    fn is_believed(&mut self, probe: Probe, heard: Heard, now: Duration) -> bool {
        let enough = neighbour::enough(&self.bounds, self.losses);
        let Some(host) = self.host(probe.host) else { return true };
        if host.neighbour.gave_up(enough, now) {
            return true;
        }
        tracing::debug!(host = probe.host, "a neighbour did not answer and is asked for again");
        host.next_at = host.next_at.max(host.neighbour.next_at());
        // Of one that was given up a later try may be on its way.
        if heard == Heard::InTime && !probe.is_canary() && host.fall_silent(probe.port) {
            host.put_back.push(probe.port);
        }
        false
    }

    /// Adds what was seen after a port was found open.
    pub fn sign(&mut self, probe: Probe, signs: Signs) {
        let slot = self.hosts.get_mut(probe.host as usize);
        let Some(Slot::Active(host) | Slot::Ended(host)) = slot else { return };
        host.sign(probe.port, signs);
    }

    /// Nothing was heard of a probe in its time.
    pub fn silent(&mut self, probe: Probe) {
        self.gone(probe);
        self.stuck = 0;
        let Some(host) = self.host(probe.host) else { return };
        if probe.is_canary() {
            host.loss.canary_lost();
            host.starved = true;
            self.losses.canary_lost();
        } else if host.fall_silent(probe.port) {
            host.silent.push(probe.port);
            host.window.creep();
        }
    }
}

/// Whether an answer came in the time that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It was waited for.
    InTime,
    /// It had been given up.
    Late,
}

fn is_sign_of_life(verdict: &Verdict) -> bool {
    !matches!(verdict.state, State::Error | State::Unreachable | State::Untested)
}

fn sample(host: &mut Host, detail: Detail) {
    if let Some(trip) = detail.trip {
        host.trip.sample(trip);
    }
}

#[cfg(test)]
mod tests;
