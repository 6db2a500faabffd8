//! How many bytes the records of a part take: of strings as they change, of collections when somebody measures.
//!
//! A collection is changed in place, by code that knows nothing of bytes. So its segment is marked, and measured as a
//! whole a little later, under the same lock. The sum over all parts of a stripe, and whether there is something to
//! measure, can be read without the lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// What the parts of a stripe tell together; written by whoever holds the stripe.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Bytes of their records.
    pub(super) bytes: AtomicI64,
    /// Whether one of them has segments to be measured.
    pub(super) is_stale: AtomicBool,
}

/// Bytes by segment.
#[derive(Debug)]
pub(super) struct Sizes {
    segments: Vec<Size>,
    stale: Vec<u32>,
    sum: i64,
    tally: Arc<Tally>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Size {
    bytes: i64,
    is_stale: bool,
}

impl Sizes {
    pub(super) const fn new(tally: Arc<Tally>) -> Self {
        Self { segments: Vec::new(), stale: Vec::new(), sum: 0, tally }
    }

    pub(super) fn sum(&self) -> u64 {
        u64::try_from(self.sum).unwrap_or(0)
    }

    #[inline]
    fn size(&mut self, segment: usize) -> &mut Size {
        if segment >= self.segments.len() {
            self.segments.resize(segment + 1, Size::default());
        }
        &mut self.segments[segment]
    }

    /// The records of a segment have grown, or shrunk.
    #[inline]
    pub(super) fn add(&mut self, segment: usize, bytes: i64) {
        self.size(segment).bytes += bytes;
        self.sum += bytes;
        let sum = &self.tally.bytes;
        sum.store(sum.load(Ordering::Relaxed) + bytes, Ordering::Relaxed);
    }

    /// What is known of a segment may no longer be true.
    #[inline]
    pub(super) fn outdate(&mut self, segment: usize) {
        let size = self.size(segment);
        if !size.is_stale {
            size.is_stale = true;
            self.stale.push(segment as u32);
            self.tally.is_stale.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn is_stale(&self) -> bool {
        !self.stale.is_empty()
    }

    /// A segment that is to be measured.
    pub(super) fn next_stale(&mut self) -> Option<usize> {
        self.stale.pop().map(|segment| segment as usize)
    }

    /// A segment was measured.
    pub(super) fn measured(&mut self, segment: usize, bytes: usize) {
        let before = self.size(segment).bytes;
        self.add(segment, bytes as i64 - before);
        self.size(segment).is_stale = false;
    }

    /// Everything has gone.
    pub(super) fn clear(&mut self) {
        self.add(0, -self.sum);
        self.segments.clear();
        self.stale.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_last_until_they_are_measured() {
        let tally = Arc::<Tally>::default();
        let mut sizes = Sizes::new(Arc::clone(&tally));
        sizes.add(3, 100);
        sizes.outdate(3);
        sizes.add(1, 50);
        assert_eq!((sizes.sum(), sizes.next_stale()), (150, Some(3)));
        sizes.measured(3, 10);
        assert_eq!((sizes.sum(), tally.bytes.load(Ordering::Relaxed), sizes.is_stale()), (60, 60, false));
        sizes.clear();
        assert_eq!((sizes.sum(), tally.bytes.load(Ordering::Relaxed)), (0, 0));
    }
}
