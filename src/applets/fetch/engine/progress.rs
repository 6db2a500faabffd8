//! How far a download is, for whoever looks: the map, and counters that workers add to.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::applets::fetch::map::{Grain, Map, State, UNKNOWN};
use crate::applets::fetch::span::{Span, Spans};
use crate::media::record::Gauges;

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
    /// What a recorder counts, where it is one that is at work. Set once, before it begins.
    recording: OnceLock<Arc<Gauges>>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            map: Mutex::new(Map::new(Span::new(0, UNKNOWN), &Spans::default(), Grain::default())),
            fetched_bytes: AtomicU64::new(0),
            workers: AtomicUsize::new(0),
            retries: AtomicU64::new(0),
            answers: AtomicU64::new(0),
            recording: OnceLock::new(),
        }
    }
}

impl Progress {
    pub(super) fn map(&self) -> MutexGuard<'_, Map> {
        self.map.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on a recorder counts.
    pub(super) fn records(&self, gauges: Arc<Gauges>) {
        // There is one recording in each download.
        let _ = self.recording.set(gauges);
    }

    /// What the recorder counts, where one is at work.
    #[must_use]
    pub fn recording(&self) -> Option<&Gauges> {
        self.recording.get().map(AsRef::as_ref)
    }

    /// A count of the recorder, where one is at work, else our own.
    fn recorded(&self, theirs: impl FnOnce(&Gauges) -> u64, ours: &AtomicU64) -> u64 {
        self.recording().map_or_else(|| ours.load(Ordering::Relaxed), theirs)
    }

    /// Bytes of the file that are there.
    #[must_use]
    pub fn done_bytes(&self) -> u64 {
        self.recording().map_or_else(|| self.map().done().bytes(), |gauges| gauges.written_bytes.value())
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
        self.recorded(|gauges| gauges.received_bytes.value(), &self.fetched_bytes)
    }

    /// Connections that are at it.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.recording().map_or_else(|| self.workers.load(Ordering::Relaxed), |gauges| gauges.running.value() as usize)
    }

    /// Attempts that were made again.
    #[must_use]
    pub fn retries(&self) -> u64 {
        self.recorded(|gauges| gauges.retries.value(), &self.retries)
    }

    /// Requests that were answered.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.recorded(|gauges| gauges.segments.value(), &self.answers)
    }

    /// Parts taken over, rests fetched twice, bytes that came twice.
    #[must_use]
    pub fn counts(&self) -> crate::applets::fetch::map::Counts {
        self.map().counts()
    }
}
