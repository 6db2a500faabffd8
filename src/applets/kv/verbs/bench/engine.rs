//! Rounds: each measures every test with every pipeline, and where there are two sides, both in turn, whoever is second
//! going first in the next round. So a machine whose speed drifts does not decide.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use super::report::{BenchReport, Measured, Outcome, Side};
use super::server::Meter;
use super::thread::{self, Found, Share, Socket};
use super::work::{Test, filling};
use crate::kit::error::Failure;
use crate::kit::metrics::Histogram;
use crate::kit::term::Bar;
use crate::resp::{Client, ClientError, ClientOptions, Place, Skimmed, Target};

/// What to measure.
#[derive(Debug)]
pub struct Plan {
    /// The server in question.
    pub a: Target,
    /// The one to compare it with.
    pub b: Option<Target>,
    /// How the first connection is made, which finds out whether anybody is there.
    pub options: ClientOptions,
    /// Which commands.
    pub tests: Vec<Test>,
    /// How many of them at once on a connection.
    pub pipelines: Vec<u32>,
    /// Connections, at least 1.
    pub connections: usize,
    /// Requests of each test, pipeline and round.
    pub requests: u64,
    /// Keys to choose from, at least 1.
    pub keys: u64,
    /// Bytes of a value.
    pub value_bytes: usize,
    /// Whether all keys are written first.
    pub fill: bool,
    /// Threads that send, at most one for each connection.
    pub threads: usize,
    /// How often.
    pub rounds: usize,
    /// Repeats the choice of keys.
    pub seed: u64,
}

impl Plan {
    /// Requests over all rounds, tests and sides.
    #[must_use]
    pub fn total_requests(&self) -> u64 {
        let sides = 1 + u64::from(self.b.is_some());
        self.requests * (self.rounds * self.tests.len() * self.pipelines.len()) as u64 * sides
    }
}

/// What can go wrong beside the first connection.
#[derive(Debug, Error)]
pub enum BenchError {
    /// No further connection.
    #[error("cannot open connection {number} to {address}")]
    Connect {
        /// Which of them.
        number: usize,
        /// To whom.
        address: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It broke.
    #[error("lost a connection to {address} in test {test}")]
    Lost {
        /// To whom.
        address: String,
        /// Meanwhile.
        test: &'static str,
        /// How.
        #[source]
        source: io::Error,
    },
    /// A server that refuses to be filled.
    #[error("{address} refused to be filled: {reason}")]
    Fill {
        /// Who.
        address: String,
        /// In its words.
        reason: String,
    },
    /// A bug; the panic said which.
    #[error("a thread of the bench panicked")]
    Panicked,
}

impl From<BenchError> for Failure {
    fn from(error: BenchError) -> Self {
        let hint = match &error {
            BenchError::Connect { source, .. } if source.raw_os_error() == Some(libc::EMFILE) => {
                Some("raise the limit with `ulimit -n`, or use fewer connections")
            }
            BenchError::Connect { .. } | BenchError::Lost { .. } => {
                Some("`info clients` and the server's log tell whether it reached a limit, maxclients above all")
            }
            _ => None,
        };
        Self::operation(error).maybe_hint(hint.map(str::to_owned))
    }
}

/// One side while it is measured.
struct Contestant {
    target: Target,
    name: String,
    meter: Meter,
}

/// Measures everything, until done or `stop`.
///
/// # Errors
/// A server that is not there, or breaks connections.
pub async fn run(plan: Arc<Plan>, stop: CancellationToken, bar: &Bar) -> Result<BenchReport, Failure> {
    let mut sides = Vec::new();
    for target in std::iter::once(&plan.a).chain(&plan.b) {
        let (meter, name) = Meter::find(target, &plan.options).await?;
        sides.push(Contestant { target: target.clone(), name, meter });
    }
    if plan.fill {
        for side in &sides {
            fill(&plan, &side.target, &stop).await?;
        }
    }
    let described = |side: &Contestant| Side { url: side.target.to_string(), server: side.name.clone() };
    let mut report = BenchReport::new(&plan, described(&sides[0]), sides.get(1).map(described));
    'rounds: for round in 0..plan.rounds {
        for (test, pipeline) in plan.tests.iter().flat_map(|test| plan.pipelines.iter().map(move |p| (*test, *p))) {
            let mut order: Vec<usize> = (0..sides.len()).collect();
            if round % 2 == 1 {
                order.reverse();
            }
            for side in order {
                let measured = measure(&plan, &mut sides[side], (test, pipeline, round), &stop).await?;
                if stop.is_cancelled() {
                    break 'rounds;
                }
                bar.inc(plan.requests);
                report.add(Outcome { test, pipeline, side, measured });
            }
        }
    }
    report.conclude();
    Ok(report)
}

/// One test with one pipeline on one side.
async fn measure(
    plan: &Arc<Plan>,
    side: &mut Contestant,
    (test, pipeline, round): (Test, u32, usize),
    stop: &CancellationToken,
) -> Result<Measured, Failure> {
    let mut sockets = connect(plan, &side.target).await?;
    let before = side.meter.read().await;
    let address = side.target.address();
    let mut threads = Vec::new();
    for index in 0..plan.threads {
        let count = sockets.len() / (plan.threads - index);
        let own: Vec<Socket> = sockets.drain(..count).collect();
        let requests =
            plan.requests / plan.threads as u64 + u64::from((index as u64) < plan.requests % plan.threads as u64);
        let seed = plan.seed.wrapping_add((round * plan.threads + index) as u64);
        let share = Share { test, pipeline, value_bytes: plan.value_bytes, keys: plan.keys, requests, seed };
        let stop = stop.clone();
        let spawned = std::thread::Builder::new()
            .name(format!("bench-{index}"))
            .spawn(move || thread::run(own, &share, &stop))
            .map_err(Failure::operation)?;
        threads.push(spawned);
    }
    let joined =
        tokio::task::spawn_blocking(move || threads.into_iter().map(std::thread::JoinHandle::join).collect::<Vec<_>>());
    let mut found = Vec::new();
    for outcome in joined.await.map_err(|_| BenchError::Panicked)? {
        let lost = |source| BenchError::Lost { address: address.clone(), test: test.name(), source };
        found.push(outcome.map_err(|_| BenchError::Panicked)?.map_err(lost)?);
    }
    let after = side.meter.read().await;
    let cpu = before.zip(after).map(|(before, after)| after.saturating_sub(before));
    Ok(merge(&found, cpu, test))
}

fn merge(found: &[Found], cpu: Option<Duration>, test: Test) -> Measured {
    let (mut latency, mut counted) = (Histogram::new(), Skimmed::default());
    for share in found {
        latency.merge(&share.latency);
        counted.replies += share.counted.replies;
        counted.errors += share.counted.errors;
        counted.nulls += share.counted.nulls;
    }
    let wall = found.iter().map(|share| share.wall).max().unwrap_or_default();
    let busy: Duration = found.iter().map(|share| share.busy).sum();
    let offered = wall.as_secs_f64() * found.len() as f64;
    let nanos = |quantile| latency.quantile(quantile).map_or(0, |took| took.as_nanos() as u64);
    let per = |total: Duration| total.as_nanos() as f64 / counted.replies.max(1) as f64;
    Measured {
        requests: counted.replies,
        errors: counted.errors,
        misses: if test.can_miss() { counted.nulls } else { 0 },
        wall_ns: wall.as_nanos() as u64,
        rate: counted.replies as f64 / wall.as_secs_f64().max(1e-9),
        mean_ns: latency.mean().map_or(0, |took| took.as_nanos() as u64),
        p50_ns: nanos(0.5),
        p99_ns: nanos(0.99),
        p999_ns: nanos(0.999),
        max_ns: latency.max().map_or(0, |took| took.as_nanos() as u64),
        server_cpu_ns: cpu.map(per),
        client_busy: if offered > 0.0 { busy.as_secs_f64() / offered } else { 0.0 },
    }
}

/// All connections, each introduced as the target says.
async fn connect(plan: &Plan, target: &Target) -> Result<Vec<Socket>, Failure> {
    let mut sockets = Vec::with_capacity(plan.connections);
    for number in 1..=plan.connections {
        let failed = |source| BenchError::Connect { number, address: target.address(), source };
        sockets.push(open(target).await.map_err(failed)?);
    }
    Ok(sockets)
}

async fn open(target: &Target) -> io::Result<Socket> {
    let mut hello = Vec::new();
    let mut steps = 0;
    if let Some(password) = &target.password {
        match &target.user {
            Some(user) => crate::resp::command(&["AUTH", user, password], &mut hello),
            None => crate::resp::command(&["AUTH", password], &mut hello),
        }
        steps += 1;
    }
    if target.database > 0 {
        crate::resp::command(&["SELECT", &target.database.to_string()], &mut hello);
        steps += 1;
    }
    match &target.place {
        Place::Tcp(host, port) => {
            let mut socket = tokio::net::TcpStream::connect((host.as_str(), *port)).await?;
            socket.set_nodelay(true)?;
            greet(&mut socket, &hello, steps).await?;
            Ok(Socket::Tcp(mio::net::TcpStream::from_std(socket.into_std()?)))
        }
        Place::Unix(path) => {
            let mut socket = tokio::net::UnixStream::connect(path).await?;
            greet(&mut socket, &hello, steps).await?;
            Ok(Socket::Unix(mio::net::UnixStream::from_std(socket.into_std()?)))
        }
    }
}

/// Says who it is; the first connection has found out that the server takes it.
async fn greet<S>(socket: &mut S, hello: &[u8], steps: u64) -> io::Result<()>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    socket.write_all(hello).await?;
    let (mut skimmer, mut missing, mut chunk) = (crate::resp::Skimmer::default(), steps, [0; 512]);
    while missing > 0 {
        let count = socket.read(&mut chunk).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        missing = missing.saturating_sub(skimmer.skim(&chunk[..count]).map_err(io::Error::other)?.replies);
    }
    Ok(())
}

/// Writes all keys, some hundred at once.
async fn fill(plan: &Plan, target: &Target, stop: &CancellationToken) -> Result<(), Failure> {
    /// Keys of one MSET, and about what a socket takes at once.
    const KEYS: u64 = 500;
    /// Of these are under way.
    const BATCHES: u64 = 8;
    let mut client = Client::connect(target, &plan.options).await?;
    let refused = |reason| Failure::from(BenchError::Fill { address: target.address(), reason });
    let mut from = 0;
    let mut waiting = 0;
    while (from < plan.keys || waiting > 0) && !stop.is_cancelled() {
        if from < plan.keys && waiting < BATCHES {
            let to = (from + KEYS).min(plan.keys);
            client.send(&filling(from, to, plan.value_bytes)).await?;
            from = to;
            waiting += 1;
            continue;
        }
        let reply: Result<_, ClientError> = client.receive().await;
        if let Some(reason) = reply?.error() {
            return Err(refused(reason));
        }
        waiting -= 1;
    }
    Ok(())
}

/// The plan as the report tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Connections.
    pub connections: usize,
    /// Requests of each test, pipeline and round.
    pub requests: u64,
    /// Keys to choose from.
    pub keys: u64,
    /// Bytes of a value.
    pub value_bytes: usize,
    /// Threads that sent.
    pub threads: usize,
    /// Rounds.
    pub rounds: usize,
    /// Repeats the choice of keys.
    pub seed: u64,
}

impl From<&Plan> for Asked {
    fn from(plan: &Plan) -> Self {
        Self {
            connections: plan.connections,
            requests: plan.requests,
            keys: plan.keys,
            value_bytes: plan.value_bytes,
            threads: plan.threads,
            rounds: plan.rounds,
            seed: plan.seed,
        }
    }
}
