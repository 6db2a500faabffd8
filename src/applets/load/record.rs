//! What a thread writes down: one sheet for each step, started afresh every second and merged by the coordinator.
//!
//! Recording is the only thing that happens to every request beside sending it, so it is a few array increments:
//! no lock, no allocation, no message. Memory depends on the number of steps and threads, not on that of requests.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::request_log::Pen;
use super::wire::{FaultKind, Reply, WireFault};
use crate::kit::http::Phases;
use crate::kit::metrics::{Histogram, LocalCounter};

/// Status codes are three digits; what lies outside is counted under 0.
const STATUSES: usize = 1000;

/// The requests of one step within one window.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Replies by status code.
    pub(super) statuses: Vec<u64>,
    /// Requests that got no whole reply, by kind.
    pub(super) faults: [u64; FaultKind::COUNT],
    /// Replies that failed a check of the plan.
    pub(super) failed_checks: u64,
    /// Replies that count as failed: status 400 or more, or a check not passed.
    pub(super) bad: u64,
    /// Intended start to end, where that differs from `service`.
    pub(super) response: Histogram,
    /// Send to end.
    pub(super) service: Histogram,
    /// Requests whose response time is their service time; in `service` only.
    pub(super) same: Histogram,
    /// Send to first byte.
    pub(super) first_byte: Histogram,
    /// First byte to end, of replies that took more than one read.
    pub(super) body: Histogram,
    pub(super) bytes_in: u64,
    pub(super) bytes_out: u64,
    /// How often each check of the step failed, then each capture; as long as the last that did.
    pub(super) checks: Vec<u64>,
    pub(super) edge: Edge,
}

/// What the rates have beside the counts. Rates are of what *ended* within the time counted, and counts of what *began*
/// in it: what was under way at its beginning is added here, and what was under way at its end taken off.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edge {
    pub(super) done: i64,
    pub(super) replies: i64,
    pub(super) ok: i64,
}

impl Edge {
    fn add(&mut self, sign: i64, outcome: Outcome) {
        self.done += sign;
        self.replies += sign * i64::from(outcome != Outcome::Fault);
        self.ok += sign * i64::from(outcome == Outcome::Good);
    }

    fn merge(&mut self, other: Self) {
        self.done += other.done;
        self.replies += other.replies;
        self.ok += other.ok;
    }
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Good,
    Bad,
    Fault,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            statuses: vec![0; STATUSES],
            faults: [0; FaultKind::COUNT],
            failed_checks: 0,
            bad: 0,
            response: Histogram::new(),
            service: Histogram::new(),
            same: Histogram::new(),
            first_byte: Histogram::new(),
            body: Histogram::new(),
            bytes_in: 0,
            bytes_out: 0,
            checks: Vec::new(),
            edge: Edge::default(),
        }
    }
}

impl Sheet {
    /// Adds another sheet to this one.
    pub(super) fn merge(&mut self, other: &Self) {
        self.statuses.iter_mut().zip(&other.statuses).for_each(|(sum, more)| *sum += more);
        self.faults.iter_mut().zip(&other.faults).for_each(|(sum, more)| *sum += more);
        self.failed_checks += other.failed_checks;
        self.bad += other.bad;
        self.response.merge(&other.response);
        self.service.merge(&other.service);
        self.same.merge(&other.same);
        self.first_byte.merge(&other.first_byte);
        self.body.merge(&other.body);
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.checks.resize(self.checks.len().max(other.checks.len()), 0);
        self.checks.iter_mut().zip(&other.checks).for_each(|(sum, more)| *sum += more);
        self.edge.merge(other.edge);
    }

    /// Requests that would have taken longer than anybody waited: their times are known to be long, and not how long.
    pub(super) fn censored(&self) -> u64 {
        [FaultKind::Timeout, FaultKind::ConnectTimeout, FaultKind::Unfinished]
            .into_iter()
            .map(|kind| self.faults[kind as usize])
            .sum()
    }

    /// Requests that count as failed: no whole reply, a status of 400 or more, or a check not passed.
    pub(super) fn failed(&self) -> u64 {
        self.faulted() + self.bad
    }

    /// Replies with any status.
    pub(super) fn replies(&self) -> u64 {
        self.statuses.iter().sum()
    }

    /// Requests without a whole reply.
    pub(super) fn faulted(&self) -> u64 {
        self.faults.iter().sum()
    }

    /// Intended start to end, of every reply.
    pub(super) fn response(&self) -> Histogram {
        let mut all = self.response.clone();
        all.merge(&self.same);
        all
    }

    /// Send to end, of every reply.
    pub(super) fn service(&self) -> Histogram {
        let mut all = self.service.clone();
        all.merge(&self.same);
        all
    }
}

/// Everything one thread wrote down within one window.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// One sheet for each step of the plan.
    pub(super) steps: Vec<Sheet>,
    pub(super) dns: Histogram,
    pub(super) connect: Histogram,
    pub(super) tls: Histogram,
    /// How late the generator itself sent, beyond any wait for a free connection.
    pub(super) lag: Histogram,
    /// Arrivals that found every connection busy.
    pub(super) queued: u64,
    pub(super) connections: u64,
    /// Requests sent again because the server had closed an idle connection.
    pub(super) resent: u64,
    /// TCP segments that had to be sent again.
    pub(super) retransmits: u64,
    /// The longest time in which a thread did nothing at all.
    pub(super) still: Duration,
    /// The longest time in which a thread waited for its request log.
    pub(super) log_wait: Duration,
    /// One message for each kind of fault.
    pub(super) examples: BTreeMap<FaultKind, String>,
}

impl Page {
    pub(super) fn new(steps: usize) -> Self {
        Self {
            steps: vec![Sheet::default(); steps],
            dns: Histogram::new(),
            connect: Histogram::new(),
            tls: Histogram::new(),
            lag: Histogram::new(),
            queued: 0,
            connections: 0,
            resent: 0,
            retransmits: 0,
            still: Duration::ZERO,
            log_wait: Duration::ZERO,
            examples: BTreeMap::new(),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.steps.iter_mut().zip(&other.steps).for_each(|(sum, more)| sum.merge(more));
        self.dns.merge(&other.dns);
        self.connect.merge(&other.connect);
        self.tls.merge(&other.tls);
        self.lag.merge(&other.lag);
        self.queued += other.queued;
        self.connections += other.connections;
        self.resent += other.resent;
        self.retransmits += other.retransmits;
        self.still = self.still.max(other.still);
        self.log_wait = self.log_wait.max(other.log_wait);
        for (kind, example) in &other.examples {
            self.examples.entry(*kind).or_insert_with(|| example.clone());
        }
    }

    /// Forgets the requests; what is known of connections stays.
    pub(super) fn forget_requests(&mut self) {
        self.steps.fill(Sheet::default());
        self.lag.clear();
        self.queued = 0;
        self.still = Duration::ZERO;
        self.log_wait = Duration::ZERO;
        self.examples.clear();
    }

    /// All steps together.
    pub(super) fn total(&self) -> Sheet {
        let mut total = Sheet::default();
        self.steps.iter().for_each(|step| total.merge(step));
        total
    }
}

/// What the view reads while the run goes on; written by one thread each.
#[derive(Debug, Default)]
pub struct Gauges {
    /// Requests that ended.
    pub done: LocalCounter,
    /// Of these, those that count as failed.
    pub failed: LocalCounter,
}

/// When a request of one step began and how it was meant to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    pub(super) step: usize,
    /// Nanoseconds of the run at which the schedule, or the end of the last reply, meant it to start.
    pub(super) intended: u64,
    /// Not within the warm-up.
    pub(super) counts: bool,
}

/// A thread's pen.
#[derive(Debug)]
pub(super) struct Recorder {
    page: Page,
    pub(super) gauges: Arc<Gauges>,
    /// The time counted, nanoseconds of the run: its beginning and its end.
    window: (u64, u64),
    /// For `--raw`.
    requests: Option<Pen>,
    /// Requests that ended, those of the warm-up included.
    ended: u64,
}

impl Recorder {
    pub(super) fn new(steps: usize, gauges: Arc<Gauges>, requests: Option<Pen>) -> Self {
        Self { page: Page::new(steps), gauges, window: (u64::MAX, u64::MAX), requests, ended: 0 }
    }

    /// How many requests have ended since the thread began, those of the warm-up included.
    pub(super) fn ended(&self) -> u64 {
        self.ended
    }

    /// The page being written.
    pub(super) fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    /// Hands over what was written and starts a fresh page.
    pub(super) fn turn_page(&mut self) -> Page {
        if let Some(requests) = &mut self.requests {
            requests.hand_over();
            self.page.log_wait = requests.take_longest_wait();
        }
        let steps = self.page.steps.len();
        std::mem::replace(&mut self.page, Page::new(steps))
    }

    /// Hands over the last of what was written, that of the request log as well, and writes no more of it.
    pub(super) fn last_page(&mut self) -> Page {
        let page = self.turn_page();
        self.requests = None;
        page
    }

    /// Starts the requests afresh, what is known of connections stays; from `since` to `until` is the time counted.
    pub(super) fn begin(&mut self, since: u64, until: u64) {
        self.page.forget_requests();
        self.window = (since, until);
    }

    /// The time counted ends at `at`, unless it has ended before.
    pub(super) fn end(&mut self, at: u64) {
        self.window.1 = self.window.1.min(at);
    }

    /// Corrects the rates for a request of the warm-up that ended at `end`.
    #[cold]
    fn early(&mut self, step: usize, end: u64, outcome: Outcome) {
        if self.window.0 <= end && end <= self.window.1 {
            self.page.steps[step].edge.add(1, outcome);
        }
    }

    /// Corrects the rates for a request that was counted and ended too late for them.
    #[cold]
    fn late(&mut self, step: usize, outcome: Outcome) {
        self.page.steps[step].edge.add(-1, outcome);
    }

    /// Writes down that a check, or a capture, of the step failed.
    #[cold]
    pub(super) fn failed_check(&mut self, begun: Begun, index: usize) {
        if begun.counts {
            let checks = &mut self.page.steps[begun.step].checks;
            checks.resize(checks.len().max(index + 1), 0);
            checks[index] += 1;
        }
    }

    /// Writes down a whole reply.
    #[inline]
    pub(super) fn reply(&mut self, begun: Begun, reply: &Reply, passed: Passed) {
        self.ended += 1;
        let outcome = if passed == Passed::No || reply.status >= 400 { Outcome::Bad } else { Outcome::Good };
        if !begun.counts {
            return self.early(begun.step, reply.end, outcome);
        }
        let sheet = &mut self.page.steps[begun.step];
        let status = usize::from(reply.status);
        sheet.statuses[if status < STATUSES { status } else { 0 }] += 1;
        let service = reply.end.saturating_sub(reply.sent);
        if reply.sent == begun.intended {
            sheet.same.record_ns(service);
        } else {
            sheet.service.record_ns(service);
            sheet.response.record_ns(reply.end.saturating_sub(begun.intended));
        }
        sheet.first_byte.record_ns(reply.first_byte.saturating_sub(reply.sent));
        if reply.end != reply.first_byte {
            sheet.body.record_ns(reply.end.saturating_sub(reply.first_byte));
        }
        sheet.bytes_in += reply.bytes_in;
        sheet.bytes_out += reply.bytes_out;
        self.gauges.done.add(1);
        if passed == Passed::No {
            sheet.failed_checks += 1;
        }
        if outcome == Outcome::Bad {
            sheet.bad += 1;
            self.gauges.failed.add(1);
        }
        if reply.end > self.window.1 {
            self.late(begun.step, outcome);
        }
        if let Some(requests) = &mut self.requests {
            requests.reply(begun, reply);
        }
    }

    /// Writes down a request that ended at `end` without a whole reply.
    pub(super) fn fault(&mut self, begun: Begun, fault: &WireFault, end: u64) {
        if !begun.counts {
            return self.early(begun.step, end, Outcome::Fault);
        }
        if end > self.window.1 {
            self.late(begun.step, Outcome::Fault);
        }
        self.page.steps[begun.step].faults[fault.kind as usize] += 1;
        self.page.examples.entry(fault.kind).or_insert_with(|| fault.message.clone());
        self.gauges.failed.add(1);
        self.gauges.done.add(1);
        if let Some(requests) = &mut self.requests {
            requests.fault(begun, fault.kind, end);
        }
    }

    /// Writes down a new connection.
    pub(super) fn connected(&mut self, phases: &Phases) {
        self.page.connections += 1;
        for (histogram, phase) in [
            (&mut self.page.dns, phases.dns),
            (&mut self.page.connect, phases.connect),
            (&mut self.page.tls, phases.tls),
        ] {
            if !phase.is_zero() {
                histogram.record(phase);
            }
        }
    }
}

/// Whether a reply satisfied the checks of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    Yes,
    No,
}
