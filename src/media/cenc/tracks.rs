//! What an initialisation says of locked tracks (ISO/IEC 23001-7 sections 8 and 12): which, how, with which key. The
//! boxes that say it become padding, and the formats of samples get their clear names.

use std::ops::Range;

use super::Trouble;
use super::boxes::{Found, Numbers, all, blank, number};
use super::cipher::Pattern;
use super::group::{self, Entry};

/// How samples are locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// AES-CTR.
    Cenc,
    /// AES-CBC with a pattern.
    Cbcs,
}

/// What holds for samples that are in no group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Defaults {
    pub(super) locked: bool,
    pub(super) pattern: Pattern,
    /// The length of the vector of each sample: 0, 8 or 16.
    pub(super) iv_bytes: usize,
    pub(super) key_id: [u8; 16],
    /// For samples without a vector of their own.
    pub(super) constant_iv: Vec<u8>,
}

/// A locked track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Track {
    pub(super) id: u32,
    /// What each of its formats is locked with; fragments say which they have. Packagers write a clear one beside the
    /// locked one for a beginning that is clear.
    pub(super) entries: Vec<Option<(Scheme, Defaults)>>,
    /// The format of fragments that say none, from 1.
    pub(super) entry: u32,
    /// Groups of samples that have keys of their own.
    pub(super) groups: Vec<Entry>,
    /// The size of samples whose fragment says none.
    pub(super) sample_bytes: u32,
}

/// Reads and opens the body of a `moov`.
pub(super) fn movie(bytes: &mut [u8], movie: Range<usize>) -> Result<Vec<Track>, Trouble> {
    let mut tracks = Vec::new();
    let (mut usual, boxes) = (Vec::new(), all(bytes, movie));
    for found in &boxes {
        match &found.kind {
            b"pssh" => blank(bytes, found),
            b"trak" => tracks.extend(track(bytes, found)?),
            b"mvex" => usual = extended(bytes, found),
            _ => {}
        }
    }
    for track in &mut tracks {
        if let Some((_, entry, size)) = usual.iter().find(|(id, ..)| *id == track.id) {
            (track.entry, track.sample_bytes) = (*entry, *size);
        }
    }
    Ok(tracks)
}

/// Track, its usual format and its usual size of samples, from each `trex`.
fn extended(bytes: &[u8], mvex: &Found) -> Vec<(u32, u32, u32)> {
    let of = |found: &Found| {
        let at = found.body.start;
        let field = |offset: usize| Some(number(bytes, at + offset, 4)? as u32);
        Some((field(4)?, field(8)?, field(16)?))
    };
    all(bytes, mvex.body.clone()).iter().filter(|found| &found.kind == b"trex").filter_map(of).collect()
}

/// The first box of this way of types.
fn descend(bytes: &[u8], within: Range<usize>, way: &[&[u8; 4]]) -> Option<Found> {
    let (first, rest) = way.split_first()?;
    let found = all(bytes, within).into_iter().find(|found| found.kind == **first)?;
    if rest.is_empty() { Some(found) } else { descend(bytes, found.body, rest) }
}

fn track(bytes: &mut [u8], trak: &Found) -> Result<Option<Track>, Trouble> {
    let Some(table) = descend(bytes, trak.body.clone(), &[b"mdia", b"minf", b"stbl"]) else { return Ok(None) };
    let head = descend(bytes, trak.body.clone(), &[b"tkhd"]);
    let id = head.and_then(|head| {
        let wide = number(bytes, head.body.start, 1)? == 1;
        number(bytes, head.body.start + if wide { 20 } else { 12 }, 4)
    });
    let mut entries = Vec::new();
    let boxes = all(bytes, table.body);
    for found in boxes.iter().filter(|found| &found.kind == b"stsd") {
        // Version, flags and count stand before the entries.
        let begin = (found.body.start + 8).min(found.body.end);
        for entry in all(bytes, begin..found.body.end) {
            entries.push(entry_of(bytes, &entry)?);
        }
    }
    if entries.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut groups = Vec::new();
    for found in boxes.iter().filter(|found| &found.kind == b"sgpd") {
        if !group::is_of_keys(bytes, found) {
            continue;
        }
        groups = group::descriptions(bytes, found).ok_or(Trouble::Malformed("sgpd"))?;
        blank(bytes, found);
    }
    let id = id.ok_or(Trouble::Malformed("tkhd"))? as u32;
    Ok(Some(Track { id, entries, entry: 1, groups, sample_bytes: 0 }))
}

/// A sample entry: what it is locked with, and its clear name put in its place. `None` for one that is clear.
fn entry_of(bytes: &mut [u8], entry: &Found) -> Result<Option<(Scheme, Defaults)>, Trouble> {
    let fields = match &entry.kind {
        b"encv" => 78,
        // Version 1 and 2 of QuickTime have more fields.
        b"enca" => match number(bytes, entry.body.start + 8, 2) {
            Some(1) => 28 + 16,
            Some(2) => 28 + 36,
            _ => 28,
        },
        b"enct" | b"encs" | b"encm" => 8,
        _ => return Ok(None),
    };
    let begin = (entry.body.start + fields).min(entry.body.end);
    let parts = all(bytes, begin..entry.body.end);
    let mut lock = None;
    for found in parts.iter().filter(|found| &found.kind == b"sinf") {
        let within = || found.body.clone();
        let format = descend(bytes, within(), &[b"frma"]).ok_or(Trouble::Malformed("sinf"))?;
        let format: [u8; 4] = bytes
            .get(format.body.start..format.body.start + 4)
            .and_then(|format| format.try_into().ok())
            .ok_or(Trouble::Malformed("frma"))?;
        let kind = descend(bytes, within(), &[b"schm"]).ok_or(Trouble::Malformed("sinf"))?;
        let kind = bytes.get(kind.body.start + 4..kind.body.start + 8).unwrap_or_default();
        let scheme = match kind {
            b"cenc" => Scheme::Cenc,
            b"cbcs" => Scheme::Cbcs,
            other => return Err(Trouble::Scheme(String::from_utf8_lossy(other).into_owned())),
        };
        let defaults = descend(bytes, within(), &[b"schi", b"tenc"]).ok_or(Trouble::Malformed("sinf"))?;
        let defaults = self::defaults(bytes, defaults.body).ok_or(Trouble::Malformed("tenc"))?;
        bytes[entry.whole.start + 4..entry.whole.start + 8].copy_from_slice(&format);
        blank(bytes, found);
        lock = Some((scheme, defaults));
    }
    lock.map(Some).ok_or(Trouble::Malformed("stsd"))
}

/// `tenc` (section 8.2).
fn defaults(bytes: &[u8], body: Range<usize>) -> Option<Defaults> {
    let mut numbers = Numbers::new(bytes, body);
    let version = numbers.number(1)?;
    numbers.take(4)?;
    let pattern = numbers.number(1)? as u8;
    let pattern = if version == 0 { Pattern::default() } else { Pattern { locked: pattern >> 4, clear: pattern & 15 } };
    key_fields(&mut numbers, pattern)
}

/// The fields that `tenc` and the groups of keys end with.
pub(super) fn key_fields(numbers: &mut Numbers<'_>, pattern: Pattern) -> Option<Defaults> {
    let locked = numbers.number(1)? != 0;
    let iv_bytes = numbers.number(1)? as usize;
    let key_id = numbers.take(16)?.try_into().ok()?;
    let mut constant_iv = Vec::new();
    if locked && iv_bytes == 0 {
        let length = numbers.number(1)? as usize;
        constant_iv = numbers.take(length)?.to_vec();
    }
    let fits = |length: usize| matches!(length, 8 | 16);
    let fine = !locked || fits(iv_bytes) || (iv_bytes == 0 && fits(constant_iv.len()));
    fine.then_some(Defaults { locked, pattern, iv_bytes, key_id, constant_iv })
}
