//! Walks and samples: SCAN, and what eviction and RANDOMKEY look at.

use super::Part;
use crate::applets::kv::store::record::Record;
use crate::applets::kv::store::segment::Segment;

impl Part {
    /// The records whose position is from `position` on, about `count` of them, and the position behind them; none
    /// when the part ends. A position is the top 48 bits of a hash, those of the stripe included.
    pub fn scan(&self, position: u64, count: usize, mut visit: impl FnMut(&Record)) -> Option<u64> {
        let rest = position << 16 << self.stripe_bits;
        let segment = &self.segments[self.place(position << 16)?.segment];
        let from = (rest << segment.depth) >> 48;
        let step = ((1 << 16) * count.max(1) as u64).checked_div(segment.len() as u64).unwrap_or(1 << 16).max(1);
        let to = from + step;
        for record in segment.iter().filter(|record| (from..to).contains(&u64::from(record.tag()))) {
            visit(record);
        }
        // The position within the stripe, in its own bits.
        let bits = 48 - self.stripe_bits;
        let local = if to >= 1 << 16 {
            (segment.prefix + 1) << (bits - segment.depth)
        } else {
            (segment.prefix << 16 | to) << (bits - segment.depth - 16)
        };
        (local < 1 << bits).then(|| position >> bits << bits | local)
    }

    /// Every record.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.segments.iter().flat_map(Segment::iter)
    }

    /// Some record, each about as likely as any other; `random` chooses.
    pub fn sample(&self, mut random: impl FnMut(usize) -> usize) -> Option<&Record> {
        if self.is_empty() {
            return None;
        }
        loop {
            // By directory entry, so that deep segments are as likely as their share of the hashes.
            let segment = &self.segments[self.directory[random(self.directory.len())] as usize];
            if let Some(record) = segment.at(random(segment.slots())) {
                return Some(record);
            }
        }
    }

    /// Some record that `wanted` picks: one of `tries` at random, or else the next one from a random segment on.
    pub fn sample_where(
        &self,
        tries: usize,
        mut random: impl FnMut(usize) -> usize,
        wanted: impl Fn(&Record) -> bool,
    ) -> Option<&Record> {
        for _ in 0..tries {
            if let Some(record) = self.sample(&mut random).filter(|record| wanted(record)) {
                return Some(record);
            }
        }
        let from = random(self.segments.len().max(1));
        let (before, behind) = self.segments.split_at(from.min(self.segments.len()));
        behind.iter().chain(before).flat_map(Segment::iter).find(|record| wanted(record))
    }

    /// Some record with a time to expire: one of `tries` at random, or else the next one from a random segment on. Only
    /// segments that have one are searched.
    pub fn sample_volatile(&self, tries: usize, mut random: impl FnMut(usize) -> usize) -> Option<&Record> {
        let wanted = |record: &&Record| record.expire().is_some();
        if self.volatile == 0 {
            return None;
        }
        for _ in 0..tries {
            if let Some(record) = self.sample(&mut random).filter(wanted) {
                return Some(record);
            }
        }
        let from = random(self.segments.len().max(1));
        let (before, behind) = self.segments.split_at(from.min(self.segments.len()));
        let segments = behind.iter().chain(before).filter(|segment| segment.next_expire != u64::MAX);
        segments.flat_map(Segment::iter).find(wanted)
    }
}
