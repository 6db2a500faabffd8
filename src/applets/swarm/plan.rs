//! What the user meant: validated, with profiles and defaults; nothing is checked again behind it.
//!
//! All that is wrong is told at once, so that nobody mends one flag after the other.

mod contradictions;
mod request;
mod resolve;
mod values;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::args::{Arrivals, Cmcd, Connections, Engine, HttpVersion, LowLatency, ProbePolicy, Variant};
use super::lengths::Lengths;
use super::native::trace::Trace;
use super::slo::Slo;
use crate::kit::net::SafeUrl;
use crate::kit::tls;

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
    /// Where clients are of both kinds: the share that are processes, above 0 and below 1.
    pub ffmpeg_share: f64,
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
    /// How much it logs: a word of its own.
    pub level: &'static str,
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
    /// Whether parts are played.
    pub low_latency: LowLatency,
    /// Whose connections are.
    pub connections: Connections,
    /// The version of HTTP.
    pub http: HttpVersion,
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

/// How players choose among renditions.
#[derive(Debug, Clone, PartialEq)]
pub enum Abr {
    /// One for the whole session.
    Fixed,
    /// By the measured speed; where there is a trace, as if the line were so wide.
    Adaptive(Option<Arc<Trace>>),
}

impl Plan {
    /// What client `index` is: where they are of both kinds, processes are spread evenly among them, and there is at least
    /// one.
    #[must_use]
    pub fn engine_of(&self, index: u64) -> Engine {
        if self.engine != Engine::Both {
            return self.engine;
        }
        let processes = self.processes();
        // The first of each of as many stretches as there are processes.
        let before = u128::from(index) * u128::from(processes) / u128::from(self.clients.max(1));
        let first = (before * u128::from(self.clients)).div_ceil(u128::from(processes.max(1)));
        if first == u128::from(index) { Engine::Ffmpeg } else { Engine::Native }
    }

    /// How many clients are processes.
    #[must_use]
    pub fn processes(&self) -> u64 {
        match self.engine {
            Engine::Ffmpeg => self.clients,
            Engine::Native => 0,
            Engine::Both => {
                ((self.clients as f64 * self.ffmpeg_share).round() as u64).clamp(1, self.clients.max(2) - 1)
            }
        }
    }

    /// Whether there are players of ours.
    #[must_use]
    pub fn has_players(&self) -> bool {
        self.engine != Engine::Ffmpeg
    }
}

#[cfg(test)]
pub(crate) mod tests;
