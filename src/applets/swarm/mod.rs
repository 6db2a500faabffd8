//! An audience for HLS streams: how many viewers a server or a network carries, and what they see.
//!
//! # Flow
//! ```text
//! variables → container ─→ args → plan → preflight ─┬→ ffmpeg (a process for each client) ─┬→ tally → report → view
//!                                                   └→ native (players in this process) ───┘     └→ metrics
//! ```
//! It does what `go-ffmpeg-hls-swarm` documents, with its flags, variables, metrics and summary. Where its documents and
//! its code differ, the documents hold: SIGTERM before SIGKILL, no child that outlives its parent, stalls that are seen.
//!
//! # Invariants
//! - Client i comes at its own slot after the start, whatever became of the others; the same seed gives the same run.
//! - No process of a client outlives this one, however it ends; what it made in turn ends with it, or on Linux with us.
//! - A client is never kept waiting for us: its pipes are read all the time, its lines cut at 4096 bytes.
//! - Ended by Ctrl-C or SIGTERM the summary is printed and the exit code is 0, as in the original; where there were players
//!   and none could see a picture, it is 1 however the run ended.
//! - What this machine has none left of is never told as a fault of the server.
//!
//! # Open
//! - Phases of an audience and ramping down: it comes at one rate and leaves at once. Content steering.
//! - A player that has waited stays as far behind as it then is, as hls.js does unless told otherwise, until it leaves the
//!   window. One that changes the rendition reads the whole new playlist (no `EXT-X-RENDITION-REPORT`) and keeps its sound.
//! - The metrics of the server (`-origin-metrics…`, `-nginx-metrics`), lists of sizes (`-segment-sizes-url…`), and flags of
//!   a queue of lines that is not there (`-stats-buffer`, `-stats-drop-threshold`) are taken and do nothing, with the
//!   reason: `args/left.rs`.
//! - Of the later metrics the one that the original never filled: `inferred_latency_seconds`.
//! - What a process of ffmpeg has made and has left its group (`setsid`) is ended by what it has in its environment, unless
//!   it has cleared that. Elsewhere than on Linux it is not, and `kill -9` of swarm leaves the processes of clients behind.
//! - ffmpeg looks at the certificate of the first playlist alone: its reader of HLS hands no options of TLS on. The same is why
//!   `--cert` is refused, and a plain URL that leads to TLS is not looked at.
//! - A segment is counted when ffmpeg opens it, with the size the server tells of it, and not as its bytes arrive.
//! - A sound of its own that is lost on the way ends the session; hls.js would look for a rendition with another first, as is
//!   done here at the beginning. A text ends none.
//! - Copies of a playlist share nothing: those of a window of hours take megabytes each, 64 MiB of them are kept.
//! - `--find-limit` has each audience watch to its end, also one that is lost long before.
//! - `--engine both` compares one rendition of a live stream; of one that ends, players and processes see each segment at
//!   times of their own, and only those that appear after all have come are looked at.
//! - Jumps of the numbers of a playlist and answers in haste are bounded without a test.
//! - `toolbox origin`: its live streams stand still and lose segments on order; their encoder never begins anew.

pub mod args;
mod cast;
pub mod container;
pub mod cross;
pub mod error;
pub mod ffmpeg;
pub mod find;
pub mod lengths;
pub mod life;
pub mod metrics;
pub mod native;
pub mod plan;
pub mod preflight;
pub mod ramp;
pub mod report;
pub mod slo;
pub mod tally;
pub mod verdict;
pub mod view;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

pub use args::Args;

use self::args::Engine;
use self::cast::Cast;
use self::error::SwarmError;
use self::native::Theatre;
use self::plan::{Aim, Plan, Preflight};
use self::report::Report;
use self::slo::Slo;
use self::tally::{Paces, Tally};
use self::view::{Details, More, View};
use crate::kit::allocator::{give_back_at_once, keep_pages_small};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::http::server::Server;
use crate::kit::metrics::Source;
use crate::kit::session::Session;

/// How often it is looked how many clients are there.
const LOOK: Duration = Duration::from_secs(1);

/// Every so many looks the log tells how it goes.
const PROGRESS_LOOKS: u64 = 10;

/// Runs `swarm` as the user typed it.
///
/// # Errors
/// A plan that cannot be carried out, a machine that does not carry it, a check that came to nothing.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    if args.url.as_deref() == Some("version") {
        session.term.out(&format!("{} {}\n", session.program, env!("CARGO_PKG_VERSION")))?;
        return Ok(Exit::Done);
    }
    let given = |flag: &str| session.typed.is_set(flag) || session.typed.origin(flag).is_some();
    let plan = Plan::resolve(&args, &given)?;
    for told in Args::told_of_left(given) {
        warn(session, &told);
    }
    if plan.aim == Aim::FindLimit {
        return search(&plan, session).await;
    }
    if plan.engine == Engine::Ffmpeg {
        // What lines and answers leave behind would count as memory of a supervisor for a second, and with a large page
        // all that is around the little that stays.
        keep_pages_small();
        give_back_at_once();
    }
    let tally = Tally::new(plan.clients);
    let tally = Arc::new(if plan.engine == Engine::Both { Tally::comparing(plan.clients) } else { tally });
    let cast = match session.shutdown.token().run_until_cancelled(Cast::gather(&plan, &tally, session)).await {
        Some(cast) => cast?,
        // Nobody has come yet.
        None => return Ok(session.shutdown.interrupted().unwrap_or(Exit::Done)),
    };
    if let (Aim::PrintCommand, Some(groundwork)) = (plan.aim, &cast.processes) {
        session.term.out(&format!("{}\n", groundwork.line(&plan, 0)))?;
        return Ok(Exit::Done);
    }
    let server = serve(&plan, &tally, &cast, session).await?;
    let at = server.as_ref().map(Server::addr).or(session.metrics_at);
    let endpoint = at.map(|at| format!("http://{at}/metrics"));
    let report = perform(&plan, cast, &tally, session).await;
    if let Some(server) = server {
        server.stop().await;
    }
    let mut report = report?;
    report.metrics_endpoint = endpoint;
    session.term.emit(&report)?;
    report.sound(&plan, &tally)?;
    conclude(&plan, &report, &tally)
}

/// Finds the largest audience.
async fn search(plan: &Plan, session: &Session) -> Result<Exit, Failure> {
    if plan.preflight == Preflight::Check {
        cast::look(plan, None, session)?;
    }
    let current = Arc::new(find::Current::default());
    session.metrics.register(Arc::clone(&current) as Arc<dyn Source>);
    let server = listen(plan, session).await?;
    let told = |news: find::News<'_>| tell(session, &news.to_string());
    let found = find::find(plan, &current, session.shutdown.token(), told).await;
    if let Some(server) = server {
        server.stop().await;
    }
    let found = found?;
    session.term.emit(&found)?;
    Ok(match session.shutdown.interrupted() {
        Some(signal) if !found.complete => signal,
        _ if found.limit.is_none() || found.machine.is_some() => Exit::Unmet,
        _ => Exit::Done,
    })
}

/// Serves metrics unless somebody does already.
async fn serve(plan: &Plan, tally: &Arc<Tally>, cast: &Cast, session: &Session) -> Result<Option<Server>, Failure> {
    if let Some(theatre) = &cast.players {
        session.metrics.register(theatre.source());
    }
    session.metrics.register(Arc::new(metrics::Documented(Arc::clone(tally))));
    if plan.exposed.compat {
        session.metrics.register(Arc::new(metrics::Later::new(plan, tally)));
    }
    listen(plan, session).await
}

/// Listens where nobody does already.
async fn listen(plan: &Plan, session: &Session) -> Result<Option<Server>, Failure> {
    let wanted = session.typed.is_set("metrics") || session.typed.origin("metrics").is_some();
    if wanted || session.metrics_at.is_some() {
        return Ok(None);
    }
    let address: SocketAddr = plan.metrics;
    let server = Server::start(address, session.metrics.clone(), session.health.clone()).await?;
    tell(session, &format!("metrics at http://{}/metrics", server.addr()));
    Ok(Some(server))
}

/// To a person as a note, to a program as a line of the log.
fn tell(session: &Session, text: &str) {
    if session.term.is_interactive() {
        session.term.note(text);
    } else {
        tracing::info!("{text}");
    }
}

/// The same of what may be amiss: among lines of a log for programs nothing stands that they cannot read.
fn warn(session: &Session, text: &str) {
    if session.term.is_interactive() {
        session.term.warn(text);
    } else {
        tracing::warn!("{text}");
    }
}

/// The run itself, until its time is over, a signal comes, or nobody is left.
async fn perform(plan: &Plan, cast: Cast, tally: &Arc<Tally>, session: &Session) -> Result<Report, Failure> {
    if !plan.seeded {
        tell(session, &format!("seed {}: the same chances again with --seed {}", plan.seed, plan.seed));
    }
    let stop = session.shutdown.token().child_token();
    let watch = tokio::spawn(watch(Arc::clone(tally), plan.duration, stop.clone()));
    let more = cast.players.as_ref().map_or_else(|| standing(plan, tally), Theatre::more);
    let view = View::spawn(&session.term, plan, tally, more);
    tracing::info!(clients = plan.clients, rate = plan.ramp_rate, seed = plan.seed, url = %plan.url, "starting_ramp");
    let begin = tally.begin;
    let outcome = cast.perform(plan, tally, &stop).await;
    let duration = begin.elapsed();
    stop.cancel();
    view.finish().await;
    // It has nothing to fail with.
    let _ = watch.await;
    outcome?;
    let mut report = Report::of(plan, tally, duration);
    if let Some(theatre) = &cast.players {
        theatre.tell(&mut report);
    }
    report.compare(plan, tally);
    report.weigh();
    report.slo = plan.slo.as_ref().map_or_else(Vec::new, |slo| slo.judge(&report));
    Ok(report)
}

/// How processes keep pace and how the limits stand, for the live display.
fn standing(plan: &Plan, tally: &Arc<Tally>) -> More {
    let (slo, plan, tally) = (plan.slo.clone(), plan.clone(), Arc::clone(tally));
    Arc::new(move || {
        let judged = |slo: &Slo| slo.judge(&Report::of(&plan, &tally, tally.begin.elapsed()));
        let Paces { mean_speed, slow, max_drift_s, .. } = tally.paces();
        let pace =
            format!("{mean_speed:.2} of the clock's in the mean · {slow} too slow · at most {max_drift_s:.1}s behind");
        // Without its progress nothing is known of it.
        let lines = if plan.ffmpeg.stats { vec![("pace", pace)] } else { Vec::new() };
        Details { lines, slo: slo.as_ref().map_or_else(Vec::new, judged) }
    })
}

/// Ends the run when its time is over, and looks once a second how many clients are there.
async fn watch(tally: Arc<Tally>, duration: Option<Duration>, stop: CancellationToken) {
    let mut looks = tokio::time::interval(LOOK);
    let over = async {
        match duration {
            Some(duration) => tokio::time::sleep_until((tally.begin + duration).into()).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(over);
    let (mut is_complete, mut looked) = (false, 0_u64);
    // The first look of an interval is at once, when nobody is there.
    looks.tick().await;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = &mut over => return stop.cancel(),
            _ = looks.tick() => {
                tally.look();
                if !is_complete && tally.ramp_progress() >= 1.0 {
                    is_complete = true;
                    tracing::info!(clients = tally.target, active = tally.active(), "ramp_complete");
                }
                looked += 1;
                if looked % PROGRESS_LOOKS == 0 {
                    let (active, segments, bytes) = (tally.active(), tally.segments.value(), tally.bytes.value());
                    let (restarts, stalls) = (tally.restarted.value(), tally.stalled.value());
                    tracing::info!(active, segments, bytes, restarts, stalls, "progress");
                }
            }
        }
    }
}

/// Somebody has to have played something where anybody ended; everything else has done its work when it ends.
fn conclude(plan: &Plan, report: &Report, tally: &Tally) -> Result<Exit, Failure> {
    if !report.holds() {
        return Ok(Exit::Unmet);
    }
    let is_check = plan.aim == Aim::Check;
    let reason = || tally.patterns().first().map(|(pattern, _)| pattern.clone());
    // Of players a segment is known to have come, of processes to have been asked for.
    let nothing = match plan.processes() {
        0 => report.throughput.segments == 0,
        _ => tally.played.value() == 0 && (plan.engine == Engine::Ffmpeg || report.throughput.segments == 0),
    };
    if is_check && (nothing || report.throughput.segments == 0) {
        let reason = reason().unwrap_or_else(|| "the client got no segment".to_owned());
        return Err(SwarmError::Check { reason }.into());
    }
    match reason() {
        Some(reason) if nothing => Err(SwarmError::Nothing { reason }.into()),
        _ => Ok(Exit::Done),
    }
}
