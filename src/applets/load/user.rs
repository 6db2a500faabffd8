//! One virtual user: takes its turn, plays the steps of the plan, writes down how they went.
//!
//! The way of most requests (bytes that never change, over a connection that is open) is short; every other way is one
//! boxed future. So a user's task is some hundred bytes, and those of all users stay in the cache.
//!
//! A user owns its connection (for HTTP/2 it shares one with the other streams of the connection). It opens a new one
//! when the old one is used up, and sends a request again, once, when an idle connection turns out to have been closed
//! before the server can have seen the request.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::connections::{Connections, SharedWires, Wire};
use super::job::{Encoding, Job, Message, Outgoing};
use super::lane::{Clock, Lane, Seat, Turn};
use super::pace::Deal;
use super::plan::Plan;
use super::record::{Begun, Passed};
use super::template::Scope;
use super::trace;
use super::wire::raw::RawRequest;
use super::wire::{FaultKind, Reception, Reply, WireFault};
use crate::kit::http::Connector;
use crate::kit::net::Origin;

/// What the users of one thread have in common.
#[derive(Debug)]
pub(super) struct Crew {
    pub(super) plan: Arc<Plan>,
    pub(super) jobs: Vec<Job>,
    pub(super) encoding: Encoding,
    pub(super) connector: Arc<Connector>,
    pub(super) timeout: Duration,
    /// Whether anything in a request changes from one iteration to the next.
    pub(super) templated: bool,
    /// What falls to this thread; numbers its iterations among all.
    pub(super) deal: Deal,
}

/// One virtual user.
#[derive(Debug)]
pub(super) struct User {
    lane: Rc<Lane>,
    seat: Rc<Seat>,
    crew: Rc<Crew>,
    connections: Connections,
    scope: Scope,
    reception: Reception,
}

/// An iteration that came to nothing; written down already.
struct Failed;

/// One request on its way.
struct Attempt<'a> {
    origin: &'a Origin,
    outgoing: &'a Outgoing,
    idempotent: bool,
    /// The connection is not used again.
    closes: bool,
    /// When the step was meant to start; also when it is sent, if nothing comes between.
    intended: u64,
    prompt: bool,
}

impl User {
    pub(super) fn new(lane: &Rc<Lane>, crew: &Rc<Crew>, shared: &Rc<SharedWires>, scope: Scope) -> Self {
        Self {
            lane: Rc::clone(lane),
            seat: lane.seat(),
            crew: Rc::clone(crew),
            connections: Connections::new(lane, crew, shared),
            scope,
            reception: Reception::default(),
        }
    }

    /// Opens the connection of the first step before the run begins.
    pub(super) async fn connect(&mut self) -> Result<(), WireFault> {
        let crew = Rc::clone(&self.crew);
        self.connections.reach(&crew.jobs[0].origin).await.map(|_| ())
    }

    /// Plays until the lane has no more turns.
    pub(super) async fn play(mut self) {
        poll_fn(|cx| {
            Lane::enroll(&self.seat, cx.waker());
            Poll::Ready(())
        })
        .await;
        let lane = Rc::clone(&self.lane);
        let seat = Rc::clone(&self.seat);
        let mut free_since = None;
        while let Some(turn) = lane.turn(&seat, free_since).await {
            let end = if let Ok(end) = self.iterate(turn).await {
                end
            } else {
                // What fails without ever waiting must not keep the thread from everything else.
                tokio::task::yield_now().await;
                lane.clock().now()
            };
            free_since = Some(end);
        }
        self.connections.close();
    }

    /// Plays every step once; when the last one ended.
    async fn iterate(&mut self, turn: Turn) -> Result<u64, Failed> {
        let crew = Rc::clone(&self.crew);
        if crew.templated {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            if let Err(error) = self.scope.begin(crew.deal.number(turn.own), now) {
                let fault = WireFault::new(FaultKind::Template, error.to_string());
                let begun = Begun { step: 0, intended: turn.intended, counts: turn.counts };
                self.lane.recorder.borrow_mut().fault(begun, &fault, self.lane.clock().now());
                return Err(Failed);
            }
        }
        let mut intended = turn.intended;
        let counts = turn.counts;
        for job in &crew.jobs {
            let begun = Begun { step: job.step, intended, counts };
            let prompt = turn.prompt || job.step > 0;
            match self.step(job, begun, prompt).await {
                Ok(end) => intended = end,
                Err(fault) => {
                    if !self.connections.survives(&fault) {
                        self.connections.hang_up();
                    }
                    self.lane.recorder.borrow_mut().fault(begun, &fault, self.lane.clock().now());
                    return Err(Failed);
                }
            }
            if self.reception.aborts {
                break;
            }
        }
        Ok(intended)
    }

    /// Sends one step, follows its redirects, judges the reply; when it ended.
    async fn step(&mut self, job: &Job, begun: Begun, prompt: bool) -> Result<u64, WireFault> {
        self.reception.begin(job.wants_head, job.wants_body);
        let intended = begun.intended;
        // Patience begins with sending: an arrival that waited in line is not given up for the wait.
        let sending = if prompt { intended } else { self.lane.clock().now() };
        let deadline = Clock::later(sending, self.crew.timeout);
        self.seat.expect_by(deadline);
        let seat = Rc::clone(&self.seat);
        let entry = trace::is_on().then(|| trace::Entry::request(&self.crew.plan, job.step));
        self.connections.entry = entry;
        if entry.is_some()
            && self.crew.plan.route.redirects == 0
            && let Some((message, _)) = &job.fixed
        {
            message.trace(&self.crew.plan, entry);
        }
        let result = expiring(&seat, self.exchange(job, intended, prompt)).await;
        let expired = self.seat.settle();
        let result = match result {
            // The sweep looks now and then; a reply that came too late in between is too late all the same.
            Some(Ok(reply)) if reply.end > deadline => Err(WireFault::timeout()),
            Some(result) => result,
            None if expired && self.lane.is_abandoned() => {
                Err(WireFault::new(FaultKind::Unfinished, "still under way when the run ended"))
            }
            None => {
                self.connections.give_up(sending);
                Err(WireFault::timeout())
            }
        };
        if let Some(entry) = entry {
            entry.end(&self.crew.plan, &result);
        }
        let reply = result?;
        let passed = self.judge(job, begun, &reply);
        self.lane.recorder.borrow_mut().reply(begun, &reply, passed);
        Ok(reply.end)
    }

    /// Sends a step over the connection at hand where that is all there is to it; everything else takes the long way.
    async fn exchange(&mut self, job: &Job, intended: u64, prompt: bool) -> Result<Reply, WireFault> {
        let mut prompt = prompt;
        if self.is_direct(job) {
            match self.exchange_direct(job, intended, prompt).await {
                Err(fault) if fault.again.is_safe_for(job.idempotent) => self.begin_again(&fault),
                other => return other,
            }
            prompt = false;
        }
        Box::pin(self.exchange_any(job, intended, prompt)).await
    }

    /// Whether a step is bytes that never change for a connection that is open.
    fn is_direct(&self, job: &Job) -> bool {
        let route = &self.crew.plan.route;
        matches!((&job.fixed, &self.connections.current), (Some((_, Outgoing::Raw { .. })), Some((_, Wire::Raw(_)))))
            && route.redirects == 0
            && !job.closes
            && self.connections.leads_to(&job.origin)
    }

    async fn exchange_direct(&mut self, job: &Job, intended: u64, prompt: bool) -> Result<Reply, WireFault> {
        let (Some((_, Outgoing::Raw { bytes, kind })), Some((_, Wire::Raw(wire)))) =
            (&job.fixed, &mut self.connections.current)
        else {
            return Err(WireFault::new(FaultKind::Connect, "no connection"));
        };
        let clock = self.lane.clock();
        let sent = if prompt { intended } else { clock.now() };
        let request = RawRequest { bytes, kind: *kind };
        wire.exchange(request, (clock, sent), &self.lane.scratch, &mut self.reception).await
    }

    /// Gets ready to send a request again that the server can not have acted on.
    fn begin_again(&mut self, because: &WireFault) {
        if trace::is_on() {
            trace::again(&self.crew.plan, self.connections.entry, because);
        }
        if !self.connections.is_usable() {
            self.connections.hang_up();
        }
        self.reception.clear();
        self.lane.recorder.borrow_mut().page().resent += 1;
    }

    async fn exchange_any(&mut self, job: &Job, intended: u64, prompt: bool) -> Result<Reply, WireFault> {
        if self.crew.plan.route.redirects > 0 {
            return self.exchange_following(job, intended, prompt).await;
        }
        let crew = Rc::clone(&self.crew);
        let rendered;
        let outgoing = if let Some((_, outgoing)) = &job.fixed {
            outgoing
        } else {
            let message = job.message(&self.scope)?;
            message.trace(&crew.plan, self.connections.entry);
            rendered = message.encode(&crew.encoding);
            &rendered
        };
        let Job { ref origin, idempotent, closes, .. } = *job;
        let attempt = Attempt { origin, outgoing, idempotent, closes, intended, prompt };
        self.attempt(&attempt).await
    }

    /// As [`exchange_any`](Self::exchange_any), but a redirect is followed; the reply's times span the whole chain.
    async fn exchange_following(&mut self, job: &Job, intended: u64, prompt: bool) -> Result<Reply, WireFault> {
        let mut message: Message = match &job.fixed {
            Some((message, _)) => message.clone(),
            None => job.message(&self.scope)?,
        };
        let mut first: Option<Reply> = None;
        for _ in 0..=self.crew.plan.route.redirects {
            message.trace(&self.crew.plan, self.connections.entry);
            let outgoing = message.encode(&self.crew.encoding);
            let origin =
                Origin::of(&message.url).map_err(|error| WireFault::new(FaultKind::Redirects, error.to_string()))?;
            let idempotent = message.method.is_idempotent();
            let prompt = prompt || first.is_some();
            let intended = first.map_or(intended, |reply| reply.end);
            let (origin, outgoing, closes) = (&origin, &outgoing, job.closes);
            let attempt = Attempt { origin, outgoing, idempotent, closes, intended, prompt };
            let reply = self.attempt(&attempt).await?;
            let whole = first.map_or(reply, |first| first.followed_by(&reply));
            let Some(next) = message.redirected(reply.status, &self.reception.headers) else { return Ok(whole) };
            message = next?;
            first = Some(whole);
            self.reception.clear();
        }
        let limit = self.crew.plan.route.redirects;
        Err(WireFault::new(FaultKind::Redirects, format!("more than {limit} redirects")))
    }

    /// Sends one request, over a new connection where there is none; again where that is safe.
    async fn attempt(&mut self, attempt: &Attempt<'_>) -> Result<Reply, WireFault> {
        let prompt = attempt.prompt && self.connections.leads_to(attempt.origin);
        let first = self.attempt_once(attempt, prompt).await;
        match first {
            Err(fault) if fault.again.is_safe_for(attempt.idempotent) => {
                self.begin_again(&fault);
                self.attempt_once(attempt, false).await
            }
            other => other,
        }
    }

    async fn attempt_once(&mut self, attempt: &Attempt<'_>, prompt: bool) -> Result<Reply, WireFault> {
        let clock = self.lane.clock();
        let wire = self.connections.reach(attempt.origin).await?;
        let sent = if prompt { attempt.intended } else { clock.now() };
        let at = (clock, sent);
        let reply = match (wire, attempt.outgoing) {
            (Wire::Raw(wire), Outgoing::Raw { bytes, kind }) => {
                let request = RawRequest { bytes, kind: *kind };
                wire.exchange(request, at, &self.lane.scratch, &mut self.reception).await
            }
            (Wire::Hyper(wire), Outgoing::Parts { method, uri, headers, body }) => {
                wire.exchange((method, uri, headers, body), at, &mut self.reception).await
            }
            (Wire::Solo(wire), Outgoing::Parts { method, uri, headers, body }) => {
                wire.exchange((method, uri, headers, body), at, &mut self.reception).await
            }
            (Wire::Http2(wire), Outgoing::Parts { method, uri, headers, body }) => {
                wire.exchange((method, uri, headers, body), at, &mut self.reception).await
            }
            _ => Err(WireFault::new(FaultKind::Protocol, "the request was encoded for another protocol")),
        }?;
        if attempt.closes {
            self.connections.hang_up();
        }
        Ok(reply)
    }

    /// Runs the checks of the step and takes its captures.
    fn judge(&mut self, job: &Job, begun: Begun, reply: &Reply) -> Passed {
        let step = &self.crew.plan.steps[job.step];
        if step.checks.is_empty() && step.captures.is_empty() {
            return Passed::Yes;
        }
        let answer = self.reception.answer(reply);
        let mut passed = Passed::Yes;
        // Each of them: which ones failed is what one wants to know.
        let mut failed = |index| {
            passed = Passed::No;
            self.lane.recorder.borrow_mut().failed_check(begun, index);
        };
        for (index, _) in step.checks.iter().enumerate().filter(|(_, check)| !check.test(&answer)) {
            failed(index);
        }
        // What later steps would send without a value is not what the plan says: they are not played.
        let mut aborts = false;
        for (index, capture) in step.captures.iter().enumerate() {
            if let Ok(value) = capture.take(&answer) {
                self.scope.set(&capture.name, value);
            } else {
                failed(step.checks.len() + index);
                aborts = true;
            }
        }
        self.reception.aborts = aborts;
        passed
    }
}

/// Runs `work` until it ends or the seat's deadline passes (`None`).
async fn expiring<F: Future>(seat: &Seat, work: F) -> Option<F::Output> {
    let mut work = pin!(work);
    poll_fn(|cx| {
        if seat.is_expired() {
            return Poll::Ready(None);
        }
        work.as_mut().poll(cx).map(Some)
    })
    .await
}
