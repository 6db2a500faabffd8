//! Makes a damaged file right with as few bytes as possible, out of any number of sources.
//!
//! ```text
//! check (sums of pieces) ─▶ bad ranges ─┐
//! or compare: all ranges ───────────────┴▶ fetch, prove ─▶ patch ─▶ prove the whole ─▶ change the file
//! ```
//! The file is changed last, when everything is there and known to be right; until then nothing of it is touched.

mod check;
mod patch;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub use self::check::bad_pieces;

use self::patch::Patch;
use super::Progress;
use super::begin::policy;
use crate::applets::fetch::checksum::{self, Checksum, Summer};
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::event::Event;
use crate::applets::fetch::map::{Grain, Map};
use crate::applets::fetch::metalink::Pieces;
use crate::applets::fetch::plan::{Plan, Workers};
use crate::applets::fetch::source::{Ask, Connection, Known, Place, Ranged, Ranges};
use crate::applets::fetch::span::{Span, Spans};
use crate::applets::fetch::store::{Existing, Store};
use crate::kit::event::Sink;
use crate::kit::random::Random;
use crate::kit::retry::{GaveUp, Reason, Trouble, retry};

/// Compared with one request: few requests, and little to do again where one breaks.
const COMPARED_BYTES: u64 = 4 << 20;

/// Connections where the user leaves it to us: ranges are few and small.
const AUTO: usize = 4;

/// How finely differences are found: a sector of today's disks, a page of memory.
const PAGE_BYTES: usize = 4096;

/// The most that is received at once.
const BLOCK_BYTES: u64 = 256 << 10;

/// What is to be made right, and how that is known.
#[derive(Debug)]
pub struct Task {
    /// Connections, patience and tries; its target is the file.
    pub plan: Plan,
    /// Sums of pieces.
    pub pieces: Option<Pieces>,
    /// What to do where there are none.
    pub blind: Blind,
    /// Where the bytes are; at least one.
    pub sources: Vec<Arc<dyn Ranged>>,
    /// What is there, being fetched, missing.
    pub progress: Arc<Progress>,
    /// Rare facts.
    pub events: Sink<Event>,
    /// Ends it, with the file as it was.
    pub stop: CancellationToken,
}

/// What to do where nothing tells which parts are bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blind {
    /// That is an error.
    Refuse,
    /// Everything is read from the sources; what differs is taken over.
    Compare,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Bytes of the file as it is now.
    pub size_bytes: u64,
    /// What was changed, in order.
    pub repaired: Spans,
    /// Bytes that came from the sources.
    pub fetched_bytes: u64,
    /// The sum that was promised, where one was: the file has it.
    pub checksum: Option<Checksum>,
}

/// Repairs.
///
/// # Errors
/// [`FetchError`]; the file is then as it was.
pub async fn execute(task: Task) -> Result<Outcome, FetchError> {
    let path = task.plan.label();
    let store = Arc::new(Store::open(&path, Existing::Continue, 0)?);
    let (bad, sound) = examine(&task, &store).await?;
    let there = store.bytes()?;
    let promised = task.plan.size_bytes;
    if sound && promised.is_none_or(|size| size == there) {
        let checksum = task.plan.expected;
        return Ok(Outcome { size_bytes: there, repaired: Spans::default(), fetched_bytes: 0, checksum });
    }
    if bad.is_none() && task.blind == Blind::Refuse {
        return Err(FetchError::Unlocated { path });
    }
    let repair = Arc::new(Repair::begin(task, store, bad).await?);
    fetch(&repair).await?;
    tokio::task::spawn_blocking(move || repair.conclude()).await.map_err(|_| FetchError::Panicked)?
}

/// The pieces that are bad, `None` where nothing tells; and whether the file is known to be right.
async fn examine(task: &Task, store: &Arc<Store>) -> Result<(Option<Vec<Wanted>>, bool), FetchError> {
    let (file, path) = (store.duplicate()?, store.path().to_owned());
    let (pieces, expected, size) = (task.pieces.clone(), task.plan.expected.clone(), task.plan.size_bytes);
    let work = move || {
        let bad = pieces.map(|pieces| bad_pieces(&file, &pieces, size)).transpose()?;
        let no_bad = bad.as_ref().is_none_or(Vec::is_empty);
        let right = match &expected {
            Some(expected) if no_bad => checksum::of_file(&file, expected.algorithm())? == *expected,
            Some(_) => false,
            None => bad.is_some() && no_bad,
        };
        Ok::<_, std::io::Error>((bad, right))
    };
    let examined = tokio::task::spawn_blocking(work).await.map_err(|_| FetchError::Panicked)?;
    let (bad, right) = examined.map_err(|error| crate::kit::fs::FileError::new("read", &path, error))?;
    let wanted = |(span, checksum)| Wanted { span, checksum: Some(checksum) };
    Ok((bad.map(|bad| bad.into_iter().map(wanted).collect()), right))
}

/// A range to fetch.
#[derive(Debug, Clone)]
struct Wanted {
    span: Span,
    /// What it must be; without, it is compared with what is there.
    checksum: Option<Checksum>,
}

/// What the workers share.
#[derive(Debug)]
struct Repair {
    task: Task,
    store: Arc<Store>,
    patch: Patch,
    /// Bytes of the file as it should be.
    size_bytes: u64,
    /// What nobody has taken yet. Held for one removal.
    wanted: Mutex<VecDeque<Wanted>>,
    /// By source: what its first answer said; it must stay so.
    known: Vec<Mutex<Option<Known>>>,
    fetched_bytes: AtomicU64,
}

impl Repair {
    async fn begin(task: Task, store: Arc<Store>, bad: Option<Vec<Wanted>>) -> Result<Self, FetchError> {
        let patch = Patch::create(store.path())?;
        let known = task.sources.iter().map(|_| Mutex::new(None)).collect();
        let (wanted, fetched_bytes) = (Mutex::default(), AtomicU64::new(0));
        let size_bytes = task.plan.size_bytes.unwrap_or(0);
        let mut repair = Self { task, store, patch, size_bytes, wanted, known, fetched_bytes };
        if repair.task.plan.size_bytes.is_none() {
            repair.size_bytes = repair.ask_size().await?;
        }
        let there = repair.store.bytes()?;
        if bad.is_none() && repair.task.plan.expected.is_none() && repair.size_bytes < there {
            // Without a promise, whatever the source has would cut off what the user has.
            let what = format!("it has only {} bytes, and the file has {there}", repair.size_bytes);
            return Err(FetchError::Changed { url: repair.task.sources[0].shown(), what });
        }
        let whole = Span::new(0, repair.size_bytes);
        let wanted: VecDeque<Wanted> = if let Some(bad) = bad {
            bad.into_iter().map(|wanted| Wanted { span: wanted.span.overlap(whole), ..wanted }).collect()
        } else {
            let starts = (0..repair.size_bytes).step_by(COMPARED_BYTES as usize);
            let span = |start| Span::new(start, start + COMPARED_BYTES).overlap(whole);
            starts.map(|start| Wanted { span: span(start), checksum: None }).collect()
        };
        let missing: Spans = wanted.iter().map(|wanted| wanted.span).collect();
        let good: Spans = missing.gaps(whole).collect();
        *repair.task.progress.map() = Map::new(whole, &good, Grain::default());
        repair.wanted = Mutex::new(wanted);
        Ok(repair)
    }

    /// The size, from the first source that tells it.
    async fn ask_size(&self) -> Result<u64, FetchError> {
        let mut lines: Vec<Option<Box<dyn Connection>>> = self.task.sources.iter().map(|_| None).collect();
        self.trying(0, async |source| {
            self.open(&mut lines, source, Span::new(0, 1)).await?;
            let known = self.known(source).clone().and_then(|known| known.size);
            known.ok_or_else(|| self.bad(source, "the source does not tell its size"))
        })
        .await
    }

    /// Fetches what is wanted until nothing is.
    async fn work(&self, worker: usize) -> Result<(), FetchError> {
        let mut lines: Vec<Option<Box<dyn Connection>>> = self.task.sources.iter().map(|_| None).collect();
        loop {
            let next = self.wanted.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(wanted) = next else { return Ok(()) };
            let claim = self.task.progress.map().claim_at(worker, wanted.span);
            let place = if wanted.checksum.is_some() { self.patch.reserve(wanted.span.bytes()) } else { 0 };
            let fetched = self
                .trying(worker, async |source| match &wanted.checksum {
                    Some(checksum) => self.piece(&mut lines, source, (wanted.span, place), checksum).await,
                    None => self.compare(&mut lines, source, wanted.span).await,
                })
                .await;
            if let Some(claim) = claim {
                let mut map = self.task.progress.map();
                map.reserve(claim.id, wanted.span.bytes());
                map.commit(claim.id, if fetched.is_ok() { wanted.span.bytes() } else { 0 });
                map.release(claim.id);
            }
            fetched?;
        }
    }

    /// Tries one source after the other, with pauses that grow.
    async fn trying<T>(
        &self,
        worker: usize,
        mut work: impl AsyncFnMut(usize) -> Result<T, FetchError>,
    ) -> Result<T, FetchError> {
        let sources = self.task.sources.len();
        let attempt = async |number: u32| {
            let source = (worker + number as usize - 1) % sources;
            let result = tokio::select! {
                biased;
                () = self.task.stop.cancelled() => Err(FetchError::Cancelled),
                result = work(source) => result,
            };
            result.map_err(|error| match error.retry() {
                // Another source may do what this one cannot.
                Retry::Never if sources > 1 && (number as usize) < sources => Trouble::passing(error),
                Retry::Never => Trouble::Lasting(error),
                Retry::Backoff => Trouble::passing(error),
                Retry::After(after) => Trouble::Passing { error, after: Some(after) },
            })
        };
        let result = retry(policy(&self.task.plan), Random::from_system(), &self.task.stop, attempt).await;
        result.map_err(|gave_up| match gave_up {
            GaveUp { reason: Reason::Cancelled, .. } => FetchError::Cancelled,
            GaveUp { error, .. } => error,
        })
    }

    /// Asks a source for a range.
    async fn open<'a>(
        &self,
        lines: &'a mut [Option<Box<dyn Connection>>],
        source: usize,
        span: Span,
    ) -> Result<&'a mut Box<dyn Connection>, FetchError> {
        let line = lines[source].get_or_insert_with(|| self.task.sources[source].connection());
        let ask = Ask { span, known: self.known(source).clone(), newer_than: None };
        let facts = timeout(self.task.plan.stall + self.task.sources[source].patience(), line.open(&ask))
            .await
            .map_err(|_| self.stalled(source))??;
        if facts.ranges == Ranges::No && self.size_bytes != 0 && span.bytes() < self.size_bytes {
            return Err(FetchError::NoRanges { url: self.task.sources[source].shown() });
        }
        if let (Some(size), true) = (facts.known.size, self.size_bytes > 0)
            && size != self.size_bytes
        {
            let what = format!("it has {size} bytes, and the file is to have {}", self.size_bytes);
            return Err(FetchError::Changed { url: self.task.sources[source].shown(), what });
        }
        self.known(source).get_or_insert(facts.known);
        Ok(line)
    }

    fn known(&self, source: usize) -> std::sync::MutexGuard<'_, Option<Known>> {
        self.known[source].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next bytes of an answer; more than none.
    async fn receive(&self, line: &mut dyn Connection, source: usize, most: u64) -> Result<Vec<u8>, FetchError> {
        let limits = line.limits();
        let most = limits.piece_bytes(most.min(BLOCK_BYTES) as usize) as u64;
        limits.take(most).await;
        let mut bytes = Vec::new();
        let received = timeout(self.task.plan.stall, line.receive(Place::Memory(&mut bytes), most)).await;
        let received = received.map_err(|_| self.stalled(source)).flatten();
        limits.give_back(most - received.as_ref().map_or(0, |bytes| *bytes));
        if received? == 0 {
            return Err(self.bad(source, "the answer ended too early"));
        }
        self.fetched_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    }

    /// Fetches a piece whose sum is known.
    async fn piece(
        &self,
        lines: &mut [Option<Box<dyn Connection>>],
        source: usize,
        (span, place): (Span, u64),
        checksum: &Checksum,
    ) -> Result<(), FetchError> {
        let line = self.open(lines, source, span).await?;
        let (mut summer, mut at) = (Summer::new(checksum.algorithm()), span.start);
        while at < span.end {
            let bytes = self.receive(&mut **line, source, span.end - at).await?;
            self.patch.write(place + (at - span.start), &bytes)?;
            summer.update(&bytes);
            at += bytes.len() as u64;
        }
        if summer.finish() != *checksum {
            let url = self.task.sources[source].shown();
            return Err(FetchError::Range { url, problem: format!("bytes {span} are not those that were promised") });
        }
        self.patch.keep(span, place);
        Ok(())
    }

    /// Fetches a range, and keeps what differs.
    async fn compare(
        &self,
        lines: &mut [Option<Box<dyn Connection>>],
        source: usize,
        span: Span,
    ) -> Result<(), FetchError> {
        let line = self.open(lines, source, span).await?;
        let (mut at, mut found) = (span.start, Vec::new());
        let mut ours = vec![0; BLOCK_BYTES as usize];
        while at < span.end {
            let theirs = self.receive(&mut **line, source, span.end - at).await?;
            let there = self.store.read(at, &mut ours[..theirs.len()])?;
            for (number, page) in theirs.chunks(PAGE_BYTES).enumerate() {
                let from = number * PAGE_BYTES;
                let is_same = from + page.len() <= there && ours[from..from + page.len()] == *page;
                if !is_same {
                    let place = self.patch.reserve(page.len() as u64);
                    self.patch.write(place, page)?;
                    let start = at + from as u64;
                    found.push((Span::new(start, start + page.len() as u64), place));
                }
            }
            at += theirs.len() as u64;
        }
        // Only a range that is whole counts: one that breaks is fetched again.
        for (span, place) in found {
            self.patch.keep(span, place);
        }
        Ok(())
    }

    /// Everything is there: proves it, and changes the file.
    fn conclude(&self) -> Result<Outcome, FetchError> {
        let checksum = self.task.plan.expected.clone();
        if let Some(expected) = &checksum {
            let found = self.patch.sum(&self.store, self.size_bytes, expected.algorithm())?;
            if found != *expected {
                let (algorithm, expected, found) = (expected.algorithm().name(), expected.hex(), found.hex());
                return Err(FetchError::Unrepaired { path: self.store.path().to_owned(), algorithm, expected, found });
            }
        }
        if self.task.stop.is_cancelled() {
            return Err(FetchError::Cancelled);
        }
        self.patch.apply(&self.store, self.size_bytes)?;
        let fetched_bytes = self.fetched_bytes.load(Ordering::Relaxed);
        Ok(Outcome { size_bytes: self.size_bytes, repaired: self.patch.spans(), fetched_bytes, checksum })
    }

    fn stalled(&self, source: usize) -> FetchError {
        FetchError::Stalled { url: self.task.sources[source].shown(), after: self.task.plan.stall }
    }

    fn bad(&self, source: usize, problem: &str) -> FetchError {
        FetchError::Broken { url: self.task.sources[source].shown(), problem: problem.to_owned() }
    }
}

/// Has everything fetched that is wanted.
async fn fetch(repair: &Arc<Repair>) -> Result<(), FetchError> {
    let ranges = repair.wanted.lock().unwrap_or_else(PoisonError::into_inner).len();
    let workers = match repair.task.plan.workers {
        Workers::Auto(most) => most.min(AUTO),
        Workers::Fixed(count) => count.max(1),
    };
    // The first error ends all: who is dropped has changed nothing.
    try_join_all((0..workers.min(ranges)).map(|worker| repair.work(worker))).await.map(|_| ())
}
