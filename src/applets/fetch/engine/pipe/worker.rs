//! One worker of a pipe: takes claims from the map, has their bytes put into the window.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::super::Progress;
use super::super::pace::Pace;
use super::super::tries::{Team, Tries};
use super::super::worker::{HEDGE_AFTER, IDLE_TICK};
use super::window::Window;
use crate::applets::fetch::checksum::{Algorithm, Checksum, Summer};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::event::Event;
use crate::applets::fetch::map::{Claim, ClaimId, UNKNOWN};
use crate::applets::fetch::plan::Plan;
use crate::applets::fetch::source::{Ask, Connection, Known, Place, Ranged, Ranges};
use crate::applets::fetch::span::Span;
use crate::kit::event::Sink;

/// What a connection gathers before it gives it on.
const PIECE_BYTES: usize = 256 << 10;

/// Everything that workers and writer of one download share.
#[derive(Debug)]
pub(super) struct Pipe {
    pub(super) plan: Plan,
    pub(super) source: Arc<dyn Ranged>,
    pub(super) progress: Arc<Progress>,
    pub(super) events: Sink<Event>,
    /// Cancelled by the user's wish to stop, by an error, and when the last byte has arrived.
    pub(super) over: CancellationToken,
    /// Something may have become free to take.
    pub(super) changed: Notify,
    pub(super) window: Window,
    pub(super) known: Known,
    pub(super) ranges: Ranges,
    /// One connection asks for everything at once, and waits for room with its answer open.
    pub(super) alone: bool,
    pub(super) workers: usize,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Worker {
    number: usize,
    pipe: Arc<Pipe>,
    connection: Box<dyn Connection>,
    /// What the first answer holds, until it is claimed.
    opened: Option<Span>,
    /// Where the next byte of the answer under way belongs; `None` where there is no answer.
    position: Option<u64>,
    /// Where that answer ends; [`UNKNOWN`] where only its end will tell.
    answer_end: u64,
    /// Without ranges: what came so far, to prove that another answer begins the same.
    seen: Option<Summer>,
    /// Whether a byte has come since the last failure.
    moved: bool,
    /// How fast the answer under way comes.
    pace: Pace,
}

impl Worker {
    pub(super) fn new(pipe: &Arc<Pipe>, number: usize, connection: Box<dyn Connection>) -> Self {
        let seen = (pipe.ranges == Ranges::No).then(|| Summer::new(Algorithm::Sha256));
        Self {
            number,
            pipe: Arc::clone(pipe),
            connection,
            opened: None,
            position: None,
            answer_end: UNKNOWN,
            seen,
            moved: false,
            pace: Pace::default(),
        }
    }

    /// A worker whose connection has an answer already.
    pub(super) fn answered(self, opened: Span) -> Self {
        self.pipe.progress.answers.fetch_add(1, Ordering::Relaxed);
        Self { position: Some(opened.start), answer_end: opened.end, opened: Some(opened), ..self }
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    fn team(&self) -> Team<'_> {
        let Pipe { progress, events, over, .. } = &*self.pipe;
        Team { worker: self.number, progress, events, over }
    }

    /// Works until all has arrived.
    pub(super) async fn run(mut self) -> Result<(), FetchError> {
        let result = self.work_through().await;
        self.team().leave(result)
    }

    async fn work_through(&mut self) -> Result<(), FetchError> {
        let mut tries = Tries::new(&self.pipe.plan);
        while let Some(claim) = self.next_claim().await {
            let Err(error) = self.fetch(claim).await else {
                self.pipe.progress.map().release(claim.id);
                continue;
            };
            self.position = None;
            self.pipe.progress.map().fail(claim.id);
            self.pipe.changed.notify_waiters();
            if self.pipe.over.is_cancelled() {
                return Ok(());
            }
            // Drips do not count as progress.
            if std::mem::take(&mut self.moved) && !matches!(error, FetchError::Trickle { .. }) {
                tries.begin_anew();
            }
            let retry = error.retry();
            let pause = tries.again(self.team(), error, retry)?;
            self.team().rest(pause).await;
        }
        Ok(())
    }

    /// Something to do; `None` when all has arrived or it is time to stop.
    async fn next_claim(&mut self) -> Option<Claim> {
        let idle_since = Instant::now();
        loop {
            if self.pipe.over.is_cancelled() {
                return None;
            }
            let pipe = Arc::clone(&self.pipe);
            let changed = pipe.changed.notified();
            let taken = {
                let mut map = self.pipe.progress.map();
                if map.is_complete() {
                    return None;
                }
                let first = self.opened.take().and_then(|span| map.claim_at(self.number, span));
                let claim = first.or_else(|| map.claim(self.number, self.pipe.workers.max(2)));
                claim.or_else(|| (idle_since.elapsed() >= HEDGE_AFTER).then(|| map.hedge(self.number))?)
            };
            if taken.is_some() {
                return taken;
            }
            wait(&pipe, changed).await;
        }
    }

    /// Fetches what a claim still lacks.
    async fn fetch(&mut self, claim: Claim) -> Result<(), FetchError> {
        loop {
            let most = self.connection.limits().piece_bytes(PIECE_BYTES) as u64;
            let Some(next) = self.pipe.progress.map().reserve(claim.id, most) else {
                if self.goes_on(claim.id).await {
                    continue;
                }
                return Ok(());
            };
            // The end of a part is no end of the whole: what is behind it must be asked for.
            let may_end = self.pipe.progress.total_bytes().is_none() && self.answer_end == UNKNOWN;
            if self.position != Some(next.start) || (self.connection.left() == Some(0) && !may_end) {
                self.open(claim.id, next.start).await?;
                // There may turn out to be nothing.
                continue;
            }
            let mut bytes = Vec::new();
            let received = self.receive(&mut bytes, next.bytes()).await?;
            if received == 0 {
                return self.ended(claim.id, next.start);
            }
            self.pass_on(claim.id, Span::new(next.start, next.start + received), bytes);
        }
    }

    /// Whether a claim that is done may go on behind its end: where the answer has more, and nobody else has that.
    async fn goes_on(&mut self, claim: ClaimId) -> bool {
        loop {
            if self.connection.left() == Some(0) || self.pipe.over.is_cancelled() {
                return false;
            }
            let pipe = Arc::clone(&self.pipe);
            let changed = pipe.changed.notified();
            if self.pipe.progress.map().extend(claim, self.pipe.workers.max(2)) {
                return true;
            }
            if !self.pipe.alone || self.pipe.progress.map().is_complete() {
                return false;
            }
            // The window is full: its reader is slower than the server.
            wait(&pipe, changed).await;
        }
    }

    async fn open(&mut self, claim: ClaimId, at: u64) -> Result<(), FetchError> {
        (self.position, self.pace) = (None, Pace::default());
        let (whole, rest) = {
            let map = self.pipe.progress.map();
            (map.whole(), map.rest(claim).map_or(UNKNOWN, |rest| rest.end))
        };
        let start = if self.pipe.ranges == Ranges::Yes { at } else { whole.start };
        let end = if self.pipe.alone { whole.end } else { rest };
        let ask = Ask {
            span: Span::new(start, self.pipe.plan.range_end(start, end)),
            known: Some(self.pipe.known.clone()),
            newer_than: None,
        };
        let opened = tokio::select! {
            opened = timeout(self.pipe.plan.stall, self.connection.open(&ask)) => opened,
            () = self.pipe.over.cancelled() => return Err(FetchError::Cancelled),
        };
        let facts = opened.map_err(|_| self.stalled())??;
        self.answer_end = facts.span.end;
        self.pipe.progress.answers.fetch_add(1, Ordering::Relaxed);
        if start < at {
            self.skip(at - start).await?;
        }
        self.position = Some(at);
        if facts.span.is_empty() && whole.end == UNKNOWN {
            self.pipe.progress.map().end_at(at);
            self.pipe.window.end_at(at);
        }
        Ok(())
    }

    /// Reads over what has arrived before, and makes sure that it is the same.
    async fn skip(&mut self, bytes: u64) -> Result<(), FetchError> {
        let mut summer = Summer::new(Algorithm::Sha256);
        let (mut left, mut piece) = (bytes, Vec::new());
        while left > 0 {
            piece.clear();
            let received = self.receive(&mut piece, left.min(PIECE_BYTES as u64)).await?;
            if received == 0 {
                return Err(self.broken("the answer ended too early"));
            }
            summer.update(&piece);
            left -= received;
        }
        let before: Option<Checksum> = self.seen.clone().map(Summer::finish);
        if before.is_some_and(|before| before != summer.finish()) {
            let what = format!("its first {bytes} bytes are not what they were");
            return Err(FetchError::Changed { url: self.pipe.source.shown(), what });
        }
        Ok(())
    }

    /// The next bytes of the answer, when the budgets allow; how many.
    async fn receive(&mut self, into: &mut Vec<u8>, most: u64) -> Result<u64, FetchError> {
        let limits = self.connection.limits();
        tokio::select! {
            biased;
            () = limits.take(most) => {}
            () = self.pipe.over.cancelled() => return Err(FetchError::Cancelled),
        }
        let listening = Instant::now();
        let receive = timeout(self.pipe.plan.stall, self.connection.receive(Place::Memory(into), most));
        let received = tokio::select! {
            biased;
            received = receive => received,
            () = self.pipe.over.cancelled() => Ok(Err(FetchError::Cancelled)),
        };
        let received = received.map_err(|_| self.stalled()).flatten();
        limits.give_back(most - received.as_ref().map_or(0, |bytes| *bytes));
        let received = received?;
        match self.pace.note(listening.elapsed(), received, self.pipe.plan.stall) {
            Some((bytes, over)) => Err(FetchError::Trickle { url: self.pipe.source.shown(), bytes, over }),
            None => Ok(received),
        }
    }

    /// The answer has ended: where the size was unknown, that is it.
    fn ended(&self, claim: ClaimId, at: u64) -> Result<(), FetchError> {
        let mut map = self.pipe.progress.map();
        map.commit(claim, 0);
        if map.whole().end != UNKNOWN {
            return Err(self.broken("the answer ended too early"));
        }
        map.end_at(at);
        self.pipe.window.end_at(at);
        Ok(())
    }

    /// Bytes have arrived: what of them nobody has brought before goes into the window.
    fn pass_on(&mut self, claim: ClaimId, span: Span, bytes: Vec<u8>) {
        let pipe = &self.pipe;
        pipe.progress.fetched_bytes.fetch_add(span.bytes(), Ordering::Relaxed);
        if let Some(seen) = &mut self.seen {
            seen.update(&bytes);
        }
        let (news, complete): (Vec<Span>, bool) = {
            let mut map = pipe.progress.map();
            let news = map.done().gaps(span).collect();
            map.commit(claim, span.bytes());
            (news, map.is_complete())
        };
        if news == [span] {
            pipe.window.put(span.start, bytes);
        } else {
            for part in news {
                let (from, to) = ((part.start - span.start) as usize, (part.end - span.start) as usize);
                pipe.window.put(part.start, bytes[from..to].to_vec());
            }
        }
        (self.position, self.moved) = (Some(span.end), true);
        if complete {
            pipe.changed.notify_waiters();
        }
    }

    fn stalled(&self) -> FetchError {
        FetchError::Stalled { url: self.pipe.source.shown(), after: self.pipe.plan.stall }
    }

    fn broken(&self, problem: &str) -> FetchError {
        FetchError::Broken { url: self.pipe.source.shown(), problem: problem.to_owned() }
    }
}

/// Until something has changed, or might have.
async fn wait(pipe: &Pipe, changed: impl Future<Output = ()>) {
    tokio::select! {
        () = pipe.over.cancelled() => {}
        () = changed => {}
        () = sleep(IDLE_TICK) => {}
    }
}
