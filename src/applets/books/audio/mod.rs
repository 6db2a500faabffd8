//! What an audio file says of itself: how long it plays, its chapters, its tags, its cover, and by what it is recognised
//! when everything but the sound has changed.
//!
//! ```text
//! source     bytes where they are needed        essence    the hash of the sound alone
//! id3        tags of MP3, chapters, cover       mpeg       MP3 frames: exact length without a header
//! mp4        boxes of M4A and M4B               flac, ogg  blocks and pages
//! comments   CHAPTER001=… of FLAC, Vorbis, Opus overdrive  markers of library loans
//! chapters   sorted, within the file, no doubles
//! ```
//!
//! The readers are our own: the files that matter here (more than 255 chapters, VBR without a header, durations that a
//! chapter track stretches) are those that general libraries read wrongly, and the hash needs the places of the sound
//! anyway. Each is bounded in memory and in steps, whatever the file says, and panics on nothing (`tests/fuzz`).

mod chapters;
mod comments;
mod essence;
mod flac;
mod id3;
mod mp4;
mod mpeg;
mod ogg;
mod overdrive;
mod source;
mod tags;
#[cfg(test)]
mod tests;

use std::io;

use serde::{Deserialize, Serialize};

pub use chapters::{Chapter, tidy};
pub use essence::Essence;
pub use source::{FileSource, Source};
pub use tags::Tags;

/// The most that is read of one tag, comment or table: a cover of 15 MiB fits.
const LARGEST_PART: usize = 16 << 20;

/// The most chapters that are kept of one file.
pub const MOST_CHAPTERS: usize = 100_000;

/// Which hashes these are, counted up when what counts as sound changes. The first ones had the header frame of MP3 in
/// them, and knew FLAC in Ogg by its pages and fragments of MP4 by the first of them.
pub const HASHES: u8 = 3;

/// How the sound is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// MPEG layer 3, and its elders.
    Mp3,
    /// AAC in MP4.
    Aac,
    /// Apple's lossless in MP4.
    Alac,
    /// Something else in MP4.
    Mp4,
    /// FLAC, alone or in Ogg.
    Flac,
    /// Vorbis.
    Vorbis,
    /// Opus.
    Opus,
}

impl Codec {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::Aac => "aac",
            Self::Alac => "alac",
            Self::Mp4 => "mp4",
            Self::Flac => "flac",
            Self::Vorbis => "vorbis",
            Self::Opus => "opus",
        }
    }
}

/// A picture inside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`.
    pub mime: String,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// What was found in one file.
#[derive(Debug, Clone)]
pub struct Audio {
    /// How the sound is coded.
    pub codec: Codec,
    /// How long it plays, in milliseconds.
    pub duration_ms: u64,
    /// Sorted, all within the file.
    pub chapters: Vec<Chapter>,
    /// Where the chapters come from: `id3`, `nero`, `quicktime`, `comments`, `overdrive`, `cuesheet`.
    pub chapter_source: &'static str,
    /// What the file says in words.
    pub tags: Tags,
    /// The hash of the sound.
    pub essence: Essence,
    /// The hash that earlier builds made of it, where that is another.
    pub former: Option<Essence>,
    /// What is odd about the file, in sentences.
    pub notes: Vec<String>,
}

/// A file that cannot be a part of a book.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is something else, whatever its name says.
    #[error("this is no audio file that is known here (MP3, M4A, M4B, FLAC, Ogg Vorbis, Opus)")]
    Unknown,
    /// It ends before what is needed to play it.
    #[error("{0}")]
    Broken(String),
}

/// Whether the picture is wanted as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// It is left where it is.
    Skip,
    /// It is read.
    Read,
}

/// Reads a file by what is in it; its name does not matter.
///
/// # Errors
/// It is no audio, or broken where it matters.
pub fn read<S: Source + ?Sized>(source: &S) -> Result<Audio, AudioError> {
    Ok(read_with(source, Cover::Skip)?.0)
}

/// Reads a file, and its cover where that is wanted.
///
/// # Errors
/// As [`read`].
pub fn read_with<S: Source + ?Sized>(source: &S, cover: Cover) -> Result<(Audio, Option<Picture>), AudioError> {
    if source.is_empty() {
        return Err(AudioError::Empty);
    }
    // Tags of MP3 may stand before anything.
    let tag = id3::read(source, 0, cover)?;
    let start = tag.as_ref().map_or(0, |tag| tag.end);
    let head = source.take(start, 64)?;
    let (mut audio, mut picture) = match &head[..] {
        [b'f', b'L', b'a', b'C', ..] => flac::read(source, start, cover)?,
        [b'O', b'g', b'g', b'S', ..] => ogg::read(source, start, cover)?,
        _ if head.get(4..8) == Some(b"ftyp") || mp4::begins(&head) => mp4::read(source, start, cover)?,
        _ => (mpeg::read(source, start)?, None),
    };
    if let Some(tag) = tag {
        if audio.chapters.is_empty() && !tag.chapters.is_empty() {
            (audio.chapters, audio.chapter_source) = (tag.chapters, tag.chapter_source);
        }
        audio.tags.fill(tag.tags);
        picture = picture.or(tag.picture);
    }
    audio.chapters = tidy(audio.chapters, audio.duration_ms);
    Ok((audio, picture))
}
