//! What the commands of a connection know of it. The client itself belongs to its worker; its [`ClientInfo`] is what
//! other threads may see.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};
use std::time::Instant;

use parking_lot::Mutex;

use crate::applets::kv::store::waiter::Waiter;
use crate::resp::Dialect;

/// The public half of a client. Its worker writes, anybody reads.
#[derive(Debug)]
pub struct ClientInfo {
    /// Its number, never used twice.
    pub id: u64,
    /// The worker that owns it.
    pub worker: usize,
    /// Where it comes from.
    pub peer: Option<SocketAddr>,
    /// Where it came to.
    pub local: Option<SocketAddr>,
    /// When it came.
    pub since: Instant,
    /// CLIENT SETNAME.
    pub name: Mutex<String>,
    /// Its database.
    pub database: AtomicU32,
    /// Milliseconds since 1970 of its last command.
    pub last_active: AtomicU64,
    /// The [`id`](crate::applets::kv::command::table::Entry::id) of its last command.
    pub last_command: AtomicU32,
    /// Set to have it closed.
    pub killed: AtomicBool,
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
            watched: Vec::new(),
            watch_broken: Arc::default(),
            hears: Hears::On,
            is_untouching: false,
            is_leaving: false,
            subscriptions: 0,
            tickets: 0,
            waiting: None,
        }
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
