//! Buffers that go round: a segment is read into one, opened where it stands, written from it, and the next one follows.
//!
//! So the pieces that arrive are let go at once, fresh memory is not asked for with every segment, and what a recording
//! takes does not depend on its length.

use std::sync::{Arc, Mutex, PoisonError};

/// More than this is not reserved because a server promises it: a wrong length is not believed before its bytes are here.
/// What is reserved and not filled takes no memory; what is not reserved is copied when it grows.
const BELIEVED: usize = 64 << 20;

/// Larger buffers are not kept: most streams have smaller segments, and those of all jobs come to a few tens of MiB.
const LARGEST_KEPT: usize = 4 << 20;

/// The buffers of one recording; clones share them.
#[derive(Debug, Clone)]
pub(super) struct Buffers {
    /// Held for a push or a pop.
    kept: Arc<Mutex<Vec<Vec<u8>>>>,
    most: usize,
}

impl Buffers {
    /// Keeps at most so many that are not in use.
    pub(super) fn new(most: usize) -> Self {
        Self { kept: Arc::default(), most }
    }

    /// An empty one, with room for what is expected.
    pub(super) fn take(&self, expected: Option<u64>) -> Vec<u8> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffer = kept.unwrap_or_default();
        let expected = expected.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(0);
        buffer.reserve_exact(expected.min(BELIEVED));
        buffer
    }

    /// Gives one back. One that was for a huge segment is not kept.
    pub(super) fn give(&self, mut buffer: Vec<u8>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < self.most && buffer.capacity() <= LARGEST_KEPT {
            buffer.clear();
            kept.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_taken_again_and_is_empty() {
        let buffers = Buffers::new(1);
        let mut first = buffers.take(Some(1000));
        first.extend_from_slice(b"old");
        let (place, room) = (first.as_ptr(), first.capacity());
        assert!(room >= 1000);
        buffers.give(first);
        buffers.give(Vec::with_capacity(5));
        let again = buffers.take(Some(10));
        assert_eq!((again.as_ptr(), again.len(), again.capacity()), (place, 0, room));
        assert_eq!(buffers.take(None).capacity(), 0, "only one was kept");
    }

    #[test]
    fn a_promise_is_no_memory() {
        assert!(Buffers::new(1).take(Some(u64::MAX)).capacity() <= 2 * BELIEVED);
        let buffers = Buffers::new(4);
        buffers.give(Vec::with_capacity(LARGEST_KEPT * 2));
        assert_eq!(buffers.take(None).capacity(), 0);
    }
}
