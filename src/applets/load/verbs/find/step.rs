//! Plays one step of the search, looks at it while it goes on, and ends it when it is clear.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::flow::{Flow, Look};
use super::quest::Quest;
use super::slo::Standing;
use crate::applets::load::engine::{self, Parts};
use crate::applets::load::error::RunError;
use crate::applets::load::event::Event;
use crate::applets::load::pace::{Arrivals, Curve, Pace};
use crate::applets::load::plan::{Plan, Stop};
use crate::applets::load::report::Report;
use crate::applets::load::series::Interval;
use crate::kit::event::Sink;

/// Looks at a step; more tell no more, fewer would miss a short one.
const LOOKS: u32 = 100;

/// The rarest that a step is looked at, so that a lost one ends soon.
const RAREST_LOOK: Duration = Duration::from_millis(50);

/// Looks in a row at which a step has to be lost: one may have been late itself.
const LOST_LOOKS: usize = 3;

/// Events on their way here; read at once.
const EVENTS: usize = 64;

/// A step that was played.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) report: Report,
    pub(super) flow: Flow,
    /// It was ended before its time because it could not hold any more.
    pub(super) lost: bool,
    /// How long it was looked at.
    pub(super) length: Duration,
}

/// A step under way.
struct Watch<'a> {
    quest: &'a Quest,
    /// Requests per second.
    rate: f64,
    /// How long the step takes, and how long it may take.
    length: Duration,
    longest: Duration,
    /// When counting began; set by the first event.
    begin: Option<Instant>,
    warmup: Duration,
    /// Done and failed when counting began.
    before: (u64, u64),
    looks: Vec<Look>,
    seconds: Vec<Interval>,
    /// Looks in a row that saw it lost.
    lost_looks: usize,
    is_clear: bool,
}

/// Plays `rate` iterations a second.
pub(super) async fn play(quest: &Quest, rate: f64, stop: &CancellationToken) -> Result<Played, RunError> {
    let plan = Arc::new(plan(quest, rate));
    let (events, mut feed) = Sink::channel(EVENTS);
    let parts = crate::applets::load::prepare(&plan, stop.child_token(), events)?;
    let mut watch = Watch::new(quest, rate, plan.shape.warmup);
    let mut ticks = tokio::time::interval((watch.length / LOOKS).min(RAREST_LOOK));
    let run = engine::execute(&plan, &parts);
    tokio::pin!(run);
    let outcome = loop {
        tokio::select! {
            outcome = &mut run => break outcome?,
            Some(event) = feed.recv() => watch.hear(event),
            _ = ticks.tick() => watch.look(&parts, Instant::now()),
        }
        if watch.is_over() {
            parts.stop.cancel();
        }
    };
    let report = Report::build(&plan, &outcome);
    Ok(watch.played(report))
}

/// The plan as one step plays it.
fn plan(quest: &Quest, rate: f64) -> Plan {
    /// New connections and caches settle within this; longer would only cost time.
    const LONGEST_WARMUP: Duration = Duration::from_millis(500);
    let mut plan = quest.plan.clone();
    plan.shape.pace = Pace::Open { arrivals: quest.arrivals, curve: Curve::constant(rate) };
    let (length, longest) = quest.lengths(rate);
    plan.shape.stop = Stop { requests: None, duration: Some(longest) };
    plan.shape.warmup = (length / 10).min(LONGEST_WARMUP);
    plan
}

impl<'a> Watch<'a> {
    fn new(quest: &'a Quest, rate: f64, warmup: Duration) -> Self {
        let (length, longest) = quest.lengths(rate);
        Self {
            quest,
            length,
            longest,
            rate: rate * quest.requests_each(),
            begin: None,
            warmup,
            before: (0, 0),
            looks: Vec::new(),
            seconds: Vec::new(),
            lost_looks: 0,
            is_clear: false,
        }
    }

    /// Takes an event of the engine.
    fn hear(&mut self, event: Event) {
        match event {
            Event::Started => self.begin = Some(Instant::now() + self.warmup),
            Event::Second(second) => {
                self.seconds.push(second.interval);
                let wanted = self.length.as_secs_f64().ceil() as usize;
                let jammed = || self.flow().jam.is_some();
                if self.seconds.len() >= wanted && !self.is_clear {
                    let most = self.longest.as_secs_f64();
                    self.is_clear = jammed() || !self.quest.slo.is_open(&self.seconds, most);
                }
            }
            Event::ConnectionsMissing { .. } => {}
        }
    }

    /// Looks at the counts.
    fn look(&mut self, parts: &Parts, now: Instant) {
        let sum = |field: fn(&crate::applets::load::record::Gauges) -> u64| -> u64 {
            parts.gauges.iter().map(|gauges| field(gauges)).sum()
        };
        let (done, failed) = (sum(|gauges| gauges.done.value()), sum(|gauges| gauges.failed.value()));
        let Some(begin) = self.begin.filter(|begin| *begin <= now) else {
            self.before = (done, failed);
            return;
        };
        if self.is_over() {
            return;
        }
        let at = (now - begin).as_secs_f64();
        let done = done.saturating_sub(self.before.0) as f64;
        self.looks.push(Look { at, done });
        let standing = Standing {
            behind: at - done / self.rate,
            failed: failed.saturating_sub(self.before.1) as f64,
            planned: self.rate * self.length.as_secs_f64(),
            length: self.length.as_secs_f64(),
        };
        self.lost_looks = if self.quest.slo.is_lost(standing) { self.lost_looks + 1 } else { 0 };
    }

    fn is_lost(&self) -> bool {
        self.lost_looks >= LOST_LOOKS
    }

    /// Whether the step has nothing more to tell.
    fn is_over(&self) -> bool {
        self.is_clear || self.is_lost()
    }

    fn flow(&self) -> Flow {
        let spread = match self.quest.arrivals {
            Arrivals::Constant => 0.0,
            Arrivals::Poisson => 1.0,
        };
        // What is looked at after the last arrival only shows how the run ends.
        let until = self.looks.iter().take_while(|look| look.at <= self.longest.as_secs_f64()).count();
        Flow::of(&self.looks[..until], self.rate, spread)
    }

    fn played(self, report: Report) -> Played {
        let length = self.looks.last().map_or(Duration::ZERO, |look| Duration::from_secs_f64(look.at));
        Played { flow: self.flow(), lost: self.is_lost(), length, report }
    }
}
