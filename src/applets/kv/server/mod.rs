//! What all threads share, and the threads: sockets, clients, settings, counters, events, the log.
//!
//! ```text
//! listen      accepts and hands a socket to the thread with the fewest
//! worker      a thread: one event loop, its connections, its share of expiring keys
//! connection  bytes in → commands → bytes out
//! client      what a connection's commands know of it; its public half for CLIENT LIST
//! mailbox     what other threads tell a worker: new sockets, messages, ends of waits
//! settings    CONFIG     notify  keyspace events     feed  the log of effects     stats  counters
//! replication those who receive the log of effects as a stream      tracking  who caches which keys
//! gate        what is out of the ordinary: pause, monitors, maxmemory (evict, lfu), rates, prefixes
//! acl         users      pubsub  channels            slow  slow log, latencies    transport  TCP, Unix, TLS
//! file        redis.conf reload  files read again    prefixes  accounts and quotas  observe  metrics, readiness
//! buffers     maxmemory-clients
//! ```

pub mod acl;
pub mod apply;
pub mod buffers;
pub mod client;
pub mod connection;
pub mod desk;
pub mod directives;
pub mod doors;
pub mod early;
pub mod evict;
pub mod feed;
pub mod file;
pub mod gate;
pub mod lfu;
pub mod listen;
pub mod mailbox;
pub mod notify;
pub mod observe;
pub mod pace;
pub mod pause;
pub mod prefixes;
pub mod pubsub;
pub mod pulse;
pub mod rates;
pub mod reload;
pub mod replication;
pub mod settings;
pub mod slow;
pub mod stats;
pub mod tracking;
pub mod transport;
pub mod worker;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use parking_lot::{Mutex, RwLock};

use self::acl::Acl;
use self::client::ClientInfo;
use self::evict::Evictor;
use self::feed::Feed;
use self::gate::Gate;
use self::mailbox::Mailbox;
use self::notify::Notify;
use self::pause::Pause;
use self::prefixes::Accounts;
use self::pubsub::Pubsub;
use self::pulse::Pulse;
use self::rates::Rates;
use self::reload::Sources;
use self::replication::Replication;
use self::settings::Settings;
use self::slow::{Latencies, SlowLog};
use self::stats::Stats;
use self::tracking::Tracking;
use crate::applets::kv::persist::Persistence;
use crate::applets::kv::store::Store;
use crate::kit::traces::Traces;

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
    /// Replicas and their stream; locks of its own.
    pub replication: Arc<Replication>,
    /// Dumps and the append-only log; locks of its own.
    pub persist: Persistence,
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
    /// What every command looks at first.
    pub gate: Gate,
    /// CLIENT PAUSE.
    pub pause: Pause,
    /// Channels and who listens; locks of its own.
    pub pubsub: Pubsub,
    /// Who caches which keys; a lock of its own.
    pub tracking: Tracking,
    /// Users; locks of its own.
    pub acl: Acl,
    /// Commands per second that clients may send.
    pub rates: Rates,
    /// Prefixes that are counted; a lock of its own, that of a leaf.
    pub prefixes: Accounts,
    /// Commands and bytes per second, as they are.
    pub pulse: Mutex<Pulse>,
    /// Candidates for eviction; a lock of its own, taken before stripes.
    pub evictor: Evictor,
    /// Slow commands.
    pub slow: SlowLog,
    /// Latency events.
    pub latencies: Latencies,
    /// Where spans of commands go.
    pub traces: Option<Traces>,
    /// Who watches every command.
    pub monitors: Mutex<Vec<Arc<ClientInfo>>>,
    /// Connections that were turned away.
    pub rejected: AtomicU64,
    /// Connections that were closed because of `maxmemory-clients`.
    pub evicted_clients: AtomicU64,
    /// The most bytes that were ever seen in use.
    peak: AtomicU64,
    /// Where the configuration comes from, for CONFIG REWRITE and for reading it again.
    pub sources: Mutex<Sources>,
    /// How TLS is spoken, where it is. Replaced as a whole.
    pub tls: RwLock<Option<Arc<rustls::ServerConfig>>>,
}

/// What is in use without keys, so that it is never nothing. Threads and buffers are not counted: `maxmemory 1mb` is for
/// data.
const BASE_BYTES: u64 = 1 << 10;

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
            replication: Arc::new(Replication::new(mailboxes.clone())),
            persist: Persistence::new(mailboxes.len()),
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
            gate: Gate::default(),
            pause: Pause::default(),
            pubsub: Pubsub::default(),
            tracking: Tracking::default(),
            acl: Acl::default(),
            rates: Rates::default(),
            prefixes: Accounts::default(),
            pulse: Mutex::default(),
            evictor: Evictor::default(),
            slow: SlowLog::default(),
            latencies: Latencies::default(),
            traces: None,
            monitors: Mutex::default(),
            rejected: AtomicU64::new(0),
            evicted_clients: AtomicU64::new(0),
            peak: AtomicU64::new(0),
            sources: Mutex::default(),
            tls: RwLock::default(),
        }
    }

    /// Bytes in use, as `maxmemory` counts them: keys and values, and what the server takes without.
    pub fn used_bytes(&self) -> u64 {
        BASE_BYTES + self.store.used_bytes()
    }

    /// The most that was in use whenever somebody looked.
    pub fn peak_bytes(&self) -> u64 {
        let used = self.used_bytes();
        self.peak.fetch_max(used, Ordering::Relaxed).max(used)
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
