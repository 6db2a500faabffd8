//! An HTTP load tester: faster than the server it tests, and honest about what it measured.
//!
//! # Flow
//! ```text
//! args, plan file → plan → route (connector) → engine ─┬─ worker (one thread, one runtime) ─┬─ lane: whose turn it is
//!                                                      │                                    ├─ user: plays the steps
//!                                                      │                                    │    job → wire → record
//!                                                      │                                    └─ sweep, pacer, gathering, pages
//!                                                      └─ coordinator: merges a page a second → series, report, trust
//! ```
//! `pace` says when requests are meant to start, `wire` carries one request by one of three protocols, `record` counts.
//! `report` is the one result; `text`, `csv`, `html` and the JSON document are views of it.
//!
//! # Invariants
//! - Nothing on the way of a request takes a lock, sends a message or sets a timer; threads own their data.
//! - The intended start of a request comes from the schedule, never from a clock read when it was sent.
//! - No memory grows with the number of requests.
//! - Connections are opened before the clock starts; what is timed is requests.
//! - A number that the samples can not support is `null`, and a run that can not be trusted says so.
//!
//! # Open
//! - `--http 2` over cleartext through an HTTP proxy is not tunnelled.

pub mod answer;
pub mod args;
pub mod capture;
pub mod check;
mod connections;
pub mod controls;
pub mod data;
pub mod engine;
pub mod error;
pub mod event;
mod exposed;
pub mod expression;
mod gathering;
pub mod habits;
mod hlog;
mod job;
pub mod json_path;
mod lane;
mod outputs;
pub mod pace;
pub mod plan;
mod plan_file;
pub mod record;
pub mod report;
mod request_log;
pub mod route;
pub mod series;
mod server_metrics;
pub mod stats;
pub mod template;
pub mod threshold;
mod trace;
pub mod trust;
mod user;
pub mod verbs;
pub mod view;
pub mod wire;
mod worker;

pub use args::Args;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use self::engine::Parts;
use self::error::RunError;
use self::event::Event;
use self::exposed::Exposed;
use self::outputs::Logs;
use self::plan::{Asked, Plan, Resolved};
use self::report::Report;
use self::server_metrics::Watch;
use self::view::View;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::fs;
use crate::kit::session::Session;

/// Runs `load` as the user typed it.
///
/// # Errors
/// A plan that can not be played, or a server that can not be reached at all.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    if let Some(verb) = args.verb {
        return verb.run(session).await;
    }
    let typed = |flag: &str| session.typed.is_set(flag);
    let nothing_to_lose = session.shutdown.at_once();
    let Resolved { plan, outputs } = Plan::resolve(&Asked::of(&args, &typed))?;
    outputs::check_names(&outputs, session.term.output())?;
    for doubt in habits::doubts(&args, &typed, session.term.output(), &plan) {
        session.term.warn(doubt);
    }
    let plan = Arc::new(plan);
    let (events, feed) = Sink::channel(EVENTS);
    drop(nothing_to_lose);
    let kind = view::Kind::choose(outputs.live, &session.term)?;
    // A token of its own: the view may end the run without ending the program.
    let mut parts = prepare(&plan, session.shutdown.token().child_token(), events)?;
    parts.logs = Logs::open(&outputs, &plan).map_err(Failure::operation)?;
    session.metrics.register(Arc::new(Exposed::of(&plan, &parts)));
    let watch = Watch::start(&plan, parts.start.subscribe(), &session.term)?;
    let view = View::spawn(kind, &session.term, &plan, &parts, feed)?;
    let (connections, threads, protocol) = (plan.shape.connections, plan.shape.threads, plan.route.protocol.name());
    tracing::info!(url = plan.masked_url(&plan.steps[0].url), connections, threads, protocol, "starting");
    let outcome = engine::execute(&plan, &parts).await;
    view.finish().await;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            if parts.start.borrow().is_some() {
                parts.logs.keep(&session.term).await;
            }
            return Err(error.into());
        }
    };
    let mut failures = parts.logs.finish(&session.term).await;
    let mut report = Report::build(&plan, &outcome);
    let (done, failed) = (report.summary.done, report.summary.failed);
    tracing::info!(done, failed, elapsed_ms = outcome.counted.as_millis() as u64, "ended");
    if let Some(watch) = watch {
        report.server_metrics = watch.finish(&report).await;
    }
    let told = session.term.emit(&report);
    failures.extend(outputs.html.and_then(|path| fs::replace(&path, report.html().as_bytes()).err()));
    let mut failures: Vec<_> = failures.into_iter().map(Failure::operation).collect();
    failures.extend(told.err());
    let Some(failure) = failures.pop() else { return Ok(verdict(&report, session)) };
    for failure in &failures {
        session.term.warn(failure);
    }
    Err(failure.after_results())
}

/// Events on their way to the view: a second or two of the busiest run.
const EVENTS: usize = 64;

/// Everything an engine needs for `plan`.
fn prepare(plan: &Plan, stop: CancellationToken, events: Sink<Event>) -> Result<Parts, RunError> {
    /// Files of the process itself: standard streams, runtimes, reports.
    const OWN_FILES: u64 = 64;
    /// Of the runtime of each sending thread after the first.
    const THREAD_FILES: u64 = 4;
    let shape = &plan.shape;
    let needed = shape.connections as u64 + shape.threads.saturating_sub(1) as u64 * THREAD_FILES + OWN_FILES;
    crate::kit::descriptors::ensure(needed)?;
    Ok(Parts::new(plan, route::connector(plan)?, stop, events))
}

/// Plays `plan` without a view and without pauses that depend on the server; what `find` and `ab` do many times.
///
/// # Errors
/// As [`run`].
pub async fn play(plan: &Arc<Plan>, stop: CancellationToken) -> Result<Report, RunError> {
    let mut parts = prepare(plan, stop, Sink::null())?;
    parts.gathers = false;
    Ok(Report::build(plan, &engine::execute(plan, &parts).await?))
}

/// How the run ended.
fn verdict(report: &Report, session: &Session) -> Exit {
    if let Some(interrupted) = session.shutdown.interrupted() {
        return interrupted;
    }
    match () {
        () if report.is_empty() => Exit::Failed,
        () if !report.thresholds_hold() => Exit::Unmet,
        () => Exit::Done,
    }
}
