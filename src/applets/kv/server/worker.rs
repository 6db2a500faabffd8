//! A thread of the server: one event loop, its connections, and its share of the stripes to expire.
//!
//! Not tokio: at one command for each request, system calls and what lies between them are nearly all of the cost, and
//! here nothing lies between a readable socket and its command. Sockets are registered once, edge-triggered; a wait
//! returns all that are ready, and each gets one read and one write.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use super::client::{BLOCKED, Client, ClientInfo, HELD_BACK, Known, WAITS_NOT};
use super::connection::Connection;
use super::desk::{Desk, Event, Next};
use super::gate::{MEMORY, TRACKED};
use super::mailbox::{Mail, Mailbox};
use super::pace::Pace;
use super::transport::Transport;
use super::{Server, evict, now_ms};
use crate::applets::kv::command::blocking::{self, Waker};
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
/// The longest wait: what has no event of its own (idle clients) is looked at this often.
const TICK: Duration = Duration::from_millis(100);

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

/// From one look at all connections to the next.
const ROUND: Duration = Duration::from_secs(1);

/// From one measuring of collections to the next: until then guesses must do, and it should cost next to nothing.
const MEASURE: Duration = Duration::from_millis(2);

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
            for event in &events {
                match event.token() {
                    MAIL => {}
                    Token(token) => self.turn(
                        token,
                        match event {
                            _ if event.is_read_closed() => Event::Ended,
                            _ if event.is_readable() => Event::Readable,
                            _ => Event::Other,
                        },
                    ),
                }
            }
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

    /// Now and then: a pause that is over, limits of time, collections that have grown.
    fn look_round(&mut self) {
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
            super::buffers::keep_within(&server);
        }
        let now = now_ms();
        for token in 0..self.connections.len() {
            self.with(token, |connection, desk| connection.check_time(desk, now));
        }
    }

    /// Until the next key expires, or a tick.
    fn wait(&self) -> Duration {
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
    fn plan_look(&mut self, client: u64, ticket: u64, at: u64) {
        /// Clocks are set: a time far away is looked at again before.
        const LONGEST: u64 = 60_000;
        let time = Duration::from_millis(at.saturating_sub(now_ms()).min(LONGEST));
        self.looks.push(Reverse((Instant::now() + time, client, ticket)));
    }

    /// Runs the commands of waits again whose time for that has come.
    fn look_again(&mut self) {
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
    fn end_waits(&mut self) {
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

    fn expire(&self) {
        let server = &*self.server;
        // While a log is replayed the time stands still: what it prolongs in a moment must still be there.
        let is_loading = server.persist.gate() & crate::applets::kv::persist::gate::LOADING != 0;
        if is_loading || server.gate.is(super::gate::PAUSED) {
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

    fn turn(&mut self, token: usize, event: Event) {
        if let Some(Some(connection)) = self.connections.get_mut(token) {
            self.pace.turn(&mut connection.window, connection.commands);
        }
        self.with(token, |connection, desk| connection.turn(desk, event));
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

    /// Does what letters say; the new connections among them are left to the caller.
    fn read_mail(&mut self) -> Vec<(Transport, Option<SocketAddr>)> {
        let mut sockets = Vec::new();
        for mail in self.mailbox.take() {
            match mail {
                Mail::Socket(stream, peer) => sockets.push((stream, peer)),
                Mail::Push { client, bytes } => {
                    self.with_client(client, |connection, desk| {
                        connection.client.info.posted.fetch_sub(bytes.len(), Ordering::Relaxed);
                        connection.push(desk, &bytes)
                    });
                }
                Mail::Message { client, topic, name, bytes } => self.with_client(client, |connection, desk| {
                    connection.client.info.posted.fetch_sub(bytes.len(), Ordering::Relaxed);
                    if connection.client.listens.hears(topic, &name) {
                        connection.push(desk, &bytes)
                    } else {
                        Next::Wait
                    }
                }),
                Mail::Unblock { client, ticket, is_error } => {
                    let mut is_still = false;
                    self.with_client(client, |connection, desk| {
                        let next = connection.unblock(desk, ticket, is_error);
                        is_still = connection.client.waiting.as_ref().is_some_and(|waiter| {
                            // Who serves it has posted its reply by then.
                            waiter.ticket == ticket && !waiter.is_over()
                        });
                        next
                    });
                    if is_still {
                        // Somebody looks at this moment whether there is something for it, perhaps in vain.
                        self.mailbox.post(Mail::Unblock { client, ticket, is_error });
                    }
                }
                Mail::Resume => {
                    for token in 0..self.connections.len() {
                        self.with(token, Connection::resume_held_back);
                    }
                }
                Mail::Served { client, ticket, bytes } => self.with_client(client, |connection, desk| {
                    let is_that = connection.client.waiting.as_ref().is_some_and(|waiter| waiter.ticket == ticket);
                    // Whoever served it took something out in its name.
                    connection.client.has_written |= is_that;
                    if is_that { connection.served(desk, &bytes) } else { Next::Wait }
                }),
                Mail::Due { client, ticket, at } => self.plan_look(client, ticket, at),
                Mail::Look { client } => self.with_client(client, |connection, _| {
                    if connection.client.info.killed.load(Ordering::Relaxed) { Next::Close } else { Next::Wait }
                }),
                Mail::Stream { client } => self.with_client(client, Connection::stream),
                // The loop looks before it waits.
                Mail::Durable => {}
                Mail::Drain => {
                    self.drains_until = Instant::now().checked_add(self.patience());
                    for token in 0..self.connections.len() {
                        self.with(token, |connection, desk| {
                            connection.client.is_leaving = true;
                            connection.turn(desk, Event::Other)
                        });
                    }
                }
            }
        }
        sockets
    }

    /// How long clients may take for their last replies (`shutdown-timeout`).
    fn patience(&self) -> Duration {
        let seconds = self.server.settings.get("shutdown-timeout").and_then(|text| text.parse().ok());
        // A year is as good as for ever, and an instant that far ahead exists.
        Duration::from_secs(seconds.unwrap_or(10_u64).min(31_536_000))
    }

    /// Leaves those who have not taken their last replies in time.
    fn end_drain(&mut self) {
        if self.drains_until.is_none_or(|until| Instant::now() < until) {
            return;
        }
        if !self.tokens.is_empty() {
            tracing::warn!(clients = self.tokens.len(), "clients that do not take their replies are left");
        }
        for token in 0..self.connections.len() {
            self.close(token);
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
