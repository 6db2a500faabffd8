//! What `--metrics` serves of a run, as of the last whole second, so that in one scrape every counter is of the same
//! moment and the ratio of two is one that was.
//!
//! | metric | is |
//! |---|---|
//! | `load_requests_total`, `load_failures_total` | requests that ended, and those of them that count as failed |
//! | `load_received_bytes_total`, `load_sent_bytes_total` | bytes of replies and requests |
//! | `load_responses_total{code}` | replies by status code |
//! | `load_errors_total{kind}` | requests without a whole reply, by the kinds that reports name |
//! | `load_response_seconds`, `load_service_seconds` | the two latencies |
//! | `load_opened_connections_total`, `load_connections` | connections opened; connections the plan asks for |
//!
//! When statistics are started afresh in the full-screen view, all counters of requests start afresh here, in the same
//! scrape, as Prometheus expects of a restart; connections stay counted. Replies of a warm-up are in none of them.

use std::sync::{Arc, Mutex, PoisonError};

use super::engine::Parts;
use super::plan::Plan;
use super::record::{Page, Sheet};
use super::wire::FaultKind;
use crate::kit::metrics::{Snapshot, Source};

/// What was counted up to the last whole second.
#[derive(Debug, Default)]
pub(super) struct Totals(Mutex<Option<(Sheet, u64)>>);

impl Totals {
    /// Takes the place of what was told before; called once a second.
    pub(super) fn tell(&self, total: &Page) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((total.total(), total.connections));
    }
}

/// A run, as it is scraped.
#[derive(Debug)]
pub(super) struct Exposed {
    totals: Arc<Totals>,
    connections: usize,
}

impl Exposed {
    /// The run of `plan` with these parts.
    pub(super) fn of(plan: &Plan, parts: &Parts) -> Self {
        Self { totals: Arc::clone(&parts.totals), connections: plan.shape.connections }
    }
}

impl Source for Exposed {
    fn collect(&self, snapshot: &mut Snapshot) {
        snapshot.gauge("load_connections", "Connections of the plan.", &[], self.connections as f64);
        let totals = self.totals.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Before the first second is over nothing was counted, which is a number as well.
        let nothing = (Sheet::default(), 0);
        let (sheet, opened) = totals.as_ref().unwrap_or(&nothing);
        let done = sheet.replies() + sheet.faulted();
        snapshot.counter("load_requests", "Requests that ended.", &[], done);
        snapshot.counter("load_failures", "Requests that count as failed.", &[], sheet.failed());
        snapshot.counter("load_received_bytes", "Bytes received.", &[], sheet.bytes_in);
        snapshot.counter("load_sent_bytes", "Bytes sent.", &[], sheet.bytes_out);
        snapshot.counter("load_opened_connections", "Connections opened.", &[], *opened);
        for (code, count) in sheet.statuses.iter().enumerate().filter(|(_, count)| **count > 0) {
            snapshot.counter("load_responses", "Replies by status code.", &[("code", &code.to_string())], *count);
        }
        for (kind, count) in FaultKind::ALL.into_iter().zip(sheet.faults).filter(|(_, count)| *count > 0) {
            snapshot.counter("load_errors", "Requests without a whole reply.", &[("kind", kind.name())], count);
        }
        snapshot.histogram("load_response_seconds", "From the intended start to the end.", &[], &sheet.response());
        snapshot.histogram("load_service_seconds", "From sending to the end.", &[], &sheet.service());
    }
}
