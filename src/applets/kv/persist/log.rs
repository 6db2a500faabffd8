//! The append-only log while the server runs: effects in memory, one thread that brings them to the disk, and the
//! replies that wait for it.
//!
//! ```text
//! command (under its stripes) → Log::append → pieces in memory → kv-log thread: write, sync → `synced` counts bytes
//! connection: before it sends, Log::mark; where that many bytes are not synced yet, it holds its replies back
//! ```
//! One sync serves every client whose effects were written before it (group commit). A piece is kept until it is on
//! the disk: when the disk fails, the file is cut back to where it was sound, and the piece is written again later.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::commands;
use super::error::PersistError;
use crate::applets::kv::server::feed::{Effect, Reach, Sink};
use crate::applets::kv::server::mailbox::{Mail, Mailbox};

/// What is known to be written may lag so much; beyond, clients wait for the disk.
const MOST_BEHIND: u64 = 64 << 20;
/// How often what was appended is written, where nobody waits for it.
const TICK: Duration = Duration::from_millis(10);
/// The same where there is no log: whoever starts one wakes the thread.
const OFF_TICK: Duration = Duration::from_secs(1);
/// Under `everysec`, what is synced only after so long came late.
const LATE: Duration = Duration::from_secs(2);
/// A piece is written at once.
const PIECE_BYTES: usize = 1 << 20;
/// How long the thread rests after the disk failed.
const REST: Duration = Duration::from_millis(200);

/// When effects are durable (`appendfsync`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Policy {
    /// There is no log.
    Off = 0,
    /// When the system likes.
    No = 1,
    /// A second later.
    EverySecond = 2,
    /// Before the reply.
    Always = 3,
}

impl Policy {
    /// As `appendfsync` names it.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "always" => Self::Always,
            "no" => Self::No,
            _ => Self::EverySecond,
        }
    }
}

/// Whose replies wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of somebody who has changed something.
    Writer,
    /// Of somebody who has not.
    Reader,
}

/// The end of a log that is written to.
#[derive(Debug)]
pub struct Tail {
    /// Open for writing; its position is the end.
    pub file: File,
    /// Which.
    pub path: PathBuf,
    /// Bytes in it that are sound.
    pub bytes: u64,
    /// Whether what is in it has its sum, so that the next sum is of what comes.
    is_summed: bool,
}

impl Tail {
    /// Begins a file. One of this name that no manifest knows, because a start of the log came to nothing, is removed:
    /// what it holds happened before the base that is about to be written. It is not emptied, because the thread may not
    /// have closed it yet: what that still writes must not come into the new one.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(path: PathBuf) -> Result<Self, PersistError> {
        let begin = || match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => File::options().create_new(true).write(true).open(&path),
        };
        let file = begin().map_err(|error| PersistError::file("create", &path, error))?;
        Ok(Self { file, path, bytes: 0, is_summed: true })
    }

    /// Goes on with a file of the log, or begins it.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: PathBuf) -> Result<Self, PersistError> {
        let open = || {
            let mut file = File::options().create(true).truncate(false).write(true).open(&path)?;
            let bytes = file.seek(SeekFrom::End(0))?;
            Ok((file, bytes))
        };
        let (file, bytes) = open().map_err(|error| PersistError::file("open", &path, error))?;
        Ok(Self { file, path, bytes, is_summed: bytes == 0 })
    }
}

#[derive(Debug)]
enum Piece {
    Bytes(Vec<u8>),
    /// What follows goes to another file.
    Switch(Tail),
    /// Close the file.
    Stop,
}

#[derive(Debug, Default)]
struct Shared {
    pieces: VecDeque<Piece>,
    /// The database of the last command; none at the start of a file.
    database: Option<u32>,
    is_stopping: bool,
    /// The thread has come to its end.
    is_stopped: bool,
}

/// The log.
#[derive(Debug)]
pub struct Log {
    shared: Mutex<Shared>,
    wake: Condvar,
    stopped: Condvar,
    policy: AtomicU8,
    /// Bytes since the start of the server: appended, written, synced.
    appended: AtomicU64,
    written: AtomicU64,
    synced: AtomicU64,
    /// Bytes of the file that is written to.
    size: AtomicU64,
    /// For each worker: whether it holds replies back.
    waiting: Vec<AtomicBool>,
    failed: AtomicBool,
    /// Why.
    failure: Mutex<String>,
    /// Syncs so far.
    pub syncs: AtomicU64,
    /// Those that a second was to pass before, and two did: the disk is slow.
    pub delayed: AtomicU64,
}

impl Sink for Log {
    fn append(&self, effects: &[Effect]) {
        let mut shared = self.shared.lock();
        let mut added = 0;
        for effect in effects.iter().filter(|effect| effect.reach == Reach::All) {
            if shared.database != Some(effect.database) {
                shared.database = Some(effect.database);
                added += shared.push(&effect.select());
            }
            added += shared.push(&effect.command);
        }
        let before = self.appended.fetch_add(added as u64, Ordering::AcqRel);
        let is_much = before + added as u64 - self.written.load(Ordering::Relaxed) > PIECE_BYTES as u64;
        if is_much || self.policy() == Policy::Always {
            self.wake.notify_one();
        }
    }
}

impl Shared {
    fn push(&mut self, bytes: &[u8]) -> usize {
        match self.pieces.back_mut() {
            Some(Piece::Bytes(piece)) if piece.len() < PIECE_BYTES => piece.extend_from_slice(bytes),
            _ => self.pieces.push_back(Piece::Bytes(bytes.to_vec())),
        }
        bytes.len()
    }
}

impl Log {
    /// A log that is off, for so many workers.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self {
            shared: Mutex::default(),
            wake: Condvar::new(),
            stopped: Condvar::new(),
            policy: AtomicU8::new(Policy::Off as u8),
            appended: AtomicU64::new(0),
            written: AtomicU64::new(0),
            synced: AtomicU64::new(0),
            size: AtomicU64::new(0),
            waiting: std::iter::repeat_with(AtomicBool::default).take(workers).collect(),
            failed: AtomicBool::new(false),
            failure: Mutex::default(),
            syncs: AtomicU64::new(0),
            delayed: AtomicU64::new(0),
        }
    }

    /// When effects are durable.
    #[inline]
    #[must_use]
    pub fn policy(&self) -> Policy {
        match self.policy.load(Ordering::Relaxed) {
            0 => Policy::Off,
            1 => Policy::No,
            2 => Policy::EverySecond,
            _ => Policy::Always,
        }
    }

    /// Sets when effects are durable.
    pub fn set_policy(&self, policy: Policy) {
        self.policy.store(policy as u8, Ordering::Release);
        self.wake.notify_one();
    }

    /// Has what is appended from now on go to `tail`. Called with all stripes held.
    pub fn switch(&self, tail: Tail) {
        let mut shared = self.shared.lock();
        shared.pieces.push_back(Piece::Switch(tail));
        shared.database = None;
    }

    /// Closes the file, once everything is in it.
    pub fn close(&self) {
        self.shared.lock().pieces.push_back(Piece::Stop);
        self.set_policy(Policy::Off);
    }

    /// How many bytes must be on the disk before replies of now may leave; nothing where they may leave at once. While
    /// the disk refuses, who has written nothing is answered, or nobody could be told why.
    #[inline]
    #[must_use]
    pub fn mark(&self, whose: Whose) -> Option<u64> {
        match self.policy() {
            _ if whose == Whose::Reader && self.failed.load(Ordering::Relaxed) => None,
            Policy::Off => None,
            Policy::Always => {
                let appended = self.appended.load(Ordering::Acquire);
                (appended > self.synced.load(Ordering::Acquire)).then_some(appended)
            }
            Policy::No | Policy::EverySecond => {
                let least = self.appended.load(Ordering::Acquire).saturating_sub(MOST_BEHIND);
                (least > self.written.load(Ordering::Acquire)).then_some(least)
            }
        }
    }

    /// Whether replies held back until `mark` may leave, as [`mark`](Self::mark) has it.
    #[inline]
    #[must_use]
    pub fn has_reached(&self, mark: u64, whose: Whose) -> bool {
        match self.policy() {
            Policy::Off => true,
            _ if whose == Whose::Reader && self.failed.load(Ordering::Acquire) => true,
            Policy::Always => self.synced.load(Ordering::SeqCst) >= mark,
            Policy::No | Policy::EverySecond => self.written.load(Ordering::SeqCst) >= mark,
        }
    }

    /// A worker holds replies back: it gets a letter after the next step of the log.
    pub fn wait(&self, worker: usize) {
        if let Some(flag) = self.waiting.get(worker) {
            flag.store(true, Ordering::SeqCst);
        }
    }

    /// Why the last attempt to write failed; nothing where it did not.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.failed.load(Ordering::Acquire).then(|| self.failure.lock().clone())
    }

    /// Bytes of the file that is written to.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size.load(Ordering::Relaxed)
    }

    /// Bytes appended that are not written yet.
    #[must_use]
    pub fn pending_bytes(&self) -> u64 {
        self.appended.load(Ordering::Relaxed).saturating_sub(self.written.load(Ordering::Relaxed))
    }

    /// Waits until everything appended so far is written and synced, or the disk failed, or the log is off.
    pub fn settle(&self) {
        let target = self.appended.load(Ordering::Acquire);
        while self.policy() != Policy::Off && self.failure().is_none() && self.synced.load(Ordering::Acquire) < target {
            self.wake.notify_one();
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Ends the thread once everything is on the disk; gives up when the disk fails.
    pub fn stop(&self) {
        let mut shared = self.shared.lock();
        shared.is_stopping = true;
        self.wake.notify_one();
        while !shared.is_stopped {
            self.stopped.wait_for(&mut shared, Duration::from_millis(100));
        }
    }

    /// The thread: writes and syncs until [`stop`](Self::stop). `on_change` is called when the disk fails or works again.
    pub fn run(&self, mailboxes: &[std::sync::Arc<Mailbox>], on_change: impl Fn()) {
        let mut writer =
            Writer { log: self, tail: None, left: VecDeque::new(), last_sync: Instant::now(), is_poisoned: false };
        loop {
            let is_stopping = {
                let mut shared = self.shared.lock();
                if !shared.is_stopping && (shared.pieces.is_empty() || self.policy() != Policy::Always) {
                    let tick = if self.policy() == Policy::Off { OFF_TICK } else { TICK };
                    self.wake.wait_for(&mut shared, tick);
                }
                writer.left.append(&mut shared.pieces);
                shared.is_stopping
            };
            let outcome = writer.step(is_stopping);
            let had_failed = self.failed.load(Ordering::Acquire);
            match &outcome {
                Ok(()) => self.failed.store(false, Ordering::Release),
                Err(error) => {
                    if !had_failed {
                        tracing::error!(error = &error.to_string(), reason = error.reason(), "the log is not written");
                    }
                    *self.failure.lock() = error.reason();
                    self.failed.store(true, Ordering::Release);
                }
            }
            if had_failed != outcome.is_err() {
                on_change();
            }
            for (flag, mailbox) in self.waiting.iter().zip(mailboxes) {
                if flag.load(Ordering::SeqCst) && flag.swap(false, Ordering::SeqCst) {
                    mailbox.post(Mail::Durable);
                }
            }
            if is_stopping && (outcome.is_err() || self.shared.lock().pieces.is_empty()) {
                self.shared.lock().is_stopped = true;
                self.stopped.notify_all();
                return;
            }
            if outcome.is_err() {
                std::thread::sleep(REST);
            }
        }
    }
}

/// The thread's own.
struct Writer<'l> {
    log: &'l Log,
    tail: Option<Tail>,
    /// Taken and not written yet.
    left: VecDeque<Piece>,
    last_sync: Instant,
    /// A sync failed, and the system may have thrown away what it had not written, and the next one would not say so; or
    /// half a command could not be cut off again.
    is_poisoned: bool,
}

impl Writer<'_> {
    fn step(&mut self, is_stopping: bool) -> Result<(), PersistError> {
        let has_failed = self.is_poisoned || self.log.failed.load(Ordering::Acquire);
        if has_failed && !self.give_up() && self.is_poisoned {
            let path = self.tail.as_ref().map_or(std::path::Path::new(""), |tail| &tail.path);
            let error = std::io::Error::other("an earlier write or sync failed; turn the log off and on again");
            return Err(PersistError::file("sync", path, error));
        }
        while let Some(piece) = self.left.pop_front() {
            match piece {
                Piece::Bytes(mut bytes) => {
                    let count = bytes.len();
                    if let Err(error) = self.write(&mut bytes) {
                        bytes.truncate(count);
                        self.left.push_front(Piece::Bytes(bytes));
                        return Err(error);
                    }
                    self.log.written.fetch_add(count as u64, Ordering::SeqCst);
                }
                Piece::Switch(tail) => {
                    // What came before must not be lost while what follows is kept.
                    if let Err(error) = self.sync() {
                        self.left.push_front(Piece::Switch(tail));
                        return Err(error);
                    }
                    self.log.size.store(tail.bytes, Ordering::Relaxed);
                    self.tail = Some(tail);
                }
                Piece::Stop => {
                    self.sync()?;
                    self.tail = None;
                    self.log.size.store(0, Ordering::Relaxed);
                }
            }
        }
        let is_due = match self.log.policy() {
            Policy::Always => true,
            Policy::EverySecond => self.last_sync.elapsed() >= Duration::from_secs(1),
            Policy::No | Policy::Off => false,
        };
        if is_due || is_stopping { self.sync() } else { Ok(()) }
    }

    /// Leaves a file that cannot be trusted any more, with all that was to go to it, where the log was closed since:
    /// nobody waits for it then. Whether it was.
    fn give_up(&mut self) -> bool {
        let Some(stop) = self.left.iter().rposition(|piece| matches!(piece, Piece::Stop)) else { return false };
        for piece in self.left.drain(..=stop) {
            if let Piece::Bytes(bytes) = piece {
                self.log.written.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            }
        }
        self.log.synced.store(self.log.written.load(Ordering::SeqCst), Ordering::SeqCst);
        self.log.size.store(0, Ordering::Relaxed);
        (self.tail, self.is_poisoned) = (None, false);
        true
    }

    /// Writes commands and, behind them, their sum.
    fn write(&mut self, bytes: &mut Vec<u8>) -> Result<(), PersistError> {
        // Without a file there is nobody to keep it for: the log was closed.
        let Some(tail) = &mut self.tail else { return Ok(()) };
        let starts = if tail.is_summed { &[][..] } else { commands::SUM_STARTS };
        bytes.extend_from_slice(commands::sum_of(bytes).as_bytes());
        if let Err(error) = tail.file.write_all(starts).and_then(|()| tail.file.write_all(bytes)) {
            // Half a command must not stay: the rest would never be understood.
            let mended = tail.file.set_len(tail.bytes).and_then(|()| tail.file.seek(SeekFrom::Start(tail.bytes)));
            if let Err(error) = mended {
                tracing::error!(%error, path = %tail.path.display(), "cannot cut the log back");
                self.is_poisoned = true;
            }
            return Err(PersistError::file("write", &tail.path, error));
        }
        tail.bytes += (starts.len() + bytes.len()) as u64;
        tail.is_summed = true;
        self.log.size.store(tail.bytes, Ordering::Relaxed);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), PersistError> {
        let written = self.log.written.load(Ordering::SeqCst);
        if written > self.log.synced.load(Ordering::SeqCst) {
            if let Some(tail) = &mut self.tail {
                let synced = tail.file.sync_data();
                self.is_poisoned = synced.is_err();
                synced.map_err(|error| PersistError::file("sync", &tail.path, error))?;
                self.log.syncs.fetch_add(1, Ordering::Relaxed);
                if self.log.policy() == Policy::EverySecond && self.last_sync.elapsed() >= LATE {
                    self.log.delayed.fetch_add(1, Ordering::Relaxed);
                }
            }
            self.log.synced.store(written, Ordering::SeqCst);
        }
        self.last_sync = Instant::now();
        Ok(())
    }
}
