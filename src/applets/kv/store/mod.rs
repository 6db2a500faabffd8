//! The keyspace: all databases, in stripes, each under a lock of its own.
//!
//! ```text
//! Store ── stripes: Mutex<Stripe> ── parts (one for each database) ── segments ── slots ── Record
//! hash:    the top bits              ·                                the next    16 bits of tag
//! ```
//! A stripe holds the same slice of every database, so MOVE, COPY and SWAPDB stay within it.
//!
//! # Lock rules
//! - Whoever holds one stripe may lock only higher ones: [`Store::lock`] takes a set and sorts it.
//! - Nothing waits, sends or allocates without bound under a stripe. Other locks (pub/sub, mailboxes, the feed) may be
//!   taken under a stripe, never the other way round.
//! - A walk over the store ([`Store::each_part`], [`Store::scan`]) holds one stripe at a time.

mod ahead;
pub mod hash;
mod held;
pub mod intset;
mod keys;
pub mod list;
pub mod object;
pub mod pack;
pub mod part;
pub mod prefix;
pub mod record;
pub mod segment;
pub mod set;
mod sizes;
pub mod snapshot;
pub mod sorted_set;
pub mod table;
pub mod waiter;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use self::prefix::Open;
use self::sizes::Tally;

pub use self::ahead::AT_ONCE;
pub use self::held::Held;
pub use self::keys::{CountUse, Expired, Keys, WrongType};
pub use self::object::{Kind, Object};
pub use self::part::Part;
pub use self::prefix::{Prefix, Prefixes};
pub use self::record::{Record, Value};
pub use self::snapshot::Cut;

/// Keyed at random in each process: clients choose the keys.
pub type Hasher = ahash::RandomState;

/// The same slice of every database.
#[derive(Debug)]
pub struct Stripe {
    /// By number of the database.
    pub parts: Vec<Part>,
    /// Records that were handed out to be changed in place, where a prefix counts their bytes; empty between commands.
    open: Vec<Open>,
}

/// A stripe and its lock, away from the cache lines of the others.
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct Lane {
    pub(super) stripe: Mutex<Stripe>,
    /// When the next key of the stripe may expire. Written under the lock; read by whoever plans the next visit.
    pub(super) next_due: AtomicU64,
    /// Written under the lock, by its parts.
    tally: Arc<Tally>,
}

/// All databases.
#[derive(Debug)]
pub struct Store {
    lanes: Box<[Lane]>,
    bits: u32,
    databases: u32,
    hasher: Hasher,
}

impl Store {
    /// An empty store of `databases`, in at least `stripes` stripes (2 to 1024).
    #[must_use]
    pub fn new(databases: u32, stripes: usize) -> Self {
        let bits = stripes.clamp(2, 1024).next_power_of_two().ilog2();
        let hasher = Hasher::new();
        let lane = || {
            let tally = Arc::<Tally>::default();
            let part = |_| Part::new(bits, hasher.clone(), Arc::clone(&tally));
            let stripe = Mutex::new(Stripe { parts: (0..databases).map(part).collect(), open: Vec::new() });
            Lane { stripe, next_due: AtomicU64::new(u64::MAX), tally }
        };
        let lanes = std::iter::repeat_with(lane).take(1 << bits).collect();
        Self { lanes, bits, databases, hasher }
    }

    /// How many databases there are.
    #[must_use]
    pub const fn databases(&self) -> u32 {
        self.databases
    }

    /// How many stripes there are.
    #[must_use]
    pub fn stripes(&self) -> usize {
        self.lanes.len()
    }

    /// The hash of a key: decides stripe, segment and slot.
    #[inline]
    #[must_use]
    pub fn hash(&self, key: &[u8]) -> u64 {
        self.hasher.hash_one(key)
    }

    /// The stripe of a hash.
    #[inline]
    #[must_use]
    pub const fn stripe_of(&self, hash: u64) -> u32 {
        (hash >> (64 - self.bits)) as u32
    }

    #[inline]
    pub(super) fn lane(&self, stripe: u32) -> &Lane {
        &self.lanes[stripe as usize]
    }

    /// Locks the stripe of one key.
    #[inline]
    #[must_use]
    pub fn lock_one(&self, hash: u64) -> Held<'_> {
        Held::one(self, self.stripe_of(hash))
    }

    /// Locks a stripe by its number.
    #[must_use]
    pub fn lock_stripe(&self, stripe: u32) -> Held<'_> {
        Held::one(self, stripe)
    }

    /// Locks the stripes of some hashes, in the order that every thread keeps.
    #[must_use]
    pub fn lock(&self, hashes: impl IntoIterator<Item = u64>) -> Held<'_> {
        let mut stripes: Vec<u32> = hashes.into_iter().map(|hash| self.stripe_of(hash)).collect();
        stripes.sort_unstable();
        stripes.dedup();
        Held::several(self, stripes)
    }

    /// Locks everything.
    #[must_use]
    pub fn lock_all(&self) -> Held<'_> {
        Held::several(self, (0..self.lanes.len() as u32).collect())
    }

    /// Visits one database, a stripe at a time. Must not be called while stripes are held.
    pub fn each_part(&self, database: u32, mut visit: impl FnMut(&mut Part)) {
        for lane in &self.lanes {
            visit(&mut lane.stripe.lock().parts[database as usize]);
        }
    }

    /// How many keys a database has, and how many of them expire.
    #[must_use]
    pub fn count(&self, database: u32) -> (usize, usize) {
        let (mut keys, mut volatile) = (0, 0);
        self.each_part(database, |part| {
            keys += part.len();
            volatile += part.volatile();
        });
        (keys, volatile)
    }

    /// Measures a few collections of a stripe that have changed; `false` when nothing is left to measure.
    #[must_use]
    pub fn settle(&self, stripe: u32) -> bool {
        /// Segments under one lock: well below a millisecond.
        const AT_ONCE: usize = 2;
        let lane = self.lane(stripe);
        if !lane.tally.is_stale.load(Ordering::Relaxed) {
            return false;
        }
        let mut stripe = lane.stripe.lock();
        // All of them each time: a busy database must not keep the others waiting.
        let mut more = false;
        for part in &mut stripe.parts {
            more |= part.settle(AT_ONCE);
        }
        lane.tally.is_stale.store(more, Ordering::Relaxed);
        more
    }

    /// Bytes of all keys and values, about.
    #[must_use]
    pub fn used_bytes(&self) -> u64 {
        let bytes = self.lanes.iter().map(|lane| lane.tally.bytes.load(Ordering::Relaxed)).sum::<i64>();
        u64::try_from(bytes).unwrap_or(0)
    }

    /// Bytes of the keys and values of one database, about.
    #[must_use]
    pub fn database_bytes(&self, database: u32) -> u64 {
        let mut bytes = 0;
        self.each_part(database, |part| bytes += part.bytes());
        bytes
    }

    /// Whether a database has no keys.
    #[must_use]
    pub fn is_empty(&self, database: u32) -> bool {
        self.lanes.iter().all(|lane| lane.stripe.lock().parts[database as usize].is_empty())
    }

    /// When a key of the stripe may expire next, in milliseconds since 1970.
    #[must_use]
    pub fn next_due(&self, stripe: u32) -> u64 {
        self.lane(stripe).next_due.load(Ordering::Relaxed)
    }

    /// Counts everything by these prefixes from now on, a stripe at a time, unless newer ones came meanwhile. Must not be
    /// called while stripes are held; see [`Held::count_by`].
    pub fn count_by(&self, prefixes: &Arc<Prefixes>) {
        for lane in &self.lanes {
            lane.stripe.lock().parts.iter_mut().for_each(|part| part.count_by(prefixes));
        }
    }

    /// Cuts a snapshot: `cut` receives the state as it is at this moment. One at a time.
    pub fn cut(&self, cut: &Arc<dyn Cut>) {
        self.cut_with(cut, || {});
    }

    /// As [`cut`](Self::cut); `at_cut` runs at that moment, while everything is held.
    pub fn cut_with(&self, cut: &Arc<dyn Cut>, at_cut: impl FnOnce()) {
        let mut held = self.lock_all();
        at_cut();
        for stripe in 0..self.lanes.len() as u32 {
            for (database, part) in held.stripe(stripe).parts.iter_mut().enumerate() {
                part.begin_cut(Arc::clone(cut), database as u32);
            }
        }
    }

    /// Hands over a few more segments of a stripe; `false` when it has none left. Whoever walks all stripes until none
    /// has, has handed everything to the [`Cut`].
    #[must_use]
    pub fn continue_cut(&self, stripe: u32) -> bool {
        /// Segments under one lock: a millisecond or so.
        const AT_ONCE: usize = 4;
        let mut stripe = self.lane(stripe).stripe.lock();
        // All of them each time: a busy database must not keep the others waiting.
        let mut more = false;
        for part in &mut stripe.parts {
            more |= part.continue_cut(AT_ONCE);
        }
        more
    }

    /// About `count` records of a database from `position` on, and the position behind them; 0 is the first, and, as
    /// a result, the end. Must not be called while stripes are held; see [`Held::scan`].
    pub fn scan(&self, database: u32, position: u64, count: usize, visit: impl FnMut(&Record)) -> u64 {
        let lock = |stripe: u32, look: &mut dyn FnMut(&Part)| {
            look(&self.lane(stripe).stripe.lock().parts[database as usize]);
        };
        self.scan_with(lock, position, count, visit)
    }

    pub(super) fn scan_with(
        &self,
        mut with: impl FnMut(u32, &mut dyn FnMut(&Part)),
        mut position: u64,
        count: usize,
        mut visit: impl FnMut(&Record),
    ) -> u64 {
        const BITS: u32 = 48;
        let (mut seen, mut visited) = (0, |record: &Record, seen: &mut usize| {
            *seen += 1;
            visit(record);
        });
        position &= (1 << BITS) - 1;
        loop {
            let stripe = (position >> (BITS - self.bits)) as u32;
            let mut next = None;
            with(stripe, &mut |part| {
                let mut at = Some(position);
                while let Some(position) = at.filter(|_| seen < count) {
                    at = part.scan(position, count - seen, |record| visited(record, &mut seen));
                }
                next = at;
            });
            position = next.unwrap_or(u64::from(stripe + 1) << (BITS - self.bits));
            if position >= 1 << BITS {
                return 0;
            }
            if seen >= count {
                return position;
            }
        }
    }
}
