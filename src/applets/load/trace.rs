//! What a run tells the log: at debug level each request, how it ended, each new attempt and each connection; at trace
//! level what is sent as well.
//!
//! Secrets are masked as in reports. Where nobody listens, a request pays one look at a global.

use std::num::NonZeroU64;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use tracing::{Level, debug, enabled, trace};

use super::plan::Plan;
use super::wire::{Reply, WireFault};
use crate::kit::http::{Masked, Phases};
use crate::kit::net::Origin;

/// Whether anybody listens.
#[inline]
pub(super) fn is_on() -> bool {
    enabled!(Level::DEBUG)
}

/// One request in the log; there is none where nobody listens, and none yet while the first connections are opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    id: NonZeroU64,
}

/// The id of a request, where there is one.
fn id_of(entry: Option<Entry>) -> Option<NonZeroU64> {
    entry.map(|entry| entry.id)
}

impl Entry {
    /// A step that is about to be sent.
    #[cold]
    pub(super) fn request(plan: &Plan, step: usize) -> Self {
        /// Tells the requests of a log apart.
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NonZeroU64::new(NEXT.fetch_add(1, Ordering::Relaxed)).unwrap_or(NonZeroU64::MIN);
        let step = &plan.steps[step];
        debug!(id, step = %plan.hide(&step.name), method = step.method, url = plan.masked_url(&step.url), "request");
        Self { id }
    }

    /// How it ended.
    #[cold]
    pub(super) fn end(self, plan: &Plan, result: &Result<Reply, WireFault>) {
        let id = self.id;
        match result {
            Ok(reply) => {
                let elapsed_us = reply.end.saturating_sub(reply.sent) / 1000;
                debug!(id, status = reply.status, elapsed_us, bytes_in = reply.bytes_in, "response");
            }
            Err(fault) => debug!(id, kind = fault.kind.name(), error = %plan.hide(&fault.message), "no response"),
        }
    }
}

/// A request that goes out again, and why.
#[cold]
pub(super) fn again(plan: &Plan, entry: Option<Entry>, fault: &WireFault) {
    debug!(id = id_of(entry), reason = %plan.hide(&fault.message), "sending again over another connection");
}

/// A connection that was opened.
#[cold]
pub(super) fn connected(entry: Option<Entry>, origin: &Origin, phases: &Phases) {
    let us = |time: Duration| time.as_micros() as u64;
    let (dns_us, connect_us, tls_us) = (us(phases.dns), us(phases.connect), us(phases.tls));
    debug!(id = id_of(entry), server = origin.authority(), dns_us, connect_us, tls_us, "connected");
}

/// A connection that was not.
#[cold]
pub(super) fn not_connected(plan: &Plan, entry: Option<Entry>, origin: &Origin, fault: &WireFault) {
    let (id, error) = (id_of(entry), plan.hide(&fault.message));
    debug!(id, server = origin.authority(), kind = fault.kind.name(), %error, "cannot connect");
}

/// A connection that is let go.
#[cold]
pub(super) fn let_go(entry: Option<Entry>, origin: &Origin) {
    debug!(id = id_of(entry), server = origin.authority(), "closing the connection");
}

/// What one iteration sends: its target and headers, and how large its body is.
#[cold]
pub(super) fn sending(
    plan: &Plan,
    entry: Option<Entry>,
    url: &str,
    headers: &[(HeaderName, HeaderValue)],
    body: usize,
) {
    if !enabled!(Level::TRACE) {
        return;
    }
    let headers: HeaderMap = headers.iter().cloned().collect();
    let headers = Masked(&headers).to_string();
    trace!(id = id_of(entry), url = plan.masked_url(url), headers = %plan.hide(&headers), body_bytes = body, "sending");
}
