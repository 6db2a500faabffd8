//! HLS playlists (draft-pantos-hls-rfc8216bis): two readings of one text, joined by the numbers of its lines.
//!
//! ```text
//! bytes → text (encoding, line ends) → line → define (variables) ─┬→ plain → m3u8-rs ─┐
//!                                                                 └→ pass ────────────┴→ media or master
//! ```
//!
//! m3u8-rs 6.0.1 reads what it reads well: the header, URIs, ranges, variants and renditions, from a text that [`plain`]
//! has normalised so that nothing in it can stop or mislead it. What it drops is read by our own pass over the same
//! lines: keys and maps with their scope, exact durations, dates, gaps, parts, skipped segments, variables. Every entry
//! of the normalised text carries the number of its line, which is what the two readings are joined by.
//!
//! Nothing is silently left out: what is odd is read as well as it can be and told as a [`Diagnostic`] with its line;
//! what cannot be read at all is a [`ReadError`]. No text makes it panic. It takes no clock and no socket.
//!
//! ```
//! use toolbox::media::hls::{Context, Playlist, read};
//! let text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9.5,\na.ts\n#EXT-X-ENDLIST\n";
//! let found = read(text.as_bytes(), &Context::default())?;
//! let Playlist::Media(media) = found.playlist else { panic!() };
//! assert_eq!((media.segments[0].uri.as_str(), media.ended), ("a.ts", true));
//! # Ok::<(), toolbox::media::hls::ReadError>(())
//! ```

mod attributes;
mod begin;
mod date;
mod define;
mod diagnostic;
mod key;
mod line;
mod master;
mod media;
mod pass;
mod plain;
mod text;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::begin::{Begin, Reach};
pub use self::date::Moment;
pub use self::diagnostic::{Diagnostic, Diagnostics};
pub use self::key::{IDENTITY, Key, Method};
pub use self::master::{Kind, Master, Rendition, Resolution, Steering, Variant};
pub use self::media::{ByteRange, DateRange, Hint, Map, Media, Part, Segment, ServerControl, Start, Type};

/// What is known beside the text of a playlist.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The query of the URL the playlist came from, after redirects: for `EXT-X-DEFINE:QUERYPARAM`.
    pub query: Option<&'a str>,
    /// The variables of the master playlist: for `EXT-X-DEFINE:IMPORT`.
    pub variables: Option<&'a BTreeMap<String, String>>,
    /// The last whole reading of the same playlist: what `EXT-X-SKIP` leaves out is taken from it.
    pub previous: Option<&'a Media>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The playlist.
    pub playlist: Playlist,
    /// What was odd about it.
    pub diagnostics: Diagnostics,
}

/// One of the two kinds of playlists.
#[derive(Debug, Clone, PartialEq)]
pub enum Playlist {
    /// Names media playlists: the specification now calls it multivariant.
    Master(Master),
    /// Names segments.
    Media(Media),
}

/// Why a text is no playlist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or none but blanks.
    #[error("it is empty")]
    Empty,
    /// A page for people, such as a login or an error.
    #[error("it is a web page{}, not a playlist", title.as_ref().map_or(String::new(), |title| format!(" (“{title}”)")))]
    Page {
        /// What the page calls itself.
        title: Option<String>,
    },
    /// The other format.
    #[error("it is a DASH manifest, not an HLS playlist")]
    Dash,
    /// Something else.
    #[error("it is no playlist: it begins with “{begin}”, not with #EXTM3U")]
    Foreign {
        /// Its first characters.
        begin: String,
    },
    /// `#EXTM3U` and nothing else of meaning.
    #[error("the playlist names nothing")]
    Nothing,
    /// More than is ever read.
    #[error("it is larger than {most} bytes")]
    TooLarge {
        /// The limit.
        most: usize,
    },
    /// More lines than are ever read.
    #[error("it has more than {most} lines")]
    TooLong {
        /// The limit.
        most: usize,
    },
    /// `{$name}` of a variable that nobody has defined.
    #[error("line {line}: the variable {name} is not defined")]
    Undefined {
        /// Where it stands.
        line: usize,
        /// Its name.
        name: String,
    },
    /// A variable that makes the playlist larger than any is.
    #[error("line {line}: with its variables it becomes too long")]
    Expanded {
        /// Where it stands.
        line: usize,
    },
    /// `EXT-X-SKIP` without the reading it refers to; a request without `_HLS_skip` helps.
    #[error("line {line}: it leaves out {skipped} segments that are not known here")]
    Delta {
        /// Where it stands.
        line: usize,
        /// How many are left out.
        skipped: u64,
    },
    /// The normalised text was not read to its end: a fault of ours, told rather than recorded around.
    #[error("the playlist was not understood at “{at}”")]
    Misread {
        /// What was left.
        at: String,
    },
}

/// Reads a playlist.
///
/// # Errors
/// It is none, or means something that is not known: see [`ReadError`].
pub fn read(bytes: &[u8], context: &Context) -> Result<Reading, ReadError> {
    let mut notes = Diagnostics::default();
    let text = text::decode(bytes, &mut notes)?;
    let mut lines = line::split(&text, &mut notes)?;
    let variables = define::expand(&mut lines, context, &mut notes)?;
    let playlist = match kind(&lines, &mut notes)? {
        Nature::Master => Playlist::Master(master::read(&lines, variables, &mut notes)?),
        Nature::Media => Playlist::Media(media::read(&lines, context, &mut notes)?),
    };
    Ok(Reading { playlist, diagnostics: notes })
}

/// What a playlist looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Master,
    Media,
}

/// Tells the kinds apart by their tags. A text with tags of both must not be (section 4.1); segments then count, because
/// they can be fetched.
fn kind(lines: &[line::Line], notes: &mut Diagnostics) -> Result<Nature, ReadError> {
    let (mut master, mut media, mut uris) = (None, None, 0_usize);
    for line in lines {
        match &line.content {
            line::Content::Uri(_) => uris += 1,
            line::Content::Tag { name, .. } => match name.as_str() {
                "EXT-X-STREAM-INF"
                | "EXT-X-I-FRAME-STREAM-INF"
                | "EXT-X-MEDIA"
                | "EXT-X-SESSION-DATA"
                | "EXT-X-SESSION-KEY"
                | "EXT-X-CONTENT-STEERING" => master = master.or(Some(line.number)),
                "EXTINF" => media = Some((line.number, 1)),
                "EXT-X-TARGETDURATION"
                | "EXT-X-MEDIA-SEQUENCE"
                | "EXT-X-ENDLIST"
                | "EXT-X-PLAYLIST-TYPE"
                | "EXT-X-KEY"
                | "EXT-X-MAP"
                | "EXT-X-PART"
                | "EXT-X-SKIP" => media = media.or(Some((line.number, 0))),
                _ => {}
            },
        }
    }
    match (master, media) {
        (Some(_), None) => Ok(Nature::Master),
        (None, Some(_)) => Ok(Nature::Media),
        (Some(at), Some((_, segments))) => {
            let (nature, word) = if segments > 0 { (Nature::Media, "media") } else { (Nature::Master, "master") };
            notes.add(at, format!("tags of a master and of a media playlist; it is read as a {word} playlist"));
            Ok(nature)
        }
        (None, None) if uris > 0 => {
            notes.add(1, "a bare list: no EXTINF tells how long a segment is");
            Ok(Nature::Media)
        }
        (None, None) => Err(ReadError::Nothing),
    }
}
