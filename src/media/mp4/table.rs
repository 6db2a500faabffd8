//! Which samples a plain file has and where they are: the tables of a `moov` (section 8.6 and 8.7).

use super::boxes::{Fields, child, children, path};
use super::fragment::{MOST_SAMPLES, Pending};
use super::init::Track;
use crate::media::sample::MediaError;

/// Adds the samples that the tables of a `moov` name to `pending`; none of a file whose samples are all in fragments.
/// Places are those in a file that begins at `origin`. `next` is when the sample behind the last of each track is decoded.
pub(super) fn read(
    moov: &[u8],
    origin: u64,
    tracks: &[Track],
    next: &mut [i64],
    pending: &mut Vec<Pending>,
) -> Result<(), MediaError> {
    for (_, trak) in children(moov).filter(|(kind, _)| kind == b"trak") {
        let Some(track) = id(trak).and_then(|id| tracks.iter().position(|track| track.id == id)) else { continue };
        let Some(stbl) = path(trak, &[b"mdia", b"minf", b"stbl"]) else { continue };
        let read = one(stbl, origin, track, pending);
        next[track] = read.ok_or_else(|| MediaError::damaged("tables of samples that cannot be read"))?;
    }
    Ok(())
}

fn id(trak: &[u8]) -> Option<u32> {
    let (version, _, mut fields) = Fields::full(child(trak, b"tkhd")?)?;
    fields.skip(if version == 0 { 8 } else { 16 })?;
    fields.u32()
}

/// A table of values, each for a number of samples.
struct Runs<'a> {
    fields: Fields<'a>,
    left: u32,
    value: u32,
}

impl<'a> Runs<'a> {
    fn of(table: &'a [u8]) -> Option<Self> {
        let (_, _, mut fields) = Fields::full(table)?;
        fields.skip(4)?;
        Some(Self { fields, left: 0, value: 0 })
    }

    /// Of the next sample; the last one holds for all behind the table.
    fn next(&mut self) -> u32 {
        while self.left == 0
            && let (Some(count), Some(value)) = (self.fields.u32(), self.fields.u32())
        {
            (self.left, self.value) = (count, value);
        }
        self.left = self.left.saturating_sub(1);
        self.value
    }
}

/// One track; when the sample behind its last is decoded.
fn one(stbl: &[u8], origin: u64, track: usize, pending: &mut Vec<Pending>) -> Option<i64> {
    // A file of fragments has empty tables, or none.
    let Some(stsz) = child(stbl, b"stsz") else { return Some(0) };
    let (_, _, mut sizes) = Fields::full(stsz)?;
    let (same, count) = (sizes.u32()?, sizes.u32()? as usize);
    if count == 0 {
        return Some(0);
    }
    if pending.len() + count > MOST_SAMPLES || same == 0 && sizes.0.len() / 4 < count {
        return None;
    }
    let mut durations = Runs::of(child(stbl, b"stts")?)?;
    let mut offsets = child(stbl, b"ctts").and_then(Runs::of);
    let mut syncs = child(stbl, b"stss").and_then(Fields::full).map(|(_, _, fields)| fields);
    if let Some(fields) = &mut syncs {
        fields.skip(4)?;
    }
    let mut sync = syncs.as_mut().and_then(Fields::u32);
    let (wide, places) = match child(stbl, b"stco") {
        Some(places) => (0, places),
        None => (1, child(stbl, b"co64")?),
    };
    let (_, _, mut places) = Fields::full(places)?;
    let chunks = places.u32()?;
    let (_, _, mut groups) = Fields::full(child(stbl, b"stsc")?)?;
    groups.skip(4)?;
    let group = |fields: &mut Fields<'_>| Some((fields.u32()?, fields.u32()?, fields.u32()?));
    let (mut held, mut following) = ((1, 0, 1), group(&mut groups));
    let (mut dts, mut number) = (0_i64, 0_usize);
    for chunk in 1..=chunks {
        while let Some(begun) = following.filter(|(first, ..)| *first <= chunk) {
            (held, following) = (begun, group(&mut groups));
        }
        let mut at = origin.checked_add(places.wide(wide)?)?;
        for _ in 0..held.1 {
            if number == count {
                return Some(dts);
            }
            number += 1;
            let size = if same == 0 { sizes.u32()? } else { same };
            let duration = durations.next();
            let is_sync = syncs.is_none() || sync == Some(number as u32);
            if is_sync && let Some(fields) = &mut syncs {
                sync = fields.u32();
            }
            let entry = (held.2 as usize).checked_sub(1)?;
            // What versions of this table are in use write offsets below 0 alike.
            let offset = offsets.as_mut().map_or(0, Runs::next) as i32;
            pending.push(Pending { track, entry, at, size, dts, offset, duration, sync: is_sync });
            at = at.checked_add(u64::from(size))?;
            dts = dts.checked_add(i64::from(duration))?;
        }
    }
    // Fewer chunks than samples: what is named is there.
    Some(dts)
}
