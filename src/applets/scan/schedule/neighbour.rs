//! A neighbour that this machine looked for and did not find: how often it is looked for before that is believed.
//!
//! Before anything goes to a neighbour the system asks where it is, three times (`mcast_solicit` of arp(7)), and says that
//! nobody answered when all three were in vain. Where a third of all packets is lost that happens to one neighbour in
//! forty that is there. Such an answer decides every port of a host, so it is believed only when as many questions were
//! asked as the losses call for; until then one probe at a time makes the system look again, which is as good as many. The
//! losses are those of all hosts together: where others answer without any, once is enough, and a network full of
//! addresses that nobody has is no slower for it.
//!
//! What left before a neighbour was found is dropped by the system, which keeps a few packets for it alone. Such silence
//! says nothing, neither about ports nor about losses on the way: the tries of before the first answer count for neither.

use std::time::Duration;

use super::{Bounds, Goal};
use crate::applets::scan::loss::{Loss, MOST_TRIES, UNHEARD};
use crate::applets::scan::verdict::{Reason, State, Verdict};

/// Questions in one round of the system's.
const QUESTIONS: u8 = 3;

/// A round takes so long at most: three questions a second apart, measured 3.05 s.
pub(super) const ROUND: Duration = Duration::from_millis(3300);

/// All that waited for a neighbour is given up at once: what comes within this belongs to the same round, for one with a
/// single question takes a second.
const ONE_ROUND: Duration = Duration::from_millis(500);

/// Before the next round: nothing is asked in a circle, whatever the system answers.
const PAUSE: Duration = Duration::from_millis(100);

/// What is known of the way to a host, as far as it is a neighbour.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Neighbour {
    rounds: u8,
    failed_at: Option<Duration>,
    was_heard: bool,
}

impl Neighbour {
    /// The system gave it up at `now`; whether that is believed after so many rounds in all.
    pub(super) fn gave_up(&mut self, needed: u8, now: Duration) -> bool {
        if self.failed_at.is_none_or(|at| now >= at + ONE_ROUND) {
            self.rounds = self.rounds.saturating_add(1);
            self.failed_at = Some(now);
        }
        self.rounds >= needed
    }

    /// It was heard; whether for the first time.
    pub(super) fn heard(&mut self) -> bool {
        (self.rounds, self.failed_at) = (0, None);
        !std::mem::replace(&mut self.was_heard, true)
    }

    /// Until when it is looked for once more; none where it is not.
    pub(super) fn sought_until(&self, now: Duration) -> Option<Duration> {
        self.failed_at.map(|at| at + ROUND).filter(|until| now < *until)
    }

    /// When it may be asked for after it was given up.
    pub(super) fn next_at(&self) -> Duration {
        self.failed_at.map_or(Duration::ZERO, |at| at + PAUSE)
    }
}

/// Whether a verdict says that this machine itself did not find its neighbour.
pub(super) fn is_lost(verdict: &Verdict) -> bool {
    verdict.state == State::Unreachable && matches!(verdict.reason, Reason::NoArp | Reason::NoNdp)
}

/// So many rounds are enough, by what is known of the losses of all hosts.
pub(super) fn enough(bounds: &Bounds, losses: Loss) -> u8 {
    /// As many as tries that are believed.
    const MOST: u8 = MOST_TRIES / QUESTIONS;
    let rounds = match (bounds.fixed_tries, bounds.goal) {
        // The user said how often.
        (Some(tries), _) => tries,
        // Who is only looked for is one of many; where nothing seems to be lost a second look is worth no three seconds.
        (None, Goal::Presence) if !losses.was_seen() => 1,
        (None, _) => losses.tries(bounds.profile.miss, UNHEARD).div_ceil(QUESTIONS),
    };
    rounds.clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::super::{Detail, Heard, Host, Known, Schedule, Step};
    use super::*;
    use crate::applets::scan::ports::{Port, Proto};
    use crate::applets::scan::timing::Profile;
    use crate::applets::scan::verdict::Icmp;

    fn bounds(level: u8) -> Bounds {
        let profile = Profile { rate: None, ..Profile::of(level) };
        Bounds { profile, fixed_tries: None, wait: None, goal: Goal::Ports, host_timeout: None, seed: 3 }
    }

    fn dead() -> Verdict {
        let icmp = Some(Icmp { kind: 3, code: 1 });
        Verdict { icmp, by: "10.0.0.9".parse().ok(), ..Verdict::of(State::Unreachable, Reason::NoArp) }
    }

    fn schedule(hosts: u32, ports: u16, bounds: Bounds) -> Schedule {
        Schedule::new(hosts, (0..ports).map(|number| Port { proto: Proto::Tcp, number }).collect(), bounds)
    }

    /// Plays hosts that the system gives up so often, three seconds after it began to look, and that answer then, or
    /// never: what each of their ports is, the time it took, and the most that was under way after the first round.
    fn play(mut schedule: Schedule, lost_rounds: u32) -> (Vec<Option<Verdict>>, Duration, usize) {
        let (mut now, mut most, mut rounds) = (Duration::ZERO, 0, 0);
        let mut away = Vec::new();
        let mut looking_since = None;
        loop {
            match schedule.step(now) {
                Step::Send(probe, timeout) => {
                    looking_since.get_or_insert(now);
                    away.push((probe, now + timeout));
                    if rounds > 0 && rounds <= lost_rounds {
                        most = most.max(away.len());
                    }
                    if rounds == lost_rounds {
                        let (probe, _) = away.pop().unwrap();
                        let closed = Verdict::of(State::Closed, Reason::TcpRst);
                        schedule.answered(probe, closed, Detail::default(), Heard::InTime, now);
                    }
                    continue;
                }
                Step::Done => break,
                Step::Wait(_) | Step::Listen => now += Duration::from_millis(10),
            }
            if looking_since.is_some_and(|since| now >= since + Duration::from_secs(3)) && rounds < lost_rounds {
                (rounds, looking_since) = (rounds + 1, None);
                for (probe, _) in away.drain(..) {
                    schedule.answered(probe, dead(), Detail::default(), Heard::InTime, now);
                }
            }
            for place in (0..away.len()).rev().filter(|place| away[*place].1 <= now).collect::<Vec<_>>() {
                schedule.silent(away.swap_remove(place).0);
            }
            assert!(now < Duration::from_mins(1), "no end");
        }
        let mut hosts: Vec<_> = std::iter::from_fn(|| schedule.fetch()).collect();
        hosts.sort_by_key(|(index, _)| *index);
        let verdicts = hosts.iter().flat_map(|(_, host)| (0..host.ports()).map(|port| host.verdict(port)));
        (verdicts.collect(), now, most)
    }

    #[test]
    fn one_that_was_not_found_is_looked_for_again_before_its_ports_are_told_unreachable() {
        for level in [3, 4] {
            let (verdicts, took, most) = play(schedule(1, 5000, bounds(level)), u32::MAX);
            assert!(verdicts.iter().all(|verdict| *verdict == Some(dead())), "-T{level}");
            let bounds = Duration::from_secs(9)..Duration::from_secs(10);
            assert!(bounds.contains(&took), "-T{level}: {took:?}");
            assert_eq!(most, 1, "one probe makes the system look as well as many");
        }
    }

    #[test]
    fn one_that_is_found_at_the_third_look_is_scanned_to_its_end() {
        for ports in [1, 5000] {
            let (verdicts, took, _) = play(schedule(1, ports, bounds(3)), 2);
            assert!(verdicts.iter().all(|verdict| verdict.is_some_and(|v| v.state == State::Closed)), "{ports}");
            assert!(took < Duration::from_secs(9), "{ports}: {took:?}");
        }
    }

    #[test]
    fn once_is_enough_where_others_show_that_nothing_is_lost() {
        let mut losses = Loss::default();
        assert_eq!(enough(&bounds(3), losses), 3);
        (0..30).for_each(|_| losses.answered_at(1));
        assert_eq!(enough(&bounds(3), losses), 1);
        (0..15).for_each(|_| losses.answered_at(2));
        assert_eq!(enough(&bounds(3), losses), 3, "a quarter is lost");
        let presence = Bounds { goal: Goal::Presence, ..bounds(3) };
        assert_eq!((enough(&presence, Loss::default()), enough(&presence, losses)), (1, 3));
    }

    #[test]
    fn silence_from_before_the_first_answer_counts_neither_as_loss_nor_as_a_try() {
        let mut host = Host::new(3, 1, &bounds(4).profile, Duration::ZERO);
        for port in 0..2 {
            host.begin(port);
            host.fall_silent(port);
        }
        host.begin(1);
        host.heard_at(1);
        assert_eq!([0, 1, 2].map(|port| host.counted(port)), [0, 1, 0], "the answered try is the first that counts");
        host.begin(0);
        assert_eq!((host.counted(0), host.tries(0)), (1, 2));
        host.heard_at(0);
        assert_eq!(host.counted(0), 1, "the first answer alone excuses");
        let mut prompt = Host::new(2, 1, &bounds(4).profile, Duration::ZERO);
        prompt.begin(0);
        prompt.begin(1);
        prompt.heard_at(0);
        assert_eq!(prompt.counted(1), 1, "a round trip is no silence");
    }

    #[test]
    fn retries_say_how_often() {
        let fixed = |tries| Bounds { fixed_tries: Some(tries), ..bounds(4) };
        for (tries, seconds) in [(1, 3), (2, 6)] {
            let (verdicts, took, _) = play(schedule(1, 5000, fixed(tries)), u32::MAX);
            assert!(verdicts.iter().all(|verdict| *verdict == Some(dead())));
            assert!((seconds..=seconds).contains(&took.as_secs()), "{tries}: {took:?}");
        }
        assert_eq!(enough(&fixed(200), Loss::default()), 4);
    }

    #[test]
    fn a_neighbour_that_has_said_where_it_is_has_the_last_word_at_every_speed() {
        // The system finds it at its third question only, when all tries at a fast profile are over.
        let mut schedule = schedule(1, 20, bounds(4));
        schedule.tell(0, Known::Here);
        let (mut now, mut away) = (Duration::ZERO, Vec::new());
        loop {
            match schedule.step(now) {
                Step::Send(probe, timeout) => {
                    away.push((probe, now + timeout));
                    continue;
                }
                Step::Done => break,
                Step::Wait(_) | Step::Listen => now += Duration::from_millis(10),
            }
            for (probe, until) in std::mem::take(&mut away) {
                if now >= Duration::from_secs(2) {
                    let closed = Verdict::of(State::Closed, Reason::TcpRst);
                    schedule.answered(probe, closed, Detail::default(), Heard::InTime, now);
                } else if now >= until {
                    schedule.silent(probe);
                } else {
                    away.push((probe, until));
                }
            }
            assert!(now < Duration::from_mins(1), "no end");
        }
        let (_, host) = schedule.fetch().unwrap();
        assert!((0..20).all(|port| host.verdict(port).is_some_and(|verdict| verdict.state == State::Closed)));
        assert_eq!(host.loss().share(), Some(0.0));
    }

    #[test]
    fn the_last_word_keeps_what_the_user_said() {
        // Nothing is heard at all; a host of one port is asked once more where nobody forbids it.
        let took = |bounds| play(schedule(1, 1, bounds), 0).1;
        let silent = |bounds: Bounds| {
            let mut schedule = schedule(1, 1, bounds);
            let (mut now, mut sent) = (Duration::ZERO, 0);
            loop {
                match schedule.step(now) {
                    Step::Send(probe, timeout) => {
                        (now, sent) = (now + timeout, sent + 1);
                        schedule.silent(probe);
                    }
                    Step::Done => return (sent, now),
                    Step::Wait(at) => now = at.max(now),
                    Step::Listen => panic!("nothing is under way"),
                }
            }
        };
        assert_eq!(took(bounds(3)), Duration::ZERO);
        assert_eq!(silent(bounds(3)), (4, Duration::from_millis(3300)));
        assert_eq!(silent(Bounds { fixed_tries: Some(1), ..bounds(3) }), (1, Duration::from_secs(1)));
        let short = Duration::from_millis(200);
        let profile = Profile { first_timeout: short, most_timeout: short, ..bounds(3).profile };
        assert_eq!(silent(Bounds { profile, wait: Some(short), ..bounds(3) }), (3, short * 3));
        let limit = Duration::from_millis(2500);
        let cut = silent(Bounds { host_timeout: Some(limit), ..bounds(3) });
        assert_eq!((cut.0, cut.1), (3, limit), "the third is not waited for beyond it");
    }
}
