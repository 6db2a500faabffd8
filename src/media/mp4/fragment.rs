//! Which samples a fragment has and where they are: a `moof` (section 8.8).

use super::boxes::{Fields, child, children};
use super::init::Defaults;
use crate::media::sample::MediaError;

/// A sample whose bytes are still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pending {
    /// Which of the tracks of the initialisation.
    pub(super) track: usize,
    /// Which of its sample entries, from 0.
    pub(super) entry: usize,
    /// The first byte, from the beginning of the stream.
    pub(super) at: u64,
    pub(super) size: u32,
    pub(super) dts: i64,
    pub(super) offset: i32,
    pub(super) duration: u32,
    pub(super) sync: bool,
}

/// More samples than any fragment has: a box of 16 MiB has at most so many.
pub(super) const MOST_SAMPLES: usize = 4 << 20;

/// Not a sample that decoding can begin with (section 8.8.3.1).
const NON_SYNC: u32 = 0x1_0000;

/// The number of the track that fragments call so, and what holds for its samples.
pub(super) type Find<'a> = dyn Fn(u32) -> Option<(usize, Defaults)> + 'a;

/// Adds the samples of the `moof` that begins at `start` to `pending`. `next` is when the next sample of each track is
/// decoded, for fragments that do not say so.
pub(super) fn read(
    moof: &[u8],
    start: u64,
    find: &Find<'_>,
    next: &mut [i64],
    pending: &mut Vec<Pending>,
) -> Result<(), MediaError> {
    let damaged = || MediaError::damaged("a fragment that cannot be read");
    let mut end = start;
    for (_, traf) in children(moof).filter(|(kind, _)| kind == b"traf") {
        end = run(traf, (start, end), find, next, pending).ok_or_else(damaged)?;
    }
    Ok(())
}

/// One `traf`; where its data end.
fn run(
    traf: &[u8],
    (start, end): (u64, u64),
    find: &Find<'_>,
    next: &mut [i64],
    pending: &mut Vec<Pending>,
) -> Option<u64> {
    let (_, flags, mut fields) = Fields::full(child(traf, b"tfhd")?)?;
    let id = fields.u32()?;
    // A track of something else is passed over.
    let Some((track, mut defaults)) = find(id) else { return Some(end) };
    let told = if flags & 1 == 0 { None } else { Some(fields.u64()?) };
    for (flag, value) in
        [(2, &mut defaults.entry), (8, &mut defaults.duration), (0x10, &mut defaults.size), (0x20, &mut defaults.flags)]
    {
        if flags & flag != 0 {
            *value = fields.u32()?;
        }
    }
    // From the fragment where it says so, else behind the data of the track before it.
    let base = told.unwrap_or(if flags & 0x2_0000 == 0 { end } else { start });
    let mut dts = match child(traf, b"tfdt") {
        Some(tfdt) => {
            let (version, _, mut fields) = Fields::full(tfdt)?;
            i64::try_from(fields.wide(version)?).ok()?
        }
        None => next[track],
    };
    let mut at = base;
    for (_, trun) in children(traf).filter(|(kind, _)| kind == b"trun") {
        let (version, flags, mut fields) = Fields::full(trun)?;
        let count = fields.u32()? as usize;
        if flags & 1 != 0 {
            at = base.checked_add_signed(i64::from(fields.u32()? as i32))?;
        }
        let first_flags = if flags & 4 == 0 { None } else { Some(fields.u32()?) };
        let width = 4 * (flags >> 8 & 0xf).count_ones() as usize;
        if pending.len() + count > MOST_SAMPLES || count * width > fields.0.len() {
            return None;
        }
        for number in 0..count {
            let mut field = |flag: u32, default: u32| if flags & flag == 0 { Some(default) } else { fields.u32() };
            let duration = field(0x100, defaults.duration)?;
            let size = field(0x200, defaults.size)?;
            let default = first_flags.filter(|_| number == 0).unwrap_or(defaults.flags);
            let sample_flags = field(0x400, default)?;
            let offset = field(0x800, 0)? as i32;
            // Version 0 has no offset below 0, and none beyond half of its range.
            let offset = if version == 0 { offset.max(0) } else { offset };
            let entry = (defaults.entry as usize).checked_sub(1)?;
            let sync = sample_flags & NON_SYNC == 0;
            pending.push(Pending { track, entry, at, size, dts, offset, duration, sync });
            at = at.checked_add(u64::from(size))?;
            dts = dts.checked_add(i64::from(duration))?;
        }
    }
    next[track] = dts;
    Some(at)
}
