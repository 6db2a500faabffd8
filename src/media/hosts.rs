//! How much one server is asked at once, over all tracks of a recording.
//!
//! # Why it cannot lock up
//! A segment that came before its turn waits in memory, and memory is bounded: it may wait for those before it while it
//! holds a slot here. Were those refused a slot, all would wait for ever. So the last slot of a server is kept:
//!
//! - *Free* is whoever waits for nothing but its server and the disk: the first unit of a track that has not arrived,
//!   which pays for memory without waiting (see `record::budget`); a key, a licence, an initialisation, which are small
//!   and pay for none.
//! - A slot is taken where another one is left, or where who takes it, or one who holds one, is free.
//! - The slot of a segment is held from a request to the last byte of its answer: not in pauses between tries, not while
//!   its key or its initialisation is asked for. So nobody holds two.
//!
//! Thus where all slots of a server are taken, one of them is held by somebody free, who gives it back. And one who is
//! free gets a slot after a bounded number of others like it: one for each track, and a few small things.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::kit::net::SafeUrl;

/// The slots of all servers; clones share them. By default there is no end to them.
#[derive(Debug, Clone, Default)]
pub struct Hosts(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    most: NonZeroUsize,
    /// Held for a look.
    state: Mutex<State>,
    /// Told at every slot given back and every unit that was first.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Of each track the place of the first unit that has not arrived.
    fronts: HashMap<u64, u64>,
    /// The number of the next track.
    next: u64,
    /// Who holds the slots of each server.
    held: HashMap<String, Vec<Who>>,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Something small that others may wait for.
    Small,
    /// A unit of a track.
    Unit { track: u64, place: u64 },
}

impl State {
    fn is_free(&self, who: Who) -> bool {
        match who {
            Who::Small => true,
            Who::Unit { track, place } => self.fronts.get(&track).is_none_or(|front| place <= *front),
        }
    }

    fn take(&mut self, server: &str, who: Who, most: usize) -> bool {
        let held = self.held.get(server).map_or(&[][..], Vec::as_slice);
        let fits = match most.saturating_sub(held.len()) {
            0 => false,
            1 => self.is_free(who) || held.iter().any(|holder| self.is_free(*holder)),
            _ => true,
        };
        if fits {
            self.held.entry(server.to_owned()).or_default().push(who);
        }
        fits
    }

    fn give(&mut self, server: &str, who: Who) {
        let Some(held) = self.held.get_mut(server) else { return };
        if let Some(index) = held.iter().position(|holder| *holder == who) {
            held.swap_remove(index);
        }
        if held.is_empty() {
            self.held.remove(server);
        }
    }
}

impl Hosts {
    /// At most so many at once for each server: its name and its port.
    #[must_use]
    pub fn of(most: NonZeroUsize) -> Self {
        Self(Some(Arc::new(Shared { most, state: Mutex::default(), changed: Notify::new() })))
    }

    /// A slot for something small that others may wait for, once there is one.
    pub(super) async fn slot(&self, url: &SafeUrl) -> Slot {
        self.take(url, Who::Small).await
    }

    /// One more track.
    pub(super) fn track(&self) -> TrackSlots {
        let track = self.0.as_ref().map_or(0, |shared| {
            let mut state = shared.state();
            let track = state.next;
            state.next += 1;
            state.fronts.insert(track, 0);
            track
        });
        TrackSlots { hosts: self.clone(), track }
    }

    async fn take(&self, url: &SafeUrl, who: Who) -> Slot {
        let Some(shared) = &self.0 else { return Slot { _held: None } };
        let port = url.port_or_known_default().unwrap_or_default();
        let server = format!("{}:{port}", url.host_str().unwrap_or_default());
        loop {
            let changed = shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if shared.state().take(&server, who, shared.most.get()) {
                let held = Held { shared: Arc::clone(shared), server, who };
                return Slot { _held: Some(held) };
            }
            changed.await;
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The slots as one track takes them.
#[derive(Debug)]
pub(super) struct TrackSlots {
    hosts: Hosts,
    track: u64,
}

impl TrackSlots {
    /// Everything before the unit at `front` has arrived.
    pub(super) fn reached(&self, front: u64) {
        if let Some(shared) = &self.hosts.0 {
            shared.state().fronts.insert(self.track, front);
            shared.changed.notify_waiters();
        }
    }

    /// A slot for the unit at `place`, once there is one.
    pub(super) async fn slot(&self, url: &SafeUrl, place: u64) -> Slot {
        self.hosts.take(url, Who::Unit { track: self.track, place }).await
    }
}

impl Drop for TrackSlots {
    /// What is left of it holds up nobody.
    fn drop(&mut self) {
        if let Some(shared) = &self.hosts.0 {
            shared.state().fronts.remove(&self.track);
            shared.changed.notify_waiters();
        }
    }
}

/// A slot; given back when it is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct Slot {
    _held: Option<Held>,
}

#[derive(Debug)]
struct Held {
    shared: Arc<Shared>,
    server: String,
    who: Who,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.shared.state().give(&self.server, self.who);
        self.shared.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;
    use futures_util::FutureExt as _;
    use proptest::prelude::*;

    fn hosts(most: usize) -> Hosts {
        Hosts::of(NonZeroUsize::new(most).unwrap())
    }

    fn url(host: &str) -> SafeUrl {
        parse_url(&format!("http://{host}/x")).unwrap()
    }

    #[tokio::test]
    async fn the_last_slot_is_for_who_is_first_unless_who_is_first_has_one() {
        let (hosts, url) = (hosts(2), url("a.test"));
        let track = hosts.track();
        let third = track.slot(&url, 3).await;
        assert!(track.slot(&url, 2).now_or_never().is_none(), "it may wait for the first, which has none");
        let first = track.slot(&url, 0).now_or_never().expect("the last slot is kept for it");
        drop(third);
        let second = track.slot(&url, 2).now_or_never().expect("the first will give its slot back");
        assert!(hosts.slot(&url).now_or_never().is_none(), "no more than there are");
        assert!(track.slot(&self::url("b.test"), 9).now_or_never().is_some(), "another server");
        drop(first);
        assert!(track.slot(&url, 4).now_or_never().is_none());
        track.reached(1);
        assert!(track.slot(&url, 4).now_or_never().is_none());
        track.reached(2);
        assert!(track.slot(&url, 4).now_or_never().is_some(), "the second is the first now");
        drop(second);
    }

    #[tokio::test]
    async fn tracks_share_them_and_who_waits_is_woken() {
        let (hosts, url) = (hosts(1), url("a.test"));
        let (one, other) = (hosts.track(), hosts.track());
        let held = one.slot(&url, 0).await;
        let waiter = tokio::spawn({
            let url = url.clone();
            async move { drop(other.slot(&url, 0).await) }
        });
        tokio::task::yield_now().await;
        assert!(!waiter.is_finished());
        drop(held);
        waiter.await.unwrap();
        assert!(Hosts::default().track().slot(&url, 99).now_or_never().is_some(), "by default there is no cap");
    }

    /// Two tracks whose units are on two servers, with memory for fewer units than are begun at once: each unit takes a
    /// slot, then memory unless it is the first, then arrives; memory comes back in order.
    fn all_arrive(servers: &[Vec<bool>; 2], most: usize, jobs: usize, memory: usize, turns: &[usize]) -> bool {
        let mut state = State { fronts: HashMap::from([(0, 0), (1, 0)]), next: 2, held: HashMap::new() };
        // 0 not begun, 1 waits for a slot, 2 waits for memory, 3 has arrived.
        let mut units: [Vec<u8>; 2] = [vec![0; servers[0].len()], vec![0; servers[1].len()]];
        for round in 0.. {
            let mut moved = false;
            let first = turns[round % turns.len()];
            for track in [first, 1 - first] {
                let front = units[track].iter().take_while(|unit| **unit == 3).count();
                let running = units[track].iter().filter(|unit| matches!(unit, 1 | 2)).count();
                if running < jobs
                    && let Some(next) = units[track].iter().position(|unit| *unit == 0)
                {
                    units[track][next] = 1;
                    moved = true;
                }
                // From the last one back: the worst order.
                for place in (0..units[track].len()).rev() {
                    let server = if servers[track][place] { "a" } else { "b" };
                    let who = Who::Unit { track: track as u64, place: place as u64 };
                    // Arrived before their turn, they keep their memory.
                    let kept: usize = units[track][front..].iter().map(|unit| usize::from(*unit == 3)).sum();
                    match units[track][place] {
                        1 if state.take(server, who, most) => (units[track][place], moved) = (2, true),
                        2 if place == front || kept < memory => {
                            state.give(server, who);
                            (units[track][place], moved) = (3, true);
                        }
                        _ => {}
                    }
                }
                let front = units[track].iter().take_while(|unit| **unit == 3).count();
                state.fronts.insert(track as u64, front as u64);
            }
            if units.iter().flatten().all(|unit| *unit == 3) {
                return true;
            }
            if !moved {
                return false;
            }
        }
        true
    }

    proptest! {
        #[test]
        fn it_never_locks_up(
            one in proptest::collection::vec(any::<bool>(), 1..24),
            two in proptest::collection::vec(any::<bool>(), 1..24),
            most in 1_usize..5, jobs in 1_usize..9, memory in 0_usize..4,
            turns in proptest::collection::vec(0_usize..2, 1..8),
        ) {
            prop_assert!(all_arrive(&[one, two], most, jobs, memory, &turns));
        }
    }
}
