//! Whether packets of MPEG-TS follow each other.

use super::{Damage, Piece};
use crate::media::crypt::{KEY_BYTES, Tail};
use crate::media::packing::{PACKET, SYNC, is_ts};

/// Packets at the beginning that are all looked at.
pub(super) const FIRST: usize = 8;

/// Places that are looked at behind them, up to the last.
pub(super) const PLACES: usize = 56;

/// How long packets are, and where in each the byte stands that all have: plain ones, with a time in front (M2TS), with
/// a checksum behind (DVB).
pub(super) const STEPS: [(usize, usize); 3] = [(PACKET, 0), (192, 4), (204, 0)];

/// Packets of this number hold nothing (ISO 13818-1 section 2.4.3.3).
const STUFFING: u16 = 0x1fff;

/// Whether so few bytes are behind the last whole packet, or missing of it, as a lock leaves: what filled its last block
/// is not told, or looks as if it were.
pub(super) const fn is_slack(rest: usize, step: usize, piece: Piece) -> bool {
    match piece {
        Piece::Whole => false,
        Piece::Closed | Piece::Begin | Piece::Range => true,
        Piece::Opened(Tail::Padded) => rest >= step - KEY_BYTES,
        Piece::Opened(Tail::Unpadded) => rest < KEY_BYTES,
        Piece::Opened(Tail::Cut(_)) => rest < KEY_BYTES || rest >= step - KEY_BYTES,
    }
}

/// Whether so many packets begin here: fewer than three may be there by chance.
pub(super) fn begins(bytes: &[u8], (step, sync): (usize, usize), count: usize) -> bool {
    (0..count).all(|packet| bytes.get(packet * step + sync) == Some(&SYNC))
}

/// Whether packets fill it, and are not stuffing alone.
pub(super) fn packets(bytes: &[u8], (step, sync): (usize, usize), piece: Piece) -> Result<(), Damage> {
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
pub(super) fn places(count: usize) -> impl Iterator<Item = usize> {
    let first = count.min(FIRST);
    let rest = count - first;
    let behind = rest.min(PLACES);
    (0..first).chain((1..=behind).map(move |place| first + (rest * place / behind) - 1))
}

/// Whether packets follow each other wherever the first begins.
pub(super) fn in_step(bytes: &[u8]) -> Result<(), Damage> {
    let found = (0..PACKET).any(|begin| {
        let rest = bytes.get(begin..).unwrap_or_default();
        is_ts(rest) && packets(rest, STEPS[0], Piece::Range).is_ok()
    });
    // Of less than three packets nothing can be said.
    if found || bytes.len() < 3 * PACKET { Ok(()) } else { Err(Damage::Packets) }
}
