//! What passes between a thread and the connection whose turn it is.

use super::stats::Counters;
use super::{Server, now_ms};
use crate::applets::kv::command::blocking::Waker;
use crate::resp::Reply;

/// What happened to a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It takes more, or somebody wants the connection to have a turn.
    Other,
    /// Bytes came.
    Readable,
    /// Bytes may have come, and they were the last: no other event will tell of the end.
    Ended,
}

/// What a connection needs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// An event of its socket, or a letter.
    Wait,
    /// Another turn: there is more to read.
    Again,
    /// Nothing any more.
    Close,
}

/// What a thread lends a connection for a turn.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Everything shared.
    pub server: &'a Server,
    /// The thread's counters.
    pub counters: &'a Counters,
    /// The thread's receive buffer.
    pub input: &'a mut [u8],
    /// The thread's reply buffer; empty between turns.
    pub reply: &'a mut Reply,
}

impl Desk<'_> {
    /// The thread as one that serves who waits.
    pub(super) fn waker(&self) -> Waker<'_> {
        Waker { server: self.server, counters: self.counters, now: now_ms() }
    }
}
