//! The samples of a fragment: where they are, and what each is locked with (`traf` with `senc`, or `saiz` and `saio`).

use std::ops::Range;

use super::boxes::{Found, Numbers, all, blank, number};
use super::cipher::{BLOCK, Subsample, chained, counter};
use super::group::{self, Entry, Run};
use super::tracks::{Defaults, Scheme, Track};
use super::{Ciphers, Trouble};

/// The `senc` of the time before the standard (PIFF 1.1).
const OLD_SENC: [u8; 16] =
    [0xa2, 0x39, 0x4f, 0x52, 0x5a, 0x9b, 0x4f, 0x14, 0xa2, 0x44, 0x6c, 0x42, 0x7c, 0x64, 0x8d, 0xf4];

/// What one sample is locked with.
#[derive(Debug, Default)]
struct Auxiliary {
    iv: Vec<u8>,
    subsamples: Vec<Subsample>,
}

/// Where the data of the next `traf` begins that does not say it: behind that of the last one.
pub(super) struct Place {
    pub(super) moof: usize,
    pub(super) next: usize,
}

/// Opens the samples of a `traf`, and makes padding of what tells of the lock.
pub(super) fn open(
    bytes: &mut [u8],
    traf: &Found,
    place: &mut Place,
    tracks: &[Track],
    ciphers: &mut Ciphers<'_>,
) -> Result<(), Trouble> {
    let boxes = all(bytes, traf.body.clone());
    let of = |kind: &[u8; 4]| boxes.iter().find(|found| found.kind == *kind);
    let head = of(b"tfhd").ok_or(Trouble::Malformed("traf"))?;
    let head = Head::read(bytes, head, place).ok_or(Trouble::Malformed("tfhd"))?;
    let Some(track) = tracks.iter().find(|track| track.id == head.track) else {
        place.next = samples(bytes, &boxes, &head, 0).map_or(place.next, |(_, end)| end);
        return Ok(());
    };
    let (samples, end) = samples(bytes, &boxes, &head, track.sample_bytes).ok_or(Trouble::Malformed("trun"))?;
    place.next = end;
    let entry = head.entry.unwrap_or(track.entry).checked_sub(1).and_then(|entry| track.entries.get(entry as usize));
    if let Some((scheme, defaults)) = entry.ok_or(Trouble::Malformed("tfhd"))? {
        samples_of(bytes, (&boxes, &head, samples), (*scheme, defaults, &track.groups), ciphers)?;
    }
    for found in &boxes {
        let of_lock = match &found.kind {
            b"senc" | b"saiz" | b"saio" => true,
            b"uuid" => bytes.get(found.body.start..found.body.start + 16) == Some(&OLD_SENC),
            b"sgpd" | b"sbgp" => group::is_of_keys(bytes, found),
            _ => false,
        };
        if of_lock {
            blank(bytes, found);
        }
    }
    Ok(())
}

/// Opens the samples of a `traf` whose format is locked.
fn samples_of(
    bytes: &mut [u8],
    (boxes, head, samples): (&[Found], &Head, Vec<Range<usize>>),
    (scheme, defaults, groups): (Scheme, &Defaults, &[Entry]),
    ciphers: &mut Ciphers<'_>,
) -> Result<(), Trouble> {
    let local = match boxes.iter().find(|found| &found.kind == b"sgpd" && group::is_of_keys(bytes, found)) {
        Some(found) => group::descriptions(bytes, found).ok_or(Trouble::Malformed("sgpd"))?,
        None => Vec::new(),
    };
    let runs = match boxes.iter().find(|found| &found.kind == b"sbgp" && group::is_of_keys(bytes, found)) {
        Some(found) => group::runs(bytes, found).ok_or(Trouble::Malformed("sbgp"))?,
        None => Vec::new(),
    };
    let locks = locks((defaults, groups), &local, &runs, samples.len())?;
    let auxiliary = auxiliary(bytes, boxes, head, &locks)?;
    for ((sample, lock), auxiliary) in samples.into_iter().zip(&locks).zip(&auxiliary) {
        if !lock.locked {
            continue;
        }
        let cipher = ciphers.get(lock.key_id)?;
        let given = if lock.iv_bytes == 0 { &lock.constant_iv } else { &auxiliary.iv };
        // A short vector is followed by zeroes.
        let mut iv = [0; BLOCK];
        iv.get_mut(..given.len()).ok_or(Trouble::Malformed("senc"))?.copy_from_slice(given);
        let sample = bytes.get_mut(sample).ok_or(Trouble::Malformed("trun"))?;
        let done = match scheme {
            Scheme::Cenc => counter(cipher, &iv, sample, &auxiliary.subsamples),
            Scheme::Cbcs => chained(cipher, &iv, sample, &auxiliary.subsamples, lock.pattern),
        };
        done.ok_or(Trouble::Malformed("senc"))?;
    }
    Ok(())
}

/// `tfhd`.
struct Head {
    track: u32,
    /// What offsets are counted from.
    base: usize,
    /// Which of the formats of the track.
    entry: Option<u32>,
    sample_bytes: Option<u32>,
}

impl Head {
    fn read(bytes: &[u8], found: &Found, place: &Place) -> Option<Self> {
        let mut numbers = Numbers::new(bytes, found.body.clone());
        let flags = numbers.number(4)? & 0x00ff_ffff;
        let track = numbers.number(4)? as u32;
        let told = flags & 1 != 0;
        numbers.take(if told { 8 } else { 0 })?;
        let entry = if flags & 2 != 0 { Some(numbers.number(4)? as u32) } else { None };
        numbers.take(if flags & 8 != 0 { 4 } else { 0 })?;
        let sample_bytes = if flags & 16 != 0 { Some(numbers.number(4)? as u32) } else { None };
        // A base in the whole file means nothing in a piece of it; packagers that write one write that of the fragment.
        let from_moof = told || flags & 0x02_0000 != 0;
        Some(Self { track, base: if from_moof { place.moof } else { place.next }, entry, sample_bytes })
    }
}

/// The places of all samples of a `traf`, and where the last ends.
fn samples(bytes: &[u8], boxes: &[Found], head: &Head, usual: u32) -> Option<(Vec<Range<usize>>, usize)> {
    let mut samples = Vec::new();
    let mut at = head.base;
    for found in boxes.iter().filter(|found| &found.kind == b"trun") {
        let mut numbers = Numbers::new(bytes, found.body.clone());
        let flags = numbers.number(4)? & 0x00ff_ffff;
        let count = numbers.number(4)?;
        if flags & 1 != 0 {
            let offset = numbers.number(4)? as u32 as i32;
            at = head.base.checked_add_signed(offset as isize)?;
        }
        if flags & 4 != 0 {
            numbers.take(4)?;
        }
        let each = [0x100, 0x200, 0x400, 0x800];
        let fields = each.iter().filter(|flag| flags & **flag != 0).count() * 4;
        let usual = head.sample_bytes.unwrap_or(usual);
        // A count without fields promises samples of the usual size: they must be there.
        let room = numbers.left().checked_div(fields).or_else(|| bytes.len().checked_div(usual as usize))?;
        if count > room as u64 {
            return None;
        }
        for _ in 0..count {
            if flags & 0x100 != 0 {
                numbers.take(4)?;
            }
            let size = if flags & 0x200 != 0 { numbers.number(4)? as usize } else { usual as usize };
            for flag in [0x400, 0x800] {
                if flags & flag != 0 {
                    numbers.take(4)?;
                }
            }
            let end = at.checked_add(size).filter(|end| *end <= bytes.len())?;
            samples.push(at..end);
            at = end;
        }
    }
    Some((samples, at))
}

/// What each sample is locked with: by its group, or as the track has it.
fn locks<'a>(
    (defaults, groups): (&'a Defaults, &'a [Entry]),
    local: &'a [Entry],
    runs: &[Run],
    count: usize,
) -> Result<Vec<&'a Defaults>, Trouble> {
    let mut locks = Vec::with_capacity(count);
    for run in runs {
        let lock = match run.group {
            0 => Some(defaults),
            group if group > 0x1_0000 => local.get((group - 0x1_0001) as usize),
            group => groups.get((group - 1) as usize),
        };
        let lock = lock.ok_or(Trouble::Malformed("sbgp"))?;
        let left = count - locks.len();
        locks.extend(std::iter::repeat_n(lock, usize::try_from(run.samples).unwrap_or(left).min(left)));
    }
    locks.resize(count, defaults);
    Ok(locks)
}

/// The vector and the subsamples of each sample.
fn auxiliary(bytes: &[u8], boxes: &[Found], head: &Head, locks: &[&Defaults]) -> Result<Vec<Auxiliary>, Trouble> {
    let of = |kind: &[u8; 4]| boxes.iter().find(|found| found.kind == *kind);
    let old = || {
        let is_old = |found: &&Found| {
            &found.kind == b"uuid" && bytes.get(found.body.start..found.body.start + 16) == Some(&OLD_SENC)
        };
        boxes.iter().find(is_old).map(|found| found.body.start + 16..found.body.end)
    };
    if let Some(within) = of(b"senc").map(|found| found.body.clone()).or_else(old) {
        return in_senc(bytes, within, locks).ok_or(Trouble::Malformed("senc"));
    }
    if let (Some(sizes), Some(offsets)) = (of(b"saiz"), of(b"saio")) {
        return elsewhere(bytes, sizes, offsets, head, locks).ok_or(Trouble::Malformed("saiz"));
    }
    // With a constant vector whole samples need nothing more.
    if locks.iter().all(|lock| !lock.locked || lock.iv_bytes == 0) {
        return Ok(locks.iter().map(|_| Auxiliary::default()).collect());
    }
    Err(Trouble::Malformed("traf"))
}

fn in_senc(bytes: &[u8], within: Range<usize>, locks: &[&Defaults]) -> Option<Vec<Auxiliary>> {
    let mut numbers = Numbers::new(bytes, within);
    let flags = numbers.number(4)? & 0x00ff_ffff;
    if flags & 1 != 0 {
        // The vectors of the time before the standard may have a length and a key of their own.
        numbers.take(20)?;
    }
    let count = numbers.number(4)?;
    if count != locks.len() as u64 {
        return None;
    }
    let split = flags & 2 != 0;
    locks.iter().map(|lock| one(&mut numbers, lock, split)).collect()
}

/// Of one sample.
fn one(numbers: &mut Numbers<'_>, lock: &Defaults, split: bool) -> Option<Auxiliary> {
    let length = if lock.locked { lock.iv_bytes } else { 0 };
    let iv = numbers.take(length)?.to_vec();
    let mut subsamples = Vec::new();
    if split {
        for _ in 0..numbers.number(2)? {
            let (clear, locked) = (numbers.number(2)? as usize, numbers.number(4)? as usize);
            subsamples.push(Subsample { clear, locked });
        }
    }
    Some(Auxiliary { iv, subsamples })
}

/// By sizes and offsets, wherever in the segment it is.
fn elsewhere(bytes: &[u8], sizes: &Found, offsets: &Found, head: &Head, locks: &[&Defaults]) -> Option<Vec<Auxiliary>> {
    let mut numbers = Numbers::new(bytes, sizes.body.clone());
    if numbers.number(4)? & 1 != 0 {
        numbers.take(8)?;
    }
    let (usual, count) = (numbers.number(1)?, numbers.number(4)?);
    if count > locks.len() as u64 {
        return None;
    }
    let mut lengths = Vec::new();
    for _ in 0..count {
        lengths.push(if usual == 0 { numbers.number(1)? } else { usual } as usize);
    }
    let wide = number(bytes, offsets.body.start, 1)? == 1;
    let mut numbers = Numbers::new(bytes, offsets.body.clone());
    if numbers.number(4)? & 1 != 0 {
        numbers.take(8)?;
    }
    // One stretch; several are for fragments of several runs, which nobody writes.
    if numbers.number(4)? != 1 {
        return None;
    }
    let offset = numbers.number(if wide { 8 } else { 4 })?;
    let mut at = head.base.checked_add(usize::try_from(offset).ok()?)?;
    let mut found = Vec::new();
    for (lock, length) in locks.iter().zip(lengths) {
        let end = at.checked_add(length)?;
        let mut numbers = Numbers::new(bytes, at..end);
        found.push(one(&mut numbers, lock, length > lock.iv_bytes)?);
        at = end;
    }
    // Those without any are clear.
    found.resize_with(locks.len(), Auxiliary::default);
    Some(found)
}
