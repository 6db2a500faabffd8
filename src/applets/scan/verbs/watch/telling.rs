//! How a watch tells what it found: the page of `--once`, lines while it goes on, the body that a webhook gets, and series.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::ledger::{Change, Deviation, Finding, Ledger};
use crate::kit::metrics::{Counter, Snapshot, Source};
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};

/// The name of this form of document.
const SCHEMA: &str = "toolbox.scan-watch/1";

/// One round, as `--once` tells it.
#[derive(Debug, Serialize)]
pub(super) struct Round {
    schema: &'static str,
    policy: String,
    time: String,
    hosts: u64,
    hosts_up: u64,
    deviations: Vec<Finding>,
}

impl Round {
    /// What `ledger` knows after a round that ended at `time`; how many hosts were looked at, and how many are up.
    pub(super) fn of(policy: &str, time: String, hosts: (u64, u64), ledger: &Ledger) -> Self {
        let deviations = ledger.deviations().collect();
        Self { schema: SCHEMA, policy: policy.to_owned(), time, hosts: hosts.0, hosts_up: hosts.1, deviations }
    }

    /// Whether all is as the policy wants it.
    pub(super) const fn is_as_expected(&self) -> bool {
        self.deviations.is_empty()
    }
}

const fn expected(deviation: Deviation) -> &'static str {
    match deviation {
        Deviation::Unexpected => "not open",
        Deviation::Missing => "open",
    }
}

impl Emit for Round {
    fn text(&self, page: &Page) -> String {
        let figures = format!("{} hosts, {} up", self.hosts, self.hosts_up);
        if self.deviations.is_empty() {
            return format!("as expected: {figures}");
        }
        let names = ["HOST", "PORT", "EXPECTED", "IS", "REASON"];
        let mut table = names.iter().fold(Table::new(), |table, name| table.column(*name, Align::Left));
        for found in &self.deviations {
            let cells: [Cell; 5] = [
                found.address.to_string().into(),
                format!("{}/{}", found.port, found.proto).into(),
                expected(found.deviation).into(),
                Cell::new(found.state.name(), Meaning::Bad),
                found.reason.name().into(),
            ];
            table.row(cells);
        }
        format!("{}\n{} deviate; {figures}", table.render(page), self.deviations.len())
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let row = |found: &Finding| {
            vec![
                found.address.to_string(),
                found.proto.to_string(),
                found.port.to_string(),
                found.deviation.name().to_owned(),
                found.state.to_string(),
                found.reason.to_string(),
            ]
        };
        let header = ["host", "proto", "port", "deviation", "state", "reason"].map(str::to_owned).to_vec();
        (header, self.deviations.iter().map(row).collect())
    }
}

/// What began and what ended, as a webhook gets it and as a line of JSON has it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct News {
    schema: &'static str,
    policy: String,
    time: String,
    changes: Vec<Change>,
}

impl News {
    /// News of a round that ended at `time`.
    pub(super) fn of(policy: &str, time: String, changes: Vec<Change>) -> Self {
        Self { schema: SCHEMA, policy: policy.to_owned(), time, changes }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// A line for each change.
    pub(super) fn lines(&self) -> String {
        let line = |change: &Change| {
            let Finding { address, proto, port, deviation, state, reason } = &change.finding;
            let (event, wanted) = (change.event.name(), expected(*deviation));
            format!("{} {event}: {address} {port}/{proto} is {state} ({reason}), expected {wanted}\n", self.time)
        };
        self.changes.iter().map(line).collect()
    }
}

/// What Prometheus is told.
#[derive(Debug, Default)]
pub(super) struct Gauges {
    /// Rounds that came to their end.
    pub(super) rounds: Counter,
    /// Messages to the webhook that did not arrive.
    pub(super) lost: Counter,
    /// News that the webhook never got.
    pub(super) dropped: Counter,
    series: Mutex<Series>,
}

#[derive(Debug, Default)]
struct Series {
    ports: Vec<([String; 3], bool)>,
    deviations: Vec<([String; 3], Deviation)>,
}

impl Gauges {
    /// Takes over what is known after a round.
    pub(super) fn show(&self, ledger: &Ledger) {
        let ports = ledger.states().map(|(place, is_open)| {
            let port = place.port;
            ([place.address.to_string(), port.number.to_string(), port.proto.to_string()], is_open)
        });
        let deviations = ledger.deviations().map(|found| {
            ([found.address.to_string(), found.port.to_string(), found.proto.to_string()], found.deviation)
        });
        let series = Series { ports: ports.collect(), deviations: deviations.collect() };
        *self.series.lock().unwrap_or_else(PoisonError::into_inner) = series;
    }
}

fn labels([host, port, proto]: &[String; 3]) -> [(&'static str, &str); 3] {
    [("host", host), ("port", port), ("proto", proto)]
}

impl Source for Gauges {
    fn collect(&self, snapshot: &mut Snapshot) {
        let series = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        for (port, is_open) in &series.ports {
            let help = "1 where the port is open, 0 where not; ports that are expected, allowed or open.";
            snapshot.gauge("scan_port_state", help, &labels(port), f64::from(u8::from(*is_open)));
        }
        for (port, deviation) in &series.deviations {
            let [host, number, proto] = labels(port);
            let labels = [host, number, proto, ("deviation", deviation.name())];
            snapshot.gauge("scan_port_deviates", "1 for each port that is not as the policy wants it.", &labels, 1.0);
        }
        let count = series.deviations.len() as f64;
        snapshot.gauge("scan_deviations", "Ports that are not as the policy wants them.", &[], count);
        snapshot.counter("scan_watch_rounds", "Rounds that came to their end.", &[], self.rounds.value());
        snapshot.counter("scan_watch_webhook_failures", "Messages that did not arrive.", &[], self.lost.value());
        snapshot.counter("scan_watch_news_dropped", "News that the webhook never got.", &[], self.dropped.value());
    }
}
