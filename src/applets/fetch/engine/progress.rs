//! How far a download is, for whoever looks: the map, and counters that workers add to.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::applets::fetch::map::{Grain, Map, State, UNKNOWN};
use crate::applets::fetch::span::{Span, Spans};

/// Shared between the engine, its workers and a view. Made before the first request, so that a view can begin.
#[derive(Debug)]
pub struct Progress {
    /// Held for one question at a time, never while anything waits.
    map: Mutex<Map>,
    /// Bytes that came from the source. Added to by workers.
    pub(super) fetched_bytes: AtomicU64,
    /// Workers that are at it. Kept by the engine and by workers that leave.
    pub(super) workers: AtomicUsize,
    /// Attempts that failed and were made again. Added to by workers.
    pub(super) retries: AtomicU64,
    /// Requests that were answered. Added to by workers.
    pub(super) answers: AtomicU64,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            map: Mutex::new(Map::new(Span::new(0, UNKNOWN), &Spans::default(), Grain::default())),
            fetched_bytes: AtomicU64::new(0),
            workers: AtomicUsize::new(0),
            retries: AtomicU64::new(0),
            answers: AtomicU64::new(0),
        }
    }
}

impl Progress {
    pub(super) fn map(&self) -> MutexGuard<'_, Map> {
        self.map.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes of the file that are there.
    #[must_use]
    pub fn done_bytes(&self) -> u64 {
        self.map().done().bytes()
    }

    /// Bytes in all; `None` while unknown.
    #[must_use]
    pub fn total_bytes(&self) -> Option<u64> {
        let whole = self.map().whole();
        (whole.end != UNKNOWN).then(|| whole.bytes())
    }

    /// The map as a bar of this many cells.
    #[must_use]
    pub fn cells(&self, cells: usize) -> Vec<State> {
        self.map().cells(cells)
    }

    /// Bytes that came from the source so far; those that were there before do not count, those that came twice do.
    #[must_use]
    pub fn fetched(&self) -> u64 {
        self.fetched_bytes.load(Ordering::Relaxed)
    }

    /// Connections that are at it.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.workers.load(Ordering::Relaxed)
    }

    /// Attempts that were made again.
    #[must_use]
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }

    /// Requests that were answered.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// Parts taken over, rests fetched twice, bytes that came twice.
    #[must_use]
    pub fn counts(&self) -> crate::applets::fetch::map::Counts {
        self.map().counts()
    }
}
