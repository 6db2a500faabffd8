//! Traces: what was done, as spans, to a collector that speaks OTLP over HTTP (`--otlp URL`).
//!
//! ```text
//! spans of `tracing`  → layer ┐
//! commands of kv      → offer ┴→ a bounded queue → exporter → POST /v1/traces, as JSON
//! ```
//!
//! Whoever offers a span never waits: where the collector is slow or gone, spans are left out and counted. The SDK of
//! OpenTelemetry would do the same with an HTTP client and a runtime of its own, and a megabyte more of program.
//!
//! Source: OpenTelemetry Protocol 1.5, "OTLP/HTTP" and "JSON Protobuf Encoding".

mod exporter;
mod layer;
mod span;

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc::{self, Sender};

pub use self::exporter::Exporter;
pub use self::layer::Spans;
pub use self::span::{Kind, Span, Value};
use crate::kit::net::SafeUrl;
use crate::kit::random::Random;

/// Spans that wait for the collector; some MiB at most.
const QUEUE: usize = 8192;

thread_local! {
    static RANDOM: RefCell<Random> = RefCell::new(Random::from_system());
}

/// Where spans are offered; clones share the queue.
#[derive(Debug, Clone)]
pub struct Traces {
    queue: Sender<Span>,
    lost: Arc<AtomicU64>,
    share: f64,
}

/// The identity of a span within its trace (W3C Trace Context, §2.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The trace.
    pub trace: u128,
    /// The span; never 0.
    pub span: u64,
}

impl Traces {
    /// Traces of which a `share` between 0 and 1 is exported, and what exports them to `url`.
    #[must_use]
    pub fn to(url: &SafeUrl, share: f64) -> (Self, Exporter) {
        let (queue, spans) = mpsc::channel(QUEUE);
        let lost = Arc::new(AtomicU64::new(0));
        (Self { queue, lost: Arc::clone(&lost), share }, Exporter::new(url, spans, lost))
    }

    /// The identity of a new trace's first span, where chance has this trace exported.
    #[must_use]
    pub fn begin(&self) -> Option<Identity> {
        RANDOM.with_borrow_mut(|random| {
            let is_wanted = self.share >= 1.0 || random.unit() < self.share;
            is_wanted.then(|| Identity {
                trace: u128::from(random.next_u64()) << 64 | u128::from(random.next_u64() | 1),
                span: random.next_u64() | 1,
            })
        })
    }

    /// The identity of a span within a trace.
    #[must_use]
    pub fn within(trace: u128) -> Identity {
        Identity { trace, span: RANDOM.with_borrow_mut(|random| random.next_u64() | 1) }
    }

    /// Hands in a span that has ended. Where the queue is full, it is left out and counted.
    pub fn offer(&self, span: Span) {
        if self.queue.try_send(span).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    #[test]
    fn chance_leaves_out_what_it_is_told_to() {
        let url = parse_url("http://127.0.0.1:4318").unwrap();
        let begun = |share| {
            let (traces, _exporter) = Traces::to(&url, share);
            (0..1000).filter(|_| traces.begin().is_some()).count()
        };
        assert_eq!((begun(0.0), begun(1.0)), (0, 1000));
        assert!((50..150).contains(&begun(0.1)), "within five standard deviations");
    }

    #[test]
    fn a_full_queue_keeps_nobody_waiting() {
        let (traces, exporter) = Traces::to(&parse_url("http://127.0.0.1:4318").unwrap(), 1.0);
        for _ in 0..QUEUE + 5 {
            traces.offer(Span::at("a", traces.begin().unwrap()));
        }
        assert_eq!(exporter.lost(), 5);
    }
}
