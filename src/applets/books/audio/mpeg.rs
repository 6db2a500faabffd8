//! MP3 without trusting it: the length is that of the frames (ISO 11172-3, 13818-3), by a header that fits the file or by
//! walking over every frame. What Xing, Info and VBRI headers say is believed only where it agrees with the bytes.

use std::io;

use super::source::{Source, little, number};
use super::tags::Tags;
use super::{Audio, AudioError, Codec, Essence, id3};

/// How far junk before the first frame may go.
const JUNK: u64 = 256 << 10;

/// Read at a time while walking.
const WINDOW: usize = 1 << 20;

/// A frame's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    bytes: u64,
    samples: u32,
    rate: u32,
    is_mono: bool,
    is_mpeg1: bool,
}

impl Frame {
    /// Reads four bytes; free-format and reserved ones are none.
    fn read(head: [u8; 4]) -> Option<Self> {
        const V1_L1: [u32; 15] = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
        const V1_L2: [u32; 15] = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
        const V1_L3: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const V2_L1: [u32; 15] = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
        const V2_L23: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        if head[0] != 0xff || head[1] & 0xe0 != 0xe0 {
            return None;
        }
        let (version, layer) = (head[1] >> 3 & 3, head[1] >> 1 & 3);
        let (bit_rate, rate) = (usize::from(head[2] >> 4), usize::from(head[2] >> 2 & 3));
        if version == 1 || layer == 0 || bit_rate == 0 || bit_rate == 15 || rate == 3 {
            return None;
        }
        let is_mpeg1 = version == 3;
        let table = match (is_mpeg1, layer) {
            (true, 3) => V1_L1,
            (true, 2) => V1_L2,
            (true, _) => V1_L3,
            (false, 3) => V2_L1,
            (false, _) => V2_L23,
        };
        let halves = match version {
            3 => 1,
            2 => 2,
            _ => 4,
        };
        let (kbps, rate) = (table[bit_rate], [44_100, 48_000, 32_000][rate] / halves);
        let samples = match (layer, is_mpeg1) {
            (3, _) => 384,
            (1, false) => 576,
            _ => 1152,
        };
        let padding = u32::from(head[2] >> 1 & 1);
        let bytes = match layer {
            3 => (12_000 * kbps / rate + padding) * 4,
            _ => samples / 8 * 1000 * kbps / rate + padding,
        };
        let is_mono = head[3] >> 6 == 3;
        (bytes >= 4).then_some(Self { bytes: u64::from(bytes), samples, rate, is_mono, is_mpeg1 })
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.samples, self.rate, self.is_mpeg1) == (other.samples, other.rate, other.is_mpeg1)
    }
}

/// Reads the file from `start`, where tags at the front end.
pub(super) fn read<S: Source + ?Sized>(source: &S, start: u64) -> Result<Audio, AudioError> {
    let mut tags = id3::version_one(source)?.unwrap_or_default();
    let end = sound_end(source, &mut tags)?;
    let Some((first_at, first)) = first_frame(source, start, end)? else { return Err(AudioError::Unknown) };
    let mut notes = Vec::new();
    let announced = announced(source, first_at, &first, end)?;
    let sound_at = behind_headers(source, first_at, &first, end)?;
    let duration_ms = match announced {
        Some(samples) => samples.saturating_mul(1000) / u64::from(first.rate),
        None => walk(source, sound_at, end, &first, &mut notes)?,
    };
    if duration_ms == 0 || sound_at >= end {
        return Err(AudioError::Broken("not one whole frame of sound is in it".to_owned()));
    }
    let essence = Essence::sampled("mp3", source, sound_at, end)?;
    // Earlier builds took the header for sound; programs that copy or cut a file write it anew.
    let former = if sound_at > first_at { Some(Essence::sampled("mp3", source, first_at, end)?) } else { None };
    let (chapters, chapter_source) = (Vec::new(), "");
    Ok(Audio { codec: Codec::Mp3, duration_ms, chapters, chapter_source, tags, essence, former, notes })
}

/// Where the sound ends and tags at the end begin: ID3v1, APE, Lyrics3.
fn sound_end<S: Source + ?Sized>(source: &S, tags: &mut Tags) -> io::Result<u64> {
    let mut end = source.len();
    if source.array::<3>(end.saturating_sub(128))? == Some(*b"TAG") && end >= 128 {
        end -= 128;
    }
    if let Some(footer) = source.array::<32>(end.saturating_sub(32))?.filter(|footer| footer.starts_with(b"APETAGEX")) {
        let size = little(&footer, 12, 4).unwrap_or(0);
        let with_head = if footer[23] & 0x80 != 0 { 32 } else { 0 };
        if size <= 16 << 20 {
            ape(&source.take(end.saturating_sub(size), size as usize)?, tags);
        }
        end = end.saturating_sub(size.saturating_add(with_head));
    }
    if let Some(tail) = source.array::<15>(end.saturating_sub(15))?.filter(|tail| tail.ends_with(b"LYRICS200")) {
        let digits = std::str::from_utf8(&tail[..6]).ok().and_then(|digits| digits.parse::<u64>().ok());
        end = end.saturating_sub(digits.map_or(0, |size| size + 15));
    }
    Ok(end)
}

/// Items of an APE tag: size, flags, name, NUL, text.
fn ape(body: &[u8], tags: &mut Tags) {
    let mut at = 0;
    while let (Some(size), Some(flags)) = (little(body, at, 4), little(body, at + 4, 4)) {
        let Some(rest) = body.get(at + 8..) else { return };
        let Some(name) = rest.iter().take(256).position(|byte| *byte == 0) else { return };
        let Some(value) = rest.get(name + 1..(name + 1).saturating_add(size as usize)) else { return };
        if flags & 6 == 0 {
            tags.add(&String::from_utf8_lossy(&rest[..name]), &String::from_utf8_lossy(value));
        }
        at = at + 8 + name + 1 + size as usize;
    }
}

/// The first frame that another one like it follows.
fn first_frame<S: Source + ?Sized>(source: &S, start: u64, end: u64) -> io::Result<Option<(u64, Frame)>> {
    let window = source.take(start, usize::try_from(JUNK.min(end.saturating_sub(start))).unwrap_or(0))?;
    for (offset, head) in window.windows(4).enumerate() {
        let Some(frame) = Frame::read([head[0], head[1], head[2], head[3]]) else { continue };
        let at = start + offset as u64;
        let next = at + frame.bytes;
        // The only frame of a file is one too; junk that looks like one is not followed by anything.
        let is_followed = match source.array::<4>(next)?.filter(|_| next < end) {
            Some(head) => Frame::read(head).is_some_and(|next| next.is_like(&frame)),
            None => next == end,
        };
        if is_followed {
            return Ok(Some((at, frame)));
        }
    }
    Ok(None)
}

/// What a first frame says of the others, and is no sound itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    /// Xing's, or Info, as encoders of a constant bit rate call the same; where its fields begin.
    Xing(usize),
    /// Fraunhofer's.
    Vbri,
}

impl Header {
    /// Looks for a header in the bytes of a frame.
    fn of(bytes: &[u8], frame: &Frame) -> Option<Self> {
        let side = match (frame.is_mpeg1, frame.is_mono) {
            (true, false) => 32,
            (true, true) | (false, false) => 17,
            (false, true) => 9,
        };
        let xing = 4 + side;
        match bytes.get(xing..xing + 4) {
            Some(b"Xing" | b"Info") => Some(Self::Xing(xing + 4)),
            _ if bytes.get(36..40) == Some(b"VBRI") => Some(Self::Vbri),
            _ => None,
        }
    }
}

/// Where the first frame begins that is no header. Programs that do not know the header of another put theirs before it.
fn behind_headers<S: Source + ?Sized>(source: &S, first_at: u64, first: &Frame, end: u64) -> io::Result<u64> {
    const MOST: usize = 4;
    let (mut at, mut frame) = (first_at, *first);
    for _ in 0..MOST {
        if Header::of(&source.take(at, 64)?, &frame).is_none() {
            break;
        }
        at = at.saturating_add(frame.bytes).min(end);
        match source.array::<4>(at)?.and_then(Frame::read).filter(|next| next.is_like(first)) {
            Some(next) => frame = next,
            None => break,
        }
    }
    Ok(at)
}

/// Samples by a Xing, Info or VBRI header in the first frame; `None` where there is none, or where it contradicts the
/// file, as after cutting and joining.
fn announced<S: Source + ?Sized>(source: &S, at: u64, frame: &Frame, end: u64) -> io::Result<Option<u64>> {
    let head = source.take(at, usize::try_from(frame.bytes).unwrap_or(0).max(64))?;
    let sound = end.saturating_sub(at);
    let header = Header::of(&head, frame);
    if let Some(Header::Xing(fields)) = header {
        let flags = number(&head, fields, 4).unwrap_or(0);
        let frames = (flags & 1 != 0).then(|| number(&head, fields + 4, 4)).flatten();
        let bytes_at = fields + 4 + if flags & 1 != 0 { 4 } else { 0 };
        let bytes = (flags & 2 != 0).then(|| number(&head, bytes_at, 4)).flatten();
        let Some(frames) = frames.filter(|frames| *frames > 0) else { return Ok(None) };
        if !agrees(bytes, sound, frames) {
            return Ok(None);
        }
        let samples = frames * u64::from(frame.samples);
        // LAME: twelve bits each of what the encoder put before and behind.
        let lame = bytes_at
            + if flags & 2 != 0 { 4 } else { 0 }
            + if flags & 4 != 0 { 100 } else { 0 }
            + if flags & 8 != 0 { 4 } else { 0 };
        let trimmed = number(&head, lame + 21, 3)
            .filter(|_| head.get(lame..lame + 3).is_some_and(|n| n == b"LAM" || n == b"Lav"));
        let trimmed = trimmed.map_or(0, |both| (both >> 12) + (both & 0xfff));
        return Ok(Some(samples.saturating_sub(trimmed)));
    }
    if header == Some(Header::Vbri) {
        let (bytes, frames) = (number(&head, 46, 4), number(&head, 50, 4).unwrap_or(0));
        if frames > 0 && agrees(bytes, sound, frames) {
            return Ok(Some(frames * u64::from(frame.samples)));
        }
    }
    Ok(None)
}

/// Whether a header that tells bytes and frames can be about this much sound.
fn agrees(bytes: Option<u64>, sound: u64, frames: u64) -> bool {
    /// Programs count the header's own frame, or do not; tags that are not known here may follow.
    const SLACK: u64 = 16 << 10;
    let bytes_agree = bytes.is_none_or(|bytes| bytes.abs_diff(sound) <= SLACK + sound / 100);
    // No frame is longer than 1441 bytes, nor shorter than 24.
    bytes_agree && frames.saturating_mul(24) <= sound.saturating_add(SLACK) && frames.saturating_mul(2900) >= sound / 2
}

/// Adds up every frame, in milliseconds.
fn walk<S: Source + ?Sized>(
    source: &S,
    start: u64,
    end: u64,
    first: &Frame,
    notes: &mut Vec<String>,
) -> io::Result<u64> {
    let (mut at, mut samples, mut skipped) = (start, 0_u64, 0_u64);
    let (mut base, mut window) = (start, source.take(start, WINDOW)?);
    while at + 4 <= end {
        if at < base || at + 4 > base + window.len() as u64 {
            (base, window) = (at, source.take(at, WINDOW)?);
        }
        let offset = usize::try_from(at - base).unwrap_or(usize::MAX);
        let Some(head) = window.get(offset..offset.saturating_add(4)) else { break };
        match Frame::read([head[0], head[1], head[2], head[3]]).filter(|frame| frame.rate == first.rate) {
            Some(frame) if at + frame.bytes <= end => {
                samples += u64::from(frame.samples);
                at += frame.bytes;
            }
            Some(_) => {
                notes.push("the last frame is cut off".to_owned());
                break;
            }
            None => {
                skipped += 1;
                at += 1;
            }
        }
    }
    if skipped > 0 {
        notes.push(format!("{skipped} bytes between frames are no sound"));
    }
    Ok(samples.saturating_mul(1000) / u64::from(first.rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// MPEG 1 layer 3, 44.1 kHz, of these bit rates in turn.
    fn frames(kbps: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for index in kbps {
            let head = [0xff, 0xfb, index << 4, 0xc0];
            let frame = Frame::read(head).unwrap();
            bytes.extend(head);
            bytes.resize(bytes.len() + frame.bytes as usize - 4, 0x55);
        }
        bytes
    }

    #[test]
    fn a_file_without_a_header_is_as_long_as_its_frames() {
        let bytes = frames(&[1, 14, 5, 9].repeat(25));
        let audio = read(&bytes[..], 0).unwrap();
        assert_eq!(audio.duration_ms, 100 * 1152 * 1000 / 44_100);
        assert!(audio.notes.is_empty());
    }

    #[test]
    fn junk_before_and_between_is_told() {
        let mut bytes = vec![0xff, 0xfb, 0x90, 0, 1, 2, 3];
        bytes.extend(frames(&[9; 10]));
        bytes.extend([1, 2, 3]);
        bytes.extend(frames(&[9; 10]));
        let audio = read(&bytes[..], 0).unwrap();
        assert_eq!(audio.duration_ms, 20 * 1152 * 1000 / 44_100);
        assert_eq!(audio.notes, ["3 bytes between frames are no sound"]);
    }

    #[test]
    fn a_header_that_contradicts_the_file_is_not_believed() {
        let mut bytes = frames(&[9; 100]);
        bytes[21..25].copy_from_slice(b"Xing");
        bytes[25..29].copy_from_slice(&3_u32.to_be_bytes());
        bytes[29..33].copy_from_slice(&5000_u32.to_be_bytes());
        bytes[33..37].copy_from_slice(&2_000_000_u32.to_be_bytes());
        assert_eq!(read(&bytes[..], 0).unwrap().duration_ms, 99 * 1152 * 1000 / 44_100);
    }

    #[test]
    fn headers_are_no_sound_whatever_they_say() {
        let sound = frames(&[9, 5, 9, 14].repeat(400));
        let headed = |names: &[(usize, &[u8; 4], u8)]| {
            let mut bytes = Vec::new();
            for (at, name, filler) in names {
                let mut frame = frames(&[9]);
                frame[44..].fill(*filler);
                frame[*at..at + 4].copy_from_slice(*name);
                bytes.extend(frame);
            }
            bytes.extend(&sound);
            read(&bytes[..], 0).unwrap()
        };
        let bare = read(&sound[..], 0).unwrap();
        assert_eq!(bare.former, None);
        for names in
            [&[(21, b"Xing", 0)][..], &[(21, b"Info", 1)], &[(36, b"VBRI", 2)], &[(21, b"Info", 3), (21, b"Xing", 4)]]
        {
            let audio = headed(names);
            assert_eq!((audio.essence, audio.duration_ms), (bare.essence, bare.duration_ms), "{names:?}");
            assert_ne!(audio.former, Some(bare.essence), "{names:?}");
            assert!(audio.former.is_some(), "{names:?}");
        }
        assert_ne!(headed(&[(21, b"Info", 1)]).former, headed(&[(21, b"Info", 3)]).former);
        let mut lone = frames(&[9]);
        lone[21..25].copy_from_slice(b"Info");
        assert!(matches!(read(&lone[..], 0), Err(AudioError::Broken(_))));
    }

    #[test]
    fn text_is_no_sound() {
        let text = "This is not audio, whatever its name says. ".repeat(100);
        assert!(matches!(read(text.as_bytes(), 0), Err(AudioError::Unknown)));
    }
}
