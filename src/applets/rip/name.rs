//! Names of files: what a URL gives, and whether a name promises what the segments are.

mod template;

use std::path::{Path, PathBuf};

pub use self::template::{Field, Template, TemplateError};
use super::error::RipError;
use super::plan::container;
use super::plan::{Container, Remux};
use crate::kit::net::SafeUrl;
use crate::media::mux::Keep;
pub(super) use crate::media::packing::Packing as Segments;
use crate::media::subtitles::Form;

/// Longer names are cut: file systems take 255 bytes, and endings follow.
const LONGEST: usize = 100;

/// What the files of a recording will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Each track as it came, in a file of its own.
    Copies,
    /// One MP4 of all tracks.
    Movie(Keep),
    /// One file, made by ffmpeg.
    Foreign,
}

/// What is wanted, what there is, and what is refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) container: Container,
    pub(super) remux: Remux,
    /// Where the main track goes; none is a name of ours.
    pub(super) path: Option<&'a Path>,
    /// Whether that is a pipe or a device: written as it comes.
    pub(super) flows: bool,
    pub(super) segments: Segments,
    pub(super) tracks: usize,
}

impl Wish<'_> {
    /// What it means.
    pub(super) fn shape(self) -> Result<Shape, RipError> {
        let extension = self.path.and_then(Path::extension).and_then(|extension| extension.to_str());
        let foreign = extension
            .is_some_and(|extension| ["mkv", "webm", "mka"].iter().any(|known| extension.eq_ignore_ascii_case(known)));
        let packets = !matches!(self.segments, Segments::Boxes | Segments::Clusters);
        let clusters = self.segments == Segments::Clusters;
        if let Some(other) = self.other(extension.unwrap_or_default()) {
            let instead = self.instead(self.segments.extension());
            return Err(self.refused(other, format!("{instead}; --remux ffmpeg makes other formats")));
        }
        #[expect(clippy::match_same_arms, reason = "arms are read in their order")]
        match (self.container, self.flows) {
            (_, false) if self.remux == Remux::Ffmpeg => Ok(Shape::Foreign),
            (Container::Auto, _) if clusters => Ok(Shape::Copies),
            (Container::Ts, _) if clusters => Err(self.refused("MPEG-TS", self.instead("webm"))),
            (Container::Mp4 | Container::M4a, _) if clusters => Err(self.refused("MP4", self.instead("webm"))),
            (Container::Fmp4, _) if clusters => Err(self.refused("fragmented MP4", self.instead("webm"))),
            (Container::Auto, _) if foreign => Err(self.refused("Matroska", "--remux ffmpeg makes it".to_owned())),
            (Container::Auto, true) => Ok(Shape::Copies),
            (Container::Auto, false) if self.path.is_some() => Ok(Shape::Copies),
            (Container::Auto, false) if packets && self.tracks < 2 => Ok(Shape::Copies),
            (Container::Ts, _) if packets => Ok(Shape::Copies),
            (Container::Ts, _) => Err(self.refused("MPEG-TS", self.instead("mp4"))),
            (Container::Mp4 | Container::M4a, true) if packets => {
                Err(self.refused("MP4", "name a file that ends in .mp4".to_owned()))
            }
            (Container::Fmp4, _) if packets => Err(self.refused("fragmented MP4", self.instead("mp4"))),
            (Container::Fmp4, _) | (_, true) => Ok(Shape::Copies),
            (Container::Auto | Container::Mp4, false) => Ok(Shape::Movie(Keep::All)),
            (Container::M4a, false) => Ok(Shape::Movie(Keep::Sound)),
        }
    }

    /// What a name promises that segments are never: nobody would find out before a player does.
    fn other(self, extension: &str) -> Option<&'static str> {
        if self.remux == Remux::Ffmpeg || self.flows || self.container != Container::Auto {
            return None;
        }
        Some(match extension.to_ascii_lowercase().as_str() {
            "wav" => "WAVE",
            "opus" | "ogg" | "oga" | "ogv" => "Ogg",
            "flac" => "FLAC",
            "avi" => "AVI",
            "flv" => "Flash video",
            "wmv" | "wma" | "asf" => "Windows Media",
            "txt" | "srt" | "vtt" | "json" | "html" | "m3u8" | "mpd" => "text",
            // Packed audio is that.
            ending @ ("mp3" | "aac" | "ac3" | "ec3") if self.segments.extension() != ending => "frames of sound",
            _ => return None,
        })
    }

    fn refused(self, wanted: &'static str, instead: String) -> RipError {
        let path = self.path.map_or_else(|| "the recording".to_owned(), |path| path.display().to_string());
        RipError::Container { path, wanted, segments: self.segments.words(), instead }
    }

    fn instead(self, extension: &str) -> String {
        let Some(path) = self.path.filter(|_| !self.flows) else { return "leave out --container".to_owned() };
        let other = path.with_extension(extension);
        // Whether it was asked for by that flag, and not by the name.
        let told = container(Container::Auto, Some(path)) != self.container;
        match (told, other == path) {
            (true, true) => "leave out --container".to_owned(),
            (true, false) => format!("leave out --container, and write -o {}", other.display()),
            (false, _) => format!("write -o {}", other.display()),
        }
    }

    /// An ending that names nothing that is known here, where the file is what the segments are.
    pub(super) fn unknown_ending(self) -> Option<&'static str> {
        /// Those of files that hold what is copied, and of what is made.
        const KNOWN: [&str; 22] = [
            "ts", "m2ts", "mts", "m2t", "tp", "trp", "mpg", "mpeg", "mp4", "m4v", "mov", "m4a", "m4s", "cmfv", "cmfa",
            "webm", "mkv", "mka", "aac", "mp3", "ac3", "ec3",
        ];
        let ending = self.path.filter(|_| !self.flows)?.extension()?.to_str()?;
        let is_word = (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_known = KNOWN.iter().any(|known| ending.eq_ignore_ascii_case(known));
        (self.container == Container::Auto && is_word && !is_known).then(|| self.segments.words())
    }
}

/// How the name of a file ends that is named by us.
pub(super) fn extension(shape: Shape, container: Container, segments: Segments) -> &'static str {
    match (shape, container) {
        (Shape::Movie(Keep::Sound), _) | (Shape::Foreign, Container::M4a) => "m4a",
        (Shape::Foreign, Container::Ts) => "ts",
        (Shape::Movie(Keep::All) | Shape::Foreign, _) => "mp4",
        (Shape::Copies, _) => segments.extension(),
    }
}

/// A name in the working directory: that of the playlist, without what a file name must not have.
pub(super) fn from_url(url: &SafeUrl, extension: &str) -> PathBuf {
    let last = url.path().rsplit('/').next().unwrap_or_default();
    let last = percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned();
    let stem = last.rsplit_once('.').map_or(last.as_str(), |(stem, _)| stem);
    let clean = clean(stem, '_');
    let stem = if clean.is_empty() { "stream" } else { &clean };
    PathBuf::from(format!("{stem}.{extension}"))
}

/// A name in the working directory: that of the page; `None` where no letter of it may be in a file name.
pub(super) fn from_title(title: &str, extension: &str) -> Option<PathBuf> {
    let words = clean(title, ' ');
    let words: Vec<&str> = words.split_whitespace().collect();
    let stem = words.join(" ");
    stem.chars().any(char::is_alphanumeric).then(|| PathBuf::from(format!("{stem}.{extension}")))
}

/// Without what a file name must not have.
fn clean(text: &str, instead: char) -> String {
    let letters = text.chars().map(|c| if c.is_alphanumeric() || "-_ ()[]".contains(c) { c } else { instead });
    // File systems count bytes.
    let mut clean = String::new();
    for c in letters.take(LONGEST) {
        if clean.len() + c.len_utf8() > 2 * LONGEST {
            break;
        }
        clean.push(c);
    }
    clean.trim().trim_start_matches(['-', ' ']).to_owned()
}

/// The name of sound beside `main`, unlike those of others: `x.audio.ts` beside `x.ts`. A device takes all.
pub(super) fn beside(main: &Path, label: &str, segments: Segments, others: &[PathBuf]) -> PathBuf {
    if std::fs::metadata(main).is_ok_and(|there| !there.is_file()) {
        return main.to_owned();
    }
    unlike(main, if label.is_empty() { "audio" } else { label }, segments.extension(), others)
}

/// The name of subtitles beside `main`, unlike those of others: `x.en.vtt` beside `x.mp4`.
pub(super) fn subtitles(main: &Path, label: &str, form: Form, others: &[PathBuf]) -> PathBuf {
    let ending = if form == Form::Srt { "srt" } else { "vtt" };
    unlike(main, if label.is_empty() { "subtitles" } else { label }, ending, others)
}

/// `main` with a label and another ending, and with a number where there is one like that.
fn unlike(main: &Path, label: &str, ending: &str, others: &[PathBuf]) -> PathBuf {
    let clean: String = label.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).take(40).collect();
    let named = |number: usize| {
        let number = if number > 1 { format!(".{number}") } else { String::new() };
        main.with_extension(format!("{clean}{number}.{ending}"))
    };
    (1..=others.len() + 1).map(named).find(|path| !others.contains(path)).unwrap_or_else(|| named(0))
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
            assert_eq!(from_url(&parse_url(url).unwrap(), "ts"), PathBuf::from(name), "{url}");
        }
    }

    #[test]
    fn the_title_of_a_page_is_a_harmless_name() {
        for (title, name) in [
            ("The Long Way: part 2/3", Some("The Long Way part 2 3.ts")),
            ("../../etc/passwd", Some("etc passwd.ts")),
            ("- \u{1b}[31mx", Some("[31mx.ts")),
            ("…", None),
        ] {
            assert_eq!(from_title(title, "ts"), name.map(PathBuf::from), "{title}");
        }
        assert!(from_title(&"長".repeat(500), "ts").unwrap().as_os_str().len() < 255);
    }

    #[test]
    fn the_name_says_what_is_made() {
        use Segments::{Boxes, Clusters, Packets};
        let wish = |path: Option<&'static str>, container, segments| {
            let (path, flows, tracks) = (path.map(Path::new), path == Some("-"), 1);
            Wish { container, remux: Remux::Native, path, flows, segments, tracks }.shape().ok()
        };
        let movie = Some(Shape::Movie(Keep::All));
        for (name, container, segments, shape) in [
            ("x.ts", Container::Ts, Packets, Some(Shape::Copies)),
            ("x.ts", Container::Ts, Boxes, None),
            ("x.mp4", Container::Mp4, Boxes, movie),
            ("x.mp4", Container::Mp4, Packets, movie),
            ("x.m4a", Container::M4a, Packets, Some(Shape::Movie(Keep::Sound))),
            ("x.mp4", Container::Fmp4, Boxes, Some(Shape::Copies)),
            ("x.mp4", Container::Fmp4, Packets, None),
            ("x.mkv", Container::Auto, Boxes, None),
            ("x", Container::Auto, Boxes, Some(Shape::Copies)),
            ("x.aac", Container::Auto, Segments::Aac, Some(Shape::Copies)),
            ("x.mp3", Container::Auto, Packets, None),
            ("x.WAV", Container::Auto, Packets, None),
            ("x.avi", Container::Auto, Boxes, None),
            ("x.txt", Container::Auto, Packets, None),
            ("-", Container::Auto, Packets, Some(Shape::Copies)),
            ("-", Container::Mp4, Boxes, Some(Shape::Copies)),
            ("-", Container::Mp4, Packets, None),
            ("x.webm", Container::Auto, Clusters, Some(Shape::Copies)),
            ("x.mkv", Container::Auto, Clusters, Some(Shape::Copies)),
            ("-", Container::Auto, Clusters, Some(Shape::Copies)),
            ("x.mp4", Container::Mp4, Clusters, None),
            ("x.m4a", Container::M4a, Clusters, None),
            ("x.ts", Container::Ts, Clusters, None),
            ("x.m4s", Container::Fmp4, Clusters, None),
            ("-", Container::Mp4, Clusters, None),
        ] {
            assert_eq!(wish(Some(name), container, segments), shape, "{name} {container:?} {segments:?}");
        }
        assert_eq!(wish(None, Container::Auto, Boxes), movie);
        assert_eq!(wish(None, Container::Auto, Packets), Some(Shape::Copies));
        assert_eq!(wish(None, Container::Auto, Clusters), Some(Shape::Copies));
        let both = Wish {
            container: Container::Auto,
            remux: Remux::Native,
            path: None,
            flows: false,
            segments: Packets,
            tracks: 2,
        };
        assert_eq!(both.shape().ok(), movie, "sound and picture of separate playlists become one file");
        let foreign = Wish { path: Some(Path::new("x.mkv")), remux: Remux::Ffmpeg, ..both };
        assert_eq!(foreign.shape().ok(), Some(Shape::Foreign));
    }

    #[test]
    fn what_is_advised_leads_out() {
        let advice = |name: &'static str, container, segments| {
            let path = Some(Path::new(name));
            let wish = Wish { container, remux: Remux::Native, path, flows: false, segments, tracks: 1 };
            let Err(RipError::Container { instead, .. }) = wish.shape() else { panic!("{name}") };
            instead
        };
        for (name, container, segments, says) in [
            ("x.mp4", Container::Fmp4, Segments::Packets, "leave out --container"),
            ("x.ts", Container::Fmp4, Segments::Packets, "leave out --container, and write -o x.mp4"),
            ("x.m4s", Container::Fmp4, Segments::Packets, "write -o x.mp4"),
            ("x.ts", Container::Ts, Segments::Boxes, "write -o x.mp4"),
            ("x.mp4", Container::Ts, Segments::Boxes, "leave out --container"),
            ("x.mp4", Container::Mp4, Segments::Clusters, "write -o x.webm"),
        ] {
            assert_eq!(advice(name, container, segments), says, "{name} {container:?}");
        }
    }

    #[test]
    fn an_ending_that_nobody_knows_is_told() {
        let told = |name: &'static str, container| {
            let path = Some(Path::new(name));
            let segments = Segments::Packets;
            Wish { container, remux: Remux::Native, path, flows: false, segments, tracks: 1 }.unknown_ending()
        };
        for name in ["x.xyz", "a.b.video", "x.Q7"] {
            assert_eq!(told(name, Container::Auto), Some("MPEG-TS"), "{name}");
        }
        for name in ["x.ts", "x.MKV", "x", "Dr. Strange", "show.2026-11-27", "x."] {
            assert_eq!(told(name, Container::Auto), None, "{name}");
        }
        assert_eq!(told("x.xyz", Container::Ts), None, "it was said what it is to be");
    }

    #[test]
    fn the_sound_lies_beside_the_picture() {
        let beside =
            |main: &str, label: &str, segments, others: &[PathBuf]| beside(Path::new(main), label, segments, others);
        assert_eq!(beside("a/x.ts", "audio", Segments::Packets, &[]), Path::new("a/x.audio.ts"));
        assert_eq!(beside("x.mp4", "", Segments::Boxes, &[]), Path::new("x.audio.mp4"));
        assert_eq!(beside("x.ts", "en", Segments::Packets, &["x.en.ts".into()]), Path::new("x.en.2.ts"));
        assert_eq!(beside("/dev/null", "audio", Segments::Packets, &[]), Path::new("/dev/null"));
    }
}
