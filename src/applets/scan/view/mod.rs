//! How a scan looks: the page to read, rows for CSV, and the bar while it goes on.

pub mod grep;
pub mod hosts;
pub mod xml;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::gauges::Gauges;
use super::report::{HostReport, Others, PortReport, Presence, Report};
use super::verdict::State;
use crate::kit::term::text::harmless;
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table, Term};
use crate::kit::units::{format_count, format_duration};

/// What of a scan is shown on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// Which ports.
    pub ports: Ports,
    /// Whether reasons are.
    pub reasons: Reasons,
}

/// Which ports are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ports {
    /// All that stand alone.
    #[default]
    All,
    /// Open ones.
    Open,
}

/// Whether reasons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reasons {
    /// Only where they are out of the ordinary.
    #[default]
    Odd,
    /// Always.
    Always,
}

/// A report, and what of it is shown.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Shape<'a> {
    /// The report.
    pub report: &'a Report,
    /// What is shown.
    #[serde(skip)]
    pub shown: Shown,
}

impl Emit for Shape<'_> {
    fn text(&self, page: &Page) -> String {
        let mut text = self.table().render(page);
        for line in self.asides() {
            text.push_str(&page.style.faint(&line));
            text.push('\n');
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&summary(self.report));
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = [
            "host", "name", "proto", "port", "state", "reason", "by", "rtt_us", "tries", "service", "version",
            "suspect",
        ];
        let mut rows = Vec::new();
        for (host, port) in self.ports() {
            let service = port.service.as_ref();
            rows.push(vec![
                host.address.to_string(),
                host.name.clone().unwrap_or_default(),
                port.proto.to_string(),
                port.port.to_string(),
                port.state.to_string(),
                port.reason.to_string(),
                port.by.map(|by| by.to_string()).unwrap_or_default(),
                port.rtt_us.map(|trip| trip.to_string()).unwrap_or_default(),
                port.tries.to_string(),
                service.map(|service| service.name.clone()).unwrap_or_default(),
                service.and_then(|service| service.version.clone()).unwrap_or_default(),
                port.suspect.join(" "),
            ]);
        }
        for field in rows.iter_mut().flatten() {
            if let Cow::Owned(tamed) = harmless(field) {
                *field = tamed;
            }
        }
        (header.map(str::to_owned).to_vec(), rows)
    }

    /// A document for each host, then one of figures.
    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        let mut lines = Vec::new();
        for host in &self.report.hosts {
            lines.push(json!({"kind": "host", "host": serde_json::to_value(host)?}));
        }
        lines.push(json!({"kind": "summary", "summary": serde_json::to_value(&self.report.summary)?}));
        Ok(lines)
    }
}

impl Shape<'_> {
    /// The ports that are shown, with their hosts.
    fn ports(&self) -> impl Iterator<Item = (&HostReport, &PortReport)> {
        let open_alone = self.shown.ports == Ports::Open;
        let all = self.report.hosts.iter().flat_map(|host| host.ports.iter().map(move |port| (host, port)));
        all.filter(move |(_, port)| !open_alone || port.state == State::Open)
    }

    fn table(&self) -> Table {
        let always = self.shown.reasons == Reasons::Always;
        let is_odd = self.ports().any(|(_, port)| port.by.is_some() || !port.suspect.is_empty());
        let with_reason = always || is_odd;
        let mixed = self.ports().any(|(_, port)| port.proto != super::ports::Proto::Tcp);
        let mut table = Table::new()
            .column("HOST", Align::Left)
            .column("PORT", Align::Left)
            .column("STATE", Align::Left)
            .column("SERVICE", Align::Left)
            .column("VERSION", Align::Left);
        if with_reason {
            table = table.column("REASON", Align::Left);
        }
        for (host, port) in self.ports() {
            let number = if mixed { format!("{}/{}", port.port, port.proto) } else { port.port.to_string() };
            let service = port.service.as_ref();
            let mut cells: Vec<Cell> = vec![
                host.address.to_string().into(),
                number.into(),
                Cell::new(port.state.name(), meaning(port.state)),
                service.map(|service| service.name.clone()).unwrap_or_default().into(),
                service.and_then(|service| service.version.clone()).unwrap_or_default().into(),
            ];
            if with_reason {
                cells.push(reason(port).into());
            }
            table.row(cells);
        }
        if table.is_empty() { Table::new() } else { table }
    }

    /// What stands below the table: ports that were folded, hosts without any.
    fn asides(&self) -> Vec<String> {
        /// More hosts than this are told by their number.
        const HOSTS: usize = 16;
        let mut lines = Vec::new();
        for host in self
            .report
            .hosts
            .iter()
            .filter(|host| host.state != Presence::Unknown || !host.ports.is_empty())
            .take(HOSTS)
        {
            if let Some(system) = &host.system {
                lines.push(format!("{}: {system}", host.address));
            }
            if host.is_doubtful() {
                lines.push(format!(
                    "{}: refusals are rationed there: what looks open|filtered may be closed",
                    host.address
                ));
            }
            let told: Vec<String> = host.others.iter().map(folded).collect();
            if !told.is_empty() {
                lines.push(format!("{}: {}", host.address, told.join(", ")));
            }
        }
        let quiet = self.report.hosts.iter().filter(|host| host.state == Presence::Unknown && host.ports.is_empty());
        let count = quiet.count();
        if count > 0 {
            let (hosts, were) = if count == 1 { ("host", "was") } else { ("hosts", "were") };
            lines
                .push(format!("of {count} {hosts} nothing {were} heard", were = if count == 1 { were } else { "was" }));
        }
        lines
    }
}

fn folded(others: &Others) -> String {
    let by = others.by.map(|by| format!(" by {by}")).unwrap_or_default();
    format!("{} {} ({}{by})", format_count(others.count), others.state, others.reason)
}

/// Why a port is what it is, in words.
fn reason(port: &PortReport) -> String {
    let by = port.by.map(|by| format!(" by {by}")).unwrap_or_default();
    let doubts: String = port.suspect.iter().flat_map(|doubt| [", ", doubt, "?"]).collect();
    format!("{}{by}{doubts}", port.reason)
}

const fn meaning(state: State) -> Meaning {
    match state {
        State::Open => Meaning::Good,
        State::Closed => Meaning::Faint,
        State::Filtered | State::OpenFiltered => Meaning::Warn,
        State::Unreachable | State::Error | State::Untested => Meaning::Bad,
    }
}

/// The figures of a scan in a sentence.
#[must_use]
pub fn summary(report: &Report) -> String {
    let summary = &report.summary;
    let states: Vec<String> =
        summary.states.iter().map(|(state, count)| format!("{} {state}", format_count(*count))).collect();
    let hosts = if summary.hosts == 1 { "1 host".to_owned() } else { format!("{} hosts", summary.hosts) };
    let took = format_duration(Duration::try_from_secs_f64(summary.seconds).unwrap_or_default());
    let part = match (summary.complete, summary.unasked) {
        (true, _) => String::new(),
        (_, 0) if summary.states.contains_key(State::Error.name()) => {
            " (this machine did not let all of it out)".to_owned()
        }
        (_, 0) => " (not all was tested)".to_owned(),
        (_, 1) => " (of 1 port it was not found out what lives there)".to_owned(),
        (_, ports) => format!(" (of {} ports it was not found out what lives there)", format_count(ports)),
    };
    let ports = states.join(", ");
    format!("{hosts}, {} up; ports: {ports}; {} probes in {took}{part}", summary.hosts_up, format_count(summary.probes))
}

/// Shows how far `gauges` are of `total` ports, until `stop`.
pub async fn progress(term: Term, gauges: Arc<Gauges>, total: u64, stop: CancellationToken) {
    /// Ten looks a second read as motion.
    const LOOK: Duration = Duration::from_millis(100);
    /// A scan that is over sooner needs no bar.
    const PATIENCE: Duration = Duration::from_millis(400);
    tokio::select! {
        () = stop.cancelled() => return,
        () = tokio::time::sleep(PATIENCE) => {}
    }
    let bar = term.bar(total, "scanning");
    let mut looks = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => bar.set(gauges.decided.value()),
        }
    }
}
