//! Replicas: who they are, what they receive, and how far they have come.
//!
//! ```text
//! SYNC, PSYNC → wanted → keeper: a dump of one moment, in a file without a name ─┐
//! effects since that moment → append → the replica's queue ──────────────────────┴→ its worker → its socket
//! ```
//! There is one stream for all: its bytes are counted from the start of the server, and after a replica has joined it
//! names the database again. Nothing of it is kept, so whoever comes back receives a whole dump.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;

use super::client::ClientInfo;
use super::feed::{Effect, Sink};
use super::mailbox::{Mail, Mailbox};
use super::now_ms;

/// What of a dump is read and sent at once.
const CHUNK_BYTES: u64 = 256 * 1024;

/// What the master says when it has nothing else to say.
const PING: &[u8] = b"*1\r\n$4\r\nPING\r\n";

/// How a replica asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handshake {
    /// SYNC: it is told nothing, and tells nothing.
    Sync,
    /// PSYNC: it is told the name and the offset of the stream, and tells how far it is.
    Psync,
}

/// How far a replica has come.
#[derive(Debug)]
enum Stage {
    /// Its dump is not written yet.
    Waiting,
    /// Its dump is on its way: what stands before it, the file, where it goes on, and where it ends.
    Sending { head: Vec<u8>, file: Arc<File>, at: u64, end: u64 },
    /// It receives the stream.
    Online,
}

#[derive(Debug)]
struct Queue {
    stage: Stage,
    /// Of the stream, since the moment of its dump.
    bytes: Vec<u8>,
    /// What its connection took last and may not have sent yet.
    taken: usize,
    /// Its worker knows that there is something to take.
    is_told: bool,
    /// It cannot be served any more: its connection is to be closed.
    is_lost: bool,
}

/// A replica.
#[derive(Debug)]
pub struct Replica {
    /// Its connection.
    pub info: Arc<ClientInfo>,
    handshake: Handshake,
    /// The port it serves at, as it said; 0 where it did not.
    port: u16,
    queue: Mutex<Queue>,
    /// How far it has come, as it says.
    acknowledged: AtomicU64,
    /// When it said so, in milliseconds since 1970.
    heard: AtomicU64,
}

/// What INFO says of a replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its address, without the port.
    pub ip: String,
    /// The port it serves at.
    pub port: u16,
    /// `wait_bgsave`, `send_bulk` or `online`.
    pub state: &'static str,
    /// How far it has come, as it says.
    pub offset: u64,
    /// Seconds since it said so.
    pub lag: u64,
}

impl Replica {
    /// One that has just asked.
    #[must_use]
    pub fn new(info: Arc<ClientInfo>, handshake: Handshake, port: u16) -> Self {
        let queue = Queue { stage: Stage::Waiting, bytes: Vec::new(), taken: 0, is_told: false, is_lost: false };
        Self {
            info,
            handshake,
            port,
            queue: Mutex::new(queue),
            acknowledged: AtomicU64::new(0),
            heard: AtomicU64::new(now_ms()),
        }
    }

    /// Whether its dump is not written yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        matches!(self.queue.lock().stage, Stage::Waiting)
    }

    /// Whether its connection is to be closed.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.queue.lock().is_lost
    }

    /// Bytes of the stream that its connection has not taken.
    #[must_use]
    pub fn pending_bytes(&self) -> usize {
        self.queue.lock().bytes.len()
    }

    /// It says how far it has come; `now` in milliseconds since 1970.
    pub fn acknowledge(&self, offset: u64, now: u64) {
        self.acknowledged.fetch_max(offset, Ordering::Relaxed);
        self.heard.store(now, Ordering::Relaxed);
    }

    /// Whether it speaks, and has not for so long, in milliseconds.
    #[must_use]
    pub fn is_silent(&self, now: u64, limit: u64) -> bool {
        let is_online = matches!(self.queue.lock().stage, Stage::Online);
        limit > 0
            && is_online
            && self.handshake == Handshake::Psync
            && now.saturating_sub(self.heard.load(Ordering::Relaxed)) > limit
    }

    /// What it is to be sent next; nothing where there is nothing now. Its worker calls it once all before is sent.
    ///
    /// # Errors
    /// It is lost, or the dump cannot be read.
    pub fn take(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let mut queue = self.queue.lock();
        if queue.is_lost {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        out.clear();
        let Queue { stage, bytes, .. } = &mut *queue;
        match stage {
            Stage::Waiting => queue.is_told = false,
            Stage::Sending { head, .. } if !head.is_empty() => std::mem::swap(head, out),
            Stage::Sending { file, at, end, .. } if *at < *end => {
                let count = CHUNK_BYTES.min(*end - *at);
                out.resize(count as usize, 0);
                file.read_exact_at(out, *at)?;
                *at += count;
            }
            Stage::Sending { .. } | Stage::Online => {
                std::mem::swap(bytes, out);
                self.come_online(&mut queue);
                queue.is_told = false;
                queue.taken = out.len();
            }
        }
        Ok(())
    }

    fn come_online(&self, queue: &mut Queue) {
        if !matches!(queue.stage, Stage::Online) {
            queue.stage = Stage::Online;
            self.heard.store(now_ms(), Ordering::Relaxed);
            tracing::info!(client = self.info.id, address = self.info.address(), "replica online");
        }
    }

    /// Gives it its dump of so many bytes, made where the stream `name` stood at `offset`.
    pub fn hand_over(&self, file: &Arc<File>, bytes: u64, name: &str, offset: u64, mailboxes: &[Arc<Mailbox>]) {
        let resync = match self.handshake {
            Handshake::Sync => String::new(),
            Handshake::Psync => format!("+FULLRESYNC {name} {offset}\r\n"),
        };
        let head = format!("{resync}${bytes}\r\n").into_bytes();
        let mut queue = self.queue.lock();
        queue.stage = Stage::Sending { head, file: Arc::clone(file), at: 0, end: bytes };
        queue.is_told = true;
        drop(queue);
        self.tell(mailboxes);
    }

    /// It cannot be served any more.
    pub fn lose(&self, mailboxes: &[Arc<Mailbox>]) {
        {
            let mut queue = self.queue.lock();
            queue.is_lost = true;
            queue.bytes = Vec::new();
        }
        self.tell(mailboxes);
    }

    fn tell(&self, mailboxes: &[Arc<Mailbox>]) {
        mailboxes[self.info.worker].post(Mail::Stream { client: self.info.id });
    }

    /// Adds to its queue.
    fn add(&self, bytes: &[u8], limit: u64, mailboxes: &[Arc<Mailbox>]) {
        let mut queue = self.queue.lock();
        if queue.is_lost {
            return;
        }
        let unsent = (queue.bytes.len() + queue.taken + bytes.len()) as u64;
        if limit > 0 && unsent > limit {
            queue.is_lost = true;
            queue.bytes = Vec::new();
            tracing::warn!(client = self.info.id, unsent, limit, "replica over its output limit: connection closed");
        } else {
            queue.bytes.extend_from_slice(bytes);
            if queue.is_told || matches!(queue.stage, Stage::Waiting) {
                return;
            }
        }
        queue.is_told = true;
        drop(queue);
        self.tell(mailboxes);
    }

    fn describe(&self, now: u64) -> Described {
        let state = match self.queue.lock().stage {
            Stage::Waiting => "wait_bgsave",
            Stage::Sending { .. } => "send_bulk",
            Stage::Online => "online",
        };
        Described {
            ip: self.info.peer.map_or_else(String::new, |peer| peer.ip().to_string()),
            port: self.port,
            state,
            offset: self.acknowledged.load(Ordering::Relaxed),
            lag: now.saturating_sub(self.heard.load(Ordering::Relaxed)) / 1000,
        }
    }
}

#[derive(Debug, Default)]
struct Shared {
    /// Those without a dump.
    wanted: Vec<Arc<Replica>>,
    /// Those who receive the stream, or have it kept for them.
    joined: Vec<Arc<Replica>>,
    /// The database of the last command; none where the next is to name it.
    database: Option<u32>,
    /// Bytes of the stream so far.
    offset: u64,
    /// When something was last said for the sake of saying something, in milliseconds since 1970.
    pinged: u64,
    /// Whether the log of effects is read. The keeper's alone.
    is_attached: bool,
}

/// The replicas, and their stream.
#[derive(Debug)]
pub struct Replication {
    shared: Mutex<Shared>,
    /// How many have joined; read without the lock.
    count: AtomicUsize,
    mailboxes: Vec<Arc<Mailbox>>,
    /// `client-output-buffer-limit` of replicas: the hard one, in bytes; 0 is none.
    pub limit_bytes: AtomicU64,
}

impl Sink for Replication {
    fn append(&self, effects: &[Effect]) {
        let mut shared = self.shared.lock();
        if shared.joined.is_empty() {
            return;
        }
        let mut bytes = Vec::new();
        for effect in effects {
            if shared.database != Some(effect.database) {
                shared.database = Some(effect.database);
                bytes.extend_from_slice(&effect.select());
            }
            bytes.extend_from_slice(&effect.command);
        }
        self.spread(&mut shared, &bytes);
    }
}

impl Replication {
    /// No replicas yet.
    #[must_use]
    pub fn new(mailboxes: Vec<Arc<Mailbox>>) -> Self {
        let (shared, count) = (Mutex::default(), AtomicUsize::new(0));
        Self { shared, count, mailboxes, limit_bytes: AtomicU64::new(0) }
    }

    fn spread(&self, shared: &mut Shared, bytes: &[u8]) {
        shared.offset += bytes.len() as u64;
        let limit = self.limit_bytes.load(Ordering::Relaxed);
        shared.joined.iter().for_each(|replica| replica.add(bytes, limit, &self.mailboxes));
    }

    /// Whether anybody receives the stream.
    #[inline]
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.count.load(Ordering::Relaxed) > 0
    }

    /// Somebody wants to become a replica. The keeper is to be told.
    pub fn want(&self, replica: Arc<Replica>) {
        self.shared.lock().wanted.push(replica);
    }

    /// Those who wait for a dump, for whom one is made now.
    #[must_use]
    pub fn take_wanted(&self) -> Vec<Arc<Replica>> {
        std::mem::take(&mut self.shared.lock().wanted)
    }

    /// The stream begins for these, whose dump is made of this moment; where it stands. Every stripe is held.
    pub fn join(&self, replicas: &[Arc<Replica>]) -> u64 {
        let mut shared = self.shared.lock();
        if shared.joined.is_empty() {
            shared.pinged = now_ms();
        }
        shared.joined.extend(replicas.iter().filter(|replica| !replica.is_lost()).map(Arc::clone));
        shared.database = None;
        self.count.store(shared.joined.len(), Ordering::Relaxed);
        shared.offset
    }

    /// Whether the keeper is to start reading the log of effects; it does, or has.
    pub fn attach(&self) -> bool {
        !std::mem::replace(&mut self.shared.lock().is_attached, true)
    }

    /// Whether the keeper is to end reading the log of effects, as nobody receives it; it does.
    pub fn detach(&self) -> bool {
        let mut shared = self.shared.lock();
        let is_over = shared.is_attached && shared.joined.is_empty();
        shared.is_attached &= !is_over;
        is_over
    }

    /// A replica's connection has ended.
    pub fn leave(&self, replica: &Arc<Replica>) {
        // One whose dump is being made joins no more.
        replica.queue.lock().is_lost = true;
        let mut shared = self.shared.lock();
        shared.wanted.retain(|known| !Arc::ptr_eq(known, replica));
        shared.joined.retain(|known| !Arc::ptr_eq(known, replica));
        self.count.store(shared.joined.len(), Ordering::Relaxed);
    }

    /// Has all of them come again: what they hold is no more what is here.
    pub fn lose_all(&self) {
        let shared = self.shared.lock();
        shared.joined.iter().for_each(|replica| replica.lose(&self.mailboxes));
    }

    /// Says something where nothing was said for so long, in milliseconds; `now` since 1970.
    pub fn ping(&self, now: u64, period: u64) {
        if !self.is_active() {
            return;
        }
        let mut shared = self.shared.lock();
        if now.saturating_sub(shared.pinged) >= period {
            shared.pinged = now;
            self.spread(&mut shared, PING);
        }
    }

    /// Replicas that are online and have been heard of within so many seconds; all of them where that is 0.
    #[must_use]
    pub fn good(&self, now: u64, lag: u64) -> usize {
        let described = self.describe(now);
        described.iter().filter(|replica| replica.state == "online" && (lag == 0 || replica.lag <= lag)).count()
    }

    /// What INFO says of each.
    #[must_use]
    pub fn describe(&self, now: u64) -> Vec<Described> {
        let shared = self.shared.lock();
        shared.joined.iter().chain(&shared.wanted).map(|replica| replica.describe(now)).collect()
    }

    /// Bytes of the stream so far.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.shared.lock().offset
    }
}
