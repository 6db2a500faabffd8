//! What all threads share, and the threads: sockets, clients, settings, counters, events, the log.
//!
//! ```text
//! listen      accepts and hands a socket to the thread with the fewest
//! worker      a thread: one event loop, its connections, its share of expiring keys
//! connection  bytes in → commands → bytes out
//! client      what a connection's commands know of it; its public half for CLIENT LIST
//! mailbox     what other threads tell a worker: new sockets, messages, ends of waits
//! settings    CONFIG     notify  keyspace events     feed  the log of effects     stats  counters
//! ```

pub mod client;
pub mod connection;
pub mod feed;
pub mod listen;
pub mod mailbox;
pub mod notify;
pub mod settings;
pub mod stats;
pub mod worker;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use parking_lot::Mutex;

use self::client::ClientInfo;
use self::feed::Feed;
use self::mailbox::Mailbox;
use self::notify::Notify;
use self::settings::Settings;
use self::stats::Stats;
use crate::applets::kv::store::Store;

/// Everything that threads share. Each field says under which lock it is.
#[derive(Debug)]
pub struct Server {
    /// The keys; locks of its own.
    pub store: Store,
    /// CONFIG; atomics, and a lock for writers.
    pub settings: Settings,
    /// Keyspace events.
    pub notify: Notify,
    /// The log of effects.
    pub feed: Feed,
    /// Counters, one set for each thread; written by that thread alone.
    pub stats: Stats,
    /// Every connected client by id. Written when one comes or goes.
    pub clients: Mutex<BTreeMap<u64, Arc<ClientInfo>>>,
    /// One for each worker; never changes once the workers run.
    pub mailboxes: Vec<Arc<Mailbox>>,
    /// The id of the next client.
    next_client: AtomicU64,
    /// Changes since the last snapshot.
    pub dirty: AtomicU64,
    /// Forty hex digits that tell this run from others.
    pub run_id: String,
    /// The port clients reach it at; 0 where there is none.
    pub port: u16,
    /// When it started.
    pub started: Instant,
    /// Whether SHUTDOWN was asked for; the acceptor's token ends the rest.
    pub stop: tokio_util::sync::CancellationToken,
    /// Whether keys expire by themselves (`DEBUG SET-ACTIVE-EXPIRE`).
    pub expires: AtomicBool,
}

impl Server {
    /// A server whose workers read from `mailboxes`.
    #[must_use]
    pub fn new(store: Store, settings: Settings, mailboxes: Vec<Arc<Mailbox>>, port: u16) -> Self {
        let mut random = crate::kit::random::Random::from_system();
        let run_id = (0..40).map(|_| char::from(b"0123456789abcdef"[random.below(16) as usize])).collect();
        Self {
            store,
            settings,
            notify: Notify::default(),
            feed: Feed::default(),
            stats: Stats::new(mailboxes.len()),
            clients: Mutex::default(),
            mailboxes,
            next_client: AtomicU64::new(1),
            dirty: AtomicU64::new(0),
            run_id,
            port,
            started: Instant::now(),
            stop: tokio_util::sync::CancellationToken::new(),
            expires: AtomicBool::new(true),
        }
    }

    /// An id no client had before.
    pub fn next_client_id(&self) -> u64 {
        self.next_client.fetch_add(1, Ordering::Relaxed)
    }
}

/// Now, in milliseconds since 1970.
#[must_use]
pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
