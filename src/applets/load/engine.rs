//! The run: threads that send, and one coordinator that merges what they wrote down.
//!
//! The coordinator hears from each thread once a second, so its work does not depend on the request rate. It opens
//! nothing and times nothing but the start: all threads begin at one instant, when all their connections are open.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::controls::Controls;
use super::error::RunError;
use super::event::{Event, Second};
use super::exposed::Totals;
use super::hlog::Window;
use super::job::Job;
use super::outputs::Logs;
use super::plan::{Plan, Protocol};
use super::record::{Gauges, Page};
use super::request_log::{Pen, RequestLog};
use super::series::{Interval, Series};
use super::wire::{FaultKind, WireFault};
use super::worker::{self, Brief, Final, Word};
use crate::kit::cpu::ThreadTime;
use crate::kit::event::Sink;
use crate::kit::http::Connector;
use crate::kit::runtime;

/// What one page of a thread covers.
const SECOND: Duration = Duration::from_secs(1);

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
    /// What was counted up to the last whole second, for `/metrics`.
    pub(super) totals: Arc<Totals>,
    /// Tells the moment from which the run counts, once every thread is ready for it; moves when statistics are started
    /// afresh.
    pub start: watch::Sender<Option<Instant>>,
    /// Whether busy threads may wait for several replies at once.
    pub gathers: bool,
    /// Files written while the run goes on.
    pub(super) logs: Logs,
}

impl Parts {
    /// The parts of a run of `plan`, with one set of gauges for each thread.
    #[must_use]
    pub fn new(plan: &Plan, connector: Arc<Connector>, stop: CancellationToken, events: Sink<Event>) -> Self {
        let gauges = (0..plan.shape.threads).map(|_| Arc::default()).collect();
        let start = watch::Sender::new(None);
        Self {
            connector,
            controls: Arc::default(),
            stop,
            events,
            gauges,
            totals: Arc::default(),
            start,
            gathers: true,
            logs: Logs::default(),
        }
    }

    /// What the threads log requests with; none when nobody asked for it.
    fn pens(&self) -> Vec<Pen> {
        self.gauges.iter().filter_map(|_| self.logs.requests.as_ref().map(RequestLog::pen)).collect()
    }
}

/// Everything that was measured, before it is told.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) started: SystemTime,
    pub(super) total: Page,
    pub(super) series: Vec<Interval>,
    /// How long the run was counted, of the thread that took longest.
    pub(super) counted: Duration,
    /// The largest share of its core that a thread used, 0 to 1.
    pub(super) cpu_share: f64,
    /// The largest share of the time that a thread used its core or waited for it, 0 to 1.
    pub(super) cpu_wanted: f64,
    pub(super) dropped: u64,
    pub(super) interrupted: bool,
    /// Paused, or sent at another rate than at its beginning.
    pub(super) steered: bool,
    /// What was counted is the plan from its beginning.
    pub(super) as_planned: bool,
}

/// Plays `plan`.
///
/// # Errors
/// When a step can not be sent, no thread could be started or not one connection could be opened.
pub(super) async fn execute(plan: &Arc<Plan>, parts: &Parts) -> Result<Outcome, RunError> {
    for (index, step) in plan.steps.iter().enumerate() {
        let refuse = |reason: String| {
            let reason = reason.replace(&step.url, &plan.masked_url(&step.url));
            let (step, reason) = (plan.hide(&step.name).into_owned(), plan.hide(&reason).into_owned());
            RunError::Step { step, reason }
        };
        Job::compile(plan, index).map_err(refuse)?;
    }
    let (words_in, mut words) = mpsc::channel(WORDS_PER_THREAD * plan.shape.threads);
    let (start, started) = watch::channel(None);
    let brief = Brief {
        plan: Arc::clone(plan),
        connector: Arc::clone(&parts.connector),
        gauges: parts.gauges.clone(),
        controls: Arc::clone(&parts.controls),
        pens: Arc::new(Mutex::new(parts.pens())),
        words: words_in,
        start: started,
        stop: parts.stop.clone(),
        gathers: parts.gathers,
    };
    let work = move |index| worker::work(brief.clone(), index);
    let threads = runtime::per_core(plan.shape.threads, "load", work).map_err(RunError::Threads)?;
    if !wait_until_ready(&mut words, &threads, plan, parts).await? {
        // The others wait for the start; they leave when they hear that there will be none.
        drop(start);
        join(threads).await?;
        return Err(RunError::Panicked);
    }
    let begin = Instant::now() + START_DELAY;
    let started = SystemTime::now();
    let _ = start.send(Some(begin));
    parts.start.send_replace(Some(begin + plan.shape.warmup));
    parts.events.send(Event::Started);
    if let Some(hlog) = &parts.logs.hlog {
        hlog.begin(started + plan.shape.warmup);
    }
    let mut ledger = Ledger::new(plan);
    // The channel ends when the last thread is gone, whether it said its last word or not.
    while let Some(word) = words.recv().await {
        if ledger.hear(word, parts) {
            break;
        }
    }
    join(threads).await?;
    Ok(ledger.close(started, parts))
}

type Threads = Vec<std::thread::JoinHandle<io::Result<io::Result<()>>>>;

/// Joins threads that have said their last word or are about to leave.
async fn join(threads: Threads) -> Result<(), RunError> {
    for thread in threads {
        match tokio::task::spawn_blocking(|| thread.join()).await {
            Ok(Ok(Ok(Ok(())))) => {}
            Ok(Ok(Ok(Err(error)) | Err(error))) => return Err(RunError::Threads(error)),
            _ => return Err(RunError::Panicked),
        }
    }
    Ok(())
}

/// Waits until every thread has opened its connections; false when one of them is gone instead.
async fn wait_until_ready(
    words: &mut mpsc::Receiver<Word>,
    threads: &Threads,
    plan: &Plan,
    parts: &Parts,
) -> Result<bool, RunError> {
    /// How soon a thread that could not even begin is missed; nobody waits longer for it.
    const ROLL_CALL: Duration = Duration::from_millis(100);
    let (mut opened, mut fault): (usize, Option<WireFault>) = (0, None);
    let mut ready = 0;
    while ready < threads.len() {
        let word = tokio::select! {
            word = words.recv() => word,
            () = tokio::time::sleep(ROLL_CALL) => {
                // A thread that is ready waits for the start, so one that has finished never will be.
                if threads.iter().any(std::thread::JoinHandle::is_finished) {
                    return Ok(false);
                }
                continue;
            }
        };
        let Some(Word::Ready { opened: more, fault: bad }) = word else { return Ok(false) };
        ready += 1;
        opened += more;
        fault = bad.or(fault);
    }
    match fault {
        Some(mut fault) if opened == 0 => {
            if plan.route.protocol == Protocol::Http2 && fault.kind == FaultKind::Tls && fault.hint.is_none() {
                fault.hint = Some("the server may not speak HTTP/2; try --http 1.1".to_owned());
            }
            fault.message = plan.hide(&fault.message).into_owned();
            Err(RunError::NoConnection { url: plan.masked_url(&plan.steps[0].url), fault: fault.into() })
        }
        Some(fault) => {
            let reason = plan.hide(&fault.message).into_owned();
            parts.events.send(Event::ConnectionsMissing { opened, reason });
            Ok(true)
        }
        None => Ok(true),
    }
}

/// Merges the pages of the threads, second by second.
#[derive(Debug)]
struct Ledger {
    /// The first second that each thread may still write; `u64::MAX` when it has ended.
    next: Vec<u64>,
    /// Seconds that not every thread is past yet.
    open: BTreeMap<u64, Page>,
    total: Page,
    series: Series,
    finals: Vec<Final>,
    /// The second from which statistics count: 0, or where they were last started afresh.
    zero: u64,
    /// How often they were.
    resets: u64,
}

impl Ledger {
    fn new(plan: &Plan) -> Self {
        Self {
            next: vec![0; plan.shape.threads],
            open: BTreeMap::new(),
            total: Page::new(plan.steps.len()),
            series: Series::default(),
            finals: Vec::new(),
            zero: 0,
            resets: 0,
        }
    }

    /// Takes one word; whether it was the last.
    fn hear(&mut self, word: Word, parts: &Parts) -> bool {
        match word {
            Word::Ready { .. } => {}
            Word::Page { thread, second, page } => {
                self.add(second, &page);
                self.next[thread] = second + 1;
            }
            Word::Done(last) => {
                self.add(last.second, &last.page);
                self.next[last.thread] = u64::MAX;
                self.finals.push(*last);
            }
        }
        let past = self.next.iter().copied().min().unwrap_or(u64::MAX);
        while let Some(entry) = self.open.first_entry().filter(|entry| *entry.key() < past) {
            let (second, page) = entry.remove_entry();
            let told = self.enter(second, &page, &parts.logs);
            parts.events.send(Event::Second(Box::new(told)));
            self.start_afresh(second + 1, parts);
            parts.totals.tell(&self.total);
        }
        past == u64::MAX
    }

    fn add(&mut self, second: u64, page: &Page) {
        let steps = self.total.steps.len();
        self.open.entry(second).or_insert_with(|| Page::new(steps)).merge(page);
    }

    fn enter(&mut self, second: u64, page: &Page, logs: &Logs) -> Second {
        self.total.merge(page);
        let sheet = page.total();
        if let Some(hlog) = &logs.hlog {
            let start = Duration::from_secs(second);
            let over = self.next.iter().all(|next| *next == u64::MAX);
            let length = if over { self.elapsed().saturating_sub(start) } else { SECOND };
            hlog.second(Window { start, length: length.min(SECOND) }, &sheet);
        }
        let seen = |(code, count): (usize, &u64)| (*count > 0).then_some((code as u16, *count));
        Second {
            interval: self.series.push(second.saturating_sub(self.zero), &sheet),
            response: sheet.response(),
            statuses: sheet.statuses.iter().enumerate().filter_map(seen).collect(),
            faults: FaultKind::ALL.into_iter().zip(sheet.faults).filter(|(_, count)| *count > 0).collect(),
            lag_p99: page.lag.quantile(0.99),
            arrivals: page.lag.count() + page.queued,
            queued: page.queued,
        }
    }

    /// Forgets everything before second `zero` when somebody wished so.
    fn start_afresh(&mut self, zero: u64, parts: &Parts) {
        if parts.controls.resets() == self.resets {
            return;
        }
        self.resets = parts.controls.resets();
        self.total.forget_requests();
        self.series = Series::default();
        let later = Duration::from_secs(zero - self.zero);
        parts.start.send_modify(|start| *start = start.map(|start| start + later));
        self.zero = zero;
    }

    /// How long the run took, of the thread that took longest.
    fn elapsed(&self) -> Duration {
        self.finals.iter().map(|last| last.elapsed).max().unwrap_or_default()
    }

    fn close(mut self, started: SystemTime, parts: &Parts) -> Outcome {
        let forgotten = Duration::from_secs(self.zero);
        let elapsed = self.elapsed().saturating_sub(forgotten);
        // Left open only where a thread went without its last word.
        for (second, page) in std::mem::take(&mut self.open) {
            self.enter(second, &page, &parts.logs);
        }
        let longest = |time: fn(&Final) -> Duration| self.finals.iter().map(time).max().unwrap_or_default();
        let largest = |time: fn(ThreadTime) -> Duration| {
            let share = |last: &Final| time(last.cpu).as_secs_f64() / last.counted.as_secs_f64();
            self.finals.iter().filter(|last| !last.counted.is_zero()).map(share).fold(0.0, f64::max)
        };
        Outcome {
            started: started + forgotten,
            series: self.series.finish(elapsed),
            counted: longest(|last| last.counted).saturating_sub(forgotten),
            cpu_share: largest(|cpu| cpu.used),
            cpu_wanted: largest(ThreadTime::wanted),
            dropped: self.finals.iter().map(|last| last.dropped).sum(),
            interrupted: parts.stop.is_cancelled(),
            steered: parts.controls.is_steered(),
            as_planned: !parts.controls.is_steered() && self.resets == 0,
            total: self.total,
        }
    }
}
