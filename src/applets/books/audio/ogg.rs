//! Ogg (RFC 3533) around Vorbis, Opus (RFC 7845) and FLAC: the head and comments of the first stream, and the position of
//! its last page.

use std::io;

use super::comments::{self, Comments};
use super::flac::StreamInfo;
use super::source::{Source, little};
use super::{Audio, AudioError, Codec, Cover, Essence, LARGEST_PART, Picture};

/// Where the last page of a stream is looked for, from the end; a page has at most 65307 bytes.
const TAIL: u64 = 256 << 10;

/// Sound that is hashed, from its beginning.
const SAMPLE: usize = 64 << 10;

/// A page's head.
#[derive(Debug, Clone)]
struct Page {
    granule: u64,
    serial: u32,
    lacing: Vec<u8>,
    body: u64,
    end: u64,
}

impl Page {
    fn read<S: Source + ?Sized>(source: &S, at: u64) -> io::Result<Option<Self>> {
        let Some(head) = source.array::<27>(at)?.filter(|head| head.starts_with(b"OggS\0")) else { return Ok(None) };
        let lacing = source.take(at + 27, usize::from(head[26]))?;
        let body = at + 27 + lacing.len() as u64;
        let end = body + lacing.iter().map(|length| u64::from(*length)).sum::<u64>();
        let granule = little(&head, 6, 8).unwrap_or(0);
        let serial = little(&head, 14, 4).unwrap_or(0) as u32;
        Ok((lacing.len() == usize::from(head[26])).then_some(Self { granule, serial, lacing, body, end }))
    }
}

/// The packets at the start of the first stream, and the sound after them.
struct Start {
    serial: u32,
    packets: Vec<Vec<u8>>,
    sound: Vec<u8>,
}

pub(super) fn read<S: Source + ?Sized>(
    source: &S,
    start: u64,
    cover: Cover,
) -> Result<(Audio, Option<Picture>), AudioError> {
    let begun = begin(source, start)?;
    let broken = |what: &str| AudioError::Broken(what.to_owned());
    let head = begun.packets.first().ok_or_else(|| broken("the file ends before its first packet"))?;
    let comments = begun.packets.get(1).map(Vec::as_slice).unwrap_or_default();
    let mut told = None;
    let (codec, rate, skip, said) = match head {
        head if head.starts_with(b"OpusHead") => {
            let skip = little(head, 10, 2).unwrap_or(0);
            (Codec::Opus, 48_000, skip, block(comments, b"OpusTags", cover))
        }
        head if head.starts_with(b"\x01vorbis") => {
            let rate = little(head, 12, 4).filter(|rate| *rate > 0);
            let rate = rate.ok_or_else(|| broken("the head of the stream tells no sample rate"))?;
            (Codec::Vorbis, rate, 0, block(comments, b"\x03vorbis", cover))
        }
        head if head.starts_with(b"\x7fFLAC") => {
            let info = StreamInfo::read(head.get(17..).unwrap_or_default());
            let info = info.ok_or_else(|| broken("the head of the stream tells no sample rate"))?;
            told = info.essence();
            let said = comments.get(4..).map(|block| comments::read(block, cover)).unwrap_or_default();
            (Codec::Flac, info.rate, 0, said)
        }
        _ => return Err(AudioError::Unknown),
    };
    let last = last_granule(source, begun.serial)?.ok_or_else(|| broken("the file ends before its sound"))?;
    let samples = last.saturating_sub(skip);
    let duration_ms = samples.saturating_mul(1000) / rate;
    if duration_ms == 0 {
        return Err(broken("no sound is in the file"));
    }
    let packed = Essence::of(codec.name(), [&samples.to_be_bytes()[..], &begun.sound]);
    let (essence, former) = told.map_or((packed, None), |told| (told, Some(packed)));
    let Comments { tags, chapters, picture } = said;
    let (chapter_source, notes) = ("comments", Vec::new());
    let audio = Audio { codec, duration_ms, chapters, chapter_source, tags, essence, former, notes };
    Ok((audio, picture))
}

fn block(packet: &[u8], name: &[u8], cover: Cover) -> Comments {
    packet.strip_prefix(name).map(|block| comments::read(block, cover)).unwrap_or_default()
}

/// Puts the first packets together, and takes the sound behind them without what pages add to it: where pages begin
/// changes with the length of the comments.
fn begin<S: Source + ?Sized>(source: &S, start: u64) -> Result<Start, AudioError> {
    /// Pages of a comment of 16 MiB, and of the sound.
    const MOST_PAGES: usize = 4096;
    let mut begun = Start { serial: 0, packets: Vec::new(), sound: Vec::new() };
    let (mut at, mut packet, mut wanted) = (start, Vec::new(), None);
    for number in 0..MOST_PAGES {
        let Some(page) = Page::read(source, at)? else { break };
        at = page.end;
        if number == 0 {
            begun.serial = page.serial;
        } else if page.serial != begun.serial {
            continue;
        }
        let body = source.take(page.body, usize::try_from(page.end - page.body).unwrap_or(0))?;
        let mut from = 0;
        for length in &page.lacing {
            let length = usize::from(*length);
            let part = body.get(from..(from + length).min(body.len())).unwrap_or_default();
            from += length;
            if begun.packets.len() == wanted.unwrap_or(usize::MAX) {
                begun.sound.extend_from_slice(part);
                continue;
            }
            if packet.len() + part.len() > LARGEST_PART {
                return Err(AudioError::Broken("its comments are larger than 16 MiB".to_owned()));
            }
            packet.extend_from_slice(part);
            if length < 255 {
                begun.packets.push(std::mem::take(&mut packet));
                wanted = wanted.or_else(|| begun.packets.first().map(|head| headers(head)));
            }
        }
        if begun.sound.len() >= SAMPLE {
            break;
        }
    }
    begun.sound.truncate(SAMPLE);
    Ok(begun)
}

/// How many packets come before the sound.
fn headers(first: &[u8]) -> usize {
    match first {
        [0x7f, b'F', b'L', b'A', b'C', _, _, high, low, ..] => {
            1 + usize::from(u16::from_be_bytes([*high, *low])).max(1)
        }
        [1, b'v', ..] => 3,
        _ => 2,
    }
}

/// The position of the stream's last page that has one.
fn last_granule<S: Source + ?Sized>(source: &S, serial: u32) -> io::Result<Option<u64>> {
    let mut end = source.len();
    // The tail of other streams (chained, or multiplexed) may be long; a file of that kind is read from the back for a while.
    for _ in 0..64 {
        let start = end.saturating_sub(TAIL);
        let tail = source.take(start, usize::try_from(end - start).unwrap_or(0) + 64)?;
        for at in memchr::memmem::rfind_iter(&tail, b"OggS\0") {
            let page = Page::read(source, start + at as u64)?;
            if let Some(page) = page.filter(|page| page.serial == serial && page.granule != u64::MAX) {
                return Ok(Some(page.granule));
            }
        }
        if start == 0 {
            return Ok(None);
        }
        end = start;
    }
    Ok(None)
}
