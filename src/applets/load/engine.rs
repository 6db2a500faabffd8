//! The run: threads that send, and one coordinator that merges what they wrote down.
//!
//! The coordinator hears from each thread once a second, so its work does not depend on the request rate. It opens
//! nothing and times nothing but the start: all threads begin at one instant, when all their connections are open.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::error::RunError;
use super::event::Event;
use super::plan::Plan;
use super::record::{Gauges, Page};
use super::series::{Interval, Series};
use super::wire::WireFault;
use super::worker::{self, Brief, Controls, Final, Word};
use crate::kit::event::Sink;
use crate::kit::http::Connector;
use crate::kit::runtime;

/// Between the last thread being ready and the start: time enough for every thread to hear of it.
const START_DELAY: Duration = Duration::from_millis(2);

/// Pages on their way to the coordinator, for each thread; it would have to sleep for as many seconds to fill them.
const WORDS_PER_THREAD: usize = 8;

/// What an engine works with.
#[derive(Debug)]
pub struct Parts {
    /// Opens the connections.
    pub connector: Arc<Connector>,
    /// What the view may change.
    pub controls: Arc<Controls>,
    /// Cancelled when the user has had enough; the run then ends in order.
    pub stop: CancellationToken,
    /// Hears of rare facts.
    pub events: Sink<Event>,
    /// Read by the view and by `/metrics` while the run goes on.
    pub gauges: Vec<Arc<Gauges>>,
}

impl Parts {
    /// The parts of a run of `plan`, with one set of gauges for each thread.
    #[must_use]
    pub fn new(plan: &Plan, connector: Arc<Connector>, stop: CancellationToken, events: Sink<Event>) -> Self {
        let gauges = (0..plan.shape.threads).map(|_| Arc::default()).collect();
        Self { connector, controls: Arc::default(), stop, events, gauges }
    }
}

/// Everything that was measured, before it is told.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) started: SystemTime,
    pub(super) total: Page,
    pub(super) series: Vec<Interval>,
    /// How long the run was counted, of the thread that took longest.
    pub(super) elapsed: Duration,
    /// The largest share of its core that a thread used, 0 to 1.
    pub(super) cpu_share: f64,
    pub(super) dropped: u64,
    pub(super) interrupted: bool,
}

/// Plays `plan`.
///
/// # Errors
/// When no thread could be started or not one connection could be opened.
pub(super) async fn execute(plan: &Arc<Plan>, parts: &Parts) -> Result<Outcome, RunError> {
    let (words_in, mut words) = mpsc::channel(WORDS_PER_THREAD * plan.shape.threads);
    let (start, started) = watch::channel(None);
    let brief = Brief {
        plan: Arc::clone(plan),
        connector: Arc::clone(&parts.connector),
        gauges: parts.gauges.clone(),
        controls: Arc::clone(&parts.controls),
        words: words_in,
        start: started,
        stop: parts.stop.clone(),
    };
    let work = move |index| worker::work(brief.clone(), index);
    let threads = runtime::per_core(plan.shape.threads, "load", work).map_err(RunError::Threads)?;
    // The closure given to the threads holds senders; only theirs may keep the channel open.
    wait_until_ready(&mut words, plan, parts).await?;
    let begin = Instant::now() + START_DELAY;
    let started = SystemTime::now();
    let _ = start.send(Some(begin));
    parts.events.send(Event::Started);
    let mut ledger = Ledger::new(plan);
    while let Some(word) = words.recv().await {
        if ledger.hear(word, parts) {
            break;
        }
    }
    for thread in threads {
        // Every thread has said its last word or is gone; joining does not wait.
        match tokio::task::spawn_blocking(|| thread.join()).await {
            Ok(Ok(Ok(Ok(())))) => {}
            Ok(Ok(Ok(Err(error)) | Err(error))) => return Err(RunError::Threads(error)),
            _ => return Err(RunError::Panicked),
        }
    }
    Ok(ledger.close(started, parts.stop.is_cancelled()))
}

/// Waits until every thread has opened its connections.
async fn wait_until_ready(words: &mut mpsc::Receiver<Word>, plan: &Plan, parts: &Parts) -> Result<(), RunError> {
    let (mut opened, mut fault): (usize, Option<WireFault>) = (0, None);
    for _ in 0..plan.shape.threads {
        let Some(Word::Ready { opened: more, fault: bad }) = words.recv().await else { return Err(RunError::Panicked) };
        opened += more;
        fault = bad.or(fault);
    }
    match fault {
        Some(fault) if opened == 0 => {
            Err(RunError::NoConnection { url: plan.steps[0].url.clone(), fault: fault.into() })
        }
        Some(fault) => {
            parts.events.send(Event::ConnectionsMissing { opened, reason: fault.message });
            Ok(())
        }
        None => Ok(()),
    }
}

/// Merges the pages of the threads, second by second.
#[derive(Debug)]
struct Ledger {
    threads: usize,
    /// Seconds that not every thread has written yet.
    open: BTreeMap<u64, (usize, Page)>,
    total: Page,
    series: Series,
    finals: Vec<Final>,
    steps: usize,
}

impl Ledger {
    fn new(plan: &Plan) -> Self {
        let steps = plan.steps.len();
        Self {
            threads: plan.shape.threads,
            open: BTreeMap::new(),
            total: Page::new(steps),
            series: Series::default(),
            finals: Vec::new(),
            steps,
        }
    }

    /// Takes one word; whether it was the last.
    fn hear(&mut self, word: Word, parts: &Parts) -> bool {
        match word {
            Word::Ready { .. } => {}
            Word::Page { second, page } => self.page(second, &page, parts),
            Word::Done(last) => {
                self.page(last.second, &last.page, parts);
                self.finals.push(*last);
            }
        }
        self.finals.len() == self.threads
    }

    fn page(&mut self, second: u64, page: &Page, parts: &Parts) {
        let steps = self.steps;
        let (count, sum) = self.open.entry(second).or_insert_with(|| (0, Page::new(steps)));
        sum.merge(page);
        *count += 1;
        if *count == self.threads {
            self.close_second(second, parts);
        }
    }

    fn close_second(&mut self, second: u64, parts: &Parts) {
        let Some((_, page)) = self.open.remove(&second) else { return };
        let interval = self.series.push(second, &page.total());
        parts.events.send(Event::Second(Box::new(interval)));
        self.total.merge(&page);
    }

    fn close(mut self, started: SystemTime, interrupted: bool) -> Outcome {
        let elapsed = self.finals.iter().map(|last| last.elapsed).max().unwrap_or_default();
        // Threads whose users ended early leave seconds that the others went on to write.
        for (second, (_, page)) in std::mem::take(&mut self.open) {
            self.series.push(second, &page.total());
            self.total.merge(&page);
        }
        let share = |last: &Final| last.cpu.as_secs_f64() / last.elapsed.as_secs_f64().max(1e-9);
        Outcome {
            started,
            series: self.series.finish(elapsed),
            elapsed,
            cpu_share: self.finals.iter().map(share).fold(0.0, f64::max),
            dropped: self.finals.iter().map(|last| last.dropped).sum(),
            interrupted,
            total: self.total,
        }
    }
}
