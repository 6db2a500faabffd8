//! The result: one document that is the JSON, what `--save` keeps and the source of every other form.
//!
//! Ports whose state and reason many ports of a host share stand together in `others`, as ranges, so that a scan of every
//! port is a page and not a book; open ports always stand alone. Nothing is left out: both together are all ports.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::ScanError;
use super::hosts::Target;
use super::known;
use super::ports::{Port, Proto, parse, ranges};
use super::schedule::Host;
use super::service::{Exchange, Service as Found, SystemHint, TcpFacts, TcpOption};
use super::sweep::{Fate, Unasked};
use super::verdict::{Icmp, Reason, State, Verdict};
use super::wire::link;
use super::wire::shape::Shape;
use crate::kit::fs;

/// The name of this form of document.
pub const SCHEMA: &str = "toolbox.scan/1";

/// Why a host is up that is this machine.
const OWN: &str = "own-address";

/// Why nothing is known of a host that ARP and NDP do not reach.
const NO_NEIGHBOUR: &str = "no-neighbour";

/// So many ports of one state and reason stand together.
const FOLD: usize = 12;

/// A scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// Which program made it.
    pub tool: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// When it ended.
    pub ended: String,
    /// How ports of TCP were probed.
    pub method: String,
    /// The level of `-T`.
    pub timing: u8,
    /// What the order followed from.
    pub seed: String,
    /// The ports that were scanned, as `-p` takes them.
    pub ports: String,
    /// The hosts, in the order of the targets.
    pub hosts: Vec<HostReport>,
    /// Names that were not scanned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
    /// Figures of it all.
    pub summary: Summary,
}

/// Figures of a whole scan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Hosts that were scanned.
    pub hosts: u64,
    /// Hosts of which something was heard.
    pub hosts_up: u64,
    /// Ports by state.
    pub states: BTreeMap<String, u64>,
    /// Probes that were sent.
    pub probes: u64,
    /// How many of them were no first ones.
    pub retries: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Open ports that were not asked to the end what lives there, although it was wanted.
    #[serde(default, skip_serializing_if = "is_none")]
    pub unasked: u64,
    /// Whether every port was tested, and every open one asked where that was wanted.
    pub complete: bool,
}

/// Whether a host is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// It was heard.
    Up,
    /// Something says that it is not there.
    Down,
    /// Nothing was heard.
    Unknown,
}

/// One host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HostReport {
    /// Its address.
    pub address: IpAddr,
    /// The index of the link, for addresses that need one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub scope: u32,
    /// The name it was given by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its hardware address, where it is a neighbour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    /// Whether it is there.
    pub state: Presence,
    /// What proves that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How sure the verdicts are.
    pub accuracy: Accuracy,
    /// The shape of its SYN-ACKs, by SYN scans, of all ports that have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<TcpFacts>,
    /// The system it seems to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemHint>,
    /// Ports that stand alone.
    pub ports: Vec<PortReport>,
    /// Ports that share a state and a reason.
    pub others: Vec<Others>,
    /// How long its ports took.
    #[serde(skip)]
    pub took: Duration,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_none(count: &u64) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(scope: &u32) -> bool {
    *scope == 0
}

/// How sure the verdicts about a host are.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Accuracy {
    /// The share of tries that were lost, as far as it was seen.
    pub loss: Option<f64>,
    /// The most probes that went to one port.
    pub tries_max: u8,
    /// The smoothed round trip in microseconds.
    pub rtt_us: Option<u64>,
    /// Whether answers seemed to be rationed.
    pub rate_limited: bool,
    /// The probability that an open port looks silent; none where nothing was silent or nothing is known of losses.
    pub miss: Option<f64>,
}

/// One port.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortReport {
    /// Of what.
    pub proto: Proto,
    /// Which.
    pub port: u16,
    /// What is known.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Who said so, where that was not the port itself.
    pub by: Option<IpAddr>,
    /// The message of ICMP, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icmp: Option<Icmp>,
    /// The round trip in microseconds.
    pub rtt_us: Option<u64>,
    /// How many probes were sent.
    pub tries: u8,
    /// The time to live of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<u8>,
    /// The shape of its SYN-ACK, by SYN scans, where it is another than the host's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<TcpFacts>,
    /// What makes the verdict doubtful.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspect: Vec<String>,
    /// What lives there.
    pub service: Option<Service>,
    /// What was said to it and what came back, for `scan replay`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Exchange>,
}

/// What lives on a port.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Its protocol.
    pub name: String,
    /// Product and version, where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// How that is known: `port`, by the number alone; `probe`, because it said so.
    pub method: String,
    /// All that it said of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Box<Found>>,
}

/// Ports that share a state and a reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Others {
    /// Of what.
    pub proto: Proto,
    /// What is known.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Who said so.
    pub by: Option<IpAddr>,
    /// How many.
    pub count: u64,
    /// Which, as `-p` takes them.
    pub ports: String,
}

impl Service {
    /// What usually lives there, known by the number alone.
    #[must_use]
    pub fn usual(name: &str) -> Self {
        Self { name: name.to_owned(), version: None, method: "port".to_owned(), found: None }
    }
}

impl HostReport {
    /// What `host`, which ended or was stopped, is known to be.
    #[must_use]
    pub fn of(target: &Target, host: &Host, ports: &[Port]) -> Self {
        let untested = Verdict::of(State::Untested, Reason::Interrupted);
        let mut groups: BTreeMap<(Proto, State, Reason, Option<IpAddr>), Vec<u32>> = BTreeMap::new();
        for index in 0..host.ports() {
            let verdict = host.verdict(index).unwrap_or(untested);
            let key = (ports[index as usize].proto, verdict.state, verdict.reason, verdict.by);
            groups.entry(key).or_default().push(index);
        }
        let (mut alone, mut others) = (Vec::new(), Vec::new());
        for ((proto, state, reason, by), members) in groups {
            if state != State::Open && members.len() > FOLD {
                let numbers = members.iter().map(|index| ports[*index as usize].number);
                others.push(Others { proto, state, reason, by, count: members.len() as u64, ports: ranges(numbers) });
            } else {
                alone.extend(members);
            }
        }
        alone.sort_unstable();
        let (state, why) = presence(target.address, host);
        let v6 = target.address.is_ipv6();
        let alone = alone.into_iter().map(|index| PortReport::of(host, index, (ports[index as usize], v6), untested));
        let mut alone: Vec<PortReport> = alone.collect();
        let shape = alone.iter().find_map(|port| port.shape.clone());
        alone.iter_mut().filter(|port| port.shape == shape).for_each(|port| port.shape = None);
        Self {
            address: target.address,
            scope: target.scope,
            name: target.name.clone(),
            mac: None,
            state,
            why,
            accuracy: accuracy(host),
            shape,
            system: None,
            ports: alone,
            others,
            took: host.took(),
        }
    }

    /// A host that a scan that was ended never came to.
    #[must_use]
    pub fn untested(target: &Target, ports: &[Port]) -> Self {
        let of = |proto: Proto| {
            let numbers: Vec<u16> = ports.iter().filter(|port| port.proto == proto).map(|port| port.number).collect();
            let (state, reason) = (State::Untested, Reason::Interrupted);
            let count = numbers.len() as u64;
            (count > 0).then(|| Others { proto, state, reason, by: None, count, ports: ranges(numbers) })
        };
        let mut host = Self::met(target, &Fate::Unheard);
        host.others = [Proto::Tcp, Proto::Udp].into_iter().filter_map(of).collect();
        host
    }

    /// What a sweep found out about a host whose ports were not asked.
    #[must_use]
    pub fn met(target: &Target, fate: &Fate) -> Self {
        let mut host = Self {
            address: target.address,
            scope: target.scope,
            name: target.name.clone(),
            mac: None,
            state: Presence::Unknown,
            why: None,
            accuracy: Accuracy::default(),
            shape: None,
            system: None,
            ports: Vec::new(),
            others: Vec::new(),
            took: Duration::ZERO,
        };
        host.learn(fate);
        host
    }

    /// Adds what a sweep found out, where nothing else is known.
    pub fn learn(&mut self, fate: &Fate) {
        let (state, why, asked) = match fate {
            Fate::Unheard => return,
            Fate::Unasked(Unasked::Own) => (Presence::Up, OWN, 0),
            Fate::Unasked(Unasked::Beyond) => (Presence::Unknown, NO_NEIGHBOUR, 0),
            Fate::Unasked(Unasked::Known(mac)) => {
                self.mac = Some(link::written(*mac));
                (Presence::Up, "arp-table", 0)
            }
            Fate::Here { why, mac, trip, tries } => {
                self.mac = mac.map(link::written);
                self.accuracy.rtt_us = self.accuracy.rtt_us.or(trip.map(|trip| trip.as_micros() as u64));
                (Presence::Up, *why, *tries)
            }
            Fate::Missing { reason, tries } => (Presence::Down, reason.name(), *tries),
        };
        if self.state == Presence::Unknown {
            (self.state, self.why) = (state, Some(why.to_owned()));
            self.accuracy.tries_max = self.accuracy.tries_max.max(asked);
        }
    }

    /// Whether silence of UDP may be the work of a ration.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        let mut states = self.ports.iter().map(|port| port.state).chain(self.others.iter().map(|others| others.state));
        let Accuracy { rate_limited, miss, .. } = self.accuracy;
        rate_limited && miss.is_none() && states.any(|state| state == State::OpenFiltered)
    }

    /// What proves its state, in words: with the hardware address where that is known.
    #[must_use]
    pub fn proof(&self) -> String {
        let why = self.why.as_deref().unwrap_or_default();
        match &self.mac {
            Some(mac) if !why.is_empty() => format!("{why} from {mac}"),
            _ => why.to_owned(),
        }
    }

    /// Every port with its state and reason.
    #[must_use]
    pub fn states(&self) -> BTreeMap<(Proto, u16), (State, Reason)> {
        let mut all = BTreeMap::new();
        for others in &self.others {
            for port in parse(&others.ports, &[others.proto]).unwrap_or_default() {
                all.insert((port.proto, port.number), (others.state, others.reason));
            }
        }
        all.extend(self.ports.iter().map(|port| ((port.proto, port.port), (port.state, port.reason))));
        all
    }

    /// Counts ports by state.
    pub fn count(&self, states: &mut BTreeMap<String, u64>) {
        let alone = self.ports.iter().map(|port| (port.state, 1));
        for (state, count) in alone.chain(self.others.iter().map(|others| (others.state, others.count))) {
            *states.entry(state.name().to_owned()).or_default() += count;
        }
    }

    /// The address as it is written with a port: IPv6 in brackets.
    #[must_use]
    pub fn bracketed(&self) -> String {
        match self.address {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => format!("[{v6}]"),
        }
    }
}

fn presence(address: IpAddr, host: &Host) -> (Presence, Option<String>) {
    let mut down = None;
    for index in 0..host.ports() {
        let Some(verdict) = host.verdict(index) else { continue };
        if verdict.is_from(address) {
            return (Presence::Up, Some(verdict.reason.name().to_owned()));
        }
        if verdict.state == State::Unreachable {
            down = Some(verdict.reason.name().to_owned());
        }
    }
    if down.is_some() { (Presence::Down, down) } else { (Presence::Unknown, None) }
}

fn accuracy(host: &Host) -> Accuracy {
    Accuracy {
        loss: host.loss().share().map(|share| (share * 1e4).round() / 1e4),
        tries_max: host.most_tries(),
        rtt_us: host.trip().smoothed().map(|trip| trip.as_micros() as u64),
        rate_limited: host.is_rationed(),
        miss: host.missed(),
    }
}

fn facts(shape: &Shape, ttl: Option<u8>, v6: bool) -> TcpFacts {
    TcpFacts {
        ttl,
        window: Some(shape.window),
        options: shape.kinds().iter().map(|kind| TcpOption::of(*kind)).collect(),
        mss: shape.mss,
        scale: shape.scale,
        quirks: shape.quirks.words().map(str::to_owned).collect(),
        v6,
    }
}

impl PortReport {
    fn of(host: &Host, index: u32, (port, v6): (Port, bool), untested: Verdict) -> Self {
        let verdict = host.verdict(index).unwrap_or(untested);
        let detail = host.detail(index);
        let mut suspect = Vec::new();
        if detail.signs.shut_window {
            suspect.push("syn-proxy".to_owned());
        }
        if detail.signs.dropped {
            suspect.push("tcpwrapped".to_owned());
        }
        let name = known::name(port);
        Self {
            proto: port.proto,
            port: port.number,
            state: verdict.state,
            reason: verdict.reason,
            by: verdict.by,
            icmp: verdict.icmp,
            rtt_us: detail.trip.map(|trip| trip.as_micros() as u64),
            tries: host.tries(index),
            ttl: detail.ttl,
            shape: detail.signs.shape.map(|shape| facts(&shape, detail.ttl, v6)),
            suspect,
            service: name.map(Service::usual),
            evidence: Vec::new(),
        }
    }
}

impl Report {
    /// Reads a saved scan.
    ///
    /// # Errors
    /// The file, or that it is none.
    pub fn read(path: &Path) -> Result<Self, ScanError> {
        let foreign = |reason: String| ScanError::Foreign { path: path.to_owned(), reason };
        let report: Self =
            serde_json::from_str(&fs::read_to_string(path)?).map_err(|error| foreign(error.to_string()))?;
        if report.schema != SCHEMA {
            return Err(foreign(format!("its schema is {}, and {SCHEMA} is read", report.schema)));
        }
        Ok(report)
    }

    /// Keeps of each host that it was heard or not, and no ports that were only asked for that.
    pub fn keep_presence(&mut self) {
        for host in &mut self.hosts {
            host.ports.retain(|port| port.state != State::Untested);
            host.others.clear();
        }
    }

    /// How many hosts are beyond what was to be asked of neighbours alone.
    #[must_use]
    pub fn beyond(&self) -> u64 {
        self.hosts.iter().filter(|host| host.why.as_deref() == Some(NO_NEIGHBOUR)).count() as u64
    }

    /// Counts hosts and states, and whether all was tested.
    pub fn sum_up(&mut self) {
        let mut states = BTreeMap::new();
        self.hosts.iter().for_each(|host| host.count(&mut states));
        self.summary.hosts = self.hosts.len() as u64;
        self.summary.hosts_up = self.hosts.iter().filter(|host| host.state == Presence::Up).count() as u64;
        let lacks = [State::Untested, State::Error].iter().any(|state| states.contains_key(state.name()));
        let is_tested = !lacks && self.unresolved.is_empty();
        self.summary.complete = is_tested && self.summary.unasked == 0;
        self.summary.states = states;
    }
}
