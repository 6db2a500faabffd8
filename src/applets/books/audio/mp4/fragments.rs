//! The samples of a fragmented file (ISO 14496-12, 8.8): runs of them stand in each fragment, and are the same samples that a
//! table lists once the file is written anew with an index.

use std::io;

use super::super::essence::SAMPLE;
use super::super::source::{Source, number};
use super::walk::{Box4, children, find};

/// Samples that are hashed at each of the three places, as of a table.
const TOGETHER: u64 = 64;

/// The most runs that are kept: a day in fragments of half a second.
const MOST_RUNS: usize = 200_000;

/// Samples that lie one behind the other.
#[derive(Debug)]
struct Run {
    /// How many samples come before it.
    before: u64,
    count: u64,
    /// Where its first sample is.
    offset: u64,
    /// One size for all; or where the first size stands, and how far the next is from it.
    same_size: u64,
    sizes: Option<(u64, u64)>,
}

/// How many samples a track has, and their bytes at the start, in the middle and at the end, as
/// [`Samples::sampled`](super::table::Samples::sampled) has them; none where no fragment is of this track.
pub(super) fn sampled<S: Source + ?Sized>(
    source: &S,
    top: &[Box4],
    moov: &Box4,
    track: u64,
) -> io::Result<Option<(u64, Vec<Vec<u8>>)>> {
    let runs = runs(source, top, moov, track)?;
    let Some(last) = runs.last() else { return Ok(None) };
    let count = last.before.saturating_add(last.count);
    let mut parts = Vec::new();
    for start in [0, count / 2, count.saturating_sub(TOGETHER)] {
        let (mut bytes, mut index) = (Vec::new(), start);
        while bytes.len() < SAMPLE && index < start.saturating_add(TOGETHER).min(count) {
            let Some((at, size)) = place(source, &runs, index)? else { break };
            bytes.extend(size.to_be_bytes());
            bytes.extend(source.take(at, usize::try_from(size).unwrap_or(0).min(SAMPLE))?);
            index += 1;
        }
        parts.push(bytes);
    }
    Ok(Some((count, parts)))
}

/// Where a sample is, and how large.
fn place<S: Source + ?Sized>(source: &S, runs: &[Run], index: u64) -> io::Result<Option<(u64, u64)>> {
    /// A fragment has some seconds; what claims more is not worth adding up.
    const MOST: u64 = 64 << 10;
    let Some(run) = runs.partition_point(|run| run.before <= index).checked_sub(1).map(|at| &runs[at]) else {
        return Ok(None);
    };
    let within = index - run.before;
    if within >= run.count || within > MOST {
        return Ok(None);
    }
    let Some((first, step)) = run.sizes else {
        return Ok(Some((run.offset.saturating_add(within.saturating_mul(run.same_size)), run.same_size)));
    };
    let bytes = source.take(first, (within * step) as usize + 4)?;
    let size = |at: u64| number(&bytes, (at * step) as usize, 4);
    let before = (0..within).filter_map(size).fold(0, u64::saturating_add);
    Ok(size(within).map(|size| (run.offset.saturating_add(before), size)))
}

fn runs<S: Source + ?Sized>(source: &S, top: &[Box4], moov: &Box4, track: u64) -> io::Result<Vec<Run>> {
    let default = default_size(source, moov, track)?;
    let (mut runs, mut before) = (Vec::new(), 0_u64);
    for moof in top.iter().filter(|found| &found.name == b"moof") {
        for traf in children(source, moof.body, moof.end)?.iter().filter(|found| &found.name == b"traf") {
            let inside = children(source, traf.body, traf.end)?;
            let Some(head) = inside.iter().find(|found| &found.name == b"tfhd") else { continue };
            let head = source.take(head.body, 40)?;
            if number(&head, 4, 4) != Some(track) {
                continue;
            }
            let flags = number(&head, 1, 3).unwrap_or(0);
            let base = if flags & 1 == 0 { None } else { number(&head, 8, 8) };
            let base = base.unwrap_or_else(|| moof.body.saturating_sub(8));
            let at = 8 + [(1, 8), (2, 4), (8, 4)]
                .iter()
                .map(|(bit, size)| if flags & bit == 0 { 0 } else { *size })
                .sum::<usize>();
            let default = if flags & 0x10 == 0 { default } else { number(&head, at, 4).unwrap_or(default) };
            let mut next = base;
            for run in inside.iter().filter(|found| &found.name == b"trun") {
                if runs.len() >= MOST_RUNS {
                    return Ok(runs);
                }
                let (run, end) = read(source, run, base, next, default, before)?;
                before = before.saturating_add(run.count);
                next = end;
                runs.push(run);
            }
        }
    }
    Ok(runs)
}

/// One run, and where what follows it lies.
fn read<S: Source + ?Sized>(
    source: &S,
    found: &Box4,
    base: u64,
    next: u64,
    default: u64,
    before: u64,
) -> io::Result<(Run, u64)> {
    let head = source.take(found.body, 16)?;
    let (flags, count) = (number(&head, 1, 3).unwrap_or(0), number(&head, 4, 4).unwrap_or(0));
    let offset = match number(&head, 8, 4).filter(|_| flags & 1 != 0) {
        // Two's complement: it may lie in front.
        Some(offset) => base.saturating_add_signed(i64::from(offset as u32 as i32)),
        None => next,
    };
    let step = 4 * u64::from((flags >> 8 & 0xf).count_ones());
    let first = found.body + 8 + if flags & 1 != 0 { 4 } else { 0 } + if flags & 4 != 0 { 4 } else { 0 };
    let room = found.end.saturating_sub(first).checked_div(step).unwrap_or(u64::MAX);
    let count = count.min(room);
    if flags & 0x200 == 0 {
        let end = offset.saturating_add(count.saturating_mul(default));
        return Ok((Run { before, count, offset, same_size: default, sizes: None }, end));
    }
    let first = first + if flags & 0x100 != 0 { 4 } else { 0 };
    // Only a run that says nothing of its place needs the end of the one before it.
    let bytes = source.take(first, usize::try_from(count.saturating_mul(step)).unwrap_or(0).min(1 << 20))?;
    let sizes = (0..count as usize).map_while(|index| number(&bytes, index.checked_mul(step as usize)?, 4));
    let end = sizes.fold(offset, u64::saturating_add);
    Ok((Run { before, count, offset, same_size: 0, sizes: Some((first, step)) }, end))
}

fn default_size<S: Source + ?Sized>(source: &S, moov: &Box4, track: u64) -> io::Result<u64> {
    let Some(mvex) = find(source, moov, &[*b"mvex"])? else { return Ok(0) };
    for trex in children(source, mvex.body, mvex.end)?.iter().filter(|found| &found.name == b"trex") {
        let body = source.take(trex.body, 24)?;
        if number(&body, 4, 4) == Some(track) {
            return Ok(number(&body, 16, 4).unwrap_or(0));
        }
    }
    Ok(0)
}
