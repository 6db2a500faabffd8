//! One download from its first request to the file that is whole.
//!
//! ```text
//! begin (state, first answer, file) → workers ─ map: who fetches what ─▶ store
//!                                      │  ├─ inspection checks sums of pieces, undoes what is wrong
//!                                      │  └─ hasher follows the frontier
//!                                      └─ keeper saves the state
//! → finish (hash, name, time; the state file goes)
//! ```
//! Workers are tasks that share one map under one lock, asked once for each piece of up to a mebibyte. Bytes never pass
//! through a channel: the worker that received them has written them.

mod adopt;
mod begin;
mod crew;
mod inspection;
mod keeper;
mod look;
mod pace;
pub mod pipe;
mod progress;
mod record;
pub mod recorded;
pub mod repair;
mod replaced;
mod to_file;
mod tries;
mod work;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

pub use self::begin::Begun;
pub use self::inspection::BadPiece;
pub use self::look::{look, read};
pub use self::progress::Progress;

use self::inspection::Inspector;
use self::keeper::Keeper;
use self::to_file::ToFile;
use self::work::{Work, wants_sha256};
use self::worker::Worker;
use super::checksum::{self, Algorithm, Checksum};
use super::error::FetchError;
use super::event::Event;
use super::hash::{Hashed, Hasher};
use super::plan::{Mtime, Plan, Record, Workers};
use super::report::{Ending, Report};
use super::source::{Ranged, Ranges};
use super::state::path_of;
use super::store::{Durability, Store};
use crate::kit::event::Sink;
use crate::kit::fs::FileError;

/// Everything an engine needs beside the plan.
#[derive(Debug)]
pub struct Parts {
    /// Where the bytes come from.
    pub source: Arc<dyn Ranged>,
    /// Where others see how far it is.
    pub progress: Arc<Progress>,
    /// Rare facts.
    pub events: Sink<Event>,
    /// Asks for a clean stop: what is there is saved.
    pub stop: CancellationToken,
}

/// Downloads. A stop is no error: the report says that it is unfinished.
///
/// # Errors
/// [`FetchError`]; what arrived before is saved, and the same plan goes on with it.
pub async fn execute(plan: &Plan, parts: &Parts) -> Result<Report, FetchError> {
    let span = tracing::info_span!("download", url = %parts.source.shown(), bytes = Empty, elapsed_ms = Empty);
    let began = Instant::now();
    let result = Box::pin(run(plan, parts)).instrument(span.clone()).await;
    note(&span, parts, began);
    result
}

async fn run(plan: &Plan, parts: &Parts) -> Result<Report, FetchError> {
    let started = Instant::now();
    let begun = match begin::begin(plan, parts).await {
        Err(FetchError::NotModified { file, .. }) => return Ok(Report::unchanged(file, parts)),
        Err(FetchError::Present { file, .. }) => return Ok(Report::present(file, parts)),
        begun => begun?,
    };
    let mut report = Report::new(begun.store.path().to_owned(), begun.resumed_bytes(), parts);
    let (work, first) = Work::new(plan, parts, begun)?;
    let work = Arc::new(work);
    let keeper = Keeper::start(Arc::clone(&work)).map_err(|error| work.store.broken("write", error))?;
    let inspector = Inspector::start(&work).map_err(|error| work.store.broken("read", error))?;
    let first = Worker::new(&work.crew, 0, first.connection, ToFile::new(&work)).answered(first.opened);
    let fetched = fetch(plan, &work, first).await;
    keeper.stop();
    if let Some(inspector) = inspector {
        inspector.stop();
    }
    report.transfer_seconds = started.elapsed().as_secs_f64();
    report.count(&parts.progress);
    if let Some(inspection) = &work.inspection {
        report.bad_pieces = inspection.bad();
    }
    if !work.is_complete() {
        let saved = work.give_up();
        let can_go_on = work.crew.ranges == Ranges::Yes;
        let fetched = work.failure().map_or(fetched, Err);
        if fetched.is_err() && can_go_on && report.done_bytes > 0 {
            let (path, done_bytes) = (report.file.clone(), report.done_bytes);
            parts.events.send(Event::Kept { path, done_bytes });
        }
        fetched?;
        saved?;
        if !parts.stop.is_cancelled() {
            // Bytes that came late were not those that had been proved.
            return Err(work.crew.broken("the last pieces could not be proved"));
        }
        (report.ending, report.can_go_on) = (Ending::Stopped, can_go_on);
        return Ok(report);
    }
    finish(plan, work, &mut report).await?;
    report.total_seconds = started.elapsed().as_secs_f64();
    tracing::info!(bytes = report.size_bytes, seconds = report.total_seconds, "done");
    Ok(report)
}

/// Has the span of a download know what came, and in how long.
fn note(span: &Span, parts: &Parts, began: Instant) {
    span.record("bytes", parts.progress.fetched()).record("elapsed_ms", began.elapsed().as_millis() as u64);
}

/// Runs the workers until all bytes are there, the user stops them, or none can go on.
async fn fetch(plan: &Plan, work: &Arc<Work>, first: Worker) -> Result<(), FetchError> {
    let crew = &work.crew;
    let mut tasks = JoinSet::new();
    let launch = |tasks: &mut JoinSet<Result<(), FetchError>>, worker: Worker| {
        tasks.spawn(worker.run().in_current_span());
    };
    crew.progress.workers.store(1, Ordering::Relaxed);
    launch(&mut tasks, first);
    let mut launched = 1;
    let several = crew.ranges == Ranges::Yes;
    let mut more = if several { worthwhile(plan.workers.first(), crew.progress.total_bytes()) - 1 } else { 0 };
    let mut growth = Growth::of(plan.workers, several);
    let mut ticks = interval(Growth::TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    let mut last = None;
    loop {
        for _ in 0..std::mem::take(&mut more) {
            crew.progress.workers.fetch_add(1, Ordering::Relaxed);
            launch(&mut tasks, Worker::new(crew, launched, crew.source.connection(), ToFile::new(work)));
            launched += 1;
        }
        tokio::select! {
            ended = tasks.join_next() => match ended {
                None => return last.map_or(Ok(()), Err),
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(error))) => last = Some(error),
                Some(Err(_)) => last = Some(FetchError::Panicked),
            },
            _ = ticks.tick(), if growth.is_some() => {
                if let Some(growing) = &mut growth {
                    more = growing.more(crew.progress.fetched(), crew.progress.workers.load(Ordering::Relaxed));
                }
            }
        }
    }
}

/// How many of the workers have something to do.
fn worthwhile(workers: usize, bytes: Option<u64>) -> usize {
    /// Less is there before another connection is.
    const LEAST_BYTES: u64 = 512 << 10;
    let most = bytes.map_or(1, |bytes| bytes.div_ceil(LEAST_BYTES).max(1));
    workers.min(usize::try_from(most).unwrap_or(usize::MAX))
}

/// Adds connections while they pay.
#[derive(Debug)]
struct Growth {
    most: usize,
    seen_bytes: u64,
    /// Bytes of the best tick so far.
    best: u64,
    settled: bool,
}

impl Growth {
    /// Long enough for most of slow start to be over, short enough to matter.
    const TICK: Duration = Duration::from_millis(500);

    /// What more connections must bring to be followed by still more.
    const GAIN: f64 = 1.1;

    /// Bytes of one connection in a tick, 256 MiB/s, beyond which not the way limits it but the machine: more of them
    /// would only be in each other's way.
    const ENOUGH_BYTES: u64 = 128 << 20;

    fn of(workers: Workers, several: bool) -> Option<Self> {
        match workers {
            Workers::Auto(most) if several => Some(Self { most, seen_bytes: 0, best: 0, settled: false }),
            _ => None,
        }
    }

    /// How many to add: as many again while the last ones brought a tenth.
    fn more(&mut self, fetched_bytes: u64, workers: usize) -> usize {
        let bytes = fetched_bytes.saturating_sub(self.seen_bytes);
        self.seen_bytes = fetched_bytes;
        self.settled |= self.best > 0 && (bytes as f64) < self.best as f64 * Self::GAIN;
        self.best = self.best.max(bytes);
        let fast = bytes / workers.max(1) as u64 > Self::ENOUGH_BYTES;
        if self.settled || fast || bytes == 0 { 0 } else { workers.min(self.most.saturating_sub(workers)) }
    }
}

/// The bytes are there: hashes them to the end, compares, and leaves nothing but the file.
async fn finish(plan: &Plan, work: Arc<Work>, report: &mut Report) -> Result<(), FetchError> {
    // The workers and the keeper are gone; nobody else holds it.
    let work = Arc::into_inner(work).ok_or(FetchError::Panicked)?;
    let whole = work.crew.progress.map().whole();
    report.size_bytes = Some(whole.bytes());
    let waiting = Instant::now();
    if let Some(hashed) = hash(plan, work.hasher, &work.store, whole.bytes()).await? {
        report.hash_seconds = Some(hashed.busy.as_secs_f64());
        report.sha256 = Some(hashed.sha256);
    }
    report.hash_wait_seconds = waiting.elapsed().as_secs_f64();
    work.store.finish(whole.bytes(), work.modified.filter(|_| plan.mtime == Mtime::Server))?;
    if let Some(expected) = plan.expected.as_ref() {
        let found = sum(expected.algorithm(), report, &work.store).await?;
        if found != *expected {
            let kept = set_aside(work.store.path())?;
            // It tells `fetch clean` that the file is ours.
            work.journal.rename(&path_of(&kept))?;
            if let Some(replaced) = work.replaced {
                replaced.put_back(work.store.path())?;
            }
            let algorithm = expected.algorithm().name();
            return Err(FetchError::Checksum { algorithm, expected: expected.hex(), found: found.hex(), kept });
        }
        report.verified = true;
        report.promised = plan.expected.clone().filter(|sum| sum.algorithm() != Algorithm::Sha256);
    }
    if plan.record == Record::Metalink {
        record::save(plan, &work.store, report).await?;
    }
    if plan.durability == Durability::Disk {
        settle(&work.store).await?;
    }
    // Until here a power cut finds the state, and what it calls durable.
    work.journal.remove()?;
    if let Some(replaced) = work.replaced {
        replaced.remove()?;
    }
    report.ending = Ending::Done;
    Ok(())
}

/// Waits until the file is on the disk.
async fn settle(store: &Arc<Store>) -> Result<(), FetchError> {
    let store = Arc::clone(store);
    tokio::task::spawn_blocking(move || store.settle()).await.map_err(|_| FetchError::Panicked)?
}

/// The hash of the whole file, by the thread that has followed it or by one of its own.
async fn hash(plan: &Plan, hasher: Option<Hasher>, store: &Store, bytes: u64) -> Result<Option<Hashed>, FetchError> {
    if !wants_sha256(plan) {
        return Ok(None);
    }
    let hasher = match hasher {
        Some(hasher) => hasher,
        None => Hasher::start(store.duplicate()?, &super::hash::Midstate::default())
            .map_err(|error| store.broken("read", error))?,
    };
    hasher.follow(bytes);
    let result = tokio::task::spawn_blocking(move || hasher.finish()).await.map_err(|_| FetchError::Panicked)?;
    result.map(Some).map_err(|error| store.broken("read", error))
}

/// The sum that is to be compared: the one that was made meanwhile, or, for another algorithm, one over the whole file.
async fn sum(algorithm: Algorithm, report: &Report, store: &Store) -> Result<Checksum, FetchError> {
    let made = report.sha256.as_deref().filter(|_| algorithm == Algorithm::Sha256);
    if let Some(found) = made.and_then(|digits| Checksum::from_hex(algorithm, digits).ok()) {
        return Ok(found);
    }
    let file = store.duplicate()?;
    let summed = tokio::task::spawn_blocking(move || checksum::of_file(&file, algorithm)).await;
    summed.map_err(|_| FetchError::Panicked)?.map_err(|error| store.broken("read", error))
}

/// Gives a file with the wrong bytes the name `NAME.bad`.
fn set_aside(path: &Path) -> Result<PathBuf, FetchError> {
    let named = |number: u32| {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(if number == 0 { ".bad".to_owned() } else { format!(".{number}.bad") });
        path.with_file_name(name)
    };
    // An earlier one of ours may go, anybody else's not.
    let is_free = |path: &PathBuf| !path.exists() || path_of(path).exists();
    let kept = (0..u32::MAX).map(named).find(is_free).unwrap_or_else(|| named(0));
    std::fs::rename(path, &kept).map_err(|error| FileError::new("rename", path, error))?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_double_while_they_pay() {
        let mut growth = Growth::of(Workers::Auto(8), true).unwrap();
        assert_eq!(growth.more(0, 1), 0, "nothing came yet");
        assert_eq!(growth.more(100, 1), 1);
        assert_eq!(growth.more(300, 2), 2);
        assert_eq!(growth.more(700, 4), 4);
        assert_eq!(growth.more(1500, 8), 0, "the ceiling");
        let mut growth = Growth::of(Workers::Auto(8), true).unwrap();
        assert_eq!((growth.more(100, 1), growth.more(205, 2), growth.more(400, 2)), (1, 0, 0), "they brought nothing");
        let mut growth = Growth::of(Workers::Auto(8), true).unwrap();
        assert_eq!((growth.more(1 << 30, 1), growth.more(1 << 31, 1)), (0, 0), "one is fast enough");
        assert!(Growth::of(Workers::Auto(8), false).is_none() && Growth::of(Workers::Fixed(3), true).is_none());
    }
}
