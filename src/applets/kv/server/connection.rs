//! A connection: bytes in, commands, bytes out; at most one read, one write and no allocation for a small pipeline.
//!
//! Bytes are received into the worker's buffer and commands executed from there; only what is left of an unfinished
//! command is kept with the connection, and only what the socket does not take at once is kept of the replies. So an
//! idle connection holds no buffers.
//!
//! A read that did not fill the buffer has emptied the socket: the next event comes from the system, without asking.

use std::io;
use std::sync::atomic::Ordering;

use mio::net::TcpStream;
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags};

use super::client::Client;
use super::stats::Counters;
use super::{Server, now_ms};
use crate::applets::kv::command::{Mode, blocking, dispatch};
use crate::resp::{Limits, Parsed, Parser, Reply};

/// Reads of one connection before others have their turn.
const READS_AT_ONCE: usize = 8;

/// Replies that a client has not taken, beyond which nothing more is read from it or carried out for it. Far more than
/// the replies of any client that sends all of a pipeline before it reads; such a client would wait for ever.
const UNSENT_BYTES: usize = 64 << 20;

/// The same for a client that has not said who it is: all it can ask for is refusals.
const UNSENT_BYTES_OF_STRANGERS: usize = 1 << 20;

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

/// A connection and its client.
#[derive(Debug)]
pub struct Connection {
    /// Its socket.
    pub stream: TcpStream,
    /// What commands know of it.
    pub client: Client,
    parser: Parser,
    /// The start of an unfinished command, or commands behind one that waits.
    received: Vec<u8>,
    /// Replies the socket did not take, and how many bytes of them it has taken since.
    unsent: Vec<u8>,
    sent: usize,
    is_readable: bool,
    /// Commands in `received` wait until the client has taken its replies.
    is_held_back: bool,
}

impl Connection {
    /// A connection that has just come.
    #[must_use]
    pub fn new(stream: TcpStream, client: Client) -> Self {
        let (received, unsent) = (Vec::new(), Vec::new());
        Self {
            stream,
            client,
            parser: Parser::default(),
            received,
            unsent,
            sent: 0,
            is_readable: false,
            is_held_back: false,
        }
    }

    /// Something happened to its socket.
    pub fn turn(&mut self, desk: &mut Desk, is_readable: bool) -> Next {
        self.is_readable |= is_readable;
        if !self.unsent.is_empty() && self.flush(desk).is_err() || self.catch_up(desk).is_err() {
            return Next::Close;
        }
        if !self.is_readable || self.client.waiting.is_some() || self.is_full(0) {
            return if self.is_done() { Next::Close } else { Next::Wait };
        }
        for _ in 0..READS_AT_ONCE {
            match self.read(desk) {
                Ok(true) => {}
                Ok(false) => return if self.is_done() { Next::Close } else { Next::Wait },
                Err(error) => {
                    tracing::trace!(client = self.client.info.id, %error, "connection ended");
                    return Next::Close;
                }
            }
            if self.client.waiting.is_some() || self.client.is_leaving || self.is_full(0) {
                return if self.is_done() { Next::Close } else { Next::Wait };
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
        while self.is_held_back && !self.is_full(0) && self.client.waiting.is_none() {
            self.resume(desk);
            self.send(desk)?;
        }
        Ok(())
    }

    /// Receives once and executes what is complete; whether there may be more to receive.
    fn read(&mut self, desk: &mut Desk) -> io::Result<bool> {
        let (count, is_full) = if self.received.is_empty() {
            let count = receive(&self.stream, desk.input)?;
            (count, count == Some(desk.input.len()))
        } else {
            let before = self.received.len();
            let room = before.clamp(desk.input.len(), 1 << 20);
            self.received.reserve(room);
            let room = self.received.capacity() - before;
            let count = receive_into(&self.stream, &mut self.received)?;
            (count, count == Some(room))
        };
        self.is_readable = is_full;
        match count {
            None => return Ok(false),
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
        self.send(desk)?;
        self.catch_up(desk)?;
        Ok(is_full)
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
        self.turn(desk, false)
    }

    /// Ends a wait whose time is over, unless somebody serves it at this moment or it has ended.
    pub fn overdue(&mut self, desk: &mut Desk, ticket: u64) -> Next {
        let Some(waiter) = self.client.waiting.clone().filter(|waiter| waiter.ticket == ticket && waiter.claim())
        else {
            return Next::Wait;
        };
        blocking::leave(desk.server, &waiter);
        self.served(desk, &waiter.nothing)
    }

    /// Sends what nobody asked for.
    pub fn push(&mut self, desk: &mut Desk, bytes: &[u8]) -> Next {
        desk.reply.raw(bytes);
        if self.send(desk).is_err() { Next::Close } else { Next::Wait }
    }

    /// Executes the complete commands at the front of `bytes`; how many bytes they were.
    fn execute(&mut self, desk: &mut Desk, bytes: &[u8]) -> usize {
        desk.reply.dialect = self.client.dialect;
        let now = now_ms();
        let mut used = 0;
        self.is_held_back = false;
        while used < bytes.len() && !self.client.is_leaving && self.client.waiting.is_none() {
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
                    dispatch::execute(&mut turn, self.parser.args(rest));
                    used += length;
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

    /// Sends the replies in the desk's buffer, behind those that wait.
    fn send(&mut self, desk: &mut Desk) -> io::Result<()> {
        if desk.reply.is_empty() {
            return Ok(());
        }
        if self.unsent.is_empty() {
            let count = transmit(&self.stream, desk.reply.bytes())?;
            desk.counters.sent_bytes.add(count as u64);
            self.unsent.extend_from_slice(&desk.reply.bytes()[count..]);
        } else {
            self.unsent.extend_from_slice(desk.reply.bytes());
        }
        desk.reply.clear();
        Ok(())
    }

    /// Sends what waits, as far as the socket takes it.
    fn flush(&mut self, desk: &mut Desk) -> io::Result<()> {
        while self.sent < self.unsent.len() {
            let count = transmit(&self.stream, &self.unsent[self.sent..])?;
            if count == 0 {
                return Ok(());
            }
            desk.counters.sent_bytes.add(count as u64);
            self.sent += count;
        }
        (self.unsent, self.sent) = (Vec::new(), 0);
        Ok(())
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

/// How many bytes came; `None` where none are there.
#[inline]
fn receive(stream: &TcpStream, buffer: &mut [u8]) -> io::Result<Option<usize>> {
    loop {
        match rustix::net::recv(stream, &mut *buffer, RecvFlags::empty()) {
            Ok((_, count)) => return Ok(Some(count)),
            Err(Errno::AGAIN) => return Ok(None),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The same behind the bytes of a vector, as far as it has room.
fn receive_into(stream: &TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<usize>> {
    loop {
        match rustix::net::recv(stream, rustix::buffer::spare_capacity(buffer), RecvFlags::empty()) {
            Ok((count, _)) => return Ok(Some(count)),
            Err(Errno::AGAIN) => return Ok(None),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// How many bytes the socket took, perhaps none.
#[inline]
fn transmit(stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
    loop {
        match rustix::net::send(stream, bytes, SendFlags::NOSIGNAL) {
            Ok(count) => return Ok(count),
            Err(Errno::AGAIN) => return Ok(0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
