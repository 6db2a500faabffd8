//! FLAC (RFC 9639): its first block tells the samples and their hash, which is all there is to know of the sound.

use super::comments::{self, Comments};
use super::source::{Source, number};
use super::{Audio, AudioError, Chapter, Codec, Cover, Essence, LARGEST_PART, Picture};

/// Metadata blocks of a file; a padding block at most is usual.
const MOST_BLOCKS: usize = 1024;

/// What STREAMINFO says.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamInfo {
    pub(super) rate: u64,
    pub(super) samples: u64,
    pub(super) md5: [u8; 16],
}

impl StreamInfo {
    /// Reads the 34 bytes of the block (RFC 9639, 8.2).
    pub(super) fn read(block: &[u8]) -> Option<Self> {
        let packed = number(block, 10, 8)?;
        let md5 = block.get(18..34)?.try_into().ok()?;
        let rate = packed >> 44;
        (rate > 0).then_some(Self { rate, samples: packed & 0xf_ffff_ffff, md5 })
    }

    /// The hash of the samples themselves, where the encoder told one: the same in whatever they are packed.
    pub(super) fn essence(&self) -> Option<Essence> {
        let is_told = self.md5 != [0; 16] && self.samples > 0;
        is_told.then(|| Essence::of("flac-md5", [&self.md5[..], &self.samples.to_be_bytes()]))
    }
}

pub(super) fn read<S: Source + ?Sized>(
    source: &S,
    start: u64,
    cover: Cover,
) -> Result<(Audio, Option<Picture>), AudioError> {
    let (mut info, mut said, mut sheet, mut picture) = (None, Comments::default(), Vec::new(), None);
    let mut at = start + 4;
    for _ in 0..MOST_BLOCKS {
        let Some(head) = source.array::<4>(at)? else { break };
        let length = number(&head, 1, 3).unwrap_or(0);
        let wanted = match head[0] & 0x7f {
            0 | 4 | 5 => true,
            6 => cover == Cover::Read && picture.is_none(),
            _ => false,
        };
        let block = if wanted { source.take(at + 4, (length as usize).min(LARGEST_PART))? } else { Vec::new() };
        match head[0] & 0x7f {
            0 => info = StreamInfo::read(&block),
            4 => said = comments::read(&block, cover),
            5 => sheet = block,
            6 => picture = picture.or_else(|| comments::picture(&block)),
            _ => {}
        }
        at += 4 + length;
        if head[0] & 0x80 != 0 {
            break;
        }
    }
    let broken = |what: &str| AudioError::Broken(what.to_owned());
    let info = info.ok_or_else(|| broken("the file ends before its first block (STREAMINFO)"))?;
    if info.samples == 0 {
        return Err(broken("the file does not say how long it plays; an encoder was interrupted"));
    }
    if at >= source.len() {
        return Err(broken("no sound follows the tags; the file is cut off"));
    }
    let essence = match info.essence() {
        Some(essence) => essence,
        None => Essence::sampled("flac", source, at, source.len())?,
    };
    let (chapters, chapter_source) =
        if said.chapters.is_empty() { (cuesheet(&sheet, info.rate), "cuesheet") } else { (said.chapters, "comments") };
    let duration_ms = info.samples.saturating_mul(1000) / info.rate;
    let audio = Audio {
        codec: Codec::Flac,
        duration_ms,
        chapters,
        chapter_source,
        tags: said.tags,
        essence,
        former: None,
        notes: Vec::new(),
    };
    Ok((audio, picture.or(said.picture)))
}

/// The CUESHEET block (RFC 9639, 8.7): tracks of 36 bytes, each followed by 12 bytes for every index; 170 is the end.
fn cuesheet(block: &[u8], rate: u64) -> Vec<Chapter> {
    let count = block.get(395).copied().unwrap_or(0);
    let (mut chapters, mut at) = (Vec::new(), 396);
    for _ in 0..count {
        let (Some(offset), Some(track)) = (number(block, at, 8), block.get(at + 8)) else { break };
        let points = usize::from(block.get(at + 35).copied().unwrap_or(0));
        if !matches!(track, 170 | 255) {
            chapters.push(Chapter { start_ms: offset.saturating_mul(1000) / rate, title: String::new() });
        }
        at += 36 + points * 12;
    }
    chapters
}
