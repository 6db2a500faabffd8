//! M4A and M4B (ISO 14496-12, 14496-14, QuickTime File Format): the length of the sound track itself, chapters of both
//! kinds, and iTunes' tags.
//!
//! Chapters stand in a list of Nero's (`chpl`, whose count has one byte) and in a text track that the sound track refers
//! to; the longer list is taken. The movie's own length is not used: a chapter track may stretch it.

mod fragments;
mod table;
mod walk;

use std::io;

use self::table::Samples;
use self::walk::{Box4, children, find};
use super::chapters::{Chapter, tidy};
use super::source::{Source, number};
use super::tags::Tags;
use super::{Audio, AudioError, Codec, Cover, Essence, LARGEST_PART, MOST_CHAPTERS, Picture};

/// Whether a file without `ftyp` begins as the oldest of this kind do.
pub(super) fn begins(head: &[u8]) -> bool {
    head.get(4..8).is_some_and(|name| matches!(name, b"moov" | b"mdat" | b"wide" | b"free" | b"skip"))
}

/// A track as far as it matters.
#[derive(Debug)]
struct Track {
    id: u64,
    handler: [u8; 4],
    codec: Codec,
    scale: u64,
    duration: u64,
    chapters: Option<u64>,
    samples: Option<Samples>,
}

pub(super) fn read<S: Source + ?Sized>(
    source: &S,
    start: u64,
    cover: Cover,
) -> Result<(Audio, Option<Picture>), AudioError> {
    let broken = |what: &str| AudioError::Broken(what.to_owned());
    let top = children(source, start, source.len())?;
    let Some(moov) = top.iter().find(|found| &found.name == b"moov") else {
        return Err(broken("its index (moov) is missing: the file is cut off, or was never finished"));
    };
    let mut tracks = Vec::new();
    for trak in children(source, moov.body, moov.end)?.iter().filter(|found| &found.name == b"trak") {
        tracks.extend(track(source, trak)?);
    }
    let sound = tracks.iter().find(|track| &track.handler == b"soun").ok_or(AudioError::Unknown)?;
    let mut notes = Vec::new();
    let mut duration_ms = sound.duration.saturating_mul(1000) / sound.scale;
    if duration_ms == 0 {
        let fragments = walk::fragments(source, &top, moov, sound.id)?;
        duration_ms = fragments.saturating_mul(1000) / sound.scale;
    }
    if duration_ms == 0 {
        return Err(broken("its index tells of no sound"));
    }
    if top.iter().any(|found| found.is_cut) {
        notes.push("the file is shorter than it says: its end is missing".to_owned());
    }
    let (essence, former) = essence(source, sound, &top, moov)?;
    let udta = find(source, moov, &[*b"udta"])?;
    let nero = match &udta {
        Some(udta) => nero(source, udta, duration_ms)?,
        None => Vec::new(),
    };
    let spoken = tracks.iter().find(|track| Some(track.id) == sound.chapters);
    let quicktime = match spoken {
        Some(track) => tidy(quicktime(source, track)?, duration_ms),
        None => Vec::new(),
    };
    let (chapters, chapter_source) =
        if quicktime.len() >= nero.len() { (quicktime, "quicktime") } else { (nero, "nero") };
    let (tags, picture) = match find(source, moov, &[*b"udta", *b"meta", *b"ilst"])? {
        Some(list) => words(source, &list, cover)?,
        None => (Tags::default(), None),
    };
    let codec = sound.codec;
    Ok((Audio { codec, duration_ms, chapters, chapter_source, tags, essence, former, notes }, picture))
}

fn track<S: Source + ?Sized>(source: &S, trak: &Box4) -> io::Result<Option<Track>> {
    let Some(tkhd) = find(source, trak, &[*b"tkhd"])? else { return Ok(None) };
    let head = source.take(tkhd.body, 32)?;
    let id = if head.first() == Some(&1) { number(&head, 20, 4) } else { number(&head, 12, 4) };
    let (Some(mdhd), Some(hdlr)) =
        (find(source, trak, &[*b"mdia", *b"mdhd"])?, find(source, trak, &[*b"mdia", *b"hdlr"])?)
    else {
        return Ok(None);
    };
    let head = source.take(mdhd.body, 40)?;
    let (scale, duration) = if head.first() == Some(&1) {
        (number(&head, 20, 4), number(&head, 24, 8))
    } else {
        (number(&head, 12, 4), number(&head, 16, 4))
    };
    let handler = source.array::<4>(hdlr.body + 8)?;
    let chapters = match find(source, trak, &[*b"tref", *b"chap"])? {
        Some(chap) => source.array::<4>(chap.body)?.map(|id| u64::from(u32::from_be_bytes(id))),
        None => None,
    };
    let table = find(source, trak, &[*b"mdia", *b"minf", *b"stbl"])?;
    let samples = match &table {
        Some(table) => Samples::read(source, table)?,
        None => None,
    };
    let codec = match &table {
        Some(table) => codec(source, table)?,
        None => Codec::Mp4,
    };
    let (Some(id), Some(scale), Some(handler)) = (id, scale.filter(|scale| *scale > 0), handler) else {
        return Ok(None);
    };
    // All ones mean that nobody knows.
    let duration = duration.filter(|duration| *duration != u64::from(u32::MAX) && *duration != u64::MAX).unwrap_or(0);
    Ok(Some(Track { id, handler, codec, scale, duration, chapters, samples }))
}

fn codec<S: Source + ?Sized>(source: &S, table: &Box4) -> io::Result<Codec> {
    let Some(stsd) = find(source, table, &[*b"stsd"])? else { return Ok(Codec::Mp4) };
    Ok(match source.array::<4>(stsd.body + 12)?.as_ref() {
        Some(b"mp4a") => Codec::Aac,
        Some(b"alac") => Codec::Alac,
        Some(b".mp3") => Codec::Mp3,
        Some(b"fLaC") => Codec::Flac,
        Some(b"Opus") => Codec::Opus,
        _ => Codec::Mp4,
    })
}

/// Of the sound's own samples, so that neither a moved index nor another chapter track changes it, and whether a table lists
/// them or fragments do; and what earlier builds made of fragments, which was everything in the first `mdat`.
fn essence<S: Source + ?Sized>(
    source: &S,
    sound: &Track,
    top: &[Box4],
    moov: &Box4,
) -> io::Result<(Essence, Option<Essence>)> {
    let of = |count: u64, parts: &[Vec<u8>]| {
        let count = count.to_be_bytes();
        Essence::of("mp4", [&count[..]].into_iter().chain(parts.iter().map(Vec::as_slice)))
    };
    if let Some(samples) = sound.samples.as_ref().filter(|samples| samples.count > 0) {
        return Ok((of(samples.count, &samples.sampled(source)?), None));
    }
    let mdat = top.iter().find(|found| &found.name == b"mdat");
    let (start, end) = mdat.map_or((0, source.len()), |mdat| (mdat.body, mdat.end));
    let whole = Essence::sampled("mp4-data", source, start, end)?;
    Ok(match fragments::sampled(source, top, moov, sound.id)? {
        Some((count, parts)) if count > 0 => (of(count, &parts), Some(whole)),
        _ => (whole, None),
    })
}

/// Nero's list: a version, a count, and for each chapter its start in a scale that programs do not agree on, a length
/// byte and a title.
fn nero<S: Source + ?Sized>(source: &S, udta: &Box4, duration_ms: u64) -> io::Result<Vec<Chapter>> {
    /// 100 ns, ms: ffmpeg and Nero, mp4v2.
    const SCALES: [u64; 2] = [10_000, 1];
    let Some(list) = find(source, udta, &[*b"chpl"])? else { return Ok(Vec::new()) };
    let body = source.take(list.body, (list.length() as usize).min(LARGEST_PART))?;
    let mut at = if body.first() == Some(&1) { 8 } else { 4 };
    let count = body.get(at).copied().unwrap_or(0);
    at += 1;
    let mut found = Vec::new();
    for _ in 0..count {
        let (Some(start), Some(length)) = (number(&body, at, 8), body.get(at + 8)) else { break };
        let title = body.get(at + 9..at + 9 + usize::from(*length)).unwrap_or_default();
        found.push((start, text(title)));
        at += 9 + usize::from(*length);
    }
    let latest = found.iter().map(|(start, _)| *start).max().unwrap_or(0);
    let scale = SCALES.into_iter().find(|scale| latest / scale < duration_ms && latest / scale > duration_ms / 1000);
    let scale = scale.unwrap_or(SCALES[0]);
    let chapters = found.into_iter().map(|(start, title)| Chapter { start_ms: start / scale, title });
    Ok(tidy(chapters.collect(), duration_ms))
}

/// The text track: each sample a chapter's title, for as long as the chapter.
fn quicktime<S: Source + ?Sized>(source: &S, track: &Track) -> io::Result<Vec<Chapter>> {
    let Some(samples) = &track.samples else { return Ok(Vec::new()) };
    let mut chapters = Vec::new();
    let (mut time, mut index) = (0_u64, 0);
    'runs: for (count, length) in &samples.durations {
        for _ in 0..*count {
            if chapters.len() >= MOST_CHAPTERS {
                break 'runs;
            }
            let Some((at, size)) = samples.place(source, index)? else { break 'runs };
            let sample = source.take(at, usize::try_from(size).unwrap_or(0).min(4096))?;
            let length_bytes = number(&sample, 0, 2).unwrap_or(0) as usize;
            let title = sample.get(2..(2 + length_bytes).min(sample.len())).unwrap_or_default();
            chapters.push(Chapter { start_ms: time.saturating_mul(1000) / track.scale, title: text(title) });
            time = time.saturating_add(u64::from(*length));
            index += 1;
        }
    }
    Ok(chapters)
}

/// UTF-8, or UTF-16 behind a mark.
fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

/// iTunes' list: an atom for each tag, its value in `data`; free ones have `mean` and `name` beside it.
fn words<S: Source + ?Sized>(source: &S, list: &Box4, cover: Cover) -> io::Result<(Tags, Option<Picture>)> {
    let (mut tags, mut picture) = (Tags::default(), None);
    for item in children(source, list.body, list.end)? {
        let inside = children(source, item.body, item.end)?;
        let named = match inside.iter().find(|found| &found.name == b"name") {
            Some(name) => {
                let name = source.take(name.body + 4, (name.length().saturating_sub(4) as usize).min(256))?;
                String::from_utf8_lossy(&name).into_owned()
            }
            // Atoms are named in Mac Roman, in which 0xA9 is ©.
            None => item.name.iter().map(|byte| char::from(*byte)).collect(),
        };
        for data in inside.iter().filter(|found| &found.name == b"data") {
            if &item.name == b"covr" {
                if cover == Cover::Read && picture.is_none() {
                    let bytes =
                        source.take(data.body + 8, (data.length().saturating_sub(8) as usize).min(LARGEST_PART))?;
                    let mime = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
                    picture = (!bytes.is_empty()).then(|| Picture { mime: mime.to_owned(), bytes });
                }
                continue;
            }
            let value = source.take(data.body, (data.length() as usize).min(64 << 10))?;
            let payload = value.get(8..).unwrap_or_default();
            match (&item.name, number(&value, 0, 4)) {
                (b"trkn", _) => tags.add("TRCK", &number(payload, 2, 2).unwrap_or(0).to_string()),
                (b"disk", _) => tags.add("TPOS", &number(payload, 2, 2).unwrap_or(0).to_string()),
                (_, Some(21 | 0)) if named.ends_with("mvi") => {
                    tags.add(&named, &number(payload, 0, payload.len().min(8)).unwrap_or(0).to_string());
                }
                (_, Some(1)) => tags.add(&named, &String::from_utf8_lossy(payload)),
                _ => {}
            }
        }
    }
    Ok((tags, picture))
}
