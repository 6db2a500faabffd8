//! What changed between two scans: ports by address, protocol and number; round trips and tries are no change.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::ports::Proto;
use super::report::{HostReport, Report, Service};
use super::verdict::{Reason, State};
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};

/// Everything that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// When the earlier scan ended.
    pub old: String,
    /// When the later one did.
    pub new: String,
    /// The changes, by address, protocol and port.
    pub changes: Vec<Change>,
    /// How many ports stand in both scans.
    #[serde(skip)]
    pub common: usize,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Of which host.
    pub address: IpAddr,
    /// Of which protocol.
    pub proto: Proto,
    /// Of which port.
    pub port: u16,
    /// What kind.
    pub kind: Kind,
    /// What it was.
    pub old: Side,
    /// What it is.
    pub new: Side,
}

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is open and was not.
    New,
    /// It was open and is not.
    Gone,
    /// It is something else than it was.
    Changed,
}

/// A port in one of the scans.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Its state.
    pub state: State,
    /// What lives there.
    pub service: Option<String>,
}

type Key = (IpAddr, Proto, u16);

impl Difference {
    /// What changed from `old` to `new`.
    #[must_use]
    pub fn of(old: &Report, new: &Report) -> Self {
        let (before, after) = (sides(old), sides(new));
        let common = after.keys().filter(|key| before.contains_key(*key)).count();
        let changes = after.iter().filter_map(|(key, now)| change(*key, before.get(key)?, now));
        Self { old: old.ended.clone(), new: new.ended.clone(), changes: changes.collect(), common }
    }
}

fn change((address, proto, port): Key, old: &Side, new: &Side) -> Option<Change> {
    // What was not tested is not known to have changed.
    let unknown = [State::Untested, State::Error];
    if old == new || unknown.contains(&old.state) || unknown.contains(&new.state) {
        return None;
    }
    let kind = match (old.state, new.state) {
        (State::Open, State::Open) => Kind::Changed,
        (State::Open, _) => Kind::Gone,
        (_, State::Open) => Kind::New,
        (before, after) if before == after => return None,
        _ => Kind::Changed,
    };
    Some(Change { address, proto, port, kind, old: old.clone(), new: new.clone() })
}

/// Every port of a scan.
fn sides(report: &Report) -> BTreeMap<Key, Side> {
    let mut all = BTreeMap::new();
    for host in &report.hosts {
        let services = services(host);
        for ((proto, port), (state, reason)) in host.states() {
            if reason == Reason::HostDown {
                continue;
            }
            let service = services.get(&(proto, port)).map(ToString::to_string);
            all.insert((host.address, proto, port), Side { state, service });
        }
    }
    all
}

fn services(host: &HostReport) -> BTreeMap<(Proto, u16), &Service> {
    let open = host.ports.iter().filter(|port| port.state == State::Open);
    open.filter_map(|port| Some(((port.proto, port.port), port.service.as_ref()?))).collect()
}

impl std::fmt::Display for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.version {
            Some(version) => write!(f, "{} {version}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }

    const fn meaning(self) -> Meaning {
        match self {
            Self::New => Meaning::Bad,
            Self::Gone => Meaning::Info,
            Self::Changed => Meaning::Warn,
        }
    }
}

impl Side {
    fn told(&self) -> String {
        let service = self.service.as_deref().map(|service| format!(" ({service})")).unwrap_or_default();
        format!("{}{service}", self.state)
    }
}

impl Emit for Difference {
    fn text(&self, page: &Page) -> String {
        if self.changes.is_empty() {
            return "no change".to_owned();
        }
        let mut table = Table::new()
            .column("HOST", Align::Left)
            .column("PORT", Align::Left)
            .column("CHANGE", Align::Left)
            .column("WAS", Align::Left)
            .column("IS", Align::Left);
        for change in &self.changes {
            let cells: [Cell; 5] = [
                change.address.to_string().into(),
                format!("{}/{}", change.port, change.proto).into(),
                Cell::new(change.kind.name(), change.kind.meaning()),
                change.old.told().into(),
                change.new.told().into(),
            ];
            table.row(cells);
        }
        table.render(page)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = ["host", "proto", "port", "change", "old_state", "old_service", "new_state", "new_service"];
        let row = |change: &Change| {
            vec![
                change.address.to_string(),
                change.proto.to_string(),
                change.port.to_string(),
                change.kind.name().to_owned(),
                change.old.state.to_string(),
                change.old.service.clone().unwrap_or_default(),
                change.new.state.to_string(),
                change.new.service.clone().unwrap_or_default(),
            ]
        };
        (header.map(str::to_owned).to_vec(), self.changes.iter().map(row).collect())
    }
}
