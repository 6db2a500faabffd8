//! The recorder: segments fetched many at once, written in their order, with a journal that survives a kill.
//!
//! ```text
//! feed ──→ asks ──→ fetch (several at once) ──→ window ──→ output (a thread of its own) ──→ file + journal
//! playlist, live    retries, ranges, keys       order      bytes first, then their line
//! ```
//!
//! # Invariants
//! - Units are written in the order of the stream, each whole; what cannot be had is a gap with its reason.
//! - A line of the journal is written behind its bytes: whatever kills the process, a prefix of whole units is left.
//! - What waits in memory is bounded by a budget; only the unit that is written next may exceed it, so that nothing
//!   waits for ever.
//! - It knows no terminal, and no clock but for pauses and deadlines.

mod budget;
mod buffers;
mod confirm;
mod container;
mod draft;
mod edge;
mod event;
mod fault;
mod feed;
mod fetch;
mod follow;
mod gap;
mod gauges;
mod journal;
mod keys;
mod layout;
mod line;
mod map;
mod opener;
mod order;
mod output;
mod settings;
mod shared;
mod source;
mod spare;
mod unit;
mod window;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::budget::Budget;
use self::buffers::Buffers;
use self::edge::Edge;
use self::feed::{Feed, Halt};
use self::follow::Follow;
use self::line::{BUFFERS_AHEAD, GRACE, Line};
use self::writer::{Writer, Written};
use super::hls::Media;
use super::playlist::Asker;
use super::segment::Resolver;

pub use self::event::{Event, Teller, Told};
pub use self::fault::{OutputError, RecordError};
pub use self::feed::End;
pub use self::gap::{Gap, Gaps};
pub use self::gauges::{Count, Gauges};
pub use self::journal::JournalError;
pub use self::layout::{discard, is_begun, is_left, journal_of, layout, put, settle, sounds_of};
pub use self::map::{Cell, Map, Span};
pub use self::opener::{ContentKeys, Told as KeysTold};
pub use self::output::{Output, Purpose, Recorded, Resume};
pub use self::settings::{Holes, Links, SegmentId, Settings};
pub use self::source::Source;

/// So many segments lost in a row end a recording that is not live: the rest will be lost as well, and may be had later.
const LOST_IN_A_ROW: u32 = 10;

/// What is recorded.
#[derive(Debug)]
pub struct Track {
    /// Where later copies come from.
    pub source: Source,
    /// The first copy of it.
    pub media: Media,
    /// Turns its words into what is to be fetched.
    pub resolver: Resolver,
    /// What opens locked samples.
    pub keys: ContentKeys,
}

/// What the recorder works with.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Sends requests.
    pub asker: Asker,
    /// Counted while it runs.
    pub gauges: Arc<Gauges>,
    /// Told while it runs.
    pub events: Teller,
    /// Ends it: what is under way is finished, nothing is begun.
    pub stop: CancellationToken,
    /// Cancelled before `stop` where that is not because somebody wants it to end, but because what is recorded beside it
    /// failed: it is not whole then, and may be continued.
    pub broken: CancellationToken,
}

/// How a recording ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Why there is nothing more.
    pub end: End,
    /// Whether more segments might have come.
    pub live: bool,
    /// The file, where it is one.
    pub saved: Saved,
    /// Its length.
    pub bytes: u64,
    /// Segments in it, those of earlier runs included.
    pub segments: u64,
    /// How long they play.
    pub duration: Duration,
    /// What is missing in it.
    pub gaps: Gaps,
    /// How long this run took.
    pub wall: Duration,
}

/// What has become of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It has its name.
    Whole(PathBuf),
    /// It is whole and stays beside its journal, to be made into the file of this name.
    Kept(PathBuf),
    /// It can be continued.
    Partial(PathBuf),
    /// There is none.
    Nothing,
}

/// Records `track` into `output`.
///
/// # Errors
/// See [`RecordError`].
pub async fn record(
    mut track: Track,
    output: Output,
    settings: &Settings,
    parts: &Parts,
) -> Result<Outcome, RecordError> {
    let (began, live) = (Instant::now(), track.media.is_live());
    let past = behind(&mut track, &output, settings)?;
    let path = output.path().map(std::path::Path::to_owned);
    let (budget, buffers) = (Budget::new(settings.memory_bytes), Buffers::new(settings.jobs + BUFFERS_AHEAD));
    let (edge, first) = (Arc::new(Edge::new()), track.media.sequence);
    let spares = track.source.spares(&parts.asker, &track.resolver, &parts.stop);
    let (map, account) = (parts.gauges.map(parts.events.track()), (budget.clone(), buffers.clone()));
    let shared = (track.keys, Arc::clone(&edge), spares, Arc::clone(&map));
    let mut under_way = Line::new(settings, parts, account, shared, (live, !past.segments.is_empty()));
    let place = (path.as_deref().unwrap_or_else(|| std::path::Path::new("-")), &settings.links);
    confirm::confirm(under_way.fetcher(), &track.media, &mut track.resolver, &past, place).await?;
    count_past(&parts.gauges, &past);
    map.restart();
    output.mark(&map);

    if past.ended {
        return finished(output, &past, live, began);
    }
    let writer = Writer::start(output, budget, buffers, parts.events.clone(), Arc::clone(&parts.gauges))?;
    let (asks, arriving) = mpsc::channel(ASKS_AHEAD);
    // Ends when this does, however it does.
    let stop_feed = parts.stop.child_token();
    let guard = stop_feed.clone().drop_guard();
    let source = Feed {
        edge,
        asker: parts.asker.clone(),
        source: track.source,
        resolver: track.resolver,
        follow: Follow::behind(&past.segments, past.next),
        missing: past.gaps.clone(),
        limit: settings.limit.map(|limit| limit.saturating_sub(past.duration)),
        reach: settings.reach,
        begun: past.next.is_some(),
        until: settings.until,
        links: settings.links.clone(),
        patience: settings.patience,
        gauges: Arc::clone(&parts.gauges),
        map: Arc::clone(&map),
        events: parts.events.clone(),
        stop: stop_feed,
        asks,
        init: None,
    };
    let feeding = tokio::spawn(source.run(track.media));
    let result = under_way.run(arriving, &writer).await;
    let (missing, cut) = (under_way.last_reason.take(), under_way.cut);
    drop(under_way);
    if result.is_err() {
        // A feed that waits for a later copy would wait on.
        drop(guard);
    }
    let written = written(writer, path.is_none(), &parts.stop).await?;
    let ended = end_of(result, feeding.await, cut);
    let broken = parts.broken.is_cancelled();
    let end = match ended {
        // Who stops it wants no other link.
        Err(RecordError::Expired { .. }) if parts.stop.is_cancelled() && !broken => End::Stopped,
        Err(error) => {
            let _ = written.leave();
            return Err(error);
        }
        Ok(end) => end,
    };
    close(written, end, missing, began, Stream { live, first, holes: settings.holes, broken })
}

/// What the end of a recording depends on.
struct Stream {
    live: bool,
    /// The number of the first segment that can be asked for.
    first: u64,
    holes: Holes,
    /// Whether it ended because of another.
    broken: bool,
}

/// Gives what is whole its name, and leaves what is not to be continued; `reason` is why the last segment is missing.
fn close(
    mut written: Written,
    end: End,
    reason: Option<String>,
    began: Instant,
    Stream { live, first, holes, broken }: Stream,
) -> Result<Outcome, RecordError> {
    if written.segments() == 0 && end != End::Stopped {
        let _ = written.leave();
        let silent = if let End::Silent { reason } = end { Some(reason) } else { None };
        return Err(RecordError::Nothing { reason: reason.or(silent) });
    }
    let (bytes, segments) = (written.bytes(), written.segments());
    let (duration, gaps) = (written.duration(), written.gaps().clone());
    // What its playlist names may be had another time.
    let open = |gap: &Gap| !gap.announced && gap.count > 0 && gap.sequence + gap.count > first;
    let holes = !live && holes == Holes::Open && gaps.all().iter().any(open);
    // A live stream that was stopped has nothing to be continued: what comes later is another recording.
    let whole = segments > 0 && (end != End::Stopped || live && !broken) && !holes;
    if !whole && end != End::Stopped {
        written.reach()?;
    }
    let saved = if whole { written.commit()? } else { written.leave().map_or(Saved::Nothing, Saved::Partial) };
    Ok(Outcome { end, live, saved, bytes, segments, duration, gaps, wall: began.elapsed() })
}

/// Waits until everything is written; for the reader of a pipe that stands still not for ever, once it is stopped.
async fn written(writer: Writer, is_pipe: bool, stop: &CancellationToken) -> Result<Written, OutputError> {
    let stuck = async {
        stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        biased;
        written = writer.finish() => written,
        () = stuck, if is_pipe => Err(OutputError::Stuck),
    }
}

/// How it ended: what the line says, and what the feed does.
fn end_of(
    line: Result<(), RecordError>,
    feed: Result<Result<End, Halt>, tokio::task::JoinError>,
    cut: bool,
) -> Result<End, RecordError> {
    line?;
    match feed {
        Ok(Ok(_)) if cut => Ok(End::Stopped),
        Ok(Ok(end)) => Ok(end),
        Ok(Err(Halt::Refused(refused))) => Err(refused.into()),
        Ok(Err(Halt::Expired(reason))) => Err(RecordError::Expired { reason, refused: Vec::new() }),
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

/// What an earlier run has recorded, with the track made to go on behind it, or to begin where it should.
fn behind(track: &mut Track, output: &Output, settings: &Settings) -> Result<Recorded, RecordError> {
    let (live, past) = (track.media.is_live(), output.recorded());
    track.source.behind(&mut track.media, past.segments.last().copied());
    if !live && !follow::agrees(&past.segments, &track.media) {
        let path = output.path().map(std::path::Path::to_owned).unwrap_or_default();
        return Err(OutputError::Journal(JournalError::Other { path }).into());
    }
    if let Some(from) = settings.from.filter(|_| live && past.next.is_none()) {
        // Of what is live something is always left.
        let _ = track.media.begin(from);
    }
    Ok(past)
}

/// Takes the recording of `path` for whole as it is; `resume` goes on, in place of a whole file or not.
///
/// # Errors
/// There is none, or nothing is in it; see [`Output::file`].
pub fn conclude(path: &std::path::Path, purpose: Purpose, resume: Resume) -> Result<Outcome, RecordError> {
    let stream = layout::stream_of(path)?;
    let (unasked, reached) = (layout::gaps_at_the_end(path)?, layout::is_reached(path)?);
    let output = Output::file(path, &stream, resume)?.for_purpose(purpose);
    let past = output.recorded();
    if past.segments.is_empty() {
        return Err(RecordError::Nothing { reason: None });
    }
    let mut outcome = finished(output, &past, false, Instant::now())?;
    if !past.ended && !reached {
        outcome.end = End::Cut;
    }
    for gap in unasked {
        outcome.gaps.add(gap);
    }
    Ok(outcome)
}

/// What the recording of `path` holds, left as a stop leaves it.
///
/// # Errors
/// See [`Output::file`].
pub fn stand(path: &std::path::Path) -> Result<Outcome, RecordError> {
    let stream = layout::stream_of(path)?;
    let output = Output::file(path, &stream, Resume::Continue)?;
    let past = output.recorded();
    let (bytes, segments, gaps) = (past.bytes, past.segments.len() as u64, output.gaps().clone());
    let duration = output.duration();
    let saved = output.leave().map_or(Saved::Nothing, Saved::Partial);
    Ok(Outcome { end: End::Stopped, live: false, saved, bytes, segments, duration, gaps, wall: Duration::ZERO })
}

/// An earlier run was cut short behind its end.
fn finished(output: Output, past: &Recorded, live: bool, began: Instant) -> Result<Outcome, RecordError> {
    let (bytes, segments) = (past.bytes, past.segments.len() as u64);
    let (duration, gaps) = (output.duration(), output.gaps().clone());
    let saved = output.commit()?;
    Ok(Outcome { end: End::Ended, live, saved, bytes, segments, duration, gaps, wall: began.elapsed() })
}

/// What an earlier run has done counts.
fn count_past(gauges: &Gauges, past: &Recorded) {
    gauges.segments.add(past.segments.len() as u64);
    let missing = past.gaps.all().iter().map(|gap| gap.count).sum();
    gauges.known.add(past.segments.len() as u64 + missing);
    gauges.missing.add(missing);
    gauges.written_bytes.add(past.bytes);
    gauges.done_ns.add_time(past.duration);
    gauges.known_ns.add_time(past.duration);
}

/// Segments of a live stream that may wait while the disk or the network is slow.
const ASKS_AHEAD: usize = 1024;
