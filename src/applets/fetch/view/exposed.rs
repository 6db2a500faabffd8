//! Downloads as they are scraped (`--metrics`).

use std::sync::Arc;

use crate::applets::fetch::batch::{Stage, Watch};
use crate::kit::metrics::{Snapshot, Source};

/// All of one call.
#[derive(Debug)]
pub struct Exposed(pub Vec<Arc<Watch>>);

impl Source for Exposed {
    fn collect(&self, snapshot: &mut Snapshot) {
        let sum = |of: fn(&Watch) -> u64| self.0.iter().map(|watch| of(watch)).sum::<u64>();
        let count = |stage| self.0.iter().filter(|watch| watch.stage() == stage).count() as f64;
        snapshot.counter("fetch_bytes", "Bytes received.", &[], sum(|watch| watch.progress.fetched()));
        snapshot.counter("fetch_answers", "Requests that were answered.", &[], sum(|watch| watch.progress.answers()));
        snapshot.counter("fetch_retries", "Attempts made again.", &[], sum(|watch| watch.progress.retries()));
        snapshot.gauge(
            "fetch_done_bytes",
            "Bytes that are there.",
            &[],
            sum(|watch| watch.progress.done_bytes()) as f64,
        );
        let connections = sum(|watch| watch.progress.workers() as u64);
        snapshot.gauge("fetch_connections", "Connections at work.", &[], connections as f64);
        for (stage, name) in
            [(Stage::Waiting, "waiting"), (Stage::Running, "running"), (Stage::Done, "done"), (Stage::Failed, "failed")]
        {
            snapshot.gauge("fetch_downloads", "Downloads by where they stand.", &[("stage", name)], count(stage));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::metrics::Registry;

    #[test]
    fn what_waits_is_counted() {
        let registry = Registry::new();
        registry.register(Arc::new(Exposed(vec![Arc::new(Watch::new("a".to_owned(), Arc::default()))])));
        let snapshot = registry.snapshot();
        assert_eq!(snapshot.value("fetch_downloads", &[("stage", "waiting")]), Some(1.0));
        assert_eq!(snapshot.value("fetch_bytes", &[]), Some(0.0));
    }
}
