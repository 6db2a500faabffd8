//! One track of a presentation as windows of segments, as the recorder knows them from playlists.
//!
//! Segments are told apart by when they begin: by the wall clock in a live presentation, from 0 in one that is whole.
//! Their numbers are given here, because those of a manifest begin anew with each period and mean nothing in a timeline:
//! a whole presentation is counted from 0, a live one on from the last segment that was seen. A window begins at that
//! segment, so that a day of time shift costs nothing at each look.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::choice::Pick;
use super::indexed::{Pieces, Resources};
use super::manifest::{Copy, Look, Manifest, WindowError};
use super::model::{Address, Period, Place, Representation};
use super::template::Values;
use super::timeline::{Endless, MOST, Piece, Window, pieces};
use crate::kit::retry::Policy;
use crate::media::hls::{ByteRange, Map, Media, Moment, Segment};

/// What a live segment is taken for while nobody says how long it is.
const SOME_TIME: Duration = Duration::from_secs(2);

/// One track.
#[derive(Debug)]
pub struct Stream {
    manifest: Arc<Manifest>,
    pick: Pick,
    /// The last segment of the last window.
    anchor: Option<Anchor>,
    /// The last window was live: what begins later is counted by the wall clock for ever.
    was_live: bool,
    /// The last segment of a presentation that has ended before what was asked for.
    last: Option<u64>,
    /// Resources whose segments an index tells.
    resources: Resources,
}

/// A segment that others are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Anchor {
    sequence: u64,
    /// When it begins, nanoseconds; its name as well.
    start_ns: i128,
}

/// A segment before it has its number.
struct Found {
    piece: Piece,
    place: Option<Place>,
    /// When its period begins, nanoseconds: each of them has a timeline of its own.
    timeline: u64,
    map: Option<Arc<Map>>,
    line: usize,
}

impl Stream {
    /// The track that `pick` means.
    #[must_use]
    pub fn new(manifest: Arc<Manifest>, pick: Pick, policy: Policy) -> Self {
        // Cues cannot be cut anywhere.
        let pieces = if pick.is_text() { Pieces::Never } else { Pieces::Large };
        let resources = Resources::new(manifest.asker.clone(), policy, pieces);
        Self { manifest, pick, anchor: None, was_live: false, last: None, resources }
    }

    /// The segments that there are now, in order.
    ///
    /// # Errors
    /// The manifest cannot be had or not be used.
    pub async fn window(&mut self, look: Look, stop: &CancellationToken) -> Result<Media, WindowError> {
        let copy = self.manifest.copy(look, stop).await?;
        let mpd = Arc::clone(&copy.mpd);
        let zero_ns = self.zero(&copy)?;
        let shown = mpd.dynamic.then(|| {
            let now_ns = i128::from(copy.now.unix_ms) * 1_000_000 - zero_ns;
            let depth = mpd.depth.map_or(i128::MAX / 4, |depth| depth.as_nanos() as i128);
            Window { from_ns: now_ns.saturating_sub(depth), now_ns }
        });
        let mut found = Vec::new();
        let mut present = false;
        for period in &mpd.periods {
            let Some(representation) = self.pick.find(period) else {
                found.extend(absent(period, shown));
                continue;
            };
            present = true;
            self.of_period(&mut found, period, representation, (shown, zero_ns), stop).await?;
            if !mpd.dynamic && found.len() as u64 > MOST {
                return Err(Endless::TooMany { line: period.line }.into());
            }
        }
        if !present {
            return Err(WindowError::NoTrack);
        }
        let over = shown.is_some_and(|window| has_ended(&copy, window));
        Ok(self.numbered(found, zero_ns, !mpd.dynamic || over))
    }

    /// The last segment there is, where others behind it were in a window: those come by the clock, and the presentation
    /// may end at any time.
    #[must_use]
    pub const fn last(&self) -> Option<u64> {
        self.last
    }

    /// How long a segment stays at the server, where that is told.
    pub async fn depth(&self) -> Option<Duration> {
        self.manifest.mpd().await.depth
    }

    /// Goes on behind what an earlier run has recorded: `media` is the first window, `last` the number and the name of
    /// its last segment.
    pub fn behind(&mut self, media: &mut Media, last: Option<(u64, u64)>) {
        let Some((sequence, name)) = last.filter(|_| self.was_live) else { return };
        let start_ns = i128::from(name);
        let pace = media.target.as_nanos() as i128;
        let Some(first) = media.segments.first().and_then(|first| first.name) else { return };
        let near = media.segments.iter().position(|one| near(one.name, start_ns, pace));
        let first_sequence = if let Some(index) = near {
            media.segments[index].name = Some(name);
            sequence.checked_sub(index as u64)
        } else {
            let missing = (i128::from(first) - start_ns) / pace.max(1);
            u64::try_from(missing).ok().map(|missing| sequence.saturating_add(missing.max(1)))
        };
        // All before the first number was recorded or given up long ago.
        let (skip, from) = match (first_sequence, near) {
            (Some(from), _) => (0, from),
            (None, Some(index)) => (index - usize::try_from(sequence).unwrap_or(index).min(index), 0),
            // All of it lies before what was recorded.
            (None, None) => (media.segments.len(), sequence.saturating_add(1)),
        };
        media.segments.drain(..skip);
        media.sequence = from;
        for (number, segment) in (from..).zip(&mut media.segments) {
            segment.sequence = number;
        }
        if let (Some(last), Some(anchor)) = (media.segments.last(), &mut self.anchor) {
            anchor.sequence = last.sequence;
        } else {
            self.anchor = Some(Anchor { sequence, start_ns });
        }
    }

    /// What times count from, nanoseconds since 1970 where it is or was live.
    fn zero(&mut self, copy: &Copy) -> Result<i128, WindowError> {
        self.was_live |= copy.mpd.dynamic;
        if !self.was_live {
            return Ok(0);
        }
        let start = copy.availability_start.ok_or(WindowError::NoStart)?;
        Ok(i128::from(start.unix_ms) * 1_000_000)
    }

    async fn of_period(
        &mut self,
        found: &mut Vec<Found>,
        period: &Period,
        representation: &Representation,
        (shown, zero_ns): (Option<Window>, i128),
        stop: &CancellationToken,
    ) -> Result<(), WindowError> {
        let segments = &representation.segments;
        let line = representation.line;
        let timeline = timeline_of(period);
        let mut map = segments.init.as_ref().map(|place| Arc::new(as_map(place, line)));
        if let Address::Indexed { resource, index: told } = &segments.address {
            let ranged = self.resources.segments(resource, *told, period.duration, stop).await?;
            let begins = ranged.first().is_some_and(|first| first.range.is_none_or(|range| range.offset == 0));
            if begins && segments.init.as_ref().is_some_and(|init| init.url == *resource) {
                // It is in the first of them.
                map = None;
            }
            if map.is_none()
                && let Some(first) = ranged.first().and_then(|first| first.range).filter(|range| range.offset > 0)
            {
                // Everything before the first segment: the initialisation, and the index.
                let end = told.map_or(first.offset, |index| index.offset.min(first.offset));
                let range = Some(ByteRange { offset: 0, length: end });
                map = (end > 0).then(|| Arc::new(as_map(&Place { url: resource.clone(), range }, line)));
            }
            let offset = Duration::from_nanos(
                u64::try_from(u128::from(segments.offset) * 1_000_000_000 / u128::from(segments.timescale.max(1)))
                    .unwrap_or(u64::MAX),
            );
            for (number, one) in ranged.iter().enumerate() {
                let before = if one.indexed { offset } else { Duration::ZERO };
                let start_ns = period.start.as_nanos() as i128 + one.at.as_nanos() as i128 - before.as_nanos() as i128;
                let known = one.range.is_some() || !one.duration.is_zero();
                let duration = if known { one.duration } else { period.duration.unwrap_or_default() };
                let piece = Piece { number: number as u64, time: 0, start_ns, duration, hole: false };
                let in_period =
                    period.duration.is_none_or(|length| start_ns < (period.start + length).as_nanos() as i128);
                if in_period && (piece.end_ns() > period.start.as_nanos() as i128 || duration.is_zero()) {
                    let place = Some(Place { url: resource.clone(), range: one.range });
                    found.push(Found { piece, place, timeline, map: map.clone(), line });
                }
            }
            return Ok(());
        }
        let seen = self.anchor.map(|anchor| anchor.start_ns - zero_ns);
        for piece in pieces(period, segments, shown)? {
            // What lies before the last segment that was seen needs no address.
            if shown.is_some() && seen.is_some_and(|seen| piece.end_ns() <= seen) {
                continue;
            }
            let place = if piece.hole { None } else { place_of(representation, piece) };
            found.push(Found { piece, place, timeline, map: map.clone(), line });
        }
        Ok(())
    }

    /// Gives numbers and names; holes within become segments that are known to be missing.
    fn numbered(&mut self, mut found: Vec<Found>, zero_ns: i128, ended: bool) -> Media {
        let longest = found.iter().filter(|one| !one.piece.hole).map(|one| one.piece.duration).max();
        let target = longest.filter(|longest| !longest.is_zero()).unwrap_or(SOME_TIME);
        let pace = target.as_nanos() as i128;
        let start = |one: &Found| zero_ns + one.piece.start_ns;
        if let (true, Some(anchor), Some(last)) = (ended && self.was_live, self.anchor, found.last()) {
            let over = u64::try_from((anchor.start_ns - start(last) + pace / 2) / pace.max(1)).unwrap_or(0);
            self.last = (over > 0).then(|| anchor.sequence.saturating_sub(over));
        }
        let mut name = None;
        let mut sequence = match (self.was_live, self.anchor) {
            (false, _) => 0,
            (true, None) => found.first().map_or(0, |first| first.piece.number),
            (true, Some(anchor)) => {
                let seen = found.iter().position(|one| (start(one) - anchor.start_ns).abs() * 2 < pace);
                if let Some(index) = seen {
                    found.drain(..index);
                    name = Some(anchor.start_ns);
                    anchor.sequence
                } else {
                    found.retain(|one| zero_ns + one.piece.start_ns > anchor.start_ns);
                    let away = found.first().map_or(0, |first| start(first) - anchor.start_ns);
                    // To the nearest number: one away is the next.
                    let steps = u64::try_from((away + pace / 2) / pace.max(1)).unwrap_or(u64::MAX).max(1);
                    anchor.sequence.saturating_add(steps)
                }
            }
        };
        let mut media = Media { target, sequence, ended, ..Media::default() };
        for one in found {
            let start_ns = name.take().unwrap_or(zero_ns + one.piece.start_ns);
            let date = self.was_live.then(|| moment(start_ns));
            self.anchor = Some(Anchor { sequence, start_ns });
            media.segments.push(segment(&one, sequence, start_ns, date));
            sequence = sequence.saturating_add(1);
        }
        media
    }
}

/// Whether a live presentation has ended by its own words: nothing comes later, and its time is over.
fn has_ended(copy: &Copy, window: Window) -> bool {
    let mpd = &copy.mpd;
    let last = mpd.periods.last().and_then(|last| Some(last.start.checked_add(last.duration?)?.as_nanos() as i128));
    mpd.update.is_none() && last.is_some_and(|end| window.now_ns >= end)
}

fn near(name: Option<u64>, start_ns: i128, pace: i128) -> bool {
    name.is_some_and(|name| (i128::from(name) - start_ns).abs() * 2 < pace)
}

fn moment(start_ns: i128) -> Moment {
    Moment { unix_ms: i64::try_from(start_ns / 1_000_000).unwrap_or(i64::MAX) }
}

/// The number of the timeline of a period: the same in each copy of the manifest and for each track, and above those of
/// the periods before it.
pub(super) fn timeline_of(period: &Period) -> u64 {
    // The highest is no number.
    u64::try_from(period.start.as_nanos()).unwrap_or(u64::MAX).min(u64::MAX - 1)
}

/// The whole of a period that has nothing of the track.
fn absent(period: &Period, shown: Option<Window>) -> Option<Found> {
    let start_ns = period.start.as_nanos() as i128;
    let duration = period.duration.filter(|duration| !duration.is_zero())?;
    let piece = Piece { number: 0, time: 0, start_ns, duration, hole: true };
    // In a live presentation, when it is over.
    let over = shown.is_none_or(|window| piece.end_ns() <= window.now_ns && piece.end_ns() > window.from_ns);
    over.then_some(Found { piece, place: None, timeline: timeline_of(period), map: None, line: period.line })
}

fn as_map(place: &Place, line: usize) -> Map {
    Map { uri: place.url.as_str().to_owned(), range: place.range, keys: Arc::default(), line }
}

fn place_of(representation: &Representation, piece: Piece) -> Option<Place> {
    match &representation.segments.address {
        Address::Template { media, .. } => {
            let (id, bandwidth) = (representation.id.as_str(), representation.bandwidth_bps);
            let filled = media.fill(Values { id, bandwidth, number: piece.number, time: piece.time });
            Some(Place { url: representation.base.join(&filled).ok()?, range: None })
        }
        Address::List { places, first, .. } => {
            places.get(usize::try_from(piece.number.checked_sub(*first)?).ok()?).cloned()
        }
        Address::Indexed { .. } => None,
    }
}

fn segment(one: &Found, sequence: u64, start_ns: i128, date: Option<Moment>) -> Segment {
    Segment {
        sequence,
        timeline: one.timeline,
        uri: one.place.as_ref().map_or_else(String::new, |place| place.url.as_str().to_owned()),
        range: one.place.as_ref().and_then(|place| place.range),
        duration: one.piece.duration,
        title: String::new(),
        keys: Arc::default(),
        map: one.map.clone(),
        gap: one.place.is_none(),
        date,
        bitrate_bps: None,
        parts: Vec::new(),
        line: one.line,
        name: Some(u64::try_from(start_ns).unwrap_or(0)),
    }
}
