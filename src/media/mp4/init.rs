//! What an initialisation says: the tracks of a `moov`, and what holds for the samples of their fragments.

use super::boxes::{Fields, child, children, path};
use crate::media::sample::{Description, Edit, Kind, MediaError};

/// More tracks than any file has.
const MOST_TRACKS: usize = 64;

/// One track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Track {
    /// What fragments call it.
    pub(super) id: u32,
    /// Everything but its sample entry.
    pub(super) description: Description,
    /// Its sample entries, whole boxes.
    pub(super) entries: Vec<Vec<u8>>,
    pub(super) defaults: Defaults,
}

/// What holds for a sample of which a fragment says nothing (section 8.8.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Defaults {
    /// Which sample entry, from 1.
    pub(super) entry: u32,
    pub(super) duration: u32,
    pub(super) size: u32,
    pub(super) flags: u32,
}

/// The tracks of pictures and sound in a `moov`, and the names of other ones.
pub(super) fn read(moov: &[u8]) -> Result<(Vec<Track>, Vec<String>), MediaError> {
    let scale = child(moov, b"mvhd").and_then(header).map_or(0, |(scale, _)| scale);
    let (mut tracks, mut others) = (Vec::new(), Vec::new());
    for (_, trak) in children(moov).filter(|(kind, _)| kind == b"trak").take(MOST_TRACKS) {
        match track(trak, scale) {
            Some(Ok(track)) => tracks.push(track),
            Some(Err(other)) => others.push(other),
            None => return Err(MediaError::damaged("an initialisation whose track cannot be read")),
        }
    }
    for (kind, trex) in child(moov, b"mvex").into_iter().flat_map(children) {
        if let (b"trex", Some((id, defaults))) = (&kind, defaults(trex))
            && let Some(track) = tracks.iter_mut().find(|track| track.id == id)
        {
            track.defaults = defaults;
        }
    }
    for entry in tracks.iter().flat_map(|track| &track.entries) {
        if matches!(entry.get(4..8), Some(b"encv" | b"enca")) {
            return Err(MediaError::unsupported("an encrypted track"));
        }
    }
    Ok((tracks, others))
}

/// The units of time in a second, and what is behind the duration.
pub(super) fn header(bytes: &[u8]) -> Option<(u32, Fields<'_>)> {
    let (version, _, mut fields) = Fields::full(bytes)?;
    fields.skip(if version == 0 { 8 } else { 16 })?;
    let scale = fields.u32()?;
    fields.wide(version)?;
    Some((scale, fields))
}

fn track(trak: &[u8], movie_scale: u32) -> Option<Result<Track, String>> {
    let (version, _, mut fields) = Fields::full(child(trak, b"tkhd")?)?;
    fields.skip(if version == 0 { 8 } else { 16 })?;
    let id = fields.u32()?;
    let size = child(trak, b"tkhd").and_then(|head| head.last_chunk::<8>())?;
    let size = (u32::from(u16::from_be_bytes([size[0], size[1]])), u32::from(u16::from_be_bytes([size[4], size[5]])));
    let mdia = child(trak, b"mdia")?;
    let (timescale, mut fields) = header(child(mdia, b"mdhd")?)?;
    if timescale == 0 {
        return None;
    }
    let language = fields.u16()?;
    let letter = |shift: u16| (language >> shift & 0x1f) as u8 + 0x60;
    let language = [letter(10), letter(5), letter(0)];
    let language = if language.iter().all(u8::is_ascii_lowercase) { language } else { *b"und" };
    let kind = match child(mdia, b"hdlr")?.get(8..12)? {
        b"vide" => Kind::Video,
        b"soun" => Kind::Audio,
        other => return Some(Err(String::from_utf8_lossy(other).into_owned())),
    };
    let stsd = path(mdia, &[b"minf", b"stbl", b"stsd"])?;
    let entries: Vec<Vec<u8>> =
        children(stsd.get(8..)?).map(|(kind, content)| crate::media::codec::entry::boxed(kind, &[content])).collect();
    let first = entries.first()?.clone();
    let edit = path(trak, &[b"edts", b"elst"]).and_then(|list| edit(list, timescale, movie_scale)).unwrap_or_default();
    let description = Description { kind, timescale, size, language, entry: first, edit };
    let defaults = Defaults { entry: 1, ..Defaults::default() };
    Some(Ok(Track { id, description, entries, defaults }))
}

/// How long nothing is presented, and where the presentation then begins.
pub(super) fn edit(list: &[u8], timescale: u32, movie_scale: u32) -> Option<Edit> {
    let (version, _, mut fields) = Fields::full(list)?;
    let mut edit = Edit::default();
    for _ in 0..fields.u32()? {
        let duration = fields.wide(version)?;
        let time = if version == 0 { i64::from(fields.u32()? as i32) } else { fields.u64()? as i64 };
        fields.skip(4)?;
        if time >= 0 {
            edit.media_time = time;
            return Some(edit);
        }
        let scaled = u128::from(duration) * u128::from(timescale) / u128::from(movie_scale.max(1));
        edit.empty = edit.empty.saturating_add(i64::try_from(scaled).ok()?);
    }
    None
}

pub(super) fn defaults(trex: &[u8]) -> Option<(u32, Defaults)> {
    let (_, _, mut fields) = Fields::full(trex)?;
    let id = fields.u32()?;
    Some((id, Defaults { entry: fields.u32()?, duration: fields.u32()?, size: fields.u32()?, flags: fields.u32()? }))
}
