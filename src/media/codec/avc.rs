//! H.264: its parameter sets (ISO 14496-10 section 7.3.2) and the record that holds them (ISO 14496-15 section 5.3.3).

use super::bits::Bits;
use super::nal::unescaped;
use super::video::Unit;

/// What a sequence parameter set says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sps {
    pub(super) id: u32,
    /// Pixels, what is cut off at the edges taken off.
    pub(super) size: (u32, u32),
    /// Width to height of a pixel.
    pub(super) aspect: (u32, u32),
    chroma: u32,
    depths: (u32, u32),
}

/// The profiles whose sets have a chroma format (section 7.3.2.1.1).
const HIGH: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

impl Sps {
    pub(super) fn read(nal: &[u8]) -> Option<Self> {
        let plain = unescaped(nal);
        let profile = *plain.get(1)?;
        let mut bits = Bits::new(plain.get(4..)?);
        let id = bits.ue().filter(|id| *id < 32)?;
        let (mut chroma, mut depths, mut planes) = (1, (8, 8), false);
        if HIGH.contains(&profile) {
            chroma = bits.ue().filter(|chroma| *chroma < 4)?;
            planes = chroma == 3 && bits.flag()?;
            depths = (bits.ue().filter(|depth| *depth < 8)? + 8, bits.ue().filter(|depth| *depth < 8)? + 8);
            bits.skip(1)?;
            if bits.flag()? {
                scaling_lists(&mut bits, if chroma == 3 { 12 } else { 8 })?;
            }
        }
        bits.ue()?;
        match bits.ue()? {
            0 => {
                bits.ue()?;
            }
            1 => {
                bits.skip(1)?;
                bits.se()?;
                bits.se()?;
                for _ in 0..bits.ue().filter(|count| *count < 256)? {
                    bits.se()?;
                }
            }
            _ => {}
        }
        bits.ue()?;
        bits.skip(1)?;
        let (width, height) = (bits.ue()?.checked_add(1)?, bits.ue()?.checked_add(1)?);
        let frames = bits.bit()?;
        if frames == 0 {
            bits.skip(1)?;
        }
        bits.skip(1)?;
        let mut cut = (0_u32, 0_u32);
        if bits.flag()? {
            let (left, right, top, bottom) = (bits.ue()?, bits.ue()?, bits.ue()?, bits.ue()?);
            let (across, down) = match chroma {
                _ if planes => (1, 1),
                1 => (2, 2),
                2 => (2, 1),
                _ => (1, 1),
            };
            cut.0 = left.checked_add(right)?.checked_mul(across)?;
            cut.1 = top.checked_add(bottom)?.checked_mul(down * (2 - frames))?;
        }
        let aspect = if bits.flag()? { aspect(&mut bits)? } else { (1, 1) };
        let width = width.checked_mul(16)?.checked_sub(cut.0)?;
        let height = height.checked_mul(16 * (2 - frames))?.checked_sub(cut.1)?;
        Some(Self { id, size: (width, height), aspect, chroma, depths })
    }
}

fn scaling_lists(bits: &mut Bits<'_>, lists: u32) -> Option<()> {
    for list in 0..lists {
        if !bits.flag()? {
            continue;
        }
        let (mut last, mut next) = (8, 8);
        for _ in 0..if list < 6 { 16 } else { 64 } {
            if next != 0 {
                next = (last + bits.se()? + 256) % 256;
            }
            last = if next == 0 { last } else { next };
        }
    }
    Some(())
}

/// Table E-1.
fn aspect(bits: &mut Bits<'_>) -> Option<(u32, u32)> {
    const KNOWN: [(u32, u32); 17] = [
        (1, 1),
        (1, 1),
        (12, 11),
        (10, 11),
        (16, 11),
        (40, 33),
        (24, 11),
        (20, 11),
        (32, 11),
        (80, 33),
        (18, 11),
        (15, 11),
        (64, 33),
        (160, 99),
        (4, 3),
        (3, 2),
        (2, 1),
    ];
    if !bits.flag()? {
        return Some((1, 1));
    }
    let aspect = match bits.take(8)? {
        255 => (bits.take(16)?, bits.take(16)?),
        known => KNOWN.get(known as usize).copied().unwrap_or((1, 1)),
    };
    Some(if aspect.0 == 0 || aspect.1 == 0 { (1, 1) } else { aspect })
}

/// The number of a picture parameter set.
pub(super) fn pps_id(nal: &[u8]) -> Option<u32> {
    Bits::new(&unescaped(nal.get(1..nal.len().min(16))?)).ue().filter(|id| *id < 256)
}

/// What a unit is (table 7-1).
pub(super) fn unit(nal: &[u8]) -> Unit {
    match nal[0] & 0x1f {
        // A slice whose first macroblock is the first of the picture: its code is a single one.
        1 | 2 => Unit::Slice { first: nal.get(1).is_some_and(|byte| byte & 0x80 != 0), sync: false },
        5 => Unit::Slice { first: nal.get(1).is_some_and(|byte| byte & 0x80 != 0), sync: true },
        6 => Unit::Leading { sync: recovers(nal) },
        7 => Sps::read(nal).map_or(Unit::Broken, |sps| Unit::Set { rank: 0, id: sps.id }),
        8 => pps_id(nal).map_or(Unit::Broken, |id| Unit::Set { rank: 1, id }),
        9 => Unit::Delimiter,
        12 => Unit::Filler,
        14..=18 => Unit::Leading { sync: false },
        _ => Unit::Other,
    }
}

/// Whether supplemental information says that decoding can begin at this picture and is right at once (section D.2.8).
fn recovers(nal: &[u8]) -> bool {
    const RECOVERY_POINT: u32 = 6;
    let plain = unescaped(&nal[..nal.len().min(1024)]);
    let mut rest = &plain[1..];
    while rest.len() > 2 {
        let (Some(kind), Some(length)) = (long(&mut rest), long(&mut rest)) else { return false };
        if kind == RECOVERY_POINT {
            return Bits::new(rest).ue() == Some(0);
        }
        let Some(behind) = rest.get(length as usize..) else { return false };
        rest = behind;
    }
    false
}

/// A number in pieces of 255.
fn long(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0_u32;
    loop {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value = value.checked_add(u32::from(*first))?;
        if *first != 255 {
            return Some(value);
        }
    }
}

/// `AVCDecoderConfigurationRecord` of these sets; the first of them is what the stream begins with.
pub(super) fn record(sps: &[&[u8]], pps: &[&[u8]]) -> Option<Vec<u8>> {
    let first = *sps.first()?;
    let said = Sps::read(first)?;
    let mut record =
        vec![1, first[1], first[2], first[3], 0xff, 0xe0 | u8::try_from(sps.len()).ok().filter(|n| *n < 32)?];
    let add = |record: &mut Vec<u8>, nal: &[u8]| {
        record.extend(u16::try_from(nal.len()).ok()?.to_be_bytes());
        record.extend(nal);
        Some(())
    };
    for nal in sps {
        add(&mut record, nal)?;
    }
    record.push(u8::try_from(pps.len()).ok()?);
    for nal in pps {
        add(&mut record, nal)?;
    }
    if !matches!(first[1], 66 | 77 | 88) {
        let (luma, chroma) = (said.depths.0 as u8 - 8, said.depths.1 as u8 - 8);
        record.extend([0xfc | said.chroma as u8, 0xf8 | luma, 0xf8 | chroma, 0]);
    }
    Some(record)
}
