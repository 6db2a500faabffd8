//! One worker: takes claims from the map and has their bytes fetched and written, until nothing is left to take.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::pace::Pace;
use super::tries::{Team, Tries};
use super::work::Work;
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::map::{Claim, ClaimId, How, UNKNOWN};
use crate::applets::fetch::source::{Ask, Connection, Place, Ranges};
use crate::applets::fetch::span::Span;
use crate::kit::limit::Limits;

/// The most that is moved before the map is asked again: what a pipe holds.
const PIECE_BYTES: u64 = 1 << 20;

/// How long a worker with nothing to do waits before it repeats the rest of a slow one: most rests are there by then.
pub(super) const HEDGE_AFTER: Duration = Duration::from_millis(100);

/// How often it looks whether there is something to do.
pub(super) const IDLE_TICK: Duration = Duration::from_millis(20);

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
    /// How often it began at the front again.
    restarts: u32,
    /// How fast the answer under way comes.
    pace: Pace,
    /// What came, and in how long, where that is too little to go on.
    slow: Option<(u64, Duration)>,
}

impl Worker {
    pub(super) fn new(work: &Arc<Work>, number: usize, connection: Box<dyn Connection>) -> Self {
        let (opened, position, unnoted) = (None, None, Span::default());
        let answer_end = UNKNOWN;
        let (moved, restarts, pace, slow) = (false, 0, Pace::default(), None);
        Self {
            number,
            work: Arc::clone(work),
            connection,
            opened,
            position,
            answer_end,
            unnoted,
            moved,
            restarts,
            pace,
            slow,
        }
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
        let starts_over = self.work.ranges == Ranges::No || lost_ranges;
        if starts_over {
            // What came before is given up, so that something came does not count as progress.
            self.restarts += 1;
            if self.restarts >= self.work.plan.tries {
                return Err(error);
            }
        }
        let pause = tries.again(self.team(), error, retry)?;
        if starts_over {
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
                    tracing::debug!(range = %claim.span, how = ?claim.how, "claim");
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
