//! A connection: bytes in, commands, bytes out; at most one read, one write and no allocation for a small pipeline.
//!
//! Bytes are received into the worker's buffer and commands executed from there; only what is left of an unfinished
//! command is kept with the connection, and only what the socket does not take at once is kept of the replies. So an
//! idle connection holds no buffers.
//!
//! A read that did not fill the buffer has emptied the socket: the next event comes from the system, without asking.

mod early;
mod execute;
mod limits;
mod send;

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::client::Client;
use super::desk::{Desk, Event, Next};
use super::now_ms;
use super::transport::Transport;
use crate::applets::kv::command::blocking;
use crate::applets::kv::store::waiter::{Claim, Waiter};
use crate::resp::Parser;

/// Reads of one connection before others have their turn.
const READS_AT_ONCE: usize = 8;

/// Replies that a client has not taken, beyond which nothing more is read from it or carried out for it. Far more than
/// the replies of any client that sends all of a pipeline before it reads; such a client would wait for ever.
const UNSENT_BYTES: usize = 64 << 20;

/// The same for a client that has not said who it is: all it can ask for is refusals.
const UNSENT_BYTES_OF_STRANGERS: usize = 1 << 20;

/// A connection and its client.
#[derive(Debug)]
pub struct Connection {
    /// Its socket.
    pub stream: Transport,
    /// What commands know of it.
    pub client: Client,
    /// When its thread last counted it; see [`Pace`](super::pace::Pace).
    pub window: u32,
    /// How many commands were carried out in its last turn that had any.
    pub commands: u32,
    parser: Parser,
    /// The start of an unfinished command, or commands behind one that waits.
    received: Vec<u8>,
    /// Replies the socket did not take, and how many bytes of them it has taken since.
    unsent: Vec<u8>,
    sent: usize,
    /// There is more of a replica's stream, and its socket takes it.
    has_more: bool,
    is_readable: bool,
    /// The client sends no more than is there already.
    is_ended: bool,
    /// Commands in `received` wait until the client has taken its replies.
    is_held_back: bool,
    /// A pause holds back the command at the front of `received`.
    is_paused: bool,
    /// Since when an unfinished command waits for its rest, in milliseconds since 1970; 0 where there is none.
    unfinished_since: u64,
    /// Since when it has left more unread than its soft limit.
    over_since: Option<Instant>,
    /// Whether it has ever sent a whole command.
    has_spoken: bool,
    /// How far the log must have come to the disk before what is unsent may leave; 0 for nothing.
    commit: u64,
    /// Whether effects of its own are among that.
    commits_own: bool,
}

impl Connection {
    /// A connection that has just come.
    #[must_use]
    pub fn new(stream: Transport, client: Client) -> Self {
        let (received, unsent) = (Vec::new(), Vec::new());
        Self {
            stream,
            client,
            window: 0,
            commands: 0,
            parser: Parser::default(),
            received,
            unsent,
            sent: 0,
            has_more: false,
            is_readable: false,
            is_ended: false,
            is_held_back: false,
            is_paused: false,
            unfinished_since: 0,
            over_since: None,
            has_spoken: false,
            commit: 0,
            commits_own: false,
        }
    }

    /// Whether a client that waits for a key has closed meanwhile: nothing is read then, and it would be served for
    /// nobody.
    fn has_gone(&self) -> bool {
        self.client.waiting.is_some() && self.stream.has_ended()
    }

    /// Something happened to its socket.
    pub fn turn(&mut self, desk: &mut Desk, event: Event) -> Next {
        self.has_more = false;
        match self.take_turn(desk, event) {
            Next::Wait if self.has_more => Next::Again,
            next => next,
        }
    }

    fn take_turn(&mut self, desk: &mut Desk, event: Event) -> Next {
        self.is_readable |= event != Event::Other;
        self.is_ended |= event == Event::Ended;
        if self.is_ended && self.client.waiting.is_some() {
            // Nobody is there any more to be served.
            return Next::Close;
        }
        let has_more = !self.unsent.is_empty() || self.commit != 0 || self.client.replica.is_some();
        if has_more && self.flush(desk).is_err() {
            return Next::Close;
        }
        if self.unsent.is_empty() && self.stream.flush().is_err() || self.catch_up(desk).is_err() {
            return Next::Close;
        }
        // Whoever waits for the log reads no more: what is behind would wait for ever more of it.
        if !self.is_readable || self.commit != 0 || self.client.waiting.is_some() || self.is_paused || self.is_full(0) {
            return if self.is_done() || self.has_gone() { Next::Close } else { Next::Wait };
        }
        for _ in 0..READS_AT_ONCE {
            match self.read(desk) {
                Ok(true) => {}
                Ok(false) => return if self.is_done() || self.has_gone() { Next::Close } else { Next::Wait },
                Err(error) => {
                    tracing::trace!(client = self.client.info.id, %error, "connection ended");
                    return Next::Close;
                }
            }
            if self.commit != 0
                || self.client.waiting.is_some()
                || self.client.is_leaving
                || self.is_paused
                || self.is_full(0)
            {
                return if self.is_done() || self.has_gone() { Next::Close } else { Next::Wait };
            }
        }
        Next::Again
    }

    /// Whether everything was said that there was to say.
    fn is_done(&self) -> bool {
        self.client.is_leaving && self.unsent.is_empty()
    }

    /// Whether the client has to take replies before there are more; `more` are not yet among those that wait.
    fn is_full(&self, more: usize) -> bool {
        let limit = if self.client.is_known { UNSENT_BYTES } else { UNSENT_BYTES_OF_STRANGERS };
        self.unsent_bytes() + more > limit
    }

    /// Carries out what was held back, as long as the client takes the replies.
    fn catch_up(&mut self, desk: &mut Desk) -> io::Result<()> {
        while self.is_held_back && !self.is_full(0) && self.client.waiting.is_none() && !self.is_paused {
            self.resume(desk);
            self.send(desk)?;
        }
        Ok(())
    }

    /// Receives once and executes what is complete; whether there may be more to receive.
    fn read(&mut self, desk: &mut Desk) -> io::Result<bool> {
        let (count, is_full) = if self.received.is_empty() {
            let count = self.stream.receive(desk.input)?;
            (count, count == Some(desk.input.len()))
        } else {
            let before = self.received.len();
            let room = before.clamp(desk.input.len(), 1 << 20);
            self.received.reserve(room);
            let room = self.received.capacity() - before;
            let count = self.stream.receive_into(&mut self.received)?;
            (count, count == Some(room))
        };
        // A session may hold more than was asked for.
        let is_full = is_full || (self.stream.is_buffered() && count.is_some());
        let is_full = is_full || (self.is_ended && count.is_some());
        self.is_readable = is_full;
        match count {
            None => return Ok(false),
            // What it asked for before is still on its way.
            Some(0) if !self.unsent.is_empty() && self.client.waiting.is_none() && !self.is_held_back => {
                self.client.is_leaving = true;
                return Ok(false);
            }
            Some(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Some(count) => desk.counters.received_bytes.add(count as u64),
        }
        if self.received.is_empty() {
            let count = count.unwrap_or(0);
            let input = std::mem::take(&mut desk.input);
            let used = self.execute(desk, &input[..count]);
            self.received.extend_from_slice(&input[used..count]);
            desk.input = input;
        } else {
            self.resume(desk);
        }
        self.after_read(desk)?;
        Ok(is_full)
    }

    /// What follows when everything received was looked at.
    fn after_read(&mut self, desk: &mut Desk) -> io::Result<()> {
        self.note_unfinished(desk)?;
        self.send(desk)?;
        self.catch_up(desk)
    }

    /// Keeps the time since a command is unfinished.
    ///
    /// # Errors
    /// It has become longer than a client may send.
    fn note_unfinished(&mut self, desk: &Desk) -> io::Result<()> {
        if self.received.is_empty() {
            self.unfinished_since = 0;
            if self.client.transaction.is_none() {
                return Ok(());
            }
        } else if self.unfinished_since == 0 {
            self.unfinished_since = now_ms();
        }
        let most = desk.server.settings.max_query_bytes.load(Ordering::Relaxed);
        // What MULTI keeps is a command that is not finished yet, too.
        let queued = self.client.transaction.as_ref().map_or(0, |transaction| transaction.bytes);
        if most > 0 && (self.received.len() + queued) as u64 > most {
            tracing::warn!(client = self.client.info.id, "query buffer limit reached: connection closed");
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        Ok(())
    }

    /// A command was carried out, or replies were taken: whoever sends or takes more than there is time for at once
    /// is not slow as long as that goes on.
    const fn went_on(&mut self, now: u64) {
        if self.unfinished_since != 0 {
            self.unfinished_since = now;
        }
    }

    /// Whether a pause holds a command of it back.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Goes on after a pause.
    pub fn resume_held_back(&mut self, desk: &mut Desk) -> Next {
        if !self.is_paused {
            return Next::Wait;
        }
        self.is_paused = false;
        self.resume(desk);
        if self.send(desk).is_err() {
            return Next::Close;
        }
        self.turn(desk, Event::Other)
    }

    /// Ends a wait before its time, unless somebody serves it at this moment or it has ended.
    pub(super) fn unblock(&mut self, desk: &mut Desk, ticket: u64, is_error: bool) -> Next {
        let is_that = |waiter: &Arc<Waiter>| waiter.ticket == ticket && waiter.claim() == Claim::Mine;
        let Some(waiter) = self.client.waiting.clone().filter(is_that) else { return Next::Wait };
        blocking::leave(desk.waker(), &waiter);
        let error: &[u8] = b"-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n";
        self.served(desk, if is_error { error } else { &waiter.nothing })
    }

    /// Executes what was kept, after a wait or more bytes.
    fn resume(&mut self, desk: &mut Desk) {
        let mut received = std::mem::take(&mut self.received);
        let used = self.execute(desk, &received);
        if used == received.len() {
            self.parser.shrink();
        } else {
            received.drain(..used);
            self.received = received;
        }
    }

    /// The end of a wait: sends `bytes` and goes on with what was received meanwhile.
    pub fn served(&mut self, desk: &mut Desk, bytes: &[u8]) -> Next {
        self.client.waiting = None;
        desk.reply.raw(bytes);
        if !self.received.is_empty() {
            self.resume(desk);
        }
        if self.send(desk).is_err() {
            return Next::Close;
        }
        self.turn(desk, Event::Other)
    }

    /// Ends a wait whose time is over, unless somebody serves it at this moment or it has ended.
    pub fn overdue(&mut self, desk: &mut Desk, ticket: u64) -> Next {
        let is_that = |waiter: &Arc<Waiter>| waiter.ticket == ticket && waiter.claim() == Claim::Mine;
        let Some(waiter) = self.client.waiting.clone().filter(is_that) else { return Next::Wait };
        blocking::leave(desk.waker(), &waiter);
        self.served(desk, &waiter.nothing)
    }

    /// Sends what nobody asked for.
    pub fn push(&mut self, desk: &mut Desk, bytes: &[u8]) -> Next {
        desk.reply.raw(bytes);
        if self.send(desk).is_err() { Next::Close } else { Next::Wait }
    }

    /// Whether its replies wait for the log.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.commit != 0
    }

    /// Bytes of replies that the client has not taken.
    #[must_use]
    pub fn unsent_bytes(&self) -> usize {
        self.unsent.len() - self.sent
    }

    /// Bytes received that are no complete command.
    #[must_use]
    pub fn received_bytes(&self) -> usize {
        self.received.len()
    }
}
