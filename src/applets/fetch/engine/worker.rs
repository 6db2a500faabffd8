//! One worker: takes claims from the map and has their bytes fetched and written, until nothing is left to take.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::begin::{Begun, record};
use super::inspection::Inspection;
use super::pace::Pace;
use super::tries::{Team, Tries};
use super::{Parts, Progress};
use crate::applets::fetch::checksum::Algorithm;
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::event::Event;
use crate::applets::fetch::hash::{Hasher, Midstate};
use crate::applets::fetch::map::{Claim, ClaimId, Grain, How, Map, UNKNOWN};
use crate::applets::fetch::plan::{Hash, Plan};
use crate::applets::fetch::source::{Ask, Connection, Known, Place, Ranged, Ranges};
use crate::applets::fetch::span::{Span, Spans};
use crate::applets::fetch::state::{Document, Journal};
use crate::applets::fetch::store::Store;
use crate::kit::event::Sink;
use crate::kit::limit::Limits;

/// The most that is moved before the map is asked again: what a pipe holds.
const PIECE_BYTES: u64 = 1 << 20;

/// How long a worker with nothing to do waits before it repeats the rest of a slow one: most rests are there by then.
pub(super) const HEDGE_AFTER: Duration = Duration::from_millis(100);

/// How often it looks whether there is something to do.
pub(super) const IDLE_TICK: Duration = Duration::from_millis(20);

/// Everything the workers of one download share.
#[derive(Debug)]
pub(super) struct Work {
    plan: Plan,
    pub(super) source: Arc<dyn Ranged>,
    pub(super) progress: Arc<Progress>,
    pub(super) store: Arc<Store>,
    pub(super) journal: Journal,
    /// None where nothing is hashed, or only at the end.
    pub(super) hasher: Option<Hasher>,
    /// None where no sums of pieces are known.
    pub(super) inspection: Option<Inspection>,
    pub(super) ranges: Ranges,
    pub(super) modified: Option<SystemTime>,
    known: Known,
    events: Sink<Event>,
    /// Cancelled by the user's wish to stop, and by whoever writes the last byte.
    over: CancellationToken,
    /// Something may have become free to take.
    changed: Notify,
    /// What an fsync has covered; written by the keeper.
    durable: Mutex<Spans>,
    /// Bytes after which a worker notes what it wrote.
    note_bytes: u64,
    /// Whether an earlier attempt had left something.
    resumed: bool,
}

impl Work {
    /// Takes over what was begun: the work, and the first worker's connection with its answer.
    pub(super) fn new(plan: &Plan, parts: &Parts, begun: Begun) -> Result<(Self, First), FetchError> {
        let Begun { store, journal, known, ranges, whole, done, durable, midstate, modified, connection, opened } =
            begun;
        let inspection = plan.pieces.clone().filter(|_| whole.end != UNKNOWN);
        let inspection = inspection.map(|pieces| Inspection::new(pieces, whole));
        // Among what was hashed before may be what is found to be wrong now.
        let midstate = if inspection.is_some() { Midstate::default() } else { midstate };
        let hasher = if wants_sha256(plan) && ranges == Ranges::Yes {
            // A saved state that cannot be read is as good as none: the bytes are there.
            let start =
                |from: &Midstate| Hasher::start(store.duplicate()?, from).map_err(|error| store.broken("read", error));
            Some(start(&midstate).or_else(|_| start(&Midstate::default()))?)
        } else {
            None
        };
        let resumed = done.bytes() > 0;
        *parts.progress.map() = Map::new(whole, &done, grain(whole, plan.workers.first()));
        let work = Self {
            plan: plan.clone(),
            source: Arc::clone(&parts.source),
            progress: Arc::clone(&parts.progress),
            store: Arc::new(store),
            journal,
            hasher,
            inspection,
            ranges,
            modified,
            known,
            events: parts.events.clone(),
            over: parts.stop.child_token(),
            changed: Notify::new(),
            durable: Mutex::new(durable),
            note_bytes: note_bytes(whole, plan.workers.first()),
            resumed,
        };
        work.follow(work.progress.map().frontier());
        Ok((work, First { connection, opened }))
    }

    /// Saves the state.
    pub(super) fn save(&self) -> Result<(), FetchError> {
        let _span = tracing::debug_span!("state").entered();
        Ok(self.journal.save(|| self.document())?)
    }

    /// Saves the bytes, then the state that says so.
    pub(super) fn save_durably(&self) -> Result<(), FetchError> {
        let done = self.progress.map().done().clone();
        self.store.sync()?;
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner) = done;
        self.save()
    }

    /// The download ends before its time: saves what is worth it, and leaves nothing that is not.
    pub(super) fn give_up(&self) -> Result<(), FetchError> {
        if self.progress.map().done().bytes() > 0 || self.resumed {
            return self.save();
        }
        self.journal.remove()?;
        let path = self.store.path();
        std::fs::remove_file(path).map_err(|error| self.store.broken("remove", error))
    }

    fn document(&self) -> Document {
        let map = self.progress.map();
        // Asked for after the map: the hash is never ahead of what is noted as done.
        let hash = self.hasher.as_ref().map(Hasher::midstate);
        let durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut document = record(&self.plan, self.store.path(), map.whole(), &self.known);
        (document.done, document.durable, document.hash) = (map.done().clone(), durable, hash);
        document.places = self.source.validators();
        document
    }

    /// The download is over for the workers.
    pub(super) fn end(&self) {
        self.over.cancel();
    }

    /// Whether all of it is there, and right as far as sums of pieces tell.
    pub(super) fn is_complete(&self) -> bool {
        self.progress.map().is_complete() && self.inspection.as_ref().is_none_or(Inspection::is_complete)
    }

    pub(super) fn end_if_complete(&self) {
        if self.is_complete() {
            self.end();
        }
    }

    /// Something has become free to take.
    pub(super) fn look_again(&self) {
        self.changed.notify_waiters();
    }

    /// Why sums of pieces end the download.
    pub(super) fn failure(&self) -> Option<FetchError> {
        self.inspection.as_ref().and_then(Inspection::failure)
    }

    pub(super) const fn events(&self) -> &Sink<Event> {
        &self.events
    }

    /// Has the hash go on to here, as far as that is known to be right.
    pub(super) fn follow(&self, frontier: u64) {
        let frontier = self.inspection.as_ref().map_or(frontier, |inspection| inspection.frontier().min(frontier));
        if let Some(hasher) = &self.hasher {
            hasher.follow(frontier - self.store.base());
        }
    }

    /// Workers among whom the rest is shared.
    fn workers(&self) -> usize {
        self.progress.workers().max(self.plan.workers.first())
    }

    fn broken(&self, problem: &str) -> FetchError {
        FetchError::Broken { url: self.source.shown(), problem: problem.to_owned() }
    }
}

/// The connection that has been used already.
#[derive(Debug)]
pub(super) struct First {
    pub(super) connection: Box<dyn Connection>,
    /// The bytes that its answer holds; `None` where nothing was asked for.
    pub(super) opened: Option<Span>,
}

/// Whether SHA-256 is computed as bytes arrive.
pub(super) fn wants_sha256(plan: &Plan) -> bool {
    let is_expected = plan.expected.as_ref().is_some_and(|sum| sum.algorithm() == Algorithm::Sha256);
    plan.hash != Hash::None || is_expected
}

/// Small files are shared as well; large ones are not cut finer than they need.
fn grain(whole: Span, workers: usize) -> Grain {
    let usual = Grain::default();
    if whole.end == UNKNOWN {
        return usual;
    }
    let chunk_bytes = (whole.bytes() / (workers as u64 * 8)).clamp(usual.steal_bytes, usual.chunk_bytes);
    Grain { chunk_bytes, ..usual }
}

/// A kill costs each worker what it has not noted: all of them together less than a hundredth of the whole.
fn note_bytes(whole: Span, workers: usize) -> u64 {
    let hundredth = if whole.end == UNKNOWN { u64::MAX } else { whole.bytes() / 128 };
    (hundredth / workers as u64).clamp(64 << 10, 4 << 20)
}

/// See the module.
#[derive(Debug)]
pub(super) struct Worker {
    number: usize,
    work: Arc<Work>,
    connection: Box<dyn Connection>,
    /// What the first answer holds, until it is claimed.
    opened: Option<Span>,
    /// Where the next byte of the answer under way belongs; `None` where there is no answer.
    position: Option<u64>,
    /// Where that answer ends; [`UNKNOWN`] where only its end will tell.
    answer_end: u64,
    /// Written, and not noted yet.
    unnoted: Span,
    /// Whether a byte has come since the last failure.
    moved: bool,
    /// How fast the answer under way comes.
    pace: Pace,
    /// What came, and in how long, where that is too little to go on.
    slow: Option<(u64, Duration)>,
}

impl Worker {
    pub(super) fn new(work: &Arc<Work>, number: usize, connection: Box<dyn Connection>) -> Self {
        let (opened, position, unnoted) = (None, None, Span::default());
        let answer_end = UNKNOWN;
        let (moved, pace, slow) = (false, Pace::default(), None);
        Self { number, work: Arc::clone(work), connection, opened, position, answer_end, unnoted, moved, pace, slow }
    }

    /// A worker whose connection has an answer already.
    pub(super) fn answered(self, opened: Option<Span>) -> Self {
        self.work.progress.answers.fetch_add(u64::from(opened.is_some()), Ordering::Relaxed);
        let answer_end = opened.map_or(UNKNOWN, |span| span.end);
        Self { position: opened.map(|span| span.start), answer_end, opened, ..self }
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    fn team(&self) -> Team<'_> {
        let Work { progress, events, over, .. } = &*self.work;
        Team { worker: self.number, progress, events, over }
    }

    /// Works until nothing is left to do.
    pub(super) async fn run(mut self) -> Result<(), FetchError> {
        let result = self.work_through().await;
        self.team().leave(result)
    }

    async fn work_through(&mut self) -> Result<(), FetchError> {
        let mut tries = Tries::new(&self.work.plan);
        while let Some(claim) = self.next_claim().await {
            let result = self.fetch(claim).await;
            self.note();
            let Err(error) = result else {
                self.work.progress.map().release(claim.id);
                continue;
            };
            self.position = None;
            self.work.progress.map().fail(claim.id);
            self.work.changed.notify_waiters();
            if self.work.over.is_cancelled() {
                return Ok(());
            }
            // Drips do not count as progress.
            if std::mem::take(&mut self.moved) && !matches!(error, FetchError::Trickle { .. }) {
                tries.begin_anew();
            }
            self.pause(error, &mut tries).await?;
        }
        Ok(())
    }

    /// Waits before the next attempt.
    ///
    /// # Errors
    /// There is to be none.
    async fn pause(&mut self, error: FetchError, tries: &mut Tries) -> Result<(), FetchError> {
        let alone = self.work.progress.workers() <= 1;
        let lost_ranges = alone && matches!(error, FetchError::NoRanges { .. });
        let retry = if lost_ranges { Retry::Backoff } else { error.retry() };
        let pause = tries.again(self.team(), error, retry)?;
        if self.work.ranges == Ranges::No || lost_ranges {
            self.start_over();
        }
        self.team().rest(pause).await;
        Ok(())
    }

    /// Without ranges, what was fetched before is of no use to the next attempt.
    fn start_over(&self) {
        let mut map = self.work.progress.map();
        let whole = map.whole();
        map.reset(whole);
    }

    /// Something to do; `None` when all is done or it is time to stop.
    async fn next_claim(&mut self) -> Option<Claim> {
        let idle_since = Instant::now();
        loop {
            if self.work.over.is_cancelled() {
                return None;
            }
            let taken = {
                let mut map = self.work.progress.map();
                if map.is_complete() && self.work.inspection.is_none() {
                    self.work.over.cancel();
                    return None;
                }
                let first = self.opened.take().and_then(|span| map.claim_at(self.number, span));
                let claim = first.or_else(|| map.claim(self.number, self.work.workers()));
                claim.or_else(|| (idle_since.elapsed() >= HEDGE_AFTER).then(|| map.hedge(self.number))?)
            };
            if let Some(claim) = taken {
                if claim.how != How::Fresh {
                    tracing::debug!(span = %claim.span, how = ?claim.how, "claim");
                }
                return Some(claim);
            }
            tokio::select! {
                () = self.work.over.cancelled() => return None,
                () = self.work.changed.notified() => {}
                () = sleep(IDLE_TICK) => {}
            }
        }
    }

    /// Fetches what a claim still lacks.
    async fn fetch(&mut self, claim: Claim) -> Result<(), FetchError> {
        loop {
            let limits = self.connection.limits();
            let piece_bytes = limits.piece_bytes(PIECE_BYTES as usize) as u64;
            let Some(next) = self.work.progress.map().reserve(claim.id, piece_bytes) else {
                let more = self.connection.left() != Some(0);
                if more && self.work.progress.map().extend(claim.id, self.work.workers()) {
                    continue;
                }
                return Ok(());
            };
            // Where only the end of the answer tells the size, it is for `receive` to say that this is it. The end of a
            // part is no end of the whole: what is behind it must be asked for.
            let may_end = self.work.progress.total_bytes().is_none() && self.answer_end == UNKNOWN;
            if self.position != Some(next.start) || (self.connection.left() == Some(0) && !may_end) {
                self.open(claim.id, next.start).await?;
                // There may turn out to be nothing.
                continue;
            }
            let bytes = self.receive(&self.connection.limits(), next).await?;
            if bytes == 0 {
                return self.ended(claim.id, next.start);
            }
            self.count(claim.id, Span::new(next.start, next.start + bytes));
            if let Some((bytes, over)) = self.slow.take() {
                return Err(FetchError::Trickle { url: self.work.source.shown(), bytes, over });
            }
        }
    }

    /// Moves the next bytes to the file, when the budgets allow; how many.
    async fn receive(&mut self, limits: &Limits, next: Span) -> Result<u64, FetchError> {
        // No time counts as a stall in which nobody listened.
        tokio::select! {
            biased;
            () = limits.take(next.bytes()) => {}
            () = self.work.over.cancelled() => return Err(FetchError::Cancelled),
        }
        let place = Place::File(&self.work.store, next.start);
        let (listening, patience) = (Instant::now(), self.work.plan.stall);
        let receive = timeout(self.work.plan.stall, self.connection.receive(place, next.bytes()));
        let received = tokio::select! {
            biased;
            received = receive => received,
            () = self.work.over.cancelled() => Ok(Err(FetchError::Cancelled)),
        };
        let stalled = |_| FetchError::Stalled { url: self.work.source.shown(), after: self.work.plan.stall };
        let received = received.map_err(stalled).flatten();
        limits.give_back(next.bytes() - received.as_ref().map_or(0, |bytes| *bytes));
        let bytes = received?;
        self.slow = self.pace.note(listening.elapsed(), bytes, patience);
        Ok(bytes)
    }

    async fn open(&mut self, claim: ClaimId, at: u64) -> Result<(), FetchError> {
        self.pace = Pace::default();
        let end = self.work.progress.map().rest(claim).map_or(UNKNOWN, |rest| rest.end);
        let end = self.work.plan.range_end(at, end);
        self.position = None;
        let ask = Ask { span: Span::new(at, end), known: Some(self.work.known.clone()), newer_than: None };
        let opened = tokio::select! {
            opened = timeout(self.work.plan.stall, self.connection.open(&ask)) => opened,
            () = self.work.over.cancelled() => return Err(FetchError::Cancelled),
        };
        let stalled = |_| FetchError::Stalled { url: self.work.source.shown(), after: self.work.plan.stall };
        let facts = opened.map_err(stalled)??;
        self.work.progress.answers.fetch_add(1, Ordering::Relaxed);
        (self.position, self.answer_end) = (Some(facts.span.start), facts.span.end);
        let mut map = self.work.progress.map();
        if facts.span.is_empty() && map.whole().end == UNKNOWN {
            map.end_at(at);
        }
        Ok(())
    }

    /// The answer has ended: where the size was unknown, that is it.
    fn ended(&mut self, claim: ClaimId, at: u64) -> Result<(), FetchError> {
        let mut map = self.work.progress.map();
        map.commit(claim, 0);
        if map.whole().end != UNKNOWN {
            return Err(self.work.broken("the answer ended too early"));
        }
        map.end_at(at);
        Ok(())
    }

    /// Bytes have been written.
    fn count(&mut self, claim: ClaimId, span: Span) {
        let work = &self.work;
        work.progress.fetched_bytes.fetch_add(span.bytes(), Ordering::Relaxed);
        let (frontier, complete) = {
            let mut map = work.progress.map();
            map.commit(claim, span.bytes());
            (map.frontier(), map.is_complete())
        };
        if let Some(inspection) = &work.inspection {
            inspection.came(span, self.connection.place());
        } else if complete {
            work.over.cancel();
        }
        work.follow(frontier);
        self.position = Some(span.end);
        self.moved = true;
        if self.unnoted.end != span.start {
            self.note();
            self.unnoted = span;
        }
        self.unnoted.end = span.end;
        if self.unnoted.bytes() >= self.work.note_bytes {
            self.note();
        }
    }

    /// Has the journal know what was written.
    fn note(&mut self) {
        let span = self.unnoted;
        self.unnoted.start = span.end;
        if span.is_empty() || self.work.ranges == Ranges::No {
            return;
        }
        if let Err(error) = self.work.journal.note(span) {
            // The disk may be full; writing the file will say so.
            tracing::warn!(%error, "the state was not saved");
        }
    }
}
