//! What deviates from a policy, and since when: a deviation is told when enough looks in a row agree, and so is its end. One
//! look that differs from those before and after is nothing. No clock and no socket.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Serialize;

use super::policy::Group;
use crate::applets::scan::ports::{Port, Proto};
use crate::applets::scan::report::Report;
use crate::applets::scan::verdict::{Reason, State};

/// How a port deviates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Deviation {
    /// It is open and should not be.
    Unexpected,
    /// It should be open and is not.
    Missing,
}

impl Deviation {
    /// Its word.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Unexpected => "unexpected",
            Self::Missing => "missing",
        }
    }
}

/// A port of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The host.
    pub(super) address: IpAddr,
    /// The number of its link, or 0.
    pub(super) scope: u32,
    /// The port.
    pub(super) port: Port,
}

/// A port that deviates, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// The host.
    pub(super) address: IpAddr,
    /// Its protocol.
    pub(super) proto: Proto,
    /// The port.
    pub(super) port: u16,
    /// How it deviates.
    pub(super) deviation: Deviation,
    /// What it is now.
    pub(super) state: State,
    /// Why.
    pub(super) reason: Reason,
}

/// What became of a deviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Change {
    /// Whether it began or ended.
    pub(super) event: Event,
    /// What.
    #[serde(flatten)]
    pub(super) finding: Finding,
}

/// Whether a deviation began or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Event {
    /// It is there.
    Raised,
    /// It is there no more.
    Cleared,
}

impl Event {
    /// Its word.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Cleared => "cleared",
        }
    }
}

#[derive(Debug, Clone)]
struct Record {
    confirmed: Option<Deviation>,
    doubt: Option<Deviation>,
    looks: u32,
    state: State,
    reason: Reason,
}

/// What is known of ports that deviate or are in doubt, and what those that matter are.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    confirm: u32,
    records: BTreeMap<Place, Record>,
    /// Ports that are expected or open, with whether they are open.
    states: BTreeMap<Place, bool>,
}

impl Ledger {
    /// One that believes `confirm` looks in a row.
    pub(super) fn new(confirm: u32) -> Self {
        Self { confirm: confirm.max(1), ..Self::default() }
    }

    /// Takes in what a scan of a group saw; what began and what ended by it.
    pub(super) fn take(&mut self, group: &Group, report: &Report) -> Vec<Change> {
        let mut changes = Vec::new();
        for host in &report.hosts {
            for ((proto, number), (state, reason)) in host.states() {
                let port = Port { proto, number };
                let place = Place { address: host.address, scope: host.scope, port };
                // What was not tested to its end, or did not leave this machine, is no news.
                if matches!(state, State::Untested | State::Error) {
                    continue;
                }
                let (expected, allowed) = (group.open.contains(&port), group.may.contains(&port));
                let is_open = state == State::Open;
                if expected || allowed || is_open {
                    self.states.insert(place, is_open);
                } else {
                    self.states.remove(&place);
                }
                // Silence of UDP is what open ports do as well.
                let may_be_open = is_open || state == State::OpenFiltered;
                let deviation = match (expected, allowed) {
                    (true, _) if !may_be_open => Some(Deviation::Missing),
                    (false, false) if is_open => Some(Deviation::Unexpected),
                    _ => None,
                };
                changes.extend(self.look(place, deviation, state, reason));
            }
        }
        changes
    }

    fn look(&mut self, place: Place, now: Option<Deviation>, state: State, reason: Reason) -> Option<Change> {
        if now.is_none() && !self.records.contains_key(&place) {
            return None;
        }
        let fresh = Record { confirmed: None, doubt: None, looks: 0, state, reason };
        let record = self.records.entry(place).or_insert(fresh);
        (record.state, record.reason) = (state, reason);
        if now == record.confirmed {
            record.looks = 0;
            if now.is_none() {
                self.records.remove(&place);
            }
            return None;
        }
        record.looks = if record.looks > 0 && record.doubt == now { record.looks + 1 } else { 1 };
        record.doubt = now;
        if record.looks < self.confirm {
            return None;
        }
        let before = std::mem::replace(&mut record.confirmed, now);
        record.looks = 0;
        let (event, deviation) = match (now, before) {
            (Some(deviation), _) => (Event::Raised, deviation),
            (None, Some(deviation)) => (Event::Cleared, deviation),
            (None, None) => return None,
        };
        if now.is_none() {
            self.records.remove(&place);
        }
        Some(Change { event, finding: finding(place, deviation, state, reason) })
    }

    /// Ports whose last looks do not agree with what is believed.
    pub(super) fn doubts(&self) -> impl Iterator<Item = Place> {
        self.records.iter().filter(|(_, record)| record.looks > 0).map(|(place, _)| *place)
    }

    /// What deviates.
    pub(super) fn deviations(&self) -> impl Iterator<Item = Finding> {
        self.records
            .iter()
            .filter_map(|(place, record)| Some(finding(*place, record.confirmed?, record.state, record.reason)))
    }

    /// Ports that are expected or open, and whether they are open.
    pub(super) fn states(&self) -> impl Iterator<Item = (Place, bool)> {
        self.states.iter().map(|(place, is_open)| (*place, *is_open))
    }
}

fn finding(place: Place, deviation: Deviation, state: State, reason: Reason) -> Finding {
    let Place { address, port, .. } = place;
    Finding { address, proto: port.proto, port: port.number, deviation, state, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: (State, Reason) = (State::Open, Reason::SynAck);
    const CLOSED: (State, Reason) = (State::Closed, Reason::TcpRst);
    const SILENT: (State, Reason) = (State::Filtered, Reason::NoResponse);
    const UNTESTED: (State, Reason) = (State::Untested, Reason::Interrupted);

    fn group() -> Group {
        let port = |number| Port { proto: Proto::Tcp, number };
        Group {
            open: [port(22)].into(),
            may: [port(80)].into(),
            args: crate::applets::scan::verbs::watch::tests::bare(),
        }
    }

    /// What looks at ports 22, 80 and 443 tell, each as `event deviation port`.
    fn told(confirm: u32, looks: &[[(State, Reason); 3]]) -> (Vec<Vec<String>>, Ledger) {
        let mut ledger = Ledger::new(confirm);
        let report = |look: &[(State, Reason); 3]| -> Report {
            let port = |(number, (state, reason)): (u16, (State, Reason))| {
                serde_json::json!({"proto": "tcp", "port": number, "state": state, "reason": reason, "by": null,
                    "rtt_us": null, "tries": 1, "service": null})
            };
            let ports: Vec<_> = [22, 80, 443].into_iter().zip(look.iter().copied()).map(port).collect();
            serde_json::from_value(serde_json::json!({"schema": "toolbox.scan/1", "tool": "", "started": "", "ended": "",
                "method": "connect", "timing": 3, "seed": "1", "ports": "", "summary": {"hosts": 1, "hosts_up": 1,
                "states": {}, "probes": 3, "retries": 0, "seconds": 0.1, "complete": true},
                "hosts": [{"address": "10.0.0.1", "state": "up", "accuracy": {"loss": null, "tries_max": 1, "rtt_us": null,
                "rate_limited": false, "miss": null}, "others": [], "ports": ports}]}))
            .unwrap()
        };
        let word = |change: &Change| {
            format!("{} {} {}", change.event.name(), change.finding.deviation.name(), change.finding.port)
        };
        let all = looks.iter().map(|look| ledger.take(&group(), &report(look)).iter().map(word).collect()).collect();
        (all, ledger)
    }

    #[test]
    fn one_look_is_no_news_and_two_are() {
        let (all, ledger) = told(
            2,
            &[
                [OPEN, CLOSED, CLOSED],
                [SILENT, CLOSED, CLOSED],
                [OPEN, OPEN, CLOSED],
                [SILENT, CLOSED, OPEN],
                [SILENT, CLOSED, OPEN],
                [OPEN, CLOSED, OPEN],
                [OPEN, CLOSED, OPEN],
            ],
        );
        let expected: [&[&str]; 7] =
            [&[], &[], &[], &[], &["raised missing 22", "raised unexpected 443"], &[], &["cleared missing 22"]];
        assert_eq!(all, expected);
        assert_eq!(ledger.deviations().map(|finding| finding.port).collect::<Vec<_>>(), [443]);
        assert_eq!(ledger.doubts().count(), 0);
        let open: Vec<(u16, bool)> = ledger.states().map(|(place, is_open)| (place.port.number, is_open)).collect();
        assert_eq!(open, [(22, true), (80, false), (443, true)]);
    }

    #[test]
    fn what_was_not_tested_is_neither_missing_nor_back() {
        let (all, ledger) =
            told(1, &[[UNTESTED, CLOSED, CLOSED], [CLOSED, CLOSED, CLOSED], [UNTESTED, CLOSED, CLOSED]]);
        assert_eq!(all, [vec![], vec!["raised missing 22".to_owned()], vec![]]);
        assert_eq!(ledger.deviations().count(), 1);
    }

    #[test]
    fn what_is_in_doubt_is_looked_at_again() {
        let (_, ledger) = told(3, &[[SILENT, CLOSED, OPEN]]);
        assert_eq!(ledger.doubts().map(|place| place.port.number).collect::<Vec<_>>(), [22, 443]);
    }
}
