//! AC-3 and E-AC-3 (ETSI TS 102 366), and how MP4 describes them (its annex F).

use super::bits::Bits;
use super::entry::{audio, boxed};
use super::sound::{Frame, Head};

const RATES: [u32; 3] = [48000, 44100, 32000];

/// Thousands of bits in a second (table 4.13).
const BIT_RATES: [u32; 19] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

/// The bit rate in the bits of `dac3`: it may vary without another description.
pub(super) const BIT_RATE: u32 = 0x1f << 5;

/// Full channels by the mode.
const CHANNELS: [u8; 8] = [2, 1, 2, 3, 3, 4, 4, 5];

pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    let mut bits = Bits::new(bytes);
    if bits.take(16)? != 0x0b77 {
        return None;
    }
    bits.skip(16)?;
    let (rate_code, size_code) = (bits.take(2)?, bits.take(6)?);
    let (id, kind, mode) = (bits.take(5)?, bits.take(3)?, bits.take(3)?);
    if id > 10 {
        return None;
    }
    if mode & 1 == 1 && mode != 1 {
        bits.skip(2)?;
    }
    if mode & 4 != 0 {
        bits.skip(2)?;
    }
    if mode == 2 {
        bits.skip(2)?;
    }
    let low = bits.bit()?;
    let rate = *RATES.get(rate_code as usize)?;
    let kilobits = *BIT_RATES.get(size_code as usize / 2)?;
    // Words of sixteen bits; at 44.1 kHz every other frame has one more.
    let words = match rate {
        48000 => kilobits * 2,
        32000 => kilobits * 3,
        _ => kilobits * 96_000 / 44_100 + size_code % 2,
    };
    let told = rate_code << 22 | id << 17 | kind << 14 | mode << 11 | low << 10 | (size_code / 2) << 5;
    let frame = Frame::Ac3 { bits: told, channels: CHANNELS[mode as usize] + low as u8 };
    Some(Head { bytes: words as usize * 2, head_bytes: 0, rate, samples: 1536, frame })
}

pub(super) fn entry(bits: u32, channels: u8, rate: u32) -> Vec<u8> {
    audio(*b"ac-3", u16::from(channels), rate, &boxed(*b"dac3", &[&bits.to_be_bytes()[1..]]))
}

pub(super) fn head_enhanced(bytes: &[u8]) -> Option<Head> {
    let mut bits = Bits::new(bytes);
    if bits.take(16)? != 0x0b77 {
        return None;
    }
    let (kind, id, size) = (bits.take(2)?, bits.take(3)?, bits.take(11)?);
    let rate_code = bits.take(2)?;
    let block_code = bits.take(2)?;
    let (rate, blocks) = match rate_code {
        3 => (RATES.get(block_code as usize)? / 2, 6),
        code => (RATES[code as usize], [1, 2, 3, 6][block_code as usize]),
    };
    let (mode, low, version) = (bits.take(3)?, bits.bit()?, bits.take(5)?);
    if kind == 3 || version <= 10 || version > 16 {
        // A frame of plain AC-3 inside is described as such by its own stream type.
        return None;
    }
    let bytes = (size as usize + 1) * 2;
    let samples = blocks * 256;
    // Rate, version, a reserved bit, not associated, main service, mode, low frequencies: 16 bits of `dec3`.
    let told = rate_code << 14 | version << 9 | mode << 1 | low;
    let kilobits = u64::from(rate) * bytes as u64 * 8 / u64::from(samples) / 1000;
    let frame = Frame::Eac3 {
        dependent: kind == 1,
        id: id as u8,
        blocks: blocks as u8,
        bits: told,
        channels: CHANNELS[mode as usize] + low as u8,
        kilobits: kilobits as u16,
    };
    Some(Head { bytes, head_bytes: 0, rate, samples, frame })
}

/// `main` is the first independent stream, `parts` the frames behind it in the same sample.
pub(super) fn entry_enhanced(main: &Frame, parts: &[Frame], rate: u32) -> Option<Vec<u8>> {
    let Frame::Eac3 { channels, .. } = main else { return None };
    // Of each independent stream its bits, and how many depend on it.
    let mut streams: Vec<(u32, u32)> = Vec::new();
    let mut rate_told = 0;
    for frame in std::iter::once(main).chain(parts) {
        let Frame::Eac3 { dependent, id, bits, kilobits, .. } = frame else { return None };
        if *dependent {
            streams.last_mut()?.1 += 1;
        } else if streams.len() == usize::from(*id) {
            streams.push((*bits, 0));
        } else {
            continue;
        }
        rate_told += u32::from(*kilobits);
    }
    let mut said = ((rate_told.min(0x1fff) << 3 | (streams.len() as u32 - 1)) as u16).to_be_bytes().to_vec();
    for (bits, dependents) in streams {
        // Three reserved, four of a count; nine of places where it is not 0, one reserved where it is.
        let word = bits << 8 | dependents.min(15) << 1;
        said.extend(&word.to_be_bytes()[1..]);
        if dependents > 0 {
            // Left and right at the back: what dependent streams are there for.
            said.push(1 << 1);
        }
    }
    Some(audio(*b"ec-3", u16::from(*channels), rate, &boxed(*b"dec3", &[&said])))
}
