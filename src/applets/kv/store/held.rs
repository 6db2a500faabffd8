//! Stripes that are locked, and which.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::MutexGuard;

use super::{Part, Prefixes, Record, Store, Stripe};

/// A set of locked stripes; most often one.
#[derive(Debug)]
pub struct Held<'s> {
    store: &'s Store,
    /// Ascending.
    first: Option<(u32, MutexGuard<'s, Stripe>)>,
    more: Vec<(u32, MutexGuard<'s, Stripe>)>,
}

impl<'s> Held<'s> {
    /// None.
    #[must_use]
    pub const fn none(store: &'s Store) -> Self {
        Self { store, first: None, more: Vec::new() }
    }

    #[inline]
    pub(super) fn one(store: &'s Store, stripe: u32) -> Self {
        Self { store, first: Some((stripe, store.lane(stripe).stripe.lock())), more: Vec::new() }
    }

    /// `stripes` are ascending, without repetitions.
    pub(super) fn several(store: &'s Store, stripes: Vec<u32>) -> Self {
        let mut held = Self::none(store);
        for stripe in stripes {
            let guard = store.lane(stripe).stripe.lock();
            match held.first {
                None => held.first = Some((stripe, guard)),
                Some(_) => held.more.push((stripe, guard)),
            }
        }
        held
    }

    /// Whether every stripe is held.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.more.len() + 1 == self.store.stripes()
    }

    /// Whether no stripe is held.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.first.is_none()
    }

    /// A stripe, to read.
    ///
    /// # Panics
    /// Where it is not held: the command's key specification in the table is wrong.
    #[inline]
    #[must_use]
    pub fn peek(&self, stripe: u32) -> &Stripe {
        match &self.first {
            Some((index, guard)) if *index == stripe => guard,
            _ => &self.more[self.position(stripe)].1,
        }
    }

    /// A stripe, to change.
    ///
    /// # Panics
    /// Where it is not held: the command's key specification in the table is wrong.
    #[inline]
    pub fn stripe(&mut self, stripe: u32) -> &mut Stripe {
        if self.first.as_ref().is_none_or(|(index, _)| *index != stripe) {
            let position = self.position(stripe);
            return &mut self.more[position].1;
        }
        match &mut self.first {
            Some((_, guard)) => guard,
            None => unreachable!("checked above"),
        }
    }

    fn position(&self, stripe: u32) -> usize {
        let found = self.more.binary_search_by_key(&stripe, |(index, _)| *index);
        found.unwrap_or_else(|_| panic!("stripe {stripe} is not held: the command's key specification is wrong"))
    }

    /// The slices of a database that are held.
    pub fn parts_mut(&mut self, database: u32) -> impl Iterator<Item = &mut Part> {
        let all = self.first.iter_mut().chain(self.more.iter_mut());
        all.map(move |(_, guard)| &mut guard.parts[database as usize])
    }

    /// The stripes that are held, to change.
    pub fn stripes_mut(&mut self) -> impl Iterator<Item = &mut Stripe> {
        self.first.iter_mut().chain(self.more.iter_mut()).map(|(_, guard)| &mut **guard)
    }

    /// As [`Store::count_by`], whether everything is held or nothing.
    pub fn count_by(&mut self, prefixes: &Arc<Prefixes>) {
        if self.is_nothing() {
            return self.store.count_by(prefixes);
        }
        self.stripes_mut().flat_map(|stripe| &mut stripe.parts).for_each(|part| part.count_by(prefixes));
    }

    /// As [`Store::scan`], where everything is held.
    pub fn scan(&self, database: u32, position: u64, count: usize, visit: impl FnMut(&Record)) -> u64 {
        let look = |stripe: u32, look: &mut dyn FnMut(&Part)| look(&self.peek(stripe).parts[database as usize]);
        self.store.scan_with(look, position, count, visit)
    }

    /// Publishes when the next key of a stripe expires, after that may have changed.
    pub fn publish_due(&mut self, stripe: u32) {
        let store = self.store;
        let due = self.peek(stripe).parts.iter().map(Part::next_due).min().unwrap_or(u64::MAX);
        store.lane(stripe).next_due.store(due, Ordering::Relaxed);
    }
}
