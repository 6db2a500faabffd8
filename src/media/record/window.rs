//! From the order in which units arrive to the order in which they are written.

use std::collections::BTreeMap;

/// Units that came before their turn. It holds as many as were started and not taken: the caller bounds that.
#[derive(Debug)]
pub(super) struct Window<T> {
    started: u64,
    next: u64,
    /// The first place whose unit has not come.
    front: u64,
    early: BTreeMap<u64, T>,
}

impl<T> Window<T> {
    pub(super) fn new() -> Self {
        Self { started: 0, next: 0, front: 0, early: BTreeMap::new() }
    }

    /// The place of one more unit.
    pub(super) fn start(&mut self) -> u64 {
        self.started += 1;
        self.started - 1
    }

    /// The first place whose unit has not come.
    pub(super) const fn front(&self) -> u64 {
        self.front
    }

    /// How many units have got a place.
    pub(super) const fn started(&self) -> u64 {
        self.started
    }

    /// A unit has come.
    pub(super) fn arrive(&mut self, place: u64, unit: T) {
        self.early.insert(place, unit);
        while self.early.contains_key(&self.front) {
            self.front += 1;
        }
    }

    /// Whether the unit whose turn it is has come.
    pub(super) fn is_ready(&self) -> bool {
        self.early.contains_key(&self.next)
    }

    /// The unit whose turn it is, where it has come.
    pub(super) fn front_unit(&self) -> Option<&T> {
        self.early.get(&self.next)
    }

    /// The unit whose turn it is.
    pub(super) fn take(&mut self) -> Option<T> {
        let unit = self.early.remove(&self.next)?;
        self.next += 1;
        Some(unit)
    }

    /// The units that have come and were not taken, in their order.
    pub(super) fn held(&self) -> impl Iterator<Item = &T> + Clone {
        self.early.values()
    }

    /// The unit that was taken last is to come again; its place.
    pub(super) fn reopen(&mut self) -> u64 {
        self.next -= 1;
        self.front = self.next;
        self.next
    }

    /// Whether every started unit was taken.
    pub(super) const fn is_done(&self) -> bool {
        self.next == self.started
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn units_leave_in_the_order_in_which_they_were_started(order in Just((0_u64..40).collect::<Vec<_>>()).prop_shuffle()) {
            let mut window = Window::new();
            for expected in 0..40 {
                prop_assert_eq!(window.start(), expected);
            }
            let mut left = Vec::new();
            for place in order {
                window.arrive(place, place);
                while window.is_ready() {
                    left.extend(window.take());
                }
            }
            prop_assert_eq!(left, (0..40).collect::<Vec<_>>());
            prop_assert_eq!((window.reopen(), window.front(), window.is_ready()), (39, 39, false));
            window.arrive(39, 39);
            prop_assert_eq!(window.held().copied().collect::<Vec<_>>(), [39]);
            prop_assert_eq!(window.take(), Some(39));
            prop_assert!(window.is_done() && window.take().is_none());
        }
    }
}
