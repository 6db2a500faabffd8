//! Keys and bytes by prefix, counted where they change.
//!
//! A key counts in every prefix it begins with, whatever its database: a quota for `app:` holds for `app:session:` too.
//! Each [`Part`] keeps a [`Ledger`] of what it contributes, so that emptying it takes no walk, and adds
//! every change to the sums of the [`Prefix`]. Without prefixes a part has no ledger, and nothing is looked up.
//!
//! # Invariants
//! - The sums of a prefix are those of all ledgers that know it; a ledger is written under the lock of its stripe.
//! - What one command changes in place is added when the command ends ([`Keys::settle`](super::Keys::settle)), or before
//!   the record is replaced or removed.
//! - A newer table takes the place of an older one stripe by stripe ([`Store::count_by`](super::Store::count_by)); what
//!   both know is carried over, what is new is counted by a walk of that stripe.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use parking_lot::Mutex;

use super::{Hasher, Part, Record, Stripe};

/// What is known of the keys that begin with some bytes.
#[derive(Debug, Default)]
pub struct Prefix {
    /// The bytes.
    pub name: Box<[u8]>,
    keys: AtomicI64,
    bytes: AtomicI64,
    /// The quota of keys; 0 is none.
    pub most_keys: AtomicU64,
    /// The quota of bytes; 0 is none.
    pub most_bytes: AtomicU64,
    /// Reads that found their key.
    pub hits: AtomicU64,
    /// Reads that did not.
    pub misses: AtomicU64,
    /// Changes.
    pub writes: AtomicU64,
    /// Writes that its quota refused.
    pub refused: AtomicU64,
    /// Keys that expired.
    pub expired: AtomicU64,
    /// Keys that were evicted.
    pub evicted: AtomicU64,
    /// Held from the look at a quota until what was allowed is counted; taken under stripes, in the order of names.
    pub turn: Mutex<()>,
}

impl Prefix {
    /// One of this name, without quotas.
    #[must_use]
    pub fn new(name: &[u8]) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// How many keys there are.
    #[must_use]
    pub fn keys(&self) -> u64 {
        u64::try_from(self.keys.load(Ordering::Relaxed)).unwrap_or(0)
    }

    /// Bytes of keys and values, as `MEMORY USAGE` counts them.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        u64::try_from(self.bytes.load(Ordering::Relaxed)).unwrap_or(0)
    }

    /// Forgets what happened; what there is stays (CONFIG RESETSTAT).
    pub fn reset(&self) {
        let Self { hits, misses, writes, refused, expired, evicted, .. } = self;
        for counter in [hits, misses, writes, refused, expired, evicted] {
            counter.store(0, Ordering::Relaxed);
        }
    }

    /// Whether it has a quota.
    #[must_use]
    pub fn has_quota(&self) -> bool {
        self.most_keys.load(Ordering::Relaxed) | self.most_bytes.load(Ordering::Relaxed) != 0
    }

    fn add(&self, count: Count) {
        if count.keys != 0 {
            self.keys.fetch_add(count.keys, Ordering::Relaxed);
        }
        self.bytes.fetch_add(count.bytes, Ordering::Relaxed);
    }
}

/// Prefixes that are counted. Never changes: another one takes its place.
#[derive(Debug, Default)]
pub struct Prefixes {
    /// The higher one is the newer one.
    version: u64,
    /// By name.
    all: Vec<Arc<Prefix>>,
    /// For each length of a prefix, shortest first: the prefixes of this length.
    by_length: Vec<(usize, Indexes)>,
}

/// Of prefixes of one length, by name.
type Indexes = HashMap<Box<[u8]>, usize, Hasher>;

impl Prefixes {
    /// A table of prefixes with different names.
    #[must_use]
    pub fn new(version: u64, mut all: Vec<Arc<Prefix>>) -> Self {
        all.sort_by(|a, b| a.name.cmp(&b.name));
        let mut by_length: Vec<(usize, Indexes)> = Vec::new();
        for (at, prefix) in all.iter().enumerate() {
            let length = prefix.name.len();
            let place = by_length.binary_search_by_key(&length, |(length, _)| *length).unwrap_or_else(|place| {
                by_length.insert(place, (length, HashMap::default()));
                place
            });
            by_length[place].1.insert(prefix.name.clone(), at);
        }
        Self { version, all, by_length }
    }

    /// The higher one is the newer one.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// All of them, by name.
    #[must_use]
    pub fn all(&self) -> &[Arc<Prefix>] {
        &self.all
    }

    /// The index among [`all`](Self::all) of each prefix that a key begins with, shortest first.
    pub fn of(&self, key: &[u8]) -> impl Iterator<Item = usize> {
        let lengths = self.by_length.iter().take_while(|(length, _)| *length <= key.len());
        lengths.filter_map(|(length, prefixes)| prefixes.get(&key[..*length]).copied())
    }

    /// Visits each prefix that a key begins with.
    pub fn each(&self, key: &[u8], mut visit: impl FnMut(&Prefix)) {
        self.of(key).for_each(|at| visit(&self.all[at]));
    }
}

/// A number of keys, and their bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    keys: i64,
    bytes: i64,
}

/// What one part contributes to each prefix.
#[derive(Debug)]
pub(super) struct Ledger {
    prefixes: Arc<Prefixes>,
    /// As [`Prefixes::all`].
    counts: Vec<Count>,
}

impl Ledger {
    /// The ledger of a part that had `old`, if any, and has these records.
    pub(super) fn open<'r>(
        prefixes: &Arc<Prefixes>,
        old: Option<&Self>,
        records: impl Iterator<Item = &'r Record>,
    ) -> Self {
        let known: HashMap<*const Prefix, Count> = old.map_or_else(HashMap::new, |old| {
            old.prefixes.all.iter().map(Arc::as_ptr).zip(old.counts.iter().copied()).collect()
        });
        let carried: Vec<Option<Count>> = prefixes.all.iter().map(|p| known.get(&Arc::as_ptr(p)).copied()).collect();
        let mut counts: Vec<Count> = carried.iter().map(|count| count.unwrap_or_default()).collect();
        if carried.iter().any(Option::is_none) {
            for record in records {
                let bytes = record.memory_bytes() as i64;
                for at in prefixes.of(record.key()).filter(|at| carried[*at].is_none()) {
                    counts[at].keys += 1;
                    counts[at].bytes += bytes;
                }
            }
        }
        let fresh = prefixes.all.iter().zip(&counts).zip(&carried).filter(|(_, carried)| carried.is_none());
        fresh.for_each(|((prefix, count), _)| prefix.add(*count));
        Self { prefixes: Arc::clone(prefixes), counts }
    }

    /// Whether a key counts at all.
    pub(super) fn counts(&self, key: &[u8]) -> bool {
        self.prefixes.of(key).next().is_some()
    }

    /// Keys of this name came or went, and their bytes.
    pub(super) fn add(&mut self, key: &[u8], keys: i64, bytes: i64) {
        for at in self.prefixes.of(key) {
            self.counts[at].keys += keys;
            self.counts[at].bytes += bytes;
            self.prefixes.all[at].add(Count { keys, bytes });
        }
    }

    /// Everything has gone.
    pub(super) fn clear(&mut self) {
        for (prefix, count) in self.prefixes.all.iter().zip(&mut self.counts) {
            let gone = std::mem::take(count);
            prefix.add(Count { keys: -gone.keys, bytes: -gone.bytes });
        }
    }
}

/// A record that may change its size in place.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) database: u32,
    pub(super) hash: u64,
    pub(super) key: Box<[u8]>,
    /// Bytes that are counted.
    pub(super) bytes: i64,
}

impl Open {
    pub(super) fn is(&self, database: u32, key: &[u8]) -> bool {
        self.database == database && *self.key == *key
    }
}

impl Stripe {
    /// Counts what was changed in place.
    pub(super) fn settle(&mut self) {
        while let Some(open) = self.open.pop() {
            self.parts[open.database as usize].recount(&open);
        }
    }

    /// The same for one key.
    #[cold]
    pub(super) fn settle_key(&mut self, database: u32, key: &[u8]) {
        if let Some(at) = self.open.iter().position(|open| open.is(database, key)) {
            let open = self.open.swap_remove(at);
            self.parts[open.database as usize].recount(&open);
        }
    }
}

impl Part {
    /// Counts its records by these prefixes from now on, unless they are older than those it is counted by.
    pub(super) fn count_by(&mut self, prefixes: &Arc<Prefixes>) {
        if prefixes.version() <= self.counted_by {
            return;
        }
        self.counted_by = prefixes.version();
        let old = self.ledger.take();
        if !prefixes.all().is_empty() {
            self.ledger = Some(Box::new(Ledger::open(prefixes, old.as_deref(), self.iter())));
        }
    }

    /// Whether prefixes are counted.
    #[inline]
    pub(super) fn is_counted(&self) -> bool {
        self.ledger.is_some()
    }

    /// The bytes of a record that may change its size in place, where a prefix counts them.
    pub(super) fn counted_bytes(&self, hash: u64, key: &[u8]) -> Option<i64> {
        let ledger = self.ledger.as_ref()?;
        let record = self.get(hash, key).filter(|record| record.is_object())?;
        ledger.counts(key).then(|| record.memory_bytes() as i64)
    }

    /// A record was changed in place.
    fn recount(&mut self, open: &Open) {
        let after = self.get(open.hash, &open.key).map(|record| record.memory_bytes() as i64);
        if let (Some(ledger), Some(after)) = (&mut self.ledger, after) {
            ledger.add(&open.key, 0, after - open.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::kv::store::{Keys, Object, Store, list};

    fn table(version: u64, names: &[&str]) -> Arc<Prefixes> {
        Arc::new(Prefixes::new(version, names.iter().map(|name| Arc::new(Prefix::new(name.as_bytes()))).collect()))
    }

    fn told(prefixes: &Prefixes) -> Vec<(u64, u64)> {
        prefixes.all().iter().map(|prefix| (prefix.keys(), prefix.bytes())).collect()
    }

    /// The same, from a walk.
    fn walked(store: &Store, prefixes: &Prefixes) -> Vec<(u64, u64)> {
        let mut found = vec![(0, 0); prefixes.all().len()];
        for database in 0..store.databases() {
            store.each_part(database, |part| {
                for record in part.iter() {
                    for at in prefixes.of(record.key()) {
                        found[at].0 += 1;
                        found[at].1 += record.memory_bytes() as u64;
                    }
                }
            });
        }
        found
    }

    /// One of many changes, chosen by numbers.
    fn step(store: &Store, step: u64, number: u64) {
        let name = ["a:", "a:b:", "b:", ""][(number % 4) as usize];
        let key = format!("{name}{}", number / 4 % 20).into_bytes();
        let mut keys = Keys::new(store, store.lock_one(store.hash(&key)), (number / 80 % 2) as u32, 100);
        let text = vec![b'x'; (number % 90) as usize * if step.is_multiple_of(9) { 300 } else { 1 }];
        match step % 8 {
            0 => keys.set(&key, &text, None),
            1 => keys.set(&key, &text, Some(number % 200)),
            2 => drop(keys.remove(&key)),
            3 => drop(keys.set_expire(&key, number.is_multiple_of(2).then_some(150))),
            4 | 5 => {
                if let Ok(list) = keys.collection_or_new::<list::List>(&key) {
                    list.push(list::End::Left, &text, list::Limit::of(-2));
                }
                if number.is_multiple_of(7) {
                    drop(keys.remove(&key));
                }
            }
            6 => {
                if let Some(Object::Text(text)) = keys.object_mut(&key) {
                    Arc::make_mut(text).extend_from_slice(&[1; 5000]);
                }
                if number.is_multiple_of(5) {
                    keys.set(&key, b"other", Some(160));
                }
            }
            _ => drop(keys.expired()),
        }
        keys.settle();
        drop(keys);
        if step.is_multiple_of(97) {
            store.each_part(1, |part| part.expire(170, drop));
        }
        if step.is_multiple_of(211) {
            let mut held = store.lock_all();
            held.parts_mut(0).for_each(|part| drop(part.clear()));
            held.stripes_mut().for_each(|stripe| stripe.parts.swap(0, 1));
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn the_sums_are_those_of_a_walk(steps in proptest::collection::vec(proptest::prelude::any::<(u64, u64)>(), 1..900)) {
            let store = Store::new(2, 4);
            let mut prefixes = table(1, &["a:", "b:", "a:b:"]);
            store.count_by(&prefixes);
            for (nth, (kind, number)) in steps.iter().enumerate() {
                step(&store, *kind, *number);
                if nth % 150 == 149 {
                    // One stays, one goes, one comes.
                    let mut all: Vec<_> = prefixes.all().iter().skip(1).cloned().collect();
                    all.push(Arc::new(Prefix::new(format!("a:{}", nth / 150).as_bytes())));
                    prefixes = Arc::new(Prefixes::new(prefixes.version() + 1, all));
                    store.count_by(&prefixes);
                }
            }
            proptest::prop_assert_eq!(told(&prefixes), walked(&store, &prefixes));
        }
    }

    #[test]
    fn a_key_counts_in_every_prefix_it_begins_with() {
        let prefixes = table(1, &["app:", "app:s:", "b"]);
        assert_eq!(prefixes.of(b"app:s:1").collect::<Vec<_>>(), [0, 1]);
        assert_eq!(prefixes.of(b"app").count(), 0);
        assert_eq!(prefixes.of(b"b").collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn an_older_table_does_not_take_the_place_of_a_newer_one() {
        let store = Store::new(1, 2);
        Keys::new(&store, store.lock_all(), 0, 0).set(b"a:1", b"v", None);
        let (old, new) = (table(1, &["a:"]), table(2, &["a:"]));
        store.count_by(&new);
        store.count_by(&old);
        assert_eq!((told(&new)[0].0, told(&old)[0].0), (1, 0));
        store.count_by(&table(3, &[]));
        Keys::new(&store, store.lock_all(), 0, 0).set(b"a:2", b"v", None);
        assert_eq!(told(&new)[0].0, 1, "nobody counts any more");
    }
}
