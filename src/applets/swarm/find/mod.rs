//! `--find-limit`: the largest audience for which an SLO holds. Each step is an audience of its own, from the first request
//! on; it doubles while the SLO holds, then halves the gap, and the answer is confirmed.

pub mod search;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use self::search::Search;
use super::error::SwarmError;
use super::native::Theatre;
use super::plan::Plan;
use super::report::{Generator, Report};
use super::slo::Judgement;
use super::tally::Tally;
use crate::kit::metrics::{Snapshot, Source};
use crate::kit::term::{Align, Emit, Page, Table};

/// Sessions that saw no picture until the end of a step, of all: more are a failure whatever the SLO says.
const MOST_WITHOUT_A_PICTURE: f64 = 0.05;

/// What an audience comes in where no rate was given.
const RAMP: Duration = Duration::from_secs(5);

/// What came of the search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Grows when a field is taken away or means something else.
    pub schema_version: u32,
    /// The stream, its secrets masked.
    pub url: String,
    /// What had to hold.
    pub slo: String,
    /// Gives the same chances again.
    pub seed: u64,
    /// The largest audience that was seen to hold; none where the first one did not.
    pub limit: Option<u64>,
    /// Whether the search came to its end, and was not cut short.
    pub complete: bool,
    /// In their order.
    pub steps: Vec<Step>,
    /// Whether the figures can be trusted: those of all steps together.
    pub generator: Generator,
}

/// One audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// How many.
    pub clients: u64,
    /// Whether all held.
    pub pass: bool,
    /// What had to.
    pub slo: Vec<Judgement>,
    /// Sessions that saw no picture, of all.
    pub without_a_picture: f64,
    /// Seconds.
    pub duration_s: f64,
}

/// Metrics of the step that is going on.
#[derive(Default)]
pub struct Current(Mutex<Option<Arc<dyn Source>>>);

impl Source for Current {
    fn collect(&self, snapshot: &mut Snapshot) {
        let now = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(now) = now {
            now.collect(snapshot);
        }
    }
}

/// Searches until it is found, or `stop`; `told` hears of each step.
///
/// # Errors
/// Players that cannot begin.
pub async fn find(
    plan: &Plan,
    current: &Current,
    stop: CancellationToken,
    told: impl Fn(&Step),
) -> Result<Findings, SwarmError> {
    let slo = plan.slo.as_ref().map_or_else(String::new, ToString::to_string);
    let mut findings = Findings {
        schema_version: 1,
        url: plan.url.to_string(),
        slo,
        seed: plan.seed,
        limit: None,
        complete: false,
        steps: Vec::new(),
        generator: Generator::default(),
    };
    let mut search = Search::from(plan.clients);
    while let Some(clients) = search.next() {
        let (report, duration) = step(plan, clients, current, stop.clone()).await?;
        if stop.is_cancelled() {
            return Ok(findings);
        }
        let judged = plan.slo.as_ref().map_or_else(Vec::new, |slo| slo.judge(&report));
        let without = without_a_picture(&report);
        let pass = judged.iter().all(|one| one.pass) && without <= MOST_WITHOUT_A_PICTURE;
        let tried = Step { clients, pass, slo: judged, without_a_picture: without, duration_s: duration.as_secs_f64() };
        told(&tried);
        findings.steps.push(tried);
        merge(&mut findings.generator, report.generator);
        search.answer(if pass { search::Answer::Held } else { search::Answer::Broke });
        findings.limit = search.limit();
    }
    findings.complete = true;
    Ok(findings)
}

/// One audience, until its time is over.
async fn step(
    plan: &Plan,
    clients: u64,
    current: &Current,
    stop: CancellationToken,
) -> Result<(Report, Duration), SwarmError> {
    let ramp_rate = if plan.paced { plan.ramp_rate } else { (clients / RAMP.as_secs()).max(1) };
    let plan = Plan { clients, ramp_rate, ..plan.clone() };
    let tally = Arc::new(Tally::new(clients));
    let theatre = Theatre::new(&plan, &tally)?;
    *current.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(theatre.source());
    let begin = Instant::now();
    let own = stop.child_token();
    let length = Duration::from_secs_f64(clients as f64 / ramp_rate as f64) + plan.step;
    let over = async {
        tokio::select! {
            () = tokio::time::sleep(length) => own.cancel(),
            () = own.cancelled() => {}
        }
    };
    let (outcome, ()) = tokio::join!(
        async {
            let outcome = theatre.execute(own.clone()).await;
            own.cancel();
            outcome
        },
        over
    );
    outcome?;
    let duration = begin.elapsed();
    let mut report = Report::of(&plan, &tally, duration);
    theatre.tell(&mut report);
    Ok((report, duration))
}

fn without_a_picture(report: &Report) -> f64 {
    let Some(qoe) = &report.qoe else { return 1.0 };
    let count = |name: &str| qoe.sessions.get(name).copied().unwrap_or(0);
    let all: u64 = qoe.sessions.values().sum();
    if all == 0 { 1.0 } else { (count("exit_before_start") + count("start_failure")) as f64 / all as f64 }
}

fn merge(into: &mut Generator, step: Generator) {
    let larger = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::max);
    into.sched_lag_p99_s = larger(into.sched_lag_p99_s, step.sched_lag_p99_s);
    into.start_lag_p99_s = larger(into.start_lag_p99_s, step.start_lag_p99_s);
    into.start_lag_max_s = larger(into.start_lag_max_s, step.start_lag_max_s);
    into.memory_per_client_bytes = into.memory_per_client_bytes.max(step.memory_per_client_bytes);
    into.cpu_share = larger(into.cpu_share, step.cpu_share);
    into.peak_memory_bytes = into.peak_memory_bytes.max(step.peak_memory_bytes);
    // Of reasons that differ in their figures alone the first is told.
    let words = |reason: &str| reason.replace(|letter: char| letter.is_ascii_digit(), "");
    for reason in step.reasons {
        "SUSPECT".clone_into(&mut into.verdict);
        if !into.reasons.iter().any(|known| words(known) == words(&reason)) {
            into.reasons.push(reason);
        }
    }
}

impl Emit for Findings {
    fn text(&self, page: &Page) -> String {
        let mut table = Table::new().column("clients", Align::Right).column("", Align::Left);
        for limit in self.slo.split(',') {
            table = table.column(limit, Align::Right);
        }
        for step in &self.steps {
            let figure =
                |judged: &Judgement| judged.value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
            let verdict = if step.pass { "✓" } else { "✗" };
            let cells = [step.clients.to_string(), verdict.to_owned()].into_iter().chain(step.slo.iter().map(figure));
            table.row(cells.collect::<Vec<String>>());
        }
        let found = match (self.limit, self.complete) {
            (Some(limit), true) => format!("Limit: {limit} clients, for {}", self.slo),
            (Some(limit), false) => format!("Cut short; {limit} clients held"),
            (None, true) => format!("Limit: none, {} does not hold for the first audience", self.slo),
            (None, false) => "Cut short before anything was seen to hold".to_owned(),
        };
        let reasons: Vec<String> = self.generator.reasons.iter().map(|reason| format!("\n  {reason}")).collect();
        format!(
            "{}\n{}\nGenerator: {}{}",
            table.render(page),
            page.style.strong(&found),
            self.generator.verdict,
            reasons.concat()
        )
    }

    /// A row for each step.
    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = ["clients", "pass", "without_a_picture", "duration_s"].map(str::to_owned).to_vec();
        let row = |step: &Step| {
            vec![
                step.clients.to_string(),
                step.pass.to_string(),
                step.without_a_picture.to_string(),
                step.duration_s.to_string(),
            ]
        };
        (header, self.steps.iter().map(row).collect())
    }
}
