//! `kv bench`: how fast a server answers, or which of two does.
//!
//! ```text
//! mod     what was typed            work     the commands, as bytes with places for keys
//! engine  rounds, sides in turn     thread   one thread's connections: an event loop over mio
//! server  its processor time        report   the JSON document and the table
//! ```
//!
//! It counts replies without reading them, so that it is seldom what saturates; where it was, the report says so, and
//! the server's processor time for each command decides.

pub mod engine;
pub mod report;
mod server;
mod thread;
mod work;

use std::sync::Arc;

use clap::Args;

use self::engine::Plan;
use self::work::Test;
use super::reach::{ReachArgs, target};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::units::{parse_bytes, parse_count};
use crate::resp::Target;

const EXAMPLES: &str = "\
Examples:
  # SET and GET from 50 connections, alone and 16 at a time
  kv bench -t set,get -P 1,16

  # a million keys of 64 bytes, written first so that GET finds them
  kv bench -t get -r 1m -d 64 --fill -n 1m

  # this server against redis-server, in turn, five times
  kv bench -p 6379 --against redis://127.0.0.1:6380 -P 1,16

  # for a program
  kv bench -t get --json | jq '.results[0].a.p99_ns'

Tests: ping set get mixed (4 GET to 1 SET) incr lpush rpush lpop rpop sadd
hset spop zadd zpopmin lrange_100 mset. They write keys like those of
redis-benchmark (key:000000000042, mylist, myset …) and leave them there. Exit
codes: 0 done, 1 a server is not there, 2 usage, 3 a server refused commands,
130 interrupted (what was measured is printed).";

/// Measure how fast a server answers, or which of two does
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct BenchArgs {
    /// The server
    #[command(flatten)]
    reach: ReachArgs,

    /// Another server to compare with; both are measured in turn, and ratios are quoted
    #[arg(long, value_name = "URL", value_parser = target)]
    against: Option<Target>,

    /// Tests, separated by commas
    #[arg(short = 't', long, value_name = "LIST", value_delimiter = ',', value_parser = Test::read, default_value = "set,get")]
    tests: Vec<Test>,

    /// Connections kept open
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count, default_value = "50")]
    #[arg(visible_alias = "concurrency", alias = "clients")]
    connections: u64,

    /// Requests of each test and pipeline
    #[arg(short = 'n', long, value_name = "N", value_parser = parse_count, default_value = "100k")]
    requests: u64,

    /// Commands sent at once on a connection; several numbers are measured one after the other
    #[arg(short = 'P', long, value_name = "LIST", value_delimiter = ',', default_value = "1")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pipeline: Vec<u32>,

    /// Keys (members, fields) to choose from at random
    #[arg(short = 'r', long, value_name = "N", value_parser = parse_count, default_value = "1")]
    keys: u64,

    /// Bytes of a value
    #[arg(short = 'd', long, value_name = "SIZE", value_parser = parse_bytes, default_value = "3")]
    size: u64,

    /// Write all keys of --keys first
    #[arg(long)]
    fill: bool,

    /// Threads that send
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,

    /// How often each is measured; medians are quoted [default: 1, with --against 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    rounds: Option<u16>,

    /// Repeats which keys are chosen
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// How long after a signal the work may take to end; it looks some times a second.
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

/// A value of this size is the largest that a server takes by default.
const LARGEST_VALUE: u64 = 512 * 1024 * 1024;

impl BenchArgs {
    /// Measures.
    ///
    /// # Errors
    /// A server that is not there, or closes connections.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let plan = Arc::new(self.plan()?);
        let bar = session.term.bar(plan.total_requests(), "bench");
        let stop = session.shutdown.token();
        let done = tokio::select! {
            done = engine::run(Arc::clone(&plan), stop.clone(), &bar) => done,
            // A server that does not answer at all keeps nobody; what was measured is with the work.
            () = async { stop.cancelled().await; tokio::time::sleep(GRACE).await } => {
                return Ok(session.shutdown.interrupted().unwrap_or(Exit::Failed));
            }
        };
        drop(bar);
        let mut report = done?;
        report.interrupted = session.shutdown.interrupted().is_some();
        session.term.emit(&report)?;
        Ok(match session.shutdown.interrupted() {
            Some(exit) => exit,
            None if report.has_errors() => Exit::Unmet,
            None => Exit::Done,
        })
    }

    fn plan(&self) -> Result<Plan, Failure> {
        let a = self.reach.target()?;
        for target in std::iter::once(&a).chain(&self.against) {
            if target.tls {
                return Err(Failure::usage("kv bench measures servers without TLS")
                    .hint("give the server a plain port for the bench, or put the bench behind a TLS proxy"));
            }
        }
        if self.size > LARGEST_VALUE || self.keys == 0 || self.connections == 0 || self.requests == 0 {
            return Err(Failure::usage("-c, -n and -r are at least 1, and -d at most 512M"));
        }
        Ok(Plan {
            a,
            b: self.against.clone(),
            options: self.reach.options(),
            tests: self.tests.clone(),
            pipelines: self.pipeline.clone(),
            connections: self.connections.min(u64::from(u16::MAX)) as usize,
            requests: self.requests,
            keys: self.keys,
            value_bytes: self.size as usize,
            fill: self.fill,
            threads: usize::from(self.threads).min(self.connections as usize),
            rounds: usize::from(self.rounds.unwrap_or(if self.against.is_some() { 5 } else { 1 })),
            seed: self.seed,
        })
    }
}
