//! Records an HLS or DASH stream to a file that plays: fast, to be continued after a kill, every gap accounted for.
//!
//! # Flow
//! ```text
//! args → plan → engine: page → (candidates: choice →) what follows, or findings (--find)
//!                 │     media::presentation → choice → tracks → media::record ─→ outcome → report
//!                 │     (playlist, master, manifest)                    │└→ gauges, events → view
//!                 └→ a listing (--list-quality)                         └→ whole recordings → media::mux, media::subtitles → FILE
//! ```
//! What a playlist means, what is fetched and how it is written is [`media`](crate::media)'s; here is what a user asks
//! for, which rendition and which name that means, and how it looks.
//!
//! # Invariants
//! - `FILE` is whole or is not there; until then it is `FILE.partial`, with the journal `FILE.rip` beside it.
//! - Of MPEG-TS (`.ts`), `WebM` and fragments (`--container fmp4`) the bytes are those of the segments in their order:
//!   nothing is rewritten but what is locked, which is opened. MP4 is made of whole recordings, which stay until it is
//!   there: `FILE.partial`, and `FILE.audio.partial` of sound apart.
//! - A playlist that is a file names files beside it and below; one from elsewhere names none.
//! - What segments are is said by their first bytes, not by their names, tags or types: a file is named after what is in
//!   it, and a name that promises something else is refused before anything is written.
//! - Where a stream is at several places (pathways, redundant variants), what one lacks comes from another; which is asked
//!   is said by [`media::steering`](crate::media::steering).
//! - No server is asked more at once than `--per-host` says, over all tracks; that it cannot lock up is shown in
//!   [`media::hosts`](crate::media::hosts).
//! - What is missing is in the report, and the exit code is then 3. Of a stream that is not live it can be had later: the
//!   recording is not whole then, unless gaps are accepted; late segments lie at its end, and are put into their places.
//! - Nothing is continued, emptied, replaced or removed that may be somebody else's: a stream is known by its last
//!   recorded segment, a file by its journal.
//!
//! # Open
//! - A segment without an end takes twice the 512 MiB it is given up at.
//! - A segment of MPEG-TS that ends within a packet is missing, also where that goes on in the next one, unless they are
//!   ranges. What the kind of a recording is, most of the first three segments say. MPEG audio whose heads tell no lengths
//!   is not looked at, nor whether a range is that of another place, nor whether half of a locked segment is missing that
//!   ends where packets and blocks do. A first initialisation that is not there ends it, unless gaps are accepted.
//! - Without numbers and dates, a live window whose segments all have one name (a slate that is longer, or one segment that
//!   is alike in the last part of its path) tells nothing: that is said, and it is taken once.
//! - With `--duration` live tracks are each counted from their own first segment, and cues of a live stream that begin
//!   behind the end stay. A name by template without an ending is taken as it is.
//! - What DASH lacks stands in [`media::dash`](crate::media::dash), what pages lack in
//!   [`media::page`](crate::media::page).
//! - Names of sounds stand in no file, and `--finish` knows no languages.
//!   Subtitles beside a recording in DASH are told in times of the main track, also where a sound begins before it.
//!   `a=none` where picture and sound are one is told, and the sound stays.
//! - Live: time that an encoder without dates lost when it began anew is told as a new beginning, not as a gap; one that
//!   does so within six segments of its start, under the same names, is taken for an old copy; streams without numbers
//!   are not continued after a kill, and what they lost in an outage longer than their window is told as a new beginning.
//! - A recording is compared with what the server has under the same number: bytes from another place refuse to go on, and
//!   so do last segments of a stream that is not live which are listed and gone. The last part of the URL and the names of
//!   segments must be the same, too.
//! - A track that fails takes the report of the others along.
//! - Local segments are held whole, up to 1 GiB each, and are not looked at for pages.
//! - `--finish` leaves subtitles alone, and sounds beside copies; it does not know names by template. A live stream whose window has moved behind the recording is
//!   continued without being compared.
//! - A licence is waited for up to 30 seconds, beyond the time of a live segment.
//! - `--refresh-cmd`: where a new link of the playlist itself is refused, the next is asked for after a minute.
//! - A body without a length that is cut is told as such once, and cannot be known.
//! - MP4 into a pipe: fragments go through as they come, MPEG-TS is not made into fragments. Where sound has a playlist of
//!   its own a pipe is refused, and it is a second file beside a `.ts` or a `.webm`.
//! - `WebM` is copied; it is not made into MP4, nor its tracks into one file (`--remux ffmpeg` does both).
//! - MP4: two fields of a picture that come as two access units (PAFF) become two samples; a hole in the sound is a long
//!   last sample, not an edit; leading pictures of an open GOP are no sample groups; AAC whose channels stand inside its
//!   frames, AAC in LATM, Opus and AV1 in MPEG-TS are refused, and plain files whose tables stand behind their media (such
//!   tables are held in memory). The disk needs room for the recording and the movie.
//! - An initialisation that changes within fragments that are copied is told; players may stop there. `--split parts`.
//! - Subtitles of HLS over discontinuities: times are those of the first timeline. Of TTML, where text stands and its colours
//!   are left out; subtitles that are pictures are refused; beside `WebM` that began late in a live stream they are late.
//! - `FILE.ordered` and `FILE.muxing` are names of ours, whatever lies there.
//! - `--remux ffmpeg` of fragments whose time begins anew is refused when the recording is there, and not before.
//! - Files of one recording get their names one behind the other, the main one last: a kill in that moment leaves it as
//!   `FILE.partial`, and the same command then says that the other exists.
//! - One picture a recording (`--select` takes several sounds and subtitles). Content steering of DASH.
//! - Low latency. `--refresh-cmd` costs a live recording what slides out of the window meanwhile, and cannot go on with a
//!   pipe.
//! - A segment is held whole in memory: ones that are larger than the budget of 10 MiB exceed it, by those under way.
//! - A key that is replaced under its URL is noticed where whole segments are locked, not where samples are.
//! - Segments that turn out to be of another kind than the playlist looks like begin the recording anew, its playlists
//!   included. `fetch` names such a file by the playlist alone.

pub mod args;
pub mod engine;
pub mod error;
pub mod event;
pub mod findings;
pub mod listing;
mod movie;
pub mod name;
pub mod plan;
pub mod report;
pub mod view;

use std::sync::Arc;

pub use args::Args;

use self::engine::{Found, Parts};
use self::plan::{Aim, Plan};
use self::view::View;
use crate::kit::allocator::{give_back_at_once, keep_pages_small};
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::media::record::{Gauges, Resume, is_begun, is_left};

/// Events on their way to the view: some seconds of a fast recording.
const EVENTS: usize = 1024;

/// Runs `rip` as the user typed it.
///
/// # Errors
/// A plan that cannot be carried out, a stream that cannot be had, a file that cannot be written.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let plan = Plan::resolve(&args, session.output.as_deref(), Env::process())?;
    if plan.is_piped() && session.term.width().is_some() && !args.choice.force {
        return Err(error::PlanError::Terminal.into());
    }
    // Segments come and go: in large pages half of each would stay, and all of it for a second.
    keep_pages_small();
    give_back_at_once();
    let (chosen, choices) = Sink::channel(EVENTS);
    let (events, feed) = Sink::channel(EVENTS);
    let gauges = Arc::new(Gauges::default());
    session.metrics.register(Arc::new(view::Exposed(Arc::clone(&gauges))));
    let view = View::spawn(&session.term, &plan.target, Arc::clone(&gauges), (choices, feed));
    let parts = Parts {
        asker: plan.asker(session.shutdown.token())?,
        pipe: if plan.is_piped() { Some(Box::new(session.term.outlet().map_err(Failure::operation)?)) } else { None },
        gauges,
        chosen,
        events,
        stop: session.shutdown.token(),
        under_way: Arc::default(),
    };
    let finishing = engine::finish::left(&plan).filter(|_| plan.aim == Aim::Finish);
    let found = Box::pin(engine::execute(&plan, parts)).await;
    view.finish().await;
    if let (Err(stopped), Some(signal)) = (&found, session.shutdown.interrupted())
        && stopped.is_a_stop()
    {
        session.term.note(format_args!("{stopped}"));
        return Ok(signal);
    }
    let gone = matches!(&found, Err(error) if error.is_of_the_stream());
    if let Some(left) = engine::finish::left(&plan).filter(|left| gone && is_left(left)) {
        let (left, part) = (left.display(), left.with_added_extension("partial"));
        session.term.note(format_args!("{} holds what was recorded: --finish makes {left} of it", part.display()));
    }
    let begun = engine::finish::left(&plan).filter(|left| is_begun(left, plan.resume) && is_left(left));
    if let (Err(_), Some(left)) = (&found, &begun) {
        let part = left.with_added_extension("partial");
        session.term.note(format_args!("{} goes on without --force; with it, it begins anew", part.display()));
    }
    match found? {
        Found::Listing(listing) => {
            session.term.emit(&listing)?;
            Ok(Exit::Done)
        }
        Found::Findings(findings) => {
            session.term.emit(&*findings)?;
            Ok(Exit::Done)
        }
        Found::Recording(report) => {
            let told = if plan.is_piped() { session.term.emit_aside(&*report) } else { session.term.emit(&*report) };
            told?;
            for left in finishing.iter().flat_map(|path| engine::finish::beside(path)) {
                let left = left.with_added_extension("partial");
                session.term.note(format_args!("{} stays: --finish makes the main file alone", left.display()));
            }
            if report.partial() {
                let lacks = report.lacks();
                let (rest, again) = if lacks > 0 {
                    (format!("asks for the {lacks} missing again"), "; --accept-gaps does without them")
                } else {
                    ("goes on where it ended".to_owned(), "")
                };
                let but = if plan.resume == Resume::Continue { "" } else { "without --force " };
                session.term.note(format_args!("The same command {but}{rest}{again}"));
            }
            Ok(report.exit(session.shutdown.interrupted()))
        }
    }
}
