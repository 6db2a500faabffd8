//! What a connection may cost: silence, slowness, and bytes that its client does not take.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{Connection, Desk, Next};
use crate::applets::kv::server::settings::limits::OutputLimit;

impl Connection {
    /// Closes it where it has been silent, or slow, for too long; `now` in milliseconds since 1970.
    pub fn check_time(&mut self, desk: &mut Desk, now: u64) -> Next {
        /// What a slow line may take for a long command beyond the time for a short one, in bytes for a millisecond.
        const BYTES_PER_MS: u64 = 16;
        if let Some(replica) = &self.client.replica {
            let seconds = desk.server.settings.get("repl-timeout").and_then(|text| text.parse::<u64>().ok());
            if replica.is_silent(now, seconds.unwrap_or(0) * 1000) {
                tracing::warn!(client = self.client.info.id, "a replica is silent: connection closed");
                return Next::Close;
            }
            if replica.is_waiting() {
                // So that it knows that its dump is being made.
                return self.push(desk, b"\n");
            }
        }
        let settings = &desk.server.settings;
        let is_over_soft = self.is_over_soft_limit(desk);
        let (info, client) = (&self.client.info, &self.client);
        info.received.store(self.received_bytes(), Ordering::Relaxed);
        let idle = now.saturating_sub(info.last_active.load(Ordering::Relaxed));
        let limit = |seconds: &AtomicU64| seconds.load(Ordering::Relaxed) * 1000;
        let is_over = |limit: u64, passed: u64| limit > 0 && passed > limit;
        let listens = client.subscriptions > 0 || client.replica.is_some() || info.is_monitor.load(Ordering::Relaxed);
        let is_idle = !listens && client.waiting.is_none() && is_over(limit(&settings.idle_seconds), idle);
        let patience = limit(&settings.request_seconds);
        // Who must say who it is, or shake hands, has as long for that as for a request.
        let is_stranger = !client.is_known || self.stream.is_handshaking();
        let is_silent = (!self.has_spoken && is_over(limit(&settings.first_byte_seconds), idle))
            || (is_stranger && is_over(patience, idle));
        let waits = client.waiting.is_some() || self.is_paused || self.received.is_empty();
        let unfinished =
            if self.unfinished_since == 0 || waits { 0 } else { now.saturating_sub(self.unfinished_since) };
        let is_slow = is_over(patience, unfinished.saturating_sub(self.received.len() as u64 / BYTES_PER_MS));
        if is_idle || is_silent || is_slow || is_over_soft {
            tracing::debug!(client = info.id, is_idle, is_silent, is_slow, "connection closed by a limit");
            return Next::Close;
        }
        Next::Wait
    }

    /// Whether it has left too much unread for too long.
    fn is_over_soft_limit(&mut self, desk: &Desk) -> bool {
        let pending = self.client.replica.as_ref().map_or(0, |replica| replica.pending_bytes());
        let (unsent, limit) = ((self.unsent_bytes() + pending) as u64, self.output_limit(desk));
        if limit.soft_bytes == 0 || unsent <= limit.soft_bytes {
            self.over_since = None;
            return false;
        }
        let since = *self.over_since.get_or_insert_with(Instant::now);
        since.elapsed() > Duration::from_secs(limit.soft_seconds)
    }

    fn output_limit(&self, desk: &Desk) -> OutputLimit {
        /// What a client that has not said who it is may leave unread (CVE-2025-21605).
        const STRANGER_BYTES: u64 = 1024;
        if !self.client.is_known {
            return OutputLimit { hard_bytes: STRANGER_BYTES, ..Default::default() };
        }
        let limits = desk.server.settings.output();
        // Who watches every command asks for none of it either.
        let listens = self.client.subscriptions > 0 || self.client.info.is_monitor.load(Ordering::Relaxed);
        if self.client.replica.is_some() {
            limits.replica
        } else if listens {
            limits.pubsub
        } else {
            limits.normal
        }
    }

    /// # Errors
    /// The client has left more unread than its hard limit.
    #[cold]
    pub(super) fn check_unsent(&mut self, desk: &Desk) -> io::Result<()> {
        let unsent = self.unsent_bytes() as u64;
        self.client.info.unsent.store(unsent as usize, Ordering::Relaxed);
        let limit = self.output_limit(desk).hard_bytes;
        if limit > 0 && unsent > limit {
            tracing::warn!(client = self.client.info.id, unsent, limit, "output limit reached: connection closed");
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        Ok(())
    }
}
