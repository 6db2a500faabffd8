//! Persistence: dumps (RDB), the append-only log (AOF), and bringing the store back from them.
//!
//! ```text
//! rdb_read, rdb_write   the format; pure        packed, lzf, crc64, source, value   what it is made of
//! object                values of dumps ↔ values of the store
//! snapshot              the store at one moment → a dump, without fork, while commands go on
//! log                   effects → memory → disk, and the replies that wait for it     manifest   its files
//! commands              reads a log            load   dump or log → the store
//! keeper                the thread that decides when: save points, requests, growth of the log
//! handover              the dump that replicas begin with
//! check, convert        the verbs of the same names
//! ```
//! # Invariants
//! - A file that was good is replaced by a whole one or not at all ([`disk`]); a file counts once the manifest names it.
//! - Under `appendfsync always` no reply leaves before every effect that preceded it is synced. While the disk refuses,
//!   writes are refused, and only who has written nothing is answered.
//! - Dumps, each batch of commands in a log, and its manifest end in the sum of their bytes: a changed one is told, never
//!   loaded. What has no sum was written by another server ([`commands`]).
//! - One snapshot at a time ([`Persistence::job`]).
//! - Nothing is allocated on the word of a length in a file; every fault names its byte.

pub mod check;
pub mod commands;
pub mod convert;
pub mod crc64;
pub mod disk;
pub mod error;
pub mod handover;
pub mod keeper;
pub mod load;
pub mod log;
pub mod lzf;
pub mod manifest;
pub mod object;
pub mod packed;
pub mod rdb_read;
pub mod rdb_write;
pub mod snapshot;
pub mod source;
pub mod value;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

pub use self::error::PersistError;
use self::log::{Log, Policy};
use self::manifest::{Manifest, Place};
use super::server::Server;
use super::server::settings::Settings;

/// How far something has come, for INFO.
#[derive(Debug, Default)]
pub struct Progress {
    /// Keys or bytes done.
    pub done: AtomicU64,
    /// Of so many.
    pub total: AtomicU64,
}

impl Progress {
    /// Starts over.
    pub fn begin(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// One kind of work that the keeper does in the background: dumps, rewrites of the log.
#[derive(Debug, Default)]
pub struct Task {
    /// Somebody asked for it.
    pub is_wanted: bool,
    /// Since when it runs.
    pub since: Option<Instant>,
    /// How the last one ended; nothing where there was none.
    pub failure: Option<String>,
    /// How long the last one took.
    pub took: Option<Duration>,
    /// When the last one started, for the rest after failures.
    pub tried: Option<Instant>,
    /// How many ended well.
    pub count: u64,
    /// How many failed in a row.
    pub failures: u64,
}

impl Task {
    /// Whether it runs or is about to.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.is_wanted || self.since.is_some()
    }

    fn begin(&mut self) {
        self.is_wanted = false;
        self.since = Some(Instant::now());
        self.tried = self.since;
    }

    fn end(&mut self, outcome: Result<(), String>) {
        self.took = self.since.take().map(|since| since.elapsed());
        match outcome {
            Ok(()) => {
                (self.failure, self.failures) = (None, 0);
                self.count += 1;
            }
            Err(failure) => {
                self.failure = Some(failure);
                self.failures += 1;
            }
        }
    }
}

/// What the keeper knows; under one lock.
#[derive(Debug, Default)]
pub struct State {
    /// Dumps in the background, and SAVE.
    pub dump: Task,
    /// Where the last dump went.
    pub saved_to: Option<PathBuf>,
    /// Rewrites of the log.
    pub rewrite: Task,
    /// Replicas wait for a dump.
    pub is_handover_wanted: bool,
    /// The files of the log; nothing where it is off.
    pub manifest: Option<Manifest>,
    /// Bytes of base and closed files of the log, and of base alone after the last rewrite.
    pub log_bytes: (u64, u64),
    /// The keeper shall end.
    pub is_stopping: bool,
}

/// What SHUTDOWN said about a last dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum LastDump {
    /// Nothing: there is one where there are save points.
    Default = 0,
    /// SAVE.
    Wanted = 1,
    /// NOSAVE.
    Unwanted = 2,
}

/// Reasons not to carry out every command; see [`Persistence::gate`].
pub mod gate {
    /// The store is being loaded.
    pub const LOADING: u8 = 1;
    /// The last dump failed.
    pub const DUMP_FAILED: u8 = 2;
    /// The log is not written.
    pub const LOG_FAILED: u8 = 4;
}

/// Everything about persistence that threads share.
#[derive(Debug)]
pub struct Persistence {
    /// The log of effects.
    pub log: Arc<Log>,
    /// What the keeper knows.
    pub state: Mutex<State>,
    wake: Condvar,
    /// Held while a snapshot is written: one at a time.
    pub job: Mutex<()>,
    gate: AtomicU8,
    /// Keys of the dump that is being written.
    pub saving: Arc<Progress>,
    /// Bytes of what is being loaded.
    pub loading: Progress,
    /// Keys of the last load, and how many of them had expired.
    pub loaded: (AtomicU64, AtomicU64),
    /// Seconds since 1970 of the last dump that went well, or of the start.
    pub last_save: AtomicU64,
    last_dump: AtomicU8,
}

impl Persistence {
    /// Nothing written, nothing asked for; for so many workers.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self {
            log: Arc::new(Log::new(workers)),
            state: Mutex::default(),
            wake: Condvar::new(),
            job: Mutex::new(()),
            gate: AtomicU8::new(0),
            saving: Arc::default(),
            loading: Progress::default(),
            loaded: Default::default(),
            last_save: AtomicU64::new(super::server::now_ms() / 1000),
            last_dump: AtomicU8::new(LastDump::Default as u8),
        }
    }

    /// Bits of [`gate`]; 0 is the rule.
    #[inline]
    #[must_use]
    pub fn gate(&self) -> u8 {
        self.gate.load(Ordering::Relaxed)
    }

    /// Closes the gate for a reason.
    pub fn close_gate(&self, reason: u8) {
        self.gate.fetch_or(reason, Ordering::AcqRel);
    }

    /// A reason is gone.
    pub fn open_gate(&self, reason: u8) {
        self.gate.fetch_and(!reason, Ordering::AcqRel);
    }

    /// Wakes the keeper.
    pub fn nudge(&self) {
        self.wake.notify_all();
    }

    /// What SHUTDOWN says about a last dump.
    pub fn set_last_dump(&self, wish: LastDump) {
        self.last_dump.store(wish as u8, Ordering::Release);
    }

    /// Whether a dump is asked for, news or not.
    #[must_use]
    pub fn asks_for_dump(&self) -> bool {
        self.last_dump.load(Ordering::Acquire) == LastDump::Wanted as u8
    }

    /// Whether a dump is written when the server ends.
    #[must_use]
    pub fn wants_last_dump(&self, settings: &Settings) -> bool {
        match self.last_dump.load(Ordering::Acquire) {
            1 => true,
            2 => false,
            _ => !save_points(settings).is_empty(),
        }
    }
}

/// Why a command that writes (or PING) is refused while the gate is closed; nothing where it is not.
#[must_use]
pub fn misconf(server: &Server) -> Option<String> {
    if server.persist.gate() & gate::LOG_FAILED != 0 {
        let reason = server.persist.log.failure().unwrap_or_default();
        return Some(format!("MISCONF Errors writing to the AOF file: {reason}"));
    }
    let yes = |name| server.settings.get(name).is_some_and(|value| value == "yes");
    let is_refused = server.persist.gate() & gate::DUMP_FAILED != 0
        && yes("stop-writes-on-bgsave-error")
        && !save_points(&server.settings).is_empty();
    is_refused.then(|| {
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that \
         may modify the data set are disabled, because this instance is configured to report errors during writes if \
         RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the \
         RDB error."
            .to_owned()
    })
}

/// After so many seconds with so many changes a dump is due (`save`).
#[must_use]
pub fn save_points(settings: &Settings) -> Vec<(u64, u64)> {
    let text = settings.get("save").unwrap_or_default();
    super::server::settings::save_points(&text).unwrap_or_default()
}

/// The folder of dumps and logs (`dir`).
#[must_use]
pub fn folder(settings: &Settings) -> PathBuf {
    PathBuf::from(settings.get("dir").filter(|dir| !dir.is_empty()).unwrap_or_else(|| ".".to_owned()))
}

/// The dump (`dir` and `dbfilename`).
#[must_use]
pub fn dump_path(settings: &Settings) -> PathBuf {
    folder(settings).join(settings.get("dbfilename").unwrap_or_default())
}

/// Where the log lies (`dir`, `appenddirname`, `appendfilename`).
#[must_use]
pub fn log_place(settings: &Settings) -> Place {
    Place {
        folder: folder(settings).join(settings.get("appenddirname").unwrap_or_default()),
        stem: settings.get("appendfilename").unwrap_or_default(),
    }
}

/// Whether the log is wanted (`appendonly`).
#[must_use]
pub fn wants_log(settings: &Settings) -> bool {
    settings.get("appendonly").is_some_and(|value| value == "yes")
}

/// When effects shall be durable (`appendfsync`).
#[must_use]
pub fn policy(settings: &Settings) -> Policy {
    Policy::named(&settings.get("appendfsync").unwrap_or_default())
}
