//! What the segments of a track are packed in: as far as a playlist or manifest tells, and as their first bytes say.

use super::hls::Media;

/// The length of a packet of MPEG-2 TS, and what each begins with.
pub(super) const PACKET: usize = 188;
pub(super) const SYNC: u8 = 0x47;

/// What segments are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Fragmented MP4.
    Boxes,
    /// MPEG-TS.
    Packets,
    /// `WebM`.
    Clusters,
    /// Frames of AAC with ADTS heads.
    Aac,
    /// Frames of MPEG audio.
    Mp3,
    /// Frames of AC-3.
    Ac3,
    /// Frames of Enhanced AC-3.
    Eac3,
}

impl Packing {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Boxes, Self::Packets, Self::Clusters, Self::Aac, Self::Mp3, Self::Ac3, Self::Eac3];

    /// As a segment begins; `None` for text, and for what is not known.
    #[must_use]
    pub fn seen(bytes: &[u8]) -> Option<Self> {
        if is_ts(bytes) {
            return Some(Self::Packets);
        }
        if is_box(bytes) {
            return Some(Self::Boxes);
        }
        if bytes.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) || bytes.starts_with(&[0x1f, 0x43, 0xb6, 0x75]) {
            return Some(Self::Clusters);
        }
        let mut frames = bytes;
        while let Some(length) = crate::media::ts::tag(frames) {
            frames = frames.get(length..).unwrap_or_default();
        }
        match frames {
            // Bits of the identifier (ETSI TS 102 366 section 4.4.2.1): those of the enhanced format are above 10.
            [0x0b, 0x77, _, _, _, ids, ..] if ids >> 3 > 10 => Some(Self::Eac3),
            [0x0b, 0x77, ..] => Some(Self::Ac3),
            // Two bits of a layer, which ADTS has none of.
            [0xff, second, ..] if second & 0xf6 == 0xf0 => Some(Self::Aac),
            [0xff, second, ..] if second & 0xe0 == 0xe0 => Some(Self::Mp3),
            _ => None,
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Boxes => "fragmented MP4",
            Self::Packets => "MPEG-TS",
            Self::Clusters => "WebM",
            Self::Aac => "frames of AAC",
            Self::Mp3 => "frames of MPEG audio",
            Self::Ac3 => "frames of AC-3",
            Self::Eac3 => "frames of Enhanced AC-3",
        }
    }

    /// What ffmpeg calls it.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::Boxes => "mp4",
            Self::Packets => "mpegts",
            Self::Clusters => "matroska",
            Self::Aac => "aac",
            Self::Mp3 => "mp3",
            Self::Ac3 => "ac3",
            Self::Eac3 => "eac3",
        }
    }

    /// How the name of a file of them ends.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Boxes => "mp4",
            Self::Packets => "ts",
            Self::Clusters => "webm",
            Self::Aac => "aac",
            Self::Mp3 => "mp3",
            Self::Ac3 => "ac3",
            Self::Eac3 => "ec3",
        }
    }

    /// As a playlist looks: by what the names of its segments end in, or else by whether they have an initialisation.
    /// Their first bytes may say something else.
    #[must_use]
    pub fn guessed(media: &Media) -> Self {
        let Some(segment) = media.segments.first() else { return Self::Packets };
        let path = segment.uri.split(['?', '#']).next().unwrap_or_default();
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "ts" | "m2ts" | "mts" => Self::Packets,
            "mp4" | "m4s" | "m4v" | "m4a" | "m4f" | "cmfv" | "cmfa" => Self::Boxes,
            "webm" => Self::Clusters,
            "aac" => Self::Aac,
            "mp3" => Self::Mp3,
            "ac3" => Self::Ac3,
            "ec3" | "eac3" => Self::Eac3,
            _ if segment.map.is_some() => Self::Boxes,
            _ => Self::Packets,
        }
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
}

/// Whether packets of MPEG-2 TS begin here.
pub(super) fn is_ts(bytes: &[u8]) -> bool {
    [0, PACKET, 2 * PACKET].iter().all(|at| bytes.get(*at).is_none_or(|byte| *byte == SYNC)) && !bytes.is_empty()
}

/// Whether a box of ISO 14496-12 begins here that a segment may begin with.
pub(super) fn is_box(bytes: &[u8]) -> bool {
    const KINDS: [&[u8; 4]; 13] = [
        b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"ssix", b"emsg", b"prft", b"free", b"skip", b"uuid",
        b"wide",
    ];
    bytes.get(4..8).is_some_and(|kind| KINDS.iter().any(|known| kind == *known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_kind_is_that_of_the_bytes() {
        let packets = [&[SYNC][..], &[0; PACKET - 1]].concat().repeat(2);
        let tag = b"ID3\x04\0\0\0\0\0\x02xx";
        for (bytes, kind) in [
            (packets, Some(Packing::Packets)),
            (b"\0\0\0\x08moof".to_vec(), Some(Packing::Boxes)),
            (b"\x1a\x45\xdf\xa3".to_vec(), Some(Packing::Clusters)),
            (vec![0xff, 0xf1, 0x50, 0x80], Some(Packing::Aac)),
            ([&tag[..], &[0xff, 0xf9]].concat(), Some(Packing::Aac)),
            (vec![0xff, 0xfb, 0x90], Some(Packing::Mp3)),
            (vec![0x0b, 0x77, 0, 0, 0, 8 << 3], Some(Packing::Ac3)),
            (vec![0x0b, 0x77, 0, 0, 0, 16 << 3], Some(Packing::Eac3)),
            (tag.to_vec(), None),
            (b"WEBVTT".to_vec(), None),
            (b"#EXTM3U\n#EXTINF:1,\nfile:///secret\n".to_vec(), None),
            (b"ffconcat version 1.0\nfile secret\n".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(Packing::seen(&bytes), kind, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = (Packing::seen(&bytes), Packing::seen(&[b"ID3", &bytes[..]].concat()));
        }
    }
}
