//! What the commands of a connection know of it. The client itself belongs to its worker; its [`ClientInfo`] is what
//! other threads may see.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU32, AtomicU64, AtomicUsize};
use std::time::Instant;

use parking_lot::Mutex;

use super::acl::User;
use super::rates::Allowance;
use super::replication::Replica;
use crate::applets::kv::command::client::Follows;
use crate::applets::kv::command::pubsub::Listens;
use crate::applets::kv::store::waiter::Waiter;
use crate::resp::Dialect;

/// [`ClientInfo::blocked`]: it waits for nothing.
pub const WAITS_NOT: u8 = 0;
/// [`ClientInfo::blocked`]: it waits for a key.
pub const BLOCKED: u8 = 1;
/// [`ClientInfo::blocked`]: a pause holds its command back.
pub const HELD_BACK: u8 = 2;

/// The public half of a client. Its worker writes, anybody reads.
#[derive(Debug)]
pub struct ClientInfo {
    /// Its number, never used twice.
    pub id: u64,
    /// The worker that owns it.
    pub worker: usize,
    /// Where it comes from; none through a Unix socket.
    pub peer: Option<SocketAddr>,
    /// Where it came to.
    pub local: Option<SocketAddr>,
    /// The number of its socket.
    pub descriptor: i32,
    /// When it came.
    pub since: Instant,
    /// CLIENT SETNAME.
    pub name: Mutex<String>,
    /// The name of its user.
    pub user: Mutex<Arc<str>>,
    /// Its database.
    pub database: AtomicU32,
    /// Milliseconds since 1970 of its last command.
    pub last_active: AtomicU64,
    /// Commands of it that were logged: their numbers.
    pub requests: AtomicU64,
    /// The [`id`](crate::applets::kv::command::table::Entry::id) of its last command.
    pub last_command: AtomicU32,
    /// Set to have it closed.
    pub killed: AtomicBool,
    /// Whether it speaks RESP3.
    pub is_resp3: AtomicBool,
    /// Channels it listens to.
    pub channels: AtomicU32,
    /// Patterns it listens to.
    pub patterns: AtomicU32,
    /// Shard channels it listens to.
    pub shards: AtomicU32,
    /// Commands queued by MULTI; -1 outside.
    pub queued: AtomicI64,
    /// [`WAITS_NOT`], [`BLOCKED`] or [`HELD_BACK`].
    pub blocked: AtomicU8,
    /// MONITOR.
    pub is_monitor: AtomicBool,
    /// SYNC.
    pub is_replica: AtomicBool,
    /// Bits of [`tracking`](super::tracking); 0 where it is told of no changes.
    pub tracking: AtomicU8,
    /// The client that is told in its stead; 0 is itself, -1 nobody.
    pub redirect: AtomicI64,
    /// CLIENT NO-EVICT.
    pub is_kept: AtomicBool,
    /// The number of its last wait.
    pub ticket: AtomicU64,
    /// Bytes that other threads have for it and its own has not seen yet.
    pub posted: AtomicUsize,
    /// Bytes of replies it has not taken.
    pub unsent: AtomicUsize,
    /// Bytes of commands it has not sent in full; as of the last look at it.
    pub received: AtomicUsize,
}

impl ClientInfo {
    /// A client that has just come.
    #[must_use]
    pub fn new(id: u64, worker: usize, peer: Option<SocketAddr>, local: Option<SocketAddr>) -> Self {
        Self {
            id,
            worker,
            peer,
            local,
            descriptor: 0,
            since: Instant::now(),
            name: Mutex::default(),
            user: Mutex::new("default".into()),
            database: AtomicU32::new(0),
            last_active: AtomicU64::new(super::now_ms()),
            requests: AtomicU64::new(0),
            last_command: AtomicU32::new(u32::MAX),
            killed: AtomicBool::new(false),
            is_resp3: AtomicBool::new(false),
            channels: AtomicU32::new(0),
            patterns: AtomicU32::new(0),
            shards: AtomicU32::new(0),
            queued: AtomicI64::new(-1),
            blocked: AtomicU8::new(WAITS_NOT),
            is_monitor: AtomicBool::new(false),
            is_replica: AtomicBool::new(false),
            tracking: AtomicU8::new(0),
            redirect: AtomicI64::new(-1),
            is_kept: AtomicBool::new(false),
            ticket: AtomicU64::new(0),
            posted: AtomicUsize::new(0),
            unsent: AtomicUsize::new(0),
            received: AtomicUsize::new(0),
        }
    }

    /// Where it comes from, as CLIENT LIST writes it.
    #[must_use]
    pub fn address(&self) -> String {
        self.peer.map_or_else(|| "unix:0".to_owned(), |peer| peer.to_string())
    }

    /// Where it came to, as CLIENT LIST writes it.
    #[must_use]
    pub fn local_address(&self) -> String {
        self.local.map_or_else(|| "unix:0".to_owned(), |local| local.to_string())
    }
}

/// What a client hears (CLIENT REPLY).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hears {
    /// Every reply.
    #[default]
    On,
    /// None.
    Off,
    /// None of this command and the next.
    SkipNext,
    /// None of this command.
    Skip,
}

/// A command queued by MULTI.
#[derive(Debug)]
pub struct Queued {
    /// Its row.
    pub entry: crate::applets::kv::command::table::Entry,
    /// Its words, one behind the other.
    pub bytes: Vec<u8>,
    /// Where they are.
    pub spans: Vec<crate::resp::Span>,
}

/// What MULTI has queued.
#[derive(Debug, Default)]
pub struct Transaction {
    /// In order.
    pub queued: Vec<Queued>,
    /// A command was refused: EXEC will be.
    pub is_broken: bool,
    /// Memory for what is queued.
    pub bytes: usize,
}

/// A connection as commands see it.
#[derive(Debug)]
pub struct Client {
    /// What others see.
    pub info: Arc<ClientInfo>,
    /// The thread, for counters.
    pub worker: usize,
    /// SELECT.
    pub database: u32,
    /// HELLO.
    pub dialect: Dialect,
    /// Whether it has said who it is, or need not.
    pub is_known: bool,
    /// MULTI.
    pub transaction: Option<Transaction>,
    /// Whether a command has changed something since replies were last sent.
    pub has_written: bool,
    /// WATCH: keys with their databases.
    pub watched: Vec<(u32, Box<[u8]>)>,
    /// Set, by anybody, when one of them changes.
    pub watch_broken: Arc<AtomicBool>,
    /// CLIENT REPLY.
    pub hears: Hears,
    /// CLIENT NO-TOUCH.
    pub is_untouching: bool,
    /// Set to close the connection once what was said is sent.
    pub is_leaving: bool,
    /// Channels and patterns; above 0 a RESP2 client may do little else.
    pub subscriptions: usize,
    /// Waits so far: their numbers.
    pub tickets: u64,
    /// What it waits for; it reads no further commands meanwhile.
    pub waiting: Option<Arc<Waiter>>,
    /// What it listens to.
    pub listens: Listens,
    /// Which of the keys it reads are remembered.
    pub follows: Follows,
    /// CLIENT CACHING, for the next command.
    pub is_caching: bool,
    /// What it receives since SYNC.
    pub replica: Option<Arc<Replica>>,
    /// The port it says it serves at (REPLCONF); 0 where it has not.
    pub replica_port: u16,
    /// Who it is; none where a command runs in its stead.
    pub user: Option<Arc<User>>,
    /// What it may still ask for in this second.
    pub allowance: Option<Box<Allowance>>,
}

impl Client {
    /// A client that has just come.
    #[must_use]
    pub fn new(info: Arc<ClientInfo>, is_known: Known) -> Self {
        Self {
            worker: info.worker,
            info,
            database: 0,
            dialect: Dialect::Resp2,
            is_known: is_known == Known::Yes,
            transaction: None,
            has_written: false,
            watched: Vec::new(),
            watch_broken: Arc::default(),
            hears: Hears::On,
            is_untouching: false,
            is_leaving: false,
            subscriptions: 0,
            tickets: 0,
            waiting: None,
            listens: Listens::default(),
            follows: Follows::Nothing,
            is_caching: false,
            replica: None,
            replica_port: 0,
            user: None,
            allowance: None,
        }
    }
}

impl Client {
    /// It is this user from now on.
    pub fn become_user(&mut self, user: Arc<User>) {
        *self.info.user.lock() = Arc::clone(&user.name);
        self.user = Some(user);
        self.is_known = true;
    }
}

/// Whether a client must say who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It need not.
    Yes,
    /// It must.
    No,
}
