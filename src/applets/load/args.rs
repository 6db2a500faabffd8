//! What the user typed for `load`, nothing else; what it means is decided in `plan`.
//!
//! The groups are apart because the verbs flatten those they honour: `find` and `ab` speak to a server as the main job
//! does, but choose the load themselves.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{Args as ClapArgs, ValueEnum, ValueHint};

use super::habits::Patience;
use super::pace::Arrivals;
use super::verbs::Verb;
use crate::kit::args::{HttpArg, TlsArgs};
use crate::kit::units::{parse_count, parse_duration, parse_rate};

const EXAMPLES: &str = "\
Examples:
  # 100 requests over 10 connections, the default
  load http://localhost:8080/

  # 30 seconds over 50 connections
  load -c 50 -d 30s http://localhost:8080/

  # an open loop: 2000 requests a second whatever the server does;
  # fail the build when it is too slow
  load -c 100 -r 2000 -d 1m --threshold 'p99<50ms,err<0.1%' \\
    http://localhost:8080/

  # ramp up to 1000/s in ten seconds, hold for a minute, with a JSON body
  load -c 200 --stages 10s:1000,1m:1000 \\
    -m POST -d '{\"name\":\"test\"}' -H 'Content-Type: application/json' \\
    http://localhost:8080/echo

  # log in, take the token, use it: a plan file
  load plan.yaml --html report.html

  # the highest rate that keeps p99 under 50 ms
  load find http://localhost:8080/ --slo 'p99<50ms,err<0.1%'

  # is B slower than A?
  load ab http://localhost:8080/delay/5ms http://localhost:8080/delay/6ms

Exit codes: 0 done, 1 no request got an answer, 2 usage, 3 a threshold was
not met, 129, 130 or 143 interrupted (the summary so far is still printed).
With --json a failure is a document {\"error\": {\"kind\": …, \"message\": …,
\"hint\": …}}.

--metrics serves load_requests, load_failures, load_responses{code},
load_errors{kind}, load_received_bytes, load_sent_bytes,
load_opened_connections, load_connections and the histograms
load_response_seconds and load_service_seconds, counters with _total behind
their names, all of them as of the last whole second.";

/// Test how an HTTP server bears load
#[derive(Debug, Clone, ClapArgs)]
#[command(subcommand_negates_reqs = true, subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct Args {
    /// What to load: a URL, or a plan file (YAML, TOML or JSON)
    #[arg(value_name = "URL|PLAN", required_unless_present = "url", value_hint = ValueHint::Url)]
    pub target: Option<String>,

    /// The URL, as a flag; with a plan file, in place of the URL in it
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub url: Option<String>,

    /// How much, how fast, how long
    #[command(flatten)]
    pub shape: ShapeArgs,

    /// What is sent
    #[command(flatten)]
    pub request: RequestArgs,

    /// How the server is reached
    #[command(flatten)]
    pub connection: ConnectionArgs,

    /// How TLS is set up
    #[command(flatten)]
    pub tls: TlsArgs,

    /// What the outcome is held against and where it is written
    #[command(flatten)]
    pub outcome: OutcomeArgs,

    /// A verb with a job of its own
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// How much, how fast, how long.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Load options")]
pub struct ShapeArgs {
    /// Stop after N requests (10000, 10k, 1m) [default: 100, unless a duration is given]
    #[arg(short = 'n', long, value_name = "N", value_parser = parse_count)]
    pub requests: Option<u64>,

    /// Connections kept open, each with one request at a time (see --streams) [default: 10]
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count)]
    #[arg(visible_alias = "concurrency", alias = "clients")]
    pub connections: Option<u64>,

    /// A duration to run for (30s, 1m; a bare number is seconds); anything else is a body, as in curl and hey
    #[arg(short = 'd', value_name = "DURATION|BODY", allow_hyphen_values = true, id = "duration-or-body")]
    pub duration_or_body: Option<String>,

    /// Run for this long
    #[arg(short = 'z', long, value_name = "DURATION", value_parser = parse_duration)]
    pub duration: Option<Duration>,

    /// Send at this rate, in total, whatever the server does (100, 100/s, 6000/m, 10k)
    #[arg(short = 'r', long, value_name = "RATE", value_parser = parse_rate, short_alias = 'q')]
    pub rate: Option<f64>,

    /// How the requests of --rate and --stages are spread [default: constant]
    #[arg(long, value_enum, value_name = "KIND")]
    pub arrivals: Option<Arrivals>,

    /// Rates to ramp to, each in a straight line: 10s:100,1m:1000 starts at 0 (0s:500 jumps)
    #[arg(long, value_name = "DURATION:RATE,…", conflicts_with = "rate")]
    pub stages: Option<String>,

    /// Run for this long first, without counting
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub warmup: Option<Duration>,

    /// Threads that send [default: one for each core, at most one for each connection]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    /// Makes random values and Poisson arrivals repeatable
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// What is sent.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Request options")]
pub struct RequestArgs {
    /// Method [default: GET, or POST with a body]
    #[arg(short = 'm', long, value_name = "METHOD", short_alias = 'X')]
    pub method: Option<String>,

    /// Header to send, 'Name: value'; repeat for more
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub headers: Vec<String>,

    /// Body to send: text, @FILE, or @- for standard input
    #[arg(short = 'b', long, value_name = "BODY", alias = "data", short_alias = 'D', allow_hyphen_values = true)]
    pub body: Option<String>,

    /// Form field, name=value or name=@FILE; repeat for more
    #[arg(short = 'F', long, value_name = "FIELD", conflicts_with = "body")]
    pub form: Vec<String>,

    /// Basic authentication, NAME:PASSWORD
    #[arg(short = 'u', long, value_name = "NAME:PASSWORD", short_alias = 'a')]
    pub user: Option<String>,

    /// Cookies to send, 'name=value; name=value'
    #[arg(long, value_name = "COOKIES")]
    pub cookies: Option<String>,

    /// User-Agent to send [default: toolbox-load/VERSION]
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<String>,

    /// Variable for templates, name=value; repeat for more
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub vars: Vec<String>,
}

/// How the server is reached.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Connection options")]
pub struct ConnectionArgs {
    /// Protocol version [default: 1.1]
    #[arg(long, value_enum, value_name = "VERSION")]
    pub http: Option<HttpArg>,

    /// HTTP/2 without TLS (prior knowledge); implies --http 2
    #[arg(long)]
    pub h2c: bool,

    /// HTTP/2 streams at once on each connection [default: 1]
    #[arg(short = 'p', long, value_name = "N")]
    pub streams: Option<usize>,

    /// What drives HTTP/1.1: the raw engine where it can, or hyper [default: auto]
    #[arg(long, value_enum, value_name = "ENGINE")]
    pub engine: Option<EngineArg>,

    /// A new connection for every request
    #[arg(long, visible_alias = "disable-keepalive")]
    pub no_keepalive: bool,

    /// Give up on a request after this long [default: 30s]
    #[arg(short = 't', long, value_name = "DURATION", value_parser = Patience::parse)]
    pub timeout: Option<Patience>,

    /// Give up on a connection attempt after this long [default: 5s]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub connect_timeout: Option<Duration>,

    /// Follow up to N redirects [default: 0]
    #[arg(short = 'L', long, value_name = "N", num_args = 0..=1, default_missing_value = "10")]
    #[arg(require_equals = true)]
    pub redirects: Option<u32>,

    /// Go through this proxy (http://, https:// or socks5://)
    #[arg(short = 'x', long, value_name = "URL")]
    pub proxy: Option<String>,

    /// Connect to HOST2:PORT2 when the URL says HOST1:PORT1; empty parts match anything
    #[arg(long, value_name = "HOST1:PORT1:HOST2:PORT2")]
    pub connect_to: Vec<String>,

    /// Take IP as the address of HOST
    #[arg(long, value_name = "HOST:PORT:IP")]
    pub resolve: Vec<String>,

    /// Connect to this Unix socket
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, conflicts_with_all = ["proxy", "connect_to"])]
    pub unix: Option<PathBuf>,

    /// Local addresses to connect from, used in turn
    #[arg(long, value_name = "IP,…", value_delimiter = ',')]
    pub source: Vec<IpAddr>,

    /// Use IPv4 only
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    pub ipv4: bool,

    /// Use IPv6 only
    #[arg(short = '6', long)]
    pub ipv6: bool,
}

/// What the outcome is held against and where it is written.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Outcome options")]
pub struct OutcomeArgs {
    /// What must hold, or the exit code is 3: 'p99<50ms', 'err<0.1%', 'rate>=1000'; repeat for more
    #[arg(long = "threshold", value_name = "EXPR")]
    pub thresholds: Vec<String>,

    /// What every reply must satisfy to count as good: 'status==200', 'body~"ok"', 'json $.id', 'header etag'
    #[arg(long = "check", value_name = "EXPR")]
    pub checks: Vec<String>,

    /// Read Prometheus metrics of the server from URL every second, and name those that moved with the latency
    #[arg(long, value_name = "URL")]
    pub server_metrics: Option<String>,

    /// How progress is shown [default: line]
    #[arg(long, value_enum, value_name = "VIEW")]
    pub live: Option<LiveArg>,

    /// Write a self-contained HTML report
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub html: Option<PathBuf>,

    /// Write the latencies of every second as an `HdrHistogram` log
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub hlog: Option<PathBuf>,

    /// Write one CSV row for each request
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub raw: Option<PathBuf>,
}

/// The values of `--engine`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineArg {
    /// raw where it can serve the plan
    Auto,
    /// Our own HTTP/1.1 loop
    Raw,
    /// hyper
    Hyper,
}

/// The values of `--live`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LiveArg {
    /// One line
    Line,
    /// The full screen
    Tui,
    /// Nothing
    None,
}

/// The values of `--arrivals`.
impl ValueEnum for Arrivals {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Constant, Self::Poisson]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Constant => PossibleValue::new("constant").help("Evenly spaced"),
            Self::Poisson => PossibleValue::new("poisson").help("As independent clients would: exponential gaps"),
        })
    }
}
