//! `--find-limit`: the largest audience for which an SLO holds. Each step is an audience of its own, from the first request
//! on; it doubles while the SLO holds, then halves the gap, and the answer is confirmed.

pub mod search;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use self::search::Search;
use super::error::SwarmError;
use super::native::Theatre;
use super::plan::{Plan, Preflight};
use super::preflight::{CheckState, Machine, checks};
use super::report::{Generator, Report};
use super::slo::Judgement;
use super::tally::Tally;
use crate::kit::metrics::{Snapshot, Source};
use crate::kit::term::{Align, Emit, Page, Table, eta_text};

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
    /// Why this machine, and not the server, is the limit; none where it is not.
    pub machine: Option<String>,
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

/// What is told while the search goes on.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    /// So many are tried now, for so long.
    Trying(u64, Duration),
    /// What became of them.
    Tried(&'a Step),
}

impl fmt::Display for News<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trying(clients, length) => {
                write!(f, "trying {} for {}", audience(*clients), eta_text(Some(*length)))
            }
            Self::Tried(step) => write!(f, "{step}"),
        }
    }
}

/// What became of it, and what decided that.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |judged: &Judgement| {
            let value = judged.shown().unwrap_or_else(|| "not measured".to_owned());
            format!("{} ({value})", judged.expr)
        };
        let all = |pass: bool| self.slo.iter().filter(move |judged| judged.pass == pass).map(told);
        let (hold, are) = if self.clients == 1 { ("holds", "is") } else { ("hold", "are") };
        if self.pass {
            return write!(f, "{} {hold}: {}", audience(self.clients), all(true).collect::<Vec<_>>().join(", "));
        }
        let without = (self.without_a_picture > MOST_WITHOUT_A_PICTURE)
            .then(|| format!("{:.0} % of the sessions saw no picture", self.without_a_picture * 100.0));
        let broken: Vec<String> = all(false).chain(without).collect();
        write!(f, "{} {are} too many: {}", audience(self.clients), broken.join(", "))
    }
}

fn audience(clients: u64) -> String {
    if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") }
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
    told: impl Fn(News<'_>),
) -> Result<Findings, SwarmError> {
    let slo = plan.slo.as_ref().map_or_else(String::new, ToString::to_string);
    let mut findings = Findings {
        schema_version: 1,
        url: plan.url.to_string(),
        slo,
        seed: plan.seed,
        limit: None,
        complete: false,
        machine: None,
        steps: Vec::new(),
        generator: Generator::default(),
    };
    let mut search = Search::from(plan.clients);
    while let Some(clients) = search.next() {
        if let Some(reason) = too_small(plan, clients) {
            findings.machine = Some(reason);
            return Ok(findings);
        }
        told(News::Trying(clients, length(&rated(plan, clients))));
        let (report, duration) = step(&rated(plan, clients), current, stop.clone()).await?;
        if stop.is_cancelled() {
            return Ok(findings);
        }
        let judged = plan.slo.as_ref().map_or_else(Vec::new, |slo| slo.judge(&report));
        let without = without_a_picture(&report);
        let pass = judged.iter().all(|one| one.pass) && without <= MOST_WITHOUT_A_PICTURE;
        let tried = Step { clients, pass, slo: judged, without_a_picture: without, duration_s: duration.as_secs_f64() };
        told(News::Tried(&tried));
        findings.steps.push(tried);
        let exhausted = report.http.as_ref().is_some_and(|http| http.exhausted > 0);
        merge(&mut findings.generator, report.generator);
        if exhausted {
            findings.machine =
                findings.generator.reasons.iter().find(|reason| reason.contains("this machine")).cloned();
            return Ok(findings);
        }
        search.answer(if pass { search::Answer::Held } else { search::Answer::Broke });
        findings.limit = search.limit();
    }
    findings.complete = search.is_over();
    Ok(findings)
}

/// Why this machine does not carry so many, where that can be told before they come.
fn too_small(plan: &Plan, clients: u64) -> Option<String> {
    if plan.preflight == Preflight::Skip {
        return None;
    }
    let plan = Plan { clients, ..plan.clone() };
    let found = checks(&plan, Machine::here(&plan), None);
    let failed = found.into_iter().find(|check| check.state == CheckState::Failed)?;
    Some(format!("{}: {}: {}", failed.name, failed.message, failed.fix.unwrap_or_default()))
}

/// The plan of one audience.
fn rated(plan: &Plan, clients: u64) -> Plan {
    let ramp_rate = if plan.paced { plan.ramp_rate } else { (clients / RAMP.as_secs()).max(1) };
    Plan { clients, ramp_rate, ..plan.clone() }
}

/// How long an audience takes: until all have come, and then as long as each of them is to watch.
fn length(plan: &Plan) -> Duration {
    Duration::from_secs_f64(plan.clients as f64 / plan.ramp_rate as f64) + plan.step
}

/// One audience, until its time is over.
async fn step(plan: &Plan, current: &Current, stop: CancellationToken) -> Result<(Report, Duration), SwarmError> {
    let tally = Arc::new(Tally::new(plan.clients));
    let theatre = Theatre::new(plan, &tally)?;
    *current.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(theatre.source());
    let begin = Instant::now();
    let own = stop.child_token();
    let length = length(plan);
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
    let mut report = Report::of(plan, &tally, duration);
    theatre.tell(&mut report);
    Ok((report, duration))
}

fn without_a_picture(report: &Report) -> f64 {
    let Some(qoe) = &report.qoe else { return 1.0 };
    let count = |name: &str| qoe.sessions.get(name).copied().unwrap_or(0);
    let all: u64 = qoe.sessions.values().sum();
    if all == 0 {
        1.0
    } else {
        (count("exit_before_start") + count("start_failure") + count("no_picture")) as f64 / all as f64
    }
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
            let figure = |judged: &Judgement| judged.shown().unwrap_or_else(|| "-".to_owned());
            let verdict = if step.pass { "✓" } else { "✗" };
            let cells = [step.clients.to_string(), verdict.to_owned()].into_iter().chain(step.slo.iter().map(figure));
            table.row(cells.collect::<Vec<String>>());
        }
        let found = match (self.limit, self.complete) {
            (Some(limit), true) => format!("Limit: {limit} clients, for {}", self.slo),
            (Some(limit), false) if self.machine.is_some() => {
                format!("This machine is the limit; {limit} clients held")
            }
            (None, false) if self.machine.is_some() => {
                "This machine is the limit before anything was seen to hold".to_owned()
            }
            (Some(limit), false) => format!("Cut short; {limit} clients held"),
            (None, true) => format!("Limit: none, {} does not hold for the first audience", self.slo),
            (None, false) => "Cut short before anything was seen to hold".to_owned(),
        };
        let reasons: Vec<String> = self.generator.reasons.iter().map(|reason| format!("\n  {reason}")).collect();
        let machine = self.machine.as_ref().map_or_else(String::new, |machine| format!("\n  {machine}"));
        format!(
            "{}\n{}{machine}\nGenerator: {}{}",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::swarm::plan::tests::plan;

    #[test]
    fn a_step_says_what_decided_it() {
        let judged = |pass| Judgement { expr: "rebuffer_ratio<0.5%".to_owned(), value: Some(0.0123), pass };
        let step = |pass, without_a_picture| Step {
            clients: 40,
            pass,
            slo: vec![judged(pass)],
            without_a_picture,
            duration_s: 1.0,
        };
        assert_eq!(step(true, 0.0).to_string(), "40 clients hold: rebuffer_ratio<0.5% (1.230%)");
        let told = step(false, 0.5).to_string();
        assert_eq!(told, "40 clients are too many: rebuffer_ratio<0.5% (1.230%), 50 % of the sessions saw no picture");
        assert_eq!(News::Trying(1, Duration::from_secs(35)).to_string(), "trying 1 client for 35s");
    }

    #[test]
    fn a_machine_that_is_too_small_for_the_next_audience_says_so() {
        let checked = plan("--engine native --find-limit --slo stalls<1 http://o/");
        assert_eq!(too_small(&checked, 1), None);
        let told = too_small(&checked, u64::MAX >> 8);
        assert!(told.as_ref().is_none_or(|told| told.contains("ulimit -n")), "{told:?}");
        assert_eq!(too_small(&Plan { preflight: Preflight::Skip, ..checked }, u64::MAX >> 8), None);
    }
}
