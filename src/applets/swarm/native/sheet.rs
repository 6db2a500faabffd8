//! A media playlist as a player uses it: what to fetch next, from where to begin, how much is ahead. Pure.

use std::sync::Arc;
use std::time::Duration;

use super::library::{Library, Target, TextError};
use crate::applets::swarm::args::LowLatency;
use crate::media::hls::{Map, Media, Part as PartTag};
use crate::media::segment::Resolver;

/// One piece of media.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) target: Arc<Target>,
    pub(super) duration: Duration,
    /// Known to be missing at the server.
    pub(super) gap: bool,
    /// What a decoder needs before it.
    pub(super) init: Option<Arc<Target>>,
    /// The parts it came in, where they are still told.
    pub(super) parts: Box<[Part]>,
}

/// A part of a piece.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) target: Arc<Target>,
    pub(super) duration: Duration,
    /// Whether a player may begin with it.
    pub(super) independent: bool,
    pub(super) gap: bool,
}

/// What a stream of low latency says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Low {
    /// The longest part.
    pub(super) part_target: Duration,
    /// How far from the end of the last part players are to be.
    pub(super) hold_back: Duration,
}

/// Where a player is: the number of a piece, and how many of its parts it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) number: u64,
    pub(super) part: usize,
}

impl Place {
    /// The beginning of a piece.
    pub(super) const fn of(number: u64) -> Self {
        Self { number, part: 0 }
    }

    /// The beginning of the piece behind.
    pub(super) const fn next(self) -> Self {
        Self::of(self.number.saturating_add(1))
    }

    /// Behind the part.
    pub(super) const fn behind(self) -> Self {
        Self { number: self.number, part: self.part + 1 }
    }
}

/// What is at a place.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// A whole piece.
    Piece(&'a Piece),
    /// A part, and whether it is the last of its piece.
    Part(&'a Part, Option<&'a Arc<Target>>),
    /// What will be there, and may be asked for now.
    Hint(&'a Arc<Target>),
    /// Nothing more of this piece.
    PieceOver,
    /// It has left the window: this many pieces are lost, and the stream goes on here.
    Gone(u64, Place),
    /// Not yet.
    NotYet,
}

/// What is longer is taken for so long: sums of times stay within what a clock can say.
const LONGEST: Duration = Duration::from_hours(24);

/// No stream gets so far, and sums of numbers stay within theirs.
const LARGEST_NUMBER: u64 = u64::MAX / 4;

/// A time that a playlist tells, as far as it can be meant.
fn sane(told: Duration) -> Duration {
    told.min(LONGEST)
}

/// A media playlist.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The longest segment.
    pub(super) target: Duration,
    /// The number of the first piece.
    pub(super) sequence: u64,
    pub(super) pieces: Vec<Piece>,
    /// Parts of the piece that is being made.
    pub(super) tail: Vec<Part>,
    /// What that piece needs before it.
    pub(super) init: Option<Arc<Target>>,
    /// The part to come.
    pub(super) hint: Option<Arc<Target>>,
    /// Whether nothing will be added.
    pub(super) ended: bool,
    /// How far from the end players are to begin.
    pub(super) hold_back: Duration,
    /// `EXT-X-START`, from the beginning, negative from the end.
    pub(super) start_s: Option<f64>,
    /// Where parts are to be played.
    pub(super) low: Option<Low>,
    /// Whether a request may wait for what comes next.
    pub(super) can_block: bool,
    /// Up to which age of our copy a delta may be asked for: half of `CAN-SKIP-UNTIL` (section 6.2.5.1).
    pub(super) delta_within: Option<Duration>,
    /// For the next delta.
    pub(super) media: Option<Arc<Media>>,
}

impl Sheet {
    /// What a playlist says.
    pub(super) fn of(
        library: &Library,
        resolver: &Resolver,
        media: Media,
        latency: LowLatency,
    ) -> Result<Self, TextError> {
        if media.sequence > LARGEST_NUMBER {
            return Err(TextError::Number(media.sequence));
        }
        let control = media.control.filter(|_| latency == LowLatency::Auto && !media.ended).unwrap_or_default();
        let low = media.part_target.filter(|_| control.can_block).map(|part_target| Low {
            part_target: sane(part_target),
            // It is required; without it three parts are what it must be at least (section 4.4.3.8).
            hold_back: sane(control.part_hold_back.unwrap_or(sane(part_target) * 3)),
        });
        let mut maker = Maker { library, resolver, last: None };
        let mut pieces = Vec::with_capacity(media.segments.len());
        for segment in &media.segments {
            let init = maker.init(segment.map.as_ref())?;
            let target = Arc::new(library.target(resolver.url(&segment.uri)?, segment.range)?);
            let parts = if low.is_some() { maker.parts(&segment.parts)? } else { Vec::new() };
            let (duration, gap) = (sane(segment.duration), segment.gap);
            pieces.push(Piece { target, duration, gap, init, parts: parts.into_boxed_slice() });
        }
        let tail = if low.is_some() { maker.parts(&media.parts)? } else { Vec::new() };
        let hint = media.hints.iter().find(|hint| low.is_some() && hint.kind == "PART");
        let hint = match hint {
            Some(hint) => Some(Arc::new(library.hinted(resolver.url(&hint.uri)?, hint)?)),
            None => None,
        };
        let target = sane(media.target);
        let delta_within = control.can_skip_until.map(|until| until / 2);
        Ok(Self {
            target,
            sequence: media.sequence,
            init: pieces.last().and_then(|piece: &Piece| piece.init.clone()),
            pieces,
            tail,
            hint,
            ended: media.ended,
            hold_back: media.control.and_then(|control| control.hold_back).map_or(target * 3, sane),
            start_s: media.start.map(|start| start.offset_s),
            low,
            can_block: control.can_block,
            delta_within,
            media: delta_within.map(|_| Arc::new(media)),
        })
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        let parts =
            |parts: &[Part]| -> usize { parts.iter().map(|part| size_of::<Part>() + part.target.weight()).sum() };
        let piece = |piece: &Piece| size_of::<Piece>() + piece.target.weight() + parts(&piece.parts);
        let tags = self.media.as_ref().map_or(0, |media| media.segments.len() * 256);
        size_of::<Self>() + tags + parts(&self.tail) + self.pieces.iter().map(piece).sum::<usize>()
    }

    /// The number behind the last whole piece.
    pub(super) fn end(&self) -> u64 {
        self.sequence + self.pieces.len() as u64
    }

    /// The time between two things that are new.
    pub(super) fn shortest(&self) -> Duration {
        self.low.map_or(self.target, |low| low.part_target)
    }

    /// The place behind all that is told.
    pub(super) fn edge(&self) -> Place {
        Place { number: self.end(), part: self.tail.len() }
    }

    /// The piece of a number.
    pub(super) fn piece(&self, number: u64) -> Option<&Piece> {
        self.pieces.get(usize::try_from(number.checked_sub(self.sequence)?).ok()?)
    }

    /// What is to be done at a place.
    pub(super) fn at_place(&self, place: Place) -> Found<'_> {
        if place.number < self.sequence {
            return Found::Gone(self.sequence - place.number, Place::of(self.sequence));
        }
        let Some(piece) = self.piece(place.number) else {
            return match self.tail.get(place.part) {
                _ if place.number > self.end() => Found::NotYet,
                Some(part) => Found::Part(part, self.init.as_ref()),
                None if place.part == self.tail.len() => self.hint.as_ref().map_or(Found::NotYet, Found::Hint),
                None => Found::NotYet,
            };
        };
        match piece.parts.get(place.part) {
            _ if place.part == 0 => Found::Piece(piece),
            Some(part) => Found::Part(part, piece.init.as_ref()),
            None if place.part == piece.parts.len() => Found::PieceOver,
            // The parts are not told any more: what was left of the piece is lost.
            None => Found::Gone(1, place.next()),
        }
    }

    /// Media from a place to the end.
    pub(super) fn ahead(&self, place: Place) -> Duration {
        let sum = |parts: &[Part], from: usize| -> Duration { parts.iter().skip(from).map(|part| part.duration).sum() };
        if place.number >= self.end() {
            return if place.number == self.end() { sum(&self.tail, place.part) } else { Duration::ZERO };
        }
        let begun = self.piece(place.number).filter(|_| place.part > 0).map_or(Duration::ZERO, |piece| {
            let has: Duration = piece.parts.iter().take(place.part).map(|part| part.duration).sum();
            has.min(piece.duration)
        });
        let skip = usize::try_from(place.number.saturating_sub(self.sequence)).unwrap_or(usize::MAX);
        let whole: Duration = self.pieces.iter().skip(skip).map(|piece| piece.duration).sum();
        (whole + sum(&self.tail, 0)).saturating_sub(begun)
    }

    /// Where a player begins: at `EXT-X-START`, else a live stream by its hold-back from the end, else at the beginning.
    pub(super) fn begin(&self) -> Place {
        match (self.start_s, self.low) {
            (Some(offset), _) if offset >= 0.0 => {
                Place::of(self.at(Duration::try_from_secs_f64(offset).unwrap_or_default()))
            }
            (Some(offset), _) => Place::of(self.back(Duration::try_from_secs_f64(-offset).unwrap_or_default())),
            (None, _) if self.ended => Place::of(self.sequence),
            (None, Some(low)) => self.back_by_parts(low.hold_back),
            (None, None) => Place::of(self.back(self.hold_back)),
        }
    }

    /// The number of the piece at a time from the beginning.
    pub(super) fn at(&self, time: Duration) -> u64 {
        let mut sum = Duration::ZERO;
        for (number, piece) in (self.sequence..).zip(&self.pieces) {
            sum += piece.duration;
            if sum > time {
                return number;
            }
        }
        self.end()
    }

    /// The last number from which at least `time` is left; the first where there is less.
    fn back(&self, time: Duration) -> u64 {
        let mut sum = Duration::ZERO;
        for (index, piece) in self.pieces.iter().enumerate().rev() {
            sum += piece.duration;
            if sum >= time {
                return self.sequence + index as u64;
            }
        }
        self.sequence
    }

    /// The last part that can be begun with and from which at least `time` is left.
    fn back_by_parts(&self, time: Duration) -> Place {
        let mut sum = Duration::ZERO;
        let pieces = (self.sequence..).zip(&self.pieces).map(|(number, piece)| (number, &*piece.parts, piece.duration));
        let tail = std::iter::once((self.end(), &*self.tail, Duration::ZERO));
        for (number, parts, whole) in pieces.chain(tail).collect::<Vec<_>>().into_iter().rev() {
            if parts.is_empty() {
                sum += whole;
                if sum >= time && !whole.is_zero() {
                    return Place::of(number);
                }
            }
            for (index, part) in parts.iter().enumerate().rev() {
                sum += part.duration;
                if sum >= time && (part.independent || index == 0) {
                    return Place { number, part: index };
                }
            }
        }
        Place::of(self.sequence)
    }
}

/// Makes requests, one for each initialisation.
struct Maker<'a> {
    library: &'a Library,
    resolver: &'a Resolver,
    last: Option<(Arc<Map>, Arc<Target>)>,
}

impl Maker<'_> {
    fn init(&mut self, map: Option<&Arc<Map>>) -> Result<Option<Arc<Target>>, TextError> {
        let Some(map) = map else { return Ok(None) };
        if let Some((_, init)) = self.last.as_ref().filter(|(known, _)| **known == **map) {
            return Ok(Some(Arc::clone(init)));
        }
        let init = Arc::new(self.library.target(self.resolver.url(&map.uri)?, map.range)?);
        self.last = Some((Arc::clone(map), Arc::clone(&init)));
        Ok(Some(init))
    }

    fn parts(&self, tags: &[PartTag]) -> Result<Vec<Part>, TextError> {
        let part = |tag: &PartTag| -> Result<Part, TextError> {
            let target = Arc::new(self.library.target(self.resolver.url(&tag.uri)?, tag.range)?);
            Ok(Part { target, duration: sane(tag.duration), independent: tag.independent, gap: tag.gap })
        };
        tags.iter().map(part).collect()
    }
}
