//! What a thread does by the clock: waits that end, keys that expire, rounds past all connections.

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::{ROUND, Worker};
use crate::applets::kv::command::blocking::{self, Waker};
use crate::applets::kv::command::dispatch;
use crate::applets::kv::server::gate::{MEMORY, PAUSED};
use crate::applets::kv::server::{buffers, evict, now_ms};

/// The longest wait: what has no event of its own (idle clients) is looked at this often.
const TICK: Duration = Duration::from_millis(100);

/// From one measuring of collections to the next: until then guesses must do, and it should cost next to nothing.
const MEASURE: Duration = Duration::from_millis(2);

impl Worker {
    /// Now and then: a pause that is over, limits of time, collections that have grown.
    pub(super) fn look_round(&mut self) {
        let server = Arc::clone(&self.server);
        let now = Instant::now();
        if now >= self.next_measure {
            self.next_measure = now + MEASURE;
            for stripe in self.stripes() {
                // What is left is measured the next time.
                let _ = server.store.settle(stripe);
            }
        }
        let until = server.pause.until();
        if until != 0 && until <= now_ms() {
            server.pause.end_overdue(&server, now_ms());
        }
        if now < self.next_round {
            return;
        }
        self.next_round = now + ROUND;
        if self.index == 0 {
            server.rates.tidy();
            if server.gate.is(MEMORY) && server.pause.until() == 0 {
                // A limit that was lowered is kept though nobody asks for anything.
                let _ = evict::make_room(&server, server.stats.of(self.index), now_ms());
            }
            let period = server.settings.get("repl-ping-replica-period").and_then(|text| text.parse::<u64>().ok());
            server.replication.ping(now_ms(), period.unwrap_or(10) * 1000);
            buffers::keep_within(&server);
        }
        let now = now_ms();
        for token in 0..self.connections.len() {
            self.with(token, |connection, desk| connection.check_time(desk, now));
        }
    }

    /// Until the next key expires, or a tick.
    pub(super) fn wait(&self) -> Duration {
        let next = [self.deadlines.peek(), self.looks.peek()].into_iter().flatten().map(|Reverse((at, ..))| *at).min();
        let tick = next.map_or(TICK, |next| {
            // The system waits in whole milliseconds.
            (next.saturating_duration_since(Instant::now()) + Duration::from_micros(999)).min(TICK)
        });
        let until = self.server.pause.until();
        let due = self.stripes().map(|stripe| self.server.store.next_due(stripe)).min().unwrap_or(u64::MAX);
        let next = if until == 0 { due } else { until };
        if next == u64::MAX {
            return tick;
        }
        // A key is gone once its millisecond is over.
        Duration::from_millis((next + 1).saturating_sub(now_ms())).clamp(Duration::from_millis(1), TICK).min(tick)
    }

    /// Notes when the command of a wait is to be run again.
    pub(super) fn plan_look(&mut self, client: u64, ticket: u64, at: u64) {
        /// Clocks are set: a time far away is looked at again before.
        const LONGEST: u64 = 60_000;
        let time = Duration::from_millis(at.saturating_sub(now_ms()).min(LONGEST));
        self.looks.push(Reverse((Instant::now() + time, client, ticket)));
    }

    /// Runs the commands of waits again whose time for that has come.
    pub(super) fn look_again(&mut self) {
        while let Some(Reverse((_, client, ticket))) =
            self.looks.peek().copied().filter(|Reverse((at, ..))| *at <= Instant::now())
        {
            self.looks.pop();
            let connection = self.tokens.get(&client).and_then(|token| self.connections[*token].as_ref());
            let waiting = connection.and_then(|connection| connection.client.waiting.clone());
            if let Some(waiter) = waiting.filter(|waiter| waiter.ticket == ticket) {
                let counters = self.server.stats.of(self.index);
                blocking::look_again(Waker { server: &self.server, counters, now: now_ms() }, &waiter);
            }
        }
    }

    /// Ends waits whose time is over.
    pub(super) fn end_waits(&mut self) {
        while let Some(Reverse((_, client, ticket))) =
            self.deadlines.peek().copied().filter(|Reverse((deadline, ..))| *deadline <= Instant::now())
        {
            self.deadlines.pop();
            let mut is_still = false;
            self.with_client(client, |connection, desk| {
                let next = connection.overdue(desk, ticket);
                is_still = connection.client.waiting.as_ref().is_some_and(|waiter| waiter.ticket == ticket);
                next
            });
            if is_still {
                // Somebody is about to serve it, perhaps in vain.
                self.deadlines.push(Reverse((Instant::now() + Duration::from_millis(1), client, ticket)));
            }
        }
    }

    pub(super) fn expire(&self) {
        let server = &*self.server;
        // While a log is replayed the time stands still: what it prolongs in a moment must still be there.
        let is_loading = server.persist.gate() & crate::applets::kv::persist::gate::LOADING != 0;
        if is_loading || server.gate.is(PAUSED) {
            return;
        }
        let mut now = 0;
        for stripe in self.stripes() {
            let due = server.store.next_due(stripe);
            if due == u64::MAX || !server.expires.load(Ordering::Relaxed) {
                continue;
            }
            if now == 0 {
                now = now_ms();
            }
            if due < now {
                dispatch::expire(server, server.stats.of(self.index), stripe, now);
            }
        }
    }
}
