//! How far a scan is: written by the engine, read by whoever looks.

use crate::kit::metrics::{Counter, Snapshot, Source};

/// The counters of one scan.
#[derive(Debug, Default)]
pub struct Gauges {
    /// Probes that were sent.
    pub sent: Counter,
    /// Ports that are decided.
    pub decided: Counter,
    /// Ports found open.
    pub open: Counter,
    /// Hosts that are done.
    pub hosts: Counter,
}

impl Source for Gauges {
    fn collect(&self, snapshot: &mut Snapshot) {
        snapshot.counter("scan_probes", "Probes sent.", &[], self.sent.value());
        snapshot.counter("scan_ports", "Ports decided.", &[], self.decided.value());
        snapshot.counter("scan_open_ports", "Ports found open.", &[], self.open.value());
        snapshot.counter("scan_hosts", "Hosts done.", &[], self.hosts.value());
    }
}
