//! A download to a reader instead of a file: several connections fetch, standard output gets the bytes in order.
//!
//! ```text
//! workers ── map, kept before the horizon ──▶ window (parcels in memory) ──▶ writer (thread) ──▶ standard output
//!    ▲                                                                         │ hash
//!    └────────────────────── the horizon moves on as bytes go out ─────────────┘
//! ```
//! Memory is bounded by the window: no byte is asked for that has no room in it. A slow reader so slows the server down;
//! a connection that breaks is replaced, its part taken over, and the reader notices nothing.
//!
//! Where a checksum was promised, the last bytes are held back until it is known to be right: a reader that wants all of
//! them fails as well.

mod to_window;
mod window;
mod writer;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tracing::Instrument as _;
use tracing::field::Empty;

use self::to_window::ToWindow;
use self::window::Window;
use self::writer::Writer;
use super::begin::{expect_size, open};
use super::crew::Crew;
use super::worker::Worker;
use super::{Growth, Parts, note};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::map::{Grain, Map, UNKNOWN};
use crate::applets::fetch::plan::{Plan, Workers};
use crate::applets::fetch::report::Report;
use crate::applets::fetch::source::{Ask, Ranges};
use crate::applets::fetch::span::{Span, Spans};
use crate::kit::term::Outlet;

/// The window unless the user says more: half a second of a fast line, and room for several connections.
pub const WINDOW_BYTES: u64 = 32 << 20;

/// Connections to begin with where the user leaves it to us: the second one fetches what the reader wants next while it
/// takes what the first has brought. More come while they pay.
const FIRST: usize = 2;

/// Smaller requests cost more than they bring.
const LEAST_STEP: u64 = 64 << 10;

/// Larger ones keep the reader waiting for one connection.
const LARGEST_STEP: u64 = 8 << 20;

/// What workers and writer of one download share.
#[derive(Debug)]
struct Pipe {
    crew: Arc<Crew>,
    window: Window,
}

/// Sends a download to `out`, with at most about `window_bytes` of it in memory.
///
/// # Errors
/// [`FetchError`]; [`FetchError::ReaderGone`] where nobody reads any more.
pub async fn execute(plan: &Plan, parts: &Parts, out: Outlet, window_bytes: u64) -> Result<Report, FetchError> {
    let span = tracing::info_span!("download", url = %parts.source.shown(), bytes = Empty, elapsed_ms = Empty);
    let began = Instant::now();
    let result = Box::pin(run(plan, parts, out, window_bytes)).instrument(span.clone()).await;
    note(&span, parts, began);
    result
}

async fn run(plan: &Plan, parts: &Parts, out: Outlet, window_bytes: u64) -> Result<Report, FetchError> {
    let started = Instant::now();
    let (first, wanted) = match plan.workers {
        Workers::Auto(most) => (most.clamp(1, FIRST), most.max(1)),
        Workers::Fixed(count) => (count.max(1), count.max(1)),
    };
    // Each connection that there may be has one part under way and one waiting to go out.
    let step = (window_bytes / (2 * wanted as u64)).clamp(LEAST_STEP, LARGEST_STEP);
    let window_bytes = window_bytes.max(2 * step);
    let mut connection = parts.source.connection();
    let start = plan.part.start;
    let is_cut = wanted > 1 || plan.max_range_bytes.is_some();
    let first_end = if is_cut { plan.part.end.min(start.saturating_add(step)) } else { plan.part.end };
    let ask = Ask { span: Span::new(start, plan.range_end(start, first_end)), known: None, newer_than: None };
    let facts = open(plan, parts, &mut *connection, &ask).await?;
    expect_size(plan, parts, &facts)?;
    parts.source.offer(&facts);
    let whole = Span::new(start, facts.known.size.map_or(plan.part.end, |size| size.min(plan.part.end)));
    let grain = Grain { chunk_bytes: step, largest_bytes: step, steal_bytes: (step / 4).max(LEAST_STEP) };
    let mut map = Map::new(whole, &Spans::default(), grain);
    map.keep_before(start.saturating_add(window_bytes));
    *parts.progress.map() = map;
    let (first, workers) = if facts.ranges == Ranges::Yes { (first, wanted) } else { (1, 1) };
    let crew = Crew {
        plan: plan.clone(),
        source: Arc::clone(&parts.source),
        progress: Arc::clone(&parts.progress),
        events: parts.events.clone(),
        over: parts.stop.child_token(),
        changed: tokio::sync::Notify::new(),
        known: facts.known,
        ranges: facts.ranges,
        workers: workers.max(2),
        alone: workers == 1 && (facts.ranges == Ranges::No || !is_cut),
    };
    let pipe = Arc::new(Pipe { crew: Arc::new(crew), window: Window::new(whole, plan.expected.is_some()) });
    // However this ends, nobody is left at work.
    let _guard = Guard(Arc::clone(&pipe));
    let writer = Writer { pipe: Arc::clone(&pipe), out, step, window_bytes };
    let written = writer.start().map_err(|error| writer::broken(error, 0))?;
    let worker = Worker::new(&pipe.crew, 0, connection, ToWindow::new(&pipe)).answered(Some(facts.span));
    let sent = fetch(&pipe, (worker, first, workers), written, whole).await?;
    let mut report = Report::piped(parts);
    report.transfer_seconds = started.elapsed().as_secs_f64();
    report.count(&parts.progress);
    (report.sha256, report.verified) = (sent.sha256, plan.expected.is_some());
    Ok(report)
}

/// Ends all who are still at it.
struct Guard(Arc<Pipe>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.crew.over.cancel();
        self.0.window.close();
    }
}

/// Runs the workers until the writer has written all, or something is in its way.
async fn fetch(
    pipe: &Arc<Pipe>,
    (first, count, wanted): (Worker, usize, usize),
    mut written: oneshot::Receiver<Result<writer::Sent, FetchError>>,
    whole: Span,
) -> Result<writer::Sent, FetchError> {
    let mut tasks = JoinSet::new();
    let launch = |tasks: &mut JoinSet<Result<(), FetchError>>, worker: Worker| {
        tasks.spawn(worker.run().in_current_span());
    };
    let most = if whole.end == UNKNOWN { 1 } else { whole.bytes().div_ceil(LEAST_STEP) };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let Crew { plan, source, progress, over, .. } = &*pipe.crew;
    progress.workers.store(1, Ordering::Relaxed);
    launch(&mut tasks, first);
    let (mut launched, mut more) = (1, count.min(most).saturating_sub(1));
    let mut growth = Growth::of(plan.workers, wanted > 1);
    let mut ticks = interval(Growth::TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        for _ in 0..std::mem::take(&mut more) {
            progress.workers.fetch_add(1, Ordering::Relaxed);
            launch(&mut tasks, Worker::new(&pipe.crew, launched, source.connection(), ToWindow::new(pipe)));
            launched += 1;
        }
        tokio::select! {
            biased;
            sent = &mut written => return sent.unwrap_or(Err(FetchError::Panicked)),
            () = over.cancelled() => {
                // Who cancelled it may have a reason.
                while let Some(ended) = tasks.join_next().await {
                    ended.map_err(|_| FetchError::Panicked)??;
                }
                return Err(FetchError::Cancelled);
            }
            Some(ended) = tasks.join_next() => ended.map_err(|_| FetchError::Panicked)??,
            _ = ticks.tick(), if growth.is_some() => {
                if let Some(growing) = &mut growth {
                    let there = progress.workers.load(Ordering::Relaxed);
                    more = growing.more(progress.fetched(), there).min(most.saturating_sub(there));
                }
            }
        }
    }
}
