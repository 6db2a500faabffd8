//! One thread's share of a bench: its connections over one event loop, its own counters and histogram.
//!
//! A connection has one batch under way; when all its replies are there, the next goes out at once. Times run from the
//! sending of a batch to each of its replies.

use std::io::{self, Read as _, Write as _};
use std::time::{Duration, Instant};

use mio::event::Source;
use mio::net::{TcpStream, UnixStream};
use mio::{Events, Interest, Poll, Token};
use tokio_util::sync::CancellationToken;

use super::work::{Batch, Test};
use crate::kit::cpu::ThreadTime;
use crate::kit::metrics::Histogram;
use crate::kit::random::Random;
use crate::resp::{Skimmed, Skimmer};

/// What one thread has to do.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) test: Test,
    pub(super) pipeline: u32,
    pub(super) value_bytes: usize,
    pub(super) keys: u64,
    pub(super) requests: u64,
    pub(super) seed: u64,
}

/// What one thread found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) latency: Histogram,
    pub(super) counted: Skimmed,
    /// From the first byte sent to the last reply.
    pub(super) wall: Duration,
    /// Processor time of this thread in it.
    pub(super) busy: Duration,
}

/// A socket, of either kind.
#[derive(Debug)]
pub(super) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Socket {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.read(into),
            Self::Unix(socket) => socket.read(into),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.write(bytes),
            Self::Unix(socket) => socket.write(bytes),
        }
    }

    fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Tcp(socket) => socket,
            Self::Unix(socket) => socket,
        }
    }
}

struct Connection {
    socket: Socket,
    batch: Batch,
    skimmer: Skimmer,
    /// Bytes of the batch that are sent.
    sent: usize,
    /// Replies that are missing; 0 where nothing is under way.
    missing: u64,
    since: Instant,
}

/// How often the stop is looked at while nothing comes.
const PATIENCE: Duration = Duration::from_millis(100);

/// What is read at once: some hundred replies.
const CHUNK_BYTES: usize = 64 * 1024;

/// Sends and counts until the share is done or `stop`.
pub(super) fn run(sockets: Vec<Socket>, share: &Share, stop: &CancellationToken) -> io::Result<Found> {
    let mut poll = Poll::new()?;
    let mut connections = Vec::with_capacity(sockets.len());
    for (index, mut socket) in sockets.into_iter().enumerate() {
        let interest = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(socket.source(), Token(index), interest)?;
        let batch = Batch::new(share.test, share.pipeline, share.value_bytes);
        let since = Instant::now();
        connections.push(Connection { socket, batch, skimmer: Skimmer::default(), sent: 0, missing: 0, since });
    }
    let mut thread = Thread {
        left: share.requests,
        under_way: 0,
        random: Random::seeded(share.seed),
        keys: share.keys,
        found: Found::default(),
        chunk: vec![0; CHUNK_BYTES],
    };
    let (begin, before) = (Instant::now(), ThreadTime::now());
    for connection in &mut connections {
        thread.begin(connection)?;
    }
    let mut events = Events::with_capacity(connections.len().max(64));
    while thread.under_way > 0 && !stop.is_cancelled() {
        match poll.poll(&mut events, Some(PATIENCE)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in &events {
            let connection = &mut connections[event.token().0];
            if event.is_writable() {
                Thread::send(connection)?;
            }
            if event.is_readable() {
                thread.receive(connection)?;
            }
        }
    }
    let mut found = thread.found;
    found.wall = begin.elapsed();
    found.busy = ThreadTime::now().since(before).used;
    Ok(found)
}

struct Thread {
    /// Requests that were not begun.
    left: u64,
    /// Connections with a batch under way.
    under_way: usize,
    random: Random,
    keys: u64,
    found: Found,
    chunk: Vec<u8>,
}

impl Thread {
    /// Sends the next batch, where there is anything left to do. The last one may do a little more than was asked for.
    fn begin(&mut self, connection: &mut Connection) -> io::Result<()> {
        if self.left == 0 {
            return Ok(());
        }
        self.left = self.left.saturating_sub(connection.batch.replies);
        self.under_way += 1;
        connection.batch.draw(&mut self.random, self.keys);
        connection.sent = 0;
        connection.missing = connection.batch.replies;
        connection.since = Instant::now();
        Self::send(connection)
    }

    fn send(connection: &mut Connection) -> io::Result<()> {
        if connection.missing == 0 {
            return Ok(());
        }
        while connection.sent < connection.batch.bytes().len() {
            match connection.socket.write(&connection.batch.bytes()[connection.sent..]) {
                Ok(count) => connection.sent += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn receive(&mut self, connection: &mut Connection) -> io::Result<()> {
        loop {
            let read = match connection.socket.read(&mut self.chunk) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let skimmed = connection.skimmer.skim(&self.chunk[..read]).map_err(io::Error::other)?;
            let took = connection.since.elapsed();
            (0..skimmed.replies).for_each(|_| self.found.latency.record(took));
            self.found.counted.replies += skimmed.replies;
            self.found.counted.errors += skimmed.errors;
            self.found.counted.nulls += skimmed.nulls;
            connection.missing = connection.missing.saturating_sub(skimmed.replies);
            if connection.missing == 0 && skimmed.replies > 0 {
                self.under_way -= 1;
                self.begin(connection)?;
            }
            // A read that did not fill the chunk emptied the socket; what comes next is told by an event.
            if read < self.chunk.len() {
                return Ok(());
            }
        }
    }
}
