//! The elements of a large collection by name: fields with values, or members alone, a [`Record`] each.
//!
//! Extendible hashing over [`Segment`]s as in a database's [`Part`](super::Part), without expiry, snapshots and
//! watches: a table never moves as a whole, and a cursor is a position among hashes, good whatever is added or removed.

use std::sync::LazyLock;

use super::Hasher;
use super::ahead::FEW;
use super::record::Record;
use super::segment::Segment;

/// Deepest split: depth and tag together stay within the 48 bits of a cursor.
const DEEPEST: u32 = 32;
/// The bits of a cursor.
const CURSOR_BITS: u32 = 48;

/// Keyed at random in each process: clients choose the names. One for all tables, which are many.
static HASHER: LazyLock<Hasher> = LazyLock::new(Hasher::new);

/// Elements by name.
#[derive(Debug)]
pub struct Table {
    /// Which segment the first `depth` bits of a hash choose; empty while there is one.
    directory: Vec<u32>,
    segments: Vec<Segment>,
    depth: u32,
    len: usize,
    /// Bytes of the elements on the heap.
    bytes: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self { directory: Vec::new(), segments: vec![Segment::new(0, 0, 0)], depth: 0, len: 0, bytes: 0 }
    }
}

impl Clone for Table {
    fn clone(&self) -> Self {
        let mut table = Self::default();
        for record in self.iter() {
            table.insert(record.copied(record.key(), None));
        }
        table
    }
}

impl Table {
    /// How many elements.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.bytes + self.directory.len() * 4 + self.segments.len() * size_of::<Segment>() + size_of::<Self>()
    }

    #[inline]
    fn segment_of(&self, hash: u64) -> usize {
        let index = hash.checked_shr(64 - self.depth).unwrap_or(0);
        self.directory.get(index as usize).map_or(0, |segment| *segment as usize)
    }

    #[inline]
    fn place(&self, name: &[u8]) -> (usize, u16, u64) {
        let hash = HASHER.hash_one(name);
        let segment = self.segment_of(hash);
        (segment, (hash << self.segments[segment].depth >> 48) as u16, hash)
    }

    /// Tells the processor that these elements will be read soon; whether there are so many that it pays.
    pub(super) fn prefetch<'n>(&self, names: impl Iterator<Item = &'n [u8]> + Clone) -> bool {
        if self.len < FEW {
            return false;
        }
        for (segment, tag, _) in names.clone().map(|name| self.place(name)) {
            self.segments[segment].prefetch_slot(tag);
        }
        for (segment, tag, _) in names.map(|name| self.place(name)) {
            if let Some(record) = self.segments[segment].likely(tag) {
                record.prefetch();
            }
        }
        true
    }

    /// The element of this name.
    #[inline]
    #[must_use]
    pub fn get(&self, name: &[u8]) -> Option<&Record> {
        let (segment, tag, _) = self.place(name);
        let segment = &self.segments[segment];
        segment.at(segment.find(tag, name)?)
    }

    /// Whether there is one of this name.
    #[must_use]
    pub fn contains(&self, name: &[u8]) -> bool {
        self.get(name).is_some()
    }

    /// Adds or replaces an element, which is named by its own key; whether it is new.
    pub fn insert(&mut self, record: Record) -> bool {
        let place = self.place(record.key());
        let slot = self.segments[place.0].find(place.1, record.key());
        self.put(place, slot, record)
    }

    /// Puts a record where its name is, or where it belongs; whether it is new.
    fn put(&mut self, (mut segment, mut tag, hash): (usize, u16, u64), slot: Option<usize>, record: Record) -> bool {
        self.bytes += record.memory_bytes();
        if let Some(slot) = slot {
            let old = self.segments[segment].replace(slot, record, tag);
            self.bytes -= old.map_or(0, |old| old.memory_bytes());
            return false;
        }
        while self.segments[segment].is_full() && self.split(segment) {
            segment = self.segment_of(hash);
            tag = (hash << self.segments[segment].depth >> 48) as u16;
        }
        self.segments[segment].insert(record, tag);
        self.len += 1;
        true
    }

    /// Sets the value of an element, in place where that is possible; whether it is new.
    pub fn set(&mut self, name: &[u8], text: &[u8]) -> bool {
        let place = self.place(name);
        let segment = &mut self.segments[place.0];
        let slot = segment.find(place.1, name);
        if slot.and_then(|slot| segment.at_mut(slot)).is_some_and(|record| record.overwrite(text)) {
            return false;
        }
        self.put(place, slot, Record::string(name, text, None))
    }

    /// Takes an element out.
    pub fn remove(&mut self, name: &[u8]) -> Option<Record> {
        let (segment, tag, _) = self.place(name);
        let slot = self.segments[segment].find(tag, name)?;
        let removed = self.segments[segment].remove(slot)?;
        self.len -= 1;
        self.bytes -= removed.memory_bytes();
        Some(removed)
    }

    /// Splits a segment by its next bit; `false` at the deepest.
    fn split(&mut self, index: usize) -> bool {
        let depth = self.segments[index].depth;
        if depth >= DEEPEST {
            return false;
        }
        if depth == self.depth {
            let one = if self.directory.is_empty() { &[0][..] } else { &self.directory };
            self.directory = one.iter().flat_map(|segment| [*segment, *segment]).collect();
            self.depth += 1;
        }
        let prefix = self.segments[index].prefix;
        let mut halves = [0, 1].map(|bit| Segment::new(depth + 1, prefix << 1 | bit, 0));
        for record in self.segments[index].drain() {
            let hash = HASHER.hash_one(record.key());
            halves[(hash << depth >> 63) as usize].insert(record, (hash << (depth + 1) >> 48) as u16);
        }
        let [low, high] = halves;
        let (right, span) = (self.segments.len(), 1_usize << (self.depth - depth - 1));
        let start = high.prefix as usize * span;
        self.directory[start..start + span].fill(right as u32);
        self.segments[index] = low;
        self.segments.push(high);
        true
    }

    /// Every element, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.segments.iter().flat_map(Segment::iter)
    }

    /// About `count` elements from `position` on, and the position behind them; 0 is the first and, as a result, the end.
    pub fn scan<'t>(&'t self, position: u64, count: usize, mut visit: impl FnMut(&'t Record)) -> u64 {
        let (mut position, mut seen) = (position & ((1 << CURSOR_BITS) - 1), 0);
        loop {
            let segment = &self.segments[self.segment_of(position << 16)];
            let from = position << 16 << segment.depth >> 48;
            let wanted = count.saturating_sub(seen).max(1) as u64;
            let step = ((1 << 16) * wanted).checked_div(segment.len() as u64).unwrap_or(1 << 16).max(1);
            let to = from.saturating_add(step);
            for record in segment.iter().filter(|record| (from..to).contains(&u64::from(record.tag()))) {
                seen += 1;
                visit(record);
            }
            position = if to >= 1 << 16 {
                (segment.prefix + 1) << (CURSOR_BITS - segment.depth)
            } else {
                (segment.prefix << 16 | to) << (CURSOR_BITS - segment.depth - 16)
            };
            if position >= 1 << CURSOR_BITS {
                return 0;
            }
            if seen >= count {
                return position;
            }
        }
    }

    /// Some element, each about as likely as any other; `random` chooses below its argument.
    pub fn sample(&self, mut random: impl FnMut(usize) -> usize) -> Option<&Record> {
        if self.is_empty() {
            return None;
        }
        loop {
            let segment = match self.directory.len() {
                0 => &self.segments[0],
                entries => &self.segments[self.directory[random(entries)] as usize],
            };
            // All segments have as many places, so that those of sparse ones are not more likely.
            if let Some(record) = segment.at(random(self.widest(segment))) {
                return Some(record);
            }
        }
    }

    fn widest(&self, segment: &Segment) -> usize {
        if self.segments.len() == 1 { segment.slots() } else { super::segment::MOST_SLOTS }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::super::Value;
    use super::*;

    #[test]
    fn a_scan_meets_every_element_that_stays() {
        let mut table = Table::default();
        let name = |nth: u32| format!("name:{nth}").into_bytes();
        (0..3000).for_each(|nth| assert!(table.set(&name(nth), b"x")));
        let (mut position, mut seen, mut turns) = (0, std::collections::HashSet::new(), 0);
        loop {
            position = table.scan(position, 10, |record| {
                seen.insert(record.key().to_vec());
            });
            // Grows while it is scanned, and loses others.
            table.set(&name(10_000 + turns), b"y");
            table.remove(&name(2000 + turns));
            turns += 1;
            if position == 0 {
                break;
            }
        }
        assert!((0..2000).all(|nth| seen.contains(&name(nth))));
        assert!(turns > 100, "{turns}");
    }

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(steps in prop::collection::vec((0_u16..2500, 0_u8..3), 0..6000)) {
            let (mut table, mut map) = (Table::default(), HashMap::new());
            for (name, step) in steps {
                let name = name.to_string().into_bytes();
                if step == 0 {
                    prop_assert_eq!(table.remove(&name).is_some(), map.remove(&name).is_some());
                } else {
                    let value = vec![b'v'; usize::from(step) * name.len()];
                    prop_assert_eq!(table.set(&name, &value), map.insert(name, value).is_none());
                }
            }
            prop_assert_eq!(table.len(), map.len());
            for record in table.clone().iter() {
                prop_assert!(matches!(record.value(), Value::Text(text) if map[record.key()] == text));
            }
        }
    }
}
