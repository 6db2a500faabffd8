//! Sound of MPEG-1 and MPEG-2 (ISO 11172-3 section 2.4.1.3, ISO 13818-3), MP3 above all.

use super::entry::{audio, esds};
use super::sound::{Frame, Head};

/// Thousands of bits in a second, for MPEG-1 layers 1 to 3, then MPEG-2 layer 1, and layers 2 and 3.
const BIT_RATES: [[u16; 15]; 5] = [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    let head = bytes.get(..4)?;
    if head[0] != 0xff || head[1] & 0xe0 != 0xe0 {
        return None;
    }
    // MPEG-1, MPEG-2, MPEG-2.5 by the divisor of its rates.
    let divisor = match head[1] >> 3 & 3 {
        3 => 1,
        2 => 2,
        0 => 4,
        _ => return None,
    };
    let layer = 4 - (head[1] >> 1 & 3);
    if layer == 4 {
        return None;
    }
    let rate = [44100, 48000, 32000].get(usize::from(head[2] >> 2 & 3))? / divisor;
    let table = match (divisor, layer) {
        (1, layer) => usize::from(layer) - 1,
        (_, 1) => 3,
        _ => 4,
    };
    let kilobits = *BIT_RATES[table].get(usize::from(head[2] >> 4)).filter(|rate| **rate > 0)?;
    let padding = u32::from(head[2] >> 1 & 1);
    let bits = u32::from(kilobits) * 1000;
    let (length, samples) = match (layer, divisor) {
        (1, _) => ((12 * bits / rate + padding) * 4, 384),
        (3, 2 | 4) => (72 * bits / rate + padding, 576),
        _ => (144 * bits / rate + padding, 1152),
    };
    let channels = if head[3] >> 6 == 3 { 1 } else { 2 };
    let frame = Frame::Mpeg { first: divisor == 1, channels };
    Some(Head { bytes: length as usize, head_bytes: 0, rate, samples, frame })
}

pub(super) fn entry(first: bool, channels: u8, rate: u32) -> Vec<u8> {
    audio(*b"mp4a", u16::from(channels), rate, &esds(if first { 0x6b } else { 0x69 }, &[]))
}
