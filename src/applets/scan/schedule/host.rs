//! What is known of one host while it is scanned: a byte of state and a count of tries for each port, its round trip,
//! its losses and its window.

use std::collections::BTreeMap;
use std::time::Duration;

use super::neighbour::Neighbour;
use super::patience::{Certainty, Patience};
use super::window::Window;
use super::{Known, Probe};
use crate::applets::scan::loss::Loss;
use crate::applets::scan::order::Order;
use crate::applets::scan::timing::{Profile, RoundTrip};
use crate::applets::scan::verdict::{Reason, State, Verdict};
use crate::applets::scan::wire::shape::Shape;

/// No probe was sent.
const UNTESTED: u8 = 0;
/// A probe is on its way.
const UNDERWAY: u8 = 1;
/// Every probe so far met silence.
const SILENT: u8 = 2;
/// From here on: an index into the verdicts.
const DECIDED: u8 = 3;

/// Different verdicts of one host beyond this are folded into the last: a byte has no more room.
const VERDICTS: usize = (u8::MAX - DECIDED) as usize;

/// Details kept for ports that are neither open nor closed: what a reader may want to see one by one.
const DETAILS: usize = 1024;

/// What is kept of a port beside its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Detail {
    /// The round trip of the probe that was answered.
    pub trip: Option<Duration>,
    /// The time to live, or hop limit, of the answer.
    pub ttl: Option<u8>,
    /// What else the answer showed.
    pub signs: Signs,
}

/// What an answer of TCP shows beside its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// Reset at once after it was accepted, without a byte.
    pub dropped: bool,
    /// A SYN-ACK that opens no window, as machines in between send.
    pub shut_window: bool,
    /// The shape of a SYN-ACK, for guesses at systems.
    pub shape: Option<Shape>,
}

/// One host under way.
#[derive(Debug)]
pub struct Host {
    cells: Vec<u8>,
    tries: Vec<u8>,
    verdicts: Vec<Verdict>,
    details: BTreeMap<u32, Detail>,
    order: Order,
    /// How far the first pass is.
    cursor: u32,
    /// Silent ports that this pass tries again.
    pub(super) again: Vec<u32>,
    /// Ports that met silence in this pass or before.
    pub(super) silent: Vec<u32>,
    /// Probes that could not be sent: first in line.
    pub(super) put_back: Vec<u32>,
    /// How many ports are decided.
    decided: u32,
    /// How much may be on its way.
    pub(super) window: Window,
    /// The round trip.
    pub(super) trip: RoundTrip,
    /// What is lost.
    pub(super) loss: Loss,
    /// A port that answers, for canaries.
    pub(super) canary: Option<u32>,
    /// Whether a canary was lost in this pass.
    pub(super) starved: bool,
    /// Whether a canary is on its way; two could not be told apart.
    pub(super) canary_is_out: bool,
    /// How many probes of each port left before the first answer, where that was late; else empty.
    early: Vec<u8>,
    /// Whether it has said where it is.
    pub(super) is_here: bool,
    /// What is known of the way there.
    pub(super) neighbour: Neighbour,
    /// Whether the neighbour was waited for.
    pub(super) waited: bool,
    /// Whether what may have been rationed was asked for again.
    pub(super) has_asked_again: bool,
    /// Ports of UDP whose silence may be the work of a ration, to be asked with patience when all else is done.
    pub(super) held: Vec<u32>,
    /// How they are asked.
    pub(super) patience: Option<Patience>,
    /// Whether silence is believed.
    pub(super) certainty: Certainty,
    /// Ports that this pass asked again.
    pub(super) asked: usize,
    /// Probes of silent ports since the last canary.
    pub(super) since_canary: u32,
    /// When the next probe may leave.
    pub(super) next_at: Duration,
    /// The gap between probes, at least; grows where answers are rationed.
    pub(super) gap: Duration,
    /// The pass: 1 is the first.
    pub(super) pass: u8,
    /// Answers in this pass that only a later try brought.
    pub(super) late: u32,
    /// When it began and, once it has, when it ended.
    pub(super) began: Duration,
    /// How long it took, once it is over.
    pub(super) took: Duration,
    /// Whether its time is over.
    pub(super) is_over: bool,
    /// Whether answers were rationed.
    pub(super) is_rationed: bool,
}

impl Host {
    /// A host with `ports` ports, of which nothing is known.
    pub(super) fn new(ports: u32, seed: u64, profile: &Profile, now: Duration) -> Self {
        Self {
            cells: vec![UNTESTED; ports as usize],
            tries: vec![0; ports as usize],
            verdicts: Vec::new(),
            details: BTreeMap::new(),
            order: Order::new(ports, seed),
            cursor: 0,
            again: Vec::new(),
            silent: Vec::new(),
            put_back: Vec::new(),
            decided: 0,
            window: Window::new(profile.host_inflight),
            trip: RoundTrip::default(),
            loss: Loss::default(),
            canary: None,
            starved: false,
            canary_is_out: false,
            early: Vec::new(),
            is_here: false,
            neighbour: Neighbour::default(),
            waited: false,
            has_asked_again: false,
            held: Vec::new(),
            patience: None,
            certainty: Certainty::Sure,
            asked: 0,
            since_canary: 0,
            next_at: now,
            gap: profile.gap,
            pass: 1,
            late: 0,
            began: now,
            took: Duration::ZERO,
            is_over: false,
            is_rationed: false,
        }
    }

    /// The next port of the first pass that is not decided yet.
    pub(super) fn next_fresh(&mut self) -> Option<u32> {
        while (self.cursor as usize) < self.cells.len() {
            let port = self.order.at(self.cursor);
            self.cursor += 1;
            if self.cells[port as usize] == UNTESTED {
                return Some(port);
            }
        }
        None
    }

    /// Marks a probe as sent; its number, the first being 1.
    pub(super) fn begin(&mut self, port: u32) -> u8 {
        self.cells[port as usize] = UNDERWAY;
        let tries = &mut self.tries[port as usize];
        *tries = tries.saturating_add(1);
        *tries
    }

    /// Takes a probe back that never left: it does not count, and is first in line.
    pub(super) fn take_back(&mut self, probe: Probe) {
        let port = probe.port;
        if probe.is_canary() || !self.is_underway(port) {
            return;
        }
        let tries = &mut self.tries[port as usize];
        *tries = tries.saturating_sub(1);
        self.cells[port as usize] = if *tries == 0 { UNTESTED } else { SILENT };
        self.put_back.push(port);
    }

    /// Marks a port as silent, unless it was decided meanwhile.
    pub(super) fn fall_silent(&mut self, port: u32) -> bool {
        let cell = &mut self.cells[port as usize];
        let waits = *cell == UNDERWAY;
        if waits {
            *cell = SILENT;
        }
        waits
    }

    /// Decides a port; false where it was decided before.
    pub(super) fn decide(&mut self, port: u32, verdict: Verdict, detail: Detail) -> bool {
        if self.cells[port as usize] >= DECIDED {
            return false;
        }
        let known = self.verdicts.iter().position(|known| *known == verdict);
        let index = known.unwrap_or_else(|| {
            if self.verdicts.len() < VERDICTS {
                self.verdicts.push(verdict);
            }
            self.verdicts.len() - 1
        });
        self.cells[port as usize] = DECIDED + index as u8;
        self.decided += 1;
        let wanted = match verdict.state {
            State::Open => true,
            State::Closed => false,
            _ => self.details.len() < DETAILS,
        };
        if wanted {
            self.details.insert(port, detail);
        }
        true
    }

    /// Adds a sign to what is known of a port.
    pub(super) fn sign(&mut self, port: u32, signs: Signs) {
        self.details.entry(port).or_default().signs = signs;
    }

    /// It was heard, by this port. Tries of before the first answer count for nothing where others met silence by then: they
    /// say nothing about what came after. A round trip alone is no silence.
    pub(super) fn heard_at(&mut self, port: u32) {
        if !self.neighbour.heard() || self.tries(port) <= 1 && !self.cells.contains(&SILENT) {
            return;
        }
        let waits =
            |(port, cell): (usize, &u8)| if *cell == SILENT || *cell == UNDERWAY { self.tries[port] } else { 0 };
        self.early = self.cells.iter().enumerate().map(waits).collect();
        self.early[port as usize] = self.tries(port).saturating_sub(1);
    }

    /// How many probes of a port count.
    pub(super) fn counted(&self, port: u32) -> u8 {
        self.tries(port).saturating_sub(self.early.get(port as usize).copied().unwrap_or_default())
    }

    /// Which try of a port that is, of those that count: the first is 1; 0 is none that does.
    pub(super) fn counted_try(&self, probe: Probe) -> u8 {
        probe.attempt.saturating_sub(self.early.get(probe.port as usize).copied().unwrap_or_default())
    }

    /// Whether a port waits for an answer.
    #[must_use]
    pub fn is_underway(&self, port: u32) -> bool {
        self.cells[port as usize] == UNDERWAY
    }

    /// What is known of a port; none where it is not decided.
    #[must_use]
    pub fn verdict(&self, port: u32) -> Option<Verdict> {
        let index = self.cells[port as usize].checked_sub(DECIDED)?;
        self.verdicts.get(usize::from(index)).copied()
    }

    /// How many probes went to a port.
    #[must_use]
    pub fn tries(&self, port: u32) -> u8 {
        self.tries[port as usize]
    }

    /// The most probes that went to any port.
    #[must_use]
    pub fn most_tries(&self) -> u8 {
        self.tries.iter().copied().max().unwrap_or_default()
    }

    /// What else is known of a port.
    #[must_use]
    pub fn detail(&self, port: u32) -> Detail {
        self.details.get(&port).copied().unwrap_or_default()
    }

    /// How many ports there are.
    #[must_use]
    pub fn ports(&self) -> u32 {
        self.cells.len() as u32
    }

    /// How many ports are decided.
    #[must_use]
    pub const fn decided(&self) -> u32 {
        self.decided
    }

    /// What was lost.
    #[must_use]
    pub const fn loss(&self) -> &Loss {
        &self.loss
    }

    /// The probability that an open port looks silent; none where nothing was silent, nothing is known of losses, or silence
    /// may be the work of a ration.
    #[must_use]
    pub fn missed(&self) -> Option<f64> {
        if self.certainty == Certainty::Doubtful {
            return None;
        }
        let is_silent = |port: &u32| self.verdict(*port).is_some_and(|verdict| verdict.reason == Reason::NoResponse);
        let least = (0..self.ports()).filter(is_silent).map(|port| self.counted(port)).min()?;
        self.loss.missed_after(least)
    }

    /// The round trip.
    #[must_use]
    pub const fn trip(&self) -> &RoundTrip {
        &self.trip
    }

    /// How long it took, once it is over.
    #[must_use]
    pub const fn took(&self) -> Duration {
        self.took
    }

    /// Whether answers were rationed.
    #[must_use]
    pub const fn is_rationed(&self) -> bool {
        self.is_rationed
    }

    /// Whether somebody said by ICMP why a probe did not arrive: such messages are rationed.
    pub(super) fn met_complaints(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.icmp.is_some())
    }

    /// Takes every probe for lost.
    pub(super) fn forget_underway(&mut self) {
        while self.window.underway() > 0 {
            self.window.arrive();
        }
        self.canary_is_out = false;
        for port in 0..self.ports() {
            if self.fall_silent(port) {
                self.silent.push(port);
            }
        }
    }

    /// Takes over what is known before the first probe.
    pub(super) fn know(&mut self, known: Known) {
        match known {
            Known::Nothing => {}
            Known::Here => self.is_here = true,
            Known::All(verdict) => (0..self.ports()).for_each(|port| {
                self.decide(port, verdict, Detail::default());
            }),
        }
    }

    /// Takes over what an earlier run decided.
    pub fn adopt(&mut self, port: u32, verdict: Verdict, tries: u8, detail: Detail) {
        if self.decide(port, verdict, detail) {
            self.tries[port as usize] = tries;
        }
    }
}
