//! What `find` found: the JSON document, and what broke first.

use serde::{Deserialize, Serialize};

use super::engine::{End, Searched, Step};
use super::quest::Quest;
use crate::applets::load::pace::{Curve, Pace};
use crate::applets::load::plan::Plan;
use crate::applets::load::report::{Tool, format_rate};
use crate::applets::load::threshold::{Metric, Threshold};

#[cfg(test)]
mod tests;
mod text;

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// The highest rate that holds, and how it was found. Times are whole nanoseconds, rates iterations per second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindReport {
    /// Version of this document.
    pub schema_version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// What was played, secrets masked, at the highest rate that holds.
    pub plan: Plan,
    /// The objective.
    pub slo: Vec<String>,
    /// The last of these was added because nothing was said about errors.
    pub slo_implied: bool,
    /// The highest rate that holds; `null` when none does.
    pub max_rate: Option<f64>,
    /// 95 % interval of the knee; the upper end is `null` when nothing broke.
    pub ci95: Option<(f64, Option<f64>)>,
    /// Why the search ended.
    pub end: End,
    /// What gave way first beyond the knee; `null` when nothing broke.
    pub limit: Option<Limit>,
    /// The same in words.
    pub broke_first: Option<String>,
    /// Every step, in order.
    pub steps: Vec<Step>,
    /// Reasons to doubt it.
    pub doubts: Vec<String>,
}

/// What gives way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The server takes too long, though it keeps up.
    Latency,
    /// The server fails too often.
    Errors,
    /// The server completes no more than this.
    Capacity,
    /// All connections are busy while the server is no slower than before.
    Connections,
    /// This program could send no more.
    Generator,
    /// The server fell over, and took no connections any more.
    Down,
}

impl FindReport {
    pub(super) fn build(quest: &Quest, searched: Searched) -> Self {
        let knee = searched.knee;
        let max_rate = (knee.low > 0.0).then_some(knee.low);
        let breaking = breaking(&searched);
        let fell = |step: &Step| searched.end == End::Down && searched.steps.last() == Some(step);
        let limit = breaking.map(|step| if fell(step) { Limit::Down } else { limit(step, &searched.steps) });
        let mut plan = quest.plan.without_secrets();
        let rate = max_rate.or(quest.from).unwrap_or_default();
        plan.shape.pace = Pace::Open { arrivals: quest.arrivals, curve: Curve::constant(rate) };
        let slo: Vec<String> = quest.slo.thresholds.iter().map(ToString::to_string).collect();
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: "toolbox load find".into(), version: env!("CARGO_PKG_VERSION").into() },
            plan,
            slo,
            slo_implied: quest.slo.has_implied,
            max_rate,
            ci95: max_rate.map(|_| (searched.interval.0, Some(searched.interval.1).filter(|high| high.is_finite()))),
            end: searched.end,
            limit,
            broke_first: breaking.zip(limit).map(|(step, limit)| told(step, limit, &quest.plan)),
            doubts: few(&searched).into_iter().chain(doubts(&searched)).collect(),
            steps: searched.steps,
        }
    }
}

/// The lowest step that broke at or beyond the knee.
fn breaking(searched: &Searched) -> Option<&Step> {
    let counted = searched.steps.iter().filter(|step| !step.held && !step.discarded);
    let beyond = counted.filter(|step| step.rate > searched.knee.low);
    beyond.min_by(|a, b| a.rate.total_cmp(&b.rate))
}

fn limit(step: &Step, steps: &[Step]) -> Limit {
    /// A server whose own time has not grown by half is not what makes requests wait.
    const SLOWER: f64 = 1.5;
    let counts_errors = |expr: &str| {
        expr.parse::<Threshold>().is_ok_and(|threshold| matches!(threshold.metric(), Metric::Errors | Metric::Checks))
    };
    let jammed = step.backlog_growth.is_some() || step.lost;
    if step.outcomes.iter().any(|outcome| !outcome.pass && outcome.value.is_some() && counts_errors(&outcome.expr)) {
        return Limit::Errors;
    }
    if !step.doubts.is_empty() {
        return Limit::Generator;
    }
    if !jammed {
        return Limit::Latency;
    }
    let calm = steps.iter().filter(|other| other.held).min_by(|a, b| a.rate.total_cmp(&b.rate));
    let grew = calm.and_then(|calm| Some(step.service_p50_ns? as f64 / calm.service_p50_ns? as f64));
    if grew.is_some_and(|grew| grew < SLOWER) { Limit::Connections } else { Limit::Capacity }
}

/// What broke at a step, and what that means.
fn told(step: &Step, limit: Limit, plan: &Plan) -> String {
    let achieved = format_rate(step.achieved);
    let meaning = match limit {
        Limit::Latency => "the server keeps up but takes too long".to_owned(),
        Limit::Errors => "the server fails requests".to_owned(),
        Limit::Capacity => format!("the server does not go beyond {achieved}/s"),
        Limit::Connections => format!(
            "all {} connections were busy while the server was as quick as before; raise -c",
            plan.shape.connections * plan.shape.streams
        ),
        Limit::Down => "then the server took no connections any more".to_owned(),
        Limit::Generator => format!("this machine sends no more: {}", step.doubts[0].message),
    };
    format!("at {}/s {}: {meaning}", format_rate(step.rate), step.causes().join(", "))
}

impl Step {
    /// What was wrong with it, in words; empty when it held.
    #[must_use]
    pub fn causes(&self) -> Vec<String> {
        let mut causes: Vec<String> = Vec::new();
        for outcome in self.outcomes.iter().filter(|outcome| !outcome.pass) {
            let value = outcome.shown().unwrap_or_else(|| "n/a".into());
            causes.push(format!("{} was {value}", outcome.expr));
        }
        match self.backlog_growth {
            Some(_) if self.short => {
                causes.push(format!("only {:.1} % of the rate was completed", self.achieved / self.rate * 100.0));
            }
            Some(growth) => causes.push(format!("the backlog grew by {} a second", format_rate(growth))),
            None if self.lost && causes.is_empty() => causes.push("too many were waiting".into()),
            None => {}
        }
        causes
    }

    /// The thresholds that hold so far although the samples do not support a figure.
    fn untold(&self) -> impl Iterator<Item = &str> {
        let untold = self.outcomes.iter().filter(|outcome| outcome.pass && outcome.value.is_none());
        untold.map(|outcome| outcome.expr.as_str())
    }

    /// Why it may have broken by accident.
    const fn accident(&self) -> &'static str {
        if self.stalled { "all paused" } else { "this machine was late" }
    }

    /// The same in key words, for a table that shows the figures.
    fn signs(&self) -> String {
        let mut signs: Vec<&str> = Vec::new();
        let broken = self.outcomes.iter().filter(|outcome| !outcome.pass);
        signs.extend(broken.map(|outcome| outcome.expr.split(['<', '>', '=', '!']).next().unwrap_or_default().trim()));
        match self.backlog_growth {
            Some(_) if self.short => signs.push("completed"),
            Some(_) => signs.push("backlog"),
            None if self.lost && signs.is_empty() => signs.push("waiting"),
            None => {}
        }
        signs.join(", ")
    }
}

/// What steps held without a figure: too few replies to call it measured, however few of them were late.
fn few(searched: &Searched) -> Option<String> {
    let held: Vec<&Step> = searched.steps.iter().filter(|step| step.held).collect();
    let without: Vec<&&Step> = held.iter().filter(|step| step.untold().next().is_some()).collect();
    // The figure that the answer stands on is that of the highest step that held.
    let highest = held.iter().max_by(|a, b| a.rate.total_cmp(&b.rate))?;
    let names: Vec<&str> = highest.untold().collect();
    (!names.is_empty()).then(|| {
        format!(
            "{} can not be told from so few replies ({} of {} steps that held): no more of them were late than the \
             limit allows, which a longer step may refute; raise --step and --max-step",
            names.join(", "),
            without.len(),
            held.len()
        )
    })
}

fn doubts(searched: &Searched) -> Vec<String> {
    let mut doubts = Vec::new();
    let knee = searched.knee;
    if searched.end == End::Time {
        doubts.push("the time was up before the search was done; raise --max-time".to_owned());
    }
    let near = |step: &&Step| !step.discarded && step.rate >= knee.low * 0.9 && step.rate <= knee.high * 1.1;
    let suspect = searched.steps.iter().filter(near).find_map(|step| step.doubts.first());
    if let Some(reason) = suspect {
        doubts.push(format!("near the knee {}", reason.message));
    }
    let contradicts = |step: &&&Step| if step.held { step.rate >= knee.high } else { step.rate <= knee.low };
    let counted: Vec<&Step> = searched.steps.iter().filter(|step| !step.discarded).collect();
    let contradictions = counted.iter().filter(contradicts).count();
    if contradictions > 0 {
        let total = counted.len();
        doubts.push(format!(
            "{contradictions} of {total} steps contradict the others: the server, or the way to it, is not steady"
        ));
    }
    doubts
}
