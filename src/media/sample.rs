//! What a demuxer gives and a muxer takes: samples of tracks, and what a decoder must know before them.

use std::io;

/// What a track is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Pictures.
    Video,
    /// Sound.
    Audio,
}

/// What holds for the samples behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// What the track is.
    pub kind: Kind,
    /// Units of time in a second.
    pub timescale: u32,
    /// Size of the picture, pixels; 0 for sound.
    pub size: (u32, u32),
    /// ISO 639-2; `und` where it is not known.
    pub language: [u8; 3],
    /// The sample entry (ISO 14496-12 section 8.5.2), the whole box.
    pub entry: Vec<u8>,
    /// Where the presentation begins, where the source says so.
    pub edit: Edit,
}

impl Description {
    /// The four letters of the format.
    #[must_use]
    pub fn format(&self) -> String {
        String::from_utf8_lossy(self.entry.get(4..8).unwrap_or_default()).into_owned()
    }
}

/// The edit list of a source: how its presentation lies on its media, in units of the track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edit {
    /// Nothing is presented for so long.
    pub empty: i64,
    /// The time of the media that is presented first: what lies before primes the decoder.
    pub media_time: i64,
}

/// One sample: a picture, or a frame of sound.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// When it is decoded, in units of its track.
    pub dts: i64,
    /// When it is presented, behind that.
    pub offset: i64,
    /// How long it plays, where that is known without the next one.
    pub duration: Option<u32>,
    /// Whether decoding can begin with it.
    pub sync: bool,
    /// Its bytes, as MP4 has them.
    pub data: &'a [u8],
}

/// What lies between two pieces of media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// Something is missing; times go on.
    Gap,
    /// Another timeline begins: times have nothing to do with those before.
    Timeline,
}

/// Takes what a demuxer finds. Tracks are numbered from 0; a track is described before its first sample.
pub trait Sink {
    /// What holds for the samples of a track from here on.
    ///
    /// # Errors
    /// What the sink cannot hold.
    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError>;

    /// The next sample of a track.
    ///
    /// # Errors
    /// What the sink cannot hold, or not write.
    fn sample(&mut self, track: usize, sample: Sample<'_>) -> Result<(), MediaError>;

    /// Something that people should know, once.
    fn note(&mut self, text: &str);
}

/// Why media cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// A format that is not known here.
    #[error("{what} cannot be held in MP4 here")]
    Unsupported {
        /// Which.
        what: String,
    },
    /// Not what it seems to be.
    #[error("{what}")]
    Damaged {
        /// What is wrong.
        what: String,
    },
    /// The disk.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl MediaError {
    pub(super) fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into() }
    }

    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
