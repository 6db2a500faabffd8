//! One thread of a run: a runtime, a lane, its users, and the three things that keep them honest: the pacer (open
//! loops), the sweep (deadlines, the end, the controls) and the turning of the page every second.

use std::future::Future;
use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, spawn_local};
use tokio_util::sync::CancellationToken;

use super::connections::SharedWires;
use super::controls::Controls;
use super::gathering::Gathering;
use super::job::{Encoding, Job};
use super::lane::{Clock, Lane, Limits, NEVER};
use super::pace::{Curve, Deal, Pace, Schedule};
use super::plan::{Plan, Protocol};
use super::record::{Gauges, Page, Recorder};
use super::request_log::Pen;
use super::template::{Globals, Scope};
use super::user::{Crew, User};
use super::wire::WireFault;
use crate::kit::alarm::Alarm;
use crate::kit::cpu::ThreadTime;
use crate::kit::http::Connector;

/// How often deadlines and controls are looked at: a timeout is late by at most this.
pub(super) const SWEEP: Duration = Duration::from_millis(50);

/// How long requests under way may take after the end before they are given up; enough for a reply that is merely
/// slow, short enough that a run ends about when it was told to.
const GRACE: Duration = Duration::from_secs(2);

/// What a thread tells the coordinator.
#[derive(Debug)]
pub(super) enum Word {
    /// Its connections are open, or failed to.
    Ready { opened: usize, fault: Option<WireFault> },
    /// It has written this within second `second` of the run.
    Page { thread: usize, second: u64, page: Box<Page> },
    /// It has ended.
    Done(Box<Final>),
}

/// A thread's last word.
#[derive(Debug)]
pub(super) struct Final {
    pub(super) thread: usize,
    pub(super) second: u64,
    pub(super) page: Page,
    /// Processor time of the thread in the time that was counted.
    pub(super) cpu: ThreadTime,
    /// How long it took, what was waited for after the end included.
    pub(super) elapsed: Duration,
    /// How long the run was counted.
    pub(super) counted: Duration,
    /// Arrivals that were due and never begun.
    pub(super) dropped: u64,
}

/// What a thread is given.
#[derive(Debug, Clone)]
pub(super) struct Brief {
    pub(super) plan: Arc<Plan>,
    pub(super) connector: Arc<Connector>,
    pub(super) gauges: Vec<Arc<Gauges>>,
    pub(super) controls: Arc<Controls>,
    /// One for each thread where requests are logged; taken once.
    pub(super) pens: Arc<Mutex<Vec<Pen>>>,
    pub(super) words: mpsc::Sender<Word>,
    /// When the run begins; `None` until every thread is ready.
    pub(super) start: watch::Receiver<Option<Instant>>,
    pub(super) stop: CancellationToken,
    /// Whether busy threads may wait for several replies at once.
    pub(super) gathers: bool,
}

/// Plays the share of thread `index`.
///
/// # Errors
/// When the system refuses a timer.
pub(super) async fn work(mut brief: Brief, index: usize) -> io::Result<()> {
    let share = Share::of(&brief.plan, index);
    let crew = match crew(&brief, share.deal) {
        Ok(crew) => Rc::new(crew),
        Err(message) => return Err(io::Error::new(io::ErrorKind::InvalidInput, message)),
    };
    // The clock starts when all threads are ready; until then nothing is timed but the connections themselves.
    let pen = brief.pens.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let recorder = Recorder::new(brief.plan.steps.len(), Arc::clone(&brief.gauges[index]), pen);
    let early = Rc::new(Lane::idle(recorder, share.deal));
    let globals = Globals::new(&brief.plan.vars, &brief.plan.data).map_err(io::Error::other)?;
    let mut users = share.users(&early, &crew, &globals);
    // Before the connections, which may take all the descriptors there are.
    let mut alarm = Alarm::new()?;
    let ready = open_all(&mut users, &brief.stop).await;
    if brief.words.send(ready).await.is_err() {
        return Ok(());
    }
    let Ok(Some(start)) = brief.start.wait_for(Option::is_some).await.map(|start| *start) else { return Ok(()) };
    early.start(Clock::starting_at(start), share.warm_schedule(&brief.plan));
    alarm.after(start.saturating_duration_since(Instant::now())).await?;
    play(&brief, &share, &early, users, alarm).await
}

/// The part of the plan that one thread plays.
#[derive(Debug, Clone, Copy)]
struct Share {
    index: usize,
    deal: Deal,
}

impl Share {
    fn of(plan: &Plan, index: usize) -> Self {
        Self { index, deal: Deal::new(index, plan.shape.threads, plan.shape.connections) }
    }

    fn schedule(self, plan: &Plan) -> Option<Schedule> {
        let Pace::Open { arrivals, curve } = &plan.shape.pace else { return None };
        Some(Schedule::new(curve.clone(), *arrivals, self.deal, plan.shape.seed))
    }

    /// The warm-up goes at the rate that the run begins with, or at what its first stage ends with.
    fn warm_schedule(self, plan: &Plan) -> Option<Schedule> {
        let Pace::Open { arrivals, curve } = &plan.shape.pace else { return None };
        if plan.shape.warmup.is_zero() {
            return self.schedule(plan);
        }
        let rate = if curve.start > 0.0 { curve.start } else { curve.stages.first().map_or(0.0, |stage| stage.rate) };
        Some(Schedule::new(Curve::constant(rate), *arrivals, self.deal, plan.shape.seed))
    }

    fn limits(self, plan: &Plan) -> Limits {
        let nanos = |duration: Duration| u64::try_from((plan.shape.warmup + duration).as_nanos()).unwrap_or(NEVER);
        Limits {
            budget: plan.shape.stop.requests.map_or(NEVER, |requests| self.deal.of(requests)),
            end: plan.shape.stop.duration.map_or(NEVER, nanos),
        }
    }

    /// Users of one connection share it; in HTTP/1.1 there is one for each.
    fn users(self, lane: &Rc<Lane>, crew: &Rc<Crew>, globals: &Arc<Globals>) -> Vec<User> {
        let plan = &crew.plan;
        let streams = if plan.route.protocol == Protocol::Http2 { plan.shape.streams } else { 1 };
        let connections = self.deal.connections();
        let mut users = Vec::with_capacity(connections as usize * streams);
        for connection in 0..connections {
            let shared = Rc::new(SharedWires::default());
            for stream in 0..streams as u64 {
                let number = (connection * streams as u64 + stream) * plan.shape.threads as u64 + self.index as u64;
                users.push(User::new(lane, crew, &shared, Scope::new(Arc::clone(globals), number, plan.shape.seed)));
            }
        }
        users
    }
}

fn crew(brief: &Brief, deal: Deal) -> Result<Crew, String> {
    let plan = Arc::clone(&brief.plan);
    let jobs: Vec<Job> = (0..plan.steps.len()).map(|step| Job::compile(&plan, step)).collect::<Result<_, _>>()?;
    Ok(Crew {
        templated: jobs.iter().any(|job| job.fixed.is_none()),
        deal,
        jobs,
        encoding: Encoding::of(&plan),
        connector: Arc::clone(&brief.connector),
        timeout: plan.route.timeout,
        plan,
    })
}

/// Opens the connections of all users, a bounded number at once so that a listen queue is not flooded.
async fn open_all(users: &mut [User], stop: &CancellationToken) -> Word {
    /// Below the smallest listen backlog in common use (128).
    const AT_ONCE: usize = 64;
    let (mut opened, mut fault) = (0, None);
    for batch in users.chunks_mut(AT_ONCE) {
        let opening = futures_join(batch.iter_mut().map(User::connect));
        let results = tokio::select! {
            results = opening => results,
            () = stop.cancelled() => break,
        };
        for result in results {
            match result {
                Ok(()) => opened += 1,
                Err(error) => fault = Some(error),
            }
        }
        if opened == 0 {
            break;
        }
    }
    Word::Ready { opened, fault }
}

/// Waits for all of them, in one task.
async fn futures_join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(move |cx| {
        let mut waiting = false;
        for (future, output) in &mut pending {
            if output.is_none() {
                match future.as_mut().poll(cx) {
                    Poll::Ready(ready) => *output = Some(ready),
                    Poll::Pending => waiting = true,
                }
            }
        }
        if waiting {
            Poll::Pending
        } else {
            Poll::Ready(pending.iter_mut().filter_map(|(_, output)| output.take()).collect())
        }
    })
    .await
}

/// Lets the users play, from the start of the run to its end.
async fn play(brief: &Brief, share: &Share, lane: &Rc<Lane>, users: Vec<User>, alarm: Alarm) -> io::Result<()> {
    let plan = &brief.plan;
    let mut crowd = JoinSet::new();
    for user in users {
        crowd.spawn_local(user.play());
    }
    let pacer = {
        let lane = Rc::clone(lane);
        spawn_local(async move {
            let paced = lane.pace(alarm).await;
            if paced.is_err() {
                // Nobody hands out arrivals any more.
                lane.end();
            }
            paced
        })
    };
    let gathering = brief.gathers.then(Gathering::new);
    let sweeper = spawn_local(sweep(Rc::clone(lane), Arc::clone(&brief.controls), brief.stop.clone(), gathering));
    if !plan.shape.warmup.is_zero() {
        let warm = tokio::time::sleep(plan.shape.warmup);
        tokio::select! { () = warm => {}, () = brief.stop.cancelled() => {} }
    }
    lane.begin(share.schedule(plan), share.limits(plan), plan.shape.warmup);
    // By the clock of the run, not by when a busy machine let this thread go on.
    let began = lane.clock().epoch() + plan.shape.warmup;
    let cpu_before = ThreadTime::now();
    let mut second = 0;
    let mut ticks = tokio::time::interval_at((began + Duration::from_secs(1)).into(), Duration::from_secs(1));
    loop {
        tokio::select! {
            biased;
            left = crowd.join_next() => if left.is_none() { break },
            _ = ticks.tick() => {
                let page = Box::new(lane.recorder.borrow_mut().turn_page());
                // The coordinator only merges; should it ever be this far behind, waiting here would distort the run,
                // so the page is written on.
                if let Err(error) = brief.words.try_send(Word::Page { thread: share.index, second, page })
                    && let Word::Page { page, .. } = error.into_inner() {
                        lane.recorder.borrow_mut().page().merge(&page);
                    }
                second += 1;
            }
        }
    }
    sweeper.abort();
    pacer.abort();
    if let Ok(Err(error)) = pacer.await {
        return Err(error);
    }
    let done = Final {
        thread: share.index,
        second,
        page: {
            lane.note_standstill();
            lane.recorder.borrow_mut().last_page()
        },
        cpu: lane.spent_until_end().since(cpu_before),
        elapsed: began.elapsed(),
        counted: Duration::from_nanos(lane.counted_until()).saturating_sub(plan.shape.warmup),
        dropped: lane.overdue(),
    };
    let _ = brief.words.send(Word::Done(Box::new(done))).await;
    Ok(())
}

/// Looks after deadlines, the end of the run and the controls, until it is aborted.
async fn sweep(lane: Rc<Lane>, controls: Arc<Controls>, stop: CancellationToken, mut gathering: Option<Gathering>) {
    let mut ticks = tokio::time::interval(SWEEP);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut factor = 1.0;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = stop.cancelled(), if lane.over_for().is_none() => lane.end(),
        }
        lane.sweep();
        if let Some(gathering) = &mut gathering {
            gathering.adjust(&lane);
        }
        if lane.over_for().is_some_and(|over| over > GRACE) {
            lane.abandon();
        }
        lane.set_paused(controls.is_paused());
        let wanted = controls.rate_factor();
        if (wanted - factor).abs() > f64::EPSILON {
            factor = wanted;
            lane.scale_rate(factor);
        }
    }
}
