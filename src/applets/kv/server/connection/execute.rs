//! Carrying out what was received.

use std::sync::atomic::Ordering;

use super::Connection;
use crate::applets::kv::command::dispatch::Fate;
use crate::applets::kv::command::{Mode, dispatch};
use crate::applets::kv::server::desk::Desk;
use crate::applets::kv::server::{Server, now_ms};
use crate::applets::kv::store::AT_ONCE;
use crate::resp::{Ahead, Limits, Parsed};

/// Replies that are sent before the commands behind them are carried out, so that a pipeline needs no memory for all.
const FLUSHED_BYTES: usize = 1 << 20;

impl Connection {
    /// Executes the complete commands at the front of `bytes`; how many bytes they were.
    pub(super) fn execute(&mut self, desk: &mut Desk, bytes: &[u8]) -> usize {
        desk.reply.dialect = self.client.dialect;
        let now = now_ms();
        let (mut used, mut looked) = (0, 0);
        self.is_held_back = false;
        self.commands = 0;
        while used < bytes.len() && !self.client.is_leaving && self.client.waiting.is_none() && !self.is_paused {
            if self.is_full(desk.reply.len()) {
                self.is_held_back = true;
                break;
            }
            let limits = if self.client.is_known {
                Limits::known(desk.server.settings.max_bulk_bytes.load(Ordering::Relaxed))
            } else {
                Limits::STRANGER
            };
            let rest = &bytes[used..];
            if used >= looked {
                looked = used + look_ahead(desk.server, self.client.database, rest);
            }
            match self.parser.parse(rest, &limits) {
                Ok(Parsed::Command(length)) => {
                    let mut turn = dispatch::Turn {
                        server: desk.server,
                        counters: desk.counters,
                        client: &mut self.client,
                        reply: &mut *desk.reply,
                        now,
                        mode: Mode::Direct,
                    };
                    let before = turn.client.replica.is_some().then(|| turn.reply.len());
                    match dispatch::execute(&mut turn, self.parser.args(rest)) {
                        Fate::Answered => used += length,
                        Fate::HeldBack => self.is_paused = true,
                    }
                    if let Some(before) = before.filter(|before| desk.reply.len() > *before) {
                        // It would take the reply for a piece of the stream.
                        tracing::warn!(client = self.client.info.id, "a replica asks for replies: connection closed");
                        desk.reply.truncate(before);
                        self.client.is_leaving = true;
                    }
                    self.has_spoken = true;
                    self.commands += 1;
                    self.went_on(now);
                    if desk.reply.len() > FLUSHED_BYTES && self.send(desk).is_err() {
                        self.client.is_leaving = true;
                    }
                }
                Ok(Parsed::Blank(length)) => used += length,
                Ok(Parsed::Partial(_)) => break,
                Err(error) => {
                    desk.reply.error(&format!("ERR {error}"));
                    self.client.is_leaving = true;
                }
            }
        }
        if self.client.is_leaving { bytes.len() } else { used }
    }
}

/// Has what the next commands want fetched; how many bytes these commands are, or all where it was not worth it.
#[inline]
fn look_ahead(server: &Server, database: u32, bytes: &[u8]) -> usize {
    let mut ahead = Ahead::new(bytes);
    let Some(first) = ahead.next().filter(|_| ahead.passed() < bytes.len()) else { return bytes.len() };
    let mut commands = [first; AT_ONCE];
    let mut count = 1;
    for (place, words) in commands[1..].iter_mut().zip(&mut ahead) {
        *place = words;
        count += 1;
    }
    if server.store.prefetch(database, &commands[..count]) { ahead.passed() } else { bytes.len() }
}
