//! One thread's share of the work: whose turn it is to send, and when the run is over.
//!
//! A lane owns everything its users share, in cells, because they all live on one thread: no lock, no atomic, no
//! channel on the way of a request. Users ask [`Lane::turn`] for their next start; in a closed loop that is now, in an
//! open loop the schedule's next arrival. An arrival that is overdue is taken by the first user that comes free, its
//! intended start unchanged, so a slow server makes the schedule late and never thin.

mod pacer;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use super::pace::{Deal, Schedule};
use super::record::Recorder;
use crate::kit::cpu::{ThreadTime, uptime};

/// No deadline, no end.
pub(super) const NEVER: u64 = u64::MAX;

/// Nanoseconds since the run began; the one clock of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn starting_at(epoch: Instant) -> Self {
        Self(epoch)
    }

    /// The moment at which it stood at 0.
    pub(super) fn epoch(self) -> Instant {
        self.0
    }

    /// Now; 0 before the beginning.
    #[inline]
    pub(super) fn now(self) -> u64 {
        Instant::now().saturating_duration_since(self.0).as_nanos() as u64
    }

    /// `wait` after `from`, both in nanoseconds of the run.
    pub(super) fn later(from: u64, wait: Duration) -> u64 {
        from.saturating_add(u64::try_from(wait.as_nanos()).unwrap_or(NEVER))
    }
}

/// A start that a user was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// When it was meant to be, nanoseconds of the run.
    pub(super) intended: u64,
    /// The intended start is this very moment: nothing lies between it and sending.
    pub(super) prompt: bool,
    /// Given after the warm-up; what began before is not written down, whenever it ends.
    pub(super) counts: bool,
    /// How many iterations the thread began before this one.
    pub(super) own: u64,
}

/// An arrival on its way from the schedule to a user.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    due: u64,
    counts: bool,
    own: u64,
}

/// The buffer that all connections of a thread read into, one after the other; it stays in the nearest cache.
pub(super) type Scratch = RefCell<Box<[u8]>>;

/// 64 KiB holds a TLS record and most whole replies; larger reads gain nothing on loopback.
const SCRATCH_BYTES: usize = 64 * 1024;

/// What one user shares with its lane.
#[derive(Debug, Default)]
pub(super) struct Seat {
    /// The user's task; every future of one task has the same waker, so it is kept once.
    waker: RefCell<Option<Waker>>,
    /// When the request under way is given up; [`NEVER`] (or 0) when there is none. Read by the sweep.
    deadline: Cell<u64>,
    /// Set by the sweep, taken by the user.
    expired: Cell<bool>,
    /// An arrival handed over by the pacer.
    arrival: Cell<Option<Arrival>>,
    /// Waits in the queue of idle users.
    parked: Cell<bool>,
}

impl Seat {
    /// Arms the deadline of a request.
    #[inline]
    pub(super) fn expect_by(&self, deadline: u64) {
        self.deadline.set(deadline);
    }

    /// Disarms it; whether it had passed.
    #[inline]
    pub(super) fn settle(&self) -> bool {
        self.deadline.set(NEVER);
        self.expired.replace(false)
    }

    /// Whether the deadline has passed.
    #[inline]
    pub(super) fn is_expired(&self) -> bool {
        self.expired.get()
    }

    fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }
}

/// One thread's share of a run.
#[derive(Debug)]
pub(super) struct Lane {
    clock: Cell<Clock>,
    pub(super) recorder: RefCell<Recorder>,
    pub(super) scratch: Scratch,
    /// The arrivals of this thread; `None` in a closed loop.
    schedule: RefCell<Option<Schedule>>,
    /// Iterations this thread may still begin.
    budget: Cell<u64>,
    /// No iteration whose start lies at or after this begins.
    end: Cell<u64>,
    /// Set when no iteration begins any more.
    stopped: Cell<bool>,
    /// Set when the run was cancelled or its time is up: when that was. What is under way then has little time left;
    /// where all requests were merely handed out, the last of them are waited for.
    over_at: Cell<Option<u64>>,
    /// Set when the warm-up has ended.
    counts: Cell<bool>,
    /// Set when what is under way was given up.
    abandoned: Cell<bool>,
    /// Since when nobody may send; `None` when not paused.
    paused_at: Cell<Option<u64>>,
    /// Users without work, longest waiting first, so that all connections are used.
    idle: RefCell<VecDeque<Rc<Seat>>>,
    seats: RefCell<Vec<Rc<Seat>>>,
    /// What falls to this thread.
    deal: Deal,
    /// Iterations begun, those of the warm-up among them: no number is given twice.
    begun: Cell<u64>,
    /// The pacer, when it waits for a user to come free.
    pacer: RefCell<Option<Waker>>,
    /// The pacer, when it waits for an arrival to fall due.
    pacer_at_alarm: RefCell<Option<Waker>>,
    /// Set when arrivals fall due at other times than the pacer knows.
    rescheduled: Cell<bool>,
    /// When the thread was last seen to run, by a clock that does not stop with the machine.
    alive_at: Cell<Duration>,
    /// Processor time of the thread when what is counted ended.
    spent: Cell<Option<ThreadTime>>,
}

/// The limits of a lane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Iterations; [`NEVER`] for no limit.
    pub(super) budget: u64,
    /// Nanoseconds from the start; [`NEVER`] for no limit.
    pub(super) end: u64,
}

impl Lane {
    /// A lane on which nothing moves yet.
    pub(super) fn idle(recorder: Recorder, deal: Deal) -> Self {
        Self {
            clock: Cell::new(Clock::starting_at(Instant::now())),
            recorder: RefCell::new(recorder),
            scratch: RefCell::new(vec![0; SCRATCH_BYTES].into_boxed_slice()),
            schedule: RefCell::new(None),
            budget: Cell::new(NEVER),
            end: Cell::new(NEVER),
            stopped: Cell::new(false),
            over_at: Cell::new(None),
            counts: Cell::new(false),
            abandoned: Cell::new(false),
            paused_at: Cell::new(None),
            idle: RefCell::new(VecDeque::new()),
            seats: RefCell::new(Vec::new()),
            deal,
            begun: Cell::new(0),
            pacer: RefCell::new(None),
            pacer_at_alarm: RefCell::new(None),
            rescheduled: Cell::new(false),
            alive_at: Cell::new(Duration::ZERO),
            spent: Cell::new(None),
        }
    }

    /// Sets the clock of the run and what is played until [`begin`](Self::begin).
    pub(super) fn start(&self, clock: Clock, schedule: Option<Schedule>) {
        self.clock.set(clock);
        *self.schedule.borrow_mut() = schedule;
    }

    /// How long ago the run was cancelled or its time was up; `None` while it goes on.
    pub(super) fn over_for(&self) -> Option<Duration> {
        self.over_at.get().map(|since| Duration::from_nanos(self.clock.get().now().saturating_sub(since)))
    }

    /// The clock of the run.
    #[inline]
    pub(super) fn clock(&self) -> Clock {
        self.clock.get()
    }

    /// Whether requests under way were given up because the run is over.
    pub(super) fn is_abandoned(&self) -> bool {
        self.abandoned.get()
    }

    /// Ends the warm-up: what follows is counted, by this schedule and within these limits.
    pub(super) fn begin(&self, schedule: Option<Schedule>, limits: Limits, warmup: Duration) {
        *self.schedule.borrow_mut() = schedule.map(|mut schedule| {
            schedule.postpone(warmup);
            schedule
        });
        self.budget.set(limits.budget);
        self.end.set(limits.end);
        // At the beginning of a round over all connections, so that no two threads ever have the same number.
        self.begun.set(self.begun.get().next_multiple_of(self.deal.connections()));
        self.counts.set(true);
        self.alive_at.set(uptime());
        // Cut short within the warm-up, there is no time that counts.
        let until = self.over_at.get().map_or(limits.end, |over| over.min(limits.end));
        self.recorder.borrow_mut().begin(Clock::later(0, warmup), until);
        self.reschedule();
    }

    /// A place for one more user.
    pub(super) fn seat(&self) -> Rc<Seat> {
        let seat = Rc::new(Seat::default());
        seat.settle();
        self.seats.borrow_mut().push(Rc::clone(&seat));
        seat
    }

    /// Waits for the user's next start: its intended time, or `None` when the run is over for it. `free_since` is when
    /// its last iteration ended; `None` when it comes to its first.
    #[inline]
    pub(super) async fn turn(&self, seat: &Rc<Seat>, free_since: Option<u64>) -> Option<Turn> {
        if self.is_open() || self.paused_at.get().is_some() {
            return poll_fn(|_| self.poll_turn(seat, free_since)).await;
        }
        let last_end = free_since.unwrap_or_else(|| self.clock.get().now());
        if self.stopped.get() || last_end >= self.end.get() {
            return None;
        }
        let own = self.spend()?;
        Some(Turn { intended: last_end, prompt: true, counts: self.counts.get(), own })
    }

    /// Whether requests start by a schedule.
    pub(super) fn is_open(&self) -> bool {
        self.schedule.borrow().is_some()
    }

    /// Takes one iteration from the budget; how many were begun before it.
    #[inline]
    fn spend(&self) -> Option<u64> {
        let left = self.budget.get();
        if left == 0 {
            return None;
        }
        if left != NEVER {
            self.budget.set(left - 1);
        }
        let own = self.begun.get();
        self.begun.set(own + 1);
        Some(own)
    }

    fn poll_turn(&self, seat: &Rc<Seat>, free_since: Option<u64>) -> Poll<Option<Turn>> {
        let start = |Arrival { due, counts, own }| Turn { intended: due, prompt: false, counts, own };
        if let Some(arrival) = seat.arrival.take() {
            self.recorder.borrow_mut().page().lag.record_ns(self.clock.get().now().saturating_sub(arrival.due));
            return Poll::Ready(Some(start(arrival)));
        }
        if self.stopped.get() {
            return Poll::Ready(None);
        }
        if seat.parked.get() {
            return Poll::Pending;
        }
        if self.paused_at.get().is_none() {
            let now = self.clock.get().now();
            if !self.is_open() {
                let arrival = if now < self.end.get() { self.begin_at(now) } else { None };
                return Poll::Ready(arrival.map(start));
            }
            match self.next_arrival() {
                None if self.is_spent() => return Poll::Ready(None),
                Some(due) if due <= now => {
                    let arrival = self.take_arrival(due);
                    let was_busy = free_since.is_some_and(|since| since > due);
                    self.note_overdue(now - due, was_busy);
                    return Poll::Ready(arrival.map(start));
                }
                // What is not due yet, or nothing more before the end: a run is as long as it was told to be.
                _ => {}
            }
        }
        seat.parked.set(true);
        self.idle.borrow_mut().push_back(Rc::clone(seat));
        self.wake_pacer();
        Poll::Pending
    }

    /// Writes down why an arrival is late: every user was busy, or there were idle ones and the pacer did not get to it.
    fn note_overdue(&self, late: u64, was_busy: bool) {
        let mut recorder = self.recorder.borrow_mut();
        if was_busy && self.idle.borrow().is_empty() {
            recorder.page().queued += 1;
        } else {
            recorder.page().lag.record_ns(late);
        }
    }

    /// The next arrival of the schedule; `None` when there is none before the end.
    fn next_arrival(&self) -> Option<u64> {
        if self.budget.get() == 0 {
            return None;
        }
        let due = self.schedule.borrow_mut().as_mut()?.peek()?;
        (due < self.end.get()).then_some(due)
    }

    /// Whether nothing would come however long one waited.
    fn is_spent(&self) -> bool {
        self.budget.get() == 0 || self.end.get() == NEVER || self.clock.get().now() >= self.end.get()
    }

    /// Takes the arrival that [`next_arrival`](Self::next_arrival) told of.
    fn take_arrival(&self, due: u64) -> Option<Arrival> {
        if let Some(schedule) = self.schedule.borrow_mut().as_mut() {
            schedule.advance();
        }
        self.begin_at(due)
    }

    fn begin_at(&self, due: u64) -> Option<Arrival> {
        self.spend().map(|own| Arrival { due, counts: self.counts.get(), own })
    }

    /// Lets nobody send from now on, or lets them go on; the schedule does not run meanwhile.
    pub(super) fn set_paused(&self, paused: bool) {
        match (self.paused_at.get(), paused) {
            (None, true) => self.paused_at.set(Some(self.clock.get().now())),
            (Some(since), false) => {
                self.paused_at.set(None);
                let pause = Duration::from_nanos(self.clock.get().now().saturating_sub(since));
                if let Some(schedule) = self.schedule.borrow_mut().as_mut() {
                    schedule.postpone(pause);
                }
                self.release_idle();
            }
            _ => {}
        }
    }

    /// Multiplies the rate of an open loop from here on.
    pub(super) fn scale_rate(&self, factor: f64) {
        if let Some(schedule) = self.schedule.borrow_mut().as_mut() {
            schedule.scale(factor);
        }
        self.reschedule();
    }

    /// No iteration begins from now on; those under way go on.
    fn stop(&self) {
        self.stopped.set(true);
        self.release_idle();
    }

    /// Ends the run: no iteration begins from now on, and those under way have little time left.
    pub(super) fn end(&self) {
        if self.over_at.get().is_none() {
            let now = self.clock.get().now();
            self.over_at.set(Some(now));
            self.spent.set(Some(ThreadTime::now()));
            self.recorder.borrow_mut().end(now);
            self.stop();
        }
    }

    /// When the time counted ended, nanoseconds of the run: when it was to, or when there was nothing more to wait for.
    pub(super) fn counted_until(&self) -> u64 {
        self.over_at.get().unwrap_or_else(|| self.clock.get().now()).min(self.end.get())
    }

    /// Processor time of this thread up to the end of what is counted.
    pub(super) fn spent_until_end(&self) -> ThreadTime {
        self.spent.get().unwrap_or_else(ThreadTime::now)
    }

    /// Notes that the thread runs, and how long it has not.
    pub(super) fn note_standstill(&self) {
        if self.counts.get() {
            let now = uptime();
            let gap = now.saturating_sub(self.alive_at.replace(now));
            let mut recorder = self.recorder.borrow_mut();
            recorder.page().still = recorder.page().still.max(gap);
        }
    }

    fn release_idle(&self) {
        for seat in self.idle.borrow_mut().drain(..) {
            seat.parked.set(false);
            seat.wake();
        }
        self.reschedule();
    }

    /// Arrivals that were due while the run went on, and that nobody has begun.
    pub(super) fn overdue(&self) -> u64 {
        let now = self.over_at.get().unwrap_or_else(|| self.clock.get().now());
        let mut schedule = self.schedule.borrow_mut();
        let Some(schedule) = schedule.as_mut() else { return 0 };
        let (mut count, limit) = (0, now.min(self.end.get()));
        while count < self.budget.get() && schedule.peek().is_some_and(|due| due < limit) {
            schedule.advance();
            count += 1;
        }
        count
    }

    /// Gives up the requests whose deadline has passed; ends the run's beginning of new ones when its time is up.
    pub(super) fn sweep(&self) {
        self.note_standstill();
        let now = self.clock.get().now();
        if now >= self.end.get() {
            self.end();
        }
        for seat in self.seats.borrow().iter() {
            if seat.deadline.get() <= now {
                expire(seat);
            }
        }
    }

    /// Requests on their way.
    pub(super) fn under_way(&self) -> usize {
        self.seats.borrow().iter().filter(|seat| seat.deadline.get() != NEVER).count()
    }

    /// Gives up whatever is under way.
    pub(super) fn abandon(&self) {
        self.abandoned.set(true);
        for seat in self.seats.borrow().iter().filter(|seat| seat.deadline.get() != NEVER) {
            expire(seat);
        }
    }

    /// Remembers the task of a user, so that the sweep can wake it.
    pub(super) fn enroll(seat: &Seat, waker: &Waker) {
        if seat.waker.borrow().is_none() {
            *seat.waker.borrow_mut() = Some(waker.clone());
        }
    }
}

/// Has the user give up what is under way.
fn expire(seat: &Seat) {
    seat.deadline.set(NEVER);
    seat.expired.set(true);
    seat.wake();
}
