//! The search itself: step after step until the knee is known.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::flow::Jam;
use super::quest::Quest;
use super::search::{Knee, Next, Phase, Search};
use super::step::{self, Played};
use crate::applets::load::error::RunError;
use crate::applets::load::pace::Pace;
use crate::applets::load::plan::Stop;
use crate::applets::load::report::{ThresholdOutcome, format_rate};
use crate::applets::load::threshold::Threshold;
use crate::applets::load::trust::{Reason, ReasonKind};
use crate::applets::load::verbs::asked::answered;
use crate::applets::load::wire::FaultKind;

/// Between two steps, for the server to finish what the last one left behind.
const BREATHER: Duration = Duration::from_millis(200);

/// How often a step that broke by accident is played again.
const SECOND_CHANCES: usize = 2;

/// One rate that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Iterations per second that were asked for.
    pub rate: f64,
    /// Iterations per second that were completed.
    pub achieved: f64,
    /// Why it was tried.
    pub phase: Phase,
    /// How long it was measured.
    pub duration_ns: u64,
    /// Whether it held.
    pub held: bool,
    /// Ended early, because it could not hold any more.
    pub lost: bool,
    /// For a moment hardly anything was completed at all.
    pub stalled: bool,
    /// Not counted, and played again: it broke while it stalled, or while the generator itself was late.
    pub discarded: bool,
    /// The objective, threshold by threshold.
    pub outcomes: Vec<ThresholdOutcome>,
    /// Less was completed than asked for.
    pub short: bool,
    /// By how many requests the backlog grew each second, when it grew all the time.
    pub backlog_growth: Option<f64>,
    /// Median of the service time, nanoseconds: what the server takes once it is asked.
    pub service_p50_ns: Option<u64>,
    /// Reasons not to blame the server.
    pub doubts: Vec<Reason>,
}

/// Why the search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The knee is known to the precision asked for.
    Found,
    /// The highest rate allowed holds.
    Ceiling,
    /// Not even the lowest rate holds.
    Hopeless,
    /// Its time was up.
    Time,
    /// By a signal.
    Interrupted,
    /// The server fell over, and did not come back.
    Down,
}

/// What a search came to.
#[derive(Debug)]
pub(super) struct Searched {
    pub(super) steps: Vec<Step>,
    pub(super) knee: Knee,
    /// 95 % interval of the knee.
    pub(super) interval: (f64, f64),
    pub(super) end: End,
}

/// Searches; `tell` hears how it goes.
pub(super) async fn search(
    quest: &Quest,
    stop: &CancellationToken,
    tell: impl Fn(String),
) -> Result<Searched, RunError> {
    let begin = Instant::now();
    let start = match quest.from {
        Some(rate) => rate,
        None => probe(quest, stop, &tell).await?,
    };
    let mut search = Search::new(start, (quest.floor, quest.ceiling), quest.precision, quest.plan.shape.seed);
    let mut steps: Vec<Step> = Vec::new();
    let end = loop {
        if stop.is_cancelled() {
            break End::Interrupted;
        }
        let again = steps.last().filter(|last| last.discarded).map(|last| Next::Try(last.rate, last.phase));
        let (rate, phase) = match again.unwrap_or_else(|| search.next()) {
            Next::Try(rate, phase) => (rate, phase),
            Next::Found => break End::Found,
            Next::Ceiling => break End::Ceiling,
            Next::Hopeless => break End::Hopeless,
        };
        if begin.elapsed() + quest.lengths(rate).0 > quest.patience {
            break End::Time;
        }
        tell(progress(steps.len() + 1, rate, search.knee()));
        let played = if steps.is_empty() {
            Some(step::play(quest, rate, stop).await?)
        } else {
            play_on(quest, rate, stop, &tell).await?
        };
        if stop.is_cancelled() {
            break End::Interrupted;
        }
        let Some(played) = played else {
            // Where the last step broke, that is how; where it held, this one did.
            if steps.last().is_some_and(|last| last.held || last.discarded) {
                steps.push(Step::refused(quest, rate, phase));
                search.note(rate, false);
            }
            break End::Down;
        };
        if steps.is_empty() && played.report.is_empty() && !played.report.errors.is_empty() {
            return Err(RunError::no_answer(&quest.plan, &played.report));
        }
        let mut tried = Step::of(quest, rate, phase, &played);
        tried.discarded = is_disturbed(&tried) && disturbed_before(&steps, rate) < SECOND_CHANCES;
        if !tried.discarded {
            search.note(rate, tried.held);
        }
        steps.push(tried);
        tokio::time::sleep(BREATHER).await;
    };
    Ok(Searched { steps, knee: search.knee(), interval: search.interval(), end })
}

/// Plays a step after others; `None` when nobody listens there any more: the server fell over, and was not back in time.
async fn play_on(
    quest: &Quest,
    rate: f64,
    stop: &CancellationToken,
    tell: &impl Fn(String),
) -> Result<Option<Played>, RunError> {
    /// A supervisor that starts a server again does so within seconds.
    const STEPS_OF_PATIENCE: u32 = 2;
    const RETRY: Duration = Duration::from_millis(250);
    let begin = Instant::now();
    loop {
        match step::play(quest, rate, stop).await {
            Err(RunError::NoConnection { fault, .. }) if is_of_the_server(fault.kind) => {}
            played => return played.map(Some),
        }
        if stop.is_cancelled() || begin.elapsed() > quest.step * STEPS_OF_PATIENCE {
            return Ok(None);
        }
        tell("the server takes no connections any more; waiting for it to come back".into());
        tokio::time::sleep(RETRY).await;
    }
}

/// Whether a connection failed for what a server does that fell over, and not for what is missing here.
const fn is_of_the_server(kind: FaultKind) -> bool {
    !matches!(kind, FaultKind::Dns | FaultKind::Files | FaultKind::Ports)
}

/// Whether a step broke by what may be an accident: a pause, or requests that went out late because something else held
/// the processors. A server that pauses all the time, and a generator that is simply too slow, do so again, and then it
/// counts.
fn is_disturbed(step: &Step) -> bool {
    !step.held && (step.stalled || step.doubts.iter().any(|doubt| is_accident(doubt.kind)))
}

/// Whether a reason may be gone the next time.
const fn is_accident(kind: ReasonKind) -> bool {
    matches!(kind, ReasonKind::ScheduleLag | ReasonKind::StoodStill)
}

/// How often the last step, if it was this rate, was already discarded.
fn disturbed_before(steps: &[Step], rate: f64) -> usize {
    steps.iter().rev().take_while(|step| step.discarded && step.rate.total_cmp(&rate).is_eq()).count()
}

/// A rate to begin with: half of what a closed loop gets through in a moment.
async fn probe(quest: &Quest, stop: &CancellationToken, tell: &impl Fn(String)) -> Result<f64, RunError> {
    const LONGEST: Duration = Duration::from_secs(1);
    const SHARE: f64 = 0.5;
    /// Where a server answers nothing in a moment, one request a second is a beginning.
    const LEAST: f64 = 1.0;
    tell("measuring where to begin".into());
    let mut plan = quest.plan.clone();
    let duration = (quest.step / 5).min(LONGEST);
    plan.shape.pace = Pace::Closed;
    plan.shape.stop = Stop { requests: None, duration: Some(duration) };
    plan.shape.warmup = duration / 5;
    let plan = Arc::new(plan);
    let Some(report) = answered(&plan, stop).await? else { return Ok(LEAST) };
    Ok((report.summary.rate_achieved / quest.requests_each() * SHARE).max(LEAST))
}

/// `step 7: 1,937/s | holds 1,900/s, breaks 2,000/s`.
fn progress(number: usize, rate: f64, knee: Knee) -> String {
    let holds = if knee.low > 0.0 { format!(" | holds {}/s", format_rate(knee.low)) } else { String::new() };
    let breaks = if knee.high.is_finite() { format!(" | breaks {}/s", format_rate(knee.high)) } else { String::new() };
    format!("step {number}: {}/s{holds}{breaks}", format_rate(rate))
}

impl Step {
    /// A step that nobody took part in.
    fn refused(quest: &Quest, rate: f64, phase: Phase) -> Self {
        let outcome =
            |threshold: &Threshold| ThresholdOutcome { expr: threshold.to_string(), value: None, pass: false };
        Self {
            rate,
            achieved: 0.0,
            phase,
            duration_ns: 0,
            held: false,
            lost: true,
            stalled: false,
            discarded: false,
            outcomes: quest.slo.thresholds.iter().map(outcome).collect(),
            short: false,
            backlog_growth: None,
            service_p50_ns: None,
            doubts: Vec::new(),
        }
    }

    fn of(quest: &Quest, rate: f64, phase: Phase, played: &Played) -> Self {
        let (report, flow) = (&played.report, &played.flow);
        let outcomes = quest.slo.outcomes(report);
        let held = !played.lost && flow.jam.is_none() && outcomes.iter().all(|outcome| outcome.pass);
        Self {
            rate,
            achieved: flow.achieved / quest.requests_each(),
            phase,
            duration_ns: played.length.as_nanos() as u64,
            held,
            lost: played.lost,
            // Nothing at all came back, or went out: a pause as long as the step.
            stalled: flow.stalled || report.summary.done == 0,
            discarded: false,
            short: flow.jam == Some(Jam::Short),
            backlog_growth: flow.jam.map(|_| flow.growth),
            service_p50_ns: report.latency.service.percentile("50"),
            doubts: report.trust.reasons.iter().filter(|reason| is_doubt(reason.kind)).cloned().collect(),
            outcomes,
        }
    }
}

/// Whether a reason speaks against the generator or the network rather than being part of a step that breaks.
const fn is_doubt(kind: ReasonKind) -> bool {
    matches!(
        kind,
        ReasonKind::ScheduleLag
            | ReasonKind::StoodStill
            | ReasonKind::GeneratorCpu
            | ReasonKind::FilesExhausted
            | ReasonKind::PortsExhausted
            | ReasonKind::Retransmits
    )
}
