//! `load ab A B`: is B slower than A?
//!
//! Two runs one after the other mostly measure how the machine changed between them. So both sides are played in one
//! process in short rounds, side by side and in the order ABBA…, the first drawn at random: whatever drifts, drifts for
//! both, and what favours the second of two favours each as often. A round gives one ratio for each metric; the
//! [judgement](super::judgement) is about the ratios.
//!
//! ```text
//! args → contest (two plans, rounds) → engine: practice, then round by round → report = rounds + judgement
//! ```

mod contest;
mod engine;
mod report;

use std::time::Duration;

use clap::{Args, ValueHint};

use self::contest::Contest;
pub use self::contest::Side;
pub use self::engine::Round;
pub use self::report::AbReport;
use super::judgement::Verdict;
use crate::applets::load::args::{ConnectionArgs, EngineArg, RequestArgs};
use crate::applets::load::pace::Arrivals;
use crate::kit::args::{HttpArg, TlsArgs};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::units::{parse_count, parse_duration, parse_percent, parse_rate};

const EXAMPLES: &str = "\
Examples:
  # is the new version slower?
  load ab http://localhost:8080/ http://localhost:8081/

  # HTTP/1.1 against HTTP/2 on one server, 5 % does not matter
  load ab https://localhost:8443/ -k --b-http 2 --margin 5%

  # twice as many rounds, at a rate that both can bear
  load ab -c 50 -r 2000 --rounds 40 \\
    http://localhost:8080/delay/5ms http://localhost:8080/delay/6ms

  # two plan files; the verdict for a pipeline
  load ab before.yaml after.yaml --format json -o verdict.json

How it is judged: ratios of B to A by round, permutation tests, corrected for
asking about several metrics (Holm). faster and slower: a difference beyond
the margin that chance does not explain; equivalent: a difference as large as
the margin would have shown; undecided: neither, with about how many more
rounds it takes.

Exit codes: 0 done, 1 a side gave no answer, or neither a good one, 2 usage,
3 B is slower, 129, 130 or 143 interrupted (the verdict so far is printed).";

/// Compare two servers, URLs or plans, in interleaved rounds
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct AbArgs {
    /// The side to compare with: a URL, or a plan file
    #[arg(value_name = "A", value_hint = ValueHint::Url)]
    a: String,

    /// The side in question [default: A, where a --b- flag says how it differs]
    #[arg(value_name = "B", value_hint = ValueHint::Url, required_unless_present = "b-differs")]
    b: Option<String>,

    /// How the rounds are played
    #[command(flatten)]
    rounds: RoundArgs,

    /// How B differs from A
    #[command(flatten)]
    other: OtherArgs,

    /// What is sent to both
    #[command(flatten)]
    request: RequestArgs,

    /// How both are reached
    #[command(flatten)]
    connection: ConnectionArgs,

    /// How TLS is set up
    #[command(flatten)]
    tls: TlsArgs,
}

/// How the rounds are played.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Round options")]
struct RoundArgs {
    /// Rounds, each of which plays both sides
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    rounds: u16,

    /// How long each side is measured in a round
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "1s")]
    round: Duration,

    /// Difference that does not matter
    #[arg(long, value_name = "PERCENT", value_parser = parse_margin, default_value = "2%")]
    margin: f64,

    /// Connections kept open, each with one request at a time (see --streams) [default: 10]
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count)]
    #[arg(visible_alias = "concurrency", alias = "clients")]
    connections: Option<u64>,

    /// Send at this rate, whatever the servers do [default: as fast as they answer]
    #[arg(short = 'r', long, value_name = "RATE", value_parser = parse_rate, short_alias = 'q')]
    rate: Option<f64>,

    /// How the requests of --rate are spread [default: constant]
    #[arg(long, value_enum, value_name = "KIND")]
    arrivals: Option<Arrivals>,

    /// Threads that send [default: one for each core, at most one for each connection]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// Repeats which side goes first, random values and Poisson arrivals
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// How B differs from A.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "B options")]
#[group(id = "b-differs", multiple = true)]
struct OtherArgs {
    /// Protocol version of B
    #[arg(long = "b-http", id = "b-http", value_enum, value_name = "VERSION")]
    http: Option<HttpArg>,

    /// HTTP/2 without TLS for B
    #[arg(long = "b-h2c", id = "b-h2c")]
    h2c: bool,

    /// HTTP/2 streams at once on each connection of B
    #[arg(long = "b-streams", id = "b-streams", value_name = "N")]
    streams: Option<usize>,

    /// Connections of B
    #[arg(long = "b-connections", id = "b-connections", value_name = "N", value_parser = parse_count)]
    connections: Option<u64>,

    /// What drives HTTP/1.1 on B
    #[arg(long = "b-engine", id = "b-engine", value_enum, value_name = "ENGINE")]
    engine: Option<EngineArg>,

    /// A new connection for every request to B
    #[arg(long = "b-no-keepalive", id = "b-no-keepalive")]
    no_keepalive: bool,

    /// Header for B, beside those for both; repeat for more
    #[arg(long = "b-header", id = "b-header", value_name = "HEADER")]
    headers: Vec<String>,
}

/// Reads a margin: a share above 0 and below 1.
pub(super) fn parse_margin(text: &str) -> Result<f64, String> {
    let margin = parse_percent(text).map_err(|error| error.to_string())?;
    if margin > 0.0 && margin < 1.0 { Ok(margin) } else { Err("a margin is above 0 and below 100%".to_owned()) }
}

impl AbArgs {
    /// Plays the rounds and tells the verdict.
    ///
    /// # Errors
    /// Plans that can not be played, and a side that gives no answer at all. Two that give no good one are
    /// [`Exit::Failed`].
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let nothing_to_lose = session.shutdown.at_once();
        let contest = Contest::resolve(&self, &session.typed)?;
        drop(nothing_to_lose);
        let live = session.term.live();
        let played = engine::play(&contest, &session.shutdown.token(), |line| live.set(vec![line])).await;
        live.finish();
        let report = AbReport::build(&contest, played?);
        session.term.emit(&report)?;
        Ok(match (session.shutdown.interrupted(), report.judgement.verdict) {
            (Some(interrupted), _) => interrupted,
            _ if report.stopped.is_some() => Exit::Failed,
            (None, _) if report.has_no_success() => Exit::Failed,
            (None, Verdict::Slower) => Exit::Unmet,
            (None, _) => Exit::Done,
        })
    }
}
