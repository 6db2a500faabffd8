//! H.265: its parameter sets (ISO 23008-2 section 7.3.2) and the record that holds them (ISO 14496-15 section 8.3.3).

use super::bits::Bits;
use super::nal::unescaped;
use super::video::Unit;

/// What a sequence parameter set says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sps {
    pub(super) id: u32,
    pub(super) size: (u32, u32),
    /// Profile, tier, compatibility, constraints and level, as they stand: twelve bytes.
    profile: [u8; 12],
    chroma: u32,
    depths: (u32, u32),
    layers: u32,
    nested: u32,
}

impl Sps {
    pub(super) fn read(nal: &[u8]) -> Option<Self> {
        let plain = unescaped(nal);
        let body = plain.get(2..)?;
        let mut bits = Bits::new(body);
        bits.skip(4)?;
        let layers = bits.take(3)? + 1;
        let nested = bits.bit()?;
        let profile = body.get(1..13)?.try_into().ok()?;
        bits.skip(96)?;
        let present: Vec<(bool, bool)> =
            (1..layers).map(|_| Some((bits.flag()?, bits.flag()?))).collect::<Option<_>>()?;
        if layers > 1 {
            bits.skip(2 * (9 - layers as usize))?;
        }
        for (profile, level) in present {
            bits.skip(88 * usize::from(profile) + 8 * usize::from(level))?;
        }
        let id = bits.ue().filter(|id| *id < 16)?;
        let chroma = bits.ue().filter(|chroma| *chroma < 4)?;
        let planes = chroma == 3 && bits.flag()?;
        let (width, height) = (bits.ue()?, bits.ue()?);
        let mut cut = (0_u32, 0_u32);
        if bits.flag()? {
            let (left, right, top, bottom) = (bits.ue()?, bits.ue()?, bits.ue()?, bits.ue()?);
            let (across, down) = match chroma {
                _ if planes => (1, 1),
                1 => (2, 2),
                2 => (2, 1),
                _ => (1, 1),
            };
            cut = (left.checked_add(right)?.checked_mul(across)?, top.checked_add(bottom)?.checked_mul(down)?);
        }
        let depths = (bits.ue().filter(|depth| *depth < 8)? + 8, bits.ue().filter(|depth| *depth < 8)? + 8);
        let size = (width.checked_sub(cut.0)?, height.checked_sub(cut.1)?);
        Some(Self { id, size, profile, chroma, depths, layers, nested })
    }
}

/// What a unit is (table 7-1).
pub(super) fn unit(nal: &[u8]) -> Unit {
    let kind = nal[0] >> 1 & 0x3f;
    match kind {
        0..=31 => {
            let first = nal.get(2).is_some_and(|byte| byte & 0x80 != 0);
            Unit::Slice { first, sync: (16..=23).contains(&kind) }
        }
        32 => match nal.get(2) {
            Some(byte) => Unit::Set { rank: 0, id: u32::from(byte >> 4) },
            None => Unit::Broken,
        },
        33 => Sps::read(nal).map_or(Unit::Broken, |sps| Unit::Set { rank: 1, id: sps.id }),
        34 => match nal.get(2..nal.len().min(16)).and_then(|begin| Bits::new(&unescaped(begin)).ue()) {
            Some(id) if id < 64 => Unit::Set { rank: 2, id },
            _ => Unit::Broken,
        },
        35 => Unit::Delimiter,
        38 => Unit::Filler,
        39 | 41..=44 | 48..=55 => Unit::Leading { sync: false },
        _ => Unit::Other,
    }
}

/// `HEVCDecoderConfigurationRecord` of these sets, by their rank: video, sequence, picture.
pub(super) fn record(sets: [&[&[u8]]; 3]) -> Option<Vec<u8>> {
    let said = Sps::read(sets[1].first()?)?;
    let mut record = vec![1];
    record.extend(said.profile);
    // No least segmentation, kind of parallelism unknown.
    record.extend([0xf0, 0, 0xfc, 0xfc | said.chroma as u8]);
    record.extend([0xf8 | (said.depths.0 - 8) as u8, 0xf8 | (said.depths.1 - 8) as u8, 0, 0]);
    record.push((said.layers as u8) << 3 | (said.nested as u8) << 2 | 3);
    record.push(3);
    for (kind, sets) in (32..).zip(sets) {
        // All of them are here: none is inside a sample.
        record.push(0x80 | kind);
        record.extend(u16::try_from(sets.len()).ok()?.to_be_bytes());
        for nal in sets {
            record.extend(u16::try_from(nal.len()).ok()?.to_be_bytes());
            record.extend(*nal);
        }
    }
    Some(record)
}
