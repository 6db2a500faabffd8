//! A thread of the server: one event loop, its connections, and its share of the stripes to expire.
//!
//! Not tokio: at one command for each request, system calls and what lies between them are nearly all of the cost, and
//! here nothing lies between a readable socket and its command. Sockets are registered once, edge-triggered; a wait
//! returns all that are ready, and each gets one read and one write.

mod mail;
mod times;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use super::Server;
use super::client::{BLOCKED, Client, ClientInfo, HELD_BACK, Known, WAITS_NOT};
use super::connection::Connection;
use super::desk::{Desk, Event, Next};
use super::early::{Early, Received};
use super::gate::TRACKED;
use super::mailbox::Mailbox;
use super::pace::Pace;
use super::transport::Transport;
use crate::applets::kv::command::dispatch;
use crate::applets::kv::store::waiter::Waiter;
use crate::kit::linger::sleep_exactly;
use crate::resp::Reply;

/// The token of the mailbox.
pub const MAIL: Token = Token(usize::MAX);
/// What one read takes: a pipeline of a thousand small commands.
const INPUT_BYTES: usize = 64 * 1024;
/// Sockets that one wait returns.
const EVENTS: usize = 1024;
/// From one look at all connections to the next.
const ROUND: Duration = Duration::from_secs(1);

/// The state of one thread.
#[derive(Debug)]
pub struct Worker {
    index: usize,
    server: Arc<Server>,
    mailbox: Arc<Mailbox>,
    poll: Poll,
    /// By token.
    connections: Vec<Option<Box<Connection>>>,
    free: Vec<usize>,
    /// The tokens of clients.
    tokens: HashMap<u64, usize>,
    /// Waits by when their time is over: the client and the number of its wait.
    deadlines: BinaryHeap<Reverse<(Instant, u64, u64)>>,
    /// Waits by when their commands are to be run again though nothing was written.
    looks: BinaryHeap<Reverse<(Instant, u64, u64)>>,
    /// Connections that have more to read.
    again: Vec<usize>,
    /// Connections whose replies wait for the log.
    held: Vec<usize>,
    input: Box<[u8]>,
    reply: Reply,
    /// When whoever has not taken the replies by then is left; nothing while the thread is to go on.
    drains_until: Option<Instant>,
    pace: Pace,
    /// When connections are looked at for limits of time.
    next_round: Instant,
    /// When collections that have changed are measured.
    next_measure: Instant,
}

impl Worker {
    /// A worker that reads the mailbox of this index, whose waker is registered with `poll`.
    #[must_use]
    pub fn new(index: usize, server: Arc<Server>, poll: Poll) -> Self {
        let mailbox = Arc::clone(&server.mailboxes[index]);
        Self {
            index,
            server,
            mailbox,
            poll,
            connections: Vec::new(),
            free: Vec::new(),
            tokens: HashMap::new(),
            deadlines: BinaryHeap::new(),
            looks: BinaryHeap::new(),
            again: Vec::new(),
            held: Vec::new(),
            input: vec![0; INPUT_BYTES].into(),
            reply: Reply::default(),
            drains_until: None,
            pace: Pace::default(),
            next_round: Instant::now() + ROUND,
            next_measure: Instant::now(),
        }
    }

    /// Runs until it was told to drain and has.
    ///
    /// # Errors
    /// The system refuses to wait.
    pub fn run(mut self) -> io::Result<()> {
        sleep_exactly();
        let mut events = Events::with_capacity(EVENTS);
        let mut early = Early::default();
        while !(self.drains_until.is_some() && self.tokens.is_empty()) {
            self.release_held();
            let wait = if self.again.is_empty() { self.wait() } else { Duration::ZERO };
            if !wait.is_zero() {
                self.pace.linger();
            }
            match self.poll.poll(&mut events, Some(wait)) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
            for token in std::mem::take(&mut self.again) {
                self.turn(token, Event::Readable);
            }
            // Before what clients say: whoever was told of a letter's cause may speak of it.
            let has_mail = events.iter().any(|event| event.token() == MAIL);
            let sockets = if has_mail { self.read_mail() } else { Vec::new() };
            for event in events.iter().filter(|event| event.token() != MAIL) {
                let Token(token) = event.token();
                match event {
                    _ if event.is_read_closed() => self.turn(token, Event::Ended),
                    _ if !event.is_readable() => self.turn(token, Event::Other),
                    _ if !self.receive_early(&mut early, token) => self.turn(token, Event::Readable),
                    _ if early.is_full() => self.turn_early(&mut early),
                    _ => {}
                }
            }
            self.turn_early(&mut early);
            // Last: a new connection may take the token of one that has just gone.
            for (stream, peer) in sockets {
                if let Err(error) = self.open(stream, peer) {
                    self.mailbox.connections.fetch_sub(1, Ordering::Relaxed);
                    tracing::debug!(%error, "connection lost at once");
                }
            }
            self.look_again();
            self.end_waits();
            self.expire();
            self.look_round();
            if self.server.gate.is(TRACKED) {
                self.server.tracking.settle(&self.server, None);
            }
            self.end_drain();
        }
        Ok(())
    }

    /// Sends what waited for the log, as far as that has come to the disk.
    fn release_held(&mut self) {
        if self.held.is_empty() {
            return;
        }
        // Before looking: what comes to the disk afterwards sends a letter.
        self.server.persist.log.wait(self.index);
        let is_hopeless = self.drains_until.is_some() && self.server.persist.log.failure().is_some();
        let mut held = std::mem::take(&mut self.held);
        held.sort_unstable();
        held.dedup();
        for token in held {
            if is_hopeless {
                // Its effects may not last, so it hears nothing of them.
                self.with(token, |connection, _| if connection.is_held() { Next::Close } else { Next::Wait });
            } else {
                self.turn(token, Event::Other);
            }
        }
    }

    /// The stripes whose keys this thread expires.
    fn stripes(&self) -> impl Iterator<Item = u32> + use<> {
        (self.index as u32..self.server.store.stripes() as u32).step_by(self.server.mailboxes.len())
    }

    fn turn(&mut self, token: usize, event: Event) {
        if let Some(Some(connection)) = self.connections.get_mut(token) {
            self.pace.turn(&mut connection.window, connection.commands);
        }
        self.with(token, |connection, desk| connection.turn(desk, event));
    }

    /// Receives what a connection at rest was sent; whether that is kept for a turn soon.
    fn receive_early(&mut self, early: &mut Early, token: usize) -> bool {
        let Some(Some(connection)) = self.connections.get_mut(token) else { return false };
        if !connection.is_at_rest() {
            return false;
        }
        // An end or an error is found again in its turn.
        let Ok(Some(count @ 1..)) = connection.stream.receive(early.slot()) else { return false };
        early.keep(Received { token, database: connection.client.database, count });
        true
    }

    /// Gives their turns to those that were received from early.
    fn turn_early(&mut self, early: &mut Early) {
        early.look_ahead(&self.server);
        for (nth, &Received { token, .. }) in early.received().iter().enumerate() {
            let piece = early.piece(nth);
            if let Some(Some(connection)) = self.connections.get_mut(token) {
                self.pace.turn(&mut connection.window, connection.commands);
            }
            self.with(token, |connection, desk| connection.turn_early(desk, piece));
        }
        early.clear();
    }

    /// Gives a connection its turn and does what it needs next.
    fn with(&mut self, token: usize, act: impl FnOnce(&mut Connection, &mut Desk) -> Next) {
        let Some(Some(connection)) = self.connections.get_mut(token) else { return };
        let mut desk = Desk {
            server: &self.server,
            counters: self.server.stats.of(self.index),
            input: &mut self.input,
            reply: &mut self.reply,
        };
        let before = connection.client.tickets;
        let next = act(connection, &mut desk);
        let mut look = None;
        if connection.client.tickets != before
            && let Some(waiter) = &connection.client.waiting
        {
            if let Some(deadline) = waiter.deadline {
                self.deadlines.push(Reverse((deadline, waiter.client, waiter.ticket)));
            }
            look = Some((waiter.client, waiter.ticket, waiter.due.load(Ordering::Acquire)));
        }
        let blocked = match (&connection.client.waiting, connection.is_paused()) {
            (_, true) => HELD_BACK,
            (Some(_), false) => BLOCKED,
            (None, false) => WAITS_NOT,
        };
        if connection.is_held() && next != Next::Close {
            self.held.push(token);
        }
        let info = &connection.client.info;
        if info.blocked.load(Ordering::Relaxed) != blocked {
            info.blocked.store(blocked, Ordering::Relaxed);
        }
        if let Some((client, ticket, at)) = look.filter(|(.., at)| *at != Waiter::NEVER) {
            self.plan_look(client, ticket, at);
        }
        match next {
            Next::Wait => {}
            Next::Again => self.again.push(token),
            Next::Close => self.close(token),
        }
    }

    fn with_client(&mut self, client: u64, act: impl FnOnce(&mut Connection, &mut Desk) -> Next) {
        if let Some(token) = self.tokens.get(&client) {
            self.with(*token, act);
        }
    }

    fn open(&mut self, mut stream: Transport, peer: Option<SocketAddr>) -> io::Result<()> {
        let token = self.free.pop().unwrap_or(self.connections.len());
        if token == self.connections.len() {
            self.connections.push(None);
        }
        let registered =
            self.poll.registry().register(&mut stream, Token(token), Interest::READABLE | Interest::WRITABLE);
        if let Err(error) = registered {
            self.free.push(token);
            return Err(error);
        }
        let fresh = ClientInfo::new(self.server.next_client_id(), self.index, peer, stream.local());
        let info = Arc::new(ClientInfo { descriptor: stream.descriptor(), ..fresh });
        let user = self.server.acl.default_user();
        let rules = user.rules();
        let known = if rules.is_open && rules.is_on { Known::Yes } else { Known::No };
        self.server.clients.lock().insert(info.id, Arc::clone(&info));
        self.server.stats.of(self.index).connections.add(1);
        tracing::debug!(client = info.id, address = info.address(), "connected");
        self.tokens.insert(info.id, token);
        let client = Client { user: Some(user), ..Client::new(info, known) };
        self.connections[token] = Some(Box::new(Connection::new(stream, client)));
        Ok(())
    }

    fn close(&mut self, token: usize) {
        let Some(mut connection) = self.connections[token].take() else { return };
        connection.stream.close();
        let _ = self.poll.registry().deregister(&mut connection.stream);
        dispatch::leave(&self.server, &mut connection.client);
        let id = connection.client.info.id;
        tracing::debug!(client = id, "gone");
        self.server.clients.lock().remove(&id);
        self.tokens.remove(&id);
        self.free.push(token);
        self.reply.clear();
        self.mailbox.connections.fetch_sub(1, Ordering::Relaxed);
    }
}
