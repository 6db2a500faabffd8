//! Records an HLS or DASH stream to a file that plays: fast, to be continued after a kill, every gap accounted for.
//!
//! # Flow
//! ```text
//! args → plan → engine: playlist → (master: choice → playlist) → media::record ─→ outcome → report
//!                 │     manifest → choice → tracks ───────────────────┘ └→ gauges, events → view
//!                 └→ a listing (--list-quality)
//! ```
//! What a playlist means, what is fetched and how it is written is [`media`](crate::media)'s; here is what a user asks
//! for, which rendition and which name that means, and how it looks.
//!
//! # Invariants
//! - `FILE` is whole or is not there; until then it is `FILE.partial`, with the journal `FILE.rip` beside it.
//! - The bytes are those of the segments in their order: nothing is rewritten but what is locked, which is opened.
//! - What is missing is in the report, and the exit code is then 3.
//!
//! # Open
//! - What DASH lacks stands in [`media::dash`](crate::media::dash). Playlists in files and from standard input. Pages: `--find`, `--pick`, `--deep`.
//! - MP4 from MPEG-TS, tracks of separate playlists in one file: sound of its own becomes a second file beside the first,
//!   and where the recording goes into a pipe it is told and left out.
//! - An initialisation that changes within a stream is written where it changes and told; players of one file may stop
//!   there. `--split parts`.
//! - SAMPLE-AES; subtitles; `--select`, choice by bandwidth; steering (redundant variants are tried in turn).
//! - `--limit`, a cap for each host, cookies.txt, `--refresh`, templates for names, `--until`, `--from`, low latency.
//! - The map of segments. Time of a stream recorded at many times its speed, against a server with outages (the
//!   recorder is tested with them at its own speed).
//! - A segment is held whole in memory: one that is larger than the budget of 10 MiB exceeds it.
//! - A key that is replaced under the same URL is not asked for again. Locked samples of HLS (SAMPLE-AES of fragmented MP4)
//!   are opened with keys given by hand, once `segment` lets them pass.
//! - What segments are (`.ts` or `.mp4`) is taken from `EXT-X-MAP`, not from their first bytes.

pub mod args;
pub mod engine;
pub mod error;
pub mod event;
pub mod listing;
mod movie;
mod name;
pub mod plan;
pub mod report;
pub mod view;

use std::sync::Arc;

pub use args::Args;

use self::engine::{Found, Parts};
use self::plan::Plan;
use self::view::View;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::media::record::Gauges;

/// Events on their way to the view: some seconds of a fast recording.
const EVENTS: usize = 1024;

/// Runs `rip` as the user typed it.
///
/// # Errors
/// A plan that cannot be carried out, a stream that cannot be had, a file that cannot be written.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let plan = Plan::resolve(&args, session.output.as_deref())?;
    let (chosen, choices) = Sink::channel(EVENTS);
    let (events, feed) = Sink::channel(EVENTS);
    let gauges = Arc::new(Gauges::default());
    session.metrics.register(Arc::new(view::Exposed(Arc::clone(&gauges))));
    let view = View::spawn(&session.term, &plan.target, Arc::clone(&gauges), (choices, feed));
    let parts = Parts {
        asker: plan.asker(session.shutdown.token()).map_err(Failure::operation)?,
        pipe: if plan.is_piped() { Some(Box::new(session.term.outlet().map_err(Failure::operation)?)) } else { None },
        gauges,
        chosen,
        events,
        stop: session.shutdown.token(),
    };
    let found = engine::execute(&plan, parts).await;
    view.finish().await;
    match found? {
        Found::Listing(listing) => {
            session.term.emit(&listing)?;
            Ok(Exit::Done)
        }
        Found::Recording(report) => {
            let told = if plan.is_piped() { session.term.emit_aside(&*report) } else { session.term.emit(&*report) };
            told?;
            if report.partial() {
                session.term.note(format_args!("the same command goes on where it ended: {}", session.program));
            }
            Ok(report.exit(session.shutdown.interrupted()))
        }
    }
}
