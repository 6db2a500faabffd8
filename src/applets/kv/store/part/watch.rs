//! Who watches a key (WATCH), and that it has changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Part, Watchers};

impl Part {
    /// Tells the `WATCHes` of a key that it changed.
    #[inline]
    pub fn touch(&mut self, key: &[u8]) {
        if !self.watchers.is_empty()
            && let Some(watchers) = self.watchers.remove(key)
        {
            for flag in &watchers {
                flag.store(true, Ordering::Release);
            }
        }
    }

    /// Exchanges those who wait and watch with those of another part.
    pub fn exchange_clients(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.waiters, &mut other.waiters);
        std::mem::swap(&mut self.watchers, &mut other.watchers);
    }

    /// The keys that are watched.
    pub fn watched(&self) -> impl Iterator<Item = &[u8]> {
        self.watchers.keys().map(|key| &**key)
    }

    /// Tells the `WATCHes` of all keys that `changed` picks.
    pub fn touch_where(&mut self, changed: impl Fn(&Self, &[u8]) -> bool) {
        let watchers = std::mem::take(&mut self.watchers);
        let (told, kept): (Watchers, Watchers) = watchers.into_iter().partition(|(key, _)| changed(self, key));
        told.values().flatten().for_each(|flag| flag.store(true, Ordering::Release));
        self.watchers = kept;
    }

    /// Has `flag` set when a key changes.
    pub fn watch(&mut self, key: &[u8], flag: &Arc<AtomicBool>) {
        let flags = self.watchers.entry(key.into()).or_default();
        if !flags.iter().any(|known| Arc::ptr_eq(known, flag)) {
            flags.push(Arc::clone(flag));
        }
    }

    /// Ends a WATCH.
    pub fn unwatch(&mut self, key: &[u8], flag: &Arc<AtomicBool>) {
        if let Some(flags) = self.watchers.get_mut(key) {
            flags.retain(|known| !Arc::ptr_eq(known, flag));
            if flags.is_empty() {
                self.watchers.remove(key);
            }
        }
    }
}
