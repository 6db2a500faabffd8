//! How many bytes may wait in memory, whatever is fetched at once and however large it is.
//!
//! Every unit pays for a piece before it keeps it. The unit that is to be written next pays without waiting: so there is
//! always one that moves on, and nothing waits for ever.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The account; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    limit: u64,
    /// Held for a few additions.
    state: Mutex<State>,
    /// Told at every payment back and every unit written.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    /// How many units were written: the place of the one that is next.
    written: u64,
}

impl Budget {
    pub(super) fn new(limit: u64) -> Self {
        Self { shared: Arc::new(Shared { limit, state: Mutex::default(), changed: Notify::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An account of the unit at `place`; what it paid comes back when it is dropped.
    pub(super) fn open(&self, place: u64) -> Ticket {
        Ticket { budget: self.clone(), place, paid: 0 }
    }

    /// One more unit was written.
    pub(super) fn advance(&self) {
        self.state().written += 1;
        self.shared.changed.notify_waiters();
    }

    /// How many units were written.
    pub(super) fn written(&self) -> u64 {
        self.state().written
    }

    /// Whether so much waits that others may have to wait for it.
    pub(super) fn is_tight(&self) -> bool {
        self.state().used.saturating_mul(4) >= self.shared.limit
    }

    /// Waits until more than `written` units were written.
    pub(super) async fn beyond(&self, written: u64) {
        loop {
            let changed = self.shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if self.written() > written {
                return;
            }
            changed.await;
        }
    }
}

/// What one unit has paid.
#[derive(Debug)]
pub(super) struct Ticket {
    budget: Budget,
    place: u64,
    paid: u64,
}

impl Ticket {
    /// Pays for `bytes` more, waiting for others where the account is empty.
    pub(super) async fn pay(&mut self, bytes: u64) {
        let shared = Arc::clone(&self.budget.shared);
        loop {
            let changed = shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            {
                let mut state = self.budget.state();
                if state.used + bytes <= shared.limit || self.place <= state.written {
                    state.used += bytes;
                    self.paid += bytes;
                    return;
                }
            }
            changed.await;
        }
    }

    /// An account of something small that others may wait for: it never waits itself.
    pub(super) fn beside(&self) -> Self {
        self.budget.open(0)
    }

    /// Which unit it is of.
    pub(super) const fn place(&self) -> u64 {
        self.place
    }

    /// Gives everything back: the unit begins anew.
    pub(super) fn reset(&mut self) {
        let paid = std::mem::take(&mut self.paid);
        if paid > 0 {
            self.budget.state().used -= paid;
            self.budget.shared.changed.notify_waiters();
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn only_the_next_unit_pays_beyond_the_limit() {
        let budget = Budget::new(10);
        let (mut first, mut second) = (budget.open(0), budget.open(1));
        second.pay(8).await;
        first.pay(100).await;
        assert!(second.pay(1).now_or_never().is_none());
        drop(first);
        assert!(second.pay(2).now_or_never().is_some());
        assert!(second.pay(1).now_or_never().is_none());
        budget.advance();
        assert!(second.pay(1000).now_or_never().is_some(), "now it is its turn");
        second.reset();
        assert_eq!(budget.state().used, 0);
    }

    #[tokio::test]
    async fn who_waits_is_woken() {
        let budget = Budget::new(1);
        let mut held = budget.open(1);
        held.pay(1).await;
        let waiter = tokio::spawn({
            let budget = budget.clone();
            async move {
                budget.open(2).pay(1).await;
                budget.beyond(0).await;
            }
        });
        tokio::task::yield_now().await;
        drop(held);
        tokio::task::yield_now().await;
        budget.advance();
        waiter.await.unwrap();
    }
}
