//! What one host does next: its passes over ports that stayed silent, and how slow each must be.

use std::time::Duration;

use super::host::Host;
use super::neighbour::ROUND;
use super::patience::{Certainty, Next, Patience};
use super::{Bounds, Probe};
use crate::applets::scan::loss::MOST_TRIES;
use crate::applets::scan::ports::{Port, Proto};
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
        if bounds.host_timeout.is_some_and(|limit| now >= self.began + limit) {
            self.is_over = true;
        }
        if self.is_over {
            let down = self.verdict_of_all();
            if let Some(verdict) = down {
                self.decide_rest(verdict);
            }
            return if self.window.underway() == 0 { Turn::Over } else { Turn::Full };
        }
        let sought = self.neighbour.sought_until(now);
        if !self.window.has_room() || sought.is_some() && self.window.underway() > 0 {
            return Turn::Full;
        }
        if now < self.next_at {
            return Turn::Later(self.next_at);
        }
        if self.patience.is_some() {
            return self.patient_turn(index, ports, bounds, now);
        }
        let port = self.put_back.pop().or_else(|| self.next_fresh()).or_else(|| self.take_again(random));
        let Some(port) = port else {
            if self.window.underway() > 0 {
                return Turn::Full;
            }
            if self.begin_pass(ports, bounds, now) {
                return Turn::Later(self.next_at);
            }
            if let Some((port, timeout)) = self.last_word(bounds, now) {
                return self.ask(index, port, self.within(timeout, bounds, now));
            }
            self.believe_silence(ports);
            return Turn::Over;
        };
        self.next_at = now + self.gap;
        self.window.leave();
        let timeout = self.trip.timeout(&bounds.profile);
        // The system says when it has given its neighbour up; before that nothing would be learnt.
        let timeout = sought.map_or(timeout, |until| timeout.max(until.saturating_sub(now)));
        let timeout = self.within(timeout, bounds, now);
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

    fn ask(&mut self, index: u32, port: u32, timeout: Duration) -> Turn {
        self.window.leave();
        let attempt = self.begin(port);
        Turn::Send(Probe { host: index, port, attempt }, timeout)
    }

    /// A turn of a host whose silent ports of UDP are asked with patience.
    fn patient_turn(&mut self, index: u32, ports: &[Port], bounds: &Bounds, now: Duration) -> Turn {
        let Some(patience) = &mut self.patience else { return Turn::Full };
        self.put_back.drain(..).for_each(|port| patience.put_back(port));
        match patience.next(self.window.underway(), &mut self.silent, now) {
            Next::Ask(port) => self.ask(index, port, self.within(self.trip.timeout(&bounds.profile), bounds, now)),
            Next::Check => {
                let canary = self.refused(ports).unwrap_or_default();
                self.canary_is_out = true;
                self.window.leave();
                let timeout = self.within(self.trip.timeout(&bounds.profile), bounds, now);
                Turn::Send(Probe { host: index, port: canary, attempt: 0 }, timeout)
            }
            Next::Listen => Turn::Full,
            Next::At(at) => {
                self.next_at = at;
                Turn::Later(at)
            }
            Next::Over(certainty) => {
                self.certainty = certainty;
                self.believe_silence(ports);
                Turn::Over
            }
        }
    }

    /// So long an answer may be waited for within what the user allows.
    fn within(&self, timeout: Duration, bounds: &Bounds, now: Duration) -> Duration {
        let left = bounds.host_timeout.map(|limit| (self.began + limit).saturating_sub(now));
        [bounds.wait, left].into_iter().flatten().fold(timeout, Duration::min)
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

    /// Takes ports of UDP out of the passes whose silence may be the work of a ration: where others were refused by ICMP,
    /// and the last pass brought less than chance would have hidden. The fastest profile does not wait for what that takes.
    fn hold(&mut self, ports: &[Port], bounds: &Bounds) {
        let is_starved = (self.late as usize) < (self.asked as f64 * (1.0 - RATIONED_SHARE)) as usize + 1;
        let is_udp = |port: &u32| ports[*port as usize].proto == Proto::Udp;
        let may = bounds.profile.level <= 4 && bounds.fixed_tries.is_none();
        if !may || self.pass < 2 || !is_starved || !self.was_refused(ports) {
            return;
        }
        let (held, others): (Vec<u32>, Vec<u32>) = std::mem::take(&mut self.silent).into_iter().partition(is_udp);
        self.held.extend(held);
        self.silent = others;
    }

    /// Whether a datagram was refused by a message of ICMP.
    fn was_refused(&self, ports: &[Port]) -> bool {
        self.met_complaints() && self.refused(ports).is_some()
    }

    /// A port of UDP of which a message of ICMP told.
    fn refused(&self, ports: &[Port]) -> Option<u32> {
        let is_refused = |port: &u32| self.verdict(*port).is_some_and(|verdict| verdict.icmp.is_some());
        (0..self.ports()).filter(|port| ports[*port as usize].proto == Proto::Udp).find(is_refused)
    }

    /// Begins to ask what was held back, if anything.
    fn be_patient(&mut self, now: Duration) -> bool {
        if self.held.is_empty() {
            return false;
        }
        (self.has_asked_again, self.next_at) = (true, now);
        self.patience = Some(Patience::new(std::mem::take(&mut self.held), self.silent.len(), now));
        true
    }

    /// Begins another pass over ports that were not silent often enough; false where there are none.
    fn begin_pass(&mut self, ports: &[Port], bounds: &Bounds, now: Duration) -> bool {
        self.hold(ports, bounds);
        let profile = &bounds.profile;
        let needed = bounds.fixed_tries.unwrap_or_else(|| self.needed(profile)).min(MOST_TRIES);
        let silent = std::mem::take(&mut self.silent);
        let (again, done): (Vec<u32>, Vec<u32>) =
            silent.into_iter().partition(|port| self.counted(*port) < needed && self.tries(*port) < MOST_TRIES);
        (self.again, self.silent) = (again, done);
        if self.again.is_empty() {
            return self.ask_slowly(bounds, now) || self.be_patient(now);
        }
        self.asked = self.again.len();
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
    /// is not there is then told from one that is silent. Fast profiles wait for that only where a neighbour has said that it
    /// is there; who said how often or how long is to be asked waits for nobody.
    fn last_word(&mut self, bounds: &Bounds, now: Duration) -> Option<(u32, Duration)> {
        let patience = (self.began + ROUND).checked_sub(now).filter(|patience| !patience.is_zero())?;
        let may = bounds.fixed_tries.is_none() && bounds.wait.is_none_or(|wait| wait >= patience);
        let is_fast = bounds.profile.level > 3 && !self.is_here;
        if !may || self.waited || self.trip.is_known() || self.decided() > 0 || is_fast {
            return None;
        }
        self.waited = true;
        Some((self.silent.pop()?, patience))
    }

    /// Silence is the answer where there was no other.
    fn believe_silence(&mut self, ports: &[Port]) {
        let is_udp = |port: &u32| ports[*port as usize].proto == Proto::Udp;
        if self.patience.is_none() && self.was_refused(ports) && self.silent.iter().any(is_udp) {
            self.certainty = Certainty::Doubtful;
        }
        self.is_rationed |= self.certainty == Certainty::Doubtful;
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
