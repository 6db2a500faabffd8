//! What has arrived and not gone out yet, in memory: parcels, each with its place, handed out in order.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::span::Span;

/// Bounded by who asks for bytes, see [`keep_before`](crate::applets::fetch::map::Map::keep_before).
#[derive(Debug)]
pub(super) struct Window {
    /// Held for one insertion or removal.
    inside: Mutex<Inside>,
    /// Told at each change; only the writer waits.
    changed: Condvar,
}

#[derive(Debug)]
struct Inside {
    /// By their first byte; they do not overlap.
    parcels: BTreeMap<u64, Vec<u8>>,
    /// The byte that goes out next.
    next: u64,
    /// The byte behind the last one; [`UNKNOWN`] until that is known.
    end: u64,
    /// Whether the last parcel must be known as such when it is handed out.
    marks_last: bool,
    closed: bool,
}

/// The next bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parcel {
    pub(super) bytes: Vec<u8>,
    /// Whether nothing follows.
    pub(super) is_last: bool,
}

impl Window {
    pub(super) fn new(whole: Span, marks_last: bool) -> Self {
        let inside = Inside { parcels: BTreeMap::new(), next: whole.start, end: whole.end, marks_last, closed: false };
        Self { inside: Mutex::new(inside), changed: Condvar::new() }
    }

    /// Bytes that have arrived, none of which has been put before.
    pub(super) fn put(&self, at: u64, bytes: Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let mut inside = self.lock();
        inside.parcels.insert(at, bytes);
        if at == inside.next || inside.marks_last {
            self.changed.notify_one();
        }
    }

    /// Says where the whole ends.
    pub(super) fn end_at(&self, end: u64) {
        self.lock().end = end;
        self.changed.notify_one();
    }

    /// Nothing more will come.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    /// The next bytes, waited for; `None` at the end, or when closed before.
    pub(super) fn take(&self) -> Option<Parcel> {
        let mut inside = self.lock();
        loop {
            if inside.closed || inside.next >= inside.end {
                return None;
            }
            if let Some(parcel) = inside.ready() {
                return Some(parcel);
            }
            inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether all of it was handed out.
    pub(super) fn is_empty(&self) -> bool {
        let inside = self.lock();
        inside.next >= inside.end
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn ready(&mut self) -> Option<Parcel> {
        let entry = self.parcels.first_entry().filter(|entry| *entry.key() == self.next)?;
        let behind = self.next + entry.get().len() as u64;
        // Without an end, only what comes behind it proves that it is not the last.
        if self.end == UNKNOWN && self.marks_last && self.parcels.len() < 2 {
            return None;
        }
        let bytes = self.parcels.remove(&self.next)?;
        self.next = behind;
        Some(Parcel { bytes, is_last: behind >= self.end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(bytes: &[u8], is_last: bool) -> Parcel {
        Parcel { bytes: bytes.to_vec(), is_last }
    }

    #[test]
    fn parcels_go_out_in_order_whatever_order_they_came_in() {
        let window = Window::new(Span::new(10, 16), true);
        window.put(14, b"ef".to_vec());
        window.put(12, b"cd".to_vec());
        window.put(12, Vec::new());
        window.put(10, b"ab".to_vec());
        assert_eq!((window.take(), window.take()), (Some(parcel(b"ab", false)), Some(parcel(b"cd", false))));
        assert!(!window.is_empty());
        assert_eq!((window.take(), window.take()), (Some(parcel(b"ef", true)), None));
        assert!(window.is_empty());
    }

    #[test]
    fn the_last_parcel_waits_for_the_news_that_it_is_the_last() {
        let window = Window::new(Span::new(0, UNKNOWN), true);
        window.put(0, b"ab".to_vec());
        window.put(2, b"cd".to_vec());
        assert_eq!(window.take(), Some(parcel(b"ab", false)));
        std::thread::scope(|scope| {
            let last = scope.spawn(|| window.take());
            window.end_at(4);
            assert_eq!(last.join().unwrap(), Some(parcel(b"cd", true)));
        });
    }

    #[test]
    fn a_closed_window_gives_nothing_more() {
        let window = Window::new(Span::new(0, 4), false);
        window.put(0, b"ab".to_vec());
        window.close();
        assert_eq!((window.take(), window.is_empty()), (None, false));
    }
}
