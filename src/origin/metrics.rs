//! The origin's own metrics: counts, and the backlog that explains its latency.

use crate::kit::metrics::{Snapshot, Source, prometheus};

use super::Shared;

impl Source for Shared {
    fn collect(&self, snapshot: &mut Snapshot) {
        let stats = self.tally.snapshot();
        for (status, count) in &stats.by_status {
            let code = status.to_string();
            snapshot.counter("origin_responses", "Responses by status", &[("code", &code)], *count);
        }
        snapshot.counter("origin_requests", "Requests that arrived", &[], stats.requests);
        snapshot.counter("origin_connections", "Connections accepted", &[], stats.connections);
        snapshot.counter("origin_body_bytes", "Body bytes sent", &[], stats.body_bytes);
        snapshot.gauge("origin_connections_open", "Connections open now", &[], stats.open as f64);
        snapshot.gauge("origin_requests_in_flight", "Requests not answered yet", &[], stats.in_flight as f64);
        let backlog = self.gate.backlog().as_secs_f64();
        snapshot.gauge("origin_backlog_seconds", "How long a new request waits for earlier ones", &[], backlog);
        let latency = self.gate.latency().as_secs_f64();
        snapshot.gauge("origin_latency_seconds", "How long a new request is made to wait besides", &[], latency);
        let uptime = self.started.elapsed().as_secs_f64();
        snapshot.gauge("origin_uptime_seconds", "Time since the start", &[], uptime);
    }
}

impl Shared {
    /// The page that `/metrics` serves.
    pub(super) fn metrics_text(&self) -> String {
        let mut snapshot = Snapshot::default();
        self.collect(&mut snapshot);
        prometheus::encode(&snapshot)
    }
}
