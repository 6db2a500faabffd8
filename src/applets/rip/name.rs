//! Names of files: what a URL gives, and whether a name promises what the segments are.

use std::path::{Path, PathBuf};

use super::error::RipError;
use crate::kit::net::SafeUrl;
use crate::media::hls::Media;

/// Longer names are cut: file systems take 255 bytes, and endings follow.
const LONGEST: usize = 100;

/// What segments are, as far as a playlist tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segments {
    /// Fragmented MP4: they have an initialisation.
    Boxes,
    /// MPEG-TS, or packed audio.
    Packets,
    /// `WebM`.
    Clusters,
}

impl Segments {
    pub(super) fn of(media: &Media) -> Self {
        let in_boxes = media.segments.first().is_some_and(|segment| segment.map.is_some());
        if in_boxes { Self::Boxes } else { Self::Packets }
    }

    /// By the type that a manifest tells.
    pub(super) fn of_type(mime: &str) -> Self {
        match mime {
            "video/mp2t" => Self::Packets,
            mime if mime.ends_with("/webm") => Self::Clusters,
            _ => Self::Boxes,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Boxes => "fragmented MP4",
            Self::Packets => "MPEG-TS or packed audio",
            Self::Clusters => "WebM",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Boxes => "mp4",
            Self::Packets => "ts",
            Self::Clusters => "webm",
        }
    }
}

/// Refuses a name that promises another container.
pub(super) fn check(path: &Path, segments: Segments) -> Result<(), RipError> {
    const BOXES: [&str; 6] = ["mp4", "m4v", "m4a", "m4s", "mov", "cmfv"];
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let promised = match extension.as_str() {
        "mkv" | "webm" => Some(Segments::Clusters),
        extension if BOXES.contains(&extension) => Some(Segments::Boxes),
        "ts" | "m2ts" | "mts" => Some(Segments::Packets),
        _ => return Ok(()),
    };
    if promised == Some(segments) {
        return Ok(());
    }
    let instead = path.with_extension(segments.extension());
    Err(RipError::Container { path: path.to_owned(), segments: segments.words(), instead })
}

/// A name in the working directory: that of the playlist, without what a file name must not have.
pub(super) fn from_url(url: &SafeUrl, segments: Segments) -> PathBuf {
    let last = url.path().rsplit('/').next().unwrap_or_default();
    let last = percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned();
    let stem = last.rsplit_once('.').map_or(last.as_str(), |(stem, _)| stem);
    let clean: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || "-_ ()[]".contains(c) { c } else { '_' })
        .take(LONGEST)
        .collect();
    let clean = clean.trim().trim_start_matches('-');
    let stem = if clean.is_empty() { "stream" } else { clean };
    PathBuf::from(format!("{stem}.{}", segments.extension()))
}

/// The name of the sound beside `main`: `x.audio.ts` beside `x.ts`. A device takes both.
pub(super) fn beside(main: &Path, segments: Segments) -> PathBuf {
    if std::fs::metadata(main).is_ok_and(|there| !there.is_file()) {
        return main.to_owned();
    }
    main.with_extension(format!("audio.{}", segments.extension()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    #[test]
    fn a_name_is_taken_from_the_url_and_is_harmless() {
        for (url, name) in [
            ("http://h/video/master.m3u8?token=x", "master.ts"),
            ("http://h/a%20b.m3u8", "a b.ts"),
            ("http://h/..%2F..%2Fetc%2Fpasswd", "____.ts"),
            ("http://h/", "stream.ts"),
            ("http://h/-rf.m3u8", "rf.ts"),
            ("http://h/%00%1b[31m.m3u8", "__[31m.ts"),
        ] {
            assert_eq!(from_url(&parse_url(url).unwrap(), Segments::Packets), PathBuf::from(name), "{url}");
        }
    }

    #[test]
    fn a_name_must_not_promise_another_container() {
        for (name, segments, fits) in [
            ("x.ts", Segments::Packets, true),
            ("x.ts", Segments::Boxes, false),
            ("x.mp4", Segments::Boxes, true),
            ("x.MP4", Segments::Packets, false),
            ("x.m4a", Segments::Boxes, true),
            ("x.mkv", Segments::Boxes, false),
            ("x.webm", Segments::Clusters, true),
            ("x.mp4", Segments::Clusters, false),
            ("x", Segments::Packets, true),
            ("/dev/null", Segments::Boxes, true),
            ("x.aac", Segments::Packets, true),
        ] {
            assert_eq!(check(Path::new(name), segments).is_ok(), fits, "{name} {segments:?}");
        }
    }

    #[test]
    fn the_sound_lies_beside_the_picture() {
        assert_eq!(beside(Path::new("a/x.ts"), Segments::Packets), Path::new("a/x.audio.ts"));
        assert_eq!(beside(Path::new("x.mp4"), Segments::Boxes), Path::new("x.audio.mp4"));
        assert_eq!(beside(Path::new("/dev/null"), Segments::Packets), Path::new("/dev/null"));
    }
}
