//! The schedule against a network of its own: a clock that jumps, hosts that answer, drop, lose and ration.

use std::collections::{BTreeMap, BinaryHeap};

use proptest::prelude::*;

use super::*;
use crate::applets::scan::ports::Proto;
use crate::applets::scan::verdict::Icmp;

/// What a host does with a probe.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Port_ {
    Open,
    Closed,
    Dropped,
    /// By a message of ICMP.
    Refused,
}

struct Network {
    /// Of each port of each host.
    ports: Vec<Vec<Port_>>,
    trip: Duration,
    /// The share of probes that are lost.
    loss: f64,
    /// Answers a second to each host's probes, with a burst of as many.
    ration: Option<f64>,
    /// Whether messages of ICMP alone are rationed.
    rations_refusals_alone: bool,
    /// What is known of each host before it begins.
    known: Known,
    random: Random,
    tokens: Vec<(f64, Duration)>,
}

impl Network {
    fn of(ports: Vec<Vec<Port_>>) -> Self {
        let tokens = vec![(0.0, Duration::ZERO); ports.len()];
        Self {
            ports,
            trip: Duration::from_millis(10),
            loss: 0.0,
            ration: None,
            rations_refusals_alone: false,
            known: Known::Nothing,
            random: Random::seeded(5),
            tokens,
        }
    }

    fn answers(&mut self, probe: Probe, now: Duration) -> Option<Verdict> {
        if self.random.unit() < self.loss {
            return None;
        }
        let verdict = match self.ports[probe.host as usize][probe.port as usize] {
            Port_::Open => Verdict::of(State::Open, Reason::SynAck),
            Port_::Closed => Verdict::of(State::Closed, Reason::TcpRst),
            Port_::Dropped => return None,
            Port_::Refused => {
                let icmp = Some(Icmp { kind: 3, code: 3 });
                Verdict { icmp, ..Verdict::of(State::Filtered, Reason::PortUnreach) }
            }
        };
        let is_rationed = verdict.icmp.is_some() || !self.rations_refusals_alone;
        if let Some(rate) = self.ration.filter(|_| is_rationed) {
            let (tokens, at) = &mut self.tokens[probe.host as usize];
            *tokens = (*tokens + now.saturating_sub(*at).as_secs_f64() * rate).min(rate);
            *at = now;
            if *tokens < 1.0 {
                return None;
            }
            *tokens -= 1.0;
        }
        Some(verdict)
    }
}

/// What came of a scan.
struct Outcome {
    hosts: BTreeMap<u32, Host>,
    took: Duration,
    sent: u64,
    most_underway: u32,
}

fn bounds(level: u8) -> Bounds {
    let profile = Profile { rate: None, ..Profile::of(level) };
    Bounds { profile, fixed_tries: None, wait: None, goal: Goal::Ports, host_timeout: None, seed: 3 }
}

/// When, whether it is an answer, whose.
type Arrival = std::cmp::Reverse<(Duration, bool, u32, u32, u8)>;

/// Plays a schedule against a network.
fn play(network: &mut Network, bounds: Bounds) -> Outcome {
    let count = network.ports[0].len();
    let ports = (0..count).map(|number| Port { proto: Proto::Tcp, number: number as u16 }).collect();
    let mut schedule = Schedule::new(network.ports.len() as u32, ports, bounds);
    (0..network.ports.len() as u32).for_each(|host| schedule.tell(host, network.known));
    let mut now = Duration::ZERO;
    // What happens when: an answer, or the end of patience.
    let mut events: BinaryHeap<Arrival> = BinaryHeap::new();
    let mut verdicts = BTreeMap::new();
    let (mut hosts, mut most_underway) = (BTreeMap::new(), 0);
    loop {
        assert!(now < Duration::from_hours(24), "no end");
        let next = match schedule.step(now) {
            Step::Send(probe, timeout) => {
                let verdict = network.answers(probe, now);
                let in_time = verdict.is_some() && network.trip <= timeout;
                let at = now + if in_time { network.trip } else { timeout };
                if let Some(verdict) = verdict {
                    verdicts.insert((probe.host, probe.port, probe.attempt), verdict);
                }
                events.push(std::cmp::Reverse((at, in_time, probe.host, probe.port, probe.attempt)));
                most_underway = most_underway.max(events.len() as u32);
                continue;
            }
            Step::Done => break,
            Step::Wait(at) => Some(at.max(now + Duration::from_nanos(1))),
            Step::Listen => None,
        };
        let event = events.peek().map(|std::cmp::Reverse((at, ..))| *at);
        now = [next, event].into_iter().flatten().min().expect("something must happen");
        while let Some(std::cmp::Reverse((at, answered, host, port, attempt))) = events.peek().copied() {
            if at > now {
                break;
            }
            events.pop();
            let probe = Probe { host, port, attempt };
            if answered {
                let detail = Detail { trip: Some(network.trip), ..Detail::default() };
                schedule.answered(probe, verdicts[&(host, port, attempt)], detail, Heard::InTime, now);
            } else {
                schedule.silent(probe);
            }
        }
        while let Some((index, host)) = schedule.fetch() {
            hosts.insert(index, host);
        }
    }
    while let Some((index, host)) = schedule.fetch() {
        hosts.insert(index, host);
    }
    Outcome { hosts, took: now, sent: schedule.counts().0, most_underway }
}

fn state_of(port: Port_) -> State {
    match port {
        Port_::Open => State::Open,
        Port_::Closed => State::Closed,
        Port_::Dropped | Port_::Refused => State::Filtered,
    }
}

/// How many ports are not what they are.
fn wrong(network: &Network, outcome: &Outcome) -> usize {
    let mut wrong = 0;
    for (index, ports) in network.ports.iter().enumerate() {
        let host = &outcome.hosts[&(index as u32)];
        let right =
            |(port, truth): (usize, &Port_)| host.verdict(port as u32).map(|v| v.state) == Some(state_of(*truth));
        wrong += ports.iter().enumerate().filter(|pair| !right(*pair)).count();
    }
    wrong
}

fn mixed(open: usize, closed: usize, dropped: usize) -> Vec<Port_> {
    let mut ports = vec![Port_::Open; open];
    ports.extend(vec![Port_::Closed; closed]);
    ports.extend(vec![Port_::Dropped; dropped]);
    ports
}

#[test]
fn closed_ports_cost_one_probe_each() {
    let mut network = Network::of(vec![mixed(3, 997, 0)]);
    let outcome = play(&mut network, bounds(3));
    assert_eq!((wrong(&network, &outcome), outcome.sent), (0, 1000));
    assert!(outcome.took < Duration::from_secs(1), "{:?}", outcome.took);
}

#[test]
fn a_third_lost_hides_no_open_port() {
    for level in [3, 4, 5] {
        let mut network = Network { loss: 0.3, ..Network::of(vec![mixed(50, 450, 500)]) };
        let outcome = play(&mut network, bounds(level));
        assert_eq!(wrong(&network, &outcome), 0, "-T{level}");
        let loss = outcome.hosts[&0].loss().share().unwrap();
        assert!((0.25..0.35).contains(&loss), "-T{level}: {loss}");
        assert!(outcome.took < Duration::from_mins(1), "-T{level}: {:?}", outcome.took);
    }
}

#[test]
fn rationed_answers_are_waited_for() {
    let mut network = Network { ration: Some(5.0), ..Network::of(vec![mixed(20, 0, 0)]) };
    let outcome = play(&mut network, bounds(3));
    assert_eq!(wrong(&network, &outcome), 0);
    assert!(outcome.hosts[&0].is_rationed());
    assert!(outcome.took < Duration::from_secs(30), "{:?}", outcome.took);
}

#[test]
fn few_refusals_of_many_that_are_rationed_are_waited_for() {
    let ports = [mixed(1, 40, 1), vec![Port_::Refused; 4]].concat();
    let limited = |ports| Network { ration: Some(1.0), rations_refusals_alone: true, ..Network::of(vec![ports]) };
    // Nobody waits for as long as a ration takes.
    let hasty = |level| {
        let profile = Profile { first_timeout: Duration::from_millis(100), ..bounds(level).profile };
        Bounds { profile, ..bounds(level) }
    };
    let mut network = limited(ports.clone());
    // One is saved up when it begins, as it is where nobody asked before.
    network.tokens[0] = (1.0, Duration::ZERO);
    let outcome = play(&mut network, hasty(3));
    let refused = |outcome: &Outcome| {
        let host = &outcome.hosts[&0];
        (42..46).filter(|port| host.verdict(*port).is_some_and(|verdict| verdict.reason == Reason::PortUnreach)).count()
    };
    assert_eq!((wrong(&network, &outcome), refused(&outcome)), (0, 4));
    assert!(outcome.took < Duration::from_secs(8), "{:?}", outcome.took);
    let mut network = limited(ports);
    network.tokens[0] = (1.0, Duration::ZERO);
    let outcome = play(&mut network, hasty(5));
    assert!(outcome.took < Duration::from_secs(2) && refused(&outcome) < 4, "fast profiles do not wait");
}

#[test]
fn a_host_that_nothing_reaches_is_not_probed() {
    let mut network = Network::of(vec![mixed(1, 2, 3)]);
    network.known = Known::All(Verdict::of(State::Unreachable, Reason::NoArp));
    let outcome = play(&mut network, bounds(3));
    let host = &outcome.hosts[&0];
    assert_eq!((outcome.sent, host.decided()), (0, 6));
    assert!((0..6).all(|port| host.verdict(port).is_some_and(|verdict| verdict.reason == Reason::NoArp)));
}

#[test]
fn a_thousand_dropped_ports_with_one_that_answers_are_soon_over() {
    let mut network = Network::of(vec![mixed(1, 0, 999)]);
    let outcome = play(&mut network, bounds(4));
    assert_eq!(wrong(&network, &outcome), 0);
    assert!(outcome.took < Duration::from_secs(4), "{:?} with {} probes", outcome.took, outcome.sent);
}

#[test]
fn many_hosts_are_scanned_at_once_within_the_bounds() {
    let mut network = Network::of((0..300).map(|_| mixed(1, 9, 10)).collect());
    let bounds = Bounds { profile: Profile { inflight: 40, ..bounds(3).profile }, ..bounds(3) };
    let outcome = play(&mut network, bounds);
    assert_eq!((outcome.hosts.len(), wrong(&network, &outcome)), (300, 0));
    assert!(outcome.most_underway <= 40, "{}", outcome.most_underway);
}

#[test]
fn a_rate_is_kept() {
    let mut network = Network::of(vec![mixed(0, 1000, 0)]);
    let bounds = Bounds { profile: Profile { rate: Some(100.0), ..bounds(3).profile }, ..bounds(3) };
    let outcome = play(&mut network, bounds);
    assert!(outcome.took >= Duration::from_millis(9900), "{:?}", outcome.took);
    assert!(outcome.took < Duration::from_millis(10_500), "{:?}", outcome.took);
}

#[test]
fn a_polite_profile_sends_one_at_a_time_with_gaps() {
    let mut network = Network::of(vec![mixed(2, 8, 0)]);
    let outcome = play(&mut network, bounds(2));
    assert_eq!((wrong(&network, &outcome), outcome.most_underway), (0, 1));
    assert!(outcome.took >= Duration::from_millis(400 * 9), "{:?}", outcome.took);
}

#[test]
fn who_is_only_looked_for_is_let_go_when_heard() {
    let mut network = Network::of(vec![mixed(0, 4, 0), mixed(0, 0, 4)]);
    let outcome = play(&mut network, Bounds { goal: Goal::Presence, ..bounds(4) });
    assert!(outcome.hosts[&0].decided() >= 1);
    assert_eq!(outcome.hosts[&1].decided(), 4);
    assert!(outcome.sent <= 4 + 4 * 3, "{}", outcome.sent);
}

#[test]
fn two_canaries_are_never_out_at_once() {
    let ports = (0..200).map(|number| Port { proto: Proto::Tcp, number }).collect();
    let mut schedule = Schedule::new(1, ports, bounds(5));
    let (mut now, mut out, mut most, mut seen) = (Duration::ZERO, Vec::new(), 0, 0);
    let open = Verdict::of(State::Open, Reason::SynAck);
    for _ in 0..2000 {
        match schedule.step(now) {
            Step::Send(probe, _) if !probe.is_canary() && probe.port == 0 => {
                schedule.answered(probe, open, Detail::default(), Heard::InTime, now);
            }
            Step::Send(probe, _) => {
                out.push(probe);
                let canaries = out.iter().filter(|probe| probe.is_canary()).count();
                (most, seen) = (most.max(canaries), seen + canaries);
            }
            Step::Done => break,
            Step::Wait(_) | Step::Listen => {
                now += Duration::from_millis(300);
                out.drain(..).for_each(|probe| schedule.silent(probe));
            }
        }
    }
    assert!(most == 1 && seen > 0, "{most} of {seen}");
}

#[test]
fn a_ration_that_starves_canaries_too_is_waited_for() {
    let mut network =
        Network { ration: Some(5.0), trip: Duration::from_micros(50), ..Network::of(vec![mixed(40, 0, 0)]) };
    let outcome = play(&mut network, bounds(3));
    assert_eq!(wrong(&network, &outcome), 0);
}

#[test]
fn what_a_transport_lost_is_tried_again() {
    let ports = vec![Port { proto: Proto::Tcp, number: 1 }];
    let mut schedule = Schedule::new(1, ports, bounds(4));
    assert!(matches!(schedule.step(Duration::ZERO), Step::Send(..)));
    assert_eq!(schedule.step(Duration::ZERO), Step::Listen);
    schedule.nothing_is_underway();
    assert!(matches!(schedule.step(Duration::from_secs(1)), Step::Wait(_) | Step::Send(..)));
}

#[test]
fn what_had_no_room_is_sent_later_and_counts_once() {
    let ports = vec![Port { proto: Proto::Tcp, number: 1 }];
    let mut schedule = Schedule::new(1, ports, bounds(3));
    let Step::Send(probe, _) = schedule.step(Duration::ZERO) else { panic!() };
    schedule.crowded(probe, Duration::ZERO);
    let Step::Wait(at) = schedule.step(Duration::ZERO) else { panic!() };
    let Step::Send(again, _) = schedule.step(at) else { panic!() };
    assert_eq!((again, schedule.counts().0), (probe, 1));
}

#[test]
fn no_room_for_ever_is_no_scan_for_ever() {
    let ports = (0..3).map(|number| Port { proto: Proto::Tcp, number }).collect();
    let mut schedule = Schedule::new(1, ports, bounds(3));
    let mut now = Duration::ZERO;
    loop {
        match schedule.step(now) {
            Step::Send(probe, _) => schedule.crowded(probe, now),
            Step::Wait(at) => now = at,
            Step::Done => break,
            Step::Listen => panic!("nothing is under way"),
        }
        assert!(now < Duration::from_mins(1), "no end");
    }
    let (_, host) = schedule.fetch().unwrap();
    assert!((0..3).all(|port| host.verdict(port).is_some_and(|verdict| verdict.state == State::Error)));
}

#[test]
fn what_is_stopped_is_untested_and_not_closed() {
    let mut network = Network::of(vec![mixed(0, 10, 0)]);
    let ports = (0..10).map(|number| Port { proto: Proto::Tcp, number }).collect();
    let mut schedule = Schedule::new(1, ports, bounds(3));
    let Step::Send(probe, _) = schedule.step(Duration::ZERO) else { panic!() };
    let verdict = network.answers(probe, Duration::ZERO).unwrap();
    schedule.answered(probe, verdict, Detail::default(), Heard::InTime, Duration::ZERO);
    schedule.stop();
    let (_, host) = schedule.fetch().unwrap();
    assert_eq!((0..10).filter(|port| host.verdict(*port).is_some()).count(), 1);
}

#[test]
fn what_an_earlier_run_decided_is_not_probed_again() {
    let mut network = Network::of(vec![mixed(2, 8, 0)]);
    let ports = (0..10).map(|number| Port { proto: Proto::Tcp, number }).collect();
    let mut schedule = Schedule::new(1, ports, bounds(3));
    let closed = Verdict::of(State::Closed, Reason::TcpRst);
    let host = schedule.prepare(0).unwrap();
    (2..10).for_each(|port| host.adopt(port, closed, 1, Detail::default()));
    let mut probed = Vec::new();
    while let Step::Send(probe, _) = schedule.step(Duration::ZERO) {
        probed.push(probe.port);
        let verdict = network.answers(probe, Duration::ZERO).unwrap();
        schedule.answered(probe, verdict, Detail::default(), Heard::InTime, Duration::ZERO);
    }
    probed.sort_unstable();
    assert_eq!(probed, [0, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_scan_ends_with_every_port_decided(
        ports in prop::collection::vec(prop_oneof![Just(Port_::Open), Just(Port_::Closed), Just(Port_::Dropped)], 1..60),
        hosts in 1_usize..4,
        loss in 0.0..0.5_f64,
        level in 2_u8..6,
        seed: u64,
    ) {
        let mut network = Network { loss, random: Random::seeded(seed), ..Network::of(vec![ports; hosts]) };
        let outcome = play(&mut network, Bounds { seed, ..bounds(level) });
        for host in outcome.hosts.values() {
            prop_assert_eq!(host.decided(), host.ports());
        }
        prop_assert_eq!(outcome.hosts.len(), hosts);
    }
}
