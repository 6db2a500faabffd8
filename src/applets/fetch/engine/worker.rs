//! One worker: takes claims from the map and has their bytes fetched, until nothing is left to take.
//!
//! It knows what came and what is missing; what becomes of the bytes is its [`Sink`]'s.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument as _;
use tracing::field::Empty;

use super::crew::{Crew, Sink};
use super::pace::{LEAST_BYTES, Pace};
use super::tries::Tries;
use crate::applets::fetch::checksum::{Algorithm, Summer};
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::map::{Claim, ClaimId, How, UNKNOWN};
use crate::applets::fetch::source::{Ask, Connection, Place, Ranges};
use crate::applets::fetch::span::Span;

/// How long a worker with nothing to do waits before it repeats the rest of a slow one: most rests are there by then.
const HEDGE_AFTER: Duration = Duration::from_millis(100);

/// How often it looks whether there is something to do.
const IDLE_TICK: Duration = Duration::from_millis(20);

/// Read at once of what only has to be compared.
const SKIP_BYTES: u64 = 256 << 10;

/// See the module.
#[derive(Debug)]
pub(super) struct Worker {
    number: usize,
    crew: Arc<Crew>,
    sink: Box<dyn Sink>,
    connection: Box<dyn Connection>,
    /// What the first answer holds, until it is claimed.
    opened: Option<Span>,
    /// Where the next byte of the answer under way belongs; `None` where there is no answer.
    position: Option<u64>,
    /// Where that answer ends; [`UNKNOWN`] where only its end will tell.
    answer_end: u64,
    /// Bytes that came.
    bytes: u64,
    /// Bytes that have come since the last failure.
    moved: u64,
    /// How often it began at the front again.
    restarts: u32,
    /// How fast the answer under way comes.
    pace: Pace,
    /// What came, and in how long, where that is too little to go on.
    slow: Option<(u64, Duration)>,
}

impl Worker {
    pub(super) fn new(
        crew: &Arc<Crew>,
        number: usize,
        connection: Box<dyn Connection>,
        sink: impl Sink + 'static,
    ) -> Self {
        Self {
            number,
            crew: Arc::clone(crew),
            sink: Box::new(sink),
            connection,
            opened: None,
            position: None,
            answer_end: UNKNOWN,
            bytes: 0,
            moved: 0,
            restarts: 0,
            pace: Pace::default(),
            slow: None,
        }
    }

    /// A worker whose connection has an answer already.
    pub(super) fn answered(self, opened: Option<Span>) -> Self {
        self.crew.progress.answers.fetch_add(u64::from(opened.is_some()), Ordering::Relaxed);
        let answer_end = opened.map_or(UNKNOWN, |span| span.end);
        Self { position: opened.map(|span| span.start), answer_end, opened, ..self }
    }

    /// Works until nothing is left to do.
    pub(super) async fn run(mut self) -> Result<(), FetchError> {
        let span = tracing::info_span!("worker", id = self.number, bytes = Empty, elapsed_ms = Empty);
        let began = Instant::now();
        let result = self.work_through().instrument(span.clone()).await;
        span.record("bytes", self.bytes).record("elapsed_ms", began.elapsed().as_millis() as u64);
        self.crew.leave(self.number, result)
    }

    async fn work_through(&mut self) -> Result<(), FetchError> {
        let mut tries = Tries::new(&self.crew.plan);
        while let Some(claim) = self.next_claim().await {
            let result = self.fetch(claim).await;
            self.sink.pause();
            let Err(error) = result else {
                self.crew.progress.map().release(claim.id);
                continue;
            };
            self.position = None;
            self.crew.progress.map().fail(claim.id);
            self.crew.changed.notify_waiters();
            if self.crew.over.is_cancelled() {
                return Ok(());
            }
            // Drips do not count as progress.
            if std::mem::take(&mut self.moved) >= LEAST_BYTES && !matches!(error, FetchError::Trickle { .. }) {
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
        let crew = &self.crew;
        let can_start_over = self.sink.can_start_over();
        let lost_ranges =
            can_start_over && crew.progress.workers() <= 1 && matches!(error, FetchError::NoRanges { .. });
        let retry = if lost_ranges { Retry::Backoff } else { error.retry() };
        let starts_over = lost_ranges || (can_start_over && crew.ranges == Ranges::No);
        if starts_over {
            // What came before is given up, so that something came does not count as progress.
            self.restarts += 1;
            if self.restarts >= crew.plan.tries {
                return Err(error);
            }
        }
        let pause = tries.again(crew, self.number, error, retry)?;
        if starts_over {
            // Without ranges, what was fetched before is of no use to the next attempt.
            let mut map = crew.progress.map();
            let whole = map.whole();
            map.reset(whole);
        }
        tokio::select! {
            () = crew.over.cancelled() => {}
            () = sleep(pause) => {}
        }
        Ok(())
    }

    /// Something to do; `None` when all is done or it is time to stop.
    async fn next_claim(&mut self) -> Option<Claim> {
        let idle_since = Instant::now();
        let crew = Arc::clone(&self.crew);
        loop {
            if crew.over.is_cancelled() {
                return None;
            }
            let changed = crew.changed.notified();
            let taken = {
                let mut map = crew.progress.map();
                if self.sink.is_complete(&map) {
                    return None;
                }
                let first = self.opened.take().and_then(|span| map.claim_at(self.number, span));
                let claim = first.or_else(|| map.claim(self.number, crew.workers()));
                claim.or_else(|| (idle_since.elapsed() >= HEDGE_AFTER).then(|| map.hedge(self.number))?)
            };
            if let Some(claim) = taken {
                if claim.how != How::Fresh {
                    tracing::debug!(range = %claim.span, how = ?claim.how, "claim");
                }
                return Some(claim);
            }
            wait(&crew, changed).await;
        }
    }

    /// Fetches what a claim still lacks.
    async fn fetch(&mut self, claim: Claim) -> Result<(), FetchError> {
        loop {
            let piece_bytes = self.connection.limits().piece_bytes(self.sink.piece_bytes()) as u64;
            let Some(next) = self.crew.progress.map().reserve(claim.id, piece_bytes) else {
                if self.goes_on(claim.id).await {
                    continue;
                }
                return Ok(());
            };
            // Where only the end of the answer tells the size, it is for `receive` to say that this is it. The end of a
            // part is no end of the whole: what is behind it must be asked for.
            let may_end = self.crew.known.size.is_none() && self.answer_end == UNKNOWN;
            if self.position != Some(next.start) || (self.connection.left() == Some(0) && !may_end) {
                self.open(claim.id, next.start).await?;
                // There may turn out to be nothing.
                continue;
            }
            let bytes = self.receive(next).await?;
            if bytes == 0 {
                return self.ended(claim.id, next.start);
            }
            let span = Span::new(next.start, next.start + bytes);
            self.position = Some(span.end);
            self.moved += bytes;
            self.bytes += bytes;
            self.crew.progress.fetched_bytes.fetch_add(bytes, Ordering::Relaxed);
            self.sink.took(claim.id, span, self.connection.place());
            if let Some((bytes, over)) = self.slow.take() {
                return Err(FetchError::Trickle { url: self.crew.source.shown(), bytes, over });
            }
        }
    }

    /// Whether a claim that is done may go on behind its end: where the answer has more, and nobody else has that.
    async fn goes_on(&mut self, claim: ClaimId) -> bool {
        let crew = Arc::clone(&self.crew);
        loop {
            if self.connection.left() == Some(0) || crew.over.is_cancelled() {
                return false;
            }
            let changed = crew.changed.notified();
            {
                let mut map = crew.progress.map();
                if map.extend(claim, crew.workers()) {
                    return true;
                }
                if !crew.alone || map.is_complete() {
                    return false;
                }
            }
            // The window is full: its reader is slower than the server.
            wait(&crew, changed).await;
        }
    }

    async fn open(&mut self, claim: ClaimId, at: u64) -> Result<(), FetchError> {
        (self.position, self.pace) = (None, Pace::default());
        let crew = Arc::clone(&self.crew);
        let (whole, rest) = {
            let map = crew.progress.map();
            (map.whole(), map.rest(claim).map_or(UNKNOWN, |rest| rest.end))
        };
        let start = if crew.ranges == Ranges::Yes { at } else { whole.start };
        let end = if crew.alone { whole.end } else { rest };
        let span = Span::new(start, crew.plan.range_end(start, end));
        let ask = Ask { span, known: Some(crew.known.clone()), newer_than: None };
        let opened = tokio::select! {
            opened = timeout(crew.plan.stall + crew.source.patience(), self.connection.open(&ask)) => opened,
            () = crew.over.cancelled() => return Err(FetchError::Cancelled),
        };
        let facts = opened.map_err(|_| crew.stalled())??;
        self.answer_end = facts.span.end;
        crew.progress.answers.fetch_add(1, Ordering::Relaxed);
        if start < at {
            self.skip(at - start).await?;
        }
        self.position = Some(at);
        if facts.span.is_empty() && whole.end == UNKNOWN {
            self.end_at(at);
        }
        Ok(())
    }

    /// Reads over what has arrived before, and makes sure that it is the same.
    async fn skip(&mut self, bytes: u64) -> Result<(), FetchError> {
        let mut summer = Summer::new(Algorithm::Sha256);
        let (mut left, mut piece) = (bytes, Vec::new());
        while left > 0 {
            piece.clear();
            let most = left.min(SKIP_BYTES);
            let moving = Moving { crew: &self.crew, connection: &mut *self.connection, pace: &mut self.pace };
            let (received, slow) = moving.to(Place::Memory(&mut piece), most).await?;
            if received == 0 {
                return Err(self.crew.broken("the answer ended too early"));
            }
            if let Some((bytes, over)) = slow {
                return Err(FetchError::Trickle { url: self.crew.source.shown(), bytes, over });
            }
            summer.update(&piece);
            left -= received;
        }
        if self.sink.seen().is_some_and(|before| before != summer.finish()) {
            let what = format!("its first {bytes} bytes are not what they were");
            return Err(FetchError::Changed { url: self.crew.source.shown(), what });
        }
        Ok(())
    }

    /// Moves the next bytes to their place; how many.
    async fn receive(&mut self, next: Span) -> Result<u64, FetchError> {
        let moving = Moving { crew: &self.crew, connection: &mut *self.connection, pace: &mut self.pace };
        let (bytes, slow) = moving.to(self.sink.place(next.start), next.bytes()).await?;
        self.slow = slow;
        Ok(bytes)
    }

    /// The answer has ended: where the size was unknown, that is it.
    fn ended(&mut self, claim: ClaimId, at: u64) -> Result<(), FetchError> {
        self.crew.progress.map().commit(claim, 0);
        if self.crew.known.size.is_some() {
            return Err(self.crew.broken("the answer ended too early"));
        }
        self.end_at(at);
        Ok(())
    }

    fn end_at(&mut self, at: u64) {
        self.crew.progress.map().end_at(at);
        self.sink.ended(at);
    }
}

/// One move of bytes from an answer to a place.
struct Moving<'a> {
    crew: &'a Crew,
    connection: &'a mut dyn Connection,
    pace: &'a mut Pace,
}

impl Moving<'_> {
    /// Moves them when the budgets allow; how many, and what came in how long where that is too little to go on.
    async fn to(self, place: Place<'_>, most: u64) -> Result<(u64, Option<(u64, Duration)>), FetchError> {
        let (limits, patience) = (self.connection.limits(), self.crew.plan.stall);
        // No time counts as a stall in which nobody listened.
        tokio::select! {
            biased;
            () = limits.take(most) => {}
            () = self.crew.over.cancelled() => return Err(FetchError::Cancelled),
        }
        let listening = Instant::now();
        let receive = timeout(patience, self.connection.receive(place, most));
        let received = tokio::select! {
            biased;
            received = receive => received,
            () = self.crew.over.cancelled() => Ok(Err(FetchError::Cancelled)),
        };
        let received = received.map_err(|_| self.crew.stalled()).flatten();
        limits.give_back(most - received.as_ref().map_or(0, |bytes| *bytes));
        let bytes = received?;
        Ok((bytes, self.pace.note(listening.elapsed(), bytes, patience)))
    }
}

/// Until something has changed, or might have.
async fn wait(crew: &Crew, changed: impl Future<Output = ()>) {
    tokio::select! {
        () = crew.over.cancelled() => {}
        () = changed => {}
        () = sleep(IDLE_TICK) => {}
    }
}
