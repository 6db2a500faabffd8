//! Whether the numbers of a run can be trusted, and if not, why.
//!
//! A load generator that is itself the bottleneck measures itself. Every run is audited for the ways this happens, and
//! ends VALID, or SUSPECT with each reason in words, its figure, and what to do.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::engine::Outcome;
use super::pace::Pace;
use super::plan::Plan;
use super::report::PERCENTILES;
use super::series::Interval;
use super::stats;
use super::wire::FaultKind;
use super::worker::SWEEP;
use crate::kit::units::{format_count, format_duration};

/// A thread busier than this queues its own work: what it times includes its own waiting.
pub(super) const BUSY_SHARE: f64 = 0.85;

/// Sending later than this (and later than a fifth of the median) distorts an open loop.
pub(super) const LAG_FLOOR: Duration = Duration::from_millis(1);

/// Retransmitted segments a thousand requests beyond which the network, not the server, makes the tail.
const RETRANSMITS_PER_THOUSAND: f64 = 1.0;

/// Share of arrivals that may find every connection busy before the pool is called too small.
pub(super) const QUEUED_SHARE: f64 = 0.01;

/// A thread that was not seen to run for this long stood still: five times as long as it is ever meant to be away.
const STANDSTILL: Duration = SWEEP.saturating_mul(5);

/// Whether the numbers can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trust {
    /// The verdict; SUSPECT when there is any reason.
    pub verdict: Verdict,
    /// Why not.
    pub reasons: Vec<Reason>,
    /// 99th percentile of how late the generator sent, nanoseconds; open loops only.
    pub lag_p99_ns: Option<u64>,
    /// Largest share of a core that a sending thread used, 0 to 1.
    pub cpu_share: f64,
    /// TCP segments sent again.
    pub retransmits: u64,
}

/// Whether the numbers can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// Nothing speaks against them.
    Valid,
    /// Something does.
    Suspect,
}

/// One reason to doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// For machines.
    pub kind: ReasonKind,
    /// For people, with the figure and what to do.
    pub message: String,
}

/// The ways in which a run can mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// The generator sent late.
    ScheduleLag,
    /// The generator had no processor to spare.
    GeneratorCpu,
    /// Arrivals waited for a free connection.
    ConnectionsBusy,
    /// File descriptors ran out.
    FilesExhausted,
    /// Local ports ran out.
    PortsExhausted,
    /// Segments were lost on the way.
    Retransmits,
    /// The two halves of the run differ.
    NotStationary,
    /// Too few samples for a percentile.
    FewSamples,
    /// So many requests were given up that a percentile lies among them.
    Censored,
    /// Not one request got an answer.
    NoAnswers,
    /// A part of the requests got no answer.
    Unanswered,
    /// The generator did nothing for a while.
    StoodStill,
    /// Requests were still under way when the run ended.
    Unfinished,
    /// Somebody paused the run or changed its rate.
    Steered,
}

impl Trust {
    /// Audits a run.
    pub(super) fn judge(plan: &Plan, outcome: &Outcome) -> Self {
        let mut reasons = Vec::new();
        let mut doubt = |kind, message: Option<String>| {
            if let Some(message) = message {
                reasons.push(Reason { kind, message });
            }
        };
        doubt(ReasonKind::NoAnswers, no_answers(outcome));
        doubt(ReasonKind::Unanswered, unanswered(outcome));
        doubt(ReasonKind::StoodStill, stood_still(outcome));
        doubt(ReasonKind::ScheduleLag, schedule_lag(outcome));
        doubt(ReasonKind::GeneratorCpu, generator_cpu(plan, outcome));
        doubt(ReasonKind::ConnectionsBusy, connections_busy(plan, outcome));
        doubt(ReasonKind::FilesExhausted, files(outcome));
        doubt(ReasonKind::PortsExhausted, ports(outcome));
        doubt(ReasonKind::Retransmits, retransmits(outcome));
        doubt(ReasonKind::NotStationary, halves(plan, outcome));
        doubt(ReasonKind::FewSamples, few_samples(outcome));
        doubt(ReasonKind::Censored, censored(outcome));
        doubt(ReasonKind::Unfinished, unfinished(outcome));
        doubt(ReasonKind::Steered, steered(outcome));
        let lag = &outcome.total.lag;
        Self {
            verdict: if reasons.is_empty() { Verdict::Valid } else { Verdict::Suspect },
            reasons,
            lag_p99_ns: lag.quantile(0.99).map(|lag| lag.as_nanos() as u64),
            cpu_share: outcome.cpu_share,
            retransmits: outcome.total.retransmits,
        }
    }
}

fn no_answers(outcome: &Outcome) -> Option<String> {
    let total = outcome.total.total();
    (total.replies() == 0).then(|| match total.faulted() {
        0 => "no request was begun: nothing was measured".to_owned(),
        count => format!("none of {} requests got an answer: nothing was measured", format_count(count)),
    })
}

/// More than one in a hundred: then p99 is another one with them than without.
fn unanswered(outcome: &Outcome) -> Option<String> {
    const SHARE: f64 = 0.01;
    let total = outcome.total.total();
    // Timeouts are part of the latencies, as longer than all that was measured.
    let (lost, all) = (total.faulted() - total.censored().min(total.faulted()), total.replies() + total.faulted());
    let share = lost as f64 / all.max(1) as f64;
    (total.replies() > 0 && share > SHARE).then(|| {
        format!(
            "{} of {} requests ({:.1} %) got no answer (see the errors): the latencies are those of the others",
            format_count(lost),
            format_count(all),
            share * 100.0
        )
    })
}

fn stood_still(outcome: &Outcome) -> Option<String> {
    let (still, log_wait) = (outcome.total.still, outcome.total.log_wait);
    (still >= STANDSTILL).then(|| {
        let cause = if log_wait >= still / 2 {
            "its disk did not take the file of --raw as fast"
        } else {
            "stopped, suspended, or without a processor"
        };
        format!(
            "the generator stood still for {} ({cause}): what was due or under way then is told as slow, whatever the \
             server did",
            format_duration(still)
        )
    })
}

fn schedule_lag(outcome: &Outcome) -> Option<String> {
    let lags = &outcome.total.lag;
    // Of a short run, one late arrival is no verdict: as far out as the samples reach, and no further.
    let reach = [99_u8, 95, 90, 75, 50];
    let known =
        |percent: u8| stats::known_quantile(lags, 0, f64::from(percent) / 100.0).map(|known| (percent, known.ns));
    let (percent, lag) = reach.into_iter().find_map(known)?;
    let lag = Duration::from_nanos(lag);
    let median = outcome.total.total().service().quantile(0.5)?;
    (lag > LAG_FLOOR && lag > median / 5).then(|| {
        let lag = format_duration(lag);
        format!(
            "the generator sent late: p{percent} of its lag is {lag}; lower --rate, or give it more cores (--threads)"
        )
    })
}

fn generator_cpu(plan: &Plan, outcome: &Outcome) -> Option<String> {
    // A run too short to fill a scheduler's time slices says nothing about load.
    let long_enough = outcome.counted > Duration::from_millis(200);
    (long_enough && outcome.cpu_wanted > BUSY_SHARE).then(|| {
        let (share, wanted) = (outcome.cpu_share * 100.0, outcome.cpu_wanted * 100.0);
        let threads = plan.shape.threads;
        if outcome.cpu_share > BUSY_SHARE {
            return format!(
                "the generator was busy {share:.0} % of the time on one of its {threads} threads: latencies include its \
                 own queueing and the server may bear more; lower -c or --rate, or use --threads"
            );
        }
        format!(
            "one of the generator's {threads} threads wanted a processor {wanted:.0} % of the time and had one for \
             {share:.0} %: latencies include its waiting; free this machine of other work (the server's too), or use \
             fewer --threads"
        )
    })
}

fn connections_busy(plan: &Plan, outcome: &Outcome) -> Option<String> {
    let Pace::Open { .. } = plan.shape.pace else { return None };
    let queued = outcome.total.queued;
    let arrivals = queued + outcome.total.lag.count() + outcome.dropped;
    let share = (queued + outcome.dropped) as f64 / arrivals.max(1) as f64;
    (share > QUEUED_SHARE).then(|| {
        let connections = plan.shape.connections * plan.shape.streams;
        format!(
            "{:.1} % of arrivals found all {connections} connections busy and waited (response counts it, service does \
             not); raise -c if real clients would not wait",
            share * 100.0
        )
    })
}

fn count_of(outcome: &Outcome, kind: FaultKind) -> u64 {
    outcome.total.steps.iter().map(|sheet| sheet.faults[kind as usize]).sum()
}

fn files(outcome: &Outcome) -> Option<String> {
    let count = count_of(outcome, FaultKind::Files);
    (count > 0).then(|| format!("out of file descriptors {} times; raise ulimit -n or lower -c", format_count(count)))
}

fn ports(outcome: &Outcome) -> Option<String> {
    let count = count_of(outcome, FaultKind::Ports);
    (count > 0).then(|| {
        let count = format_count(count);
        format!("out of local ports {count} times; keep connections alive, or give more addresses with --source")
    })
}

fn retransmits(outcome: &Outcome) -> Option<String> {
    let resent = outcome.total.retransmits;
    let replies = outcome.total.total().replies().max(1);
    let per_thousand = resent as f64 * 1000.0 / replies as f64;
    (resent > 0 && per_thousand > RETRANSMITS_PER_THOUSAND).then(|| {
        let resent = format_count(resent);
        format!("TCP sent {resent} segments again: the tail is the network's as much as the server's")
    })
}

/// Whether the first and the second half of the run tell different stories.
fn halves(plan: &Plan, outcome: &Outcome) -> Option<String> {
    if let Pace::Open { curve, .. } = &plan.shape.pace
        && !curve.stages.is_empty()
    {
        // A ramp is meant to change; its halves can not agree.
        return None;
    }
    // What came in after the end is the rest of the last requests and no time of the run.
    let within = |interval: &&Interval| u128::from(interval.t_ns) < outcome.counted.as_nanos();
    let known = outcome.series.iter().filter(within).filter_map(|interval| interval.p50_ns);
    let medians: Vec<f64> = known.map(|ns| ns as f64).collect();
    let shift = stats::half_shift(&medians)?;
    let direction = if shift > 0.0 { "slower" } else { "faster" };
    let percent = shift.abs() * 100.0;
    Some(format!(
        "the second half was {percent:.0} % {direction} than the first: the server had not settled; use --warmup or run longer"
    ))
}

fn few_samples(outcome: &Outcome) -> Option<String> {
    let response = outcome.total.total().response();
    if response.count() == 0 {
        return None;
    }
    // What lies beyond p99 is told where it can be; that it is missing misleads nobody.
    let missing: Vec<String> = PERCENTILES
        .into_iter()
        .filter(|percent| *percent <= 99.0 && !stats::is_known(response.count(), 0, percent / 100.0))
        .map(|percent| format!("p{percent}"))
        .collect();
    (!missing.is_empty()).then(|| {
        let count = format_count(response.count());
        format!("{count} samples are too few for {}; send more requests", missing.join(" and "))
    })
}

fn censored(outcome: &Outcome) -> Option<String> {
    let total = outcome.total.total();
    let (response, given_up) = (total.response(), total.censored() + total.response().overflow());
    // There are enough of them, and yet there is no figure.
    let enough = |quantile| stats::is_known(response.count() + total.censored(), 0, quantile);
    let known = |quantile| stats::known_quantile(&response, total.censored(), quantile).is_some();
    let first = PERCENTILES
        .into_iter()
        .find(|&percent| percent <= 99.0 && enough(percent / 100.0) && !known(percent / 100.0))?;
    Some(format!(
        "{} requests were given up or took more than a minute: p{first} and beyond lie among them; raise --timeout, or \
         run longer, to see how long they take",
        format_count(given_up)
    ))
}

fn unfinished(outcome: &Outcome) -> Option<String> {
    let count = count_of(outcome, FaultKind::Unfinished);
    (count > 0 && !outcome.interrupted).then(|| {
        let count = format_count(count);
        format!("{count} requests were still under way two seconds after the end: the slowest are missing from the latencies")
    })
}

fn steered(outcome: &Outcome) -> Option<String> {
    outcome.steered.then(|| {
        "the run was paused or its rate was changed by hand: these figures mix several loads; start the statistics \
         afresh (r) after the last change"
            .to_owned()
    })
}
