//! The same playlist in the form that m3u8-rs 6.0.1 reads without a fault, and the reading itself.
//!
//! Written are the tags it reads well, their values in canonical form. Left out is what it would misread or attach to
//! the wrong place; `pass` and `master` read that. An own tag, or attribute, carries the line of the original.
//!
//! m3u8-rs takes a kilobyte for each segment. So that a day of short segments fits into a few MiB, a media playlist is
//! given to it in pieces: what is written here of a segment depends on no other one.

use std::fmt::Write as _;

use m3u8_rs::{MasterPlaylist, MediaPlaylist};

use super::ReadError;
use super::attributes::Attributes;
use super::diagnostic::Diagnostics;
use super::line::{Content, Line};
use super::value::{range, seconds, whole};

/// The name that carries the line: as a tag `#EXT-…`, as an attribute `…`.
const LINE: &str = "X-LINE";

/// Attributes that m3u8-rs wants in quotes; all others it wants without.
const QUOTED: [&str; 18] = [
    "URI",
    "CODECS",
    "SUPPLEMENTAL-CODECS",
    "AUDIO",
    "VIDEO",
    "SUBTITLES",
    "GROUP-ID",
    "LANGUAGE",
    "ASSOC-LANGUAGE",
    "NAME",
    "CHARACTERISTICS",
    "CHANNELS",
    "INSTREAM-ID",
    "STABLE-VARIANT-ID",
    "STABLE-RENDITION-ID",
    "PATHWAY-ID",
    "ALLOWED-CPC",
    "REQ-VIDEO-LAYOUT",
];

/// So many segments are read at once.
const PIECE: usize = 256;

/// What m3u8-rs reads of a media playlist.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// Without its segments.
    pub(super) header: MediaPlaylist,
    pub(super) segments: Vec<PlainSegment>,
}

/// What it reads of a segment.
#[derive(Debug)]
pub(super) struct PlainSegment {
    /// The line of its URI.
    pub(super) line: usize,
    pub(super) uri: String,
    /// Length and offset.
    pub(super) range: Option<(u64, Option<u64>)>,
}

/// Reads the segments and the header of a media playlist.
pub(super) fn media(lines: &[Line], notes: &mut Diagnostics) -> Result<Plain, ReadError> {
    let mut plain = Plain::default();
    let (mut text, mut count) = (String::new(), 0);
    for line in lines {
        match &line.content {
            Content::Tag { name, value } => media_tag(line.number, name, value, &mut text, notes),
            Content::Uri(uri) => {
                let _ = writeln!(text, "#EXT-{LINE}:{}\n{uri}", line.number);
                count += 1;
                if count == PIECE {
                    plain.take(&text)?;
                    (text, count) = (String::new(), 0);
                }
            }
        }
    }
    plain.take(&text)?;
    Ok(plain)
}

impl Plain {
    /// Reads another piece. A tag of the header counts where it stands last.
    fn take(&mut self, piece: &str) -> Result<(), ReadError> {
        let text = format!("#EXTM3U\n{piece}");
        let read = match m3u8_rs::parse_media_playlist(text.as_bytes()) {
            Ok(([], playlist)) => playlist,
            Ok((rest, _)) => return Err(misread(rest)),
            Err(_) => return Err(misread(text.as_bytes())),
        };
        let has = |name: &str| text.contains(name);
        let header = &mut self.header;
        header.version = read.version.or(header.version);
        header.start = read.start.or_else(|| header.start.take());
        header.playlist_type = read.playlist_type.or_else(|| header.playlist_type.take());
        header.end_list |= read.end_list;
        header.i_frames_only |= read.i_frames_only;
        header.independent_segments |= read.independent_segments;
        if has("\n#EXT-X-MEDIA-SEQUENCE:") {
            header.media_sequence = read.media_sequence;
        }
        if has("\n#EXT-X-DISCONTINUITY-SEQUENCE:") {
            header.discontinuity_sequence = read.discontinuity_sequence;
        }
        self.segments.extend(read.segments.into_iter().filter_map(|segment| {
            let tag = segment.unknown_tags.iter().find(|tag| tag.tag == LINE)?;
            let line = tag.rest.as_ref()?.parse().ok()?;
            let range = segment.byte_range.map(|range| (range.length, range.offset));
            Some(PlainSegment { line, uri: segment.uri, range })
        }));
        Ok(())
    }
}

fn media_tag(line: usize, name: &str, value: &str, text: &mut String, notes: &mut Diagnostics) {
    let canonical = match name {
        "EXT-X-VERSION" | "EXT-X-MEDIA-SEQUENCE" | "EXT-X-DISCONTINUITY-SEQUENCE" => {
            whole(value).map(|number| number.to_string())
        }
        // Rounded up: segments may be as long.
        "EXT-X-TARGETDURATION" => seconds(value)
            .map(|target| (target.as_secs().saturating_add(u64::from(target.subsec_nanos() > 0))).to_string()),
        "EXT-X-PLAYLIST-TYPE" => (!value.is_empty()).then(|| value.to_ascii_uppercase()),
        "EXT-X-BYTERANGE" => range(value).map(|(length, offset)| match offset {
            Some(offset) => format!("{length}@{offset}"),
            None => length.to_string(),
        }),
        "EXT-X-START" => {
            let attributes = Attributes::read(line, value, notes);
            let offset = attributes.parsed("TIME-OFFSET", notes, |text| text.parse::<f64>().ok());
            let precise = if attributes.yes("PRECISE") { "YES" } else { "NO" };
            offset.filter(|offset| offset.is_finite()).map(|offset| format!("TIME-OFFSET={offset},PRECISE={precise}"))
        }
        "EXT-X-DISCONTINUITY" | "EXT-X-ENDLIST" | "EXT-X-I-FRAMES-ONLY" | "EXT-X-INDEPENDENT-SEGMENTS" => {
            let _ = writeln!(text, "#{name}");
            return;
        }
        _ => return,
    };
    match canonical {
        Some(value) => {
            let _ = writeln!(text, "#{name}:{value}");
        }
        None => notes.add(line, format!("{name} with a value that cannot be read is left out")),
    }
}

/// Reads the variants and renditions of a master playlist. What the lines mean is `master`'s to say: it gives the
/// attributes in the order of their lines.
pub(super) fn master(entries: &[Entry]) -> Result<MasterPlaylist, ReadError> {
    let mut text = String::from("#EXTM3U\n");
    for entry in entries {
        let _ = write!(text, "#{}:{LINE}={}", entry.tag, entry.line);
        for (name, value) in &entry.attributes {
            let value: String = value.chars().filter(|c| *c != '"').collect();
            if value.trim().is_empty() || !is_name(name) {
                continue;
            }
            let closed_captions = name == "CLOSED-CAPTIONS" && value != "NONE";
            if QUOTED.contains(&name.as_str()) || closed_captions {
                let _ = write!(text, ",{name}=\"{value}\"");
            } else {
                let _ = write!(text, ",{name}={}", value.replace(',', ";"));
            }
        }
        text.push('\n');
        if let Some(uri) = &entry.uri {
            let _ = writeln!(text, "{uri}");
        }
    }
    match m3u8_rs::parse_master_playlist(text.as_bytes()) {
        Ok(([], playlist)) => Ok(playlist),
        Ok((rest, _)) => Err(misread(rest)),
        Err(_) => Err(misread(text.as_bytes())),
    }
}

/// A tag of a master playlist with attributes that are already as they should be.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) tag: &'static str,
    pub(super) attributes: Vec<(String, String)>,
    /// The URI on its own line.
    pub(super) uri: Option<String>,
}

/// The line that an entry comes from.
pub(super) fn line_in(others: Option<&std::collections::HashMap<String, m3u8_rs::QuotedOrUnquoted>>) -> Option<usize> {
    others?.get(LINE)?.as_str().parse().ok()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name != LINE && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn misread(rest: &[u8]) -> ReadError {
    ReadError::Misread { at: String::from_utf8_lossy(rest).chars().take(80).collect() }
}
