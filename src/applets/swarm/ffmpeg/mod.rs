//! `--engine ffmpeg`: each client is a process of ffmpeg that takes a stream and throws it away.
//!
//! ```text
//! capability, variant ─→ command ─→ process (one thread makes them all) ─→ client (state) ─→ tally
//!                                                          pipes ─→ lines ──────┘  └→ sizes
//! ```

pub mod capability;
mod client;
pub mod command;
#[cfg(target_os = "linux")]
mod guard;
pub mod lines;
#[cfg(target_os = "linux")]
mod mark;
pub mod process;
mod sizes;
#[cfg(target_os = "linux")]
mod slot;
pub mod variant;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::capability::Capability;
use self::client::Client;
use self::command::{CommandLine, Streams};
use self::process::Spawner;
use self::sizes::Sizes;
use super::args::Engine;
use super::error::SwarmError;
use super::plan::Plan;
use super::ramp::Ramp;
use super::tally::Tally;
use crate::kit::http::client::{Client as HttpClient, ClientOptions};
use crate::kit::net::{Origin, Override, Prefer, Resolver, Timeouts};
use crate::kit::retry::Policy;

/// What is known before the first client.
#[derive(Debug, Clone)]
pub struct Groundwork {
    /// What the program knows.
    pub capability: Capability,
    /// Which streams each client takes.
    pub streams: Streams,
    /// Why these are not those asked for.
    pub fallback: Option<String>,
}

impl Groundwork {
    /// Asks the program, and the stream where its renditions have to be told apart.
    ///
    /// # Errors
    /// It cannot be run, or the renditions cannot be told apart.
    pub async fn lay(plan: &Plan) -> Result<Self, SwarmError> {
        let capability = Capability::probe(&plan.ffmpeg.program).await?;
        if plan.url.scheme() == "https" && !plan.request.tls.insecure && !capability.verifies {
            return Err(SwarmError::Unverified { program: plan.ffmpeg.program.clone() });
        }
        let (streams, fallback) = variant::choose(plan, &capability).await?;
        Ok(Self { capability, streams, fallback })
    }

    /// The command of client `index`.
    #[must_use]
    pub fn line(&self, plan: &Plan, index: u64) -> CommandLine {
        CommandLine::of(plan, &self.capability, self.streams, index)
    }
}

/// What all clients share.
struct Crew {
    plan: Plan,
    groundwork: Groundwork,
    spawner: Spawner,
    tally: Arc<Tally>,
    sizes: Option<Arc<Sizes>>,
}

impl Crew {
    fn line(&self, index: u64) -> CommandLine {
        self.groundwork.line(&self.plan, index)
    }
}

/// Runs all clients until `stop`, or until each was started as often as it may be.
///
/// # Errors
/// No thread can be started, or files for TLS cannot be used.
pub async fn execute(
    plan: &Plan,
    groundwork: Groundwork,
    tally: &Arc<Tally>,
    stop: CancellationToken,
) -> Result<(), SwarmError> {
    // Questions outlive the clients by a moment: their bytes are those of clients that were there.
    let asking = CancellationToken::new();
    let _ends = asking.clone().drop_guard();
    let sizes = if plan.ffmpeg.stats && plan.ffmpeg.sizes {
        Some(Sizes::start(plan, http_client(plan, asking.clone())?, tally, asking.clone()))
    } else {
        None
    };
    let spawner = Spawner::start().map_err(SwarmError::Thread)?;
    let crew = Arc::new(Crew { plan: plan.clone(), groundwork, spawner, tally: Arc::clone(tally), sizes });
    let ramp = Ramp::of(plan);
    let begin = Instant::now();
    let mut clients = JoinSet::new();
    let slots = (0..).zip(ramp.slots(plan.clients));
    for (index, slot) in slots.filter(|(index, _)| plan.engine_of(*index) == Engine::Ffmpeg) {
        clients.spawn(Client::new(index, &crew, stop.clone()).run(begin + slot));
    }
    while clients.join_next().await.is_some() {}
    if let Some(sizes) = &crew.sizes {
        sizes.settle().await;
    }
    Ok(())
}

/// Who asks for the sizes of segments.
fn http_client(plan: &Plan, stop: CancellationToken) -> Result<HttpClient, SwarmError> {
    let mut options = ClientOptions::secure(&plan.request.tls)?;
    if let (Some(address), Ok(origin)) = (plan.request.resolve, Origin::of(&plan.url)) {
        let entry = Override { host: origin.host, port: origin.port, address };
        options.connector.resolver = Resolver::new(Prefer::Auto, vec![entry]);
    }
    let limit = Some(plan.request.timeout.min(Duration::from_secs(10)));
    options.timeouts = Timeouts { connect: limit, read: limit, write: limit, ..Timeouts::NONE };
    options.retry = Policy { tries: 1, ..Policy::default() };
    if let Ok(user_agent) = plan.request.user_agent.parse() {
        options.user_agent = user_agent;
    }
    options.stop = stop;
    Ok(HttpClient::new(options))
}
