//! Counters: one set for each thread, written by that thread alone, summed when somebody looks.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::applets::kv::command::table;
use crate::kit::metrics::Histogram;

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
    /// How long, by powers of two of microseconds; each timed call counts for those that were not.
    pub spread: [Counter; STEPS],
}

/// Steps of a spread: up to 2²³ microseconds, eight seconds, and everything above.
pub const STEPS: usize = 24;

/// How long the calls of a command took.
#[derive(Debug, Clone)]
pub struct Spread {
    /// How many calls.
    pub calls: u64,
    /// By powers of two.
    counts: [u64; STEPS],
}

impl Spread {
    /// Upper bounds in microseconds with how many calls took at most so long, where that grows.
    #[must_use]
    pub fn steps(&self) -> Vec<(u64, u64)> {
        let timed: u64 = self.counts.iter().sum();
        let mut sum = 0;
        let mut steps = Vec::new();
        for (power, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            sum += count;
            // Timed calls stand for all.
            let part = (u128::from(sum) * u128::from(self.calls) / u128::from(timed.max(1))) as u64;
            steps.push((1 << power, part.max(1)));
        }
        steps
    }

    /// What `share` of the calls (0 to 1) took at most, in microseconds.
    #[must_use]
    pub fn percentile(&self, share: f64) -> u64 {
        let wanted = (self.calls as f64 * share).ceil() as u64;
        let steps = self.steps();
        let found = steps.iter().find(|(_, count)| *count >= wanted).or(steps.last());
        found.map_or(0, |(micros, _)| *micros)
    }
}

/// The step of a duration.
#[must_use]
pub fn step(micros: u64) -> usize {
    (u64::BITS - micros.saturating_sub(1).leading_zeros()).min(STEPS as u32 - 1) as usize
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
    /// Keys that were evicted.
    pub evicted: Counter,
    /// Commands refused because the client had its share of the second.
    pub refused_client: Counter,
    /// The same of its address.
    pub refused_address: Counter,
    /// The same of everybody.
    pub refused_global: Counter,
    /// How long timed commands took.
    pub durations: Mutex<Histogram>,
}

/// The counters of all threads.
#[derive(Debug)]
pub struct Stats {
    threads: Vec<Counters>,
    /// Error replies by their code.
    errors: Mutex<BTreeMap<String, u64>>,
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
            evicted: Counter::default(),
            refused_client: Counter::default(),
            refused_address: Counter::default(),
            refused_global: Counter::default(),
            durations: Mutex::default(),
        };
        Self { threads: std::iter::repeat_with(counters).take(threads.max(1)).collect(), errors: Mutex::default() }
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

    /// Notes an error reply, by its first word.
    #[cold]
    pub fn error(&self, text: &str) {
        /// More codes than Redis has; who makes up more is not counted.
        const MOST: usize = 128;
        let code = text.split(' ').next().unwrap_or_default();
        let mut errors = self.errors.lock();
        if errors.len() < MOST || errors.contains_key(code) {
            *errors.entry(code.to_owned()).or_default() += 1;
        }
    }

    /// Error replies by code.
    #[must_use]
    pub fn errors(&self) -> BTreeMap<String, u64> {
        self.errors.lock().clone()
    }

    /// How long the calls of a command took.
    #[must_use]
    pub fn spread(&self, id: usize) -> Spread {
        let mut counts = [0; STEPS];
        for counters in &self.threads {
            let counted = counters.commands[id].spread.iter().map(Counter::get);
            counts.iter_mut().zip(counted).for_each(|(sum, count)| *sum += count);
        }
        Spread { calls: self.sum(|counters| counters.commands[id].calls.get()), counts }
    }

    /// How long timed commands took, of all threads.
    #[must_use]
    pub fn durations(&self) -> Histogram {
        let mut all = Histogram::new();
        self.threads.iter().for_each(|counters| all.merge(&counters.durations.lock()));
        all
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
                command.spread.iter().for_each(Counter::reset);
            }
            let Counters { received_bytes, sent_bytes, hits, misses, expired, connections, evicted, .. } = counters;
            let Counters { refused_client, refused_address, refused_global, .. } = counters;
            [received_bytes, sent_bytes, hits, misses, expired, connections, evicted]
                .into_iter()
                .chain([refused_client, refused_address, refused_global])
                .for_each(Counter::reset);
        }
        self.errors.lock().clear();
    }
}

/// Memory of the machine, in bytes; 0 where the system does not tell.
#[must_use]
pub fn machine_bytes() -> u64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Memory of this process that is in use, in bytes; 0 where the system does not tell.
#[must_use]
pub fn resident_bytes() -> u64 {
    /// `/proc/self/statm` counts pages; those of the systems this runs on have 4 KiB.
    const PAGE: u64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * PAGE
}
