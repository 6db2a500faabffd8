//! A hash table of at most [`MOST_SLOTS`] thin pointers, the unit of splitting, scanning, expiring and snapshots.
//!
//! Open addressing with linear probing. A record's tag is the 16 bits of its hash behind those that chose the segment,
//! and its home is where the tag lies on the line of slots; so growing, shrinking and removing never touch a record,
//! and the slots are, but for displacements, in the order of hashes. Sizes grow by a quarter to a seventh, which are
//! also the steps of the allocator, so a slot costs about ten bytes whatever the number of keys.
//!
//! It does not know databases, expiry or locks.

use super::record::Record;
use crate::kit::prefetch::prefetch;

/// A table that would need more slots splits instead. 8 KiB: one visit of it is some microseconds.
pub const MOST_SLOTS: usize = 1024;
const FEWEST_SLOTS: usize = 8;
/// Tags are this many.
const TAGS: usize = 1 << 16;

/// A part of a database: the keys whose hashes start with `prefix`.
#[derive(Debug)]
pub struct Segment {
    slots: Box<[Option<Record>]>,
    len: usize,
    /// How many bits of the hash, behind those of the stripe, chose it.
    pub depth: u32,
    /// Those bits.
    pub prefix: u64,
    /// The cut up to which its old state was written, or is not wanted; see `Part::prepare`.
    pub version: u64,
    /// No record expires before this time, in milliseconds since 1970.
    pub next_expire: u64,
}

impl Segment {
    /// An empty one.
    #[must_use]
    pub fn new(depth: u32, prefix: u64, version: u64) -> Self {
        Self { slots: empty(FEWEST_SLOTS), len: 0, depth, prefix, version, next_expire: u64::MAX }
    }

    /// How many records it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether it is as full as one segment gets.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.slots.len() >= MOST_SLOTS && self.is_crowded()
    }

    /// One more record would make probing long.
    fn is_crowded(&self) -> bool {
        (self.len + 1) * 8 > self.slots.len() * 7
    }

    #[inline]
    fn home(&self, tag: u16) -> usize {
        (usize::from(tag) * self.slots.len()) >> 16
    }

    #[inline]
    fn after(&self, slot: usize) -> usize {
        if slot + 1 == self.slots.len() { 0 } else { slot + 1 }
    }

    /// The slot of a key.
    #[inline]
    #[must_use]
    pub fn find(&self, tag: u16, key: &[u8]) -> Option<usize> {
        let mut slot = self.home(tag);
        loop {
            match &self.slots[slot] {
                None => return None,
                Some(record) if record.tag() == tag && record.key() == key => return Some(slot),
                Some(_) => slot = self.after(slot),
            }
        }
    }

    /// Tells the processor that the slot of a tag will be read soon.
    #[inline]
    pub fn prefetch_slot(&self, tag: u16) {
        prefetch(&raw const self.slots[self.home(tag)]);
    }

    /// The record that is probably the one with this tag: keys are not compared.
    #[inline]
    #[must_use]
    pub fn likely(&self, tag: u16) -> Option<&Record> {
        let mut slot = self.home(tag);
        loop {
            match &self.slots[slot] {
                Some(record) if record.tag() != tag => slot = self.after(slot),
                found => return found.as_ref(),
            }
        }
    }

    /// The record in a slot.
    #[inline]
    #[must_use]
    pub fn at(&self, slot: usize) -> Option<&Record> {
        self.slots.get(slot)?.as_ref()
    }

    /// The record in a slot, to change it.
    #[inline]
    #[must_use]
    pub fn at_mut(&mut self, slot: usize) -> Option<&mut Record> {
        self.slots.get_mut(slot)?.as_mut()
    }

    /// Puts another record with the same key into a slot and returns the old one.
    pub fn replace(&mut self, slot: usize, mut record: Record, tag: u16) -> Option<Record> {
        record.set_tag(tag);
        self.slots[slot].replace(record)
    }

    /// Replaces the record in a slot by what `change` makes of it, with the same key and tag.
    pub fn update(&mut self, slot: usize, change: impl FnOnce(Record) -> Record) {
        self.slots[slot] = self.slots[slot].take().map(change);
    }

    /// Adds a record whose key is not there.
    pub fn insert(&mut self, mut record: Record, tag: u16) {
        if self.is_crowded() {
            self.resize(larger(self.slots.len()));
        }
        record.set_tag(tag);
        self.put(record);
        self.len += 1;
    }

    fn put(&mut self, record: Record) {
        let mut slot = self.home(record.tag());
        while self.slots[slot].is_some() {
            slot = self.after(slot);
        }
        self.slots[slot] = Some(record);
    }

    fn resize(&mut self, slots: usize) {
        let old = std::mem::replace(&mut self.slots, empty(slots));
        for record in old.into_iter().flatten() {
            self.put(record);
        }
    }

    /// Takes the record out of a slot.
    pub fn remove(&mut self, slot: usize) -> Option<Record> {
        let removed = self.slots[slot].take()?;
        self.len -= 1;
        let (mut hole, mut next) = (slot, self.after(slot));
        while let Some(tag) = self.slots[next].as_ref().map(Record::tag) {
            let first = self.home(tag);
            // Cyclic distances from the record's home: it may move back to the hole unless that lies before its home.
            let distance = |to: usize| if to >= first { to - first } else { to + self.slots.len() - first };
            if distance(hole) <= distance(next) {
                self.slots.swap(hole, next);
                hole = next;
            }
            next = self.after(next);
        }
        if self.slots.len() > FEWEST_SLOTS && self.len * 4 < self.slots.len() {
            self.resize((self.slots.len() / 2).max(FEWEST_SLOTS));
        }
        Some(removed)
    }

    /// All records.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.slots.iter().flatten()
    }

    /// The number of slots, for sampling: `at(slot)` for any of them.
    #[must_use]
    pub const fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The slots of the records that `wanted` picks.
    #[must_use]
    pub fn slots_where(&self, wanted: impl Fn(&Record) -> bool) -> Vec<usize> {
        let matching = self.slots.iter().enumerate().filter(|(_, slot)| slot.as_ref().is_some_and(&wanted));
        matching.map(|(slot, _)| slot).collect()
    }

    /// Removes the records that `unwanted` picks; how many they were.
    pub fn remove_where(&mut self, unwanted: impl Fn(&Record) -> bool, mut removed: impl FnMut(Record)) -> usize {
        let (before, size) = (self.len, self.slots.len());
        if !self.iter().any(&unwanted) {
            return 0;
        }
        let old = std::mem::replace(&mut self.slots, empty(size));
        for record in old.into_iter().flatten() {
            if unwanted(&record) {
                self.len -= 1;
                removed(record);
            } else {
                self.put(record);
            }
        }
        before - self.len
    }

    /// Hands every record over; what remains is empty.
    pub fn drain(&mut self) -> impl Iterator<Item = Record> + use<> {
        self.len = 0;
        std::mem::replace(&mut self.slots, empty(FEWEST_SLOTS)).into_iter().flatten()
    }
}

fn empty(slots: usize) -> Box<[Option<Record>]> {
    std::iter::repeat_with(|| None).take(slots).collect()
}

/// The next size: 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, …
fn larger(slots: usize) -> usize {
    let octave = 1 << slots.ilog2();
    (slots + octave / 4).min(TAGS)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_grow_gently() {
        let sizes: Vec<_> = std::iter::successors(Some(8), |size| Some(larger(*size))).take(9).collect();
        assert_eq!(sizes, [8, 10, 12, 14, 16, 20, 24, 28, 32]);
    }

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(steps in prop::collection::vec((0_u16..300, any::<bool>()), 0..1500), spread in 1_u16..300) {
            let (mut segment, mut map) = (Segment::new(0, 0, 0), HashMap::new());
            for (key, insert) in steps {
                let (tag, text) = (key.wrapping_mul(spread), key.to_string().into_bytes());
                match (segment.find(tag, &text), insert) {
                    (None, true) => {
                        segment.insert(Record::string(&text, &text, None), tag);
                        map.insert(text, tag);
                    }
                    (Some(slot), false) => {
                        prop_assert_eq!(segment.remove(slot).map(|record| record.key().to_vec()), Some(text.clone()));
                        map.remove(&text);
                    }
                    (found, _) => prop_assert_eq!(found.is_some(), map.contains_key(&text)),
                }
                prop_assert_eq!(segment.len(), map.len());
            }
            for (key, tag) in &map {
                prop_assert!(segment.find(*tag, key).is_some());
            }
        }
    }
}
