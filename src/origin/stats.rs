//! What the origin counts: connections, requests by path and by status, bytes.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Paths counted one by one in each thread; a client that invents paths is counted under [`OTHER`] from then on.
const MAX_PATHS: usize = 10_000;

/// The name under which paths beyond the first ten thousand are counted together.
const OTHER: &str = "(other)";

/// A picture of the counts.
///
/// ```
/// use toolbox::origin::Stats;
/// assert_eq!(Stats::default().hits("/"), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Stats {
    /// Connections accepted since the start.
    pub connections: u64,
    /// Connections that are open now.
    pub open: u64,
    /// Requests that arrived.
    pub requests: u64,
    /// Requests that arrived and are not answered yet.
    pub in_flight: u64,
    /// Body bytes handed to the network.
    pub body_bytes: u64,
    /// Requests by path, without the query.
    pub by_path: BTreeMap<String, u64>,
    /// Responses by status; raw faults have none.
    pub by_status: BTreeMap<u16, u64>,
}

impl Stats {
    /// Requests for this path, the query left aside.
    #[must_use]
    pub fn hits(&self, path: &str) -> u64 {
        self.by_path.get(path).copied().unwrap_or(0)
    }
}

/// Where the threads count: each locks its own shard, so that no request waits for another thread's.
#[derive(Debug)]
pub(super) struct Tally {
    shards: Vec<Shard>,
}

/// One thread's counts.
#[derive(Debug, Default)]
pub(super) struct Shard {
    opened: AtomicU64,
    closed: AtomicU64,
    answered: AtomicU64,
    body_bytes: AtomicU64,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    requests: u64,
    by_path: HashMap<String, u64>,
    by_status: BTreeMap<u16, u64>,
}

impl Tally {
    pub(super) fn new(threads: usize) -> Self {
        Self { shards: (0..threads).map(|_| Shard::default()).collect() }
    }

    /// The shard of a thread.
    pub(super) fn shard(&self, index: usize) -> &Shard {
        &self.shards[index % self.shards.len()]
    }

    pub(super) fn snapshot(&self) -> Stats {
        let mut stats = Stats::default();
        let (mut closed, mut answered) = (0, 0);
        for shard in &self.shards {
            // What ends is read before what begins, so that no difference is ever negative.
            closed += shard.closed.load(Ordering::Acquire);
            answered += shard.answered.load(Ordering::Acquire);
            stats.connections += shard.opened.load(Ordering::Acquire);
            stats.body_bytes += shard.body_bytes.load(Ordering::Relaxed);
            let counts = shard.counts();
            stats.requests += counts.requests;
            for (path, count) in &counts.by_path {
                *stats.by_path.entry(path.clone()).or_default() += count;
            }
            for (status, count) in &counts.by_status {
                *stats.by_status.entry(*status).or_default() += count;
            }
        }
        stats.open = stats.connections.saturating_sub(closed);
        stats.in_flight = stats.requests.saturating_sub(answered);
        stats
    }
}

impl Shard {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection as open for as long as the guard lives.
    pub(super) fn connection(&self) -> impl Drop + '_ {
        self.opened.fetch_add(1, Ordering::Release);
        Closing(&self.closed)
    }

    /// Counts a request as in flight for as long as the guard lives.
    pub(super) fn request(&self, path: &str) -> impl Drop + '_ {
        let mut counts = self.counts();
        counts.requests += 1;
        if let Some(count) = counts.by_path.get_mut(path) {
            *count += 1;
        } else {
            let name = if counts.by_path.len() < MAX_PATHS { path } else { OTHER };
            *counts.by_path.entry(name.to_owned()).or_default() += 1;
        }
        Closing(&self.answered)
    }

    pub(super) fn status(&self, status: u16) {
        *self.counts().by_status.entry(status).or_default() += 1;
    }

    pub(super) fn body(&self, bytes: u64) {
        self.body_bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Counts one on drop.
struct Closing<'a>(&'a AtomicU64);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_tell_what_is_open() {
        let tally = Tally::new(2);
        let connection = tally.shard(0).connection();
        let request = tally.shard(1).request("/a");
        tally.shard(1).status(200);
        let stats = tally.snapshot();
        assert_eq!((stats.open, stats.in_flight, stats.hits("/a"), stats.by_status[&200]), (1, 1, 1, 1));
        drop((connection, request));
        let stats = tally.snapshot();
        assert_eq!((stats.open, stats.in_flight, stats.connections, stats.requests), (0, 0, 1, 1));
    }

    #[test]
    fn invented_paths_do_not_fill_the_memory() {
        let tally = Tally::new(1);
        for n in 0..MAX_PATHS + 5 {
            drop(tally.shard(0).request(&format!("/{n}")));
        }
        assert_eq!(tally.snapshot().hits(OTHER), 5);
    }
}
