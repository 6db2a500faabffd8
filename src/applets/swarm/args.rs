//! What the user typed for `swarm`, nothing else; what it means is decided in `plan`.

mod choices;
mod left;

use std::net::IpAddr;
use std::time::Duration;

use clap::{ArgAction, Args as ClapArgs, ValueHint};

pub use self::choices::{
    AbrWay, Arrivals, Cmcd, Connections, Engine, HttpVersion, LogLevel, LowLatency, ProbePolicy, Profile, StatsLevel,
    Variant,
};
pub use self::left::LeftArgs;
use super::lengths::Lengths;
use crate::kit::args::{LogFormat, TlsArgs};
use crate::kit::log::{Level, Logging};
use crate::kit::units::{parse_count, parse_duration, parse_percent};

const EXAMPLES: &str = "\
Examples:
  # ten viewers, each a process of ffmpeg, five more every second
  swarm http://origin/live/master.m3u8

  # does it work at all? one viewer, ten seconds
  swarm --check http://origin/live/master.m3u8

  # a hundred for five minutes, and what each of them would run
  swarm -clients 100 -ramp-rate 20 -duration 5m http://origin/live.m3u8
  swarm --print-cmd http://origin/live.m3u8

  # ten thousand players in this process, and what they saw
  swarm --engine native -clients 10000 -ramp-rate 500 -duration 5m \\
    --slo 'rebuffer_ratio<0.5%,startup_p95<2s' http://origin/live.m3u8

  # how many does it carry?
  swarm --find-limit --engine native --slo 'rebuffer_ratio<0.5%' \\
    http://origin/live.m3u8

  # few processes among many players: do both fetch the same?
  swarm --engine both -ffmpeg-share 2% -clients 500 http://origin/live.m3u8

  # past the load balancer, to one server
  swarm -resolve 10.0.0.7 --dangerous https://cdn.example/live.m3u8

Flags may be written with one dash or two. In a container the same is said
with variables: STREAM_URL, CLIENTS, RAMP_RATE, RAMP_JITTER (ms),
METRICS_PORT, LOG_LEVEL, LOG_FORMAT, VARIANT, TIMEOUT (s), DURATION (s),
RESOLVE_IP, DANGEROUS, NO_CACHE, RECONNECT, TUI, PRINT_CMD, PROFILE and
EXTRA_ARGS. What is typed counts more.

Limits of --slo are NAME<VALUE (also <=, > and >=), separated by commas, of
rebuffer_ratio, rebuffers, startup_p50, startup_p95, startup_p99, latency_p50
and so on, ttfb_p50 and so on, error_ratio, start_failure_ratio,
fatal, cache_hit_ratio and bitrate, which players measure, and of stalls
and restarts.

The generator is SUSPECT where clients come more than 100 ms late (99 of 100),
where its threads are busier than 85 %, where what is due comes later than a
hundredth of a segment and than 20 ms, or where this machine has no file,
port or buffer left, which counts as no failure of the server.

/metrics, /health and /ready are served on 0.0.0.0:9090 unless --metrics or
--metrics-port says otherwise. Log lines are JSON unless somebody looks on.

Exit codes: 0 done, also after Ctrl-C or SIGTERM; 1 the preflight, --check or
the start failed, or nobody played anything; 2 usage; 3 an SLO was not met
or a search did not come to its end.";

/// An audience for HLS streams: what they see, and how many a server carries
#[derive(Debug, Clone, ClapArgs)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.", args_override_self = true)]
pub struct Args {
    /// The playlist (.m3u8), master or media
    #[arg(id = "stream", value_name = "URL", value_hint = ValueHint::Url)]
    pub url: Option<String>,

    /// How many clients, and when
    #[command(flatten)]
    pub audience: AudienceArgs,

    /// What servers are told, and how they are reached
    #[command(flatten)]
    pub network: NetworkArgs,

    /// The processes of `--engine ffmpeg`
    #[command(flatten)]
    pub ffmpeg: FfmpegArgs,

    /// The players of `--engine native`
    #[command(flatten)]
    pub native: NativeArgs,

    /// What is told
    #[command(flatten)]
    pub watch: WatchArgs,

    /// How TLS is set up
    #[command(flatten)]
    pub tls: TlsArgs,

    /// What means nothing here
    #[command(flatten)]
    pub left: LeftArgs,
}

/// How many clients, and when.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Audience options")]
pub struct AudienceArgs {
    /// How many clients [default: 10]
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count, visible_alias = "concurrency")]
    pub clients: Option<u64>,

    /// Clients to start each second [default: 5]
    #[arg(long, value_name = "N", value_parser = parse_count)]
    pub ramp_rate: Option<u64>,

    /// Start each client later by up to this much [default: 200ms]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub ramp_jitter: Option<Duration>,

    /// How clients come within the rate
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    pub arrivals: Arrivals,

    /// End after so long; 0 goes on until a signal
    #[arg(short = 'd', long, value_name = "DURATION", value_parser = parse_duration, default_value = "0")]
    pub duration: Duration,

    /// Values for clients, rate, jitter and timeout that go together
    #[arg(long, value_enum, value_name = "NAME")]
    pub profile: Option<Profile>,

    /// What a client is
    #[arg(long, value_enum, value_name = "ENGINE", default_value_t)]
    pub engine: Engine,

    /// With --engine both: the share of clients that are processes
    #[arg(long, value_name = "SHARE", value_parser = parse_share, default_value = "2%")]
    pub ffmpeg_share: f64,

    /// Repeat the same random choices; told at the start otherwise
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// What servers are told, and how they are reached.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Network options")]
pub struct NetworkArgs {
    /// Which renditions a client plays [default: all; first with --engine both]
    #[arg(long, value_enum, value_name = "WHICH", default_value_t, hide_default_value = true)]
    pub variant: Variant,

    /// Connect to this address whatever the name says (needs --dangerous)
    #[arg(long, value_name = "IP")]
    pub resolve: Option<String>,

    /// Allow what turns the check of certificates off: --resolve
    #[arg(long)]
    pub dangerous: bool,

    /// Ask caches for nothing
    #[arg(long)]
    pub no_cache: bool,

    /// Header to send with every request, 'Name: value'; repeat for more
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub headers: Vec<String>,

    /// User-Agent to send
    #[arg(long, value_name = "TEXT", default_value = "go-ffmpeg-hls-swarm/1.0")]
    pub user_agent: String,

    /// Give up on a server that says nothing for so long [default: 15s]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub timeout: Option<Duration>,
}

/// The processes of `--engine ffmpeg`.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Process options (--engine ffmpeg)")]
pub struct FfmpegArgs {
    /// The program; ffprobe is looked for beside it
    #[arg(long, value_name = "PATH", default_value = "ffmpeg", value_hint = ValueHint::CommandName)]
    pub ffmpeg: String,

    /// Have ffmpeg connect again after errors [default: true]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = parse_truth, action = ArgAction::Set)]
    pub reconnect: Option<bool>,

    /// Longest pause between such attempts, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(0..=4294))]
    pub reconnect_delay: u32,

    /// Attempts at a segment, where this ffmpeg has a word for it
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub seg_retry: u32,

    /// What to do where the renditions cannot be told apart
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    pub probe_failure_policy: ProbePolicy,

    /// Length of segments; twice as long without progress is a stall
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "6s")]
    pub target_duration: Duration,

    /// Start a client anew that has stalled
    #[arg(long)]
    pub restart_on_stall: bool,

    /// Start a client anew at most so often; 0 is without end
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub max_restarts: u64,

    /// Have ffmpeg tell its progress: bytes, speed, stalls
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = parse_truth, action = ArgAction::Set, default_value = "true")]
    pub stats: bool,

    /// How much ffmpeg logs, for what is counted
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub stats_loglevel: StatsLevel,

    /// Ask the server once for the size of each segment, to count bytes
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = parse_truth, action = ArgAction::Set, default_value = "true")]
    pub segment_sizes: bool,

    /// Have ffmpeg log all it knows
    #[arg(long)]
    pub ffmpeg_debug: bool,
}

/// The players of `--engine native`.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Player options (--engine native)")]
pub struct NativeArgs {
    /// How a player chooses among renditions: fixed, the one of --variant;
    /// hlsjs, by the measured speed; trace:FILE, the same on a line that is as
    /// wide as the file says (lines `SECONDS RATE`, as in `10 800k`)
    #[arg(long, value_name = "HOW", default_value_t)]
    pub abr: AbrWay,

    /// Play streams of low latency by their parts
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub low_latency: LowLatency,

    /// Whose connections are
    #[arg(long, value_enum, value_name = "WHOSE", default_value_t)]
    pub connections: Connections,

    /// The version of HTTP
    #[arg(long, value_enum, value_name = "VERSION", default_value_t)]
    pub http: HttpVersion,

    /// Threads that players run on; 0 is one for each processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u16).range(0..=256))]
    pub threads: u16,

    /// Media a player keeps ahead of what it shows
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "30s")]
    pub buffer: Duration,

    /// Send from these addresses of this machine in turn
    #[arg(long, value_name = "IP,…", value_delimiter = ',')]
    pub source_ips: Vec<IpAddr>,

    /// Watch this stream too, with its weight: URL*3; repeat for more
    #[arg(long = "url", value_name = "URL*WEIGHT")]
    pub more: Vec<String>,

    /// How long a viewer stays: 5m, exp(10m), uniform(1m,5m)
    #[arg(long, value_name = "LENGTH")]
    pub session: Option<Lengths>,

    /// Tell servers of each session (CTA-5004), for their logs
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    pub cmcd: Cmcd,

    /// Find the largest audience for which --slo holds
    #[arg(long)]
    pub find_limit: bool,

    /// With --find-limit: how long each audience watches once it has come
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "30s")]
    pub step: Duration,

    /// End with exit code 3 unless these limits hold; their names stand below
    #[arg(long, value_name = "LIMITS")]
    pub slo: Option<String>,
}

/// What is told.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Observability options")]
pub struct WatchArgs {
    /// Serve metrics on this port of every interface [default: 9090]
    #[arg(long, value_name = "PORT")]
    pub metrics_port: Option<u16>,

    /// Serve the names of later versions as well
    #[arg(long)]
    pub compat_metrics: bool,

    /// Serve speed and drift of each client, for audiences below 200
    #[arg(long)]
    pub prom_client_metrics: bool,

    /// How much is logged
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub log_level: LogLevel,

    /// Show a live display where there is a terminal
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = parse_truth, action = ArgAction::Set, default_value = "true")]
    pub tui: bool,

    /// Print the command of a client and end
    #[arg(long)]
    pub print_cmd: bool,

    /// One client for ten seconds; fails where it got nothing
    #[arg(long)]
    pub check: bool,

    /// Start although the machine may not carry so many
    #[arg(long)]
    pub skip_preflight: bool,
}

impl Args {
    /// What to tell of flags that mean nothing here.
    pub(super) fn told_of_left(given: impl Fn(&str) -> bool) -> Vec<String> {
        left::told(given)
    }

    /// How `swarm` logs: JSON, and what happens to clients.
    #[must_use]
    pub fn logging(&self) -> Logging {
        let level = match self.watch.log_level {
            LogLevel::Error => Level::Error,
            LogLevel::Warn => Level::Warn,
            LogLevel::Info if self.watch.check => Level::Debug,
            LogLevel::Info => Level::Info,
            LogLevel::Debug => Level::Debug,
        };
        Logging { level, format: LogFormat::Json }
    }
}

/// A truth value as Go's flags read it.
fn parse_truth(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

/// A share that leaves something for both.
fn parse_share(text: &str) -> Result<f64, String> {
    let share = parse_percent(text).map_err(|error| error.to_string())?;
    if share > 0.0 && share < 1.0 { Ok(share) } else { Err("it must be above 0 and below 100%".to_owned()) }
}
