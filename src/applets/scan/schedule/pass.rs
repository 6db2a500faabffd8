//! What one host does next: its passes over ports that stayed silent, and how slow each must be.

use std::time::Duration;

use super::host::Host;
use super::{Bounds, Probe};
use crate::applets::scan::loss::MOST_TRIES;
use crate::applets::scan::ports::Port;
use crate::applets::scan::schedule::Detail;
use crate::applets::scan::timing::Profile;
use crate::applets::scan::verdict::{State, Verdict};
use crate::kit::random::Random;

/// Every so many probes of silent ports a canary goes along.
const CANARY_EVERY: u32 = 16;

/// The third pass takes at least so long where late answers came in the second; each further one twice as long.
const SLOW_PASS: Duration = Duration::from_millis(500);

/// Late answers of more than this share of tries are the work of a ration and not of chance: no network that is of any use
/// loses as much.
const RATIONED_SHARE: f64 = 0.4;

/// No pass is stretched beyond this.
const SLOWEST_PASS: Duration = Duration::from_secs(16);

/// Late answers slow a scan down where they are one in so many of those that are tried again, or more: fewer are the tail
/// of losses by chance.
const LATE_IN: usize = 100;

/// Up to this pass lost canaries alone make the next one slower: it takes four seconds.
const LAST_BENEFIT_OF_DOUBT: u8 = 6;

/// No gap is stretched beyond this: the ration of ICMP errors on most systems is one a second.
const WIDEST_GAP: Duration = Duration::from_millis(1050);

/// So many silent ports, at most, are asked once more at the pace of rationed messages: it takes a second for each.
const FEW_SILENT: usize = 4;

/// Linux asks three times, a second apart, before it gives a neighbour up and says so (arp(7)); measured 3.05 s.
const NEIGHBOUR: Duration = Duration::from_millis(3300);

/// What a host does with its turn.
pub(super) enum Turn {
    Send(Probe, Duration),
    Later(Duration),
    Full,
    Over,
}

impl Host {
    /// What this host, of this index, does at `now`.
    pub(super) fn turn(
        &mut self,
        index: u32,
        ports: &[Port],
        bounds: &Bounds,
        now: Duration,
        random: &mut Random,
    ) -> Turn {
        if bounds.host_timeout.is_some_and(|limit| now > self.began + limit) {
            self.is_over = true;
        }
        if self.is_over {
            let down = self.verdict_of_all();
            if let Some(verdict) = down {
                self.decide_rest(verdict);
            }
            return if self.window.underway() == 0 { Turn::Over } else { Turn::Full };
        }
        if !self.window.has_room() {
            return Turn::Full;
        }
        if now < self.next_at {
            return Turn::Later(self.next_at);
        }
        let port = self.put_back.pop().or_else(|| self.next_fresh()).or_else(|| self.take_again(random));
        let Some(port) = port else {
            if self.window.underway() > 0 {
                return Turn::Full;
            }
            if self.begin_pass(bounds, now) {
                return Turn::Later(self.next_at);
            }
            if let Some((port, timeout)) = self.last_word(bounds, now) {
                self.window.leave();
                let attempt = self.begin(port);
                return Turn::Send(Probe { host: index, port, attempt }, timeout);
            }
            self.believe_silence(ports);
            return Turn::Over;
        };
        self.next_at = now + self.gap;
        self.window.leave();
        let timeout = self.trip.timeout(&bounds.profile);
        if self.pass > 1 {
            self.since_canary += 1;
            if self.since_canary >= CANARY_EVERY
                && !self.canary_is_out
                && let Some(canary) = self.canary
            {
                (self.since_canary, self.canary_is_out) = (0, true);
                self.put_back.push(port);
                return Turn::Send(Probe { host: index, port: canary, attempt: 0 }, timeout);
            }
        }
        let attempt = self.begin(port);
        Turn::Send(Probe { host: index, port, attempt }, timeout)
    }

    fn take_again(&mut self, random: &mut Random) -> Option<u32> {
        if self.again.is_empty() {
            return None;
        }
        let at = random.below(self.again.len() as u64) as usize;
        Some(self.again.swap_remove(at))
    }

    /// How many silent tries are enough. Where losses were seen, the budget is shared by all ports: one of many is wrong
    /// more often than one of one.
    fn needed(&self, profile: &Profile) -> u8 {
        let sharers = if self.loss.was_seen() { f64::from(self.ports().max(1)) } else { 1.0 };
        self.loss.tries(profile.miss / sharers, profile.tries)
    }

    /// Begins another pass over ports that were not silent often enough; false where there are none.
    fn begin_pass(&mut self, bounds: &Bounds, now: Duration) -> bool {
        let profile = &bounds.profile;
        let needed = bounds.fixed_tries.unwrap_or_else(|| self.needed(profile)).min(MOST_TRIES);
        let silent = std::mem::take(&mut self.silent);
        let (again, done): (Vec<u32>, Vec<u32>) = silent.into_iter().partition(|port| self.tries(*port) < needed);
        (self.again, self.silent) = (again, done);
        if self.again.is_empty() {
            return self.ask_slowly(bounds, now);
        }
        self.pass = self.pass.saturating_add(1);
        // A lost canary is chance or a ration; by the last of these passes a ration would have let something through.
        let starved = std::mem::take(&mut self.starved) && self.pass <= LAST_BENEFIT_OF_DOUBT;
        let late = std::mem::take(&mut self.late) as usize;
        if starved || late > 0 && late * LATE_IN >= self.again.len() {
            self.is_rationed |= self.pass > 3 && self.loss.share().is_some_and(|share| share > RATIONED_SHARE);
            let stretch = SLOW_PASS * 2_u32.saturating_pow(u32::from(self.pass.saturating_sub(3)));
            let gap = stretch.min(SLOWEST_PASS) / self.again.len() as u32;
            self.gap = gap.min(WIDEST_GAP).max(self.gap);
            self.next_at = now + self.gap;
        }
        true
    }

    /// One more pass over the few that are silent at a host where others were refused by ICMP: most systems send one such
    /// message a second, and those beyond that are silence that is none. Fast profiles do not wait for that.
    fn ask_slowly(&mut self, bounds: &Bounds, now: Duration) -> bool {
        let few = (1..=FEW_SILENT).contains(&self.silent.len());
        let may = few && bounds.profile.level <= 3 && bounds.fixed_tries.is_none();
        if !may || self.has_asked_again || !self.met_complaints() {
            return false;
        }
        self.has_asked_again = true;
        self.again = std::mem::take(&mut self.silent);
        self.gap = WIDEST_GAP;
        self.next_at = now + self.gap;
        true
    }

    /// One more probe for a host of which nothing was heard, until the system has given up its neighbour: a host that
    /// is not there is then told from one that is silent. Fast profiles do not wait for that.
    fn last_word(&mut self, bounds: &Bounds, now: Duration) -> Option<(u32, Duration)> {
        let patience = (self.began + NEIGHBOUR).checked_sub(now)?;
        if self.waited || self.trip.is_known() || self.decided() > 0 || bounds.profile.level > 3 {
            return None;
        }
        self.waited = true;
        Some((self.silent.pop()?, patience))
    }

    /// Silence is the answer where there was no other.
    fn believe_silence(&mut self, ports: &[Port]) {
        for port in std::mem::take(&mut self.silent) {
            let verdict = Verdict::silence(ports[port as usize].proto);
            self.decide(port, verdict, Detail::default());
        }
    }

    /// What holds for every port of a host that nothing reaches.
    fn verdict_of_all(&self) -> Option<Verdict> {
        let first = (0..self.ports()).find_map(|port| self.verdict(port))?;
        (first.state == State::Unreachable).then_some(first)
    }

    fn decide_rest(&mut self, verdict: Verdict) {
        for port in 0..self.ports() {
            self.decide(port, verdict, Detail::default());
        }
    }
}
