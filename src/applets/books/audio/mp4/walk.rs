//! Boxes inside boxes, by their heads alone.

use std::io;

use super::super::source::{Source, number};

/// The most boxes that are looked at in one place: a fragmented file of a day has tens of thousands.
const MOST: usize = 200_000;

/// A box: where its contents are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Box4 {
    pub(super) name: [u8; 4],
    pub(super) body: u64,
    pub(super) end: u64,
    /// It says that it is longer than what it stands in.
    pub(super) is_cut: bool,
}

impl Box4 {
    pub(super) fn length(&self) -> u64 {
        self.end.saturating_sub(self.body)
    }
}

/// The boxes between two places.
pub(super) fn children<S: Source + ?Sized>(source: &S, start: u64, end: u64) -> io::Result<Vec<Box4>> {
    let (mut found, mut at) = (Vec::new(), start);
    while at.saturating_add(8) <= end && found.len() < MOST {
        let head = source.take(at, 16)?;
        let (Some(size), Some(name)) = (number(&head, 0, 4), head.get(4..8)) else { break };
        let (size, inner) = match size {
            0 => (end - at, 8),
            1 => (number(&head, 8, 8).unwrap_or(0), 16),
            size => (size, 8),
        };
        if size < inner {
            break;
        }
        let after = at.saturating_add(size);
        let name = name.try_into().unwrap_or_default();
        found.push(Box4 { name, body: (at + inner).min(end), end: after.min(end), is_cut: after > end });
        at = after;
    }
    Ok(found)
}

/// The first box at the end of a path.
pub(super) fn find<S: Source + ?Sized>(source: &S, parent: &Box4, path: &[[u8; 4]]) -> io::Result<Option<Box4>> {
    let mut here = parent.clone();
    for name in path {
        // `meta` is a box with a version here, and none in QuickTime: there its first child begins at once.
        let mut start = here.body;
        if &here.name == b"meta" && source.array::<8>(start)?.is_none_or(|head| &head[4..] != b"hdlr") {
            start += 4;
        }
        match children(source, start, here.end)?.into_iter().find(|found| &found.name == name) {
            Some(found) => here = found,
            None => return Ok(None),
        }
    }
    Ok(Some(here))
}

/// How long the fragments of a track are, in its time scale.
pub(super) fn fragments<S: Source + ?Sized>(source: &S, top: &[Box4], moov: &Box4, track: u64) -> io::Result<u64> {
    let default = default_duration(source, moov, track)?;
    let mut total = 0_u64;
    for moof in top.iter().filter(|found| &found.name == b"moof") {
        for traf in children(source, moof.body, moof.end)?.iter().filter(|found| &found.name == b"traf") {
            let inside = children(source, traf.body, traf.end)?;
            let Some(head) = inside.iter().find(|found| &found.name == b"tfhd") else { continue };
            let head = source.take(head.body, 32)?;
            if number(&head, 4, 4) != Some(track) {
                continue;
            }
            let flags = number(&head, 1, 3).unwrap_or(0);
            let at = 8 + if flags & 1 != 0 { 8 } else { 0 } + if flags & 2 != 0 { 4 } else { 0 };
            let default = if flags & 8 != 0 { number(&head, at, 4).unwrap_or(default) } else { default };
            for run in inside.iter().filter(|found| &found.name == b"trun") {
                total = total.saturating_add(run_length(source, run, default)?);
            }
        }
    }
    Ok(total)
}

fn default_duration<S: Source + ?Sized>(source: &S, moov: &Box4, track: u64) -> io::Result<u64> {
    let Some(mvex) = find(source, moov, &[*b"mvex"])? else { return Ok(0) };
    for trex in children(source, mvex.body, mvex.end)?.iter().filter(|found| &found.name == b"trex") {
        let body = source.take(trex.body, 24)?;
        if number(&body, 4, 4) == Some(track) {
            return Ok(number(&body, 12, 4).unwrap_or(0));
        }
    }
    Ok(0)
}

fn run_length<S: Source + ?Sized>(source: &S, run: &Box4, default: u64) -> io::Result<u64> {
    let body = source.take(run.body, (run.length() as usize).min(1 << 20))?;
    let (flags, count) = (number(&body, 1, 3).unwrap_or(0), number(&body, 4, 4).unwrap_or(0));
    if flags & 0x100 == 0 {
        return Ok(count.saturating_mul(default));
    }
    let start = 8 + if flags & 1 != 0 { 4 } else { 0 } + if flags & 4 != 0 { 4 } else { 0 };
    let step = 4 * (flags >> 8 & 0xf).count_ones() as usize;
    let each = (0..count as usize).map_while(|index| number(&body, index.checked_mul(step)?.checked_add(start)?, 4));
    Ok(each.fold(0, u64::saturating_add))
}
