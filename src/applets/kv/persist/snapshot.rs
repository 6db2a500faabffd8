//! Writes the store as it is at one moment into a dump, while commands go on.
//!
//! ```text
//! commands ─ before a change ─┐
//!                             ├→ Picture: encodes under the stripe's lock → bounded queue → this thread → disk
//! walker   ─ the rest ────────┘
//! ```
//! The walker stops at [`ENOUGH_BYTES`] in the queue, a command that must hand a segment over only at [`MOST_BYTES`]:
//! a disk slower than all writers slows them down rather than filling the memory.

use std::collections::VecDeque;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Condvar, Mutex};

use super::disk::Draft;
use super::error::PersistError;
use super::rdb_write::{self, Compression, code};
use super::{Progress, object};
use crate::applets::kv::server::{Server, now_ms};
use crate::applets::kv::store::{Cut, Record, Store};

const ENOUGH_BYTES: usize = 8 << 20;
const MOST_BYTES: usize = 64 << 20;

/// What of a record's uses is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uses {
    /// Nothing.
    None,
    /// Seconds since the last, at this time (seconds since 1970, 24 bits).
    Idle(u32),
    /// The counter.
    Frequency,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Bytes of the file.
    pub bytes: u64,
    /// Keys in it.
    pub keys: u64,
}

#[derive(Debug, Default)]
struct Queue {
    chunks: VecDeque<(u32, Vec<u8>)>,
    bytes: usize,
    /// The walker has handed everything over.
    is_complete: bool,
    /// The disk failed: what comes is thrown away.
    is_abandoned: bool,
}

/// The state at the cut, on its way to the disk.
#[derive(Debug)]
struct Picture {
    queue: Mutex<Queue>,
    /// There is something to write.
    filled: Condvar,
    /// There is room again.
    drained: Condvar,
    compression: Compression,
    uses: Uses,
    keys: AtomicU64,
    progress: Arc<Progress>,
}

impl Cut for Picture {
    fn segment(&self, database: u32, records: &mut dyn Iterator<Item = &Record>) {
        if self.queue.lock().is_abandoned {
            return;
        }
        let (mut chunk, mut keys) = (Vec::new(), 0);
        for record in records {
            entry(&mut chunk, record, self.uses, self.compression);
            keys += 1;
        }
        if keys == 0 {
            return;
        }
        self.keys.fetch_add(keys, Ordering::Relaxed);
        self.progress.done.fetch_add(keys, Ordering::Relaxed);
        let mut queue = self.queue.lock();
        while queue.bytes > MOST_BYTES && !queue.is_abandoned {
            self.drained.wait(&mut queue);
        }
        queue.bytes += chunk.len();
        queue.chunks.push_back((database, chunk));
        self.filled.notify_one();
    }
}

impl Picture {
    fn walk(&self, store: &Store) {
        for stripe in 0..store.stripes() as u32 {
            loop {
                {
                    let mut queue = self.queue.lock();
                    while queue.bytes > ENOUGH_BYTES && !queue.is_abandoned {
                        self.drained.wait(&mut queue);
                    }
                }
                if !store.continue_cut(stripe) {
                    break;
                }
            }
        }
        self.queue.lock().is_complete = true;
        self.filled.notify_one();
    }

    /// The next chunk; nothing when all were.
    fn next(&self) -> Option<(u32, Vec<u8>)> {
        let mut queue = self.queue.lock();
        loop {
            if let Some(chunk) = queue.chunks.pop_front() {
                queue.bytes -= chunk.1.len();
                self.drained.notify_all();
                return Some(chunk);
            }
            if queue.is_complete {
                return None;
            }
            self.filled.wait(&mut queue);
        }
    }

    fn abandon(&self) {
        let mut queue = self.queue.lock();
        queue.is_abandoned = true;
        queue.chunks.clear();
        queue.bytes = 0;
        self.drained.notify_all();
    }

    fn write(&self, draft: &mut Draft) -> Result<(), PersistError> {
        let mut current = None;
        while let Some((database, chunk)) = self.next() {
            if current != Some(database) {
                current = Some(database);
                let mut select = vec![code::DATABASE];
                rdb_write::length(&mut select, u64::from(database));
                draft.write(&select)?;
            }
            draft.write(&chunk)?;
        }
        draft.write(&[code::END])?;
        let crc = draft.crc();
        draft.write(&crc.to_le_bytes())
    }
}

/// Adds a key with everything that belongs to it.
fn entry(out: &mut Vec<u8>, record: &Record, uses: Uses, compression: Compression) {
    let (idle, frequency) = match uses {
        Uses::None => (None, None),
        Uses::Idle(now) => (Some(u64::from(now.wrapping_sub(record.clock()) & 0x00FF_FFFF)), None),
        Uses::Frequency => (None, Some(record.clock() as u8)),
    };
    rdb_write::attributes(out, record.expire(), idle, frequency);
    out.push(object::code_of(record));
    rdb_write::text(out, record.key(), compression);
    object::encode(out, record, compression);
}

/// What is written of the uses of keys under the policy of now.
#[must_use]
pub fn uses(server: &Server) -> Uses {
    let policy = server.settings.get("maxmemory-policy").unwrap_or_default();
    if policy.ends_with("lru") {
        Uses::Idle((now_ms() / 1000) as u32 & 0x00FF_FFFF)
    } else if policy.ends_with("lfu") {
        Uses::Frequency
    } else {
        Uses::None
    }
}

/// Whether long texts are compressed now.
#[must_use]
pub fn compression(server: &Server) -> Compression {
    let is_on = server.settings.get("rdbcompression").is_none_or(|value| value == "yes");
    if is_on { Compression::Lzf } else { Compression::None }
}

fn header(server: &Server, base: bool) -> Vec<u8> {
    let mut out = rdb_write::header(u32::from(rdb_write::LOWEST));
    rdb_write::aux(&mut out, "redis-ver", crate::applets::kv::command::connection::REDIS_VERSION);
    rdb_write::aux(&mut out, "redis-bits", "64");
    rdb_write::aux(&mut out, "ctime", &(now_ms() / 1000).to_string());
    rdb_write::aux(&mut out, "aof-base", if base { "1" } else { "0" });
    for database in 0..server.store.databases() {
        let (keys, volatile) = server.store.count(database);
        if keys > 0 {
            // A hint for loaders, who reserve as much; the cut comes later.
            out.push(code::DATABASE);
            rdb_write::length(&mut out, u64::from(database));
            out.push(code::RESIZE);
            rdb_write::length(&mut out, keys as u64);
            rdb_write::length(&mut out, volatile as u64);
        }
    }
    out
}

/// What a dump is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Itself.
    Dump,
    /// The base of a log.
    Base,
}

/// Writes the store as it is when `at_cut` is called, with all stripes held, to `target`. The caller holds no stripe
/// and sees to it that one snapshot is written at a time.
///
/// # Errors
/// What the system says; nothing has changed then.
pub fn write(
    server: &Server,
    target: &Path,
    purpose: Purpose,
    progress: &Arc<Progress>,
    at_cut: impl FnOnce(),
) -> Result<Written, PersistError> {
    let mut draft = Draft::begin(target)?;
    let keys = fill(server, &mut draft, purpose, progress, at_cut)?;
    Ok(Written { bytes: draft.commit()?, keys })
}

/// As [`write()`], to a file that has no name, in the folder of `near`; with its bytes.
///
/// # Errors
/// What the system says.
pub fn write_unnamed(
    server: &Server,
    near: &Path,
    progress: &Arc<Progress>,
    at_cut: impl FnOnce(),
) -> Result<(File, u64), PersistError> {
    let mut draft = Draft::begin_unnamed(near)?;
    fill(server, &mut draft, Purpose::Dump, progress, at_cut)?;
    draft.unnamed()
}

/// Writes everything; how many keys.
fn fill(
    server: &Server,
    draft: &mut Draft,
    purpose: Purpose,
    progress: &Arc<Progress>,
    at_cut: impl FnOnce(),
) -> Result<u64, PersistError> {
    draft.write(&header(server, purpose == Purpose::Base))?;
    let total: usize = (0..server.store.databases()).map(|database| server.store.count(database).0).sum();
    progress.begin(total as u64);
    let picture = Arc::new(Picture {
        queue: Mutex::default(),
        filled: Condvar::new(),
        drained: Condvar::new(),
        compression: compression(server),
        uses: uses(server),
        keys: AtomicU64::new(0),
        progress: Arc::clone(progress),
    });
    let cut: Arc<dyn Cut> = Arc::<Picture>::clone(&picture);
    server.store.cut_with(&cut, at_cut);
    let outcome = std::thread::scope(|scope| {
        let walker = std::thread::Builder::new().name("kv-walk".to_owned());
        let spawned = walker.spawn_scoped(scope, || picture.walk(&server.store));
        let written = match spawned {
            Ok(_) => picture.write(draft),
            Err(error) => Err(PersistError::file("start a thread to write", draft.target(), error)),
        };
        if written.is_err() {
            picture.abandon();
            // Lets the store forget the cut, where no walker does.
            picture.walk(&server.store);
        }
        written
    });
    outcome?;
    Ok(picture.keys.load(Ordering::Relaxed))
}
