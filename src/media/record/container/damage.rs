//! Whether what came in place of a segment is one, of the kind of the others, and a whole one: boxes that fill it, packets
//! or frames that follow each other.
//!
//! Of packets a bounded number of places is looked at, so that a large segment costs no more than a small one: what is
//! cut, what lost its step and what is noise shows there. One place alone without its byte is taken for a fault of
//! transmission, as those between the places are, which players pass over.
//!
//! What whole ones look like is learnt from those before it in the stream, whatever came first: the kind, and whether
//! boxes and frames of sound end where segments do. So each is looked at twice: by itself as soon as it is there, while
//! it can be asked for again, and behind the others when its turn has come.

mod packets;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use self::packets::{FIRST, STEPS, begins, in_step, is_slack, packets};
use super::frames::{self, Chain, behind_tags, chain};
use super::{SEARCHED, boxes_fill, has_media, has_movie, instead, is_filled, is_subtitles};
use crate::media::codec::Sound;
use crate::media::crypt::Tail;
use crate::media::packing::{PACKET, Packing, is_box};

/// Of a range of sound that is shorter nothing can be said.
const SHORT: usize = 4096;

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::media::record) enum Damage {
    #[error("its boxes do not fill it: it was cut, or is damaged")]
    Boxes,
    #[error("it is cut in the middle of a packet")]
    Cut,
    #[error("its packets do not follow each other: it is damaged")]
    Packets,
    #[error("its packets hold nothing")]
    Stuffing,
    #[error("its frames of sound do not follow each other: it is damaged")]
    Frames,
    #[error("it is cut in the middle of a frame of sound")]
    CutFrame,
    #[error("it holds no fragment of a film")]
    NoFragment,
    #[error("the server sent a fragment in place of an initialisation")]
    NoMovie,
    #[error("the server sent bytes of no known kind in place of media")]
    Unknown,
    #[error("the server sent {found} in a stream of {ours}")]
    Another { found: &'static str, ours: &'static str },
}

/// What the bytes are of what the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::media::record) enum Piece {
    /// All of it.
    Whole,
    /// All of it, whose end something else hides: the head of a picture.
    Closed,
    /// All of it, behind a lock whose end looked so.
    Opened(Tail),
    /// A range from the first byte on.
    Begin,
    /// A range, which may begin and end within a packet, or within a file without an index.
    Range,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Segment,
    Initialisation,
    /// A part of a file.
    Range,
}

/// What a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Packed(Packing),
    /// MPEG-TS whose packets are longer than usual, each this long.
    Long(usize),
    Subtitles,
    /// Something behind a tag, as sound has it, that is not known here.
    Tagged,
}

const BOXES: Kind = Kind::Packed(Packing::Boxes);

const PACKETS: Kind = Kind::Packed(Packing::Packets);

impl Kind {
    /// What its frames are, where it is nothing but frames of sound.
    const fn sound(self) -> Option<Sound> {
        match self {
            Self::Packed(packing) => frames::sound(packing),
            Self::Long(_) | Self::Subtitles | Self::Tagged => None,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Packed(packing) => packing.words(),
            Self::Long(192) => "MPEG-TS in packets of 192 bytes",
            Self::Long(_) => "MPEG-TS in packets of 204 bytes",
            Self::Subtitles => "subtitles",
            Self::Tagged => "sound of no known kind",
        }
    }
}

/// How a segment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing tells.
    Untold,
    /// Where a frame or a box ends.
    Even,
    /// Within one.
    Cut,
    /// Its frames began in the segment before.
    GoesOn,
}

/// What was seen of a segment by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::media::record) struct Look {
    piece: Piece,
    /// `None` where nothing tells.
    kind: Option<Kind>,
    end: End,
    /// Whether it was not known yet what segments are.
    pub(in crate::media::record) early: bool,
    /// How many bytes stand before the first packet of MPEG-TS: the end of a packet, or something that is none.
    pub(in crate::media::record) front: usize,
}

impl Look {
    const fn of(piece: Piece, kind: Kind) -> Self {
        Self { piece, kind: Some(kind), end: End::Untold, early: false, front: 0 }
    }

    const fn ends(self, end: End) -> Self {
        Self { end, ..self }
    }
}

/// What the segments of a recording look like: most of the first ones, and those that passed since, in the order of the
/// stream.
#[derive(Debug, Default)]
pub(in crate::media::record) struct Looks {
    kind: OnceLock<Kind>,
    /// That of an initialisation: segments may be of it too, as an advertisement in another packing is.
    told: OnceLock<Kind>,
    /// Whether they end where frames or boxes do.
    even: AtomicBool,
}

impl Looks {
    /// Whether `bytes` may be recorded, by themselves and behind the segments that have passed.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::media::record) fn judge(&self, bytes: &[u8], piece: Piece) -> Result<Look, Damage> {
        let look = match piece {
            Piece::Begin | Piece::Range => self.range(bytes, piece)?,
            Piece::Whole | Piece::Closed | Piece::Opened(_) => match self.chained(bytes) {
                Some((ours, chain)) => Look::of(piece, ours).ends(how(chain, piece)),
                None => self.look(bytes, piece, Part::Segment)?,
            },
        };
        self.fits(look)?;
        Ok(Look { early: !self.are_known(), ..look })
    }

    /// Whether it is known what segments are.
    pub(in crate::media::record) fn are_known(&self) -> bool {
        self.kind.get().is_some()
    }

    /// Learns what segments are from the first that came, in the order of the stream: what most of them are. One alone may
    /// be the wrong one.
    pub(in crate::media::record) fn settle(&self, looks: impl Iterator<Item = Look> + Clone) {
        let known = looks.filter(|look| !matches!(look.kind, None | Some(Kind::Tagged)));
        let count = |kind: Option<Kind>| known.clone().filter(|look| look.kind == kind).count();
        let is_told = |kind: Option<Kind>| kind.is_some() && kind == self.told.get().copied();
        // Of equals the first.
        let weight = |look: &Look| (count(look.kind), is_told(look.kind));
        let most = known.clone().reduce(|most, look| if weight(&look) > weight(&most) { look } else { most });
        let Some(kind) = most.and_then(|look| look.kind) else { return };
        let _ = self.kind.set(kind);
        let ends = |end| known.clone().filter(|look| look.kind == Some(kind) && look.end == end).count();
        let even = ends(End::GoesOn) == 0 && ends(End::Even) > ends(End::Cut);
        self.even.store(even, Ordering::Relaxed);
    }

    /// The turn of a segment has come: whether it may be recorded behind those that have passed. If so it has passed.
    ///
    /// # Errors
    /// It is of another kind, or cut.
    pub(in crate::media::record) fn pass(&self, look: Look, bytes: &[u8]) -> Result<(), Damage> {
        // What came before anything was known was seen by itself alone.
        let look = if look.early { self.judge(bytes, look.piece)? } else { look };
        self.fits(look)?;
        match look.kind {
            // What is not known is no example for others.
            None | Some(Kind::Tagged) => {}
            Some(kind) => drop(self.kind.set(kind)),
        }
        match look.end {
            End::Even => self.even.store(true, Ordering::Relaxed),
            End::GoesOn => self.even.store(false, Ordering::Relaxed),
            End::Untold | End::Cut => {}
        }
        Ok(())
    }

    /// Whether an initialisation may be used, whose kind the segments may have.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(in crate::media::record) fn judge_init(&self, bytes: &[u8], piece: Piece) -> Result<Look, Damage> {
        let seen = Packing::seen(bytes);
        let look = match (seen, piece) {
            (None, Piece::Range) => return Ok(Look { piece, kind: None, end: End::Untold, early: false, front: 0 }),
            (Some(kind @ (Packing::Boxes | Packing::Clusters)), Piece::Begin) => Look::of(piece, Kind::Packed(kind)),
            (_, Piece::Range) => self.look(bytes, Piece::Closed, Part::Initialisation)?,
            _ => self.look(bytes, piece, Part::Initialisation)?,
        };
        if look.kind == Some(BOXES) && has_movie(bytes) == Some(false) {
            return Err(Damage::NoMovie);
        }
        if let Some(kind) = look.kind {
            let _ = self.told.set(kind);
        }
        Ok(look)
    }

    /// Whether it is of the kind of those before, and ends as they do.
    fn fits(&self, look: Look) -> Result<(), Damage> {
        let (Some(ours), Some(kind)) = (self.kind.get().copied(), look.kind) else { return Ok(()) };
        if ours != kind && self.told.get() != Some(&kind) {
            let error = Damage::Another { found: kind.words(), ours: ours.words() };
            return Err(if kind == Kind::Tagged && ours.sound().is_some() { Damage::Frames } else { error });
        }
        if look.end == End::Cut && self.even.load(Ordering::Relaxed) {
            return Err(if kind == BOXES { Damage::Boxes } else { Damage::CutFrame });
        }
        Ok(())
    }

    /// The frames of a segment of sound, where those before are of sound.
    fn chained(&self, bytes: &[u8]) -> Option<(Kind, Chain)> {
        let ours = self.kind.get().copied()?;
        Some((ours, chain(bytes, ours.sound()?)?))
    }

    /// What a segment is by itself.
    fn look(&self, bytes: &[u8], piece: Piece, part: Part) -> Result<Look, Damage> {
        let seen = Packing::seen(bytes);
        if let Some(packing) = seen {
            let look = Look::of(piece, Kind::Packed(packing));
            return match frames::sound(packing) {
                _ if packing == Packing::Packets => packets(bytes, STEPS[0], piece).map(|()| look),
                _ if packing == Packing::Boxes && !is_filled(bytes) => Err(Damage::Boxes),
                _ if packing == Packing::Boxes && part == Part::Segment && !has_media(bytes) => Err(Damage::NoFragment),
                Some(_) if packing == Packing::Mp3 && frames::is_free(bytes) => Ok(look),
                Some(sound) => {
                    let chain = chain(bytes, sound).ok_or(Damage::Frames)?;
                    Ok(look.ends(how(chain, piece)))
                }
                None => Ok(look),
            };
        }
        if is_subtitles(bytes) {
            return Ok(Look::of(piece, Kind::Subtitles));
        }
        if boxes_fill(bytes) {
            return if part == Part::Segment && !has_media(bytes) {
                Err(Damage::NoFragment)
            } else {
                Ok(Look::of(piece, BOXES))
            };
        }
        if let Some(step) = STEPS.into_iter().skip(1).find(|step| begins(bytes, *step, 3)) {
            return packets(bytes, step, piece).map(|()| Look::of(piece, Kind::Long(step.0)));
        }
        let mut fronts = 1..bytes.len().min(SEARCHED);
        if let Some(front) = fronts.find(|at| begins(&bytes[*at..], STEPS[0], FIRST)) {
            packets(&bytes[front..], STEPS[0], Piece::Closed)?;
            return Ok(Look { front, ..Look::of(piece, Kind::Packed(Packing::Packets)) });
        }
        let tagged = behind_tags(bytes);
        if tagged.len() < bytes.len() && !tagged.is_empty() && instead(tagged).is_none() {
            return Ok(Look::of(piece, Kind::Tagged));
        }
        let Some(ours) = self.kind.get() else {
            // It may have come before the one that its first frame began in.
            let going_on = |packing: Packing| chain(bytes, frames::sound(packing)?).map(|chain| (packing, chain));
            let found = Packing::ALL.into_iter().find_map(going_on).ok_or(Damage::Unknown)?;
            return Ok(Look::of(piece, Kind::Packed(found.0)).ends(how(found.1, piece)));
        };
        Err(if ours.sound().is_some() { Damage::Frames } else { Damage::Unknown })
    }

    fn range(&self, bytes: &[u8], piece: Piece) -> Result<Look, Damage> {
        let seen = Packing::seen(bytes);
        let of = |packing| Look::of(piece, Kind::Packed(packing));
        let nothing = Look { piece, kind: None, end: End::Untold, early: false, front: 0 };
        let told = self.told.get() == Some(&BOXES);
        match (self.kind.get().copied(), seen) {
            (Some(PACKETS), Some(found @ (Packing::Boxes | Packing::Clusters))) if bytes.len() >= 3 * PACKET => {
                Ok(of(found))
            }
            (Some(PACKETS), _) => in_step(bytes).map(|()| of(Packing::Packets)),
            (Some(BOXES), _) => self.boxes(bytes).map(|end| of(Packing::Boxes).ends(end)),
            (Some(ours), _) => match ours.sound() {
                Some(sound) if bytes.len() >= SHORT && chain(bytes, sound).is_none() && !frames::is_free(bytes) => {
                    Err(Damage::Frames)
                }
                _ => Ok(Look::of(piece, ours)),
            },
            (None, Some(Packing::Packets)) => packets(bytes, STEPS[0], piece).map(|()| of(Packing::Packets)),
            (None, Some(Packing::Boxes)) => self.boxes(bytes).map(|end| of(Packing::Boxes).ends(end)),
            (None, _) if told => self.boxes(bytes).map(|end| of(Packing::Boxes).ends(end)),
            (None, Some(packing)) if frames::sound(packing).is_none_or(|sound| chain(bytes, sound).is_some()) => {
                Ok(of(packing))
            }
            // A file begins like what it is.
            (None, _) if piece == Piece::Begin => {
                self.look(bytes, Piece::Closed, Part::Range).map(|look| Look { piece, front: 0, ..look })
            }
            (None, _) => Ok(nothing),
        }
    }

    /// How a range of boxes ends; those behind an initialisation that stands apart begin with one.
    fn boxes(&self, bytes: &[u8]) -> Result<End, Damage> {
        if boxes_fill(bytes) {
            Ok(End::Even)
        } else if is_box(bytes) || self.told.get() != Some(&BOXES) {
            Ok(End::Cut)
        } else {
            Err(Damage::Boxes)
        }
    }
}

/// How frames end: what a lock may leave behind the last one is no part of one that is cut.
const fn how(chain: Chain, piece: Piece) -> End {
    if chain.front > 0 {
        End::GoesOn
    } else if chain.rest == 0 || is_slack(chain.rest, usize::MAX, piece) {
        End::Even
    } else {
        End::Cut
    }
}

#[cfg(test)]
mod tests;
