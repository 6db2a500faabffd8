//! Counters that many threads write and nobody waits for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Shards of a [`Counter`]; more threads than this share, which costs speed and nothing else.
const SHARDS: usize = 16;

/// Two cache lines: neighbours are fetched in pairs by common processors.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Padded(AtomicU64);

/// A counter for any number of writers: each thread adds to a shard of its own, reading sums them up.
#[derive(Debug, Default)]
pub struct Counter([Padded; SHARDS]);

/// Hands every thread a shard when it first counts.
fn shard() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static SHARD: usize = NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS);
    SHARD.with(|shard| *shard)
}

impl Counter {
    /// A counter at 0.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds 1.
    pub fn inc(&self) {
        self.add(1);
    }

    /// Adds `amount`.
    ///
    /// ```
    /// use toolbox::kit::metrics::Counter;
    /// let bytes = Counter::new();
    /// std::thread::scope(|scope| (0..4).for_each(|_| { scope.spawn(|| bytes.add(10)); }));
    /// assert_eq!(bytes.value(), 40);
    /// assert_eq!(bytes.reset(), 40);
    /// assert_eq!(bytes.value(), 0);
    /// ```
    pub fn add(&self, amount: u64) {
        self.0[shard()].0.fetch_add(amount, Ordering::Relaxed);
    }

    /// The sum of everything added. While others add, it is a value from the time of the call.
    pub fn value(&self) -> u64 {
        self.0.iter().map(|shard| shard.0.load(Ordering::Relaxed)).sum()
    }

    /// Sets it to 0; what it was. Nothing added meanwhile is lost.
    pub fn reset(&self) -> u64 {
        self.0.iter().map(|shard| shard.0.swap(0, Ordering::Relaxed)).sum()
    }
}

/// A counter that exactly one thread writes, and any may read: a load and a store, no locked instruction.
#[derive(Debug, Default)]
pub struct LocalCounter(Padded);

impl LocalCounter {
    /// Adds `amount`. Only ever called from the one thread that owns the writing side.
    #[inline]
    pub fn add(&self, amount: u64) {
        let atomic = &self.0.0;
        atomic.store(atomic.load(Ordering::Relaxed).wrapping_add(amount), Ordering::Relaxed);
    }

    /// What was added so far.
    #[inline]
    pub fn value(&self) -> u64 {
        self.0.0.load(Ordering::Relaxed)
    }
}

/// Counters by name, made when first used; for names that are few (status codes, kinds of error).
#[derive(Debug, Default)]
pub struct CounterMap(RwLock<BTreeMap<String, Arc<Counter>>>);

impl CounterMap {
    /// No counters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds 1 to the counter `name`.
    ///
    /// ```
    /// use toolbox::kit::metrics::CounterMap;
    /// let statuses = CounterMap::new();
    /// statuses.inc("200");
    /// statuses.inc("200");
    /// assert_eq!((statuses.value("200"), statuses.value("404")), (2, 0));
    /// ```
    pub fn inc(&self, name: &str) {
        self.counter(name).inc();
    }

    /// The counter `name`; keep it where it is used often.
    pub fn counter(&self, name: &str) -> Arc<Counter> {
        if let Some(counter) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Arc::clone(counter);
        }
        let mut map = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(map.entry(name.to_owned()).or_default())
    }

    /// What the counter `name` stands at; 0 when there is none.
    pub fn value(&self, name: &str) -> u64 {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).map_or(0, |counter| counter.value())
    }

    /// All of them, by name.
    pub fn all(&self) -> BTreeMap<String, u64> {
        let map = self.0.read().unwrap_or_else(PoisonError::into_inner);
        map.iter().map(|(name, counter)| (name.clone(), counter.value())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_addition_is_lost_among_threads() {
        let (counter, map) = (Counter::new(), CounterMap::new());
        std::thread::scope(|scope| {
            for thread in 0..2 * SHARDS {
                let (counter, map) = (&counter, &map);
                scope.spawn(move || {
                    for _ in 0..1_000 {
                        counter.inc();
                        map.inc(if thread % 2 == 0 { "even" } else { "odd" });
                    }
                });
            }
        });
        let each = SHARDS as u64 * 1_000;
        assert_eq!(counter.value(), 2 * each);
        assert_eq!(map.all().into_values().collect::<Vec<_>>(), [each, each]);
    }

    #[test]
    fn resetting_while_others_add_loses_nothing() {
        let counter = Counter::new();
        let taken = std::thread::scope(|scope| {
            let adders: Vec<_> = (0..4).map(|_| scope.spawn(|| (0..10_000).map(|_| counter.inc()).count())).collect();
            let mut taken = 0;
            while adders.iter().any(|adder| !adder.is_finished()) {
                taken += counter.reset();
            }
            taken
        });
        assert_eq!(taken + counter.reset(), 40_000);
    }

    #[test]
    fn a_local_counter_is_read_by_others() {
        let counter = LocalCounter::default();
        std::thread::scope(|scope| {
            scope.spawn(|| (0..1_000).map(|_| counter.add(2)).count());
        });
        assert_eq!(counter.value(), 2_000);
    }
}
