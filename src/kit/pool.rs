//! Many jobs, a few at a time, with results as they come or in the order of submission.
//!
//! Everything is bounded. A job holds a place from its submission until its result is taken, and there are
//! `at_once + waiting` places: a slow reader holds up the submitters, and results that wait for an earlier one cannot
//! pile up. So whoever submits must not be the one who reads; for jobs that are all known there is [`over`], which
//! submits by itself.
//!
//! Two ways to stop. Cancelling the token stops graciously: waiting jobs are dropped, running ones finish and their
//! results are delivered. Dropping the [`Results`] stops at once: running jobs are dropped where they stand.
//!
//! ```
//! use tokio_util::sync::CancellationToken;
//! use toolbox::kit::pool::{Order, Settings, over};
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let settings = Settings { at_once: 3, waiting: 3, order: Order::Submitted };
//! let mut squares = over(1..=5_u64, settings, &CancellationToken::new(), |n| async move { n * n });
//! assert_eq!(squares.next().await, Some(1));
//! assert_eq!(squares.drain().await, [4, 9, 16, 25]);
//! # });
//! ```

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The order in which results are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As jobs finish.
    #[default]
    Finished,
    /// As jobs were submitted.
    Submitted,
}

/// The bounds of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Jobs that run at the same time; 0 counts as 1.
    pub at_once: usize,
    /// Further jobs that may wait for their turn, or for their result to be taken.
    pub waiting: usize,
    /// The order of results.
    pub order: Order,
}

/// A job that was not taken because the pool is stopping; it is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the pool takes no more jobs")]
pub struct Stopped<T>(pub T);

type Work<T, R> = dyn Fn(T) -> Pin<Box<dyn Future<Output = R> + Send>> + Send + Sync;

/// Where jobs are submitted; from [`pool`]. The results end when it is dropped and all jobs are done.
pub struct Pool<T, R> {
    work: Arc<Work<T, R>>,
    /// A place each: taken at submission, given back when the result is taken.
    places: Arc<Semaphore>,
    /// A turn each: taken when a job starts, given back when it ends.
    turns: Arc<Semaphore>,
    /// Counts submissions; only the holder of a fresh place adds to it.
    submitted: AtomicU64,
    outcomes: UnboundedSender<Outcome<R>>,
    /// Cancelled by the owner of the pool: no new jobs.
    stop: CancellationToken,
    /// Cancelled when nobody waits for results any more: no jobs at all.
    abandoned: CancellationToken,
}

/// Where results arrive; from [`pool`] or [`over`]. Dropping it drops all jobs that are not done.
#[derive(Debug)]
pub struct Results<R> {
    outcomes: UnboundedReceiver<Outcome<R>>,
    order: Order,
    /// What came before its turn, with its place: at most as many as there are places.
    early: BTreeMap<u64, Outcome<R>>,
    next: u64,
    _abandon: DropGuard,
}

/// How one job ended, and the place it holds.
#[derive(Debug)]
struct Outcome<R> {
    index: u64,
    end: End<R>,
    _place: OwnedSemaphorePermit,
}

enum End<R> {
    Done(R),
    /// Never started, because the pool stopped.
    Dropped,
    Panicked(Box<dyn Any + Send>),
}

impl<R> fmt::Debug for End<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done(_) => "Done",
            Self::Dropped => "Dropped",
            Self::Panicked(_) => "Panicked",
        })
    }
}

/// A pool that does `work` for each job, until `stop` is cancelled.
///
/// ```
/// use tokio_util::sync::CancellationToken;
/// use toolbox::kit::pool::{Order, Settings, pool};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let settings = Settings { at_once: 2, waiting: 0, order: Order::Finished };
/// let (jobs, results) = pool(settings, &CancellationToken::new(), |n: u64| async move { n + 1 });
/// tokio::spawn(async move {
///     for n in 0..10 {
///         jobs.submit(n).await.unwrap();
///     }
/// });
/// assert_eq!(results.drain().await.iter().sum::<u64>(), 55);
/// # });
/// ```
pub fn pool<T, R, F>(
    settings: Settings,
    stop: &CancellationToken,
    work: impl Fn(T) -> F + Send + Sync + 'static,
) -> (Pool<T, R>, Results<R>)
where
    T: Send + 'static,
    R: Send + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let at_once = settings.at_once.clamp(1, Semaphore::MAX_PERMITS);
    let places = at_once.saturating_add(settings.waiting).min(Semaphore::MAX_PERMITS);
    let (outcomes, arriving) = mpsc::unbounded_channel();
    let abandoned = CancellationToken::new();
    let results = Results {
        outcomes: arriving,
        order: settings.order,
        early: BTreeMap::new(),
        next: 0,
        _abandon: abandoned.clone().drop_guard(),
    };
    let pool = Pool {
        work: Arc::new(move |job| Box::pin(work(job))),
        places: Arc::new(Semaphore::new(places)),
        turns: Arc::new(Semaphore::new(at_once)),
        submitted: AtomicU64::new(0),
        outcomes,
        stop: stop.clone(),
        abandoned,
    };
    (pool, results)
}

/// The results of `work` for all of `jobs`, which are taken one by one as places become free.
///
/// # Panics
/// Outside a tokio runtime.
pub fn over<T, R, F, I>(
    jobs: I,
    settings: Settings,
    stop: &CancellationToken,
    work: impl Fn(T) -> F + Send + Sync + 'static,
) -> Results<R>
where
    I: IntoIterator<Item = T, IntoIter: Send + 'static>,
    T: Send + 'static,
    R: Send + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let (pool, results) = pool(settings, stop, work);
    let jobs = jobs.into_iter();
    tokio::spawn(async move {
        for job in jobs {
            if pool.submit(job).await.is_err() {
                break;
            }
        }
    });
    results
}

impl<T: Send + 'static, R: Send + 'static> Pool<T, R> {
    /// Takes a job, waiting for a place first. Dropping the future while it waits submits nothing.
    ///
    /// # Errors
    /// The pool is stopping; the job is given back.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub async fn submit(&self, job: T) -> Result<(), Stopped<T>> {
        let place = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Err(Stopped(job)),
            () = self.abandoned.cancelled() => return Err(Stopped(job)),
            place = Arc::clone(&self.places).acquire_owned() => place,
        };
        // The semaphore is never closed.
        let Ok(place) = place else { return Err(Stopped(job)) };
        let index = self.submitted.fetch_add(1, Ordering::Relaxed);
        let (work, turns) = (Arc::clone(&self.work), Arc::clone(&self.turns));
        let (stop, abandoned) = (self.stop.clone(), self.abandoned.clone());
        let outcomes = self.outcomes.clone();
        tokio::spawn(async move {
            let end = tokio::select! {
                biased;
                () = abandoned.cancelled() => return,
                end = run(job, &*work, &turns, &stop) => end,
            };
            // Whoever waited for it may have gone in this very moment.
            let _ = outcomes.send(Outcome { index, end, _place: place });
        });
        Ok(())
    }
}

impl<T, R> fmt::Debug for Pool<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let submitted = self.submitted.load(Ordering::Relaxed);
        f.debug_struct("Pool").field("submitted", &submitted).finish_non_exhaustive()
    }
}

/// Does one job when its turn comes.
async fn run<T, R>(job: T, work: &Work<T, R>, turns: &Semaphore, stop: &CancellationToken) -> End<R> {
    let turn = tokio::select! {
        biased;
        () = stop.cancelled() => return End::Dropped,
        turn = turns.acquire() => turn,
    };
    let end = match catch_unwind(AssertUnwindSafe(|| work(job))) {
        Ok(future) => unwinding(future).await,
        Err(panic) => End::Panicked(panic),
    };
    drop(turn);
    end
}

/// Awaits `future`; a panic inside becomes a value, to be raised again where the results are read.
async fn unwinding<R>(future: impl Future<Output = R>) -> End<R> {
    let mut future = pin!(future);
    std::future::poll_fn(move |context| {
        // A future that panicked is not polled again, so nothing sees what it left half done.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(result)) => Poll::Ready(End::Done(result)),
            Err(panic) => Poll::Ready(End::Panicked(panic)),
        }
    })
    .await
}

impl<R> Results<R> {
    /// The next result; none when the pool is dropped, or stopped, and all that ran is delivered.
    ///
    /// Cancel safe: a result is never lost between two calls.
    ///
    /// # Panics
    /// When the job panicked: its panic is raised here.
    pub async fn next(&mut self) -> Option<R> {
        loop {
            let outcome = match self.order {
                Order::Finished => self.outcomes.recv().await?,
                Order::Submitted => self.in_order().await?,
            };
            match outcome.end {
                End::Done(result) => return Some(result),
                End::Dropped => {}
                End::Panicked(panic) => resume_unwind(panic),
            }
        }
    }

    /// Waits for all that is left. The pool must have been dropped, or stopped, for this to end.
    ///
    /// # Panics
    /// When a job panicked: its panic is raised here.
    pub async fn drain(mut self) -> Vec<R> {
        let mut results = Vec::new();
        while let Some(result) = self.next().await {
            results.push(result);
        }
        results
    }

    /// The outcome whose turn it is, keeping those that come before theirs.
    async fn in_order(&mut self) -> Option<Outcome<R>> {
        while !self.early.contains_key(&self.next) {
            match self.outcomes.recv().await {
                Some(outcome) => drop(self.early.insert(outcome.index, outcome)),
                // A runtime that shuts down drops jobs without a word; what did come is still delivered.
                None => break,
            }
        }
        let (index, outcome) = self.early.pop_first()?;
        self.next = index + 1;
        Some(outcome)
    }
}

#[cfg(test)]
mod tests;
