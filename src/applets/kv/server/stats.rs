//! Counters: one set for each thread, written by that thread alone, summed when somebody looks.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::applets::kv::command::table;

/// A number that one thread writes and any reads.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds; without a locked instruction, because only one thread writes.
    #[inline]
    pub fn add(&self, count: u64) {
        self.0.store(self.0.load(Ordering::Relaxed).wrapping_add(count), Ordering::Relaxed);
    }

    /// The value.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Back to zero (CONFIG RESETSTAT).
    pub fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// What is counted of one command.
#[derive(Debug, Default)]
pub struct CommandCounters {
    /// How often it ran.
    pub calls: Counter,
    /// For how long, in nanoseconds.
    pub nanos: Counter,
    /// How often it was refused before it ran.
    pub rejected: Counter,
    /// How often it failed.
    pub failed: Counter,
}

/// What a thread counts.
#[derive(Debug)]
pub struct Counters {
    /// By [`Entry::id`](table::Entry::id).
    pub commands: Box<[CommandCounters]>,
    /// Bytes received.
    pub received_bytes: Counter,
    /// Bytes sent.
    pub sent_bytes: Counter,
    /// Reads that found their key.
    pub hits: Counter,
    /// Reads that did not.
    pub misses: Counter,
    /// Keys that expired.
    pub expired: Counter,
    /// Connections taken over.
    pub connections: Counter,
}

/// The counters of all threads.
#[derive(Debug)]
pub struct Stats {
    threads: Vec<Counters>,
}

impl Stats {
    /// For so many threads.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        let rows = table::all().len() + table::all_subs().len();
        let counters = || Counters {
            commands: std::iter::repeat_with(CommandCounters::default).take(rows).collect(),
            received_bytes: Counter::default(),
            sent_bytes: Counter::default(),
            hits: Counter::default(),
            misses: Counter::default(),
            expired: Counter::default(),
            connections: Counter::default(),
        };
        Self { threads: std::iter::repeat_with(counters).take(threads.max(1)).collect() }
    }

    /// Those of a thread.
    #[must_use]
    pub fn of(&self, thread: usize) -> &Counters {
        &self.threads[thread]
    }

    /// The sum over all threads.
    #[must_use]
    pub fn sum(&self, counter: impl Fn(&Counters) -> u64) -> u64 {
        self.threads.iter().map(counter).sum()
    }

    /// How many commands ran.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.sum(|counters| counters.commands.iter().map(|command| command.calls.get()).sum())
    }

    /// All back to zero.
    pub fn reset(&self) {
        for counters in &self.threads {
            for command in &counters.commands {
                [&command.calls, &command.nanos, &command.rejected, &command.failed]
                    .into_iter()
                    .for_each(Counter::reset);
            }
            let Counters { received_bytes, sent_bytes, hits, misses, expired, connections, .. } = counters;
            [received_bytes, sent_bytes, hits, misses, expired, connections].into_iter().for_each(Counter::reset);
        }
    }
}

/// Memory of this process that is in use, in bytes; 0 where the system does not tell.
#[must_use]
pub fn resident_bytes() -> u64 {
    /// `/proc/self/statm` counts pages; those of the systems this runs on have 4 KiB.
    const PAGE: u64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * PAGE
}
