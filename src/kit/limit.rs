//! Bytes per second: a budget that many readers share and that may change while they read.
//!
//! One type serves every level: a reader asks the limiter of its download, of its host and of the whole process
//! ([`Limits`]), and goes on when the slowest of them lets it.
//!
//! A limiter counts two things since it was made: bytes *taken* by readers and bytes *released* by the clock, which
//! runs at the rate. Who takes gets the next position in the line of bytes and waits until the clock has passed it.
//! What the clock released and nobody took is worth [`BURST`] at most. So
//!
//! - within any time `t` at most `rate · (t + BURST)` bytes are let through;
//! - those who wait are served in the order in which they asked, and nobody starves;
//! - a piece may be larger than the burst: it just waits longer;
//! - whoever stops waiting gives back what it took, which others may then make up for at once.
//!
//! Taking is one compare-and-swap; without a limit it is one load. Only who has to wait touches a lock.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(async {
//! use std::num::NonZeroU64;
//! use std::time::Duration;
//! use tokio::time::Instant;
//! use toolbox::kit::limit::Limiter;
//! let limiter = Limiter::new(NonZeroU64::new(1_000_000));
//! let begin = Instant::now();
//! limiter.take(600_000).await;
//! assert_eq!(begin.elapsed(), Duration::from_millis(500), "a tenth of a second was free");
//! # });
//! ```

use std::fmt;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

/// What may be saved up while nobody reads: enough to make up for a timer that fires late, too little to be seen in a
/// graph with one point per second.
pub const BURST: Duration = Duration::from_millis(100);

/// How long a piece should take under a limit: a bar that moves ten times a second looks alive.
const PIECE: Duration = Duration::from_millis(100);

/// A smaller piece costs more in calls than it smooths.
const SMALLEST_PIECE: usize = 4 << 10;

const NANOS: u128 = 1_000_000_000;

/// A budget in bytes per second; clones share it.
#[derive(Clone)]
pub struct Limiter {
    shared: Arc<Shared>,
}

struct Shared {
    /// Bytes of all who took, those who still wait included. Every reader adds.
    taken: AtomicU64,
    clock: Clock,
    /// Wakes everybody who waits when the rate changes.
    changed: Notify,
}

/// How many bytes were released: `bytes` at the time `at_ns`, and `rate` more in each second since.
///
/// The three belong together, and are read far more often than written: a sequence lock (the number is odd while they
/// are being written) lets readers read without writing anything.
struct Clock {
    began: Instant,
    sequence: AtomicU64,
    at_ns: AtomicU64,
    bytes: AtomicU64,
    /// 0: no limit.
    rate: AtomicU64,
    /// Held by who writes.
    writing: Mutex<()>,
}

/// The clock as it was at one moment.
#[derive(Clone, Copy)]
struct Reading {
    at_ns: u64,
    bytes: u64,
    rate: NonZeroU64,
}

impl Limiter {
    /// A limiter of so many bytes per second; `None` is no limit.
    #[must_use]
    pub fn new(bytes_per_second: Option<NonZeroU64>) -> Self {
        let burst = bytes_per_second.map_or(0, burst_bytes);
        let clock = Clock {
            began: Instant::now(),
            sequence: AtomicU64::new(0),
            at_ns: AtomicU64::new(0),
            bytes: AtomicU64::new(burst),
            rate: AtomicU64::new(bytes_per_second.map_or(0, NonZeroU64::get)),
            writing: Mutex::new(()),
        };
        Self { shared: Arc::new(Shared { taken: AtomicU64::new(0), clock, changed: Notify::new() }) }
    }

    /// No limit, for now.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new(None)
    }

    /// The bytes per second; `None` is no limit.
    #[must_use]
    pub fn rate(&self) -> Option<NonZeroU64> {
        NonZeroU64::new(self.shared.clock.rate.load(Ordering::Relaxed))
    }

    /// Changes the rate at once, also for those who wait: they keep their places and what they waited so far counts.
    pub fn set(&self, bytes_per_second: Option<NonZeroU64>) {
        let shared = &self.shared;
        shared.clock.set(bytes_per_second, shared.taken.load(Ordering::Relaxed));
        shared.changed.notify_waiters();
    }

    /// Waits until so many bytes may pass. It may be called before they are read or after: then it is the next read
    /// that comes later.
    ///
    /// Dropping the future gives the bytes back.
    pub async fn take(&self, bytes: u64) {
        if let Some(ticket) = self.ticket(bytes) {
            ticket.wait().await;
        }
    }

    /// Returns bytes that were taken and did not come.
    pub fn give_back(&self, bytes: u64) {
        self.shared.give_back(bytes);
    }

    /// The size of the next piece, at most `most`: what passes in a tenth of a second.
    #[must_use]
    pub fn piece_bytes(&self, most: usize) -> usize {
        let Some(rate) = self.rate() else { return most };
        let share = u128::from(rate.get()) * PIECE.as_nanos() / NANOS;
        usize::try_from(share).unwrap_or(usize::MAX).max(SMALLEST_PIECE).min(most)
    }

    /// A place in the line; `None` where there is no line.
    fn ticket(&self, bytes: u64) -> Option<Ticket<'_>> {
        let shared = &*self.shared;
        let reading = shared.clock.read().filter(|_| bytes > 0)?;
        let unused = reading.released(shared.clock.now_ns()).saturating_sub(burst_bytes(reading.rate));
        let next = |taken: u64| Some(taken.max(unused).saturating_add(bytes));
        // The closure never refuses.
        let before = shared.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).unwrap_or_default();
        Some(Ticket { shared, bytes, position: before.max(unused).saturating_add(bytes), served: false })
    }
}

impl Shared {
    /// Never below zero: what was taken while there was no limit was not counted.
    fn give_back(&self, bytes: u64) {
        let less = |taken: u64| Some(taken.saturating_sub(bytes));
        // The closure never refuses.
        let _ = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

impl Default for Limiter {
    fn default() -> Self {
        Self::unlimited()
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("bytes_per_second", &self.rate()).finish_non_exhaustive()
    }
}

/// The limiters that one reader is under: its download's, its host's, the process's.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(async {
/// use std::num::NonZeroU64;
/// use std::time::Duration;
/// use tokio::time::Instant;
/// use toolbox::kit::limit::{Limiter, Limits};
/// let (whole, own) = (Limiter::new(NonZeroU64::new(10_000)), Limiter::new(NonZeroU64::new(1_000)));
/// let limits = Limits::of([whole, own]);
/// let begin = Instant::now();
/// limits.take(2_100).await;
/// assert_eq!(begin.elapsed(), Duration::from_secs(2), "the slowest decides");
/// # });
/// ```
#[derive(Debug, Clone, Default)]
pub struct Limits(Arc<[Limiter]>);

impl Limits {
    /// The reader is under all of these.
    pub fn of(limiters: impl IntoIterator<Item = Limiter>) -> Self {
        Self(limiters.into_iter().collect())
    }

    /// Whether any of them has a rate now.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.0.iter().any(|limiter| limiter.rate().is_some())
    }

    /// Waits until all of them let so many bytes pass; see [`Limiter::take`]. Dropping the future gives them back.
    pub async fn take(&self, bytes: u64) {
        if !self.is_limited() {
            return;
        }
        // A place in every line first: waiting in one of them is waiting in all.
        let tickets: Vec<Ticket<'_>> = self.0.iter().filter_map(|limiter| limiter.ticket(bytes)).collect();
        for ticket in tickets {
            ticket.wait().await;
        }
    }

    /// Returns bytes that were taken and did not come.
    pub fn give_back(&self, bytes: u64) {
        for limiter in self.0.iter().filter(|limiter| limiter.rate().is_some()) {
            limiter.give_back(bytes);
        }
    }

    /// The size of the next piece, at most `most`: what passes the slowest in a tenth of a second.
    #[must_use]
    pub fn piece_bytes(&self, most: usize) -> usize {
        self.0.iter().map(|limiter| limiter.piece_bytes(most)).min().unwrap_or(most)
    }
}

/// A place in the line of one limiter. Dropped before it was served, it gives its bytes back.
struct Ticket<'a> {
    shared: &'a Shared,
    bytes: u64,
    /// How many bytes must have been released.
    position: u64,
    served: bool,
}

impl Ticket<'_> {
    async fn wait(mut self) {
        loop {
            // Listens before it looks, so that no change falls between the two.
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            let now_ns = self.shared.clock.now_ns();
            let Some(wait) = self.shared.clock.read().and_then(|reading| reading.until(self.position, now_ns)) else {
                self.served = true;
                return;
            };
            tokio::select! {
                () = sleep(wait) => {}
                () = changed => {}
            }
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if !self.served {
            self.shared.give_back(self.bytes);
        }
    }
}

impl Clock {
    fn now_ns(&self) -> u64 {
        // Enough for 584 years.
        self.began.elapsed().as_nanos() as u64
    }

    /// `None` where there is no limit.
    fn read(&self) -> Option<Reading> {
        loop {
            let before = self.sequence.load(Ordering::Acquire);
            let rate = NonZeroU64::new(self.rate.load(Ordering::Relaxed));
            let (at_ns, bytes) = (self.at_ns.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
            fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.sequence.load(Ordering::Relaxed) == before {
                return rate.map(|rate| Reading { at_ns, bytes, rate });
            }
            std::hint::spin_loop();
        }
    }

    /// From now on at this rate. What was released before stays released; without a limit that is all that was taken.
    fn set(&self, rate: Option<NonZeroU64>, taken: u64) {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let now_ns = self.now_ns();
        let bytes = self.read().map_or(taken, |reading| reading.released(now_ns));
        // What was saved up at the old rate must not be a long burst at the new one.
        let bytes = bytes.min(taken.saturating_add(rate.map_or(0, burst_bytes)));
        self.sequence.fetch_add(1, Ordering::Relaxed);
        fence(Ordering::Release);
        self.at_ns.store(now_ns, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
        self.rate.store(rate.map_or(0, NonZeroU64::get), Ordering::Relaxed);
        self.sequence.fetch_add(1, Ordering::Release);
    }
}

impl Reading {
    fn released(&self, now_ns: u64) -> u64 {
        let fresh = u128::from(self.rate.get()) * u128::from(now_ns.saturating_sub(self.at_ns)) / NANOS;
        self.bytes.saturating_add(u64::try_from(fresh).unwrap_or(u64::MAX))
    }

    /// How long until the clock passes `position`; `None` when it has.
    fn until(&self, position: u64, now_ns: u64) -> Option<Duration> {
        if self.released(now_ns) >= position {
            return None;
        }
        let missing = u128::from(position.saturating_sub(self.bytes));
        let due_ns = u128::from(self.at_ns) + (missing * NANOS).div_ceil(u128::from(self.rate.get()));
        Some(Duration::from_nanos(u64::try_from(due_ns).unwrap_or(u64::MAX).saturating_sub(now_ns)))
    }
}

fn burst_bytes(rate: NonZeroU64) -> u64 {
    u64::try_from(u128::from(rate.get()) * BURST.as_nanos() / NANOS).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
