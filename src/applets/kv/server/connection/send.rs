//! Sending replies, and what waits of them for the socket or the log.

use std::io;
use std::sync::atomic::Ordering;

use super::Connection;
use crate::applets::kv::persist::log::Whose;
use crate::applets::kv::server::desk::{Desk, Event, Next};
use crate::applets::kv::server::now_ms;

/// Chunks of a replica's dump or stream before others have their turn.
const CHUNKS_AT_ONCE: usize = 4;

/// Bytes that a client has taken and that are still kept before those it has not: moving these costs something.
const MOST_SENT_BYTES: usize = 64 << 10;

const fn whose(has_written: bool) -> Whose {
    if has_written { Whose::Writer } else { Whose::Reader }
}

impl Connection {
    /// Sends the replies in the desk's buffer, behind those that wait.
    pub(super) fn send(&mut self, desk: &mut Desk) -> io::Result<()> {
        let has_written = std::mem::take(&mut self.client.has_written);
        if desk.reply.is_empty() && !has_written {
            return Ok(());
        }
        // Under CLIENT REPLY OFF too: whoever writes faster than the log waits, reply or not.
        if let Some(mark) = desk.server.persist.log.mark(whose(has_written)) {
            self.commit = mark;
            self.commits_own |= has_written;
        }
        if desk.reply.is_empty() {
            return Ok(());
        }
        if self.unsent.is_empty() && self.commit == 0 {
            let count = self.stream.transmit(desk.reply.bytes())?;
            desk.counters.sent_bytes.add(count as u64);
            self.unsent.extend_from_slice(&desk.reply.bytes()[count..]);
        } else {
            self.unsent.extend_from_slice(desk.reply.bytes());
        }
        desk.reply.clear();
        if !self.unsent.is_empty() {
            self.check_unsent(desk)?;
        }
        Ok(())
    }

    /// Sends a replica what there is of its stream.
    pub fn stream(&mut self, desk: &mut Desk) -> Next {
        let is_lost = self.client.replica.as_ref().is_some_and(|replica| replica.is_lost());
        if is_lost { Next::Close } else { self.turn(desk, Event::Other) }
    }

    /// Sends what waits, as far as the socket takes it, and what there is of a replica's stream behind it: some of it, as
    /// others are to have their turn.
    pub(super) fn flush(&mut self, desk: &mut Desk) -> io::Result<()> {
        for _ in 0..CHUNKS_AT_ONCE {
            self.flush_unsent(desk)?;
            let Some(replica) = self.client.replica.as_ref().filter(|_| self.unsent.is_empty()) else { return Ok(()) };
            replica.take(&mut self.unsent)?;
            if self.unsent.is_empty() {
                return Ok(());
            }
        }
        self.flush_unsent(desk)?;
        self.has_more = self.unsent.is_empty();
        Ok(())
    }

    fn flush_unsent(&mut self, desk: &mut Desk) -> io::Result<()> {
        if self.commit != 0 {
            if !desk.server.persist.log.has_reached(self.commit, whose(self.commits_own)) {
                return Ok(());
            }
            (self.commit, self.commits_own) = (0, false);
        }
        while self.sent < self.unsent.len() {
            let count = self.stream.transmit(&self.unsent[self.sent..])?;
            if count == 0 {
                return Ok(());
            }
            desk.counters.sent_bytes.add(count as u64);
            self.sent += count;
            self.went_on(now_ms());
            if self.sent > MOST_SENT_BYTES && self.sent > self.unsent.len() / 2 {
                // What comes behind would have it grow for as long as the client is not quite up to date.
                self.unsent.drain(..self.sent);
                self.sent = 0;
            }
        }
        (self.unsent, self.sent) = (Vec::new(), 0);
        self.client.info.unsent.store(0, Ordering::Relaxed);
        Ok(())
    }
}
