//! Bytes to serve, made and not stored: cheap to produce, and anyone can tell which byte belongs where.

use std::sync::LazyLock;

use bytes::Bytes;
use futures_util::{Stream, stream};

use crate::kit::random::Random;

/// Size of one piece of a body: large enough that per-piece work does not show, small enough for many connections.
pub(super) const PIECE: usize = 64 * 1024;

/// The block that `/bytes/N` repeats: shared by all bodies, so serving it copies nothing before the socket.
static BLOCK: LazyLock<Bytes> = LazyLock::new(|| {
    let mut block = Vec::with_capacity(PIECE);
    fill(&mut block, 0, 0, PIECE);
    block.into()
});

/// `length` bytes of the repeated block, in pieces.
pub(super) fn block(length: u64) -> impl Stream<Item = Bytes> {
    stream::unfold(length, |left| async move {
        let size = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        (size > 0).then(|| (BLOCK.slice(..size), left - size as u64))
    })
}

/// The first `length` bytes of the repeated block in one piece; at most [`PIECE`].
pub(super) fn small(length: usize) -> Bytes {
    BLOCK.slice(..length.min(PIECE))
}

/// The seed of a generated file: FNV-1a of its name.
pub(super) fn seed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Appends `length` bytes of the endless file of this seed, from `offset` on. Each eight bytes depend on their
/// position alone, so any range can be made without the bytes before it, and no two stretches are alike.
pub(super) fn fill(out: &mut Vec<u8>, seed: u64, offset: u64, length: usize) {
    let end = out.len() + length;
    let mut position = offset;
    while out.len() < end {
        let word = word(seed, position / 8).to_le_bytes();
        let from = (position % 8) as usize;
        let take = (8 - from).min(end - out.len());
        out.extend_from_slice(&word[from..from + take]);
        position += take as u64;
    }
}

fn word(seed: u64, index: u64) -> u64 {
    Random::seeded(seed.wrapping_add(index.wrapping_mul(0xd6e8_feb8_6659_fd93))).next_u64()
}

/// Bytes `offset..offset + length` of a generated file, in pieces.
pub(super) fn generated(seed: u64, offset: u64, length: u64) -> impl Stream<Item = Bytes> {
    stream::unfold((offset, length), move |(offset, left)| async move {
        let size = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        (size > 0).then(|| {
            let mut piece = Vec::with_capacity(size);
            fill(&mut piece, seed, offset, size);
            (piece.into(), (offset + size as u64, left - size as u64))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_range_is_the_same_as_in_the_whole() {
        let mut whole = Vec::new();
        fill(&mut whole, 9, 0, 1000);
        for (offset, length) in [(0, 1000), (1, 7), (7, 2), (8, 8), (995, 5), (500, 0)] {
            let mut part = Vec::new();
            fill(&mut part, 9, offset, length);
            assert_eq!(part, whole[offset as usize..][..length]);
        }
    }

    #[test]
    fn files_differ_and_do_not_repeat() {
        let make = |seed| {
            let mut bytes = Vec::new();
            fill(&mut bytes, seed, 0, 4096);
            bytes
        };
        assert_ne!(make(seed("a")), make(seed("b")));
        let bytes = make(1);
        assert_ne!(bytes[..2048], bytes[2048..]);
    }
}
