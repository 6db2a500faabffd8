//! Whether what came in place of a segment is one, and a whole one: boxes that fill it, packets that follow each other.
//!
//! Of packets a bounded number of places is looked at, so that a large segment costs no more than a small one: what is
//! cut, what lost its step and what is noise shows there. One place alone without its byte is taken for a fault of
//! transmission, as those between the places are, which players pass over.

use std::sync::OnceLock;

use super::{SEARCHED, boxes_fill, is_filled, is_media};
use crate::media::packing::{PACKET, Packing, SYNC, is_ts};

/// Packets at the beginning that are all looked at.
const FIRST: usize = 8;

/// Places that are looked at behind them, up to the last.
const PLACES: usize = 56;

/// How long packets are, and where in each the byte stands that all have: plain ones, with a time in front (M2TS), with
/// a checksum behind (DVB).
const STEPS: [(usize, usize); 3] = [(PACKET, 0), (192, 4), (204, 0)];

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::media::record) enum Damage {
    #[error("its boxes do not fill it: it was cut, or is damaged")]
    Boxes,
    #[error("it is cut in the middle of a packet")]
    Cut,
    #[error("its packets do not follow each other: it is damaged")]
    Packets,
    #[error("the server sent bytes of no known kind in place of media")]
    Unknown,
}

/// What the bytes are of what the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::media::record) enum Piece {
    /// All of it.
    Whole,
    /// All of it, whose end something else tells or hides: a lock, the head of a picture.
    Closed,
    /// A range, which may begin and end within a packet, or within a file without an index.
    Range,
}

/// What the segments of a recording look like.
#[derive(Debug, Default)]
pub(in crate::media::record) struct Looks {
    /// The first kind that was seen.
    kind: OnceLock<Packing>,
}

impl Looks {
    /// Whether `bytes` may be recorded; how many stand before the first packet of MPEG-TS, the end of a packet or something
    /// that is none.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::media::record) fn judge(&self, bytes: &[u8], piece: Piece) -> Result<usize, Damage> {
        let seen = Packing::seen(bytes);
        if let Some(kind) = seen {
            let _ = self.kind.set(kind);
        }
        match (seen, piece) {
            (Some(Packing::Packets), _) => packets(bytes, STEPS[0], piece)?,
            (_, Piece::Range) if self.kind.get() == Some(&Packing::Packets) => in_step(bytes)?,
            (_, Piece::Range) => {}
            (Some(Packing::Boxes), _) if !is_filled(bytes) => return Err(Damage::Boxes),
            (Some(_), _) => {}
            (None, _) if is_media(bytes) || boxes_fill(bytes) => {}
            (None, _) => return self.unknown(bytes, piece),
        }
        Ok(0)
    }

    /// The same of what does not begin like anything.
    fn unknown(&self, bytes: &[u8], piece: Piece) -> Result<usize, Damage> {
        if let Some(step) = STEPS.into_iter().skip(1).find(|step| begins(bytes, *step, 3)) {
            return packets(bytes, step, piece).map(|()| 0);
        }
        // Frames may go on where the segment before ended.
        if self.kind.get().is_some_and(|kind| is_sound(*kind)) {
            return Ok(0);
        }
        let front = (1..bytes.len().min(SEARCHED)).find(|at| begins(&bytes[*at..], STEPS[0], FIRST));
        let front = front.ok_or(Damage::Unknown)?;
        packets(&bytes[front..], STEPS[0], Piece::Closed).map(|()| front)
    }
}

const fn is_sound(kind: Packing) -> bool {
    matches!(kind, Packing::Aac | Packing::Mp3 | Packing::Ac3 | Packing::Eac3)
}

/// Whether so many packets begin here: fewer than three may be there by chance.
fn begins(bytes: &[u8], (step, sync): (usize, usize), count: usize) -> bool {
    (0..count).all(|packet| bytes.get(packet * step + sync) == Some(&SYNC))
}

/// Whether packets fill it.
fn packets(bytes: &[u8], (step, sync): (usize, usize), piece: Piece) -> Result<(), Damage> {
    let count = bytes.len() / step;
    let astray = places(count).filter(|packet| bytes[packet * step + sync] != SYNC).count();
    let ends = count.checked_sub(1).is_none_or(|last| bytes[last * step + sync] == SYNC);
    if astray > 1 || !(ends || piece == Piece::Closed) {
        return Err(Damage::Packets);
    }
    if piece == Piece::Whole && !bytes.len().is_multiple_of(step) {
        return Err(Damage::Cut);
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Packets whose bytes are no syncs.
    fn stream(count: usize, (step, sync): (usize, usize)) -> Vec<u8> {
        let mut packet = vec![0x11; step];
        packet[sync] = SYNC;
        packet.repeat(count)
    }

    /// Bytes of no kind, the same in every run; no text either.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        std::iter::once(0x03).chain(std::iter::repeat_with(&mut next).take(length - 1)).collect()
    }

    fn judged(bytes: &[u8], piece: Piece) -> Result<(), Damage> {
        Looks::default().judge(bytes, piece).map(|front| assert_eq!(front, 0))
    }

    #[test]
    fn packets_may_begin_behind_something_else() {
        for front in [1, 187, 188, 700, 20_000] {
            let bytes = [&noise(front)[..], &stream(40, STEPS[0])].concat();
            assert_eq!(Looks::default().judge(&bytes, Piece::Whole), Ok(front));
            assert_eq!(Looks::default().judge(&bytes[..front + 7 * PACKET], Piece::Whole), Err(Damage::Unknown));
        }
        let far = [&noise(SEARCHED)[..], &stream(40, STEPS[0])].concat();
        assert_eq!(Looks::default().judge(&far, Piece::Whole), Err(Damage::Unknown));
    }

    #[test]
    fn packets_of_every_step_are_whole_or_told() {
        for step in STEPS {
            for count in [1, 2, 3, 9, 40, 5000] {
                let whole = stream(count, step);
                if step.0 != PACKET && count < 3 {
                    continue;
                }
                assert_eq!(judged(&whole, Piece::Whole), Ok(()), "{step:?} {count}");
                let cut = &whole[..whole.len() - 1];
                if count > 3 {
                    assert_eq!(judged(cut, Piece::Whole), Err(Damage::Cut), "{step:?} {count}");
                    assert_eq!(judged(cut, Piece::Closed), Ok(()), "{step:?} {count}");
                }
            }
        }
        assert_eq!(judged(&stream(1, STEPS[0])[..100], Piece::Whole), Err(Damage::Cut));
    }

    #[test]
    fn packets_that_lose_their_step_are_damaged_and_one_bad_byte_is_not() {
        let whole = stream(4000, STEPS[0]);
        let mut lost = whole.clone();
        lost.drain(100_000..100_001);
        assert_eq!(judged(&lost, Piece::Whole), Err(Damage::Packets));
        let mut blank = whole.clone();
        blank[20 * PACKET..2000 * PACKET].fill(0);
        assert_eq!(judged(&blank, Piece::Whole), Err(Damage::Packets));
        let mut bad = whole;
        bad[5 * PACKET] = 0;
        assert_eq!(judged(&bad, Piece::Whole), Ok(()));
    }

    #[test]
    fn noise_is_no_segment_and_sound_may_go_on() {
        let noise = noise(20_000);
        for piece in [Piece::Whole, Piece::Closed] {
            assert_eq!(judged(&noise, piece), Err(Damage::Unknown));
        }
        let looks = Looks::default();
        assert_eq!(looks.judge(&[0xff, 0xfb, 0x90, 0, 0, 0], Piece::Whole), Ok(0));
        assert_eq!(looks.judge(&noise, Piece::Whole), Ok(0), "frames of the segment before");
        for media in
            [&b"ID3\x04\0\0\0\0\0\0"[..], b"WEBVTT\n", b"\x1f\x43\xb6\x75", b"\0\0\0\x08mfra", b"\x0b\x77\0\0\0\0"]
        {
            assert_eq!(judged(media, Piece::Whole), Ok(()), "{}", media.escape_ascii());
        }
        assert_eq!(judged(b"\0\0\0\x08moof\0\0", Piece::Whole), Err(Damage::Boxes));
    }

    #[test]
    fn ranges_begin_and_end_where_they_like_and_are_of_the_stream() {
        let whole = stream(100, STEPS[0]);
        let looks = Looks::default();
        assert_eq!(looks.judge(&noise(20_000), Piece::Range), Ok(0), "a piece of a file without an index");
        assert_eq!(looks.judge(&whole[..5000], Piece::Range), Ok(0));
        for begin in [1, 187, 188, 5000] {
            assert_eq!(looks.judge(&whole[begin..begin + 7000], Piece::Range), Ok(0), "{begin}");
        }
        assert_eq!(looks.judge(&noise(20_000), Piece::Range), Err(Damage::Packets));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, count in 0_usize..3000) {
            for piece in [Piece::Whole, Piece::Closed, Piece::Range] {
                let looks = Looks::default();
                let _ = looks.judge(&stream(1, STEPS[0]), piece);
                let _ = (looks.judge(&bytes, piece), judged(&[&[SYNC][..], &bytes].concat(), piece));
            }
            let all: Vec<usize> = places(count).collect();
            prop_assert!(all.len() <= FIRST + PLACES && all.is_sorted_by(|one, other| one < other));
            prop_assert_eq!(all.last().copied(), count.checked_sub(1));
        }
    }
}
