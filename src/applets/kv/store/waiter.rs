//! Clients that wait for a key (BLPOP and its kin), first come, first served.
//!
//! A waiter stands in the queue of each of its keys, under the lock of that key's stripe. Whoever makes a key ready
//! claims waiters one by one and runs their command for them; the claim is atomic, because a timeout, a disconnect or
//! another key may want the same waiter at the same time.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Instant;

const WAITING: u8 = 0;
const CLAIMED: u8 = 1;
const DONE: u8 = 2;
/// Claimed, and wanted by somebody else.
const WANTED: u8 = 3;

/// What became of the wish to end a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is for the caller to end it, or to give the right back.
    Mine,
    /// Another thread is about to end it, perhaps in vain.
    Elsewhere,
    /// It has ended.
    Over,
}

/// One client's wait. What it waits to do is known to the commands.
#[derive(Debug)]
pub struct Waiter {
    /// Who may end it; changed by [`claim`](Self::claim) and what follows it.
    pub state: AtomicU8,
    /// The client.
    pub client: u64,
    /// The number of the waiting command, which is how the client's thread tells it from later ones.
    pub ticket: u64,
    /// The database it waits in.
    pub database: u32,
    /// What its client understands.
    pub dialect: crate::resp::Dialect,
    /// When its time is over.
    pub deadline: Option<Instant>,
    /// Its reply then.
    pub nothing: Box<[u8]>,
    /// When its command is to be run again though nothing was written, in milliseconds since 1970;
    /// [`NEVER`](Self::NEVER) as a rule.
    pub due: AtomicU64,
    /// The words of its command.
    pub words: Vec<Box<[u8]>>,
}

impl Waiter {
    /// A time that does not come.
    pub const NEVER: u64 = u64::MAX;

    /// Takes the right to end the wait. Whoever is told [`Claim::Elsewhere`] turns back: the thread that has the waiter
    /// is told by [`release`](Self::release) or [`finish`](Self::finish) and serves its keys in their stead. Were they to
    /// go on to the next in the queue, that one would be served before its turn.
    pub fn claim(&self) -> Claim {
        let swap = |from, to| self.state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        loop {
            match swap(WAITING, CLAIMED) {
                Ok(_) => return Claim::Mine,
                Err(CLAIMED) if swap(CLAIMED, WANTED).is_err() => {}
                Err(DONE) => return Claim::Over,
                Err(_) => return Claim::Elsewhere,
            }
        }
    }

    /// Gives the right back: the key was not ready after all. Whether somebody was turned back meanwhile.
    #[must_use]
    pub fn release(&self) -> bool {
        let swap = |from| self.state.compare_exchange(from, WAITING, Ordering::AcqRel, Ordering::Acquire);
        // Where neither holds, its client has left meanwhile, and has looked after those who were turned back.
        swap(CLAIMED).is_err() && swap(WANTED).is_ok()
    }

    /// Ends the wait for good, by whoever has claimed it or is its client. Whether somebody was turned back meanwhile.
    #[must_use]
    pub fn finish(&self) -> bool {
        self.state.swap(DONE, Ordering::AcqRel) == WANTED
    }

    /// Whether the wait has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state.load(Ordering::Acquire) == DONE
    }
}

/// Who waits for which key of one database in one stripe.
#[derive(Debug, Default)]
pub struct Waiters(HashMap<Box<[u8]>, VecDeque<Arc<Waiter>>>);

impl Waiters {
    /// Whether nobody waits for anything.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether somebody waits for this key.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        self.0.contains_key(key)
    }

    /// Every key somebody waits for.
    pub fn keys(&self) -> impl Iterator<Item = &[u8]> {
        self.0.keys().map(AsRef::as_ref)
    }

    /// Queues up.
    pub fn push(&mut self, key: &[u8], waiter: Arc<Waiter>) {
        self.0.entry(key.into()).or_default().push_back(waiter);
    }

    /// Who waits for this key, first come first; those whose wait is over have left.
    #[must_use]
    pub fn queue(&mut self, key: &[u8]) -> Vec<Arc<Waiter>> {
        let Some(queue) = self.0.get_mut(key) else { return Vec::new() };
        queue.retain(|waiter| !waiter.is_over());
        if queue.is_empty() {
            self.0.remove(key);
            return Vec::new();
        }
        queue.iter().cloned().collect()
    }

    /// Leaves the queue.
    pub fn remove(&mut self, key: &[u8], client: u64) {
        if let Some(queue) = self.0.get_mut(key) {
            queue.retain(|waiter| waiter.client != client);
            if queue.is_empty() {
                self.0.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiter() -> Waiter {
        Waiter {
            state: AtomicU8::default(),
            client: 1,
            ticket: 1,
            database: 0,
            dialect: crate::resp::Dialect::default(),
            deadline: None,
            nothing: Box::default(),
            due: AtomicU64::new(Waiter::NEVER),
            words: Vec::new(),
        }
    }

    #[test]
    fn whoever_is_turned_back_is_told_of_by_the_claim() {
        let waiter = waiter();
        assert_eq!(waiter.claim(), Claim::Mine);
        assert!(!waiter.release(), "nobody else came");
        assert_eq!(waiter.claim(), Claim::Mine);
        assert_eq!(waiter.claim(), Claim::Elsewhere);
        assert_eq!(waiter.claim(), Claim::Elsewhere);
        assert!(waiter.release());
        assert_eq!(waiter.claim(), Claim::Mine);
        assert_eq!(waiter.claim(), Claim::Elsewhere);
        assert!(waiter.finish());
        assert_eq!(waiter.claim(), Claim::Over);
    }

    #[test]
    fn a_claim_given_back_does_not_revive_what_has_ended() {
        let waiter = waiter();
        assert_eq!(waiter.claim(), Claim::Mine);
        assert!(!waiter.finish(), "its client leaves");
        assert!(!waiter.release());
        assert!(waiter.is_over());
    }
}
