//! `load`, through the library and through the executable, against servers of this process.

mod bounds;
mod counts;
mod faults;
mod framing;
mod http2;
mod open;
mod outcome;
mod outputs;
mod route;
mod steps;
mod trust;

use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser};
use tokio_util::sync::CancellationToken;
use toolbox::applets::load::error::RunError;
use toolbox::applets::load::plan::{Asked, Plan};
use toolbox::applets::load::report::Report;
use toolbox::applets::load::{Args, play};
use toolbox::kit::runtime;

/// The two engines of HTTP/1.1; what holds for one must hold for the other.
const ENGINES: [&str; 2] = ["raw", "hyper"];

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// The plan that these words ask for, as if typed.
fn plan<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Arc<Plan> {
    let words: Vec<String> = words.into_iter().map(|word| word.as_ref().to_owned()).collect();
    let matches = Line::command().get_matches_from(std::iter::once("load".to_owned()).chain(words));
    let typed = |flag: &str| {
        let command = Line::command();
        let id = command.get_arguments().find(|argument| argument.get_long() == Some(flag)).unwrap().get_id();
        matches.value_source(id.as_str()) == Some(ValueSource::CommandLine)
    };
    let line = Line::from_arg_matches(&matches).unwrap();
    Arc::new(Plan::resolve(&Asked::of(&line.args, &typed)).unwrap().plan)
}

/// Splits at spaces.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Plays what the words of `line` ask for.
#[track_caller]
fn run(line: &str) -> Report {
    try_run(line).unwrap()
}

fn try_run(line: &str) -> Result<Report, RunError> {
    run_plan(&plan(words(line)))
}

fn run_plan(plan: &Arc<Plan>) -> Result<Report, RunError> {
    runtime::shared().unwrap().block_on(play(plan, CancellationToken::new()))
}

/// Requests that ended, good ones, and those that failed.
fn tally(report: &Report) -> (u64, u64, u64) {
    (report.summary.done, report.summary.ok, report.summary.failed)
}

/// Replies with this status.
fn status(report: &Report, code: u16) -> u64 {
    report.status.get(&code.to_string()).copied().unwrap_or(0)
}

/// Requests that came to nothing, by kind: `closed 3, timeout 1`.
fn faults(report: &Report) -> String {
    let kinds = report.errors.iter().map(|(kind, error)| format!("{kind} {}", error.count));
    kinds.collect::<Vec<_>>().join(", ")
}
