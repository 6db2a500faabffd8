//! `maxmemory`: keys leave when there is no room, by one of eight policies.
//!
//! As in Redis, the worst key is not searched for but sampled: a few records at random go into a pool of sixteen that
//! keeps the best candidates of all samples so far, and the best of them leaves. Stripes are locked one at a time, by a
//! command that holds none yet.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::gate::{PREFIXES, TRACKED};
use super::stats::Counters;
use super::{Server, lfu, notify};
use crate::applets::kv::store::{Keys, Record};
use crate::kit::random::Random;

/// `EVPOOL_SIZE`.
const POOL: usize = 16;
/// Looks at random records for one that may leave, before segments are searched.
const TRIES: usize = 32;

/// Which keys leave first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Least recently used.
    Recency,
    /// Least frequently used.
    Frequency,
    /// Any.
    Chance,
    /// Soonest to expire.
    Expiry,
}

/// `maxmemory-policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Policy {
    order: Order,
    /// Only keys with a time to expire leave.
    is_volatile: bool,
}

fn policy(name: &str) -> Option<Policy> {
    let (whom, order) = name.split_once('-')?;
    let order = match order {
        "lru" => Order::Recency,
        "lfu" => Order::Frequency,
        "random" => Order::Chance,
        "ttl" => Order::Expiry,
        _ => return None,
    };
    Some(Policy { order, is_volatile: whom == "volatile" })
}

/// A key that may leave; a higher score leaves first.
#[derive(Debug, PartialEq, Eq)]
struct Candidate {
    score: u64,
    database: u32,
    key: Box<[u8]>,
}

/// Candidates, best last, and the randomness that finds them.
#[derive(Debug)]
struct Pool {
    candidates: Vec<Candidate>,
    random: Random,
}

/// The state of eviction; one thread at a time evicts.
#[derive(Debug)]
pub struct Evictor(Mutex<Pool>);

impl Default for Evictor {
    fn default() -> Self {
        Self(Mutex::new(Pool { candidates: Vec::with_capacity(POOL + 1), random: Random::from_system() }))
    }
}

impl Evictor {
    /// Forgets candidates: they were chosen by another policy.
    pub fn forget(&self) {
        self.0.lock().candidates.clear();
    }
}

/// Evicts until there is room or patience ends; whether a command that needs memory may go on. No stripes are held.
#[cold]
pub fn make_room(server: &Server, counters: &Counters, now: u64) -> bool {
    let most = server.settings.maxmemory.load(Ordering::Relaxed);
    let fits = || most == 0 || server.used_bytes() <= most;
    if fits() {
        return true;
    }
    let Some(policy) = policy(&server.settings.get("maxmemory-policy").unwrap_or_default()) else { return false };
    let (began, patience) = (Instant::now(), patience(server));
    let mut pool = server.evictor.0.lock();
    while !fits() {
        if !pool.evict_one(server, counters, policy, now) {
            return false;
        }
        if patience.is_some_and(|patience| began.elapsed() > patience) {
            // Going on: the next command evicts more.
            return true;
        }
    }
    true
}

/// What one command may spend on eviction before it goes on and leaves the rest to the next; nothing for any time
/// (`maxmemory-eviction-tenacity`: 50 µs a step up to 10, 15 % more for each step beyond, 100 is for ever).
fn patience(server: &Server) -> Option<Duration> {
    let steps = server.settings.get("maxmemory-eviction-tenacity").and_then(|text| text.parse().ok()).unwrap_or(10);
    match steps {
        0..=10 => Some(Duration::from_micros(50 * steps)),
        11..100 => Some(Duration::from_micros(500).mul_f64(1.15_f64.powf((steps - 10) as f64))),
        _ => None,
    }
}

impl Pool {
    fn evict_one(&mut self, server: &Server, counters: &Counters, policy: Policy, now: u64) -> bool {
        /// Samples in a row of which every candidate was gone already.
        const ROUNDS: usize = 16;
        for _ in 0..ROUNDS {
            self.fill(server, policy, now);
            if self.candidates.is_empty() {
                return false;
            }
            while let Some(candidate) = self.candidates.pop() {
                if remove(server, &candidate, policy, now) {
                    counters.evicted.add(1);
                    return true;
                }
            }
        }
        false
    }

    /// Adds a sample of each database to the candidates.
    fn fill(&mut self, server: &Server, policy: Policy, now: u64) {
        let samples = server.settings.get("maxmemory-samples").and_then(|text| text.parse().ok()).unwrap_or(5);
        for database in 0..server.store.databases() {
            if server.store.is_empty(database) {
                continue;
            }
            for _ in 0..samples {
                if !self.sample(server, database, policy, now) {
                    break;
                }
            }
        }
    }

    /// Looks at one record, in the first stripe from a random one on that has any; whether one has.
    fn sample(&mut self, server: &Server, database: u32, policy: Policy, now: u64) -> bool {
        let stripes = server.store.stripes() as u32;
        let first = self.random.below(u64::from(stripes)) as u32;
        for stripe in (first..stripes).chain(0..first) {
            let mut held = server.store.lock_stripe(stripe);
            for part in held.parts_mut(database) {
                let random = |bound: usize| self.random.below(bound as u64) as usize;
                let found = if policy.is_volatile { part.sample_volatile(TRIES, random) } else { part.sample(random) };
                if let Some(record) = found {
                    let score = score(server, policy.order, record, now, &mut self.random);
                    let candidate = Candidate { score, database, key: record.key().into() };
                    self.add(candidate);
                    return true;
                }
            }
        }
        false
    }

    fn add(&mut self, candidate: Candidate) {
        let is_known =
            self.candidates.iter().any(|known| known.database == candidate.database && known.key == candidate.key);
        if is_known {
            return;
        }
        let at = self.candidates.partition_point(|known| known.score <= candidate.score);
        if self.candidates.len() == POOL && at == 0 {
            return;
        }
        self.candidates.insert(at, candidate);
        if self.candidates.len() > POOL {
            self.candidates.remove(0);
        }
    }
}

/// How gladly a record is let go.
fn score(server: &Server, order: Order, record: &Record, now: u64, random: &mut Random) -> u64 {
    match order {
        Order::Recency => (now / 1000).wrapping_sub(u64::from(record.clock())) & 0x00FF_FFFF,
        Order::Frequency => u64::from(u8::MAX - lfu::count(record.clock(), now, lfu::pace(server).decay_minutes)),
        Order::Chance => random.next_u64(),
        Order::Expiry => u64::MAX - record.expire().unwrap_or(u64::MAX),
    }
}

/// Removes a candidate, unless it has gone or may no longer leave.
fn remove(server: &Server, candidate: &Candidate, policy: Policy, now: u64) -> bool {
    let Candidate { database, key, .. } = candidate;
    let hash = server.store.hash(key);
    let mut keys = Keys::new(&server.store, server.store.lock_one(hash), *database, now);
    let may_leave = |record: &Record| !policy.is_volatile || record.expire().is_some();
    if !keys.peek(key).is_some_and(may_leave) {
        return false;
    }
    let removed = keys.remove(key);
    keys.part_of(key).touch(key);
    if server.gate.is(TRACKED) {
        server.tracking.note(key, None);
    }
    if server.feed.is_active() {
        server.feed.append(*database, [&b"DEL"[..], key].into_iter());
    }
    if server.gate.is(PREFIXES) {
        server.prefixes.table().each(key, |prefix| {
            prefix.evicted.fetch_add(1, Ordering::Relaxed);
        });
    }
    server.notify.event(server, notify::EVICTED, "evicted", *database, key);
    drop(keys);
    removed.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_keeps_the_best_sixteen() {
        let mut pool = Pool { candidates: Vec::new(), random: Random::seeded(1) };
        for score in 0..40_u64 {
            let score = score * 7 % 40;
            pool.add(Candidate { score, database: 0, key: score.to_string().into_bytes().into() });
        }
        let scores: Vec<_> = pool.candidates.iter().map(|candidate| candidate.score).collect();
        assert_eq!(scores, (24..40).collect::<Vec<_>>());
    }

    #[test]
    fn every_policy_is_known() {
        assert_eq!(policy("noeviction"), None);
        assert_eq!(policy("volatile-ttl"), Some(Policy { order: Order::Expiry, is_volatile: true }));
        assert_eq!(policy("allkeys-lfu"), Some(Policy { order: Order::Frequency, is_volatile: false }));
    }
}
