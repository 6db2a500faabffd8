//! What `find` searches for: the plan without a rate, the objective, and the bounds of the search.

use std::time::Duration;

use super::FindArgs;
use super::slo::Slo;
use crate::applets::load::args::ShapeArgs;
use crate::applets::load::pace::{Arrivals, Pace};
use crate::applets::load::plan::Plan;
use crate::applets::load::threshold::Threshold;
use crate::applets::load::verbs::asked::Wanted;
use crate::kit::error::Failure;
use crate::kit::session::Typed;

/// Connections unless somebody says otherwise: arrivals of an open loop should find one free, and a server of 10 ms
/// then bears 6400 a second before the pool is the limit.
const CONNECTIONS: u64 = 64;

/// A search, ready to begin.
#[derive(Debug)]
pub(super) struct Quest {
    /// What is played; its pace and its end are those of a step.
    pub(super) plan: Plan,
    pub(super) arrivals: Arrivals,
    pub(super) slo: Slo,
    /// Iterations per second to start with; `None` is measured.
    pub(super) from: Option<f64>,
    pub(super) floor: f64,
    pub(super) ceiling: Option<f64>,
    /// Relative.
    pub(super) precision: f64,
    /// How long a step takes.
    pub(super) step: Duration,
    /// How long a step may take while it is open whether it holds.
    pub(super) longest_step: Duration,
    /// How long the search may take.
    pub(super) patience: Duration,
}

impl Quest {
    /// From what was typed.
    pub(super) fn resolve(args: &FindArgs, typed: &Typed) -> Result<Self, Failure> {
        let search = &args.search;
        check(args)?;
        let wanted = Wanted {
            target: Some(&args.target),
            shape: ShapeArgs {
                connections: Some(search.connections.unwrap_or(CONNECTIONS)),
                duration: Some(search.step),
                rate: Some(search.from.unwrap_or(1.0)),
                arrivals: search.arrivals,
                threads: search.threads,
                seed: search.seed,
                ..ShapeArgs::default()
            },
            request: &args.request,
            connection: &args.connection,
            tls: &args.tls,
            decided: &["duration", "requests", "warmup", "rate"],
        };
        let plan = wanted.resolve(typed)?;
        let names: Vec<&str> = plan.steps.iter().map(|step| step.name.as_str()).collect();
        let slo = Slo::new(thresholds(args, &plan)?, &names)
            .map_err(|error| Failure::usage(error).hint("give an objective: --slo 'p99<50ms,err<0.1%'"))?;
        let arrivals = match plan.shape.pace {
            Pace::Open { arrivals, .. } => arrivals,
            Pace::Closed => Arrivals::default(),
        };
        Ok(Self {
            arrivals,
            slo,
            from: search.from,
            floor: search.min_rate,
            ceiling: search.max_rate,
            precision: search.precision,
            step: search.step,
            longest_step: search.max_step.max(search.step),
            patience: search.max_time,
            plan,
        })
    }

    /// How long a step at `rate` takes, and how long it may take while it is open whether it holds.
    pub(super) fn lengths(&self, rate: f64) -> (Duration, Duration) {
        /// Fewer iterations than this tell nothing, however long they take to come.
        const FEWEST: f64 = 10.0;
        /// The engine writes its seconds down one by one; a shorter step has none to judge by.
        const SECOND: Duration = Duration::from_secs(1);
        let step = self.step.max(Duration::from_secs_f64(FEWEST / rate));
        (step, if step < SECOND { step } else { step.max(self.longest_step) })
    }

    /// Requests that one iteration sends.
    pub(super) fn requests_each(&self) -> f64 {
        self.plan.steps.len() as f64
    }
}

/// Those of `--slo`, or else those of the plan file.
fn thresholds(args: &FindArgs, plan: &Plan) -> Result<Vec<Threshold>, Failure> {
    if args.slo.is_empty() {
        return Ok(plan.thresholds.clone());
    }
    let lists: Result<Vec<_>, _> = args.slo.iter().map(|list| Threshold::parse(list)).collect();
    let lists = lists.map_err(|error| Failure::usage(format!("--slo {error}")))?;
    Ok(lists.into_iter().flatten().collect())
}

/// Checks what clap can not.
fn check(args: &FindArgs) -> Result<(), Failure> {
    /// A step needs some looks at it to tell whether the server keeps up.
    const SHORTEST_STEP: Duration = Duration::from_millis(200);
    let search = &args.search;
    let positive = |rate: Option<f64>| rate.is_none_or(|rate| rate > 0.0);
    match () {
        () if search.step < SHORTEST_STEP => Err(Failure::usage("--step must be at least 200ms")),
        () if !positive(search.from) => Err(Failure::usage("--from must be above 0")),
        () if !positive(search.max_rate) => Err(Failure::usage("--max-rate must be above 0")),
        () if search.min_rate <= 0.0 => Err(Failure::usage("--min-rate must be above 0")),
        () if search.max_rate.is_some_and(|most| most < search.min_rate) => {
            Err(Failure::usage("--min-rate lies above --max-rate"))
        }
        () if search
            .from
            .is_some_and(|from| from < search.min_rate || search.max_rate.is_some_and(|most| most < from)) =>
        {
            Err(Failure::usage("--from lies outside of --min-rate and --max-rate"))
        }
        () => Ok(()),
    }
}
