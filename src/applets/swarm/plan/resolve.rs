//! From what was typed to what was meant.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::contradictions::contradictions;
use super::request::request;
use super::values::Values;
use super::{Abr, Aim, Display, Exposed, Ffmpeg, Native, OnStall, Plan, Preflight};
use crate::applets::swarm::args::{AbrWay, Args, Engine, LowLatency, StatsLevel, Variant};
use crate::applets::swarm::error::PlanError;
use crate::applets::swarm::native::trace::Trace;
use crate::applets::swarm::slo::Slo;
use crate::kit::net::{SafeUrl, parse_url};
use crate::kit::random::Random;

/// More clients than one machine has ports for.
const MOST_CLIENTS: u64 = 1_000_000;

/// How long `--check` lasts.
const CHECK: Duration = Duration::from_secs(10);

/// Whether a flag was given; what a profile says counts less then.
pub(super) type Given<'a> = &'a dyn Fn(&str) -> bool;

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
        if let Some(Some(slo)) = slo.as_ref().filter(|_| args.audience.engine == Engine::Ffmpeg) {
            for limit in slo.of_players() {
                wrong.add(format!(
                    "--slo '{limit}' is measured by players of this process; add --engine native or both"
                ));
            }
        }
        let seed = args.audience.seed.unwrap_or_else(|| Random::from_system().next_u64() >> 32);
        let duration = if aim == Aim::Check { CHECK } else { args.audience.duration };
        let metrics = match args.watch.metrics_port {
            Some(port) => SocketAddr::from(([0, 0, 0, 0], port)),
            None => SocketAddr::from(([0, 0, 0, 0], 9090)),
        };
        let native = native(args, &mut wrong);
        let variant = match args.audience.engine {
            _ if given("variant") => args.network.variant,
            // A process would fetch all of them and a player one.
            Engine::Both => Variant::First,
            _ => values.variant,
        };
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
            ffmpeg_share: args.audience.ffmpeg_share,
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
        level: match ffmpeg.stats_loglevel {
            _ if ffmpeg.ffmpeg_debug => "debug",
            StatsLevel::Debug => "debug",
            StatsLevel::Verbose => "verbose",
            StatsLevel::Info => "info",
        },
    }
}

fn native(args: &Args, wrong: &mut Wrong) -> Native {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = match usize::from(args.native.threads) {
        0 => processors,
        threads => threads,
    };
    let native = &args.native;
    let abr = match &native.abr {
        AbrWay::Fixed => Abr::Fixed,
        AbrWay::Hlsjs => Abr::Adaptive(None),
        AbrWay::Trace(file) => Abr::Adaptive(wrong.keep(trace(file)).map(Arc::new)),
    };
    // What processes see is whole segments; what is compared has to be the same.
    let both = args.audience.engine == Engine::Both;
    Native {
        abr,
        low_latency: if both { LowLatency::Off } else { native.low_latency },
        connections: native.connections,
        http: native.http,
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

fn trace(file: &Path) -> Result<Trace, String> {
    let name = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("--abr trace:{name}: {error}"))?;
    Trace::read(&text).map_err(|error| format!("--abr trace:{name}: {error}"))
}

/// All that is wrong.
#[derive(Debug, Default)]
pub(super) struct Wrong(Vec<String>);

impl Wrong {
    pub(super) fn add(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }

    pub(super) fn keep<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|what| self.add(what)).ok()
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_error(self) -> PlanError {
        PlanError(self.0)
    }
}
