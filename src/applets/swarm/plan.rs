//! What the user meant: validated, with profiles and defaults; nothing is checked again behind it.
//!
//! All that is wrong is told at once, so that nobody mends one flag after the other.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::args::{Abr, Args, Arrivals, Cmcd, Engine, ProbePolicy, Profile, Variant};
use super::error::PlanError;
use super::lengths::Lengths;
use super::slo::Slo;
use crate::kit::net::{Origin, Override, SafeUrl, parse_url};
use crate::kit::random::Random;
use crate::kit::tls;

/// More clients than one machine has ports for.
const MOST_CLIENTS: u64 = 1_000_000;

/// How long `--check` lasts.
const CHECK: Duration = Duration::from_secs(10);

/// An audience.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it watches.
    pub url: SafeUrl,
    /// How many it is.
    pub clients: u64,
    /// How many come each second; at least 1.
    pub ramp_rate: u64,
    /// Whether that was said, or a profile chosen.
    pub paced: bool,
    /// How long each audience of a search watches.
    pub step: Duration,
    /// How they come within that rate.
    pub arrivals: Arrivals,
    /// By how much each is late at most, by chance.
    pub ramp_jitter: Duration,
    /// When it ends; none is with a signal.
    pub duration: Option<Duration>,
    /// What a client is.
    pub engine: Engine,
    /// Decides all chances.
    pub seed: u64,
    /// Whether the seed was given.
    pub seeded: bool,
    /// Which renditions it plays.
    pub variant: Variant,
    /// What a client tells servers.
    pub request: Request,
    /// For processes of ffmpeg.
    pub ffmpeg: Ffmpeg,
    /// For players of our own.
    pub native: Native,
    /// What must hold in the end.
    pub slo: Option<Slo>,
    /// What is done.
    pub aim: Aim,
    /// Whether the machine is looked at first.
    pub preflight: Preflight,
    /// Where metrics are served.
    pub metrics: SocketAddr,
    /// Which metrics are served beside ours.
    pub exposed: Exposed,
    /// Whether a live display may be shown.
    pub display: Display,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The run.
    Run,
    /// One client for a while.
    Check,
    /// The largest audience is searched.
    FindLimit,
    /// The command of a client is printed.
    PrintCommand,
}

/// Whether the machine is looked at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preflight {
    /// It is, and nothing starts where it is too small.
    Check,
    /// It is not.
    Skip,
}

/// Whether a live display may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// Where there is a terminal.
    Auto,
    /// Never.
    Off,
}

/// Which metrics are served beside ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposed {
    /// The later names.
    pub compat: bool,
    /// Those of each client.
    pub clients: bool,
}

/// What servers are told, and how they are reached.
#[derive(Debug, Clone)]
pub struct Request {
    /// Without a line break in any.
    pub headers: Vec<(String, String)>,
    /// `User-Agent`.
    pub user_agent: String,
    /// Whether caches are asked for nothing.
    pub no_cache: bool,
    /// The address that stands for the host of the stream.
    pub resolve: Option<IpAddr>,
    /// For a server that says nothing.
    pub timeout: Duration,
    /// How TLS is set up.
    pub tls: tls::ClientOptions,
}

/// For processes of ffmpeg.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    /// The program.
    pub program: String,
    /// Whether it connects again after errors.
    pub reconnect: bool,
    /// The longest pause between attempts, in seconds.
    pub reconnect_delay_s: u32,
    /// Attempts at a segment.
    pub segment_retries: u32,
    /// Where renditions cannot be told apart.
    pub probe_failure: ProbePolicy,
    /// Without progress for so long a client has stalled.
    pub stall_after: Duration,
    /// What is done with it then.
    pub on_stall: OnStall,
    /// How often a client is started again at most.
    pub max_restarts: Option<u64>,
    /// Whether progress is asked for.
    pub stats: bool,
    /// Whether servers are asked for the sizes of segments.
    pub sizes: bool,
    /// Whether it logs all it knows.
    pub debug: bool,
}

/// What is done with a client that has stalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnStall {
    /// It is counted.
    Count,
    /// It is started anew.
    Restart,
}

/// For players of our own.
#[derive(Debug, Clone)]
pub struct Native {
    /// How they choose among renditions.
    pub abr: Abr,
    /// Threads they run on; never 0.
    pub threads: usize,
    /// Media they keep ahead.
    pub buffer: Duration,
    /// Streams beside the first, and their weights; that of the first is 1.
    pub more: Vec<(SafeUrl, f64)>,
    /// How long a viewer stays; to the end where it is not said.
    pub session: Option<Lengths>,
    /// Whether servers are told of sessions.
    pub cmcd: Cmcd,
    /// Addresses they send from in turn; the system's choice where there is none.
    pub sources: Vec<IpAddr>,
}

/// What goes together.
#[derive(Debug, Clone, Copy)]
struct Values {
    clients: u64,
    rate: u64,
    jitter: Duration,
    timeout: Duration,
    reconnect: bool,
    variant: Variant,
}

impl Values {
    /// The defaults of the roadmap.
    const DEFAULT: Self = Self::new(10, 5, 200, 15);

    const fn new(clients: u64, rate: u64, jitter_ms: u64, timeout_s: u64) -> Self {
        let (jitter, timeout) = (Duration::from_millis(jitter_ms), Duration::from_secs(timeout_s));
        Self { clients, rate, jitter, timeout, reconnect: true, variant: Variant::All }
    }

    const fn of(profile: Option<Profile>) -> Self {
        match profile {
            None => Self::DEFAULT,
            Some(Profile::Default) => Self::new(50, 5, 100, 15),
            Some(Profile::Stress) => Self::new(200, 20, 50, 10),
            Some(Profile::Gentle) => Self { variant: Variant::First, ..Self::new(20, 1, 500, 30) },
            Some(Profile::Burst) => Self { reconnect: false, ..Self::new(100, 50, 10, 5) },
            Some(Profile::Extreme) => Self::new(500, 50, 20, 5),
        }
    }
}

/// Whether a flag was given; what a profile says counts less then.
pub type Given<'a> = &'a dyn Fn(&str) -> bool;

impl Plan {
    /// What was typed; `given` tells whether a flag was typed or configured, for those whose default a profile changes.
    ///
    /// # Errors
    /// All that is wrong, at once.
    pub fn resolve(args: &Args, given: Given<'_>) -> Result<Self, PlanError> {
        let mut wrong = Wrong::default();
        let values = Values::of(args.audience.profile);
        let url = wrong.keep(url(args.url.as_deref()));
        let request = request(args, values, url.as_ref(), &mut wrong);
        let aim = match (args.watch.print_cmd, args.watch.check) {
            (true, true) => {
                wrong.add("--print-cmd starts no client and --check one; leave one of them out");
                Aim::PrintCommand
            }
            (true, false) => Aim::PrintCommand,
            (false, true) => Aim::Check,
            (false, false) if args.native.find_limit => Aim::FindLimit,
            (false, false) => Aim::Run,
        };
        let clients = if aim == Aim::Check { 1 } else { args.audience.clients.unwrap_or(values.clients) };
        let ramp_rate = args.audience.ramp_rate.unwrap_or(values.rate);
        if clients == 0 || clients > MOST_CLIENTS {
            wrong.add(format!("--clients must be from 1 to {MOST_CLIENTS}"));
        }
        if ramp_rate == 0 {
            wrong.add("--ramp-rate must be at least 1");
        }
        contradictions(args, aim, given, &mut wrong);
        let slo = args.native.slo.as_deref().map(Slo::parse).map(|slo| wrong.keep(slo));
        let seed = args.audience.seed.unwrap_or_else(|| Random::from_system().next_u64() >> 32);
        let duration = if aim == Aim::Check { CHECK } else { args.audience.duration };
        let metrics = match args.watch.metrics_port {
            Some(port) => SocketAddr::from(([0, 0, 0, 0], port)),
            None => SocketAddr::from(([0, 0, 0, 0], 9090)),
        };
        let native = native(args, &mut wrong);
        let variant = if given("variant") { args.network.variant } else { values.variant };
        let (Some(url), true) = (url, wrong.is_nothing()) else {
            return Err(wrong.into_error());
        };
        Ok(Self {
            url,
            clients,
            ramp_rate,
            arrivals: args.audience.arrivals,
            paced: args.audience.ramp_rate.is_some() || args.audience.profile.is_some(),
            step: args.native.step,
            ramp_jitter: args.audience.ramp_jitter.unwrap_or(values.jitter),
            duration: (!duration.is_zero()).then_some(duration),
            engine: args.audience.engine,
            seed,
            seeded: args.audience.seed.is_some(),
            variant,
            request,
            ffmpeg: ffmpeg(args, values),
            native,
            slo: slo.flatten(),
            aim,
            preflight: if args.watch.skip_preflight { Preflight::Skip } else { Preflight::Check },
            metrics,
            exposed: Exposed { compat: args.watch.compat_metrics, clients: args.watch.prom_client_metrics },
            display: if args.watch.tui { Display::Auto } else { Display::Off },
        })
    }
}

fn ffmpeg(args: &Args, values: Values) -> Ffmpeg {
    let ffmpeg = &args.ffmpeg;
    Ffmpeg {
        program: ffmpeg.ffmpeg.clone(),
        reconnect: ffmpeg.reconnect.unwrap_or(values.reconnect),
        reconnect_delay_s: ffmpeg.reconnect_delay,
        segment_retries: ffmpeg.seg_retry,
        probe_failure: ffmpeg.probe_failure_policy,
        stall_after: ffmpeg.target_duration * 2,
        on_stall: if ffmpeg.restart_on_stall { OnStall::Restart } else { OnStall::Count },
        max_restarts: (ffmpeg.max_restarts > 0).then_some(ffmpeg.max_restarts),
        stats: ffmpeg.stats,
        sizes: ffmpeg.segment_sizes,
        debug: ffmpeg.ffmpeg_debug,
    }
}

fn native(args: &Args, wrong: &mut Wrong) -> Native {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = match usize::from(args.native.threads) {
        0 => processors,
        threads => threads,
    };
    let native = &args.native;
    Native {
        abr: native.abr,
        threads,
        buffer: native.buffer,
        more: native.more.iter().filter_map(|text| wrong.keep(weighted(text))).collect(),
        session: native.session,
        cmcd: native.cmcd,
        sources: native.source_ips.clone(),
    }
}

fn url(text: Option<&str>) -> Result<SafeUrl, String> {
    let text = text.ok_or("no stream is given: write its URL, or set STREAM_URL")?;
    parse_url(text).map_err(|error| error.to_string())
}

/// `URL*WEIGHT`, or a URL of weight 1.
fn weighted(text: &str) -> Result<(SafeUrl, f64), String> {
    let parsed = text.rsplit_once('*').and_then(|(url, weight)| Some((url, weight.parse::<f64>().ok()?)));
    let (text, weight) = parsed.unwrap_or((text, 1.0));
    if !(weight.is_finite() && weight > 0.0) {
        return Err(format!("--url '{text}': a weight is a number above 0"));
    }
    parse_url(text).map(|url| (url, weight)).map_err(|error| format!("--url: {error}"))
}

/// Flags that do not go together, and values that mean nothing.
fn contradictions(args: &Args, aim: Aim, given: Given<'_>, wrong: &mut Wrong) {
    let native = args.audience.engine == Engine::Native;
    let theirs = [
        "ffmpeg",
        "reconnect-delay",
        "seg-retry",
        "probe-failure-policy",
        "target-duration",
        "restart-on-stall",
        "stats",
        "segment-sizes",
        "ffmpeg-debug",
        "reconnect",
    ];
    for flag in theirs.iter().filter(|flag| native && given(flag)) {
        wrong.add(format!("--{flag} is for processes of ffmpeg; leave it out with --engine native"));
    }
    for flag in ["abr", "threads", "buffer", "source-ips", "url", "session", "cmcd"]
        .iter()
        .filter(|flag| !native && given(flag))
    {
        wrong.add(format!("--{flag} is for players of this process; add --engine native"));
    }
    if args.native.find_limit {
        if !native {
            wrong.add("--find-limit counts players of this process; add --engine native");
        }
        if args.native.slo.is_none() {
            wrong.add("--find-limit needs what has to hold; add --slo 'rebuffer_ratio<0.5%'");
        }
        if !args.audience.duration.is_zero() {
            wrong.add("--find-limit ends when it has found; --step says how long each audience watches");
        }
        if aim != Aim::FindLimit {
            wrong.add("--find-limit, --check and --print-cmd are three things; leave two of them out");
        }
    }
    if args.native.step.is_zero() {
        wrong.add("--step must be more than 0");
    }
    if native && aim == Aim::PrintCommand {
        wrong.add("--print-cmd shows the command of a process, and --engine native starts none");
    }
    if given("metrics") && given("metrics-port") {
        wrong.add("--metrics and --metrics-port both say where metrics are served; leave one of them out");
    }
    if args.ffmpeg.restart_on_stall && !args.ffmpeg.stats {
        wrong.add("--restart-on-stall needs the progress that --stats=false turns off");
    }
    if args.ffmpeg.target_duration.is_zero() {
        wrong.add("--target-duration must be more than 0");
    }
    if args.native.buffer.is_zero() {
        wrong.add("--buffer must be more than 0");
    }
    if args.watch.prom_client_metrics && !args.watch.compat_metrics {
        wrong.add("--prom-client-metrics adds to the later names; add --compat-metrics");
    }
}

fn request(args: &Args, values: Values, url: Option<&SafeUrl>, wrong: &mut Wrong) -> Request {
    let network = &args.network;
    let mut headers = Vec::new();
    for header in &network.headers {
        match header.split_once(':') {
            Some((name, _)) if name.trim().is_empty() || name.contains(char::is_whitespace) => {
                wrong.add("--header must be 'Name: value'");
            }
            Some((name, value)) if !value.chars().any(char::is_control) => {
                headers.push((name.to_owned(), value.trim().to_owned()));
            }
            Some((name, _)) => wrong.add(format!("--header {name}: the value has a control character")),
            None => wrong.add("--header must be 'Name: value'"),
        }
    }
    if network.user_agent.chars().any(char::is_control) {
        wrong.add("--user-agent has a control character");
    }
    let timeout = network.timeout.unwrap_or(values.timeout);
    if timeout.is_zero() {
        wrong.add("--timeout must be more than 0");
    }
    let resolve = network.resolve.as_deref().and_then(|text| wrong.keep(address(text, url)));
    if network.resolve.is_some() && !network.dangerous {
        wrong.add("--resolve connects past the name that certificates are for; add --dangerous if that is meant");
    }
    let tls = tls::ClientOptions {
        // The certificate is for the name, and an address has been put in its place.
        insecure: args.tls.insecure || resolve.is_some(),
        cacert: args.tls.cacert.clone(),
        cert: args.tls.cert.clone(),
        key: args.tls.key.clone(),
        alpn: vec![b"http/1.1".to_vec()],
    };
    let (user_agent, no_cache) = (network.user_agent.clone(), network.no_cache);
    Request { headers, user_agent, no_cache, resolve, timeout, tls }
}

/// An address, bare or as `HOST:PORT:IP` of the host of the stream.
fn address(text: &str, url: Option<&SafeUrl>) -> Result<IpAddr, String> {
    if let Ok(address) = text.trim_start_matches('[').trim_end_matches(']').parse() {
        return Ok(address);
    }
    let entry: Override = text.parse().map_err(|_| format!("--resolve '{text}' is no IP address"))?;
    let origin = url.and_then(|url| Origin::of(url).ok());
    let fits = |origin: &Origin| entry.port == origin.port && ["*", &origin.host].contains(&entry.host.as_str());
    if origin.as_ref().is_some_and(fits) {
        return Ok(entry.address);
    }
    Err(format!("--resolve '{text}' is of another host than the stream"))
}

/// All that is wrong.
#[derive(Debug, Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn add(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }

    fn keep<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|what| self.add(what)).ok()
    }

    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    fn into_error(self) -> PlanError {
        PlanError(self.0)
    }
}

#[cfg(test)]
pub(crate) mod tests;
