//! What the segments of a track are packed in, as far as a playlist or manifest tells.

use super::hls::Media;

/// What segments are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Fragmented MP4: they have an initialisation.
    Boxes,
    /// MPEG-TS, or packed audio.
    Packets,
    /// `WebM`.
    Clusters,
}

impl Packing {
    /// By whether there is an initialisation.
    #[must_use]
    pub fn of(media: &Media) -> Self {
        let in_boxes = media.segments.first().is_some_and(|segment| segment.map.is_some());
        if in_boxes { Self::Boxes } else { Self::Packets }
    }

    /// By the type that a manifest tells.
    #[must_use]
    pub fn of_type(mime: &str) -> Self {
        match mime {
            "video/mp2t" => Self::Packets,
            mime if mime.ends_with("/webm") => Self::Clusters,
            _ => Self::Boxes,
        }
    }

    /// For people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Boxes => "fragmented MP4",
            Self::Packets => "MPEG-TS or packed audio",
            Self::Clusters => "WebM",
        }
    }

    /// How the name of a file of such segments ends.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Boxes => "mp4",
            Self::Packets => "ts",
            Self::Clusters => "webm",
        }
    }
}
