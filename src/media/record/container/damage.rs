//! Whether what came in place of a segment is one, of the kind of the others, and a whole one: boxes that fill it, packets
//! or frames that follow each other.
//!
//! Of packets a bounded number of places is looked at, so that a large segment costs no more than a small one: what is
//! cut, what lost its step and what is noise shows there. One place alone without its byte is taken for a fault of
//! transmission, as those between the places are, which players pass over.
//!
//! What whole ones look like is learnt from those that came before: the kind, whether ranges hold whole boxes, and
//! whether frames of sound end where segments do.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::frames::{self, Chain, behind_tags, chain};
use super::{SEARCHED, boxes_fill, instead, is_filled, is_subtitles};
use crate::media::crypt::{KEY_BYTES, Tail};
use crate::media::packing::{PACKET, Packing, SYNC, is_box, is_ts};

/// Packets at the beginning that are all looked at.
const FIRST: usize = 8;

/// Places that are looked at behind them, up to the last.
const PLACES: usize = 56;

/// How long packets are, and where in each the byte stands that all have: plain ones, with a time in front (M2TS), with
/// a checksum behind (DVB).
const STEPS: [(usize, usize); 3] = [(PACKET, 0), (192, 4), (204, 0)];

/// Packets of this number hold nothing (ISO 13818-1 section 2.4.3.3).
const STUFFING: u16 = 0x1fff;

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

impl Kind {
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

/// What the segments of a recording look like.
#[derive(Debug, Default)]
pub(in crate::media::record) struct Looks {
    /// That of the first good segment.
    kind: OnceLock<Kind>,
    /// That of an initialisation: segments may be of it too, as an advertisement in another packing is.
    told: OnceLock<Kind>,
    /// Whether ranges hold whole boxes.
    filled: AtomicBool,
    /// Whether segments of sound are frames from their first byte to their last.
    framed: AtomicBool,
}

impl Looks {
    /// Whether `bytes` may be recorded; how many stand before the first packet of MPEG-TS, the end of a packet or something
    /// that is none.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::media::record) fn judge(&self, bytes: &[u8], piece: Piece) -> Result<usize, Damage> {
        if matches!(piece, Piece::Begin | Piece::Range) {
            return self.range(bytes, piece).map(|()| 0);
        }
        let known = self.kind.get().copied();
        if let Some(Kind::Packed(ours)) = known
            && let Some(sound) = frames::sound(ours)
            && let Some(chain) = chain(bytes, sound)
        {
            return self.ends(chain, piece).map(|()| 0);
        }
        let (kind, front) = self.look(bytes, piece)?;
        self.fits(kind)?;
        Ok(front)
    }

    /// The same of an initialisation, whose kind the segments may have.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(in crate::media::record) fn judge_init(&self, bytes: &[u8], piece: Piece) -> Result<usize, Damage> {
        if piece == Piece::Range && Packing::seen(bytes).is_none() {
            return Ok(0);
        }
        let piece = if piece == Piece::Range { Piece::Closed } else { piece };
        let (kind, front) = match Packing::seen(bytes) {
            Some(kind @ (Packing::Boxes | Packing::Clusters)) if piece == Piece::Begin => (Kind::Packed(kind), 0),
            _ => self.look(bytes, piece)?,
        };
        let _ = self.told.set(kind);
        Ok(front)
    }

    /// Whether it is of the kind of the others.
    fn fits(&self, kind: Kind) -> Result<(), Damage> {
        // What is not known is no example for others.
        let ours = if kind == Kind::Tagged { self.kind.get().copied() } else { Some(*self.kind.get_or_init(|| kind)) };
        let sound = |kind: Kind| matches!(kind, Kind::Packed(packing) if frames::sound(packing).is_some());
        match ours {
            None => Ok(()),
            Some(ours) if ours == kind || self.told.get() == Some(&kind) => Ok(()),
            Some(ours) if kind == Kind::Tagged && sound(ours) => Err(Damage::Frames),
            Some(ours) => Err(Damage::Another { found: kind.words(), ours: ours.words() }),
        }
    }

    /// What a segment is, and how many bytes stand before it.
    fn look(&self, bytes: &[u8], piece: Piece) -> Result<(Kind, usize), Damage> {
        let seen = Packing::seen(bytes);
        if let Some(packing) = seen {
            match frames::sound(packing) {
                _ if packing == Packing::Packets => packets(bytes, STEPS[0], piece)?,
                _ if packing == Packing::Boxes && !is_filled(bytes) => return Err(Damage::Boxes),
                Some(_) if packing == Packing::Mp3 && frames::is_free(bytes) => {}
                Some(sound) => self.ends(chain(bytes, sound).ok_or(Damage::Frames)?, piece)?,
                None => {}
            }
            return Ok((Kind::Packed(packing), 0));
        }
        if is_subtitles(bytes) {
            return Ok((Kind::Subtitles, 0));
        }
        if boxes_fill(bytes) {
            return Ok((Kind::Packed(Packing::Boxes), 0));
        }
        if let Some(step) = STEPS.into_iter().skip(1).find(|step| begins(bytes, *step, 3)) {
            return packets(bytes, step, piece).map(|()| (Kind::Long(step.0), 0));
        }
        let mut fronts = 1..bytes.len().min(SEARCHED);
        if let Some(front) = fronts.find(|at| begins(&bytes[*at..], STEPS[0], FIRST)) {
            return packets(&bytes[front..], STEPS[0], Piece::Closed).map(|()| (Kind::Packed(Packing::Packets), front));
        }
        let tagged = behind_tags(bytes);
        if tagged.len() < bytes.len() && !tagged.is_empty() && instead(tagged).is_none() {
            return Ok((Kind::Tagged, 0));
        }
        match self.kind.get() {
            Some(Kind::Packed(ours)) if frames::sound(*ours).is_some() => Err(Damage::Frames),
            _ => Err(Damage::Unknown),
        }
    }

    /// Whether the last frame of sound is whole, where those of the segments before were.
    fn ends(&self, chain: Chain, piece: Piece) -> Result<(), Damage> {
        if chain.front > 0 {
            // Frames go on from segment to segment.
            self.framed.store(false, Ordering::Relaxed);
            return Ok(());
        }
        if chain.rest == 0 || is_slack(chain.rest, usize::MAX, piece) {
            self.framed.store(true, Ordering::Relaxed);
            return Ok(());
        }
        if self.framed.load(Ordering::Relaxed) { Err(Damage::CutFrame) } else { Ok(()) }
    }

    fn range(&self, bytes: &[u8], piece: Piece) -> Result<(), Damage> {
        let seen = Packing::seen(bytes);
        match self.kind.get().copied() {
            Some(Kind::Packed(Packing::Packets)) => match seen {
                Some(found @ (Packing::Boxes | Packing::Clusters)) if bytes.len() >= 3 * PACKET => {
                    self.fits(Kind::Packed(found))
                }
                _ => in_step(bytes),
            },
            Some(Kind::Packed(Packing::Boxes)) => self.boxes(bytes),
            Some(Kind::Packed(ours)) => match frames::sound(ours) {
                Some(sound) if bytes.len() >= SHORT && chain(bytes, sound).is_none() && !frames::is_free(bytes) => {
                    Err(Damage::Frames)
                }
                _ => Ok(()),
            },
            Some(_) => Ok(()),
            None if self.told.get() == Some(&Kind::Packed(Packing::Boxes)) && seen != Some(Packing::Packets) => {
                self.boxes(bytes)?;
                self.fits(Kind::Packed(Packing::Boxes))
            }
            None => match seen {
                Some(Packing::Packets) => {
                    packets(bytes, STEPS[0], piece)?;
                    self.fits(Kind::Packed(Packing::Packets))
                }
                Some(Packing::Boxes) => {
                    self.boxes(bytes)?;
                    self.fits(Kind::Packed(Packing::Boxes))
                }
                Some(packing) if frames::sound(packing).is_none_or(|sound| chain(bytes, sound).is_some()) => {
                    self.fits(Kind::Packed(packing))
                }
                // A file begins like what it is.
                _ if piece == Piece::Begin => self.look(bytes, Piece::Closed).map(drop),
                _ => Ok(()),
            },
        }
    }

    /// Whether a range holds whole boxes, where those before did, or where an initialisation stands apart.
    fn boxes(&self, bytes: &[u8]) -> Result<(), Damage> {
        if boxes_fill(bytes) {
            self.filled.store(true, Ordering::Relaxed);
            return Ok(());
        }
        let filled = self.filled.load(Ordering::Relaxed);
        let begins = is_box(bytes) || self.told.get() != Some(&Kind::Packed(Packing::Boxes));
        if !filled && begins { Ok(()) } else { Err(Damage::Boxes) }
    }
}

/// Whether so few bytes are behind the last whole packet, or missing of it, as a lock leaves: what filled its last block
/// is not told, or looks as if it were.
const fn is_slack(rest: usize, step: usize, piece: Piece) -> bool {
    match piece {
        Piece::Whole => false,
        Piece::Closed | Piece::Begin | Piece::Range => true,
        Piece::Opened(Tail::Padded) => rest >= step - KEY_BYTES,
        Piece::Opened(Tail::Unpadded) => rest < KEY_BYTES,
        Piece::Opened(Tail::Cut(_)) => rest < KEY_BYTES || rest >= step - KEY_BYTES,
    }
}

/// Whether so many packets begin here: fewer than three may be there by chance.
fn begins(bytes: &[u8], (step, sync): (usize, usize), count: usize) -> bool {
    (0..count).all(|packet| bytes.get(packet * step + sync) == Some(&SYNC))
}

/// Whether packets fill it, and are not stuffing alone.
fn packets(bytes: &[u8], (step, sync): (usize, usize), piece: Piece) -> Result<(), Damage> {
    let count = bytes.len() / step;
    let astray = places(count).filter(|packet| bytes[packet * step + sync] != SYNC).count();
    let ends = count.checked_sub(1).is_none_or(|last| bytes[last * step + sync] == SYNC);
    if astray > 1 || !(ends || piece != Piece::Whole) {
        return Err(Damage::Packets);
    }
    let rest = bytes.len() % step;
    if rest > 0 && !is_slack(rest, step, piece) {
        return Err(Damage::Cut);
    }
    let number = |packet: &[u8]| u16::from_be_bytes([packet[sync + 1] & 0x1f, packet[sync + 2]]);
    let whole = !matches!(piece, Piece::Begin | Piece::Range);
    if whole && count > 0 && bytes.chunks_exact(step).all(|packet| number(packet) == STUFFING) {
        return Err(Damage::Stuffing);
    }
    Ok(())
}

/// Some of so many packets: the first ones, some between, the last.
fn places(count: usize) -> impl Iterator<Item = usize> {
    let first = count.min(FIRST);
    let rest = count - first;
    let behind = rest.min(PLACES);
    (0..first).chain((1..=behind).map(move |place| first + (rest * place / behind) - 1))
}

/// Whether packets follow each other wherever the first begins.
fn in_step(bytes: &[u8]) -> Result<(), Damage> {
    let found = (0..PACKET).any(|begin| {
        let rest = bytes.get(begin..).unwrap_or_default();
        is_ts(rest) && packets(rest, STEPS[0], Piece::Range).is_ok()
    });
    // Of less than three packets nothing can be said.
    if found || bytes.len() < 3 * PACKET { Ok(()) } else { Err(Damage::Packets) }
}

#[cfg(test)]
mod tests;
