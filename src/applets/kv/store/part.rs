//! The keys of one database in one stripe: extendible hashing over segments, expiry, and the hook of snapshots.
//!
//! The bits of a hash, from the top: stripe, then as many as the segment's depth, then 16 of the tag. A full segment
//! splits by one more bit; the directory of `2^depth` entries says which segment a prefix belongs to.

mod walk;
mod watch;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Hasher;
use super::prefix::Ledger;
use super::record::Record;
use super::segment::Segment;
use super::sizes::{Sizes, Tally};
use super::snapshot::Cut;
use super::waiter::Waiters;

/// Deepest split: stripe, depth and tag together stay within the 48 bits of a SCAN cursor.
const DEEPEST: u32 = 22;

/// A set of `WATCHes` on one key.
type Watchers = HashMap<Box<[u8]>, Vec<Arc<AtomicBool>>, Hasher>;

/// One database in one stripe.
#[derive(Debug)]
pub struct Part {
    /// Which segment the first `depth` bits choose.
    directory: Vec<u32>,
    depth: u32,
    segments: Vec<Segment>,
    len: usize,
    /// Records with a time to expire.
    volatile: usize,
    /// When segments are due, soonest first; entries that no longer match their segment are stale.
    due: BinaryHeap<Reverse<(u64, u32)>>,
    stripe_bits: u32,
    hasher: Hasher,
    /// The version of everything written from now on; counts cuts.
    epoch: u64,
    /// The snapshot in progress, and the number this database had when it was cut.
    cut: Option<(Arc<dyn Cut>, u32)>,
    watchers: Watchers,
    /// Clients that wait for a key.
    pub waiters: Waiters,
    /// Bytes of its records, about.
    sizes: Sizes,
    /// What it has of prefixes that are counted, and by which version of them.
    pub(super) ledger: Option<Box<Ledger>>,
    pub(super) counted_by: u64,
}

/// Where a key is.
#[derive(Debug, Clone, Copy)]
struct Place {
    segment: usize,
    tag: u16,
}

impl Part {
    /// An empty one, in a store of `2^stripe_bits` stripes.
    #[must_use]
    pub(super) fn new(stripe_bits: u32, hasher: Hasher, tally: Arc<Tally>) -> Self {
        Self {
            directory: Vec::new(),
            depth: 0,
            segments: Vec::new(),
            len: 0,
            volatile: 0,
            due: BinaryHeap::new(),
            stripe_bits,
            watchers: HashMap::with_hasher(hasher.clone()),
            waiters: Waiters::default(),
            hasher,
            epoch: 0,
            cut: None,
            sizes: Sizes::new(tally),
            ledger: None,
            counted_by: 0,
        }
    }

    /// Bytes of its records, about.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.sizes.sum()
    }

    /// A collection has grown by about so many bytes: what is told until [`settle`](Self::settle) measures it.
    pub fn guess(&mut self, hash: u64, bytes: i64) {
        if let Some(place) = self.place(hash) {
            self.sizes.add(place.segment, bytes);
        }
    }

    /// Measures up to `segments` segments whose collections have changed; whether there are more.
    pub fn settle(&mut self, segments: usize) -> bool {
        for _ in 0..segments {
            let Some(index) = self.sizes.next_stale() else { return false };
            let bytes = self.segments.get(index).map_or(0, |segment| segment.iter().map(Record::memory_bytes).sum());
            self.sizes.measured(index, bytes);
        }
        self.sizes.is_stale()
    }

    /// How many keys.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many keys have a time to expire.
    #[must_use]
    pub const fn volatile(&self) -> usize {
        self.volatile
    }

    #[inline]
    fn place(&self, hash: u64) -> Option<Place> {
        let rest = hash << self.stripe_bits;
        let index = rest.checked_shr(64 - self.depth).unwrap_or(0);
        let segment = *self.directory.get(index as usize)? as usize;
        Some(Place { segment, tag: (rest << self.segments[segment].depth >> 48) as u16 })
    }

    /// Tells the processor that the slot of a key will be read soon.
    #[inline]
    pub(super) fn prefetch_slot(&self, hash: u64) {
        if let Some(place) = self.place(hash) {
            self.segments[place.segment].prefetch_slot(place.tag);
        }
    }

    /// The record that is probably that of a key.
    #[inline]
    pub(super) fn likely(&self, hash: u64) -> Option<&Record> {
        let place = self.place(hash)?;
        self.segments[place.segment].likely(place.tag)
    }

    /// The record of a key, expired or not.
    #[inline]
    #[must_use]
    pub fn get(&self, hash: u64, key: &[u8]) -> Option<&Record> {
        let place = self.place(hash)?;
        let segment = &self.segments[place.segment];
        segment.at(segment.find(place.tag, key)?)
    }

    /// The record of a key, to change it in place. Its time to expire is changed by [`set_expire`](Self::set_expire).
    #[inline]
    pub fn get_mut(&mut self, hash: u64, key: &[u8]) -> Option<&mut Record> {
        let place = self.place(hash)?;
        let slot = self.segments[place.segment].find(place.tag, key)?;
        self.prepare(place.segment);
        let record = self.segments[place.segment].at_mut(slot)?;
        if record.is_object() {
            self.sizes.outdate(place.segment);
        }
        Some(record)
    }

    /// Adds or replaces a record; returns the old one.
    pub fn insert(&mut self, hash: u64, record: Record) -> Option<Record> {
        if self.segments.is_empty() {
            self.segments.push(Segment::new(0, 0, self.epoch));
            self.directory.push(0);
        }
        let mut place = self.place(hash)?;
        self.prepare(place.segment);
        let expire = record.expire();
        self.volatile += usize::from(expire.is_some());
        if record.is_object() {
            self.sizes.outdate(place.segment);
        }
        let mut grown = record.memory_bytes() as i64;
        if let Some(ledger) = &mut self.ledger {
            ledger.add(record.key(), 1, grown);
        }
        let found = self.segments[place.segment].find(place.tag, record.key());
        let old = if let Some(slot) = found {
            let old = self.segments[place.segment].replace(slot, record, place.tag);
            self.volatile -= usize::from(old.as_ref().is_some_and(|old| old.expire().is_some()));
            let bytes = old.as_ref().map_or(0, Record::memory_bytes) as i64;
            if let (Some(ledger), Some(old)) = (&mut self.ledger, &old) {
                ledger.add(old.key(), -1, -bytes);
            }
            grown -= bytes;
            old
        } else {
            while self.segments[place.segment].is_full() && self.split(place.segment) {
                place = self.place(hash)?;
            }
            self.segments[place.segment].insert(record, place.tag);
            self.len += 1;
            None
        };
        self.sizes.add(place.segment, grown);
        if let Some(expire) = expire {
            self.falls_due(place.segment, expire);
        }
        old
    }

    /// Takes a record out.
    pub fn remove(&mut self, hash: u64, key: &[u8]) -> Option<Record> {
        let place = self.place(hash)?;
        let slot = self.segments[place.segment].find(place.tag, key)?;
        self.prepare(place.segment);
        let record = self.segments[place.segment].remove(slot)?;
        self.len -= 1;
        self.volatile -= usize::from(record.expire().is_some());
        let bytes = record.memory_bytes() as i64;
        self.sizes.add(place.segment, -bytes);
        if let Some(ledger) = &mut self.ledger {
            ledger.add(key, -1, -bytes);
        }
        if record.is_object() {
            self.sizes.outdate(place.segment);
        }
        Some(record)
    }

    /// Sets or clears when a key expires; `false` where there is no such key.
    pub fn set_expire(&mut self, hash: u64, key: &[u8], expire: Option<u64>) -> bool {
        let Some(place) = self.place(hash) else { return false };
        let Some(slot) = self.segments[place.segment].find(place.tag, key) else { return false };
        self.prepare(place.segment);
        let segment = &mut self.segments[place.segment];
        let Some(record) = segment.at_mut(slot) else { return false };
        let had = record.expire().is_some();
        let in_place = match expire {
            Some(expire) => record.set_expire(expire),
            None => !had,
        };
        if !in_place {
            let before = segment.at(slot).map_or(0, Record::memory_bytes) as i64;
            segment.update(slot, |record| record.with_expire(expire));
            let after = segment.at(slot).map_or(0, Record::memory_bytes) as i64;
            self.sizes.add(place.segment, after - before);
            if let Some(ledger) = &mut self.ledger {
                ledger.add(key, 0, after - before);
            }
        }
        self.volatile = self.volatile + usize::from(expire.is_some()) - usize::from(had);
        if let Some(expire) = expire {
            self.falls_due(place.segment, expire);
        }
        true
    }

    fn falls_due(&mut self, segment: usize, expire: u64) {
        if expire < self.segments[segment].next_expire {
            self.segments[segment].next_expire = expire;
            self.due.push(Reverse((expire, segment as u32)));
        }
    }

    /// Splits a segment by its next bit; `false` at the deepest.
    fn split(&mut self, index: usize) -> bool {
        let depth = self.segments[index].depth;
        if depth >= DEEPEST {
            return false;
        }
        if depth == self.depth {
            self.directory = self.directory.iter().flat_map(|segment| [*segment, *segment]).collect();
            self.depth += 1;
        }
        let (prefix, version) = (self.segments[index].prefix, self.segments[index].version);
        let mut halves = [0, 1].map(|bit| Segment::new(depth + 1, prefix << 1 | bit, version));
        for record in self.segments[index].drain() {
            let rest = self.hasher.hash_one(record.key()) << self.stripe_bits;
            let half = &mut halves[(rest << depth >> 63) as usize];
            if let Some(expire) = record.expire() {
                half.next_expire = half.next_expire.min(expire);
            }
            half.insert(record, (rest << (depth + 1) >> 48) as u16);
        }
        let right = self.segments.len();
        let [low, high] = halves;
        self.sizes.outdate(index);
        self.sizes.outdate(right);
        for (segment, place) in [(&low, index), (&high, right)] {
            if segment.next_expire < u64::MAX {
                self.due.push(Reverse((segment.next_expire, place as u32)));
            }
        }
        let span = 1_usize << (self.depth - depth - 1);
        let start = (high.prefix as usize) * span;
        self.directory[start..start + span].fill(right as u32);
        self.segments[index] = low;
        self.segments.push(high);
        true
    }

    /// Called before every change of a segment: a snapshot that has not written it yet does so now.
    #[inline]
    fn prepare(&mut self, segment: usize) {
        if self.segments[segment].version != self.epoch {
            self.write_cut(segment);
        }
    }

    #[cold]
    fn write_cut(&mut self, segment: usize) {
        if let Some((cut, database)) = &self.cut {
            cut.segment(*database, &mut self.segments[segment].iter());
        }
        self.segments[segment].version = self.epoch;
    }

    /// Starts a snapshot of the state as it is now.
    pub fn begin_cut(&mut self, cut: Arc<dyn Cut>, database: u32) {
        self.epoch += 1;
        self.cut = Some((cut, database));
    }

    /// Writes up to `segments` segments that the snapshot still lacks; `false` when there is none any more, and the
    /// snapshot is let go.
    pub fn continue_cut(&mut self, segments: usize) -> bool {
        let epoch = self.epoch;
        let left: Vec<_> = (0..self.segments.len()).filter(|index| self.segments[*index].version != epoch).collect();
        for index in left.iter().take(segments) {
            self.write_cut(*index);
        }
        let more = left.len() > segments;
        if !more {
            self.cut = None;
        }
        more
    }

    /// Removes everything; what was there is handed over, to be dropped when no lock is held.
    pub fn clear(&mut self) -> Vec<Segment> {
        for segment in 0..self.segments.len() {
            self.prepare(segment);
        }
        self.directory.clear();
        self.due.clear();
        (self.depth, self.len, self.volatile) = (0, 0, 0);
        self.sizes.clear();
        if let Some(ledger) = &mut self.ledger {
            ledger.clear();
        }
        std::mem::take(&mut self.segments)
    }

    /// When the next key may expire, in milliseconds since 1970.
    #[must_use]
    pub fn next_due(&self) -> u64 {
        self.due.peek().map_or(u64::MAX, |Reverse((time, _))| *time)
    }

    /// Removes what has expired by `now`.
    pub fn expire(&mut self, now: u64, mut expired: impl FnMut(Record)) {
        while let Some(Reverse((time, segment))) = self.due.peek().copied().filter(|Reverse((time, _))| *time < now) {
            self.due.pop();
            let index = segment as usize;
            if self.segments.get(index).is_none_or(|segment| segment.next_expire != time) {
                continue;
            }
            self.prepare(index);
            let is_due = |record: &Record| record.expire().is_some_and(|expire| expire < now);
            let (mut bytes, ledger) = (0, &mut self.ledger);
            let removed = self.segments[index].remove_where(is_due, |record| {
                let freed = record.memory_bytes() as i64;
                bytes += freed;
                if let Some(ledger) = ledger {
                    ledger.add(record.key(), -1, -freed);
                }
                expired(record);
            });
            self.sizes.add(index, -bytes);
            self.len -= removed;
            self.volatile -= removed;
            let next = self.segments[index].iter().filter_map(Record::expire).min().unwrap_or(u64::MAX);
            self.segments[index].next_expire = next;
            if next < u64::MAX {
                self.due.push(Reverse((next, segment)));
            }
        }
    }
}
