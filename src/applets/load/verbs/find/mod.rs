//! `load find URL --slo …`: the highest rate at which an objective holds.
//!
//! ```text
//! args → quest (plan, objective, bounds) → engine: probe, then ┌ search: which rate next?  (pure)
//!                                                              │ step: play it, look at it, end it when it is clear
//!                                                              └ slo, flow: did it hold?  (pure)
//!                                        → report: the knee, its interval, what broke first
//! ```
//! Every step is an open loop: a closed one would slow down with the server and never break anything. A step breaks when
//! a threshold does, or when requests do not come out as fast as they go in; the report says which.

mod engine;
mod flow;
mod interval;
mod quest;
mod report;
mod search;
mod slo;
mod step;

use std::time::Duration;

use clap::{Args, ValueHint};

pub use self::engine::{End, Step};
use self::quest::Quest;
pub use self::report::{FindReport, Limit};
pub use self::search::Phase;
use super::ab::parse_margin;
use crate::applets::load::args::{ConnectionArgs, RequestArgs};
use crate::applets::load::pace::Arrivals;
use crate::kit::args::TlsArgs;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::units::{parse_count, parse_duration, parse_rate};

const EXAMPLES: &str = "\
Examples:
  # how many requests a second until 1 % take longer than 50 ms?
  load find http://localhost:8080/ --slo 'p99<50ms'

  # start low, stay below 5000/s, be done within two minutes
  load find --slo 'p99<50ms,err<0.1%' --from 200 --max-rate 5k \\
    --max-time 2m http://localhost:8080/

  # a rough answer in a quarter of the time
  load find --slo 'p95<100ms' --step 2s --precision 10% http://localhost:8080/

  # does it bear 500/s? exit code 3 when it does not
  load find --slo 'p99<50ms' --min-rate 500 --max-rate 500 \\
    http://localhost:8080/

  # a plan with steps and thresholds of its own; rates are iterations a second
  load find plan.yaml --format json

How it searches: from half of what a closed loop gets through in a second (or
--from) the rate doubles until it breaks, then the gap is halved until it is
known to --precision, then five steps at and around it are played in random
order. A step is prolonged, up to --max-step, while its samples leave open
whether it holds, and given up as soon as it is lost. It also breaks when less
than 98 % of the rate is completed or the backlog grows all the time. Without
a limit on errors, err<1% is implied. A server that falls over is waited for
during two steps; if it stays away, the search tells what it has.

Exit codes: 0 done, 1 no answer, 2 usage, 3 not even --min-rate holds, 129,
130 or 143 interrupted (the search so far is printed).";

/// Find the highest rate that keeps an objective
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct FindArgs {
    /// What to load: a URL, or a plan file (YAML, TOML or JSON)
    #[arg(value_name = "URL|PLAN", value_hint = ValueHint::Url)]
    target: String,

    /// What must hold: 'p99<50ms,err<0.1%'; repeat for more [default: the thresholds of the plan file]
    #[arg(long = "slo", value_name = "EXPR")]
    slo: Vec<String>,

    /// How the search goes
    #[command(flatten)]
    search: SearchArgs,

    /// What is sent
    #[command(flatten)]
    request: RequestArgs,

    /// How the server is reached
    #[command(flatten)]
    connection: ConnectionArgs,

    /// How TLS is set up
    #[command(flatten)]
    tls: TlsArgs,
}

/// How the search goes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Search options")]
struct SearchArgs {
    /// The rate to start with [default: half of what a closed loop gets through]
    #[arg(long, value_name = "RATE", value_parser = parse_rate)]
    from: Option<f64>,

    /// Give up when this rate does not hold
    #[arg(long, value_name = "RATE", value_parser = parse_rate, default_value = "1")]
    min_rate: f64,

    /// Never go beyond this rate
    #[arg(long, value_name = "RATE", value_parser = parse_rate)]
    max_rate: Option<f64>,

    /// How closely to bracket the answer
    #[arg(long, value_name = "PERCENT", value_parser = parse_margin, default_value = "2%")]
    precision: f64,

    /// How long a rate is tried
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "5s")]
    step: Duration,

    /// How long a rate is tried while it is open whether it holds
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "30s")]
    max_step: Duration,

    /// How long the whole search may take
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "10m")]
    max_time: Duration,

    /// Connections kept open, each with one request at a time (see --streams) [default: 64]
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count)]
    #[arg(visible_alias = "concurrency", alias = "clients")]
    connections: Option<u64>,

    /// How requests are spread [default: constant]
    #[arg(long, value_enum, value_name = "KIND")]
    arrivals: Option<Arrivals>,

    /// Threads that send [default: one for each core, at most one for each connection]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// Repeats the order of the last steps, random values and Poisson arrivals
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl FindArgs {
    /// Searches and tells what was found.
    ///
    /// # Errors
    /// A plan that can not be played, an objective that makes none, a server that gives no answer at all.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let nothing_to_lose = session.shutdown.at_once();
        let quest = Quest::resolve(&self, &session.typed)?;
        drop(nothing_to_lose);
        let live = session.term.live();
        let searched = engine::search(&quest, &session.shutdown.token(), |line| live.set(vec![line])).await;
        live.finish();
        let report = FindReport::build(&quest, searched?);
        session.term.emit(&report)?;
        Ok(match (session.shutdown.interrupted(), report.max_rate) {
            (Some(interrupted), _) => interrupted,
            (None, None) => Exit::Unmet,
            (None, Some(_)) => Exit::Done,
        })
    }
}
