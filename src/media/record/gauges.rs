//! What is counted while a recording runs; read by views and `--metrics`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::map::Map;
use crate::media::mux::Progress;

/// The counts of one recording. Each is written by the recorder and read by anyone; no count orders another.
#[derive(Debug, Default)]
pub struct Gauges {
    /// Bytes that arrived, those of failed tries included.
    pub received_bytes: Count,
    /// Bytes of the recording, those of an earlier run included.
    pub written_bytes: Count,
    /// Segments in the recording, those of an earlier run included.
    pub segments: Count,
    /// Segments known of; grows while a stream is live.
    pub known: Count,
    /// How long the segments in the recording and in its gaps play, nanoseconds.
    pub done_ns: Count,
    /// How long all known segments play, nanoseconds.
    pub known_ns: Count,
    /// Segments under way.
    pub running: Count,
    /// Tries beyond the first.
    pub retries: Count,
    /// Missing segments.
    pub missing: Count,
    /// The movie that is made of the recording in the end.
    pub movie: Progress,
    /// The maps of the tracks, by their numbers.
    maps: Mutex<Vec<Arc<Map>>>,
}

impl Gauges {
    /// The map of a track.
    #[must_use]
    pub fn map(&self, track: usize) -> Arc<Map> {
        let mut maps = self.maps.lock().unwrap_or_else(PoisonError::into_inner);
        while maps.len() <= track {
            maps.push(Arc::default());
        }
        Arc::clone(&maps[track])
    }

    /// Forgets what counts the recording as a whole: another run on the same files counts it anew.
    pub fn restart(&self) {
        let whole = [&self.written_bytes, &self.segments, &self.known, &self.done_ns, &self.known_ns, &self.missing];
        // Those under way have ended with the run before.
        let whole = whole.into_iter().chain([&self.running]);
        for count in whole {
            count.0.store(0, Ordering::Relaxed);
        }
    }
}

/// One of them.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Counts more.
    pub fn add(&self, amount: u64) {
        self.0.fetch_add(amount, Ordering::Relaxed);
    }

    /// Counts less.
    pub fn sub(&self, amount: u64) {
        self.0.fetch_sub(amount, Ordering::Relaxed);
    }

    /// Adds a duration in nanoseconds.
    pub fn add_time(&self, duration: Duration) {
        self.add(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX));
    }

    /// As it is now.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
